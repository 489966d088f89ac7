"""Nuclear stockpiles of nine states, 1945 to 2025: estimates, each with its year and its maker."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, callout, label, new_figure
from twoplustwo.charts.theme import ACCENT, SOFT
from twoplustwo.explorers._arms import source_ids
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Product,
    Slider,
    grouped,
    percent,
)

STATES = ("USA", "RUS", "CHN", "FRA", "GBR", "IND", "PAK", "ISR", "PRK")
SHORT = {
    "USA": "US", "RUS": "USSR/Russia", "CHN": "China", "FRA": "France", "GBR": "UK",
    "IND": "India", "PAK": "Pakistan", "ISR": "Israel", "PRK": "DPRK",
}  # fmt: skip
DASH = {"FRA": "solid", "GBR": "dash", "IND": "dot", "PAK": "dashdot", "ISR": "longdash"}
GROUPS = {"three": STATES[:3], "nine": STATES, "seven": STATES[2:]}
BASIS = {
    "bulletin_owid": "Bulletin of the Atomic Scientists, via Our World in Data",
    "fas_owid": "FAS, via Our World in Data",
    "sipri": "SIPRI",
}
FIRST, LAST = 1945, 2025
TOP = {"three": 43_000, "nine": 43_000, "seven": 650}
TICKS = {
    "three": [0, 10_000, 20_000, 30_000, 40_000],
    "nine": [0, 10_000, 20_000, 30_000, 40_000],
    "seven": [0, 200, 400, 600],
}
POWERS = [1, 10, 100, 1_000, 10_000]
LOG_TOP = {"three": 4.8, "nine": 4.8, "seven": 3.0}
TITLES = {
    "three": "Two arsenals shrank by almost nine tenths; China's has doubled since 2019",
    "nine": "Nine states have nuclear warheads, and two of them hold most",
    "seven": "Next to the two largest arsenals, China has left the group of the small ones",
}


@cache
def table() -> pd.DataFrame:
    """The main series: one row a state and year."""
    rows = load("warheads")
    return rows[(rows.series == "main") & rows.country_iso3.isin(STATES)]


@cache
def counts() -> pd.DataFrame:
    """Estimates by year (rows) and state (columns)."""
    wide = table().pivot(index="year", columns="country_iso3", values="warheads_count")
    return wide[list(STATES)].astype(float)


def state_name(code: str, year: float) -> str:
    """Name of a state in a year: RUS stands for the Soviet Union before 1992."""
    if code == "RUS":
        return "Soviet Union" if year < 1992 else "Russia"
    return {"USA": "United States", "GBR": "United Kingdom"}.get(code, SHORT[code])


def colour(code: str) -> str:
    return COUNTRY.get(code, COUNTRY["OTHER"])


def height(count: Any, scale: str) -> np.ndarray:
    """Place on the vertical axis; nothing is drawn for zero on the scale of powers."""
    values = np.asarray(count, dtype=float)
    if scale == "linear":
        return values
    with np.errstate(divide="ignore"):
        return np.where(values > 0, np.log10(values), np.nan)


def spread(places: np.ndarray, gap: float) -> np.ndarray:
    """Move labels apart to at least `gap`, keeping their order and as near as can be.

    Least squares under an order: pool adjacent violators (Ayer and others, 1955).
    """
    order = np.argsort(places)
    steps = gap * np.arange(len(places))
    pools: list[list[float]] = []  # sum and count of labels that share one shift
    for value in places[order] - steps:
        pools.append([value, 1])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            total, count = pools.pop()
            pools[-1][0] += total
            pools[-1][1] += count
    out = np.empty(len(places))
    out[order] = np.repeat([t / n for t, n in pools], [int(n) for _, n in pools]) + steps
    return out


def template() -> go.Figure:
    lines = [_line(code) for code in STATES]
    doubt = go.Scatter(
        uid="doubt", x=[None], y=[None], mode="markers", hoverinfo="skip",
        marker={"symbol": "circle-open", "size": 8, "color": SOFT, "line": {"width": 1.5}},
    )  # fmt: skip
    now = go.Scatter(
        uid="now", x=[LAST] * 9, y=[0] * 9, mode="markers", hoverinfo="skip",
        marker={"size": 8, "color": [colour(code) for code in STATES]},
    )  # fmt: skip
    return new_figure([*lines, doubt, now], _layout())


def _line(code: str) -> go.Scatter:
    return go.Scatter(
        uid=code.lower(), x=list(counts().index), y=[None] * len(counts()), mode="lines",
        name=SHORT[code], hoverinfo="skip",
        line={"color": colour(code), "width": 2.5, "dash": DASH.get(code, "solid")},
    )  # fmt: skip


def _layout() -> dict[str, Any]:
    cursor = {
        "type": "line", "xref": "x", "yref": "paper", "x0": LAST, "x1": LAST, "y0": 0, "y1": 1,
        "line": {"color": ACCENT, "width": 1.5},
    }  # fmt: skip
    return {
        "margin": {"l": 52, "r": 92, "t": 12, "b": 34},
        "xaxis": {
            "range": [FIRST - 1, LAST + 1.5], "tickvals": [1945, 1965, 1985, 2005, 2025],
        },
        "yaxis": {"range": [0, TOP["three"]], "tickvals": TICKS["three"], "ticktext": [""]},
        "shapes": [cursor],
        "annotations": [*(label(LAST + 1, 0, "", colour(code)) for code in STATES), *_peaks()],
    }  # fmt: skip


def _peaks() -> list[dict[str, Any]]:
    """Callouts at the largest estimates of the two largest arsenals."""
    out = []
    for code, side in (("USA", -1), ("RUS", 1)):
        year, top = int(counts()[code].idxmax()), counts()[code].max()
        text = f"{year}: {grouped(top)}"
        anchor = "left" if side > 0 else "right"
        out.append(callout(year, top, text, ax=side * 14, ay=-4, xanchor=anchor))
    return out


def draw(states: np.ndarray, scale: np.ndarray) -> dict[str, Any]:
    """Lines, labels and the vertical axis."""
    pairs = list(zip(states, scale, strict=True))
    out: dict[str, Any] = {}
    for code in STATES:
        rows = [height(counts()[code], s) if code in GROUPS[g] else [] for g, s in pairs]
        out[f"{code.lower()}.y"] = [list(row) for row in rows]
    marks = [_unconfirmed(g, s) for g, s in pairs]
    out["doubt.x"], out["doubt.y"] = [m[0] for m in marks], [m[1] for m in marks]
    out |= _labels(pairs)
    out["layout.yaxis.range"] = [
        [0, TOP[g]] if s == "linear" else [-0.1, LOG_TOP[g]] for g, s in pairs
    ]
    ticks = [TICKS[g] if s == "linear" else POWERS for g, s in pairs]
    places = [list(height(t, s)) for t, (_, s) in zip(ticks, pairs, strict=True)]
    out["layout.yaxis.tickvals"] = places
    out["layout.yaxis.ticktext"] = [[grouped(v) for v in row] for row in ticks]
    out["title"] = [TITLES[g] for g, _ in pairs]
    for i in (len(STATES), len(STATES) + 1):
        out[f"layout.annotations[{i}].visible"] = [g != "seven" and s == "linear" for g, s in pairs]
    return out


def _unconfirmed(group: str, scale: str) -> tuple[list[float], list[float]]:
    rows = table()
    rows = rows[(rows.status != "confirmed") & rows.country_iso3.isin(GROUPS[group])]
    return list(rows.year.astype(float)), list(height(rows.warheads_count, scale))


def _labels(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    placed = [_places(g, s) for g, s in pairs]
    for i, code in enumerate(STATES):
        out[f"layout.annotations[{i}].y"] = [p.get(code, 0.0) for p in placed]
        out[f"layout.annotations[{i}].text"] = [SHORT[code] if code in p else "" for p in placed]
    return out


def _places(group: str, scale: str) -> dict[str, float]:
    """Heights of the labels that fit: on the linear scale small arsenals lie on one line."""
    codes = [c for c in GROUPS[group] if not (group == "nine" and scale == "linear" and c in
                                              STATES[3:])]  # fmt: skip
    top = TOP[group] if scale == "linear" else LOG_TOP[group]
    ends = height(counts()[codes].iloc[-1], scale)
    return dict(zip(codes, spread(ends, top * 0.052), strict=True))


def cursor(year: np.ndarray) -> dict[str, Any]:
    return {"layout.shapes[0].x0": year, "layout.shapes[0].x1": year}


def points(states: np.ndarray, scale: np.ndarray, year: np.ndarray) -> dict[str, Any]:
    """The markers in the year read off."""
    rows = []
    for group, s, y in zip(states, scale, year, strict=True):
        found = height(counts().loc[int(y)], s)
        rows.append(
            [v if c in GROUPS[group] else np.nan for c, v in zip(STATES, found, strict=True)]
        )
    return {"now.x": np.repeat(year[:, None], len(STATES), axis=1), "now.y": rows}


def read_off(year: np.ndarray) -> dict[str, Any]:
    """Table and sentences of one year."""
    rows = [
        table()[table().year == int(y)].set_index("country_iso3").loc[list(STATES)] for y in year
    ]
    sums = [float(r.warheads_count.sum()) for r in rows]
    sentences = [_sentence(y, r, t) for y, r, t in zip(year, rows, sums, strict=True)]
    return {
        "table.state": [[state_name(c, y) for c in STATES] for y in year],
        "table.count": [list(r.warheads_count.astype(float)) for r in rows],
        "table.share": [
            list(100 * r.warheads_count.astype(float) / t) for r, t in zip(rows, sums, strict=True)
        ],
        "table.basis": [[BASIS[b] for b in r.basis] for r in rows],
        "table.status": [[str(s) for s in r.status] for r in rows],
        "summary": sentences,
        "alt": [f"Lines of estimated nuclear stockpiles, 1945 to 2025. {s}" for s in sentences],
    }  # fmt: skip


def _sentence(year: float, rows: pd.DataFrame, total: float) -> str:
    count = rows.warheads_count
    owners = int((count > 0).sum())
    three = ", ".join(f"{state_name(c, year)} {grouped(count[c])}" for c in STATES[:3])
    both = percent((count["USA"] + count["RUS"]) / total)
    verb = "has" if owners == 1 else "have"
    who = "all nine" if owners == len(STATES) else f"{owners} of the nine"
    return (
        f"Estimates for {int(year)}: {three}; {who} {verb} warheads, and the two "
        f"largest arsenals are {both} of the nine estimates added up."
    )


explorer = Explorer(
    name="warheads",
    subtitle="Estimated warheads in military stockpiles, retired ones not counted",
    sources=source_ids(table().source_id),
    note=(
        "Estimates: the true numbers are secret. To 2022: Federation of American Scientists and "
        "Bulletin of the Atomic Scientists, processed by Our World in Data. From 2023: SIPRI, "
        "January. Hollow: a value we could not confirm one by one. RUS before 1992 is the Soviet "
        "Union. On the scale of powers of ten, equal steps are equal factors and zero has no place."
    ),
    controls=(
        Choice("states", "States", (("three", "The three largest"), ("nine", "All nine"),
                                    ("seven", "Without the two largest"))),
        Choice("scale", "Scale", (("linear", "Linear"), ("log", "Powers of ten"))),
        Slider("year", "Read off the year", FIRST, LAST, step=1, default=LAST),
    ),
    figure=template,
    products=(
        Product(("states", "scale"), draw),
        Product(("year",), cursor),
        Product(("states", "scale", "year"), points),
        Product(("year",), read_off),
    ),
    columns=(
        Column("state", "State"),
        Column("count", "Estimate", unit="warheads", grouped=True),
        Column("share", "Share of the nine", unit="%", digits=1),
        Column("basis", "Estimate by"),
        Column("status", "Status"),
    ),
    narrow={"layout.margin.l": 48, "layout.margin.r": 90,
            "layout.xaxis.tickvals": [1945, 1985, 2025],
        "layout.annotations[9].xanchor": "center", "layout.annotations[9].ay": -16},
    height=430,
)  # fmt: skip
