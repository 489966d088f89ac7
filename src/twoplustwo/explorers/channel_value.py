"""M16: what a call is worth before it is made, over everything one may have believed before."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    fixed,
    percent,
)
from twoplustwo.models.alarm import channel_value

BELIEFS = np.linspace(0.0, 1.0, 101)
SAMPLES = np.linspace(0.1, 0.9, 9)
# option -> (loss of answering a false alarm, loss of missing a true one)
LOSSES = {"equal": (1.0, 1.0), "miss": (1.0, 4.0), "false": (4.0, 1.0)}
START = float(channel_value(0.3, 1.0, 1.0, 0.9, 0.3).voi)  # at the defaults of the controls
HIGH = 0.92


def _losses(losses: NDArray) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    pairs = np.array([LOSSES[name] for name in losses], float)
    return pairs[:, 0], pairs[:, 1]


def worth(belief: Any, innocent: Any, guilty: Any, losses: NDArray) -> NDArray[np.float64]:
    """Value of the channel; `belief` of shape (n,) or (points,), everything else (n,)."""
    false, miss = _losses(losses)
    if np.ndim(belief) and np.shape(belief) != np.shape(false):
        false, miss, innocent, guilty = (
            np.asarray(v)[:, None] for v in (false, miss, innocent, guilty)
        )
    return np.asarray(channel_value(belief, false, miss, innocent, guilty).voi)


def template() -> go.Figure:
    best = go.Scatter(
        uid="best", x=BELIEFS, y=BELIEFS, mode="lines", hoverinfo="skip",
        line={"color": SOFT, "width": 1.5, "dash": "dash"},
    )  # fmt: skip
    area = go.Scatter(
        uid="area", x=[*BELIEFS, *BELIEFS[::-1]], y=[0] * 202, mode="none", fill="toself",
        fillcolor=ACCENT, opacity=0.18, hoverinfo="skip",
    )  # fmt: skip
    curve = go.Scatter(
        uid="curve", x=BELIEFS, y=BELIEFS, mode="lines", line={"color": ACCENT, "width": 3},
        hovertemplate="belief %{x:.0%}: worth %{y:.2f}<extra></extra>",
    )  # fmt: skip
    here = go.Scatter(
        uid="here", x=[0], y=[0], text=[""], mode="markers+text", textposition="top center",
        textfont={"color": INK_COLOUR, "weight": 600}, hoverinfo="skip", cliponaxis=False,
        marker={"size": 13, "color": INK_COLOUR},
    )  # fmt: skip
    return new_figure([best, area, curve, here], _layout())


def _layout() -> dict[str, Any]:
    small = {"showarrow": False, "font": {"color": SOFT, "size": 12}}
    return {
        "margin": {"l": 44, "r": 24, "t": 8, "b": 48},
        "xaxis": {
            "range": [0, 1], "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": ["0%", "25%", "50%", "75%", "100%"],
            "title": {"text": "Your belief that it is serious, before the call"},
        },
        "yaxis": {"range": [-0.02, HIGH], "tickvals": [0, 0.2, 0.4, 0.6, 0.8]},
        "annotations": [
            {"x": 0.25, "y": HIGH, "yanchor": "top", "text": "wait", **small},
            {"x": 0.75, "y": HIGH, "yanchor": "top", "text": "respond", **small},
            {"x": 0.5, "y": 0.5, "yanchor": "bottom", "text": "if always true", **small},
        ],
        "shapes": [
            {"type": "line", "x0": 0.5, "x1": 0.5, "y0": -0.02, "y1": HIGH, "layer": "below",
             "line": {"color": SOFT, "width": 1, "dash": "dot"}},
        ],
    }  # fmt: skip


def frame(losses: NDArray) -> dict[str, Any]:
    """What hangs on the losses alone: the turning point and the worth of the whole truth."""
    false, miss = _losses(losses)
    turn = false / (false + miss)
    peak = false * miss / (false + miss)
    return {
        "best.y": worth(BELIEFS, np.ones_like(turn), np.zeros_like(turn), losses),
        "layout.shapes[0].x0": turn,
        "layout.shapes[0].x1": turn,
        "layout.annotations[0].x": turn / 2,
        "layout.annotations[1].x": (1 + turn) / 2,
        # Beside the peak, on the side that has room.
        "layout.annotations[2].x": np.where(turn > 0.6, turn - 0.12, turn + 0.12),
        "layout.annotations[2].y": peak * 0.86,
        "layout.annotations[2].xanchor": ["right" if t > 0.6 else "left" for t in turn],
    }


def curve(innocent: NDArray, guilty: NDArray, losses: NDArray) -> dict[str, Any]:
    value = worth(BELIEFS, innocent, guilty, losses)
    return {
        "area.y": np.concatenate([value, np.zeros_like(value)], axis=1),
        "curve.y": value,
        "table.belief": [100 * SAMPLES] * len(innocent),
        "table.worth": worth(SAMPLES, innocent, guilty, losses),
        "table.best": worth(SAMPLES, np.ones_like(innocent), np.zeros_like(guilty), losses),
    }


def compute(belief: NDArray, innocent: NDArray, guilty: NDArray, losses: NDArray) -> dict[str, Any]:
    value = worth(belief, innocent, guilty, losses)
    sentences = [
        _sentence(p, i, g, v) for p, i, g, v in zip(belief, innocent, guilty, value, strict=True)
    ]
    return {
        "here.x": belief[:, None],
        "here.y": value[:, None],
        "here.text": [[f"worth {fixed(v, 2)}"] for v in value],
        "here.textposition": _positions(belief, value, losses),
        "title": [_title(i, g, v) for i, g, v in zip(innocent, guilty, value, strict=True)],
        "summary": sentences,
        "alt": [
            "A tent-shaped curve: the worth of a call over the belief held before it, below the "
            f"dashed tent of a channel that tells the whole truth. {s}"
            for s in sentences
        ],
        "outcome.change": [_compared(v) for v in value],
    }


def _positions(belief: NDArray, value: NDArray, losses: NDArray) -> list[str]:
    """Below the point, inside the tent, if there is room; else above it."""
    false, miss = _losses(losses)
    turn = false / (false + miss)
    side = np.where(belief < turn - 1e-9, "right", np.where(belief > turn + 1e-9, "left", "center"))
    inside = (value > 0.12) & (side != "center")
    return [f"bottom {s}" if i else "top center" for i, s in zip(inside, side, strict=True)]


def _compared(value: float) -> str:
    """The worth against that of the start, as the prediction asks for it."""
    if value < 5e-4:
        return "nothing"
    return "same" if abs(value - START) < 5e-4 else "more" if value > START else "less"


def _title(innocent: float, guilty: float, value: float) -> str:
    if abs(innocent - guilty) < 1e-9:
        return "The answer is the same in both cases, so the call is worth nothing"
    if value < 5e-4:
        return "No answer would change what you do, so the call is worth nothing"
    return f"The call saves {fixed(value, 2)} of the loss you would expect without it"


def _sentence(belief: float, innocent: float, guilty: float, value: float) -> str:
    rates = (
        f"They deny in {percent(innocent, 0)} of harmless cases and in {percent(guilty, 0)} of "
        f"serious ones; with a belief of {percent(belief, 0)} the call is worth "
    )
    return rates + ("nothing." if value < 5e-4 else f"{fixed(value, 2)}.")


explorer = Explorer(
    name="channel_value",
    subtitle=(
        "Expected loss that a call saves, in units of the smaller mistake, over the belief held "
        "before it. Dashed: an answer that is always true"
    ),
    sources=("blackwell_1953", "howard_1966", "barrett_2013"),
    note=(
        "All values are illustrative; nobody has measured a belief, a loss or how often a "
        "government denies. The dotted line is the belief at which waiting and responding cost "
        "the same."
    ),
    controls=(
        Slider("belief", "Your belief that it is serious", 0.1, 0.9, step=0.1, default=0.3),
        Slider("innocent", "They deny if it is harmless", 0.5, 1.0, step=0.05, default=0.9),
        Slider("guilty", "They deny if it is serious", 0.0, 1.0, step=0.1, default=0.3),
        Choice(
            "losses",
            "Which mistake is worse?",
            (
                ("equal", "Both the same"),
                ("miss", "Missing it, four times"),
                ("false", "A false response, four times"),
            ),
            default="equal",
        ),
    ),
    figure=template,
    products=(
        Product(("losses",), frame),
        Product(("innocent", "guilty", "losses"), curve),
        Product(("belief", "innocent", "guilty", "losses"), compute),
    ),
    columns=(
        Column("belief", "Belief before", unit="%", digits=0),
        Column("worth", "Worth of this channel", digits=2),
        Column("best", "Worth of the whole truth", digits=2),
    ),
    predict=Prediction(
        question=(
            "The call is worth 0.14 while you hold a serious case for 30% likely. "
            "You grow more alarmed: 80%. What is the same call worth then? "
            "Choose, then move the slider."
        ),
        kind="choice",
        options=(
            ("more", "more than 0.14"),
            ("same", "the same"),
            ("less", "less, but something"),
            ("nothing", "nothing"),
        ),
        answer_key="outcome.change",
    ),
    narrow={"layout.margin.l": 36},
    height=400,
)
