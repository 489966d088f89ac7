"""The map of sea routes: lengths are those of the table, and Hormuz has no way round."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo import load
from twoplustwo.charts import maps
from twoplustwo.explorers import get
from twoplustwo.explorers._sea import BY, USUAL, from_outside, inside, route, track
from twoplustwo.explorers.route_map import CLOSED, LEFT, REGION, is_open, left
from twoplustwo.models.sealanes import route_nm

explorer = get("route_map")
TOTALS = load("sea_route_totals").set_index("route_id")


@pytest.mark.parametrize("name", BY)
def test_lengths_by_the_model_are_those_of_the_table(name: str) -> None:
    assert round(route(name).nm) == pytest.approx(TOTALS.total_nm[name], abs=1)
    assert route(name).extra_nm == pytest.approx(TOTALS.extra_nm[name], abs=1)
    assert route(name).extra_days == pytest.approx(TOTALS.extra_days_13_5kn[name], abs=0.06)


@pytest.mark.parametrize("start", ["fujairah", "yanbu"])
def test_ways_from_outside_are_those_of_the_table(start: str) -> None:
    name = next(n for n in TOTALS.index if n.startswith(start))
    assert from_outside(start, "yokohama").nm == pytest.approx(TOTALS.total_nm[name], abs=1)
    to_ulsan = from_outside(start, "ulsan").nm - from_outside(start, "yokohama").nm
    usual = route(USUAL["ulsan"]).nm - route(USUAL["yokohama"]).nm
    assert to_ulsan == pytest.approx(usual, abs=0.1)


@pytest.mark.parametrize("port", USUAL)
@pytest.mark.parametrize("closed", CLOSED)
def test_the_way_left_is_the_shortest_open_one(closed: str, port: str) -> None:
    ways = [route(n) for n in {v for (_, p), v in LEFT.items() if p == port}]
    still = [w for w in ways if is_open(w, closed)]
    chosen = left(closed, port)
    if closed == "hormuz":
        assert chosen is None and not still
    else:
        assert chosen is not None and chosen.nm == min(w.nm for w in still)


def test_hormuz_leaves_only_ways_that_begin_outside() -> None:
    view = explorer.view({"closed": "hormuz"})
    rows = view.table[view.table["open"]]
    assert len(rows) == 2 and rows["way"].str.contains("pipeline").all()
    assert view.values["way.x"] == [] and len(view.values["pipes.x"]) > 20
    assert view.values["outcome.hormuz"] == "none"
    assert "less than 3 million" in view.summary and "about 20" in view.summary


def test_the_taiwan_strait_costs_least_to_avoid() -> None:
    extra = {c: left(c, "ulsan").extra_nm for c in ("taiwan", "malacca", "archipelago")}
    assert 0 < extra["taiwan"] < 100 < extra["malacca"] < extra["archipelago"]
    assert "nothing changes" in explorer.view({"closed": "taiwan"}).summary


def test_the_part_inside_the_gulf_ends_at_hormuz() -> None:
    lat, lon = inside("yokohama")[-1]
    strait = load("chokepoints").set_index("chokepoint_id").loc["hormuz"]
    assert (lat, lon) == pytest.approx((strait.lat_deg, strait.lon_deg), abs=0.5)


def test_a_filled_track_is_as_long_as_its_waypoints() -> None:
    points = route("gulf_australia_yokohama").points
    assert route_nm(track(points)) == pytest.approx(route_nm(points), rel=1e-6)
    assert np.allclose(track(points)[-1], points[-1])


@pytest.mark.parametrize("shape", [(720, explorer.height), (343, explorer.narrow["layout.height"])])
def test_the_edge_of_the_clipped_coast_is_never_in_view(shape: tuple[int, int]) -> None:
    scale = max(np.ptp(REGION.x) / shape[0], np.ptp(REGION.y) / shape[1])
    half = np.array(shape) * scale / 2
    middle = np.mean([REGION.x, REGION.y], axis=1)
    west, south, east, north = maps.coast(REGION.layer)["box"]
    t = np.linspace(0, 1, 200)
    lon = np.concatenate([np.full(200, west), np.full(200, east), *[west + (east - west) * t] * 2])
    up = south + (north - south) * t
    lat = np.concatenate([up, up, np.full(200, south), np.full(200, north)])
    x, y = maps.project(lon, lat, REGION.centre)
    assert not ((abs(x - middle[0]) < half[0]) & (abs(y - middle[1]) < half[1])).any()


def test_the_map_keeps_the_convention() -> None:
    traces = {t["uid"]: t for t in explorer.template["data"]}
    assert traces["disputed"]["fillpattern"]["shape"] == maps.HATCH["shape"]
    assert {"claimed_line", "administered_line"} <= set(traces)
    assert explorer.is_map and "takes no side" in explorer.note
