"""M11: what hiding a part of one's force does to the temptation to strike first."""

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
    grouped,
)
from twoplustwo.models.exchange import first_strike, stability_index

SHARES = np.linspace(0.0, 1.0, 41)
SAMPLES = np.array([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0])
COMPARED = (500.0, 1000.0, 2000.0)
LABEL_AT = 0.44
W0 = 300.0


def index(total: Any, share: Any, kill: Any) -> np.ndarray:
    """The index of two equal sides."""
    ratio = first_strike(total, share, kill, W0).ratio
    return np.asarray(stability_index(ratio, ratio))


def template() -> go.Figure:
    others = [
        go.Scatter(uid=f"force_{int(total)}", x=100 * SHARES, y=SHARES, mode="lines",
                   line={"color": SOFT, "width": 1.5, "dash": "dot"}, hoverinfo="skip")
        for total in COMPARED
    ]  # fmt: skip
    curve = go.Scatter(uid="curve", x=100 * SHARES, y=SHARES, mode="lines", hoverinfo="skip",
                       line={"color": ACCENT, "width": 3})  # fmt: skip
    chosen = go.Scatter(uid="chosen", x=[0], y=[0], mode="markers", hoverinfo="skip",
                        marker={"size": 13, "color": INK_COLOUR})  # fmt: skip
    return new_figure([*others, curve, chosen], _layout())


def _layout() -> dict[str, Any]:
    names = [
        label(100 * LABEL_AT, 0, grouped(total), SOFT, xshift=6, yshift=-11) for total in COMPARED
    ]
    return {
        "margin": {"l": 40, "r": 16, "t": 24, "b": 46},
        "xaxis": {"range": [-2, 102], "tickvals": [0, 25, 50, 75, 100],
                  "title": {"text": "Share that cannot be found (%)"}},
        "yaxis": {"range": [0, 104], "tickvals": [0, 25, 50, 75, 100]},
        "annotations": [
            label(-2, 104, "Index: 100 means nothing to gain by striking first", SOFT,
                  xshift=0, yshift=12),
            *names,
            label(0, 0, "", INK_COLOUR, xshift=10, yshift=-14),
        ],
    }  # fmt: skip


def compare(kill: NDArray) -> dict[str, Any]:
    """Dotted curves of three sizes of force, with their names."""
    out: dict[str, Any] = {}
    for i, total in enumerate(COMPARED):
        out[f"force_{int(total)}.y"] = np.round(index(total, SHARES, kill[:, None]), 3)
        out[f"layout.annotations[{i + 1}].y"] = index(total, LABEL_AT, kill)
    return out


def main_curve(total: NDArray, kill: NDArray) -> dict[str, Any]:
    return {
        "curve.y": np.round(index(total[:, None], SHARES, kill[:, None]), 3),
        "table.share": [list(100 * SAMPLES)] * len(total),
        "table.answer": first_strike(total[:, None], SAMPLES, kill[:, None], W0).retaliation,
        "table.first": 100 * np.asarray(
            first_strike(total[:, None], SAMPLES, kill[:, None], W0).cost_first
        ),
        "table.index": index(total[:, None], SAMPLES, kill[:, None]),
    }  # fmt: skip


def speak(total: NDArray, share: NDArray, kill: NDArray) -> dict[str, Any]:
    value = index(total, share, kill)
    side = first_strike(total, share, kill, W0)
    rows = zip(total, share, kill, side.retaliation, side.cost_first, value, strict=True)
    texts = [_sentence(*row) for row in rows]
    return {
        "chosen.x": 100 * share[:, None],
        "chosen.y": value[:, None],
        "layout.annotations[4].x": np.minimum(100 * share, 86),
        "layout.annotations[4].y": value,
        "layout.annotations[4].text": [fixed(v, 0) for v in value],
        "title": [_title(v) for v in value],
        "summary": texts,
        "alt": [f"Curves of an index over the share that cannot be found. {t}" for t in texts],
        "outcome.index": value,
    }  # fmt: skip


def _title(value: float) -> str:
    if value < 40:
        return "Much to gain by striking first: whoever waits loses most of the answer"
    if value < 80:
        return "Something to gain by striking first: hiding more would help both"
    return "Little to gain by striking first: enough survives to answer"


def _sentence(total: float, share: float, kill: float, left: float, cost: float, v: float) -> str:
    return (
        f"Each side has {grouped(total)} warheads, {fixed(100 * share)}% of them cannot be found, "
        f"and {fixed(100 * kill)}% of the rest would be lost: {grouped(left)} could still answer, "
        f"worth {fixed(100 * cost)}% of all value, and the index is {fixed(v, 1)} of 100."
    )


explorer = Explorer(
    name="first_strike",
    subtitle=(
        "First-strike stability of two equal sides, Red and Blue. Thick: the chosen force; dotted: "
        "500, 1,000 and 2,000 warheads"
    ),
    sources=("kent_thaler_1989", "kent_1988", "davis_1989"),
    note=(
        f"{NOTIONAL} Damage reaches 63% of all value at {grouped(W0)} warheads. After Kent and "
        "Thaler (1989), simplified for this course: damage to the opponent does not count, and "
        "no politics, error or person is in it."
    ),
    controls=(
        Slider("total", "Warheads of each side", 200, 2000, step=200, default=1000),
        Slider("share", "Share that cannot be found", 0, 1, step=0.05, default=0.1),
        Slider("kill", "Part of the findable rest that is lost", 0.5, 0.95, step=0.05, default=0.9),
    ),
    figure=template,
    products=(
        Product(("kill",), compare),
        Product(("total", "kill"), main_curve),
        Product(("total", "share", "kill"), speak),
    ),
    columns=(
        Column("share", "Cannot be found", unit="%", digits=0),
        Column("answer", "Could still answer", unit="warheads", digits=0, grouped=True),
        Column("first", "Cost of striking first", unit="% of value", digits=1),
        Column("index", "Index", digits=1),
    ),
    predict=Prediction(
        question=(
            "With a tenth of the force hidden the index is 24. Both sides now hide half. "
            "What will it be?"
        ),
        answer_key="outcome.index",
    ),
    narrow={"layout.annotations[0].text": "Index (100: no gain in striking first)"},
    height=420,
)  # fmt: skip
