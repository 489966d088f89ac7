"""Missile defence in Northeast Asia: decisions, protests, contracts and plans since 2016."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, NAME, SYMBOL, label, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, PAPER, SOFT, text_colour
from twoplustwo.explorers._arms import decimal_year, source_ids
from twoplustwo.explorers._dates import spoken
from twoplustwo.explorers.engine import Column, Explorer, Filter, Product, Slider

FIRST, LAST = 2016, 2026
LEFT, RIGHT = 2015.7, 2029.4
LANES: dict[str, str] = {
    "Aegis Ashore": "Aegis Ashore",
    "ASEV": "Aegis ships",
    "SM-3 Block IIA": "SM-3 IIA",
    "GPI": "Glide interceptor",
    "THAAD": "THAAD",
    "S-300V4": "S-300V4",
    "Aegis Ashore (Europe)": "Elsewhere",
    "Golden Dome": "Elsewhere",
}
WHO = ("JPN", "RUS", "USA", "KOR")
KEY_AT = (2016.2, 2018.7, 2021.2, 2025.6)


@cache
def events() -> pd.DataFrame:
    """The table, oldest first, with the lane, the first actor and the decimal year."""
    table = load("missile_defence").sort_values("date").reset_index(drop=True)
    return table.assign(
        lane=table.system.map(LANES),
        first=table.actor.str.split(";").str[0],
        at=[decimal_year(day.date()) for day in table.date],
    )


def lanes() -> list[str]:
    return list(dict.fromkeys(LANES.values()))


OFFSET = {"JPN": 0.19, "RUS": -0.19, "USA": 0.0, "KOR": 0.0}  # keeps near dates apart


def heights() -> np.ndarray:
    order = lanes()
    rows = zip(events().lane, events()["first"], strict=True)
    return np.array([len(order) - order.index(lane) + OFFSET[who] for lane, who in rows])


def symbols() -> list[str]:
    """The actor's symbol, hollow for plans and for what was not confirmed."""
    rows = zip(events()["first"], events().is_plan, events().status, strict=True)
    return [
        SYMBOL[who] + ("-open" if plan or status != "confirmed" else "")
        for who, plan, status in rows
    ]


def template() -> go.Figure:
    marks = go.Scatter(
        uid="marks", x=[None] * len(events()), y=heights(), mode="markers", hoverinfo="skip",
        marker={"size": 12, "symbol": symbols(), "line": {"width": 1.5, "color": PAPER},
                "color": [COUNTRY[who] for who in events()["first"]]},
    )  # fmt: skip
    key = go.Scatter(
        uid="key", x=list(KEY_AT), y=[len(lanes()) + 1] * len(WHO), mode="markers+text",
        hoverinfo="skip", text=[f" {NAME[who]}" for who in WHO], textposition="middle right",
        textfont={"color": [text_colour(COUNTRY[who]) for who in WHO]},
        marker={"size": 11, "symbol": [SYMBOL[who] for who in WHO],
                "color": [COUNTRY[who] for who in WHO]},
    )  # fmt: skip
    return new_figure([marks, key], _layout())


def _layout() -> dict[str, Any]:
    count = len(lanes())
    cursor = {"type": "line", "xref": "x", "yref": "y", "x0": LAST, "x1": LAST, "y0": 0.4,
              "y1": count + 0.6, "line": {"color": ACCENT, "width": 1.5}}  # fmt: skip
    return {
        "margin": {"l": 112, "r": 14, "t": 4, "b": 34},
        "xaxis": {"range": [LEFT, RIGHT], "tickvals": [2016, 2018, 2020, 2022, 2024, 2026, 2028]},
        "yaxis": {"range": [0.4, count + 1.5], "tickvals": list(range(count, 0, -1)),
                  "ticktext": lanes(), "tickfont": {"color": INK_COLOUR}},
        "shapes": [cursor],
        "annotations": [
            label(RIGHT, count - lanes().index("Glide interceptor"), "mid-2030s \u2192", SOFT,
                  xanchor="right", xshift=0, yshift=12),
        ],
    }  # fmt: skip


def draw(year: np.ndarray) -> dict[str, Any]:
    """Events that happened by the end of the year; plans stand where they are planned."""
    at, plan = events()["at"].to_numpy(), events().is_plan.to_numpy(bool)
    # Plans show with the last year; one beyond the axis stands in words.
    happened = [
        np.where(((at < y + 1) | (plan & (y == LAST))) & (at < RIGHT), at, np.nan) for y in year
    ]
    texts = [_sentence(y) for y in year]
    return {
        "marks.x": [list(row) for row in happened],
        "layout.shapes[0].x0": year + 1,
        "layout.shapes[0].x1": year + 1,
        "layout.annotations[0].visible": year == LAST,
        "summary": texts,
        "alt": [f"Points in time by system, each in its actor's colour. {t}" for t in texts],
    }


def _sentence(year: float) -> str:
    rows = events()[~events().is_plan.astype(bool)]
    rows = rows[(rows.date.dt.year == int(year))]
    if rows.empty:
        return f"{int(year)}: no event in the table."
    last = rows.iloc[-1]
    day = spoken(last.date.date(), last.precision)
    count = "one event" if len(rows) == 1 else f"{len(rows)} events, the last"
    name = last.system if last.lane == "Elsewhere" else last.lane
    return f"{int(year)}: {count} on {day}, {name}: {last.event}."


def table() -> dict[str, Any]:
    rows = events()
    days = [spoken(d.date(), p) for d, p in zip(rows.date, rows.precision, strict=True)]
    return {
        "table.date": [days],
        "table.system": [list(rows.system)],
        "table.actor": [[a.replace(";", ", ") for a in rows.actor]],
        "table.event": [list(rows.event)],
        "table.kind": [["plan" if p else str(s) for p, s in zip(rows.is_plan, rows.status,
                                                                strict=True)]],
    }  # fmt: skip


explorer = Explorer(
    name="defence_timeline",
    title="Japan dropped Aegis Ashore in 2020 and ordered two ships instead",
    subtitle="Decisions, protests, contracts and plans; each point in the colour of who acted",
    sources=source_ids(events().source_id),
    note=(
        "Hollow: a plan, or not confirmed. Where two states acted together the first named gives "
        "the colour. Systems stand by name only; no place finer than a prefecture or an island is "
        "given."
    ),
    controls=(
        Slider("year", "Events up to the end of", FIRST, LAST, step=1, default=2020),
        Filter("who", "Who acted", tuple((who, NAME[who]) for who in WHO),
               rows={"marks": list(events()["first"]), "table": list(events()["first"])}),
    ),
    figure=template,
    products=(Product(("year",), draw), Product((), table)),
    columns=(
        Column("date", "Date"),
        Column("system", "System"),
        Column("actor", "Who"),
        Column("event", "Event"),
        Column("kind", "Standing"),
    ),
    narrow={
        "layout.margin.l": 106, "layout.xaxis.tickvals": [2016, 2020, 2024, 2028],
        "key.text": [" JPN", " RUS", " USA", " ROK"],
        "key.x": [2016.2, 2019.4, 2022.6, 2025.8],
    },
    height=380,
)  # fmt: skip
