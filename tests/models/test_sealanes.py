from __future__ import annotations

import pytest
from hypothesis import given

from tests.models.ranges import number
from twoplustwo.models import sealanes


def test_a_degree_of_latitude_is_sixty_miles():
    assert sealanes.route_nm([[0, 0], [1, 0]]) == pytest.approx(60, abs=0.05)


@given(number(-60, 60), number(-170, 170), number(-60, 60), number(-170, 170))
def test_a_stop_on_the_way_never_shortens_it(lat, lon, lat_2, lon_2):
    direct = sealanes.route_nm([[lat, lon], [lat_2, lon_2]])
    assert sealanes.route_nm([[lat, lon], [10, 20], [lat_2, lon_2]]) >= direct - 1e-6


@given(number(0, 8000), number(8, 20), number(0, 2e5), number(0, 100), number(0, 1000))
def test_cost_is_days_times_daily_cost(extra, knots, charter, fuel, price):
    found = sealanes.rerouting(extra, knots, charter, fuel, price, 2e6)
    assert found.extra_days * 24 * knots == pytest.approx(extra)
    assert found.usd_per_bbl * 2e6 == pytest.approx(found.extra_days * (charter + fuel * price))


def test_the_notes():
    south = sealanes.rerouting(11870.894789 - 6175.871163, 14, 50_000, 60, 600, 2e6)
    assert south == pytest.approx((16.95, 0.729), abs=0.005)
    assert sealanes.extra_ships(23.7, 3) == pytest.approx(71.1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sealanes.route_nm([[0, 0]]), "at least 2 pairs"),
        (lambda: sealanes.route_nm([[95, 0], [0, 0]]), "lat_a must be in"),
        (lambda: sealanes.extra_days(100, 0), r"knots must be in \(0, inf\); got 0"),
        (lambda: sealanes.rerouting(1, 14, -1, 60, 600, 2e6), "charter must be in"),
        (lambda: sealanes.extra_ships(-1, 3), "flow_mbd must be in"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
