"""Whether the marks in the sheet are those in the gradebook.

A sheet can be edited at any time; its marks count once ``twoplustwo mark`` has taken them. Until
then no grade may leave the folder, since it would be the old one.
"""

from __future__ import annotations

import csv
import io
import shlex
from pathlib import Path

from twoplustwo.grading.ledger import Ledger
from twoplustwo.grading.marks import CODE, COMMENT, FILE, save
from twoplustwo.grading.plaintext import uncell
from twoplustwo.grading.sheet import SheetError, read_sheet

TAKEN = "marks taken"
"""What the ledger calls the text of the sheet that was taken last."""
_SHOWN = 5
Marks = dict[str, tuple[tuple[str, str], ...]]


class UnjoinedError(ValueError):
    """The sheet holds marks that the gradebook does not know; the message has the command."""


def taken(folder: Path) -> str:
    """Give the text of the sheet that was taken last; empty if there was none."""
    with Ledger.open(folder) as ledger:
        return ledger.meta.get(TAKEN, "")


def restore(folder: Path) -> None:
    """Write a sheet that was deleted again: an empty one would take the marks away."""
    text = taken(folder)
    if text and not (folder / FILE).exists():
        save(folder / FILE, text)


def require(folder: Path) -> None:
    """Refuse to go on while marks in the folder's sheet have not joined the gradebook.

    Comments may differ: they are no grade.

    Raises
    ------
    UnjoinedError
        If a student's levels in ``marks.csv`` are not those that were taken.
    """
    before = _marks_in(taken(folder))
    now = _now(folder, before)
    changed = sorted(code for code in {*now, *before} if now.get(code) != before.get(code))
    if changed:
        more = f" and {len(changed) - _SHOWN} more" if len(changed) > _SHOWN else ""
        raise UnjoinedError(
            f"{folder / FILE} holds marks that are not in the gradebook yet: "
            f"{', '.join(changed[:_SHOWN])}{more}.\nNothing was written, as the grades would be "
            f"old ones; {_advice(folder, 'take the marks over')}"
        )


def _now(folder: Path, before: Marks) -> Marks:
    """The marks in the folder's sheet; a class that was never marked has none."""
    path = folder / FILE
    if not path.exists():
        if not before:
            return {}
        raise UnjoinedError(
            f"{path} is gone, but marks from it are in the gradebook (of {len(before)} students); "
            f"{_advice(folder, 'put it back, or write it again')}"
        )
    try:
        sheet = read_sheet(path)
    except SheetError as error:
        raise UnjoinedError(f"{error}; {_advice(folder, 'mend it, then take it over')}") from None
    return _marks([sheet.columns, *(line.values for line in sheet.lines)])


def _advice(folder: Path, what: str) -> str:
    return f"{what} with: twoplustwo mark {shlex.quote(str(folder))}"


def _marks_in(text: str) -> Marks:
    return _marks(list(csv.reader(io.StringIO(text, newline=""))))


def _marks(rows: list[list[str]]) -> Marks:
    """Student code -> column and level of each cell that is filled; nothing for empty rows."""
    found: Marks = {}
    names = [name.strip() for name in rows[0]] if rows else []
    for row in rows[1:]:
        cells = dict(zip(names, (value.strip() for value in row), strict=False))
        code = uncell(cells.pop(CODE, ""))
        cells.pop(COMMENT, None)
        if levels := tuple(sorted((name, _plain(one)) for name, one in cells.items() if one)):
            found[code] = (*found.get(code, ()), *levels)
    return found


def _plain(level: str) -> str:
    """A level as `marks.read` understands it: spreadsheets write 3 as 3.0."""
    try:
        return f"{float(level):g}"
    except ValueError:
        return level
