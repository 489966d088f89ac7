"""Polls: unconfirmed values hollow, no line across the change of mode, margins where known."""

from __future__ import annotations

import itertools
import math

import pytest

from twoplustwo import load
from twoplustwo.explorers import opinion_polls

TOPICS = [value for value, _ in opinion_polls.axes["topic"].options]


def test_every_poll_stands_in_one_topic():
    shown = sum(len(opinion_polls.view({"topic": topic}).table) for topic in TOPICS)
    assert shown == len(load("opinion"))


@pytest.mark.parametrize("topic", TOPICS)
def test_unconfirmed_values_are_hollow_and_can_be_left_out(topic):
    view = opinion_polls.view({"topic": topic})
    for status, symbol in zip(view.table["status"], view.values["yes.marker.symbol"], strict=True):
        assert symbol.endswith("-open") == (status != "confirmed")
    sure = opinion_polls.view({"topic": topic, "unconfirmed": False})
    assert set(sure.table["status"]) == {"confirmed"}
    assert len(sure.table) == (view.table["status"] == "confirmed").sum()


def test_no_line_crosses_the_change_from_interview_to_mail():
    for topic in ("affinity", "relations"):
        values = opinion_polls.view({"topic": topic}).values
        places = values["yes_line.x"]
        for left, right in itertools.pairwise(places):
            assert left is None or right is None or (left < 2020) == (right < 2020)


def test_a_margin_is_that_of_a_simple_sample_and_only_where_the_sample_is_known():
    view = opinion_polls.view({"topic": "transfer"})
    margins = dict(zip(view.table["when"], view.values["no.error_y.array"], strict=True))
    assert margins["2018-11-22 to 2018-11-28"] == pytest.approx(196 * math.sqrt(0.74 * 0.26 / 1600))
    assert margins["2016-05-01 to 2016-05-31"] == 0  # sample not stated
    assert margins["2019-02-11 to 2019-02-17"] == 0  # the islands' own residents


def test_the_words_carry_the_first_and_the_last_value():
    summary = opinion_polls.view({"topic": "affinity"}).summary
    assert "20.1%" in summary and "5.0%" in summary and "4 of 11" in summary
