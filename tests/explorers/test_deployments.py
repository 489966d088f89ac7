"""The deployments explorer: what was known when, and nothing but islands and rounded ranges."""

from __future__ import annotations

import math

import pytest

from twoplustwo import load
from twoplustwo.explorers import get
from twoplustwo.explorers.deployments import BARS, EXERCISE, bars, exercises, states

explorer = get("deployments")
S300 = [i for i, (text, *_) in enumerate(BARS) if text.startswith("S-300V4")]
COASTAL = [i for i, (text, *_) in enumerate(BARS) if text.startswith(("Bal", "Bastion"))]


def test_departure_was_known_a_year_late() -> None:
    now, then = states(2022, "now"), states(2022, "then")
    assert {now[i] for i in S300} == {"gone"}
    assert {then[i] for i in S300} == {"present"}
    assert {states(2023, "then")[i] for i in S300} == {"gone"}


def test_both_views_agree_except_between_departure_and_report() -> None:
    differ = [y for y in range(2015, 2027) if states(y, "now") != states(y, "then")]
    assert differ == [2022]


def test_no_coastal_missile_before_its_first_report() -> None:
    assert {states(2015, "now")[i] for i in COASTAL} == {"absent"}
    islands = [i for i in COASTAL if bars()[i].disputed]
    assert {states(2016, "now")[i] for i in islands} == {"present"}


def test_what_came_by_year_never_becomes_absent_again() -> None:
    for i in range(len(BARS)):
        seen = [states(year, "now")[i] != "absent" for year in range(2015, 2027)]
        assert seen == sorted(seen)


@pytest.mark.parametrize("year", range(2015, 2027))
@pytest.mark.parametrize("view", ["now", "then"])
def test_doubtful_bars_are_hollow_and_firm_ones_solid(year: int, view: str) -> None:
    values = explorer.view({"year": year, "view": view}).values
    for i, (bar, state) in enumerate(zip(bars(), states(year, view), strict=True)):
        solid, hollow = values["present.x"][i], values["doubtful.x"][i]
        assert (solid is not None) == (state != "absent" and not bar.doubtful)
        assert (hollow is not None) == (state != "absent" and bar.doubtful)


def test_bars_end_at_the_picture_or_at_the_departure() -> None:
    values = explorer.view({"year": 2024}).values
    ends = [b + x for b, x in zip(values["present.base"], values["present.x"], strict=True) if x]
    assert max(ends) == 2025
    left = bars()[S300[0]].left
    assert values["present.base"][S300[0]] + values["present.x"][S300[0]] == pytest.approx(left)


def test_ranges_are_rounded_to_100_km_and_shown_only_while_present() -> None:
    for bar in bars():
        if not math.isnan(bar.low):
            assert bar.low % 100 == 0 and bar.high % 100 == 0 and bar.low <= bar.high
    after = explorer.view({"year": 2026}).values
    before = explorer.view({"year": 2021}).values
    assert all(after["agreed.x"][i] is None for i in S300)
    assert all(before["agreed.x"][i] == 400 for i in S300)


def test_band_of_bastion_reaches_from_lowest_to_highest_stated_range() -> None:
    table = load("island_deployments").set_index("deployment_id")
    place = [bar.label for bar in bars()].index("Bastion, Iturup/Etorofu")
    row, values = table.loc["d04"], explorer.view().values
    assert values["agreed.x"][place] == row.range_min_km
    assert values["differ.x"][place] == row.range_max_km - row.range_min_km


def test_restated_deployment_is_drawn_once() -> None:
    assert [bar.place for bar in bars()].count("Paramushir") == 1


def test_exercises_are_those_of_both_tables() -> None:
    timeline = load("dispute_timeline")
    military = timeline[timeline.category == "military"]
    named = military.title.str.contains(EXERCISE, case=False).sum()
    table = load("island_deployments")
    assert len(exercises()) == named + (table.system_type == "exercise").sum()
    assert (exercises().date.dt.year == 2025).sum() == 6


def test_filter_hides_names_bars_and_rows_together() -> None:
    view = explorer.view({"where": ("elsewhere",)})
    names = next(t for t in view.figure_json["data"] if t["uid"] == "names")
    shown = [text for text, y in zip(names["text"], names["y"], strict=True) if y is not None]
    assert shown == ["Bastion, Matua", "Bastion, Paramushir"]
    assert list(view.table["place"]) == ["Matua", "Paramushir"]
