"""M10 and M11: an exchange between Red and Blue, and what it does to the rank of Green."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import label, new_figure
from twoplustwo.charts.theme import PAPER, SOFT
from twoplustwo.explorers._notional import BLUE, GREEN, NOTIONAL, RED
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    fixed,
    grouped,
    percent,
)
from twoplustwo.models.exchange import bystander, exchange_ratio

START = {"red": 1550.0, "blue": 1550.0, "green": 600.0}
NAMES = ("Red", "Blue", "Green")
ROWS = np.array([2.0, 1.0, 0.0])
SHOTS = 2


def template() -> go.Figure:
    before = go.Bar(
        uid="before", orientation="h", x=list(START.values()), y=ROWS, width=0.62,
        hoverinfo="skip",
        marker={"color": PAPER, "line": {"color": SOFT, "width": 1.5}},
    )  # fmt: skip
    after = go.Bar(
        uid="after", orientation="h", x=list(START.values()), y=ROWS, width=0.42,
        hoverinfo="skip",
        marker={"color": [RED, BLUE, GREEN],
                "pattern": {"shape": ["", "/", ""], "fgcolor": PAPER, "fillmode": "overlay"}},
    )  # fmt: skip
    return new_figure([before, after], _layout())


def _layout() -> dict[str, Any]:
    names = [
        label(0, row, "", colour, xshift=0, yshift=36)
        for row, colour in zip(ROWS, (RED, BLUE, GREEN), strict=True)
    ]
    return {
        "barmode": "overlay",
        "margin": {"l": 14, "r": 14, "t": 6, "b": 46},
        "xaxis": {"range": [0, 1650], "tickvals": [0, 500, 1000, 1500], "tickformat": ",d",
                  "title": {"text": "Warheads (outline: before)"}},
        "yaxis": {"range": [-0.5, 2.85], "visible": False},
        "annotations": names,
    }  # fmt: skip


def draw(carried: NDArray, kill: NDArray, spent: NDArray) -> dict[str, Any]:
    ratio = exchange_ratio(carried.astype(float), kill, SHOTS)
    destroyed = ratio * spent
    left = np.stack(
        [START["red"] - spent, START["blue"] - destroyed, np.full_like(spent, START["green"])],
        axis=1,
    )
    rank = bystander(*START.values(), spent, destroyed)
    ranks = np.asarray(rank.over_red_after)
    texts = [_sentence(*row) for row in zip(spent, ratio, destroyed, ranks, strict=True)]
    out = {
        "after.x": left,
        "title": [_title(*row) for row in zip(spent, ratio, ranks, strict=True)],
        "summary": texts,
        "alt": [f"Bars of the forces of Red, Blue and Green before and after. {t}" for t in texts],
        "outcome.rank": 100 * ranks,
        "table.side": [list(NAMES)] * len(spent),
        "table.before": [list(START.values())] * len(spent),
        "table.after": left,
        "table.green": 100 * START["green"] / left,
    }
    for i, name in enumerate(NAMES):
        out[f"layout.annotations[{i}].text"] = [
            f"{name}: {grouped(row[i])} left of {grouped(list(START.values())[i])}" for row in left
        ]
    return out


def _title(spent: float, ratio: float, rank: float) -> str:
    if spent == 0:
        return "Before any exchange Green is far behind both"
    if ratio > 1:
        return "Attacking destroys more than it spends, and Green gains on both"
    return f"Attacking spends more than it destroys; Green now has {percent(rank)} of Red"


def _sentence(spent: float, ratio: float, destroyed: float, now: float) -> str:
    was = START["green"] / START["red"]
    if spent == 0:
        return f"Nobody has attacked: Green has {percent(was)} of Red's force and of Blue's."
    return (
        f"Red spends {grouped(spent)} warheads and destroys {grouped(destroyed)} of Blue's, "
        f"{fixed(ratio, 2)} for each one spent; Green, which did nothing, goes from "
        f"{percent(was)} to {percent(now)} of Red's force."
    )


explorer = Explorer(
    name="bystander",
    subtitle="Forces before (outline) and after (filled) an attack by Red on Blue; Green stays out",
    sources=("davis_schilling_1973", "lieber_press_2006"),
    note=(
        f"{NOTIONAL} Two shots at each missile, independent of each other; nothing moves, nothing "
        "is launched under warning, and Blue's answer is left out. Model: Davis and Schilling "
        "(1973); the bystander is this course's arithmetic."
    ),
    controls=(
        Choice("carried", "Warheads on each of Blue's missiles",
               ((1, "one"), (2, "two"), (3, "three")), default=2),
        Slider("kill", "Chance that one shot succeeds", 0.5, 0.9, step=0.1, default=0.8),
        Slider("spent", "Warheads Red spends", 0, 1000, step=100, default=0),
    ),
    figure=template,
    products=(Product(("carried", "kill", "spent"), draw),),
    columns=(
        Column("side", "Side"),
        Column("before", "Before", unit="warheads", digits=0, grouped=True),
        Column("after", "After", unit="warheads", digits=0, grouped=True),
        Column("green", "Green's force over it", unit="%", digits=0),
    ),
    predict=Prediction(
        question=(
            "Green has 39% of Red's warheads. Red spends 800 on Blue. How much of Red's force does "
            "Green have then?"
        ),
        unit="%",
        maximum=150,
        answer_key="outcome.rank",
    ),
    height=330,
)  # fmt: skip
