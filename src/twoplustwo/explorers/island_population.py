"""Who lives on the islands: residents of August 1945 beside the population of today.

Two dots an island, joined by a line. Figures that sources dispute are hollow, in a row of their
own below, with a thick line to the figure they dispute; nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo.charts import COUNTRY, SYMBOL, new_figure, tint
from twoplustwo.charts.theme import FONT_SIZE, INK_COLOUR, SOFT
from twoplustwo.data import load
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    fixed,
    grouped,
    percent,
)

BEFORE = "1945-08-15"
GROUPS = ("iturup", "kunashir", "shikotan", "habomai", "four_islands")
HEIGHT = {name: float(len(GROUPS) - 1 - i) for i, name in enumerate(GROUPS)}  # top to bottom
BELOW = 0.2  # how far under its row a disputed figure stands

MEASURES = {"persons": "Persons", "density": "Persons per km²", "share": "Share of the four"}
RANGES = {"persons": [-2600, 23000], "density": [-9, 66], "share": [-11, 66]}
TOTAL, TOTAL_SHARE = "<b>All four</b>", "<b>All four</b>: 100% by definition"
UNITS = {"persons": "persons", "density": "persons per km²", "share": "% of all four"}


# -- From the tables -----------------------------------------------------------------------


@cache
def people() -> pd.DataFrame:
    """Return the population rows of the islands and of their sum."""
    table = load("island_population")
    return table[table["area_id"].isin(GROUPS)]


def count(area: str, day: str) -> float:
    """Return the undisputed number of persons of an area on a day; NaN where there is none.

    Habomai has no civilians today (`islands`), which is a count of zero and not a gap.
    """
    rows = people()
    mine = rows[(rows["area_id"] == area) & (rows["date"] == day) & (rows["status"] == "confirmed")]
    if len(mine):
        return float(mine["population_persons"].iloc[0])
    islands = load("islands").set_index("island_id")
    empty = day != BEFORE and area in islands.index and not islands.loc[area, "has_civilians"]
    return 0.0 if empty else float("nan")


def disputed() -> pd.DataFrame:
    """Return the figures that sources dispute, oldest first."""
    rows = people()
    return rows[rows["status"] == "disputed"].sort_values(["date", "population_persons"])


@cache
def area_km2(area: str) -> float:
    """Return the land area of an island, or of all four, in square kilometres."""
    areas = load("islands").set_index("island_id")["area_km2"].astype(float)
    return float(areas.sum() if area == "four_islands" else areas[area])


def name_of(area: str) -> str:
    """Return the label of a row of the picture."""
    if area == "four_islands":
        return "All four"
    return str(load("islands").set_index("island_id").loc[area, "name"])


def scaled(measure: str, area: str, day: str, persons: float) -> float:
    """Return a number of persons on the measure's scale; the sum has no share of itself."""
    if measure == "density":
        return persons / area_km2(area)
    if measure == "share":
        total = float("nan") if area == "four_islands" else count("four_islands", day)
        return 100.0 * persons / total
    return persons


def value(measure: str, area: str, day: str) -> float:
    """Return one dot's value."""
    return scaled(measure, area, day, count(area, day))


def written(measure: str, number: float) -> str:
    """Return a value as labels and sentences write it; nothing for a gap."""
    if number != number:
        return ""
    styles = {
        "persons": grouped(number),
        "density": fixed(number, 1),
        "share": percent(number / 100, 1),
    }
    return styles[measure]


# -- Figure --------------------------------------------------------------------------------


def template() -> go.Figure:
    """Return the rows with their dots, joining lines and labels."""
    y = [HEIGHT[area] for area in GROUPS]
    rows = [height for place in y for height in (place, place, None)]
    ranges = [place for *_, place in ranges_of("persons") for place in (place, place, None)]
    doubts = [HEIGHT[area] - BELOW for area in disputed()["area_id"]]
    return new_figure(
        [
            _line("links", rows, SOFT, 1.5),
            _line("ranges", ranges, tint(COUNTRY["OTHER"], 0.5), 6),
            _dots("before", "JPN", y),
            _dots("now", "RUS", y),
            _hollow(doubts),
        ],
        _layout(),
    )


def _line(uid: str, y: Sequence[float | None], colour: str, width: float) -> go.Scatter:
    line = {"color": colour, "width": width}
    return go.Scatter(uid=uid, x=[None] * len(y), y=y, mode="lines", line=line, hoverinfo="skip")


def _dots(uid: str, country: str, y: Sequence[float]) -> go.Scatter:
    marker = {"size": 12, "color": COUNTRY[country], "symbol": SYMBOL[country]}
    return go.Scatter(
        uid=uid, x=[None] * len(y), y=y, mode="markers+text", marker=marker, hoverinfo="skip",
        text=[""] * len(y), textposition=["middle right"] * len(y),
        textfont={"color": INK_COLOUR, "size": FONT_SIZE},
    )  # fmt: skip


def _hollow(y: Sequence[float]) -> go.Scatter:
    marker = {"size": 10, "color": COUNTRY["OTHER"], "symbol": "circle-open", "line": {"width": 2}}
    text = [doubt(row) for row in disputed().itertuples()]
    return go.Scatter(
        uid="disputed", x=[None] * len(y), y=y, mode="markers", marker=marker, text=text,
        hoverinfo="text",
    )  # fmt: skip


def _layout() -> dict[str, Any]:
    left = {"x": 0, "xref": "paper", "xanchor": "left", "showarrow": False, "align": "left"}
    names = [
        {**left, "y": HEIGHT[area] + 0.36, "text": f"<b>{name_of(area)}</b>",
         "font": {"size": FONT_SIZE, "color": INK_COLOUR}}
        for area in GROUPS
    ]  # fmt: skip
    top = {**left, "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 6, "text": ""}
    return {
        "margin": {"l": 12, "r": 12, "t": 52, "b": 46},
        "xaxis": {
            "range": RANGES["persons"],
            "title": {"text": ""},
            "showgrid": True,
            "tickformat": ",",
        },
        "yaxis": {"range": [-0.5, len(GROUPS) - 0.35], "visible": False},
        "annotations": [top, *names],
    }


# -- Products ------------------------------------------------------------------------------


def draw(measure: np.ndarray, year: np.ndarray) -> dict[str, Any]:
    """Dots, joining lines and labels of each state."""
    states = list(zip(measure, (new_year(y) for y in year), strict=True))
    before = np.array([[value(m, area, BEFORE) for area in GROUPS] for m, _ in states])
    now = np.array([[value(m, area, day) for area in GROUPS] for m, day in states])
    gap = np.full_like(before, np.nan)
    return {
        "before.x": before,
        "now.x": now,
        "links.x": np.stack([before, now, gap], axis=2).reshape(len(states), -1),
        "before.text": _texts(measure, before),
        "now.text": _texts(measure, now),
        "before.textposition": _sides(before, now),
        "now.textposition": _sides(now, before),
        "layout.xaxis.range": [RANGES[m] for m, _ in states],
        "layout.xaxis.title.text": [UNITS[m] for m, _ in states],
    }


def new_year(year: Any) -> str:
    """Return 1 January of a year as ISO text."""
    return f"{int(year)}-01-01"


def _texts(measure: np.ndarray, numbers: np.ndarray) -> list[list[str]]:
    return [[written(m, x) for x in row] for m, row in zip(measure, numbers, strict=True)]


def _sides(mine: np.ndarray, other: np.ndarray) -> list[list[str]]:
    """Put each label on the outer side of its dot: the larger value's text to the right."""
    right = (mine > other).tolist()
    return [["middle right" if r else "middle left" for r in row] for row in right]


def draw_disputed(measure: np.ndarray) -> dict[str, Any]:
    """Hollow dots and their lines; shares have none, because no total stands beside them."""
    rows = list(disputed().itertuples())
    numbers = [
        [scaled(m, r.area_id, _day(r.date), float(r.population_persons)) for r in rows]
        for m in measure
    ]
    lines = [[x for low, high, _ in ranges_of(m) for x in (low, high, np.nan)] for m in measure]
    hidden = (measure == "share")[:, None]
    return {
        "disputed.x": np.where(hidden, np.nan, np.array(numbers, dtype=float)),
        "ranges.x": np.where(hidden, np.nan, np.array(lines, dtype=float)),
    }


def ranges_of(measure: str) -> list[tuple[float, float, float]]:
    """Return (low, high, height) for each area and day on which sources disagree."""
    found = []
    for (area, date), rows in disputed().groupby(["area_id", "date"], observed=True):
        numbers = [*rows["population_persons"].astype(float), count(area, _day(date))]
        ends = (np.nanmin(numbers), np.nanmax(numbers))
        low, high = (scaled(measure, area, _day(date), float(n)) for n in ends)
        found.append((low, high, HEIGHT[area] - BELOW))
    return found


def _day(date: pd.Timestamp) -> str:
    return date.strftime("%Y-%m-%d")


def doubt(row: Any) -> str:
    """Return a disputed figure in words."""
    kind = str(row.population_kind).replace("_", " ")
    return f"{row.date.year}, {kind}: {grouped(row.population_persons)}"


def tell(measure: np.ndarray, year: np.ndarray) -> dict[str, Any]:
    """Title, sentences, key and table of each state."""
    states = [(str(m), new_year(y)) for m, y in zip(measure, year, strict=True)]
    return {
        "title": [title(m, day) for m, day in states],
        "summary": [summary(m, day) for m, day in states],
        "alt": [f"Two dots a row, 1945 and {day[:4]}. {summary(m, day)}" for m, day in states],
        "layout.annotations[0].text": [key(day) for _, day in states],
        "layout.annotations[5].text": [TOTAL_SHARE if m == "share" else TOTAL for m, _ in states],
    }


def count_now(year: np.ndarray) -> dict[str, Any]:
    """The table's columns of today, and the total that the prediction asks for."""
    days = [new_year(y) for y in year]
    columns = {
        f"table.{measure}_now": [[value(measure, area, day) for area in GROUPS] for day in days]
        for measure in MEASURES
    }
    return {**columns, "outcome.total": [count("four_islands", day) for day in days]}


def count_before() -> dict[str, Any]:
    """The table's columns that no control changes: names, 1945, and the disputed figures."""
    rows = disputed()
    notes = [
        "; ".join(doubt(row) for row in rows[rows["area_id"] == area].itertuples()) or "none"
        for area in GROUPS
    ]
    columns = {
        f"table.{measure}_before": [[value(measure, area, BEFORE) for area in GROUPS]]
        for measure in MEASURES
    }
    names = [name_of(area) for area in GROUPS]
    return {"table.area": [names], **columns, "table.disputed": [notes]}


def title(measure: str, day: str) -> str:
    """Return the finding of a state."""
    if measure == "persons":
        return "About as many people as in 1945, spread over the islands in another way"
    then = written(measure, value(measure, "habomai", BEFORE))
    if measure == "density":
        return f"Habomai held {then} people on each square kilometre; now no civilians live there"
    return f"Habomai held {then} of all residents in 1945; now none"


def key(day: str) -> str:
    """Return the key to colours and signs."""
    return (
        f'<span style="color:{COUNTRY["JPN"]}">●</span> Japanese residents, 15 August 1945<br>'
        f'<span style="color:{COUNTRY["RUS"]}">■</span> civilians, 1 January {day[:4]}   '
        f'<span style="color:{COUNTRY["OTHER"]}">○</span> disputed figures'
    )


def summary(measure: str, day: str) -> str:
    """Return the state in one sentence, island by island."""
    parts = [
        f"{name_of(area)} {written(measure, value(measure, area, BEFORE))} and "
        f"{written(measure, value(measure, area, day))}"
        for area in GROUPS
        if value(measure, area, BEFORE) == value(measure, area, BEFORE)
    ]
    return f"15 August 1945 and 1 January {day[:4]}, {UNITS[measure]}: {'; '.join(parts)}."


def _sources() -> tuple[str, ...]:
    used = people()[people()["date"].isin(pd.to_datetime([BEFORE, "2021-01-01", "2022-01-01"]))]
    cells = [*used["source_id"], *disputed()["source_id"], *load("islands")["source_id"]]
    return tuple(dict.fromkeys(each for cell in cells for each in cell.split(";")))


explorer = Explorer(
    name="island_population",
    title="",
    subtitle="Japanese residents of August 1945 and Russian residents of today, by island",
    sources=_sources(),
    note=(
        "1945: survey by the association of former residents. Today: Russian official estimates of "
        "civilians as printed by a Hokkaido newspaper, before the revision that followed the "
        "census of 2021; border guards and garrisons are not counted. Hollow: figures that "
        "sources dispute, joined by a thick line to the figure they dispute."
    ),
    controls=(
        Choice("measure", "Measure", tuple(MEASURES.items()), default="share"),
        Choice("year", "Today is 1 January", ((2021, "2021"), (2022, "2022")), default=2022),
    ),
    figure=template,
    products=(
        Product(("measure", "year"), draw),
        Product(("measure",), draw_disputed),
        Product(("measure", "year"), tell),
        Product(("year",), count_now),
        Product((), count_before),
    ),
    columns=(
        Column("area", "Island"),
        Column("persons_before", "15 August 1945", unit="persons", grouped=True),
        Column("persons_now", "Today", unit="persons", grouped=True),
        Column("density_before", "1945", unit="persons per km²", digits=1),
        Column("density_now", "Today", unit="persons per km²", digits=1),
        Column("share_before", "1945", unit="% of all four", digits=1),
        Column("share_now", "Today", unit="% of all four", digits=1),
        Column("disputed", "Disputed figures (persons)"),
    ),
    predict=Prediction(
        question=(
            f"On 15 August 1945, {grouped(count('four_islands', BEFORE))} Japanese residents lived "
            "on the four islands. How many civilians lived there on 1 January 2022?"
        ),
        kind="number",
        unit="persons",
        minimum=0,
        maximum=40_000,
        step=1,
        answer_key="outcome.total",
    ),
    height=430,
    narrow={"layout.annotations[0].font.size": FONT_SIZE - 1},
)
