"""Explorers: states, views, filters, and what a wrong declaration is told."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from twoplustwo.charts import new_figure
from twoplustwo.charts.chart import MIME, PLOTLY_MIME
from twoplustwo.explorers.engine import (
    Column,
    DeclarationError,
    Filter,
    Prediction,
    Product,
    Slider,
    Toggle,
)

from .samples import AXES, PARTS, constant, curve, ring, sample, template

TEXTS = {"summary": "s", "alt": "a", "title": "t", "outcome.end": [1.0]}
TABLE = {"table.height": [[1.0] * 4], **constant()}


def test_a_view_has_everything():
    view = sample().view({"shape": "flat", "double": True})
    assert view.state == {
        "height": 0.3, "shape": "flat", "double": True, "kinds": ("treaty", "war"),
    }  # fmt: skip
    assert view.figure_json["data"][0]["y"] == [0.6, 0.6, 0.6, 0.6]
    assert view.figure.data[1].x == (0, 1, 2, None)
    assert view.figure.layout.annotations[1].text == "0.3 m"
    assert view.figure.layout.annotations[0].text == "a"
    assert (view.title, view.summary) == ("The flat world", "flat: from 0.3 to 0.6.")
    assert list(view.table["day"]) == ["1855-02-07", "1905-09-05", "1956-10-19", None]


def test_cells_are_what_a_reader_sees():
    explorer = sample()
    cells = explorer.cells(explorer.view({"shape": "flat"}).table)
    assert cells[0] == ["0.30", "treaty", "1855-02-07"]
    assert cells[3] == ["0.30", "treaty", "–"]
    assert [column.heading for column in explorer.columns] == ["Height (m)", "Kind", "Day"]


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        (Column("a", "A"), 1956, "1956"),
        (Column("a", "A"), -0.5, "−0.5"),
        (Column("a", "A", digits=1), -0.55, "−0.6"),
        (Column("a", "A", grouped=True), 17291, "17,291"),
        (Column("a", "A", digits=1, grouped=True), 1234.25, "1,234.3"),
        (Column("a", "A", digits=1), "text-with-dash", "text-with-dash"),
        (Column("a", "A"), True, "yes"),
        (Column("a", "A", digits=2), None, "–"),
    ],
)
def test_cell_texts(column, value, text):
    assert column.text(value) == text


def test_filters_hide_rows_everywhere_and_say_so():
    view = sample().view({"kinds": ["war"]})
    dots = view.figure_json["data"][2]
    assert dots["x"] == [None, 2, 3, None]
    assert dots["y"] == [None, 1, 1, None]
    assert list(view.table["kind"]) == ["war", "other"]
    assert view.summary.endswith("Shown: 2 of 4 rows.")


def test_two_filters_both_must_keep_a_row():
    sides = Filter("sides", "Sides", (("j", "J"), ("r", "R")), rows={"dots": ["j", "j", "r", "r"]})
    explorer = sample(controls=(*PARTS["controls"], sides))
    view = explorer.view({"kinds": ["treaty"], "sides": ["j"]})
    assert view.figure_json["data"][2]["x"] == [1, None, None, None]


def test_states_cover_the_grid_and_default_is_one():
    states = list(sample().states())
    assert len(states) == 11 * 2 * 2
    assert sample().default in states


def test_a_sample_is_repeatable_and_accepted():
    explorer = sample()
    assert explorer.sample(5, seed=1) == explorer.sample(5, seed=1)
    assert explorer.sample(5, seed=1) != explorer.sample(5, seed=2)
    for state in explorer.sample(20):
        assert explorer.parse(state) == state


def test_views_do_not_touch_the_template():
    explorer = sample()
    before = json.dumps(explorer.template)
    explorer.view({"height": 1.0, "kinds": []})
    assert json.dumps(explorer.template) == before


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({"hight": 1}, "no control 'hight'; it has height, shape, double, kinds"),
        ({"height": 2}, "a number from 0 to 1"),
    ],
)
def test_wrong_states(state, reason):
    with pytest.raises(ValueError, match=reason):
        sample().view(state)


def axes(**layout):
    figure = new_figure(
        [go.Scatter(uid=u, x=[1] * 4, y=[1] * 4) for u in ("curve", "ring", "dots")]
    )
    notes = [{"text": "a"}, {"text": "b"}]
    return lambda: figure.update_layout(annotations=notes, **{**AXES, **layout})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": "Sample"}, "small letters"),
        ({"subtitle": ""}, "subtitle is empty"),
        ({"sources": ()}, "sources is empty"),
        ({"sources": "one"}, "sources must be a tuple"),
        ({"columns": ()}, "columns is empty"),
        ({"controls": (*PARTS["controls"], Toggle("double", "D"))}, "'double' is declared twice"),
        ({"columns": (Column("a", "A"), Column("a", "B"))}, "column 'a' is declared twice"),
        ({"products": (Product(("width",), curve),)}, r"curve\(width\) depends on 'width'"),
        ({"products": (Product(("kinds",), curve),)}, "a filter only hides rows"),
        ({"products": (Product(("shape", "shape"), curve),)}, "names a control twice"),
        ({"twin": "no_such_file.js"}, r"'no_such_file\.js' is not in explorers/"),
        ({"predict": Prediction(question="?", answer_key="end")}, "outcome.<name>"),
    ],
)
def test_wrong_declarations(changes, reason):
    with pytest.raises(DeclarationError, match=reason):
        sample(**changes)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"figure": lambda: template().update_traces(uid=None)}, "no uid"),
        ({"figure": lambda: template().update_traces(uid="dots")}, "used twice"),
        ({"figure": axes(yaxis={"range": None})}, r"layout\.yaxis has no range"),
        ({"narrow": {"layout.shapes[0].x0": 1}}, "narrow: .*0 items"),
        ({"products": PARTS["products"][:2]}, "no product gives 'table.kind', 'table.day'"),
        ({"products": (*PARTS["products"], Product((), lambda: {"summary": "x"}))},
         "two products give 'summary'"),
        ({"products": (Product((), lambda: {**TABLE, **TEXTS, "summary": " "}),)},
         "'summary' is empty"),
        ({"products": (Product((), lambda: {**TABLE, **TEXTS, "cruve.y": [[1]]}),)},
         "no trace has uid 'cruve'; the traces are curve, dots, ring"),
        ({"products": (Product((), lambda: {**TABLE, **TEXTS, "table.size": [[1]]}),)},
         "'table.size' has no Column"),
        ({"products": (Product((), lambda: {**TABLE, **TEXTS, "table.height": [[1]]}),)},
         "table columns differ in length"),
        ({"products": (Product((), lambda: {**TABLE, **TEXTS, "dots.x": [[1]], "dots.y": [[1]]}),)},
         "Filter 'kinds' has 4 rows for 'dots', which has 1"),
        ({"products": (Product((), lambda: {**TABLE, **TEXTS, "layout.annotations[2].x": [1]}),)},
         r"2 items there, so \[2\] is missing"),
        ({"products": (Product((), lambda: {**TABLE, **TEXTS, "curve.colour": ["red"]}),)},
         "Plotly refuses the figure: .*colour"),
        ({"controls": (*PARTS["controls"][:3],
                       Filter("kinds", "K", (("war", "W"),), rows={"dits": ["war"]}))},
         "hides rows of 'dits'; the traces are curve, dots, ring"),
        ({"sources": ("no_such_source",)}, "no_such_source"),
    ],
)  # fmt: skip
def test_what_check_finds(changes, reason):
    with pytest.raises(ValueError, match=reason):
        sample(**changes).check()


def test_a_wrong_row_in_a_far_state_is_found():
    def uneven(height):
        rows = [[1.0] * (5 if h > 0.85 else 4) for h in height]
        return {"table.height": rows}

    texts = Product((), lambda: {**TEXTS, **constant()})
    explorer = sample(products=(Product(("height",), uneven), texts))
    explorer.view()
    with pytest.raises(DeclarationError, match="differ in length"):
        explorer.check()


def test_too_many_states_name_the_product():
    controls = (Slider("a", "A", 0, 100), Slider("b", "B", 0, 100), PARTS["controls"][3])
    with pytest.raises(
        DeclarationError, match=r"10,201 evaluations.*largest product is ring\(a, b\)"
    ):
        sample(controls=controls, products=(Product(("a", "b"), ring), PARTS["products"][2]))


def test_twins_have_few_lines_and_sliders(tmp_path):
    twin = tmp_path / "sample.js"
    twin.write_text("\n" * 31)
    with pytest.raises(DeclarationError, match="31 lines; at most 30"):
        sample(twin=str(twin))
    twin.write_text("twoplustwo.twin('sample', function (s, t) { return {}; });")
    assert sample(twin=str(twin)).kind == "twin"
    many = tuple(Slider(f"s{i}", "S", 0, 1) for i in range(9))
    with pytest.raises(DeclarationError, match="9 sliders; a twin has at most 8"):
        sample(twin=str(twin), controls=many, products=(Product((), constant),))


def test_sliders_of_a_twin_are_continuous(tmp_path):
    twin = tmp_path / "sample.js"
    twin.write_text("")
    explorer = sample(twin=str(twin))
    assert any(s["height"] not in explorer.axes["height"].values for s in explorer.sample(5))
    assert explorer.view({"height": 0.123}).values["outcome.end"] == pytest.approx(0.123)


def test_in_the_build_only_a_placeholder(monkeypatch):
    monkeypatch.setenv("TWOPLUSTWO_BUILD", "1")
    bundle = sample()._repr_mimebundle_()
    assert bundle[MIME] == {"kind": "explorer", "name": "sample"}
    assert bundle["text/html"] == '<div data-explorer="sample"></div>'
    assert bundle["text/plain"] == "bent: from 0.3 to 0.3."


def test_without_widgets_a_still_figure_and_a_sentence(monkeypatch):
    import sys

    monkeypatch.delenv("TWOPLUSTWO_BUILD", raising=False)
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    monkeypatch.delitem(sys.modules, "twoplustwo.explorers.engine.widgets", raising=False)
    bundle = sample()._repr_mimebundle_()
    assert bundle.keys() == {PLOTLY_MIME, "text/plain"}
    assert "Controls need ipywidgets" in bundle["text/plain"]
    assert bundle[PLOTLY_MIME]["data"][0]["uid"] == "curve"


def test_json_of_a_view_is_plain():
    made = sample().view({"kinds": ["war"]}).json()
    assert json.loads(json.dumps(made, allow_nan=False)) == made
    assert made["table"]["kind"] == ["war", "other"]
    assert made["values"]["table.kind"] == ["treaty", "war", "other", "treaty"]

    assert np.isclose(made["values"]["outcome.end"], 0.3)
