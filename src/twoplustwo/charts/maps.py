"""Base maps: coasts of our own in a projection of our own, as ordinary x and y traces.

Plotly's geographic figures fetch their coasts from elsewhere while one reads. Here a map is a
scatter figure: kilometres on both axes, land as filled lines, so one small Plotly bundle serves
the whole course, a fill can be hatched, and a map works without a network.

Every map keeps one convention, `CONVENTION`: the disputed islands are hatched and both claim
lines are dashed. `base_map` draws them, so a chart cannot forget them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo.charts.theme import (
    FONT_SIZE,
    INK_COLOUR,
    LAND,
    NAME,
    RULE,
    SEA,
    SOFT,
    new_figure,
)
from twoplustwo.data import load
from twoplustwo.data.package import folder

EARTH_RADIUS_KM = 6371.0072
"""Radius of the sphere with the Earth's area (Snyder 1987, table 1, for WGS 84's flattening)."""

DISPUTED = ("iturup", "kunashir", "shikotan", "habomai")
"""The four islands (Habomai counted as one), in the fixed order of the course."""

CONVENTION = (
    "Map convention: Russia administers the islands, Japan claims them. They are hatched and both "
    "lines are dashed: Japan's claim runs between Iturup/Etorofu and Urup/Uruppu, Russian "
    "administration begins between Hokkaido and the islands. Lines are schematic, half-way "
    "between the coasts. The map takes no side."
)
"""Caption of every map that shows the islands (rule N3 of the course's neutrality rules)."""

HATCH = {"shape": "/", "size": 5, "solidity": 0.35, "fillmode": "replace"}
"""Hatching kept for what is disputed; countries use other patterns (`LAND_PATTERN`)."""

LAND_PATTERN = {"JPN": "", "RUS": "."}
"""Pattern of a country's land where colour says who holds it; "/" stays free for disputes."""

CLAIM_LINES = {"claimed_line": "iturup_urup", "administered_line": "hokkaido_islands"}
"""Trace uid -> line of the coast layer, for the two dashed lines."""

Ring = tuple[np.ndarray, np.ndarray]


# -- Projection ----------------------------------------------------------------------------


def project(lon: Any, lat: Any, centre: tuple[float, float]) -> Ring:
    """Project degrees to kilometres on a Lambert azimuthal equal-area map.

    Parameters
    ----------
    lon, lat : array_like of float, shape (n,)
        Degrees; longitudes may run on past 180.
    centre : (float, float)
        Longitude and latitude of the map's centre, which falls on (0, 0).

    Returns
    -------
    x, y : ndarray of float, shape (n,)
        Kilometres east and north of the centre.

    Notes
    -----
    Spherical form, equations 22-4, 22-5 and 24-2 of J. P. Snyder, *Map Projections: A Working
    Manual*, US Geological Survey Professional Paper 1395, 1987.
    """
    lam = np.radians(np.asarray(lon, dtype=float) - centre[0])
    phi, phi0 = np.radians(np.asarray(lat, dtype=float)), np.radians(centre[1])
    sin, cos, sin0, cos0 = np.sin(phi), np.cos(phi), np.sin(phi0), np.cos(phi0)
    k = EARTH_RADIUS_KM * np.sqrt(2.0 / (1.0 + sin0 * sin + cos0 * cos * np.cos(lam)))
    return k * cos * np.sin(lam), k * (cos0 * sin - sin0 * cos * np.cos(lam))


def circle(lon: float, lat: float, radius_km: Any, points: int = 72) -> Ring:
    """Return longitude and latitude of closed circles around one place on the sphere.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    radius_km : float or array_like, shape (n,)
        Distance along the great circle, in kilometres.
    points : int
        Corners of the circle; the first comes again at the end.

    Returns
    -------
    lon, lat : ndarray, shape (points + 1,) or (n, points + 1)
        Degrees, from north clockwise (the direct problem on a sphere: Snyder 1987, 5-5, 5-6).
    """
    bearing = np.radians(np.linspace(0.0, 360.0, points + 1))
    reach = np.asarray(radius_km, dtype=float)[..., None] / EARTH_RADIUS_KM
    phi = np.radians(lat)
    lat2 = np.arcsin(np.sin(phi) * np.cos(reach) + np.cos(phi) * np.sin(reach) * np.cos(bearing))
    east = np.sin(bearing) * np.sin(reach) * np.cos(phi)
    lon2 = np.radians(lon) + np.arctan2(east, np.cos(reach) - np.sin(phi) * np.sin(lat2))
    return np.degrees(lon2), np.degrees(lat2)


# -- Regions -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Region:
    """What a map shows.

    layer : coast layer; centre : longitude and latitude of the projection's centre, degrees;
    x, y : the least the axes show, kilometres from the centre (equal axes may show more);
    graticule : step of the meridians and parallels, degrees;
    seas : (text, longitude, latitude) of the labels on water.
    """

    layer: str
    centre: tuple[float, float]
    x: tuple[float, float]
    y: tuple[float, float]
    graticule: float
    seas: tuple[tuple[str, float, float], ...]


REGIONS: dict[str, Region] = {
    "four_islands": Region(
        layer="islands",
        centre=(146.6, 44.4),
        x=(-190.0, 260.0),
        y=(-145.0, 165.0),
        graticule=1.0,
        seas=(("Sea of Okhotsk", 145.55, 45.35), ("Pacific Ocean", 148.6, 43.75)),
    ),
    "kurils": Region(
        layer="islands",
        centre=(148.0, 47.5),
        x=(-600.0, 660.0),
        y=(-690.0, 790.0),
        graticule=5.0,
        seas=(
            ("Sea of Okhotsk", 148.6, 50.6),
            ("Sea of Japan<br>(East Sea)", 138.3, 43.9),
            ("Pacific Ocean", 153.2, 44.6),
        ),
    ),
    "northeast_asia": Region(
        layer="northeast_asia",
        centre=(140.0, 44.0),
        x=(-1700.0, 1900.0),
        y=(-1700.0, 1700.0),
        graticule=10.0,
        seas=(
            ("Sea of Okhotsk", 149.0, 55.2),
            ("Sea of Japan<br>(East Sea)", 134.6, 40.3),
            ("Pacific Ocean", 155.0, 38.0),
            ("East China Sea", 125.0, 29.0),
        ),
    ),
}
"""Ready views: the four islands close up, the whole chain with Sakhalin, Northeast Asia."""


def region_of(region: str | Region) -> Region:
    """Return a region by name or as it is; raises KeyError with the names there are."""
    if isinstance(region, Region):
        return region
    if region not in REGIONS:
        raise KeyError(f"no map region {region!r}; accepted: {', '.join(REGIONS)}, or a Region")
    return REGIONS[region]


# -- Coast ---------------------------------------------------------------------------------


@cache
def coast(layer: str) -> dict[str, Any]:
    """Return a coast layer as it lies in ``data/coast``: `box`, `features` and `lines`."""
    path = folder().joinpath("coast", f"{layer}.json")
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def _features(layer: str) -> dict[str, dict[str, Any]]:
    return {feature["id"]: feature for feature in coast(layer)["features"]}


def outline(places: str | Iterable[str], region: str | Region) -> Ring:
    """Return the outline of one or more places, ready for ``fill="toself"``.

    Parameters
    ----------
    places : str or iterable of str
        Ids of the region's coast layer (``"iturup"``, ``"hokkaido"``, ``"JPN"``).
    region : str or Region
        Sets the layer and the projection.

    Returns
    -------
    x, y : ndarray
        Kilometres; NaN stands between rings.
    """
    view = region_of(region)
    known = _features(view.layer)
    names = (places,) if isinstance(places, str) else tuple(places)
    strangers = [name for name in names if name not in known]
    if strangers:
        raise KeyError(
            f"coast layer {view.layer!r} has no {', '.join(strangers)}; it has {', '.join(known)}"
        )
    return _joined([ring for name in names for ring in known[name]["rings"]], view)


def _joined(flat_rings: Sequence[Sequence[float]], view: Region) -> Ring:
    xs: list[np.ndarray] = []
    ys: list[np.ndarray] = []
    for ring in flat_rings:
        points = np.asarray(ring, dtype=float).reshape(-1, 2)
        x, y = project(points[:, 0], points[:, 1], view.centre)
        xs += [x.round(2), [np.nan]]
        ys += [y.round(2), [np.nan]]
    return np.concatenate(xs)[:-1], np.concatenate(ys)[:-1]


def half_way_line(line: str, region: str | Region) -> Ring:
    """Return a line of the islands layer (``"iturup_urup"``, ...) in the region's kilometres."""
    lines = {row["id"]: row["points"] for row in coast("islands")["lines"]}
    if line not in lines:
        raise KeyError(f"no line {line!r}; there are {', '.join(lines)}")
    return _joined([lines[line]], region_of(region))


# -- Traces --------------------------------------------------------------------------------


def land_trace(
    uid: str,
    places: str | Iterable[str],
    region: str | Region,
    fill: str = LAND,
    **extra: Any,
) -> go.Scatter:
    """Return places as one filled trace; `extra` as in ``go.Scatter``."""
    x, y = outline(places, region)
    look = {
        "mode": "lines",
        "fill": "toself",
        "fillcolor": fill,
        "line": {"color": SOFT, "width": 0.6},
        "hoverinfo": "skip",
        "cliponaxis": True,
    }
    return go.Scatter(uid=uid, x=x, y=y, **(look | extra))


def disputed_trace(
    region: str | Region, islands: Iterable[str] = DISPUTED, **extra: Any
) -> go.Scatter:
    """Return the islands in one hatched trace, in no country's colour (uid ``disputed``)."""
    hatch = {**HATCH, "fgcolor": SOFT, "bgcolor": LAND}
    look = {"fillpattern": hatch, "name": "Disputed islands"} | extra
    return land_trace("disputed", islands, region, **look)


def claim_traces(region: str | Region) -> list[go.Scatter]:
    """Return the two dashed lines (uids ``claimed_line``, ``administered_line``)."""
    names = {
        "claimed_line": "Border as Japan claims it",
        "administered_line": "Line of Russian administration",
    }
    traces = []
    for uid, line in CLAIM_LINES.items():
        x, y = half_way_line(line, region)
        look = {"color": INK_COLOUR, "width": 1.4, "dash": "5px,4px"}
        traces.append(
            go.Scatter(
                uid=uid,
                x=x,
                y=y,
                mode="lines",
                line=look,
                name=names[uid],
                hoverinfo="skip",
                cliponaxis=True,
            )
        )
    return traces


def graticule_trace(region: str | Region) -> go.Scatter:
    """Return meridians and parallels as one trace (uid ``graticule``)."""
    view = region_of(region)
    west, south, east, north = coast(view.layer)["box"]
    step = view.graticule
    meridians = np.arange(np.ceil(west / step) * step, east, step)
    parallels = np.arange(np.ceil(south / step) * step, north, step)
    rings = [np.column_stack([np.full(13, m), np.linspace(south, north, 13)]) for m in meridians]
    rings += [np.column_stack([np.linspace(west, east, 25), np.full(25, p)]) for p in parallels]
    x, y = _joined([ring.ravel() for ring in rings], view)
    line = {"color": RULE, "width": 0.8}
    return go.Scatter(
        uid="graticule", x=x, y=y, mode="lines", line=line, hoverinfo="skip", cliponaxis=True
    )


def text_trace(
    uid: str, labels: Sequence[tuple[str, float, float]], region: str | Region, **extra: Any
) -> go.Scatter:
    """Return labels (text, longitude, latitude) as one trace; `extra` as in ``go.Scatter``."""
    view = region_of(region)
    x, y = project([row[1] for row in labels], [row[2] for row in labels], view.centre)
    look = {
        "mode": "text",
        "text": [row[0] for row in labels],
        "textfont": {"size": FONT_SIZE, "color": INK_COLOUR},
        "hoverinfo": "skip",
        "cliponaxis": True,
    }
    return go.Scatter(uid=uid, x=x.round(2), y=y.round(2), **(look | extra))


def sea_trace(region: str | Region, **extra: Any) -> go.Scatter:
    """Return the names of the seas (uid ``seas``): soft, in italics."""
    view = region_of(region)
    labels = [(f"<i>{text}</i>", lon, lat) for text, lon, lat in view.seas]
    font = {"size": FONT_SIZE - 1, "color": SOFT}
    return text_trace("seas", labels, view, **({"textfont": font} | extra))


# -- The map -------------------------------------------------------------------------------


def map_layout(region: str | Region) -> dict[str, Any]:
    """Return the layout of a map: equal axes without ticks, the sea as background."""
    view = region_of(region)
    bare = {
        "visible": False,
        "fixedrange": True,
        "constrain": "range",
        "showgrid": False,
        "zeroline": False,
    }
    return {
        "plot_bgcolor": SEA,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {**bare, "range": list(view.x)},
        "yaxis": {**bare, "range": list(view.y), "scaleanchor": "x", "scaleratio": 1},
    }


def neutral_land(region: str | Region, left_out: Iterable[str] = ()) -> list[str]:
    """Return the places a map draws as plain land: not the disputed islands, nothing twice."""
    known = _features(region_of(region).layer)
    gone = {*left_out, *(known[name].get("within") for name in left_out)}
    return [
        name
        for name, feature in known.items()
        if feature["group"] != "disputed" and "within" not in feature and name not in gone
    ]


def base_map(
    region: str | Region = "kurils",
    *,
    traces: Iterable[Any] = (),
    own: Iterable[str] = (),
    layout: Mapping[str, Any] | None = None,
) -> go.Figure:
    """Return a map to draw on: graticule, land, hatched islands, both lines, names of the seas.

    Parameters
    ----------
    region : str or Region
        One of `REGIONS`, or one's own.
    traces : iterable of traces
        Drawn above the land and under the lines and labels; in kilometres (see `project`).
    own : iterable of str
        Places that `traces` draw themselves, left out of the neutral land and hatching.
    layout : mapping, optional
        Layout items that replace those of `map_layout`.

    Returns
    -------
    plotly.graph_objects.Figure
        Trace uids: ``graticule``, ``land``, ``disputed``, those of `traces`, ``claimed_line``,
        ``administered_line``, ``seas``.
    """
    view = region_of(region)
    left_out = set(own)
    islands = [name for name in DISPUTED if name not in left_out]
    drawn = [graticule_trace(view), land_trace("land", neutral_land(view, left_out), view)]
    if islands:
        drawn.append(disputed_trace(view, islands))
    drawn += [*traces, *claim_traces(view), sea_trace(view)]
    return new_figure(drawn, {**map_layout(view), **(layout or {})})


def island_table() -> pd.DataFrame:
    """Return the text table equal to a map of the islands: area, who administers, who claims."""
    islands = load("islands").set_index("island_id").loc[list(DISPUTED)]
    return pd.DataFrame(
        {
            "Island": islands["name"].to_numpy(),
            "Land area (km²)": islands["area_km2"].to_numpy(),
            "Administered by": islands["administered_by"].map(NAME).to_numpy(),
            "Claimed by": islands["claimed_by"].map(NAME).to_numpy(),
        }
    )


__all__ = [
    "CLAIM_LINES",
    "CONVENTION",
    "DISPUTED",
    "EARTH_RADIUS_KM",
    "HATCH",
    "LAND_PATTERN",
    "REGIONS",
    "Region",
    "base_map",
    "circle",
    "claim_traces",
    "coast",
    "disputed_trace",
    "graticule_trace",
    "half_way_line",
    "island_table",
    "land_trace",
    "map_layout",
    "outline",
    "project",
    "region_of",
    "sea_trace",
    "text_trace",
]
