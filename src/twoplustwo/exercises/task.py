"""Tasks and problem sets: variants, reference answers and typical mistakes.

A task draws its numbers from a pool. A candidate enters the pool only if every answer is finite,
plausible and not trivial, and every typical mistake gives another answer, at least ten tolerances
away, and no two mistakes give the same one (so that a hint never names the wrong mistake).
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from twoplustwo.exercises.answers import Answer

APART = 10
"""Tolerances that part the truth from a typical mistake, and one mistake from another."""

POOL = 12
"""Fewest variants of a task."""

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
        """The admitted candidates.

        Raises
        ------
        ValueError
            If fewer than `POOL` are admitted; the message says what speaks against the others.
        """
        refused: Counter[str] = Counter()
        admitted = []
        for one in self.candidates:
            faults = self.faults(one)
            refused.update(faults)
            if not faults and one not in admitted:
                admitted.append(one)
        if len(admitted) < POOL:
            why = "; ".join(f"{fault} ({n} times)" for fault, n in refused.most_common(5))
            raise ValueError(
                f"task {self.name!r}: {len(admitted)} of {len(self.candidates)} candidates enter "
                f"the pool, and it needs {POOL}. {why or 'None was refused: give more of them'}"
            )
        return tuple(admitted)

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
        if shape(variant) != shape(self.candidates[0]):
            return ["other keys, types or list lengths than the first candidate"]
        reference = self.solve(variant)
        found = [f"no reference for {a.name}" for a in self.answers if a.name not in reference]
        if found:
            return found
        if not finite(reference):
            return ["an answer is not finite"]
        for one in self.answers:
            if not one.inside(reference[one.name]):
                found.append(f"{one.name} is of another kind or outside its plausible range")
            elif one.trivial(reference[one.name]):
                found.append(f"{one.name} is trivial")
        return found or list(self._near(variant, reference))

    def _near(self, variant: Values, reference: Values) -> Iterator[str]:
        """Say which typical mistakes are too near the truth, or one another."""
        wrong = {one.name: self.wrong(one, variant, reference) for one in self.mistakes}
        for name, one in wrong.items():
            if not self.apart(one, reference) >= APART:
                yield f"{name} is too near the truth"
        for one, other in combinations(wrong, 2):
            if not self._told(wrong[one], wrong[other]):
                yield f"{one} and {other} are too near each other"

    def wrong(self, mistake: Mistake, variant: Values, reference: Values) -> Values:
        """Give the wrong answers of a mistake; functions as their results."""
        wrong = mistake.solve(variant)
        unknown = set(wrong) - {one.name for one in self.answers}
        if unknown or not wrong:
            raise LookupError(
                f"task {self.name!r}: mistake {mistake.name!r} gives {sorted(wrong)}; "
                f"the task asks for {[one.name for one in self.answers]}"
            )
        shared = (one for one in self.answers if one.name in wrong)
        return {one.name: one.settle(wrong[one.name], reference[one.name]) for one in shared}

    def apart(self, one: Values, other: Values) -> float:
        """Give the largest distance, in tolerances, between answers that both hold."""
        shared = (a for a in self.answers if a.name in one and a.name in other)
        return max((a.distance(one[a.name], other[a.name]) for a in shared), default=0.0)

    def _told(self, one: Values, other: Values) -> bool:
        """Whether two mistakes can be told: by other answers, or by far other values of them."""
        return not set(one) & set(other) or self.apart(one, other) >= APART

    def diagnose(self, values: Values, variant: Values) -> Mistake | None:
        """Recognise a typical mistake in a student's values."""
        reference = self.solve(variant)
        for mistake in self.mistakes:
            wrong = self.wrong(mistake, variant, reference)
            if set(wrong) <= set(values) and self.agrees(
                {name: values[name] for name in wrong}, wrong
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
    """Whether every number in a nest of values is finite; tables hold no empty cell."""
    if isinstance(value, pd.DataFrame):
        return finite(value.to_numpy(dtype=object).ravel().tolist())
    if isinstance(value, Mapping):
        return all(finite(one) for one in value.values())
    if isinstance(value, (list, tuple, pd.Series, np.ndarray)):
        return all(finite(one) for one in value)
    return value is not None and (not isinstance(value, float) or math.isfinite(value))


def shape(value: Any) -> Any:
    """Give keys, types and list lengths of a nest of JSON values: what all variants share."""
    if isinstance(value, Mapping):
        return {key: shape(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [shape(one) for one in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return type(value).__name__
    raise TypeError(f"a variant holds JSON values only, not {type(value).__name__}")
