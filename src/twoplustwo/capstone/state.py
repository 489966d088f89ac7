"""The state of the game, how it changes, and where its luck comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple


class State(NamedTuple):
    """Twelve whole numbers; every change is clipped to `LIMITS` at once."""

    T: int = 45  # tension
    V: int = 20  # transparency
    H: int = 1  # channel: 0 closed, 1 working level, 2 senior, 3 ministerial
    D: int = 1  # deployment in Japan: 0 none, 1 exercise, 2 rotational, 3 permanent
    C: int = 0  # Russian counter-deployment
    S: int = 60  # alliance
    A: int = 50  # support at home, Japan
    B: int = 55  # support at home, Russia
    L: int = 10  # sea-lane stress
    P: int = 0  # functional cooperation
    K: int = 1  # DPRK tests in the last quarter
    M: int = 0  # whether Russia briefed on the DPRK in the last quarter


START = State()

LIMITS: Mapping[str, int] = {
    "T": 100,
    "V": 100,
    "H": 3,
    "D": 3,
    "C": 3,
    "S": 100,
    "A": 100,
    "B": 100,
    "L": 100,
    "P": 3,
    "K": 5,
    "M": 1,
}

LABELS = ("dprk", "alarm", "verify", "loss", "bot", "noise", "world")


def changed(state: State, **effects: int) -> State:
    """Return the state with each named number moved by its effect, within 0 and its limit."""
    moved = {
        name: min(max(getattr(state, name) + effect, 0), LIMITS[name])
        for name, effect in effects.items()
    }
    return state._replace(**moved)


@lru_cache(maxsize=1 << 17)
def draw(seed: int, turn: int, label: str) -> float:
    """Return the draw in [0, 1) of one turn and label: the same whatever was played.

    The first six bytes, big-endian, of sha256("seed|turn|label"), over 2^48.

    Raises
    ------
    ValueError
        If the label is unknown.
    """
    if label not in LABELS:
        raise ValueError(f"label must be one of {', '.join(LABELS)}; got {label!r}")
    digest = hashlib.sha256(f"{seed}|{turn}|{label}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / (1 << 48)
