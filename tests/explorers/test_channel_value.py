"""The worth of a call: where it is zero, where it is most, and that a lie is worth nothing."""

from __future__ import annotations

import pytest

from twoplustwo.explorers import channel_value
from twoplustwo.models.alarm import channel_value as model


def test_at_the_start_the_call_saves_something():
    view = channel_value.view()
    assert view.values["here.y"] == pytest.approx([0.14])
    assert view.values["outcome.change"] == "same"


def test_more_alarm_can_make_the_same_call_worthless():
    assert channel_value.view({"belief": 0.5}).values["outcome.change"] == "more"
    alarmed = channel_value.view({"belief": 0.8})
    assert alarmed.values["outcome.change"] == "nothing"
    assert alarmed.title.startswith("No answer would change")


@pytest.mark.parametrize("rate", [0.5, 0.7, 1.0])
def test_the_same_answer_in_both_cases_is_worth_nothing_at_any_belief(rate):
    view = channel_value.view({"innocent": rate, "guilty": rate})
    assert view.values["curve.y"] == pytest.approx([0.0] * 101)
    assert view.title.startswith("The answer is the same in both cases")


@pytest.mark.parametrize("state", list(channel_value.sample(40, seed=8)))
def test_the_point_is_the_model_and_lies_under_the_whole_truth(state):
    false, miss = {"equal": (1, 1), "miss": (1, 4), "false": (4, 1)}[state["losses"]]
    expected = model(state["belief"], false, miss, state["innocent"], state["guilty"]).voi
    view = channel_value.view(state)
    assert view.values["here.y"] == pytest.approx([expected])
    best = min(state["belief"] * miss, (1 - state["belief"]) * false)
    assert expected <= best + 1e-12


@pytest.mark.parametrize(("losses", "turn"), [("equal", 0.5), ("miss", 0.2), ("false", 0.8)])
def test_the_worth_is_greatest_where_one_hesitates(losses, turn):
    view = channel_value.view({"losses": losses})
    curve = view.values["curve.y"]
    assert curve.index(max(curve)) == pytest.approx(100 * turn)
    assert view.values["layout.shapes[0].x0"] == pytest.approx(turn)
