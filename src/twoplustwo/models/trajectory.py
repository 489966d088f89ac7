"""Ballistic free flight over a round Earth, and the time it leaves to decide (M13, M14).

The model is meant to be wrong in a known direction: it knows no powered flight, so that it is some
minutes short of reported flights and its ranges fall below published estimates. That gap is the
lesson and stays unmended.

DUAL-USE: no boost, guidance, depressed path, re-entry or countermeasure is modelled or will be.
Ranges are arguments from public tables, rounded to 100 km.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twoplustwo.models.domain import Real, non_negative, plain, positive, within
from twoplustwo.models.geodesy import EARTH_RADIUS_KM

MU_KM3_S2 = 398600.4418
HALF_CIRCUMFERENCE_KM = math.pi * EARTH_RADIUS_KM

# Detection and command are illustrative; six minutes is how long the assessment of the alarm of
# 9 November 1979 took (Foreign Relations of the United States 1977-80, volume IV, document 167).
DETECT_MIN, ASSESS_MIN, COMMAND_MIN = 1.5, 6.0, 1.0


class FreeFlight(NamedTuple):
    """A ballistic arc from surface to surface: minutes, km, km/s at its start, degrees up."""

    time_min: Real
    apogee_km: Real
    v_km_s: Real
    angle_deg: Real


class Horizon(NamedTuple):
    """Where a ground radar first sees something, and the minutes from there to the radar."""

    horizon_km: Real
    warning_min: Real


def minimum_energy(range_km: ArrayLike) -> FreeFlight:
    r"""Return the free flight that needs the least speed for a range (M13).

    .. math:: \varphi = R / R_E, \; s = \sin(\varphi / 2), \; a = R_E (1 + s) / 2, \;
        \beta = 2 \arcsin \sqrt{(1 - s) / (1 + s)}

    .. math:: t = \sqrt{a^3 / \mu} (\pi - \beta + \sin \beta), \;
        h = \tfrac{R_E}{2} (s + \cos(\varphi / 2) - 1), \; v^2 = \frac{2 \mu}{R_E} \frac{s}{1 + s}

    Parameters
    ----------
    range_km : array_like
        Range over ground in km, above 0 and at most half the Earth's circumference (20,015 km).

    Raises
    ------
    ValueError
        If a range lies outside that interval.

    Notes
    -----
    Source: Wheelon (1959); Bate, Mueller and White (1971), chapter 6.
    Limits: no atmosphere, no rotation, no powered flight (which adds a minute or two).
    DUAL-USE: public, rounded ranges only; nothing beyond free flight.
    """
    phi = _ground_angle(range_km)
    s = np.sin(phi / 2.0)
    a = EARTH_RADIUS_KM * (1.0 + s) / 2.0
    beta = 2.0 * np.arcsin(np.sqrt((1.0 - s) / (1.0 + s)))
    seconds = np.sqrt(a**3 / MU_KM3_S2) * (np.pi - beta + np.sin(beta))
    apogee = EARTH_RADIUS_KM / 2.0 * (s + np.cos(phi / 2.0) - 1.0)
    speed = np.sqrt(2.0 * MU_KM3_S2 / EARTH_RADIUS_KM * s / (1.0 + s))
    angle = 45.0 - np.degrees(phi) / 4.0
    return FreeFlight(plain(seconds / 60.0), plain(apogee), plain(speed), plain(angle))


def free_flight(range_km: ArrayLike, apogee_km: ArrayLike) -> FreeFlight:
    r"""Return the arc with a given range and apogee (M13), to set beside a reported launch.

    .. math:: e = \frac{r_a - R_E}{r_a - R_E \cos(\varphi / 2)}, \quad a = \frac{r_a}{1 + e}

    Parameters
    ----------
    range_km : array_like
        Range over ground in km, above 0 and at most 20,015 km.
    apogee_km : array_like
        Highest point above ground in km, above 0.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source, limits and DUAL-USE: as for `minimum_energy`.
    """
    half = _ground_angle(range_km) / 2.0
    top = EARTH_RADIUS_KM + positive("apogee_km", apogee_km)
    e = (top - EARTH_RADIUS_KM) / (top - EARTH_RADIUS_KM * np.cos(half))
    a = top / (1.0 + e)
    # The launch point lies `half` before apogee, that is at true anomaly pi - half.
    eccentric = 2.0 * np.arctan2(
        np.sqrt(1.0 - e) * np.cos(half / 2.0), np.sqrt(1.0 + e) * np.sin(half / 2.0)
    )
    seconds = 2.0 * np.sqrt(a**3 / MU_KM3_S2) * (np.pi - eccentric + e * np.sin(eccentric))
    speed = np.sqrt(MU_KM3_S2 * (2.0 / EARTH_RADIUS_KM - 1.0 / a))
    angle = np.degrees(np.arctan2(e * np.sin(half), 1.0 - e * np.cos(half)))
    apogee = np.broadcast_to(top - EARTH_RADIUS_KM, np.shape(speed))
    return FreeFlight(plain(seconds / 60.0), plain(apogee), plain(speed), plain(angle))


def same_speed_range(v_km_s: ArrayLike) -> Real:
    r"""Return the longest range at a given starting speed (M13): `minimum_energy` inverted.

    .. math:: q = v^2 R_E / \mu, \quad s = q / (2 - q), \quad R = 2 R_E \arcsin s

    Parameters
    ----------
    v_km_s : array_like
        Speed at the start of free flight in km/s, above 0 and at most 7.9 (circular speed).

    Returns
    -------
    float or ndarray
        Kilometres; read against published estimates it comes out 3 to 23 % low.

    Raises
    ------
    ValueError
        If a speed lies outside that interval.

    Notes
    -----
    Source, limits and DUAL-USE: as for `minimum_energy`.
    """
    circular = math.sqrt(MU_KM3_S2 / EARTH_RADIUS_KM)
    v = within("v_km_s", v_km_s, 0.0, circular, open_low=True)
    q = v**2 * EARTH_RADIUS_KM / MU_KM3_S2
    return plain(2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(q / (2.0 - q), 1.0)))


def decision_window(
    range_km: ArrayLike,
    detect: ArrayLike = DETECT_MIN,
    assess: ArrayLike = ASSESS_MIN,
    command: ArrayLike = COMMAND_MIN,
) -> Real:
    r"""Return the minutes left to decide under a minimum-energy flight (M14).

    .. math:: w = t(R) - t_{detect} - t_{assess} - t_{command}

    Parameters
    ----------
    range_km : array_like
        Range over ground in km, above 0 and at most 20,015 km.
    detect, assess, command : array_like
        Minutes to see the launch, to judge it and to pass an order, at least 0.

    Returns
    -------
    float or ndarray
        Minutes; negative: no time is left.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: arithmetic on M13. Limits: nobody decides alone or at once. DUAL-USE: as above.
    """
    spent = sum(
        non_negative(name, minutes)
        for name, minutes in (("detect", detect), ("assess", assess), ("command", command))
    )
    return plain(np.asarray(minimum_energy(range_km).time_min) - spent)


def radar_horizon(h_radar_m: ArrayLike, h_object_m: ArrayLike, speed_km_s: ArrayLike) -> Horizon:
    r"""Return when a ground radar first sees an object that flies toward it (M14).

    .. math:: d = \sqrt{2 R' h_r} + \sqrt{2 R' h_t}, \quad R' = \tfrac43 R_E

    which is 4.12 km (sqrt h_r + sqrt h_t) for heights in metres.

    Parameters
    ----------
    h_radar_m, h_object_m : array_like
        Heights above ground in metres, at least 0.
    speed_km_s : array_like
        Ground speed in km/s, above 0.

    Raises
    ------
    ValueError
        If an argument lies outside its range.

    Notes
    -----
    Source: the four-thirds Earth of radar practice (Skolnik 1980). Limits: smooth ground, one
    radar, constant speed; satellites see a boost in every case. DUAL-USE: generic heights only.
    """
    heights = non_negative("h_radar_m", h_radar_m), non_negative("h_object_m", h_object_m)
    reach = 2.0 * EARTH_RADIUS_KM * 4.0 / 3.0
    horizon = sum(np.sqrt(reach * height / 1000.0) for height in heights)
    horizon, speed = np.broadcast_arrays(horizon, positive("speed_km_s", speed_km_s))
    return Horizon(plain(horizon), plain(horizon / speed / 60.0))


def _ground_angle(range_km: ArrayLike) -> NDArray[np.float64]:
    distance = within("range_km", range_km, 0.0, HALF_CIRCUMFERENCE_KM, open_low=True)
    return distance / EARTH_RADIUS_KM
