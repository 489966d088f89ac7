"""Distances on a sphere (M15).

DUAL-USE: for capitals, regions and sea lanes only; no coordinates of launchers or installations.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from twoplustwo.models.domain import Real, plain, positive, within

EARTH_RADIUS_KM = 6371.0


def great_circle_km(
    lat_a: ArrayLike,
    lon_a: ArrayLike,
    lat_b: ArrayLike,
    lon_b: ArrayLike,
    radius_km: ArrayLike = EARTH_RADIUS_KM,
) -> Real:
    r"""Return the great-circle distance by the haversine formula (M15).

    .. math:: d = 2 R \arcsin \sqrt{\sin^2 \tfrac{\Delta\varphi}{2} +
        \cos\varphi_a \cos\varphi_b \sin^2 \tfrac{\Delta\lambda}{2}}

    Parameters
    ----------
    lat_a, lat_b : array_like
        Latitudes in degrees, in [-90, 90].
    lon_a, lon_b : array_like
        Longitudes in degrees, in [-360, 360].
    radius_km : array_like
        Radius of the sphere in km, above 0.

    Returns
    -------
    float or ndarray
        Kilometres; the arguments broadcast.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: Sinnott (1984), "Virtues of the Haversine". Limits: a sphere; up to 0.5 % off the
    ellipsoid. DUAL-USE: capital to capital or region to region only.
    """
    phi_a, phi_b = _latitude("lat_a", lat_a), _latitude("lat_b", lat_b)
    step = _longitude("lon_b", lon_b) - _longitude("lon_a", lon_a)
    half = np.sin((phi_b - phi_a) / 2.0) ** 2
    half = half + np.cos(phi_a) * np.cos(phi_b) * np.sin(step / 2.0) ** 2
    return plain(2.0 * positive("radius_km", radius_km) * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def _latitude(name: str, degrees: ArrayLike) -> np.ndarray:
    return np.radians(within(name, degrees, -90.0, 90.0))


def _longitude(name: str, degrees: ArrayLike) -> np.ndarray:
    return np.radians(within(name, degrees, -360.0, 360.0))
