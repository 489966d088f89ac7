"""Values of products: what is accepted, what it becomes, and what messages say otherwise."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from twoplustwo.explorers.engine import DeclarationError, Product
from twoplustwo.explorers.engine.products import collect, evaluate


def values(value, count=2, key="t.y"):
    series = collect("compute(x)", key, value, count)
    return series.kind, series.rank, [series.value(i) for i in range(count)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.array([1.0, 2.5]), ("number", 0, [1, 2.5])),
        (np.array([3, 4]), ("number", 0, [3, 4])),
        ([1, None], ("number", 0, [1, None])),
        (np.array([True, False]), ("bool", 0, [True, False])),
        ([True, False], ("bool", 0, [True, False])),
        (["a", None], ("string", 0, ["a", None])),
        ("same", ("string", 0, ["same", "same"])),
        (np.array([[1, np.nan], [2, 3]]), ("number", 1, [[1, None], [2, 3]])),
        ([[1], np.array([2.0, 3.0])], ("number", 1, [[1], [2, 3]])),
        ([[], [1.5]], ("number", 1, [[], [1.5]])),
        ([["a"], []], ("string", 1, [["a"], []])),
        ([["a", None], ["b"]], ("string", 1, [["a", None], ["b"]])),
        (np.array([["a"], ["b"]]), ("string", 1, [["a"], ["b"]])),
        ([[True], [False, True]], ("bool", 1, [[True], [False, True]])),
        (pd.Series([1, None], dtype="Int64"), ("number", 0, [1, None])),
        ([pd.array([1, None], dtype="Float64"), [2]], ("number", 1, [[1, None], [2]])),
        (pd.Categorical(["x", "y"]), ("string", 0, ["x", "y"])),
        ([pd.to_datetime(["2020-07-04"]), [pd.NaT]], ("string", 1, [["2020-07-04"], [None]])),
        ([[datetime.date(1956, 10, 19)], []], ("string", 1, [["1956-10-19"], []])),
    ],
)
def test_accepted_values(value, expected):
    assert values(value) == expected


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (np.zeros((3, 2)), "first dimension 3; it must be the 2 states"),
        (["a"], "first dimension 1"),
        (5.0, "single float"),
        (np.float64(5.0), "single float64"),
        (np.zeros((2, 1, 1)), r"shape \(2, 1, 1\)"),
        ([1, [2]], "mixes single values and sequences"),
        ([["a", 1], ["b"]], "among other cells"),
        ([["a"], [1]], "among other cells"),
        ([[np.inf], [1]], "infinity"),
        ([{"a": 1}, {"b": 2}], "among other cells|accepted"),
    ],
)
def test_refused_values(value, reason):
    with pytest.raises(DeclarationError, match=reason):
        values(value)


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("y", [1, 2], "key 'y' is not accepted"),
        ("Trace.y", [1, 2], "not accepted"),
        ("t.", [1, 2], "not accepted"),
        ("summary", [1, 2], "one string a state"),
        ("alt", [["a"], ["b"]], "one string a state"),
        ("table.a", [1, 2], "one row of cells a state"),
        ("outcome.a", [[1], [2]], "one number or text a state"),
    ],
)
def test_refused_keys(key, value, reason):
    with pytest.raises(DeclarationError, match=reason):
        values(value, key=key)


def test_messages_name_the_function_and_its_controls():
    def width(a, b):
        return {"t.y": np.zeros(3)}

    with pytest.raises(DeclarationError, match=r"width\(a, b\): 't\.y' has first dimension 3"):
        evaluate(Product(("a", "b"), width), [np.zeros(2), np.zeros(2)])


def test_a_product_returns_a_dict():
    with pytest.raises(DeclarationError, match="returned list"):
        evaluate(Product((), lambda: [1]), [])


def test_depends_is_a_tuple():
    with pytest.raises(DeclarationError, match=r"must be a tuple, \('p',\)"):
        Product("p", dict)
