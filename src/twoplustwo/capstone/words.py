"""Names and sentences of the game: written once, used by the tables, the page and the notebook.

Every move is described as its own capital would describe it, and as the other would accept it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from twoplustwo.capstone.rules import JOINT, JP_ACTIONS, RU_ACTIONS, WORLDS, Effects

MINUS = "\u2212"


class Word(NamedTuple):
    """A name as a heading, and a sentence about it."""

    name: str
    about: str


SIDES: Mapping[str, str] = {"JP": "Japan", "RU": "Russia"}
ACTIONS: Mapping[str, Mapping[str, Effects]] = {"JP": JP_ACTIONS, "RU": RU_ACTIONS}

NUMBERS: Mapping[str, Word] = {
    "T": Word("Tension", "0 to 100. Nobody sees it exactly; reports are off by up to six."),
    "V": Word("Transparency", "0 to 100. What the two militaries know of each other."),
    "H": Word("Channel", "0 closed, 1 working level, 2 senior officials, 3 ministers."),
    "D": Word("Deployment in Japan", "0 none, 1 exercise, 2 rotational, 3 permanent."),
    "C": Word("Counter-deployment", "0 to 3. Russian systems placed in answer."),
    "S": Word("Alliance", "0 to 100. Confidence between Japan and the United States."),
    "A": Word("Support in Japan", "0 to 100. What the public at home allows."),
    "B": Word("Support in Russia", "0 to 100. What the public at home allows."),
    "L": Word("Sea-lane stress", "0 to 100. Delay, insurance, escorts."),
    "P": Word("Practical cooperation", "0 to 3. Fisheries, rescue at sea, coast guards."),
    "K": Word("DPRK tests", "0 to 5 in the last quarter."),
    "M": Word("Briefing on the DPRK", "1 if Russia briefed Japan in the last quarter."),
}

LEVELS: Mapping[str, tuple[str, ...]] = {
    "H": ("closed", "working level", "senior officials", "ministers"),
    "D": ("none", "exercise", "rotational", "permanent"),
}

MOVES: Mapping[str, Mapping[str, Word]] = {
    "JP": {
        "host_more": Word("Host more", "Agree to the next step of hosting allied systems."),
        "keep_exercises": Word("Keep exercising", "Exercise with the ally as before."),
        "reduce_hosting": Word("Reduce hosting", "Send allied systems home."),
        "propose_2plus2": Word("Propose a two-plus-two", "Invite the ministers to one table."),
        "transparency": Word("Offer transparency", "Offer notices, data and visits."),
        "protest_islands": Word("Protest over the islands", "Raise the claim in public."),
        "functional": Word("Offer practical work", "Fisheries, rescue at sea, coast guards."),
        "sealane_patrol": Word("Patrol the sea lanes", "Patrol with the ally."),
    },
    "RU": {
        "match_deploy": Word("Match the deployment", "Place systems in answer."),
        "moratorium": Word("Renew the moratorium", "Hold back systems, or take some back."),
        "accept_2plus2": Word("Accept a two-plus-two", "Send the ministers to one table."),
        "transparency": Word("Offer transparency", "Offer notices, data and visits."),
        "reinforce_islands": Word("Reinforce on the islands", "Send more forces there."),
        "functional": Word("Offer practical work", "Fisheries, rescue at sea, coast guards."),
        "brief_on_dprk": Word("Brief on the DPRK", "Tell Tokyo what Pyongyang says."),
        "patrol_with_cn": Word("Patrol with China", "Fly and sail together."),
    },
}

ANSWERED: Mapping[str, str] = {
    "talks": "The two-plus-two met.",
    "inspect": "Both sides opened up: visits took place.",
    "coop": "Practical work moved one step.",
}

THEORIES: Mapping[str, Word] = {
    "spiral": Word("Spiral", "Each side arms because it fears the other; restraint calms."),
    "deterrence": Word("Deterrence", "Weakness invites a test; a firm stand calms."),
}

PARTS: Mapping[str, Word] = {
    "stability": Word("Calm", "100 minus mean tension; 0 if control was lost"),
    "transparency": Word("Transparency", "at the end"),
    "alliance": Word("Alliance", "at the end"),
    "threat": Word("Few systems in Japan", "100 if none, 0 if permanent"),
    "support": Word("Support at home", "at the end"),
    "sea_lanes": Word("Safe sea lanes", "100 minus sea-lane stress"),
    "channel": Word("Open channel", "100 if ministers meet, 0 if closed"),
}

PLAN_NAMES: Mapping[str, str] = {
    "adaptive": "Adaptive",
    "talk_only": "Talk only",
    "dual_track": "Dual track",
    "decouple": "Decouple",
    "reduce_first": "Restraint first",
    "protest": "Protest",
    "deploy_first": "Deploy first",
}


def signed(number: int) -> str:
    """Return a whole number with its sign; the minus is a minus."""
    return f"+{number}" if number > 0 else str(number).replace("-", MINUS)


def effects_text(effects: Effects) -> str:
    """Return effects as words: ``deployment in Japan +1, alliance +8``."""
    return ", ".join(f"{_lower(NUMBERS[key].name)} {signed(by)}" for key, by in effects.items())


def theory_text(move: str) -> str:
    """Return what tension makes of a move under each theory, or an empty text."""
    by_world = {world: effects[move] for world, effects in WORLDS.items() if move in effects}
    if not by_world:
        return ""
    parts = (f"{signed(by)} in a {_lower(THEORIES[w].name)} world" for w, by in by_world.items())
    return "tension " + ", ".join(parts)


def joint_text(role: str, move: str) -> str:
    """Return what an offer does once it is answered, or an empty text for other moves."""
    for joint in JOINT:
        own, answer = (joint.jp, joint.ru) if role == "JP" else (joint.ru, joint.jp)
        if own == move:
            other = "RU" if role == "JP" else "JP"
            name = MOVES[other][answer].name
            return f"if {SIDES[other]} plays \u201c{name}\u201d: {effects_text(joint.effects)}"
    return ""


def _lower(name: str) -> str:
    """A heading inside a sentence: only names of countries keep their capital."""
    return name if name.startswith("DPRK") else name[0].lower() + name[1:]
