"""The horizon: height hides, speed does not."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.radar_horizon import PROFILES, REACH

explorer = get("radar_horizon")


def test_reference_values() -> None:
    table = explorer.view().table
    assert list(table["seen"]) == pytest.approx([2479.7, 865.6, 63.8], abs=0.1)
    assert list(table["minutes"]) == pytest.approx([13.8, 5.77, 4.43], abs=0.05)


def test_the_slowest_gives_the_least_warning() -> None:
    speeds = [p.speed_km_s for p in PROFILES]
    minutes = list(explorer.view().table["minutes"])
    assert np.argmin(speeds) == np.argmin(minutes)


def test_a_higher_radar_sees_all_of_them_earlier() -> None:
    low, high = (explorer.view({"radar": h}).table["seen"] for h in (20, 500))
    assert (high > low).all()


def test_the_prediction_has_its_answer() -> None:
    assert explorer.view().values["outcome.cruise"] == pytest.approx(63.8, abs=0.1)
    assert explorer.view({"radar": 500}).values["outcome.cruise"] == pytest.approx(114.7, abs=0.1)


@pytest.mark.parametrize("unit", ["km", "min"])
def test_every_track_fits_the_frame(unit: str) -> None:
    values = explorer.view({"radar": 500, "unit": unit}).values
    assert max(values["first.x"]) < REACH[unit]
    ends = [v for v in values["unseen.x"] if v is not None]
    assert max(ends) == REACH[unit]
