"""How a quarterly mean hides a closure: the flow through Hormuz in the first quarter of 2026.

One agency's mean for the quarter looks like a dent. The reader sets the day on which the flow
stopped and what was left of it, and sees which days can hide behind the published mean.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo import load
from twoplustwo.charts import label, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers._dates import MONTHS
from twoplustwo.explorers.engine import (
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    fixed,
)

START = date(2026, 1, 1)
DAYS = 90
CLOSED = (date(2026, 3, 1) - START).days  # whole days of the quarter before March
NEAR = 0.3  # million barrels a day: a mean this close to the published one explains it


@cache
def flow(period: str) -> float:
    """Oil through Hormuz as quoted for a period, million barrels a day."""
    rows = load("chokepoint_flows")
    rows = rows[(rows["chokepoint_id"] == "hormuz") & (rows["metric"] == "oil_flow")]
    return float(rows.loc[rows["period"] == period, "value"].iloc[0])


def before() -> float:
    """The last quarter before the war."""
    return flow("2025Q4")


def published() -> float:
    """The quoted mean of the first quarter of 2026."""
    return flow("2026Q1")


def mean(day: NDArray, left: NDArray) -> NDArray[np.float64]:
    """Mean of the quarter if `left` flowed from day number `day` (0 = 1 January) on."""
    return (before() * day + left * (DAYS - day)) / DAYS


def needed(day: float) -> float:
    """The flow after `day` that gives the published mean."""
    return (published() * DAYS - before() * day) / (DAYS - day)


def spoken(day: int) -> str:
    """Day number as a date, ``"1 March"``."""
    when = START + timedelta(days=int(day))
    return f"{when.day} {MONTHS[when.month - 1]}"


def draw(day: NDArray, left: NDArray) -> dict[str, Any]:
    means = mean(day, left)
    texts = [_sentence(int(d), x, m) for d, x, m in zip(day, left, means, strict=True)]
    high = np.full_like(day, before())
    return {
        "daily.x": np.stack([np.zeros_like(day), day, day, np.full_like(day, DAYS)], axis=1),
        "daily.y": np.stack([high, high, left, left], axis=1),
        "mean.y": np.stack([means, means], axis=1),
        "layout.annotations[0].y": means,
        "layout.annotations[0].text": [f"your mean {fixed(m, 1)}" for m in means],
        "summary": texts,
        "alt": [f"A line of daily flow over the quarter, and two means. {t}" for t in texts],
        "title": [_title(m) for m in means],
        "table.value": [
            [before(), x, d, DAYS - d, m, published()]
            for d, x, m in zip(day, left, means, strict=True)
        ],
    }


def _title(value: float) -> str:
    if abs(value - published()) <= NEAR:
        return "A strait nearly closed for a month makes a quarter that looks only dented"
    above = value > published()
    return f"These days give a mean {'above' if above else 'below'} the published one"


def _sentence(day: int, left: float, value: float) -> str:
    gap = value - published()
    verdict = (
        "which explains the published mean"
        if abs(gap) <= NEAR
        else f"{fixed(abs(gap), 1)} {'above' if gap > 0 else 'below'} the published mean"
    )
    return (
        f"{fixed(before(), 1)} million barrels a day until {spoken(day)} and {fixed(left, 1)} from "
        f"then on make a mean of {fixed(value, 1)}, {verdict} of {fixed(published(), 1)}."
    )


def outcome() -> dict[str, Any]:
    return {"outcome.march": [round(2 * needed(CLOSED)) / 2]}


def rows() -> dict[str, Any]:
    return {
        "table.what": [[
            "flow before", "flow after", "days before", "days after", "mean of these days",
            "published mean (unconfirmed)",
        ]],
        "table.unit": [[
            "million barrels a day", "million barrels a day", "days", "days",
            "million barrels a day", "million barrels a day",
        ]],
    }  # fmt: skip


def template() -> go.Figure:
    daily = go.Scatter(
        uid="daily", x=[0, 0, 0, DAYS], y=[0, 0, 0, 0], mode="lines", hoverinfo="skip",
        line={"color": INK_COLOUR, "width": 2.5},
    )  # fmt: skip
    own = go.Scatter(
        uid="mean", x=[0, DAYS], y=[0, 0], mode="lines", hoverinfo="skip",
        line={"color": ACCENT, "width": 2},
    )  # fmt: skip
    told = go.Scatter(
        uid="told", x=[0, DAYS], y=[published()] * 2, mode="lines", hoverinfo="skip",
        line={"color": SOFT, "width": 2, "dash": "dash"},
    )  # fmt: skip
    months = [0, 31, 59, DAYS]
    return new_figure(
        [told, own, daily],
        {
            "margin": {"l": 40, "r": 26, "t": 10, "b": 30},
            "xaxis": {"range": [-1, DAYS + 1], "tickvals": months,
                      "ticktext": ["1 Jan", "1 Feb", "1 Mar", "31 Mar"]},
            "yaxis": {"range": [0, 23], "tickvals": [0, 5, 10, 15, 20]},
            "annotations": [
                label(DAYS, 0, "", ACCENT, xanchor="right", yanchor="bottom", xshift=0, yshift=2),
                label(0, published(), f"published {fixed(published(), 1)} (unconfirmed)",
                      SOFT, yanchor="bottom", yshift=2),
                label(0, before(), "flow of each day", INK_COLOUR, yanchor="bottom", yshift=3),
            ],
        },
    )  # fmt: skip


explorer = Explorer(
    name="quarter_mean",
    subtitle="Oil through the Strait of Hormuz, first quarter of 2026, million barrels a day",
    sources=("eia_security_2026", "iea_commentary_2026", "business_times_2026",
             "kookmin_ilbo_2026"),
    note="The flow before is the quoted value for the last quarter of 2025. Both quarterly values "
    "are unconfirmed: they were quoted in the press, and the agency's own table was not found. "
    "The two steps are a simplification; the real flow did not fall in one hour.",
    controls=(
        Slider("day", "Flow stops on", 1, 89, step=1, default=CLOSED,
               labels=[spoken(d) for d in range(1, 90)]),
        Slider("left", "What is left", 0, 20, step=0.5, default=10,
               unit="million barrels a day"),
    ),
    figure=template,
    products=(
        Product(("day", "left"), draw),
        Product((), rows),
        Product((), outcome),
    ),
    columns=(
        Column("what", "What"),
        Column("value", "Value", digits=1),
        Column("unit", "Unit"),
    ),
    predict=Prediction(
        question=f"Before the war about {fixed(before(), 1)} million barrels passed Hormuz each "
        f"day. The mean of the first quarter of 2026 is quoted as {fixed(published(), 1)}. If "
        "January and February were normal, what passed on an average day of March?",
        unit="million barrels a day",
        minimum=0,
        maximum=20,
        step=0.5,
        answer_key="outcome.march",
    ),
    narrow={"layout.margin.l": 34},
    height=360,
)  # fmt: skip
