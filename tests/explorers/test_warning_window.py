"""The decision window: the fixed minutes eat a short flight first."""

from __future__ import annotations

import pytest

from twoplustwo.explorers import get

explorer = get("warning_window")


def test_cutting_the_range_takes_nine_tenths_of_the_window() -> None:
    assert explorer.view().values["outcome.shrink"] == pytest.approx(0)
    view = explorer.view({"range_km": 1500})
    assert view.values["outcome.shrink"] == pytest.approx(89.5, abs=0.1)
    assert "9.9 minutes" in view.summary and "leaves 1.4" in view.summary


def test_a_short_flight_leaves_nothing() -> None:
    view = explorer.view({"range_km": 500})
    assert view.title.startswith("No time is left") and "3.0 too long" in view.summary
    assert view.values["window.y"] == [None, None]
    assert view.values["late.y"] == pytest.approx([5.456, 8.5], abs=1e-3)


def test_the_bands_stand_on_each_other() -> None:
    values = explorer.view({"detect": 1, "assess": 2.5, "command": 0.5}).values
    assert values["detect.y"] == [0, 0, 1, 1]
    assert values["assess.y"] == [1, 1, 3.5, 3.5]
    assert values["command.y"] == [3.5, 3.5, 4, 4]
    assert values["names.text"][2] == ""  # too thin for its name


def test_the_table_is_the_reference() -> None:
    table = explorer.view().table.set_index("range")
    flight = [round(value, 3) for value in table.flight]
    assert flight == [5.456, 7.906, 9.909, 14.917, 21.93, 32.183]
    assert table.window[5500.0] == pytest.approx(13.43, abs=0.005)


def test_without_a_window_to_start_from_nothing_shrinks() -> None:
    view = explorer.view({"detect": 4, "assess": 12, "command": 4})
    assert view.values["outcome.shrink"] is not None  # 5,500 km takes longer than 20 minutes
    assert view.values["outcome.shrink"] == pytest.approx(0)
