"""The economy of the DPRK as the Bank of Korea estimates it: growth rates chained to a level.

The Bank prints no interval. The slider shows what a steady error would do to the comparison of
the two sanctions years with the three years of the closed border.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo import load
from twoplustwo.charts import COUNTRY, label, new_figure, tint
from twoplustwo.charts.theme import RULE, SOFT
from twoplustwo.explorers._arms import source_ids
from twoplustwo.explorers.engine import Column, Explorer, Product, Slider, fixed
from twoplustwo.explorers.engine.numbers import MINUS

FIRST, LAST = 2008, 2024
SANCTIONS, CLOSED = (2017, 2018), (2020, 2021, 2022)
HEADING = {"color": SOFT, "weight": 700}


@cache
def growth() -> pd.Series:
    """Growth of gross domestic product in percent, revised where a revision was found."""
    table = load("dprk_economy").set_index("year")
    best = table["gdp_growth_revised_percent"].fillna(table["gdp_growth_first_percent"])
    return best.loc[FIRST:LAST].astype("float64")


def levels(base: int, error: float) -> NDArray[np.float64]:
    """Level of each year, `base` = 100, if every growth rate is off by `error` points."""
    steps = np.log1p((growth().to_numpy() + error) / 100.0)
    total = np.cumsum(steps)
    return 100.0 * np.exp(total - total[base - FIRST])


def fall(years: tuple[int, ...], error: float) -> float:
    """Change in percent over some years together, each rate off by `error` points."""
    rates = growth().loc[list(years)].to_numpy() + error
    return 100.0 * (float(np.prod(1.0 + rates / 100.0)) - 1.0)


def spread(years: tuple[int, ...], error: float) -> tuple[float, float]:
    """The change over some years at both ends of the error."""
    return fall(years, -error), fall(years, error)


def signed(value: float, digits: int = 1) -> str:
    return f"{MINUS if value < 0 else '+'}{fixed(abs(value), digits)}%"


def words(years: tuple[int, ...], error: float) -> str:
    if error == 0:
        return signed(fall(years, 0.0))
    low, high = spread(years, error)
    return f"{signed(low)} to {signed(high)}"


def apart(error: float) -> bool:
    """Whether the sanctions years cost more than the closed years at every error allowed."""
    return spread(SANCTIONS, error)[1] < spread(CLOSED, error)[0]


def headline(error: float) -> str:
    if apart(error):
        return "By these estimates the two sanctions years cost more than the three closed years"
    return "With an error this large the estimates do not say which blow was the harder one"


def sentence(base: int, error: float) -> str:
    now = levels(base, 0.0)[-1]
    allowed = "" if error == 0 else f" If every rate is off by up to {fixed(error, 1)} points:"
    return (
        f"Level of {LAST}: {fixed(now, 1)} ({base} = 100).{allowed} 2017 and 2018 together "
        f"{words(SANCTIONS, error)}, 2020 to 2022 together {words(CLOSED, error)}."
    )


def speak(base: np.ndarray, error: np.ndarray) -> dict[str, Any]:
    pairs = [(int(b), float(e)) for b, e in zip(base, error, strict=True)]
    texts = [sentence(*p) for p in pairs]
    return {
        "title": [headline(e) for _, e in pairs],
        "summary": texts,
        "alt": [f"Above, a line of the level by year with a band for the error; below, bars of "
                f"growth by year. {t}" for t in texts],
    }  # fmt: skip


def draw(base: np.ndarray, error: np.ndarray) -> dict[str, Any]:
    pairs = [(int(b), float(e)) for b, e in zip(base, error, strict=True)]
    low = np.array([levels(b, -e) for b, e in pairs])
    high = np.array([levels(b, e) for b, e in pairs])
    return {"band.y": np.concatenate([low, high[:, ::-1]], axis=1)}


def draw_line(base: np.ndarray) -> dict[str, Any]:
    every = np.array([levels(int(b), 0.0) for b in base])
    return {
        "level.y": every,
        "start.x": base[:, None],
        "layout.annotations[0].text": [f"Level, {fixed(b)} = 100" for b in base],
        "table.level": every,
    }


def constant() -> dict[str, Any]:
    return {"table.year": [list(growth().index)], "table.growth": [list(growth())]}


def template() -> go.Figure:
    colour, years = COUNTRY["PRK"], list(growth().index)
    band = go.Scatter(uid="band", x=[*years, *years[::-1]], y=[100] * (2 * len(years)),
                      mode="none", fill="toself", fillcolor=tint(colour, 0.25),
                      hoverinfo="skip")  # fmt: skip
    level = go.Scatter(uid="level", x=years, y=[100] * len(years), mode="lines+markers",
                       line={"color": colour, "width": 2.5}, marker={"size": 6, "color": colour},
                       hovertemplate="%{x}: %{y:.1f}<extra></extra>")  # fmt: skip
    start = go.Scatter(uid="start", x=[FIRST], y=[100], mode="markers", hoverinfo="skip",
                       marker={"symbol": "circle-open", "size": 13, "color": SOFT,
                               "line": {"width": 2}})  # fmt: skip
    bars = go.Bar(uid="growth", x=years, y=list(growth()), yaxis="y2",
                  marker_color=tint(colour, 0.7),
                  hovertemplate="%{x}: %{y:.1f}%<extra></extra>")  # fmt: skip
    return new_figure([band, level, start, bars], _layout())


def _layout() -> dict[str, Any]:
    head = {"xref": "paper", "yref": "paper", "xshift": 0, "font": HEADING}
    spans = [
        {"type": "rect", "xref": "x", "yref": "paper", "x0": years[0] - 0.5, "x1": years[-1] + 0.5,
         "y0": 0, "y1": 0.93, "fillcolor": RULE, "opacity": 0.5, "line": {"width": 0},
         "layer": "below"}
        for years in (SANCTIONS, CLOSED)
    ]  # fmt: skip
    zero = {"type": "line", "yref": "y2", "x0": FIRST - 0.6, "x1": LAST + 0.6, "y0": 0, "y1": 0,
            "line": {"color": SOFT, "width": 1}}  # fmt: skip
    above = {"yref": "paper", "yanchor": "top", "xanchor": "center", "xshift": 0, "align": "center"}
    return {
        "margin": {"l": 40, "r": 14, "t": 30, "b": 30},
        "xaxis": {"range": [FIRST - 0.6, LAST + 0.6], "tickformat": "d", "anchor": "y2",
                  "tickvals": [2008, 2012, 2016, 2020, 2024]},
        "yaxis": {"range": [60, 145], "domain": [0.44, 1], "tickvals": [60, 80, 100, 120, 140]},
        "yaxis2": {"range": [-5.5, 5.5], "domain": [0, 0.3], "anchor": "x",
                   "tickvals": [-4, -2, 0, 2, 4]},
        "shapes": [*spans, zero],
        "annotations": [
            label(0, 1, "", yshift=14, **head),
            label(0, 0.3, "Growth a year, percent", yshift=14, **head),
            label(sum(SANCTIONS) / 2, 0.93, "sanctions", SOFT, **above),
            label(CLOSED[1], 0.93, "border closed", SOFT, **above),
        ],
    }  # fmt: skip


explorer = Explorer(
    name="economy_level",
    subtitle="Gross domestic product of the DPRK, estimate of the Bank of Korea, chained growth",
    sources=source_ids(load("dprk_economy")["source_id"]),
    note="Seoul estimates these rates from outside, at its own prices; Pyongyang publishes none. "
    "The Bank gives no margin of error: the slider is illustrative and moves all years in the "
    "same direction, the worst case for a level.",
    controls=(
        Slider("base", "Base year", FIRST, 2023, step=1, default=2016),
        Slider("error", "Error of every growth rate, up to", 0, 2, step=0.5, default=0,
               unit=" points"),
    ),
    figure=template,
    products=(
        Product(("base", "error"), speak),
        Product(("base", "error"), draw),
        Product(("base",), draw_line),
        Product((), constant),
    ),
    columns=(
        Column("year", "Year"),
        Column("growth", "Growth", unit="%", digits=1),
        Column("level", "Level (base year 100)", digits=1),
    ),
    narrow={"layout.margin.l": 38, "layout.annotations[3].text": "border<br>closed",
            "layout.annotations[2].text": "sanc-<br>tions"},
    height=460,
)  # fmt: skip
