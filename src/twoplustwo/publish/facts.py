"""Public facts of the problem sets, ``exercises/catalogue.json``: from masters, pools and map.

The book reads this file and nothing else of the sets, so a build needs neither otter nor masters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from twoplustwo.exercises.assignment import problem_set
from twoplustwo.exercises.catalogue import MAP
from twoplustwo.exercises.masters import is_marker, read, settings
from twoplustwo.grading import rubric

CATALOGUE = Path("exercises", "catalogue.json")
HEADING = re.compile(r"^#+ (?:\d+\.\s*)?(.+?)\s*$", re.MULTILINE)
WORDS = re.compile(r"^words:\s*(\d+)", re.MULTILINE)
Fact = dict[str, Any]


class FactsError(ValueError):
    """A set and the map do not fit together; the message says where."""


def facts(root: Path) -> Fact:
    """Give the public facts of every set below ``exercises/``, in the order of the book.

    Raises
    ------
    FactsError
        If the map names a set or task that is not there, or leaves one out.
    """
    path = root / "exercises" / MAP
    pages = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    order = dict.fromkeys(name for one in pages.values() for name in one)
    there = {one.parent.name for one in (root / "exercises").glob("*/master.md")}
    if odd := sorted(set(order) ^ there):
        raise FactsError(f"{path} and the folders beside it differ in: {', '.join(odd)}")
    return {"sets": [_set(root / "exercises" / name, pages) for name in order]}


def text(found: Fact) -> str:
    """Give the facts as the text of the file."""
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def write(root: Path) -> Path:
    """Write the catalogue into the tree."""
    path = root / CATALOGUE
    path.write_text(text(facts(root)), encoding="utf-8")
    return path


def _set(place: Path, pages: Mapping[str, Any]) -> Fact:
    variants = place / "variants.py"
    found = problem_set(variants.read_text(encoding="utf-8"), str(variants))
    questions = {str(one["name"]): one for one in _questions(place / "master.md")}
    known = [name for name, one in questions.items() if not one.get("manual")]
    placed = {task: (page, one) for page, task, one in _placed(found.name, pages)}
    if odd := sorted({*placed, *known} - ({*placed} & {*known})):
        raise FactsError(f"{place}: master and {MAP} differ in the tasks {', '.join(odd)}")
    tasks = [_task(questions[name], *placed[name]) for name in known]
    return {
        "name": found.name,
        "title": found.title,
        "minutes": found.minutes,
        "points": _points(sum(one.get("points", 0) for one in questions.values())),
        "chapters": list(dict.fromkeys(one["chapter"] for one in tasks)),
        "tasks": tasks,
        "memo": _memo(place, questions),
    }


def _questions(master: Path) -> Iterator[Fact]:
    """Settings of every question, and its heading as `title`."""
    cells = read(master)["cells"]
    for place, cell in enumerate(cells):
        if is_marker(cell, "BEGIN QUESTION"):
            later = (HEADING.search(one["source"]) for one in cells[place + 1 :])
            heading = next(filter(None, later), None)
            if heading is None:
                raise FactsError(f"{master}: the question {settings(cell)} has no heading")
            yield settings(cell) | {"title": heading[1]}


def _placed(name: str, pages: Mapping[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    for page, sets in pages.items():
        for task, tables in sets.get(name, {}).items():
            yield f"book/{page}", task, tables


def _task(question: Fact, chapter: str, tables: list[str]) -> Fact:
    return {
        "name": str(question["name"]),
        "title": question["title"],
        "points": _points(question.get("points", 0)),
        "chapter": chapter,
        "tables": list(tables),
    }


def _memo(place: Path, questions: Mapping[str, Fact]) -> Fact | None:
    """Facts of the memo; of the rubric only the criteria's names and points are public."""
    path = place / rubric.FILE
    given = rubric.read(path)
    if given.question not in questions:
        raise FactsError(f"{path}: the master has no question {given.question!r}")
    words = WORDS.search(path.read_text(encoding="utf-8"))
    title = questions[given.question]["title"].removeprefix("Memo: ")
    return {
        "title": title[0].upper() + title[1:],
        "points": _points(given.points),
        "words": int(words[1]) if words else None,
        "criteria": [one.title for one in given.criteria],
    }


def _points(value: float) -> float:
    return int(value) if value == int(value) else value
