"""Rates of events in time, and counts that vary more than one rate allows (M17)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoplustwo.models.distributions import (
    chi_square_tail,
    gamma_quantile,
    negative_binomial_log_pmf,
    poisson_log_pmf,
)
from twoplustwo.models.domain import (
    Real,
    non_negative,
    plain,
    positive,
    whole,
)
from twoplustwo.models.regression import DROP_95, Estimate


class GammaPoisson(NamedTuple):
    """Posterior of a rate: Gamma shape and rate, mean, 95 % interval, P(no event ahead)."""

    shape: Real
    rate: Real
    mean: Real
    low: Real
    high: Real
    p_zero_next: Real


class Dispersion(NamedTuple):
    """Mean, variance (n - 1), their ratio, the moment estimate of k (NaN if the variance does not
    exceed the mean), and the P value of equal rates."""

    mean: float
    variance: float
    index: float
    k: float
    p_value: float


class CountFit(NamedTuple):
    """Poisson and negative binomial fits of the same counts.

    `k` comes with its 95 % profile interval; infinite: the Poisson limit. The Akaike criterion is
    smaller for the better description.
    """

    mean: Estimate
    k: Estimate
    poisson_log_likelihood: float
    negative_binomial_log_likelihood: float
    poisson_aic: float
    negative_binomial_aic: float


def at_least_one(rate: ArrayLike, time: ArrayLike) -> Real:
    r"""Return the probability of one event or more (M17): 1 - e^{-lambda t}.

    Parameters
    ----------
    rate : array_like
        Events per unit of time, at least 0.
    time : array_like
        Length of the window in the same unit, at least 0.

    Raises
    ------
    ValueError
        If an argument is negative.

    Notes
    -----
    Source: Poisson process. Limits: constant rate, independent events.
    """
    return plain(-np.expm1(-non_negative("rate", rate) * non_negative("time", time)))


def poisson_rate(events: int, exposure: float) -> Estimate:
    """Return a rate with its exact 95 % interval (M17).

    Parameters
    ----------
    events : int
        Events seen, at least 0.
    exposure : float
        Time watched, above 0.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Garwood (1936). Limits: constant rate; with clustering the interval is too narrow.
    """
    events, exposure = int(whole("events", events)), float(positive("exposure", exposure))
    low = gamma_quantile(0.025, events) if events else 0.0
    high = gamma_quantile(0.975, events + 1)
    return Estimate(events / exposure, low / exposure, high / exposure)


def rule_of_three(trials: ArrayLike) -> Real:
    """Return 3 / n, the 95 % upper limit of a rate after n trials without any event (M17).

    Parameters
    ----------
    trials : array_like
        Trials or units of time without an event, above 0; good from about 30.

    Raises
    ------
    ValueError
        If `trials` is not above 0.

    Notes
    -----
    Source: Hanley and Lippman-Hand (1983).
    """
    return plain(3.0 / positive("trials", trials))


def gamma_poisson(
    alpha: ArrayLike, beta: ArrayLike, events: ArrayLike, exposure: ArrayLike, horizon: ArrayLike
) -> GammaPoisson:
    r"""Return what is believed of a rate after watching (M17).

    .. math:: \Gamma(\alpha, \beta) \to \Gamma(\alpha + n, \beta + T), \quad
        P_0 = \left(\frac{\beta + T}{\beta + T + h}\right)^{\alpha + n}

    Parameters
    ----------
    alpha, beta : array_like
        Prior shape and rate (beta in units of time), above 0.
    events : array_like
        Events n seen, whole, at least 0.
    exposure, horizon : array_like
        Time T watched and time h ahead, at least 0.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Gelman and others (2013), *Bayesian Data Analysis*, chapter 2.
    Limits: one constant rate.
    """
    shape = positive("alpha", alpha) + whole("events", events)
    rate = positive("beta", beta) + non_negative("exposure", exposure)
    zero = (rate / (rate + non_negative("horizon", horizon))) ** shape
    quantile = np.vectorize(gamma_quantile, otypes=[float])
    low, high = quantile(0.025, shape) / rate, quantile(0.975, shape) / rate
    values = np.broadcast_arrays(shape, rate, shape / rate, low, high, zero)
    return GammaPoisson(*(plain(v) for v in values))


def dispersion(counts: ArrayLike) -> Dispersion:
    r"""Return how much counts vary beyond one constant rate (M17).

    .. math:: I = v / m, \quad k = m^2 / (v - m), \quad (n - 1) I \sim \chi^2_{n - 1}

    Parameters
    ----------
    counts : array_like, shape (n,)
        Counts in equal periods, at least 2 of them, not all 0.

    Raises
    ------
    ValueError
        If a count is not a whole number of at least 0, or there are too few.

    Notes
    -----
    Source: Fisher (1925), the index of dispersion; Cameron and Trivedi (2013).
    Limits: a trend looks like clustering.
    """
    counts = _counts(counts)
    mean, variance = float(counts.mean()), float(counts.var(ddof=1))
    k = mean**2 / (variance - mean) if variance > mean else float("nan")
    freedom = counts.size - 1
    tail = chi_square_tail(freedom * variance / mean, freedom)
    return Dispersion(mean, variance, variance / mean, k, tail)


def fit_counts(counts: ArrayLike) -> CountFit:
    r"""Fit a Poisson and a negative binomial to counts by maximum likelihood (M17).

    .. math:: Var = m + m^2 / k, \quad AIC = 2 p - 2 \ln L

    Parameters
    ----------
    counts : array_like, shape (n,)
        As for `dispersion`.

    Returns
    -------
    CountFit
        The interval of the mean is exact under the Poisson, and too narrow if k is finite.

    Raises
    ------
    ValueError
        As for `dispersion`.

    Notes
    -----
    Source: Cameron and Trivedi (2013). Limits: as for `dispersion`.
    """
    counts = _counts(counts)
    k = _fit_k(counts)
    poisson = float(poisson_log_pmf(counts, counts.mean()).sum())
    mixed = _k_likelihood(counts, k.value)
    rate = poisson_rate(int(counts.sum()), counts.size)
    return CountFit(rate, k, poisson, mixed, 2.0 - 2.0 * poisson, 4.0 - 2.0 * mixed)


def _counts(counts: ArrayLike) -> NDArray[np.float64]:
    counts = whole("counts", counts)
    if counts.ndim != 1 or counts.size < 2 or counts.sum() == 0:
        raise ValueError(f"counts must be at least 2 counts, not all 0; got {counts.tolist()}")
    return counts


def _k_likelihood(counts: NDArray, k: float) -> float:
    mean = counts.mean()
    if math.isinf(k):
        return float(poisson_log_pmf(counts, mean).sum())
    return float(negative_binomial_log_pmf(counts, mean, k).sum())


def _fit_k(counts: NDArray) -> Estimate:
    """Return the likeliest k at the sample's mean, with its profile interval (to 5 %)."""
    grid = np.exp(np.linspace(math.log(1e-3), math.log(1e5), 400))
    heights = np.array([_k_likelihood(counts, k) for k in grid])
    top = int(heights.argmax())
    # The likelihood that only rises with k has its maximum in the Poisson limit.
    if top == grid.size - 1 or counts.var() <= counts.mean():
        inside = heights >= _k_likelihood(counts, math.inf) - DROP_95
        return Estimate(math.inf, float(grid[inside][0]), math.inf)
    best = _peak(lambda s: _k_likelihood(counts, math.exp(s)), *np.log(grid[[top - 1, top + 1]]))
    floor = _k_likelihood(counts, math.exp(best)) - DROP_95
    inside = grid[heights >= floor]
    high = math.inf if inside.size == 0 or heights[-1] >= floor else float(inside[-1])
    low = float(inside[0]) if inside.size else math.exp(best)
    return Estimate(math.exp(best), low, high)


def _peak(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function with one peak in the interval has it (golden section)."""
    ratio = (math.sqrt(5.0) - 1.0) / 2.0
    for _ in range(80):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if function(left) > function(right) else (left, high)
    return 0.5 * (low + high)
