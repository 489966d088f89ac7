"""One question under many codings: the ratios, and the calendar moved along the record."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo import load
from twoplustwo.explorers import exercise_coding
from twoplustwo.explorers._korea import daily, exercise_days
from twoplustwo.explorers.exercise_coding import EVERY, SPANS, WINDOWS, ranking, result, tally


def test_exercises_that_were_not_held_have_no_days():
    assert not exercise_days("summer", 0, 0, 2018, 2018).any()
    assert not exercise_days("spring", 0, 0, 2020, 2020).any()
    held = load("joint_exercises").query("year == 2023 and season == 'spring'").iloc[0]
    length = (held["end_date"] - held["start_date"]).days + 1
    assert exercise_days("spring", 0, 0, 2023, 2023).sum() == length == 11
    assert exercise_days("spring", 14, 14, 2023, 2023).sum() == length + 28


def test_the_ratio_by_hand():
    found = result(("days", "both", "during", "early"))
    events, near = daily("days", 2014, 2018), exercise_days("both", 0, 0, 2014, 2018)
    assert found.inside == events[near].sum() == 19
    rates = [events[near].sum() / near.sum(), events[~near].sum() / (~near).sum()]
    assert found.ratio == pytest.approx(rates[0] / rates[1])


@pytest.mark.parametrize("coding", [EVERY[0], EVERY[57], EVERY[-1]])
def test_shifts_are_the_calendar_moved_day_by_day(coding):
    unit, season, window, span = coding
    first, last, _ = SPANS[span]
    before, after, _ = WINDOWS[window]
    events, near = daily(unit, first, last), exercise_days(season, before, after, first, last)
    found = result(coding)
    for shift in (0, 1, 40, events.size - 7):
        moved = np.roll(near, shift)
        rates = [events[moved].sum() / moved.sum(), events[~moved].sum() / (~moved).sum()]
        assert found.shifted[shift] == pytest.approx(rates[0] / rates[1])


def test_the_choice_of_years_carries_the_answer():
    early, recent = (result(("days", "both", "during", s)) for s in ("early", "recent"))
    assert early.ratio > 3 and early.share < 0.01
    assert recent.ratio < 1.5 and recent.share > 0.2


def test_most_codings_point_one_way_and_most_prove_nothing():
    count, above, rare = tally()
    assert count == len(EVERY) == 144
    assert above > 0.85 * count and rare < 0.35 * count


def test_the_curve_rises_and_the_mark_sits_on_it():
    ratios = [result(c).ratio for c in ranking()]
    assert ratios == sorted(ratios)
    for state in exercise_coding.sample(15, seed=5):
        values = exercise_coding.view(state).values
        (place,), (ratio,) = values["here.x"], values["here.y"]
        assert ratio == pytest.approx(ratios[int(place) - 1])
