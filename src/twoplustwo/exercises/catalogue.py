"""The catalogue: which sets there are, with tasks, points, minutes and chapters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

MAP = "map.yml"
Chapters = Mapping[str, Mapping[str, Mapping[str, list[str]]]]


@dataclass(frozen=True)
class Entry:
    """One set of the catalogue.

    Attributes
    ----------
    tasks
        Names of the auto-graded tasks.
    points
        All points, memo included.
    minutes
        For a typical student.
    chapters
        Pages of the book whose ideas the set practises.
    """

    name: str
    title: str
    tasks: tuple[str, ...]
    points: float
    minutes: int
    chapters: tuple[str, ...]


def folder() -> Path:
    """Give the folder ``exercises/`` of the instructor edition."""
    return Path(__file__).resolve().parents[3] / "exercises"


def names() -> list[str]:
    """Names of our sets: folders of ``exercises/`` that hold a master."""
    place = folder()
    found = place.iterdir() if place.is_dir() else ()
    return sorted(one.name for one in found if (one / "master.md").is_file())


@cache
def chapters() -> Chapters:
    """Read ``map.yml``: page -> set -> task -> tables."""
    path = folder() / MAP
    return (yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.is_file() else {}


def sets() -> list[Entry]:
    """List our sets, in the order in which the map (so the book) comes to them."""
    order = list(dict.fromkeys(name for one in chapters().values() for name in one))
    known = names()
    return [_entry(name) for name in sorted(known, key=lambda name: (_place(order, name), name))]


def _place(order: list[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _entry(name: str) -> Entry:
    # The catalogue is imported where masters are; reading one needs jupytext, so only here.
    from twoplustwo.exercises.assignment import problem_set
    from twoplustwo.exercises.masters import is_marker, read, settings

    place = folder() / name
    variants = place / "variants.py"
    found = problem_set(variants.read_text(encoding="utf-8"), str(variants))
    cells = read(place / "master.md")["cells"]
    questions: list[dict[str, Any]] = [
        settings(one) for one in cells if is_marker(one, "BEGIN QUESTION")
    ]
    return Entry(
        name=name,
        title=found.title,
        tasks=tuple(one.name for one in found.tasks),
        points=float(sum(one.get("points", 0) for one in questions)),
        minutes=found.minutes,
        chapters=tuple(page for page, one in chapters().items() if name in one),
    )
