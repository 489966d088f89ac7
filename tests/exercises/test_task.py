"""Seeds, pools, typical mistakes and diagnosis."""

from __future__ import annotations

import hashlib
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exercises.sets import SAMPLE
from twoplustwo.exercises import Mistake, Number, ProblemSet, Task, Whole, seed
from twoplustwo.exercises.assignment import problem_set
from twoplustwo.exercises.task import POOL, finite, shape

WORDS = st.text(st.characters(codec="utf-8"), max_size=20)


SET = problem_set((SAMPLE / "variants.py").read_text(), "sample")


def task(**changes) -> Task:
    """A task: the double of a number."""
    settings = {
        "name": "double",
        "answers": (Number(name="twice", low=0, high=1000, tolerance=0.1),),
        "candidates": [{"number": n} for n in range(10, 30)],
        "solve": lambda numbers: {"twice": 2.0 * numbers["number"]},
        "mistakes": (
            Mistake(name="half", hint="h", solve=lambda n: {"twice": n["number"] / 2}),
            Mistake(name="square", hint="s", solve=lambda n: {"twice": n["number"] ** 2.0}),
        ),
    }
    return Task(**{**settings, **changes})


@given(WORDS, WORDS, WORDS)
def test_a_seed_is_the_first_eight_bytes_of_a_hash(salt: str, owner: str, exercise: str) -> None:
    digest = hashlib.sha256(f"{salt}|{owner}|{exercise}".encode()).hexdigest()
    assert seed(salt, owner, exercise) == int(digest[:16], 16)


def test_the_rule_of_seeds_never_changes() -> None:
    assert seed("salt", "A17", "reading/hedges") == 3378973586645133748


@given(WORDS, WORDS)
def test_the_same_salt_and_code_give_the_same_variant(salt: str, owner: str) -> None:
    again = problem_set((SAMPLE / "variants.py").read_text(), "sample") if not salt else SET
    assert SET.variant(salt, owner) == again.variant(salt, owner)
    assert all(SET.variant(salt, owner)[one.name] in one.pool for one in SET.tasks)


def test_students_draw_from_the_whole_pool() -> None:
    one = task()
    counts = [one.draw(seed("salt", f"student-{n}", "x"))["number"] for n in range(2000)]
    assert set(counts) == {variant["number"] for variant in one.pool}
    expected = 2000 / len(one.pool)
    chi = sum((counts.count(n) - expected) ** 2 / expected for n in set(counts))
    assert chi < 60, "20 equally likely variants; 60 is beyond the 1 in a million quantile"


def test_a_pool_needs_a_dozen() -> None:
    with pytest.raises(ValueError, match=f"11 of 11 candidates enter the pool.* needs {POOL}"):
        _ = task(candidates=[{"number": n} for n in range(10, 21)]).pool


def test_equal_candidates_count_once() -> None:
    with pytest.raises(ValueError, match="11 of 22"):
        _ = task(candidates=[{"number": n} for n in range(10, 21)] * 2).pool


@pytest.mark.parametrize(
    ("candidate", "fault"),
    [
        ({"number": 0}, "twice is trivial"),
        ({"number": 600}, "outside its plausible range"),
        ({"number": 2}, "square is too near the truth"),
        ({"number": 10.0}, "other keys, types or list lengths"),
        ({"number": 10, "more": 1}, "other keys, types or list lengths"),
    ],
)
def test_what_keeps_a_candidate_out(candidate: dict, fault: str) -> None:
    assert any(fault in one for one in task().faults(candidate))
    assert not task().faults({"number": 10})


def test_mistakes_that_cannot_be_told_are_refused() -> None:
    same = Mistake(name="other", hint="", solve=lambda n: {"twice": n["number"] / 2 + 0.5})
    faults = task(mistakes=(*task().mistakes, same)).faults({"number": 10})
    assert faults == ["half and other are too near each other"]


def test_an_answer_without_a_reference_and_a_strange_mistake_are_named() -> None:
    assert task(solve=lambda n: {}).faults({"number": 10}) == ["no reference for twice"]
    odd = Mistake(name="odd", hint="", solve=lambda n: {"thrice": 1})
    with pytest.raises(LookupError, match=r"mistake 'odd' gives \['thrice'\]"):
        task(mistakes=(odd,)).faults({"number": 10})


def test_nothing_infinite_enters() -> None:
    assert task(solve=lambda n: {"twice": math.nan}).faults({"number": 10}) == [
        "an answer is not finite"
    ]
    assert not finite(pd.DataFrame({"a": [1.0, math.nan]}))
    assert finite([{"a": (1, "x", True)}]) and not finite([None])


@given(st.sampled_from(range(10, 30)), st.floats(-0.09, 0.09))
def test_a_mistake_is_recognised_within_its_tolerance(number: int, off: float) -> None:
    one, variant = task(), {"number": number}
    assert one.diagnose({"twice": number / 2 + off}, variant).name == "half"
    assert one.diagnose({"twice": number**2 + off}, variant).name == "square"
    assert one.diagnose({"twice": 2 * number + off}, variant) is None
    assert one.diagnose({}, variant) is None


def test_mistakes_of_functions_are_recognised() -> None:
    found = SET.task("doubling")
    variant = found.pool[0]
    assert found.diagnose({"doubling": lambda percent: 70 / percent}, variant).name == "seventy"
    assert found.diagnose({"doubling": lambda percent: 1.0}, variant) is None
    assert found.diagnose({"doubling": 3}, variant) is None


def test_expected_answers() -> None:
    found = ProblemSet(name="s", title="S", minutes=1, tasks=(task(),))
    expected = found.expected("double", {"double": {"number": 12}})
    assert expected.agrees(twice=24) and not expected.agrees(twice=25)
    with pytest.raises(LookupError, match=r"no answer \['thrice'\]"):
        expected.agrees(thrice=1)
    with pytest.raises(LookupError, match="no task 'treble'; it has: double"):
        found.expected("treble", {})


def test_shapes() -> None:
    assert shape({"a": [1, "x"], "b": None}) == {"a": ["int", "str"], "b": "NoneType"}
    assert shape([1]) != shape([1, 2]) and shape([1]) != shape([1.0]) and shape(True) != shape(1)
    with pytest.raises(TypeError, match="JSON values only, not set"):
        shape({"a": {1}})


def test_a_task_of_whole_numbers_parts_mistakes_by_any_difference() -> None:
    whole = task(
        answers=(Whole(name="twice", low=0, high=1000),),
        solve=lambda n: {"twice": 2 * n["number"]},
        mistakes=(Mistake(name="one", hint="", solve=lambda n: {"twice": 2 * n["number"] + 1}),),
    )
    assert len(whole.pool) == 20
