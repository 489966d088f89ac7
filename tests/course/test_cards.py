"""Model cards and the page for instructors: complete, and true to the code."""

from __future__ import annotations

import re

import pytest

from twoplustwo import explorers
from twoplustwo.book.cards import FIELDS, call, function

from .pages import ROOT, Page

TEXT = (ROOT / "book" / "reference" / "models.md").read_text(encoding="utf-8")
CARD = re.compile(
    r"^### (?P<heading>M\d\d) (?P<title>[^\n]+)\n\n:::\{model-card\} (?P<id>M\d\d)\n"
    r":functions: (?P<functions>[^\n]+)\n:explorers: (?P<explorers>[^\n]+)\n\n(?P<body>.*?)^:::$",
    re.MULTILINE | re.DOTALL,
)
CARDS = {match["id"]: match for match in CARD.finditer(TEXT)}
MODELS = [f"M{number:02d}" for number in range(1, 23)]
SENSITIVE = {"M10", "M11", "M12", "M13", "M14", "M15"}


def test_every_model_has_one_card_in_order():
    assert list(CARDS) == MODELS
    assert TEXT.count("{model-card}") == len(MODELS)
    assert all(card["heading"] == name for name, card in CARDS.items())


@pytest.mark.parametrize("name", MODELS)
def test_a_card_is_complete(name):
    entries = re.findall(r"^(\w[\w ]+)\n: \S", CARDS[name]["body"], re.MULTILINE)
    assert set(FIELDS) <= set(entries)
    assert "{cite}`" in CARDS[name]["body"] or name == "M09", "a card names its literature"


@pytest.mark.parametrize("name", MODELS)
def test_its_functions_can_be_called(name):
    for path in CARDS[name]["functions"].split():
        assert callable(function(path))
        assert call(path).startswith(f"{path}(")


@pytest.mark.parametrize("name", sorted(set(MODELS) - {"M22"}))
def test_its_functions_say_that_they_are_this_model(name):
    """The first line of a docstring ends with the model's number."""
    found = [function(path).__doc__ or "" for path in CARDS[name]["functions"].split()]
    assert any(f"({name})" in text for text in found)


@pytest.mark.parametrize("name", MODELS)
def test_its_explorers_exist(name):
    found = CARDS[name]["explorers"].split()
    assert found
    assert set(found) <= {*explorers.catalogue(), *(["capstone"] if name == "M22" else [])}


@pytest.mark.parametrize("name", sorted(SENSITIVE))
def test_a_card_that_could_be_misread_has_a_note_on_dual_use(name):
    assert "\nDual use\n: " in CARDS[name]["body"]


# ---- For instructors ---------------------------------------------------------------------------

INSTRUCTORS = Page("book/instructors", (ROOT / "book" / "instructors.md").read_text("utf-8"))
CHAPTERS = sorted(
    path.relative_to(ROOT / "book").as_posix()
    for path in (ROOT / "book").glob("*/*.md")
    if path.parent.name not in ("reference", "instructors")
)


def tables() -> dict[str, str]:
    return {title: content for kind, title, content in INSTRUCTORS.boxes if kind == "table"}


@pytest.mark.parametrize(("title", "weeks"), [("three", 3), ("six", 6), ("twelve", 12)])
def test_a_syllabus_has_a_row_for_each_week(title, weeks):
    rows = re.findall(r"^\| (\d+) \|", tables()[f"Syllabus for {title} weeks"], re.MULTILINE)
    assert rows == [str(week) for week in range(1, weeks + 1)]


def test_the_long_syllabus_reads_every_chapter_once():
    linked = re.findall(r"\]\((\w[\w/-]+\.md)\)", tables()["Syllabus for twelve weeks"])
    assert sorted(set(linked) - {"capstone.md"}) == CHAPTERS
    assert len(linked) == len(set(linked))


def test_every_model_named_by_level_exists():
    named = re.findall(r"M\d\d", tables()["Models by level"])
    assert set(named) <= set(MODELS)


def test_nothing_is_promised_that_is_not_there():
    text = re.sub(r"\s+", " ", INSTRUCTORS.text)
    assert "twoplustwo_maps: off" in text
    guide = {path.stem for path in (ROOT / "book" / "instructors").glob("*.md")}
    assert set(re.findall(r"\]\(instructors/(\w+)\.md\)", text)) == guide
    sets = [path for path in (ROOT / "exercises").glob("*/master.md")]
    assert "nine problem sets" in text and len(sets) == 9
