"""Answers that are equal where they should differ, and how often chance alone does that.

If one value is wrong for A and right for B, the two had different numbers, so A's own work does
not lead to it except by chance. How often chance does that is read from the class itself: for each
task, the share of such (wrong, right) pairs that hold the same value. If anybody did share
answers, that is an overestimate. Tasks are drawn independently of each other, so for a pair the
number of equal answers has a Poisson-binomial distribution.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from twoplustwo.grading.classbook import ClassBook
from twoplustwo.grading.items import ran

EXPECTED = 0.05
"""A pair is listed if chance alone makes fewer such pairs than this in the whole class."""

MATCHES = 2
"""Tasks on which a pair must agree to be listed; one equal answer happens too easily."""

COMMON = 0.2
"""A task in which so many pairs are equal anyway (few possible values) is not compared."""


@dataclass(frozen=True)
class Match:
    """A student whose wrong answers are right answers of another student.

    Attributes
    ----------
    tasks, values
        Titles of the tasks on which they are equal, and the values.
    compared
        Tasks that are wrong for the one and right for the other.
    expected
        How many pairs with so many equal answers chance alone would make in this class.
    """

    wrong: str
    right: str
    tasks: tuple[str, ...]
    values: tuple[str, ...]
    compared: int
    expected: float


@dataclass(frozen=True)
class Coincidences:
    """What the comparison found: how many pairs were compared, how many were equal once, and
    those that chance hardly explains."""

    pairs: int
    single: int
    listed: tuple[Match, ...]


@dataclass(frozen=True)
class Answer:
    """A student's value for one task, as short text, and whether it is right."""

    value: str
    right: bool


Answers = dict[str, dict[str, Answer]]
Pair = tuple[str, str]


def find(book: ClassBook) -> Coincidences:
    """Compare every student's wrong answers with everybody's right ones."""
    answers = _answers(book)
    rates = _rates(answers)
    equal = _equal(answers, [name for name, rate in rates.items() if rate <= COMMON])
    pairs = _pairs(answers)
    titles = {one.name: one.title for one in book.automatic}
    found = [
        _match(pair, names, answers, rates, titles)
        for pair, names in equal.items()
        if len(names) >= MATCHES
    ]
    scaled = [replace(one, expected=one.expected * pairs) for one in found]
    listed = sorted(
        (one for one in scaled if one.expected < EXPECTED),
        key=lambda one: (one.expected, one.wrong, one.right),
    )
    single = sum(len(names) == 1 for names in equal.values())
    return Coincidences(pairs, single, tuple(listed))


def _answers(book: ClassBook) -> Answers:
    """Student -> task -> answer. Recognised mistakes are left out: they explain themselves."""
    return {
        row.owner: {
            name: Answer(str(task["value"]), task["score"] >= task["max_score"])
            for name, task in row.tasks.items()
            if task.get("value") and not task.get("signature")
        }
        for row in ran(book)
    }


def _rates(answers: Answers) -> dict[str, float]:
    """For each task, the share of (wrong, right) pairs of students that hold the same value."""
    wrong: dict[str, Counter[str]] = defaultdict(Counter)
    right: dict[str, Counter[str]] = defaultdict(Counter)
    for tasks in answers.values():
        for name, one in tasks.items():
            (right if one.right else wrong)[name][one.value] += 1
    return {
        name: sum(number * right[name][value] for value, number in wrong[name].items())
        / (wrong[name].total() * right[name].total())
        for name in sorted(wrong.keys() & right.keys())
    }


def _equal(answers: Answers, names: Sequence[str]) -> dict[Pair, list[str]]:
    """Pairs (wrong, right) with the tasks on which they hold the same value."""
    found: dict[Pair, list[str]] = defaultdict(list)
    for name in names:
        held: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for student, tasks in answers.items():
            if name in tasks:
                held[tasks[name].value][tasks[name].right].append(student)
        for wrong, right in held.values():
            for one in wrong:
                for other in right:
                    found[one, other].append(name)
    return found


def _pairs(answers: Answers) -> int:
    """Pairs with at least one task that is wrong for the one and right for the other."""
    names = {name for tasks in answers.values() for name in tasks}
    asked = np.zeros((len(answers), len(answers)), dtype=bool)
    for name in names:
        held = [tasks.get(name) for tasks in answers.values()]
        wrong = np.array([one is not None and not one.right for one in held], dtype=bool)
        right = np.array([one is not None and one.right for one in held], dtype=bool)
        asked |= np.outer(wrong, right)
    return int(asked.sum())


def _match(
    pair: Pair,
    names: Sequence[str],
    answers: Answers,
    rates: Mapping[str, float],
    titles: Mapping[str, str],
) -> Match:
    """Describe a pair; `expected` is still the chance for this one pair."""
    wrong, right = pair
    asked = [
        name
        for name, one in answers[wrong].items()
        if rates.get(name, 1) <= COMMON
        and not one.right
        and name in answers[right]
        and answers[right][name].right
    ]
    return Match(
        wrong,
        right,
        tuple(titles.get(name, name) for name in names),
        tuple(answers[wrong][name].value for name in names),
        len(asked),
        at_least([rates[name] for name in asked], len(names)),
    )


def at_least(chances: Sequence[float], hits: int) -> float:
    """Chance of `hits` or more successes in independent trials with these chances."""
    spread = np.ones(1)
    for chance in chances:
        spread = np.convolve(spread, [1 - chance, chance])
    return float(min(1.0, spread[hits:].sum()))
