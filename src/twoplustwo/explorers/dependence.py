"""What Japan and the ROK bring in from outside: oil, gas, energy and food, over time.

The values come from many publishers and years. Missing years stay missing: a line joins what is
known, and a mark stands only where a source gives a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, NAME, SYMBOL, label, new_figure
from twoplustwo.charts.theme import ACCENT
from twoplustwo.explorers._arms import source_ids
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    fixed,
)

FIRST, LAST = 1965, 2025
ORDER = ("JPN", "KOR")
LOWEST, ASKED = "1987", "2022"  # fiscal years of the prediction


@dataclass(frozen=True)
class Measure:
    """One picture: metric of each country, how it becomes a share, words and findings."""

    text: str
    metric: dict[str, str]
    share_of: str
    title: str
    inverted: tuple[str, ...] = ()


MEASURES = {
    "oil": Measure(
        "Crude oil from the Middle East",
        {"JPN": "crude_middle_east_share", "KOR": "crude_middle_east_share"},
        "of crude oil imports come from the Middle East",
        "Japan once cut its share of Middle East oil, and is back above where it began",
    ),
    "gas": Measure(
        "Gas from the Middle East",
        {"JPN": "lng_middle_east_share", "KOR": "lng_middle_east_share"},
        "of liquefied gas imports come from the Middle East",
        "Gas is another story: for Japan it comes mostly by other ways",
    ),
    "energy": Measure(
        "Energy from abroad",
        {"JPN": "primary_energy_self_sufficiency", "KOR": "energy_import_dependence"},
        "of primary energy come from abroad",
        "Japan imports more than eight tenths of its energy, the ROK more than nine",
        inverted=("JPN",),
    ),
    "food": Measure(
        "Food from abroad",
        {"JPN": "food_self_sufficiency_calorie", "KOR": "food_self_sufficiency_calorie"},
        "of food calories come from abroad",
        "More than six of ten food calories come from abroad in both",
        inverted=("JPN", "KOR"),
    ),
}


@cache
def known(measure: str) -> pd.DataFrame:
    """Values of one picture in order: country, year, share imported, period, source, note."""
    row = MEASURES[measure]
    table = load("energy_dependence")
    table = table[[row.metric.get(str(c)) == m for c, m in
                   zip(table["country_iso3"], table["metric"], strict=True)]].copy()  # fmt: skip
    table["country"] = table["country_iso3"].astype(str)
    table["year"] = table["period"].str.extract(r"(\d{4})", expand=False).astype(int)
    table["share"] = table["value"].where(
        ~table["country"].isin(row.inverted), 100 - table["value"]
    )
    table["older"] = table["note"].fillna("").str.startswith("Older method")
    # A rough count for the same year stands behind an exact one.
    table = table[table["period_kind"].astype(str) != "decade"]
    exact = table.sort_values(["country", "year", "qualifier"], na_position="first")
    return exact.drop_duplicates(["country", "year"]).reset_index(drop=True)


def series(measure: str, code: str) -> tuple[list[float], list[float]]:
    """Years and shares of one country; a gap where the method changes."""
    rows = known(measure)
    rows = rows[rows["country"] == code]
    x: list[float] = []
    y: list[float] = []
    before = None
    for row in rows.itertuples():
        if before is not None and row.older != before:
            x, y = [*x, float("nan")], [*y, float("nan")]
        x, y, before = [*x, float(row.year)], [*y, float(row.share)], row.older
    return x, y


def latest(measure: str, code: str, year: int) -> pd.Series | None:
    """The newest value not after a year."""
    rows = known(measure)
    rows = rows[(rows["country"] == code) & (rows["year"] <= year)]
    return rows.iloc[-1] if len(rows) else None


def draw(measure: np.ndarray) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for code in ORDER:
        lines = [series(m, code) for m in measure]
        out[f"line_{code.lower()}.x"] = [x for x, _ in lines]
        out[f"line_{code.lower()}.y"] = [y for _, y in lines]
    ends = [[known(m)[known(m)["country"] == c].iloc[-1]["share"] for c in ORDER] for m in measure]
    for i in range(len(ORDER)):
        out[f"layout.annotations[{i}].y"] = [_apart(e)[i] for e in ends]
    out["title"] = [MEASURES[m].title for m in measure]
    return out


def _apart(ends: list[float], gap: float = 8.0) -> list[float]:
    """Move the two names apart where their lines end close together."""
    low, high = sorted(ends)
    push = max(0.0, gap - (high - low)) / 2
    first_is_high = ends[0] >= ends[1]
    return [high + push, low - push] if first_is_high else [low - push, high + push]


def mark(year: np.ndarray) -> dict[str, Any]:
    return {"layout.shapes[0].x0": year, "layout.shapes[0].x1": year}


def when(row: pd.Series) -> str:
    """The period as a sentence says it; fiscal years run from April to March."""
    kind = str(row["period_kind"])
    if kind == "fiscal_year":
        return f"fiscal {row['period']}"
    words = {"month": "a month of ", "quarter": "a quarter of ", "half_year": "half of "}
    return f"{words.get(kind, '')}{row['year']}"


def sentence(measure: str, year: int) -> str:
    """The newest value of each country not after the year."""
    parts = []
    for code in ORDER:
        row = latest(measure, code, year)
        who = "Japan" if code == "JPN" else "the ROK"
        if row is not None:
            parts.append(f"{who} {fixed(row['share'], 1)}% ({when(row)})")
    if not parts:
        return f"For {year} and before this course holds no value of this measure."
    return f"Newest values up to {year}: {', '.join(parts)} {MEASURES[measure].share_of}."


def speak(measure: np.ndarray, year: np.ndarray) -> dict[str, Any]:
    texts = [sentence(m, int(y)) for m, y in zip(measure, year, strict=True)]
    alts = [
        f"Lines for Japan and the ROK by year: per cent {MEASURES[m].share_of}. {t}"
        for m, t in zip(measure, texts, strict=True)
    ]
    return {"summary": texts, "alt": alts}


def table(measure: np.ndarray) -> dict[str, Any]:
    frames = [known(m) for m in measure]
    return {
        "table.country": [[NAME[c] for c in f["country"]] for f in frames],
        "table.period": [[when(row) for _, row in f.iterrows()] for f in frames],
        "table.share": [list(f["share"].astype(float)) for f in frames],
        "table.note": [[remark(m, row) for _, row in f.iterrows()]
                       for m, f in zip(measure, frames, strict=True)],
    }  # fmt: skip


def remark(measure: str, row: pd.Series) -> str:
    """The note of a row, with the source's own number where the picture shows the rest to 100."""
    note = row["note"] if isinstance(row["note"], str) else ""
    if row["country"] not in MEASURES[measure].inverted:
        return note
    return f"Self-sufficiency {fixed(row['value'], 1)}%. {note}".strip()


def _asked(period: str) -> float:
    rows = known("oil")
    rows = rows[(rows["country"] == "JPN") & (rows["period"] == period)]
    return float(rows["share"].iloc[0])


def outcome() -> dict[str, Any]:
    return {"outcome.oil": [_asked(ASKED)]}


def template() -> go.Figure:
    lines = [
        go.Scatter(
            uid=f"line_{code.lower()}", x=[], y=[], mode="lines+markers", name=NAME[code],
            line={"color": COUNTRY[code], "width": 2},
            marker={"symbol": SYMBOL[code], "size": 8, "color": COUNTRY[code]},
            hovertemplate="%{x}: %{y:.1f}%<extra>%{fullData.name}</extra>",
        )
        for code in ORDER
    ]  # fmt: skip
    rule = {"type": "line", "yref": "paper", "x0": LAST, "x1": LAST, "y0": 0, "y1": 1,
            "line": {"color": ACCENT, "width": 1.5, "dash": "dash"}, "layer": "below"}  # fmt: skip
    names = [label(2026.3, 0, NAME[code], COUNTRY[code], xshift=2) for code in ORDER]
    return new_figure(
        lines,
        {
            "margin": {"l": 46, "r": 54, "t": 12, "b": 28},
            "xaxis": {"range": [1963.5, 2026.5], "tickformat": "d",
                      "tickvals": [1970, 1980, 1990, 2000, 2010, 2020]},
            "yaxis": {"range": [0, 104], "tickvals": [0, 25, 50, 75, 100],
                      "ticktext": ["0%", "25%", "50%", "75%", "100%"]},
            "shapes": [rule],
            "annotations": names,
        },
    )  # fmt: skip


def _sources() -> tuple[str, ...]:
    return source_ids(*(known(m)["source_id"] for m in MEASURES))


explorer = Explorer(
    name="dependence",
    subtitle="Per cent imported, Japan and the ROK, 1965 to 2025",
    sources=_sources(),
    note="Fiscal years of Japan run from April to March. The ROK counts nuclear fuel as an import "
    "of energy, Japan does not, so compare each country with itself. A gap in a line: the method "
    "of the series changed. Food is measured in calories; in money the share is lower.",
    controls=(
        Choice("measure", "What is imported", tuple((m, row.text) for m, row in MEASURES.items())),
        Slider("year", "Read off up to year", FIRST, LAST, step=1, default=LAST),
    ),
    figure=template,
    products=(
        Product(("measure",), draw),
        Product(("year",), mark),
        Product(("measure", "year"), speak),
        Product(("measure",), table),
        Product((), outcome),
    ),
    columns=(
        Column("country", "Country"),
        Column("period", "Period"),
        Column("share", "Share imported", unit="%", digits=1),
        Column("note", "Note"),
    ),
    predict=Prediction(
        question="After the oil shocks of the 1970s Japan bought oil elsewhere, and the Middle "
        f"East's share of its crude imports fell to {fixed(_asked(LOWEST), 1)}% in fiscal {LOWEST}."
        f" What was it in fiscal {ASKED}?",
        unit="%",
        answer_key="outcome.oil",
    ),
    narrow={"layout.margin.l": 42, "layout.xaxis.tickvals": [1970, 1990, 2010]},
    height=410,
)  # fmt: skip
