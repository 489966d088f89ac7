"""The INF timeline: who acts in each step, and who opens the story wherever it begins."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo import load
from twoplustwo.explorers import get
from twoplustwo.explorers.inf_timeline import (
    CAPITALS,
    LANES,
    WIDTH,
    events,
    heights,
    lane_of,
    stack,
)

explorer = get("inf_timeline")


def place(text: str) -> int:
    """The slider value of the one step whose title contains a text."""
    found = events()["event"].str.contains(text, regex=False)
    assert found.sum() == 1, text
    return int(np.flatnonzero(found)[0]) + 1


@pytest.mark.parametrize(
    ("actors", "lane"),
    [
        ("USA", "usa"),
        ("USA;SUN", "both"),
        ("USA;RUS", "both"),
        ("BLR;RUS", "russia"),
        ("USA;PHL", "allied"),
        ("JPN;USA", "allied"),
        ("JPN", "japan"),
        ("CHN", "china"),
    ],
)
def test_lanes_of_actors(actors: str, lane: str) -> None:
    assert lane_of(actors) == lane


def test_every_step_with_an_actor_is_drawn_in_order() -> None:
    table = load("inf_timeline")
    assert len(events()) == table["actor"].notna().sum()
    assert events()["date"].is_monotonic_increasing
    assert set(events()["lane"]) == set(LANES) == set(CAPITALS)


@pytest.mark.parametrize(
    ("text", "capital"),
    [
        ("report says publicly", "Washington’s"),
        ("two Aegis Ashore systems", "Tokyo’s"),
        ("US withdrawal takes effect", "Washington’s"),
        ("no longer bound by its own moratorium", "Moscow’s"),
        ("Fu Cong warns", "Beijing’s"),
    ],
)
def test_another_beginning_has_another_first_step(text: str, capital: str) -> None:
    assert explorer.view({"start": place(text)}).title.endswith(f"a step of {capital}")


def test_what_came_before_the_beginning_is_faint() -> None:
    start = place("US withdrawal takes effect")
    opacity = explorer.view({"start": start}).values["steps.marker.opacity"]
    assert set(opacity[: start - 1]) == {0.2}
    assert set(opacity[start - 1 :]) == {1.0}


def test_counts_in_the_sentence_are_those_of_the_steps_after() -> None:
    start = place("no longer bound by its own moratorium")
    after = events().iloc[start:]
    summary = explorer.view({"start": start}).summary
    for lane, name in LANES.items():
        count = (after["lane"] == lane).sum()
        assert (f"{count} by {name}" in summary) == (count > 0)
    assert explorer.view({"start": len(events())}).summary.endswith("It is the last entry.")


def test_doubtful_steps_say_so() -> None:
    start = place("Lavrov says that Typhon is still in Japan")
    assert "This entry is disputed." in explorer.view({"start": start}).summary


def test_dots_of_a_lane_never_touch() -> None:
    y = heights()[0]
    for lane in LANES:
        mine = (events()["lane"] == lane).to_numpy()
        for row in set(y[mine]):
            x = events()["x"].to_numpy()[mine & (y == row)]
            assert (np.diff(x) >= WIDTH).all()
    assert stack([0, 0.1, 0.2, 5]) == [0, 1, 2, 0]


def test_filter_hides_dots_and_rows_together() -> None:
    view = explorer.view({"lane": ("china",)})
    dots = next(t for t in view.figure_json["data"] if t["uid"] == "steps")
    assert sum(x is not None for x in dots["x"]) == len(view.table) == 1
