"""The face for a kernel: whole games by its widgets alone."""

from __future__ import annotations

import pytest

from twoplustwo.capstone import PLANS, bot_ru, planned, play, score
from twoplustwo.capstone.game import world_of
from twoplustwo.capstone.notebook import MARK, Face, game


def words(face: Face) -> str:
    """All HTML on the screen."""
    return " ".join(str(getattr(part, "value", "")) for part in face.box.children)


def finish(face: Face, moves: dict[str, tuple[str, ...]], answer: str = "verify") -> None:
    """Play until the result stands there."""
    while not face.session.over or face.session.waits:
        if face.session.waits:
            face.inputs["alarm"].value = answer
        else:
            turn = len(face.session.chosen)
            for role, plan in moves.items():
                face.inputs[role].value = plan[turn]
        face.go.click()


def test_a_whole_game_by_buttons():
    face = Face()
    face.inputs["seed"].value = 7
    face.go.click()
    finish(face, {"JP": PLANS["dual_track"]})
    expected = play(planned(PLANS["dual_track"]), bot_ru, world=world_of(7), seed=7)
    assert face.session.game.quarters == expected.quarters
    assert f"{score(expected, 'JP').total:.1f}" in words(face)


def test_two_players_and_a_debrief():
    face = Face()
    face.inputs["role"].value = "both"
    face.inputs["world"].value = "deterrence"
    face.go.click()
    finish(face, {"JP": PLANS["talk_only"], "RU": ("accept_2plus2",) * 8})
    face.go.click()
    face.inputs["plan"].value = ("RU", "protest")
    face.go.click()
    assert "Deterrence." in words(face) and "Spiral world" in words(face)
    assert words(face).count("Sum, other weights") == 2


def test_weights_that_do_not_fit_are_refused():
    face = Face()
    face.inputs["weights JP"].children[0].value = 0
    face.go.click()
    assert face.session is None
    assert "They add up to 65" in face.message.value


def test_nothing_is_played_before_something_is_chosen():
    face = Face()
    face.go.click()
    face.go.click()
    assert face.session.chosen == [] and face.message.value


def test_true_tension_is_not_shown_before_the_end():
    face = Face()
    face.inputs["seed"].value = 3
    face.go.click()
    face.inputs["JP"].value = "host_more"
    face.go.click()
    row = face.session.rows[-1]
    assert row.reported != row.state.T
    numbers = [trace.y for part in face.box.children for trace in getattr(part, "data", ())]
    assert list(numbers[0]) == [45, row.reported] and len(numbers) == 1


def test_a_kernel_shows_widgets_and_a_page_its_place(monkeypatch: pytest.MonkeyPatch):
    assert "application/vnd.jupyter.widget-view+json" in game._repr_mimebundle_()
    monkeypatch.setenv("TWOPLUSTWO_BUILD", "1")
    assert game._repr_mimebundle_()["text/html"] == MARK
