"""Figures as plain values: same bytes each time, nothing random, changes leave the rest alone."""

from __future__ import annotations

import copy
import datetime
import json

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoplustwo.charts.figures import apply, dumps, figure_json, hide_rows, plain, steps


def two_traces() -> go.Figure:
    line = go.Scatter(uid="line", x=np.arange(3.0), y=np.array([1, np.nan, 3]))
    bars = go.Bar(uid="bars", x=["a", "b"], y=[1, 2], marker={"color": ["#112233", "#445566"]})
    return go.Figure([line, bars], layout={"annotations": [{"text": "one"}, {"text": "two"}]})


def test_figure_json_has_lists_nulls_and_the_house_template():
    made = figure_json(two_traces())
    assert made["data"][0]["x"] == [0, 1, 2]
    assert made["data"][0]["y"] == [1, None, 3]
    assert "bdata" not in dumps(made)
    assert made["layout"]["template"]["layout"]["dragmode"] is False
    assert [trace["uid"] for trace in made["data"]] == ["line", "bars"]


def test_figure_json_is_the_same_on_every_run_and_leaves_the_figure():
    figure = two_traces()
    before = figure.to_json()
    assert dumps(figure_json(figure)) == dumps(figure_json(two_traces()))
    assert figure.to_json() == before


@pytest.mark.parametrize(
    ("uid", "reason"),
    [(None, "no uid"), ("Line", "not accepted"), ("layout", "not accepted"), ("bars", "twice")],
)
def test_uids_are_checked(uid, reason):
    figure = two_traces()
    figure.data[0].uid = uid
    with pytest.raises(ValueError, match=reason):
        figure_json(figure)


def test_title_inside_is_refused():
    with pytest.raises(ValueError, match="titles belong to"):
        figure_json(two_traces().update_layout(title_text="Inside"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float64(2.0), 2),
        (np.int16(7), 7),
        (np.bool_(True), True),
        (float("inf"), None),
        (pd.Timestamp("2020-07-04"), "2020-07-04"),
        (datetime.date(1855, 2, 7), "1855-02-07"),
        (np.array(["2020-01-01", "2020-01-02T12:00"], dtype="M8[ns]"),
         ["2020-01-01", "2020-01-02T12:00:00"]),
        ({"a": (np.array([1.5]), None)}, {"a": [[1.5], None]}),
    ],
)  # fmt: skip
def test_plain_values(value, expected):
    made = plain(value)
    assert made == expected
    assert type(made) is type(expected)


def test_plain_names_what_it_cannot_write():
    with pytest.raises(TypeError, match="object"):
        plain({"x": [object()]})


CELLS = st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.integers(-(2**40), 2**40)


def nested(inner: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)


@given(st.recursive(CELLS, nested))
def test_plain_is_json_and_settles_at_once(value):
    made = plain(value)
    assert json.loads(dumps(made)) == made
    assert plain(made) == made


def test_apply_changes_a_copy_only():
    template = figure_json(two_traces())
    before = copy.deepcopy(template)
    changes = {
        "line.y": [5, 6, 7],
        "bars.marker.line.width": 2,
        "layout.annotations[1].text": "second",
        "layout.xaxis.range": [0, 1],
    }
    made = apply(template, changes)
    assert template == before
    assert made["data"][0]["y"] == [5, 6, 7]
    assert made["data"][1]["marker"] == {"color": ["#112233", "#445566"], "line": {"width": 2}}
    assert [note["text"] for note in made["layout"]["annotations"]] == ["one", "second"]
    assert made["layout"]["xaxis"]["range"] == [0, 1]


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("curve.y", "no trace has uid 'curve'; known: line, bars"),
        ("layout.annotations[2].text", r"2 items there, so \[2\] is missing"),
        ("layout.shapes[0].x0", r"0 items there"),
        ("line.mode.size", "str"),
    ],
)
def test_apply_says_what_is_missing(key, reason):
    figure = two_traces()
    figure.data[0].mode = "lines"
    with pytest.raises(KeyError, match=reason):
        apply(figure_json(figure), {key: 1})


def test_steps_of_a_path():
    assert steps("annotations[10].font.color") == ["annotations", 10, "font", "color"]


def test_hidden_rows_are_gaps():
    trace = {"uid": "a", "x": ["p", "q"], "y": [1, 2], "text": ["one", "two"]}
    hidden = hide_rows(trace, [False, True])
    assert hidden == {"uid": "a", "x": [None, "q"], "y": [None, 2], "text": ["one", "two"]}
    assert trace["x"] == ["p", "q"]
