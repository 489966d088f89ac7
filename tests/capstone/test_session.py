from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capstone.games import JP_PLAN, RU_PLAN, SEED
from twoplustwo.capstone import bot_ru, planned, play
from twoplustwo.capstone.game import world_of
from twoplustwo.capstone.session import Session, events

ANSWERS = st.lists(st.sampled_from(["verify", "alert"]), min_size=8, max_size=8)


def finished(session: Session, jp: list[str], ru: list[str], answers: list[str]) -> Session:
    """Play on until the end, answering alarms as they come."""
    while not session.over:
        turn = len(session.chosen)
        moves = {"JP": jp[turn], "RU": ru[turn]}
        session.move(**{role: moves[role] for role in session.roles})
        if session.waits:
            session.decide(answers[turn])
    return session


@given(JP_PLAN, RU_PLAN, ANSWERS, SEED.filter(bool))
def test_a_session_is_the_game_of_its_choices(jp, ru, answers, seed):
    session = finished(Session("JP", seed), jp, ru, answers)
    game = play(planned(jp), bot_ru, world=world_of(seed), seed=seed, alarm=answers)
    assert session.game.quarters == game.quarters


@given(JP_PLAN, RU_PLAN, ANSWERS, SEED.filter(bool))
def test_two_players_need_no_bot(jp, ru, answers, seed):
    session = finished(Session("both", seed, "spiral"), jp, ru, answers)
    game = play(planned(jp), planned(ru), world="spiral", seed=seed, alarm=answers)
    assert session.game.quarters == game.quarters
    assert session.replayed("spiral").quarters == game.quarters


@given(JP_PLAN, ANSWERS, SEED.filter(bool))
def test_what_happened_is_told_without_true_tension(jp, answers, seed):
    rows = finished(Session("JP", seed, "deterrence"), jp, jp, answers).rows
    for before, row in zip([None, *rows], rows, strict=False):
        told = events(row, before)
        assert any(f"tension: {row.reported}," in line for line in told)
        assert sum("false alarm" in line for line in told) == (row.alarm is not None)
        assert ("Control was lost." in told) == row.lost
        assert len(told) == 3 + len(row.joint) + (row.alarm is not None) + row.lost


def test_another_plan_goes_on_after_the_recorded_moves():
    session = Session("both", 1, "spiral")
    session.move(JP="protest_islands", RU="reinforce_islands")
    other = session.replayed("spiral", JP=planned(["functional"] * 8))
    assert len(other.quarters) == 8
    assert other.moves("RU")[0] == "reinforce_islands"


def test_an_alarm_waits_for_its_answer():
    session = Session("JP", 7, "spiral")
    for move in ("host_more", "propose_2plus2", "transparency"):
        session.move(JP=move)
    assert session.waits
    with pytest.raises(ValueError, match="an alarm waits"):
        session.move(JP="transparency")
    session.decide("alert")
    assert not session.waits and session.rows[-1].alarm.resolved is None


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: Session("US"), "role must be one of JP, RU, both; got 'US'"),
        (lambda: Session("JP", 0), "seed must be at least 1; got 0"),
        (lambda: Session("JP", 1).move(RU="moratorium"), "moves must be given for JP"),
        (lambda: Session("JP", 1).move(JP="moratorium"), "Japan's move must be one of host_more"),
        (lambda: Session("JP", 1).decide("verify"), "an alarm takes one of verify, alert"),
    ],
)
def test_refusals(act, message):
    with pytest.raises(ValueError, match=message):
        act()
