"""What a game was worth to each side: always the parts first, then one number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from twoplustwo.capstone.game import Game, one_role

# Registered before the first quarter; these are the defaults. A side's parts lie in 0-100.
DEFAULT_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "JP": {
        "stability": 0.35,
        "transparency": 0.15,
        "alliance": 0.15,
        "support": 0.15,
        "sea_lanes": 0.10,
        "channel": 0.10,
    },
    "RU": {
        "stability": 0.35,
        "transparency": 0.10,
        "threat": 0.20,
        "support": 0.20,
        "sea_lanes": 0.05,
        "channel": 0.10,
    },
}

LOST_AT_MOST = 20.0


class Score(NamedTuple):
    """The parts, each in 0-100 (more is better for that side), and their weighted sum."""

    parts: dict[str, float]
    total: float


def score(game: Game, role: str, weights: Mapping[str, float] | None = None) -> Score:
    """Score a game for one side.

    Parameters
    ----------
    game : Game
        Played to its end.
    role : str
        ``JP`` or ``RU``.
    weights : mapping, optional
        One weight for each part of that side, at least 0, with sum 1. Default `DEFAULT_WEIGHTS`.

    Returns
    -------
    Score
        A lost game has no stability and a total of at most 20.

    Raises
    ------
    ValueError
        If the role is unknown or the weights do not fit it.
    """
    found = parts(game, role)
    weights = checked(DEFAULT_WEIGHTS[role] if weights is None else weights, role)
    total = sum(weights[name] * value for name, value in found.items())
    return Score(found, min(total, LOST_AT_MOST) if game.lost else total)


def parts(game: Game, role: str) -> dict[str, float]:
    """Return the parts of one side's score, in the order of its weights."""
    state, tensions = game.final, [row.state.T for row in game.quarters]
    own = {"JP": ("alliance", float(state.S)), "RU": ("threat", 100 - 100 * state.D / 3)}
    name, value = own[one_role(role)]
    return {
        "stability": 0.0 if game.lost else 100 - sum(tensions) / len(tensions),
        "transparency": float(state.V),
        name: value,
        "support": float(state.A if role == "JP" else state.B),
        "sea_lanes": 100.0 - state.L,
        "channel": 100 * state.H / 3,
    }


def checked(weights: Mapping[str, float], role: str) -> Mapping[str, float]:
    """Return the weights, or raise ValueError that says what is accepted."""
    names = DEFAULT_WEIGHTS[role].keys()
    if weights.keys() != names:
        raise ValueError(f"weights must be given for {', '.join(names)}; got {', '.join(weights)}")
    if min(weights.values()) < 0 or not math.isclose(sum(weights.values()), 1.0, abs_tol=1e-9):
        raise ValueError(
            f"weights must be at least 0 with sum 1; got {list(weights.values())}, "
            f"sum {sum(weights.values()):g}"
        )
    return weights
