"""M14: what is left of a flight when it has been seen, judged and reported upward."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import label, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers.engine import (
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    fixed,
    grouped,
)
from twoplustwo.models.geodesy import EARTH_RADIUS_KM
from twoplustwo.models.trajectory import (
    ASSESS_MIN,
    COMMAND_MIN,
    DETECT_MIN,
    MU_KM3_S2,
    decision_window,
    minimum_energy,
)

REACH, TOP = 10_400.0, 34.0
CURVE = np.arange(300.0, REACH + 1, 100.0)
SAMPLES = np.array([500.0, 1000.0, 1500.0, 3000.0, 5500.0, 10_000.0])
LONG = 5500.0  # the range the prediction starts from
SIDES = [0.0, REACH, REACH, 0.0]


def template() -> go.Figure:
    bands = [
        go.Scatter(uid=uid, x=SIDES, y=[0, 0, 0, 0], fill="toself", mode="none", hoverinfo="skip",
                   fillcolor=SOFT, opacity=depth)
        for uid, depth in (("detect", 0.14), ("assess", 0.28), ("command", 0.14))
    ]  # fmt: skip
    curve = go.Scatter(uid="curve", x=CURVE, y=np.round(minimum_energy(CURVE).time_min, 3),
                       mode="lines", hoverinfo="skip",
                       line={"color": INK_COLOUR, "width": 2.5})  # fmt: skip
    window = go.Scatter(uid="window", x=[0, 0], y=[0, 0], mode="lines", hoverinfo="skip",
                        line={"color": ACCENT, "width": 7})  # fmt: skip
    late = go.Scatter(uid="late", x=[0, 0], y=[0, 0], mode="lines", hoverinfo="skip",
                      line={"color": INK_COLOUR, "width": 3, "dash": "dot"})  # fmt: skip
    end = go.Scatter(uid="end", x=[0], y=[0], mode="markers+text", hoverinfo="skip", text=[""],
                     cliponaxis=False,
                     textposition=["top left"], textfont={"color": INK_COLOUR},
                     marker={"size": 10, "color": INK_COLOUR})  # fmt: skip
    names = go.Scatter(uid="names", x=[REACH - 150] * 3, y=[0, 0, 0], mode="text",
                       hoverinfo="skip", textposition="middle left", text=["", "", ""],
                       textfont={"color": INK_COLOUR})  # fmt: skip
    return new_figure([*bands, curve, window, late, end, names], _layout())


def _layout() -> dict[str, Any]:
    return {
        "margin": {"l": 36, "r": 12, "t": 26, "b": 46},
        "xaxis": {"range": [0, REACH], "tickvals": [0, 2000, 4000, 6000, 8000, 10_000],
                  "tickformat": ",d", "title": {"text": "Range over ground (km)"}},
        "yaxis": {"range": [0, TOP], "tickvals": [0, 10, 20, 30]},
        "annotations": [label(0, TOP, "Minutes after launch", SOFT, xshift=0, yshift=12)],
    }  # fmt: skip


def compute(
    range_km: NDArray, detect: NDArray, assess: NDArray, command: NDArray
) -> dict[str, Any]:
    time = np.asarray(minimum_energy(range_km).time_min)
    left = np.asarray(decision_window(range_km, detect, assess, command))
    ends = [detect, detect + assess, detect + assess + command]
    far = np.asarray(decision_window(LONG, detect, assess, command))
    every = np.asarray(decision_window(SAMPLES, detect[:, None], assess[:, None], command[:, None]))
    low, high = np.minimum(time, ends[2]), np.maximum(time, ends[2])
    texts = [_sentence(*row) for row in zip(range_km, time, ends[2], left, strict=True)]
    return {
        **_bands(ends),
        "window.x": np.stack([range_km, range_km], axis=1),
        "window.y": np.stack([np.where(left > 0, v, np.nan) for v in (ends[2], time)], axis=1),
        "late.x": np.stack([range_km, range_km], axis=1),
        "late.y": np.stack([np.where(left > 0, np.nan, v) for v in (low, high)], axis=1),
        "end.x": range_km[:, None],
        "end.y": time[:, None],
        "end.text": [[f"{fixed(t, 1)} min"] for t in time],
        "end.textposition": [["bottom right" if r < 2500 else "top left"] for r in range_km],
        "title": [_title(v) for v in left],
        "summary": texts,
        "alt": [f"Flight time over range, above bands of time already spent. {t}" for t in texts],
        "outcome.shrink": np.where(far > 0, 100 * (1 - left / np.where(far > 0, far, 1)), np.nan),
        "table.range": [list(SAMPLES)] * len(time),
        "table.flight": [list(np.asarray(minimum_energy(SAMPLES).time_min))] * len(time),
        "table.window": every,
    }  # fmt: skip


def _bands(ends: list[NDArray]) -> dict[str, Any]:
    """The three stretches of time, one above the other, and their names where they fit."""
    out: dict[str, Any] = {}
    floor = np.zeros_like(ends[0])
    heights, names = [], []
    for uid, word, top in zip(("detect", "assess", "command"), WORDS, ends, strict=True):
        out[f"{uid}.y"] = np.stack([floor, floor, top, top], axis=1)
        heights.append((floor + top) / 2)
        names.append([word if b - a >= 0.95 else "" for a, b in zip(floor, top, strict=True)])
        floor = top
    out["names.y"] = np.stack(heights, axis=1)
    out["names.text"] = [list(row) for row in zip(*names, strict=True)]
    return out


WORDS = ("see it", "judge it", "pass the order")


def _title(left: float) -> str:
    if left <= 0:
        return "No time is left to decide: it lands before the judgement is in"
    return f"{fixed(left, 1)} minutes are left to decide"


def _sentence(range_km: float, time: float, spent: float, left: float) -> str:
    start = (
        f"A free flight of {grouped(range_km)} km takes {fixed(time, 1)} minutes; seeing, judging "
        f"and passing the order take {fixed(spent, 1)}"
    )
    if left <= 0:
        return f"{start}, which is {fixed(-left, 1)} too long."
    return f"{start}, which leaves {fixed(left, 1)} to decide."


explorer = Explorer(
    name="warning_window",
    subtitle=(
        "Line: free-flight time by range. Grey: time spent before anyone can decide. "
        "Thick bar: what is left"
    ),
    sources=("wheelon_1959", "bate_1971", "frus_1979_d167", "nsarchive_2022"),
    note=(
        "Free flight only: the powered minutes at the start are missing, so true flights are "
        "longer. Six minutes to judge is how long it took on 9 November 1979; the other two "
        "values are illustrative. No real range, place or system is in it."
    ),
    controls=(
        Slider("range_km", "Range", 500, 10_000, step=100, default=LONG, unit="km"),
        Slider("detect", "Minutes to see it", 0, 4, step=0.5, default=DETECT_MIN, unit="min"),
        Slider("assess", "Minutes to judge it", 0, 12, step=0.5, default=ASSESS_MIN, unit="min"),
        Slider("command", "Minutes to pass the order", 0, 4, step=0.5, default=COMMAND_MIN,
               unit="min"),
    ),
    figure=template,
    products=(Product(("range_km", "detect", "assess", "command"), compute),),
    columns=(
        Column("range", "Range", unit="km", grouped=True),
        Column("flight", "Free flight", unit="min", digits=1),
        Column("window", "Left to decide", unit="min", digits=1),
    ),
    twin="warning_window.js",
    constants={
        "radius": EARTH_RADIUS_KM,
        "mu": MU_KM3_S2,
        "samples": [float(v) for v in SAMPLES],
        "words": list(WORDS),
        "long": LONG,
    },
    predict=Prediction(
        question=(
            "The range falls from 5,500 to 1,500 km, and nothing else changes. By how much does "
            "the time to decide shrink?"
        ),
        unit="%",
        answer_key="outcome.shrink",
    ),
    narrow={"layout.xaxis.tickvals": [0, 5000, 10_000]},
    height=420,
)  # fmt: skip
