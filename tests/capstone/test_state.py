from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoplustwo.capstone.state import LIMITS, START, changed, draw


@given(st.dictionaries(st.sampled_from(sorted(LIMITS)), st.integers(-300, 300)))
def test_every_change_is_clipped_and_moves_nothing_else(effects):
    after = changed(START, **effects)
    for name, limit in LIMITS.items():
        value = getattr(after, name)
        assert 0 <= value <= limit
        if name not in effects:
            assert value == getattr(START, name)


def test_start_lies_within_its_limits():
    assert set(LIMITS) == set(START._fields)
    assert all(0 <= getattr(START, name) <= limit for name, limit in LIMITS.items())


def test_draws_are_those_of_the_rules_and_even():
    assert draw(1, 1, "dprk") == 0.5825957342655848
    draws = np.array([draw(seed, turn, "bot") for seed in range(500) for turn in range(1, 9)])
    assert draws.min() >= 0 and draws.max() < 1
    counts = np.histogram(draws, bins=10, range=(0, 1))[0]
    # Chi-square with 9 degrees of freedom: 27.9 is passed once in a thousand.
    assert ((counts - 400) ** 2 / 400).sum() < 27.9


def test_labels_draw_apart():
    draws = [draw(3, 4, label) for label in ("dprk", "alarm", "verify", "loss", "bot", "noise")]
    assert len(set(draws)) == 6


def test_an_unknown_label_is_refused():
    with pytest.raises(ValueError, match=r"label must be one of dprk, alarm.*; got 'weather'"):
        draw(1, 1, "weather")
