from __future__ import annotations

import pytest
from hypothesis import given

from tests.capstone.games import JP_PLAN, SEED, WORLD, played
from twoplustwo.capstone import WORLDS, adaptive, bot_jp, bot_ru, planned, play, replay
from twoplustwo.capstone.game import world_of


@given(JP_PLAN, SEED, WORLD)
def test_a_replay_in_the_same_world_is_the_same_game(plan, seed, world):
    game = play(planned(plan), bot_ru, world=world, seed=seed)
    assert replay(game, "JP", bot_ru, world) == game


@given(played())
def test_luck_does_not_depend_on_what_is_played(game):
    """The first quarter's tests come from the start state alone, whatever is played."""
    other = play(planned(["functional"] * 8), bot_ru, world=game.world, seed=game.seed)
    assert game.quarters[0].tests == other.quarters[0].tests


@given(SEED, WORLD)
def test_two_bots_play_to_the_end(seed, world):
    game = play(bot_jp, bot_ru, world=world, seed=seed)
    assert game == play(bot_jp, bot_ru, world=world, seed=seed)
    assert game.quarters[0].moves == ("keep_exercises", "brief_on_dprk")


def test_choices_can_differ_from_quarter_to_quarter():
    calm = play(adaptive, bot_ru, world="spiral", seed=5)
    mixed = play(adaptive, bot_ru, world="spiral", seed=5, alarm=["verify"] * 8)
    assert calm == mixed


def test_seeds_hide_both_worlds():
    worlds = [world_of(seed) for seed in range(400)]
    assert set(worlds) == set(WORLDS)
    assert 150 < worlds.count("spiral") < 250


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"turns": 0}, r"turns must be in \[1, 0\]"),
        ({"alarm": ["verify"] * 3}, r"turns must be in \[1, 3\] \(choices given\); got 8"),
        ({"jp": planned(["functional"] * 2)}, "a plan of 2 moves has none for quarter 3"),
    ],
)
def test_refusals(change, message):
    arguments = {"jp": adaptive, "ru": bot_ru, "world": "spiral", "seed": 1} | change
    with pytest.raises(ValueError, match=message):
        play(**arguments)


def test_an_unknown_role_is_refused():
    game = play(adaptive, bot_ru, world="spiral", seed=1)
    with pytest.raises(ValueError, match="role must be one of JP, RU; got 'US'"):
        game.moves("US")
