"""What the plans are worth: the reference tables, and the claims that the page builds on them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from twoplustwo.capstone import RU_PLANS
from twoplustwo.capstone.words import PLAN_NAMES
from twoplustwo.explorers import capstone_plans
from twoplustwo.explorers._capstone import WORLDS, games, plans

REFERENCE = Path(__file__).parents[1] / "reference_values.json"


@cache
def reference(case: str) -> dict:
    cases = json.loads(REFERENCE.read_text("utf-8"))["cases"]
    return next(c["expected"] for c in cases if c["case"] == case)


def table(**state):
    found = capstone_plans.view(state).table.set_index("plan")
    return found.rename(index={name: plan for plan, name in PLAN_NAMES.items()}).astype(float)


@pytest.mark.parametrize("world", WORLDS)
def test_a_thousand_games_give_the_reference_table(world):
    verified, alerted = table(games=1000), table(games=1000, alarm="alert")
    for plan in PLAN_NAMES:
        expected = reference("monte_carlo_1000")[f"{world}:{plan}"]
        assert verified.loc[plan, world] == pytest.approx(expected["mean_score"], abs=1e-6)
        assert verified.loc[plan, f"{world}_lost"] == pytest.approx(100 * expected["p_loss"])
        lost = 100 * expected["p_loss_if_alert"]
        assert alerted.loc[plan, f"{world}_lost"] == pytest.approx(lost)


def test_a_thousand_games_give_the_reference_regrets():
    expected = reference("minimax_regret")
    found = table(games=1000)
    for plan, by_world in expected["regret"].items():
        assert found.loc[plan, "regret"] == pytest.approx(max(by_world.values()), abs=1e-3)
    view = capstone_plans.view({"games": 1000})
    assert view.values["outcome.calm"] == expected["choice"] == "adaptive"


@pytest.mark.parametrize("count", [100, 300, 1000])
def test_no_plan_of_japan_wins_in_both_worlds(count):
    found = table(games=count)
    assert found.spiral.idxmax() == "adaptive"
    assert found.deterrence.idxmax() == "dual_track"
    assert capstone_plans.view({"games": count}).title.startswith("No plan of Japan")


@pytest.mark.parametrize("count", [100, 300, 1000])
def test_russia_has_hardly_a_dilemma(count):
    found = table(role="RU", games=count)
    assert list(found.index) == [plan for plan in PLAN_NAMES if plan in RU_PLANS]
    assert found.regret.min() < 1 < table(games=count).regret.min()
    assert "one plan is best or nearly so" in capstone_plans.view({"role": "RU"}).title


def test_alerting_never_makes_control_safer():
    """Over many games; in a single one the two can differ either way."""
    for role in ("JP", "RU"):
        verified, alerted = (
            table(role=role, games=1000),
            table(role=role, games=1000, alarm="alert"),
        )
        for world in WORLDS:
            assert (alerted[f"{world}_lost"] >= verified[f"{world}_lost"]).all()


def test_intervals_shrink_with_the_number_of_games():
    halves = [table(games=count).spiral_half for count in (100, 300, 1000)]
    assert (halves[0] > halves[1]).all() and (halves[1] > halves[2]).all()
    assert (halves[2] / halves[0]).median() == pytest.approx(10**-0.5, rel=0.2)


def test_shares_that_are_nothing_still_have_an_interval():
    view = capstone_plans.view({"measure": "lost"})
    row = list(PLAN_NAMES).index("adaptive")
    assert view.values["spiral.x"][row] == 0
    assert 0 < view.values["spiral.error_x.array"][row] < 3
    assert view.values["spiral.error_x.arrayminus"][row] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("role", ["JP", "RU"])
def test_more_games_begin_with_the_fewer(role):
    for plan in plans(role):
        few, many = (games(role, plan, "spiral", "alert", count) for count in (100, 300))
        assert len(few.lost) == 100 and len(many.lost) == 300
        assert np.array_equal(few.parts, many.parts[:100])


def test_a_lost_game_scores_at_most_twenty():
    found = games("JP", "deploy_first", "spiral", "verify", 300)
    assert found.lost.any() and not found.lost.all()
    weights = np.full((6, 2), [0.2, 0.1])
    totals = found.totals(weights)
    assert totals[found.lost].max() <= 20 < totals[~found.lost].max()
    assert found.totals(weights[:, 0]) == pytest.approx(totals[:, 0])
