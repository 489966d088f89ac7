"""The timeline: every event has one place, no dot hides another, doubts are hollow."""

from __future__ import annotations

import importlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoplustwo import load
from twoplustwo.explorers import get

module = importlib.import_module("twoplustwo.explorers.dispute_timeline")
explorer = get("dispute_timeline")
DOTS = {t["uid"]: t for t in explorer.template["data"]}["events"]
YEARS = st.floats(1855, 2026.99)


@given(YEARS, YEARS)
def test_the_stretched_axis_keeps_the_order_of_time(one, other):
    low, high = sorted((one, other))
    assert 0 <= module.position(low) <= module.position(high) <= 1


def test_the_eras_fill_the_axis():
    assert sum(share for *_, share, _ in module.ERAS) == pytest.approx(1)
    ends = [(first, end) for first, end, *_ in module.ERAS]
    assert all(a[1] == b[0] for a, b in pairwise(ends))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_stacked_dots_never_touch(places):
    places = sorted(places)
    rows = module.stack(places)
    by_row: dict[int, list[float]] = {}
    for place, row in zip(places, rows, strict=True):
        assert all(place - other >= module.DOT for other in by_row.get(row, []))
        by_row.setdefault(row, []).append(place)
    assert sorted(by_row) == list(range(len(by_row)))  # no empty row


def test_lanes_do_not_overlap():
    lanes = module.lanes()
    assert [lane.kind for lane in lanes] == list(module.KINDS)
    for upper, lower in pairwise(lanes):
        assert min(upper.heights) > lower.top > max(lower.heights)


def test_every_event_of_the_table_is_drawn_and_listed():
    count = len(load("dispute_timeline"))
    assert len(DOTS["x"]) == len(explorer.view().table) == count
    assert sum(len(lane.heights) for lane in module.lanes()) == count


def test_unconfirmed_events_are_hollow():
    doubts = (module.events()["status"] != "confirmed").tolist()
    assert any(doubts)
    assert [sign.endswith("-open") for sign in DOTS["marker"]["symbol"]] == doubts


@pytest.mark.parametrize(
    ("cell", "group"),
    [("Japan;USSR", "both"), ("Russia", "russia"), ("Japan", "japan"), ("USA;Japan", "others"),
     ("USSR;USA;UK", "others"), ("SCAP", "others")],
)  # fmt: skip
def test_actors_fall_into_groups(cell, group):
    assert module.actor_group(cell) == group


def test_the_ring_stands_on_the_event_it_names():
    events = module.events()
    for i in (0, 60, len(events) - 1):
        view = explorer.view({"event": i + 1})
        assert view.values["spot.x"] == [DOTS["x"][i]]
        assert view.values["spot.y"] == [DOTS["y"][i]]
        assert view.summary.startswith(f"{events['when'][i]}: {events['title'][i]}.")


def test_a_doubtful_event_says_so():
    doubtful = int(module.events().index[module.events()["status"] == "unconfirmed"][0])
    assert explorer.view({"event": doubtful + 1}).summary.endswith("This entry is unconfirmed.")


def test_filters_hide_dots_and_rows_together():
    view = explorer.view({"kind": ["visit"], "actor": ["japan", "both"]})
    kept = view.table
    assert set(kept["kind"]) == {module.KINDS["visit"]}
    dots = {t["uid"]: t for t in view.figure_json["data"]}["events"]
    assert sum(x is not None for x in dots["x"]) == len(kept) > 0


def test_the_caption_warns_of_the_uneven_record():
    assert "five scales" in explorer.note and "recent years" in explorer.note
