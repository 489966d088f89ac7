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

# What the game says, for the page's script and the notebook alike; {names} are filled in.
TEXTS: Mapping[str, str] = {
    # before quarter 1
    "setup": "Before quarter 1",
    "who": "Who do you lead?",
    "both": "Both, two players at one screen",
    "aboutJP": "A bot answers for Russia by open rules.",
    "aboutRU": "A bot answers for Japan by open rules.",
    "aboutBoth": "Each side moves without seeing the other\u2019s move.",
    "seed": "Seed",
    "aboutSeed": (
        "A number that fixes the luck of the game. The same seed gives the same luck, whatever "
        "you play."
    ),
    "weights": "What counts for {side}? Weights in per cent, fixed once you start",
    "otherWeights": "Other weights for {side}, in per cent",
    "sumGood": "Sum: 100. Good.",
    "sumBad": "Sum: {total}. It must be 100.",
    "wrongWeights": (
        "The weights of {side} must be whole numbers from 0 to 100 with sum 100. "
        "They add up to {total}."
    ),
    "wrongSeed": "The seed must be a whole number from 1 to 999999999.",
    "start": "Register the weights and start",
    "instructors": "For instructors: choose the hidden theory",
    "whichWorld": "Which theory is true in this game?",
    "bySeed": "Let the seed decide",
    "aboutLink": (
        "The link carries seed, delegation and theory. The theory cannot be read off the link."
    ),
    "copyClass": "Copy link for the class",
    "copied": "Copied.",
    "copyIt": "Copy it:",
    # a quarter
    "quarter": "Quarter {turn} of {turns}",
    "quarterOf": "Quarter {turn} of {turns}: {side}",
    "meta": "{who}. Seed {seed}. Which theory is true stays hidden until the debrief.",
    "leads": "You lead {side}",
    "leadBoth": "Two delegations at one screen",
    "handed": (
        "Japan\u2019s move is locked. Hand over the screen: Russia now chooses without seeing it."
    ),
    "begins": "How it begins",
    "begin1": "Intermediate-range systems have just exercised in Japan.",
    "begin2": "The DPRK has tested once. The two-plus-two meets at working level.",
    "begin3": "Tension is {T}. From now on you get reports, and they can be off by {noise}.",
    "happened": "What happened in quarter {turn}",
    "stands": "Where things stand",
    "picture": (
        "Tension as reported, quarter by quarter. The shade is what a report leaves open: "
        "{noise} either way."
    ),
    "limit": "from 85, control can be lost",
    "yourMove": "Your move",
    "noMove": "Choose a move first.",
    "sideMove": "{side}\u2019s move",
    "lock": "Lock Japan\u2019s move",
    "play": "Play quarter {turn}",
    "effect": "Effect: {effects}.",
    "byTheory": "By theory: {effects}.",
    "ifAnswered": "An offer: {effects}.",
    "open": "{side}\u2019s offer of last quarter is open. This answers it.",
    "moved": "Japan: {JP}. Russia: {RU}.",
    "tests0": "The DPRK did not test.",
    "tests1": "The DPRK tested once.",
    "tests": "The DPRK tested {tests} times.",
    "alerted": "A false alarm. Forces went on alert.",
    "cleared": "A false alarm. The channel cleared it up.",
    "uncleared": "A false alarm. The channel could not clear it up in time.",
    "same": "Reported tension: {reported}, as before.",
    "up": "Reported tension: {reported}, up {by}.",
    "down": "Reported tension: {reported}, down {by}.",
    "lost": "Control was lost.",
    "over": "Quarter {turn} is over.",
    # an alarm
    "alarm": "Quarter {turn}: an alarm",
    "aboutAlarm": (
        "Sensors report a launch. In this game every alarm is false. You know that; your forces "
        "do not."
    ),
    "alarmNow": "A false alarm. Decide: verify or alert.",
    "decision": "Your decision",
    "together": "Decide together",
    "decide": "Decide",
    "verify": "Verify",
    "closed": "Not possible: the channel is closed.",
    "verify1": (
        "Ask through the channel first. It clears up an alarm with a chance of {chance} in 100."
    ),
    "verify2": "If it does: transparency +2. If not: tension +12.",
    "alert": "Alert",
    "aboutAlert": "Raise readiness at once: tension +18, support in Japan +2.",
    # the log
    "log": "Log of all quarters",
    "turn": "Quarter",
    "alarms": "Alarm",
    "reported": "Tension reported",
    "true": "Tension, true",
    "short0": "verify, cleared up",
    "short1": "verify, not cleared up",
    "short2": "alert",
    # the end
    "end": "The end: eight quarters are over",
    "endLost": "Control was lost in quarter {turn}",
    "vector": "{side}: six results, each from 0 to 100",
    "result": "Result",
    "points": "Points",
    "weight": "Your weight",
    "total": "Only now the one number: weighted by what you registered, it is {total} of 100.",
    "capped": "Control was lost: no points for calm, and at most 20 in all.",
    "toDebrief": "A number is not a lesson. The debrief takes six steps.",
    "debriefNow": "Begin the debrief",
    "copyGame": "Copy link to this game",
    "newGame": "New game",
    # the debrief
    "debrief": "The debrief",
    "step": "Step {number} of 6: {title}",
    "next": "Next step",
    "facts": "what happened?",
    "facts1": (
        "Read the log before you explain it. The line in the picture is true tension, which "
        "nobody saw. Your reports were off by up to {most}."
    ),
    "facts2": "In which quarter did the game turn? Name the row, not the reason.",
    "truth": "true",
    "luck": "was it luck?",
    "luck1": (
        "The same seed, the same theory, another plan. What differs between the two games is "
        "not luck."
    ),
    "plan": "Plan",
    "replay": "Replay with this plan",
    "seesTruth": "Adaptive is told true tension each quarter. You were not.",
    "theory": "which theory?",
    "theory1": "Your own moves, the same luck, the other world. Say first which one you were in.",
    "whichTheory": "Which theory was true?",
    "show": "Show me",
    "guess": "You said {guess}; it was {truth}. {about}",
    "never": (
        "Your moves never gave it away: no report is more than {noise} from the replay in the "
        "other world."
    ),
    "gone": "In quarter {turn} the other theory is out: there the game would have been over.",
    "out": (
        "In quarter {turn} the other theory is out: you read {reported}, the replay stands at "
        "{there}, and a report errs by at most {noise}."
    ),
    "teaches": (
        "Moves that change deployments, up or down, tell the two theories apart quickly. Talk "
        "alone teaches you less about the world."
    ),
    "values": "whose values?",
    "values1": (
        "You fixed the weights before quarter 1. Change them now, and watch whether the order of "
        "the games changes."
    ),
    "make100": "Make the sum 100 to see the scores.",
    "sameOrder": "Both sets of weights put the games in the same order.",
    "newOrder": "The order changes. Best to worst, it is now: {order}.",
    "links": "where does it lead?",
    "links1": "Every arrow in the game has a chapter of its own:",
    "linksTo": "where does each arrow come from?",
    "beyond": "what is left out?",
    "beyond1": "Say first who was missing at your table. Then read",
    "beyondTo": "what the model leaves out",
    "yours": "Your game",
    "beside": "{side}: the games side by side",
    "controlLost": "Control lost",
    "inQuarter": "quarter {turn}",
    "no": "no",
    "sumRegistered": "Sum, registered weights",
    "sumOther": "Sum, other weights",
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


def move_lines(role: str, move: str) -> list[str]:
    """Return the lines that describe a move: what it is, and all that it does."""
    effects = {
        "effect": effects_text(ACTIONS[role][move]),
        "byTheory": theory_text(move),
        "ifAnswered": joint_text(role, move),
    }
    told = (TEXTS[key].format(effects=text) for key, text in effects.items() if text)
    return [MOVES[role][move].about, *told]


def _lower(name: str) -> str:
    """A heading inside a sentence: only names of countries keep their capital."""
    return name if name.startswith("DPRK") else name[0].lower() + name[1:]
