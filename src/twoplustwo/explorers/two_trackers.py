"""The same years counted in five ways: two trackers, missiles or days, ballistic or all events.

Above, one count by year. Below, the two years chosen under every count, so that the reader sees
when a change of rule turns a rise into a fall.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, label, new_figure, tint
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers._korea import TRACKERS
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    fixed,
    grouped,
)

FIRST, LAST, PARTIAL = 2006, 2025, 2026
HEADING = {"color": SOFT, "weight": 700}
TOP = 78.0


class Count(NamedTuple):
    """A counting rule: its option, the short name in the lower panel, the noun in a sentence."""

    option: str
    short: str
    noun: str
    tracker: str


COUNTS: dict[str, Count] = {
    "missiles": Count("Missiles (CNS)", "Missiles, CNS", "missiles", "CNS/NTI"),
    "flown": Count(
        "Missiles without known failures (CNS)", "Without failures, CNS",
        "missiles not known to have failed", "CNS/NTI",
    ),
    "days": Count("Days with a launch (CNS)", "Launch days, CNS", "launch days", "CNS/NTI"),
    "ballistic": Count(
        "Ballistic events (CSIS)", "Ballistic events, CSIS", "ballistic events", "CSIS"
    ),
    "events": Count("All missile events (CSIS)", "All events, CSIS", "events of all kinds", "CSIS"),
}  # fmt: skip
NAMES = tuple(COUNTS)


@cache
def series() -> pd.DataFrame:
    """The five counts by year, 2006 to 2026 (of which only a part is known)."""
    table = load("dprk_launches_by_year").set_index("year")
    frame = pd.DataFrame(
        {
            "missiles": table["cns_missiles"],
            "flown": table["cns_missiles"] - table["cns_failed_missiles"],
            "days": table["cns_launch_days"],
            "ballistic": table["csis_ballistic_events"],
            "events": table["csis_events"],
        }
    )
    return frame.loc[FIRST:PARTIAL].astype("float64")


def pair(a: float, b: float) -> tuple[np.ndarray, np.ndarray]:
    """The five counts in two years."""
    frame = series()
    return frame.loc[int(a)].to_numpy(), frame.loc[int(b)].to_numpy()


def directions(a: float, b: float) -> dict[str, list[str]]:
    """Which counts rise, fall or stay the same from year `a` to year `b`."""
    before, after = pair(a, b)
    found: dict[str, list[str]] = {"rise": [], "fall": [], "same": []}
    for name, x, y in zip(NAMES, before, after, strict=True):
        found["rise" if y > x else "fall" if y < x else "same"].append(name)
    return found


def headline(a: float, b: float) -> str:
    """What five counts say together."""
    first, second = fixed(a), fixed(b)
    if a == b:
        return f"Five counts of {first}: choose two different years to compare"
    found = directions(a, b)
    if found["rise"] and found["fall"]:
        up, down = (COUNTS[found[kind][0]].noun for kind in ("rise", "fall"))
        return f"From {first} to {second}: more {up}, fewer {down}"
    kind = "same" if len(found["same"]) == len(NAMES) else "fall" if found["fall"] else "rise"
    says = {"rise": "more in", "fall": "fewer in", "same": "no change to"}[kind]
    ties = f", {len(found['same'])} of them a tie" if found["same"] and kind != "same" else ""
    return f"From {first} to {second} no count disagrees: {says} {second}{ties}"


def sentence(a: float, b: float) -> str:
    before, after = pair(a, b)
    parts = [
        f"{COUNTS[name].short} {grouped(x)} and {grouped(y)}"
        for name, x, y in zip(NAMES, before, after, strict=True)
    ]
    found = directions(a, b)
    tally = f"{len(found['rise'])} rise, {len(found['fall'])} fall, {len(found['same'])} tie"
    return f"{fixed(a)} and {fixed(b)}: {'; '.join(parts)}. Of five counts {tally}."


def speak(a: np.ndarray, b: np.ndarray) -> dict[str, Any]:
    pairs = list(zip(a, b, strict=True))
    texts = [sentence(x, y) for x, y in pairs]
    return {
        "title": [headline(x, y) for x, y in pairs],
        "summary": texts,
        "alt": [
            f"Above, bars of one count by year, 2006 to 2026. Below, five rows with a dot for "
            f"{fixed(x)} and one for {fixed(y)}. {text}"
            for (x, y), text in zip(pairs, texts, strict=True)
        ],
    }


def draw_bars(count: np.ndarray) -> dict[str, Any]:
    """The upper panel: one count by year, the partial year hollow."""
    whole = series().loc[:LAST]
    return {
        "bars.y": np.stack([whole[c].to_numpy() for c in count]),
        "part.y": np.array([[series()[c][PARTIAL]] for c in count]),
        "layout.annotations[0].text": [f"{COUNTS[c].option}, by year" for c in count],
    }


def mark(count: np.ndarray, a: np.ndarray, b: np.ndarray) -> dict[str, Any]:
    """The two chosen years in the upper panel, with their numbers."""
    values = [[series()[c][x], series()[c][y]] for c, x, y in zip(count, a, b, strict=True)]
    return {
        "chosen.x": np.stack([a, b], axis=1),
        "chosen.y": np.array(values),
        "chosen.text": [[grouped(x), grouped(y)] for x, y in values],
    }


def draw_pairs(a: np.ndarray, b: np.ndarray) -> dict[str, Any]:
    """The lower panel: both years under each count, joined where they differ."""
    before = np.stack([pair(x, y)[0] for x, y in zip(a, b, strict=True)])
    after = np.stack([pair(x, y)[1] for x, y in zip(a, b, strict=True)])
    rise, fall = after > before, after < before
    gap, rows = np.full(before.shape, np.nan), np.arange(5, 0, -1.0)
    y = np.stack([rows, rows, np.full(5, np.nan)], axis=1).ravel()
    out: dict[str, Any] = {}
    for uid, keep in (("rises", rise), ("falls", fall)):
        ends = [np.where(keep, before, np.nan), np.where(keep, after, np.nan), gap]
        out[f"{uid}.x"] = np.stack(ends, axis=2).reshape(len(before), -1)
        out[f"{uid}.y"] = np.broadcast_to(y, (len(before), y.size))
    return {
        **out,
        "first.x": before,
        "second.x": after,
        "says.x": np.maximum(before, after),
        "says.text": [[f"\u2002{arrow(x, y)}" for x, y in zip(*row, strict=True)]
                      for row in zip(before, after, strict=True)],
        "table.first": before,
        "table.second": after,
        "table.change": np.where(before > 0, 100 * (after / np.maximum(before, 1) - 1), np.nan),
        "layout.annotations[1].text": [
            f"{fixed(x)} (ring) and {fixed(y)} (dot) under five counts"
            for x, y in zip(a, b, strict=True)
        ],
    }  # fmt: skip


def arrow(before: float, after: float) -> str:
    return "more" if after > before else "fewer" if after < before else "same"


def constant() -> dict[str, Any]:
    return {
        "table.count": [[COUNTS[n].short for n in NAMES]],
        "table.tracker": [[COUNTS[n].tracker for n in NAMES]],
        "outcome.days": [arrow(*(series()["days"][y] for y in (2017, 2024)))],
    }


def template() -> go.Figure:
    colour = COUNTRY["PRK"]
    years = list(range(FIRST, LAST + 1))
    rows = [5.0, 4.0, 3.0, 2.0, 1.0]
    bars = go.Bar(uid="bars", x=years, y=[0] * len(years), marker_color=tint(colour, 0.55),
                  hovertemplate="%{x}: %{y}<extra></extra>")  # fmt: skip
    hollow = {"color": tint(colour, 0.0), "line": {"color": colour, "width": 1.5}}
    part = go.Bar(uid="part", x=[PARTIAL], y=[0], marker=hollow, width=0.75,
                  hovertemplate="%{x}, in part: %{y}<extra></extra>")  # fmt: skip
    chosen = go.Bar(uid="chosen", x=[2017, 2024], y=[0, 0], text=["", ""], width=0.75,
                    textposition="outside", textfont={"color": INK_COLOUR}, cliponaxis=False,
                    marker_color=ACCENT, hoverinfo="skip")  # fmt: skip
    line = {"mode": "lines", "xaxis": "x2", "yaxis": "y2", "hoverinfo": "skip"}
    rises = go.Scatter(uid="rises", x=[], y=[], line={"color": ACCENT, "width": 4}, **line)
    falls = go.Scatter(uid="falls", x=[], y=[], line={"color": SOFT, "width": 4}, **line)
    dots = {"xaxis": "x2", "yaxis": "y2", "y": rows}
    first = go.Scatter(uid="first", x=[0] * 5, mode="markers", **dots,
                       marker={"symbol": "circle-open", "size": 11, "color": INK_COLOUR,
                               "line": {"width": 2}},
                       hovertemplate="%{x}<extra></extra>")  # fmt: skip
    second = go.Scatter(uid="second", x=[0] * 5, mode="markers", **dots,
                        marker={"size": 11, "color": INK_COLOUR},
                        hovertemplate="%{x}<extra></extra>")  # fmt: skip
    # Beside the right end, so that no word stands on a name.
    says = go.Scatter(uid="says", x=[0] * 5, mode="text", text=[""] * 5, hoverinfo="skip", **dots,
                      textposition="middle right", textfont={"color": SOFT})  # fmt: skip
    return new_figure([bars, part, chosen, rises, falls, first, second, says], _layout(rows))


def _layout(rows: list[float]) -> dict[str, Any]:
    head = {"xref": "paper", "yref": "paper", "xshift": 0, "font": HEADING}
    names = [
        label(-2, row, COUNTS[name].short, INK_COLOUR, xref="x2", yref="y2", yshift=15, xshift=0)
        for row, name in zip(rows, NAMES, strict=True)
    ]
    return {
        "barmode": "overlay",
        "margin": {"l": 34, "r": 14, "t": 30, "b": 28},
        "xaxis": {"range": [FIRST - 0.7, PARTIAL + 0.7], "tickformat": "d", "anchor": "y",
                  "tickvals": [2006, 2010, 2014, 2018, 2022, 2026]},
        "yaxis": {"range": [0, TOP], "domain": [0.58, 1], "nticks": 5},
        "xaxis2": {"range": [-2, TOP + 4], "anchor": "y2", "showgrid": True},
        "yaxis2": {"range": [0.5, 5.9], "domain": [0, 0.42], "visible": False},
        "annotations": [
            label(0, 1, "", yshift=14, **head), label(0, 0.42, "", yshift=14, **head), *names,
        ],
    }  # fmt: skip


explorer = Explorer(
    name="two_trackers",
    subtitle="Launches of the DPRK by calendar year, under five counting rules of two trackers",
    sources=TRACKERS,
    note="CNS/NTI counts each ballistic missile able to carry about 500 kg over 300 km; CSIS "
    "counts events of every kind, cruise missiles, air defence and engine tests included. Hollow: "
    "2026, of which CNS covers the time to 18 April and CSIS to 20 August.",
    controls=(
        Slider("a", "First year", FIRST, LAST, step=1, default=2019),
        Slider("b", "Second year", FIRST, LAST, step=1, default=2022),
        Choice("count", "Bars show", tuple((name, c.option) for name, c in COUNTS.items())),
    ),
    figure=template,
    products=(
        Product(("a", "b"), speak),
        Product(("a", "b"), draw_pairs),
        Product(("count",), draw_bars),
        Product(("count", "a", "b"), mark),
        Product((), constant),
    ),
    columns=(
        Column("count", "Count"),
        Column("tracker", "Tracker"),
        Column("first", "First year", digits=0),
        Column("second", "Second year", digits=0),
        Column("change", "Change", unit="%", digits=0),
    ),
    predict=Prediction(
        question=f"By the CNS count the DPRK launched {series()['missiles'][2017]:.0f} missiles "
        f"in 2017 and {series()['missiles'][2024]:.0f} in 2024. And the number of days with a "
        "launch?",
        kind="choice",
        options=(("more", "More in 2024"), ("same", "The same"), ("fewer", "Fewer in 2024")),
        answer_key="outcome.days",
    ),
    narrow={"layout.xaxis.tickvals": [2006, 2012, 2018, 2024]},
    height=540,
)  # fmt: skip
