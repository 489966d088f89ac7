"""Self-excitation: events that make the next ones more likely for a while (M17)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoplustwo.models.domain import Real, non_negative, plain, positive, within
from twoplustwo.models.regression import DROP_95, Estimate


class HawkesFit(NamedTuple):
    """A self-exciting fit: background `mu`, jump `alpha`, decay `beta`, `branching` = alpha / beta
    with its 95 % profile interval, and both models' log-likelihoods and Akaike criteria."""

    mu: float
    alpha: float
    beta: float
    branching: Estimate
    log_likelihood: float
    poisson_log_likelihood: float
    aic: float
    poisson_aic: float


def hawkes_intensity(t: ArrayLike, events: ArrayLike, mu: float, alpha: float, beta: float) -> Real:
    r"""Return the rate at each time given the events before it (M17).

    .. math:: \lambda(t) = \mu + \sum_{t_i < t} \alpha e^{-\beta (t - t_i)}

    Parameters
    ----------
    t : array_like
        Times, finite.
    events : array_like, shape (n,)
        Rising event times.
    mu, alpha, beta : float
        Background rate (above 0), jump (at least 0), decay (above 0), per unit of time.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Hawkes (1971). Limits: a common cause looks the same as excitation.
    """
    mu, alpha, beta = _hawkes(mu, alpha, beta)
    since = within("t", t)[..., None] - _rising(events)
    kicks = np.where(since > 0, np.exp(-beta * np.maximum(since, 0.0)), 0.0)
    return plain(mu + alpha * kicks.sum(axis=-1))


def hawkes_compensator(
    events: ArrayLike, end: float, mu: float, alpha: float, beta: float
) -> float:
    r"""Return the events expected up to `end` along the path (M17).

    .. math:: \Lambda = \mu T + \tfrac{\alpha}{\beta} \sum_i (1 - e^{-\beta (T - t_i)})

    Parameters
    ----------
    events, mu, alpha, beta
        As for `hawkes_intensity`.
    end : float
        End T of the watch that began at 0; no event later.

    Raises
    ------
    ValueError
        If an argument lies outside its range or an event outside [0, end].
    """
    mu, alpha, beta = _hawkes(mu, alpha, beta)
    events = _watched(events, end)
    return float(mu * end - alpha / beta * np.expm1(-beta * (end - events)).sum())


def hawkes_log_likelihood(
    events: ArrayLike, end: float, mu: float, alpha: float, beta: float
) -> float:
    r"""Return the log-likelihood of a self-exciting process (M17).

    .. math:: \ln L = \sum_i \ln \lambda(t_i) - \Lambda(T)

    Parameters, errors
        As for `hawkes_compensator`.

    Notes
    -----
    Source: Hawkes (1971); recursion: Ogata (1981).
    """
    mu, alpha, beta = _hawkes(mu, alpha, beta)
    times = _watched(events, end)
    rates = mu + alpha * _memory(times, np.array([beta]))[:, 0]
    return float(np.log(rates).sum()) - hawkes_compensator(times, end, mu, alpha, beta)


def poisson_log_likelihood(events: ArrayLike, end: float) -> float:
    """Return the log-likelihood of a constant rate at its best value, n / T (M17).

    Parameters, errors
        As for `hawkes_compensator`; at least one event.
    """
    count = _watched(events, end).size
    if count == 0:
        raise ValueError("events must hold at least 1 event; got 0")
    return count * math.log(count / end) - count


def hawkes_simulate(
    mu: float, alpha: float, beta: float, end: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Draw the event times of a self-exciting process on [0, end], rising (M17).

    Parameters
    ----------
    mu, alpha, beta : float
        As for `hawkes_intensity`, with alpha below beta.
    end : float
        Length of the watch, above 0.
    rng : numpy.random.Generator
        The source of chance.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Hawkes and Oakes (1974): each event has a Poisson number of offspring of its own.
    """
    mu, alpha, beta = _hawkes(mu, alpha, beta)
    branching = float(within("alpha / beta", alpha / beta, 0.0, 1.0, open_high=True))
    end = float(positive("end", end))
    generation = rng.uniform(0.0, end, rng.poisson(mu * end))
    every = [generation]
    while generation.size:
        parents = np.repeat(generation, rng.poisson(branching, generation.size))
        born = parents + rng.exponential(1.0 / beta, parents.size)
        generation = born[born <= end]
        every.append(generation)
    return np.sort(np.concatenate(every))


def fit_hawkes(events: ArrayLike, end: float) -> HawkesFit:
    r"""Fit a self-exciting process by maximum likelihood, branching ratio below 1 (M17).

    Parameters
    ----------
    events : array_like, shape (n,)
        Strictly rising event times in [0, end], n at least 5. Merge salvoes first: simultaneous
        events make the likelihood unbounded.
    end : float
        Length of the watch that began at 0, above 0.

    Returns
    -------
    HawkesFit
        An interval of the branching ratio that reaches 0 cannot reject a constant rate.

    Raises
    ------
    ValueError
        If there are fewer than 5 events, two coincide, or one lies outside [0, end].

    Notes
    -----
    Source: Ogata (1988); conflict data: Porter and White (2012). Limits: excitation is not
    causation; seasons and trends look like it.
    """
    times = _watched(events, end)
    if times.size < 5 or (np.diff(times) <= 0).any():
        raise ValueError(
            "events must be at least 5 strictly rising times (merge events of one day); "
            f"got {times.size} with smallest gap {np.diff(times).min(initial=math.inf):g}"
        )
    branching, beta = _climb(times, float(end))
    best, mu = (float(v[0, 0]) for v in _profile(times, end, _row(branching), _row(beta)))
    flat = poisson_log_likelihood(times, end)
    low, high = _branching_interval(times, float(end), branching, best)
    return HawkesFit(
        mu=mu,
        alpha=branching * beta,
        beta=beta,
        branching=Estimate(branching, low, high),
        log_likelihood=best,
        poisson_log_likelihood=flat,
        aic=6.0 - 2.0 * best,
        poisson_aic=2.0 - 2.0 * flat,
    )


def _hawkes(mu: float, alpha: float, beta: float) -> tuple[float, float, float]:
    return (
        float(positive("mu", mu)),
        float(non_negative("alpha", alpha)),
        float(positive("beta", beta)),
    )


def _rising(events: ArrayLike) -> NDArray[np.float64]:
    times = np.atleast_1d(within("events", events))
    if times.ndim != 1 or (np.diff(times) < 0).any():
        raise ValueError("events must be one series of rising times")
    return times


def _watched(events: ArrayLike, end: float) -> NDArray[np.float64]:
    positive("end", end)
    return within("events", _rising(events), 0.0, float(end))


def _memory(times: NDArray, beta: NDArray) -> NDArray[np.float64]:
    """Return sum_{j<i} e^{-beta (t_i - t_j)}, shape (events, betas)."""
    memory = np.zeros((times.size, beta.size))
    for i, gap in enumerate(np.diff(times), start=1):
        memory[i] = np.exp(-beta * gap) * (1.0 + memory[i - 1])
    return memory


def _row(value: float) -> NDArray[np.float64]:
    return np.array([value])


def _profile(
    times: NDArray, end: float, branching: NDArray, beta: NDArray
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the log-likelihood at the best mu, and that mu, for each (branching, beta)."""
    kicks = branching[:, None, None] * (beta * _memory(times, beta)).T
    # sum 1 / (mu + kick) = T is convex and falling in mu; from 1 / T, left of its root (the first
    # event has no kick), Newton climbs to the root without overshooting.
    mu = np.full(kicks.shape[:2], 1.0 / end)
    for _ in range(60):
        inverse = 1.0 / (mu[..., None] + kicks)
        step = (inverse.sum(axis=-1) - end) / (inverse**2).sum(axis=-1)
        mu = mu + step
        if np.abs(step / mu).max() < 1e-13:
            break
    reached = -np.expm1(-np.multiply.outer(beta, end - times)).sum(axis=-1)
    height = np.log(mu[..., None] + kicks).sum(axis=-1) - mu * end - np.outer(branching, reached)
    return height, mu


def _decays(times: NDArray, end: float, count: int) -> NDArray[np.float64]:
    return np.geomspace(1.0 / end, 20.0 / np.diff(times).min(), count)


def _climb(times: NDArray, end: float) -> tuple[float, float]:
    """Return the (branching, beta) of the highest profile: a grid that zooms in on its best."""
    branching, beta = np.linspace(0.0, 0.995, 41), _decays(times, end, 61)
    for _ in range(14):
        height, _ = _profile(times, end, branching, beta)
        i, j = np.unravel_index(height.argmax(), height.shape)
        best = float(branching[i]), float(beta[j])
        branching = np.linspace(*_neighbours(branching, int(i)), 11)
        beta = np.geomspace(*_neighbours(beta, int(j)), 11)
    return best


def _neighbours(grid: NDArray, index: int) -> tuple[float, float]:
    return float(grid[max(index - 1, 0)]), float(grid[min(index + 1, grid.size - 1)])


def _branching_interval(
    times: NDArray, end: float, branching: float, best: float
) -> tuple[float, float]:
    """Return the branching ratios whose profile lies within the 95 % drop of the maximum."""
    grid = np.linspace(0.0, 0.995, 200)
    height = _profile(times, end, grid, _decays(times, end, 61))[0].max(axis=1)
    inside = grid[height >= best - DROP_95]
    return float(min(inside.min(initial=branching), branching)), float(
        max(inside.max(initial=branching), branching)
    )
