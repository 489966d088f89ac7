"""M03: why a promise about tomorrow fails, and why patience makes it worse."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers._packages import ILLUSTRATIVE
from twoplustwo.explorers.engine import Column, Explorer, Prediction, Product, Slider, fixed
from twoplustwo.models.bargaining import preventive_war

PATIENCE = np.linspace(0.0, 0.99, 34)
SAMPLES = np.array([0.5, 0.7, 0.9])
LOW, HIGH = -0.85, 0.85
DEFAULT = {"p1": 0.3, "p2": 0.7, "cost": 0.5}


def threshold(p1: NDArray, p2: NDArray, cost: NDArray) -> NDArray:
    """Patience above which the promise fails: root of δ p2 - p1 = c (1 - δ)²; NaN if none.

    The line rises from -p1 to p2 - p1 and the curve falls from c to 0, so they cross once
    before δ = 1 exactly if p2 > p1; it is the smaller root of c δ² - (2c + p2) δ + c + p1 = 0.
    """
    middle = 2 * cost + p2
    inner = np.maximum(middle**2 - 4 * cost * (cost + p1), 0)
    root = (middle - np.sqrt(inner)) / (2 * cost)
    return np.where(p2 > p1 + 1e-9, root, np.nan)


START = float(threshold(*(np.array(value) for value in DEFAULT.values())))


def template() -> go.Figure:
    fail = go.Scatter(
        uid="fail", x=[0] * 4, y=[LOW, LOW, HIGH, HIGH], fill="toself", mode="none",
        fillcolor=SOFT, opacity=0.16, hoverinfo="skip",
    )  # fmt: skip
    later = go.Scatter(
        uid="later", x=PATIENCE, y=PATIENCE, mode="lines", hoverinfo="skip",
        line={"color": ACCENT, "width": 3},
    )  # fmt: skip
    now = go.Scatter(
        uid="now", x=PATIENCE, y=PATIENCE, mode="lines", hoverinfo="skip",
        line={"color": INK_COLOUR, "width": 3, "dash": "dash"},
    )  # fmt: skip
    cross = go.Scatter(
        uid="cross", x=[0], y=[0], mode="markers", hoverinfo="skip",
        marker={"size": 11, "color": INK_COLOUR},
    )  # fmt: skip
    texts = go.Scatter(
        uid="texts", x=[0.03, 0.03, 0.97], y=[0, 0, HIGH - 0.06], mode="text", hoverinfo="skip",
        textposition=["top right", "bottom right", "middle left"],
    )  # fmt: skip
    return new_figure([fail, later, now, cross, texts], _layout())


def _layout() -> dict[str, Any]:
    return {
        "margin": {"l": 48, "r": 16, "t": 8, "b": 48},
        "xaxis": {
            "range": [0, 1], "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "title": {"text": "Patience δ: weight of tomorrow against today"},
        },
        "yaxis": {
            "range": [LOW, HIGH], "tickvals": [-0.8, -0.4, 0, 0.4, 0.8], "zeroline": True,
            "zerolinecolor": SOFT, "zerolinewidth": 1,
        },
    }  # fmt: skip


def loss(p1: NDArray, p2: NDArray) -> dict[str, Any]:
    """What the other side loses by waiting, over all patience."""
    lhs = preventive_war(p1[:, None], p2[:, None], PATIENCE, 0.0).lhs
    return {"later.y": lhs}


def price(cost: NDArray) -> dict[str, Any]:
    """What ending it now costs the other side, over all patience."""
    rhs = preventive_war(0.0, 0.0, PATIENCE, cost[:, None]).rhs
    return {"now.y": rhs}


def compute(p1: NDArray, p2: NDArray, cost: NDArray) -> dict[str, Any]:
    limit = threshold(p1, p2, cost)
    level = cost * (1 - limit) ** 2
    left, right = np.nan_to_num(limit, nan=1.0), np.ones_like(limit)
    samples = preventive_war(p1[:, None], p2[:, None], SAMPLES, cost[:, None])
    return {
        "fail.x": np.stack([left, right, right, left], axis=1),
        "cross.x": limit[:, None],
        "cross.y": level[:, None],
        "texts.y": np.stack([cost, -p1, np.full_like(p1, HIGH - 0.06)], axis=1),
        "texts.text": [
            ["price of ending it now", "loss from waiting", "promise fails" if x == x else ""]
            for x in limit
        ],
        **_sentences(p1, p2, limit),
        "table.patience": [SAMPLES] * len(p1),
        "table.loss": samples.lhs,
        "table.price": samples.rhs,
        "table.verdict": [["fails" if w else "holds" for w in row] for row in samples.war],
        "outcome.crossing": [_compared(x) for x in limit],
    }


def _compared(limit: float) -> str:
    """Whether the promise fails sooner or later than it does at the start."""
    if limit != limit:
        return "never"
    return "same" if abs(limit - START) < 1e-9 else "sooner" if limit < START else "later"


def _sentences(p1: NDArray, p2: NDArray, limit: NDArray) -> dict[str, Any]:
    moves = [
        f"One side's expected share goes from {fixed(a, 1)} to {fixed(b, 1)}"
        for a, b in zip(p1, p2, strict=True)
    ]
    ends = [
        f"above a patience of {fixed(x, 2)} no promise holds the other side back"
        if x == x
        else "the other side loses nothing by waiting, so the promise holds at any patience"
        for x in limit
    ]
    return {
        "title": [
            f"Above a patience of {fixed(x, 2)}, the promise fails"
            if x == x
            else "Nothing shifts against the other side: the promise holds"
            for x in limit
        ],
        "summary": [f"{a}; {b}." for a, b in zip(moves, ends, strict=True)],
        "alt": [
            "Two curves over patience: a rising line, the loss from waiting, and a falling curve, "
            f"the price of ending the talks now. {a}; {b}."
            for a, b in zip(moves, ends, strict=True)
        ],
    }


explorer = Explorer(
    name="commitment",
    subtitle=(
        "Value over patience, in units of the whole issue. Solid: what the other side loses by "
        "waiting. Dashed: what it costs to end the talks now"
    ),
    sources=("fearon_1995", "debs_monteiro_2014"),
    note=(
        f"{ILLUSTRATIVE} Shaded: the loss exceeds the price, so the other side ends the talks "
        "today. The shift is assumed certain and known. Model: Fearon (1995), cost paid once."
    ),
    controls=(
        Slider(
            "p1", "Rising side's expected share today", 0.1, 0.8, step=0.1, default=DEFAULT["p1"]
        ),
        Slider("p2", "Its expected share tomorrow", 0.1, 0.9, step=0.1, default=DEFAULT["p2"]),
        Slider(
            "cost",
            "Other side's cost of ending it now",
            0.1,
            0.8,
            step=0.1,
            default=DEFAULT["cost"],
        ),
    ),
    figure=template,
    products=(
        Product(("p1", "p2"), loss),
        Product(("cost",), price),
        Product(("p1", "p2", "cost"), compute),
    ),
    columns=(
        Column("patience", "Patience", digits=1),
        Column("loss", "Loss from waiting", digits=3),
        Column("price", "Price of ending it now", digits=3),
        Column("verdict", "The promise"),
    ),
    predict=Prediction(
        question=(
            "The other side's cost of ending it now falls from 0.5 to 0.1. "
            "At what patience does the promise begin to fail?"
        ),
        kind="choice",
        options=(
            ("sooner", "at less patience"),
            ("same", "at the same"),
            ("later", "only at more"),
            ("never", "at none"),
        ),
        answer_key="outcome.crossing",
    ),
    narrow={"layout.margin.l": 36},
    height=400,
)
