"""From the INF Treaty to 2026, step by step; and who seems to begin, wherever the story begins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, SYMBOL, label, new_figure
from twoplustwo.charts.theme import INK_COLOUR, SOFT
from twoplustwo.explorers._arms import decimal_year, source_ids
from twoplustwo.explorers._dates import spoken
from twoplustwo.explorers._packages import listed
from twoplustwo.explorers.engine import Column, Explorer, Filter, Product, Slider

LANES = {
    "both": "Washington and Moscow",
    "usa": "Washington",
    "allied": "Washington with an ally",
    "japan": "Tokyo",
    "russia": "Moscow (once with Minsk)",
    "china": "Beijing",
}
LOOKS = {
    "both": (INK_COLOUR, "circle"),
    "usa": (COUNTRY["USA"], SYMBOL["USA"]),
    "allied": (COUNTRY["USA"], "diamond"),
    "japan": (COUNTRY["JPN"], SYMBOL["JPN"]),
    "russia": (COUNTRY["RUS"], SYMBOL["RUS"]),
    "china": (COUNTRY["CHN"], SYMBOL["CHN"]),
}
FIRST, LAST = 2013, 2026.6
START = 2012.2  # where 1987 stands, left of a cut in the axis
WIDTH = 0.36  # years that a dot takes on a phone


def lane_of(actors: str) -> str:
    """Return the lane of an actor cell such as ``"USA;PHL"``."""
    codes = set(actors.split(";"))
    if codes & {"RUS", "SUN"}:
        return "both" if "USA" in codes else "russia"
    if "USA" in codes:
        return "usa" if codes == {"USA"} else "allied"
    return {"JPN": "japan", "CHN": "china"}[codes.pop()]


@cache
def events() -> pd.DataFrame:
    """Return the steps in order: place on the axis, lane, words for the date."""
    table = load("inf_timeline")
    table = table[table["actor"].notna()].sort_values("date", kind="stable")
    table = table.reset_index(drop=True)
    days = [stamp.date() for stamp in table["date"]]
    precisions = table["precision"].astype(str)
    return table.assign(
        x=[max(decimal_year(day), START) for day in days],
        lane=[lane_of(actor) for actor in table["actor"]],
        when=[spoken(day, p) for day, p in zip(days, precisions, strict=True)],
    )


# -- Lanes ---------------------------------------------------------------------------------


def stack(places: Sequence[float]) -> list[int]:
    """Return a row for each dot so that none touches another: the lowest free row first."""
    last: list[float] = []
    rows = []
    for place in places:
        row = next((r for r, x in enumerate(last) if place - x >= WIDTH), len(last))
        last[row : row + 1] = [place]
        rows.append(row)
    return rows


@cache
def heights() -> tuple[np.ndarray, dict[str, float], float]:
    """Return the dots' heights, the lanes' name heights, and the lowest edge."""
    table, y, names, at = events(), np.zeros(len(events())), {}, 0.0
    for lane in LANES:
        mine = (table["lane"] == lane).to_numpy()
        rows = np.array(stack(table.loc[mine, "x"].tolist()))
        names[lane] = at
        y[mine] = at - 1.25 - rows
        at -= 2.9 + rows.max()
    return y, names, at + 0.7


# -- Figure --------------------------------------------------------------------------------


def template() -> go.Figure:
    table, (y, *_) = events(), heights()
    signs = [
        LOOKS[lane][1] + ("" if status == "confirmed" else "-open")
        for lane, status in zip(table["lane"], table["status"].astype(str), strict=True)
    ]
    steps = go.Scatter(
        uid="steps", x=table["x"], y=y, mode="markers", hoverinfo="text",
        hovertext=[f"{w}<br>{e}" for w, e in zip(table["when"], table["event"], strict=True)],
        marker={"size": 10, "symbol": signs, "color": [LOOKS[k][0] for k in table["lane"]],
                "opacity": [1.0] * len(table)},
    )  # fmt: skip
    ring = {"size": 20, "symbol": "circle-open", "color": INK_COLOUR, "line": {"width": 2}}
    spot = go.Scatter(uid="spot", x=[0], y=[0], mode="markers", marker=ring, hoverinfo="skip")
    return new_figure([steps, spot], _layout())


def _layout() -> dict[str, Any]:
    _, names, bottom = heights()
    years = {START: "1987"} | {year: str(year) for year in (2016, 2019, 2022, 2025)}
    ticks = [START, *range(FIRST, 2027)]
    cursor = {"type": "line", "xref": "x", "yref": "paper", "y0": 0, "y1": 1, "x0": 0, "x1": 0,
              "line": {"color": SOFT, "width": 1.5, "dash": "dot"}}  # fmt: skip
    return {
        "margin": {"l": 14, "r": 10, "t": 10, "b": 28},
        "xaxis": {"range": [START - 0.3, LAST], "tickvals": ticks, "tickangle": 0,
                  "ticktext": [years.get(tick, "") for tick in ticks]},
        "yaxis": {"range": [bottom, 0.6], "visible": False},
        "shapes": [cursor],
        "annotations": [
            label(0, height, LANES[lane], SOFT, xref="paper", xshift=0)
            for lane, height in names.items()
        ],
    }  # fmt: skip


# -- Products ------------------------------------------------------------------------------


def begin(start: np.ndarray) -> dict[str, Any]:
    """Ring, faded past and sentences for each beginning."""
    table, (y, *_) = events(), heights()
    places = start.astype(int) - 1
    after = np.arange(len(table))[None, :] >= places[:, None]
    x = table["x"].to_numpy(float)[places]
    texts = [sentence(i) for i in places]
    return {
        "steps.marker.opacity": np.where(after, 1.0, 0.2),
        "spot.x": x[:, None],
        "spot.y": y[places][:, None],
        "layout.shapes[0].x0": x,
        "layout.shapes[0].x1": x,
        "title": [headline(i) for i in places],
        "summary": texts,
        "alt": [
            f"{len(table)} steps in {len(LANES)} lanes, one for each capital that acts; those "
            f"before the chosen beginning are faint. {text}"
            for text in texts
        ],
    }


CAPITALS = {
    "both": "both capitals’",
    "usa": "Washington’s",
    "allied": "Washington’s and an ally’s",
    "japan": "Tokyo’s",
    "russia": "Moscow’s",
    "china": "Beijing’s",
}


def headline(place: int) -> str:
    row = events().iloc[place]
    month = spoken(row["date"].date(), "month")
    return f"A story that begins in {month} opens with a step of {CAPITALS[row['lane']]}"


def sentence(place: int) -> str:
    """Return the opening step in words, and who takes how many steps from there on."""
    table = events()
    row, rest = table.iloc[place], table.iloc[place + 1 :]
    doubt = "" if row["status"] == "confirmed" else f" This entry is {row['status']}."
    counts = [
        f"{(rest['lane'] == lane).sum()} by {name}"
        for lane, name in LANES.items()
        if (rest["lane"] == lane).any()
    ]
    after = f" After it our list holds {listed(counts)}." if counts else " It is the last entry."
    return f"{row['when']}: {row['event']}.{doubt}{after}"


def listing() -> dict[str, Any]:
    table = events()
    columns = {
        "when": table["when"],
        "who": table["lane"].map(LANES),
        "what": table["event"],
        "status": table["status"].astype(str),
    }
    return {f"table.{name}": [column.tolist()] for name, column in columns.items()}


def _opening() -> int:
    """The first step that the picture opens with: the report of July 2014."""
    found = events()["event"].str.contains("report says publicly", regex=False)
    return int(np.flatnonzero(found)[0]) + 1


def _lanes() -> dict[str, list[str]]:
    lanes = events()["lane"].tolist()
    return {"steps": lanes, "table": lanes}


explorer = Explorer(
    name="inf_timeline",
    subtitle="Steps around intermediate-range missiles, 1987 to 2026, by the capital that acts. "
    "Faint: before the beginning you choose. Hollow: unconfirmed or disputed",
    sources=source_ids(events()["source_id"]),
    note="The axis is cut between 1987 and 2013. Our list follows the news in English and grows "
    "denser towards the present, so a count of dots is no measure of blame. Places are countries, "
    "islands and prefectures, never sites.",
    controls=(
        Slider("start", "Begin the story with", 1, len(events()), step=1, default=_opening(),
               labels=events()["when"].tolist()),
        Filter("lane", "Who acts", tuple(LANES.items()), rows=_lanes()),
    ),
    figure=template,
    products=(Product(("start",), begin), Product((), listing)),
    columns=(
        Column("when", "Date"),
        Column("who", "Who acts"),
        Column("what", "Step"),
        Column("status", "Status"),
    ),
    narrow={"steps.marker.size": 7, "spot.marker.size": 16},
    height=470,
)  # fmt: skip
