"""Trade of the DPRK with China: by year on one basis, by month where a month was reported."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, SYMBOL, label, new_figure
from twoplustwo.charts.theme import RULE, SOFT
from twoplustwo.explorers._arms import decimal_year, source_ids
from twoplustwo.explorers._dates import MONTHS
from twoplustwo.explorers.engine import Choice, Column, Explorer, Product, Toggle, fixed, grouped
from twoplustwo.explorers.engine.numbers import MINUS

FLOWS = {"total": "Both ways", "china_exports": "China sells", "china_imports": "China buys"}
NOUN = {
    "total": "Trade of the DPRK with China",
    "china_exports": "What China sold to the DPRK",
    "china_imports": "What China bought from the DPRK",
}
AXIS = {
    ("years", "linear"): [0, 7400],
    ("years", "log"): [np.log10(40), np.log10(9000)],
    ("months", "linear"): [0, 370],
    ("months", "log"): [np.log10(0.15), np.log10(700)],
}
TIME = {"years": [2008.4, 2026.2], "months": [2017.0, 2026.2]}
TICKS = {"years": [2010, 2014, 2018, 2022, 2026], "months": [2018, 2020, 2022, 2024, 2026]}


@cache
def points(view: str, flow: str) -> pd.DataFrame:
    """Values on the basis of Chinese customs, in order of time: `when`, `value`, `sure`.

    Years that lack the value of this flow stay in as gaps, so that a line breaks there.
    """
    table = load("trade_with_china")
    if view == "years":
        table = table[table["in_series"]]
    else:
        kept = (table["period_kind"] == "month") & (table["basis_code"] == "china_customs")
        table = table[kept]
    middle = table["period_start"] + (table["period_end"] - table["period_start"]) / 2
    frame = pd.DataFrame(
        {
            "period": table["period"].astype(str),
            "when": [decimal_year(day.date()) for day in middle],
            "value": table[f"{flow}_musd"].astype("float64"),
            "sure": (table["status"] == "confirmed").astype(bool),
        }
    )
    if view == "years":
        every = pd.Index(range(2009, 2026), name="year")
        frame.index = pd.Index(frame["period"].astype(int))
        frame = frame.reindex(every)
        frame["period"] = [str(year) for year in every]
        frame["when"] = [year + 0.5 for year in every]
        frame["sure"] = frame["sure"].ne(False)
    return frame.sort_values("when", kind="stable").reset_index(drop=True)


@cache
def others() -> pd.DataFrame:
    """Yearly totals on another basis than the series: never joined to it."""
    table = load("trade_with_china")
    kept = (table["period_kind"] == "year") & ~table["in_series"] & table["total_musd"].notna()
    table = table[kept & (table["period_start"].dt.year >= 2009)]
    return pd.DataFrame(
        {
            "when": table["period_start"].dt.year + 0.5,
            "value": table["total_musd"].astype("float64"),
            "basis": table["basis"].astype(str),
            "sure": (table["status"] == "confirmed").astype(bool),
        }
    ).reset_index(drop=True)


@cache
def sanction_days() -> list[float]:
    """Days of the resolutions of 2016 and 2017 that cut trade, as decimal years."""
    table = load("sanctions")
    cut = table[["coal_and_metals", "oil", "labour"]].notna().any(axis=1)
    adopted = table[cut & (table["outcome"] == "adopted")]
    return [decimal_year(day.date()) for day in adopted["date"]]


def event_day(text: str) -> float:
    """The one row of the diplomacy table whose event contains a text, as a decimal year."""
    table = load("korea_diplomacy")
    found = table[table["event"].str.contains(text, regex=False)]
    if len(found) != 1:
        raise LookupError(f"korea_diplomacy: {len(found)} events contain {text!r}; one is needed")
    return decimal_year(found["date"].iloc[0].date())


def closed() -> tuple[float, float]:
    """The closed border: from the closure to the day citizens abroad were let in again."""
    return event_day("DPRK closes its borders"), event_day("Citizens abroad allowed to return")


def draw(view: np.ndarray, flow: np.ndarray, other: np.ndarray) -> dict[str, Any]:
    frames = [points(v, f) for v, f in zip(view, flow, strict=True)]
    extra = [others() if v == "years" and f == "total" and o else others().iloc[:0]
             for v, f, o in zip(view, flow, other, strict=True)]  # fmt: skip
    return {
        "line.x": [list(f["when"]) if v == "years" else []
                   for v, f in zip(view, frames, strict=True)],
        "line.y": [list(f["value"]) if v == "years" else []
                   for v, f in zip(view, frames, strict=True)],
        "points.x": [list(f["when"]) for f in frames],
        "points.y": [list(f["value"]) for f in frames],
        "points.text": [list(f["period"]) for f in frames],
        "points.marker.symbol": [[SYMBOL["CHN"] + ("" if sure else "-open")
                                  for sure in f["sure"]] for f in frames],
        "other.x": [list(f["when"]) for f in extra],
        "other.y": [list(f["value"]) for f in extra],
        "other.text": [list(f["basis"]) for f in extra],
        **table_of(frames, extra),
    }  # fmt: skip


def table_of(frames: list[pd.DataFrame], extra: list[pd.DataFrame]) -> dict[str, Any]:
    rows = [
        [
            *((r.period, r.value, "Chinese customs", "confirmed" if r.sure else "unconfirmed")
              for r in frame.dropna(subset=["value"]).itertuples()),
            *((fixed(r.when - 0.5), r.value, r.basis, "confirmed" if r.sure else "unconfirmed")
              for r in more.itertuples()),
        ]
        for frame, more in zip(frames, extra, strict=True)
    ]  # fmt: skip
    names = ("period", "value", "basis", "status")
    return {f"table.{name}": [[row[i] for row in state] for state in rows]
            for i, name in enumerate(names)}  # fmt: skip


def draw_axes(view: np.ndarray, scale: np.ndarray) -> dict[str, Any]:
    pairs = list(zip(view, scale, strict=True))
    out: dict[str, Any] = {
        "layout.yaxis.type": list(scale),
        "layout.yaxis.range": [AXIS[v, s] for v, s in pairs],
        "layout.xaxis.range": [TIME[v] for v in view],
        "layout.xaxis.tickvals": [TICKS[v] for v in view],
    }
    # The word stands where the line leaves room: low beside the years, high beside the months.
    years = [v == "years" for v in view]
    days = sanction_days()
    words = "layout.annotations[0]"
    return {
        **out,
        f"{words}.x": [min(days) if y else max(days) for y in years],
        f"{words}.y": [0.03 if y else 1.0 for y in years],
        f"{words}.xanchor": ["right" if y else "left" for y in years],
        f"{words}.yanchor": ["bottom" if y else "top" for y in years],
        f"{words}.xshift": [-5 if y else 5 for y in years],
    }


def change(view: str, flow: str, first: str, second: str) -> float:
    """Percent change between two periods of the series; NaN where one is missing."""
    values = points(view, flow).set_index("period")["value"]
    return float(100 * (values.get(second, np.nan) / values.get(first, np.nan) - 1))


def signed(value: float) -> str:
    return f"{MINUS if value < 0 else '+'}{fixed(abs(value))}%"


def headline(view: str, flow: str) -> str:
    if view == "months":
        low = points(view, flow).set_index("period")["value"]
        value = low.min()
        return f"{NOUN[flow]} fell to {fixed(value, 2)} million dollars in {spoken(low.idxmin())}"
    sanction, shut = (change(view, flow, *pair) for pair in (("2016", "2018"), ("2019", "2020")))
    if np.isnan(shut):
        return f"{NOUN[flow]}: {signed(sanction)} in the two sanctions years 2017 and 2018"
    return f"{NOUN[flow]}: {signed(sanction)} under sanctions, then {signed(shut)} in one year"


def sentence(view: str, flow: str) -> str:
    found = points(view, flow).dropna(subset=["value"])
    top, low, last = (found.loc[i] for i in (found["value"].idxmax(), found["value"].idxmin(),
                                            found.index[-1]))  # fmt: skip
    kind = "years" if view == "years" else "months that were reported"
    return (
        f"{NOUN[flow]}, {len(found)} {kind}: highest {money(top)} in {spoken(top.period)}, lowest "
        f"{money(low)} in {spoken(low.period)}, last {money(last)} in {spoken(last.period)} "
        "(million dollars)."
    )


def spoken(period: str) -> str:
    """A year as it is, a month in words: "2020-10" is October 2020."""
    year, _, month = period.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month else year


def money(row: Any) -> str:
    return grouped(row.value, 2 if row.value < 10 else 0)


def speak(view: np.ndarray, flow: np.ndarray) -> dict[str, Any]:
    pairs = [(str(v), str(f)) for v, f in zip(view, flow, strict=True)]
    texts = [sentence(*p) for p in pairs]
    return {
        "title": [headline(*p) for p in pairs],
        "summary": texts,
        "alt": [f"Points by {v[:-1]} with lines for sanctions and a band for the closed border. {t}"
                for (v, _), t in zip(pairs, texts, strict=True)],
    }  # fmt: skip


def template() -> go.Figure:
    colour = COUNTRY["CHN"]
    line = go.Scatter(uid="line", x=[], y=[], mode="lines", hoverinfo="skip", connectgaps=False,
                      line={"color": colour, "width": 2.5})  # fmt: skip
    hover = "%{text}: %{y:,.2f} million dollars<extra></extra>"
    mark = {"symbol": [], "size": 9, "color": colour, "line": {"width": 1.5, "color": colour}}
    values = go.Scatter(uid="points", x=[], y=[], text=[], mode="markers", marker=mark,
                        hovertemplate=hover)  # fmt: skip
    cross = {"symbol": "x-thin-open", "size": 9, "color": SOFT, "line": {"width": 2}}
    other = go.Scatter(uid="other", x=[], y=[], text=[], mode="markers", marker=cross,
                       hovertemplate=hover)  # fmt: skip
    return new_figure([line, values, other], _layout())


def _layout() -> dict[str, Any]:
    start, end = closed()
    days = sanction_days()
    lines = [
        {"type": "line", "xref": "x", "yref": "paper", "x0": day, "x1": day, "y0": 0, "y1": 0.92,
         "line": {"color": SOFT, "width": 1, "dash": "dot"}}
        for day in days
    ]  # fmt: skip
    band = {"type": "rect", "xref": "x", "yref": "paper", "x0": start, "x1": end, "y0": 0, "y1": 1,
            "fillcolor": RULE, "opacity": 0.5, "line": {"width": 0}, "layer": "below"}  # fmt: skip
    top = {"yref": "paper", "yanchor": "top", "yshift": -3}
    return {
        "margin": {"l": 50, "r": 14, "t": 10, "b": 32},
        "xaxis": {"range": TIME["years"], "tickvals": TICKS["years"], "tickformat": "d"},
        "yaxis": {"type": "linear", "range": AXIS["years", "linear"], "tickformat": ",~r",
                  "dtick": None, "nticks": 6},
        "shapes": [band, *lines],
        "annotations": [
            label(min(days), 1, "sanctions<br>on trade", SOFT, xanchor="right", xshift=-4,
                  align="left", **top),
            label((start + end) / 2, 1, "border<br>closed", SOFT, xanchor="center", xshift=0,
                  align="center", **top),
        ],
    }  # fmt: skip


explorer = Explorer(
    name="sanctions_trade",
    subtitle="Million US dollars a year or a month, Chinese customs",
    sources=source_ids(load("trade_with_china")["source_id"]),
    note="Dotted: the five resolutions of 2016 and 2017 that cut coal, metals, oil or labour. "
    "Band: the closed border, January 2020 to August 2023. Hollow: unconfirmed. No customs total "
    "for 2015 was found, so the line breaks. Crosses: other statistics, KOTRA's with estimated "
    "crude oil among them; they are never joined to the line.",
    controls=(
        Choice("view", "Period", (("years", "Years"), ("months", "Months"))),
        Choice("flow", "Direction", tuple(FLOWS.items())),
        Choice("scale", "Scale", (("linear", "Linear"), ("log", "Logarithmic"))),
        Toggle("other", "Show other statistics (years, both ways)", default=False),
    ),
    figure=template,
    products=(
        Product(("view", "flow", "other"), draw),
        Product(("view", "scale"), draw_axes),
        Product(("view", "flow"), speak),
    ),
    columns=(
        Column("period", "Period"),
        Column("value", "Value", unit="million USD", digits=2, grouped=True),
        Column("basis", "Basis"),
        Column("status", "Status"),
    ),
    narrow={"layout.margin.l": 46},
    height=400,
)  # fmt: skip
