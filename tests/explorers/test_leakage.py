"""Leakage: small failures multiply, and a common one is a ceiling."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo.explorers import get

explorer = get("leakage")


def test_reference_values() -> None:
    view = explorer.view({"n": 10, "k": 0.8, "m": 2})
    assert view.values["outcome.none"] == pytest.approx(66.4833, abs=1e-3)
    assert "96.0%" in view.summary and "0.4 warheads do on average" in view.summary
    missed = explorer.view({"n": 10, "k": 0.8, "m": 2, "track": 0.9})
    assert missed.values["outcome.none"] == pytest.approx(59.8349, abs=1e-3)


@pytest.mark.parametrize("state", explorer.sample(60))
def test_nothing_breaks_the_ceiling_and_size_only_hurts(state: dict) -> None:
    values = explorer.view(state).values
    assert values["outcome.none"] <= 100 * state["track"] + 1e-9
    assert (np.diff(values["curve.y"]) <= 1e-9).all()


def test_another_interceptor_helps_and_the_raid_hurts() -> None:
    def none(**state: float) -> float:
        return explorer.view(state).values["outcome.none"]

    assert none(m=1) < none(m=2) < none(m=3)
    assert none(n=2, m=2) > none(n=10, m=2) > none(n=40, m=2)


def test_no_number_is_enough_at_the_ceiling() -> None:
    view = explorer.view({"track": 0.9})
    assert view.table["need"].isna().all()
    assert explorer.view().table.set_index("raid").need[10.0] == 3


def test_titles_follow_the_chance() -> None:
    assert explorer.view({"n": 2, "m": 4, "k": 0.95}).title.startswith("Nothing gets through")
    assert explorer.view({"m": 2}).title.startswith("Something gets through in 34%")
    assert explorer.view().title.startswith("More often than not")
