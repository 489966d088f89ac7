"""A whole game: two policies, one world, one seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from twoplustwo.capstone.rules import WORLDS, Moves, Quarter, quarter
from twoplustwo.capstone.state import START, State, draw

TURNS = 8
ROLES = ("JP", "RU")


class Situation(NamedTuple):
    """What a policy sees before it moves. Bots are told the truth, and their own draw `u`."""

    state: State
    last: Moves
    turn: int
    u: float


Policy = Callable[[Situation], str]


class Game(NamedTuple):
    """A game played: its world, its seed, what the team meant to do in each quarter's alarm, and
    the quarters."""

    world: str
    seed: int
    choices: tuple[str, ...]
    quarters: tuple[Quarter, ...]

    @property
    def lost(self) -> bool:
        """Whether control was lost."""
        return self.quarters[-1].lost

    @property
    def final(self) -> State:
        """The state at the end."""
        return self.quarters[-1].state

    def moves(self, role: str) -> tuple[str, ...]:
        """Return what one side, ``JP`` or ``RU``, played."""
        index = ROLES.index(one_role(role))
        return tuple(row.moves[index] for row in self.quarters)


def play(
    jp: Policy,
    ru: Policy,
    world: str,
    seed: int,
    alarm: str | Sequence[str] = "verify",
    turns: int = TURNS,
) -> Game:
    """Play a game to its end, or to the loss of control.

    Parameters
    ----------
    jp, ru : Policy
        Each side's choice of a move; see `planned` for a fixed list, `bot_ru` for a partner.
    world : str
        ``spiral`` or ``deterrence``.
    seed : int
        The luck of the game.
    alarm : str or sequence of str
        ``verify`` or ``alert``: for the whole game, or for each quarter.
    turns : int
        Number of quarters, at least 1.

    Raises
    ------
    ValueError
        If a move, the world or the choice is unknown, or the choices are fewer than the turns.
    """
    choices = [alarm] * turns if isinstance(alarm, str) else list(alarm)
    if turns < 1 or len(choices) < turns:
        raise ValueError(f"turns must be in [1, {len(choices)}] (choices given); got {turns}")
    state, last, rows = START, Moves(), []
    for turn in range(1, turns + 1):
        seen = Situation(state, last, turn, draw(seed, turn, "bot"))
        row = quarter(state, Moves(jp(seen), ru(seen)), last, world, seed, turn, choices[turn - 1])
        rows.append(row)
        state, last = row.state, row.moves
        if row.lost:
            break
    return Game(world, seed, tuple(choices), tuple(rows))


def replay(game: Game, role: str, partner: Policy, world: str) -> Game:
    """Play one side's moves of a game again, in `world`, under the same luck.

    Parameters
    ----------
    game : Game
        The game as it went.
    role : str
        ``JP`` or ``RU``: whose moves are kept.
    partner : Policy
        Who answers for the other side.
    world : str
        ``spiral`` or ``deterrence``.

    Returns
    -------
    Game
        At most as long as `game`; choices in an alarm are kept too.
    """
    own = game.moves(role)

    def keep(seen: Situation) -> str:
        return own[seen.turn - 1]

    sides = (keep, partner) if role == "JP" else (partner, keep)
    return play(*sides, world=world, seed=game.seed, alarm=game.choices, turns=len(own))


def world_of(seed: int) -> str:
    """Return the world that a seed hides, for games without an instructor."""
    names = tuple(WORLDS)
    return names[int(draw(seed, 0, "world") * len(names))]


def one_role(role: str) -> str:
    """Return the role, or raise ValueError that names the two."""
    if role not in ROLES:
        raise ValueError(f"role must be one of {', '.join(ROLES)}; got {role!r}")
    return role
