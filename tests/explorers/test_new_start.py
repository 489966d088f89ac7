"""The New START explorer: what was declared, against which limit, and where the data end."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from twoplustwo import load
from twoplustwo.explorers import get
from twoplustwo.explorers.new_start import (
    PARTIES,
    QUANTITIES,
    declared,
    exchanges,
    limit_of,
    milestones,
    scale,
    standing,
)

explorer = get("new_start")


def place(*day: int) -> int:
    return exchanges().index(date(*day))


def bound() -> np.ndarray:
    """Which exchanges fall under limits in force."""
    return np.array([day >= milestones()["binding"] for day in exchanges()])


def test_limits_are_those_of_the_treaty() -> None:
    assert [limit_of(name) for name in QUANTITIES] == [1550, 700, 800]


def test_calendar_runs_from_entry_into_force_to_the_last_exchange_before_expiry() -> None:
    days = exchanges()
    assert days[0] == milestones()["force"]
    assert days[-1] == date(2025, 9, 1) < milestones()["expired"]
    assert days == tuple(sorted(set(days)))
    assert date(2018, 3, 1) not in days  # the count of 5 February stands for it


def test_both_were_above_the_warhead_limit_on_the_way_and_below_it_on_the_day() -> None:
    day = place(2018, 2, 5)
    for party in PARTIES:
        numbers = declared(party, "warheads")
        assert np.nanmax(numbers[:day]) > 1550
        assert numbers[day] < 1550


def test_nobody_declared_more_than_a_limit_in_force() -> None:
    for party in PARTIES:
        for name in QUANTITIES:
            assert np.nanmax(declared(party, name)[bound()]) <= limit_of(name)


def test_titles_on_vehicles_and_launchers_hold() -> None:
    assert np.nanmax(declared("RUS", "vehicles")) < 700
    assert declared("USA", "vehicles")[0] > 700
    after = declared("USA", "launchers")[bound()]
    assert set(after[~np.isnan(after)]) == {800}


def test_data_stop_with_the_suspension() -> None:
    kinds = [standing(i) for i in range(len(exchanges()))]
    assert kinds[place(2022, 3, 1)] == "both"
    assert kinds[place(2022, 9, 1)] == "unknown"
    assert kinds[place(2023, 3, 1)] == "one"
    assert set(kinds[place(2023, 9, 1) :]) == {"stopped"}
    assert "both" not in kinds[place(2022, 9, 1) :]


def test_one_sided_numbers_are_hollow_and_not_on_the_line() -> None:
    values = explorer.view().values
    at = place(2023, 3, 1)
    assert values["usa.y"][at] is None
    assert values["alone.y"][at] == 1419
    assert sum(y is not None for y in values["alone.y"]) == 1


def test_missing_numbers_stay_gaps() -> None:
    values = explorer.view({"quantity": "launchers"}).values
    for party in ("usa", "rus"):
        assert values[f"{party}.y"][place(2016, 3, 1)] is None
    assert values["usa.y"][place(2018, 2, 5)] is None
    assert values["rus.y"][place(2018, 2, 5)] == 779


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_share_is_the_number_over_the_limit(quantity: str) -> None:
    number = explorer.view({"quantity": quantity}).values
    share = explorer.view({"quantity": quantity, "measure": "share"}).values
    for x, y in zip(number["rus.y"], share["rus.y"], strict=True):
        assert (x is None and y is None) or y == pytest.approx(x * scale(quantity, "share"))
    assert share["bound.y"] == [100, 100]


def test_every_number_lies_on_the_axis() -> None:
    for state in explorer.states():
        low, high = explorer.view(state).values["layout.yaxis.range"]
        for key in ("usa.y", "rus.y", "alone.y", "bound.y"):
            drawn = [y for y in explorer.view(state).values[key] if y is not None]
            assert all(low < y < high for y in drawn)
        if state["exchange"] > 1:
            break  # the axis does not follow the cursor


def test_summary_says_number_distance_and_whether_the_limit_binds() -> None:
    early = explorer.view({"exchange": place(2016, 9, 1) + 1}).summary
    assert "1,367 (183 below)" in early and "1,796 (246 above)" in early
    assert "not yet in force" in early
    late = explorer.view({"exchange": place(2020, 3, 1) + 1}).summary
    assert "not yet in force" not in late
    assert "neither side sent data" in explorer.view({"exchange": len(exchanges())}).summary


def test_answer_to_the_prediction_is_the_table_s() -> None:
    table = load("new_start")
    row = table[(table.date == "2018-02-05") & (table.party == "RUS")]
    answer = explorer.view().values["outcome.russia_2018"]
    assert answer == row.deployed_vehicles_count.item() == 527


def test_strip_ends_in_the_order_inspections_data_limits() -> None:
    days = milestones()
    assert days["force"] < days["binding"] < days["paused"] < days["refused"]
    assert days["refused"] < days["suspended"] < days["expired"]
