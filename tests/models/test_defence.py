from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.ranges import SHARE, number
from twoplustwo.models import defence

INSIDE = number(0.01, 0.99)


def test_raid_against_simulation():
    rng = np.random.default_rng(11)
    n, k, m, p_track, raids = 6, 0.7, 2, 0.9, 60_000
    stopped = (rng.random((raids, n, m)) < k).any(axis=2)
    leaks = np.where(rng.random(raids) < p_track, n - stopped.sum(axis=1), n)
    found = defence.raid(n, k, m, p_track)
    assert found.p_no_leak == pytest.approx((leaks == 0).mean(), abs=0.01)
    assert found.expected_leak == pytest.approx(leaks.mean(), abs=0.03)
    assert found.interceptors == 12


@given(st.integers(1, 60), SHARE, st.integers(0, 6), SHARE)
def test_bounds(n, k, m, p_track):
    found = defence.raid(n, k, m, p_track)
    assert 0 <= found.p_no_leak <= p_track
    assert n * (1 - p_track) - 1e-9 <= found.expected_leak <= n + 1e-9


@given(st.integers(1, 60), SHARE, st.integers(0, 6), SHARE)
def test_directions(n, k, m, p_track):
    now = defence.raid(n, k, m, p_track)
    assert defence.raid(n + 1, k, m, p_track).p_no_leak <= now.p_no_leak + 1e-12
    assert defence.raid(n, k, m + 1, p_track).p_no_leak >= now.p_no_leak - 1e-12


@given(st.integers(1, 60), INSIDE, INSIDE, number(0.05, 1))
def test_the_shots_needed_are_just_enough(n, k, p0, p_track):
    needed = defence.shots_needed(n, k, p0, p_track)
    if p0 >= p_track:
        assert math.isinf(needed.whole)
        return
    assert defence.raid(n, k, int(needed.whole), p_track).p_no_leak >= p0 - 1e-6
    if needed.whole > 1:
        assert defence.raid(n, k, int(needed.whole) - 1, p_track).p_no_leak < p0 + 1e-6


def test_the_notes():
    needed = defence.shots_needed(10, 0.8, 0.9)
    assert needed.exact == pytest.approx(2.83, abs=0.005) and needed.whole == 3
    assert defence.raid(10, 0.96, 1).p_no_leak == pytest.approx(2 / 3, abs=0.01)


def test_one_shot_that_is_just_enough_stays_one():
    assert defence.shots_needed(1, 0.75, 0.75).whole == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: defence.raid(0, 0.5, 1), "n must be in"),
        (lambda: defence.raid(1.5, 0.5, 1), "n must be a whole number of at least 1; got 1.5"),
        (lambda: defence.raid(1, 1.2, 1), r"k must be in \[0, 1\]; got 1\.2"),
        (lambda: defence.shots_needed(5, 1.0, 0.5), r"k must be in \(0, 1\); got 1"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
