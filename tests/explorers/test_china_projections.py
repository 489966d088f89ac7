"""Projections and outcomes: nothing is shown before it was known, and the arithmetic is plain."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.china_projections import (
    TITLES,
    estimates,
    first_report_above,
    pace,
    reports,
    straight,
)

explorer = get("china_projections")


def test_the_reports_themselves_counted_400_in_2022() -> None:
    assert first_report_above(400) == 2022
    assert explorer.view().values["outcome.year"] == 2022


@pytest.mark.parametrize("year", range(2020, 2026))
def test_nothing_later_is_shown_unless_asked(year: int) -> None:
    values = explorer.view({"year": year}).values
    assert max(values["known.x"]) == year
    assert values["later.x"] == []
    assert len(values["marks.x"]) == (reports().report_year <= year).sum()
    asked = explorer.view({"year": year, "today": True}).values
    assert max(asked["later.x"]) == 2025 and asked["later.y"][-1] == estimates()[2025]


def test_the_straight_line_is_the_pace_of_five_years() -> None:
    assert pace(2020) == pytest.approx((350 - 260) / 5)
    assert straight(2025, 2030) == pytest.approx(850)
    values = explorer.view({"year": 2025, "line": True}).values
    slopes = np.diff(values["along.y"]) / np.diff(values["along.x"])
    assert slopes == pytest.approx([pace(2025)] * 2)


def test_the_year_without_a_report_keeps_the_one_before() -> None:
    assert 2023 not in set(reports().report_year)
    assert explorer.view({"year": 2023}).title == TITLES[2022]
    assert "that of 2022" in explorer.view({"year": 2023}).summary


def test_hollow_where_not_confirmed() -> None:
    values = explorer.view({"year": 2025}).values
    hollow = [symbol.endswith("-open") for symbol in values["marks.marker.symbol"]]
    assert hollow == list(reports().status != "confirmed") and any(hollow)


def test_a_report_without_a_count_gets_no_line_and_no_pace() -> None:
    view = explorer.view({"year": 2021})
    assert len(view.values["paths.x"]) == 3  # one line: the report of 2020
    assert list(view.table["needed"].isna()) == [False, True, True]
    assert view.table["needed"][0] == pytest.approx(20)


def test_titles_hold() -> None:
    by_year = reports().groupby("report_year")
    counted = by_year.stockpile_low_warheads.max()
    expected_2030 = reports()[reports().projection_year == 2030].set_index("report_year")
    assert expected_2030.projection_warheads[2021] > 2 * expected_2030.projection_warheads[2020]
    assert counted[2022] >= expected_2030.projection_warheads[2020]
    assert counted[2024] == 3 * counted[2020]
