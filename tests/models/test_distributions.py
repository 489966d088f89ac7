"""Every distribution against scipy, which the base install does not carry."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from tests.models.ranges import number
from twoplustwo.models import distributions

stats = pytest.importorskip("scipy.stats")


@given(number(0, 200), number(0.05, 120))
def test_gamma_cdf(x, shape):
    assert distributions.gamma_cdf(x, shape) == pytest.approx(stats.gamma.cdf(x, shape), abs=1e-11)


@given(number(0.001, 0.999), number(0.5, 120))
def test_gamma_quantile(probability, shape):
    expected = stats.gamma.ppf(probability, shape)
    assert distributions.gamma_quantile(probability, shape) == pytest.approx(expected, rel=1e-9)


@given(number(0, 300), number(1, 150))
def test_chi_square_tail_keeps_its_digits(x, df):
    expected = stats.chi2.sf(x, df)
    assert distributions.chi_square_tail(x, df) == pytest.approx(expected, rel=1e-8, abs=1e-12)


@given(number(-30, 30), number(1, 200))
def test_student_cdf(t, df):
    assert distributions.student_cdf(t, df) == pytest.approx(stats.t.cdf(t, df), abs=1e-8)


@given(number(0.001, 0.999), number(1, 200))
def test_student_quantile(probability, df):
    expected = stats.t.ppf(probability, df)
    found = distributions.student_quantile(probability, df)
    assert found == pytest.approx(expected, rel=1e-7, abs=1e-9)


@given(number(0, 1), number(0.2, 40), number(0.2, 40))
def test_beta_cdf(x, a, b):
    assert distributions.beta_cdf(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-8)


def test_counts():
    n = np.arange(30)
    poisson, mixed = stats.poisson.logpmf(n, 3.2), stats.nbinom.logpmf(n, 0.7, 0.7 / 3.9)
    np.testing.assert_allclose(distributions.poisson_log_pmf(n, 3.2), poisson, rtol=1e-10)
    np.testing.assert_allclose(
        distributions.negative_binomial_log_pmf(n, 3.2, 0.7), mixed, rtol=1e-10
    )


@pytest.mark.parametrize("probability", [0.0, 1.0, -0.1, 1.1])
def test_a_quantile_needs_a_probability_inside(probability):
    with pytest.raises(ValueError, match=r"probability must be in \(0, 1\)"):
        distributions.gamma_quantile(probability, 2.0)
    with pytest.raises(ValueError, match=r"probability must be in \(0, 1\)"):
        distributions.student_quantile(probability, 2.0)
