from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.models.ranges import COST, PATIENCE, SHARE, number
from twoplustwo.models import bargaining

AREAS_KM2 = (95, 251, 1490, 3168)


@given(SHARE, COST, COST)
def test_width_is_the_sum_of_costs_wherever_p_lies(p, c_a, c_b):
    assume(c_a <= p <= 1 - c_b)
    found = bargaining.bargaining_range(p, c_a, c_b)
    assert found.width == pytest.approx(c_a + c_b, abs=1e-12)
    assert found.lower <= p <= found.upper + 1e-12


@given(SHARE, COST, COST, number(0.3, 1.0))
def test_range_lies_in_the_issue_and_is_never_empty(p, c_a, c_b, rho):
    lower, upper, width = bargaining.bargaining_range(p, c_a, c_b, rho)
    assert 0 <= lower <= upper + 1e-12 and upper <= 1
    assert width == pytest.approx(upper - lower, abs=1e-12)


@given(SHARE, COST, COST, number(0.3, 1.0))
def test_ends_leave_each_side_as_well_off_as_no_agreement(p, c_a, c_b, rho):
    lower, upper, _ = bargaining.bargaining_range(p, c_a, c_b, rho)
    # Compared as shares: near 0 the power makes much of the last bits of an end.
    assert lower == pytest.approx(max(p - c_a, 0) ** (1 / rho), abs=1e-12)
    assert 1 - upper == pytest.approx(max(1 - p - c_b, 0) ** (1 / rho), abs=1e-12)
    assert lower**rho >= p - c_a - 1e-9 and upper**rho <= 1


@given(SHARE, COST, COST, number(0.3, 0.99))
def test_averse_sides_accept_more_than_neutral_ones(p, c_a, c_b, rho):
    averse = bargaining.bargaining_range(p, c_a, c_b, rho)
    neutral = bargaining.bargaining_range(p, c_a, c_b)
    assert averse.lower <= neutral.lower + 1e-12 and averse.upper >= neutral.upper - 1e-12


@given(SHARE, COST, COST, number(0.3, 1.0))
def test_range_mirrors_when_the_sides_change_places(p, c_a, c_b, rho):
    one = bargaining.bargaining_range(p, c_a, c_b, rho)
    other = bargaining.bargaining_range(1 - p, c_b, c_a, rho)
    assert one.lower == pytest.approx(1 - other.upper, abs=1e-9)


def test_range_against_a_search_over_all_shares():
    x = np.linspace(0, 1, 100_001)
    p, c_a, c_b, rho = 0.6, 0.1, 0.15, 0.5
    accepted = x[(x**rho >= p - c_a) & ((1 - x) ** rho >= 1 - p - c_b)]
    found = bargaining.bargaining_range(p, c_a, c_b, rho)
    assert (found.lower, found.upper) == pytest.approx((accepted[0], accepted[-1]), abs=2e-5)
    assert (found.lower, found.upper) == pytest.approx((0.25, 0.9375))


def test_risk_acceptance_can_close_the_range():
    found = bargaining.bargaining_range(0.5, 0.01, 0.01, 3.0)
    assert found.lower > found.upper and found.width == 0


def test_a_grid_is_one_call():
    p = np.linspace(0, 1, 7)[:, None]
    found = bargaining.bargaining_range(p, np.linspace(0, 0.4, 5), 0.1)
    assert found.lower.shape == found.upper.shape == found.width.shape == (7, 5)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1.2, 0.1, 0.1), r"p must be in \[0, 1\]; got 1\.2"),
        ((0.5, -0.1, 0.1), r"c_a must be in \[0, inf\); got -0\.1"),
        ((0.5, 0.1, math.nan), r"c_b must be in \[0, inf\); got nan"),
        ((0.5, 0.1, 0.1, 0.0), r"rho must be in \(0, inf\); got 0"),
    ],
)
def test_range_refuses_what_it_cannot_mean(arguments, message):
    with pytest.raises(ValueError, match=message):
        bargaining.bargaining_range(*arguments)


def test_packages_of_the_islands():
    shares = bargaining.package_shares(AREAS_KM2)
    np.testing.assert_allclose(shares, [0, 346 / 5004, 1836 / 5004, 1])


@given(st.lists(number(0.01, 1e4), min_size=4, max_size=4), number(0.1, 1000))
def test_packages_rise_from_nothing_to_everything_and_have_no_unit(weights, unit):
    shares = bargaining.package_shares(weights)
    assert shares[0] == 0 and shares[-1] == pytest.approx(1)
    assert (np.diff(shares) > 0).all()
    np.testing.assert_allclose(shares, bargaining.package_shares(np.array(weights) * unit))


def test_packages_take_a_stack_of_weights():
    stack = np.array([AREAS_KM2, (1, 1, 1, 1)])
    np.testing.assert_allclose(bargaining.package_shares(stack)[1], [0, 0.5, 0.75, 1])


@pytest.mark.parametrize(
    ("weights", "counts", "message"),
    [
        ((1, -1, 1, 1), (0, 2), r"weights must be in \[0, inf\); got -1"),
        ((0, 0, 0, 0), (0, 2), r"sum of weights must be in \(0, inf\); got 0"),
        ((1, 1), (0, 3), r"counts must be in \[0, 2\]; got 3"),
    ],
)
def test_packages_refuse(weights, counts, message):
    with pytest.raises(ValueError, match=message):
        bargaining.package_shares(weights, counts)


def test_a_payment_rescues_the_two_islands():
    shares = bargaining.package_shares(AREAS_KM2)
    assert not bargaining.feasible_packages(shares, 0.10, 0.30).any()
    assert bargaining.feasible_packages(shares, 0.10, 0.30, 0.04).tolist() == [0, 1, 0, 0]


@given(SHARE, SHARE, SHARE)
def test_exactly_the_needed_payment_makes_a_package_feasible(one, other, payment):
    shares, (lower, upper) = bargaining.package_shares(AREAS_KM2), sorted((one, other))
    needed = bargaining.side_payment_needed(shares, lower, upper)
    assert (needed >= 0).all()
    assert bargaining.feasible_packages(shares, lower, upper, needed.max()).all()
    feasible = bargaining.feasible_packages(shares, lower, upper, payment)
    np.testing.assert_array_equal(feasible, needed <= payment + 1e-12)


def test_feasibility_on_a_grid_against_a_search_over_transfers():
    shares = bargaining.package_shares(AREAS_KM2)
    lower, payment = np.array([0.0, 0.1, 0.2]), np.array([[0.0], [0.04], [0.2]])
    found = bargaining.feasible_packages(shares, lower, lower + 0.15, payment)
    assert found.shape == (3, 3, 4)
    for i, j, k in np.ndindex(found.shape):
        moved = shares[k] + np.linspace(-payment[i, 0], payment[i, 0], 20_001)
        reached = ((moved >= lower[j] - 1e-12) & (moved <= lower[j] + 0.15 + 1e-12)).any()
        assert found[i, j, k] == reached


def test_a_range_upside_down_is_refused():
    with pytest.raises(ValueError, match="lower must not exceed upper"):
        bargaining.feasible_packages([0, 1], 0.5, 0.4)


def test_preventive_war_against_the_game_itself():
    """B fights now if even all of today's issue and war tomorrow are worth less than war today."""
    rng = np.random.default_rng(20210319)
    p1, p2, delta, c_b = rng.uniform(0, [[1], [1], [0.99], [1.5]], (4, 20_000))
    war_now = (1 - p1) / (1 - delta) - c_b
    war_next = (1 - p2) / (1 - delta) - c_b
    # Once the shift is over A leaves B what war would give it, and no less than nothing.
    peace_next = np.maximum(war_next, 0)
    clear = war_next >= 0
    fights = 1 + delta * peace_next < war_now
    found = bargaining.preventive_war(p1, p2, delta, c_b)
    margin = np.abs(found.lhs - found.rhs) > 1e-9
    np.testing.assert_array_equal(found.war[clear & margin], fights[clear & margin])


@given(SHARE, SHARE, number(0, 0.98), COST, number(0.001, 0.019))
def test_patience_and_cheap_war_make_prevention_likelier(p1, p2, delta, c_b, step):
    now = bargaining.preventive_war(p1, p2, delta, c_b)
    later = bargaining.preventive_war(p1, p2, delta + step, c_b)
    cheaper = bargaining.preventive_war(p1, p2, delta, c_b / 2)
    assert not now.war or (later.war and cheaper.war)


@given(SHARE, SHARE, PATIENCE, COST)
def test_no_shift_no_preventive_war(p1, p2, delta, c_b):
    assert not bargaining.preventive_war(max(p1, p2), min(p1, p2), delta, c_b).war


@given(SHARE, SHARE, COST, COST)
def test_preemption_has_no_range_exactly_if_the_advantage_exceeds_the_costs(p_f, p_s, c_a, c_b):
    assume(abs(p_f - p_s - c_a - c_b) > 1e-9)
    found = bargaining.preemption_range(p_f, p_s, c_a, c_b)
    assert found.exists == (p_f - p_s < c_a + c_b)
    assert found.exists == (found.lower <= found.upper)


def test_preemption_of_the_notes():
    found = bargaining.preemption_range(0.7, 0.3, 0.1, 0.1)
    assert (found.lower, found.upper) == pytest.approx((0.6, 0.4)) and not found.exists


@given(SHARE, SHARE, number(0.05, 0.95))
def test_nash_share_against_an_optimiser(d_j, d_r, tau):
    assume(d_j + d_r < 0.99)
    x = np.linspace(d_j, 1 - d_r, 20_001)[1:-1]
    product = tau * np.log(x - d_j) + (1 - tau) * np.log(1 - x - d_r)
    found = bargaining.nash_share(d_j, d_r, tau)
    assert found.x == pytest.approx(x[product.argmax()], abs=1e-4)


@given(SHARE, SHARE, SHARE)
def test_nash_share_leaves_nobody_worse_off(d_j, d_r, tau):
    found = bargaining.nash_share(d_j, d_r, tau)
    if d_j + d_r > 1 + 1e-9:
        assert math.isnan(found.x) and found.surplus < 0
    elif d_j + d_r <= 1:
        assert found.x >= d_j - 1e-12 and 1 - found.x >= d_r - 1e-12


@given(PATIENCE, PATIENCE, number(0.0005, 0.0009))
def test_rubinstein_rewards_patience_and_the_first_move(one, two, step):
    share = bargaining.rubinstein_share(one, two)
    assert 0 < share <= 1
    assert bargaining.rubinstein_share(min(one + step, 0.9999), two) >= share
    assert bargaining.rubinstein_share(one, min(two + step, 0.9999)) <= share
    assert bargaining.rubinstein_share(one, one) >= 0.5


@given(PATIENCE, PATIENCE)
def test_rubinstein_offers_leave_each_responder_indifferent(one, two):
    first, second = bargaining.rubinstein_share(one, two), bargaining.rubinstein_share(two, one)
    assert 1 - first == pytest.approx(two * second, abs=1e-9)


def test_rubinstein_tends_to_the_even_split():
    assert bargaining.rubinstein_share(0.99999, 0.99999) == pytest.approx(0.5, abs=1e-4)
    with pytest.raises(ValueError, match=r"delta_2 must be in \[0, 1\); got 1"):
        bargaining.rubinstein_share(0.5, 1.0)


@given(SHARE, SHARE)
def test_the_ban_can_only_end_an_agreement(min_j, max_r):
    free, banned = bargaining.win_set(min_j, max_r), bargaining.win_set(min_j, max_r, True)
    assert free.agreement == (min_j <= max_r + 1e-12)
    assert free.agreement or not banned.agreement
    assert banned.agreement == (min_j <= 1e-12)
    assert free.width == max(max_r - min_j, 0)


@given(number(-1, 1), number(-1, 1), number(-2, 2))
def test_a_veto_player_accepts_what_is_no_farther_than_the_status_quo(ideal, quo, x):
    assume(abs(abs(x - ideal) - abs(quo - ideal)) > 1e-9)
    found = bargaining.veto_set(ideal, quo)
    assert (found.lower <= x <= found.upper) == (abs(x - ideal) < abs(quo - ideal))


@given(COST, COST, COST, COST)
def test_the_transfer_of_a_decoupled_track_splits_its_surplus(b_j, b_r, k_j, k_r):
    assume(abs(b_j + b_r - k_j - k_r) > 1e-9)
    found = bargaining.decoupling(b_j, b_r, k_j, k_r)
    assert found.ratifiable == (b_j + b_r >= k_j + k_r)
    if found.ratifiable:
        japan, russia = b_j - k_j + found.transfer_to_j, b_r - k_r - found.transfer_to_j
        assert japan == pytest.approx(russia, abs=1e-9) and japan >= -1e-9
    else:
        assert math.isnan(found.transfer_to_j)
