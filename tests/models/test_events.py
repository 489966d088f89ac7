from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.ranges import number
from twoplustwo.models import events

optimize = pytest.importorskip("scipy.optimize")
stats = pytest.importorskip("scipy.stats")

CLUSTERED = [0, 0, 2, 1, 0, 7, 4, 0, 0, 1, 9, 0]


@given(number(0, 5), number(0, 20))
def test_at_least_one_is_the_complement_of_none(rate, time):
    found = events.at_least_one(rate, time)
    assert 0 <= found <= 1
    assert found == pytest.approx(1 - stats.poisson.pmf(0, rate * time), abs=1e-12)


@given(st.integers(0, 60), number(0.5, 50))
def test_the_interval_of_a_rate_is_the_exact_one(count, exposure):
    found = events.poisson_rate(count, exposure)
    assert found.low <= found.value <= found.high
    assert stats.poisson.cdf(count, found.high * exposure) == pytest.approx(0.025, abs=1e-9)
    if count:
        assert stats.poisson.sf(count - 1, found.low * exposure) == pytest.approx(0.025, abs=1e-9)


def test_three_over_n_is_close_to_the_exact_limit():
    assert events.rule_of_three(50) == pytest.approx(1 - 0.05 ** (1 / 50), abs=0.002)


@given(number(0.1, 10), number(0.1, 10), st.integers(0, 30), number(0, 30), number(0, 12))
def test_gamma_poisson_against_the_mixture(alpha, beta, count, exposure, horizon):
    found = events.gamma_poisson(alpha, beta, count, exposure, horizon)
    posterior = stats.gamma(alpha + count, scale=1 / (beta + exposure))
    assert found.mean == pytest.approx(posterior.mean(), rel=1e-9)
    assert (found.low, found.high) == pytest.approx(posterior.interval(0.95), rel=1e-6)
    # No event ahead is the posterior mean of e^{-rate h}: the Laplace transform of the Gamma.
    grid = posterior.ppf((np.arange(4000) + 0.5) / 4000)
    assert found.p_zero_next == pytest.approx(np.exp(-grid * horizon).mean(), abs=2e-3)


def test_watching_longer_narrows_what_is_believed():
    short = events.gamma_poisson(2, 4, 9, 12, 3)
    long = events.gamma_poisson(2, 4, 90, 120, 3)
    assert long.high - long.low < short.high - short.low


def test_dispersion_of_the_notes():
    found = events.dispersion(CLUSTERED)
    assert (found.mean, found.index, found.k) == pytest.approx((2, 4.727, 0.5366), abs=5e-4)
    assert found.p_value == pytest.approx(2.7e-7, rel=0.02)


@given(st.lists(st.integers(0, 30), min_size=2, max_size=40).filter(any))
def test_dispersion_does_not_depend_on_order(counts):
    found = events.dispersion(counts)
    assert found == pytest.approx(events.dispersion(sorted(counts)), nan_ok=True)
    assert 0 <= found.p_value <= 1 and found.index >= 0
    assert math.isnan(found.k) or found.k > 0


def test_constant_rates_are_called_clustered_about_as_rarely_as_they_should():
    rng = np.random.default_rng(3)
    called = [events.dispersion(rng.poisson(3, 30)).p_value < 0.05 for _ in range(1500)]
    assert np.mean(called) == pytest.approx(0.05, abs=0.02)


@pytest.mark.parametrize("seed", range(4))
def test_count_fit_against_a_numerical_optimiser(seed):
    counts = np.random.default_rng(seed).negative_binomial(1.5, 0.4, 80)

    def loss(z):
        k, mean = np.exp(z)
        return -stats.nbinom.logpmf(counts, k, k / (k + mean)).sum()

    solved = optimize.minimize(loss, [0, 0], method="Nelder-Mead", options={"xatol": 1e-7})
    found = events.fit_counts(counts)
    assert found.k.value == pytest.approx(math.exp(solved.x[0]), rel=1e-3)
    assert found.mean.value == pytest.approx(math.exp(solved.x[1]), rel=1e-3)
    assert found.negative_binomial_log_likelihood == pytest.approx(-solved.fun, abs=1e-5)
    assert found.k.low < found.k.value < found.k.high


def test_clustered_counts_prefer_the_negative_binomial_and_even_ones_do_not():
    clustered = events.fit_counts(CLUSTERED)
    assert clustered.negative_binomial_aic < clustered.poisson_aic
    even = events.fit_counts([3, 2, 3, 3, 2, 3, 4, 3])
    assert math.isinf(even.k.value) and even.poisson_aic < even.negative_binomial_aic
    assert even.poisson_log_likelihood == even.negative_binomial_log_likelihood


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: events.at_least_one(-1, 2), "rate must be in"),
        (lambda: events.poisson_rate(1.5, 2), "events must be a whole number"),
        (lambda: events.gamma_poisson(0, 1, 1, 1, 1), "alpha must be in"),
        (lambda: events.dispersion([0, 0, 0]), "not all 0"),
        (lambda: events.dispersion([1, 2.5]), "counts must be a whole number"),
        (lambda: events.fit_counts([4]), "at least 2 counts"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
