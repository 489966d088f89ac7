"""Richardson's arms race, its discrete fit, and the third nuclear power (M08, M09)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoplustwo.models.domain import (
    ROUNDING,
    Real,
    Truth,
    non_negative,
    plain,
    positive,
    whole,
    within,
)
from twoplustwo.models.regression import Estimate, LeastSquares, interval_95, least_squares


class Richardson(NamedTuple):
    """Equilibrium, eigenvalues (larger first), stability, half-life (NaN unless stable)."""

    x_eq: Real
    y_eq: Real
    eig1: Real
    eig2: Real
    stable: Truth
    half_life: Real


class RichardsonPath(NamedTuple):
    """Levels of both sides at the times asked for."""

    x: Real
    y: Real


class RichardsonFit(NamedTuple):
    """One side's reaction `k`, fatigue `a` and grievance `g`, each with a 95 % interval."""

    k: Estimate
    a: Estimate
    g: Estimate
    r_squared: float
    observations: int


class DyadFit(NamedTuple):
    """Both sides' fits, and kl - ab: the race is stable where that is negative."""

    x: RichardsonFit
    y: RichardsonFit
    kl_minus_ab: Estimate


class RaceOfMany(NamedTuple):
    """Dominant eigenvalue of n equal rivals, and whether their race is stable."""

    dominant_eig: Real
    stable: Truth


class Parity(NamedTuple):
    """Whether a parity requirement can be met by all, the largest that can, growth a round."""

    feasible: Truth
    max_alpha: Real
    growth_factor: Real


def richardson(
    a: ArrayLike,
    b: ArrayLike,
    k: ArrayLike,
    l: ArrayLike,  # noqa: E741 - Richardson's own letter
    g: ArrayLike,
    h: ArrayLike,
) -> Richardson:
    r"""Return equilibrium and stability of Richardson's race (M08).

    .. math:: \dot x = k y - a x + g, \quad \dot y = l x - b y + h

    .. math:: x^* = \frac{k h + b g}{ab - kl}, \quad y^* = \frac{l g + a h}{ab - kl}, \quad
        \text{stable} \iff ab > kl

    Parameters
    ----------
    a, b : array_like
        Fatigue, per unit of time, above 0.
    k, l : array_like
        Reaction to the other's level, per unit of time, at least 0.
    g, h : array_like
        Grievance, in units of level per unit of time, finite.

    Returns
    -------
    Richardson
        The equilibrium is NaN where ab = kl; it is no resting point of an unstable race.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Richardson (1960), *Arms and Insecurity*. Limits: no budget, no technology, no aim but
    the other's level; Caspary (1967).
    """
    a, b, k, l, g, h = _race(a, b, k, l, g, h)  # noqa: E741
    eig1, eig2 = _eigenvalues(a, b, k, l)
    gap = a * b - k * l
    with np.errstate(divide="ignore", invalid="ignore"):
        x_eq = np.where(gap != 0, (k * h + b * g) / gap, np.nan)
        y_eq = np.where(gap != 0, (l * g + a * h) / gap, np.nan)
        half_life = np.where(gap > 0, math.log(2.0) / np.abs(eig1), np.nan)
    return Richardson(*(plain(v) for v in (x_eq, y_eq, eig1, eig2, gap > 0, half_life)))


def richardson_path(
    t: ArrayLike,
    x0: ArrayLike,
    y0: ArrayLike,
    a: ArrayLike,
    b: ArrayLike,
    k: ArrayLike,
    l: ArrayLike,  # noqa: E741
    g: ArrayLike,
    h: ArrayLike,
) -> RichardsonPath:
    r"""Return the exact path of Richardson's race from (x0, y0) (M08).

    .. math:: z(t) = z_0 + f(M)(M z_0 + c), \quad f(\lambda) = (e^{\lambda t} - 1) / \lambda

    Parameters
    ----------
    t : array_like
        Times, at least 0; they broadcast with everything else.
    x0, y0 : array_like
        Levels at time 0, finite.
    a, b, k, l, g, h : array_like
        As for `richardson`.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source and limits: as for `richardson`.
    """
    a, b, k, l, g, h = _race(a, b, k, l, g, h)  # noqa: E741
    t, x0, y0 = non_negative("t", t), within("x0", x0), within("y0", y0)
    eig1, eig2 = _eigenvalues(a, b, k, l)
    vx, vy = -a * x0 + k * y0 + g, l * x0 - b * y0 + h
    first, slope = _growth(eig1, t), _growth_slope(eig1, eig2, t)
    # f(M) v = f(eig1) v + f[eig1, eig2] (M - eig1) v, Newton's form for a 2x2 matrix.
    x = x0 + first * vx + slope * (-a * vx + k * vy - eig1 * vx)
    y = y0 + first * vy + slope * (l * vx - b * vy - eig1 * vy)
    return RichardsonPath(*(plain(v) for v in np.broadcast_arrays(x, y)))


def fit_richardson(x: ArrayLike, y: ArrayLike) -> RichardsonFit:
    r"""Fit one side of the discrete race by ordinary least squares (M08).

    .. math:: \Delta x_t = k y_{t-1} - a x_{t-1} + g

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Levels of this side and of the other, equally spaced in time, n at least 5.

    Raises
    ------
    ValueError
        If the lengths differ, n is below 5, or the two series are collinear.

    Notes
    -----
    Source: Richardson (1960); critique Caspary (1967). Limits: two series with trends fit each
    other without any link; always fit a placebo pair too, and first differences.
    """
    return _side(_reaction(*_dyad(x, y)))


def fit_dyad(x: ArrayLike, y: ArrayLike) -> DyadFit:
    """Fit both sides of the discrete race and the sign that decides its stability (M08).

    Parameters
    ----------
    x, y : array_like, shape (n,)
        As for `fit_richardson`.

    Returns
    -------
    DyadFit
        The interval of kl - ab is by the delta method, errors of both equations correlated.

    Raises
    ------
    ValueError
        As for `fit_richardson`.

    Notes
    -----
    Source and limits: as for `fit_richardson`. An interval that holds 0 cannot reject stability.
    """
    x, y = _dyad(x, y)
    one, two = _reaction(x, y), _reaction(y, x)
    (k, a, _), (l, b, _) = one.beta, two.beta  # noqa: E741
    gradients = np.array([l, -b, 0.0]), np.array([k, -a, 0.0])
    error = math.sqrt(max(_joint_variance(one, two, _levels(x, y), _levels(y, x), gradients), 0.0))
    return DyadFit(_side(one), _side(two), interval_95(float(k * l - a * b), error, one.df))


def race_of_many(n: ArrayLike, k: ArrayLike, a: ArrayLike) -> RaceOfMany:
    r"""Return the stability of n equal mutual rivals (M09).

    .. math:: \lambda_{max} = (n - 1) k - a

    Parameters
    ----------
    n : array_like
        Number of states, whole, at least 2.
    k, a : array_like
        Reaction to each rival (at least 0) and fatigue (above 0), per unit of time.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Richardson (1960), the n-nation case. Limits: all alike, all mutual rivals.
    """
    n, k, a = whole("n", n, 2), non_negative("k", k), positive("a", a)
    dominant = (n - 1.0) * k - a
    return RaceOfMany(plain(dominant), plain(dominant < 0.0))


def parity(n: ArrayLike, alpha: ArrayLike) -> Parity:
    r"""Tell whether n states can all have what each demands of the others combined (M09).

    .. math:: A_i \ge \alpha \sum_{j \ne i} A_j \; \forall i \; \Rightarrow \; \alpha \le 1 / (n-1)

    Parameters
    ----------
    n : array_like
        Number of states, whole, at least 2.
    alpha : array_like
        Force demanded, as a share of all rivals' forces together, at least 0.

    Returns
    -------
    Parity
        `growth_factor` alpha (n - 1): what one round of best responses does to equal forces.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: summing the demands; debate: Krepinevich (2022). Limits: warheads as the only currency;
    assured retaliation needs no parity.
    """
    n, alpha = np.broadcast_arrays(whole("n", n, 2), non_negative("alpha", alpha))
    largest = 1.0 / (n - 1.0)
    growth = alpha * (n - 1.0)
    return Parity(plain(growth <= 1.0 + ROUNDING), plain(largest), plain(growth))


def parity_path(forces: ArrayLike, alpha: float, rounds: int) -> NDArray[np.float64]:
    r"""Return the forces when all answer the last round's totals at once (M09).

    .. math:: A_i \leftarrow \alpha \sum_{j \ne i} A_j

    Parameters
    ----------
    forces : array_like, shape (n,)
        Forces at the start, at least 0, n at least 2.
    alpha : float
        Demanded share, at least 0.
    rounds : int
        Number of rounds, at least 0.

    Returns
    -------
    ndarray, shape (rounds + 1, n)

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source and limits: as for `parity`; real forces neither jump nor answer at once.
    """
    path = [np.atleast_1d(non_negative("forces", forces))]
    whole("number of forces", path[0].size, 2)
    alpha = float(non_negative("alpha", alpha))
    for _ in range(int(whole("rounds", rounds))):
        path.append(alpha * (path[-1].sum() - path[-1]))
    return np.array(path)


def _race(
    a: ArrayLike,
    b: ArrayLike,
    k: ArrayLike,
    l: ArrayLike,  # noqa: E741
    g: ArrayLike,
    h: ArrayLike,
) -> tuple[NDArray[np.float64], ...]:
    return np.broadcast_arrays(
        positive("a", a),
        positive("b", b),
        non_negative("k", k),
        non_negative("l", l),
        within("g", g),
        within("h", h),
    )


def _eigenvalues(
    a: NDArray,
    b: NDArray,
    k: NDArray,
    l: NDArray,  # noqa: E741
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    # k and l are not negative, so that both are real.
    middle, root = -(a + b) / 2.0, np.sqrt((a - b) ** 2 / 4.0 + k * l)
    return middle + root, middle - root


def _growth(eig: NDArray, t: NDArray) -> NDArray[np.float64]:
    """Return (e^{eig t} - 1) / eig, which is t at 0."""
    safe = np.where(eig == 0.0, 1.0, eig)
    return np.where(eig == 0.0, t, np.expm1(safe * t) / safe)


def _growth_slope(eig1: NDArray, eig2: NDArray, t: NDArray) -> NDArray[np.float64]:
    """Return the divided difference of `_growth`, or its derivative where both are close."""
    eig1, eig2, t = np.broadcast_arrays(eig1, eig2, t)
    close = np.abs(eig1 - eig2) * np.maximum(t, 1.0) < 1e-5
    gap = np.where(close, 1.0, eig1 - eig2)
    apart = (_growth(eig1, t) - _growth(eig2, t)) / gap
    middle = (eig1 + eig2) / 2.0
    flat = np.abs(middle * t) < 1e-4
    safe = np.where(flat, 1.0, middle)
    together = (t * np.exp(safe * t) - _growth(safe, t)) / safe
    together = np.where(flat, t**2 / 2.0 + middle * t**3 / 3.0, together)
    return np.where(close, together, apart)


def _dyad(x: ArrayLike, y: ArrayLike) -> tuple[NDArray, NDArray]:
    x, y = within("x", x), within("y", y)
    if x.shape != y.shape or x.ndim != 1 or x.size < 5:
        raise ValueError(
            f"x and y must be equally long series of at least 5; got shapes {x.shape}, {y.shape}"
        )
    return x, y


def _levels(x: NDArray, y: NDArray) -> NDArray[np.float64]:
    return np.column_stack([y[:-1], -x[:-1], np.ones(x.size - 1)])


def _reaction(x: NDArray, y: NDArray) -> LeastSquares:
    return least_squares(_levels(x, y), np.diff(x))


def _side(fit: LeastSquares) -> RichardsonFit:
    k, a, g = (fit.estimate(i) for i in range(3))
    return RichardsonFit(k, a, g, fit.r_squared, fit.residuals.size)


def _joint_variance(
    one: LeastSquares,
    two: LeastSquares,
    levels_one: NDArray,
    levels_two: NDArray,
    gradients: tuple[NDArray, NDArray],
) -> float:
    """Return the delta-method variance of a function of both equations' coefficients."""
    g1, g2 = gradients
    shared = float(one.residuals @ two.residuals) / one.df
    cross = one.spread @ (levels_one.T @ levels_two) @ two.spread
    own = one.variance() * g1 @ one.spread @ g1 + two.variance() * g2 @ two.spread @ g2
    return float(own + 2.0 * shared * g1 @ cross @ g2)
