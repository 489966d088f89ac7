"""A graded class to look at, as `twoplustwo grade` leaves it: made, not measured."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from twoplustwo.grading.classbook import ClassBook, Question, Row
from twoplustwo.grading.collect import COUNTS, REFUSED, SUPERSEDED, Found
from twoplustwo.grading.ledger import FILE, Ledger
from twoplustwo.grading.roster import of_codes

QUESTIONS = [
    {"name": "coding", "title": "1. Code the claims", "points": 4, "manual": False},
    {"name": "brier", "title": "2. Score the forecasts", "points": 5, "manual": False},
    {"name": "calibration", "title": "3. Which half?", "points": 3, "manual": False},
    {"name": "memo", "title": "4. Memo", "points": 16, "manual": True},
]
HINT = "This is the mean of the absolute errors. The score squares each error first."
MEMO = """# Should the channel reopen?

Tokyo and Moscow should meet *once*, at the level of officials.

| Option | Cost | Risk |
|---|---|---|
| Wait | none now | misreading |
| Meet | travel | none new |

![A chart](https://tracker.example/pixel.png)

1. First, exchange lists of notified exercises, see [the agency](https://example.org/list).
2. Then decide.
"""


def test_row(name: str, passed: bool, worth: float, hidden: bool = True) -> dict[str, Any]:
    return {
        "name": name,
        "passed": passed,
        "score": worth if passed else 0,
        "max_score": worth,
        "hidden": hidden,
        "message": "",
    }


def task(name: str, title: str, parts: list[tuple[str, bool, float]], **extra: Any) -> dict:
    tests = [test_row(f"test_{part}", passed, worth) for part, passed, worth in parts]
    return {
        "name": name,
        "title": title,
        "score": sum(one["score"] for one in tests),
        "max_score": sum(one["max_score"] for one in tests),
        "tests": tests,
        "signature": None,
        "hint": None,
        "value": None,
        "error": None,
        **extra,
    }


def result(tasks: list[dict], status: str = "graded", **extra: Any) -> dict[str, Any]:
    return {
        "status": status,
        "reason": "",
        "isolation": "namespaces",
        "score": sum(one["score"] for one in tasks),
        "max_score": 12,
        "seconds": 0.08,
        "tasks": tasks,
        "memo": {"memo": MEMO},
        "notes": [],
        "cells": 14,
        "output": "",
        **extra,
    }


def ordinary(number: int, chance: random.Random) -> dict[str, Any]:
    """A plausible result; the ability of student `number` grows with the number."""
    able = number / 30
    coded, counted = chance.random() < 0.5 + able / 2, chance.random() < 0.4 + able / 2
    squared = chance.random() < able
    fine = chance.random() < 0.2 + able / 2
    tasks = [
        task(
            "coding",
            "1. Code the claims",
            [("kinds", coded, 2), ("dated", counted, 2)],
            value=f"kinds = {{'fact': {number % 5 + 3}}}, dated = {number % 7 + 2}",
            error=None if coded or counted else "NameError: name 'kinds' is not defined",
        ),
        task(
            "brier",
            "2. Score the forecasts",
            [("brier", squared, 5)],
            value=f"brier = {0.2 + number / 1000 + (0 if squared else 0.2):.4f}",
            signature=None if squared else "absolute",
            hint=None if squared else HINT,
        ),
        task(
            "calibration",
            "3. Which half?",
            [("half", fine, 3)],
            value=f"half = {chance.choice(['early', 'late'])!r}",
        ),
    ]
    return result(tasks, seconds=0.05 + chance.random() / 20)


def submissions(count: int = 24) -> list[dict[str, Any]]:
    """The rows of a class: most ordinary, the last ones late, failed, refused and copied."""
    chance = random.Random(7)
    rows = [
        {"owner": f"k{number:03d}", "result": ordinary(number, chance)}
        for number in range(1, count + 1)
    ]
    rows[3]["late"] = True
    rows[5]["result"] = result([], "failed", reason="the run passed its limit of 60 seconds")
    rows.append({"owner": "k098", "state": REFUSED, "reason": "the file is empty"})
    older = {"state": SUPERSEDED, "attempt": 0, "reason": "a newer one counts"}
    rows.append({"owner": "k001", "name": "k001-old.ipynb", **older})
    return rows


def write(folder: Path, rows: list[dict[str, Any]], questions: list[dict] | None = None) -> Path:
    """Write an output folder with these submissions, and a roster with one student too many."""
    folder.mkdir(parents=True, exist_ok=True)
    about = {"name": "reading", "title": "Reading a policy text"}
    about["questions"] = questions or QUESTIONS
    (folder / "assignment.json").write_text(json.dumps(about), encoding="utf-8")
    files = [found(at, row) for at, row in enumerate(rows)]
    codes = dict.fromkeys([*(row["owner"] for row in rows), "k099"])
    with Ledger(folder / FILE) as ledger:
        ledger.enter(files, of_codes(codes))
        for one, row in zip(files, rows, strict=True):
            if "result" in row:
                ledger.finish(one, row["result"])
    return folder


def book(rows: list[dict[str, Any]], questions: list[dict] | None = None) -> ClassBook:
    """The same class without a folder, for pages whose text no file could hold."""
    asked = tuple(Question(**one) for one in questions or QUESTIONS)
    made = tuple(
        Row(
            owner=row["owner"],
            name=row.get("name", f"{row['owner']}.ipynb"),
            sha256="0" * 64,
            attempt=1,
            received="2026-10-02T21:14:00",
            late=row.get("late", False),
            state=row.get("state", COUNTS),
            reason=row.get("reason", ""),
            result=row.get("result"),
        )
        for row in rows
    )
    return ClassBook(Path("out"), "reading", "Reading a policy text", asked, made)


def found(at: int, row: dict[str, Any]) -> Found:
    return Found(
        path=row.get("name", f"{row['owner']}.ipynb"),
        owner=row["owner"],
        state=row.get("state", COUNTS),
        reason=row.get("reason", ""),
        sha256=f"{at:064x}",
        attempt=row.get("attempt", 1),
        received="2026-10-02T21:14:00",
        late=row.get("late", False),
    )


RUBRIC = """
question: memo
title: Should the channel reopen?
task: Advise both capitals in about 600 words, with two figures and one table of assumptions.
notes: A good memo compares at least two options and says what would change its mind.
criteria:
  - name: evidence
    title: Evidence and model
    levels:
      4: The model fits the question; every number can be made again; a change is used
      3: Numbers can be made again; one change of assumptions
      2: There are numbers, but their origin is unclear
      1: Claims without a model, or a model misused
  - name: uncertainty
    title: Uncertainty and limits
    levels:
      4: Ranges throughout; says what would change the conclusion; names a limit that matters
      3: Ranges, and one limit
      2: A general warning
      1: Precision that nobody has
  - name: fairness
    title: Fairness to the parties
    levels:
      4: Each side's case in words it would accept; neutral names throughout
      3: Both sides, one of them thinner
      2: Mostly one side
      1: Partisan, or with loaded names
  - name: clarity
    title: Clarity for action
    levels:
      4: One decision with its cost, its risk and a first step; read in three minutes
      3: A decision with reasons
      2: Vague advice
      1: A description
"""


def chapters() -> dict[str, dict[str, dict[str, list[str]]]]:
    """The map of the chapters: page -> set -> task -> tables."""
    return {
        "start/reading": {"reading": {"coding": ["claims"], "calibration": ["claims"]}},
        "start/ledger": {"reading": {"brier": ["claims"]}},
    }


def shelf(root: Path) -> Path:
    """A folder of problem sets with the rubric of this one, and a chapter."""
    (root / "exercises" / "reading").mkdir(parents=True)
    (root / "book" / "start").mkdir(parents=True)
    (root / "exercises" / "reading" / "rubric.yml").write_text(RUBRIC, encoding="utf-8")
    (root / "book" / "start" / "reading.md").write_text("# A policy text as data\n")
    return root / "exercises"
