"""A Chart refuses to be made without what a reader needs, and shows itself in both homes."""

from __future__ import annotations

import json
import sys
import types

import pandas as pd
import plotly.graph_objects as go
import pytest

from twoplustwo.charts import Chart
from twoplustwo.charts.chart import MIME, PLOTLY_MIME
from twoplustwo.data import sources

SOURCE = sources()[0].source_id


def chart(**changes) -> Chart:
    line = go.Scatter(uid="line", x=[2019, 2020], y=[3.0, 4.5])
    table = pd.DataFrame(
        {
            "Year": pd.array([2019, None], dtype="Int64"),
            "Day": pd.to_datetime(["2019-05-01", None]),
            "Value (km)": [3.0, 4.5],
        }
    )
    parts = {
        "name": "sample",
        "figure": go.Figure(line),
        "title": "Values rise",
        "subtitle": "Kilometres",
        "alt": "A line rises from 3 to 4.5.",
        "table": table,
        "sources": (SOURCE,),
    }
    return Chart(**{**parts, **changes})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"alt": " "}, "alt is empty"),
        ({"title": ""}, "title is empty"),
        ({"subtitle": ""}, "subtitle is empty"),
        ({"table": pd.DataFrame()}, "table must be a DataFrame with rows"),
        ({"table": [1]}, "table must be a DataFrame"),
        ({"sources": ()}, "non-empty tuple"),
        ({"sources": SOURCE}, "non-empty tuple"),
        ({"sources": ("no_such_source",)}, "no_such_source"),
        ({"name": "Has Blank"}, "small letters"),
        ({"figure": go.Figure(go.Scatter(x=[1], y=[1]))}, "no uid"),
        ({"narrow": {"curve.y": 1}}, "no trace has uid 'curve'"),
    ],
)
def test_required_parts(changes, reason):
    with pytest.raises(ValueError, match=reason):
        chart(**changes)


@pytest.mark.parametrize("part", ["alt", "table", "sources", "title", "subtitle"])
def test_required_arguments(part):
    parts = {
        k: getattr(chart(), k) for k in ("name", "figure", "title", "subtitle", "alt", "table")
    }
    parts["sources"] = (SOURCE,)
    del parts[part]
    with pytest.raises(TypeError, match=part):
        Chart(**parts)


def test_in_a_kernel_plotly_draws_and_text_tells(monkeypatch):
    monkeypatch.delenv("TWOPLUSTWO_BUILD", raising=False)
    bundle = chart()._repr_mimebundle_()
    assert bundle.keys() == {PLOTLY_MIME, "text/plain"}
    assert "Values rise" in bundle["text/plain"]
    assert "A line rises" in bundle["text/plain"]
    shown = go.Figure({k: bundle[PLOTLY_MIME][k] for k in ("data", "layout")})
    assert "Values rise" in shown.layout.title.text
    assert "Kilometres" in shown.layout.title.text
    assert shown.layout.margin.t > 56
    json.dumps(bundle, allow_nan=False)


def test_colab_gets_html_too(monkeypatch):
    monkeypatch.delenv("TWOPLUSTWO_BUILD", raising=False)
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    assert "Plotly.newPlot" in chart()._repr_mimebundle_()["text/html"]


def test_in_the_build_a_placeholder_carries_all(monkeypatch):
    monkeypatch.setenv("TWOPLUSTWO_BUILD", "1")
    bundle = chart(narrow={"layout.margin.l": 30}, note="Hollow: unconfirmed.")._repr_mimebundle_()
    assert bundle["text/html"] == '<div data-chart="sample"></div>'
    payload = bundle[MIME]
    assert payload["kind"] == "chart"
    assert payload["narrow"] == {"layout.margin.l": 30}
    assert payload["sources"] == [SOURCE]
    assert payload["table"] == {
        "columns": ["Year", "Day", "Value (km)"],
        "rows": [[2019, "2019-05-01", 3], [None, None, 4.5]],
    }
    assert payload["figure"]["data"][0]["y"] == [3, 4.5]
    again = chart(narrow={"layout.margin.l": 30}, note="Hollow: unconfirmed.")._repr_mimebundle_()
    assert json.dumps(bundle, allow_nan=False) == json.dumps(again)
