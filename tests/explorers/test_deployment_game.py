"""The deployment game: the model's classes on the page, and the belief at which the lines cross."""

from __future__ import annotations

import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.deployment_game import PROFILES, SURE
from twoplustwo.models.games import deployment_game, game_name

explorer = get("deployment_game")

STAG = {"r": 4, "t": 3, "p": 2, "s": 0}
SOFT = {**STAG, "s": 1.5}
DILEMMA = {"r": 3, "t": 5, "p": 1, "s": 0}
CHICKEN = {"r": 3, "t": 4, "p": 0, "s": 2}


def stable(state: dict) -> set[str]:
    table = explorer.view(state).table
    marks = zip(PROFILES, table["stable"], strict=True)
    return {profile for profile, mark in marks if mark == "yes"}


@pytest.mark.parametrize(
    ("state", "profiles"),
    [(STAG, {"CC", "DD"}), (SOFT, {"CC", "DD"}), (DILEMMA, {"DD"}), (CHICKEN, {"CD", "DC"})],
)
def test_stable_outcomes_are_those_of_the_reference(state: dict, profiles: set[str]) -> None:
    assert stable(state) == profiles
    values = explorer.view(state).values
    shaded = {p for i, p in enumerate(PROFILES) if values[f"layout.shapes[{i}].visible"]}
    assert shaded == profiles


def test_only_the_cost_of_being_wrong_changes_between_the_two_stag_hunts() -> None:
    hard, soft = explorer.view(STAG), explorer.view(SOFT)
    assert hard.title == soft.title
    assert "67% sure" in hard.summary and "deploying is the safer" in hard.summary
    assert "33% sure" in soft.summary and "restraint is the safer" in soft.summary


def test_lines_cross_at_the_belief_of_the_model() -> None:
    for state in (STAG, SOFT, CHICKEN):
        values = explorer.view(state).values
        (y,), (level,) = values["cross.x"], values["cross.y"]
        assert y == pytest.approx(deployment_game(**state).y)
        for uid in ("restrain", "deploy"):
            left, right = values[f"{uid}.y"]
            assert left + (right - left) * y == pytest.approx(level)
    assert explorer.view(DILEMMA).values["cross.x"] == [None]


def test_shading_is_where_restraint_pays_more() -> None:
    for state in explorer.sample(60, seed=3):
        values = explorer.view(state).values
        low, high = values["better.x"][0], values["better.x"][1]
        assert 0 <= low <= high <= 1
        for belief in (0.02, 0.31, 0.52, 0.77, 0.98):
            pays = [
                a + (b - a) * belief
                for a, b in (values["restrain.y"], values["deploy.y"])
            ]  # fmt: skip
            if abs(pays[0] - pays[1]) > 1e-9:
                assert (low < belief < high) == (pays[0] > pays[1]), state
    assert list(SURE) == [0, 1]


def test_lowering_the_cost_of_being_wrong_never_asks_for_more_trust() -> None:
    needed = [deployment_game(**{**STAG, "s": s}).y for s in (0, 0.5, 1, 1.5)]
    assert needed == sorted(needed, reverse=True)


def test_each_title_belongs_to_its_game() -> None:
    for state in explorer.sample(80, seed=9):
        name = game_name(state["r"], state["t"], state["p"], state["s"])
        title = explorer.view(state).title
        assert ("depends on trust" in title) == (name == "stag_hunt")
        assert ("would rather not have" in title) == (name == "prisoners_dilemma")
        assert ("nobody does" in title) == (name == "harmony")


def test_other_side_s_payoffs_mirror_one_s_own() -> None:
    table = explorer.view(CHICKEN).table
    assert list(table["yours"]) == [3, 2, 4, 0]
    assert list(table["theirs"]) == [3, 4, 2, 0]


def test_answer_to_the_prediction_and_the_number_in_its_question() -> None:
    assert explorer.view().values["outcome.sure"] == pytest.approx(200 / 3)
    assert explorer.default["s"] == 1.5
    assert "33%" in explorer.predict.question
