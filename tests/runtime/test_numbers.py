"""The page writes numbers exactly as Python does."""

from __future__ import annotations

import math
import random
import struct

from twoplustwo.explorers.engine import fixed, grouped, percent

EDGES = [0.0, -0.0, 0.5, 1.5, 2.5, -0.5, 0.05, 1.005, 2.675, -1e-9, 999.5, 1e5, -1234567.891, 1e20]
EDGES += [1e21, 1.7e308, 5e-324, math.pi]


def numbers(count: int) -> list[float]:
    """Edge cases, halves at many scales, and doubles with random bits."""
    chance = random.Random(3)
    halves = [chance.randrange(-(10**6), 10**6) / 2 ** chance.randrange(12) for _ in range(count)]
    bits = (struct.unpack("<d", chance.randbytes(8))[0] for _ in range(count))
    return EDGES + halves + [x for x in bits if math.isfinite(x)]


def test_numbers_are_written_as_in_python(sample):
    page = sample("sample_twin.html").page
    cases = [(x, digits) for x in numbers(400) for digits in (0, 1, 3)]
    written = page.evaluate(
        """cases => cases.map(([x, d]) =>
             [twoplustwo.fixed(x, d), twoplustwo.percent(x, d), twoplustwo.grouped(x, d)])""",
        cases,
    )
    for (x, digits), found in zip(cases, written, strict=True):
        if abs(x) > 1e306:  # 100 x is infinite in both, but JSON cannot carry it further
            continue
        assert found == [fixed(x, digits), percent(x, digits), grouped(x, digits)], (x, digits)


def test_gaps_are_dashes(sample):
    page = sample("sample_twin.html").page
    found = page.evaluate("[null, undefined, NaN, Infinity].map((x) => twoplustwo.fixed(x, 2))")
    assert found == [fixed(None), fixed(None), fixed(math.nan), fixed(math.inf)]
