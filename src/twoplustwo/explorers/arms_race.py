"""M08: Richardson's race. Fear times fear against fatigue times fatigue decides; grievance not."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import label, new_figure
from twoplustwo.charts.theme import ACCENT, SOFT
from twoplustwo.explorers._notional import BLUE, NOTIONAL, RED
from twoplustwo.explorers.engine import Column, Explorer, Prediction, Product, Slider, fixed
from twoplustwo.models.arms_race import Richardson, richardson, richardson_path

START = (0.3, 1.2)  # levels of Red and Blue at time 0
TIMES = np.linspace(0.0, 12.0, 25)
SHOWN = np.array([0.0, 3.0, 6.0, 9.0, 12.0])
TOP = 2.0
EDGE = 1e-9


def template() -> go.Figure:
    red = go.Scatter(uid="red", x=TIMES, y=TIMES, mode="lines", hoverinfo="skip",
                     line={"color": RED, "width": 3})  # fmt: skip
    blue = go.Scatter(uid="blue", x=TIMES, y=TIMES, mode="lines", hoverinfo="skip",
                      line={"color": BLUE, "width": 3, "dash": "dash"})  # fmt: skip
    rest = {"xaxis": "x2", "yaxis": "y2", "hoverinfo": "skip"}
    red_rests = go.Scatter(uid="red_rests", x=[], y=[], mode="lines",
                           line={"color": RED, "width": 1.5}, **rest)  # fmt: skip
    blue_rests = go.Scatter(uid="blue_rests", x=[], y=[], mode="lines",
                            line={"color": BLUE, "width": 1.5, "dash": "dash"}, **rest)  # fmt: skip
    path = go.Scatter(uid="path", x=[], y=[], mode="lines", line={"color": ACCENT, "width": 3},
                      **rest)  # fmt: skip
    spots = go.Scatter(uid="spots", x=[START[0], 0], y=[START[1], 0], mode="markers",
                       marker={"size": [9, 12], "color": ACCENT,
                               "symbol": ["circle", "x"]}, **rest)  # fmt: skip
    return new_figure([red, blue, red_rests, blue_rests, path, spots], _layout())


def _layout() -> dict[str, Any]:
    ticks = {"tickvals": [0, 0.5, 1, 1.5, 2]}
    return {
        "margin": {"l": 38, "r": 12, "t": 22, "b": 46},
        "xaxis": {"domain": [0, 0.47], "range": [0, 12], "tickvals": [0, 3, 6, 9, 12],
                  "title": {"text": "Time"}},
        "yaxis": {"range": [0, TOP], **ticks},
        "xaxis2": {"domain": [0.57, 1], "range": [0, TOP], "anchor": "y2", **ticks,
                   "title": {"text": "Red's level"}},
        "yaxis2": {"range": [0, TOP], "anchor": "x2", "showgrid": True, **ticks},
        "annotations": [
            label(0, TOP, "Level", SOFT, xshift=0, yshift=10),
            label(0, TOP, "Blue's level", SOFT, xref="x2", yref="y2", xshift=0, yshift=10),
            label(0.2, START[0], "Red", RED, xshift=4, yshift=-12),
            label(0.2, START[1], "Blue", BLUE, xshift=4, yshift=14),
        ],
    }  # fmt: skip


def paths(k: NDArray, l: NDArray, fatigue: NDArray, g: NDArray) -> dict[str, Any]:  # noqa: E741
    """Both sides over time, as far as the picture reaches."""
    sides = richardson_path(TIMES, *START, *(v[:, None] for v in (fatigue, fatigue, k, l, g, g)))
    inside = (sides.x <= TOP) & (sides.y <= TOP)
    x, y = (np.where(inside, np.round(v, 3), np.nan) for v in sides)
    return {"red.y": x, "blue.y": y, "path.x": x, "path.y": y}


def rests(k: NDArray, l: NDArray, fatigue: NDArray, g: NDArray) -> dict[str, Any]:  # noqa: E741
    """The lines on which one side stands still, and the point where both do."""
    ends = np.array([0.0, TOP])
    race = _race(k, l, fatigue, g)
    shown = (race.x_eq >= 0) & (race.x_eq <= TOP) & (race.y_eq >= 0) & (race.y_eq <= TOP)
    x, y = (np.where(shown, v, np.nan) for v in (race.x_eq, race.y_eq))
    both = np.stack([np.full_like(k, START[0]), x], axis=1)
    up = np.stack([np.full_like(k, START[1]), y], axis=1)
    return {
        # Red rests where fatigue x = k y + g; Blue where fatigue y = l x + g.
        "red_rests.x": np.round((k[:, None] * ends + g[:, None]) / fatigue[:, None], 3),
        "red_rests.y": np.repeat(ends[None, :], len(k), axis=0),
        "blue_rests.x": np.repeat(ends[None, :], len(k), axis=0),
        "blue_rests.y": np.round((l[:, None] * ends + g[:, None]) / fatigue[:, None], 3),
        "spots.x": both,
        "spots.y": up,
    }


def _race(k: NDArray, l: NDArray, fatigue: NDArray, g: NDArray) -> Richardson:  # noqa: E741
    return richardson(fatigue, fatigue, k, l, g, g)


def speak(k: NDArray, l: NDArray, fatigue: NDArray, g: NDArray) -> dict[str, Any]:  # noqa: E741
    race = _race(k, l, fatigue, g)
    rows = list(zip(k, l, fatigue, g, *race[:2], race.half_life, strict=True))
    kinds = [_kind(a * b - c * c) for a, b, c, *_ in rows]
    texts = [_sentence(kind, *row) for kind, row in zip(kinds, rows, strict=True)]
    levels = richardson_path(SHOWN, *START, *(v[:, None] for v in (fatigue, fatigue, k, l, g, g)))
    return {
        "title": [TITLES[kind] for kind in kinds],
        "summary": texts,
        "alt": [f"Levels of Red and Blue over time, and Blue's against Red's. {t}" for t in texts],
        "outcome.kind": kinds,
        "table.time": [list(SHOWN)] * len(k),
        "table.red": np.round(levels.x, 2),
        "table.blue": np.round(levels.y, 2),
    }


def _kind(gap: float) -> str:
    return "edge" if abs(gap) < EDGE else "stable" if gap < 0 else "unstable"


TITLES = {
    "stable": "Stable: the race comes to rest by itself",
    "unstable": "Unstable: fear outruns fatigue, and the race never rests",
    "edge": "On the edge: fear and fatigue are equal, and nothing pulls the race back",
}


def _sentence(
    kind: str,
    k: float,
    l: float,  # noqa: E741
    a: float,
    g: float,
    x: float,
    y: float,
    half: float,
) -> str:
    sign = {"stable": "below", "unstable": "above", "edge": "equal to"}[kind]
    start = f"Fear times fear is {fixed(k * l, 2)}, {sign} fatigue times fatigue, {fixed(a * a, 2)}"
    if kind == "stable":
        return (
            f"{start}: Red settles at {fixed(x, 2)} and Blue at {fixed(y, 2)}; "
            f"half of any disturbance is gone after {fixed(half, 1)} units of time."
        )
    if kind == "edge" and g == 0:
        return f"{start}, and no grievance pushes: the levels stay where the start leads them."
    return f"{start}: both levels grow without end."


explorer = Explorer(
    name="arms_race",
    subtitle=(
        "Left: levels over time. Right: the same path, Blue against Red. Thin lines: where one "
        "side stands still; cross: where both do"
    ),
    sources=("richardson_1960", "caspary_1967"),
    note=f"{NOTIONAL} Both start from the same place each time. Model: Richardson (1960).",
    controls=(
        Slider("k", "Red's fear of Blue, k", 0.1, 1, step=0.1, default=0.5),
        Slider("l", "Blue's fear of Red, l", 0.1, 1, step=0.1, default=0.6),
        Slider("fatigue", "Fatigue of both, a and b", 0.4, 1, step=0.2, default=1),
        Slider("g", "Grievance of both, g and h", 0, 0.4, step=0.2, default=0.2),
    ),
    figure=template,
    products=(
        Product(("k", "l", "fatigue", "g"), paths),
        Product(("k", "l", "fatigue", "g"), rests),
        Product(("k", "l", "fatigue", "g"), speak),
    ),
    columns=(
        Column("time", "Time", digits=0),
        Column("red", "Red", digits=2),
        Column("blue", "Blue", digits=2),
    ),
    predict=Prediction(
        question=(
            "Old quarrels return: the grievance of both sides doubles from 0.2 to 0.4. "
            "What becomes of this stable race?"
        ),
        kind="choice",
        options=(
            ("stable", "it settles again"),
            ("edge", "it balances on the edge"),
            ("unstable", "it runs away"),
        ),
        answer_key="outcome.kind",
    ),
    narrow={
        "layout.xaxis.domain": [0, 1], "layout.yaxis.domain": [0.6, 1],
        "layout.xaxis2.domain": [0, 1], "layout.yaxis2.domain": [0, 0.4],
        "layout.margin.l": 32,
    },
    height=440,
)  # fmt: skip
