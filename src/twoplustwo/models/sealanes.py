"""What a closed sea lane costs (M19): route lengths, extra days, cost a barrel, extra ships."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from twoplustwo.models.domain import Real, non_negative, plain, positive, within
from twoplustwo.models.geodesy import great_circle_km

KM_PER_NM = 1.852
LEGS = 2  # A tanker comes back empty by the same way.


class Rerouting(NamedTuple):
    """Extra days of one loaded voyage, and what they add to each barrel, in dollars."""

    extra_days: Real
    usd_per_bbl: Real


def route_nm(waypoints: ArrayLike) -> float:
    """Return the length of a route of great-circle legs, in nautical miles (M19).

    Parameters
    ----------
    waypoints : array_like, shape (n, 2)
        Latitude and longitude in degrees, n at least 2.

    Raises
    ------
    ValueError
        If the shape is wrong or a coordinate lies outside its range.

    Notes
    -----
    Source: haversine legs (M15), a sphere of 6371 km. Limits: coarse lines run a few per cent short
    of sailing distances.
    """
    points = within("waypoints", waypoints)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) < 2:
        raise ValueError(
            f"waypoints must be at least 2 pairs of latitude, longitude; got shape {points.shape}"
        )
    lat, lon = points.T
    legs = great_circle_km(lat[:-1], lon[:-1], lat[1:], lon[1:])
    return float(np.sum(legs)) / KM_PER_NM


def extra_days(extra_nm: ArrayLike, knots: ArrayLike) -> Real:
    """Return the days a detour takes: extra_nm / (24 knots) (M19).

    Parameters
    ----------
    extra_nm : array_like
        Length of the detour in nautical miles; negative if the other way is shorter.
    knots : array_like
        Speed in nautical miles an hour, above 0.

    Raises
    ------
    ValueError
        If an argument lies outside its range.
    """
    return plain(within("extra_nm", extra_nm) / (24.0 * positive("knots", knots)))


def rerouting(
    extra_nm: ArrayLike,
    knots: ArrayLike,
    charter: ArrayLike,
    fuel_t_day: ArrayLike,
    fuel_usd_t: ArrayLike,
    barrels: ArrayLike,
) -> Rerouting:
    r"""Return days and cost a barrel of a detour, one way (M19).

    .. math:: d = \Delta / (24 v), \quad c = d (charter + fuel \times price) / barrels

    Parameters
    ----------
    extra_nm, knots : array_like
        As for `extra_days`.
    charter : array_like
        Charter rate in dollars a day, at least 0.
    fuel_t_day, fuel_usd_t : array_like
        Fuel in tonnes a day and its price in dollars a tonne, at least 0.
    barrels : array_like
        Cargo in barrels, above 0.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: voyage arithmetic; Noer and Gregory (1996), *Chokepoints*. Limits: no scarcity of ships,
    no insurance, no queue; one leg (double the days for the fleet).
    """
    days = np.asarray(extra_days(extra_nm, knots))
    fuel = non_negative("fuel_t_day", fuel_t_day) * non_negative("fuel_usd_t", fuel_usd_t)
    cost = days * (non_negative("charter", charter) + fuel) / positive("barrels", barrels)
    return Rerouting(*(plain(v) for v in np.broadcast_arrays(days, cost)))


def extra_ships(flow_mbd: ArrayLike, days: ArrayLike, cargo_mb: ArrayLike = 2.0) -> Real:
    r"""Return the tankers a detour ties up, both legs counted (M19).

    .. math:: N = flow \times days \times 2 / cargo

    Parameters
    ----------
    flow_mbd : array_like
        Flow that must go round, in million barrels a day, at least 0.
    days : array_like
        Extra days one way, at least 0.
    cargo_mb : array_like
        Cargo of one ship in million barrels, above 0 (a very large crude carrier: about 2).

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: a steady fleet (Little 1961). Limits: all flow reroutes, none is lost or replaced.
    """
    demand = non_negative("flow_mbd", flow_mbd) * non_negative("days", days)
    return plain(demand * LEGS / positive("cargo_mb", cargo_mb))
