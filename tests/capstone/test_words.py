from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import twoplustwo
from twoplustwo.capstone import words
from twoplustwo.capstone.bots import PLANS, RU_PLANS
from twoplustwo.capstone.rulebook import (
    answer_table,
    move_table,
    number_table,
    plan_table,
    rulebook,
    score_table,
    world_table,
)
from twoplustwo.capstone.rules import JOINT, WORLDS
from twoplustwo.capstone.scores import DEFAULT_WEIGHTS
from twoplustwo.capstone.state import LIMITS, START, State

PACKAGE = Path(twoplustwo.__file__).parent
SCRIPT = (PACKAGE / "book" / "assets" / "capstone.js").read_text(encoding="utf-8")
PYTHON = "".join(
    (PACKAGE / "capstone" / name).read_text(encoding="utf-8")
    for name in ("words.py", "notebook.py", "session.py")
)
# Keys that a name completes.
FILLED = {"begin1", "begin2", "begin3", "tests0", "tests1", "effect", "byTheory", "ifAnswered"}


def test_everything_that_can_be_played_or_counted_has_a_name():
    assert set(words.NUMBERS) == set(State._fields)
    for role, actions in words.ACTIONS.items():
        assert list(words.MOVES[role]) == list(actions)
    assert set(words.THEORIES) == set(WORLDS)
    assert set(words.ANSWERED) == {joint.name for joint in JOINT}
    assert set(words.PARTS) == {part for parts in DEFAULT_WEIGHTS.values() for part in parts}
    assert set(words.PLAN_NAMES) == {*PLANS, "adaptive"} >= set(RU_PLANS)
    assert all(len(names) == LIMITS[key] + 1 for key, names in words.LEVELS.items())


def test_every_sentence_is_used_and_none_is_missing():
    asked = set(re.findall(r'"(\w+)"', SCRIPT)) | set(re.findall(r'"(\w+)"(?!:)', PYTHON))
    assert set(words.TEXTS) - asked <= FILLED
    assert set(re.findall(r'this\.t\("(\w+)"', SCRIPT)) <= set(words.TEXTS)


def test_effects_read_as_sentences():
    assert words.effects_text({"S": 8, "A": -4}) == "alliance +8, support in Japan \u22124"
    assert words.theory_text("host_more") == (
        "tension +6 in a spiral world, 0 in a deterrence world"
    )
    assert words.theory_text("functional") == words.joint_text("JP", "host_more") == ""
    assert words.joint_text("RU", "accept_2plus2").startswith(
        "if Japan plays \u201cPropose a two-plus-two\u201d: channel +1"
    )


@pytest.mark.parametrize("role", ["JP", "RU"])
def test_every_effect_of_a_move_is_told(role):
    for move, effects in words.ACTIONS[role].items():
        told = " ".join(words.move_lines(role, move))
        for key, by in effects.items():
            name = words.NUMBERS[key].name
            assert f"{name[1:]} {words.signed(by)}" in told, (move, key)


def test_tables_hold_every_rule():
    assert [len(move_table(role)) for role in words.SIDES] == [8, 8]
    assert list(number_table()["Start"]) == list(START)
    assert len(world_table()) == 3
    assert [len(answer_table(role)) for role in words.SIDES] == [6, 6]
    assert [len(plan_table(role)) for role in words.SIDES] == [6, 6]
    scores = score_table()
    for side in words.SIDES.values():
        assert sum(int(text.rstrip("%")) for text in scores[side] if text != "\u2013") == 100


def test_the_rulebook_is_plain_and_small():
    text = json.dumps(rulebook())
    assert json.loads(text) == rulebook()
    assert len(text) < 18_000
