"""The reach explorer: the model's distances, whole hundreds, and capitals and regions only."""

from __future__ import annotations

import pytest

from twoplustwo import load
from twoplustwo.explorers import get
from twoplustwo.explorers.reach import (
    CLASSES,
    EDGE,
    PLACES,
    band,
    chosen,
    distances,
    members,
    points,
    tally,
    verdict,
)

explorer = get("reach")


def test_only_capitals_and_regions_stand_in_the_list() -> None:
    assert set(points()["kind"]) == {"capital", "region"}
    assert (points()["kind"] == "capital").sum() == 7
    cities = load("regions_cities").query("kind == 'city'")["name"]
    assert not set(cities) & {name for name, *_ in PLACES.values()}


@pytest.mark.parametrize(
    ("origin", "place", "km"),
    [
        ("tokyo", "pyongyang", 1281.6),
        ("tokyo", "seoul", 1149.4),
        ("tokyo", "beijing", 2089.4),
        ("tokyo", "moscow", 7477.2),
        ("seoul", "pyongyang", 195.1),
    ],
)
def test_distances_are_the_reference_ones_to_a_hundred(origin, place, km) -> None:
    """The table's points are rounded to 0.1 degree, so up to 10 km join the rounding."""
    assert distances(origin)[place] == pytest.approx(km, abs=50 + 10)
    assert distances(origin)[place] == distances(place)[origin]


def test_distance_is_the_same_both_ways() -> None:
    for one in PLACES:
        for other, km in distances(one).items():
            assert distances(other)[one] == km
            assert km % 100 == 0


def test_no_place_of_one_s_own_state() -> None:
    for origin in PLACES:
        assert all(PLACES[key][1] != PLACES[origin][1] for key in distances(origin))


def test_no_other_capital_lies_within_the_treaty_s_class_of_moscow() -> None:
    near = [d for d in chosen("moscow", "capitals").values() if d <= 5500]
    assert explorer.view().values["outcome.moscow"] == len(near) == 0
    view = explorer.view({"origin": "moscow", "kind": "ballistic", "scope": "capitals"})
    assert view.title == "No other capital lies within 5,500 km of Moscow"


def test_from_tokyo_four_capitals_do() -> None:
    near = [key for key, d in chosen("tokyo", "capitals").items() if d <= 5500]
    assert set(near) == {"seoul", "pyongyang", "beijing", "manila"}


@pytest.mark.parametrize("kind", CLASSES)
def test_band_spans_the_published_ranges_of_its_members(kind: str) -> None:
    low, high = band(kind)
    table = members(kind)
    assert low == table["range_min_km"].min() and high == table["range_max_km"].max()
    assert set(table["category"].astype(str)) <= set(CLASSES[kind].categories)
    assert low < high <= 5500 and low % 100 == high % 100 == 0


def test_verdicts_follow_the_band() -> None:
    low, high = band("cruise")
    assert verdict(low, "cruise") == "all"
    assert verdict(low + 100, "cruise") == verdict(high, "cruise") == "some"
    assert verdict(high + 100, "cruise") == "none"


def test_places_are_sorted_and_far_ones_stand_at_the_edge_with_their_distance() -> None:
    values = explorer.view({"origin": "moscow", "scope": "capitals"}).values
    assert values["places.x"] == sorted(values["places.x"])
    far = [i for i, x in enumerate(values["places.x"]) if x == EDGE]
    assert any("14,500 km" in values["places.text"][i] for i in far)
    assert all(x <= EDGE for x in values["places.x"])


def test_title_and_summary_count_the_same_places() -> None:
    for state in explorer.sample(30, seed=8):
        found = tally(state["origin"], state["kind"], state["scope"])
        view = explorer.view(state)
        within = len(found["all"]) + len(found["some"])
        whole = within + len(found["none"])
        assert len(view.table) == whole
        assert f"{len(found['none'])} lie beyond" in view.summary
        share = f"All {whole}" if within == whole else f"{within} of the {whole}"
        start = share if within else "No "
        assert view.title.startswith(start)


def test_no_map_and_no_ring() -> None:
    assert not explorer.is_map
    shapes = explorer.view().figure_json["layout"]["shapes"]
    assert {shape["type"] for shape in shapes} == {"rect"}
