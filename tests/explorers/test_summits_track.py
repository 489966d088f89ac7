"""The count of meetings under each rule, and its agreement with the numbers of the sources."""

from __future__ import annotations

import pytest

from twoplustwo import load
from twoplustwo.explorers import summits_track


@pytest.mark.parametrize(
    ("rule", "total"), [("all", 27), ("second", 24), ("sitting", 26), ("days", 28)]
)
def test_each_rule_has_its_total(rule, total):
    view = summits_track.view({"count": rule})
    assert view.title.startswith(f"{total} meetings")
    assert view.values["climb.y"][-1] == total
    assert view.values["layout.annotations[0].text"] == str(total)


def test_the_usual_count_gives_the_numbers_that_governments_gave():
    summits = load("summits")
    met = summits[summits["kind"] == "meeting"].sort_values("date")
    assert summits_track.view().values["days.y"] == list(met["meeting_number"])


def test_a_day_that_does_not_count_is_hollow_and_has_no_number():
    view = summits_track.view({"count": "second"})
    assert view.values["days.marker.symbol"][:3] == ["circle-open"] * 3
    assert list(view.table["number"])[:4] == [None, None, None, 1]


def test_four_rounds_three_of_them_since_the_restart():
    view = summits_track.view({"kinds": ["rounds"]})
    assert list(view.table["date"]) == ["2013-11-02", "2017-03-20", "2018-07-31", "2019-05-30"]
    assert view.summary.endswith("Shown: 4 of 35 rows.")


def test_a_date_is_no_finer_than_its_source():
    dates = list(summits_track.view().table["date"])
    assert "2014-02" in dates  # Sochi: the day is not confirmed
