"""The model against four launches: wrong every time, and always on the same side."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo import load
from twoplustwo.explorers import get
from twoplustwo.explorers.flight_time import OPEN_END, RANGES, hundreds, launches, values

explorer = get("flight_time")


def test_the_model_is_short_by_two_to_five_minutes() -> None:
    model, low, high = values("minutes")
    assert (low - model >= 2).all() and (high - model <= 5).all()


def test_the_models_ranges_are_three_to_23_percent_low() -> None:
    model, low, high = values("range")
    gaps = 100 * np.concatenate([1 - model / low, (1 - model / high)[~np.isnan(high)]])
    assert round(gaps.min()) == 3 and round(gaps.max()) == 23


@pytest.mark.parametrize(
    ("launch", "minutes", "km"),
    [
        ("hs12_2017_05_14", 27.9, 4356),
        ("hs14_2017_07_04", 34.4, 5865),
        ("hs14_2017_07_28", 43.1, 8022),
        ("hs15_2017_11_29", 50.5, 10_055),
    ],
)
def test_reference_values(launch: str, minutes: float, km: float) -> None:
    row = launches().set_index("launch_id").loc[launch]
    assert row.model_min == pytest.approx(minutes, abs=0.06)
    assert row.model_km == pytest.approx(km, abs=1)


def test_nothing_reported_is_shown_before_it_is_asked_for() -> None:
    view = explorer.view()
    assert view.values["told.x"] == [None] * 4
    assert view.values["layout.annotations[1].visible"] is False
    assert "reported" not in view.summary and "47" not in view.summary
    shown = explorer.view({"shown": True})
    assert shown.values["told.x"][2] == 47.2 and "47.2" in shown.summary


def test_the_prediction_has_its_answer() -> None:
    assert explorer.view().values["outcome.minutes"] == 47.2


def test_an_open_estimate_has_no_upper_end() -> None:
    table = load("lofted_launches").set_index("launch_id")
    assert np.isnan(table.estimate_high_km["hs15_2017_11_29"])
    view = explorer.view({"measure": "range", "shown": True, "launch": "hs15_2017_11_29"})
    assert OPEN_END in view.values["spans.x"] and "at least 23%" in view.summary


def test_ranges_of_missiles_are_given_to_100_km() -> None:
    assert list(hundreds([4356, 8022])) == [4400, 8000]
    for state in explorer.sample(20):
        assert all(km % 100 == 0 for km in explorer.view(state).table["carries"])


@pytest.mark.parametrize("measure", ["minutes", "range"])
def test_everything_lies_in_the_frame(measure: str) -> None:
    drawn = [v for column in values(measure) for v in column if not np.isnan(v)]
    low, high = RANGES[measure]
    assert low < min(drawn) and max(drawn) < high
