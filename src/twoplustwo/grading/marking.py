"""The marking desk for memos: a sheet to fill in, and a local page that fills it in for you."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from twoplustwo.exercises import catalogue
from twoplustwo.grading import joined, memo, pages, rubric
from twoplustwo.grading import marks as sheets
from twoplustwo.grading.classbook import ClassBook, Row
from twoplustwo.grading.ledger import Ledger
from twoplustwo.grading.marks import Mark
from twoplustwo.grading.rubric import Rubric, RubricError

PAGE = "marking.html"


@dataclass(frozen=True)
class Desk:
    """Everything that marking needs: the class, its rubric, and the marks given so far."""

    book: ClassBook
    rubric: Rubric
    marks: Mapping[str, Mark]
    kept: tuple[str, ...] = ()
    """Whose earlier marks an imported sheet leaves as they are, as it has none for them."""

    @property
    def sheet(self) -> Path:
        """The sheet that the gradebook reads."""
        return self.book.folder / sheets.FILE

    @property
    def marked(self) -> int:
        """How many students have marks."""
        return sum(one.given for one in self.marks.values())

    def take(self) -> None:
        """Write the sheet, with a row for every student, and the points into the ledger."""
        text = sheets.sheet(self.rubric, self.marks, self.book.by_owner)
        sheets.save(self.sheet, text)
        given = {code: dict(one.levels) for code, one in self.marks.items() if one.given}
        points = {code: self.rubric.earned(levels) for code, levels in given.items()}
        with Ledger.open(self.book.folder) as ledger:
            ledger.mark(self.rubric.question, points)
            ledger.note({joined.TAKEN: text})


def open_desk(book: ClassBook, rubric_file: Path | None = None, sheet: Path | None = None) -> Desk:
    """Find the rubric of a class and the marks given so far.

    Parameters
    ----------
    rubric_file
        The rubric; by default that of the set in ``exercises/``.
    sheet
        A filled sheet, which adds to the one in the class's folder and changes its marks, but
        takes none away: several people may each send theirs.

    Raises
    ------
    RubricError
        If the set has no memo, or no rubric that fits it.
    MarksError
        If the sheet has faults.
    """
    found = rubric_file or _rubric_file(book)
    read = rubric.read(found)
    _fits(read, book, found)
    path = book.folder / sheets.FILE
    before = sheets.read(path, read, book.by_owner) if path.exists() else {}
    if sheet is None or sheet.resolve() == path.resolve():
        return Desk(book, read, before)
    new = sheets.read(sheet, read, book.by_owner)
    given = {code for code, mark in new.items() if mark.given}
    kept = sorted(code for code, mark in before.items() if mark.given and code not in given)
    return Desk(book, read, sheets.added(before, new), tuple(kept))


def desk_of(book: ClassBook, rubric_file: Path | None = None) -> Desk | None:
    """Give the desk of a class, or None if it has no memo or nobody wrote a rubric."""
    if book.manual and (rubric_file or _rubric_file(book).is_file()):
        return open_desk(book, rubric_file)
    return None


def _rubric_file(book: ClassBook) -> Path:
    return catalogue.folder() / book.name / rubric.FILE


def _fits(read: Rubric, book: ClassBook, path: Path) -> None:
    questions = {one.name: one for one in book.manual}
    if read.question not in questions:
        known = ", ".join(questions) or "none"
        raise RubricError(
            f"{path} is for the question {read.question!r}, but the questions of {book.name} that "
            f"a person marks are: {known}"
        )
    wanted = questions[read.question].points
    if abs(read.points - wanted) > 1e-9:
        raise RubricError(
            f"{path} gives at most {pages.points(read.points)} points, but question "
            f"{read.question!r} has {pages.points(wanted)}"
        )


def memo_text(row: Row, question: str) -> str:
    """The student's memo; empty if there is none."""
    return str(((row.result or {}).get("memo") or {}).get(question) or "").strip()


def write_page(desk: Desk) -> Path:
    """Write the page on which memos are read and levels chosen."""
    name = desk.rubric.question
    texts = [memo_text(row, name) for row in desk.book.rows]
    memos = [
        {"code": row.owner, "row": row, "text": text, "html": memo.html(text)}
        for row, text in zip(desk.book.rows, texts, strict=True)
    ]
    text = pages.render(
        "marking.html",
        script="marking.js",
        book=desk.book,
        rubric=desk.rubric,
        memos=memos,
        held=_held(desk),
    )
    path = desk.book.folder / PAGE
    pages.write(path, text)
    return path


def _held(desk: Desk) -> dict[str, object]:
    """What the script starts from."""
    codes = sorted(desk.book.by_owner)
    identity = "\n".join([desk.book.name, *codes, *sheets.columns(desk.rubric)])
    digest = hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()
    return {
        # Marks of another class or another rubric must not be taken for those of this one.
        "key": f"twoplustwo-marks-{digest[:16]}",
        "columns": sheets.columns(desk.rubric),
        "codes": codes,
        "marks": {
            code: {"levels": dict(one.levels), "comment": one.comment}
            for code, one in desk.marks.items()
        },
    }
