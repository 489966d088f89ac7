"""``load`` and ``tables``: types, copies, and names that do not exist."""

from __future__ import annotations

import pandas as pd
import pytest

from twoplustwo import load, tables
from twoplustwo.data import UnknownNameError, resource
from twoplustwo.data.tables import near_names

NAMES = list(tables()["name"])
# fmt: off
PROMISED = {
    "islands", "habomai_islets", "island_population", "dispute_timeline", "treaty_boundaries",
    "treaty_holdings", "two_plus_two", "summits", "island_deployments", "scrambles", "opinion",
    "trade", "constitution", "joint_projects", "naming_conventions", "new_start",
    "new_start_events", "warheads", "china_projections", "treaties", "inf_timeline", "missiles",
    "regions_cities", "milex", "hypersonics", "missile_defence", "launch_days", "lofted_launches",
    "dprk_launches_by_year", "dprk_tracker_definitions", "dprk_nuclear_tests",
    "dprk_nuclear_test_estimates", "sanctions", "dprk_economy", "trade_with_china",
    "korea_diplomacy", "missile_overflights", "chokepoints", "chokepoint_flows",
    "energy_dependence", "sea_routes", "sea_route_totals", "incidents", "claims", "sources",
    "publishers",
}
# fmt: on


def test_every_promised_table_is_there() -> None:
    assert set(NAMES) >= PROMISED


@pytest.mark.parametrize("name", NAMES)
def test_columns_have_the_types_of_the_schema(name: str) -> None:
    frame = load(name)
    kinds = {
        "date": lambda c: c.dtype == "datetime64[ns]",
        "integer": lambda c: c.dtype == "Int64",
        "year": lambda c: c.dtype == "Int64",
        "number": lambda c: c.dtype == "float64",
        "boolean": lambda c: c.dtype == "boolean",
    }
    assert len(frame) > 0
    for field in resource(name)["schema"]["fields"]:
        column = frame[field["name"]]
        if field["type"] in kinds:
            assert kinds[field["type"]](column), field["name"]
        elif "enum" in field.get("constraints", {}):
            assert isinstance(column.dtype, pd.CategoricalDtype), field["name"]
        else:
            assert column.dropna().map(type).eq(str).all(), field["name"]


def test_the_scrambles_of_a_year() -> None:
    frame = load("scrambles")
    years = frame[frame["period_kind"] == "fiscal_year"].set_index("fiscal_year")
    record = years.loc[2016]
    assert (record["scrambles_total"], record["scrambles_china"]) == (1168, 851)
    assert record["period_start"] == pd.Timestamp("2016-04-01")
    assert record["period_end"] == pd.Timestamp("2017-03-31")
    assert pd.isna(years.loc[2010, "scrambles_russia"])


def test_a_date_known_to_its_month_is_the_first_day_of_it() -> None:
    frame = load("summits")
    sochi = frame[frame["meeting_number"] == 8].iloc[0]
    assert sochi["date"] == pd.Timestamp("2014-02-01")
    assert sochi["precision"] == "month"


def test_there_were_four_rounds_and_none_since() -> None:
    rounds = load("two_plus_two")
    assert list(rounds["date"].dt.year) == [2013, 2017, 2018, 2019]


def test_editing_a_frame_leaves_the_next_one_alone() -> None:
    frame = load("islands")
    frame.loc[0, "area_km2"] = -1.0
    assert (load("islands")["area_km2"] > 0).all()


def test_an_unknown_name_lists_the_near_ones() -> None:
    with pytest.raises(UnknownNameError, match="did you mean scrambles") as caught:
        load("scrambels")
    assert isinstance(caught.value, KeyError)
    assert not str(caught.value).startswith(("'", '"'))


def test_a_name_like_no_other_lists_all() -> None:
    with pytest.raises(UnknownNameError, match=r"known names: china_projections, .*warheads"):
        load("zzzz")


def test_a_part_of_a_name_finds_it() -> None:
    assert "dprk_nuclear_tests" in near_names("nuclear_tests", NAMES)


def test_the_catalogue_says_what_a_table_is() -> None:
    catalogue = tables().set_index("name")
    assert catalogue.loc["scrambles", "rows"] == len(load("scrambles"))
    assert catalogue.notna().all().all()
    assert (catalogue["known_gaps"].str.len() > 10).all()
