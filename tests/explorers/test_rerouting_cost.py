"""The cost of a detour: the model's numbers, and the published ones beside them."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.rerouting_cost import DETOURS, dollars, fuel_a_day, marks
from twoplustwo.models.sealanes import extra_ships, rerouting

explorer = get("rerouting_cost")


def usd(**state: object) -> list[float]:
    return list(explorer.view(state).table["usd"])


def test_the_default_detour_costs_cents() -> None:
    """997 nautical miles at 13.5 knots, 50,000 dollars and 60 tonnes at 600 dollars a day."""
    days = 996.7 / (24 * 13.5)
    by_hand = days * (50_000 + 60 * 600) / 2e6
    assert usd()[0] == pytest.approx(by_hand, rel=1e-3)
    assert usd()[1] == pytest.approx(2 * by_hand, rel=1e-3)
    assert "13 cents" in explorer.view().summary


def test_published_marks_are_computed_from_the_table() -> None:
    found = marks()
    assert found["cover"] == pytest.approx((0.0025 * 100 / 2, 0.015 * 100 / 2))
    assert found["price"][0] == pytest.approx(119.50 - 72.48)
    days = 2 * 6702.2 / (24 * 13.5)
    assert found["hire"] == pytest.approx((21_000 * days / 2e6, 423_736 * days / 2e6), rel=1e-4)


@pytest.mark.parametrize("detour", DETOURS)
def test_hire_fuel_and_length_raise_the_cost(detour: str) -> None:
    base = usd(detour=detour)[0]
    assert usd(detour=detour, hire=425000)[0] > base
    assert usd(detour=detour, fuel=1000)[0] > base
    assert usd(detour="gulf_australia_ulsan")[0] >= base


def test_fuel_grows_with_the_cube_of_the_speed() -> None:
    assert fuel_a_day(np.array(27.0)) == pytest.approx(8 * 60)
    cheap = [usd(knots=k, hire=25000)[0] for k in (11, 13.5, 16)]
    dear = [usd(knots=k, hire=425000)[0] for k in (11, 13.5, 16)]
    assert cheap == sorted(cheap) and dear == sorted(dear, reverse=True)


def test_ships_tied_up_follow_the_model() -> None:
    view = explorer.view({"detour": "gulf_australia_yokohama"})
    days = 5478.8 / (24 * 13.5)
    assert view.table["ships"][0] == pytest.approx(extra_ships(23.7, days), rel=1e-3)
    assert view.table["ships"][0] > 760 / 2  # more than half of the fleet
    assert explorer.view().table["ships"][0] < 80


def test_the_title_holds_at_the_hire_of_ordinary_times() -> None:
    out = rerouting(996.7, 13.5, 50_000, 60, 600, 2e6)
    found = marks()
    assert out.usd_per_bbl < found["cover"][1] < 1 < found["hire"][1] < found["price"][0]


def test_every_state_stays_on_the_scale() -> None:
    low, high = explorer.template["layout"]["xaxis"]["range"]
    for state in explorer.sample(40):
        assert all(low < x < high for x in explorer.view(state).values["model.x"])


def test_amounts_in_words() -> None:
    assert [dollars(x) for x in (0.127, 0.999, 8.771, 47.02)] == [
        "13 cents", "$1.00", "$8.77", "$47",
    ]  # fmt: skip
