"""What the columns of a platform's file are, also where the platform does not speak English.

Moodle writes the headers of its files in its user's language, and reads them so again. They are
never changed; here each is read as the English one. The user says which is which, or the shape of
Moodle's grading worksheet does: its first column holds one word with a number for each student, and
right of the grades stands the same maximum in every line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from twoplustwo.grading.sheet import Line, Sheet

CODE = "student code"
# Headers that name a person in an LMS, as Canvas, Moodle and Gradescope write them (in English)
# and as people write them by hand. Names of people are no ids: two may share one.
KINDS: Mapping[str, str] = {
    CODE: "code",
    "code": "code",
    "id": "number",
    "lms id": "number",
    "user id": "number",
    "canvas id": "canvas",
    "canvas user id": "canvas",
    "identifier": "moodle",
    "moodle id": "moodle",
    "participant": "moodle",
    "sis user id": "register",
    "sis id": "register",
    "id number": "register",
    "student id": "register",
    "sid": "register",
    "sis login id": "login",
    "login id": "login",
    "login": "login",
    "username": "login",
    "email": "email",
    "email address": "email",
    "e-mail": "email",
}
WORKSHEET = ("Identifier", "Grade", "Maximum Grade")
"""The columns that make a grading worksheet of Moodle."""
_OURS = (
    *(*WORKSHEET, "Grade can be changed", "Student", "LastName", "FirstName", "Section", "ID"),
    *("SIS User ID", "SIS Login ID", "ID number", "Email address", "Username", "SID", "Email"),
    *("Total Score", "Max Points"),
)
_PARTICIPANT = re.compile(r"([^0-9]*[^\W\d_][^0-9]*)([0-9]+)")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
ReadAs = Mapping[str, str]
"""Name of a column in the file -> the English name that it is read as."""


class HeaderError(ValueError):
    """A column cannot be read as another; the message says why and what is accepted."""


def header(name: str) -> str:
    """Give the normalised name of a column."""
    return " ".join(name.replace("_", " ").casefold().split())


def read_as(texts: Iterable[str]) -> dict[str, str]:
    """Read what a user says of columns, each as ``THEIRS=OURS``.

    Raises
    ------
    HeaderError
        If a text has no such form, or there is no column OURS.
    """
    accepted = {header(name): name for name in _OURS}
    found = {}
    for text in texts:
        theirs, sign, ours = (part.strip() for part in text.rpartition("="))
        if not (sign and theirs and header(ours) in accepted):
            raise HeaderError(
                f"--read-as {text!r}: write 'THEIRS=OURS', the name of a column in the file and "
                f"the English one it is read as; accepted are {', '.join(accepted.values())}"
            )
        found[theirs] = accepted[header(ours)]
    return found


def english(sheet: Sheet, given: ReadAs, moodle: bool = True) -> list[str]:
    """Give the names that the columns are read as.

    Parameters
    ----------
    given
        What the user says of columns.
    moodle
        Whether the file may be a grading worksheet of Moodle.

    Raises
    ------
    HeaderError
        If a column that the user names is not there, stands there twice, or would do so.
    """
    names = sheet.columns
    for theirs, ours in given.items():
        names[_column(sheet, theirs)] = ours
    for ours in given.values():
        if [header(name) for name in names].count(header(ours)) > 1:
            raise HeaderError(f"two columns would be read as {ours!r}; name one with --read-as")
    if moodle and "identifier" not in map(header, names):
        for at, ours in _worksheet(sheet).items():
            if header(ours) not in map(header, names) and names[at] == sheet.columns[at]:
                names[at] = ours
    return names


def _column(sheet: Sheet, name: str) -> int:
    found = [at for at, one in enumerate(sheet.columns) if header(one) == header(name)]
    if len(found) == 1:
        return found[0]
    shown = ", ".join(repr(one) for one in sheet.columns)
    count = "several columns are" if found else "no column is"
    raise HeaderError(f"{count} named {name!r}, which --read-as names; there are {shown}")


def _worksheet(sheet: Sheet) -> dict[int, str]:
    """The columns of a grading worksheet by their shape; nothing where it is not sure."""
    lines = [line for line in sheet.lines if any(value.strip() for value in line.values)]
    columns = [at for at, name in enumerate(sheet.columns) if header(name) != CODE]
    if not lines or not columns or not _participants(lines, columns[0]):
        return {}
    grades = list(_grades(lines, columns[1:]))
    if len(grades) != 1:
        return {}
    return dict(zip((columns[0], grades[0], grades[0] + 1), WORKSHEET, strict=True))


def _participants(lines: list[Line], at: int) -> bool:
    """Whether a column holds one word with another number in each line."""
    found = [_PARTICIPANT.fullmatch(line[at].strip()) for line in lines]
    if not all(found):
        return False
    return len({one[1] for one in found}) == 1 and len({one[2] for one in found}) == len(lines)


def _grades(lines: list[Line], columns: list[int]) -> Iterator[int]:
    """The columns of grades: no number is above the one maximum to the right of it."""
    for at in columns:
        most = {line[at + 1].strip() for line in lines}
        if at + 1 not in columns or len(most) != 1 or not _NUMBER.fullmatch(max(most)):
            continue
        values = [line[at].strip() for line in lines]
        numbers = [_value(one) for one in values if one not in ("", "-")]
        if _value(max(most)) > 0 and all(0 <= one <= _value(max(most)) for one in numbers):
            yield at


def _value(text: str) -> float:
    """The number in a cell; a negative one where there is none, which no grade is."""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else -1.0
