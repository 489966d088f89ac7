from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given

from tests.models.ranges import number
from twoplustwo.models import geodesy

LAT, LON = number(-90, 90), number(-180, 180)


def vector(lat: float, lon: float) -> np.ndarray:
    phi, lam = math.radians(lat), math.radians(lon)
    return np.array([math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)])


@given(LAT, LON, LAT, LON)
def test_against_the_angle_between_vectors(lat_a, lon_a, lat_b, lon_b):
    a, b = vector(lat_a, lon_a), vector(lat_b, lon_b)
    angle = math.atan2(np.linalg.norm(np.cross(a, b)), a @ b)
    found = geodesy.great_circle_km(lat_a, lon_a, lat_b, lon_b)
    assert found == pytest.approx(geodesy.EARTH_RADIUS_KM * angle, abs=1e-3)
    assert found == pytest.approx(geodesy.great_circle_km(lat_b, lon_b, lat_a, lon_a), abs=1e-6)


@given(LAT, LON)
def test_the_antipode_is_half_way_round(lat, lon):
    found = geodesy.great_circle_km(lat, lon, -lat, lon + 180)
    assert found == pytest.approx(math.pi * geodesy.EARTH_RADIUS_KM, abs=1e-3)


def test_a_place_outside_the_globe_is_refused():
    with pytest.raises(ValueError, match=r"lat_a must be in \[-90, 90\]; got 91"):
        geodesy.great_circle_km(91, 0, 0, 0)
