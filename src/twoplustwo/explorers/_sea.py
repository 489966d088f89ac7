"""Sea routes for pictures and prices: waypoints, lengths by the model, what each one avoids."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from twoplustwo import load
from twoplustwo.models.sealanes import extra_days, route_nm

KNOTS = 13.5
"""Speed of a loaded supertanker in the tables, in knots: an assumption."""

CARGO = 2e6
"""Barrels in a very large crude carrier."""

USUAL = {
    "yokohama": "gulf_malacca_luzon_yokohama",
    "ulsan": "gulf_malacca_taiwanstrait_ulsan",
}
"""Port -> the route when nothing is closed."""

PORTS = {"yokohama": "Yokohama", "ulsan": "Ulsan"}
COUNTRIES = {"yokohama": "JPN", "ulsan": "KOR"}

Points = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Route:
    """A route: id, port, how a sentence names it, its waypoints (latitude, longitude), length."""

    route_id: str
    port: str
    by: str
    points: Points
    nm: float

    @property
    def extra_nm(self) -> float:
        """Miles beyond the usual route to the same port."""
        return self.nm - route(USUAL[self.port]).nm

    @property
    def extra_days(self) -> float:
        """Days beyond the usual route at the tables' speed."""
        return float(extra_days(self.extra_nm, KNOTS))


BY = {
    "gulf_malacca_luzon_yokohama": "Malacca and Luzon",
    "gulf_malacca_taiwanstrait_ulsan": "Malacca and the Taiwan Strait",
    "gulf_malacca_luzon_ulsan": "Malacca and Luzon",
    "gulf_lombok_makassar_yokohama": "Lombok and Makassar",
    "gulf_lombok_makassar_ulsan": "Lombok and Makassar",
    "gulf_australia_yokohama": "the south of Australia",
    "gulf_australia_ulsan": "the south of Australia",
}
"""Routes from the Gulf -> the way they take, as a sentence says it."""


@cache
def _waypoints() -> dict[str, pd.DataFrame]:
    table = load("sea_routes").sort_values(["route_id", "seq"])
    return {str(name): rows for name, rows in table.groupby("route_id")}


def _points(rows: pd.DataFrame) -> Points:
    return rows[["lat_deg", "lon_deg"]].to_numpy(float)


@cache
def route(route_id: str) -> Route:
    """A route of the table from the Gulf, with its length by the model (M19)."""
    points = _points(_waypoints()[route_id])
    port = route_id.rsplit("_", 1)[1]
    return Route(route_id, port, BY[route_id], points, route_nm(points))


@cache
def from_outside(start: str, port: str) -> Route:
    """The usual route, begun outside Hormuz at the end of a pipeline.

    Parameters
    ----------
    start : {"fujairah", "yanbu"}
        The port at which the pipeline ends.
    port : {"yokohama", "ulsan"}
        The destination: from the first waypoint that both have, the usual route goes on.
    """
    name = next(key for key in _waypoints() if key.startswith(start))
    begin, usual = _waypoints()[name], _waypoints()[USUAL[port]]
    meet = next(w for w in begin["waypoint_id"] if w in set(usual["waypoint_id"]))
    head = begin.iloc[: int(np.argmax(begin["waypoint_id"].to_numpy() == meet))]
    tail = usual.iloc[int(np.argmax(usual["waypoint_id"].to_numpy() == meet)) :]
    points = np.vstack([_points(head), _points(tail)])
    by = {"fujairah": "a pipeline to Fujairah", "yanbu": "a pipeline to the Red Sea"}[start]
    return Route(f"{start}_{port}", port, by, points, route_nm(points))


def inside(port: str) -> Points:
    """The stretch of the usual route from the loading port to Hormuz."""
    rows = _waypoints()[USUAL[port]]
    return _points(rows.iloc[: int(np.argmax(rows["waypoint_id"].to_numpy() == "horm")) + 1])


def track(points: Points, step_km: float = 250.0) -> Points:
    """Fill great-circle legs with points, so that they bend on a map as they do on the globe."""
    phi, lam = np.radians(points).T
    unit = np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)
    filled = [unit[:1]]
    for a, b in pairwise(unit):
        angle = float(np.arccos(np.clip(a @ b, -1.0, 1.0)))
        t = np.linspace(0, 1, max(1, int(np.ceil(angle * 6371.0 / step_km))) + 1)[1:, None]
        filled.append((np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle))
    x, y, z = np.concatenate(filled).T
    return np.column_stack([np.degrees(np.arcsin(z)), np.degrees(np.arctan2(y, x)) % 360.0])
