"""M07: how much patience a limit needs when cheating may go unseen."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers.engine import Column, Explorer, Prediction, Product, Slider, fixed
from twoplustwo.models.verification import critical_patience

GRID = np.linspace(0.0, 1.0, 51)
SAMPLES = np.array([1.0, 0.75, 0.5, 0.25, 0.1])
LEVEL = 3.0
"""Payoff of mutual compliance; the result depends only on the two differences from it."""

CLOSE = 1e-9  # a tie counts as holding, in both languages
TITLES = ("Cheating pays: the limit does not hold", "Honesty pays: the limit holds")


def threshold(gain: NDArray, loss: NDArray, q: NDArray) -> NDArray:
    """Return the least patience that sustains the limit."""
    return np.asarray(critical_patience(LEVEL + gain, LEVEL, LEVEL - loss, q))


def least_detection(gain: NDArray, loss: NDArray, patience: NDArray) -> NDArray:
    """Return the least chance of detection at a patience: `threshold` solved for q.

    Above 1 where no inspection is enough.
    """
    return gain * (1.0 - patience) / (patience * loss)


def template() -> go.Figure:
    safe = go.Scatter(
        uid="safe", x=[*GRID, 1, 0], y=[*GRID, 1, 1], fill="toself", mode="none",
        fillcolor=ACCENT, opacity=0.16, hoverinfo="skip",
    )  # fmt: skip
    line = go.Scatter(
        uid="line", x=GRID, y=GRID, mode="lines", hoverinfo="skip",
        line={"color": ACCENT, "width": 3},
    )  # fmt: skip
    guide = go.Scatter(
        uid="guide", x=[0, 0, 0], y=[0, 0, 0], mode="lines", hoverinfo="skip",
        line={"color": SOFT, "width": 1.5, "dash": "dot"},
    )  # fmt: skip
    here = go.Scatter(
        uid="here", x=[0], y=[0], mode="markers+text", text=[""], hoverinfo="skip",
        textposition=["middle right"],
        marker={"size": 14, "color": INK_COLOUR, "symbol": "circle", "line": {"width": 2}},
    )  # fmt: skip
    words = go.Scatter(
        uid="words", x=[0.97, 0.97], y=[0.95, 0.06], mode="text", hoverinfo="skip",
        text=["the limit holds", "cheating pays"],
        textposition="middle left", textfont={"color": SOFT},
    )  # fmt: skip
    return new_figure([safe, line, guide, words, here], _layout())


def _layout() -> dict[str, Any]:
    ticks = {"tickvals": [0, 0.25, 0.5, 0.75, 1]}
    return {
        "margin": {"l": 54, "r": 26, "t": 14, "b": 48},
        "xaxis": {
            "range": [0, 1], **ticks, "ticktext": ["0%", "25%", "50%", "75%", "100%"],
            "title": {"text": "Chance that a period’s cheating is detected, q"},
        },
        "yaxis": {"range": [0, 1], **ticks, "title": {"text": "Patience δ"}},
    }  # fmt: skip


def compute(gain: NDArray, loss: NDArray, q: NDArray, patience: NDArray) -> dict[str, Any]:
    needed = threshold(gain, loss, q)
    curve = threshold(gain[:, None], loss[:, None], GRID)
    least = least_detection(gain, loss, patience)
    holds = patience >= needed - CLOSE
    edge = np.ones((len(q), 2))
    return {
        "line.y": curve,
        "safe.y": np.concatenate([curve, edge], axis=1),
        "guide.x": np.stack([q, q, np.zeros_like(q)], axis=1),
        "guide.y": np.stack([np.zeros_like(q), needed, needed], axis=1),
        "here.x": q[:, None],
        "here.y": patience[:, None],
        "here.text": [["  holds" if h else "  fails"] for h in holds],
        "here.textposition": [["middle left" if x > 0.85 else "middle right"] for x in q],
        "here.marker.symbol": ["circle" if h else "circle-open" for h in holds],
        **_sentences(q, patience, needed, least, holds),
        **_rows(gain, loss, patience),
    }


def _rows(gain: NDArray, loss: NDArray, patience: NDArray) -> dict[str, Any]:
    needed = threshold(gain[:, None], loss[:, None], SAMPLES)
    return {
        "table.needed": needed,
        "table.verdict": [
            ["holds" if x >= y - CLOSE else "fails" for y in row]
            for x, row in zip(patience, needed, strict=True)
        ],
    }


def fixed_rows() -> dict[str, Any]:
    """Columns that no slider moves, and the answer to the prediction."""
    return {
        "table.q": [100 * SAMPLES],
        "table.wait": [1 / SAMPLES],
        "outcome.patience": [float(threshold(np.array(2.0), np.array(2.0), np.array(0.25)))],
    }


def _sentences(
    q: NDArray, patience: NDArray, needed: NDArray, least: NDArray, holds: NDArray
) -> dict[str, Any]:
    rows = list(zip(q, patience, needed, least, holds, strict=True))
    texts = [
        f"With a {fixed(100 * a, 0)}% chance of detection a period, the limit needs a patience of "
        f"{fixed(c, 2)}; yours is {fixed(b, 2)}, so it {'holds' if h else 'fails'}. {_least(d)}"
        for a, b, c, d, h in rows
    ]
    return {
        "title": [TITLES[int(h)] for h in holds],
        "summary": texts,
        "alt": [
            "A curve falls from upper left to lower right: the less likely detection is, the more "
            f"patience a limit needs. {text}"
            for text in texts
        ],
    }


def _least(q: float) -> str:
    if q > 1 + CLOSE:
        return "At this patience even certain detection would not be enough."
    return f"At this patience the least chance of detection that works is {fixed(100 * q, 0)}%."


explorer = Explorer(
    name="verification",
    subtitle="Patience that a limit needs, by chance of detection. Shaded: each side does better "
    "by keeping the limit. Filled dot: your state holds; hollow: it fails",
    sources=("friedman_1971", "axelrod_1984", "wittman_1989"),
    note="All values are illustrative: nobody has measured them. Payoffs are per period; after "
    "a detected breach the limit is gone for good. Only the ratio of gain to loss matters. Form "
    "of the threshold: derived for this course.",
    controls=(
        Slider("q", "Chance of detection a period, q", 0, 1, step=0.01, default=0.5),
        Slider("patience", "Patience, δ", 0.5, 0.99, step=0.01, default=0.75),
        Slider("gain", "What cheating adds, T − R", 0.5, 4, step=0.1, default=2),
        Slider("loss", "What a breakdown costs, R − P", 0.5, 4, step=0.1, default=2),
    ),
    figure=template,
    products=(
        Product(("gain", "loss", "q", "patience"), compute),
        Product((), fixed_rows),
    ),
    columns=(
        Column("q", "Chance of detection", unit="%", digits=0),
        Column("wait", "Mean wait until detection", unit="periods", digits=1),
        Column("needed", "Patience needed", digits=3),
        Column("verdict", "At your patience"),
    ),
    twin="verification.js",
    constants={
        "grid": [float(x) for x in GRID],
        "samples": [float(x) for x in SAMPLES],
        "titles": list(TITLES),
    },
    predict=Prediction(
        question="With certain detection (and T − R = R − P = 2) the limit needs a patience of "
        "0.50. Inspectors go home, and the chance of detection falls to 25% a period. What "
        "patience is needed now?",
        minimum=0.5,
        maximum=1,
        step=0.01,
        answer_key="outcome.patience",
    ),
    narrow={"layout.margin.l": 48},
    height=420,
)
