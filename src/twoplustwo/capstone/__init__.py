"""Two Plus Two, the capstone simulation (M22): eight quarters, two delegations, open rules.

The numbers are invented; only the direction of each arrow has a literature. Everything is a pure
function of the moves, the world and the seed, so that a game can be replayed with other moves, or
in the other world, under the same luck.

>>> from twoplustwo.capstone import PLANS, bot_ru, play, planned, score
>>> game = play(planned(PLANS["dual_track"]), bot_ru, world="spiral", seed=7)
>>> score(game, "JP").parts["alliance"]
67.0
"""

from __future__ import annotations

from twoplustwo.capstone.bots import PLANS, RU_PLANS, adaptive, bot_jp, bot_ru, planned
from twoplustwo.capstone.game import Game, Policy, Situation, play, replay
from twoplustwo.capstone.rules import JP_ACTIONS, RU_ACTIONS, WORLDS, Moves, Quarter, quarter
from twoplustwo.capstone.scores import DEFAULT_WEIGHTS, Score, score
from twoplustwo.capstone.state import START, State, draw
from twoplustwo.capstone.studies import Summary, excluded_at, monte_carlo, regrets

__all__ = [
    "DEFAULT_WEIGHTS",
    "JP_ACTIONS",
    "PLANS",
    "RU_ACTIONS",
    "RU_PLANS",
    "START",
    "WORLDS",
    "Game",
    "Moves",
    "Policy",
    "Quarter",
    "Score",
    "Situation",
    "State",
    "Summary",
    "adaptive",
    "bot_jp",
    "bot_ru",
    "draw",
    "excluded_at",
    "monte_carlo",
    "planned",
    "play",
    "quarter",
    "regrets",
    "replay",
    "score",
]
