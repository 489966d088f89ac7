"""Who could reach whom: distances between capitals and regions against a class's range band.

DUAL-USE: capitals and regions only, distances rounded to 100 km, no map and no rings. The class is
taken over all operators, so the picture says what geography allows and not what anybody plans.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, SYMBOL, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers._arms import source_ids
from twoplustwo.explorers.engine import Choice, Column, Explorer, Prediction, Product, grouped
from twoplustwo.models.geodesy import great_circle_km

# Places by key: name in regions_cities, state it belongs to, words of a sentence.
PLACES: dict[str, tuple[str, str, str]] = {
    "tokyo": ("Tokyo", "JPN", "Tokyo"),
    "moscow": ("Moscow", "RUS", "Moscow"),
    "beijing": ("Beijing", "CHN", "Beijing"),
    "seoul": ("Seoul", "KOR", "Seoul"),
    "pyongyang": ("Pyongyang", "PRK", "Pyongyang"),
    "manila": ("Manila", "PHL", "Manila"),
    "canberra": ("Canberra", "AUS", "Canberra"),
    "hokkaido": ("Hokkaido", "JPN", "Hokkaido"),
    "kyushu": ("Kyushu", "JPN", "Kyushu"),
    "okinawa": ("Okinawa Island", "JPN", "Okinawa"),
    "primorye": ("Primorye", "RUS", "Primorye"),
    "sakhalin": ("Sakhalin Island", "RUS", "Sakhalin"),
    "kamchatka": ("Kamchatka Peninsula", "RUS", "Kamchatka"),
    "shandong": ("Shandong", "CHN", "Shandong"),
    "fujian": ("Fujian", "CHN", "Fujian"),
    "heilongjiang": ("Heilongjiang", "CHN", "Heilongjiang"),
    "jeju": ("Jeju Island", "KOR", "Jeju"),
    "hamgyong": ("North Hamgyong", "PRK", "North Hamgyong"),
    "luzon": ("Luzon", "PHL", "Luzon"),
    "taiwan": ("Taiwan (island)", "TWN", "Taiwan"),
    "guam": ("Guam", "USA", "Guam"),
    "hawaii": ("Hawaii", "USA", "Hawaii"),
    "alaska": ("Alaska", "USA", "Alaska"),
    "northern_territory": ("Northern Territory", "AUS", "the Northern Territory"),
}
KINDS = ("capital", "region")
SCOPES = {"capitals": "Capitals", "all": "Capitals and regions"}
NOUNS = {
    "capitals": ("other capital", "other capitals"),
    "all": ("place abroad", "places abroad"),
}

EDGE = 6400  # km, end of the picture; what lies further stands at it with its distance
FURTHEST = 5500  # km, upper end of the treaty's class


@dataclass(frozen=True)
class Class:
    """A class of systems: its words and its categories in the table of missiles."""

    text: str
    phrase: str
    categories: tuple[str, ...]


CLASSES = {
    "srbm": Class("Ballistic, short range", "short-range ballistic missiles", ("SRBM",)),
    "cruise": Class("Cruise, from land", "land-based cruise missiles", ("GLCM",)),
    "glide": Class("Boost-glide", "boost-glide missiles", ("HGV",)),
    "ballistic": Class(
        "Ballistic, medium and intermediate",
        "medium- and intermediate-range ballistic missiles",
        ("MRBM", "IRBM"),
    ),
}


# -- From the tables and the model ---------------------------------------------------------


@cache
def points() -> pd.DataFrame:
    """Return latitude and longitude of the places in degrees, indexed by key."""
    table = load("regions_cities")
    table = table[table["kind"].isin(KINDS)].set_index("name")
    return table.loc[[name for name, *_ in PLACES.values()]].set_axis(list(PLACES))


@cache
def distances(origin: str) -> dict[str, float]:
    """Return the distance from an origin to the places of other states, km, nearest first.

    Rounded to 100 km: a region is far wider than that.
    """
    here, table = points().loc[origin], points()
    km = great_circle_km(
        here.lat_deg, here.lon_deg, table["lat_deg"].to_numpy(float),
        table["lon_deg"].to_numpy(float),
    )  # fmt: skip
    rounded = dict(zip(PLACES, 100.0 * np.rint(np.asarray(km) / 100.0), strict=True))
    others = [key for key in PLACES if PLACES[key][1] != PLACES[origin][1]]
    return {key: rounded[key] for key in sorted(others, key=lambda k: (rounded[k], k))}


@cache
def band(kind: str) -> tuple[float, float]:
    """Return the lowest and the highest published range of a class, km."""
    table = members(kind)
    return float(table["range_min_km"].min()), float(table["range_max_km"].max())


def members(kind: str) -> pd.DataFrame:
    """Return the systems of a class that have a published range."""
    table = load("missiles")
    mine = table["category"].isin(CLASSES[kind].categories) & table["range_max_km"].notna()
    return table[mine]


def chosen(origin: str, scope: str) -> dict[str, float]:
    """Return the distances that a state shows."""
    kinds = points()["kind"]
    rows = distances(origin)
    return {k: d for k, d in rows.items() if scope == "all" or kinds[k] == "capital"}


def verdict(distance: float, kind: str) -> str:
    """Return "all", "some" or "none" of the class's systems."""
    low, high = band(kind)
    return "all" if distance <= low else "some" if distance <= high else "none"


# -- Figure --------------------------------------------------------------------------------

SLOTS = max(len(distances(origin)) for origin in PLACES)
LOOK = {"all": 1.0, "some": 0.75, "none": 0.45}


def template() -> go.Figure:
    blank = [None] * SLOTS
    places = go.Scatter(
        uid="places", x=blank, y=list(range(0, -SLOTS, -1)), mode="markers+text", text=blank,
        hoverinfo="skip", textposition=["middle right"] * SLOTS,
        textfont={"color": [INK_COLOUR] * SLOTS},
        marker={"size": 11, "symbol": ["circle"] * SLOTS, "color": [COUNTRY["OTHER"]] * SLOTS,
                "opacity": [1.0] * SLOTS},
    )  # fmt: skip
    return new_figure([places], _layout())


def _layout() -> dict[str, Any]:
    zone = {"type": "rect", "xref": "x", "yref": "paper", "y0": 0, "y1": 1, "x0": 0, "x1": 0,
            "layer": "below", "fillcolor": ACCENT, "line": {"width": 0}}  # fmt: skip
    head = {"xref": "x", "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 3,
            "showarrow": False, "font": {"color": SOFT}}  # fmt: skip
    return {
        "margin": {"l": 12, "r": 16, "t": 30, "b": 44},
        "xaxis": {"range": [0, EDGE + 250], "tickvals": [0, 1000, 2000, 3000, 4000, 5000, 6000],
                  "tickformat": ",d", "showgrid": True, "title": {"text": "Distance, km"}},
        "yaxis": {"range": [-SLOTS + 0.3, 0.8], "visible": False},
        "shapes": [{**zone, "opacity": 0.26}, {**zone, "opacity": 0.12}],
        "annotations": [
            {**head, "x": 0, "xanchor": "left", "text": ""},
            {**head, "x": 0, "xanchor": "left", "text": ""},
        ],
    }  # fmt: skip


# -- Products ------------------------------------------------------------------------------


def draw(origin: np.ndarray, kind: np.ndarray, scope: np.ndarray) -> dict[str, Any]:
    """Dots from near to far, with the state's sign; what lies beyond the picture at its edge."""
    rows = [_row(str(o), str(k), str(s)) for o, k, s in zip(origin, kind, scope, strict=True)]
    keys = ("x", "text", "textposition", "textfont.color", "marker.symbol", "marker.color",
            "marker.opacity", "y")  # fmt: skip
    return {f"places.{key}": [row[key] for row in rows] for key in keys}


def _row(origin: str, kind: str, scope: str) -> dict[str, list[Any]]:
    far = chosen(origin, scope)
    step = min((SLOTS - 1) / max(len(far) - 1, 1), 2.0)
    found = [verdict(d, kind) for d in far.values()]
    codes = [PLACES[key][1] for key in far]
    return {
        "x": [min(d, EDGE) for d in far.values()],
        "y": [-i * step for i in range(len(far))],
        "text": [_text(key, d) for key, d in far.items()],
        "textposition": ["middle left" if d > 0.5 * EDGE else "middle right" for d in far.values()],
        "textfont.color": [SOFT if v == "none" else INK_COLOUR for v in found],
        "marker.symbol": [
            "arrow-right" if d > EDGE else SYMBOL.get(code, SYMBOL["OTHER"])
            for code, d in zip(codes, far.values(), strict=True)
        ],
        "marker.color": [COUNTRY.get(code, COUNTRY["OTHER"]) for code in codes],
        "marker.opacity": [LOOK[v] for v in found],
    }


def _text(key: str, distance: float) -> str:
    name = PLACES[key][2].removeprefix("the ")
    body = f"{name}, {grouped(distance)} km"
    return f"{body}  " if distance > 0.5 * EDGE else f"  {body}"


def shade(kind: np.ndarray) -> dict[str, Any]:
    """The two zones: what all systems of the class reach, and what only some do."""
    low, high = np.array([band(str(k)) for k in kind]).T
    return {
        "layout.shapes[0].x1": low,
        "layout.shapes[1].x0": low,
        "layout.shapes[1].x1": high,
        "layout.annotations[0].text": [
            "all of it" if x > 1400 else "all" if x > 450 else "" for x in low
        ],
        "layout.annotations[1].x": low,
        "layout.annotations[1].text": ["some of the class"] * len(low),
    }


def speak(origin: np.ndarray, kind: np.ndarray, scope: np.ndarray) -> dict[str, Any]:
    states = [(str(o), str(k), str(s)) for o, k, s in zip(origin, kind, scope, strict=True)]
    texts = [sentence(*state) for state in states]
    return {
        "title": [headline(*state) for state in states],
        "summary": texts,
        "alt": [
            f"Places in a column from near to far, by distance from {PLACES[o][2]}. {text}"
            for (o, *_), text in zip(states, texts, strict=True)
        ],
    }


def tally(origin: str, kind: str, scope: str) -> dict[str, list[str]]:
    """Return the places by verdict, nearest first."""
    found: dict[str, list[str]] = {"all": [], "some": [], "none": []}
    for key, d in chosen(origin, scope).items():
        found[verdict(d, kind)].append(PLACES[key][2])
    return found


def headline(origin: str, kind: str, scope: str) -> str:
    found = tally(origin, kind, scope)
    within, whole = len(found["all"]) + len(found["some"]), sum(map(len, found.values()))
    one, more = NOUNS[scope]
    where = f"within {grouped(band(kind)[1])} km of {PLACES[origin][2]}"
    if not within:
        return f"No {one} lies {where}"
    many = f"All {whole}" if within == whole else f"{within} of the {whole}"
    return f"{many} {more} {'lies' if within == 1 else 'lie'} {where}"


def sentence(origin: str, kind: str, scope: str) -> str:
    found, (low, high) = tally(origin, kind, scope), band(kind)
    noun = NOUNS[scope][1]
    within = found["all"] + found["some"]
    last = f", the furthest of them {within[-1]}" if within else ""
    return (
        f"From {PLACES[origin][2]} to {sum(map(len, found.values()))} {noun}: "
        f"{len(found['all'])} lie within the lowest published range of {CLASSES[kind].phrase} "
        f"({grouped(low)} km), {len(within)} within the highest ({grouped(high)} km){last}; "
        f"{len(found['none'])} lie beyond."
    )


WORDS = {"all": "all systems", "some": "some systems", "none": "none"}


def listing(origin: np.ndarray, kind: np.ndarray, scope: np.ndarray) -> dict[str, Any]:
    rows = [
        [(PLACES[key][2].removeprefix("the "), points()["kind"][key], d, WORDS[verdict(d, str(k))])
         for key, d in chosen(str(o), str(s)).items()]
        for o, k, s in zip(origin, kind, scope, strict=True)
    ]  # fmt: skip
    names = ("place", "kind", "km", "reached")
    return {f"table.{name}": [[r[i] for r in row] for row in rows] for i, name in enumerate(names)}


def answer() -> dict[str, Any]:
    near = [d for d in chosen("moscow", "capitals").values() if d <= FURTHEST]
    return {"outcome.moscow": [float(len(near))]}


def _sources() -> tuple[str, ...]:
    used = load("missiles")
    mine = used[used["category"].isin([c for k in CLASSES.values() for c in k.categories])]
    return source_ids(points()["source_id"], ("sinnott_1984",), mine["source_id"])


explorer = Explorer(
    name="reach",
    subtitle="Great-circle distance from the place you choose. Dark band: within the lowest "
    "published range of the class; pale band: up to the highest",
    sources=_sources(),
    note="Distances between capitals and regional points, rounded to 100 km; distance is the same "
    "both ways. The band spans the published ranges of all operators’ systems in the class, so "
    "no state here is said to own, place or intend anything. Arrows: beyond the picture.",
    controls=(
        Choice("origin", "From", tuple((key, name) for key, (_, _, name) in PLACES.items()),
               default="tokyo"),
        Choice("kind", "Class of systems", tuple((k, c.text) for k, c in CLASSES.items()),
               default="cruise"),
        Choice("scope", "To", tuple(SCOPES.items()), default="all"),
    ),
    figure=template,
    products=(
        Product(("origin", "kind", "scope"), draw),
        Product(("kind",), shade),
        Product(("origin", "kind", "scope"), speak),
        Product(("origin", "kind", "scope"), listing),
        Product((), answer),
    ),
    columns=(
        Column("place", "Place"),
        Column("kind", "Kind"),
        Column("km", "Distance", unit="km", grouped=True),
        Column("reached", "Covered by"),
    ),
    predict=Prediction(
        question="The INF Treaty’s class ends at 5,500 km. How many of the six other capitals "
        "(Tokyo, Beijing, Seoul, Pyongyang, Manila, Canberra) lie so near to Moscow?",
        unit="capitals",
        minimum=0,
        maximum=6,
        answer_key="outcome.moscow",
    ),
    narrow={"layout.xaxis.tickvals": [0, 2000, 4000, 6000], "places.marker.size": 9},
    height=600,
)  # fmt: skip
