"""What the pages are made from: the folder that ``twoplustwo grade`` wrote, read only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from twoplustwo.grading.collect import REFUSED, SUPERSEDED
from twoplustwo.grading.ledger import Ledger, LedgerError

ASSIGNMENT = "assignment.json"
NOT_ISOLATED = "NOT ISOLATED"
"""The words that mark a grade made without isolation, wherever it is shown."""


class ClassBookError(ValueError):
    """The folder is not one that ``twoplustwo grade`` wrote, or holds nothing to show."""


@dataclass(frozen=True)
class Question:
    """A question of the problem set, without its solution."""

    name: str
    title: str
    points: float
    manual: bool


@dataclass(frozen=True)
class Row:
    """One submission: where it came from, what became of it, and its result if it ran."""

    owner: str
    name: str
    sha256: str
    attempt: int
    received: str
    late: bool
    state: str
    reason: str
    result: dict[str, Any] | None = None

    @property
    def status(self) -> str:
        """``graded``, ``failed``, ``refused``, or the ledger's own word for what is not done."""
        return self.result["status"] if self.result else self.state

    @property
    def tasks(self) -> dict[str, dict[str, Any]]:
        """The tasks of the result by name."""
        return {one["name"]: one for one in (self.result or {}).get("tasks", [])}

    @property
    def isolated(self) -> bool:
        """Whether the notebook ran apart from the machine, or did not run at all."""
        return not self.result or self.result.get("isolation") != "none"


@dataclass(frozen=True)
class ClassBook:
    """One graded problem set.

    Attributes
    ----------
    rows
        The submission that counts for each student, by student code.
    others
        Submissions that do not count: earlier attempts, and files that were refused.
    roster
        Student codes of the roster; empty if grading had none.
    """

    folder: Path
    name: str
    title: str
    questions: tuple[Question, ...]
    rows: tuple[Row, ...]
    others: tuple[Row, ...] = ()
    roster: tuple[str, ...] = ()

    @cached_property
    def by_owner(self) -> dict[str, Row]:
        """The rows by student code."""
        return {row.owner: row for row in self.rows}

    @property
    def missing(self) -> tuple[str, ...]:
        """Students of the roster of whom nothing came."""
        return tuple(code for code in self.roster if code not in self.by_owner)

    @property
    def automatic(self) -> tuple[Question, ...]:
        """The questions that the grader scores."""
        return tuple(one for one in self.questions if not one.manual)

    @property
    def manual(self) -> tuple[Question, ...]:
        """The questions that a person marks."""
        return tuple(one for one in self.questions if one.manual)

    @property
    def automatic_points(self) -> float:
        """The most that the grader can give."""
        return sum(one.points for one in self.automatic)


def open_book(folder: Path) -> ClassBook:
    """Read the folder that ``twoplustwo grade`` wrote.

    Raises
    ------
    ClassBookError
        If the folder holds no ledger or no assignment, or either cannot be read.
    """
    try:
        with Ledger.open(folder) as ledger:
            rows = list(_rows(ledger))
            roster = tuple(sorted(ledger.students()))
    except LedgerError as error:
        raise ClassBookError(str(error)) from None
    about = _assignment(folder / ASSIGNMENT)
    counted = _counted(rows)
    return ClassBook(
        folder=folder,
        name=about["name"],
        title=about.get("title") or about["name"],
        questions=tuple(
            Question(q["name"], q.get("title") or q["name"], q["points"], bool(q.get("manual")))
            for q in about["questions"]
        ),
        rows=tuple(counted[owner] for owner in sorted(counted)),
        others=tuple(row for row in rows if counted.get(row.owner) is not row),
        roster=roster,
    )


def _assignment(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ClassBookError(f"{path.parent} has no {path.name}; run twoplustwo grade") from None
    except ValueError as error:
        raise ClassBookError(f"{path} is not JSON: {error}") from None


def _rows(ledger: Ledger) -> Iterator[Row]:
    """All submissions of the ledger, each with its result if it has one."""
    results = {(owner, sha256): result for owner, sha256, result in ledger.results()}
    for one in ledger.files():
        yield Row(
            owner=one["owner"],
            name=one["name"],
            sha256=one["sha256"],
            attempt=one["attempt"],
            received=one["received"],
            late=bool(one["late"]),
            state=one["state"],
            reason=one["reason"],
            result=results.get((one["owner"], one["sha256"])),
        )


def _counted(rows: list[Row]) -> dict[str, Row]:
    """The row of each owner that counts; of an owner whose files were all refused, the newest."""
    best: dict[str, Row] = {}
    for row in rows:
        held = best.get(row.owner)
        if row.owner and (held is None or _rank(row) >= _rank(held)):
            best[row.owner] = row
    return best


def _rank(row: Row) -> tuple[bool, int]:
    return row.state not in (REFUSED, SUPERSEDED), row.attempt
