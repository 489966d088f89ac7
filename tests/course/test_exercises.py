"""The page of problem sets and the chapters say what the catalogue says, and all of it."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath

import pytest

from .pages import PAGES, ROOT

SETS = json.loads((ROOT / "exercises" / "catalogue.json").read_text(encoding="utf-8"))["sets"]
TEXTS = {page.name: page.text for page in PAGES}
SECTION = re.compile(
    r"^\(set-(?P<anchor>[\w-]+)\)=\n### (?P<title>.+)\n\n(?P<words>.+)\n\n"
    r":::\{problem-set\} (?P<name>[\w-]+)\n:::$",
    re.MULTILINE,
)
EXERCISES = re.compile(r"^## Exercises\n(.*?)^## ", re.MULTILINE | re.DOTALL)


def order(name: str) -> int:
    """Place of a page in the book."""
    return list(TEXTS).index(name)


def test_there_are_nine_sets():
    assert len(SETS) == 9 and len({one["name"] for one in SETS}) == 9


def test_the_page_has_every_set_under_its_own_title_in_the_order_of_the_book():
    found = list(SECTION.finditer(TEXTS["book/exercises"]))
    assert [(one["anchor"], one["name"], one["title"]) for one in found] == [
        (one["name"], one["name"], one["title"]) for one in SETS
    ]
    first = [order(one["chapters"][0]) for one in SETS]
    assert first == sorted(first)


def test_the_page_stands_after_the_parts_and_before_what_is_for_instructors():
    chapters = [order(page) for one in SETS for page in one["chapters"]]
    assert max(chapters) < order("book/exercises") < order("book/instructors")


@pytest.mark.parametrize("page", sorted({page for one in SETS for page in one["chapters"]}))
def test_a_chapter_names_its_set_and_shows_its_tasks(page):
    text = EXERCISES.search(TEXTS[page])[1]
    assert ":::{tasks}\n:::" in text
    for one in SETS:
        if page in one["chapters"]:
            assert f"*{one['title']}*" in text


def test_every_chapter_has_at_least_two_tasks():
    counts = dict.fromkeys((page.name for page in PAGES if page.is_chapter), 0)
    counts["book/capstone"] = 0
    for one in SETS:
        for task in one["tasks"]:
            counts[task["chapter"]] += 1
    assert min(counts.values()) >= 2, counts


@pytest.mark.parametrize("one", SETS, ids=lambda one: one["name"])
def test_a_set_adds_up(one):
    assert one["points"] == sum(task["points"] for task in one["tasks"]) + one["memo"]["points"]
    assert len(one["tasks"]) >= 6 and one["minutes"] >= 60
    assert {task["chapter"] for task in one["tasks"]} == set(one["chapters"])


@pytest.mark.parametrize("one", SETS, ids=lambda one: one["name"])
def test_the_tables_of_a_task_are_in_the_catalogue_of_data(one):
    descriptor = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    known = {PurePosixPath(item["path"]).stem for item in descriptor["resources"]}
    assert {table for task in one["tasks"] for table in task["tables"]} <= known
