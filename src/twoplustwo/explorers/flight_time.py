"""M13 against four published launches: free flight alone, and what was reported.

The model is wrong in a known direction, and stays so: it knows no powered flight.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, label, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers._arms import source_ids
from twoplustwo.explorers._dates import spoken
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    Toggle,
    fixed,
    grouped,
    percent,
)
from twoplustwo.models.trajectory import free_flight, same_speed_range

RANGES = {"minutes": (24.0, 57.0), "range": (3400.0, 14_600.0)}
TICKS = {
    "minutes": [25, 30, 35, 40, 45, 50, 55],
    "range": [4000, 6000, 8000, 10_000, 12_000, 14_000],
}
OPEN_END = 14_300.0  # where an estimate without an upper end stops in the picture


@cache
def launches() -> pd.DataFrame:
    """One row a launch: published figures, and what the model makes of range and height."""
    table = load("lofted_launches").sort_values("date").reset_index(drop=True)
    arc = free_flight(table.range_km.to_numpy(), table.apogee_km.to_numpy())
    named = [f"{spoken(day, 'day')}, {system}" for day, system in
             zip(table.date, table.system, strict=True)]  # fmt: skip
    return table.assign(name=named, model_min=arc.time_min, model_km=same_speed_range(arc.v_km_s))


def values(measure: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Model, lower and upper published value of each launch."""
    table = launches()
    if measure == "minutes":
        columns = ("model_min", "time_low_minutes", "time_high_minutes")
    else:
        columns = ("model_km", "estimate_low_km", "estimate_high_km")
    model, low, high = (table[c].to_numpy(float) for c in columns)
    return model, low, high


def rows() -> np.ndarray:
    return np.arange(len(launches()), 0, -1.0)


def template() -> go.Figure:
    count = len(launches())
    gaps = go.Scatter(uid="gaps", x=[], y=[], mode="lines", hoverinfo="skip",
                      line={"color": SOFT, "width": 1.5})  # fmt: skip
    spans = go.Scatter(uid="spans", x=[], y=[], mode="lines", hoverinfo="skip",
                       line={"color": COUNTRY["PRK"], "width": 5})  # fmt: skip
    model = go.Scatter(uid="model", x=[0] * count, y=rows(), mode="markers", hoverinfo="skip",
                       marker={"size": 13, "color": ACCENT})  # fmt: skip
    told = go.Scatter(uid="told", x=[0] * count, y=rows(), mode="markers", hoverinfo="skip",
                      marker={"size": 13, "symbol": "triangle-down",
                              "color": COUNTRY["PRK"]})  # fmt: skip
    texts = go.Scatter(uid="texts", x=[0] * count, y=rows() + 0.3, mode="text", hoverinfo="skip",
                       textposition="middle right", textfont={"color": INK_COLOUR},
                       text=list(launches().name))  # fmt: skip
    return new_figure([gaps, spans, model, told, texts], _layout())


def _layout() -> dict[str, Any]:
    band = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 1, "opacity": 0.13,
            "fillcolor": ACCENT, "line": {"width": 0}, "layer": "below"}  # fmt: skip
    return {
        "margin": {"l": 14, "r": 14, "t": 8, "b": 46},
        "xaxis": {"range": list(RANGES["minutes"]), "tickformat": ",d", "title": {"text": ""}},
        "yaxis": {"range": [0.35, 4.75], "visible": False},
        "shapes": [band],
        "annotations": [
            label(0, 4, "model", ACCENT, xanchor="center", yshift=-18, xshift=0),
            label(0, 4, "reported", COUNTRY["PRK"], xanchor="center", yshift=-18, xshift=0),
        ],
    }


AXES = {
    "minutes": "Minutes from launch to fall",
    "range": "Kilometres on an ordinary path at the same speed",
}


def draw(measure: np.ndarray, shown: np.ndarray) -> dict[str, Any]:
    """Model and reported values, and the distance between them."""
    drawn = [_drawn(m, s) for m, s in zip(measure, shown, strict=True)]
    return {
        "model.x": [d["model"] for d in drawn],
        "told.x": [d["low"] for d in drawn],
        "gaps.x": [d["gaps"] for d in drawn],
        "gaps.y": [d["at"] for d in drawn],
        "spans.x": [d["spans"] for d in drawn],
        "spans.y": [d["at"] for d in drawn],
        "texts.x": [[RANGES[m][0]] * len(launches()) for m in measure],
        "layout.xaxis.range": [list(RANGES[m]) for m in measure],
        "layout.xaxis.tickvals": [TICKS[m] for m in measure],
        "layout.xaxis.title.text": [AXES[m] for m in measure],
        "layout.annotations[0].x": [d["model"][0] for d in drawn],
        "layout.annotations[1].x": [values(m)[1][0] for m in measure],
        "layout.annotations[0].xanchor": ["right" if s else "center" for s in shown],
        "layout.annotations[1].xanchor": ["left" if s else "center" for s in shown],
        "layout.annotations[1].text": [
            "reported" if m == "minutes" else "estimated" for m in measure
        ],
        "layout.annotations[1].visible": shown,
        "title": [TITLES[m, bool(s)] for m, s in zip(measure, shown, strict=True)],
    }


def _drawn(measure: str, shown: bool) -> dict[str, list[float]]:
    model, low, high = values(measure)
    ends = np.where(np.isnan(high), OPEN_END, high)
    none = np.full_like(model, np.nan)
    low, ends = (low, ends) if shown else (none, none)
    return {
        "model": list(model),
        "low": list(low),
        "gaps": _triples(model, low),
        "spans": _triples(low, ends),
        "at": list(np.repeat(rows(), 3)),
    }


def _triples(start: np.ndarray, stop: np.ndarray) -> list[float]:
    """Line pieces from start to stop, with a break after each."""
    return list(np.stack([start, stop, np.full_like(start, np.nan)], axis=1).ravel())


TITLES = {
    ("minutes", False): "What free flight alone would take: compute first, then compare",
    ("minutes", True): "Every flight took longer than the model says, by two to five minutes",
    ("range", False): "How far the same speed would carry on an ordinary path",
    ("range", True): "Every published range is longer than the model's, by three to 23 percent",
}


def mark(launch: np.ndarray) -> dict[str, Any]:
    at = np.array([rows()[place(key)] for key in launch])
    table = launches().iloc[[place(key) for key in launch]]
    return {
        "layout.shapes[0].y0": at - 0.35,
        "layout.shapes[0].y1": at + 0.55,
        "outcome.minutes": table.time_low_minutes.to_numpy(float),
    }


def place(key: str) -> int:
    return list(launches().launch_id).index(key)


def speak(measure: np.ndarray, launch: np.ndarray, shown: np.ndarray) -> dict[str, Any]:
    states = zip(measure, launch, shown, strict=True)
    texts = [_sentence(m, place(key), bool(s)) for m, key, s in states]
    return {
        "summary": texts,
        "alt": [f"Four launches, the model's value and the published one. {t}" for t in texts],
    }


def _sentence(measure: str, i: int, shown: bool) -> str:
    row = launches().iloc[i]
    flown, height = grouped(row.range_km), grouped(row.apogee_km)
    start = f"{row['name']}: {flown} km over ground and {height} km high"
    model, low, high = (v[i] for v in values(measure))
    if measure == "minutes":
        found = f"{start}; free flight takes {fixed(model, 1)} minutes"
        return f"{found}, reported were {_span(low, high, model)}." if shown else f"{found}."
    found = (
        f"{start}; the same speed carries about {grouped(hundreds(model))} km on an ordinary path"
    )
    if not shown:
        return f"{found}."
    less = _short(model, low, high)
    return f"{found}; published is {row.estimate_text}, so the model is {less} lower."


def hundreds(km: Any) -> Any:
    """Ranges are given to 100 km, never finer."""
    return np.round(np.asarray(km, dtype=float) / 100) * 100


def _short(model: float, low: float, high: float) -> str:
    """How far the model falls below an estimate, in percent."""
    if np.isnan(high):
        return f"at least {percent(1 - model / low)}"
    least, most = percent(1 - model / low), percent(1 - model / high)
    return least if least == most else f"{least.removesuffix('%')} to {most}"


def _span(low: float, high: float, model: float) -> str:
    digits = 0 if low == int(low) else 1
    if low == high:
        return f"{fixed(low, digits)}, {fixed(low - model, 1)} more"
    return (
        f"{fixed(low, digits)} to {fixed(high, digits)}, "
        f"{fixed(low - model, 1)} to {fixed(high - model, 1)} more"
    )


def table() -> dict[str, Any]:
    """All launches with model and published figures; the same in every state."""
    found = launches()
    return {
        "table.name": [list(found.name)],
        "table.range": [list(found.range_km)],
        "table.apogee": [list(found.apogee_km)],
        "table.model": [list(found.model_min)],
        "table.low": [list(found.time_low_minutes)],
        "table.high": [list(found.time_high_minutes)],
        "table.carries": [list(hundreds(found.model_km))],
        "table.estimate": [list(found.estimate_text)],
    }


explorer = Explorer(
    name="flight_time",
    subtitle="Circle: free flight without engine or air. Triangle and bar: published in 2017",
    sources=(*source_ids(launches().source_id), "wheelon_1959", "bate_1971"),
    note=(
        "Published announcements and press reports, not measurements. Bars show where reports "
        "differ; an estimate of “more than” has no upper end. The model knows no engine, air or "
        "turning Earth, and the course does not add them: that it falls short, and on which side, "
        "is the finding."
    ),
    controls=(
        Choice("measure", "Compare", (("minutes", "Minutes"), ("range", "Ranges"))),
        Choice("launch", "Launch", tuple(zip(launches().launch_id, launches().name, strict=True)),
               default="hs14_2017_07_28"),
        Toggle("shown", "Show what was published", default=False),
    ),
    figure=template,
    products=(
        Product(("measure", "shown"), draw),
        Product(("launch",), mark),
        Product(("measure", "launch", "shown"), speak),
        Product((), table),
    ),
    columns=(
        Column("name", "Launch"),
        Column("range", "Over ground", unit="km", grouped=True),
        Column("apogee", "Height", unit="km", grouped=True),
        Column("model", "Model", unit="min", digits=1),
        Column("low", "Reported from", unit="min", digits=1),
        Column("high", "to", unit="min", digits=1),
        Column("carries", "Model's range", unit="km", grouped=True),
        Column("estimate", "Published estimate"),
    ),
    predict=Prediction(
        question=(
            "On 28 July 2017 a missile rose to 3,725 km and came down 998 km away. The model gives "
            "43.1 minutes. How many were reported?"
        ),
        unit="minutes",
        minimum=30,
        maximum=60,
        step=0.1,
        answer_key="outcome.minutes",
    ),
    narrow={"layout.xaxis.nticks": 4},
    height=400,
)  # fmt: skip
