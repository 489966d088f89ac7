"""Populations: sums hold, zero is not a gap, disputed figures stay apart."""

from __future__ import annotations

import importlib
import math

import pytest

from twoplustwo import load
from twoplustwo.explorers import get

module = importlib.import_module("twoplustwo.explorers.island_population")
explorer = get("island_population")
ISLANDS = module.GROUPS[:4]
DAYS = (module.BEFORE, "2021-01-01", "2022-01-01")


@pytest.mark.parametrize("day", DAYS)
def test_the_islands_add_up_to_the_four(day):
    total = sum(module.count(island, day) for island in ISLANDS)
    assert total == module.count("four_islands", day)


@pytest.mark.parametrize("day", DAYS)
def test_shares_add_up_to_the_whole(day):
    assert sum(module.value("share", island, day) for island in ISLANDS) == pytest.approx(100)
    assert math.isnan(module.value("share", "four_islands", day))


def test_no_civilians_is_zero_and_no_row_is_a_gap():
    assert module.count("habomai", "2022-01-01") == 0
    assert math.isnan(module.count("iturup", "1999-01-01"))


def test_density_is_persons_by_area():
    area = load("islands").set_index("island_id").loc["shikotan", "area_km2"]
    assert module.value("density", "shikotan", module.BEFORE) == pytest.approx(1038 / area)


def test_disputed_figures_are_never_the_dots():
    rows = module.disputed()
    dots = {module.count(area, day) for area in ISLANDS for day in DAYS}
    assert set(rows["population_persons"]) == {1499, 7000, 7800}
    assert not set(rows["population_persons"].astype(float)) & dots


def test_a_range_joins_a_dispute_to_what_it_disputes():
    ranges = {(low, high) for low, high, _ in module.ranges_of("persons")}
    assert ranges == {(1038.0, 1499.0), (7000.0, 7800.0)}
    values = explorer.view({"measure": "persons"}).values
    assert sorted(values["disputed.x"]) == [1499, 7000, 7800]
    assert set(explorer.view({"measure": "share"}).values["disputed.x"]) == {None}


@pytest.mark.parametrize("measure", list(module.MEASURES))
def test_all_values_lie_on_the_axis(measure):
    for year in (2021, 2022):
        values = explorer.view({"measure": measure, "year": year}).values
        low, high = module.RANGES[measure]
        shown = [x for uid in ("before", "now") for x in values[f"{uid}.x"] if x is not None]
        assert all(low < x < high for x in shown)


def test_the_larger_number_is_written_on_the_right():
    values = explorer.view({"measure": "persons"}).values
    habomai = module.GROUPS.index("habomai")
    assert values["before.textposition"][habomai] == "middle right"
    assert values["now.textposition"][habomai] == "middle left"


def test_the_finding_of_the_title_holds():
    before, now = (module.count("four_islands", day) for day in (DAYS[0], DAYS[2]))
    assert abs(now - before) / before < 0.10  # "about as many people as in 1945"
    shares = [abs(module.value("share", i, DAYS[0]) - module.value("share", i, DAYS[2]))
              for i in ISLANDS]  # fmt: skip
    assert max(shares) > 25  # "in another way"
    densest = max(ISLANDS, key=lambda i: module.value("density", i, DAYS[0]))
    assert densest == "habomai"


def test_the_answer_is_the_total_of_the_year_chosen():
    for year, total in ((2021, 18_810), (2022, 18_757)):
        assert explorer.view({"year": year}).values["outcome.total"] == total


def test_the_default_picture_does_not_give_the_answer_away():
    shown = explorer.view()
    assert "18,757" not in shown.summary + shown.title + shown.alt
