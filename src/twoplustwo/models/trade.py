"""Trade shocks: difference-in-differences, synthetic control, gravity, welfare (M18)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoplustwo.models.domain import Real, plain, positive, within
from twoplustwo.models.regression import Estimate, least_squares


class DifferenceInDifferences(NamedTuple):
    """The difference in levels, in logs, and the logs as a percentage."""

    did: Real
    log_did: Real
    pct: Real


class SyntheticControl(NamedTuple):
    """Donor weights (at least 0, sum 1) and the error of the fit before the event."""

    weights: NDArray[np.float64]
    pre_rmse: float


class Welfare(NamedTuple):
    """Real income after over before, and the loss if all trade stopped."""

    w_hat: Real
    autarky_loss: Real


def difference_in_differences(treated: ArrayLike, control: ArrayLike) -> DifferenceInDifferences:
    r"""Return the change of the treated less the change of the control (M18).

    .. math:: DiD = (T_1 - T_0) - (C_1 - C_0), \quad \% = 100 (e^{DiD_{log}} - 1)

    Parameters
    ----------
    treated, control : array_like, shape (..., 2)
        Values before and after, above 0, in one unit.

    Raises
    ------
    ValueError
        If a value is not above 0 or the last axis is not 2 long.

    Notes
    -----
    Source: Card and Krueger (1994); Angrist and Pischke (2009), chapter 5. Limits: parallel trends.
    """
    t, c = _pairs("treated", treated), _pairs("control", control)
    did = np.diff(t)[..., 0] - np.diff(c)[..., 0]
    log_did = np.diff(np.log(t))[..., 0] - np.diff(np.log(c))[..., 0]
    return DifferenceInDifferences(plain(did), plain(log_did), plain(100.0 * np.expm1(log_did)))


def fit_did(treated: ArrayLike, control: ArrayLike, before: int) -> Estimate:
    r"""Return the log difference-in-differences of two series with its interval (M18).

    .. math:: \ln T_t - \ln C_t = m + DiD \cdot [t \ge before] + e_t

    Parameters
    ----------
    treated, control : array_like, shape (n,)
        Positive values in equal periods, n at least 3.
    before : int
        Number of periods before the event, at least 1 and below n.

    Raises
    ------
    ValueError
        If a value is not above 0, the lengths differ, or `before` leaves one side empty.

    Notes
    -----
    Source: Angrist and Pischke (2009), chapter 5. Limits: parallel trends; serial correlation makes
    the interval too narrow (Bertrand, Duflo and Mullainathan 2004). Show `event_study` beside it.
    """
    gap = _log_gap(treated, control)
    within("before", before, 1, gap.size - 1)
    after = (np.arange(gap.size) >= before).astype(float)
    return least_squares(np.column_stack([after, np.ones(gap.size)]), gap).estimate(0)


def event_study(treated: ArrayLike, control: ArrayLike, base: int) -> NDArray[np.float64]:
    """Return the log gap of treated over control, relative to period `base` (M18).

    Parameters
    ----------
    treated, control : array_like, shape (n,)
        Positive values in equal periods.
    base : int
        The period set to 0, usually the last before the event.

    Raises
    ------
    ValueError
        If a value is not above 0, the lengths differ, or `base` is no period.

    Notes
    -----
    Source: Angrist and Pischke (2009). A slope before the event speaks against parallel trends.
    """
    gap = _log_gap(treated, control)
    within("base", base, 0, gap.size - 1)
    return gap - gap[int(base)]


def synthetic_control(treated_pre: ArrayLike, donors_pre: ArrayLike) -> SyntheticControl:
    r"""Return the mixture of donors nearest to the treated before the event (M18).

    .. math:: \min_w \| y - D' w \|^2, \quad w \ge 0, \; \sum w = 1

    Parameters
    ----------
    treated_pre : array_like, shape (periods,)
        The treated series before the event.
    donors_pre : array_like, shape (donors, periods)
        The donors' series in the same periods.

    Raises
    ------
    ValueError
        If the periods differ or a value is not finite.

    Notes
    -----
    Source: Abadie, Diamond and Hainmueller (2010). Limits: few periods fit by chance; with donors
    that are mixtures of each other the weights are not unique.
    """
    y, donors = within("treated_pre", treated_pre), within("donors_pre", donors_pre)
    if y.ndim != 1 or donors.ndim != 2 or donors.shape[1] != y.size or not donors.size:
        raise ValueError(
            "donors_pre must have shape (donors, periods) with the periods of treated_pre; "
            f"got shapes {donors.shape} and {y.shape}"
        )
    weights = _simplex_least_squares(donors.T, y)
    return SyntheticControl(weights, float(np.sqrt(np.mean((donors.T @ weights - y) ** 2))))


def gravity_ratio(distance_ratio: ArrayLike, elasticity: ArrayLike = -0.9) -> Real:
    r"""Return trade after over before when distance changes (M18): (d'/d)^elasticity.

    Parameters
    ----------
    distance_ratio : array_like
        New distance over old, above 0.
    elasticity : array_like
        Elasticity of trade with respect to distance, finite; about -0.9 on average.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Disdier and Head (2008). Limits: partial; prices and third countries stand still.
    """
    return plain(positive("distance_ratio", distance_ratio) ** within("elasticity", elasticity))


def welfare(
    domestic_share_before: ArrayLike, domestic_share_after: ArrayLike, epsilon: ArrayLike
) -> Welfare:
    r"""Return the change of real income from two shares and one elasticity (M18).

    .. math:: \hat W = (\lambda' / \lambda)^{1 / \varepsilon}, \quad
        loss_{autarky} = 1 - \lambda^{-1 / \varepsilon}

    Parameters
    ----------
    domestic_share_before, domestic_share_after : array_like
        Share of spending on domestic goods, in (0, 1].
    epsilon : array_like
        Trade elasticity, below 0.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Arkolakis, Costinot and Rodriguez-Clare (2012), equation 1.
    Limits: one sector; short-run losses are larger.
    """
    before = _domestic("domestic_share_before", domestic_share_before)
    after = _domestic("domestic_share_after", domestic_share_after)
    epsilon = within("epsilon", epsilon, high=0.0, open_high=True)
    w_hat = (after / before) ** (1.0 / epsilon)
    loss = 1.0 - (1.0 / before) ** (1.0 / epsilon)
    return Welfare(*(plain(v) for v in np.broadcast_arrays(w_hat, loss)))


def _pairs(name: str, values: ArrayLike) -> NDArray[np.float64]:
    array = positive(name, values)
    if array.ndim == 0 or array.shape[-1] != 2:
        raise ValueError(f"{name} must hold two values, before and after; got shape {array.shape}")
    return array


def _log_gap(treated: ArrayLike, control: ArrayLike) -> NDArray[np.float64]:
    t, c = positive("treated", treated), positive("control", control)
    if t.shape != c.shape or t.ndim != 1:
        raise ValueError(f"treated and control must be equally long; got {t.shape} and {c.shape}")
    return np.log(t) - np.log(c)


def _domestic(name: str, value: ArrayLike) -> NDArray[np.float64]:
    return within(name, value, 0.0, 1.0, open_low=True)


def _simplex_least_squares(columns: NDArray, y: NDArray) -> NDArray[np.float64]:
    """Minimise |columns w - y| over the simplex by an active-set method (after Lawson-Hanson)."""
    count = columns.shape[1]
    w = np.zeros(count)
    w[np.argmin(((columns - y[:, None]) ** 2).sum(axis=0))] = 1.0
    tolerance = 1e-12 * max(float(np.abs(columns).max()), 1.0) ** 2
    for _ in range(50 * count):
        slope = columns.T @ (columns @ w - y)
        gain = slope - slope @ w
        entering = int(np.argmin(np.where(w > 0, np.inf, gain)))
        if w[entering] > 0 or gain[entering] > -tolerance:
            break
        w = _descend(columns, y, w, entering)
    return w


def _descend(columns: NDArray, y: NDArray, w: NDArray, entering: int) -> NDArray[np.float64]:
    """Let one more column in, then drop those whose weight would turn negative."""
    active = w > 0
    active[entering] = True
    while True:
        best = _on_plane(columns, y, active)
        low = active & (best <= 0)
        if not low.any():
            return best
        step = np.min(w[low] / np.maximum(w[low] - best[low], math.ulp(1.0)))
        moved = w + step * (best - w)
        active &= ~(low & (moved <= 1e-14))
        w = np.where(active, np.maximum(moved, 0.0), 0.0)
        w /= w.sum()


def _on_plane(columns: NDArray, y: NDArray, active: NDArray) -> NDArray[np.float64]:
    """Solve the least squares of the active columns with weights that sum to 1."""
    index = np.flatnonzero(active)
    origin, rest = index[0], index[1:]
    shifted = columns[:, rest] - columns[:, [origin]]
    free = np.linalg.lstsq(shifted, y - columns[:, origin], rcond=None)[0]
    best = np.zeros(columns.shape[1])
    best[rest], best[origin] = free, 1.0 - free.sum()
    return best
