"""US reports on China's stockpile, report by report, beside what was estimated afterwards."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, label, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers._arms import source_ids
from twoplustwo.explorers.engine import (
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    Toggle,
    fixed,
    grouped,
)

FIRST, LAST = 2020, 2025
LEFT, RIGHT, TOP = 2009.5, 2036.5, 1650
PACE_YEARS = 5
# Where on the time axis a report's count belongs; "not restated" has no count.
AS_OF = {
    "2020": 2020.0,
    "2021": 2021.0,
    "end 2021 to 2022": 2022.0,
    "mid-2024": 2024.5,
    "end 2024": 2025.0,
}


@cache
def reports() -> pd.DataFrame:
    """One row a projection, oldest first, with the place of its count in time."""
    table = load("china_projections").sort_values(["published", "projection_year"])
    return table.assign(at=table.as_of.map(AS_OF)).reset_index(drop=True)


@cache
def estimates() -> pd.Series:
    """Independent estimates of China's stockpile by year (FAS to 2022, SIPRI from 2023)."""
    rows = load("warheads")
    rows = rows[(rows.country_iso3 == "CHN") & (rows.series == "main") & (rows.year >= 2010)]
    return rows.set_index("year").warheads_count.astype(float)


@cache
def alternative() -> pd.DataFrame:
    """Other estimates of the same stockpile."""
    rows = load("warheads")
    return rows[(rows.country_iso3 == "CHN") & (rows.series == "alternative") & (rows.year >= 2010)]


def pace(year: float) -> float:
    """Warheads added a year over the five years before."""
    return float(estimates()[int(year)] - estimates()[int(year) - PACE_YEARS]) / PACE_YEARS


def straight(year: float, until: float) -> float:
    """Where the pace of the last five years would lead: arithmetic, not a forecast."""
    return float(estimates()[int(year)]) + pace(year) * (until - year)


def first_report_above(count: float) -> int:
    """Year of the first report whose own count of the stockpile is above `count` or at it."""
    rows = reports()
    return int(rows.loc[rows.stockpile_low_warheads >= count, "report_year"].min())


TITLES = {
    2020: "In 2020 a doubling within ten years was expected",
    2021: "One year later, the number expected for 2030 was more than twice as high",
    2022: "In 2022 the count stood where 2020 had expected it for 2030",
    2024: "The count of 2024 is three times that of 2020, and the year 2030 is still ahead",
    2025: "Growth slowed in the report of 2025; more than 1,000 by 2030 is still expected",
}


def template() -> go.Figure:
    china = COUNTRY["CHN"]
    line = {"color": china, "width": 2.5}
    known = go.Scatter(uid="known", x=[], y=[], mode="lines+markers", line=line,
                       marker={"size": 6, "color": china, "symbol": "diamond"},
                       hoverinfo="skip")  # fmt: skip
    later = go.Scatter(uid="later", x=[], y=[], mode="lines", opacity=0.55,
                       line={**line, "dash": "dot"}, hoverinfo="skip")  # fmt: skip
    other = go.Scatter(uid="other", x=[], y=[], mode="markers", hoverinfo="skip",
                       marker={"symbol": "diamond-open", "size": 10, "color": china})  # fmt: skip
    paths = go.Scatter(uid="paths", x=[], y=[], mode="lines", hoverinfo="skip",
                       line={"color": SOFT, "width": 1.2})  # fmt: skip
    marks = go.Scatter(uid="marks", x=[], y=[], mode="markers+text", hoverinfo="skip", text=[],
                       cliponaxis=False,
                       textposition=[], textfont={"color": INK_COLOUR},
                       marker={"symbol": [], "size": 11, "color": []})  # fmt: skip
    along = go.Scatter(uid="along", x=[], y=[], mode="lines", hoverinfo="skip",
                       line={"color": ACCENT, "width": 2, "dash": "dash"})  # fmt: skip
    counted = go.Scatter(uid="counted", x=[], y=[], mode="markers", hoverinfo="skip",
                         marker={"symbol": "circle", "size": 6, "color": SOFT})  # fmt: skip
    return new_figure([paths, counted, known, later, other, along, marks], _layout())


def _layout() -> dict[str, Any]:
    return {
        "margin": {"l": 48, "r": 14, "t": 10, "b": 34},
        "xaxis": {"range": [LEFT, RIGHT], "tickvals": [2010, 2015, 2020, 2025, 2030, 2035]},
        "yaxis": {"range": [0, TOP], "tickvals": [0, 400, 800, 1200, 1600], "tickformat": ",d"},
        "annotations": [
            label(2010, 120, "independent estimates", COUNTRY["CHN"], xshift=0),
            label(2035.4, 0, "", ACCENT, xanchor="right", yshift=-20, xshift=0),
        ],
    }


def seen(year: float) -> pd.DataFrame:
    return reports()[reports().report_year <= year]


# Text places that keep the six labels apart.
SIDES = (
    "bottom right",
    "bottom right",
    "middle right",
    "middle left",
    "middle right",
    "middle right",
)


def show(year: np.ndarray) -> dict[str, Any]:
    """Reports and estimates published up to the year."""
    tables = [seen(y) for y in year]
    newest = [t.report_year.max() for t in tables]
    return {
        "known.x": [list(estimates().loc[:y].index.astype(float)) for y in year],
        "known.y": [list(estimates().loc[:y]) for y in year],
        "marks.x": [list(t.projection_year.astype(float)) for t in tables],
        "marks.y": [list(t.projection_warheads.astype(float)) for t in tables],
        "marks.text": [_names(t, n) for t, n in zip(tables, newest, strict=True)],
        "marks.textposition": [list(SIDES[: len(t)]) for t in tables],
        "marks.marker.symbol": [
            ["circle" if s == "confirmed" else "circle-open" for s in t.status] for t in tables
        ],
        "marks.marker.color": [
            [INK_COLOUR if y == n else SOFT for y in t.report_year]
            for t, n in zip(tables, newest, strict=True)
        ],
        **_paths(tables),
    }


def _names(rows: pd.DataFrame, newest: int) -> list[str]:
    """Labels of the projections; where two reports agree only the last is named."""
    places = list(zip(rows.projection_year, rows.projection_warheads, strict=True))
    out = []
    for i, (year, place) in enumerate(zip(rows.report_year, places, strict=True)):
        out.append("" if place in places[i + 1 :] else f"{year} report")
    same = [i for i, place in enumerate(places) if place == places[-1]]
    if len(same) > 1:
        years = [str(rows.report_year.iloc[i]) for i in same]
        out[-1] = f"{', '.join(years[:-1])}<br>and {years[-1]}"
    return out


def _paths(tables: list[pd.DataFrame]) -> dict[str, Any]:
    """A thin line from the report's own count to what it expected; none without a count."""
    xs, ys = [], []
    counted = [rows.dropna(subset=["stockpile_low_warheads", "at"]) for rows in tables]
    for drawn in counted:
        x, y = [], []
        for row in drawn.itertuples():
            x += [row.at, float(row.projection_year), np.nan]
            y += [float(row.stockpile_low_warheads), float(row.projection_warheads), np.nan]
        xs.append(x)
        ys.append(y)
    return {
        "paths.x": xs,
        "paths.y": ys,
        "counted.x": [list(rows["at"].astype(float)) for rows in counted],
        "counted.y": [list(rows.stockpile_low_warheads.astype(float)) for rows in counted],
    }


def outcome(year: np.ndarray, today: np.ndarray) -> dict[str, Any]:
    """What was estimated afterwards, if the reader asks for it."""
    rest = [estimates().loc[y:] if t else estimates().iloc[:0] for y, t in
            zip(year, today, strict=True)]  # fmt: skip
    rows = [alternative()[alternative().year <= (LAST if t else y)] for y, t in
            zip(year, today, strict=True)]  # fmt: skip
    return {
        "later.x": [list(r.index.astype(float)) for r in rest],
        "later.y": [list(r) for r in rest],
        "other.x": [list(r.year.astype(float)) for r in rows],
        "other.y": [list(r.warheads_count.astype(float)) for r in rows],
    }


def extend(year: np.ndarray, line: np.ndarray) -> dict[str, Any]:
    """The last five years, continued in a straight line."""
    ends = [straight(y, 2035) for y in year]
    return {
        "along.x": [[y - PACE_YEARS, y, 2035] if on else [] for y, on in
                    zip(year, line, strict=True)],
        "along.y": [
            [float(estimates()[int(y) - PACE_YEARS]), float(estimates()[int(y)]), end] if on else []
            for y, end, on in zip(year, ends, line, strict=True)
        ],
        "layout.annotations[1].y": ends,
        "layout.annotations[1].yshift": [-84 if end > 900 else 14 for end in ends],
        "layout.annotations[1].text": [
            f"straight on: {grouped(end)}" if on else "" for end, on in zip(ends, line, strict=True)
        ],
    }  # fmt: skip


def speak(year: np.ndarray) -> dict[str, Any]:
    texts = [_sentence(y) for y in year]
    rows = [seen(y) for y in year]
    return {
        "title": [TITLES[int(r.report_year.max())] for r in rows],
        "summary": texts,
        "alt": [
            f"Independent estimates of China's stockpile and US projections. {t}" for t in texts
        ],
        "table.report": [list(r.report_year.astype(float)) for r in rows],
        "table.counted": [list(r.stockpile_text) for r in rows],
        "table.expected": [list(r.projection_warheads.astype(float)) for r in rows],
        "table.by": [list(r.projection_year.astype(float)) for r in rows],
        "table.needed": [[_needed(row) for row in r.itertuples()] for r in rows],
        "table.status": [[str(s) for s in r.status] for r in rows],
        "outcome.year": np.full(len(year), float(first_report_above(400))),
    }


def _needed(row: Any) -> float:
    """Warheads a year from the report's own count to its projection."""
    if pd.isna(row.stockpile_low_warheads):
        return np.nan
    more = row.projection_warheads - row.stockpile_low_warheads
    return float(more / (row.projection_year - row.report_year))


def _sentence(year: float) -> str:
    rows = seen(year)
    newest = rows[rows.report_year == rows.report_year.max()]
    expects = " and ".join(
        f"{r.projection_text} by {r.projection_year}" for r in newest.itertuples()
    )
    count = newest.stockpile_text.iloc[0]
    counted = "does not restate the stockpile" if count == "not restated" else f"counts {count}"
    return (
        f"The newest US report up to {int(year)}, that of {newest.report_year.iloc[0]}, {counted} "
        f"and expects {expects}; the independent estimate for {int(year)} is "
        f"{grouped(estimates()[int(year)])}, after {fixed(pace(year))} more a year over five years."
    )


explorer = Explorer(
    name="china_projections",
    subtitle="China's warheads: independent estimates (line) and US projections (points)",
    sources=tuple(
        dict.fromkeys(
            (*source_ids(reports().source_id), "owid_notebooks", "owid_datasets_fas",
             "sipri_2024_fed", "sipri_2025_bs", "aca_2023_03")
        )
    ),
    note=(
        "Thin lines start at the report's own count. Hollow point: the figure was not confirmed. "
        "Open diamond: another independent estimate. The report of 2023 was not found. The "
        "projections are lower bounds of one government; the straight line is arithmetic, no "
        "forecast."
    ),
    controls=(
        Slider("year", "Reports published up to", FIRST, LAST, step=1, default=FIRST),
        Toggle("today", "Show the estimates that came later", default=False),
        Toggle("line", "Continue the last five years in a straight line", default=False),
    ),
    figure=template,
    products=(
        Product(("year",), show),
        Product(("year", "today"), outcome),
        Product(("year", "line"), extend),
        Product(("year",), speak),
    ),
    columns=(
        Column("report", "Report", digits=0),
        Column("counted", "Stockpile it counts"),
        Column("expected", "Expects at least", unit="warheads", grouped=True),
        Column("by", "By", digits=0),
        Column("needed", "Growth it implies", unit="a year", digits=0),
        Column("status", "Status"),
    ),
    predict=Prediction(
        question=(
            "The report of 2020 counted warheads in the low 200s and expected at least 400 by "
            "2030. In which year did the reports themselves first count 400 or more?"
        ),
        minimum=2020,
        maximum=2035,
        answer_key="outcome.year",
    ),
    narrow={"layout.margin.l": 44, "layout.xaxis.tickvals": [2010, 2020, 2030]},
    height=430,
)  # fmt: skip
