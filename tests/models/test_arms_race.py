from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.models.ranges import number
from twoplustwo.models import arms_race

integrate = pytest.importorskip("scipy.integrate")
optimize = pytest.importorskip("scipy.optimize")

RATE = number(0.05, 2)
REACTION = number(0, 2)
GRIEVANCE = number(-1, 1)


def discrete(k, a, g, l, b, h, steps, noise=0.0, seed=0):  # noqa: E741
    rng = np.random.default_rng(seed)
    x, y = [1.0], [2.0]
    for _ in range(steps):
        before = x[-1], y[-1]
        x.append(before[0] + k * before[1] - a * before[0] + g + noise * rng.normal())
        y.append(before[1] + l * before[0] - b * before[1] + h + noise * rng.normal())
    return np.array(x), np.array(y)


@given(RATE, RATE, REACTION, REACTION, GRIEVANCE, GRIEVANCE)
def test_eigenvalues_and_equilibrium_against_linear_algebra(a, b, k, l, g, h):  # noqa: E741
    assume(abs(a * b - k * l) > 1e-3)
    found = arms_race.richardson(a, b, k, l, g, h)
    matrix = np.array([[-a, k], [l, -b]])
    eigenvalues = sorted(np.linalg.eigvals(matrix).real, reverse=True)
    assert (found.eig1, found.eig2) == pytest.approx(tuple(eigenvalues), abs=1e-9)
    rest = np.linalg.solve(matrix, [-g, -h])
    assert (found.x_eq, found.y_eq) == pytest.approx(tuple(rest), rel=1e-7, abs=1e-9)
    assert found.stable == (a * b > k * l) == (eigenvalues[0] < 0)
    assert math.isnan(found.half_life) != found.stable


@pytest.mark.parametrize(
    "rates",
    [
        (1.0, 0.8, 0.5, 0.6, 0.2, 0.3),
        (0.5, 0.4, 0.6, 0.5, 0.1, 0.1),
        (0.7, 0.7, 0.0, 0.0, 0.1, -0.2),
        (0.7, 0.7, 0.5, 0.0, 0.1, 0.2),
        (0.7, 0.7 + 1e-8, 0.5, 0.0, 0.1, 0.2),
        (1.0, 0.5, 1.0, 0.5, 0.2, 0.1),
    ],
)
def test_path_against_numerical_integration(rates):
    a, b, k, l, g, h = rates  # noqa: E741
    times = np.linspace(0, 8, 9)
    solved = integrate.solve_ivp(
        lambda _, z: [k * z[1] - a * z[0] + g, l * z[0] - b * z[1] + h],
        (0, 8), [0.3, 0.1], t_eval=times, rtol=1e-10, atol=1e-12,
    )  # fmt: skip
    path = arms_race.richardson_path(times, 0.3, 0.1, *rates)
    np.testing.assert_allclose([path.x, path.y], solved.y, rtol=1e-6, atol=1e-8)


def test_the_notes():
    path = arms_race.richardson_path(5, 0, 0, 0.5, 0.4, 0.6, 0.5, 0.1, 0.1)
    assert path == pytest.approx((math.exp(0.5) - 1,) * 2)
    assert not arms_race.richardson(0.5, 0.4, 0.6, 0.5, 0.1, 0.1).stable


@given(RATE, RATE, REACTION, REACTION, GRIEVANCE, GRIEVANCE)
def test_grievance_never_decides_stability(a, b, k, l, g, h):  # noqa: E741
    with_it, without = (arms_race.richardson(a, b, k, l, *v) for v in ((g, h), (0, 0)))
    assert (with_it.stable, with_it.eig1) == (without.stable, without.eig1)


@given(RATE, RATE, REACTION, REACTION, GRIEVANCE, GRIEVANCE)
def test_sides_can_change_places(a, b, k, l, g, h):  # noqa: E741
    one, other = arms_race.richardson(a, b, k, l, g, h), arms_race.richardson(b, a, l, k, h, g)
    assert (one.x_eq, one.y_eq) == pytest.approx((other.y_eq, other.x_eq), nan_ok=True)


def test_a_knife_edge_has_no_resting_point():
    assert math.isnan(arms_race.richardson(1, 1, 1, 1, 0.1, 0.1).x_eq)


def test_fit_recovers_a_race_without_noise():
    x, y = discrete(0.2, 0.3, 1.0, 0.1, 0.25, 0.5, 12)
    fit = arms_race.fit_dyad(x, y)
    assert [fit.x.k.value, fit.x.a.value, fit.x.g.value] == pytest.approx([0.2, 0.3, 1.0])
    assert [fit.y.k.value, fit.y.a.value, fit.y.g.value] == pytest.approx([0.1, 0.25, 0.5])
    assert fit.kl_minus_ab.value == pytest.approx(0.2 * 0.1 - 0.3 * 0.25)


def test_fit_against_a_regression_library():
    stats = pytest.importorskip("scipy.stats")
    x, y = discrete(0.2, 0.3, 1.0, 0.1, 0.25, 0.5, 30, noise=0.3, seed=4)
    fit = arms_race.fit_richardson(x, y)
    design = np.column_stack([y[:-1], -x[:-1], np.ones(30)])
    beta, residual, *_ = np.linalg.lstsq(design, np.diff(x), rcond=None)
    error = np.sqrt(np.diag(np.linalg.inv(design.T @ design)) * residual[0] / 27)
    reach = stats.t.ppf(0.975, 27) * error
    for i, found in enumerate((fit.k, fit.a, fit.g)):
        assert found == pytest.approx((beta[i], beta[i] - reach[i], beta[i] + reach[i]))


def test_the_interval_of_the_sign_covers_the_truth_about_as_often_as_it_says():
    truth = 0.2 * 0.1 - 0.3 * 0.25
    hits = 0
    for seed in range(120):
        x, y = discrete(0.2, 0.3, 1.0, 0.1, 0.25, 0.5, 60, noise=0.5, seed=seed)
        sign = arms_race.fit_dyad(x, y).kl_minus_ab
        hits += sign.low <= truth <= sign.high
    # Feedback biases small samples, so that somewhat under 95 % is expected.
    assert 0.85 <= hits / 120 <= 0.99


def test_fit_refuses_what_cannot_be_told_apart():
    with pytest.raises(ValueError, match="collinear"):
        arms_race.fit_richardson(np.arange(8.0), 2 * np.arange(8.0))
    with pytest.raises(ValueError, match="equally long series of at least 5"):
        arms_race.fit_richardson([1, 2, 3], [1, 2, 4])


@given(st.integers(2, 8), REACTION, RATE)
def test_many_rivals_against_linear_algebra(n, k, a):
    matrix = k * (np.ones((n, n)) - np.eye(n)) - a * np.eye(n)
    found = arms_race.race_of_many(n, k, a)
    assert found.dominant_eig == pytest.approx(np.linalg.eigvalsh(matrix)[-1], abs=1e-9)


def test_each_pair_is_stable_and_the_trio_is_not():
    assert arms_race.race_of_many([2, 3], 0.6, 1.0).stable.tolist() == [True, False]


@pytest.mark.parametrize("n", [2, 3, 4, 5])
@pytest.mark.parametrize("alpha", [0.2, 1 / 3, 0.5, 0.51, 1.0])
def test_parity_against_linear_programming(n, alpha):
    demands = (1 + alpha) * np.eye(n) - alpha
    solved = optimize.linprog(np.zeros(n), A_ub=-demands, b_ub=np.zeros(n), bounds=[(1, None)] * n)
    assert arms_race.parity(n, alpha).feasible == solved.success


@given(st.integers(2, 8), number(0, 2), number(1, 1000))
def test_equal_forces_grow_by_the_factor(n, alpha, force):
    path = arms_race.parity_path([force] * n, alpha, 3)
    growth = arms_race.parity(n, alpha).growth_factor
    np.testing.assert_allclose(path[:, 0], force * growth ** np.arange(4))


def test_parity_needs_two():
    with pytest.raises(ValueError, match=r"n must be in \[2, inf\); got 1"):
        arms_race.parity(1, 1.0)
    with pytest.raises(ValueError, match="number of forces"):
        arms_race.parity_path([5.0], 1.0, 3)
