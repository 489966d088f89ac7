"""Words the course does not use in its own voice, and places it does not name.

The tables are checked with these rules, and so is the prose. Words in quotation marks are somebody
else's: they pass, because a quotation names its speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

QUOTED = re.compile(
    r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|(?<!\w)'(?:[^']|(?<=\w)'(?=\w))*'(?!\w)",
    re.DOTALL,
)


class Finding(NamedTuple):
    """A word that breaks a rule: which rule, the word as found, and what is accepted instead."""

    rule: str
    word: str
    advice: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Pattern of words to avoid, with the rule's number in NEUTRALITY.md and the way out."""

    name: str
    pattern: re.Pattern[str]
    advice: str


def _rule(name: str, pattern: str, advice: str) -> Rule:
    return Rule(name, re.compile(pattern, re.IGNORECASE), advice)


_REGIMES = ("control ", "tax ", "customs ", "legal ", "sanctions ", "inspection ", "verification ")

RULES: tuple[Rule, ...] = (
    _rule("names", r"\bdisputed kurils?\b", "South Kuril Islands (Northern Territories)"),
    _rule(
        "verbs",
        r"\b(?:occup(?:y|ies|ied|ying|ations?|iers?)|liberat\w+|annex(?:ed|es|ing|ations?)?"
        r"|seiz\w+|returned)\b",
        "took control, administers, claims, transfer; or quote the word and name its speaker",
    ),
    _rule(
        "verbs",
        r"\bhand(?:ed|ing|s)?[ -]?overs?\b|\b(?:g[ai]ve|given|giving|hand(?:ed)?)\s+back\b"
        r"|\breturn(?:s|ing)?\s+(?:of\s+)?(?:the\s+)?(?:\w+\s+)?(?:islands?|territor\w+)\b",
        "transfer",
    ),
    _rule("verbs", r"\billegal(?:ly)?\b", "name the law, or quote the word and its speaker"),
    _rule("seas", r"\bSea of Japan\b(?! \(East Sea\))", "Sea of Japan (East Sea)"),
    _rule("seas", r"(?<!\()\bEast Sea\b", "Sea of Japan (East Sea)"),
    _rule("states", r"\bNorth Korea(?:ns?|'s)?\b", "DPRK"),
    _rule("states", r"\bSouth Korea(?:ns?|'s)?\b", "ROK"),
    _rule("states", r"\b(?:Taiwan Province|Province of China|renegade province)\b", "Taiwan"),
    _rule("states", r"\brogue states?\b|\bpuppet (?:state|government)s?\b", "name the state"),
    _rule(
        "islets",
        r"(?<!Liancourt Rocks \()(?<!Dokdo/)\b(?:Dokdo|Takeshima)\b",
        "Liancourt Rocks (Dokdo/Takeshima)",
    ),
    _rule("events", r"\bprovocat\w+\b", "launch or test"),
    _rule("events", r"\bwar[ -]?games?\b", "exercise"),
    _rule("events", r"\bspecial military operation\b", "the words of the UN General Assembly"),
    _rule(
        "states",
        "".join(f"(?<!{word})" for word in _REGIMES) + r"\bregimes?\b",
        "government",
    ),
)

PLACES: tuple[Rule, ...] = (
    _rule(
        "places",
        r"\b(?:air ?bases?|airfields?|naval bases?|army bases?|missile bases?"
        r"|launch sites?|test sites?|silo fields?|cosmodromes?|proving grounds?|Camp [A-Z]\w+)\b",
        "the prefecture, island or country",
    ),
    _rule(
        "places",
        r"\b(?:Burevestnik|Deveselu|Dzemgi|Iwakuni|Kadena|Kanoya|Kengun|Misawa|Punggye-ri"
        r"|Redzikowo|Seongju|Sohae|Sunan|Tongchang-ri|Vilyuchinsk|Vostochny|Yokosuka)\b",
        "the prefecture, island or country",
    ),
)
"""Military and launch places: the course names a prefecture, an island or a country instead."""

_RUSSIAN_NAME = re.compile(r"\bSouth(?:ern)? Kuril(?:e?s| Islands)\b")
_JAPANESE_NAME = re.compile(
    r"\bNorthern Territories\b(?! (?:Day|Issue Association)\b)(?!, Australia\b)"
)


def own_voice(text: str) -> str:
    """``text`` without what stands in quotation marks."""
    return QUOTED.sub(" ", text)


def _one_sided_name(text: str) -> Finding | None:
    """The collective name of one side where the other side's does not appear in the same text."""
    russian, japanese = _RUSSIAN_NAME.search(text), _JAPANESE_NAME.search(text)
    if bool(russian) == bool(japanese):
        return None
    found = russian or japanese
    advice = "South Kuril Islands (Northern Territories) at first mention, then: the islands"
    return Finding("names", found[0], advice) if found else None


def findings(text: str, *, names: bool = True) -> list[Finding]:
    """What in ``text`` breaks a rule, in the order of the rules.

    Parameters
    ----------
    text
        A table cell, a caption or a paragraph, in this course's own voice.
    names
        Whether the two collective names of the islands must appear together. Prose turns this
        off after the first mention on a page.
    """
    voice = own_voice(text)
    found = [
        Finding(rule.name, match[0], rule.advice)
        for rule in (*RULES, *PLACES)
        for match in rule.pattern.finditer(voice)
    ]
    one_sided = _one_sided_name(voice) if names else None
    return [*found, one_sided] if one_sided else found
