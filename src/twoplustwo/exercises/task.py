"""Tasks and problem sets: variants, reference answers and typical mistakes.

A task draws its numbers from a pool. A candidate enters the pool only if every answer is finite,
plausible and not trivial, and every typical mistake gives another answer, at least ten tolerances
away, and no two mistakes give the same one (so that a hint never names the wrong mistake).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from twoplustwo.exercises.answers import Answer

APART = 10
"""Tolerances that part the truth from a typical mistake, and one mistake from another."""

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """A typical mistake: the answers it leads to, and the hint that they earn.

    Attributes
    ----------
    name
        Short name, used in the class report.
    hint
        One or two sentences that say what went wrong and where to look, never the answer.
    solve
        Gives from the variant the wrong value of one or more of the task's answers.
    """

    name: str
    hint: str
    solve: Callable[[Values], Values]


@dataclass(frozen=True)
class Task:
    """One auto-graded question.

    Attributes
    ----------
    name
        Its name in the otter master.
    answers
        The names that the student assigns.
    candidates
        Variants, each a mapping of JSON values; those that pass `faults` form the pool.
    solve
        Gives from a variant the reference value of every answer.
    mistakes
        Typical mistakes, at least one.
    """

    name: str
    answers: tuple[Answer, ...]
    candidates: Sequence[Values]
    solve: Callable[[Values], Values]
    mistakes: tuple[Mistake, ...]

    @cached_property
    def pool(self) -> tuple[Values, ...]:
        """The admitted candidates."""
        admitted = tuple(one for one in self.candidates if not self.faults(one))
        if not admitted:
            why = "; ".join(self.faults(self.candidates[0])) if self.candidates else "none given"
            raise ValueError(f"task {self.name!r}: no candidate enters the pool ({why})")
        return admitted

    def draw(self, seed: int) -> Values:
        """Give the variant of a seed."""
        return self.pool[seed % len(self.pool)]

    def agrees(self, values: Values, reference: Values) -> bool:
        """Whether every answer that `values` holds agrees with the reference."""
        return all(
            one.agrees(values[one.name], reference[one.name])
            for one in self.answers
            if one.name in values
        )

    def faults(self, variant: Values) -> list[str]:
        """Say why a candidate may not enter the pool; an empty list admits it."""
        reference = self.solve(variant)
        found = [f"no reference for {one.name}" for one in self.answers if one.name not in reference]
        if found:
            return found
        if not finite(reference):
            found.append("an answer is not finite")
        for one in self.answers:
            if not one.inside(reference[one.name]):
                found.append(f"{one.name} is outside its plausible range")
            if one.trivial(reference[one.name]):
                found.append(f"{one.name} is trivial")
        wrong = [(mistake.name, mistake.solve(variant)) for mistake in self.mistakes]
        found += [f"{name} is too near the truth" for name, w in wrong if not self._apart(w, reference)]
        for at, (name, one) in enumerate(wrong):
            for other_name, other in wrong[at + 1 :]:
                if not self._apart(one, other):
                    found.append(f"{name} and {other_name} are too near each other")
        return found

    def _apart(self, one: Values, other: Values) -> bool:
        """Whether two sets of values differ by at least ten tolerances in an answer both hold."""
        shared = [a for a in self.answers if a.name in one and a.name in other]
        if not shared:
            return bool(one) and bool(other)
        return any(a.distance(one[a.name], other[a.name]) >= APART for a in shared)

    def diagnose(self, values: Values, variant: Values) -> Mistake | None:
        """Recognise a typical mistake in a student's values."""
        for mistake in self.mistakes:
            wrong = mistake.solve(variant)
            if all(
                answer.name in values and answer.agrees(values[answer.name], wrong[answer.name])
                for answer in self.answers
                if answer.name in wrong
            ):
                return mistake
        return None


@dataclass(frozen=True)
class Expected:
    """The reference answers of one task for one variant, as hidden tests see them."""

    task: Task
    reference: Values

    def agrees(self, **values: Any) -> bool:
        """Whether the named values agree with the reference, each within its tolerance."""
        unknown = set(values) - {answer.name for answer in self.task.answers}
        if unknown:
            raise LookupError(f"task {self.task.name!r} has no answer {sorted(unknown)}")
        return self.task.agrees(values, self.reference)


@dataclass(frozen=True)
class ProblemSet:
    """A problem set: its tasks in the order of the master.

    Attributes
    ----------
    minutes
        Time that a typical student needs for the tasks and the memo.
    """

    name: str
    title: str
    minutes: int
    tasks: tuple[Task, ...]

    def task(self, name: str) -> Task:
        """Find a task; a LookupError names those there are."""
        for one in self.tasks:
            if one.name == name:
                return one
        known = ", ".join(one.name for one in self.tasks)
        raise LookupError(f"set {self.name!r} has no task {name!r}; it has: {known}")

    def variant(self, salt: str, owner: str) -> dict[str, Values]:
        """Draw the numbers of every task for one student code."""
        return {
            one.name: one.draw(seed(salt, owner, f"{self.name}/{one.name}")) for one in self.tasks
        }

    def expected(self, task: str, variant: Mapping[str, Values]) -> Expected:
        """Give the reference answers of a task for a variant of the whole set."""
        found = self.task(task)
        return Expected(found, found.solve(variant[task]))


def seed(salt: str, owner: str, exercise: str) -> int:
    """Give the seed of a student's exercise: the first 8 bytes of a SHA-256.

    Nobody can pick an easier variant, a second fetch gives the same one, and an appeal can be
    graded again from the salt and the code alone.
    """
    digest = hashlib.sha256(f"{salt}|{owner}|{exercise}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def finite(value: Any) -> bool:
    """Whether every number in a nest of JSON values is finite."""
    if isinstance(value, Mapping):
        return all(finite(one) for one in value.values())
    if isinstance(value, (list, tuple)):
        return all(finite(one) for one in value)
    return not isinstance(value, float) or math.isfinite(value)
