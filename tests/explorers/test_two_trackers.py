"""Two trackers: what the tables say under five rules, and where the rules disagree."""

from __future__ import annotations

import pytest

from twoplustwo import load
from twoplustwo.explorers import two_trackers
from twoplustwo.explorers.two_trackers import NAMES, directions, headline, series


def test_the_counts_are_those_of_the_table():
    table = load("dprk_launches_by_year").set_index("year")
    row = two_trackers.view({"a": 2017, "b": 2022}).table
    assert row["second"].tolist() == [69, 64, 34, 34, 37]
    assert row["first"].tolist()[0] == table.loc[2017, "cns_missiles"]
    assert series().loc[2022, "flown"] == 69 - 5


def test_2024_is_more_and_fewer_than_2017():
    found = directions(2017, 2024)
    assert found == {
        "rise": ["missiles", "flown", "events"], "fall": ["days", "ballistic"], "same": []
    }  # fmt: skip
    assert headline(2017, 2024) == "From 2017 to 2024: more missiles, fewer launch days"
    assert "3 rise, 2 fall, 0 tie" in two_trackers.view({"a": 2017, "b": 2024}).summary


def test_every_count_has_its_record_in_2022():
    assert set(series().loc[:2025].idxmax()) == {2022}
    assert "no count disagrees" in headline(2018, 2022)


def test_turning_the_years_round_turns_rises_into_falls():
    one, other = directions(2019, 2023), directions(2023, 2019)
    assert (one["rise"], one["fall"]) == (other["fall"], other["rise"])
    assert directions(2010, 2010)["same"] == list(NAMES)


@pytest.mark.parametrize("count", NAMES)
def test_the_two_years_stand_at_their_bars(count):
    values = two_trackers.view({"count": count, "a": 2016, "b": 2019}).values
    bars = dict(zip(range(2006, 2026), values["bars.y"], strict=True))
    assert values["chosen.y"] == [bars[2016], bars[2019]]


def test_a_change_from_nothing_has_no_percentage():
    change = two_trackers.view({"a": 2018, "b": 2022}).table["change"]
    assert change.isna().all()


def test_the_prediction_is_answered_by_the_cns_days():
    assert two_trackers.view({"a": 2010}).values["outcome.days"] == "fewer"
    assert "21 missiles in 2017 and 41 in 2024" in two_trackers.predict.question


def test_the_first_view_does_not_give_the_answer_away():
    view = two_trackers.view()
    assert "2017" not in view.title + view.summary and "2024" not in view.title + view.summary
