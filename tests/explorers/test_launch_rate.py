"""Counts of launches: the data, the two expectations, and where one rate is enough."""

from __future__ import annotations

import math

import numpy as np
import pytest

from twoplustwo import load
from twoplustwo.explorers import launch_rate
from twoplustwo.explorers._korea import END, UNITS, counts, launches
from twoplustwo.explorers.launch_rate import STARTS, fit, histogram


def test_a_day_a_missile_and_a_cruise_day_are_three_counts():
    table = load("launch_days")
    table = table[table["date"] <= END]
    ballistic = table[table["ballistic_count"].fillna(1) > 0]
    assert launches("days").sum() == len(ballistic) == 154
    assert launches("any").sum() == len(table)
    assert launches("missiles").sum() == ballistic["ballistic_count"].fillna(1).sum()
    assert launches("days", True).sum() == (ballistic["status"] == "confirmed").sum()


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("period", ["M", "Q"])
def test_no_launch_is_lost_between_the_periods(unit, period):
    assert counts(unit, period, 2006).sum() == launches(unit).sum()
    assert len(counts(unit, "M", 2014)) == 3 * len(counts(unit, "Q", 2014)) == 144


def test_one_constant_rate_leaves_too_few_quiet_months():
    found = histogram(("days", 2014, "M", False))
    assert found["seen"][0] == 70
    assert found["poisson"][0] == pytest.approx(144 * math.exp(-143 / 144))
    assert launch_rate.view().values["outcome.quiet"] == 70
    title = launch_rate.view({"period": "M"}).title
    assert "70 months" in title and "53" in title
    assert "70" not in launch_rate.view().title + launch_rate.view().summary  # to be guessed first


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("first", STARTS)
def test_expectations_sum_to_the_periods(unit, first):
    found = histogram((unit, first, "Q", False))
    for key in ("seen", "poisson", "mixed"):
        assert found[key].sum() == pytest.approx(4 * (2026 - first))
        assert (found[key] >= -1e-9).all()


def test_missiles_cluster_more_than_days():
    """A salvo is one decision: counting each missile makes the same record look wilder."""
    assert fit("missiles", 2014, "M", False)[0].index > 2 * fit("days", 2014, "M", False)[0].index


def test_clustering_is_weaker_in_a_short_window():
    index = [fit("days", first, "Q", False)[0].index for first in STARTS]
    assert index[0] == max(index) and np.diff(index)[0] < 0
    assert fit("days", 2022, "M", False)[1].k.value > fit("days", 2006, "M", False)[1].k.value


def test_every_corner_of_the_bars_names_its_own_period():
    for period, first, last in (
        ("M", "Jan 2014", "Dec 2025"),
        ("Q", "Jan to Mar 2014", "Oct to Dec 2025"),
    ):
        values = launch_rate.view({"period": period, "first": 2014}).values
        text, y = values["bars.text"], values["bars.y"]
        assert (text[0], text[-1]) == (first, last)
        assert (text[-2], y[-2]) == (text[-1], y[-1])  # the end of the last bar
        assert y[:-1] == list(counts("days", period, 2014))
