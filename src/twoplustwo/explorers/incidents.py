"""Single events at sea and in the air, 2019 to 2026: patrols, drills, close encounters, Hormuz.

Only dated events stand here. Yearly counts have definitions of their own and an explorer of their
own, `sortie_counts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, SYMBOL, new_figure
from twoplustwo.charts.theme import FONT_SIZE, INK_COLOUR, RULE, SOFT, text_colour
from twoplustwo.explorers._arms import decimal_year, source_ids
from twoplustwo.explorers._dates import spoken
from twoplustwo.explorers.engine import Column, Explorer, Filter, Product, Slider

# kind -> (name of its lane, categories of the table)
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "flights": ("China and Russia: joint flights", ("china_russia_air",)),
    "sailings": ("China and Russia: ships near Japan", ("china_russia_sea",)),
    "drills": ("Drills around Taiwan", ("taiwan_drill",)),
    "encounters": (
        "Close encounters",
        ("us_china_air", "us_china_sea", "laser", "japan_china_air", "south_china_sea"),
    ),
    "launchers": ("US launchers of intermediate range", ("inf_range",)),
    "hormuz": ("Strait of Hormuz", ("hormuz",)),
}
WHO = {
    "china": "China",
    "both": "China with Russia",
    "meeting": "China and another state",
    "usa": "United States",
    "others": "Iran, importers, agencies",
}
LOOKS = {
    "china": (COUNTRY["CHN"], SYMBOL["CHN"], "◆"),
    "both": (INK_COLOUR, SYMBOL["RUS"], "■"),
    "meeting": (COUNTRY["CHN"], "star-diamond", "✦"),
    "usa": (COUNTRY["USA"], SYMBOL["USA"], "▲"),
    "others": (COUNTRY["OTHER"], SYMBOL["OTHER"], "⬣"),
}
"""Who acted -> colour, marker and the same sign in the key."""

COUNTS = ("fonop", "taiwan_strait_transit", "taiwan_adiz", "taiwan_around", "taiwan_naval")
FIRST, LAST = 2019.35, 2026.75
DOT = 0.115  # years: a dot's width on a phone, where dots must still not touch
OPENING = "2026-03-02"  # the event under the ring at the start: Hormuz is declared closed


@cache
def events() -> pd.DataFrame:
    """The dated events in order, with place, kind and actor of each."""
    table = load("incidents")
    table = table[~table["category"].astype(str).isin(COUNTS)]
    table = table.sort_values(["date", "category", "event"]).reset_index(drop=True)
    lane = {name: kind for kind, (_, names) in KINDS.items() for name in names}
    kinds = table["category"].astype(str).map(lane)
    days = zip(table["date"], table["precision"].astype(str), strict=True)
    return table.assign(
        place=[decimal_year(day) for day in table["date"]],
        kind=kinds,
        who=[actor(cell, kind) for cell, kind in zip(table["actors"], kinds, strict=True)],
        when=[spoken(day.date(), precision) for day, precision in days],
    )


def actor(cell: str, kind: str) -> str:
    """Who acted, from a cell such as ``"CHN;RUS;JPN"``; an encounter has two sides."""
    names = cell.split(";")
    if names[:2] == ["CHN", "RUS"]:
        return "both"
    if kind == "encounters":
        return "meeting"
    return {"CHN": "china", "USA": "usa"}.get(names[0], "others")


def stack(places: Sequence[float]) -> list[int]:
    """Return the row of each dot so that no two dots of a lane touch: lowest free row first."""
    last: list[float] = []
    rows = []
    for place in places:
        row = next((r for r, end in enumerate(last) if place - end >= DOT), len(last))
        last[row:] = [place, *last[row + 1 :]]
        rows.append(row)
    return rows


@cache
def lanes() -> tuple[dict[str, float], np.ndarray]:
    """Top of each lane and height of every event; 0 is the top edge, heights are negative."""
    table, tops, top = events(), {}, 0.0
    heights = np.empty(len(table))
    for kind in KINDS:
        of_kind = (table["kind"] == kind).to_numpy()
        rows = stack(table.loc[of_kind, "place"].tolist())
        bottom = top - 1.5 - max(rows)
        heights[of_kind] = [bottom + row for row in rows]
        tops[kind], top = top, bottom - 1.3
    return tops, heights


# -- Figure --------------------------------------------------------------------------------


def template() -> go.Figure:
    table, (_, heights) = events(), lanes()
    firm = (table["status"].astype(str) == "confirmed").tolist()
    signs = [
        LOOKS[who][1] + ("" if sure else "-open")
        for who, sure in zip(table["who"], firm, strict=True)
    ]
    words = [f"{w}<br>{e}" for w, e in zip(table["when"], table["event"], strict=True)]
    dots = go.Scatter(
        uid="events", x=table["place"], y=heights.round(2), mode="markers", text=words,
        hoverinfo="text",
        marker={"size": 10, "color": [LOOKS[w][0] for w in table["who"]], "symbol": signs,
                "line": {"width": 1.5}},
    )  # fmt: skip
    ring = {"size": 20, "symbol": "circle-open", "color": INK_COLOUR, "line": {"width": 2}}
    spot = go.Scatter(uid="spot", x=[0], y=[0], mode="markers", marker=ring, hoverinfo="skip")
    return new_figure([dots, spot], _layout(float(heights.min())))


def signed(who: str) -> str:
    """An actor's entry of the key; ink is the text's own colour and needs none."""
    colour, _, sign = LOOKS[who]
    shown = text_colour(colour)
    mark = sign if colour == INK_COLOUR else f'<span style="color:{shown}">{sign}</span>'
    return f"{mark} {WHO[who]}"


def _layout(bottom: float) -> dict[str, Any]:
    tops, _ = lanes()
    names = [
        {"x": 0, "xref": "paper", "xanchor": "left", "y": tops[kind], "yanchor": "middle",
         "text": KINDS[kind][0], "showarrow": False,
         "font": {"size": FONT_SIZE - 1, "color": SOFT}}
        for kind in KINDS
    ]  # fmt: skip
    key = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper",
           "yanchor": "bottom", "yshift": 6, "text": "   ".join(map(signed, WHO)),
           "showarrow": False, "align": "left"}  # fmt: skip
    publication = {"type": "line", "x0": 2021.214, "x1": 2021.214, "y0": 0, "y1": 1,
                   "yref": "paper", "layer": "below",
                   "line": {"color": SOFT, "width": 1, "dash": "dot"}}  # fmt: skip
    small = {"size": FONT_SIZE - 1, "color": SOFT}
    essay = {"x": 2021.214, "y": bottom - 0.55, "text": "the commentary", "showarrow": False,
             "xanchor": "left", "xshift": 4, "font": small}  # fmt: skip
    years = list(range(2020, 2027))
    return {
        "margin": {"l": 16, "r": 14, "t": 32, "b": 28},
        "xaxis": {"range": [FIRST, LAST], "tickvals": years, "ticktext": [str(y) for y in years],
                  "showgrid": True, "gridcolor": RULE},
        "yaxis": {"range": [round(bottom - 1.1, 2), 0.8], "visible": False},
        "annotations": [*names, key, essay],
        "shapes": [publication],
    }  # fmt: skip


# -- Products ------------------------------------------------------------------------------


def sentence(row: pd.Series) -> str:
    """An event in words, and what is uncertain about it."""
    doubt = "" if row["status"] == "confirmed" else f" This entry is {row['status']}."
    note = f" {row['note']}" if isinstance(row["note"], str) else ""
    return f"{row['when']}: {row['event']}.{note}{doubt}"


def step_to(event: np.ndarray) -> dict[str, Any]:
    """Ring and sentences of the event that the slider points at."""
    table, (_, heights) = events(), lanes()
    chosen = event.astype(int) - 1
    rows = [table.iloc[i] for i in chosen]
    return {
        "spot.x": table["place"].to_numpy()[chosen][:, None],
        "spot.y": heights.round(2)[chosen][:, None],
        "summary": [sentence(row) for row in rows],
        "alt": [
            f"Timeline of {len(table)} events from 2019 to 2026 in {len(KINDS)} lanes by kind. "
            f"A ring marks {row['when']}: {row['event']}."
            for row in rows
        ],
    }


def listing() -> dict[str, Any]:
    table = events()
    columns = {
        "when": table["when"],
        "kind": table["kind"].map({kind: name for kind, (name, _) in KINDS.items()}),
        "event": table["event"],
        "who": table["actors"].str.replace(";", ", "),
        "status": table["status"].astype(str),
    }
    return {f"table.{name}": [column.tolist()] for name, column in columns.items()}


def _opening() -> int:
    return int(events().index[events()["date"] == OPENING][0]) + 1


def _rows(column: str) -> dict[str, list[str]]:
    groups = events()[column].tolist()
    return {"events": groups, "table": groups}


explorer = Explorer(
    name="incidents",
    title="Ten joint patrols, drills and encounters; the strait that closed was Hormuz",
    subtitle="Dated events at sea and in the air, July 2019 to June 2026, by kind and actor",
    sources=source_ids(events()["source_id"]),
    note="Hollow signs are unconfirmed or disputed entries. The list is what this course "
    "collected from the press and from ministries: a denser picture does not by itself mean that "
    "more happened. Incidents before 2019 are left out. After March 2026 sources on Hormuz are "
    "thin: most were automated or anonymous pages, and only two later events were kept.",
    controls=(
        Slider("event", "Step through the events", 1, len(events()), default=_opening(),
               labels=events()["when"].tolist()),
        Filter("kind", "Kinds of event", tuple((k, name) for k, (name, _) in KINDS.items()),
               rows=_rows("kind")),
        Filter("actor", "Who acted", tuple(WHO.items()), rows=_rows("who")),
    ),
    figure=template,
    products=(Product(("event",), step_to), Product((), listing)),
    columns=(
        Column("when", "Date"),
        Column("kind", "Kind"),
        Column("event", "Event"),
        Column("who", "Actors (ISO codes)"),
        Column("status", "Status"),
    ),
    height=520,
    narrow={
        "events.marker.size": 8,
        "spot.marker.size": 16,
        "layout.margin.t": 68,
        "layout.xaxis.tickvals": [2020, 2022, 2024, 2026],
        "layout.xaxis.ticktext": ["2020", "2022", "2024", "2026"],
        f"layout.annotations[{len(KINDS)}].text": "<br>".join(
            "   ".join(map(signed, some))
            for some in (("china", "both"), ("meeting", "usa"), ("others",))
        ),
    },
)  # fmt: skip
