"""What grading knows about a problem set: questions, points, hidden tests, template, solvers.

An assignment is plain data, so that it reaches a worker on another machine as JSON.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from twoplustwo.exercises.task import ProblemSet

Notebook = dict[str, Any]


@dataclass(frozen=True)
class Test:
    """One test case; `hidden` ones never reach a student."""

    name: str
    points: float
    hidden: bool


@dataclass(frozen=True)
class Question:
    """One question of a set.

    Attributes
    ----------
    manual
        Marked by a person, with the rubric.
    answers
        Names that the student assigns; empty where the set does not say (plain otter masters).
    cell
        Id of the cell for the answer in the notebooks that `release` writes, if it is known.
    """

    name: str
    title: str
    points: float
    manual: bool = False
    tests: tuple[Test, ...] = ()
    answers: tuple[str, ...] = ()
    cell: str | None = None


@dataclass(frozen=True)
class Assignment:
    """A problem set, ready to be released or graded.

    Attributes
    ----------
    kind
        ``twoplustwo`` (with variants of its own) or ``otter`` (a plain otter master).
    master
        Where it was read from.
    tests
        Text of the otter test file of every auto-graded question, hidden tests included.
    student
        The notebook without solutions and hidden tests.
    files
        Further files of the student's folder, by relative path, in base 64.
    variants
        Source of ``variants.py`` (pools, solvers, typical mistakes); empty for plain otter masters.
    """

    name: str
    title: str
    kind: str
    master: str
    questions: tuple[Question, ...]
    tests: Mapping[str, str]
    student: Notebook
    files: Mapping[str, str] = field(default_factory=dict)
    variants: str = ""

    @cached_property
    def problem_set(self) -> ProblemSet | None:
        """Pools and solvers; None for a plain otter master."""
        return problem_set(self.variants, f"{self.name}/variants.py") if self.variants else None

    @property
    def points(self) -> float:
        """Sum of all questions, memo included."""
        return sum(one.points for one in self.questions)

    def question(self, name: str) -> Question:
        """Find a question; a LookupError names those there are."""
        for one in self.questions:
            if one.name == name:
                return one
        known = ", ".join(one.name for one in self.questions)
        raise LookupError(f"set {self.name!r} has no question {name!r}; it has: {known}")

    def to_json(self) -> dict[str, Any]:
        """Give JSON values, from which `from_json` makes an equal assignment."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Assignment:
        """Make an assignment from what `to_json` gave."""
        questions = tuple(
            Question(
                **{key: value for key, value in one.items() if key not in ("tests", "answers")},
                tests=tuple(Test(**test) for test in one["tests"]),
                answers=tuple(one["answers"]),
            )
            for one in data["questions"]
        )
        return cls(**{**data, "questions": questions})


class VariantsError(ValueError):
    """A ``variants.py`` cannot be used; the message says why and where."""


def problem_set(source: str, path: str) -> ProblemSet:
    """Run the source of a ``variants.py`` and give its attribute ``problem_set``.

    Raises
    ------
    VariantsError
        If the module raises, or has no such attribute.
    """
    module = types.ModuleType("variants")
    module.__file__ = path
    try:
        exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)
    except Exception as error:
        raise VariantsError(f"{path}: {type(error).__name__}: {error}") from error
    found = getattr(module, "problem_set", None)
    if not isinstance(found, ProblemSet):
        raise VariantsError(
            f"{path}: no attribute `problem_set` of type twoplustwo.exercises.ProblemSet"
        )
    return found
