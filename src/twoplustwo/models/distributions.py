"""The few probability distributions the fits need, on the standard library and numpy alone.

The base install carries no scipy, and the notebooks must run on it. The tests hold every function
here against scipy.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoplustwo.models.domain import non_negative, positive, within

_TINY = 1e-300
_STEPS = 500


def log_gamma(x: ArrayLike) -> NDArray[np.float64]:
    """Return ln Gamma(x) for each x above 0."""
    return np.vectorize(math.lgamma, otypes=[float])(positive("x", x))


def poisson_log_pmf(n: ArrayLike, mean: ArrayLike) -> NDArray[np.float64]:
    """Return ln P(N = n) of a Poisson count with `mean` above 0."""
    n, mean = non_negative("n", n), positive("mean", mean)
    return n * np.log(mean) - mean - log_gamma(n + 1.0)


def negative_binomial_log_pmf(n: ArrayLike, mean: ArrayLike, k: ArrayLike) -> NDArray[np.float64]:
    """Return ln P(N = n) of a negative binomial count with variance mean + mean^2 / k."""
    n, mean, k = non_negative("n", n), positive("mean", mean), positive("k", k)
    odds = k * np.log(k / (k + mean)) + n * np.log(mean / (k + mean))
    return log_gamma(n + k) - log_gamma(k) - log_gamma(n + 1.0) + odds


def gamma_cdf(x: float, shape: float) -> float:
    """Return P(X <= x) of a Gamma variable with rate 1: the regularised incomplete gamma function.

    Series below the mean, continued fraction (modified Lentz method) above it.
    """
    positive("shape", shape)
    if non_negative("x", x) == 0.0:
        return 0.0
    scale = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1.0:
        return scale * _gamma_series(x, shape)
    return 1.0 - scale * _gamma_fraction(x, shape)


def gamma_quantile(probability: float, shape: float) -> float:
    """Return the x with P(X <= x) = `probability` for a Gamma variable with rate 1."""
    within("probability", probability, 0.0, 1.0, open_low=True, open_high=True)
    high = shape + 1.0
    while gamma_cdf(high, shape) < probability:
        high *= 2.0
    return bisect(lambda x: gamma_cdf(x, shape) - probability, 0.0, high)


def chi_square_tail(x: float, df: float) -> float:
    """Return P(X > x) of a chi-square variable, accurate far into the tail."""
    half, shape = float(non_negative("x", x)) / 2.0, float(positive("df", df)) / 2.0
    if half < shape + 1.0:
        return 1.0 - gamma_cdf(half, shape)
    scale = math.exp(shape * math.log(half) - half - math.lgamma(shape))
    return scale * _gamma_fraction(half, shape)


def student_cdf(t: float, df: float) -> float:
    """Return P(T <= t) of Student's t with `df` degrees of freedom."""
    positive("df", df)
    # Near the middle the mass around 0 keeps its digits, far out the mass of the tail does.
    if t * t < df:
        middle = 0.5 * beta_cdf(t * t / (df + t * t), 0.5, df / 2.0)
        return 0.5 + math.copysign(middle, t)
    tail = 0.5 * beta_cdf(df / (df + t * t), df / 2.0, 0.5)
    return 1.0 - tail if t > 0 else tail


def student_quantile(probability: float, df: float) -> float:
    """Return the t with P(T <= t) = `probability`."""
    within("probability", probability, 0.0, 1.0, open_low=True, open_high=True)
    high = 2.0
    while student_cdf(high, df) < max(probability, 1.0 - probability):
        high *= 2.0
    return bisect(lambda t: student_cdf(t, df) - probability, -high, high)


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return P(X <= x) of a Beta(a, b) variable: the regularised incomplete beta function."""
    within("x", x, 0.0, 1.0)
    if x in (0.0, 1.0):
        return float(x)
    log_scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    scale = math.exp(log_scale + a * math.log(x) + b * math.log1p(-x))
    # The fraction converges fast only below the mean; above it the mirror image is used.
    if x < (a + 1.0) / (a + b + 2.0):
        return scale * _beta_fraction(x, a, b) / a
    return 1.0 - scale * _beta_fraction(1.0 - x, b, a) / b


def bisect(function: Callable[[float], float], low: float, high: float) -> float:
    """Return the root of a rising `function` between `low` and `high`, to the last bits."""
    for _ in range(200):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        low, high = (middle, high) if function(middle) < 0.0 else (low, middle)
    return 0.5 * (low + high)


def _gamma_series(x: float, shape: float) -> float:
    term = total = 1.0 / shape
    for step in range(1, 100_000):
        term *= x / (shape + step)
        total += term
        if term < total * 1e-17:
            break
    return total


def _gamma_fraction(x: float, shape: float) -> float:
    b = x + 1.0 - shape
    c, d = 1.0 / _TINY, 1.0 / b
    value = d
    for step in range(1, 100_000):
        a = -step * (step - shape)
        b += 2.0
        d, c = 1.0 / _away(a * d + b), _away(b + a / c)
        value *= d * c
        if abs(d * c - 1.0) < 1e-16:
            break
    return value


def _beta_fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1.0 / _away(1.0 - (a + b) * x / (a + 1.0))
    value = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        for term in (even, odd):
            d, c = 1.0 / _away(1.0 + term * d), _away(1.0 + term / c)
            value *= d * c
        if abs(d * c - 1.0) < 1e-16:
            break
    return value


def _away(value: float) -> float:
    """Keep a denominator of the Lentz method away from zero."""
    return value if abs(value) > _TINY else _TINY
