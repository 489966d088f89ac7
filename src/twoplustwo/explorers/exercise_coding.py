"""Do launches gather around exercises? One question, every combination of four coding choices.

The published answers differ. Here the reader sees how far the choices alone carry the answer, on
one set of launch days and one calendar of exercises. Chance is judged by moving the whole calendar
along the record, which keeps the clusters of launches as they are.
"""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo import load
from twoplustwo.charts import COUNTRY, label, new_figure, tint
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers._arms import source_ids
from twoplustwo.explorers._korea import TRACKERS, UNITS, daily, exercise_days
from twoplustwo.explorers.engine import Choice, Column, Explorer, Product, fixed, grouped, percent

HEADING = {"color": SOFT, "weight": 700}
LINE = 0.05
EDGES = np.arange(0.0, 4.51, 0.15)
LOG_TICKS = (0.5, 1, 2, 4)


class Window(NamedTuple):
    """Days before the first and after the last day of an exercise that count as near it."""

    before: int
    after: int
    option: str


class Years(NamedTuple):
    """The years looked at."""

    first: int
    last: int
    option: str


SEASONS = {"both": "Both exercises of the year", "spring": "Spring only",
           "summer": "Late summer only"}  # fmt: skip
WINDOWS = {
    "during": Window(0, 0, "The days of the exercise"),
    "after": Window(0, 14, "Until two weeks after"),
    "around": Window(14, 14, "Two weeks before to two weeks after"),
    "month": Window(0, 28, "Until four weeks after"),
}
SPANS = {
    "all": Years(2014, 2025, "2014 to 2025"),
    "early": Years(2014, 2018, "2014 to 2018"),
    "late": Years(2019, 2025, "2019 to 2025"),
    "recent": Years(2022, 2025, "2022 to 2025"),
}

Coding = tuple[str, str, str, str]
EVERY: tuple[Coding, ...] = tuple(itertools.product(UNITS, SEASONS, WINDOWS, SPANS))


class Result(NamedTuple):
    """Events near exercises, the days that are near, the ratio of rates, and what chance does."""

    inside: float
    near_days: int
    days: int
    events: float
    ratio: float
    shifted: NDArray[np.float64]
    share: float


def ratio_of(inside: NDArray | float, near: int, events: float, days: int) -> Any:
    """Events a day near exercises over events a day at other times."""
    return (inside / near) / ((events - inside) / (days - near))


@cache
def result(coding: Coding) -> Result:
    """The ratio of a coding, and that of every shift of the calendar along the record."""
    unit, season, window, span = coding
    first, last, _ = SPANS[span]
    before, after, _ = WINDOWS[window]
    events = daily(unit, first, last)
    near = exercise_days(season, before, after, first, last)
    # All shifts at once: the circular correlation of the two series.
    spectrum = np.fft.rfft(events) * np.conj(np.fft.rfft(near.astype(float)))
    inside = np.rint(np.fft.irfft(spectrum, events.size))
    shifted = ratio_of(inside, int(near.sum()), events.sum(), events.size)
    real = float(ratio_of(events[near].sum(), int(near.sum()), events.sum(), events.size))
    share = float(np.mean(shifted >= real - 1e-9))
    return Result(float(events[near].sum()), int(near.sum()), events.size, float(events.sum()),
                  real, shifted, share)  # fmt: skip


@cache
def ranking() -> tuple[Coding, ...]:
    """All codings, from the lowest ratio to the highest."""
    return tuple(sorted(EVERY, key=lambda coding: (result(coding).ratio, coding)))


@cache
def tally() -> tuple[int, int, int]:
    """Number of codings, of those above 1, and of those that chance seldom reaches."""
    found = [result(c) for c in EVERY]
    rare = sum(r.share < LINE for r in found)
    return len(found), sum(r.ratio > 1 for r in found), rare


def codings(*arrays: np.ndarray) -> list[Coding]:
    return [(str(u), str(s), str(w), str(y)) for u, s, w, y in zip(*arrays, strict=True)]


def draw(*arrays: np.ndarray) -> dict[str, Any]:
    chosen = codings(*arrays)
    found = [result(c) for c in chosen]
    heights = [np.histogram(np.minimum(r.shifted, EDGES[-1] - 0.01), EDGES)[0] for r in found]
    shares = np.array([100 * h / h.sum() for h in heights])
    return {
        "here.x": [[ranking().index(c) + 1] for c in chosen],
        "here.y": [[r.ratio] for r in found],
        "chance.y": np.round(shares, 2),
        "real.x": [[min(r.ratio, EDGES[-1])] * 2 for r in found],
        "layout.annotations[1].text": [
            f"The same calendar, moved: {moved(r.share)} do as well" for r in found
        ],
        "layout.annotations[2].x": [min(r.ratio, EDGES[-1]) for r in found],
        "layout.annotations[2].xanchor": ["right" if r.ratio > 2.6 else "left" for r in found],
        "layout.annotations[2].xshift": [-6 if r.ratio > 2.6 else 6 for r in found],
        "table.row": [["Near exercises", "Other days"] for _ in found],
        "table.events": [[r.inside, r.events - r.inside] for r in found],
        "table.days": [[r.near_days, r.days - r.near_days] for r in found],
        "table.rate": [
            [100 * r.inside / r.near_days, 100 * (r.events - r.inside) / (r.days - r.near_days)]
            for r in found
        ],
    }


def moved(share: float) -> str:
    return "under 1%" if share < 0.01 else percent(share)


def sentence(coding: Coding) -> str:
    unit, found = UNITS[coding[0]][0], result(coding)
    rare = "seldom" if found.share < LINE else "often enough"
    return (
        f"{SPANS[coding[3]].option}: {grouped(found.inside)} {unit} on {grouped(found.near_days)} "
        f"days near exercises, {grouped(found.events - found.inside)} on "
        f"{grouped(found.days - found.near_days)} others, a ratio of {fixed(found.ratio, 2)}. A "
        f"calendar moved along the record does as well in {percent(found.share, 1)} of its "
        f"positions: {rare}."
    )


def headline(coding: Coding) -> str:
    found = result(coding)
    if found.ratio <= 1:
        return f"This coding finds fewer near exercises: {fixed(found.ratio, 2)} times the rate"
    rare = "and chance seldom does that" if found.share < LINE else "and chance often does that"
    return f"This coding finds {fixed(found.ratio, 1)} times the rate near exercises, {rare}"


def speak(*arrays: np.ndarray) -> dict[str, Any]:
    chosen = codings(*arrays)
    texts = [sentence(c) for c in chosen]
    count, above, rare = tally()
    return {
        "title": [headline(c) for c in chosen],
        "summary": texts,
        "alt": [f"Above, the ratios of {count} codings from low to high, {above} above one and "
                f"{rare} filled. Below, bars of the ratios of all shifted calendars. {t}"
                for t in texts],
    }  # fmt: skip


def template() -> go.Figure:
    found = [result(c) for c in ranking()]
    rare = np.array([r.share < LINE for r in found])
    ratios, x = np.array([r.ratio for r in found]), np.arange(1, len(found) + 1)
    colour = COUNTRY["PRK"]
    open_ = go.Scatter(uid="usual", x=x[~rare], y=ratios[~rare], mode="markers", hoverinfo="y",
                       marker={"symbol": "circle-open", "size": 6, "color": SOFT,
                               "line": {"width": 1.2}})  # fmt: skip
    full = go.Scatter(uid="rare", x=x[rare], y=ratios[rare], mode="markers", hoverinfo="y",
                      marker={"size": 6, "color": colour})  # fmt: skip
    here = go.Scatter(uid="here", x=[1], y=[1], mode="markers", hoverinfo="skip",
                      marker={"symbol": "diamond", "size": 15, "color": ACCENT})  # fmt: skip
    low = {"xaxis": "x2", "yaxis": "y2", "hoverinfo": "skip"}
    middle = (EDGES[:-1] + EDGES[1:]) / 2
    chance = go.Bar(uid="chance", x=np.round(middle, 3), y=[0] * middle.size, width=0.14,
                    marker_color=tint(colour, 0.5), **low)  # fmt: skip
    real = go.Scatter(uid="real", x=[1, 1], y=[0, 30], mode="lines",
                      line={"color": ACCENT, "width": 3}, **low)  # fmt: skip
    return new_figure([open_, full, here, chance, real], _layout())


def _layout() -> dict[str, Any]:
    count, _, rare = tally()
    head = {"xref": "paper", "yref": "paper", "xshift": 0, "font": HEADING}
    one = {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": 1, "y1": 1,
           "line": {"color": INK_COLOUR, "width": 1}}  # fmt: skip
    key = {"xref": "paper", "yref": "paper", "xshift": 6}
    return {
        "margin": {"l": 38, "r": 12, "t": 30, "b": 44},
        "xaxis": {"range": [-1, count + 2], "visible": False, "anchor": "y"},
        "yaxis": {"type": "log", "range": [np.log10(0.35), np.log10(5.6)], "domain": [0.52, 1],
                  "tickvals": list(LOG_TICKS)},
        "xaxis2": {"range": [0, 4.6], "anchor": "y2", "tickvals": [0, 1, 2, 3, 4],
                   "title": {"text": "rate near exercises over rate on other days"}},
        "yaxis2": {"range": [0, 32], "domain": [0, 0.36], "visible": False},
        "shapes": [one],
        "annotations": [
            label(0, 1, f"Ratio of rates under {count} codings", yshift=14, **head),
            label(0, 0.36, "", yshift=14, **head),
            label(1, 27, "the real calendar", ACCENT, xref="x2", yref="y2"),
            label(0, 0.97, f"filled: chance does as well in under 5% ({rare})", COUNTRY["PRK"],
                  **key),
        ],
    }  # fmt: skip


explorer = Explorer(
    name="exercise_coding",
    subtitle="Launches of the DPRK near the two main exercises of the ROK and the United States",
    sources=(*TRACKERS, *source_ids(load("joint_exercises")["source_id"])),
    note="The two main exercises a year, where held. Not a replication: the published studies use "
    "other years and other outcomes, words included. Both exercises and launches follow the "
    "season, and moving the calendar does not remove that.",
    controls=(
        Choice("unit", "What is counted", tuple((u, t[1]) for u, t in UNITS.items())),
        Choice("season", "Which exercises", tuple(SEASONS.items())),
        Choice("window", "Which days are near", tuple((n, w.option) for n, w in WINDOWS.items())),
        Choice("span", "Which years", tuple((n, y.option) for n, y in SPANS.items())),
    ),
    figure=template,
    products=(
        Product(("unit", "season", "window", "span"), draw),
        Product(("unit", "season", "window", "span"), speak),
    ),
    columns=(
        Column("row", "Days"),
        Column("events", "Count", digits=0),
        Column("days", "Number of days", digits=0, grouped=True),
        Column("rate", "Count in 100 days", digits=1),
    ),
    narrow={"layout.annotations[3].text": "filled: chance under 5%"},
    height=560,
)  # fmt: skip
