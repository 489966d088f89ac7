"""The gradebook: one row a student, made from the ledger alone, always the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twoplustwo.grading.classbook import NOT_ISOLATED, ClassBook, Row, open_book
from twoplustwo.grading.ledger import LOST, RUNNING, WAITING, Ledger
from twoplustwo.grading.marks import save
from twoplustwo.grading.plaintext import cell, clean

FILE, FILES = "gradebook.csv", "files.csv"
CODE, SCORE, MAX_SCORE, STATUS, REASON = "student_code", "score", "max_score", "status", "reason"
MISSING = "missing"
NO_GRADE = (MISSING, WAITING, RUNNING, LOST)
"""Statuses of rows without a grade: it is not zero, there is none."""
_FILE_COLUMNS = ("name", "owner", "state", "reason", "attempt", "received", "late", "sha256")


@dataclass(frozen=True)
class Grade:
    """One row of the gradebook.

    Attributes
    ----------
    points
        Question -> points; None where there is none to give: nothing was handed in, or the
        memo is not marked yet.
    status
        ``graded``, ``failed``, ``refused``, ``missing``; ``waiting`` while grading goes on,
        ``lost`` where grading itself failed.
    """

    code: str
    points: Mapping[str, float | None]
    max_score: float
    status: str
    reason: str

    @property
    def score(self) -> float | None:
        """Sum of the points; None where nothing was handed in."""
        if self.status in NO_GRADE:
            return None
        return sum(value for value in self.points.values() if value is not None)


def grades(out: Path) -> list[Grade]:
    """Give every row of the gradebook, ordered by student code.

    Raises
    ------
    ClassBookError, LedgerError
        If the folder is not one that ``twoplustwo grade`` wrote.
    """
    book = open_book(out)
    with Ledger.open(out) as ledger:
        students, marks = ledger.students(), ledger.marks()
    codes = sorted({*students, *book.by_owner})
    return [_grade(book, code, book.by_owner.get(code), marks) for code in codes]


def _grade(
    book: ClassBook, code: str, row: Row | None, marks: Mapping[str, Mapping[str, float]]
) -> Grade:
    most = sum(question.points for question in book.questions)
    if row is None:
        empty = {question.name: None for question in book.questions}
        return Grade(code, empty, most, MISSING, "nothing was handed in")
    points: dict[str, float | None] = {}
    for question in book.questions:
        if question.manual:
            points[question.name] = marks.get(question.name, {}).get(code)
        elif row.status in NO_GRADE:
            points[question.name] = None
        else:
            points[question.name] = float(row.tasks.get(question.name, {}).get("score", 0))
    unmarked = [q.name for q in book.manual if points[q.name] is None]
    return Grade(
        code, points, most, row.status, "; ".join(r.rstrip(".") for r in _reasons(row, unmarked))
    )


def _reasons(row: Row, unmarked: list[str]) -> Iterator[str]:
    """What should be known of a row."""
    if not row.isolated:
        yield NOT_ISOLATED
    if row.reason:
        yield clean(row.reason, 300)
    if row.result and row.result.get("reason"):
        yield clean(row.result["reason"], 300)
    if unmarked and row.status == "graded":
        yield f"not marked yet: {', '.join(unmarked)}"


def write(out: Path) -> list[Grade]:
    """Write ``gradebook.csv`` and ``files.csv`` from the ledger.

    Marks of memos are in the ledger once ``twoplustwo mark`` has taken them.

    Returns
    -------
    list of Grade
        The rows written.
    """
    with Ledger.open(out) as ledger:
        save(out / FILES, _table(_FILE_COLUMNS, map(_file_row, ledger.files())))
    rows = grades(out)
    names = list(rows[0].points) if rows else [q.name for q in open_book(out).questions]
    header = (CODE, *names, SCORE, MAX_SCORE, STATUS, REASON)
    save(out / FILE, _table(header, map(_row, rows)))
    return rows


def number(value: float | None, digits: int = 4) -> str:
    """Write points: no digits that say nothing, nothing at all where there are none."""
    if value is None:
        return ""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _row(grade: Grade) -> list[str]:
    return [
        cell(grade.code),
        *(number(value) for value in grade.points.values()),
        number(grade.score),
        number(grade.max_score),
        grade.status,
        cell(grade.reason),
    ]


def _file_row(row: Mapping[str, Any]) -> list[str]:
    shown = dict(row) | {"late": "yes" if row["late"] else "", "reason": clean(row["reason"], 300)}
    return [cell(str(shown[column] or "")) for column in _FILE_COLUMNS]


def _table(header: tuple[str, ...], rows: Iterator[list[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
