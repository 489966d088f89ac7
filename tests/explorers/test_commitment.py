"""The promise holds below the crossing and fails above it, and only if something shifts."""

from __future__ import annotations

import pytest

from twoplustwo.explorers import commitment
from twoplustwo.models.bargaining import preventive_war

STATES = list(commitment.sample(80, seed=3))


@pytest.mark.parametrize("state", STATES[:40])
def test_the_crossing_is_where_the_model_turns(state):
    limit = commitment.view(state).values["cross.x"][0]
    p1, p2, cost = state["p1"], state["p2"], state["cost"]
    if p2 <= p1:
        assert limit is None
        assert not preventive_war(p1, p2, 0.999, cost).war
        return
    assert not preventive_war(p1, p2, max(limit - 1e-4, 0), cost).war
    assert preventive_war(p1, p2, limit + 1e-4, cost).war


def test_more_patience_never_mends_a_promise():
    for state in STATES:
        verdicts = list(commitment.view(state).table["verdict"])
        assert verdicts == sorted(verdicts, reverse=True), state  # "holds" before "fails"


def test_a_cheaper_end_makes_the_promise_fail_sooner():
    start, cheap = (commitment.view({"cost": c}).values for c in (0.5, 0.1))
    assert cheap["cross.x"][0] < start["cross.x"][0]
    assert start["outcome.crossing"] == "same"
    assert cheap["outcome.crossing"] == "sooner"
    assert commitment.view({"cost": 0.8}).values["outcome.crossing"] == "later"
    assert commitment.view({"p1": 0.7, "p2": 0.3}).values["outcome.crossing"] == "never"


def test_the_curves_are_the_two_sides_of_the_condition():
    values = commitment.view().values
    patience = commitment.template["data"][1]["x"]
    for place in (0, 10, 33):
        model = preventive_war(0.3, 0.7, patience[place], 0.5)
        assert values["later.y"][place] == pytest.approx(model.lhs)
        assert values["now.y"][place] == pytest.approx(model.rhs)
