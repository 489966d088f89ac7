from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.ranges import SHARE, number
from twoplustwo.models import exchange

COUNT = st.integers(1, 400)


def test_single_shot_against_simulation_and_the_rayleigh_law():
    rng = np.random.default_rng(7)
    cep = 1.0
    sigma = cep / np.sqrt(2 * np.log(2))
    miss = np.hypot(*rng.normal(0, sigma, (2, 200_000)))
    for ratio in (0.5, 1.0, 2.0):
        found = exchange.single_shot_probability(ratio)
        assert found == pytest.approx((miss <= ratio * cep).mean(), abs=0.004)
        assert found == pytest.approx(1 - np.exp(-(ratio**2) / (2 * sigma**2)))


@given(number(0, 5), number(0, 5))
def test_single_shot_is_a_probability_that_rises(one, other):
    low, high = sorted((one, other))
    a, b = exchange.single_shot_probability(low), exchange.single_shot_probability(high)
    assert 0 <= a <= b <= 1


@given(COUNT, st.integers(0, 1500), SHARE)
def test_survivors_against_dealing_them_out(objects, warheads, kill):
    share, extra = divmod(warheads, objects)
    dealt = [share + 1] * extra + [share] * (objects - extra)
    expected = sum((1 - kill) ** shots for shots in dealt)
    assert exchange.survivors(objects, warheads, kill) == pytest.approx(expected, abs=1e-8)


@given(COUNT, number(0, 1000), SHARE, number(0, 100))
def test_more_warheads_leave_no_more_survivors(objects, warheads, kill, more):
    before = exchange.survivors(objects, warheads, kill)
    assert exchange.survivors(objects, warheads + more, kill) <= before + 1e-9
    assert 0 <= before <= objects


@pytest.mark.parametrize(("carried", "ratio"), [(1, 0.48), (3, 1.44), (10, 4.8)])
def test_several_warheads_reward_shooting_first(carried, ratio):
    assert exchange.exchange_ratio(carried, 0.8) == pytest.approx(ratio)


@given(number(0, 10), SHARE, st.integers(1, 6))
def test_exchange_ratio_falls_with_each_further_shot(carried, kill, shots):
    now = exchange.exchange_ratio(carried, kill, shots)
    assert exchange.exchange_ratio(carried, kill, shots + 1) <= now + 1e-12


@given(number(1, 5000), SHARE, SHARE, number(1, 2000))
def test_striking_first_never_costs_more(total, survivable, kill, w0):
    found = exchange.first_strike(total, survivable, kill, w0)
    assert 0 <= found.cost_first <= found.cost_second + 1e-12 and found.cost_second <= 1
    assert 0 <= found.ratio <= 1 + 1e-12
    assert 0 <= found.retaliation <= total * (1 + 1e-12)


@given(number(10, 5000), SHARE, SHARE, SHARE, number(10, 2000))
def test_survivability_steadies(total, one, other, kill, w0):
    low, high = sorted((one, other))
    exposed = exchange.first_strike(total, low, kill, w0).ratio
    hidden = exchange.first_strike(total, high, kill, w0).ratio
    assert exposed <= hidden + 1e-12


def test_forces_that_cannot_be_found_leave_no_advantage():
    ratio = exchange.first_strike(1000, 1.0, 0.9, 300).ratio
    assert exchange.stability_index(ratio, ratio) == pytest.approx(100)


@given(SHARE, SHARE)
def test_the_index_does_not_care_who_is_who(one, other):
    index = exchange.stability_index(one, other)
    assert index == pytest.approx(exchange.stability_index(other, one)) and 0 <= index <= 100


def test_the_bystander_rises():
    found = exchange.bystander(1550, 1550, 600, spent=800, destroyed=768)
    assert found.over_red_before == pytest.approx(0.387, abs=5e-4)
    assert found.over_red_after == pytest.approx(0.8)
    assert found.over_blue_after > found.over_blue_before


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: exchange.single_shot_probability(-1), "ratio must be in"),
        (lambda: exchange.survivors(0, 10, 0.5), "objects must be in"),
        (lambda: exchange.survivors(10, 10, 1.5), r"kill must be in \[0, 1\]; got 1\.5"),
        (lambda: exchange.exchange_ratio(3, 0.5, 0), "shots must be in"),
        (lambda: exchange.first_strike(100, 0.5, 0.5, 0), "w0 must be in"),
        (lambda: exchange.stability_index(1.2, 1), "ratio_red must be in"),
        (lambda: exchange.bystander(100, 100, 50, 100, 10), "red - spent must be in"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
