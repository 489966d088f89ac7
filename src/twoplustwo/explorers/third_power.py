"""M09: the number of rivals against what each demands. Above 1 / (n - 1) no allocation exists."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import label, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers._notional import NOTIONAL
from twoplustwo.explorers.engine import (
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    fixed,
)
from twoplustwo.models.arms_race import parity, parity_path, race_of_many

COUNTS = np.arange(2, 7)
ROUNDS = np.arange(0, 7)
LOW, HIGH = -2.0, 3.0  # powers of ten of the force axis
EDGE = 1e-9


def template() -> go.Figure:
    limits = parity(COUNTS, 0.0).max_alpha
    possible = go.Bar(uid="possible", x=COUNTS, y=limits, width=0.8, hoverinfo="skip",
                      marker={"color": ACCENT}, opacity=0.25)  # fmt: skip
    chosen = go.Scatter(uid="chosen", x=[3], y=[1], mode="markers", hoverinfo="skip",
                        marker={"size": 13, "color": [INK_COLOUR], "symbol": ["x"]})  # fmt: skip
    rounds = go.Scatter(uid="rounds", x=ROUNDS, y=ROUNDS, mode="lines+markers", xaxis="x2",
                        yaxis="y2", hoverinfo="skip", marker={"size": 7, "color": INK_COLOUR},
                        line={"color": INK_COLOUR, "width": 2.5})  # fmt: skip
    return new_figure([possible, chosen, rounds], _layout())


def _layout() -> dict[str, Any]:
    powers = [-2, -1, 0, 1, 2, 3]
    start = {"type": "line", "xref": "x2", "yref": "y2", "x0": -0.3, "x1": 6.3, "y0": 0, "y1": 0,
             "line": {"color": SOFT, "width": 1, "dash": "dot"}}  # fmt: skip
    return {
        "margin": {"l": 40, "r": 12, "t": 24, "b": 46},
        "xaxis": {"domain": [0, 0.46], "range": [1.4, 6.6], "tickvals": list(COUNTS),
                  "title": {"text": "Number of rivals, n"}},
        "yaxis": {"range": [0, 1.28], "tickvals": [0, 0.25, 0.5, 0.75, 1, 1.25]},
        "xaxis2": {"domain": [0.58, 1], "range": [-0.3, 6.3], "tickvals": list(ROUNDS),
                   "anchor": "y2", "title": {"text": "Rounds of keeping to it"}},
        "yaxis2": {"range": [LOW, HIGH], "anchor": "x2", "tickvals": powers,
                   "ticktext": ["0.01", "0.1", "1", "10", "100", "1,000"]},
        "shapes": [start],
        "annotations": [
            label(1.4, 1.28, "Demand, α", SOFT, xshift=0, yshift=12),
            label(-0.3, HIGH, "Force of each, start = 1", SOFT, xref="x2", yref="y2",
                  xshift=0, yshift=12),
            label(5, 0.1, "possible", ACCENT, xanchor="center", xshift=0),
            label(4.6, 0.95, "impossible", SOFT, xanchor="center", xshift=0),
        ],
    }  # fmt: skip


def draw(n: NDArray, alpha: NDArray) -> dict[str, Any]:
    found = parity(n, alpha)
    forces = [parity_path(np.ones(int(a)), b, int(ROUNDS[-1]))[:, 0] for a, b in
              zip(n, alpha, strict=True)]  # fmt: skip
    powers = np.array([np.log10(row) for row in forces])
    shown = (powers >= LOW - EDGE) & (powers <= HIGH + EDGE)
    texts = [_sentence(*row) for row in zip(n, alpha, *found, strict=True)]
    return {
        "chosen.x": n[:, None],
        "chosen.y": alpha[:, None],
        "chosen.marker.symbol": [["circle"] if ok else ["x"] for ok in found.feasible],
        "rounds.y": np.where(shown, np.round(powers, 4), np.nan),
        "title": [_title(*row) for row in zip(n, found.feasible, found.growth_factor, strict=True)],
        "summary": texts,
        "alt": [f"Bars of the largest demand that n rivals can all meet. {t}" for t in texts],
        "outcome.force": np.array([row[5] for row in forces]),
        "table.rivals": [list(COUNTS.astype(float))] * len(n),
        "table.limit": [list(parity(COUNTS, 0.0).max_alpha)] * len(n),
        "table.growth": [list(parity(COUNTS, a).growth_factor) for a in alpha],
        "table.possible": [
            ["yes" if ok else "no" for ok in parity(COUNTS, a).feasible] for a in alpha
        ],
        "table.race": [
            ["stable" if ok else "unstable" for ok in race_of_many(COUNTS, a, 1.0).stable]
            for a in alpha
        ],
    }


def _title(n: float, feasible: bool, growth: float) -> str:
    who = f"{WORDS[int(n)]} rivals"
    if not feasible:
        return f"{who} cannot all have it, at any size of their forces"
    if abs(growth - 1) < EDGE:
        return f"{who} can just have it: everyone must hold exactly equal forces"
    return f"{who} can all have it, with room to reduce"


WORDS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six"}


def _sentence(n: float, alpha: float, feasible: bool, limit: float, growth: float) -> str:
    demand = (
        f"Each of {int(n)} states wants {fixed(alpha, 2)} of what its rivals hold together; "
        f"the largest demand that all can meet is {fixed(limit, 2)}"
    )
    if feasible and abs(growth - 1) < EDGE:
        return f"{demand}, so forces stay as they are, round after round."
    way = "multiplies" if growth > 1 else "shrinks"
    if growth > 1:
        return f"{demand}, so each round {way} every force by {fixed(growth, 2)}."
    return f"{demand}, so each round {way} every force to {fixed(growth, 2)} of what it was."


explorer = Explorer(
    name="third_power",
    subtitle=(
        "Left: demands that all rivals can meet at once (shaded). Right: what one round after "
        "another does to equal forces"
    ),
    sources=("richardson_1960", "jcr_three_nations_1980", "krepinevich_2022"),
    note=(
        f"{NOTIONAL} Demand α: own force over the forces of all rivals together; α = 1 is parity "
        "with the others combined. The last column is Richardson's race of n equal rivals with "
        "fear k = α and fatigue 1: at exactly 1 / (n \u2212 1) it is on the edge, which counts as "
        "unstable."
    ),
    controls=(
        Slider("n", "Rivals, n", 2, 6, step=1, default=3),
        Slider("alpha", "Each demands this share of the others' sum, α", 0.1, 1.2, step=0.05,
               default=0.5),
    ),
    figure=template,
    products=(Product(("n", "alpha"), draw),),
    columns=(
        Column("rivals", "Rivals", digits=0),
        Column("limit", "Largest possible demand", digits=3),
        Column("growth", "Factor a round", digits=2),
        Column("possible", "Possible for all?"),
        Column("race", "Richardson's race"),
    ),
    predict=Prediction(
        question=(
            "Each of three equal states now wants as much as its two rivals together (α = 1), and "
            "builds. After five rounds, how many times its first force has each?"
        ),
        unit="times",
        minimum=1,
        maximum=100,
        answer_key="outcome.force",
    ),
    narrow={
        "layout.xaxis.domain": [0, 1], "layout.yaxis.domain": [0.62, 1],
        "layout.xaxis2.domain": [0, 1], "layout.yaxis2.domain": [0, 0.38],
        "layout.margin.l": 42,
    },
    height=440,
)  # fmt: skip
