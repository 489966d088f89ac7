"""The running text: no statistic from memory, no word that takes a side."""

from __future__ import annotations

import re

import pytest

from twoplustwo.data.neutrality import findings

from .pages import CHAPTERS, PAGES, Page

SUBJECTS = (
    "scrambles?|launch(?:es)?|missiles?|warheads?|launchers?|residents|islanders|inhabitants|people"
    "|tests?|meetings|rounds|resolutions|exercises|flights|aircraft|ships|troops|soldiers|barrels"
    "|tonnes|tons|votes|respondents|patrols|inspections|notifications"
)
UNITS = (
    r"km²|km2|km|kilomet\w+|nautical miles|nm|mb/d|kt|kilotons?|minutes|hours"
    "|billion|million|trillion|yen|dollars|roubles|won|points"
)
NUMBER = r"(?<![\w./-])\d[\d,.]*(?:\s?(?:–|to|-)\s?\d[\d,.]*)?"
STATISTIC = re.compile(
    rf"{NUMBER}\s?(?:%|per cent|percent"
    rf"|(?:(?:more|other|of the|different)\s)?(?:{UNITS}|{SUBJECTS})\b)",
    re.IGNORECASE,
)
PAIR = re.compile(
    r"(South Kuril Islands|Southern Kurils|South Kurils)[^.]{0,60}Northern Territories"
    r"|Northern Territories[^.]{0,60}(South Kuril Islands|Southern Kurils|South Kurils)"
)
pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def sentences(text: str) -> list[str]:
    """Sentences of running text; a citation after the full stop belongs to what it follows."""
    joined = re.sub(r"\s+", " ", text)
    return re.split(r"(?<=[.!?])\s+(?=[A-Z“\[{*])", joined)


def typed(text: str) -> list[str]:
    """Sentences that hold a statistic which is neither glued nor cited."""
    bare = [re.sub(r"\{glue\}`[^`]*`", "glued", one) for one in sentences(text)]
    bare = [re.sub(r"\b\d+% (?=(?:confidence )?(?:interval|level))", "", one) for one in bare]
    bare = [re.sub(r"\bround(?:s|ed|ing)? to \d+", "rounded to", one) for one in bare]  # a rule
    return [one for one in bare if STATISTIC.search(one) and "{cite}" not in one]


@pages
def test_no_statistic_is_typed(page: Page):
    assert typed(page.prose) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Japan scrambled 1,168 times.", False),
        ("There were 301 scrambles.", True),
        ("There were {glue}`peak` scrambles in 2016.", False),
        ("There were 301 scrambles {cite}`nhk`.", False),
        ("Support fell to 17.4%.", True),
        ("A range of 300 to 600 km was reported.", True),
        ("Article 67, paragraph 2.1, of July 2020.", False),
        ("Some 2.4 trillion yen.", True),
    ],
)
def test_the_rule_sees_statistics_and_spares_the_rest(text, found):
    assert bool(typed(text)) is found


@pages
def test_no_word_takes_a_side(page: Page):
    text = re.sub(r"\{[a-z]+\}`[^`]*`", "", page.prose)
    assert [tuple(item) for item in findings(text, names=False)] == []


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.name)
def test_the_first_mention_gives_both_names(page: Page):
    text = re.sub(r"\s+", " ", page.prose)
    first = re.search(r"South(?:ern)? Kuril|Northern Territories", text)
    if first:
        window = text[max(0, first.start() - 90) : first.end() + 90]
        assert PAIR.search(window), window
