"""How much patience a treaty needs when cheating may go unseen (M07)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from twoplustwo.models.domain import Real, plain, share, within


def critical_patience(t: ArrayLike, r: ArrayLike, p: ArrayLike, q: ArrayLike) -> Real:
    r"""Return the smallest discount factor that sustains a limit (M07).

    .. math:: \delta^* = (T - R) / ((T - R) + q (R - P))

    Grim trigger: a cheat earns T each period until it is detected, P ever after; a complier R.

    Parameters
    ----------
    t, r, p : array_like
        Payoff of cheating, of mutual compliance, after the breakdown; T > R > P.
    q : array_like
        Probability that one period's cheating is detected, in [0, 1]. At 0 the answer is 1.

    Raises
    ------
    ValueError
        If T > R > P fails or q lies outside [0, 1].

    Notes
    -----
    Source: repeated games: Friedman (1971), Axelrod (1984); verification: Wittman (1989); this form
    derived for the course. Limits: no false accusation, no renegotiation, perfect memory.
    """
    t, r, p = _ordered(t, r, p)
    q = share("q", q)
    return plain((t - r) / ((t - r) + q * (r - p)))


def compliance_value(r: ArrayLike, delta: ArrayLike) -> Real:
    """Return the present value R / (1 - delta) of complying for ever; delta in [0, 1)."""
    return plain(within("r", r) / (1.0 - _patience(delta)))


def cheating_value(t: ArrayLike, p: ArrayLike, q: ArrayLike, delta: ArrayLike) -> Real:
    r"""Return the present value of cheating until detected (M07).

    .. math:: V = T + \delta ((1 - q) V + q P / (1 - \delta))

    Parameters
    ----------
    t, p : array_like
        Payoff a period while undetected, and after detection; finite.
    q : array_like
        Detection probability a period, in [0, 1].
    delta : array_like
        Discount factor, in [0, 1).

    Raises
    ------
    ValueError
        If an argument lies outside its range.
    """
    t, p, q, delta = within("t", t), within("p", p), share("q", q), _patience(delta)
    after = q * p / (1.0 - delta)
    return plain((t + delta * after) / (1.0 - delta * (1.0 - q)))


def _patience(delta: ArrayLike) -> np.ndarray:
    return within("delta", delta, 0.0, 1.0, open_high=True)


def _ordered(t: ArrayLike, r: ArrayLike, p: ArrayLike) -> list[np.ndarray]:
    t, r, p = np.broadcast_arrays(within("t", t), within("r", r), within("p", p))
    wrong = ~((t > r) & (r > p))
    if wrong.any():
        got = ", ".join(f"{v[wrong].flat[0]:g}" for v in (t, r, p))
        raise ValueError(f"t, r, p must satisfy t > r > p; got {got}")
    return [t, r, p]
