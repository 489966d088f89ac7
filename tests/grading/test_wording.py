"""A student reads the rubric's words for the levels that she reached; they tell no answer."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("jinja2")
pytest.importorskip("otter")

from tests.grading import graded
from tests.grading.test_feedback import RUBRIC, Skeleton, page_of
from twoplustwo.exercises import catalogue
from twoplustwo.exercises.masters import assign
from twoplustwo.grading import rubric
from twoplustwo.grading.marks import Mark

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
YEARS = range(1900, 2100)
ARTICLE = re.compile(r"\barticle \d+(?: \(\d+(?:\.\d+)?\))?")


def test_a_page_has_the_words_of_the_levels_reached_and_no_others():
    for reached in (0, 1, 2, 3, 4):
        mark = Mark({one.name: reached for one in RUBRIC.criteria})
        text = Skeleton(page_of({"owner": "k1", "result": graded.result([])}, mark)).text
        for one in RUBRIC.criteria:
            for level, words in one.levels.items():
                assert (words in text) == (level == reached), (one.name, level, reached)
        assert RUBRIC.notes not in text
        assert ("Nothing was handed in." in text) == (reached == 0)


def test_a_page_without_marks_has_none_of_the_words():
    for mark in (None, Mark({}), Mark({}, "A comment.")):
        text = Skeleton(page_of({"owner": "k1", "result": graded.result([])}, mark)).text
        assert not [w for one in RUBRIC.criteria for w in one.levels.values() if w in text]


def values(answer: Any) -> Iterator[float]:
    """The numbers in an answer."""
    answer = answer.tolist() if hasattr(answer, "tolist") else answer
    if isinstance(answer, dict):
        yield from values([*answer, *answer.values()])
    elif isinstance(answer, (list, tuple, set)):
        for one in answer:
            yield from values(one)
    elif isinstance(answer, numbers.Number) and not isinstance(answer, bool):
        yield float(answer)


def told(words: str, answers: set[float]) -> list[float]:
    """The numbers that are an answer, as exactly as they are written; no years, no articles."""
    written = NUMBER.findall(ARTICLE.sub("", words))
    found = [(float(one), len(one.partition(".")[2])) for one in written]
    return [
        one
        for one, digits in found
        if one not in YEARS
        and any(math.isclose(one, answer, abs_tol=0.5 * 10**-digits) for answer in answers)
    ]


@pytest.mark.parametrize("name", catalogue.names())
def test_no_level_of_the_course_tells_an_answer(name):
    path = catalogue.folder() / name / rubric.FILE
    tasks = assign(name).problem_set.tasks
    answers = {
        value
        for one in tasks
        for drawn in one.pool
        for value in values(list(one.solve(drawn).values()))
    }
    assert answers
    for one in rubric.read(path).criteria:
        for level, words in one.levels.items():
            assert not told(words, answers), (name, one.name, level)


def test_a_told_answer_would_be_found():
    assert told("The share is 0.38, as in 2022", {0.3812, 2022.0}) == [0.38]
    assert told("The share is 0.39 of 12, see article 67 (2.1)", {0.3812, 11.0, 2.1}) == []
