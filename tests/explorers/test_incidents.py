"""The incidents explorer: dated events only, each in its lane, doubts hollow."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from twoplustwo import load
from twoplustwo.explorers import get
from twoplustwo.explorers.incidents import COUNTS, DOT, KINDS, actor, events, lanes, stack

explorer = get("incidents")


def test_every_event_has_a_lane_and_no_count_is_an_event() -> None:
    table = events()
    assert set(table["kind"]) == set(KINDS)
    assert not set(table["category"].astype(str)) & set(COUNTS)
    assert len(table) + load("incidents")["category"].isin(COUNTS).sum() == len(load("incidents"))


def test_patrols_are_numbered_as_the_title_says() -> None:
    numbers = events().query("category == 'china_russia_air'")["value"]
    assert list(numbers) == list(range(1, 11))
    assert explorer.view().title.startswith("Ten joint patrols")


@pytest.mark.parametrize("kind", KINDS)
def test_dots_of_a_lane_do_not_touch(kind: str) -> None:
    _, heights = lanes()
    mine = (events()["kind"] == kind).to_numpy()
    spots = pd.DataFrame({"x": events()["place"][mine], "y": heights[mine]})
    for _, row in spots.groupby("y"):
        assert (row["x"].sort_values().diff().dropna() >= DOT).all()


def test_lanes_lie_below_one_another() -> None:
    tops, heights = lanes()
    order = list(KINDS)
    for above, below in pairwise(order):
        assert heights[(events()["kind"] == above).to_numpy()].min() > tops[below]


def test_who_acted() -> None:
    assert actor("CHN;RUS;JPN", "sailings") == "both"
    assert actor("AUS;CHN", "encounters") == "meeting"
    assert actor("USA;PHL", "launchers") == "usa"
    assert actor("CHN;TWN", "drills") == "china"
    assert actor("IRN", "hormuz") == "others"


def test_unconfirmed_and_disputed_events_are_hollow_and_say_so() -> None:
    signs = explorer.template["data"][0]["marker"]["symbol"]
    doubtful = [i for i, s in enumerate(events()["status"].astype(str)) if s != "confirmed"]
    assert doubtful and [i for i, s in enumerate(signs) if s.endswith("-open")] == doubtful
    for i in doubtful:
        assert events()["status"].iloc[i] in explorer.view({"event": i + 1}).summary


def test_the_ring_starts_at_the_closing_of_hormuz() -> None:
    assert "declares the Strait of Hormuz closed" in explorer.view().summary


def test_stack_takes_the_lowest_free_row() -> None:
    assert stack([0.0, 0.01, 0.02, 0.5]) == [0, 1, 2, 0]
