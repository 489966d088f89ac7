"""Four figures that between them use all that the page's script can do.

They are no content of the course: a map-sized packed explorer, one of bars, a twin and a chart,
small enough to read and heavy enough to measure.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go

from twoplustwo.charts.figures import figure_json
from twoplustwo.charts.theme import COUNTRY, INK_COLOUR, LAND, RULE, SEA, SOFT, new_figure
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Filter,
    Prediction,
    Product,
    Slider,
    Toggle,
    fixed,
    percent,
)

HERE = Path(__file__).parent
COAST_POINTS = 4_500
PLACES = ("Harbour", "Light, old", 'The "Rock"', "Cape")
KINDS = ("port", "light", "port", "light")


def coast() -> tuple[np.ndarray, np.ndarray]:
    """Some fifty closed rings of ragged outline, about as many points as the islands' coast."""
    chance = np.random.default_rng(1)
    rings = 50
    turn = np.linspace(0, 2 * np.pi, COAST_POINTS // rings)
    centre = chance.uniform((-9, -6), (9, 6), (rings, 2))
    radius = 0.8 + 0.08 * chance.standard_normal((rings, turn.size)).cumsum(axis=1) / 4
    radius[:, -1] = radius[:, 0]
    x = centre[:, :1] + radius * np.cos(turn)
    y = centre[:, 1:] + radius * np.sin(turn)
    gap = np.full((rings, 1), np.nan)
    return np.hstack([x, gap]).ravel().round(3), np.hstack([y, gap]).ravel().round(3)


def map_template() -> go.Figure:
    x, y = coast()
    bare = {"visible": False, "fixedrange": True, "showgrid": False, "zeroline": False}
    layout = {
        "plot_bgcolor": SEA,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {**bare, "range": [-10, 10], "constrain": "range"},
        "yaxis": {**bare, "range": [-7, 7], "scaleanchor": "x", "constrain": "range"},
        "xaxis2": {**bare, "range": [-4, 4], "domain": [0.75, 1], "anchor": "y2"},
        "yaxis2": {**bare, "range": [-4, 4], "domain": [0, 0.3], "anchor": "x2"},
        "annotations": [
            {"x": 0, "y": 6.4, "text": "", "showarrow": False, "font": {"color": SOFT}},
            {"x": -1, "y": 1, "text": "out of use", "ax": -30, "ay": -40, "showarrow": True},
        ],
    }
    land = go.Scatter(
        uid="land", x=x, y=y, mode="lines", fill="toself", fillcolor=LAND, hoverinfo="skip",
        line={"color": SOFT, "width": 0.6}, cliponaxis=True,
    )  # fmt: skip
    ring = go.Scatter(
        uid="ring", x=[0], y=[0], mode="lines", line={"color": COUNTRY["JPN"], "width": 2},
        fill="toself", name="Reach", cliponaxis=True,
    )  # fmt: skip
    places = go.Scatter(
        uid="places", x=[-4, -1, 2, 5], y=[-2, 1, -1, 2], mode="markers+text",
        text=list(PLACES), textposition="top center", marker={"color": INK_COLOUR, "size": 9},
    )  # fmt: skip
    inset = go.Scatter(
        uid="inset", x=x[:900], y=y[:900], xaxis="x2", yaxis="y2", mode="lines", fill="toself",
        fillcolor=LAND, hoverinfo="skip", line={"color": SOFT, "width": 0.6}, cliponaxis=True,
    )  # fmt: skip
    names = go.Scatter(
        uid="names", x=[0, 6], y=[-6, 5], mode="text", hoverinfo="skip",
        text=["<i>South Sea</i>", f'<span style="color:{SOFT}">North <b>Sea</b></span>'],
    )  # fmt: skip
    return new_figure([land, inset, ring, places, names], layout)


def ring(radius: np.ndarray, side: np.ndarray) -> dict[str, Any]:
    """A circle left or right of the middle, and the distance of each place from its centre."""
    turn = np.linspace(0, 2 * np.pi, 91)
    centre = np.where(side == "west", -3.0, 3.0)
    place = np.array([[-4, -2], [-1, 1], [2, -1], [5, 2]])
    distance = np.hypot(place[:, 0] - centre[:, None], place[:, 1])
    inside = distance <= radius[:, None]
    share = inside.mean(axis=1)
    return {
        "ring.x": centre[:, None] + radius[:, None] * np.cos(turn),
        "ring.y": radius[:, None] * np.sin(turn),
        "table.place": [list(PLACES)] * len(radius),
        "table.distance": distance * 100,
        "table.inside": inside,
        "summary": [
            f"A reach of {fixed(r, 1)} from the {s} holds {percent(p)} of the places."
            for r, s, p in zip(radius, side, share, strict=True)
        ],
        "alt": [
            f"A map with a circle of {fixed(r, 1)} in the {s}."
            for r, s in zip(radius, side, strict=True)
        ],
        "outcome.share": 100 * share,
    }


def label(side: np.ndarray, dashed: np.ndarray) -> dict[str, Any]:
    return {
        "layout.annotations[0].text": [f"Seen from the {s}" for s in side],
        "ring.line.dash": ["dash" if d else "solid" for d in dashed],
        "ring.line.color": [COUNTRY["JPN"] if s == "west" else INK_COLOUR for s in side],
    }


sample_map = Explorer(
    name="sample_map",
    title="A wider reach holds more places, but not the farthest",
    subtitle="Places inside a circle around one of two points, made-up map",
    sources=("none",),
    note="The map is made up. A hollow sea stays a hollow sea.",
    controls=(
        Slider("reach", "Reach of the circle", 0.5, 6, step=0.5, default=2, unit="units"),
        Choice("side", "Seen from", (("west", "the west"), ("east", "the east"))),
        Toggle("dashed", "Dashed line"),
        Slider("year", "Year of the map", 0, 2, labels=("1855", "1875", "1905")),
        Filter(
            "kind", "Kinds of place", (("port", "Ports"), ("light", "Lights")),
            rows={"places": KINDS, "table": KINDS},
        ),
    ),
    figure=map_template,
    products=(
        Product(("reach", "side"), ring),
        Product(("side", "dashed"), label),
        Product(("year",), lambda year: {"places.marker.size": 9 + year}),
    ),
    columns=(
        Column("place", "Place"),
        Column("distance", "Distance", unit="km", digits=1),
        Column("inside", "Inside"),
    ),
    predict=Prediction(
        "How many in a hundred places lie inside at the start?", unit="%",
        answer_key="outcome.share",
    ),
    narrow={"places.textfont.size": 11},
    height=440,
)  # fmt: skip


def curve_template() -> go.Figure:
    grid = np.linspace(0, 1, 61)
    line = go.Scatter(uid="curve", x=grid, y=grid, mode="lines", line={"color": COUNTRY["RUS"]})
    low = go.Scatter(uid="low", x=grid, y=grid / 4, mode="lines", line={"color": SOFT})
    high = go.Scatter(
        uid="high", x=grid, y=grid / 2, mode="lines", fill="tonexty", line={"color": SOFT}
    )
    bars = go.Bar(uid="bars", x=[0.2, 0.5, 0.8], y=[0.1, 0.3, 0.2], marker={"color": RULE})
    more = go.Bar(
        uid="more", x=[0.2, 0.5, 0.8], y=[0.3, 0.1, 0.2],
        marker={"color": COUNTRY["JPN"], "pattern": {"shape": "/"}},
    )  # fmt: skip
    here = go.Scatter(uid="here", x=[0], y=[0], mode="markers", marker={"color": INK_COLOUR})
    axes = {
        "xaxis": {"range": [0, 1], "title": {"text": "Share offered"}},
        "yaxis": {"range": [0, 1], "gridcolor": RULE, "title": {"text": "Height"}},
        "barmode": "stack",
        "annotations": [{"x": 0.2, "y": 0.9, "text": "<b>bend</b>", "showarrow": True}],
    }
    return new_figure([bars, more, low, high, line, here], axes)


def curve(power: np.ndarray, at: np.ndarray) -> dict[str, Any]:
    grid = np.linspace(0, 1, 61)
    height = at**power
    places = [(fixed(a, 2), fixed(h, 3)) for a, h in zip(at, height, strict=True)]
    return {
        "curve.y": grid ** power[:, None],
        "here.x": at[:, None],
        "here.y": height[:, None],
        "table.at": at[:, None],
        "table.height": height[:, None],
        "summary": [f"At {a} the curve stands at {h}." for a, h in places],
        "alt": [f"A curve that reaches {h} at {a}." for a, h in places],
        "title": [f"Power {fixed(p, 1)} bends the curve" for p in power],
    }


sample_twin = Explorer(
    name="sample_twin",
    subtitle="Height of the curve, share of one",
    sources=("none",),
    controls=(
        Slider("power", "Power", 0.5, 4, step=0.1, default=1),
        Slider("at", "Place", 0, 1, step=0.01, default=0.5),
    ),
    figure=curve_template,
    products=(Product(("power", "at"), curve),),
    columns=(Column("at", "Place", digits=2), Column("height", "Height", digits=3)),
    twin=str(HERE / "sample_twin.js"),
    height=360,
)


def bars_template() -> go.Figure:
    names = ["0", "1", "2+"]
    still = go.Bar(uid="still", x=names, y=[3, 2, 1], marker={"color": COUNTRY["RUS"]})
    words = go.Scatter(uid="words", x=names, y=[4, 3, 2], text=["", "", ""], mode="text")
    layout = {
        "xaxis": {"type": "category", "range": [-0.5, 2.5]},
        "yaxis": {"range": [0, 5]},
        "annotations": [
            {"x": 1, "y": 4.5, "text": "stays with its number", "showarrow": False},
            {"x": 1, "y": 1, "text": "never seen", "visible": False},
        ],
    }
    return new_figure([still, words], layout)


def bars(high: np.ndarray, named: np.ndarray) -> dict[str, Any]:
    return {
        "layout.yaxis.range": [[-1, 1] if h else [0, 5] for h in high],
        "layout.yaxis.type": ["log" if h else "linear" for h in high],
        "words.text": [["none", "", "more"] if n else ["", "one", ""] for n in named],
        "table.named": [[bool(n)] for n in named],
        "summary": [f"The axis ends at {10 if h else 5}." for h in high],
        "alt": [f"Three bars under an axis to {10 if h else 5}." for h in high],
    }


sample_bars = Explorer(
    name="sample_bars",
    title="What looks still moves when its axis does",
    subtitle="Counts by number of words",
    sources=("none",),
    controls=(Toggle("high", "Logarithmic axis"), Toggle("named", "Other words")),
    figure=bars_template,
    products=(Product(("high", "named"), bars),),
    columns=(Column("named", "Other words"),),
    height=300,
)


def sample_chart() -> dict[str, Any]:
    """The payload of a chart, as `Chart.payload` gives it."""
    years = [2013, 2014, 2015, 2016]
    counts = [810, 943, 873, 1168]
    bars = go.Bar(uid="flights", x=years, y=counts, marker={"color": COUNTRY["JPN"]})
    figure = new_figure([bars], {"xaxis": {"type": "category"}, "yaxis": {"range": [0, 1200]}})
    return {
        "kind": "chart",
        "name": "sample_chart",
        "title": "Scrambles grew by two fifths in three years",
        "subtitle": "Scrambles by fiscal year",
        "alt": "Four bars that grow from 810 in 2013 to 1,168 in 2016.",
        "note": "",
        "sources": ["none"],
        "is_map": False,
        "height": 420,
        "narrow": {"layout.margin.l": 40},
        "figure": figure_json(figure),
        "table": {
            "columns": ["Fiscal year", "Scrambles, all"],
            "rows": [list(row) for row in zip(years, counts, strict=True)],
        },
    }
