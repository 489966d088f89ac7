"""The security dilemma as a symmetric 2x2 game (M06).

Two sides choose Restrain (C) or Deploy (D). Payoffs, in the usual letters: R both restrain, T I
deploy alone, P both deploy, S I restrain alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from twoplustwo.models.domain import Real, plain, within

RESTRAIN, DEPLOY = "Restrain", "Deploy"


class DeploymentGame(NamedTuple):
    """A classified game.

    `pure` lists the pure equilibria, row's move first; `y` is the probability of the other's
    restraint that makes one indifferent; `risk_dominant` is set where both CC and DD are
    equilibria. None where it does not apply.
    """

    name: str
    pure: tuple[str, ...]
    y: float | None
    risk_dominant: str | None


def deployment_game(r: float, t: float, p: float, s: float) -> DeploymentGame:
    r"""Classify a symmetric 2x2 game and find its equilibria (M06).

    Stag hunt R > T >= P > S; prisoner's dilemma T > R > P > S; chicken T > R > S > P.

    Parameters
    ----------
    r, t, p, s : float
        Payoffs (both restrain, deploy alone, both deploy, restrain alone), finite, any unit.

    Raises
    ------
    ValueError
        If a payoff is not a finite number.

    Notes
    -----
    Source: Jervis (1978), "Cooperation under the Security Dilemma"; risk dominance: Harsanyi and
    Selten (1988). Limits: two identical sides, one move, payoffs known; Wagner (1983) thinks such
    games usually inadequate.
    """
    r, t, p, s = (float(within(name, v)) for name, v in zip("rtps", (r, t, p, s), strict=True))
    pure = pure_equilibria(r, t, p, s)
    y = indifference_belief(r, t, p, s)
    coordination = r > t and p > s
    return DeploymentGame(
        game_name(r, t, p, s),
        pure,
        None if np.isnan(y) else float(y),
        _risk_dominant(r - t, p - s) if coordination else None,
    )


def game_name(r: float, t: float, p: float, s: float) -> str:
    """Name the game by the order of its payoffs; ``other`` where no common name fits.

    Besides the three of M06: harmony (R > T, S > P: restraint dominates) and deadlock
    (T > P > R and P > S: both prefer mutual deployment).
    """
    if r > t >= p > s:
        return "stag_hunt"
    if t > r > p > s:
        return "prisoners_dilemma"
    if t > r > s > p:
        return "chicken"
    if r > t and s > p:
        return "harmony"
    return "deadlock" if t > p > r and p > s else "other"


def pure_equilibria(r: float, t: float, p: float, s: float) -> tuple[str, ...]:
    """Return the pure Nash equilibria among CC, CD, DC, DD (weak ones included)."""
    mixed_moves = s >= p and t >= r
    stable = {"CC": r >= t, "CD": mixed_moves, "DC": mixed_moves, "DD": p >= s}
    return tuple(profile for profile, holds in stable.items() if holds)


def indifference_belief(r: ArrayLike, t: ArrayLike, p: ArrayLike, s: ArrayLike) -> Real:
    r"""Return the belief in the other's restraint at which both moves pay the same (M06).

    .. math:: y = (P - S) / (R - S - T + P)

    Parameters
    ----------
    r, t, p, s : array_like
        Payoffs, finite; they broadcast.

    Returns
    -------
    float or ndarray
        In (0, 1); NaN where one move is at least as good against everything.

    Raises
    ------
    ValueError
        If a payoff is not finite.
    """
    r, t, p, s = (within(name, v) for name, v in zip("rtps", (r, t, p, s), strict=True))
    against_restraint, against_deployment = np.broadcast_arrays(r - t, p - s)
    # A mixture exists only if the better move depends on what the other does.
    inner = against_restraint * against_deployment > 0
    total = np.where(inner, against_restraint + against_deployment, 1.0)
    return plain(np.where(inner, against_deployment / total, np.nan))


def _risk_dominant(gain_restrain: float, gain_deploy: float) -> str | None:
    if gain_restrain == gain_deploy:
        return None
    return RESTRAIN if gain_restrain > gain_deploy else DEPLOY
