"""Feedback: one page a student, that says what was right, what was not, and where to look again.

The page never holds an expected value. All it shows of the submission is escaped, cut short and
cleaned of what could disguise it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twoplustwo.grading import marking, memo, pages
from twoplustwo.grading.classbook import ClassBook, Question, Row
from twoplustwo.grading.ledger import LOST, RUNNING, WAITING
from twoplustwo.grading.marks import Mark
from twoplustwo.grading.plaintext import cell, clean
from twoplustwo.grading.rereading import Chapter, chapters
from twoplustwo.grading.rubric import Rubric

FOLDER = "feedback"
INDEX = "index.csv"
NUMBERED = re.compile(r".* - (\d+)$")

EXPLAINED = {
    "refused": "The file could not be graded, so it has no points yet.",
    "failed": "The notebook ran, but the run ended before it was complete.",
    WAITING: "The notebook has not been graded yet.",
    RUNNING: "The notebook has not been graded yet.",
    LOST: "Grading itself failed, through no fault of the notebook, and will be done again.",
}
REMEDIES = ("refused", "failed")
REMEDY = (
    "Open the notebook, choose “Restart kernel and run all cells”, and see whether it runs from "
    "top to bottom. Save it, then ask your instructor whether it can be graded again."
)


@dataclass(frozen=True)
class Check:
    """One hidden or public check in plain words."""

    subject: str
    is_name: bool
    passed: bool
    worth: str
    public: bool


@dataclass(frozen=True)
class Part:
    """One task as the page shows it."""

    anchor: str
    title: str
    score: float
    points: float
    checks: tuple[Check, ...]
    hint: str
    value: str
    error: str
    chapters: tuple[Chapter, ...]

    @property
    def whole(self) -> bool:
        """Whether the task has full marks."""
        return self.score >= self.points


@dataclass(frozen=True)
class MemoPart:
    """The memo as the page shows it: marked, or still to be marked."""

    title: str
    points: float
    rubric: Rubric | None
    mark: Mark | None

    @property
    def marked(self) -> bool:
        """Whether a person has given marks."""
        return bool(self.rubric and self.mark and self.mark.given)

    @property
    def score(self) -> float:
        """Points of the memo, 0 while it is not marked."""
        return self.rubric.earned(dict(self.mark.levels)) if self.marked else 0.0


def write(
    book: ClassBook, book_address: str = "", rubric_file: Path | None = None
) -> dict[str, Path]:
    """Write a page for every student, and ``index.csv`` that says which is whose.

    Parameters
    ----------
    book_address
        Where the course's pages are published, for links to the chapters; without it the
        chapters are named only.
    rubric_file
        The rubric of a set of one's own.

    Returns
    -------
    dict
        Student code -> path of the page.
    """
    desk = marking.desk_of(book, rubric_file)
    names = pages.file_names(list(book.by_owner))
    again = chapters(book.name, book_address)
    written = {}
    for row in book.rows:
        mark = desk.marks.get(row.owner) if desk else None
        path = book.folder / FOLDER / names[row.owner]
        pages.write(path, page(book, row, desk.rubric if desk else None, mark, again))
        written[row.owner] = path
    pages.write(book.folder / FOLDER / INDEX, _index(names))
    return written


def _index(names: Mapping[str, str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student_code", "page"])
    writer.writerows([cell(code), names[code]] for code in sorted(names))
    return text.getvalue()


def page(
    book: ClassBook,
    row: Row,
    rubric: Rubric | None,
    mark: Mark | None,
    again: Mapping[str, tuple[Chapter, ...]],
) -> str:
    """Give the page of one student."""
    parts = [_part(at, question, row, again) for at, question in enumerate(book.automatic, 1)]
    memos = [_memo(question, rubric, mark) for question in book.manual]
    marked = [one for one in memos if one.marked]
    return pages.render(
        "feedback.html",
        book=book,
        row=row,
        parts=parts,
        memos=memos,
        score=sum(part.score for part in parts) + sum(one.score for one in marked),
        points=sum(part.points for part in parts) + sum(one.points for one in marked),
        open_points=sum(one.points for one in memos if not one.marked),
        reason=row.reason or (row.result or {}).get("reason", ""),
        explained=EXPLAINED.get(row.status, ""),
        remedy=REMEDY if row.status in REMEDIES else "",
        comment=memo.html(mark.comment) if mark and mark.comment else "",
        notes=[clean(note, 300) for note in (row.result or {}).get("notes", [])][:10],
    )


def _part(at: int, question: Question, row: Row, again: Mapping[str, tuple[Chapter, ...]]) -> Part:
    task = row.tasks.get(question.name, {})
    return Part(
        anchor=f"task-{at}",
        title=question.title,
        score=float(task.get("score", 0)),
        points=question.points,
        checks=tuple(_checks(task.get("tests", []))),
        hint=clean(task.get("hint"), 600),
        value=clean(task.get("value"), 240),
        error=clean(task.get("error"), 240),
        chapters=again.get(question.name, ()),
    )


def _checks(tests: list[dict[str, Any]]) -> Iterator[Check]:
    for number, test in enumerate(tests, 1):
        subject, is_name = _subject(str(test.get("name", "")), number)
        worth = float(test.get("max_score") or 0)
        got = pages.points(float(test.get("score") or 0))
        yield Check(
            subject=subject,
            is_name=is_name,
            passed=bool(test.get("passed")),
            worth=f"{got} of {pages.count_points(worth)}" if worth else "",
            public=not test.get("hidden", True),
        )


def _subject(name: str, number: int) -> tuple[str, bool]:
    """What a check is about: the answer's name, or its number where a set names nothing."""
    if name.startswith("test_") and name[5:].isidentifier():
        return clean(name[5:], 60), True
    numbered = NUMBERED.fullmatch(name)
    return f"Check {numbered[1] if numbered else number}", False


def _memo(question: Question, rubric: Rubric | None, mark: Mark | None) -> MemoPart:
    fits = rubric if rubric and rubric.question == question.name else None
    return MemoPart(question.title, question.points, fits, mark if fits else None)
