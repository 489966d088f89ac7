"""Files of learning platforms: which lines are students, which column takes the grade.

Canvas: the gradebook (*Export*): Student, ID, SIS User ID, SIS Login ID, Section, one column an
assignment named ``Title (123)``, and totals that are read only; a line *Points Possible*, above it
perhaps one about posting, and a *Test Student*. Moodle: the grading worksheet of an assignment
(Identifier, Grade, Maximum Grade), or the export of the gradebook (``Assignment: Title (Real)``);
the headers are in the user's language.
Gradescope: the grades of a course or of one assignment (SID, Email, Total Score).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from twoplustwo.grading.headers import KINDS, HeaderError, ReadAs, english, header
from twoplustwo.grading.roster import PLATFORM_NUMBERS, identity
from twoplustwo.grading.sheet import Line, Sheet

FORMATS = ("canvas", "moodle", "gradescope", "csv")
_SCORE = r"(?:Current|Final) (?:Score|Points|Grade)"
_NO_GRADES = {
    "canvas": re.compile(rf".*(?:{_SCORE}|Override (?:Score|Grade|Status)).*", re.IGNORECASE),
    "gradescope": re.compile(r".* - (?:Max Points|Submission Time|Lateness.*)", re.IGNORECASE),
}
_POSTING = re.compile(r"\s*(?:Muted|Manual Posting.*)?\s*", re.IGNORECASE)
_DRESS = re.compile(r"^(?:assignment|quiz)\s*:\s*|\s*\((?:\d+|real|points)\)$", re.IGNORECASE)


_ID_COLUMNS = "student_code, ID, SIS User ID, Identifier, ID number, Email address, Username, SID"
_SAY = "If it is in another language, say which column is which with --read-as"
READ_AS = {
    "canvas": f"{_SAY}, e.g. --read-as 'THEIR NAME=Section'",
    "moodle": f"{_SAY}, e.g. --read-as 'THEIR NAME=Identifier' --read-as 'THEIR NAME=Grade' "
    "--read-as 'THEIR NAME=Maximum Grade'",
    "gradescope": f"{_SAY}, e.g. --read-as 'THEIR NAME=Email'",
    "csv": f"{_SAY}, e.g. --read-as 'THEIR NAME=Username'",
}
"""What to do where the columns of a platform's file are not found."""


class LmsError(ValueError):
    """A file is not of the format it should be; the message says what is missing."""


@dataclass(frozen=True)
class Person:
    """A line of a student: its ids by kind, and how to name it in a message."""

    line: Line
    ids: tuple[tuple[str, str], ...]
    shown: str


@dataclass(frozen=True)
class Export:
    """A file that a platform exported.

    Attributes
    ----------
    names
        What the columns are read as: English names, also where the file has others.
    people
        The lines of students; all others stay as they are.
    most
        Gives the points that the platform expects at most in a line and column, if it says so.
    locked
        Whether the platform lets the grade in a line be changed.
    """

    platform: str
    sheet: Sheet
    names: tuple[str, ...]
    people: tuple[Person, ...]
    most: Callable[[Line, int], str]
    locked: Callable[[Line], bool]

    def columns_of(self, *titles: str) -> list[int]:
        """Give the columns whose name is one of the titles, without what a platform adds."""
        wanted = {bare(title) for title in titles} | {title.casefold() for title in titles}
        no_grade = _NO_GRADES.get(self.platform)
        return [
            at
            for at, names in enumerate(zip(self.sheet.columns, self.names, strict=True))
            if any(bare(name) in wanted or name.casefold() in wanted for name in names)
            and not (no_grade and any(map(no_grade.fullmatch, names)))
        ]

    @property
    def id_columns(self) -> list[str]:
        """The columns that name a student."""
        pairs = zip(self.sheet.columns, self.names, strict=True)
        return [name for name, read in pairs if header(read) in KINDS]

    @property
    def unchecked(self) -> bool:
        """Whether a worksheet of Moodle does not say how many points the assignment has."""
        known = {header(name) for name in self.names}
        return self.platform == "moodle" and "identifier" in known and "maximum grade" not in known


def bare(title: str) -> str:
    """Give a column's name without kind and number, for comparison."""
    return " ".join(_DRESS.sub("", _DRESS.sub("", title.strip())).casefold().split())


def read_export(platform: str, sheet: Sheet, read_as: ReadAs | None = None) -> Export:
    """Find out what the lines and columns of an export are.

    Parameters
    ----------
    read_as
        What columns are whose names are not English ones.

    Raises
    ------
    LmsError
        If columns are missing that every export of this platform has.
    """
    try:
        names = english(sheet, read_as or {}, platform == "moodle")
    except HeaderError as error:
        raise LmsError(str(error)) from None
    columns = [header(name) for name in names]
    needed = _NEEDED[platform](columns)
    if needed:
        shown = ", ".join(repr(name) for name in sheet.columns)
        raise LmsError(
            f"no export of the format {platform}: {needed}; there are {shown}. {READ_AS[platform]}"
        )
    people = tuple(_people(platform, sheet, columns))
    if not people:
        raise LmsError("no line is a student's")
    most, locked = _most(platform, sheet, columns), _locked(platform, columns)
    return Export(platform, sheet, tuple(names), people, most, locked)


def _canvas_needs(columns: list[str]) -> str:
    named = "student" in columns or {"lastname", "firstname"} <= set(columns)
    whole = named and "id" in columns and "section" in columns
    return "" if whole else "the columns Student, ID and Section are needed"


def _any_id(columns: list[str]) -> str:
    if any(name in KINDS for name in columns):
        return ""
    return f"a column that names students is needed, such as {_ID_COLUMNS}"


_NEEDED = {
    "canvas": _canvas_needs,
    "moodle": _any_id,
    "gradescope": _any_id,
    "csv": _any_id,
}


def _people(platform: str, sheet: Sheet, columns: list[str]) -> Iterator[Person]:
    for line in sheet.lines:
        values = [value.strip() for value in line.values]
        if not any(values) or (platform == "canvas" and _special(values)):
            continue
        ids = tuple(
            (KINDS[column], identity(column, value))
            for column, value in zip(columns, values, strict=False)
            if column in KINDS and value and _of(platform, KINDS[column])
        )
        yield Person(line, ids, ", ".join(value for value in values[:4] if value))


def _of(platform: str, kind: str) -> bool:
    """Whether a kind of id can come from a platform."""
    numbers = {one for kinds in PLATFORM_NUMBERS.values() for one in kinds}
    return kind not in numbers or kind in PLATFORM_NUMBERS.get(platform, tuple(numbers))


def _special(values: list[str]) -> bool:
    """Whether a line of Canvas's gradebook is no student's."""
    return (
        "points possible" in values[0].casefold()
        or all(_POSTING.fullmatch(value) for value in values)
        or values[0] in ("Student, Test", "Test Student")
        or values[:2] == ["Student", "Test"]
    )


def _most(platform: str, sheet: Sheet, columns: list[str]) -> Callable[[Line, int], str]:
    if platform == "canvas":
        lines = (line for line in sheet.lines if "points possible" in line[0].casefold())
        points = next(lines, None)
        return lambda line, at: points[at] if points else ""
    for name in ("maximum grade", "max points"):
        if name in columns:
            beside = columns.index(name)
            return lambda line, at: line[beside]
    return lambda line, at: _beside(sheet, line, at)


def _beside(sheet: Sheet, line: Line, at: int) -> str:
    """Gradescope writes the points of ``Title`` into ``Title - Max Points``."""
    columns = sheet.columns
    name = f"{columns[at]} - Max Points" if at < len(columns) else ""
    return line[columns.index(name)] if name in columns else ""


def _locked(platform: str, columns: list[str]) -> Callable[[Line], bool]:
    if platform == "moodle" and "grade can be changed" in columns:
        at = columns.index("grade can be changed")
        return lambda line: line[at].strip().casefold() == "no"
    return lambda line: False
