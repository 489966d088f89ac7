"""The rules of one quarter: what each move does, the two worlds, and the order of events."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from twoplustwo.capstone.state import State, changed, draw

Effects = Mapping[str, int]

JP_ACTIONS: Mapping[str, Effects] = {
    "host_more": {"D": 1, "S": 8, "A": -4, "L": 1},
    "keep_exercises": {"S": 3, "T": 1},
    "reduce_hosting": {"D": -1, "S": -8, "A": 2},
    "propose_2plus2": {"A": -1},
    "transparency": {"V": 4, "A": -1},
    "protest_islands": {"A": 5, "T": 3, "H": -1},
    "functional": {"A": -1},
    "sealane_patrol": {"L": -6, "S": 3, "T": 1, "A": 1},
}

RU_ACTIONS: Mapping[str, Effects] = {
    "match_deploy": {"C": 1, "B": 4},
    "moratorium": {"C": -1, "T": -3, "B": -3, "V": 2},
    "accept_2plus2": {"B": -1},
    "transparency": {"V": 4, "B": -1},
    "reinforce_islands": {"B": 5, "T": 4, "A": -1},
    "functional": {"B": -1},
    "brief_on_dprk": {"M": 1, "V": 2, "B": 1},
    "patrol_with_cn": {"S": 2, "T": 3, "B": 2, "L": 2},
}

# What tension makes of a move, by theory (Jervis 1978: spiral against deterrence).
WORLDS: Mapping[str, Mapping[str, int]] = {
    "spiral": {"host_more": 6, "reduce_hosting": -5, "match_deploy": 6},
    "deterrence": {"host_more": 0, "reduce_hosting": 4, "match_deploy": 3},
}

ALARM_CHOICES = ("verify", "alert")


class Joint(NamedTuple):
    """Two moves that answer each other, and what they do together."""

    name: str
    jp: str
    ru: str
    effects: Effects


JOINT = (
    Joint("talks", "propose_2plus2", "accept_2plus2", {"H": 1, "V": 6, "T": -3, "A": 3, "B": 2}),
    Joint("inspect", "transparency", "transparency", {"V": 12, "T": -4, "S": -2, "A": 2, "B": 1}),
    Joint("coop", "functional", "functional", {"P": 1, "T": -2, "A": 2, "B": 2}),
)


class Moves(NamedTuple):
    """What both sides played in a quarter; None before the first."""

    jp: str | None = None
    ru: str | None = None


class Alarm(NamedTuple):
    """A false alarm: what the team chose, and whether it was resolved (None after an alert)."""

    choice: str
    resolved: bool | None


class Quarter(NamedTuple):
    """One quarter played: moves, DPRK tests, answered offers, the alarm if any, what the players
    are told of tension, the state at the end, and whether control was lost."""

    turn: int
    moves: Moves
    tests: int
    joint: tuple[str, ...]
    alarm: Alarm | None
    reported: int
    state: State
    lost: bool


def quarter(
    state: State,
    moves: Moves,
    last: Moves,
    world: str,
    seed: int,
    turn: int,
    alarm_choice: str = "verify",
) -> Quarter:
    """Play one quarter.

    Parameters
    ----------
    state : State
        At the start of the quarter.
    moves, last : Moves
        What both sides play now, and what they played last quarter.
    world : str
        ``spiral`` or ``deterrence``.
    seed, turn : int
        Where the luck comes from; the first turn is 1.
    alarm_choice : str
        ``verify`` (needs an open channel, else it is an alert) or ``alert``.

    Raises
    ------
    ValueError
        If a move, the world or the choice is unknown; the accepted ones are named.
    """
    check(moves, world, alarm_choice)
    state, tests = dprk(state, draw(seed, turn, "dprk"))
    state = unilateral(state, moves, world)
    state, joint = answered(state, moves, last)
    state, alarm = false_alarm(state, seed, turn, alarm_choice)
    state = drifted(state, world)
    lost = state.T >= 85 and draw(seed, turn, "loss") < 0.01 * (state.T - 84)
    reported = min(max(state.T + math.floor(13 * draw(seed, turn, "noise")) - 6, 0), 100)
    return Quarter(turn, moves, tests, joint, alarm, reported, state, lost)


def dprk(state: State, u: float) -> tuple[State, int]:
    """Return the state after this quarter's DPRK tests, and their number."""
    rate = 0.5 + 0.2 * state.K + 0.005 * max(0, state.T - 50) - 0.2 * state.M
    tests = poisson(min(max(rate, 0.1), 3.0), u)
    state = state._replace(M=0, K=tests)
    # A senior channel takes half the heat out of a test.
    heat = (3 * tests + 1) // 2 if state.H >= 2 else 3 * tests
    return changed(state, T=heat, A=-tests, L=tests), tests


def poisson(rate: float, u: float, most: int = 5) -> int:
    """Return a Poisson count, at most `most`, by inverting its distribution at u."""
    count, term = 0, math.exp(-rate)
    total = term
    while u > total and count < most:
        count += 1
        term *= rate / count
        total += term
    return count


def unilateral(state: State, moves: Moves, world: str) -> State:
    """Return the state after what each side does alone, Japan first, and what the world makes of
    it."""
    state = changed(state, **JP_ACTIONS[moves.jp])
    state = changed(state, **RU_ACTIONS[moves.ru])
    for move in moves:
        state = changed(state, T=WORLDS[world].get(move, 0))
    return state


def answered(state: State, moves: Moves, last: Moves) -> tuple[State, tuple[str, ...]]:
    """Return the state after the offers that were answered, and their names.

    An offer stays open for the next quarter, and an answered offer is itself an open offer.
    """
    names = []
    for name, jp, ru, effects in JOINT:
        by_japan = moves.jp == jp and ru in (moves.ru, last.ru)
        by_russia = moves.ru == ru and last.jp == jp
        if by_japan or by_russia:
            state = changed(state, **effects)
            names.append(name)
    return state, tuple(names)


def alarm_sounds(state: State, seed: int, turn: int) -> bool:
    """Tell whether a false alarm sounds: likelier with more systems facing each other."""
    risk = 0.02 + 0.02 * state.D + 0.02 * state.C + (0.04 if state.T >= 70 else 0.0)
    return draw(seed, turn, "alarm") < risk


def false_alarm(state: State, seed: int, turn: int, choice: str) -> tuple[State, Alarm | None]:
    """Return the state after a possible false alarm."""
    if not alarm_sounds(state, seed, turn):
        return state, None
    if choice == "alert" or state.H < 1:
        return changed(state, T=18, A=2), Alarm("alert", None)
    chance = 0.45 + 0.004 * state.V + (0.10 if state.H == 3 else 0.0)
    if draw(seed, turn, "verify") < chance:
        return changed(state, V=2), Alarm("verify", True)
    return changed(state, T=12), Alarm("verify", False)


def drift(state: State, world: str) -> int:
    """Return what the posture of both sides adds to tension each quarter, by theory."""
    more = max(0, state.D - 1)
    if world == "spiral":
        return 2 * more + state.C
    return 3 - 3 * more + state.C + (4 if state.S < 60 else 0)


def drifted(state: State, world: str) -> State:
    """Return the state after the quarter's slow movements of tension and of the sea lanes."""
    calming = state.V // 25 + state.H // 2 + max(0, state.T - 55) // 10
    state = changed(state, T=1 + drift(state, world) - calming)
    return changed(state, L=3 if state.T >= 70 else -1)


def check(moves: Moves, world: str, alarm_choice: str) -> None:
    """Raise ValueError if a move, the world or the choice is unknown."""
    for name, value, accepted in (
        ("Japan's move", moves.jp, JP_ACTIONS),
        ("Russia's move", moves.ru, RU_ACTIONS),
        ("world", world, WORLDS),
        ("alarm choice", alarm_choice, ALARM_CHOICES),
    ):
        if value not in accepted:
            raise ValueError(f"{name} must be one of {', '.join(accepted)}; got {value!r}")
