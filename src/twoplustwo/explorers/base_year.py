"""One series, many headlines: how the first and the last year of a comparison make the story.

The upper panel shows the series and the two years chosen. The lower one shows the change to the
last year from every year it could have begun in, so the reader sees what the headline left out.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, SYMBOL, label, new_figure, tint
from twoplustwo.charts.theme import ACCENT, SOFT
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    fixed,
    grouped,
)
from twoplustwo.explorers.engine.numbers import MINUS

FIRST, LAST = 2009, 2024
STEADY = 10.0  # percent: within this a change counts as "about the same" in the prediction
CUT = 75.0  # longer bars of the lower panel are cut here; the table has their numbers

# Bold by attribute: a <b> would need an inline style, which the pages' security policy drops.
HEADING = {"color": SOFT, "weight": 700}

# series -> (name in a sentence, colour, symbol, is a share)
SERIES: dict[str, tuple[str, str, str, bool]] = {
    "russia": ("Scrambles answering Russian aircraft", "RUS", SYMBOL["RUS"], False),
    "china": ("Scrambles answering Chinese aircraft", "CHN", SYMBOL["CHN"], False),
    "total": ("All scrambles", "JPN", SYMBOL["JPN"], False),
    "share_russia": ("Russia's share of scrambles", "RUS", SYMBOL["RUS"], True),
    "share_china": ("China's share of scrambles", "CHN", SYMBOL["CHN"], True),
}


@cache
def series() -> pd.DataFrame:
    """Full, confirmed fiscal years with a split: one column a series, shares in percent.

    Indexed by every fiscal year from 2009 to 2024; a year without a full split is NaN.
    """
    table = load("scrambles")
    full = table[(table.period_kind == "fiscal_year") & (table.status == "confirmed")]
    frame = full.set_index("fiscal_year")[
        ["scrambles_total", "scrambles_russia", "scrambles_china"]
    ]
    frame = frame.astype("float64").dropna().reindex(range(FIRST, LAST + 1))
    frame.columns = ["total", "russia", "china"]
    shares = {f"share_{who}": 100 * frame[who] / frame.total for who in ("russia", "china")}
    return frame.assign(**shares)


def change(name: str, base: int, end: int) -> float:
    """Percent change from `base` to `end`; percentage points for a share. NaN if undefined."""
    column = series()[name]
    if base >= end:
        return float("nan")
    before, after = column[base], column[end]
    return after - before if SERIES[name][3] else 100 * (after / before - 1)


def changes(name: str, end: int) -> pd.Series:
    """The change to `end` from every possible base year, without gaps."""
    every = {base: change(name, base, end) for base in series().index if base < end}
    return pd.Series(every, dtype="float64").dropna()


def unit(name: str) -> str:
    return " points" if SERIES[name][3] else "%"


def signed(name: str, value: float) -> str:
    """A change with its sign and unit: "+58%", "−16 points"."""
    text = grouped(value)
    return ("" if text.startswith(MINUS) or text == "0" else "+") + text + unit(name)


def verb(value: float) -> str:
    return "unchanged" if fixed(value) == "0" else ("up" if value > 0 else "down")


def amount(name: str, year: int) -> str:
    value = series()[name][year]
    return f"{fixed(value)}%" if SERIES[name][3] else grouped(value)


def why_not(base: int, end: int) -> str:
    """Why two years cannot be compared, or nothing."""
    if base >= end:
        return "The base year must come before the last year."
    for year in (base, end):
        if np.isnan(series().total[year]):
            return f"For fiscal {year} no split by country was found, so it cannot be compared."
    return ""


def headline(name: str, base: int, end: int) -> str:
    """The title an editor could print, true and incomplete."""
    if why_not(base, end):
        return "No headline: these two years cannot be compared"
    value = change(name, base, end)
    size = f" {grouped(abs(value))}{unit(name)}" if fixed(value) != "0" else ""
    span = f"since fiscal {base}" if end == LAST else f"from fiscal {base} to {end}"
    return f"{SERIES[name][0]}: {verb(value)}{size} {span}"


def sentence(name: str, base: int, end: int) -> str:
    """What the headline left out."""
    if why_not(base, end):
        return why_not(base, end)
    every = changes(name, end)
    low, high = every.idxmin(), every.idxmax()
    count = f"{(every.round() > 0).sum()} show a rise and {(every.round() < 0).sum()} a fall"
    return (
        f"{SERIES[name][0]} went from {amount(name, base)} in fiscal {base} to "
        f"{amount(name, end)} in fiscal {end}: {signed(name, change(name, base, end))}. Of the "
        f"{len(every)} base years to choose from, {count}; the changes run from "
        f"{signed(name, every[low])} (since {low}) to {signed(name, every[high])} (since {high})."
    )


def triples(*arrays: np.ndarray) -> list[tuple[str, int, int]]:
    return [(str(n), int(b), int(e)) for n, b, e in zip(*arrays, strict=True)]


def speak(name: np.ndarray, base: np.ndarray, end: np.ndarray) -> dict[str, Any]:
    found = triples(name, base, end)
    titles = [headline(*t) for t in found]
    texts = [sentence(*t) for t in found]
    alts = [
        f"Above, a line of the series by fiscal year with fiscal {b} and {e} marked. Below, one "
        f"bar a base year with the change to fiscal {e}. {text}"
        for (_, b, e), text in zip(found, texts, strict=True)
    ]
    return {"title": titles, "summary": texts, "alt": alts}


def draw_line(name: np.ndarray) -> dict[str, Any]:
    """The upper panel's line and scale, which follow the series alone."""
    colours = [COUNTRY[SERIES[n][1]] for n in name]
    tops = [85.0 if SERIES[n][3] else 1300.0 if n == "total" else 950.0 for n in name]
    return {
        "line.y": np.stack([series()[n].to_numpy() for n in name]),
        "line.line.color": colours,
        "line.marker.color": colours,
        "line.marker.symbol": [SERIES[n][2] for n in name],
        "layout.yaxis.range": [[0, top] for top in tops],
        "layout.yaxis.ticksuffix": ["%" if SERIES[n][3] else "" for n in name],
        "layout.annotations[1].text": [
            f"Change to the last year, by base year ({'points' if SERIES[n][3] else '%'})"
            for n in name
        ],
    }


def draw_bars(name: np.ndarray, end: np.ndarray) -> dict[str, Any]:
    """The lower panel: the change from each base year."""
    rows = [
        np.array([change(str(n), base, int(e)) for base in series().index])
        for n, e in zip(name, end, strict=True)
    ]
    every = np.stack(rows)
    return {
        "changes.y": np.clip(every, -CUT, CUT),
        "table.change": every,
        "table.value": np.stack([series()[str(n)].to_numpy() for n in name]),
    }


def beside(value: float, base: int) -> str:
    """Where the number of the chosen bar stands; not cut off by the left edge."""
    side = "right" if base < FIRST + 3 else "center"
    return f"{'bottom' if value < 0 else 'top'} {side}"


def draw_choice(name: np.ndarray, base: np.ndarray, end: np.ndarray) -> dict[str, Any]:
    """The two years marked in both panels, joined by a straight line."""
    found = triples(name, base, end)
    ok = [not why_not(b, e) for _, b, e in found]
    pairs = [
        [series()[n][b], series()[n][e]] if good else [np.nan, np.nan]
        for (n, b, e), good in zip(found, ok, strict=True)
    ]
    chosen = [np.clip(change(n, b, e), -CUT, CUT) if good else np.nan
              for (n, b, e), good in zip(found, ok, strict=True)]  # fmt: skip
    said = [
        signed(n, change(n, b, e)) if good else ""
        for (n, b, e), good in zip(found, ok, strict=True)
    ]
    places = [beside(c, b) for c, (_, b, _) in zip(chosen, found, strict=True)]
    return {
        "pair.x": np.stack([base, end], axis=1),
        "pair.y": np.array(pairs),
        "pair.text": [[amount(n, b), amount(n, e)] if good else ["", ""]
                      for (n, b, e), good in zip(found, ok, strict=True)],
        "chosen.x": base[:, None],
        "chosen.y": np.array(chosen)[:, None],
        "said.x": base[:, None],
        "said.y": np.array(chosen)[:, None],
        "said.text": [[text] for text in said],
        "said.textposition": places,
    }  # fmt: skip


def outcome() -> dict[str, Any]:
    """The answer to the prediction, from the data: Russia, fiscal 2011 to the last year."""
    value = change("russia", 2011, LAST)
    word = "same" if abs(value) <= STEADY else "rise" if value > 0 else "fall"
    return {"outcome.russia": [word]}


def constant() -> dict[str, Any]:
    return {"table.year": [list(series().index)]}


def template() -> go.Figure:
    x, none = list(series().index), [None] * len(series())
    mute = tint(COUNTRY["OTHER"], 0.5)
    line = go.Scatter(uid="line", x=x, y=none, mode="lines+markers", marker={"size": 7},
                      hovertemplate="fiscal %{x}: %{y:,.0f}<extra></extra>")  # fmt: skip
    pair = go.Scatter(uid="pair", x=[x[0], x[-1]], y=[None, None], text=["", ""],
                      mode="lines+markers+text", textposition="top center", hoverinfo="skip",
                      line={"color": ACCENT, "width": 2, "dash": "dot"},
                      marker={"color": ACCENT, "size": 11, "symbol": "circle-open",
                              "line": {"width": 2}})  # fmt: skip
    bars = go.Bar(uid="changes", x=x, y=none, yaxis="y2", marker_color=mute,
                  
                  hovertemplate="since fiscal %{x}: %{y:.0f}<extra></extra>")  # fmt: skip
    chosen = go.Bar(uid="chosen", x=[x[0]], y=[None], yaxis="y2", marker_color=ACCENT,
                    hoverinfo="skip")  # fmt: skip
    said = go.Scatter(uid="said", x=[x[0]], y=[None], text=[""], yaxis="y2", mode="text",
                      textposition="top center", hoverinfo="skip")  # fmt: skip
    zero = {"type": "line", "yref": "y2", "x0": FIRST - 0.7, "x1": LAST + 0.7, "y0": 0, "y1": 0,
            "line": {"color": SOFT, "width": 1}}  # fmt: skip
    head = {"xref": "paper", "yref": "paper", "xshift": 0, "font": HEADING}
    heads = [label(0, 1, "By fiscal year", yshift=14, **head), label(0, 0.42, "", **head)]
    return new_figure(
        [line, pair, bars, chosen, said],
        {
            "barmode": "overlay",
            "margin": {"l": 46, "r": 14, "t": 30, "b": 34},
            "xaxis": {"range": [FIRST - 0.7, LAST + 0.7], "tickformat": "d", "anchor": "y2",
                      "tickvals": [2009, 2012, 2015, 2018, 2021, 2024]},
            "yaxis": {"range": [0, 950], "domain": [0.5, 1], "tickformat": ",d", "nticks": 5,
                      "ticksuffix": ""},
            "yaxis2": {"range": [-100, 100], "domain": [0, 0.38], "anchor": "x",
                       "tickvals": [-50, 0, 50]},
            "shapes": [zero],
            "annotations": heads,
        },
    )  # fmt: skip


explorer = Explorer(
    name="base_year",
    subtitle="Scrambles of Japan's Air Self-Defense Force, full fiscal years (April to March)",
    sources=(
        "japantoday_fy2024", "stripes_fy2023", "aviationreport_fy2022", "scmp_fy2021",
        "jiji_fy2020", "jiji_fy2019", "tass_20180902", "japantimes_fy2016", "rt_ar_fy2015",
        "nhk_fy2014", "japantimes_fy2012", "flyteam_fy2011", "yomiuri_fy2009",
    ),
    note="Only full, confirmed years with a split by country: fiscal 2010 is missing. Bars longer "
    "than 75 are cut; the table has their numbers.",
    controls=(
        Choice("name", "What is counted", (
            ("russia", "Scrambles answering Russian aircraft"),
            ("china", "Scrambles answering Chinese aircraft"),
            ("total", "All scrambles"),
            ("share_russia", "Russia's share"),
            ("share_china", "China's share"),
        )),
        Slider("base", "Since fiscal year", FIRST, LAST - 1, step=1, default=2014),
        Slider("end", "Up to fiscal year", 2012, LAST, step=1, default=LAST),
    ),
    figure=template,
    products=(
        Product(("name", "base", "end"), speak),
        Product(("name",), draw_line),
        Product(("name", "end"), draw_bars),
        Product(("name", "base", "end"), draw_choice),
        Product((), constant),
        Product((), outcome),
    ),
    columns=(
        Column("year", "Fiscal year"),
        Column("value", "Value (number, or percent for a share)", digits=0),
        Column("change", "Change from this year to the last year (percent, or points)", digits=0),
    ),
    predict=Prediction(
        question="From fiscal 2011 to fiscal 2024, what happened to the number of scrambles that "
        "answered Russian aircraft?",
        kind="choice",
        options=(("rise", "A rise of more than 10%"), ("same", "Little change, within 10%"),
                 ("fall", "A fall of more than 10%")),
        answer_key="outcome.russia",
    ),
    narrow={"layout.xaxis.tickvals": [2009, 2014, 2019, 2024], "layout.margin.l": 42},
    height=500,
)  # fmt: skip
