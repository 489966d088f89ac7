"""Bargaining over a divided issue: range, indivisibility, commitment, surplus, win-sets (M01-M05).

The issue is x in [0, 1], the share of the first side (A; in the islands chapters, Tokyo). Every
function broadcasts its arguments, so that a whole grid is one call.

Read for the islands: nobody here expects war. `p` is the share a side expects from prolonging the
dispute, a cost is what stalemate costs it (no treaty, foregone trade, a military build-up). All
values are illustrative.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    share,
    within,
)


class BargainingRange(NamedTuple):
    """Shares that both sides prefer to no agreement: from `lower` to `upper`, `width` apart."""

    lower: Real
    upper: Real
    width: Real


class PreventiveWar(NamedTuple):
    """`war` holds where `lhs` exceeds `rhs` in the condition of `preventive_war`."""

    war: Truth
    lhs: Real
    rhs: Real


class PreemptionRange(NamedTuple):
    """Peaceful shares when the first mover gains; `exists` is false where they are none."""

    lower: Real
    upper: Real
    exists: Truth


class NashShare(NamedTuple):
    """First side's share `x` (NaN without a surplus) and the `surplus` over both disagreements."""

    x: Real
    surplus: Real


class WinSet(NamedTuple):
    """Shares both home fronts would ratify; without any, `width` is 0 and `agreement` false."""

    lower: Real
    upper: Real
    width: Real
    agreement: Truth


class VetoSet(NamedTuple):
    """Outcomes a veto player accepts in place of the status quo."""

    lower: Real
    upper: Real


class Decoupling(NamedTuple):
    """Whether a separate track can be ratified, its `surplus`, and the transfer that splits it."""

    ratifiable: Truth
    surplus: Real
    transfer_to_j: Real


def bargaining_range(
    p: ArrayLike, c_a: ArrayLike, c_b: ArrayLike, rho: ArrayLike = 1.0
) -> BargainingRange:
    r"""Return the bargaining range (M01).

    .. math:: u(x) \ge p - c_A, \quad u(1 - x) \ge 1 - p - c_B, \quad u(z) = z^{\rho}

    so that x lies in [(p - c_A)^{1/rho}, 1 - (1 - p - c_B)^{1/rho}], clipped to [0, 1]. If both
    are risk-neutral (rho = 1): [p - c_A, p + c_B], as wide as both costs, wherever p lies.

    Parameters
    ----------
    p : array_like
        Share that A expects without agreement, in [0, 1].
    c_a, c_b : array_like
        Cost of no agreement for A and B, in units of the whole issue, at least 0.
    rho : array_like
        Curvature of utility, above 0: 1 is risk-neutral, below 1 risk-averse. Above 1 (risk-
        acceptant) the range can be empty: then `lower` exceeds `upper` and the width is 0.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Fearon (1995), "Rationalist Explanations for War".
    Limits: unitary actors, a divisible issue, p known to both.
    """
    p, rho = share("p", p), positive("rho", rho)
    c_a, c_b = non_negative("c_a", c_a), non_negative("c_b", c_b)
    lower = np.clip(p - c_a, 0.0, 1.0) ** (1.0 / rho)
    upper = 1.0 - np.clip(1.0 - p - c_b, 0.0, 1.0) ** (1.0 / rho)
    lower, upper = np.broadcast_arrays(lower, upper)
    return BargainingRange(plain(lower), plain(upper), plain(np.maximum(upper - lower, 0.0)))


def package_shares(weights: ArrayLike, counts: Iterable[int] = (0, 2, 3, 4)) -> NDArray[np.float64]:
    r"""Return the shares of the only packages on the table (M02).

    .. math:: X = \{\textstyle\sum_{i \le n} w_i / \sum_i w_i : n \in counts\}

    Parameters
    ----------
    weights : array_like, shape (..., items)
        Weight of each item, in the order in which the packages add them: land areas in km2, or
        whatever the reader thinks each is worth. At least 0, with a sum above 0.
    counts : iterable of int
        How many items each package holds. For the islands (Habomai, Shikotan, Kunashir/Kunashiri,
        Iturup/Etorofu) none, two, three or all four.

    Returns
    -------
    ndarray, shape (..., packages)

    Raises
    ------
    ValueError
        If a weight is negative, all are zero, or a count exceeds the items.

    Notes
    -----
    Source: Fearon (1995) on indivisible issues; Powell (2006) for the objection.
    Limits: area is not value (straits, fishing zones, symbols).
    """
    weights = np.atleast_1d(non_negative("weights", weights))
    items = weights.shape[-1]
    counts = within("counts", list(counts), 0, items).astype(int)
    total = positive("sum of weights", weights.sum(axis=-1))
    start = np.zeros((*weights.shape[:-1], 1))
    sums = np.concatenate([start, np.cumsum(weights, axis=-1)], axis=-1)
    return sums[..., counts] / total[..., np.newaxis]


def side_payment_needed(shares: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> Real:
    r"""Return the smallest side payment that brings each package into the range (M02).

    .. math:: s(x) = \max(lower - x,\; x - upper,\; 0)

    Parameters
    ----------
    shares : array_like, shape (packages,)
        Shares of the packages, in [0, 1].
    lower, upper : array_like
        Ends of the bargaining range, in [0, 1].

    Returns
    -------
    ndarray, shape (..., packages)
        In units of the whole issue; the leading shape is that of `lower` and `upper` broadcast.

    Raises
    ------
    ValueError
        If an argument lies outside its range or `lower` exceeds `upper`.
    """
    shares, lower, upper = share("shares", shares), share("lower", lower), share("upper", upper)
    gap = np.asarray(upper - lower)
    if (gap < -ROUNDING).any():
        raise ValueError(f"lower must not exceed upper; it does by {-gap.min():g}")
    below, above = lower[..., np.newaxis] - shares, shares - upper[..., np.newaxis]
    return plain(np.maximum(np.maximum(below, above), 0.0))


def feasible_packages(
    shares: ArrayLike, lower: ArrayLike, upper: ArrayLike, side_payment: ArrayLike = 0.0
) -> Truth:
    r"""Tell which packages an agreement can use (M02).

    .. math:: \exists s: |s| \le S, \; x + s \in [lower, upper]

    Parameters
    ----------
    shares : array_like, shape (packages,)
    lower, upper : array_like
        Ends of the bargaining range, in [0, 1].
    side_payment : array_like
        The largest transfer S either side can make, in units of the whole issue, at least 0.

    Returns
    -------
    ndarray of bool, shape (..., packages)

    Raises
    ------
    ValueError
        If an argument lies outside its range or `lower` exceeds `upper`.

    Notes
    -----
    Source: Fearon (1995). Limits: as for `package_shares`.
    """
    limit = non_negative("side_payment", side_payment)[..., np.newaxis]
    return plain(np.asarray(side_payment_needed(shares, lower, upper)) <= limit + ROUNDING)


def preventive_war(p1: ArrayLike, p2: ArrayLike, delta: ArrayLike, c_b: ArrayLike) -> PreventiveWar:
    r"""Return the commitment problem behind a preventive war (M03).

    .. math:: war \iff \delta p_2 - p_1 > c_B (1 - \delta)^2

    B declines, A's chance of winning rises from p1 to p2, A makes the offers. War pays A
    p/(1-delta) - c_A and B (1-p)/(1-delta) - c_B: the cost is paid once. (With a cost paid in each
    period the right side is c_B (1 - delta); the two forms are often mixed up.)

    Parameters
    ----------
    p1, p2 : array_like
        A's chance of winning now and later, in [0, 1].
    delta : array_like
        Discount factor, in [0, 1): patience.
    c_b : array_like
        B's one-off cost of war, at least 0, in units of one period's whole issue.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Fearon (1995).
    Limits: the shift is certain and known; Debs and Monteiro (2014) show that uncertainty about it
    is needed, and that transparency removes the war.
    """
    p1, p2, c_b = share("p1", p1), share("p2", p2), non_negative("c_b", c_b)
    delta = within("delta", delta, 0.0, 1.0, open_high=True)
    lhs, rhs = np.broadcast_arrays(delta * p2 - p1, c_b * (1.0 - delta) ** 2)
    return PreventiveWar(plain(lhs > rhs + ROUNDING), plain(lhs), plain(rhs))


def preemption_range(
    p_first: ArrayLike, p_second: ArrayLike, c_a: ArrayLike, c_b: ArrayLike
) -> PreemptionRange:
    r"""Return the peaceful range when striking first is an advantage (M03).

    .. math:: [p_f - c_A,\; p_s + c_B], \quad \text{empty} \iff p_f - p_s > c_A + c_B

    Parameters
    ----------
    p_first, p_second : array_like
        A's chance of winning if A moves first, and if B does, in [0, 1].
    c_a, c_b : array_like
        Costs of war, at least 0, in units of the whole issue.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Fearon (1995). Limits: the ends are not clipped to [0, 1], so that `lower` above `upper`
    shows by how much the range fails.
    """
    p_first, p_second = share("p_first", p_first), share("p_second", p_second)
    lower, upper = np.broadcast_arrays(
        p_first - non_negative("c_a", c_a), p_second + non_negative("c_b", c_b)
    )
    return PreemptionRange(plain(lower), plain(upper), plain(lower <= upper + ROUNDING))


def nash_share(d_j: ArrayLike, d_r: ArrayLike, tau: ArrayLike = 0.5) -> NashShare:
    r"""Return the (generalised) Nash bargaining solution of an issue of size 1 (M04).

    .. math:: x^* = d_J + \tau (1 - d_J - d_R) = \arg\max (x - d_J)^{\tau} (1 - x - d_R)^{1 - \tau}

    Parameters
    ----------
    d_j, d_r : array_like
        What each side has without agreement, in [0, 1], in units of the whole issue.
    tau : array_like
        Bargaining power of the first side, in [0, 1].

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Nash (1950), "The Bargaining Problem"; weights: Harsanyi and Selten (1972).
    Limits: assumes an efficient agreement; where d_J + d_R exceeds 1 there is none (x is NaN).
    """
    d_j, d_r, tau = share("d_j", d_j), share("d_r", d_r), share("tau", tau)
    d_j, d_r, tau = np.broadcast_arrays(d_j, d_r, tau)
    surplus = 1.0 - d_j - d_r
    x = np.where(surplus >= -ROUNDING, d_j + tau * surplus, np.nan)
    return NashShare(plain(x), plain(surplus))


def rubinstein_share(delta_1: ArrayLike, delta_2: ArrayLike) -> Real:
    r"""Return the first mover's share in alternating offers (M04).

    .. math:: x = (1 - \delta_2) / (1 - \delta_1 \delta_2)

    Parameters
    ----------
    delta_1, delta_2 : array_like
        Discount factors of the first proposer and of the responder, in [0, 1).

    Raises
    ------
    ValueError
        If a discount factor lies outside [0, 1).

    Notes
    -----
    Source: Rubinstein (1982), "Perfect Equilibrium in a Bargaining Model".
    Limits: offers without end, patience known to both; at delta = 1 for both any share is possible.
    """
    delta_1 = within("delta_1", delta_1, 0.0, 1.0, open_high=True)
    delta_2 = within("delta_2", delta_2, 0.0, 1.0, open_high=True)
    return plain((1.0 - delta_2) / (1.0 - delta_1 * delta_2))


def win_set(min_j: ArrayLike, max_r: ArrayLike, ban: ArrayLike = False) -> WinSet:
    r"""Return the overlap of two win-sets, with or without a constitutional ban (M05).

    .. math:: \{x : x \ge m_J\} \cap \{x : x \le M_R\}, \quad M_R = 0 \text{ under the ban}

    Parameters
    ----------
    min_j : array_like
        Smallest share that could be ratified in Japan, in [0, 1].
    max_r : array_like
        Largest share that could be ratified in Russia without the ban, in [0, 1].
    ban : array_like of bool
        Whether a ban on alienating territory is in force (the 2020 amendment, article 67, 2.1).

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Putnam (1988), "Diplomacy and Domestic Politics".
    Limits: thresholds cannot be observed, polls are not win-sets, and the ban has exceptions
    (delimitation, demarcation, re-demarcation).
    """
    min_j, max_r = share("min_j", min_j), share("max_r", max_r)
    lower, upper = np.broadcast_arrays(min_j, np.where(np.asarray(ban, bool), 0.0, max_r))
    width = np.maximum(upper - lower, 0.0)
    return WinSet(plain(lower), plain(upper), plain(width), plain(lower <= upper + ROUNDING))


def veto_set(ideal: ArrayLike, status_quo: ArrayLike) -> VetoSet:
    r"""Return what a veto player accepts in place of the status quo (M05).

    .. math:: [v - |v - q|,\; v + |v - q|]

    Parameters
    ----------
    ideal, status_quo : array_like
        The veto player's ideal point v and the status quo q, on one line, finite.

    Raises
    ------
    ValueError
        If an argument is not finite.

    Notes
    -----
    Source: Romer and Rosenthal (1978); Milner (1997).
    Limits: one dimension, losses equal on both sides of v; not clipped to [0, 1].
    """
    ideal, status_quo = within("ideal", ideal), within("status_quo", status_quo)
    reach = np.abs(ideal - status_quo)
    return VetoSet(plain(ideal - reach), plain(ideal + reach))


def decoupling(b_j: ArrayLike, b_r: ArrayLike, k_j: ArrayLike, k_r: ArrayLike) -> Decoupling:
    r"""Tell whether a security track apart from the territorial one can be ratified (M05).

    .. math:: b_J + b_R \ge k_J + k_R, \quad
        transfer_J = \tfrac12 (b_J + b_R - k_J - k_R) - (b_J - k_J)

    Parameters
    ----------
    b_j, b_r : array_like
        Benefit of the track to each side, at least 0, in a common unit.
    k_j, k_r : array_like
        Cost at home of "shelving" the territorial question, at least 0, in the same unit.

    Returns
    -------
    Decoupling
        `transfer_to_j` splits the surplus equally; negative: Japan pays; NaN where not ratifiable.

    Raises
    ------
    ValueError
        If an argument is negative or not finite.

    Notes
    -----
    Source: this course's own condition, in the spirit of Putnam (1988) and of issue linkage.
    Limits: assumes that side payments are possible and that benefits compare across states.
    """
    b_j, b_r = non_negative("b_j", b_j), non_negative("b_r", b_r)
    k_j, k_r = non_negative("k_j", k_j), non_negative("k_r", k_r)
    surplus = b_j + b_r - k_j - k_r
    ratifiable = surplus >= -ROUNDING
    transfer = np.where(ratifiable, surplus / 2.0 - (b_j - k_j), np.nan)
    return Decoupling(plain(ratifiable), plain(surplus), plain(transfer))
