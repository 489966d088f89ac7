"""Missile defence in time: protest before decision, plans hollow, nothing from the future."""

from __future__ import annotations

import pandas as pd
import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.defence_timeline import (
    LANES,
    LAST,
    RIGHT,
    WHO,
    events,
    heights,
    symbols,
)

explorer = get("defence_timeline")


def test_every_event_has_a_lane_and_an_actor() -> None:
    assert events().lane.notna().all() and set(events().system) == set(LANES)
    assert set(events()["first"]) <= set(WHO)
    assert len(heights()) == len(symbols()) == len(events())


def test_japan_dropped_one_system_and_decided_on_another_in_2020() -> None:
    rows = events()[(events()["first"] == "JPN") & (events().date.dt.year == 2020)]
    assert list(rows.system) == ["Aegis Ashore", "Aegis Ashore", "ASEV"]


def test_russia_spoke_before_japan_decided() -> None:
    ashore = events()[events().system == "Aegis Ashore"]
    first = ashore.groupby("first").date.min()
    assert first["RUS"] < first["JPN"] == pd.Timestamp("2017-12-19")


@pytest.mark.parametrize("year", range(2016, 2027))
def test_nothing_is_shown_before_its_time(year: int) -> None:
    drawn = explorer.view({"year": year}).values["marks.x"]
    for at, row in zip(drawn, events().itertuples(), strict=True):
        happened = row.date.year <= year and not row.is_plan
        planned = row.is_plan and year == LAST and row.at < RIGHT
        assert (at is not None) == bool(happened or planned)


def test_plans_and_doubts_are_hollow() -> None:
    doubtful = events().is_plan.astype(bool) | (events().status != "confirmed")
    assert [s.endswith("-open") for s in symbols()] == list(doubtful)


def test_a_filter_keeps_only_its_actor() -> None:
    view = explorer.view({"year": LAST, "who": ["RUS"]})
    assert len(view.table) == (events()["first"] == "RUS").sum()
    assert "Shown:" in view.summary
