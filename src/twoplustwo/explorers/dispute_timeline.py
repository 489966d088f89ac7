"""The timeline: every event the course has collected, to step through and to filter.

Events crowd into a few years, so the time axis is stretched: five eras, each with a scale of its
own. Dots of one kind share a lane and stack where they would touch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo.charts import COUNTRY, SYMBOL, new_figure
from twoplustwo.charts.theme import FONT_SIZE, INK_COLOUR, RULE, SOFT
from twoplustwo.data import load
from twoplustwo.explorers._dates import spoken
from twoplustwo.explorers.engine import Column, Explorer, Filter, Product, Slider

KINDS = {
    "treaty": "Treaties",
    "negotiation": "Talks and statements",
    "domestic_law": "Laws and orders",
    "visit": "Visits and exchanges",
    "economic": "Economy and fishing",
    "military": "Military activity",
    "war": "War of 1945, incidents",
}
ACTORS = {
    "both": "Japan and Russia/USSR",
    "japan": "Japan",
    "russia": "Russia or USSR",
    "others": "with or by others",
}
LOOKS = {
    "both": (INK_COLOUR, "diamond", "◆"),
    "japan": (COUNTRY["JPN"], SYMBOL["JPN"], "●"),
    "russia": (COUNTRY["RUS"], SYMBOL["RUS"], "■"),
    "others": (COUNTRY["USA"], SYMBOL["USA"], "▲"),
}
"""Actor -> colour, marker and the same sign in the key."""

# Eras: (first year, first year of the next, share of the axis, years marked).
ERAS = (
    (1855, 1945, 0.12, (1855, 1905)),
    (1945, 1957, 0.19, (1945, 1951, 1957)),
    (1957, 2013, 0.22, (1973, 1993)),
    (2013, 2022, 0.26, (2013, 2016, 2020)),
    (2022, 2027, 0.21, (2022, 2024, 2026)),
)
NARROW_YEARS = {1855, 1945, 1957, 2013, 2022}
DOT = 0.020  # a dot's width as a share of the axis of a phone, where dots must still not touch
OPENING = "Joint Declaration"


@dataclass(frozen=True)
class Lane:
    """A kind's band of the picture: its name's height and the dots' heights above zero."""

    kind: str
    top: float
    heights: tuple[float, ...]


def position(year: float) -> float:
    """Return the place of a decimal year on the stretched axis, from 0 to 1."""
    start = 0.0
    for first, end, share, _ in ERAS:
        if year < end:
            return start + share * max(0.0, (year - first) / (end - first))
        start += share
    return 1.0


@cache
def events() -> pd.DataFrame:
    """Return the timeline in order, with place, kind and actor of each event."""
    table = load("dispute_timeline").sort_values(["date", "title"]).reset_index(drop=True)
    year = table["date"].dt.year + (table["date"].dt.dayofyear - 1) / 365.25
    kind = table["category"].astype(str).replace("incident", "war")
    when = [spoken(d.date(), p) for d, p in zip(table["date"], table["precision"], strict=True)]
    return table.assign(
        place=[position(y) for y in year],
        kind=kind,
        who=[actor_group(actor) for actor in table["actor"]],
        when=when,
    )


def actor_group(actor: str) -> str:
    """Return the filter group of an actor cell such as ``"Japan;USSR"``."""
    names = set(actor.split(";"))
    russia = names & {"Russia", "USSR"}
    if names - {"Japan", "Russia", "USSR"}:
        return "others"
    if "Japan" in names and russia:
        return "both"
    return "russia" if russia else "japan"


# -- Lanes ---------------------------------------------------------------------------------


def stack(places: Sequence[float]) -> list[int]:
    """Return the row of each dot so that no two dots of a lane touch: lowest free row first."""
    last_in_row: list[float] = []
    rows = []
    for place in places:
        free = (r for r, last in enumerate(last_in_row) if place - last >= DOT)
        row = next(free, len(last_in_row))
        if row == len(last_in_row):
            last_in_row.append(place)
        last_in_row[row] = place
        rows.append(row)
    return rows


@cache
def lanes() -> tuple[Lane, ...]:
    """Return the lanes from top to bottom; heights are negative, 0 is the top edge."""
    table = events()
    found, top = [], 0.0
    for kind in KINDS:
        rows = stack(table.loc[table["kind"] == kind, "place"].tolist())
        bottom = top - 1.6 - max(rows)
        found.append(Lane(kind, top, tuple(bottom + row for row in rows)))
        top = bottom - 1.5
    return tuple(found)


def heights() -> np.ndarray:
    """Return the height of every event, in the order of `events`, shape (n,)."""
    table = events()
    result = np.empty(len(table))
    for lane in lanes():
        result[(table["kind"] == lane.kind).to_numpy()] = lane.heights
    return result


# -- Figure --------------------------------------------------------------------------------


def template() -> go.Figure:
    """Return the picture with all events and the ring on the first one."""
    table, y = events(), heights()
    colours = [LOOKS[who][0] for who in table["who"]]
    signs = [
        LOOKS[who][1] + ("" if status == "confirmed" else "-open")
        for who, status in zip(table["who"], table["status"], strict=True)
    ]
    hover = [
        f"{when}<br>{title}" for when, title in zip(table["when"], table["title"], strict=True)
    ]
    marker = {"size": 9, "color": colours, "symbol": signs, "line": {"width": 1}}
    dots = go.Scatter(
        uid="events", x=table["place"].round(4), y=y.round(2), mode="markers", marker=marker,
        text=hover, hoverinfo="text",
    )  # fmt: skip
    ring = {"size": 19, "symbol": "circle-open", "color": INK_COLOUR, "line": {"width": 2}}
    spot = go.Scatter(uid="spot", x=[0], y=[0], mode="markers", marker=ring, hoverinfo="skip")
    return new_figure([_era_lines(), dots, spot], _layout(min(y)))


def _era_lines() -> go.Scatter:
    edges = np.cumsum([share for *_, share, _ in ERAS])[:-1].round(4)
    x = [value for edge in edges for value in (edge, edge, None)]
    y = [0.9, min(lanes()[-1].heights) - 0.9, None] * len(edges)
    line = {"color": RULE, "width": 1, "dash": "dot"}
    return go.Scatter(uid="eras", x=x, y=y, mode="lines", line=line, hoverinfo="skip")


def signed(who: str) -> str:
    """Return an actor's entry of the key. Ink needs no colour of its own: it is the text's."""
    colour, _, sign = LOOKS[who]
    mark = sign if colour == INK_COLOUR else f'<span style="color:{colour}">{sign}</span>'
    return f"{mark} {ACTORS[who]}"


def _layout(bottom: float) -> dict[str, Any]:
    years = [year for *_, marked in ERAS for year in marked]
    names = [
        {
            "x": 0, "xref": "paper", "xanchor": "left", "y": lane.top, "yanchor": "middle",
            "text": KINDS[lane.kind], "showarrow": False,
            "font": {"size": FONT_SIZE - 1, "color": SOFT},
        }
        for lane in lanes()
    ]  # fmt: skip
    key = "   ".join(signed(who) for who in LOOKS)
    names.append(
        {
            "x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper",
            "yanchor": "bottom", "yshift": 6, "text": key, "showarrow": False, "align": "left",
        }
    )  # fmt: skip
    return {
        "margin": {"l": 18, "r": 14, "t": 34, "b": 28},
        "xaxis": {
            "range": [-0.012, 1.0],
            "tickvals": [round(position(year), 4) for year in years],
            "ticktext": [str(year) for year in years],
            "tickangle": 0,
        },
        "yaxis": {"range": [round(bottom - 1.0, 2), 0.9], "visible": False},
        "annotations": names,
    }


# -- Products ------------------------------------------------------------------------------


def step_to(event: np.ndarray) -> dict[str, Any]:
    """Ring and sentences of the event that the slider points at."""
    table, y = events(), heights()
    chosen = event.astype(int) - 1
    rows = [table.iloc[i] for i in chosen]
    return {
        "spot.x": table["place"].round(4).to_numpy()[chosen][:, None],
        "spot.y": y.round(2)[chosen][:, None],
        "summary": [sentence(row) for row in rows],
        "alt": [
            f"Timeline of {len(table)} events from 1855 to 2026 in {len(KINDS)} lanes by kind. "
            f"A ring marks {row['when']}: {row['title']}."
            for row in rows
        ],
    }


def sentence(row: pd.Series) -> str:
    """Return an event in words: date, title, what happened, and what is uncertain about it."""
    doubt = "" if row["status"] == "confirmed" else f" This entry is {row['status']}."
    return f"{row['when']}: {row['title']}. {row['summary']}{doubt}"


def listing() -> dict[str, Any]:
    """The table: all events."""
    table = events()
    columns = {
        "when": table["when"],
        "kind": table["kind"].map(KINDS),
        "title": table["title"],
        "what": table["summary"],
        "who": table["actor"].str.replace(";", ", "),
        "status": table["status"].astype(str),
    }
    return {f"table.{name}": [column.tolist()] for name, column in columns.items()}


def _opening() -> int:
    return int(events().index[events()["title"] == OPENING][0]) + 1


def _sources() -> tuple[str, ...]:
    ids = [each for cell in events()["source_id"] for each in cell.split(";")]
    return tuple(dict.fromkeys(ids))


def _groups(column: str) -> dict[str, list[str]]:
    values = events()[column].tolist()
    return {"events": values, "table": values}


def _narrow() -> dict[str, Any]:
    years = [year for *_, marked in ERAS for year in marked if year in NARROW_YEARS]
    key = "<br>".join(
        "   ".join(signed(who) for who in pair)
        for pair in (("both", "japan"), ("russia", "others"))
    )
    return {
        "events.marker.size": 6,
        "spot.marker.size": 14,
        "layout.margin.t": 52,
        "layout.xaxis.tickvals": [round(position(year), 4) for year in years],
        "layout.xaxis.ticktext": [str(year) for year in years],
        f"layout.annotations[{len(KINDS)}].text": key,
    }


explorer = Explorer(
    name="dispute_timeline",
    title=f"From Shimoda to 2026 in {len(events())} events",
    subtitle="Treaties, talks, laws, visits, fishing and military activity, by kind and actor",
    sources=_sources(),
    note=(
        "The time axis has five scales, one for each era between dotted lines. Hollow signs are "
        "unconfirmed or disputed entries. The list is what this course collected: recent years are "
        "covered more closely, so a denser picture does not by itself mean that more happened."
    ),
    controls=(
        Slider(
            "event",
            "Step through the events",
            1,
            len(events()),
            default=_opening(),
            labels=events()["when"].tolist(),
        ),
        Filter("kind", "Kinds of event", tuple(KINDS.items()), rows=_groups("kind")),
        Filter("actor", "Who acted", tuple(ACTORS.items()), rows=_groups("who")),
    ),
    figure=template,
    products=(Product(("event",), step_to), Product((), listing)),
    columns=(
        Column("when", "Date"),
        Column("kind", "Kind"),
        Column("title", "Event"),
        Column("what", "What happened"),
        Column("who", "Who"),
        Column("status", "Status"),
    ),
    height=500,
    narrow=_narrow(),
)
