"""The rules as plain JSON for the page's script, and as tables for readers.

The script holds the arithmetic of a quarter; every number and every word it uses comes from here.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from twoplustwo.capstone import words
from twoplustwo.capstone.bots import JP_ANSWERS, PLANS, RU_ANSWERS, RU_PLANS
from twoplustwo.capstone.game import TURNS
from twoplustwo.capstone.rules import JOINT, WORLDS, Effects
from twoplustwo.capstone.scores import DEFAULT_WEIGHTS
from twoplustwo.capstone.state import LIMITS, START
from twoplustwo.capstone.studies import NOISE


def rulebook() -> dict[str, Any]:
    """Return the tables of the game and their words, ready for JSON."""
    return {
        "turns": TURNS,
        "noise": NOISE,
        "start": START._asdict(),
        "limits": dict(LIMITS),
        "worlds": {world: dict(effects) for world, effects in WORLDS.items()},
        "joint": [joint._asdict() for joint in JOINT],
        "answers": {"JP": _lists(JP_ANSWERS), "RU": _lists(RU_ANSWERS)},
        "plans": {"JP": _lists(PLANS), "RU": _lists(RU_PLANS)},
        "planNames": dict(words.PLAN_NAMES),
        "moves": {role: _moves(role) for role in words.SIDES},
        "parts": {role: _parts(role) for role in words.SIDES},
        "sides": dict(words.SIDES),
        "numbers": {key: word.name for key, word in words.NUMBERS.items()},
        "levels": {key: list(names) for key, names in words.LEVELS.items()},
        "theories": {world: list(word) for world, word in words.THEORIES.items()},
        "answered": dict(words.ANSWERED),
        "texts": dict(words.TEXTS),
    }


def _lists(table: Any) -> dict[str, list[str]]:
    return {key: list(values) for key, values in table.items()}


def _moves(role: str) -> dict[str, Any]:
    return {
        move: {
            "effects": dict(effects),
            "name": words.MOVES[role][move].name,
            "about": words.MOVES[role][move].about,
            "text": words.move_lines(role, move),
        }
        for move, effects in words.ACTIONS[role].items()
    }


def _parts(role: str) -> dict[str, Any]:
    return {
        part: {"weight": weight, "name": words.PARTS[part].name, "about": words.PARTS[part].about}
        for part, weight in DEFAULT_WEIGHTS[role].items()
    }


# ---- tables -----------------------------------------------------------------------------------


def move_table(role: str) -> pd.DataFrame:
    """Return one side's eight moves: what each does alone, by theory, and if it is answered.

    Parameters
    ----------
    role : str
        ``JP`` or ``RU``.
    """
    rows = [
        (words.MOVES[role][move].name, "; ".join(filter(None, _lines(role, move, effects))))
        for move, effects in words.ACTIONS[role].items()
    ]
    return pd.DataFrame(rows, columns=["Move", "What it does"])


def _lines(role: str, move: str, effects: Effects) -> tuple[str, str, str]:
    return words.effects_text(effects), words.theory_text(move), words.joint_text(role, move)


def number_table() -> pd.DataFrame:
    """Return the twelve numbers of the state, with their values at the start."""
    rows = [
        (word.name, key, getattr(START, key), word.about) for key, word in words.NUMBERS.items()
    ]
    return pd.DataFrame(rows, columns=["Number", "Letter", "Start", "Meaning"])


def world_table() -> pd.DataFrame:
    """Return what tension makes of moves under each theory."""
    moves = list(dict.fromkeys(move for effects in WORLDS.values() for move in effects))
    names = {**words.MOVES["JP"], **words.MOVES["RU"]}
    columns = {
        f"Tension, {words.THEORIES[world].name.lower()} world": [
            words.signed(effects.get(move, 0)) for move in moves
        ]
        for world, effects in WORLDS.items()
    }
    return pd.DataFrame({"Move": [names[move].name for move in moves], **columns})


def answer_table(role: str) -> pd.DataFrame:
    """Return what the bot that plays `role` answers: in kind, and if it does not reciprocate."""
    answers, other = (JP_ANSWERS, "RU") if role == "JP" else (RU_ANSWERS, "JP")
    rows = [
        (words.MOVES[other][move].name, *(words.MOVES[role][own].name for own in pair))
        for move, pair in answers.items()
    ]
    columns = [f"{words.SIDES[other]}\u2019s last move", "In kind", "Otherwise"]
    return pd.DataFrame(rows, columns=columns)


def score_table() -> pd.DataFrame:
    """Return the parts of both scores with their default weights, in per cent."""
    rows = []
    for part, word in words.PARTS.items():
        weights = [DEFAULT_WEIGHTS[role].get(part) for role in words.SIDES]
        shown = [f"{w:.0%}" if w is not None else "\u2013" for w in weights]
        rows.append((word.name, word.about, *shown))
    return pd.DataFrame(rows, columns=["Part", "How it is read", *words.SIDES.values()])


def plan_table(role: str = "JP") -> pd.DataFrame:
    """Return the fixed plans of a side, one row a plan, one column a quarter."""
    plans = PLANS if role == "JP" else RU_PLANS
    rows = {
        words.PLAN_NAMES[name]: [words.MOVES[role][move].name for move in plan]
        for name, plan in plans.items()
    }
    frame = pd.DataFrame(rows, index=[f"Quarter {turn}" for turn in range(1, TURNS + 1)]).T
    return frame.rename_axis("Plan").reset_index()
