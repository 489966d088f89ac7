"""The update of a rate, and the record of the forecasts it makes."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo.explorers import gamma_update
from twoplustwo.explorers.gamma_update import (
    HORIZON,
    MEMORY,
    ahead,
    belief,
    position,
    priors,
    record,
    series,
    stops,
)


def test_the_old_record_is_eleven_days_in_eight_years():
    found = priors()["record"]
    assert (found.alpha, found.beta) == (11, 96)
    faded = priors()["faded"]
    assert faded.alpha / faded.beta == pytest.approx(found.alpha / found.beta)


def test_an_update_adds_days_and_months():
    stop = stops().index((2022, 3))
    seen = series()[position(stop) - 12 : position(stop)].sum()
    found = belief("open", 12, stop, 3)
    assert (found.shape, found.rate) == (1 + seen, 1 + 12)
    assert found.p_zero_next == pytest.approx((13 / 16) ** (1 + seen))
    assert f"{seen:.0f} launch days in 12 months" in gamma_update.view({"stop": stop}).summary


def test_what_came_is_what_the_months_after_hold():
    stop = stops().index((2017, 12))
    assert ahead(stop, 6) == 0
    assert ahead(stops().index((2021, 12)), 1) == 6


@pytest.mark.parametrize("memory", MEMORY)
@pytest.mark.parametrize("horizon", HORIZON)
def test_quiet_comes_more_often_than_the_open_belief_says(memory, horizon):
    """Constant rates do not foresee that a quiet spell goes on."""
    forecast, quiet = record("open", memory, horizon)
    assert forecast.mean() < quiet.mean()


def test_a_year_of_memory_beats_no_forecast_at_all_in_nothing():
    forecast, quiet = record("open", 12, 3)
    assert np.mean((forecast - quiet) ** 2) > quiet.mean() * (1 - quiet.mean())


def test_longer_horizons_are_quiet_less_often():
    for prior in priors():
        found = [record(prior, 12, h)[0] for h in HORIZON]
        assert (found[0] > found[1]).all() and (found[1] > found[2]).all()


def test_curves_are_as_high_as_the_panel():
    for state in gamma_update.sample(20, seed=3):
        values = gamma_update.view(state).values
        assert max(values["after.y"]) == 1 and max(values["before.y"]) == 1
