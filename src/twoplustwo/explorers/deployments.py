"""What was reported on the islands, year by year, and how far the sources say it reaches.

Two questions are kept apart: what a reader of that year could know, and what is known now. They
differ where a departure became public later than it happened. Places are islands, never sites;
ranges are published figures rounded to 100 km, drawn as bands where sources differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, PATTERN, label, new_figure, tint
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers.engine import Choice, Column, Explorer, Filter, Product, Slider, fixed

FIRST, LAST = 2015, 2026
NOW = 2026.25  # the tables end with the spring of 2026
LEFT, RIGHT = 2014.9, 2026.6
REACH = 700  # km, end of the range panel

# One bar each: its label, its name in a sentence, the rows of `island_deployments` it stands for
# (the first one dates it).
BARS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Ground forces, one division", "ground forces", ("d01", "d02")),
    ("Bal, Kunashir/Kunashiri", "Bal", ("d03",)),
    ("Bastion, Iturup/Etorofu", "Bastion", ("d04",)),
    ("Su-35S fighters, Iturup/Etorofu", "Su-35S fighters", ("d06",)),
    ("Shorter-range air defence", "shorter-range air defence", ("d11", "d12")),
    ("Newer tanks, type disputed", "newer tanks", ("d07", "d08")),
    ("S-300V4, Iturup/Etorofu", "S-300V4", ("d09",)),
    ("S-300V4, Kunashir/Kunashiri", "S-300V4", ("d10",)),
    ("Bastion, Matua", "Bastion", ("d14",)),
    ("Bastion, Paramushir", "Bastion", ("d15",)),
)
UIDS = ("present", "doubtful", "lag", "agreed", "differ", "gone")  # traces with a point a bar
# Bold by attribute: a <b> would need an inline style, which the pages' security policy drops.
HEADING = {"color": SOFT, "weight": 700}
EXERCISE = r"drill|firing|passage|exercise|Vostok"


@dataclass(frozen=True)
class Bar:
    """One system on one island; times are decimal years, ranges km (NaN if not stated)."""

    label: str
    name: str
    place: str
    disputed: bool
    came: float
    left: float  # NaN: no departure reported
    told: float  # when the departure became public
    doubtful: bool
    low: float
    high: float
    since: str
    group: str


def decimal_year(day: pd.Timestamp) -> float:
    """Date as a year with decimals, 2016-07-02 being 2016.5."""
    days = 366 if day.is_leap_year else 365
    return day.year + (day.dayofyear - 1) / days


def month_text(day: pd.Timestamp, precision: str) -> str:
    """Date at its own precision: "1978", "October 2020", "22 November 2016"."""
    if precision == "day":
        return f"{day.day} {day.month_name()} {day.year}"
    return f"{day.month_name()} {day.year}" if precision == "month" else str(day.year)


@cache
def bars() -> tuple[Bar, ...]:
    """The bars, read from the table."""
    table = load("island_deployments").set_index("deployment_id")
    return tuple(_bar(text, name, table.loc[list(ids)]) for text, name, ids in BARS)


def _bar(text: str, name: str, rows: pd.DataFrame) -> Bar:
    row = rows.iloc[0]
    gone = row.withdrawn == "yes"
    # A plan, a rotation or one old report says less than a system reported and not withdrawn.
    doubtful = bool(
        rows.situation_2026.str.contains("not confirmed").all()
        or (rows.status != "confirmed").all()
    )
    return Bar(
        label=text,
        name=name,
        place=row.place,
        disputed=bool(row.in_disputed_area),
        came=decimal_year(row.date),
        left=decimal_year(row.withdrawn_date) if gone else np.nan,
        told=decimal_year(departure_published()) if gone else np.nan,
        doubtful=doubtful,
        low=row.range_min_km,
        high=row.range_max_km,
        since=month_text(row.date, row.precision),
        group="islands" if row.in_disputed_area else "elsewhere",
    )


@cache
def departure_published() -> pd.Timestamp:
    """The day on which the departure of S-300V4 was reported."""
    timeline = load("dispute_timeline")
    report = timeline[timeline.source_id.str.contains("kyodo_s300_nippon")]
    return report.date.iloc[0]


@cache
def exercises() -> pd.DataFrame:
    """Exercises and notices in both tables: columns date, precision, status, text, decimal."""
    timeline, table = load("dispute_timeline"), load("island_deployments")
    chosen = (timeline.category == "military") & timeline.title.str.contains(EXERCISE, case=False)
    ours = table[table.system_type == "exercise"]
    columns = ["date", "precision", "status"]
    found = pd.concat(
        [
            timeline.loc[chosen, [*columns, "title"]].rename(columns={"title": "text"}),
            ours[[*columns, "system"]].rename(columns={"system": "text"}),
        ]
    ).sort_values("date", ignore_index=True)
    return found.assign(decimal=[decimal_year(day) for day in found.date])


def positions() -> list[float]:
    """Heights of the bars, top down, with room for the heading of the second group."""
    gap = [0.0 if bar.disputed else 0.9 for bar in bars()]
    return [-(i + g) for i, g in enumerate(gap)]


def exercise_height() -> float:
    return positions()[-1] - 1.5


def ends(year: float) -> float:
    """Decimal date at which the picture of `year` is taken: its end, or the spring of 2026."""
    return min(year + 1, NOW)


def states(year: float, view: str) -> list[str]:
    """For each bar: "absent", "present", "doubtful" or "gone" at the end of `year`."""
    at = ends(year)
    out = []
    for bar in bars():
        end = bar.told if view == "then" else bar.left
        if bar.came > at:
            out.append("absent")
        elif not np.isnan(end) and end <= at:
            out.append("gone")
        else:
            out.append("doubtful" if bar.doubtful else "present")
    return out


def spans(year: float, view: str) -> dict[str, list[float]]:
    """Bases and lengths of the bars in the time panel."""
    at, out = ends(year), {key: [] for key in ("x", "base", "open_x", "open_base", "lag", "from")}
    for bar, state in zip(bars(), states(year, view), strict=True):
        start = max(bar.came, LEFT)
        stop = min(at, bar.left) if state == "gone" else at
        length = np.nan if state == "absent" else stop - start
        out["x"].append(np.nan if bar.doubtful else length)
        out["open_x"].append(length if bar.doubtful else np.nan)
        out["base"].append(start)
        out["open_base"].append(start)
        out["lag"].append(min(at, bar.told) - bar.left if state == "gone" else np.nan)
        out["from"].append(bar.left if state == "gone" else start)
    return out


def draw(year: np.ndarray, view: np.ndarray) -> dict[str, Any]:
    """Bars, ranges and cursor; one row of values for each bar and state."""
    pairs = list(zip(year, view, strict=True))
    drawn = [spans(*pair) for pair in pairs]
    found = [states(*pair) for pair in pairs]
    here = np.array([[s in ("present", "doubtful") for s in row] for row in found])
    low = np.array([bar.low for bar in bars()])
    high = np.array([bar.high for bar in bars()])
    seen = exercises().decimal.to_numpy()[None, :] <= np.array([ends(y) for y in year])[:, None]
    cursor = np.array([ends(y) for y in year])
    return {
        "present.x": [d["x"] for d in drawn],
        "present.base": [d["base"] for d in drawn],
        "doubtful.x": [d["open_x"] for d in drawn],
        "doubtful.base": [d["open_base"] for d in drawn],
        "lag.x": [d["lag"] for d in drawn],
        "lag.base": [d["from"] for d in drawn],
        "agreed.x": np.where(here, low, np.nan),
        "differ.x": np.where(here & (high > low), high - low, np.nan),
        "exercises.x": np.where(seen, exercises().decimal.to_numpy()[None, :], np.nan),
        "layout.shapes[0].x0": cursor,
        "layout.shapes[0].x1": cursor,
        "gone.x": [
            [f + lag + 0.1 for f, lag in zip(d["from"], d["lag"], strict=True)] for d in drawn
        ],
    }


WORDS = {
    "absent": "not yet reported",
    "present": "reported present",
    "doubtful": "reported, not confirmed since",
    "gone": "reported gone",
}


def tabulate(year: np.ndarray, view: np.ndarray) -> dict[str, Any]:
    """The table's last column, which follows the controls."""
    rows = []
    for y, v in zip(year, view, strict=True):
        held = exercises().decimal <= ends(y)
        notes = ["held or announced" if done else "not yet" for done in held]
        rows.append([WORDS[state] for state in states(y, v)] + notes)
    return {"table.state": rows}


def fixed_columns() -> dict[str, Any]:
    """The columns of the table that do not change."""
    drills = exercises()
    texts = [month_text(d, p) for d, p in zip(drills.date, drills.precision, strict=True)]
    blank = [np.nan] * len(drills)
    return {
        "table.what": [[bar.label.split(", ")[0] for bar in bars()] + list(drills.text)],
        "table.place": [[bar.place for bar in bars()] + ["see the title"] * len(drills)],
        "table.since": [[bar.since for bar in bars()] + texts],
        "table.low": [[bar.low for bar in bars()] + blank],
        "table.high": [[bar.high for bar in bars()] + blank],
    }


def named(found: list[str], state: str, disputed: bool) -> str:
    """Systems in a state: "Bal, Bastion, S-300V4 (on 2 islands)"; "nothing" if there are none."""
    names = [
        bar.name
        for bar, has in zip(bars(), found, strict=True)
        if has == state and bar.disputed == disputed
    ]
    unique = list(dict.fromkeys(names))
    texts = [f"{n} (on {names.count(n)} islands)" if names.count(n) > 1 else n for n in unique]
    return ", ".join(texts) if texts else "nothing"


def sentence(year: float, view: str) -> str:
    """What the picture of one state shows."""
    found = states(year, view)
    when = "Spring 2026" if year == LAST else f"End of {fixed(year)}"
    known = "as it could be read then" if view == "then" else "as we know today"
    parts = [f"{when}, {known}. Reported on the disputed islands: {named(found, 'present', True)}."]
    for state, text in (("doubtful", "Not confirmed"), ("gone", "Gone")):
        if state in found:
            parts.append(f"{text}: {named(found, state, True)}.")
    parts.append(f"Elsewhere in the chain: {named(found, 'present', False)}.")
    count = int((exercises().decimal.astype(int) == year).sum())
    parts.append(f"Exercises and notices of {fixed(year)} in our tables: {count}.")
    return " ".join(parts)


def speak(year: np.ndarray, view: np.ndarray) -> dict[str, Any]:
    texts = [sentence(*pair) for pair in zip(year, view, strict=True)]
    return {
        "summary": texts,
        "alt": [
            f"Bars from {FIRST} to {fixed(y)} for ten systems on islands of the Kuril chain, and "
            f"a second panel with stated ranges in kilometres. {text}"
            for y, text in zip(year, texts, strict=True)
        ],
    }


def hover() -> list[str]:
    return [f"{bar.label}<br>first reported {bar.since}" for bar in bars()]


def traces() -> list[Any]:
    rus, y = COUNTRY["RUS"], positions()
    bar = {"orientation": "h", "y": y, "width": 0.34}
    hollow = {"color": tint(rus, 0.0), "line": {"color": rus, "width": 1.5}}
    hatch = {"color": tint(rus, 0.12), "line": {"color": rus, "width": 1}}
    pattern = {"shape": PATTERN["RUS"], "fgcolor": rus, "size": 6, "solidity": 0.25}
    time = {"hovertext": hover(), "hoverinfo": "text"}
    reach = {"xaxis": "x2", "hoverinfo": "x"}
    drills = exercises()
    symbols = ["diamond" if s == "confirmed" else "diamond-open" for s in drills.status]
    return [
        go.Bar(uid="present", x=[None] * len(y), base=[FIRST] * len(y), marker_color=rus,
               **bar, **time),
        go.Bar(uid="doubtful", x=[None] * len(y), base=[FIRST] * len(y), marker=hollow,
               **bar, **time),
        go.Bar(uid="lag", x=[None] * len(y), base=[FIRST] * len(y),
               marker={**hatch, "pattern": pattern}, **bar, **time),
        go.Bar(uid="agreed", x=[None] * len(y), base=[0] * len(y), marker_color=rus,
               **bar, **reach),
        go.Bar(uid="differ", x=[None] * len(y), base=[b.low for b in bars()],
               marker={**hatch, "pattern": pattern}, **bar, **reach),
        go.Scatter(uid="exercises", x=list(drills.decimal), y=[exercise_height()] * len(drills),
                   mode="markers", hovertext=list(drills.text), hoverinfo="text",
                   marker={"symbol": symbols, "size": 9, "color": rus, "opacity": 0.8}),
    ]  # fmt: skip


def names() -> list[Any]:
    """Labels over the bars, as traces, so that a filter hides them with their rows."""
    heights = [*positions(), exercise_height()]
    texts = [*(bar.label for bar in bars()), "Exercises, notices"]
    write = {"mode": "text", "hoverinfo": "skip", "textposition": "middle right"}
    return [
        go.Scatter(uid="names", x=[LEFT] * len(texts), y=[y + 0.42 for y in heights], text=texts,
                   textfont={"color": INK_COLOUR}, **write),
        go.Scatter(uid="gone", x=[None] * len(BARS), y=positions(), text=["gone"] * len(BARS),
                   textfont={"color": SOFT}, **write),
    ]  # fmt: skip


def headings() -> list[dict[str, Any]]:
    """Names of the two groups and of the range panel."""
    first = positions()[0]
    second = next(y for bar, y in zip(bars(), positions(), strict=True) if not bar.disputed)
    above = {"xanchor": "left", "xshift": 0, "yshift": 40, "font": HEADING}
    return [
        label(LEFT, first, "On the disputed islands", SOFT, **above),
        label(LEFT, second, "Elsewhere in the chain, not in dispute", SOFT, **above),
        label(0, first, "Stated range, km", SOFT, xref="x2", **above),
    ]


def template() -> go.Figure:
    cursor = {"type": "line", "xref": "x", "yref": "paper", "y0": 0, "y1": 0.94, "x0": NOW,
              "x1": NOW, "line": {"color": ACCENT, "width": 1.5, "dash": "dot"}}  # fmt: skip
    bottom = exercise_height() - 0.6
    return new_figure(
        [*traces(), *names()],
        {
            "barmode": "overlay",
            "margin": {"l": 8, "r": 14, "t": 4, "b": 40},
            "xaxis": {"domain": [0, 0.62], "range": [LEFT, RIGHT], "showgrid": True,
                      "tickvals": [2016, 2018, 2020, 2022, 2024, 2026], "tickformat": "d"},
            "xaxis2": {"domain": [0.68, 1], "range": [0, REACH], "showgrid": True,
                       "tickvals": [0, 200, 400, 600], "anchor": "y"},
            "yaxis": {"range": [bottom, 1.25], "showticklabels": False, "showgrid": False},
            "shapes": [cursor],
            "annotations": headings(),
        },
    )  # fmt: skip


def groups() -> list[str]:
    return [bar.group for bar in bars()]


explorer = Explorer(
    name="deployments",
    title="The coastal missiles came and stayed; the long-range air defence came and left",
    subtitle="What was reported on the islands, 2015 to spring 2026 (left); how far the sources "
    "say it reaches, rounded to 100 km (right)",
    sources=(
        "dod2024_nt", "spf_koizumi09", "rferl_2016", "csis_matua_2021", "noticiabrasil_2017",
        "vpk_su35_2018", "yomiuri_t72_2020", "deita_t80", "tass_20201202", "kyodo_s300_nippon",
        "newizv_20221205", "moscowtimes_nav2025", "jiji_drill_20251107",
    ),
    note="Solid: reported present. Hollow: planned, rotating or reported once, not confirmed "
    "since. Hatched on the left: gone, but not yet reported as gone. Hatched on the right: the "
    "sources state different ranges. A bar begins on the day of the report, not of the arrival; "
    "the ground forces came earlier. Islands, never sites; Matua and Paramushir are not disputed.",
    controls=(
        Slider("year", "Picture at the end of", FIRST, LAST, step=1, default=LAST,
               labels=[*(str(y) for y in range(FIRST, LAST)), "spring 2026"]),
        Choice("view", "What counts as known", (("now", "What we know today"),
                                                ("then", "What could be read then"))),
        Filter("where", "Show", (("islands", "On the disputed islands"),
                                 ("elsewhere", "Elsewhere in the chain"),
                                 ("exercises", "Exercises and notices")),
               rows={
                   **{uid: groups() for uid in UIDS},
                   "names": [*groups(), "exercises"],
                   "exercises": ["exercises"] * len(exercises()),
                   "table": groups() + ["exercises"] * len(exercises()),
               }),
    ),
    figure=template,
    products=(
        Product(("year", "view"), draw),
        Product(("year", "view"), tabulate),
        Product(("year", "view"), speak),
        Product((), fixed_columns),
    ),
    columns=(
        Column("what", "What"),
        Column("place", "Where"),
        Column("since", "First reported"),
        Column("low", "Lowest stated range", unit="km", digits=0),
        Column("high", "Highest stated range", unit="km", digits=0),
        Column("state", "In the picture"),
    ),
    narrow={
        "layout.xaxis.tickvals": [2016, 2020, 2024],
        "layout.xaxis2.tickvals": [0, 300, 600],
        "layout.annotations[2].text": "Range, km",
    },
    height=560,
)  # fmt: skip
