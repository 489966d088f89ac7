"""Who plays the other side, and the plans that the chapter compares.

A bot answers the other side's last move. An offer it reciprocates with a chance that grows with
transparency and with the level of the channel; otherwise it falls back on a second answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twoplustwo.capstone.game import Policy, Situation
from twoplustwo.capstone.state import State

# Last move of the other side: the answer if the bot reciprocates, and if it does not.
RU_ANSWERS: Mapping[str, tuple[str, str]] = {
    "host_more": ("match_deploy", "match_deploy"),
    "protest_islands": ("reinforce_islands", "reinforce_islands"),
    "propose_2plus2": ("accept_2plus2", "reinforce_islands"),
    "transparency": ("transparency", "brief_on_dprk"),
    "functional": ("functional", "reinforce_islands"),
    "reduce_hosting": ("moratorium", "brief_on_dprk"),
}
JP_ANSWERS: Mapping[str, tuple[str, str]] = {
    "match_deploy": ("host_more", "host_more"),
    "reinforce_islands": ("protest_islands", "protest_islands"),
    "accept_2plus2": ("propose_2plus2", "keep_exercises"),
    "transparency": ("transparency", "propose_2plus2"),
    "functional": ("functional", "keep_exercises"),
    "moratorium": ("reduce_hosting", "propose_2plus2"),
}

PLANS: Mapping[str, tuple[str, ...]] = {
    "talk_only": (
        *("propose_2plus2", "propose_2plus2", "transparency", "transparency"),
        *("functional", "propose_2plus2", "transparency", "transparency"),
    ),
    "deploy_first": (
        *("host_more", "host_more", "keep_exercises", "sealane_patrol"),
        *("keep_exercises", "keep_exercises", "sealane_patrol", "keep_exercises"),
    ),
    "reduce_first": (
        *("reduce_hosting", "propose_2plus2", "transparency", "functional"),
        *("propose_2plus2", "transparency", "functional", "transparency"),
    ),
    "decouple": (
        *("functional", "functional", "propose_2plus2", "propose_2plus2"),
        *("transparency", "transparency", "sealane_patrol", "keep_exercises"),
    ),
    "protest": ("protest_islands",) * 8,
    "dual_track": (
        *("host_more", "propose_2plus2", "transparency", "propose_2plus2"),
        *("transparency", "keep_exercises", "propose_2plus2", "transparency"),
    ),
}

# The move of Russia that stands where each of Japan's does: host and match, protest and reinforce.
MIRROR: Mapping[str, str] = {
    "host_more": "match_deploy",
    "keep_exercises": "patrol_with_cn",
    "reduce_hosting": "moratorium",
    "propose_2plus2": "accept_2plus2",
    "transparency": "transparency",
    "protest_islands": "reinforce_islands",
    "functional": "functional",
    "sealane_patrol": "brief_on_dprk",
}

RU_PLANS: Mapping[str, tuple[str, ...]] = {
    name: tuple(MIRROR[move] for move in plan) for name, plan in PLANS.items()
}


def bot_ru(seen: Situation) -> str:
    """Answer for Russia: an answer to Japan's last move, or else what the tension suggests."""
    if seen.last.jp in RU_ANSWERS:
        return _answer(RU_ANSWERS[seen.last.jp], seen)
    return "patrol_with_cn" if seen.state.T >= 60 else "brief_on_dprk"


def bot_jp(seen: Situation) -> str:
    """Answer for Japan: an answer to Russia's last move, or else what the tension suggests."""
    if seen.last.ru in JP_ANSWERS:
        return _answer(JP_ANSWERS[seen.last.ru], seen)
    return "sealane_patrol" if seen.state.T >= 60 else "keep_exercises"


def adaptive(seen: Situation) -> str:
    """Play for Japan by looking at the state, true tension included: first the channel, then the
    sea lanes, the alliance and transparency."""
    state = seen.state
    if state.T >= 70 or state.H < 3:
        return "propose_2plus2"
    if state.L > 20:
        return "sealane_patrol"
    return "keep_exercises" if state.S < 60 else "transparency"


def planned(moves: Sequence[str]) -> Policy:
    """Return the policy that plays a fixed list, one move a quarter.

    Raises
    ------
    ValueError
        On play, if the game is longer than the list.
    """

    def policy(seen: Situation) -> str:
        if seen.turn > len(moves):
            raise ValueError(f"a plan of {len(moves)} moves has none for quarter {seen.turn}")
        return moves[seen.turn - 1]

    return policy


def reciprocation(state: State) -> float:
    """Return the chance that a bot answers an offer in kind."""
    return 0.40 + 0.004 * state.V + 0.05 * state.H


def _answer(answers: tuple[str, str], seen: Situation) -> str:
    return answers[0] if seen.u < reciprocation(seen.state) else answers[1]
