"""Kinds of answer: what agrees, how far apart values are, and what the public check tells."""

from __future__ import annotations

import datetime
import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoplustwo.exercises import (
    Column,
    Flag,
    Frame,
    Function,
    Items,
    Number,
    Numbers,
    Text,
    Whole,
)
from twoplustwo.exercises.answers import plain

NUMBER = Number(name="x", low=-1e9, high=1e9, tolerance=0.01, unit="km")
RELATIVE = Number(name="x", low=-1e9, high=1e9, tolerance=0.01, relative=True)
WHOLE = Whole(name="n", low=0, high=100)
FRAME = Frame(
    name="t",
    key=("year",),
    columns={
        "share": Column(kind="number", tolerance=0.01, low=0, high=1, unit="of all"),
        "count": Column(kind="whole"),
        "word": Column(kind="text"),
    },
    rows=3,
)
ROWS = [
    {"year": 2001, "share": 0.1, "count": 3, "word": "a"},
    {"year": 2002, "share": 0.2, "count": 4, "word": "b"},
    {"year": 2003, "share": 0.3, "count": 5, "word": "c"},
]
TABLE = pd.DataFrame(ROWS)
FUNCTION = Function(name="f", parameters=("x",), result=NUMBER)
PAIRS = [([1.0], 2.0), ([3.0], 6.0)]
STRANGE = [
    None,
    ...,
    "",
    "1",
    b"1",
    [],
    {},
    {1: 2},
    set(),
    math.nan,
    math.inf,
    -math.inf,
    10**400,
    True,
    1j,
    pd.NA,
    pd.NaT,
    np.array(5.0),
    np.array([[1.0]]),
    np.array(["a"], dtype=object),
    pd.Series([], dtype=float),
    pd.DataFrame(),
    object(),
    len,
    lambda: None,
]
KINDS = [
    (NUMBER, 12.5),
    (RELATIVE, 12.5),
    (WHOLE, 7),
    (Text(name="s", choices=("yes", "no")), "yes"),
    (Items(name="i"), ["b", "a"]),
    (Items(name="i", of="whole", ordered=True), [3, 1]),
    (Numbers(name="v", length=2, low=0, high=10, tolerance=0.1), [1.5, 2.5]),
    (FRAME, TABLE),
    (FRAME, ROWS),
    (FUNCTION, PAIRS),
]


@given(st.floats(-1e6, 1e6), st.floats(-0.99, 0.99))
def test_a_number_within_the_tolerance_agrees(reference: float, part: float) -> None:
    assert NUMBER.agrees(reference + part * 0.01, reference)
    assert RELATIVE.agrees(reference * (1 + part * 0.01), reference)


@given(st.floats(-1e6, 1e6), st.floats(1.01, 1e6), st.sampled_from([-1, 1]))
def test_a_number_outside_does_not(reference: float, times: float, sign: int) -> None:
    assert not NUMBER.agrees(reference + sign * times * 0.01, reference)
    assert NUMBER.distance(reference + sign * times * 0.01, reference) == pytest.approx(
        times, rel=1e-3
    )


def test_exactly_one_tolerance_away_agrees() -> None:
    assert Number(name="x", low=0, high=1, tolerance=0.1).agrees(0.4, 0.3)


@given(st.integers(-100, 100), st.integers(-100, 100))
def test_a_whole_number_is_exact(one: int, other: int) -> None:
    assert WHOLE.agrees(one, other) == (one == other)
    assert WHOLE.agrees(float(one), other) == (one == other)
    assert WHOLE.agrees(np.int64(one), other) == (one == other)


@pytest.mark.parametrize("value", STRANGE, ids=lambda value: f"{type(value).__name__}")
@pytest.mark.parametrize(("answer", "reference"), KINDS, ids=lambda one: type(one).__name__)
def test_nothing_strange_agrees_or_raises(answer, reference, value) -> None:
    if isinstance(value, np.ndarray) and value.ndim == 0:
        assert NUMBER.agrees(value, 5.0)  # a scalar of NumPy's is a number
        return
    assert not answer.agrees(value, reference)


@pytest.mark.parametrize(("answer", "reference"), KINDS, ids=lambda one: type(one).__name__)
def test_the_reference_is_inside_and_not_trivial(answer, reference) -> None:
    assert answer.inside(reference)
    assert not answer.trivial(reference)


@pytest.mark.parametrize(("answer", "reference"), KINDS, ids=lambda one: type(one).__name__)
def test_the_public_check_is_json_and_knows_no_answer(answer, reference) -> None:
    public = json.loads(json.dumps(answer.public(), allow_nan=False))
    assert public["name"] == answer.name and public["kind"] == answer.kind
    assert "tolerance" not in json.dumps(public)


def test_trivial_references() -> None:
    assert NUMBER.trivial(0.005) and NUMBER.trivial(1.0) and not NUMBER.trivial(0.5)
    assert WHOLE.trivial(1) and Items(name="i").trivial([]) and Text(name="s").trivial(" ")
    assert Numbers(name="v", length=2, low=0, high=1, tolerance=0.1).trivial([0.0, 0.0])
    assert FRAME.trivial(TABLE.head(0)) and FUNCTION.trivial(PAIRS[:1])


def test_outside_references() -> None:
    assert not NUMBER.inside(2e9) and not NUMBER.inside(math.nan) and not WHOLE.inside(101)
    assert not WHOLE.inside(2.5) and not Text(name="s", choices=("a",)).inside("b")
    assert not FRAME.inside(TABLE.head(2)) and not FRAME.inside(TABLE.assign(share=2.0))
    assert not Function(name="f", parameters=(), result=WHOLE).inside([([], 1), ([], 200)])


def test_flags_and_texts() -> None:
    flag = Flag(name="b")
    assert flag.agrees(np.bool_(True), True) and flag.agrees(False, False)
    assert not flag.agrees(1, True) and not flag.agrees("True", True)
    assert Text(name="s").agrees("  Moscow ", "moscow") and not Text(name="s").agrees("Mosc", "m")


@given(st.permutations(["a", "b", "c", "c"]))
def test_order_counts_only_where_it_is_asked(order: list[str]) -> None:
    reference = ["c", "a", "b", "c"]
    assert Items(name="i").agrees(order, reference)
    assert Items(name="i", ordered=True).agrees(order, reference) == (order == reference)


def test_items_of_another_kind_do_not_agree() -> None:
    whole = Items(name="i", of="whole")
    assert whole.agrees(np.array([2, 3]), [3, 2]) and whole.agrees((2.0, 3.0), [2, 3])
    assert not whole.agrees([True, 3], [1, 3]) and not whole.agrees(["2", "3"], [2, 3])
    assert not Items(name="i").agrees({"a": 1}, ["a"]) and not Items(name="i").agrees("a", ["a"])


def test_numbers_keep_their_order() -> None:
    answer = Numbers(name="v", length=2, low=0, high=10, tolerance=0.1)
    assert answer.agrees(pd.Series([1.05, 2.0], index=[7, 3]), [1, 2])
    assert not answer.agrees([2, 1], [1, 2]) and not answer.agrees({1: 0, 2: 0}, [1, 2])


@given(st.permutations(range(3)))
def test_rows_of_a_frame_come_in_any_order(order: list[int]) -> None:
    assert FRAME.agrees(TABLE.iloc[order].reset_index(drop=True), ROWS)
    assert FRAME.agrees(TABLE.iloc[order].set_index("year"), ROWS)
    assert FRAME.agrees(TABLE.iloc[order].assign(more=1), ROWS)


def test_a_frame_with_another_cell_row_or_column_does_not_agree() -> None:
    assert FRAME.distance(TABLE.assign(share=[0.1, 0.25, 0.3]), TABLE) == pytest.approx(5)
    assert not FRAME.agrees(TABLE.assign(count=[3, 4, 6]), TABLE)
    assert not FRAME.agrees(TABLE.head(2), TABLE)
    assert not FRAME.agrees(pd.concat([TABLE, TABLE.head(1)]), TABLE)
    assert not FRAME.agrees(TABLE.drop(columns="share"), TABLE)
    double = pd.concat([TABLE, TABLE[["share"]]], axis=1)
    assert not FRAME.agrees(double, TABLE)
    assert not FRAME.agrees(ROWS, TABLE), "a student hands in a DataFrame"


def test_days_are_the_same_however_they_are_written() -> None:
    frame = Frame(name="t", key=("day",), columns={"n": Column(kind="whole")})
    reference = [{"day": "2020-01-31", "n": 2}]
    for day in (pd.Timestamp("2020-01-31"), datetime.date(2020, 1, 31), "2020-01-31"):
        assert frame.agrees(pd.DataFrame([{"day": day, "n": 2.0}]), reference)


def test_functions_are_compared_by_their_results() -> None:
    assert FUNCTION.agrees(lambda x: 2 * x, PAIRS)
    assert not FUNCTION.agrees(lambda x: x**2, PAIRS)
    assert not FUNCTION.agrees(lambda: 2, PAIRS)
    assert not FUNCTION.agrees(PAIRS, PAIRS), "a list of results is no function"
    wrong = FUNCTION.settle(lambda x: x**2 + 1, PAIRS)
    assert FUNCTION.distance(wrong, PAIRS) == pytest.approx(400)
    assert FUNCTION.agrees(lambda x: x * x + 1, wrong)
    assert FUNCTION.distance(lambda x: 2 * x, wrong) == pytest.approx(400)


@given(st.integers(-(2**53), 2**53))
def test_plain_values(number: int) -> None:
    assert plain(np.int64(number)) == plain(float(number)) == number
    assert isinstance(plain(np.float64(number)), int)
    assert plain(np.bool_(True)) is True and plain(pd.Period("2020Q1")) == "2020Q1"
