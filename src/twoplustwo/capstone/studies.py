"""What many games teach: means and losses of a plan, regret, and when a theory is excluded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from twoplustwo.capstone.bots import bot_jp, bot_ru
from twoplustwo.capstone.game import Game, Policy, one_role, play, replay
from twoplustwo.capstone.scores import score

# Reported tension lies within this much of the truth.
NOISE = 6


class Summary(NamedTuple):
    """Means over games: score, share lost (verifying alarms, and alerting), final tension,
    alliance and support in Japan."""

    mean_score: float
    p_loss: float
    p_loss_if_alert: float
    mean_final_T: float
    alliance: float
    domestic: float


def monte_carlo(policy: Policy, world: str, seeds: Iterable[int], role: str = "JP") -> Summary:
    """Play a policy against the bot over many seeds.

    Parameters
    ----------
    policy : Policy
        The plan of `role`.
    world : str
        ``spiral`` or ``deterrence``.
    seeds : iterable of int
        One game a seed, at least one.
    role : str
        ``JP`` or ``RU``; the bot plays the other.

    Raises
    ------
    ValueError
        If there is no seed, or the role or world is unknown.
    """
    seeds = list(seeds)
    if not seeds:
        raise ValueError("seeds must hold at least 1 seed; got 0")
    games = [against_bot(policy, role, world, seed) for seed in seeds]
    alerted = [against_bot(policy, role, world, seed, "alert") for seed in seeds]
    count = len(seeds)
    return Summary(
        mean_score=sum(score(game, role).total for game in games) / count,
        p_loss=sum(game.lost for game in games) / count,
        p_loss_if_alert=sum(game.lost for game in alerted) / count,
        mean_final_T=sum(game.final.T for game in games) / count,
        alliance=sum(game.final.S for game in games) / count,
        domestic=sum(game.final.A for game in games) / count,
    )


def against_bot(
    policy: Policy, role: str, world: str, seed: int, alarm: str = "verify", turns: int = 8
) -> Game:
    """Play `policy` as `role` against the other side's bot."""
    sides = (policy, bot_ru) if one_role(role) == "JP" else (bot_jp, policy)
    return play(*sides, world=world, seed=seed, alarm=alarm, turns=turns)


def regrets(means: Mapping[str, Mapping[str, float]]) -> tuple[dict[str, dict[str, float]], str]:
    """Return what each plan gives away in each world, and the plan of least greatest regret.

    Parameters
    ----------
    means : mapping
        Plan to world to mean score; every plan in the same worlds.

    Returns
    -------
    regret : dict
        Plan to world to best mean of that world less the plan's own.
    choice : str
        The plan whose largest regret is smallest (Savage 1951).
    """
    worlds = next(iter(means.values())).keys()
    best = {world: max(by_world[world] for by_world in means.values()) for world in worlds}
    regret = {
        plan: {world: best[world] - by_world[world] for world in worlds}
        for plan, by_world in means.items()
    }
    return regret, min(regret, key=lambda plan: max(regret[plan].values()))


def excluded_at(game: Game, role: str, rival: str) -> int | None:
    """Return the quarter in which what was reported rules out the rival world.

    The side's own moves are replayed in the rival world under the same luck; that world is excluded
    once reported tension and the replay's differ by more than the noise, or the replay has ended.

    Parameters
    ----------
    game : Game
        Played against the bot.
    role : str
        ``JP`` or ``RU``: whose moves are replayed.
    rival : str
        The world to be tested.

    Returns
    -------
    int or None
        None if the two cannot be told apart.
    """
    partner = bot_ru if one_role(role) == "JP" else bot_jp
    other = replay(game, role, partner, rival).quarters
    for index, row in enumerate(game.quarters):
        if index >= len(other) or abs(row.reported - other[index].state.T) > NOISE:
            return row.turn
    return None
