"""False alarms: Bayes' rule, redundancy, and the line above which one responds."""

from __future__ import annotations

import pytest

from twoplustwo.explorers import false_alarm
from twoplustwo.explorers.false_alarm import COMMON, FALSE, LOSSES, PRIORS, belief, one_in

ONE = COMMON.index(1.0)


def state(prior, false=1e-4, common=1.0, loss=2):
    return {
        "prior": PRIORS.index(prior), "false": FALSE.index(false),
        "common": COMMON.index(common), "loss": loss,
    }  # fmt: skip


def test_the_same_alarm_is_weak_in_calm_and_strong_in_crisis():
    assert belief(1e-6, 1e-4, 1.0) == pytest.approx(0.009803, abs=1e-6)
    assert belief(1e-3, 1e-4, 1.0) == pytest.approx(0.908340, abs=1e-6)
    assert false_alarm.view().values["outcome.calm"] == 1
    assert "1,000,000" not in false_alarm.view().title  # the reader guesses that case first


def test_a_tenth_in_common_undoes_the_second_sensor():
    assert belief(1e-6, 1e-4, 0.0) == pytest.approx(0.9899, abs=1e-4)
    assert belief(1e-6, 1e-4, 0.1) == pytest.approx(0.089188, abs=1e-6)


def test_squares_show_the_alarms_of_a_hundred():
    view = false_alarm.view(state(1e-3))
    colours = view.values["alarms.marker.color"]
    assert colours.count(colours[0]) == 91
    assert "91 are real" in view.values["layout.annotations[0].text"]


@pytest.mark.parametrize("place", range(len(LOSSES)))
def test_the_line_follows_the_losses(place):
    false, miss = LOSSES[place]
    values = false_alarm.view(state(1e-6, loss=place)).values
    assert values["line.y"] == pytest.approx([100 * false / (false + miss)] * 2)


def test_the_sentence_says_on_which_side_of_the_line():
    assert "below the 50%" in false_alarm.view(state(1e-6)).summary
    assert "above the 50%" in false_alarm.view(state(1e-3)).summary
    assert "above the 1%" in false_alarm.view(state(1e-5, loss=0)).summary


def test_belief_rises_with_the_prior_and_falls_with_false_alarms():
    for common in COMMON:
        by_prior = [belief(p, 1e-3, common) for p in PRIORS]
        by_false = [belief(1e-4, f, common) for f in FALSE]
        assert by_prior == sorted(by_prior)
        assert by_false == sorted(by_false, reverse=True)


def test_small_probabilities_in_words():
    assert [one_in(p) for p in (1e-6, 3.16e-4, 0.1)] == ["1 in 1,000,000", "1 in 3,000", "1 in 10"]
