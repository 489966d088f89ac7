"""New START: what the two parties declared, what bound them, and where the counting stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, SYMBOL, label, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, RULE, SOFT
from twoplustwo.explorers._arms import against, decimal_year, source_ids
from twoplustwo.explorers._dates import spoken
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    grouped,
    percent,
)

PARTIES = {"USA": "United States", "RUS": "Russia"}
LEFT, RIGHT = 2010.8, 2026.9


@dataclass(frozen=True)
class Quantity:
    """One of the treaty's three ceilings: its words, its columns, the axis that shows it."""

    text: str
    noun: str
    column: str
    limit_column: str
    axis: tuple[float, float]
    title: str


QUANTITIES = {
    "warheads": Quantity(
        "Warheads",
        "deployed warheads",
        "deployed_warheads_count",
        "limit_warheads_count",
        (1200, 1900),
        "Both sides stood above the limit on the way, and below it on the day it took effect",
    ),
    "vehicles": Quantity(
        "Missiles and bombers",
        "deployed missiles and bombers",
        "deployed_vehicles_count",
        "limit_vehicles_count",
        (420, 920),
        "The United States came down to the limit; Russia was below it from the first day",
    ),
    "launchers": Quantity(
        "Launchers in all",
        "launchers and bombers, deployed or not",
        "launchers_count",
        "limit_launchers_count",
        (680, 1160),
        "The United States came down to exactly 800, and Moscow disputes how",
    ),
}
SHARE_AXIS = (62, 146)
MEASURES = (("number", "Number declared"), ("share", "Per cent of the limit"))


# -- From the tables -----------------------------------------------------------------------


def day_of(text: str) -> date:
    """Return the date of the one treaty event whose title contains a text."""
    events = load("new_start_events")
    found = events[events["event"].str.contains(text, regex=False)]
    if len(found) != 1:
        raise LookupError(f"new_start_events: {len(found)} events contain {text!r}; one is needed")
    return found["date"].iloc[0].date()


@cache
def milestones() -> dict[str, date]:
    """Return the days that begin or end what the lower strip shows."""
    return {
        "force": day_of("Entered into force"),
        "binding": day_of("Central limits take effect"),
        "paused": day_of("On-site inspections paused"),
        "refused": day_of("declines a US inspection"),
        "suspended": day_of("law on suspension is signed"),
        "us_stops": day_of("stops sending its half-yearly data"),
        "expired": day_of("Treaty expires"),
    }


@cache
def exchanges() -> tuple[date, ...]:
    """Return the days of the exchanges: those of the table, then each 1 March and 1 September.

    The count of 5 February 2018, when the limits took effect, stands in place of that March.
    """
    known = [stamp.date() for stamp in load("new_start")["date"].unique()]
    due = [
        date(year, month, 1) for year in range(2022, 2026) for month in (3, 9)
    ]  # the last one before the treaty ended was due on 1 September 2025
    return tuple(sorted({*known, *due}))


@cache
def declared(party: str, quantity: str) -> np.ndarray:
    """Return a party's numbers at the exchanges; NaN where the table has none."""
    table = load("new_start")
    rows = table[table["party"] == party].set_index("date")[QUANTITIES[quantity].column]
    return rows.reindex(pd.to_datetime(exchanges())).astype(float).to_numpy()


@cache
def limit_of(quantity: str) -> float:
    """Return a ceiling, one number for both parties and all years."""
    (limit,) = load("new_start")[QUANTITIES[quantity].limit_column].unique()
    return float(limit)


def standing(place: int) -> str:
    """Return what happened at an exchange: "both", "one", "unknown" or "stopped"."""
    found = [not np.isnan(declared(party, "vehicles")[place]) for party in PARTIES]
    if any(found):
        return "both" if all(found) else "one"
    return "unknown" if exchanges()[place] < milestones()["suspended"] else "stopped"


# -- Figure --------------------------------------------------------------------------------


def template() -> go.Figure:
    x = [decimal_year(day) for day in exchanges()]
    blank = [None] * len(x)
    return new_figure(
        [*_limit(), *(_line(party, x, blank) for party in PARTIES), _alone(x), *strip()], _layout()
    )


def _limit() -> list[go.Scatter]:
    start, binding, end = (decimal_year(milestones()[k]) for k in ("force", "binding", "expired"))
    style = {"mode": "lines", "hoverinfo": "skip"}
    return [
        go.Scatter(uid="due", x=[start, binding], y=[0, 0], **style,
                   line={"color": INK_COLOUR, "width": 1.5, "dash": "dot"}),
        go.Scatter(uid="bound", x=[binding, end], y=[0, 0], **style,
                   line={"color": INK_COLOUR, "width": 2.5}),
    ]  # fmt: skip


def _line(party: str, x: list[float], y: list[None]) -> go.Scatter:
    colour = COUNTRY[party]
    return go.Scatter(
        uid=party.lower(), x=x, y=y, mode="lines+markers", name=PARTIES[party],
        line={"color": colour, "width": 2.5}, connectgaps=False,
        marker={"symbol": SYMBOL[party], "size": 8, "color": colour},
        hovertext=[days_text(day) for day in exchanges()],
        hovertemplate="%{hovertext}: %{y:,.0f}<extra>%{fullData.name}</extra>",
    )  # fmt: skip


def _alone(x: list[float]) -> go.Scatter:
    """The hollow mark of numbers that one side published without the other."""
    colour = COUNTRY["USA"]
    return go.Scatter(
        uid="alone", x=x, y=[None] * len(x), mode="markers", hoverinfo="skip",
        marker={"symbol": f"{SYMBOL['USA']}-open", "size": 11, "color": colour,
                "line": {"width": 2}},
    )  # fmt: skip


STRIP = ("Numerical limits in force", "Data exchanged twice a year", "Inspections on site")


def strip() -> list[go.Bar]:
    """What held when: full bars, and hollow ones for what was paused or suspended."""
    day = {name: decimal_year(value) for name, value in milestones().items()}
    full = [
        (2, day["binding"], day["suspended"]),
        (1, day["force"], day["suspended"]),
        (0, day["force"], day["paused"]),
    ]
    hollow = [(2, day["suspended"], day["expired"]), (0, day["paused"], day["refused"])]
    line = {"color": ACCENT, "width": 1.5}
    return [
        _bars("held", full, {"color": ACCENT}),
        _bars("open", hollow, {"color": "rgba(0,0,0,0)", "line": line}),
    ]


def _bars(uid: str, spans: list[tuple[int, float, float]], marker: dict[str, Any]) -> go.Bar:
    return go.Bar(
        uid=uid, orientation="h", yaxis="y2", y=[row for row, *_ in spans], width=0.3,
        base=[start for _, start, _ in spans], x=[end - start for _, start, end in spans],
        marker=marker, hoverinfo="skip",
    )  # fmt: skip


def _layout() -> dict[str, Any]:
    names = [
        label(LEFT, row, text, SOFT, yref="y2", yshift=14, xshift=2)
        for row, text in zip((2, 1, 0), STRIP, strict=True)
    ]
    cursor = {"type": "line", "xref": "x", "yref": "paper", "y0": 0, "y1": 1, "x0": 2016.5,
              "x1": 2016.5, "line": {"color": ACCENT, "width": 1.5, "dash": "dot"}}  # fmt: skip
    quiet = {"type": "rect", "xref": "x", "yref": "y domain", "y0": 0, "y1": 1, "layer": "below",
             "x0": decimal_year(milestones()["suspended"]), "x1": RIGHT, "fillcolor": RULE,
             "opacity": 0.45, "line": {"width": 0}}  # fmt: skip
    ends = [label(0, 0, "", COUNTRY[party], xshift=3) for party in PARTIES]
    end = decimal_year(milestones()["expired"])
    limit = label(end, 0, "", INK_COLOUR, xanchor="right", yshift=11, xshift=0)
    silence = label(
        decimal_year(milestones()["suspended"]), 0.03, "no data", SOFT,
        yref="y domain", yanchor="bottom", xshift=8,
    )  # fmt: skip
    return {
        "barmode": "overlay",
        "margin": {"l": 48, "r": 10, "t": 10, "b": 30},
        "xaxis": {"range": [LEFT, RIGHT], "tickvals": list(range(2011, 2027, 3)), "tickformat": "d",
                  "anchor": "y2"},
        "yaxis": {"domain": [0.31, 1], "range": list(QUANTITIES["warheads"].axis),
                  "tickformat": ",d", "ticksuffix": ""},
        "yaxis2": {"domain": [0, 0.27], "range": [-0.4, 2.9], "visible": False},
        "shapes": [quiet, cursor],
        "annotations": [*ends, limit, silence, *names],
    }  # fmt: skip


# -- Products ------------------------------------------------------------------------------


def scale(quantity: str, measure: str) -> float:
    """Return the factor from a number to what the axis shows."""
    return 100.0 / limit_of(quantity) if measure == "share" else 1.0


def draw(quantity: np.ndarray, measure: np.ndarray) -> dict[str, Any]:
    """Lines, limit and axis."""
    pairs = list(zip(quantity, measure, strict=True))
    factors = [scale(*pair) for pair in pairs]
    levels = np.array([limit_of(q) * f for (q, _), f in zip(pairs, factors, strict=True)])
    both = np.array([standing(i) == "both" for i in range(len(exchanges()))])
    out: dict[str, Any] = {
        "due.y": np.repeat(levels[:, None], 2, axis=1),
        "bound.y": np.repeat(levels[:, None], 2, axis=1),
        "layout.yaxis.range": [list(axis_of(*pair)) for pair in pairs],
        "layout.yaxis.ticksuffix": ["%" if m == "share" else "" for _, m in pairs],
        "layout.annotations[2].y": levels,
        "layout.annotations[2].text": [f"limit {limit_text(*pair)}" for pair in pairs],
    }
    for i, party in enumerate(PARTIES):
        values = np.array(
            [declared(party, q) * f for (q, _), f in zip(pairs, factors, strict=True)]
        )
        out[f"{party.lower()}.y"] = np.where(both, values, np.nan)
        out.update(_name(i, party, values))
        if party == "USA":
            out["alone.y"] = np.where(both, np.nan, values)
    return out


def _name(i: int, party: str, values: np.ndarray) -> dict[str, Any]:
    """A party's name beside its line in the early years, where the two lines stand apart."""
    at, x, shift = (2, 2012.2, 16) if party == "USA" else (3, LEFT, -27)
    return {
        f"layout.annotations[{i}].x": [x] * len(values),
        f"layout.annotations[{i}].y": values[:, at],
        f"layout.annotations[{i}].text": [PARTIES[party]] * len(values),
        f"layout.annotations[{i}].yshift": [shift] * len(values),
    }


def axis_of(quantity: str, measure: str) -> tuple[float, float]:
    """Return the vertical range; it does not begin at zero, lines need not."""
    return SHARE_AXIS if measure == "share" else QUANTITIES[quantity].axis


def limit_text(quantity: str, measure: str) -> str:
    return "100%" if measure == "share" else grouped(limit_of(quantity))


def point(exchange: np.ndarray) -> dict[str, Any]:
    """The cursor."""
    x = np.array([decimal_year(exchanges()[int(i) - 1]) for i in exchange])
    return {"layout.shapes[1].x0": x, "layout.shapes[1].x1": x}


def days_text(day: date) -> str:
    return spoken(day, "day")


def sentence(quantity: str, measure: str, place: int) -> str:
    """Return one exchange in words."""
    day, limit, what = exchanges()[place], limit_of(quantity), QUANTITIES[quantity]
    state = standing(place)
    if state == "stopped":
        return f"{days_text(day)}: due by the treaty's calendar, but neither side sent data."
    if state == "unknown":
        return f"{days_text(day)}: our sources hold no figures for this exchange."
    parts = [part(party, quantity, measure, place) for party in PARTIES]
    told = "; ".join(text for text in parts if text)
    if state == "one":
        told += "; the United States published this alone, and Russia sent nothing"
    bound = "" if day >= milestones()["binding"] else ", not yet in force"
    return f"{days_text(day)}, {what.noun}: {told}. The limit is {grouped(limit)}{bound}."


def part(party: str, quantity: str, measure: str, place: int) -> str:
    """Return a party's number, and its distance from the limit or its share of it."""
    number, limit = declared(party, quantity)[place], limit_of(quantity)
    if np.isnan(number):
        return "" if standing(place) == "one" else f"{PARTIES[party]} not found"
    far = f"{percent(number / limit, 1)} of the limit" if measure == "share" else ""
    return f"{PARTIES[party]} {grouped(number)} ({far or against(limit, number)})"


def speak(quantity: np.ndarray, measure: np.ndarray, exchange: np.ndarray) -> dict[str, Any]:
    texts = [
        sentence(q, m, int(i) - 1) for q, m, i in zip(quantity, measure, exchange, strict=True)
    ]
    return {
        "summary": texts,
        "alt": [
            f"Two lines from 2011 to 2022, {QUANTITIES[q].noun} of the United States and Russia, "
            f"with the limit of {grouped(limit_of(q))}; below, three bars show that inspections "
            f"ended first, then data, then the limits. {text}"
            for q, text in zip(quantity, texts, strict=True)
        ],
    }


def tell(quantity: np.ndarray) -> dict[str, Any]:
    """Title and table."""
    rows = {
        f"table.{party.lower()}": [list(declared(party, q)) for q in quantity] for party in PARTIES
    }
    gaps = {
        f"table.{party.lower()}_gap": [list(declared(party, q) - limit_of(q)) for q in quantity]
        for party in PARTIES
    }
    return {"title": [QUANTITIES[q].title for q in quantity], **rows, **gaps}


STANDINGS = {
    "both": "exchanged",
    "one": "published by one side",
    "unknown": "figures not found",
    "stopped": "no exchange",
}


def constant() -> dict[str, Any]:
    """Columns that no control changes, and the answer to the prediction."""
    place = exchanges().index(milestones()["binding"])
    return {
        "table.day": [[day.isoformat() for day in exchanges()]],
        "table.state": [[STANDINGS[standing(i)] for i in range(len(exchanges()))]],
        "outcome.russia_2018": [declared("RUS", "vehicles")[place]],
    }


explorer = Explorer(
    name="new_start",
    subtitle="Numbers declared at the half-yearly exchanges, 2011 to 2022; below, which parts of "
    "the treaty worked when",
    sources=source_ids(load("new_start")["source_id"], ("state_2023_05", "ac_2026_02")),
    note="The vertical axis does not begin at zero. Dotted limit: agreed, in force only from "
    "5 February 2018. Hollow triangle: published by Washington alone. Hollow bars: inspections "
    "paused, limits kept by political statement after Russia suspended the treaty. Missing: "
    "launchers of March 2016, US launchers of February 2018, all of September 2022.",
    controls=(
        Choice("quantity", "What is counted", tuple((k, q.text) for k, q in QUANTITIES.items())),
        Choice("measure", "Show", MEASURES),
        Slider("exchange", "Read off the exchange of", 1, len(exchanges()),
               default=exchanges().index(date(2016, 9, 1)) + 1,
               labels=[spoken(day, "month") for day in exchanges()]),
    ),
    figure=template,
    products=(
        Product(("quantity", "measure"), draw),
        Product(("exchange",), point),
        Product(("quantity", "measure", "exchange"), speak),
        Product(("quantity",), tell),
        Product((), constant),
    ),
    columns=(
        Column("day", "Exchange of"),
        Column("state", "What happened"),
        Column("usa", "United States", grouped=True),
        Column("usa_gap", "US minus limit", grouped=True),
        Column("rus", "Russia", grouped=True),
        Column("rus_gap", "Russia minus limit", grouped=True),
    ),
    predict=Prediction(
        question="On 5 February 2018 a limit of 700 deployed missiles and bombers took effect, the "
        "same for both. How many did Russia have on that day?",
        unit="missiles and bombers",
        minimum=0,
        maximum=1000,
        answer_key="outcome.russia_2018",
    ),
    narrow={"layout.margin.l": 42, "layout.xaxis.tickvals": [2011, 2015, 2019, 2023],
            "usa.marker.size": 6, "rus.marker.size": 5},
    height=500,
)  # fmt: skip
