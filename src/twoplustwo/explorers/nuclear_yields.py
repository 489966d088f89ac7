"""The six nuclear tests: what each agency estimated, from one magnitude to many yields."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, label, new_figure, tint
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers._arms import source_ids
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    fixed,
)

TESTS = (1, 2, 3, 4, 5, 6)
HEADING = {"color": SOFT, "weight": 700}
MOST = 6  # agencies of one test, so that the lower panel has room for all
QUANTITY = {"yield_kt": "Yield", "magnitude_mb": "Magnitude"}
LOG = {"type": "log", "range": [np.log10(0.35), np.log10(500)], "ticks": [0.5, 1, 5, 10, 50, 250]}
LINEAR = {"type": "linear", "range": [0, 320], "ticks": [0, 50, 100, 150, 200, 250, 300]}
MAGNITUDE = {"type": "linear", "range": [3.85, 6.65], "ticks": [4, 4.5, 5, 5.5, 6, 6.5]}


@cache
def estimates(quantity: str) -> pd.DataFrame:
    """Estimates of one quantity in the order of tests, lowest first."""
    table = load("dprk_nuclear_test_estimates")
    chosen = table[table["quantity"] == quantity]
    return chosen.sort_values(["test_no", "value_low", "value_high"], kind="stable")


@cache
def years() -> dict[int, int]:
    """The year in which each test was held, by its number."""
    table = load("dprk_nuclear_tests")
    return dict(zip(table["test_no"].astype(int), table["date"].dt.year, strict=True))


@cache
def span(quantity: str, test: int) -> tuple[float, float]:
    """Lowest and highest estimate of a test."""
    rows = estimates(quantity)
    rows = rows[rows["test_no"] == test]
    return float(rows["value_low"].min()), float(rows["value_high"].max())


def rows_of(quantity: str, test: int) -> pd.DataFrame:
    table = estimates(quantity)
    return table[table["test_no"] == test].reset_index(drop=True)


def number(quantity: str, value: float) -> str:
    """A yield with two significant figures at most below ten; a magnitude with one decimal."""
    if quantity == "magnitude_mb" or value != round(value):
        return fixed(value, 2 if value < 0.6 else 1)
    return fixed(value)


def interval(quantity: str, low: float, high: float) -> str:
    one, other = number(quantity, low), number(quantity, high)
    return one if low == high else f"{one} to {other}"


def unit(quantity: str) -> str:
    return "kilotons" if quantity == "yield_kt" else "mb"


def scale_of(quantity: str, scale: str) -> dict[str, Any]:
    return MAGNITUDE if quantity == "magnitude_mb" else LOG if scale == "log" else LINEAR


def draw_axes(quantity: np.ndarray, scale: np.ndarray) -> dict[str, Any]:
    """Both panels share one scale."""
    chosen = [scale_of(q, s) for q, s in zip(quantity, scale, strict=True)]
    out: dict[str, Any] = {}
    for axis in ("xaxis", "xaxis2"):
        out[f"layout.{axis}.type"] = [c["type"] for c in chosen]
        out[f"layout.{axis}.range"] = [c["range"] for c in chosen]
        out[f"layout.{axis}.tickvals"] = [c["ticks"] for c in chosen]
    return out


def draw_all(quantity: np.ndarray) -> dict[str, Any]:
    """The upper panel: a bar from the lowest to the highest estimate, and a tick for each."""
    spans = [[span(q, t) for t in TESTS] for q in quantity]
    marks = [estimates(q) for q in quantity]
    return {
        "spans.x": [[v for low, high in row for v in (low, high, np.nan)] for row in spans],
        "marks.x": [[*m["value_low"], *m["value_high"]] for m in marks],
        "marks.y": [[*m["test_no"], *m["test_no"]] for m in marks],
        "layout.annotations[0].text": [
            f"Every estimate of the {QUANTITY[q].lower()} ({unit(q)})" for q in quantity
        ],
    }


def draw_one(quantity: np.ndarray, test: np.ndarray) -> dict[str, Any]:
    """The lower panel: who estimated what for the chosen test."""
    chosen = [rows_of(q, int(t)) for q, t in zip(quantity, test, strict=True)]
    spans = [span(q, int(t)) for q, t in zip(quantity, test, strict=True)]
    return {
        "focus.x": [list(s) for s in spans],
        "focus.y": [[t, t] for t in test],
        "agency_spans.x": [
            [v for r in rows.itertuples() for v in (r.value_low, r.value_high, np.nan)]
            for rows in chosen
        ],
        "agency_spans.y": [[v for i in range(len(rows)) for v in (-i, -i, np.nan)]
                           for rows in chosen],
        "agencies.x": [list(rows["value_high"]) for rows in chosen],
        "agencies.y": [[-float(i) for i in range(len(rows))] for rows in chosen],
        "lows.x": [list(rows["value_low"]) for rows in chosen],
        "lows.y": [[-float(i) for i in range(len(rows))] for rows in chosen],
        "layout.annotations[1].text": [
            f"Test {fixed(t)}, {years()[int(t)]}: who says what" for t in test
        ],
        **table_of(chosen),
    }  # fmt: skip


def name(quantity: np.ndarray, scale: np.ndarray, test: np.ndarray) -> dict[str, Any]:
    """Each agency's name and value, on the side of its mark where there is room."""
    chosen = [(q, rows_of(q, int(t))) for q, t in zip(quantity, test, strict=True)]
    left = [
        [along(q, s, high) > 0.5 for high in rows["value_high"]]
        for (q, rows), s in zip(chosen, scale, strict=True)
    ]
    return {
        "names.x": [list(np.where(side, rows["value_low"], rows["value_high"]))
                    for side, (_, rows) in zip(left, chosen, strict=True)],
        "names.y": [[-float(i) for i in range(len(rows))] for _, rows in chosen],
        "names.text": [
            [f"\u2002{r.agency}: {interval(q, r.value_low, r.value_high)}\u2002"
             for r in rows.itertuples()]
            for q, rows in chosen
        ],
        "names.textposition": [["middle left" if s else "middle right" for s in side]
                               for side in left],
    }  # fmt: skip


def along(quantity: str, scale: str, value: float) -> float:
    """How far along its axis a value stands, from 0 at the left end to 1 at the right."""
    axis = scale_of(quantity, scale)
    low, high = axis["range"]
    place = np.log10(value) if axis["type"] == "log" else value
    return float((place - low) / (high - low))


def table_of(chosen: list[pd.DataFrame]) -> dict[str, Any]:
    return {
        "table.agency": [list(rows["agency"]) for rows in chosen],
        "table.low": [list(rows["value_low"]) for rows in chosen],
        "table.high": [list(rows["value_high"]) for rows in chosen],
        "table.unit": [list(rows["unit"].astype(str)) for rows in chosen],
    }


def headline(quantity: str, test: int) -> str:
    low, high = span(quantity, test)
    when = f"Test {test}, {years()[test]}"
    if quantity == "magnitude_mb":
        return f"{when}: the magnitudes differ by no more than {fixed(high - low, 1)}"
    return f"{when}: the highest yield is {fixed(high / low, 1)} times the lowest"


def sentence(quantity: str, test: int) -> str:
    rows = rows_of(quantity, test)
    low, high = span(quantity, test)
    said = "; ".join(
        f"{r.agency} {interval(quantity, r.value_low, r.value_high)}" for r in rows.itertuples()
    )
    many = "One estimate" if len(rows) == 1 else f"{len(rows)} estimates"
    what = QUANTITY[quantity].lower()
    return (
        f"Test {test} ({years()[test]}), {what}: {interval(quantity, low, high)} {unit(quantity)}. "
        f"{many}: {said}."
    )


def speak(quantity: np.ndarray, test: np.ndarray) -> dict[str, Any]:
    pairs = [(str(q), int(t)) for q, t in zip(quantity, test, strict=True)]
    texts = [sentence(*p) for p in pairs]
    return {
        "title": [headline(*p) for p in pairs],
        "summary": texts,
        "alt": [f"Above, a range of estimates for each of six tests; below, the agencies of one "
                f"test. {text}" for text in texts],
    }  # fmt: skip


def answer() -> dict[str, Any]:
    low, high = span("yield_kt", 6)
    return {"outcome.ratio": [round(high / low, 1)]}


def template() -> go.Figure:
    colour = COUNTRY["PRK"]
    line = {"mode": "lines", "hoverinfo": "skip"}
    tests = [v for t in TESTS for v in (t, t, None)]
    spans = go.Scatter(uid="spans", x=[None] * 18, y=tests, **line,
                       line={"color": tint(colour, 0.4), "width": 11})  # fmt: skip
    focus = go.Scatter(uid="focus", x=[None, None], y=[6, 6], **line,
                       line={"color": ACCENT, "width": 11})  # fmt: skip
    marks = go.Scatter(uid="marks", x=[], y=[], mode="markers", hoverinfo="x",
                       marker={"symbol": "line-ns-open", "size": 11, "color": INK_COLOUR,
                               "line": {"width": 1.5}})  # fmt: skip
    low = {"xaxis": "x2", "yaxis": "y2"}
    ranges = go.Scatter(uid="agency_spans", x=[], y=[], **line, **low,
                        line={"color": ACCENT, "width": 4})  # fmt: skip
    lows = go.Scatter(uid="lows", x=[], y=[], mode="markers", hoverinfo="skip", **low,
                      marker={"size": 8, "color": ACCENT})  # fmt: skip
    agencies = go.Scatter(uid="agencies", x=[], y=[], mode="markers", hoverinfo="x", **low,
                          marker={"size": 8, "color": ACCENT})  # fmt: skip
    names = go.Scatter(uid="names", x=[], y=[], text=[], mode="text", hoverinfo="skip", **low,
                       textposition=[], textfont={"color": INK_COLOUR, "size": 12})  # fmt: skip
    return new_figure([spans, focus, marks, ranges, lows, agencies, names], _layout())


def _layout() -> dict[str, Any]:
    head = {"xref": "paper", "yref": "paper", "xshift": 0, "font": HEADING}
    return {
        "margin": {"l": 66, "r": 14, "t": 30, "b": 28},
        "xaxis": {**_start(), "anchor": "y", "showgrid": True},
        "xaxis2": {**_start(), "anchor": "y2", "showgrid": True},
        "yaxis": {"range": [6.6, 0.4], "domain": [0.54, 1], "showgrid": False,
                  "tickvals": list(TESTS),
                  "ticktext": [f"{t} · {years()[t]}" for t in TESTS]},
        "yaxis2": {"range": [-MOST + 0.6, 0.6], "domain": [0, 0.4], "visible": False},
        "annotations": [
            label(0, 1, "", yshift=14, **head), label(0, 0.4, "", yshift=14, **head),
        ],
    }  # fmt: skip


def _start() -> dict[str, Any]:
    return {"type": LOG["type"], "range": LOG["range"], "tickvals": LOG["ticks"]}


explorer = Explorer(
    name="nuclear_yields",
    subtitle="Estimates of the six nuclear tests of the DPRK, 2006 to 2017, agency by agency",
    sources=source_ids(load("dprk_nuclear_test_estimates")["source_id"]),
    note="Every estimate stands beside the others; none is an average. A dot is one value, a bar "
    "a range. First releases and later revisions of one agency are both shown. KMA and KIGAM are "
    "institutes of the ROK, BGR is German, NORSAR Norwegian, ISRO Indian.",
    controls=(
        Slider("test", "Test", 1, 6, step=1, default=6,
               labels=[f"{t} ({years()[t]})" for t in TESTS]),
        Choice("quantity", "Quantity", tuple(QUANTITY.items()), default="magnitude_mb"),
        Choice("scale", "Scale of yields", (("log", "Logarithmic"), ("linear", "Linear"))),
    ),
    figure=template,
    products=(
        Product(("quantity", "scale"), draw_axes),
        Product(("quantity",), draw_all),
        Product(("quantity", "test"), draw_one),
        Product(("quantity", "scale", "test"), name),
        Product(("quantity", "test"), speak),
        Product((), answer),
    ),
    columns=(
        Column("agency", "Agency or author"),
        Column("low", "Lowest", digits=2),
        Column("high", "Highest", digits=2),
        Column("unit", "Unit"),
    ),
    predict=Prediction(
        question="Seismic stations all over the world recorded the test of 2017. How many times "
        "the lowest published yield is the highest?",
        unit="times",
        minimum=1,
        maximum=20,
        step=0.1,
        answer_key="outcome.ratio",
    ),
    narrow={"layout.margin.l": 58},
    height=520,
)  # fmt: skip
