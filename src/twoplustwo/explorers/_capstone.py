"""Many games of the capstone, played once and kept: what both of its explorers rest on.

All plans of a side meet the same luck, so that their differences are those of the plans.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twoplustwo.capstone import PLANS, RU_PLANS, Game, Policy, adaptive, planned
from twoplustwo.capstone.scores import DEFAULT_WEIGHTS, LOST_AT_MOST, parts
from twoplustwo.capstone.studies import against_bot
from twoplustwo.capstone.words import PLAN_NAMES

WORLDS = ("spiral", "deterrence")
ROLES = {"JP": "Japan", "RU": "Russia"}
ORDER = tuple(PLAN_NAMES)
COUNTS = (100, 300, 1000)

Floats = NDArray[np.float64]


class Games(NamedTuple):
    """Results of n games: the six parts of the score, shape (n, 6), and which were lost, (n,)."""

    parts: Floats
    lost: NDArray[np.bool_]

    def totals(self, weights: Floats) -> Floats:
        """Return scores by weights of shape (6,) or (6, m): shape (n,) or (n, m)."""
        found = self.parts @ weights
        lost = self.lost if found.ndim == 1 else self.lost[:, None]
        return np.where(lost, np.minimum(found, LOST_AT_MOST), found)


def plans(role: str) -> tuple[str, ...]:
    """Return the plans of a side in the order of the pictures; only Japan has an adaptive one."""
    return tuple(name for name in ORDER if role == "JP" or name in RU_PLANS)


def default_weights(role: str) -> Floats:
    """Return the registered default weights, shape (6,)."""
    return np.array(list(DEFAULT_WEIGHTS[role].values()))


def games(role: str, plan: str, world: str, alarm: str, count: int) -> Games:
    """Return the games with seeds 1 to `count`, one of `COUNTS`."""
    starts = (1, *(end + 1 for end in COUNTS))
    blocks = [
        _block(role, plan, world, first, last)[alarm]
        for first, last in zip(starts, COUNTS, strict=False)
        if last <= count
    ]
    return Games(*(np.concatenate(series) for series in zip(*blocks, strict=True)))


@cache
def _block(role: str, plan: str, world: str, first: int, last: int) -> dict[str, Games]:
    """Games of a run of seeds, for each answer to an alarm."""
    policy = _policy(role, plan)
    verified = [against_bot(policy, role, world, seed) for seed in range(first, last + 1)]
    # Where no alarm sounds, the answer to alarms changes nothing.
    alerted = [
        against_bot(policy, role, world, game.seed, "alert") if _sounded(game) else game
        for game in verified
    ]
    return {"verify": _results(verified, role), "alert": _results(alerted, role)}


def _policy(role: str, plan: str) -> Policy:
    if plan == "adaptive":
        return adaptive
    return planned((PLANS if role == "JP" else RU_PLANS)[plan])


def _sounded(game: Game) -> bool:
    return any(row.alarm for row in game.quarters)


def _results(played: list[Game], role: str) -> Games:
    values = [list(parts(game, role).values()) for game in played]
    return Games(np.array(values), np.array([game.lost for game in played]))
