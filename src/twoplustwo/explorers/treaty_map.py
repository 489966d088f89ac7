"""The treaty map: who held what after each text, from Shimoda to the end of the talks.

The tables say what a text *says* about an area (`treaty_holdings`). Who *held* it is read from
them by one rule: control passes when a text names a new holder in fact, and otherwise carries on.
So Yalta promises, San Francisco renounces, and neither moves anyone; September 1945 does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go

from twoplustwo.charts import COUNTRY, tint
from twoplustwo.charts.maps import (
    CONVENTION,
    HATCH,
    LAND_PATTERN,
    REGIONS,
    claim_traces,
    coast,
    graticule_trace,
    half_way_line,
    land_trace,
    map_layout,
    neutral_land,
    project,
    sea_trace,
    text_trace,
)
from twoplustwo.charts.theme import FONT_SIZE, INK_COLOUR, SOFT, label, new_figure
from twoplustwo.data import load
from twoplustwo.explorers._dates import spoken
from twoplustwo.explorers.engine import Column, Explorer, Prediction, Product, Slider

VIEW = replace(
    REGIONS["kurils"],
    x=(-620.0, 1240.0),
    y=(-690.0, 790.0),
    seas=(
        ("Sea of Okhotsk", 149.2, 51.3),
        ("Sea of Japan<br>(East Sea)", 138.0, 43.7),
        ("Pacific Ocean", 155.7, 47.6),
    ),
)
ZOOM_X, ZOOM_Y = (-262.0, 168.0), (-486.0, -172.0)  # kilometres on the same projection

AREAS: dict[str, str] = {
    "iturup": "Iturup/Etorofu",
    "kunashir": "Kunashir/Kunashiri",
    "shikotan": "Shikotan",
    "habomai": "Habomai",
    "urup_and_north_kurils": "Urup and the northern Kurils",
    "southern_sakhalin": "Southern Sakhalin",
    "northern_sakhalin": "Northern Sakhalin",
}
ISLANDS = tuple(AREAS)[:4]

# Where each label stands: (longitude, latitude, alignment). The islands are named in the inset.
LABELS = {
    "urup_and_north_kurils": (152.7, 49.3, "middle left"),
    "southern_sakhalin": (143.9, 47.3, "middle right"),
    "northern_sakhalin": (144.3, 52.8, "middle right"),
}
ZOOM_LABELS = {
    "iturup": (147.52, 44.58, "middle right"),
    "kunashir": (145.42, 45.34, "middle right"),
    "shikotan": (147.05, 43.76, "middle right"),
    "habomai": (146.45, 43.38, "middle right"),
}
# Names of the two dashed lines in the inset: (text, longitude, latitude).
LINE_NAMES = (
    ("<i>Russian<br>administration</i>", 145.68, 44.93),
    ("<i>Japan's<br>claim</i>", 148.83, 45.76),
)

CONTROL: dict[str, str] = {
    "japan": "JPN",
    "russia": "RUS",
    "shared": "BOTH",
    "transfer_promised": "RUS",
    "russia_claimed_by_japan": "RUS",
    "russia_status_questioned": "RUS",
}
"""What a text says -> who holds the area in fact; a code not here changes nothing."""

CONTESTED = {"scope_disputed", "transfer_promised", "russia_claimed_by_japan"}
"""Codes of `treaty_holdings` that are hatched: the two states read the text differently."""

# Texts that move no area but belong to the story: (date, title) in `dispute_timeline`.
QUIET = (
    ("1960-01-27", "Gromyko memorandum"),
    ("1993-10-13", "Tokyo Declaration"),
    ("2020-07-01", "Amended constitution in force"),
    ("2022-03-21", "Russia leaves the treaty talks"),
)

# Border lines that a text draws, by id in the coast layer.
BORDERS: dict[str, tuple[str, ...]] = {
    "shimoda_1855": ("iturup_urup",),
    "st_petersburg_1875": ("hokkaido_sakhalin", "shumshu_kamchatka"),
    "portsmouth_1905": ("parallel_50", "shumshu_kamchatka"),
}
LINES = tuple(dict.fromkeys(name for names in BORDERS.values() for name in names))
ZOOM_LINE = "iturup_urup"  # the one that runs through the inset

HEADLINES = {
    "shimoda_1855": "1855: a first border, north of Iturup/Etorofu; Sakhalin stays undivided",
    "st_petersburg_1875": "1875: Sakhalin goes to Russia, the rest of the Kurils to Japan",
    "portsmouth_1905": "1905: after a war, southern Sakhalin goes to Japan",
    "yalta_1945": "February 1945: three powers promise the Kurils to the USSR",
    "soviet_control_1945": "September 1945: the islands change hands, without a treaty",
    "scapin_677_1946": "January 1946: an Allied order suspends Japanese administration",
    "ussr_decree_1946": "February 1946: the USSR writes the islands into its own law",
    "san_francisco_1951": "1951: Japan renounces ‘the Kurils’, and the treaty does not define them",
    "joint_declaration_1956": "1956: the state of war ends; a promise of two islands",
    "1960-01-27": "1960: Moscow adds a condition, and the map stays as it is",
    "1993-10-13": "1993: both sides name all four islands, and the map stays as it is",
    "2020-07-01": "2020: Russia's constitution bars alienation, except in drawing borders",
    "2022-03-21": "2022: Russia leaves the talks, and the map stays as it is",
    "status_2026": "2026: Russia administers, Japan claims, no line is agreed",
}
SLIDER_LABELS = {
    "yalta_1945": "February 1945",
    "soviet_control_1945": "September 1945",
    "scapin_677_1946": "January 1946",
    "ussr_decree_1946": "February 1946",
}


@dataclass(frozen=True)
class Step:
    """One stop of the slider: a text or event, and how it leaves each area."""

    key: str
    day: date
    title: str
    rule: str
    sources: tuple[str, ...]
    says: dict[str, str]
    codes: dict[str, str]
    status: dict[str, str]
    held: dict[str, str]

    @property
    def label(self) -> str:
        return SLIDER_LABELS.get(self.key, str(self.day.year))


# -- From the tables to the steps ----------------------------------------------------------


@cache
def steps() -> tuple[Step, ...]:
    """Return the stops in order of time, with control carried on from stop to stop."""
    texts = sorted([*_settlements(), *_quiet()], key=lambda step: step.day)
    held = {area: "" for area in AREAS}
    codes = {area: "" for area in AREAS}
    done = []
    for step in texts:
        codes = codes | step.codes
        held = held | {a: CONTROL[c] for a, c in step.codes.items() if c in CONTROL}
        done.append(replace(step, codes=codes, held=held))
    return tuple(done)


def _settlements() -> list[Step]:
    holdings = load("treaty_holdings")
    found = []
    for row in load("treaty_boundaries").itertuples():
        mine = holdings[holdings["settlement_id"] == row.settlement_id].set_index("area_id")
        found.append(
            Step(
                key=row.settlement_id,
                day=row.date.date(),
                title=row.title,
                rule=row.line_or_rule,
                sources=tuple(row.source_id.split(";")),
                says=mine["wording"].astype(str).to_dict(),
                codes=mine["holder"].astype(str).to_dict(),
                status=mine["status"].astype(str).to_dict(),
                held={},
            )
        )
    return found


def _quiet() -> list[Step]:
    """Events without a line of their own: they say nothing about who holds an area."""
    timeline = load("dispute_timeline")
    found = []
    for day, title in QUIET:
        rows = timeline[(timeline["date"] == day) & (timeline["title"] == title)]
        if len(rows) != 1:
            raise LookupError(f"dispute_timeline has {len(rows)} rows {title!r} on {day}; need one")
        row = rows.iloc[0]
        ids = tuple(row["source_id"].split(";"))
        rule = row["summary"].rstrip(".")
        found.append(Step(day, row["date"].date(), title, rule, ids, {}, {}, {}, {}))
    return found


def state_name(code: str, day: date) -> str:
    """Return the holder's name as of the day: Russia was the USSR from 1922 to 1991."""
    russia = "USSR" if 1922 <= day.year <= 1991 else "Russia"
    names = {"JPN": "Japan", "RUS": russia, "BOTH": f"Japan and {russia} in common"}
    return names[code]


def changes(before: Step | None, after: Step) -> list[str]:
    """Return the areas whose holder differs from the stop before."""
    return [] if before is None else [a for a in AREAS if before.held[a] != after.held[a]]


# -- Looks ---------------------------------------------------------------------------------

_SOFT_FILL = {code: tint(COUNTRY[code], 0.62) for code in ("JPN", "RUS")}


def look(held: str, code: str) -> dict[str, Any]:
    """Return fill and pattern of an area: colour says who holds it, pattern doubles it."""
    if code in CONTESTED:
        return _pattern(_SOFT_FILL[held], HATCH["shape"], COUNTRY["JPN"])
    if code == "promised_to_ussr":
        return _pattern(_SOFT_FILL[held], "|", COUNTRY["RUS"])
    if held == "BOTH":
        return _pattern(_SOFT_FILL["JPN"], "x", COUNTRY["RUS"])
    return _pattern(_SOFT_FILL[held], LAND_PATTERN[held], COUNTRY[held])


def _pattern(fill: str, shape: str, ink: str) -> dict[str, Any]:
    return {
        "fillcolor": fill,
        "fillpattern.shape": shape,
        "fillpattern.bgcolor": fill,
        "fillpattern.fgcolor": ink,
    }


def label_text(area: str, step: Step) -> str:
    """Return an area's label: its name and the codes of who holds and who claims it."""
    name = AREAS[area].replace(" and the ", " and the<br>")
    russia = "USSR" if state_name("RUS", step.day) == "USSR" else "RUS"
    held = {"JPN": "JPN", "RUS": russia, "BOTH": f"JPN and {russia}"}[step.held[area]]
    tail = {
        "scope_disputed": ", read two ways",
        "transfer_promised": ", promised to JPN",
        "russia_claimed_by_japan": ", claimed by JPN",
        "promised_to_ussr": ", promised to USSR",
    }
    return f"{name}<br><b>{held}</b>{tail.get(step.codes[area], '')}"


# -- Figure --------------------------------------------------------------------------------


def places_of(area: str) -> list[str]:
    """Return the ids of the coast layer that make up an area."""
    if area != "urup_and_north_kurils":
        return [area]
    return [row["id"] for row in coast("islands")["features"] if row["group"] == "kurils"]


def template() -> go.Figure:
    """Return the map with its inset, at the first stop."""
    own = [place for area in AREAS for place in places_of(area)]
    main = [graticule_trace(VIEW), land_trace("land", neutral_land(VIEW, own), VIEW)]
    main += [_area_trace(area, area, places_of(area)) for area in AREAS]
    main += [*claim_traces(VIEW), *map(_border_trace, LINES)]
    main.append(sea_trace(VIEW))
    zoom = [land_trace("land_zoom", "hokkaido", VIEW)]
    zoom += [_area_trace(f"{area}_zoom", area, [area]) for area in ISLANDS]
    zoom.append(_area_trace("urup_zoom", "urup_and_north_kurils", ["urup"]))
    zoom += _renamed(claim_traces(VIEW), "_zoom")
    font = {"size": FONT_SIZE - 2, "color": SOFT}
    zoom.append(
        text_trace(
            "line_names",
            LINE_NAMES,
            VIEW,
            textposition=["middle right", "middle left"],
            textfont=font,
        )
    )
    zoom += _renamed([_border_trace(ZOOM_LINE)], "_zoom")
    for trace in zoom:
        trace.update(xaxis="x2", yaxis="y2")
    return new_figure([*main, *zoom], _layout())


def _renamed(traces: Iterable[go.Scatter], ending: str) -> list[go.Scatter]:
    return [trace.update(uid=trace.uid + ending) for trace in traces]


def _area_trace(uid: str, area: str, places: Sequence[str]) -> go.Scatter:
    pattern = {**HATCH, "shape": ""}
    hover = {"hoveron": "fills", "hoverinfo": "text"}  # a label over a fill is the trace's name
    return land_trace(uid, places, VIEW, fillpattern=pattern, name=AREAS[area], **hover)


def _border_trace(name: str) -> go.Scatter:
    """One border; it always stands there and is seen where a text draws it.

    Another line in its place would have Plotly draw all of the map anew.
    """
    x, y = half_way_line(name, VIEW)
    line = {"color": INK_COLOUR, "width": 2.6}
    return go.Scatter(uid=name, x=x, y=y, mode="lines", line=line, opacity=0, hoverinfo="skip",
                      cliponaxis=True)  # fmt: skip


def _labels() -> list[dict[str, Any]]:
    """Labels of the map, then of the inset: a new text of a trace would redraw all of the map."""
    notes = []
    for places, axis in ((LABELS, ""), (ZOOM_LABELS, "2")):
        for lon, lat, align in places.values():
            x, y = project([lon], [lat], VIEW.centre)
            side = {"middle right": "left", "middle left": "right"}[align]
            note = label(float(x[0].round(2)), float(y[0].round(2)), "", INK_COLOUR, xanchor=side)
            font = {"size": FONT_SIZE - 1, "color": INK_COLOUR}
            at = {"xref": f"x{axis}", "yref": f"y{axis}", "align": side, "xshift": 0}
            notes.append(note | {"font": font} | at)
    return notes


def _layout() -> dict[str, Any]:
    framed = {
        "visible": True,
        "showticklabels": False,
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "mirror": True,
        "linecolor": SOFT,
        "fixedrange": True,
        "constrain": "range",
    }
    window = {"type": "rect", "xref": "x", "yref": "y", "line": {"color": SOFT, "width": 1}}
    corners = {"x0": ZOOM_X[0], "x1": ZOOM_X[1], "y0": ZOOM_Y[0], "y1": ZOOM_Y[1]}
    return {
        **map_layout(VIEW),
        "xaxis2": {**framed, "range": list(ZOOM_X), "domain": [0.525, 0.995], "anchor": "y2"},
        "yaxis2": {
            **framed,
            "range": list(ZOOM_Y),
            "domain": [0.01, 0.455],
            "anchor": "x2",
            "scaleanchor": "x2",
            "scaleratio": 1,
        },
        "shapes": [{**window, **corners}],
        "annotations": _labels(),
    }


# -- Products ------------------------------------------------------------------------------


def chosen(step: np.ndarray) -> list[tuple[Step | None, Step]]:
    """Return (stop before, stop) for each slider value; the first stop has none before."""
    before_and_after = list(pairwise([None, *steps()]))
    return [before_and_after[int(value) - 1] for value in step]


def draw(step: np.ndarray) -> dict[str, Any]:
    """Fills, patterns, hover texts, labels and borders of each stop."""
    stops = [after for _, after in chosen(step)]
    values: dict[str, Any] = {}
    for area in AREAS:
        uids = [area, f"{area}_zoom"] if area in ISLANDS else [area]
        uids += ["urup_zoom"] if area == "urup_and_north_kurils" else []
        looks = [look(stop.held[area], stop.codes[area]) for stop in stops]
        hover = [f"{AREAS[area]}: {state_name(stop.held[area], stop.day)}" for stop in stops]
        for uid in uids:
            values |= {f"{uid}.{key}": [each[key] for each in looks] for key in looks[0]}
            values[f"{uid}.name"] = hover  # a new text would have all of the map drawn anew
    for i, area in enumerate((*LABELS, *ZOOM_LABELS)):
        values[f"layout.annotations[{i}].text"] = [label_text(area, stop) for stop in stops]
    return values | _borders(stops)


def _borders(stops: Sequence[Step]) -> dict[str, Any]:
    seen = {name: [int(name in BORDERS.get(stop.key, ())) for stop in stops] for name in LINES}
    seen[f"{ZOOM_LINE}_zoom"] = seen[ZOOM_LINE]
    return {f"{uid}.opacity": values for uid, values in seen.items()}


def tell(step: np.ndarray) -> dict[str, Any]:
    """Title, sentences and table of each stop."""
    stops = chosen(step)
    return {
        "title": [HEADLINES[after.key] for _, after in stops],
        "summary": [summary(before, after) for before, after in stops],
        "alt": [alternative(after) for _, after in stops],
        "table.area": [list(AREAS.values()) for _ in stops],
        "table.held": [[state_name(s.held[a], s.day) for a in AREAS] for _, s in stops],
        "table.says": [[s.says.get(a, "nothing new") for a in AREAS] for _, s in stops],
        "table.status": [[s.status.get(a, "confirmed") for a in AREAS] for _, s in stops],
    }


def summary(before: Step | None, after: Step) -> str:
    """Return the stop in one sentence: when, which text, what it rules, what changed hands."""
    moved = changes(before, after)
    names = ", ".join(AREAS[area] for area in moved)
    tail = f"Changes hands: {names}." if moved else "No area changes hands."
    if before is None:
        tail = "The story starts here."
    return f"{spoken(after.day, 'day')}, {after.title}. {after.rule}. {tail}"


def alternative(step: Step) -> str:
    """Return the map in words: the areas by holder, and what is hatched."""
    holders: dict[str, list[str]] = {}
    for area, held in step.held.items():
        holders.setdefault(state_name(held, step.day), []).append(AREAS[area])
    parts = [f"{holder}: {', '.join(names)}" for holder, names in holders.items()]
    hatched = [AREAS[a] for a, code in step.codes.items() if code in CONTESTED]
    tail = f" Hatched as contested: {', '.join(hatched)}." if hatched else ""
    when = spoken(step.day, "day")
    held = "; ".join(parts)
    return f"Map of Sakhalin and the Kurils on {when}, by who held each area. {held}.{tail}"


def count_changes() -> dict[str, Any]:
    """How often Iturup/Etorofu and Kunashir/Kunashiri change hands over all stops."""
    moves = [changes(before, after) for before, after in pairwise(steps())]
    return {"outcome.changes": [sum("iturup" in m and "kunashir" in m for m in moves)]}


def all_sources() -> tuple[str, ...]:
    """Return every source of the stops once, in order."""
    ids = [source for stop in steps() for source in stop.sources]
    return (*dict.fromkeys(ids), "natural_earth")


explorer = Explorer(
    name="treaty_map",
    title="",
    subtitle="Who held Sakhalin and the Kuril Islands after each text or event, 1855 to 2026",
    sources=all_sources(),
    note=(
        f"{CONVENTION} Colour and pattern show who held an area after the text: plain for Japan, "
        "dotted for Russia or the USSR, crossed for both in common, upright stripes for a promise. "
        "A solid line is a border that the text itself draws; the dashed lines are today's, at "
        "every stop. Hatching begins in 1951, when one treaty came to be read in two ways."
    ),
    controls=(
        Slider(
            "step",
            "Text or event",
            1,
            len(steps()),
            labels=[stop.label for stop in steps()],
        ),
    ),
    figure=template,
    products=(
        Product(("step",), draw),
        Product(("step",), tell),
        Product((), count_changes),
    ),
    columns=(
        Column("area", "Area"),
        Column("held", "Held by"),
        Column("says", "What the text says"),
        Column("status", "Status"),
    ),
    predict=Prediction(
        question=(
            f"The slider holds {len(steps())} texts and events from 1855 to 2026. After how many "
            "of them do Iturup/Etorofu and Kunashir/Kunashiri change hands?"
        ),
        kind="number",
        unit="",
        minimum=0,
        maximum=len(steps()) - 1,
        step=1,
        answer_key="outcome.changes",
    ),
    height=560,
    is_map=True,
    narrow={
        "layout.xaxis.range": [-560, 700],
        "layout.yaxis.domain": [0.41, 1],
        "layout.xaxis2.domain": [0.005, 0.995],
        "layout.yaxis2.domain": [0.005, 0.395],
        "layout.height": 640,
    },
)
