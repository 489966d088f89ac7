"""The marking sheet: one row a student, one column a criterion, and a comment."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from twoplustwo.grading.plaintext import cell, uncell
from twoplustwo.grading.rubric import Rubric
from twoplustwo.grading.sheet import SheetError, read_sheet

FILE = "marks.csv"
CODE, COMMENT = "student_code", "comment"


class MarksError(ValueError):
    """A marking sheet that is not taken; the message lists every fault with its row."""


@dataclass(frozen=True)
class Mark:
    """The marks of one memo: a level in every criterion, or in none while it is not marked."""

    levels: Mapping[str, int]
    comment: str = ""

    @property
    def given(self) -> bool:
        """Whether the memo is marked."""
        return bool(self.levels)


def columns(rubric: Rubric) -> list[str]:
    """The columns of the sheet."""
    return [CODE, *(one.name for one in rubric.criteria), COMMENT]


def sheet(rubric: Rubric, marks: Mapping[str, Mark], codes: Iterable[str]) -> str:
    """Write the sheet as CSV: a row for each student, empty where nothing is marked."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns(rubric))
    for code in sorted(codes):
        mark = marks.get(code, Mark({}))
        given = [mark.levels.get(one.name, "") for one in rubric.criteria]
        comment = mark.comment.replace("\r\n", "\n").replace("\r", "\n")
        writer.writerow([cell(code), *given, cell(comment)])
    return text.getvalue()


def read(path: Path, rubric: Rubric, codes: Iterable[str]) -> dict[str, Mark]:
    """Read a filled sheet; spreadsheets may have written it with semicolons or tabs.

    Raises
    ------
    MarksError
        With every fault and its row: a column or student that is not known, a student twice,
        a level that the rubric does not have, a memo marked in some criteria only.
    """
    try:
        filled = read_sheet(path)
    except SheetError as error:
        raise MarksError(str(error)) from None
    if filled.encoding == "latin-1":
        raise MarksError(f"{path} is not UTF-8, so letters would be lost; save it as CSV UTF-8")
    faults = _header_faults(filled.columns, rubric)
    marks: dict[str, Mark] = {}
    known = set(codes)
    for number, line in enumerate(filled.lines if not faults else (), 2):
        row = {name: line[at] for at, name in enumerate(filled.columns)}
        if any(value.strip() for value in row.values()):
            faults += _take(number, row, rubric, known, marks)
    if faults:
        raise MarksError(f"{path} is not taken, and nothing was changed:\n" + "\n".join(faults))
    return marks


def added(before: Mapping[str, Mark], new: Mapping[str, Mark]) -> dict[str, Mark]:
    """Add a sheet to the marks given before: a row without levels takes none away."""
    marks = dict(before)
    for code, mark in new.items():
        if mark.given or not before.get(code, mark).given:
            marks[code] = mark
        elif mark.comment:
            marks[code] = Mark(before[code].levels, mark.comment)
    return marks


def _header_faults(header: list[str], rubric: Rubric) -> list[str]:
    wanted = columns(rubric)
    missing = [name for name in wanted if name not in header and name != COMMENT]
    unknown = [name for name in header if name not in wanted]
    twice = {name for name in header if header.count(name) > 1}
    faults = [f"row 1: column {name!r} is missing" for name in missing]
    faults += [f"row 1: {name!r} is no criterion of this rubric" for name in unknown]
    faults += [f"row 1: column {name!r} stands there twice" for name in sorted(twice)]
    return faults + ([f"accepted columns: {', '.join(wanted)}"] if faults else [])


def _take(
    number: int, row: dict[str, str], rubric: Rubric, known: set[str], marks: dict[str, Mark]
) -> list[str]:
    """Put the marks of one row into `marks`, or give its faults."""
    code = uncell(row[CODE].strip())
    where = f"row {number}, {code or 'no student code'}:"
    if code not in known:
        return [f"{where} no submission of this set belongs to that code"]
    if code in marks:
        return [f"{where} this student has an earlier row"]
    levels, faults = _levels(where, row, rubric)
    marks[code] = Mark(levels, uncell(row.get(COMMENT) or "").strip())
    return faults


def _levels(where: str, row: dict[str, str], rubric: Rubric) -> tuple[dict[str, int], list[str]]:
    levels, faults, empty = {}, [], []
    for one in rubric.criteria:
        text = (row.get(one.name) or "").strip()
        if not text:
            empty.append(one.name)
            continue
        level = _whole(text)
        if level not in one.accepted:
            accepted = ", ".join(map(str, one.accepted))
            faults.append(f"{where} {one.name} is {text!r}; accepted: {accepted}")
        else:
            levels[one.name] = level
    if empty and (levels or faults):
        faults.append(f"{where} no level for {', '.join(empty)}; fill every criterion or none")
    return levels, faults


def _whole(text: str) -> int | None:
    """A whole number, also as a spreadsheet may write it (3.0); None for anything else."""
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


def save(path: Path, text: str) -> None:
    """Write the sheet whole or not at all; the old one stays until the new one is there."""
    draft = path.with_name(path.name + ".part")
    with draft.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
