"""Strategies the capstone tests share: whole games of random moves."""

from __future__ import annotations

from hypothesis import strategies as st

from twoplustwo.capstone import JP_ACTIONS, RU_ACTIONS, WORLDS, Game, planned, play

SEED = st.integers(0, 10_000)
WORLD = st.sampled_from(sorted(WORLDS))
JP_PLAN = st.lists(st.sampled_from(sorted(JP_ACTIONS)), min_size=8, max_size=8)
RU_PLAN = st.lists(st.sampled_from(sorted(RU_ACTIONS)), min_size=8, max_size=8)
ALARM = st.sampled_from(["verify", "alert"])


@st.composite
def played(draw: st.DrawFn) -> Game:
    """A game in which both sides play anything."""
    jp, ru = planned(draw(JP_PLAN)), planned(draw(RU_PLAN))
    return play(jp, ru, world=draw(WORLD), seed=draw(SEED), alarm=draw(ALARM))
