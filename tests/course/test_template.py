"""Every chapter follows one template, so that a reader knows where to look."""

from __future__ import annotations

import re

import pytest

from twoplustwo.explorers import get

from .pages import CHAPTERS, PAGES, Page

CLOSING = [
    "What the model leaves out",
    "Check yourself",
    "Exercises",
    "Sources and further reading",
]
THIRD = {"Beijing", "Seoul", "Washington", "Pyongyang"}

chapters = pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.name)


def boxes(page: Page, kind: str) -> list[tuple[str, str]]:
    return [(title, content) for name, title, content in page.boxes if name == kind]


@chapters
def test_one_title_and_the_closing_sections_in_order(page):
    assert [level for level, _ in page.headings].count(1) == 1
    sections = [text for level, text in page.headings if level == 2]
    assert sections[-4:] == CLOSING


@chapters
def test_sections_start_with_a_question(page):
    sections = [text for level, text in page.headings if level == 2][:-4]
    asked = [text for text in sections if text.endswith("?")]
    assert len(asked) >= 0.7 * len(sections), sections


@chapters
def test_objectives_are_numbered_and_measurable(page):
    ((_, content),) = boxes(page, "objectives")
    items = re.findall(r"^\d+\. (\w+)", content, re.MULTILINE)
    assert 3 <= len(items) <= 8
    vague = {"understand", "know", "learn", "appreciate", "be", "grasp"}
    assert not vague & {item.lower() for item in items}


@chapters
def test_the_reader_is_told_what_she_needs(page):
    ((minutes, _),) = boxes(page, "you-need")
    assert 15 <= int(minutes) <= 60


@chapters
def test_at_least_two_explorers_and_one_asks_first(page):
    assert len(set(page.explorers)) >= 2
    assert any(get(name).predict for name in page.explorers)


@chapters
def test_each_capital_has_its_strongest_case_and_cites_a_source(page):
    cases = dict(boxes(page, "strongest-case"))
    assert {"Tokyo", "Moscow"} <= set(cases) and set(cases) & THIRD, list(cases)
    for capital, content in cases.items():
        assert "{cite}`" in content, capital


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_is_a_placeholder(page):
    assert len(page.body.split()) > 150
    assert not re.search(r"\b(TODO|TBD|lorem|coming soon|placeholder)\b", page.body, re.IGNORECASE)
    assert page.front.get("description")
