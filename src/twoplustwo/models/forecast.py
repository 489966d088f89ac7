"""Scoring probability forecasts against outcomes (M21)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoplustwo.models.domain import share

# Two-sided 95 % point of the normal distribution.
_Z95 = 1.959963984540054


class ForecastScore(NamedTuple):
    """Brier score, that of always forecasting the base rate, the skill against it, log loss."""

    brier: float
    brier_climatology: float
    skill: float
    log_loss: float


class Calibration(NamedTuple):
    """One entry a non-empty bin: its edges, number of forecasts, mean forecast, observed frequency
    and the 95 % (Wilson) interval of that frequency."""

    left: NDArray[np.float64]
    right: NDArray[np.float64]
    count: NDArray[np.int64]
    forecast: NDArray[np.float64]
    frequency: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


def brier(forecast: ArrayLike, outcome: ArrayLike) -> float:
    r"""Return the Brier score, the mean of (f - o)^2: 0 is perfect, 0.25 a coin (M21).

    Parameters
    ----------
    forecast : array_like, shape (n,)
        Probabilities in [0, 1].
    outcome : array_like, shape (n,)
        1 where it happened, 0 where not.

    Raises
    ------
    ValueError
        If the shapes differ or are empty, a forecast lies outside [0, 1], an outcome is not 0 or 1.

    Notes
    -----
    Source: Brier (1950). Limits: one forecast says little; a set is judged.
    """
    f, o = _checked(forecast, outcome)
    return float(np.mean((f - o) ** 2))


def score(forecast: ArrayLike, outcome: ArrayLike) -> ForecastScore:
    r"""Return all scores of a set of forecasts (M21).

    .. math:: BS = \overline{(f - o)^2}, \; skill = 1 - BS / BS_{clim}, \;
        LL = -\overline{o \ln f + (1 - o) \ln(1 - f)}

    Parameters
    ----------
    forecast, outcome : array_like, shape (n,)
        As for `brier`.

    Returns
    -------
    ForecastScore
        The skill is NaN if all outcomes are the same; the log loss is infinite after a certain
        forecast that failed.

    Raises
    ------
    ValueError
        As for `brier`.

    Notes
    -----
    Source: Brier (1950); log score: Good (1952). Limits: the base rate used is that of these very
    outcomes, which no forecaster knew.
    """
    f, o = _checked(forecast, outcome)
    climatology = brier(np.full_like(f, o.mean()), o)
    skill = 1.0 - brier(f, o) / climatology if climatology > 0.0 else float("nan")
    with np.errstate(divide="ignore"):
        loss = -np.log(np.where(o == 1.0, f, 1.0 - f))
    # Adding 0.0 turns the -0.0 of a perfect forecast into 0.0.
    return ForecastScore(brier(f, o), climatology, skill, float(np.mean(loss)) + 0.0)


def calibration(forecast: ArrayLike, outcome: ArrayLike, edges: ArrayLike) -> Calibration:
    """Return how often what was forecast at each level came true (M21).

    Parameters
    ----------
    forecast, outcome : array_like, shape (n,)
        As for `brier`.
    edges : array_like, shape (bins + 1,)
        Rising bin edges from 0 to 1; a bin holds its left edge, the last one also 1.

    Raises
    ------
    ValueError
        As for `brier`, or if the edges do not rise from 0 to 1.

    Notes
    -----
    Source: Murphy and Winkler (1977); interval: Wilson (1927). Limits: few forecasts a bin leave
    wide intervals; the bins are a choice.
    """
    f, o = _checked(forecast, outcome)
    edges = share("edges", edges)
    if (
        edges.ndim != 1
        or edges.size < 2
        or edges[0] != 0
        or edges[-1] != 1
        or (np.diff(edges) <= 0).any()
    ):
        raise ValueError(f"edges must rise from 0 to 1; got {edges.tolist()}")
    bins = np.minimum(np.searchsorted(edges, f, side="right") - 1, edges.size - 2)
    used, count = np.unique(bins, return_counts=True)
    forecast_mean = np.array([f[bins == b].mean() for b in used])
    frequency = np.array([o[bins == b].mean() for b in used])
    lower, upper = _wilson(frequency, count)
    return Calibration(edges[used], edges[used + 1], count, forecast_mean, frequency, lower, upper)


def _wilson(frequency: NDArray, count: NDArray) -> tuple[NDArray, NDArray]:
    weight = _Z95**2 / count
    centre = (frequency + weight / 2.0) / (1.0 + weight)
    spread = np.sqrt(frequency * (1.0 - frequency) * weight + weight**2 / 4.0) / (1.0 + weight)
    return np.clip(centre - spread, 0.0, 1.0), np.clip(centre + spread, 0.0, 1.0)


def _checked(forecast: ArrayLike, outcome: ArrayLike) -> tuple[NDArray, NDArray]:
    f, o = share("forecast", forecast), share("outcome", outcome)
    if f.shape != o.shape or f.ndim != 1 or f.size == 0:
        raise ValueError(
            f"forecast and outcome must be equally long, not empty; got shapes {f.shape}, {o.shape}"
        )
    if not np.isin(o, (0.0, 1.0)).all():
        raise ValueError(f"outcome must be 0 or 1; got {o[~np.isin(o, (0.0, 1.0))][0]:g}")
    return f, o
