from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capstone.games import JP_PLAN, RU_PLAN, SEED, WORLD
from twoplustwo.capstone import (
    PLANS,
    adaptive,
    bot_jp,
    bot_ru,
    excluded_at,
    monte_carlo,
    planned,
    play,
    regrets,
)

MEANS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.fixed_dictionaries({"spiral": st.floats(0, 100), "deterrence": st.floats(0, 100)}),
    min_size=1,
)


@given(JP_PLAN, SEED, WORLD)
def test_the_true_world_is_never_excluded(plan, seed, world):
    game = play(planned(plan), bot_ru, world=world, seed=seed)
    assert excluded_at(game, "JP", world) is None


@given(RU_PLAN, SEED, WORLD)
def test_nor_from_the_other_capital(plan, seed, world):
    game = play(bot_jp, planned(plan), world=world, seed=seed)
    assert excluded_at(game, "RU", world) is None


def test_hosting_tells_the_worlds_apart_sooner_than_talking():
    def mean_quarter(plan):
        games = [play(planned(PLANS[plan]), bot_ru, "spiral", seed) for seed in range(1, 41)]
        return sum(excluded_at(game, "JP", "deterrence") for game in games) / len(games)

    assert mean_quarter("deploy_first") < mean_quarter("talk_only")


@given(MEANS)
def test_regret_is_nothing_for_the_best_of_each_world_and_never_negative(means):
    regret, choice = regrets(means)
    for world in ("spiral", "deterrence"):
        values = [by_world[world] for by_world in regret.values()]
        assert min(values) == 0
    assert all(max(regret[choice].values()) <= max(row.values()) for row in regret.values())


def test_shares_and_means_lie_in_their_bounds():
    found = monte_carlo(adaptive, "deterrence", range(1, 60))
    assert 0 <= found.p_loss <= found.p_loss_if_alert <= 1
    assert 0 <= found.mean_score <= 100
    russia = monte_carlo(planned(["moratorium"] * 8), "spiral", [1, 2], role="RU")
    assert russia.mean_score != found.mean_score


def test_no_seed_is_refused():
    with pytest.raises(ValueError, match="at least 1 seed; got 0"):
        monte_carlo(adaptive, "spiral", [])
