from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given

from tests.models.ranges import number
from twoplustwo.models import trajectory
from twoplustwo.models.geodesy import EARTH_RADIUS_KM

integrate = pytest.importorskip("scipy.integrate")

RANGE = number(50, 19_000)


def flown(speed: float, angle_deg: float) -> tuple[float, float, float]:
    """Minutes, apogee and ground range of a launch, by integrating Newton's law."""

    def pull(_, z):
        distance = math.hypot(z[0], z[1])
        return [z[2], z[3], *(-trajectory.MU_KM3_S2 * z[:2] / distance**3)]

    def ground(_, z):
        return math.hypot(z[0], z[1]) - EARTH_RADIUS_KM + 1e-9

    ground.terminal, ground.direction = True, -1
    up = math.radians(angle_deg)
    start = [EARTH_RADIUS_KM, 0, speed * math.sin(up), speed * math.cos(up)]
    path = integrate.solve_ivp(pull, (0, 2e4), start, events=ground, rtol=1e-10, max_step=20)
    apogee = np.hypot(path.y[0], path.y[1]).max() - EARTH_RADIUS_KM
    angle = math.atan2(path.y_events[0][0][1], path.y_events[0][0][0]) % (2 * math.pi)
    return path.t_events[0][0] / 60, apogee, EARTH_RADIUS_KM * angle


@pytest.mark.parametrize("range_km", [500, 1500, 5500, 10_000])
def test_least_energy_against_newton(range_km):
    arc = trajectory.minimum_energy(range_km)
    minutes, apogee, ground = flown(arc.v_km_s, arc.angle_deg)
    assert minutes == pytest.approx(arc.time_min, rel=1e-5)
    assert apogee == pytest.approx(arc.apogee_km, rel=1e-3)
    assert ground == pytest.approx(range_km, rel=1e-5)


@pytest.mark.parametrize(("range_km", "apogee_km"), [(787, 2111.5), (960, 4500), (3000, 400)])
def test_any_arc_against_newton(range_km, apogee_km):
    arc = trajectory.free_flight(range_km, apogee_km)
    minutes, apogee, ground = flown(arc.v_km_s, arc.angle_deg)
    assert (minutes, ground) == pytest.approx((arc.time_min, range_km), rel=1e-5)
    assert apogee == pytest.approx(apogee_km, rel=1e-3)


@given(RANGE)
def test_both_forms_agree_on_the_least_energy_arc(range_km):
    least = trajectory.minimum_energy(range_km)
    assert trajectory.free_flight(range_km, least.apogee_km) == pytest.approx(least, rel=1e-7)


@given(RANGE, number(0.3, 3))
def test_no_other_arc_needs_less_speed(range_km, factor):
    least = trajectory.minimum_energy(range_km)
    other = trajectory.free_flight(range_km, least.apogee_km * factor)
    assert other.v_km_s >= least.v_km_s - 1e-9


@given(RANGE)
def test_same_speed_range_inverts_least_energy(range_km):
    speed = trajectory.minimum_energy(range_km).v_km_s
    assert trajectory.same_speed_range(speed) == pytest.approx(range_km, rel=1e-6)


@given(RANGE, RANGE)
def test_farther_takes_longer(one, other):
    low, high = sorted((one, other))
    near, far = trajectory.minimum_energy(low), trajectory.minimum_energy(high)
    assert near.time_min <= far.time_min and near.v_km_s <= far.v_km_s


def test_short_ranges_fly_as_over_a_flat_ground():
    gravity = trajectory.MU_KM3_S2 / EARTH_RADIUS_KM**2
    arc = trajectory.minimum_energy(10)
    assert arc.apogee_km == pytest.approx(10 / 4, rel=2e-3)
    assert arc.v_km_s == pytest.approx(math.sqrt(gravity * 10), rel=2e-3)
    assert arc.angle_deg == pytest.approx(45, abs=0.05)


@pytest.mark.parametrize(
    ("range_km", "apogee_km", "reported", "published"),
    [
        (787, 2111.5, 30, 4500),
        (933, 2802, 37, 7000),
        (998, 3725, 47.2, 10_000),
        (960, 4500, 54, 13_000),
    ],
)
def test_it_is_wrong_in_the_known_direction(range_km, apogee_km, reported, published):
    arc = trajectory.free_flight(range_km, apogee_km)
    assert 2 <= reported - arc.time_min <= 5
    assert 0.03 <= 1 - trajectory.same_speed_range(arc.v_km_s) / published <= 0.235


@given(number(100, 15_000), number(0, 5), number(0, 10), number(0, 5))
def test_the_window_is_what_is_left(range_km, detect, assess, command):
    left = trajectory.decision_window(range_km, detect, assess, command)
    flight = trajectory.minimum_energy(range_km).time_min
    assert left + detect + assess + command == pytest.approx(flight)


def test_the_notes():
    window = trajectory.decision_window([500, 1500, 3000, 5500, 10_000])
    np.testing.assert_allclose(window, [-3.04, 1.41, 6.42, 13.43, 23.68], atol=0.005)
    seen = trajectory.radar_horizon(100, [30, 40_000, 350_000], [0.24, 2.5, 3.0])
    np.testing.assert_allclose(seen.horizon_km, [63.8, 865.6, 2479.7], atol=0.05)
    np.testing.assert_allclose(seen.warning_min, [4.43, 5.77, 13.8], atol=0.05)


@given(number(0, 5000), number(0, 4e5), number(0, 4e5))
def test_what_flies_higher_is_seen_farther(radar, one, other):
    low, high = sorted((one, other))
    near, far = (trajectory.radar_horizon(radar, h, 1.0).horizon_km for h in (low, high))
    assert near <= far


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: trajectory.minimum_energy(0), r"range_km must be in \(0, 20015.1\]; got 0"),
        (lambda: trajectory.minimum_energy(21_000), "range_km must be in"),
        (lambda: trajectory.free_flight(1000, -5), "apogee_km must be in"),
        (lambda: trajectory.same_speed_range(8), "v_km_s must be in"),
        (lambda: trajectory.decision_window(1000, detect=-1), "detect must be in"),
        (lambda: trajectory.radar_horizon(10, 10, 0), "speed_km_s must be in"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
