"""What a worker is told once: which set it grades, with which salt and limits."""

from __future__ import annotations

import importlib
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from twoplustwo.exercises.assignment import Assignment
from twoplustwo.grading.isolation import choose
from twoplustwo.grading.limits import Limits

GRADER = "twoplustwo.grading.runner:Grader"


class Grades(Protocol):
    """What grades one notebook after the other."""

    def grade(self, notebook: bytes, owner: str) -> dict[str, Any]:
        """Give the result of one notebook."""
        ...


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything a worker needs, as JSON values.

    Attributes
    ----------
    assignment, limits
        As their ``to_json`` gives them.
    isolation
        Kind of isolation, as the runner names it; empty for the best that the worker's machine has.
    allow_unisolated
        Whether that may be none.
    grader
        The class that grades, as ``module:name``.
    """

    assignment: dict[str, Any]
    salt: str
    limits: dict[str, Any]
    isolation: str = ""
    allow_unisolated: bool = False
    grader: str = GRADER

    def open(self) -> AbstractContextManager[Grades]:
        """Make the grader."""
        module, _, name = self.grader.partition(":")
        return getattr(importlib.import_module(module), name)(
            Assignment.from_json(self.assignment),
            self.salt,
            limits=Limits.from_json(self.limits),
            isolation=self.isolation or choose(self.allow_unisolated),
        )

    @property
    def patience(self) -> float:
        """Seconds after which a worker that says nothing is given up."""
        limits = Limits.from_json(self.limits)
        return 60 + 2 * (limits.seconds + limits.call_seconds + limits.test_seconds)
