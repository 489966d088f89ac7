"""The economy: growth chained to a level, and what a steady error does to the comparison."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo import load
from twoplustwo.explorers import economy_level
from twoplustwo.explorers.economy_level import CLOSED, SANCTIONS, apart, fall, growth, levels


def test_no_year_is_missing_and_the_rates_are_those_of_the_table():
    table = load("dprk_economy").set_index("year")["gdp_growth_revised_percent"]
    assert growth().notna().all()
    assert growth().equals(table.loc[2008:2024].astype("float64").rename(growth().name))


def test_the_sanctions_years_cost_more_than_the_closed_years():
    assert fall(SANCTIONS, 0.0) == pytest.approx(100 * (0.965 * 0.959 - 1))
    assert fall(CLOSED, 0.0) == pytest.approx(100 * (0.955 * 0.999 * 0.998 - 1))
    assert fall(SANCTIONS, 0.0) < fall(CLOSED, 0.0)


def test_an_error_of_one_point_a_year_hides_the_difference():
    assert [apart(e) for e in (0.0, 0.5, 1.0, 2.0)] == [True, True, False, False]
    assert "do not say" in economy_level.view({"error": 1}).title


@pytest.mark.parametrize("base", [2008, 2016, 2023])
def test_levels_start_at_100_and_change_by_the_growth_rates(base):
    found = levels(base, 0.0)
    assert found[base - 2008] == pytest.approx(100)
    np.testing.assert_allclose(100 * (found[1:] / found[:-1] - 1), growth().to_numpy()[1:])


def test_the_band_holds_the_line_and_stays_on_the_axis():
    for state in economy_level.states():
        values = economy_level.view(state).values
        band, line = np.array(values["band.y"]), np.array(values["level.y"])
        edges = np.sort(np.stack([band[: line.size], band[: line.size - 1 : -1]]), axis=0)
        assert (edges[0] <= line + 1e-9).all() and (line <= edges[1] + 1e-9).all()
        assert band.min() > 60 and band.max() < 145
