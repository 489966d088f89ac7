"""Classical statistics of the tasks of a graded class, and its common errors."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from twoplustwo.grading.classbook import ClassBook, Row

FEW = 10
"""With fewer students no correlation is given: it would say nothing."""


@dataclass(frozen=True)
class Item:
    """One auto-graded task.

    Attributes
    ----------
    difficulty
        Mean share of the points, so an easy task is near 1.
    full, none
        How many students got all the points, and how many got none.
    discrimination
        Correlation of the task's points with the points of all *other* tasks (the rest score);
        for a task that gives all points or none it is the point-biserial correlation. None where
        it cannot be given. Source: J. P. Guilford, Educational and Psychological Measurement 13,
        1953.
    low, high
        Its 95% interval by Fisher's transformation, a rough one for scores with few values.
    """

    name: str
    title: str
    points: float
    difficulty: float
    full: int
    none: int
    discrimination: float | None
    low: float | None = None
    high: float | None = None


def ran(book: ClassBook) -> list[Row]:
    """The submissions that say something about the tasks: those that ran to the end."""
    return [row for row in book.rows if row.status == "graded"]


def scores(book: ClassBook) -> np.ndarray:
    """Points as an array, one row a student that ran, one column an auto-graded task."""
    return np.array(
        [
            [float(row.tasks.get(one.name, {}).get("score", 0)) for one in book.automatic]
            for row in ran(book)
        ]
    ).reshape(-1, len(book.automatic))


def items(book: ClassBook) -> list[Item]:
    """Give the statistics of every auto-graded task."""
    table = scores(book)
    rest = table.sum(axis=1, keepdims=True) - table
    found = []
    for at, one in enumerate(book.automatic):
        column = table[:, at]
        link = discrimination(column, rest[:, at])
        low, high = interval(link, len(column)) if link is not None else (None, None)
        share = float(column.mean() / one.points) if len(column) and one.points else 0.0
        full, none = int((column >= one.points).sum()), int((column <= 0).sum())
        found.append(Item(one.name, one.title, one.points, share, full, none, link, low, high))
    return found


def discrimination(item: np.ndarray, rest: np.ndarray) -> float | None:
    """Correlation of an item with the rest score; None for few students or no variation."""
    if len(item) < FEW or np.ptp(item) == 0 or np.ptp(rest) == 0:
        return None
    return float(np.corrcoef(item, rest)[0, 1])


def interval(link: float, number: int) -> tuple[float, float]:
    """The 95% interval of a correlation by Fisher's transformation (R. A. Fisher, 1921)."""
    centre = math.atanh(max(-0.999999, min(0.999999, link)))
    half = 1.959964 / math.sqrt(number - 3)
    return math.tanh(centre - half), math.tanh(centre + half)


@dataclass(frozen=True)
class Signature:
    """A recognised mistake, or an error that stopped a cell, and how many students met it."""

    task: str
    name: str
    hint: str
    count: int
    share: float


def signatures(book: ClassBook) -> list[Signature]:
    """Recognised mistakes and errors of cells, the most common first."""
    rows = ran(book)
    counted: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        for name, task in row.tasks.items():
            if task.get("signature"):
                counted[name, str(task["signature"]), str(task.get("hint") or "")] += 1
            elif task.get("error"):
                kind = str(task["error"]).partition(":")[0]
                counted[name, kind, "The cell of this task stopped with this error."] += 1
    titles = {one.name: one.title for one in book.questions}
    order = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        Signature(titles.get(task, task), name, hint, number, number / len(rows))
        for (task, name, hint), number in order
    ]
