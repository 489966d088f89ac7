from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.ranges import number
from twoplustwo.models import trade

optimize = pytest.importorskip("scipy.optimize")

VALUE = number(0.1, 1000)


@given(VALUE, VALUE, VALUE, VALUE)
def test_did_changes_sign_with_the_roles(t0, t1, c0, c1):
    one = trade.difference_in_differences([t0, t1], [c0, c1])
    other = trade.difference_in_differences([c0, c1], [t0, t1])
    assert one.did == pytest.approx(-other.did, abs=1e-9)
    assert one.log_did == pytest.approx(-other.log_did, abs=1e-9)
    assert one.pct == pytest.approx(100 * ((t1 / t0) / (c1 / c0) - 1), rel=1e-6, abs=1e-6)


def test_did_on_a_stack_of_pairs():
    found = trade.difference_in_differences([[100, 40], [100, 90]], [100, 90])
    np.testing.assert_allclose(found.did, [-50, 0])


def test_fit_did_against_the_difference_of_means():
    rng = np.random.default_rng(1)
    treated, control = rng.uniform(50, 100, (2, 24))
    treated[14:] *= 0.4
    gap = np.log(treated / control)
    found = trade.fit_did(treated, control, 14)
    assert found.value == pytest.approx(gap[14:].mean() - gap[:14].mean())
    pooled = pytest.importorskip("scipy.stats").ttest_ind(gap[14:], gap[:14])
    assert (found.low, found.high) == pytest.approx(tuple(pooled.confidence_interval()))


def test_event_study_starts_at_nothing():
    study = trade.event_study([1, 2, 4], [1, 1, 1], base=1)
    np.testing.assert_allclose(study, [-math.log(2), 0, math.log(2)])


@pytest.mark.parametrize("seed", range(25))
def test_synthetic_control_against_a_numerical_optimiser(seed):
    rng = np.random.default_rng(seed)
    donors, periods = rng.integers(2, 9), rng.integers(3, 15)
    pool, treated = rng.uniform(0, 10, (donors, periods)), rng.uniform(0, 10, periods)
    solved = optimize.minimize(
        lambda w: ((w @ pool - treated) ** 2).sum(), np.full(donors, 1 / donors),
        method="SLSQP", bounds=[(0, 1)] * donors, options={"ftol": 1e-14, "maxiter": 500},
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
    )  # fmt: skip
    found = trade.synthetic_control(treated, pool)
    assert found.weights.min() >= 0 and found.weights.sum() == pytest.approx(1)
    assert found.pre_rmse <= math.sqrt(solved.fun / periods) + 1e-6


@given(st.lists(number(0.01, 1), min_size=3, max_size=3))
def test_synthetic_control_finds_a_mixture_made_for_it(raw):
    weights = np.array(raw) / sum(raw)
    pool = np.array([[1.0, 5, 2, 8, 3], [9, 2, 4, 1, 7], [3, 3, 9, 6, 0]])
    found = trade.synthetic_control(weights @ pool, pool)
    np.testing.assert_allclose(found.weights, weights, atol=1e-6)
    assert found.pre_rmse == pytest.approx(0, abs=1e-6)


@given(number(0.2, 5), number(0.2, 5), number(-3, 0))
def test_gravity_composes(one, other, elasticity):
    both = trade.gravity_ratio(one * other, elasticity)
    apart = trade.gravity_ratio(one, elasticity) * trade.gravity_ratio(other, elasticity)
    assert both == pytest.approx(apart, rel=1e-9)


@given(number(0.05, 1), number(0.05, 1), number(-10, -0.5))
def test_closing_hurts_and_opening_helps(before, after, epsilon):
    found = trade.welfare(before, after, epsilon)
    assert (found.w_hat >= 1) == (after <= before) or found.w_hat == pytest.approx(1)
    assert 0 <= found.autarky_loss <= 1
    closed = trade.welfare(before, 1.0, epsilon)
    assert 1 - closed.w_hat == pytest.approx(found.autarky_loss, abs=1e-9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: trade.difference_in_differences([0, 1], [1, 1]), "treated must be in"),
        (lambda: trade.difference_in_differences([1, 2, 3], [1, 2, 3]), "two values"),
        (lambda: trade.fit_did([1, 2, 3], [1, 2, 3], 3), r"before must be in \[1, 2\]; got 3"),
        (lambda: trade.synthetic_control([1, 2], [[1, 2, 3]]), "donors_pre must have shape"),
        (lambda: trade.gravity_ratio(0), "distance_ratio must be in"),
        (lambda: trade.welfare(0.5, 0.6, 1.0), r"epsilon must be in \(-inf, 0\); got 1"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
