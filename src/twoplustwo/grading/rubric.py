"""The rubric of a memo: criteria, levels, and the points they are worth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FILE = "rubric.yml"
NO_NAME = re.compile(r"[^a-z0-9]+")
TAKEN = {"student_code", "comment"}


class RubricError(ValueError):
    """A rubric that cannot be used; the message says where and what is accepted."""


@dataclass(frozen=True)
class Criterion:
    """One criterion.

    Attributes
    ----------
    name
        The column in the marking sheet, in small letters, made from the title if need be.
    levels
        Level -> what a memo of that level does, best first.
    points
        Points of the best level; a lower level earns its share of them.
    """

    name: str
    title: str
    levels: dict[int, str]
    points: float

    @property
    def best(self) -> int:
        """The highest level."""
        return max(self.levels)

    @property
    def accepted(self) -> tuple[int, ...]:
        """Levels that a marker may give: those described, and 0 for nothing handed in."""
        return tuple(sorted({0, *self.levels}, reverse=True))

    def earned(self, level: int) -> float:
        """Points of a level."""
        return self.points * level / self.best


@dataclass(frozen=True)
class Rubric:
    """The rubric of one manual question; `notes` are for the marker alone."""

    question: str
    title: str
    task: str
    notes: str
    criteria: tuple[Criterion, ...]

    @property
    def points(self) -> float:
        """The most that a memo can earn."""
        return sum(one.points for one in self.criteria)

    def earned(self, levels: dict[str, int]) -> float:
        """Points for a level in each criterion."""
        return sum(one.earned(levels[one.name]) for one in self.criteria)


def read(path: Path) -> Rubric:
    """Read a rubric.

    Raises
    ------
    RubricError
        If the file is missing or not of the form that ``exercises/*/rubric.yml`` have.
    """
    if not path.is_file():
        raise RubricError(f"there is no rubric at {path}; write one, or name it with --rubric")
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError as error:
        raise RubricError(f"{path} is not UTF-8: {error}") from None


def parse(text: str, path: str) -> Rubric:
    """Make a rubric from the text of a file; `path` is what errors call it."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise RubricError(f"{path} is not YAML: {error}") from None
    listed = raw.get("criteria") if isinstance(raw, dict) else None
    if not isinstance(listed, list) or not listed:
        raise RubricError(f"{path} needs a list 'criteria', each with name and levels")
    criteria = [_criterion(f"{path}, criterion {at}", one) for at, one in enumerate(listed, 1)]
    names = [one.name for one in criteria]
    if len(set(names)) < len(names):
        raise RubricError(f"{path} names a criterion twice: {', '.join(sorted(names))}")
    words = {key: _words(raw.get(key)) for key in ("title", "task", "notes")}
    return Rubric(str(raw.get("question", "memo")), criteria=tuple(criteria), **words)


def _criterion(where: str, raw: Any) -> Criterion:
    if not isinstance(raw, dict) or not isinstance(raw.get("levels"), dict):
        raise RubricError(f"{where} needs name and levels (a number and a sentence each)")
    title = _words(raw.get("title") or raw.get("name"))
    name = NO_NAME.sub("_", str(raw.get("name") or title).casefold()).strip("_")
    if not name or name in TAKEN:
        taken = ", ".join(sorted(TAKEN))
        raise RubricError(f"{where}: name must hold a letter and be none of {taken}, not {name!r}")
    levels = raw["levels"]
    where = f"{where} ({name})"
    if not levels or not all(type(level) is int and level > 0 for level in levels):
        raise RubricError(f"{where}: levels must be whole numbers above 0, like 4, 3, 2, 1")
    worth = raw.get("points", max(levels))
    if not isinstance(worth, (int, float)) or isinstance(worth, bool) or worth <= 0:
        raise RubricError(f"{where}: points must be a number above 0, not {worth!r}")
    described = {level: _words(levels[level]) for level in sorted(levels, reverse=True)}
    return Criterion(name, title, described, worth)


def _words(text: Any) -> str:
    """Text on one line."""
    return " ".join(str(text or "").split())
