from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.capstone.test_rules import STATES
from twoplustwo.capstone import JP_ACTIONS, PLANS, RU_ACTIONS, Moves, Situation, bots

LAST = st.builds(
    Moves,
    st.sampled_from([None, *sorted(JP_ACTIONS)]),
    st.sampled_from([None, *sorted(RU_ACTIONS)]),
)
SEEN = st.builds(Situation, STATES, LAST, st.integers(1, 8), st.floats(0, 0.999))


@given(SEEN)
def test_bots_play_moves_of_their_own_side(seen):
    assert bots.bot_ru(seen) in RU_ACTIONS
    assert bots.bot_jp(seen) in JP_ACTIONS
    assert bots.adaptive(seen) in JP_ACTIONS


def test_tables_and_plans_hold_known_moves():
    for answers, asked, own in (
        (bots.RU_ANSWERS, JP_ACTIONS, RU_ACTIONS),
        (bots.JP_ANSWERS, RU_ACTIONS, JP_ACTIONS),
    ):
        assert set(answers) <= set(asked)
        assert {move for pair in answers.values() for move in pair} <= set(own)
    assert all(len(plan) == 8 and set(plan) <= set(JP_ACTIONS) for plan in PLANS.values())


@given(STATES, st.integers(0, 100), st.integers(0, 3))
def test_openness_and_channels_never_make_an_answer_less_likely(state, v, h):
    better = state._replace(V=max(state.V, v), H=max(state.H, h))
    assert 0 <= bots.reciprocation(state) <= bots.reciprocation(better) <= 1


@given(STATES)
def test_an_offer_is_answered_exactly_below_the_chance(state):
    chance = bots.reciprocation(state)
    for u, expected in ((chance - 1e-9, "accept_2plus2"), (chance, "reinforce_islands")):
        seen = Situation(state, Moves("propose_2plus2", "functional"), 2, u)
        assert bots.bot_ru(seen) == expected


@given(STATES, st.floats(0, 0.999))
def test_hosting_and_protest_are_always_answered(state, u):
    assert bots.bot_ru(Situation(state, Moves("host_more", None), 2, u)) == "match_deploy"
    assert bots.bot_ru(Situation(state, Moves("protest_islands", None), 2, u)) == (
        "reinforce_islands"
    )
