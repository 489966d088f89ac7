"""The roster: student codes, and under which numbers a learning platform knows them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from twoplustwo.grading.headers import CODE, KINDS, HeaderError, ReadAs, english, header
from twoplustwo.grading.sheet import Sheet, SheetError, read_sheet

PLATFORM_NUMBERS: Mapping[str, tuple[str, ...]] = {
    "canvas": ("canvas", "number"),
    "moodle": ("moodle", "number"),
}
"""Kinds of column that hold a platform's own number for a student."""
_FORM = re.compile(r"[^\W_][\w.@+-]{0,63}")


class RosterError(ValueError):
    """A roster cannot be used; the message says which, where and what is accepted."""


@dataclass(frozen=True)
class Student:
    """One student: the code, and the ids by column header (normalised)."""

    code: str
    ids: Mapping[str, str]


@dataclass(frozen=True)
class Roster:
    """The students of a class."""

    students: tuple[Student, ...]

    def find(self, value: str, *kinds: str) -> tuple[str, ...]:
        """Give the codes of the students that `value` names in columns of these kinds."""
        wanted = folded(value)
        found = (code for kind in kinds for code in self._index.get((kind, wanted), ()))
        return tuple(dict.fromkeys(found))

    @cached_property
    def _index(self) -> dict[tuple[str, str], list[str]]:
        index: dict[tuple[str, str], list[str]] = defaultdict(list)
        for student in self.students:
            for column, value in ids_of(student):
                index[KINDS[column], folded(value)].append(student.code)
        return index

    def find_number(self, platform: str, value: str) -> tuple[str, ...]:
        """Give the codes of the students that a platform gives a number; else the code itself."""
        return self.find(value, *PLATFORM_NUMBERS[platform]) or self.find(value, "code")

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in the order of the roster."""
        return tuple(one.code for one in self.students)

    def columns(self) -> tuple[str, ...]:
        """The columns that name a student."""
        return tuple(dict.fromkeys(column for one in self.students for column, _ in ids_of(one)))


def ids_of(student: Student) -> Iterable[tuple[str, str]]:
    """Column and value of everything that names a student, the code included."""
    yield CODE, student.code
    yield from student.ids.items()


def folded(value: str) -> str:
    """Give the form in which ids are compared: case and composition of letters do not count."""
    return unicodedata.normalize("NFC", value.strip()).casefold()


def identity(column: str, value: str) -> str:
    """Give the id in a cell.

    Moodle's grading worksheet writes ``Participant 123`` for 123, in its user's language.
    """
    value = value.strip()
    if column in ("identifier", "participant") and (digits := re.search(r"\d+\Z", value)):
        return digits[0]
    return value


def is_code(value: str) -> bool:
    """Whether a text can be a student code: letters, digits and ``. @ + - _``, at most 64."""
    return bool(_FORM.fullmatch(value))


def of_codes(codes: Iterable[str]) -> Roster:
    """Make a roster of bare codes."""
    return Roster(tuple(Student(code, {}) for code in codes))


def read_roster(path: Path, read_as: ReadAs | None = None) -> Roster:
    """Read a roster: a CSV file with a column ``student_code``, and the LMS's ids if there are any.

    Lines without a code (blank ones, or *Points Possible* in a gradebook of Canvas) are skipped.

    Parameters
    ----------
    read_as
        What columns are whose names are not English ones.

    Raises
    ------
    RosterError
        If the column is missing, a code is not of the accepted form or stands there twice.
    """
    try:
        sheet = read_sheet(path)
        columns = [header(name) for name in english(sheet, read_as or {})]
    except SheetError as error:
        raise RosterError(f"the roster cannot be read: {error}") from None
    except HeaderError as error:
        raise RosterError(f"{path}: {error}") from None
    if CODE not in columns:
        shown = ", ".join(repr(name) for name in sheet.columns)
        raise RosterError(
            f"{path}: a column 'student_code' is needed; there are {shown}. Add it to the roster, "
            "with a code for every student"
        )
    students = tuple(_students(path, sheet, columns))
    if not students:
        raise RosterError(f"{path}: no line has a student code")
    return Roster(students)


def _students(path: Path, sheet: Sheet, columns: list[str]) -> Iterable[Student]:
    seen: dict[str, int] = {}
    for number, line in enumerate(sheet.lines, 2):
        code = line[columns.index(CODE)].strip()
        if not code:
            continue
        if not is_code(code):
            raise RosterError(
                f"{path}, line {number}: {code!r} is no student code; accepted are letters, "
                "digits and . @ + - _ after a letter or digit, at most 64 in all"
            )
        if folded(code) in seen:
            raise RosterError(
                f"{path}, line {number}: the code {code!r} stands in line {seen[folded(code)]} too"
            )
        seen[folded(code)] = number
        ids = {
            column: identity(column, line[at])
            for at, column in enumerate(columns)
            if column in KINDS and KINDS[column] != "code" and line[at].strip()
        }
        yield Student(code, ids)
