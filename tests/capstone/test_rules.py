from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capstone.games import WORLD, played
from twoplustwo.capstone import START, Moves, quarter, rules
from twoplustwo.capstone.state import LIMITS, State, draw

STATES = st.builds(State, **{name: st.integers(0, limit) for name, limit in LIMITS.items()})
JP = st.sampled_from(sorted(rules.JP_ACTIONS))
RU = st.sampled_from(sorted(rules.RU_ACTIONS))


@given(played())
def test_states_stay_within_their_limits_and_reports_near_the_truth(game):
    for row in game.quarters:
        assert all(0 <= getattr(row.state, name) <= limit for name, limit in LIMITS.items())
        assert abs(row.reported - row.state.T) <= 6
        assert row.tests == row.state.K
        assert not row.lost or row.state.T >= 85


@given(played())
def test_only_the_last_quarter_can_be_lost(game):
    assert not any(row.lost for row in game.quarters[:-1])
    assert len(game.quarters) == 8 or game.lost


@given(STATES, JP, RU, WORLD)
def test_no_move_changes_what_it_does_not_name(state, jp, ru, world):
    after = rules.unilateral(state, Moves(jp, ru), world)
    named = {*rules.JP_ACTIONS[jp], *rules.RU_ACTIONS[ru], "T"}
    assert all(getattr(after, name) == getattr(state, name) for name in set(LIMITS) - named)


@pytest.mark.parametrize("joint", rules.JOINT, ids=lambda joint: joint.name)
def test_an_offer_is_answered_now_or_a_quarter_later_from_either_side(joint):
    other = Moves("keep_exercises", "brief_on_dprk")

    def names(moves, last):
        return rules.answered(START, moves, last)[1]

    assert names(Moves(joint.jp, joint.ru), other) == (joint.name,)
    assert names(Moves(joint.jp, other.ru), Moves(other.jp, joint.ru)) == (joint.name,)
    assert names(Moves(other.jp, joint.ru), Moves(joint.jp, other.ru)) == (joint.name,)
    assert names(Moves(joint.jp, other.ru), other) == ()
    assert names(other, Moves(joint.jp, joint.ru)) == ()


def test_a_ministerial_channel_can_answer_two_offers_in_one_quarter():
    moves, last = Moves("transparency", "accept_2plus2"), Moves("propose_2plus2", "transparency")
    assert rules.answered(START, moves, last)[1] == ("talks", "inspect")


@given(st.floats(0.1, 3), st.floats(0, 0.999999))
def test_poisson_inverts_its_distribution(rate, u):
    count = rules.poisson(rate, u)

    def below(k):
        return sum(math.exp(-rate) * rate**i / math.factorial(i) for i in range(k))

    assert below(count) <= u + 1e-12
    assert count == 5 or u <= below(count + 1) + 1e-12


@given(STATES, st.floats(0, 0.999))
def test_a_senior_channel_never_makes_a_test_hotter(state, u):
    low, high = state._replace(H=1), state._replace(H=2)
    assert rules.dprk(high, u)[0].T <= rules.dprk(low, u)[0].T


@given(STATES, st.floats(0, 0.999))
def test_briefing_never_raises_the_number_of_tests_and_is_used_up(state, u):
    after, briefed = rules.dprk(state._replace(M=1), u)
    assert briefed <= rules.dprk(state._replace(M=0), u)[1]
    assert after.M == 0


def sounding(state):
    return next(seed for seed in range(10_000) if rules.alarm_sounds(state, seed, 1))


def test_verifying_needs_an_open_channel():
    closed, working = START._replace(H=0), START
    seed = sounding(START)
    after, alarm = rules.false_alarm(closed, seed, 1, "verify")
    assert alarm.choice == "alert" and (after.T, after.A) == (closed.T + 18, closed.A + 2)
    after, alarm = rules.false_alarm(working, seed, 1, "verify")
    resolved = draw(seed, 1, "verify") < 0.45 + 0.004 * working.V
    assert alarm.resolved == resolved
    assert ((22, 45) if resolved else (20, 57)) == (after.V, after.T)


@given(STATES, st.integers(0, 300))
def test_more_systems_never_silence_an_alarm(state, seed):
    more = state._replace(D=3, C=3)
    assert rules.alarm_sounds(more, seed, 1) or not rules.alarm_sounds(state, seed, 1)


@given(STATES)
def test_the_two_theories_disagree_about_hosting(state):
    few, many = state._replace(D=1), state._replace(D=3)
    assert rules.drift(many, "spiral") > rules.drift(few, "spiral")
    assert rules.drift(many, "deterrence") < rules.drift(few, "deterrence")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"moves": Moves("wait", "functional")}, "Japan's move must be one of host_more.*'wait'"),
        ({"moves": Moves("functional", None)}, "Russia's move must be one of .*; got None"),
        ({"world": "peace"}, "world must be one of spiral, deterrence; got 'peace'"),
        ({"alarm_choice": "sleep"}, "alarm choice must be one of verify, alert; got 'sleep'"),
    ],
)
def test_what_is_unknown_is_refused(change, message):
    given_ = {
        "state": START, "moves": Moves("functional", "functional"), "last": Moves(),
        "world": "spiral", "seed": 1, "turn": 1,
    } | change  # fmt: skip
    with pytest.raises(ValueError, match=message):
        quarter(**given_)
