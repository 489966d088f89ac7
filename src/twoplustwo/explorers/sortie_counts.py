"""Yearly counts at sea and in the air, each with the rule it was counted by.

A count without its rule is no number. Two of the counts measure the flights of one air force round
one island and differ by a third or more, because they count different places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, PATTERN, label, new_figure, tint
from twoplustwo.charts.theme import INK_COLOUR, SOFT
from twoplustwo.data import source
from twoplustwo.explorers._arms import source_ids
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    fixed,
    grouped,
)

FIRST, LAST = 2015, 2026
TOLD = 2025  # the year of the prediction


@dataclass(frozen=True)
class Count:
    """One picture: categories of the table, its rule in words, its axis and its finding."""

    text: str
    parts: tuple[str, ...]
    unit: str
    rule: str
    top: float
    title: str
    span: tuple[int, int] = (2020, 2026)
    daily: bool = False


COUNTS = {
    "both": Count(
        "Flights near Taiwan: two rules", ("taiwan_adiz", "taiwan_around"), "aircraft",
        "Filled: aircraft over the median line or in Taiwan's air defence identification zone. "
        "Hollow: all aircraft that the daily reports of Taiwan's defence ministry list, whatever "
        "the place.",
        5900, "Two rules for the same flights give two numbers for the same year",
    ),
    "daily": Count(
        "All aircraft, per day with data", ("taiwan_around",), "aircraft a day",
        "All aircraft of the daily reports, divided by the days for which the file has a report.",
        17, "Per day with data the list grows slowly to 2025 and halves in 2026", daily=True,
    ),
    "ships": Count(
        "Ships around Taiwan", ("taiwan_naval",), "ship sorties",
        "Ships of the Chinese navy around Taiwan, as Taiwan's defence minister told parliament.",
        3100, "Ships are counted too, but only two years have a figure",
    ),
    "fonop": Count(
        "US operations in the South China Sea", ("fonop",), "operations",
        "Freedom-of-navigation operations: a ship sails close to a claimed rock to contest the "
        "claim, by the count of the US Pacific Fleet. Other offices count the same year lower.",
        14, "US operations in the South China Sea rose to ten a year by 2019",
        (2015, 2020),
    ),
    "transit": Count(
        "US passages of the Taiwan Strait", ("taiwan_strait_transit",), "passages",
        "Passages of the Taiwan Strait by ships of the US Navy, by the count of its Pacific "
        "Fleet.",
        15, "US ships passed the Taiwan Strait 3 times in 2018 and 13 times in 2020",
        (2015, 2020),
    ),
}  # fmt: skip
PARTS = ("fonop", "taiwan_strait_transit", "taiwan_adiz", "taiwan_around", "taiwan_naval")
# Counts that look alike and are never seen together share their bars.
UID = {"fonop": "usa", "taiwan_strait_transit": "usa", "taiwan_adiz": "china",
       "taiwan_around": "around", "taiwan_naval": "china"}  # fmt: skip
DRAWN = ("usa", "china", "around")


@cache
def counts() -> pd.DataFrame:
    """The yearly counts: year, category, value, days with data, status, note, source."""
    table = load("incidents")
    table = table[table["category"].astype(str).isin(PARTS)].copy()
    table["category"] = table["category"].astype(str)
    table["year"] = table["date"].dt.year
    table["days"] = [_days(note) for note in table["note"].fillna("")]
    return table.sort_values(["category", "year"]).reset_index(drop=True)


def _days(note: str) -> float:
    found = re.search(r"(\d+) days with data", note)
    return float(found[1]) if found else float("nan")


def series(part: str, daily: bool = False) -> pd.Series:
    """One count by year, missing years NaN."""
    rows = counts()[counts()["category"] == part].set_index("year")
    column = rows["value"] / rows["days"] if daily else rows["value"]
    return column.reindex(range(FIRST, LAST + 1)).astype(float)


def draw(count: np.ndarray) -> dict[str, Any]:
    chosen = [COUNTS[c] for c in count]
    out: dict[str, Any] = {}
    for uid in DRAWN:
        bars = [_bars(uid, c) for c in chosen]
        out |= {f"{uid}.{key}": [bar[key] for bar in bars] for key in ("x", "y", "text")}
        paired = [len(c.parts) > 1 for c in chosen]
        side = 0.01 if uid == "around" else -0.41
        out[f"{uid}.offset"] = [side if two else -0.33 for two in paired]
        out[f"{uid}.width"] = [0.40 if two else 0.66 for two in paired]
    out["layout.yaxis.range"] = [[0, c.top] for c in chosen]
    out["layout.annotations[0].text"] = [
        "2026: to August" if "taiwan_around" in c.parts else "" for c in chosen
    ]
    out["layout.xaxis.range"] = [[c.span[0] - 0.6, c.span[1] + 0.6] for c in chosen]
    out["layout.annotations[1].text"] = [
        "■ zone   □ all areas" if len(c.parts) > 1 else "" for c in chosen
    ]
    out["title"] = [c.title for c in chosen]
    return out


def _bars(uid: str, c: Count) -> dict[str, Any]:
    """Years, heights and texts of one kind of bar; one empty year where there is none."""
    for part in c.parts:
        if UID[part] == uid:
            column = series(part, c.daily).dropna()
            return {
                "x": [int(year) for year in column.index],
                "y": list(column),
                "text": [_number(value, c.daily) for value in column],
            }
    return {"x": [FIRST], "y": [np.nan], "text": [""]}


def _number(value: float, daily: bool) -> str:
    return fixed(value, 1) if daily else grouped(value)


def sentence(count: str) -> str:
    """The last full year and its rule."""
    c = COUNTS[count]
    if count == "both":
        zone, around = (series(part)[TOLD] for part in c.parts)
        return (
            f"For {TOLD} one rule gives {grouped(zone)} and the other {grouped(around)}, "
            f"{fixed(100 * (around / zone - 1))}% more. {c.rule}"
        )
    column = series(c.parts[0], c.daily).dropna()
    first, last = column.index[0], column.index[-1]
    return (
        f"From {_number(column.iloc[0], c.daily)} {c.unit} in {first} to "
        f"{_number(column.iloc[-1], c.daily)} in {last}. {c.rule}"
    )


def speak(count: np.ndarray) -> dict[str, Any]:
    texts = [sentence(c) for c in count]
    return {
        "summary": texts,
        "alt": [f"Bars by year, 2015 to 2026: {COUNTS[c].unit}. {t}"
                for c, t in zip(count, texts, strict=True)],
    }  # fmt: skip


def table(count: np.ndarray) -> dict[str, Any]:
    frames = []
    for c in count:
        rows = counts()[counts()["category"].isin(COUNTS[c].parts)]
        frames.append(rows)
    return {
        "table.year": [list(f["year"]) for f in frames],
        "table.what": [list(f["event"]) for f in frames],
        "table.value": [list(f["value"].astype(float)) for f in frames],
        "table.source": [[publishers(cell) for cell in f["source_id"]] for f in frames],
        "table.status": [list(f["status"].astype(str)) for f in frames],
        "table.note": [[n if isinstance(n, str) else "" for n in f["note"]] for f in frames],
    }


def publishers(cell: str) -> str:
    """Who published a row's figure."""
    return "; ".join(source(each).publisher for each in cell.split(";"))


def outcome() -> dict[str, Any]:
    return {"outcome.around": [float(series("taiwan_around")[TOLD])]}


def template() -> go.Figure:
    return new_figure(
        [_bar(uid) for uid in DRAWN],
        {
            "barmode": "overlay",
            "margin": {"l": 46, "r": 12, "t": 30, "b": 28},
            "xaxis": {"range": [2019.4, 2026.6], "tickformat": "d",
                      "tickvals": list(range(FIRST, LAST + 1))},
            "yaxis": {"range": [0, COUNTS["both"].top], "tickformat": ",d", "nticks": 6},
            "annotations": [
                label(1, 1, "", SOFT, xref="paper", yref="paper", xanchor="right", xshift=0,
                      yshift=10),
                label(0, 1, "", xref="paper", yref="paper", xshift=0, yshift=10),
            ],
        },
    )  # fmt: skip


def _bar(uid: str) -> go.Bar:
    """Counts of confirmed rows are filled; the third-party file's are hollow."""
    code = "USA" if uid == "usa" else "CHN"
    hollow = uid == "around"
    colour = COUNTRY[code]
    marker = {"color": tint(colour, 0.0) if hollow else colour,
              "line": {"color": colour, "width": 1.5 if hollow else 0}}  # fmt: skip
    if not hollow:
        marker["pattern"] = {"shape": PATTERN[code], "fgcolor": "white", "fgopacity": 0.3,
                             "solidity": 0.15}  # fmt: skip
    return go.Bar(
        uid=uid, x=[FIRST], y=[None], marker=marker, text=[""],
        textposition="outside", textangle=0, cliponaxis=False, constraintext="none",
        offset=-0.33, width=0.66,
        textfont={"color": INK_COLOUR, "size": 11},
        hovertemplate="%{x}: %{y:,}<extra></extra>",
    )  # fmt: skip


explorer = Explorer(
    name="sortie_counts",
    subtitle="Yearly counts, 2015 to 2026, each by the rule of the office that counts",
    sources=source_ids(counts()["source_id"]),
    note="Hollow: not confirmed, from a third-party file of daily reports with missing days. The "
    "counts of 2020 to 2025 inside the zone come from different publishers: a newspaper, a news "
    "agency, an analyst's file, a minister. Read them as orders of magnitude. A zone of this kind "
    "is drawn by the side that reports; it is not airspace under anyone's sovereignty.",
    controls=(
        Choice("count", "What is counted", tuple((c, row.text) for c, row in COUNTS.items())),
    ),
    figure=template,
    products=(
        Product(("count",), draw),
        Product(("count",), speak),
        Product(("count",), table),
        Product((), outcome),
    ),
    columns=(
        Column("year", "Year"),
        Column("what", "What is counted"),
        Column("value", "Count", grouped=True),
        Column("source", "Published by"),
        Column("status", "Status"),
        Column("note", "Note"),
    ),
    predict=Prediction(
        question=f"For {TOLD} Taiwan's defence minister told of "
        f"{grouped(series('taiwan_adiz')[TOLD])} sorties of Chinese aircraft over the median line "
        "or inside the air defence identification zone. How many aircraft do the daily reports of "
        "the same ministry list for that year, whatever the place?",
        unit="aircraft",
        minimum=0,
        maximum=10000,
        step=50,
        answer_key="outcome.around",
    ),
    narrow={"layout.margin.l": 42, "around.textfont.size": 9, "china.textfont.size": 9},
    height=420,
)  # fmt: skip
