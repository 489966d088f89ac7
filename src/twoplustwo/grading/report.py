"""The report on a class: how the points fall, which tasks part students, what went wrong often."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from twoplustwo.grading import coincidences, marking, pages
from twoplustwo.grading.classbook import ClassBook, Row
from twoplustwo.grading.histogram import histogram
from twoplustwo.grading.items import FEW, Item, Signature, items, scores, signatures
from twoplustwo.grading.marking import Desk

PAGE = "report.html"
SLOWEST = 5


@dataclass(frozen=True)
class Spread:
    """Points of the auto-graded tasks over the submissions that ran."""

    number: int
    mean: float
    deviation: float
    quartiles: tuple[float, float, float]


@dataclass(frozen=True)
class Times:
    """Seconds a submission took, of all that ran."""

    total: float
    median: float
    slow: float
    slowest: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Level:
    """Marks of one criterion over the memos that are marked."""

    title: str
    mean: float
    best: int


@dataclass(frozen=True)
class Remark:
    """A submission that needs a look, and why."""

    owner: str
    file: str
    status: str
    reason: str
    late: bool


@dataclass(frozen=True)
class Report:
    """Everything that the page says."""

    students: int
    counts: dict[str, int]
    spread: Spread | None
    items: tuple[Item, ...]
    signatures: tuple[Signature, ...]
    coincidences: coincidences.Coincidences
    remarks: tuple[Remark, ...]
    times: Times | None
    memos: tuple[Level, ...]
    marked: int

    def to_json(self) -> dict[str, Any]:
        """Give the report as JSON values."""
        return asdict(self)


def make(book: ClassBook, rubric_file: Path | None = None) -> Report:
    """Work out the report of a class."""
    desk = marking.desk_of(book, rubric_file)
    return Report(
        students=len(book.rows),
        counts=_counts(book),
        spread=_spread(book),
        items=tuple(items(book)),
        signatures=tuple(signatures(book)),
        coincidences=coincidences.find(book),
        remarks=tuple(_remarks(book)),
        times=_times(book),
        memos=_memos(desk) if desk else (),
        marked=desk.marked if desk else 0,
    )


def write(book: ClassBook, report: Report) -> Path:
    """Write the page beside the gradebook."""
    shares = _shares(book)
    middle = float(np.median(shares)) if len(shares) else None
    text = pages.render(
        "report.html",
        book=book,
        report=report,
        picture=histogram(shares, middle),
        finding=_finding(book, report),
        advice={item.name: _advice(item) for item in report.items},
        few=FEW,
        rules=coincidences,
        not_isolated=sum(not row.isolated for row in book.rows),
    )
    path = book.folder / PAGE
    pages.write(path, text)
    return path


def _counts(book: ClassBook) -> dict[str, int]:
    statuses = [row.status for row in book.rows]
    counts = {status: statuses.count(status) for status in sorted(set(statuses))}
    return {"graded": 0, **counts, "late": sum(row.late for row in book.rows)}


def _shares(book: ClassBook) -> list[float]:
    most = book.automatic_points
    return [float(one) / most for one in scores(book).sum(axis=1)] if most else []


def _spread(book: ClassBook) -> Spread | None:
    sums = scores(book).sum(axis=1)
    if not len(sums):
        return None
    low, middle, high = (float(one) for one in np.percentile(sums, [25, 50, 75]))
    deviation = float(sums.std(ddof=1)) if len(sums) > 1 else 0.0
    return Spread(len(sums), float(sums.mean()), deviation, (low, middle, high))


def _finding(book: ClassBook, report: Report) -> str:
    """The picture's title: what it shows, in a sentence."""
    if not report.spread:
        return "No submission ran to its end"
    middle, most = pages.points(report.spread.quartiles[1]), pages.points(book.automatic_points)
    return f"Half of the class has at least {middle} of {most} points"


def _advice(item: Item) -> str:
    """What to look at in a task; empty if nothing stands out."""
    if item.discrimination is not None and item.high is not None and item.high < 0:
        return "Students who do well elsewhere miss it. Check the prompt and the reference."
    if item.full == 0 and item.difficulty < 0.05:
        return "Nobody solved it. Check the prompt and the reference first."
    if item.difficulty < 0.3:
        return "Hard. Go through it in class."
    if item.discrimination is not None and item.high is not None and item.high < 0.2:
        return "Says little about who does well elsewhere."
    return ""


def _remarks(book: ClassBook) -> list[Remark]:
    """Submissions that did not run or came late, and files that do not count."""
    looked = [row for row in book.rows if row.status != "graded" or row.late]
    return [_remark(row) for row in (*looked, *book.others)]


def _remark(row: Row) -> Remark:
    reason = row.reason or str((row.result or {}).get("reason") or "")
    return Remark(row.owner, row.name, row.status, reason, row.late)


def _times(book: ClassBook) -> Times | None:
    took = sorted(
        ((row.owner, float(row.result.get("seconds", 0))) for row in book.rows if row.result),
        key=lambda one: (-one[1], one[0]),
    )
    if not took:
        return None
    seconds = [one for _, one in took]
    middle, slow = (float(one) for one in np.percentile(seconds, [50, 95]))
    return Times(sum(seconds), middle, slow, tuple(took[:SLOWEST]))


def _memos(desk: Desk) -> tuple[Level, ...]:
    given = [mark.levels for mark in desk.marks.values() if mark.given]
    if not given:
        return ()
    return tuple(
        Level(one.title, sum(levels[one.name] for levels in given) / len(given), one.best)
        for one in desk.rubric.criteria
    )
