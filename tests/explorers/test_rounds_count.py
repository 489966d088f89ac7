"""Rounds by a date: the dated list decides between the readings, and sets the base rate."""

from __future__ import annotations

import importlib

import pandas as pd
import pytest

from twoplustwo.explorers import rounds_count as explorer

module = importlib.import_module("twoplustwo.explorers.rounds_count")


def month(text: str) -> int:
    return module.months().index(pd.Period(text, "M"))


@pytest.mark.parametrize(
    ("until", "start", "rounds"),
    [("2013-10", 2013, 0), ("2013-11", 2013, 1), ("2018-07", 2013, 3), ("2021-03", 2013, 4),
     ("2021-03", 2017, 3), ("2026-08", 2013, 4), ("2014-06", 2017, 0)],
)  # fmt: skip
def test_the_count_depends_on_the_day_and_on_the_start(until, start, rounds):
    view = explorer.view({"month": month(until), "start": start})
    assert view.values["now.y"] == [rounds]
    assert f"{module.NUMBERS[rounds]} round" in view.summary


def test_all_numbers_fit_from_2013_and_none_from_2017():
    agrees = {s: set(explorer.view({"start": s}).table["agrees"]) for s in module.STARTS}
    assert agrees == {2013: {"agrees", "states no number"}, 2017: {"differs", "states no number"}}


@pytest.mark.parametrize(("start", "rate"), [(2013, (4, 8)), (2017, (3, 4))])
def test_the_base_rate_counts_full_years(start, rate):
    assert module.base_rate(pd.Period("2021-03", "M"), start) == rate
    assert module.base_rate(pd.Period("2020-12", "M"), start) == rate  # a year is full in December
    assert module.base_rate(pd.Period("2020-11", "M"), start)[1] == rate[1] - 1


def test_before_the_first_full_year_there_is_no_rate():
    assert "no base rate yet" in explorer.view({"month": month("2013-06")}).summary


def test_what_came_after_is_told_only_when_it_is_over():
    assert module.rounds_after(pd.Period("2016-12", "M")) == 1
    assert module.rounds_after(pd.Period("2021-03", "M")) == 0
    assert module.rounds_after(pd.Period("2025-08", "M")) == 0
    assert module.rounds_after(pd.Period("2025-09", "M")) is None
    assert "not over" in explorer.view({"month": month("2026-08")}).summary


def test_the_prediction_is_answered_by_the_list():
    assert explorer.view().values["outcome.since"] == 3


def test_no_sign_covers_another():
    places = list(zip(module.places(), module.heights(), strict=True))
    for i, (x, y) in enumerate(places):
        assert all(abs(x - a) >= 0.3 for a, b in places[:i] if b == y)


def test_the_statement_without_a_number_is_hollow():
    dots = {t["uid"]: t for t in explorer.template["data"]}["statements"]
    hollow = [symbol.endswith("-open") for symbol in dots["marker"]["symbol"]]
    assert hollow == list(module.STATEMENTS["round_number"].isna())


def test_the_filter_hides_signs_and_rows_together():
    view = explorer.view({"speaker": ["commentary"]})
    dots = {t["uid"]: t for t in view.figure_json["data"]}["statements"]
    assert sum(x is not None for x in dots["x"]) == len(view.table) == 1
