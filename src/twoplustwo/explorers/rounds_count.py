"""How many two-plus-two rounds by a date: the dated list beside the counts that sources state.

The same list gives a base rate, and shows that it depends on the year from which one counts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo import load
from twoplustwo.charts import COUNTRY, SYMBOL, new_figure, text_colour
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, RULE, SOFT
from twoplustwo.data import sources_of
from twoplustwo.explorers._dates import MONTHS
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Filter,
    Prediction,
    Product,
    Slider,
    percent,
)

ROUNDS = load("two_plus_two").sort_values("date").reset_index(drop=True)
STATEMENTS = load("two_plus_two_counts").sort_values("date").reset_index(drop=True)
FIRST = pd.Period("2013-01", "M")
LAST = pd.Period("2026-08", "M")  # no source of the course is younger
STARTS = {2013: "All rounds, from 2013", 2017: "Only since the new start of 2017"}
PUBLISHED = pd.Period("2021-03", "M")
SIDE_BY_SIDE = 0.48  # years between signs that would cover each other

NUMBERS = ("no", "one", "two", "three", "four")

SPEAKERS = {
    "japan": "Japan’s ministry",
    "russia": "Russia’s ministry",
    "agency": "News agencies",
    "commentary": "The commentary",
}
LOOKS = {
    "japan": (COUNTRY["JPN"], SYMBOL["JPN"], "●"),
    "russia": (COUNTRY["RUS"], SYMBOL["RUS"], "■"),
    "agency": (COUNTRY["OTHER"], SYMBOL["OTHER"], "⬢"),
    "commentary": (ACCENT, "star", "★"),
}
"""Speaker -> colour, marker and the same sign in the key."""


def decimal(day: pd.Timestamp) -> float:
    """A day as a year and its fraction."""
    return round(day.year + (day.dayofyear - 1) / (366 if day.is_leap_year else 365), 3)


def months() -> list[pd.Period]:
    return list(pd.period_range(FIRST, LAST, freq="M"))


def spoken_month(month: pd.Period) -> str:
    return f"{MONTHS[month.month - 1]} {month.year}"


def rounds_until(end: pd.Timestamp, start: int) -> int:
    """Return how many rounds of the dated list fall in `start` or later, up to `end`."""
    return int(((ROUNDS["date"].dt.year >= start) & (ROUNDS["date"] <= end)).sum())


def base_rate(month: pd.Period, start: int) -> tuple[int, int]:
    """Return in how many of the full calendar years from `start` a round was held, and of how many.

    The last year is the one before the year of `month`, unless `month` is a December.
    """
    last = month.year if month.month == 12 else month.year - 1
    years = range(start, last + 1)
    return len(set(ROUNDS["date"].dt.year) & set(years)), len(years)


def rounds_after(month: pd.Period) -> int | None:
    """Return the rounds of the twelve months after `month`; None where these are not over."""
    if month + 12 > LAST:
        return None
    after = (ROUNDS["date"] > month.end_time) & (ROUNDS["date"] <= (month + 12).end_time)
    return int(after.sum())


def places() -> list[float]:
    """Return the place of each statement in years; those of the same days stand side by side."""
    days, levels, found = [decimal(d) for d in STATEMENTS["date"]], heights(), []
    for day, level in zip(days, levels, strict=True):
        near = [d for d, n in zip(days, levels, strict=True) if n == level and abs(d - day) < 0.1]
        turn = sum(x == level and abs(d - day) < 0.1 for d, x, _ in found)
        found.append((day, level, day + SIDE_BY_SIDE * (turn - (len(near) - 1) / 2)))
    return [round(place, 3) for *_, place in found]


# -- Figure --------------------------------------------------------------------------------


def heights() -> list[float]:
    """Return the height of each statement: its number, or the round it speaks of."""
    told = STATEMENTS["round_number"]
    silent = [rounds_until(day, FIRST.year) for day in STATEMENTS["date"]]
    return [float(s if pd.isna(n) else n) for n, s in zip(told, silent, strict=True)]


def template() -> go.Figure:
    stairs = go.Scatter(
        uid="stairs", x=_stairs_x(), y=[0] * (len(ROUNDS) + 2), mode="lines", hoverinfo="skip",
        line={"shape": "hv", "color": INK_COLOUR, "width": 2.5},
    )  # fmt: skip
    day = go.Scatter(
        uid="day", x=[2021, 2021], y=[-0.1, 5.6], mode="lines", hoverinfo="skip",
        line={"color": SOFT, "width": 1, "dash": "dot"},
    )  # fmt: skip
    looks = [LOOKS[str(who)] for who in STATEMENTS["speaker"]]
    dots = go.Scatter(
        uid="statements", x=places(), y=heights(), mode="markers",
        hovertext=[_hover(row) for row in STATEMENTS.itertuples()], hoverinfo="text",
        marker={"size": 13, "color": [look[0] for look in looks],
                "symbol": [look[1] + _open(row) for look, row in
                           zip(looks, STATEMENTS.itertuples(), strict=True)],
                "line": {"width": 1.5, "color": [look[0] for look in looks]}},
    )  # fmt: skip
    now = go.Scatter(
        uid="now", x=[2021], y=[4], mode="markers+text", hoverinfo="skip", text=[""],
        textposition=["top right"], textfont={"color": INK_COLOUR},
        marker={"size": 19, "symbol": "circle-open", "color": INK_COLOUR, "line": {"width": 2}},
    )  # fmt: skip
    return new_figure([_years(), day, stairs, dots, now], _layout())


def _years() -> go.Bar:
    """The calendar years of the base rate: filled with a round, empty without."""
    years, held = list(range(FIRST.year, LAST.year)), set(ROUNDS["date"].dt.year)
    return go.Bar(
        uid="years", x=[year + 0.5 for year in years], y=[0.34] * len(years),
        base=[-1.05] * len(years), width=0.86, hoverinfo="skip",
        marker={"color": [ACCENT if year in held else RULE for year in years],
                "line": {"width": 1, "color": SOFT}, "opacity": [1.0] * len(years)},
    )  # fmt: skip


def _open(row: Any) -> str:
    return "-open" if row.counts_from == "no_number" else ""


def _hover(row: Any) -> str:
    words, lines = row.statement.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 44:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return f"{row.date:%Y-%m-%d}<br>" + "<br>".join(lines)


def _stairs_x() -> list[float]:
    return [FIRST.year, *(decimal(day) for day in ROUNDS["date"]), LAST.year + 0.66]


def key(*, wrap: bool = False) -> str:
    entries = [
        f'<span style="color:{text_colour(LOOKS[who][0])}">{LOOKS[who][2]}</span> {name}'
        for who, name in SPEAKERS.items()
    ]
    return "   ".join(entries[:2]) + ("<br>" if wrap else "   ") + "   ".join(entries[2:])


def _layout() -> dict[str, Any]:
    ticks = [2013, 2017, 2021, 2025]
    names = {
        "x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom",
        "yshift": 6, "text": key(), "align": "left", "showarrow": False,
    }  # fmt: skip
    strip = {
        "x": FIRST.year, "y": -0.5, "text": "calendar years: filled where a round was held",
        "xanchor": "left", "yanchor": "middle", "showarrow": False,
        "font": {"size": 12, "color": SOFT},
    }  # fmt: skip
    return {
        "margin": {"l": 26, "r": 14, "t": 34, "b": 28},
        "xaxis": {
            "range": [2012.8, 2027.3],
            "tickvals": ticks,
            "ticktext": [str(t) for t in ticks],
        },
        "yaxis": {"range": [-1.15, 5.6], "tickvals": [0, 1, 2, 3, 4, 5]},
        "annotations": [names, strip],
    }


# -- Products ------------------------------------------------------------------------------


def stairs(start: NDArray) -> dict[str, Any]:
    """The dated list, counted from the year chosen, and each statement beside it."""
    counts = np.array([[rounds_until(day, int(s)) for day in ROUNDS["date"]] for s in start])
    ends = np.concatenate([np.zeros((len(start), 1)), counts, counts[:, -1:]], axis=1)
    by_then = [[rounds_until(_told(row), int(s)) for row in STATEMENTS.itertuples()] for s in start]
    return {
        "stairs.y": ends,
        "table.by_then": np.array(by_then, dtype=float),
        "table.agrees": [
            [_agreement(row, n) for row, n in zip(STATEMENTS.itertuples(), numbers, strict=True)]
            for numbers in by_then
        ],
    }


def _told(row: Any) -> pd.Timestamp:
    """The day up to which a statement counts: an announced round lies a little ahead."""
    return row.date + pd.Timedelta(days=31 if row.tense == "announced" else 0)


def _agreement(row: Any, by_then: int) -> str:
    if pd.isna(row.round_number):
        return "states no number"
    return "agrees" if row.round_number == by_then else "differs"


def reading(month: NDArray, start: NDArray) -> dict[str, Any]:
    """The ring on the stairs, the years of the base rate, and the sentence."""
    states = [(months()[int(m)], int(s)) for m, s in zip(month, start, strict=True)]
    ends = [decimal(m.end_time) for m, _ in states]
    counts = [rounds_until(m.end_time, s) for m, s in states]
    texts = [sentence(*state) for state in states]
    return {
        "day.x": [[x, x] for x in ends],
        "now.x": [[x] for x in ends],
        "now.y": [[n] for n in counts],
        "now.text": [[_ring_text(n)] for n in counts],
        "now.textposition": [["top left" if x > 2021 else "top right"] for x in ends],
        "years.marker.opacity": [_year_opacity(*state) for state in states],
        "summary": texts,
        "alt": [
            "A staircase of rounds with steps in 2013, 2017, 2018 and 2019, flat since, and signs "
            f"for the numbers that sources state. {text}"
            for text in texts
        ],
    }


def _ring_text(count: int) -> str:
    return f"{count} round{'' if count == 1 else 's'}"


def _year_opacity(month: pd.Period, start: int) -> list[float]:
    _, count = base_rate(month, start)
    return [1.0 if start <= y < start + count else 0.15 for y in range(FIRST.year, LAST.year)]


def sentence(month: pd.Period, start: int) -> str:
    """Return the count, the base rate and what came after, in words."""
    count = rounds_until(month.end_time, start)
    words = f"{NUMBERS[count]} round{'' if count < 2 else 's'}"
    return (
        f"By the end of {spoken_month(month)} {words} had been held, counted from {start}. "
        f"{_rate(month, start)} {_after(month)}"
    )


def _rate(month: pd.Period, start: int) -> str:
    held, years = base_rate(month, start)
    if years < 1:
        return "No full year has passed, so there is no base rate yet."
    plural = "year" if years == 1 else "years"
    return (
        f"Of {years} full {plural}, {NUMBERS[held]} had one: a base rate of "
        f"{percent(held / years)}."
    )


def _after(month: pd.Period) -> str:
    after = rounds_after(month)
    if after is None:
        return "The twelve months after that are not over in our sources."
    return f"In the twelve months after, {'no round was held' if not after else 'one was held'}."


def listing() -> dict[str, Any]:
    columns = {
        "date": [f"{day:%Y-%m-%d}" for day in STATEMENTS["date"]],
        "speaker": [SPEAKERS[str(who)] for who in STATEMENTS["speaker"]],
        "statement": list(STATEMENTS["statement"]),
        "number": [None if pd.isna(n) else int(n) for n in STATEMENTS["round_number"]],
    }
    since = rounds_until(PUBLISHED.end_time, 2017)
    return {
        **{f"table.{name}": [values] for name, values in columns.items()},
        "outcome.since": [float(since)],
    }


def _groups() -> dict[str, list[str]]:
    who = STATEMENTS["speaker"].astype(str).tolist()
    return {"statements": who, "table": who}


def _sources() -> tuple[str, ...]:
    cited = (*sources_of("two_plus_two"), *sources_of("two_plus_two_counts"))
    return tuple(dict.fromkeys(each.source_id for each in cited))


explorer = Explorer(
    name="rounds_count",
    title="Every count fits the dates if it starts in 2013; none does if it starts in 2017",
    subtitle="Two-plus-two rounds of Japan and Russia: steps, the dated list; signs, the numbers "
    "that sources state. Hollow: no number stated",
    sources=_sources(),
    note="Base rate: the share of full calendar years with a round, from the year chosen to the "
    "last full year before the month chosen. Signs of the same days stand side by side. Our "
    "sources end in August 2026; no round was found after May 2019.",
    controls=(
        Slider("month", "Until the end of", 0, len(months()) - 1,
               default=months().index(PUBLISHED), labels=[spoken_month(m) for m in months()]),
        Choice("start", "Count", tuple(STARTS.items()), default=2013),
        Filter("speaker", "Who says it", tuple(SPEAKERS.items()), rows=_groups()),
    ),
    figure=template,
    products=(
        Product(("start",), stairs),
        Product(("month", "start"), reading),
        Product((), listing),
    ),
    columns=(
        Column("date", "Date"),
        Column("speaker", "Who"),
        Column("statement", "What is said"),
        Column("number", "Number stated"),
        Column("by_then", "Rounds by the dated list", digits=0),
        Column("agrees", "Fits"),
    ),
    predict=Prediction(
        question="The format came back in 2017. How many rounds were held from then to the end "
        "of 2020?",
        unit="rounds",
        minimum=0,
        maximum=8,
        answer_key="outcome.since",
    ),
    narrow={
        "statements.marker.size": 11,
        "layout.annotations[0].text": key(wrap=True),
        "layout.margin.t": 52,
        "layout.margin.l": 20,
        "layout.annotations[1].text": "years with a round",
    },
    height=420,
)  # fmt: skip
