"""Small explorers for the engine's tests: every kind of control, key and value once."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from twoplustwo.charts import label, new_figure
from twoplustwo.data import sources
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
)

SOURCE = sources()[0].source_id
AXES = {"xaxis": {"range": [0, 5]}, "yaxis": {"range": [0, 10]}}
KINDS = ("treaty", "war", None, "treaty")


def template() -> go.Figure:
    traces = [
        go.Scatter(uid="curve", x=np.linspace(0, 1, 4), y=np.zeros(4), mode="lines"),
        go.Scatter(uid="ring", x=[0, 1], y=[0, 1], mode="lines"),
        go.Scatter(uid="dots", x=[1, 2, 3, 4], y=[1, 1, 1, 1], mode="markers"),
    ]
    return new_figure(traces, {**AXES, "annotations": [label(0, 0, "a"), label(1, 1, "b")]})


def curve(height: np.ndarray, shape: np.ndarray, double: np.ndarray) -> dict[str, Any]:
    """Depends on all three: dense rows, texts, table, outcome."""
    power = np.where(shape == "flat", 0.0, 1.5)
    y = height[:, None] * np.linspace(0.1, 1, 4) ** power[:, None] * (1 + double[:, None])
    rows = zip(height, shape, y[:, -1], strict=True)
    return {
        "curve.y": y,
        "curve.line.width": 1.0 + double,
        "layout.annotations[1].y": y[:, -1],
        "layout.annotations[1].text": [f"{fixed(h, 1)} m" for h in height],
        "table.height": y,
        "outcome.end": y[:, -1],
        "summary": [f"{s}: from {fixed(h, 1)} to {fixed(e, 1)}." for h, s, e in rows],
        "alt": [f"A {s} curve." for s in shape],
    }


def ring(shape: np.ndarray) -> dict[str, Any]:
    """Depends on the shape: rows of different lengths, with gaps; texts in rows; switches."""
    sizes = [3 if s == "flat" else 5 for s in shape]
    return {
        "ring.x": [np.r_[np.arange(n, dtype=float), np.nan] for n in sizes],
        "ring.y": [[0.5, None, *range(n - 1)] for n in sizes],
        "ring.text": [[f"point {i}" for i in range(n)] + [None] for n in sizes],
        "ring.visible": shape == "flat",
        "title": [f"The {s} world" for s in shape],
    }


def constant() -> dict[str, Any]:
    """Depends on nothing."""
    return {
        "table.kind": [["treaty", "war", "other", "treaty"]],
        "table.day": [np.array(["1855-02-07", "1905-09-05", "1956-10-19", "NaT"], dtype="M8[D]")],
    }


CONTROLS = (
    Slider("height", "Height", 0, 1, step=0.1, default=0.3, unit="m"),
    Choice("shape", "Shape", (("flat", "Flat"), ("bent", "Bent")), default="bent"),
    Toggle("double", "Twice as high"),
    Filter("kinds", "Kinds", (("treaty", "Treaties"), ("war", "Wars")),
           rows={"dots": KINDS, "table": KINDS}),
)  # fmt: skip

PARTS: dict[str, Any] = {
    "name": "sample",
    "subtitle": "Height, metres",
    "sources": (SOURCE,),
    "controls": CONTROLS,
    "figure": template,
    "products": (
        Product(("height", "shape", "double"), curve),
        Product(("shape",), ring),
        Product((), constant),
    ),
    "columns": (
        Column("height", "Height", unit="m", digits=2),
        Column("kind", "Kind"),
        Column("day", "Day"),
    ),
    "predict": Prediction(
        question="How high does it end?", unit="m", maximum=2, step=0.1, answer_key="outcome.end"
    ),
    "narrow": {"layout.margin.l": 30},
    "note": "A note.",
}


def sample(**changes: Any) -> Explorer:
    """The sample explorer, with some parts changed."""
    return Explorer(**{**PARTS, **changes})
