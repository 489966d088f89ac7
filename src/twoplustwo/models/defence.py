"""Leakage through a missile defence (M12).

DUAL-USE: no interceptor's real single-shot probability belongs in an argument, a default, an
example or a table; no decoy, manoeuvre or countermeasure is modelled.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from twoplustwo.models.domain import Real, plain, share, whole, within


class Raid(NamedTuple):
    """Outcome of one raid: chance that nothing leaks, expected leakers, interceptors fired."""

    p_no_leak: Real
    expected_leak: Real
    interceptors: Real


class Shots(NamedTuple):
    """Shots at each warhead: the solution of the equation, and the whole number above it."""

    exact: Real
    whole: Real


def raid(n: ArrayLike, k: ArrayLike, m: ArrayLike, p_track: ArrayLike = 1.0) -> Raid:
    r"""Return how a defence fares against one raid (M12).

    .. math:: P_0 = P_{track} [1 - (1 - k)^m]^n, \quad E = n [P_{track} (1 - k)^m + 1 - P_{track}]

    Parameters
    ----------
    n : array_like
        Warheads in the raid, whole, at least 1.
    k : array_like
        Chance that one interceptor stops its warhead, in [0, 1]; illustrative.
    m : array_like
        Interceptors fired at each warhead, whole, at least 0.
    p_track : array_like
        Chance that the whole defence sees the raid at all (common mode), in [0, 1].

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Wilkening (1999), "A Simple Model for Calculating Ballistic Missile Defense
    Effectiveness". Limits: independent shots, one salvo, no decoys; k is no test-range score.
    DUAL-USE: illustrative k only.
    """
    n, m = np.broadcast_arrays(whole("n", n, 1), whole("m", m))
    k, p_track = share("k", k), share("p_track", p_track)
    leak = (1.0 - k) ** m
    none, expected = p_track * (1.0 - leak) ** n, n * (p_track * leak + 1.0 - p_track)
    return Raid(plain(none), plain(expected), plain((n * m).astype(int)))


def shots_needed(n: ArrayLike, k: ArrayLike, p0: ArrayLike, p_track: ArrayLike = 1.0) -> Shots:
    r"""Return the shots a warhead must meet for a wanted chance of no leak (M12).

    .. math:: m \ge \ln(1 - (P_0 / P_{track})^{1/n}) / \ln(1 - k)

    Parameters
    ----------
    n : array_like
        Warheads in the raid, whole, at least 1.
    k : array_like
        Chance that one interceptor stops its warhead, in (0, 1).
    p0 : array_like
        Wanted chance of no leak, in (0, 1).
    p_track : array_like
        Common-mode chance, in (0, 1].

    Returns
    -------
    Shots
        Infinite where `p0` is at least `p_track`: no number of interceptors buys that back.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source, limits and DUAL-USE: as for `raid`.
    """
    n, k = whole("n", n, 1), within("k", k, 0.0, 1.0, open_low=True, open_high=True)
    p0 = within("p0", p0, 0.0, 1.0, open_low=True, open_high=True)
    p_track = within("p_track", p_track, 0.0, 1.0, open_low=True)
    reachable = p0 < p_track
    wanted = np.where(reachable, p0 / p_track, 0.5)
    exact = np.log1p(-(wanted ** (1.0 / n))) / np.log1p(-k)
    exact = np.where(reachable, exact, np.inf)
    # A solution that is whole on paper must not be rounded up by the last bit.
    return Shots(plain(exact), plain(np.maximum(np.ceil(exact - 1e-9), 1.0)))
