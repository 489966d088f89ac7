"""Scrambles of Japan's fighters by fiscal year: how many, and whose aircraft they answered.

Missing years stay missing, totals without a split stay grey, unconfirmed totals and the nine
months of fiscal 2025 stay hollow. Nothing is filled in.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, PATTERN, callout, label, new_figure, tint
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
    percent,
)

FIRST, LAST = 2001, 2025
WHO = ("russia", "china", "other")
CODE = {"russia": "RUS", "china": "CHN", "other": "OTHER"}
WORD = {"russia": "Russia", "china": "China", "other": "other"}
BARS = (*WHO, "total_only", "hollow")
ENDS = ("RUS", "CHN", "JPN")  # colours of the labels at the right
TOP = {"number": 1300.0, "share": 100.0, "lines": 1300.0}


@cache
def years() -> pd.DataFrame:
    """One row a fiscal year, 2001 to 2025: total, split, kind of row; indexed by year.

    Fiscal 2025 is the longest stretch in the table, nine months; ``full`` is False for it.
    """
    table = load("scrambles")
    full = table[table.period_kind == "fiscal_year"]
    part = table[table.period_kind == "nine_months"]
    frame = pd.concat([full, part]).set_index("fiscal_year").sort_index().loc[FIRST:]
    renamed = frame.rename(columns=lambda c: c.removeprefix("scrambles_"))
    kept = renamed[["total", *WHO, "period_kind", "status"]].astype(
        dict.fromkeys(["total", *WHO], "float64")
    )
    split = kept[list(WHO)].notna().all(axis=1)
    return kept.assign(full=kept.period_kind == "fiscal_year", split=split)


@cache
def record_before() -> float:
    """The total of fiscal 1984, the highest before fiscal 2016."""
    table = load("scrambles")
    return float(table.loc[table.period_id == "FY1984", "scrambles_total"].iloc[0])


def column(name: str) -> np.ndarray:
    return years()[name].to_numpy()


def heights(picture: str) -> dict[str, np.ndarray]:
    """Bars and lines of one picture: uid -> value of each year, NaN where there is nothing."""
    frame, none = years(), np.full(len(years()), np.nan)
    scale = 100 / column("total") if picture == "share" else 1.0
    # Fiscal 2005 has a count for China alone: a part without its whole is not stacked.
    values = {who: np.where(frame.split, column(who) * scale, np.nan) for who in WHO}
    bare = np.where(frame.split, np.nan, column("total"))
    firm = (frame.full & (frame.status == "confirmed")).to_numpy()
    drawn = {who: none if picture == "lines" else values[who] for who in WHO}
    drawn["total_only"] = np.where(firm, bare, np.nan) if picture == "number" else none
    drawn["hollow"] = np.where(firm, np.nan, bare) if picture == "number" else none
    for who in ("russia", "china"):
        drawn[f"line_{who}"] = values[who] if picture == "lines" else none
    drawn["line_total"] = np.where(firm, column("total"), np.nan) if picture == "lines" else none
    return drawn


def held(values: np.ndarray) -> tuple[list[int], list[float]]:
    """The years that have a bar, and its height; one empty year where there is none."""
    there = np.flatnonzero(~np.isnan(values))
    kept = there if there.size else np.array([0])
    return [int(year) for year in years().index[kept]], [float(v) for v in values[kept]]


def peak(who: str) -> int:
    """The fiscal year in which a column is at its highest."""
    return int(years()[who].idxmax())


def callouts() -> list[dict[str, Any]]:
    """Turning points of the stacked bars, found in the data."""
    total = years().total
    at_right = {"xanchor": "right", "ax": -26, "ay": -26}
    return [
        callout(peak("total"), total.max(), "the record", ay=-14),
        callout(peak("russia"), total[peak("russia")], "Russia's peak", **at_right),
        callout(LAST, total[LAST], "nine<br>months", ax=-4, ay=-58, xanchor="left"),
    ]


def labels(picture: str) -> list[tuple[float, str]]:
    """Height and text of the labels at the right: Russia, China, all."""
    row = years().loc[LAST - 1]
    if picture == "lines":
        return [(row.russia, "Russia"), (row.china, "China"), (row.total, "All")]
    middle = np.array([row.russia / 2, row.russia + row.china / 2])
    if picture == "number":
        return [(middle[0], "Russia"), (middle[1], "China"), (0.0, "")]
    shares = [percent(row[who] / row.total) for who in ("russia", "china")]
    low, high = 100 * middle / row.total
    return [(low, f"Russia<br>{shares[0]}"), (high, f"China<br>{shares[1]}"), (0.0, "")]


def draw(picture: np.ndarray) -> dict[str, Any]:
    """All that follows the kind of picture."""
    drawn = [heights(p) for p in picture]
    out: dict[str, Any] = {}
    for uid in drawn[0]:
        if uid in BARS:
            points = [held(d[uid]) for d in drawn]
            out |= {f"{uid}.x": [x for x, _ in points], f"{uid}.y": [y for _, y in points]}
        else:  # a line keeps its gaps
            out[f"{uid}.y"] = np.stack([d[uid] for d in drawn])
    out["layout.yaxis.range"] = [[0, TOP[p]] for p in picture]
    out["layout.yaxis.ticksuffix"] = ["%" if p == "share" else "" for p in picture]
    for i in range(3):
        out[f"layout.annotations[{i}].visible"] = [p == "number" for p in picture]
        out[f"layout.annotations[{i + 3}].y"] = [labels(p)[i][0] for p in picture]
        out[f"layout.annotations[{i + 3}].text"] = [labels(p)[i][1] for p in picture]
    shown = [p != "share" for p in picture]
    out["layout.shapes[1].visible"] = shown
    out["layout.annotations[6].visible"] = shown
    return out


def highlight(year: np.ndarray) -> dict[str, Any]:
    return {"layout.shapes[0].x0": year - 0.5, "layout.shapes[0].x1": year + 0.5}


def split_text(row: pd.Series) -> str:
    """ "301 Russia (26%), 851 China (73%), 16 other (1%)", or why there is none."""
    if not row.split:
        return "no full split by country was found"
    parts = [f"{grouped(row[w])} {WORD[w]} ({percent(row[w] / row.total)})" for w in WHO]
    return ", ".join(parts)


def change_text(year: int) -> str:
    """The change of the total on the year before, where both are full and confirmed."""
    frame = years()
    pair = frame.reindex([year - 1, year])
    if not (pair.full.eq(True).all() and (pair.status == "confirmed").all()):
        return ""
    before, now = pair.total
    word = "more" if now > before else "fewer"
    return f" That is {grouped(abs(now - before))} {word} than the year before."


def sentence(year: float) -> str:
    """The numbers of one year."""
    row = years().loc[int(year)]
    name = f"Fiscal {fixed(year)}"
    if not row.full:
        return (
            f"{name}: {grouped(row.total)} scrambles in nine months, April to December; "
            "the full year was not found, so it must not be compared with full years."
        )
    doubt = "" if row.status == "confirmed" else " (total not confirmed)"
    return f"{name}: {grouped(row.total)} scrambles{doubt}; {split_text(row)}.{change_text(year)}"


PICTURES = {
    "number": "Stacked bars of scrambles by fiscal year, 2001 to 2025, split by country from 2009.",
    "share": "Bars of each country's share of scrambles by fiscal year, from 2009.",
    "lines": "Lines of scrambles by fiscal year: total, China and Russia.",
}


def speak(picture: np.ndarray, year: np.ndarray) -> dict[str, Any]:
    texts = [sentence(y) for y in year]
    alts = [f"{PICTURES[p]} {t}" for p, t in zip(picture, texts, strict=True)]
    return {"summary": texts, "alt": alts}


def table() -> dict[str, Any]:
    """Every year with its split and standing; the same in all states."""
    frame = years()
    kinds = ["full year" if full else "nine months" for full in frame.full]
    out: dict[str, Any] = {"table.year": [list(frame.index)], "table.kind": [kinds]}
    for name in ("total", *WHO):
        out[f"table.{name}"] = [list(frame[name])]
    out["table.share"] = [list(100 * frame.russia / frame.total)]
    out["table.status"] = [[str(s) for s in frame.status]]
    return out


def answer() -> dict[str, Any]:
    """Russia's share in the record year, for the prediction."""
    row = years().loc[peak("total")]
    return {"outcome.share": [float(np.round(100 * row.russia / row.total))]}


def bars() -> list[go.Bar]:
    out = []
    for who in WHO:
        colour = COUNTRY[CODE[who]]
        pattern = {
            "shape": PATTERN[CODE[who]],
            "fgcolor": "white",
            "fgopacity": 0.3,
            "solidity": 0.15,
        }
        out.append(go.Bar(uid=who, x=[FIRST], y=[None], marker_color=colour, name=WORD[who],
                          marker_pattern=pattern, hovertemplate=HOVER))  # fmt: skip
    grey = COUNTRY["OTHER"]
    hollow = {"color": tint(grey, 0.0), "line": {"color": grey, "width": 1.5}}
    out.append(go.Bar(uid="total_only", x=[FIRST], y=[None], name="total, no split found",
                      marker_color=tint(grey, 0.45), hovertemplate=HOVER))  # fmt: skip
    out.append(go.Bar(uid="hollow", x=[FIRST], y=[None], name="not confirmed, or nine months",
                      marker=hollow, hovertemplate=HOVER))  # fmt: skip
    return out


HOVER = "fiscal %{x}: %{y:,.0f}<extra>%{fullData.name}</extra>"


def lines() -> list[go.Scatter]:
    x = list(years().index)
    style = {"total": (COUNTRY["JPN"], "circle"), "china": (COUNTRY["CHN"], "diamond"),
             "russia": (COUNTRY["RUS"], "square")}  # fmt: skip
    return [
        go.Scatter(uid=f"line_{who}", x=x, y=[None] * len(x), mode="lines+markers", name=who,
                   line={"color": colour}, hovertemplate=HOVER,
                   marker={"symbol": symbol, "size": 6, "color": colour})
        for who, (colour, symbol) in style.items()
    ]  # fmt: skip


def template() -> go.Figure:
    band = {"type": "rect", "xref": "x", "yref": "paper", "x0": LAST - 0.5, "x1": LAST + 0.5,
            "y0": 0, "y1": 1, "line": {"color": ACCENT, "width": 1.5}}  # fmt: skip
    record = {"type": "line", "x0": FIRST - 0.6, "x1": LAST + 0.6, "y0": record_before(),
              "y1": record_before(), "line": {"color": SOFT, "width": 1, "dash": "dot"},
              "visible": True}  # fmt: skip
    names = [label(LAST + 0.6, 0, "", COUNTRY[code], align="left") for code in ENDS]
    mark = label(FIRST - 0.4, record_before(), f"{grouped(record_before())} in fiscal 1984", SOFT,
                 xshift=0, yshift=-10)  # fmt: skip
    return new_figure(
        [*bars(), *lines()],
        {
            "barmode": "stack",
            "margin": {"l": 44, "r": 58, "t": 14, "b": 34},
            "xaxis": {"range": [FIRST - 0.6, LAST + 0.6], "tickformat": "d",
                      "tickvals": [2001, 2005, 2009, 2013, 2017, 2021, 2025]},
            "yaxis": {"range": [0, TOP["number"]], "tickformat": ",d", "ticksuffix": ""},
            "shapes": [band, record],
            "annotations": [*callouts(), *names, mark],
        },
    )  # fmt: skip


explorer = Explorer(
    name="scrambles",
    title="China's aircraft drive the total; the count for Russia peaked in fiscal 2014",
    subtitle="Scrambles of Japan's Air Self-Defense Force, by fiscal year (April to March)",
    sources=(
        "japantimes_fy2016", "japantoday_fy2024", "stripes_fy2023", "aviationreport_fy2022",
        "scmp_fy2021", "jiji_fy2020", "jiji_fy2019", "tass_20180902", "rt_ar_fy2015",
        "nhk_fy2014", "japantimes_fy2012", "yomiuri_fy2009", "mod_jdf_no04", "economicjp_2017",
        "jdefense_fy2025q3", "doc_jso_series",
    ),
    note="Grey: the total is known, the split by country was not found. Hollow: a total not "
    "confirmed, or the nine months of fiscal 2025. Nothing is drawn for 1985 to 2000: our table "
    "has no figures. A scramble is a decision of the side that sends the fighters up.",
    controls=(
        Choice("picture", "Picture", (("number", "Number"), ("share", "Share"),
                                      ("lines", "One line each"))),
        Slider("year", "Read off fiscal year", FIRST, LAST, step=1, default=LAST - 1),
    ),
    figure=template,
    products=(
        Product(("picture",), draw),
        Product(("year",), highlight),
        Product(("picture", "year"), speak),
        Product((), table),
        Product((), answer),
    ),
    columns=(
        Column("year", "Fiscal year"),
        Column("kind", "Period"),
        Column("total", "Total", grouped=True),
        Column("russia", "Russia", grouped=True),
        Column("china", "China", grouped=True),
        Column("other", "Other", grouped=True),
        Column("share", "Russia's share", unit="%", digits=1),
        Column("status", "Status"),
    ),
    predict=Prediction(
        question="In fiscal 2016 Japan's fighters scrambled more often than ever before. What "
        "share of those scrambles answered Russian aircraft?",
        unit="%",
        answer_key="outcome.share",
    ),
    narrow={"layout.margin.l": 40, "layout.margin.r": 50,
            "layout.xaxis.tickvals": [2001, 2009, 2017, 2025]},
    height=420,
)  # fmt: skip
