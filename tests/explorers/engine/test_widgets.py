"""The notebook face: controls move the figure, the words and the table."""

from __future__ import annotations

import pytest

from twoplustwo.explorers.engine import Choice, Prediction, Slider
from twoplustwo.explorers.engine.widgets import Face, make_input, nearest

from .samples import PARTS, sample


@pytest.fixture
def face() -> Face:
    return Face(sample())


def test_it_starts_with_the_default_state(face):
    assert face.view.state == sample().default
    assert list(face.figure.data[0].y) == face.view.figure_json["data"][0]["y"]
    assert "The bent world" in face.title.value
    assert 'aria-live="polite">bent: from 0.3' in face.summary.value


def test_moving_a_control_redraws(face):
    face.inputs["height"].value = 0.7
    face.inputs["double"].value = True
    face.inputs["shape"].value = "flat"
    live = sample().view({"height": 0.7, "double": True, "shape": "flat"})
    assert face.view.json() == live.json()
    assert list(face.figure.data[0].y) == live.figure_json["data"][0]["y"]
    assert list(face.figure.data[1].x) == [0, 1, 2, None]
    assert face.figure.data[1].visible is True
    assert face.figure.layout.annotations[1].text == "0.7 m"
    assert live.summary in face.summary.value
    assert "The flat world" in face.title.value
    assert "<td>1.40</td>" in face.table.value


def test_redrawing_gives_the_figure_a_fresh_face_has(face):
    for state in sample().sample(6):
        for name in ("height", "shape", "double"):
            face.inputs[name].value = state[name]
    fresh = Face(sample())
    for name in ("height", "shape", "double"):
        fresh.inputs[name].value = face.view.state[name]
    for one, other in zip(face.figure.data, fresh.figure.data, strict=True):
        assert {**one.to_plotly_json(), "uid": 0} == {**other.to_plotly_json(), "uid": 0}
    assert face.figure.layout == fresh.figure.layout


def test_filters_work(face):
    _, treaties, _ = face.inputs["kinds"].children
    treaties.value = False
    assert list(face.figure.data[2].x) == [None, 2, 3, None]
    assert "Shown: 2 of 4 rows." in face.summary.value
    assert "1855-02-07" not in face.table.value
    treaties.value = True
    assert list(face.figure.data[2].x) == [1, 2, 3, 4]


def test_two_displays_are_independent():
    explorer = sample()
    first, second = Face(explorer), Face(explorer)
    first.inputs["height"].value = 0.9
    assert second.view.state["height"] == 0.3
    assert first.box is not second.box


def test_a_kernel_shows_the_widget(monkeypatch):
    monkeypatch.delenv("TWOPLUSTWO_BUILD", raising=False)
    bundle = sample()._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == "The bent world\nbent: from 0.3 to 0.3."


def test_the_guess_comes_first_and_stays_beside_the_result(face):
    assert face.guess.box in face.box.children[:2]
    assert face.guess.answer.value == ""
    face.inputs["height"].value = 0.5
    assert face.guess.answer.value == "", "nothing is told before the guess"
    face.guess.input.value = 1.2
    face.guess.box.children[1].children[1].click()
    assert "You guessed 1.2 m; here it is 0.5 m." in face.guess.answer.value
    face.inputs["double"].value = True
    assert "You guessed 1.2 m; here it is 1.0 m." in face.guess.answer.value


def test_a_guess_among_options():
    ask = Prediction(question="Which?", kind="choice", options=(("a", "Yes"), ("b", "No")),
                     answer_key="outcome.end")  # fmt: skip
    assert ask.text("b") == "No"
    face = Face(sample(predict=ask))
    assert [text for text, _ in face.guess.input.options] == ["Yes", "No"]
    assert face.guess.input.value is None


@pytest.mark.parametrize(
    ("control", "kind"),
    [
        (Slider("x", "X", 0, 1, step=0.5), "FloatSlider"),
        (Slider("x", "X", 0, 1, labels=("low", "high")), "SelectionSlider"),
        (Choice("x", "X", [(str(i), "o") for i in range(4)]), "RadioButtons"),
        (Choice("x", "X", [(str(i), "o") for i in range(5)]), "Dropdown"),
    ],
)
def test_each_control_has_its_widget(control, kind):
    told = []
    widget = make_input(control, lambda name, value: told.append((name, value)))
    assert type(widget).__name__ == kind
    widget.value = control.values[-1]
    assert told == [("x", control.values[-1])]


def test_drift_of_the_widget_is_undone():
    slider = PARTS["controls"][0]
    assert nearest(slider, 0.1 + 0.2) == 0.3


def test_words_are_escaped():
    face = Face(sample(note="a < b"))
    assert any("a &lt; b" in getattr(child, "value", "") for child in face.box.children)
