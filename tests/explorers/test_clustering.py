"""Self-excitation on the real days: how the answer depends on the window, and on the rival."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo.explorers import clustering
from twoplustwo.explorers._korea import event_times
from twoplustwo.explorers.clustering import MONTH, STARTS, curve, fits, yearly_aic, yearly_rates


def test_the_branching_ratio_falls_with_the_length_of_the_record():
    found = [fits(first, False).hawkes.branching.value for first in STARTS]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0.75 and found[-1] < 0.25


def test_from_2023_on_a_constant_rate_cannot_be_ruled_out():
    found = fits(2023, False).hawkes
    assert found.branching.low == pytest.approx(0, abs=1e-9)
    assert found.poisson_aic < found.aic
    assert "cannot rule out" in clustering.view({"first": 2023}).title


@pytest.mark.parametrize("first", STARTS)
@pytest.mark.parametrize("sure", [False, True])
def test_one_rate_a_year_is_the_better_description_everywhere(first, sure):
    found = fits(first, sure)
    assert found.yearly_aic < found.hawkes.aic


def test_yearly_criterion_by_hand():
    times, end = event_times(2023, False)
    number = [20, 13, 6]
    lengths = [365, 366, 365]
    logs = sum(n * np.log(n / t) - n for n, t in zip(number, lengths, strict=True))
    assert end == sum(lengths) and times.size == sum(number)
    assert yearly_aic(2023, False) == pytest.approx(6 - 2 * logs)
    assert (12 * yearly_rates(2023, False)).tolist() == number


def test_a_year_without_a_launch_costs_a_parameter_and_nothing_else():
    assert yearly_rates(2014, False)[2018] == 0
    assert np.isfinite(yearly_aic(2014, False))


def test_the_curve_starts_at_the_background_and_jumps_at_each_day():
    found = fits(2014, False).hawkes
    _, rate = curve(2014, False)
    assert rate.min() == pytest.approx(MONTH * found.mu, abs=1e-3)
    assert np.diff(rate).max() == pytest.approx(MONTH * found.alpha, rel=0.05)
    assert len(clustering.view().values["days.x"]) == 3 * event_times(2014, False)[0].size


def test_the_chosen_beginning_is_marked():
    for first in STARTS:
        view = clustering.view({"first": first})
        row = view.table.set_index("first").loc[first]
        assert view.values["picked.x"] == pytest.approx([row["low"], row["high"]])
