"""The record of talks: meetings of Abe and Putin, two-plus-two rounds, and how to count them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo import load
from twoplustwo.charts import new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers.engine import Choice, Column, Explorer, Filter, Product

ROUND_LANE, CALL_LANE = -4.0, -8.0
COUNTS = {
    "all": ("the usual way", "By the usual count"),
    "second": ("in Abe's second time in office", "In Abe's second time in office"),
    "sitting": ("without the short talk in Milan", "Without the short talk in Milan"),
    "days": ("each day of a visit by itself", "Counting each day of a visit by itself"),
}
"""Ways to count: what the control says, and how the sentence begins."""

# Days of dispute_timeline that end a stretch of the line; the words fit a phone.
TURNS = (
    (pd.Timestamp("2014-03-18"), "first sanctions", 30.5),
    (pd.Timestamp("2020-07-01"), "constitution", 30.5),
    (pd.Timestamp("2022-03-21"), "talks<br>end", 11.0),
)
SECOND_TERM = pd.Timestamp("2012-12-26")  # Abe's second cabinet took office


def meetings() -> pd.DataFrame:
    table = load("summits")
    return table[table["kind"] == "meeting"].sort_values("date").reset_index(drop=True)


def calls() -> pd.DataFrame:
    table = load("summits")
    return table[table["kind"] == "telephone"].sort_values("date").reset_index(drop=True)


MEETINGS, CALLS, ROUNDS = meetings(), calls(), load("two_plus_two").sort_values("date")


def counted(rule: str) -> NDArray[np.bool_]:
    """Which of the days on which the two met add one to the count, shape (days,)."""
    if rule == "days":
        return np.ones(len(MEETINGS), bool)
    first_day = ~MEETINGS["meeting_number"].duplicated()
    if rule == "second":
        first_day &= MEETINGS["date"] >= SECOND_TERM
    if rule == "sitting":
        first_day &= MEETINGS["place"] != "Milan"
    return first_day.to_numpy(bool)


def template() -> go.Figure:
    climb = go.Scatter(
        uid="climb", x=[*_days(MEETINGS), _year(TURNS[-1][0])], y=[0] * (len(MEETINGS) + 1),
        mode="lines", hoverinfo="skip",
        line={"shape": "hv", "color": SOFT, "width": 1.5},
    )  # fmt: skip
    days = go.Scatter(
        uid="days", x=_days(MEETINGS), y=[0] * len(MEETINGS), mode="markers", hoverinfo="text",
        marker={"size": 8, "color": ACCENT, "line": {"width": 1.5, "color": ACCENT}},
    )  # fmt: skip
    rounds = _lane("rounds", ROUNDS, ROUND_LANE, "diamond")
    telephone = _lane("telephone", CALLS, CALL_LANE, "x-thin")
    return new_figure([climb, days, rounds, telephone], _layout())


def _lane(uid: str, table: pd.DataFrame, height: float, symbol: str) -> go.Scatter:
    texts = table["number"].astype(str) if uid == "rounds" else [""] * len(table)
    return go.Scatter(
        uid=uid, x=_days(table), y=[height] * len(table), mode="markers+text", text=list(texts),
        textposition="bottom center", textfont={"color": INK_COLOUR}, hoverinfo="text",
        hovertext=_hovers(uid, table),
        marker={"size": 11, "symbol": symbol, "color": INK_COLOUR,
                "line": {"width": 2, "color": INK_COLOUR}},
    )  # fmt: skip


def _year(day: pd.Timestamp) -> float:
    """A day as a year and its fraction."""
    return round(day.year + (day.dayofyear - 1) / (366 if day.is_leap_year else 365), 3)


def _days(table: pd.DataFrame) -> list[float]:
    return [_year(day) for day in table["date"]]


def _hovers(uid: str, table: pd.DataFrame) -> list[str]:
    if uid == "rounds":
        return [f"Round {r.number}: {r.place}, {r.date.date()}" for r in table.itertuples()]
    return [f"{r.leader_japan} calls, {r.date.date()}" for r in table.itertuples()]


def _layout() -> dict[str, Any]:
    small = {"font": {"color": SOFT, "size": 12}}
    lanes = [
        {"x": 2006.4, "y": ROUND_LANE, "text": "2+2 rounds", "xanchor": "left"},
        {"x": 2006.4, "y": CALL_LANE, "text": "telephone calls", "xanchor": "left"},
    ]
    turns = [
        {"x": _year(day), "y": y, "text": text, "xanchor": "right", "xshift": -4, **small}
        for day, text, y in TURNS
    ]
    last = {
        "x": _year(TURNS[-1][0]), "y": 0, "text": "", "xanchor": "left", "xshift": 4,
        "font": {"color": INK_COLOUR, "size": 13},
    }  # fmt: skip
    lines = [
        {
            "type": "line", "x0": _year(day), "x1": _year(day), "y0": 0, "y1": 32, "layer": "below",
            "line": {"color": SOFT, "width": 1, "dash": "dot"},
        }
        for day, _, _ in TURNS
    ]  # fmt: skip
    years = list(range(2006, 2023, 4))
    return {
        "margin": {"l": 32, "r": 30, "t": 4, "b": 28},
        "xaxis": {
            "range": [2005.9, 2023], "tickvals": years, "ticktext": [str(y) for y in years],
        },
        "yaxis": {"range": [-11, 33], "tickvals": [0, 10, 20, 30]},
        "annotations": [last, *lanes, *turns],
        "shapes": lines,
    }  # fmt: skip


def compute(count: NDArray) -> dict[str, Any]:
    adds = np.stack([counted(rule) for rule in count])
    number = adds.cumsum(axis=1)
    total = number[:, -1]
    since = [MEETINGS["date"][row.argmax()].year for row in adds]
    sentences = [
        f"{COUNTS[rule][1]}, Abe and Putin met {n} times from {year} to "
        f"{MEETINGS['date'].iloc[-1].year}; {len(ROUNDS)} two-plus-two rounds fell in "
        f"{ROUNDS['date'].iloc[0].year} to {ROUNDS['date'].iloc[-1].year}."
        for rule, n, year in zip(count, total, since, strict=True)
    ]
    return {
        "climb.y": np.concatenate([number, total[:, None]], axis=1),
        "days.y": number,
        "days.marker.symbol": [["circle" if a else "circle-open" for a in row] for row in adds],
        "days.hovertext": [_hover_days(row) for row in number],
        "layout.annotations[0].y": total,
        "layout.annotations[0].text": [str(n) for n in total],
        "title": [f"{n} meetings of Abe and Putin, and no treaty" for n in total],
        "summary": sentences,
        "alt": [f"A staircase that climbs fastest from 2016 to 2019 and then stays flat. {s}"
                for s in sentences],
        **_table(adds, number),
    }  # fmt: skip


def _hover_days(number: NDArray) -> list[str]:
    return [
        f"{n}: {row.place}, {row.date.date()}<br>{row.occasion}"
        for n, row in zip(number, MEETINGS.itertuples(), strict=True)
    ]


def _table(adds: NDArray, number: NDArray) -> dict[str, Any]:
    """Meetings first, then rounds and calls, in one list that the filter can thin."""
    blank = [None] * (len(ROUNDS) + len(CALLS))
    people = [
        *(f"{r.leader_japan}, {r.leader_russia}" for r in MEETINGS.itertuples()),
        *(f"{r.fm_japan}, {r.dm_japan}; {r.fm_russia}, {r.dm_russia}" for r in ROUNDS.itertuples()),
        *(f"{r.leader_japan}, {r.leader_russia}" for r in CALLS.itertuples()),
    ]
    occasions = [
        *MEETINGS["occasion"],
        *(f"Two-plus-two, round {n}" for n in ROUNDS["number"]),
        *CALLS["occasion"],
    ]
    places = [*MEETINGS["place"], *ROUNDS["place"], *blank[len(ROUNDS) :]]
    n = len(adds)
    return {
        "table.date": [[*_dates(MEETINGS), *_dates(ROUNDS), *_dates(CALLS)]] * n,
        "table.place": [places] * n,
        "table.occasion": [occasions] * n,
        "table.people": [people] * n,
        "table.number": [
            [*(int(k) if a else None for a, k in zip(row, ks, strict=True)), *blank]
            for row, ks in zip(adds, number, strict=True)
        ],
    }


def _dates(table: pd.DataFrame) -> list[str]:
    """ISO dates, cut to what is known."""
    lengths = {"day": 10, "month": 7, "year": 4}
    return [f"{r.date:%Y-%m-%d}"[: lengths[r.precision]] for r in table.itertuples()]


KINDS = (("meetings", "Abe and Putin"), ("rounds", "two-plus-two"), ("calls", "telephone"))
ROWS = {
    "climb": ["meetings"] * (len(MEETINGS) + 1),
    "days": ["meetings"] * len(MEETINGS),
    "rounds": ["rounds"] * len(ROUNDS),
    "telephone": ["calls"] * len(CALLS),
    "table": ["meetings"] * len(MEETINGS) + ["rounds"] * len(ROUNDS) + ["calls"] * len(CALLS),
}

explorer = Explorer(
    name="summits_track",
    subtitle=(
        "Running number of meetings of leaders; below, two-plus-two rounds of foreign and defence "
        "ministers"
    ),
    sources=(
        "mofa_20181114", "nikkei_20190902", "kremlin_20190905", "mofa_2p2_2018", "midru_20190530",
        "japantoday_20220321",
    ),
    note=(
        f"The usual count of {counted('all').sum()} takes in the meetings of Abe's first cabinet "
        "and about ten minutes in Milan, and takes the two days of December 2016 as one. A hollow "
        "point does not count under the rule chosen. Every date has its source in the data."
    ),
    controls=(
        Choice("count", "Count the meetings", tuple((k, words[0]) for k, words in COUNTS.items())),
        Filter("kinds", "Show", KINDS, rows=ROWS),
    ),
    figure=template,
    products=(Product(("count",), compute),),
    columns=(
        Column("date", "Date"),
        Column("place", "Place"),
        Column("occasion", "Occasion"),
        Column("people", "Who"),
        Column("number", "Number under this rule"),
    ),
    height=400,
)  # fmt: skip
