from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.ranges import number
from twoplustwo.models import hawkes

integrate = pytest.importorskip("scipy.integrate")
optimize = pytest.importorskip("scipy.optimize")

RATES = number(0.05, 2), number(0, 1.5), number(0.2, 3)
TIMES = st.lists(number(0, 10), min_size=1, max_size=12).map(sorted)


def test_the_notes():
    seen, end, rates = [1, 1.5, 4], 6, (0.2, 0.5, 1)
    assert hawkes.hawkes_compensator(seen, end, *rates) == pytest.approx(2.623409, abs=5e-7)
    assert hawkes.hawkes_log_likelihood(seen, end, *rates) == pytest.approx(-6.243984, abs=5e-7)
    assert hawkes.poisson_log_likelihood(seen, end) == pytest.approx(-5.079442, abs=5e-7)


@given(TIMES, *RATES)
def test_compensator_against_the_integral_of_the_rate(times, mu, alpha, beta):
    grid = np.linspace(0, 10, 40_001)
    rate = hawkes.hawkes_intensity(grid, times, mu, alpha, beta)
    area = integrate.simpson(rate, x=grid)
    found = hawkes.hawkes_compensator(times, 10, mu, alpha, beta)
    assert found == pytest.approx(area, abs=2e-3 * len(times))


@given(TIMES.filter(lambda times: len(set(times)) == len(times)), *RATES)
def test_recursion_against_the_double_sum(times, mu, alpha, beta):
    rates = hawkes.hawkes_intensity(times, times, mu, alpha, beta)
    direct = np.log(rates).sum() - hawkes.hawkes_compensator(times, 10, mu, alpha, beta)
    found = hawkes.hawkes_log_likelihood(times, 10, mu, alpha, beta)
    assert found == pytest.approx(direct, abs=1e-8)


@given(TIMES, number(0.05, 2))
def test_without_excitation_it_is_a_poisson_process(times, mu):
    expected = len(times) * np.log(mu) - mu * 10
    assert hawkes.hawkes_log_likelihood(times, 10, mu, 0, 1) == pytest.approx(expected)
    best = hawkes.poisson_log_likelihood(times, 10)
    assert best >= expected - 1e-9


def test_simulation_has_the_mean_rate_of_theory():
    drawn = hawkes.hawkes_simulate(0.5, 0.6, 1.0, 20_000, np.random.default_rng(2))
    assert drawn.size / 20_000 == pytest.approx(0.5 / (1 - 0.6), rel=0.05)
    assert (np.diff(drawn) >= 0).all() and drawn[0] >= 0 and drawn[-1] <= 20_000


def test_fit_against_a_numerical_optimiser():
    times = hawkes.hawkes_simulate(0.1, 0.3, 0.6, 800, np.random.default_rng(12))

    def loss(z):
        mu, alpha, beta = np.exp(z)
        return -hawkes.hawkes_log_likelihood(times, 800, mu, alpha, beta)

    solved = optimize.minimize(
        loss, np.log([0.1, 0.3, 0.6]), method="Nelder-Mead",
        options={"xatol": 1e-8, "fatol": 1e-9, "maxiter": 3000},
    )  # fmt: skip
    found = hawkes.fit_hawkes(times, 800)
    assert found.log_likelihood == pytest.approx(-solved.fun, abs=1e-5)
    assert (found.mu, found.alpha, found.beta) == pytest.approx(tuple(np.exp(solved.x)), rel=5e-3)
    assert found.branching.low < found.branching.value < found.branching.high


def test_the_interval_finds_the_truth_and_sees_no_excitation_where_there_is_none():
    hits = flat = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        excited = hawkes.fit_hawkes(hawkes.hawkes_simulate(0.2, 0.5, 1.0, 400, rng), 400)
        hits += excited.branching.low <= 0.5 <= excited.branching.high
        even = hawkes.fit_hawkes(np.sort(rng.uniform(0, 400, 120)), 400)
        flat += even.branching.low == 0
    assert hits >= 9 and flat >= 9


def test_the_best_fit_is_never_worse_than_a_constant_rate():
    times = np.arange(1, 40.0)
    found = hawkes.fit_hawkes(times, 40)
    assert found.log_likelihood >= found.poisson_log_likelihood - 1e-9
    assert found.poisson_aic < found.aic


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: hawkes.fit_hawkes([1, 1, 2, 3, 4], 5), "merge events of one day"),
        (lambda: hawkes.fit_hawkes([1, 2, 3], 5), "at least 5 strictly rising"),
        (lambda: hawkes.fit_hawkes([1, 2, 3, 4, 9], 5), r"events must be in \[0, 5\]; got 9"),
        (lambda: hawkes.hawkes_intensity(1, [3, 2], 1, 1, 1), "rising times"),
        (lambda: hawkes.hawkes_compensator([1], 2, 0, 1, 1), "mu must be in"),
        (lambda: hawkes.poisson_log_likelihood([], 5), "at least 1 event"),
        (
            lambda: hawkes.hawkes_simulate(1, 2, 1, 5, np.random.default_rng(0)),
            r"alpha / beta must be in \[0, 1\); got 2",
        ),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
