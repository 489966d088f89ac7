"""Area is not value: the two islands of 1956 by land, by people, by points."""

from __future__ import annotations

import pytest

from twoplustwo import load
from twoplustwo.explorers import island_weights

TWO = ("habomai", "shikotan")


def two_islands(date: str) -> float:
    table = load("island_population")
    table = table[table["status"] == "confirmed"]  # another count of Shikotan is disputed
    day = table[table["date"] == date].set_index("area_id")["population_persons"]
    return 100 * sum(int(day.get(i, 0)) for i in TWO) / int(day["four_islands"])


def test_the_line_of_1956_by_three_measures():
    islands = load("islands").set_index("island_id")["area_km2"]
    area = 100 * islands[list(TWO)].sum() / islands.sum()
    shown = list(island_weights.view().table["two"])[:3]
    assert shown == pytest.approx([area, two_islands("1945-08-15"), two_islands("2022-01-01")])
    assert shown == pytest.approx([6.9, 36.5, 17.3], abs=0.05)


def test_the_three_measures_fall_below_above_and_inside_the_example():
    low, high = island_weights.template["data"][0]["x"][:2]
    area, then, now = list(island_weights.view().table["two"])[:3]
    assert area < low < now < high < then


@pytest.mark.parametrize(
    ("points", "share"),
    [((1, 1, 1, 1), 50), ((0, 0, 1, 1), 0), ((3, 0, 0, 0), 100), ((2, 1, 4, 5), 25)],
)
def test_points_are_shares_of_their_sum(points, share):
    state = dict(zip(("habomai", "shikotan", "kunashir", "iturup"), points, strict=True))
    view = island_weights.view(state)
    assert view.table["two"].iloc[-1] == pytest.approx(share)
    assert f"{share}%" in view.title


def test_points_of_zero_ask_for_a_point():
    view = island_weights.view(dict.fromkeys(("habomai", "shikotan", "kunashir", "iturup"), 0))
    assert view.title == "Give at least one island a point"
    assert view.values["habomai.x"][-1] is None


def test_every_bar_is_full():
    values = island_weights.view().values
    for row in range(4):
        parts = [values[f"{i}.x"][row] for i in ("habomai", "shikotan", "kunashir", "iturup")]
        assert sum(parts) == pytest.approx(100)
