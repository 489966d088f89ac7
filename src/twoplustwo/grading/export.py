"""Grades into the file that a learning platform exported, so that it can be imported again.

Nothing is guessed: a student who matches no line or two stops the export. A grade that stands there
already is never blanked, and never changed unless the instructor says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from twoplustwo.grading import gradebook, joined
from twoplustwo.grading.classbook import NOT_ISOLATED, ClassBook, open_book
from twoplustwo.grading.gradebook import Grade, number
from twoplustwo.grading.headers import KINDS, ReadAs
from twoplustwo.grading.ledger import LOST, RUNNING, WAITING, Ledger
from twoplustwo.grading.lms import READ_AS, Export, LmsError, Person, bare, read_export
from twoplustwo.grading.roster import PLATFORM_NUMBERS, folded
from twoplustwo.grading.sheet import SheetError, read_sheet

_EMPTY = ("", "-")
_NO_GRADE_TO_GIVE = {"EX": "excused", "N/A": "not assigned to this student"}
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


class ExportError(ValueError):
    """Nothing was written; the message lists every reason."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to export.

    Attributes
    ----------
    out
        The folder that ``twoplustwo grade`` wrote.
    platform
        One of `lms.FORMATS`.
    roster, target
        The platform's file, and the file to write.
    replace
        Whether grades that differ are replaced.
    scale
        Whether grades are scaled to the points of the platform's column.
    column
        Name of the column, where its title is not that of the set.
    read_as
        What columns are whose names are not English ones.
    """

    out: Path
    platform: str
    roster: Path
    target: Path
    replace: bool = False
    scale: bool = False
    column: str = ""
    read_as: ReadAs = field(default_factory=dict)


@dataclass
class Exported:
    """What an export did.

    Attributes
    ----------
    columns
        The columns that hold the grades now; `added` are those that the file did not have.
    written, same
        Number of cells that were written; that held the value already.
    kept
        Grades that stand there already and differ from ours, and why they were kept.
    replaced
        Grades that stood there and were replaced.
    without_grade
        Lines of the platform's file that belong to no student of ours, or to one without a grade.
    notes
        What should be known of the grades.
    """

    columns: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    written: int = 0
    same: int = 0
    kept: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    without_grade: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def export(order: Order) -> Exported:
    """Merge the grades of a class into a platform's file.

    Raises
    ------
    ExportError
        If a student matches no line or several, grading is not finished, or the file is not what it
        should be. Nothing is written then.
    UnjoinedError
        If ``marks.csv`` holds marks that the gradebook does not know.
    """
    book, grades = open_book(order.out), gradebook.grades(order.out)
    unfinished = [one.code for one in grades if one.status in (WAITING, RUNNING)]
    if unfinished:
        raise ExportError(
            f"{order.out}: grading is not finished ({len(unfinished)} wait); "
            "go on with 'twoplustwo grade ... --resume'"
        )
    joined.require(order.out)
    if order.target.exists() and order.target.samefile(order.roster):
        raise ExportError(f"{order.target}: the platform's own file; write to another one")
    if order.target.is_dir():
        raise ExportError(f"{order.target}: a folder; name the file to write with --out")
    try:
        file = read_export(order.platform, read_sheet(order.roster), order.read_as)
    except SheetError as error:
        raise ExportError(str(error)) from None
    except LmsError as error:
        raise ExportError(f"{order.roster}: {error}") from None
    pairs = _pairs(order, file, grades)
    done = Exported(notes=list(_notes(grades)))
    if order.platform == "csv":
        _merge_all(order, book, file, pairs, done)
    else:
        _merge_scores(order, book, file, pairs, done)
    lines = {id(person) for person, grade in pairs if grade.score is not None}
    done.without_grade = [one.shown for one in file.people if id(one) not in lines]
    draft = order.target.with_name(order.target.name + ".part")
    draft.write_bytes(file.sheet.encoded())
    draft.replace(order.target)
    return done


def _pairs(order: Order, file: Export, grades: list[Grade]) -> list[tuple[Person, Grade]]:
    """The line of every student."""
    with Ledger.open(order.out) as ledger:
        students = ledger.students()
    index: dict[tuple[str, str], list[Person]] = {}
    for person in file.people:
        for kind, value in dict.fromkeys(person.ids):
            index.setdefault((_merged(order.platform, kind), folded(value)), []).append(person)
    pairs, faults = [], []
    for grade in grades:
        found = _lines(order.platform, grade.code, students.get(grade.code, {}), index)
        if len(found) == 1:
            pairs.append((found[0], grade))
        elif found or grade.score is not None:
            shown = "; ".join(one.shown for one in found) or "none"
            faults.append(f"{grade.code}: {len(found)} lines match ({shown})")
    held: dict[int, str] = {}
    for person, grade in pairs:
        if id(person) in held:
            faults.append(
                f"{grade.code} and {held[id(person)]} match the same line: {person.shown}"
            )
        held[id(person)] = grade.code
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise ExportError(
            f"{order.roster}: every student must match one line, by {', '.join(file.id_columns)}; "
            f"these do not, and nothing was written:\n{listed}"
        )
    return pairs


def _merged(platform: str, kind: str) -> str:
    """Kinds that mean the same number are one."""
    return "number" if kind in PLATFORM_NUMBERS.get(platform, ()) else kind


def _lines(
    platform: str,
    code: str,
    ids: dict[str, str],
    index: dict[tuple[str, str], list[Person]],
) -> list[Person]:
    """The lines that a student's ids name; the code itself, where the file knows none of them."""
    kinds = {kind for kind, _ in index}
    own = {(_merged(platform, KINDS[column]), folded(value)) for column, value in ids.items()}
    shared = {key for key in own | {("code", folded(code))} if key[0] in kinds}
    keys = shared or {(kind, folded(code)) for kind in kinds}
    found = {id(person): person for key in sorted(keys) for person in index.get(key, ())}
    return list(found.values())


def _notes(grades: list[Grade]) -> Iterator[str]:
    if count := sum(NOT_ISOLATED in one.reason for one in grades):
        yield f"{count} notebooks ran {NOT_ISOLATED}"
    if count := sum("not marked yet" in one.reason for one in grades):
        yield f"{count} memos are not marked yet: their points are not in these grades"
    if lost := [one.code for one in grades if one.status == LOST]:
        yield f"no grade yet, as grading itself failed: {', '.join(lost)}"


def _merge_scores(
    order: Order,
    book: ClassBook,
    file: Export,
    pairs: list[tuple[Person, Grade]],
    done: Exported,
) -> None:
    """Write the scores into the one column that the platform has for them."""
    at = _score_column(order, book, file, done)
    done.columns.append(file.sheet.columns[at])
    if file.unchecked:
        done.notes.append(
            f"no column is 'Maximum Grade', so nobody checked that the assignment has "
            f"{number(_points(book))} points; name it with --read-as 'THEIR NAME=Maximum Grade'"
        )
    faults = []
    for person, grade in pairs:
        if grade.score is None:
            continue
        most = _parsed(file.most(person.line, at))
        if most is not None and abs(most - grade.max_score) > 0.005 and not order.scale:
            faults.append(most)
        factor = most / grade.max_score if order.scale and most is not None else 1.0
        _put(order, file, person, at, grade.code, number(grade.score * factor, 2), done)
    if faults:
        raise ExportError(
            f"{order.roster}: {file.sheet.columns[at]!r} counts at most {number(faults[0])} "
            f"points, the set {book.name!r} {number(pairs[0][1].max_score)}; set the points in the "
            "platform, or scale the grades with --scale. Nothing was written"
        )


def _score_column(order: Order, book: ClassBook, file: Export, done: Exported) -> int:
    """The column that takes the scores, or a new one where the platform makes one of it."""
    titles = [order.column] if order.column else [book.title, book.name]
    found = file.columns_of(*titles)
    names = {"moodle": ("Grade",), "gradescope": ("Total Score",)}.get(order.platform, ())
    if not order.column and not found:
        found = file.columns_of(*names)
    if len(found) == 1:
        _writable(order, file, found[0])
        return found[0]
    if found:
        several = ", ".join(repr(file.sheet.columns[at]) for at in found)
        raise ExportError(
            f"{order.roster}: several columns fit ({several}); name one with --column"
        )
    if order.platform == "moodle" or order.column:
        there = ", ".join(repr(name) for name in file.sheet.columns)
        wanted = titles if order.column else [*titles, *names]
        raise ExportError(
            f"{order.roster}: no column is named {' or '.join(map(repr, wanted))}; there are "
            f"{there}. Name the one that takes the grades with --column, or make the assignment in "
            f"the platform and export again. {READ_AS[order.platform]}"
        )
    return _added(order, book, file, titles[0], done)


def _writable(order: Order, file: Export, at: int) -> None:
    if any("(read only)" in line[at] for line in file.sheet.lines):
        raise ExportError(
            f"{order.roster}: the column {file.sheet.columns[at]!r} is read only; name another "
            "with --column"
        )


def _points(book: ClassBook) -> float:
    """The most points that the set gives."""
    return sum(question.points for question in book.questions)


def _added(order: Order, book: ClassBook, file: Export, title: str, done: Exported) -> int:
    at = file.sheet.add_column(title)
    done.added.append(title)
    if order.platform == "canvas":
        most = _points(book)
        for line in file.sheet.lines:
            if "points possible" in line[0].casefold():
                file.sheet.put(line, at, number(most))
    return at


def _merge_all(
    order: Order,
    book: ClassBook,
    file: Export,
    pairs: list[tuple[Person, Grade]],
    done: Exported,
) -> None:
    """Write tasks, score, points at most and status, each into a column named after the set."""
    names = [question.name for question in book.questions]
    for name in (*names, "score", "max_score", "status"):
        title = order.column if order.column and name == "score" else f"{book.name} {name}"
        exact = [at for at, one in enumerate(file.sheet.columns) if bare(one) == bare(title)]
        if len(exact) > 1:
            raise ExportError(f"{order.roster}: the column {title!r} stands there twice")
        if not exact:
            done.added.append(title)
        at = exact[0] if exact else file.sheet.add_column(title)
        done.columns.append(title)
        for person, grade in pairs:
            _put(order, file, person, at, grade.code, _value(grade, name), done)


def _value(grade: Grade, name: str) -> str:
    if name in grade.points:
        return number(grade.points[name])
    values = {"score": number(grade.score), "max_score": number(grade.max_score)}
    return values.get(name, grade.status)


def _put(
    order: Order, file: Export, person: Person, at: int, code: str, value: str, done: Exported
) -> None:
    """Write one cell, unless something stands there that must stay."""
    old = person.line[at].strip()
    if value == "":
        return
    if old in _EMPTY and not file.locked(person.line):
        file.sheet.put(person.line, at, _localised(file, at, value))
        done.written += 1
    elif old == value or _near(old, value):
        done.same += 1
    elif old in _NO_GRADE_TO_GIVE:
        done.kept.append(f"{code}: {old} ({_NO_GRADE_TO_GIVE[old]}), ours is {value}")
    elif file.locked(person.line):
        done.kept.append(f"{code}: {old or 'empty'} (the platform locks it), ours is {value}")
    elif order.replace:
        file.sheet.put(person.line, at, _localised(file, at, value))
        done.replaced.append(f"{code}: {old} -> {value}")
    else:
        done.kept.append(f"{code}: {old}, ours is {value}")


def _near(old: str, value: str) -> bool:
    """Whether two numbers are the same grade; platforms round to two digits."""
    one, other = _parsed(old), _parsed(value)
    return one is not None and other is not None and abs(one - other) <= 0.005 + 1e-9


def _parsed(text: str) -> float | None:
    text = text.strip()
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _localised(file: Export, at: int, value: str) -> str:
    """Write a number with a comma where the platform does."""
    comma = re.compile(r"-?\d+,\d+")
    if file.sheet.delimiter == "," or not _NUMBER.fullmatch(value):
        return value
    cells = (cell.strip() for line in file.sheet.lines for cell in (line[at], file.most(line, at)))
    return value.replace(".", ",") if any(map(comma.fullmatch, cells)) else value
