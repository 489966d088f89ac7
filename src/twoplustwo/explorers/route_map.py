"""Close a strait and see the way that is left, from the Gulf to Yokohama or Ulsan.

Three closures lengthen the voyage. The fourth, Hormuz, has no way round: what is left begins at
the far end of a pipeline.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import maps
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, PAPER, SOFT
from twoplustwo.explorers._sea import (
    KNOTS,
    PORTS,
    USUAL,
    Points,
    Route,
    from_outside,
    inside,
    route,
    track,
)
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    fixed,
    grouped,
)

REGION = maps.Region(
    layer="sea_lanes",
    centre=(102.0, 1.0),
    x=(-6500.0, 6600.0),
    y=(-5450.0, 5600.0),
    graticule=20.0,
    seas=(("Indian Ocean", 76.0, -22.0), ("Pacific Ocean", 152.0, 17.0)),
)

CLOSED = {
    "none": "nothing",
    "taiwan": "the Taiwan Strait",
    "malacca": "Malacca and Singapore",
    "archipelago": "every strait from Malacca to Timor",
    "hormuz": "the Strait of Hormuz",
}
LEFT = {
    ("none", "yokohama"): USUAL["yokohama"],
    ("none", "ulsan"): USUAL["ulsan"],
    ("taiwan", "yokohama"): USUAL["yokohama"],
    ("taiwan", "ulsan"): "gulf_malacca_luzon_ulsan",
    ("malacca", "yokohama"): "gulf_lombok_makassar_yokohama",
    ("malacca", "ulsan"): "gulf_lombok_makassar_ulsan",
    ("archipelago", "yokohama"): "gulf_australia_yokohama",
    ("archipelago", "ulsan"): "gulf_australia_ulsan",
}
"""What is closed, and the port -> the route that is left; none for Hormuz."""

SHUT = {"none": (), "taiwan": ("taiwan_strait",), "malacca": ("malacca",),
        "archipelago": ("malacca", "lombok"), "hormuz": ("hormuz",)}  # fmt: skip

# Straits named on the map: id -> (text, place of the text beside the mark).
NAMES = {
    "hormuz": ("Hormuz", "top right"),
    "malacca": ("Malacca", "bottom left"),
    "lombok": ("Lombok", "bottom left"),
    "luzon": ("Luzon", "middle right"),
    "taiwan_strait": ("Taiwan", "middle left"),
}
ENDS = (("Gulf", 49.0, 29.5, "top center"), ("Yokohama", 139.68, 35.42, "top right"),
        ("Ulsan", 129.45, 35.45, "top left"))  # fmt: skip


def line(points: Points) -> maps.Ring:
    """A route on the map, in kilometres."""
    filled = track(points)
    x, y = maps.project(filled[:, 1], filled[:, 0], REGION.centre)
    return x.round(0), y.round(0)


def left(closed: str, port: str) -> Route | None:
    """The shortest way of the table that is left, or None."""
    name = LEFT.get((closed, port))
    return route(name) if name else None


def draw(closed: np.ndarray, port: np.ndarray) -> dict[str, Any]:
    pairs = [(str(c), str(p)) for c, p in zip(closed, port, strict=True)]
    ways = [_ways(c, p) for c, p in pairs]
    out: dict[str, Any] = {}
    for uid in ("usual", "way", "pipes", "stopped"):
        out[f"{uid}.x"] = [w[uid][0] for w in ways]
        out[f"{uid}.y"] = [w[uid][1] for w in ways]
    marks = [_marks(c) for c, _ in pairs]
    out["shut.x"] = [m[0] for m in marks]
    out["shut.y"] = [m[1] for m in marks]
    return out


def _ways(closed: str, port: str) -> dict[str, maps.Ring]:
    """Usual route, way that is left, ways that begin outside, and the part that is cut off."""
    none = (np.array([]), np.array([]))
    chosen = left(closed, port)
    usual = line(route(USUAL[port]).points)
    if chosen:
        return {"usual": usual, "way": line(chosen.points), "pipes": none, "stopped": none}
    near, far = (from_outside(start, port).points for start in ("fujairah", "yanbu"))
    meet = int(np.argmax([row in near.tolist() for row in far.tolist()]))
    outside = [line(near), line(far[: meet + 1])]  # beyond the meeting they are one
    gap = np.array([np.nan])
    pipes = tuple(np.concatenate([outside[0][i], gap, outside[1][i]]) for i in (0, 1))
    return {"usual": none, "way": none, "pipes": pipes, "stopped": line(inside(port))}


def _marks(closed: str) -> maps.Ring:
    places = load("chokepoints").set_index("chokepoint_id").loc[list(SHUT[closed])]
    x, y = maps.project(places["lon_deg"], places["lat_deg"], REGION.centre)
    return np.asarray(x, float).round(0), np.asarray(y, float).round(0)


def sentence(closed: str, port: str) -> str:
    """What the closure does to the voyage."""
    usual, chosen, name = route(USUAL[port]), left(closed, port), PORTS[port]
    if closed == "none":
        days = usual.nm / (24 * KNOTS)
        return (
            f"The usual way from the Gulf to {name} goes by {usual.by}: {grouped(usual.nm)} "
            f"nautical miles, {fixed(days, 1)} days at {fixed(KNOTS, 1)} knots."
        )
    if chosen is None:
        return (
            f"With Hormuz closed no ship leaves the Gulf, and there is no way round. What is left "
            f"begins outside: pipelines with room for less than {fixed(bypass())} million barrels "
            f"a day (March 2026), where about {fixed(through_hormuz())} passed the strait in 2025."
        )
    if chosen.route_id == usual.route_id:
        return (
            f"With {CLOSED[closed]} closed nothing changes for {name}: the usual way does not "
            "use it."
        )
    return (
        f"With {CLOSED[closed]} closed ships to {name} go by {chosen.by}: "
        f"{grouped(chosen.extra_nm)} nautical miles or {fixed(chosen.extra_days, 1)} days more, "
        f"a voyage {fixed(100 * chosen.extra_nm / usual.nm)}% longer."
    )


def flow(metric: str, period: str) -> float:
    """A confirmed value of the flows through Hormuz, in million barrels a day."""
    rows = load("chokepoint_flows")
    rows = rows[(rows["chokepoint_id"] == "hormuz") & (rows["status"] == "confirmed")]
    rows = rows[(rows["metric"] == metric) & (rows["period"] == period)]
    return float(rows["value"].iloc[0])


def bypass() -> float:
    return flow("bypass_pipeline_capacity", "2026-03")


def through_hormuz() -> float:
    return flow("oil_flow", "2025")


TITLES = {
    "none": "The usual way from the Gulf passes Hormuz and Malacca",
    "taiwan": "The Taiwan Strait is the easiest to avoid",
    "malacca": "Without Malacca the voyage takes a few days more",
    "archipelago": "With every strait of the archipelago closed there is still Australia",
    "hormuz": "Hormuz is different: there is no way round",
}


def speak(closed: np.ndarray, port: np.ndarray) -> dict[str, Any]:
    texts = [sentence(c, p) for c, p in zip(closed, port, strict=True)]
    alts = [
        "Map of the Indian and western Pacific Oceans with the sea route from the Gulf to "
        f"{PORTS[p]}. {t}"
        for p, t in zip(port, texts, strict=True)
    ]
    return {"summary": texts, "alt": alts, "title": [TITLES[c] for c in closed]}


def table(closed: np.ndarray, port: np.ndarray) -> dict[str, Any]:
    """Every way to the port, and whether it is open."""
    columns: dict[str, list[list[Any]]] = {k: [] for k in ("way", "nm", "extra", "days", "open")}
    for c, p in zip(closed, port, strict=True):
        ways = [route(name) for name in _routes_to(str(p))]
        ways += [from_outside(start, str(p)) for start in ("fujairah", "yanbu")]
        columns["way"].append([f"by {w.by}" for w in ways])
        columns["nm"].append([w.nm for w in ways])
        columns["extra"].append([w.extra_nm for w in ways])
        columns["days"].append([w.extra_days for w in ways])
        columns["open"].append([is_open(w, str(c)) for w in ways])
    return {f"table.{name}": rows for name, rows in columns.items()}


def _routes_to(port: str) -> list[str]:
    """The ways from the Gulf to a port, shortest first."""
    return sorted({v for (_, p), v in LEFT.items() if p == port}, key=lambda name: route(name).nm)


def is_open(way: Route, closed: str) -> bool:
    """Whether a way avoids what is closed."""
    if closed == "hormuz":
        return way.route_id.startswith(("fujairah", "yanbu"))
    outside = way.route_id.startswith(("fujairah", "yanbu"))
    name = USUAL[way.port] if outside else way.route_id  # beyond Hormuz they are the same
    uses = {
        "none": False,
        "taiwan": "taiwanstrait" in name,
        "malacca": "malacca" in name,
        "archipelago": "australia" not in name,
    }
    return not uses[closed]


def outcome() -> dict[str, Any]:
    """Hormuz has no detour: no route of the table reaches a port of the Gulf without it."""
    return {"outcome.hormuz": ["none" if left("hormuz", "yokohama") is None else "long"]}


# -- Figure --------------------------------------------------------------------------------


def template() -> go.Figure:
    empty: dict[str, Any] = {"x": [], "y": [], "mode": "lines", "hoverinfo": "skip"}
    usual = go.Scatter(uid="usual", line={"color": SOFT, "width": 1.5, "dash": "dot"}, **empty)
    way = go.Scatter(uid="way", line={"color": ACCENT, "width": 3}, **empty)
    pipes = go.Scatter(uid="pipes", line={"color": ACCENT, "width": 2, "dash": "dash"}, **empty)
    stopped = go.Scatter(uid="stopped", line={"color": INK_COLOUR, "width": 3}, **empty)
    cross = {"symbol": "x", "size": 15, "color": INK_COLOUR, "line": {"width": 2, "color": PAPER}}
    shut = go.Scatter(uid="shut", x=[], y=[], mode="markers", marker=cross, hoverinfo="skip")
    return maps.base_map(
        REGION, traces=[usual, way, pipes, stopped, _straits(), _ends(), shut]
    )  # fmt: skip


def _straits() -> go.Scatter:
    places = load("chokepoints").set_index("chokepoint_id").loc[list(NAMES)]
    x, y = maps.project(places["lon_deg"], places["lat_deg"], REGION.centre)
    return go.Scatter(
        uid="straits", x=np.round(x), y=np.round(y), mode="markers+text",
        text=[text for text, _ in NAMES.values()],
        textposition=[place for _, place in NAMES.values()],
        textfont={"color": INK_COLOUR, "size": 12}, hoverinfo="skip",
        marker={"size": 7, "color": PAPER, "line": {"color": INK_COLOUR, "width": 1.5}},
    )  # fmt: skip


def _ends() -> go.Scatter:
    x, y = maps.project([e[1] for e in ENDS], [e[2] for e in ENDS], REGION.centre)
    return go.Scatter(
        uid="ends", x=np.round(x), y=np.round(y), mode="text", text=[e[0] for e in ENDS],
        textposition=[e[3] for e in ENDS], textfont={"color": INK_COLOUR, "size": 12},
        hoverinfo="skip",
    )  # fmt: skip


explorer = Explorer(
    name="route_map",
    subtitle="Sea routes for crude oil from the Gulf; solid: the way that is left",
    sources=("own_calculation", "voa_korea_2026", "business_today_2026_b",
             "malacca_straits_pilots_2015", "snyder_1987"),
    note="Lengths are sums of great-circle legs between waypoints set by eye, without weather, "
    "queues or port time; real voyages run a little longer. The islands disputed between Japan "
    "and Russia are too small to see at this scale: they are hatched and both lines are dashed, "
    "as on every map of this course. The map takes no side.",
    controls=(
        Choice("closed", "Close", tuple((key, text[0].upper() + text[1:])
                                        for key, text in CLOSED.items())),
        Choice("port", "To", tuple(PORTS.items())),
    ),
    figure=template,
    products=(
        Product(("closed", "port"), draw),
        Product(("closed", "port"), speak),
        Product(("closed", "port"), table),
        Product((), outcome),
    ),
    columns=(
        Column("way", "Way"),
        Column("nm", "Length", unit="nautical miles", digits=0, grouped=True),
        Column("extra", "More than usual", unit="nautical miles", digits=0, grouped=True),
        Column("days", "More than usual", unit="days at 13.5 knots", digits=1),
        Column("open", "Open"),
    ),
    predict=Prediction(
        question="Close Malacca, and ships go by Lombok. Close every strait of the archipelago, "
        "and they go round Australia. How much longer is the way round if Hormuz closes?",
        kind="choice",
        options=(("short", "About as long as the one by Lombok"),
                 ("long", "About as long as the one round Australia"),
                 ("none", "There is no way round")),
        answer_key="outcome.hormuz",
    ),
    narrow={"layout.height": 330, "straits.textfont.size": 10, "ends.textfont.size": 10,
            "straits.marker.size": 5, "seas.textfont.size": 10, "way.line.width": 2},
    height=600,
    is_map=True,
)  # fmt: skip
