"""Difference-in-differences: the sourced control where there is one, a supposition where not."""

from __future__ import annotations

import math

import pytest

from twoplustwo.explorers import trade_shock
from twoplustwo.explorers.trade_shock import SHOCKS, effect, sourced, treated


def test_only_the_sanctions_have_a_control_in_the_tables():
    assert {name for name in SHOCKS if not math.isnan(sourced(name))} == {"sanctions"}
    assert sourced("sanctions") == pytest.approx(100 * (2220 / 3084 - 1))
    assert "No control" in trade_shock.view({"shock": "border"}).summary


def test_the_default_is_the_sourced_control_to_the_grid():
    assert abs(trade_shock.default["control"] - sourced("sanctions")) < 1


def test_a_control_without_change_gives_the_plain_change():
    before, after = treated("border")
    assert effect("border", 0.0) == (before, pytest.approx(100 * (after / before - 1)))


@pytest.mark.parametrize("name", SHOCKS)
def test_a_deeper_fall_of_the_control_leaves_less_to_the_shock(name):
    found = [effect(name, float(c))[1] for c in range(-60, 21, 10)]
    assert found == sorted(found, reverse=True)
    assert all(-100 < value < 0 for value in found)


def test_the_effect_of_the_closed_border_hardly_depends_on_the_control():
    """Even if trade had halved anyway, most of the fall would remain."""
    assert effect("border", -50.0)[1] < -60


def test_the_unconfirmed_value_is_hollow():
    marks = trade_shock.view().values["actual.marker.symbol"]
    assert marks == ["diamond-open", "diamond"]
    assert trade_shock.view({"shock": "border"}).values["actual.marker.symbol"] == ["diamond"] * 2


def test_the_gap_joins_what_came_and_what_was_expected():
    values = trade_shock.view({"shock": "border", "control": -10}).values
    assert values["gap.y"] == [pytest.approx(539.06), pytest.approx(2790 * 0.9)]
