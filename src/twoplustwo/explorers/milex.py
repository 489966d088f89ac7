"""Military spending of six countries, three ways: share of GDP, dollars, and an index.

The dollar pictures have a logarithmic axis. The heights are logarithms and the ticks are written
out, so the kind of axis never changes under the reader's hand.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, NAME, SYMBOL, new_figure
from twoplustwo.charts.theme import ACCENT, text_colour
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Filter,
    Prediction,
    Product,
    Slider,
    fixed,
    grouped,
)

FIRST, LAST = 2000, 2024
ORDER = ("USA", "CHN", "RUS", "JPN", "KOR", "AUS")
LOOK = {**COUNTRY, "AUS": COUNTRY["OTHER"]}
SIGN = {**SYMBOL, "AUS": SYMBOL["OTHER"]}
WORD = {**NAME, "AUS": "Australia"}
IN_SENTENCE = {**WORD, "USA": "the United States", "KOR": "the ROK"}

# measure -> (range of the axis, ticks, least distance of two names at the right)
AXES: dict[str, tuple[tuple[float, float], list[float], float]] = {
    "share": ((0.0, 7.6), [0, 2, 4, 6], 0.40),
    "dollars": ((0.78, 3.12), [10, 30, 100, 300, 1000], 0.13),
    "index": ((0.70, 3.42), [10, 30, 100, 300, 1000], 0.15),
}
BEFORE, AFTER = 2012, 2024  # the years of the prediction
STEP = 20.0  # percent: between a small and a large rise in the prediction


@cache
def values(measure: str, base: int = LAST) -> pd.DataFrame:
    """Spending by year (rows) and country (columns) in one measure.

    share: percent of GDP; dollars: billions of current US dollars; index: `base` year = 100.
    """
    table = load("milex")
    share = table.pivot(index="year", columns="country_iso3", values="spending_share_gdp_percent")
    if measure == "share":
        return share.astype(float)[list(ORDER)]
    dollars = table.pivot(index="year", columns="country_iso3", values="spending_current_musd")
    billions = dollars.astype(float)[list(ORDER)] / 1000
    return billions if measure == "dollars" else 100 * billions / billions.loc[base]


@cache
def estimates() -> tuple[str, ...]:
    """Countries whose values SIPRI marks as its own estimates."""
    table = load("milex")
    marked = table[table["is_sipri_estimate"]]["country_iso3"].unique()
    return tuple(code for code in ORDER if code in marked)


def heights(measure: str, base: int) -> np.ndarray:
    """Heights of all points, shape (years, countries)."""
    frame = values(measure, base).to_numpy()
    return frame if measure == "share" else np.log10(frame)


def spread(ends: np.ndarray, gap: float) -> np.ndarray:
    """Move heights apart until neighbours keep a distance: the names at the right."""
    order = np.argsort(ends)
    placed = ends[order].astype(float)
    for _ in range(200):
        close = np.diff(placed) < gap - 1e-9
        if not close.any():
            break
        push = np.where(close, (gap - np.diff(placed)) / 2, 0.0)
        placed[:-1] -= push
        placed[1:] += push
    result = np.empty_like(placed)
    result[order] = placed
    return result


def draw(measure: np.ndarray, year: np.ndarray) -> dict[str, Any]:
    """Lines, names and scale."""
    ys = [heights(m, int(y)) for m, y in zip(measure, year, strict=True)]
    out: dict[str, Any] = {
        f"line_{code.lower()}.y": np.stack([y[:, i] for y in ys]) for i, code in enumerate(ORDER)
    }
    for i, code in enumerate(ORDER):
        out[f"line_{code.lower()}.text"] = [
            [hover(m, x) for x in values(m, int(y)).to_numpy()[:, i]]
            for m, y in zip(measure, year, strict=True)
        ]
    out["names.y"] = np.stack([spread(y[-1], AXES[m][2]) for y, m in zip(ys, measure, strict=True)])
    return out


def hover(measure: str, value: float) -> str:
    """A value as it is read off under the pointer."""
    if measure == "share":
        return f"{fixed(value, 2)}% of GDP"
    return fixed(value) if measure == "index" else f"{grouped(value, 1)} billion dollars"


def scale(measure: np.ndarray) -> dict[str, Any]:
    ticks = [
        AXES[m][1] if m == "share" else [float(np.log10(t)) for t in AXES[m][1]] for m in measure
    ]
    words = [[f"{grouped(t)}%" if m == "share" else grouped(t) for t in AXES[m][1]]
             for m in measure]  # fmt: skip
    return {
        "layout.yaxis.range": [list(AXES[m][0]) for m in measure],
        "layout.yaxis.tickvals": ticks,
        "layout.yaxis.ticktext": words,
        "title": [TITLES[m] for m in measure],
    }


def mark(year: np.ndarray) -> dict[str, Any]:
    return {"layout.shapes[0].x0": year, "layout.shapes[0].x1": year}


TITLES = {
    "share": "Russia's share of GDP almost doubled from 2021 to 2024; Japan's has begun to rise",
    "dollars": "In dollars Japan spent less in 2024 than in 2012",
    "index": "Who grew fastest depends on the year that is 100: from 2000 Russia, from 2012 China",
}


def named(code: str) -> str:
    """A country as a sentence names it, with the mark of an estimate."""
    return IN_SENTENCE[code] + (" (estimate)" if code in estimates() else "")


def sentence(measure: str, year: int) -> str:
    """The six values of a year, largest first."""
    if measure == "index":
        return change_sentence(year)
    row = values(measure).loc[year].sort_values(ascending=False)
    unit = "% of GDP" if measure == "share" else " billion dollars"
    digits = 2 if measure == "share" else 0
    parts = [f"{named(str(c))} {grouped(v, digits)}" for c, v in row.items()]
    return f"In {year}: {', '.join(parts)}{unit}."


def change_sentence(base: int) -> str:
    """How far each country's dollars had come by the last year."""
    row = values("index", base).loc[LAST].sort_values(ascending=False)
    if base == LAST:
        return f"Every line ends at 100, because the base year is {LAST} itself."
    parts = [f"{named(str(c))} {fixed(v)}" for c, v in row.items()]
    return f"With {base} as 100, current dollars of {LAST} stand at: {', '.join(parts)}."


PICTURES = {
    "share": "Six lines of military spending as a share of GDP, 2000 to 2024.",
    "dollars": "Six lines of military spending in current dollars, 2000 to 2024, on a "
    "logarithmic scale.",
    "index": "Six lines of military spending in current dollars, each as an index, on a "
    "logarithmic scale.",
}


def speak(measure: np.ndarray, year: np.ndarray) -> dict[str, Any]:
    texts = [sentence(m, int(y)) for m, y in zip(measure, year, strict=True)]
    alts = [f"{PICTURES[m]} {t}" for m, t in zip(measure, texts, strict=True)]
    return {"summary": texts, "alt": alts}


def table(year: np.ndarray) -> dict[str, Any]:
    chosen = [int(y) for y in year]
    rows = len(chosen)
    return {
        "table.country": [[WORD[c] for c in ORDER]] * rows,
        "table.share": np.stack([values("share").loc[y].to_numpy() for y in chosen]),
        "table.dollars": np.stack([values("dollars").loc[y].to_numpy() for y in chosen]),
        "table.since": np.stack([values("index", y).loc[LAST].to_numpy() for y in chosen]),
        "table.basis": [["SIPRI estimate" if c in estimates() else "reported" for c in ORDER]]
        * rows,
    }


def outcome() -> dict[str, Any]:
    """Japan's dollars from 2012 to 2024, for the prediction."""
    change = values("index", BEFORE).loc[AFTER, "JPN"] - 100
    return {"outcome.japan": ["fall" if change < 0 else "small" if change < STEP else "large"]}


def template() -> go.Figure:
    years = list(range(FIRST, LAST + 1))
    lines = [
        go.Scatter(
            uid=f"line_{code.lower()}", x=years, y=[None] * len(years), mode="lines+markers",
            line={"color": LOOK[code], "width": 2,
                  "dash": "dot" if code in estimates() else "solid"},
            marker={"symbol": SIGN[code] + ("-open" if code in estimates() else ""),
                    "size": 5, "color": LOOK[code]},
            name=WORD[code], text=[""] * len(years),
            hovertemplate="%{x}: %{text}<extra>%{fullData.name}</extra>",
        )
        for code in ORDER
    ]  # fmt: skip
    names = go.Scatter(
        uid="names", x=[LAST + 0.3] * len(ORDER), y=[None] * len(ORDER), mode="text",
        text=[WORD[c] + (" (est.)" if c in estimates() else "") for c in ORDER],
        textposition="middle right", hoverinfo="skip", cliponaxis=False,
        textfont={"color": [text_colour(LOOK[c]) for c in ORDER]},
    )  # fmt: skip
    rule = {"type": "line", "yref": "paper", "x0": LAST, "x1": LAST, "y0": 0, "y1": 1,
            "line": {"color": ACCENT, "width": 1.5, "dash": "dash"}, "layer": "below"}  # fmt: skip
    return new_figure(
        [*lines, names],
        {
            "margin": {"l": 44, "r": 104, "t": 12, "b": 30},
            "xaxis": {"range": [FIRST - 0.4, LAST + 0.4], "tickformat": "d",
                      "tickvals": [2000, 2008, 2012, 2020, 2024]},
            "yaxis": {"range": list(AXES["share"][0]), "tickvals": [0, 2, 4, 6],
                      "ticktext": ["0%", "2%", "4%", "6%"]},
            "shapes": [rule],
        },
    )  # fmt: skip


explorer = Explorer(
    name="milex",
    subtitle="Military spending, 2000 to 2024: per cent of GDP, or billions of current US dollars",
    sources=("milex_nalutbae", "sipri_methods"),
    note="Dotted lines with open signs (est.) are SIPRI's own estimates. SIPRI calls spending an "
    "input, not a measure of strength, and revises whole series: do not mix releases. This one is "
    "of April 2025 and ends with 2024. Current dollars mix three things: money spent, prices, "
    "and exchange rates.",
    controls=(
        Choice("measure", "Measure", (("share", "Share of GDP"), ("dollars", "Current dollars"),
                                      ("index", "Index"))),
        Slider("year", "Year (for the index: year that is 100)", FIRST, LAST, step=1,
               default=2020),
        Filter("country", "Countries", tuple((c, WORD[c]) for c in ORDER),
               rows={**{f"line_{c.lower()}": [c] * (LAST - FIRST + 1) for c in ORDER},
                     "names": list(ORDER), "table": list(ORDER)}),
    ),
    figure=template,
    products=(
        Product(("measure", "year"), draw),
        Product(("measure",), scale),
        Product(("year",), mark),
        Product(("measure", "year"), speak),
        Product(("year",), table),
        Product((), outcome),
    ),
    columns=(
        Column("country", "Country"),
        Column("share", "Share of GDP in the year", unit="%", digits=2),
        Column("dollars", "Spending in the year", unit="billion USD", digits=1, grouped=True),
        Column("since", "Dollars of 2024, year = 100", digits=0),
        Column("basis", "Basis"),
    ),
    predict=Prediction(
        question="From 2012 to 2024 Japan's military spending rose from "
        f"{fixed(values('share').loc[BEFORE, 'JPN'], 2)}% to "
        f"{fixed(values('share').loc[AFTER, 'JPN'], 2)}% of its GDP. What happened to the same "
        "spending in current US dollars?",
        kind="choice",
        options=(("large", "It rose by more than 20%"), ("small", "It rose by less than 20%"),
                 ("fall", "It fell")),
        answer_key="outcome.japan",
    ),
    narrow={"layout.margin.l": 40, "layout.margin.r": 96,
            "layout.xaxis.tickvals": [2000, 2012, 2024]},
    height=430,
)  # fmt: skip
