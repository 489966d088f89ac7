"""A game in progress: what has been chosen so far, and what follows from it.

As on the page, a session is only its choices; the quarters are computed from them anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from twoplustwo.capstone.bots import bot_jp, bot_ru, planned
from twoplustwo.capstone.game import TURNS, Game, Policy, Situation, play, world_of
from twoplustwo.capstone.rules import ALARM_CHOICES, Quarter
from twoplustwo.capstone.state import START
from twoplustwo.capstone.words import ACTIONS, ANSWERED, MOVES, SIDES, TEXTS

PLAYED_BY = {"JP": ("JP",), "RU": ("RU",), "both": ("JP", "RU")}
BOTS: Mapping[str, Policy] = {"JP": bot_jp, "RU": bot_ru}


@dataclass
class Session:
    """A game of one or two players.

    Parameters
    ----------
    role : str
        ``JP``, ``RU`` or ``both``: which delegations are played; a bot plays the other.
    seed : int
        The luck, at least 1.
    world : str, optional
        ``spiral`` or ``deterrence``; without it the seed decides.

    Raises
    ------
    ValueError
        If the role is unknown or the seed is not positive.
    """

    role: str = "JP"
    seed: int = 1
    world: str | None = None
    chosen: list[dict[str, str]] = field(default_factory=list)
    answers: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.role not in PLAYED_BY:
            raise ValueError(f"role must be one of {', '.join(PLAYED_BY)}; got {self.role!r}")
        if self.seed < 1:
            raise ValueError(f"seed must be at least 1; got {self.seed}")
        self.world = self.world or world_of(self.seed)

    @property
    def roles(self) -> tuple[str, ...]:
        """The delegations that people lead."""
        return PLAYED_BY[self.role]

    @property
    def game(self) -> Game | None:
        """The game so far; None before the first quarter."""
        return self.replayed(self.world) if self.chosen else None

    @property
    def rows(self) -> tuple[Quarter, ...]:
        """The quarters so far."""
        return self.game.quarters if self.chosen else ()

    @property
    def waits(self) -> bool:
        """Whether a false alarm has sounded that nobody has answered yet."""
        return bool(self.chosen) and self.rows[-1].alarm is not None and self.answers[-1] is None

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return bool(self.chosen) and (self.game.lost or len(self.chosen) == TURNS)

    def move(self, **moves: str) -> None:
        """Play a quarter: one move for each delegation that people lead.

        Raises
        ------
        ValueError
            If the game is over, an alarm waits, or the moves do not fit.
        """
        if self.over or self.waits:
            raise ValueError("no move is possible: the game is over or an alarm waits")
        if set(moves) != set(self.roles):
            raise ValueError(f"moves must be given for {', '.join(self.roles)}; got {moves}")
        for role, move in moves.items():
            if move not in ACTIONS[role]:
                accepted = ", ".join(ACTIONS[role])
                raise ValueError(f"{SIDES[role]}'s move must be one of {accepted}; got {move!r}")
        self.chosen.append(moves)
        self.answers.append(None)

    def decide(self, choice: str) -> None:
        """Answer the alarm: ``verify`` or ``alert``.

        Raises
        ------
        ValueError
            If no alarm waits or the choice is unknown.
        """
        if not self.waits or choice not in ALARM_CHOICES:
            raise ValueError(f"an alarm takes one of {', '.join(ALARM_CHOICES)}; got {choice!r}")
        self.answers[-1] = choice

    def replayed(self, world: str, **policies: Policy) -> Game:
        """Play the choices again in `world`; `policies` (JP, RU) take the place of a side's own.

        A side whose recorded moves run out goes on by its bot.
        """
        turns = TURNS if policies else len(self.chosen)
        sides = {role: policies.get(role, self._recorded(role)) for role in SIDES}
        alarms = [answer or "verify" for answer in self.answers] + ["verify"] * TURNS
        return play(sides["JP"], sides["RU"], world, self.seed, alarms[:TURNS], turns)

    def _recorded(self, role: str) -> Policy:
        if role not in self.roles:
            return BOTS[role]
        kept = planned([moves[role] for moves in self.chosen])

        def policy(seen: Situation) -> str:
            return kept(seen) if seen.turn <= len(self.chosen) else BOTS[role](seen)

        return policy


def events(row: Quarter, before: Quarter | None = None) -> list[str]:
    """Return what happened in a quarter, in sentences."""
    by = row.reported - (before.reported if before else START.T)
    trend = "same" if by == 0 else "up" if by > 0 else "down"
    told = TEXTS[f"tests{row.tests}" if row.tests < 2 else "tests"].format(tests=row.tests)
    names = {"JP": MOVES["JP"][row.moves.jp].name, "RU": MOVES["RU"][row.moves.ru].name}
    heard = {None: "alerted", True: "cleared", False: "uncleared"}
    return [
        TEXTS["moved"].format(**names),
        *(ANSWERED[name] for name in row.joint),
        told,
        *([TEXTS[heard[row.alarm.resolved]]] if row.alarm else []),
        TEXTS[trend].format(reported=row.reported, by=abs(by)),
        *([TEXTS["lost"]] if row.lost else []),
    ]
