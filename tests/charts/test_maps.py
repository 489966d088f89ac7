"""Base maps: the projection keeps areas, the coast is whole, the convention is always drawn."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoplustwo.charts import maps
from twoplustwo.charts.figures import figure_json
from twoplustwo.data import load
from twoplustwo.data.package import folder

RADIUS = maps.EARTH_RADIUS_KM
REGION_NAMES = sorted(maps.REGIONS)
latitudes = st.floats(-70, 75)
longitudes = st.floats(90, 200)


def ring_area(x: np.ndarray, y: np.ndarray) -> float:
    """Area inside rings that NaN separates, by the shoelace formula."""
    total, start = 0.0, 0
    for end in [*np.flatnonzero(np.isnan(x)), len(x)]:
        px, py = x[start:end], y[start:end]
        total += abs(np.dot(px, np.roll(py, 1)) - np.dot(py, np.roll(px, 1))) / 2
        start = end + 1
    return total


def haversine(lon1: float, lat1: float, lon2: np.ndarray, lat2: np.ndarray) -> np.ndarray:
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    step = np.sin((phi2 - phi1) / 2) ** 2
    turn = np.cos(phi1) * np.cos(phi2) * np.sin(np.radians(lon2 - lon1) / 2) ** 2
    return 2 * RADIUS * np.arcsin(np.sqrt(step + turn))


def distances(line: np.ndarray, places: tuple[str, ...], region: str) -> np.ndarray:
    """Distance of each point of a line to the nearest corner of the places' coast, km."""
    x, y = maps.outline(places, region)
    return np.nanmin(np.hypot(line[0][:, None] - x, line[1][:, None] - y), axis=1)


# -- Projection ----------------------------------------------------------------------------


def test_projection_gives_snyders_example():
    """Snyder 1987, numerical examples: sphere of radius 3, centre 40 N 100 W."""
    x, y = maps.project(100.0, -20.0, (-100.0, 40.0))
    assert (x * 3 / RADIUS, y * 3 / RADIUS) == pytest.approx((-4.2339303, 4.0257775), abs=1e-6)


@given(longitudes, latitudes)
def test_centre_of_the_map_is_zero(lon, lat):
    assert np.allclose(maps.project(lon, lat, (lon, lat)), 0, atol=1e-6)


@given(longitudes, latitudes, st.floats(-40, 40), st.floats(-14.9, 14.9))  # short of the poles
def test_projection_keeps_areas(lon, lat, east, north):
    half = 0.05
    corners = np.array([(-half, -half), (half, -half), (half, half), (-half, half)])
    place = np.array([lon + east, lat + north])
    x, y = maps.project(*(place + corners).T, (lon, lat))
    low, high = np.radians([place[1] - half, place[1] + half])
    true = RADIUS**2 * np.radians(2 * half) * (np.sin(high) - np.sin(low))
    assert ring_area(x, y) == pytest.approx(true, rel=1e-4)


@given(longitudes, latitudes, st.floats(1, 5000))
def test_circle_lies_at_its_radius(lon, lat, radius):
    ring_lon, ring_lat = maps.circle(lon, lat, radius)
    assert np.allclose(haversine(lon, lat, ring_lon, ring_lat), radius, rtol=1e-6, atol=1e-3)


def test_circles_come_in_rows():
    lon, lat = maps.circle(146.0, 44.0, [300.0, 600.0], points=36)
    assert lon.shape == lat.shape == (2, 37)


# -- Coast ---------------------------------------------------------------------------------


def test_layers_are_the_files_of_the_manifest():
    place = folder().joinpath("coast")
    manifest = json.loads(place.joinpath("manifest.json").read_text(encoding="utf-8"))
    for row in manifest["files"]:
        data = place.joinpath(row["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == row["sha256"]
        assert len(data) == row["bytes"] < 60_000


@pytest.mark.parametrize("island", maps.DISPUTED)
def test_islands_have_about_their_surveyed_area(island):
    surveyed = load("islands").set_index("island_id").loc[island, "area_km2"]
    drawn = ring_area(*maps.outline(island, "four_islands"))
    assert drawn == pytest.approx(surveyed, rel=0.13 if island == "habomai" else 0.07)


def test_the_halves_make_up_sakhalin():
    halves = ("southern_sakhalin", "northern_sakhalin")
    parts = sum(ring_area(*maps.outline(half, "kurils")) for half in halves)
    assert parts == pytest.approx(ring_area(*maps.outline("sakhalin", "kurils")), rel=0.01)
    south = next(f for f in maps.coast("islands")["features"] if f["id"] == halves[0])
    assert max(max(ring[1::2]) for ring in south["rings"]) == 50.0


def test_coast_runs_on_past_the_antimeridian():
    russia = next(f for f in maps.coast("northeast_asia")["features"] if f["id"] == "RUS")
    easternmost = max(max(ring[::2]) for ring in russia["rings"])
    assert 185 < easternmost < 192  # Chukotka ends at 170 degrees west
    jumps = [np.abs(np.diff(ring[::2])).max() for ring in russia["rings"]]
    assert max(jumps) < 60  # the clip's own edges, never a jump of 360


def test_rings_are_closed():
    x, y = maps.outline("habomai", "four_islands")
    starts = [0, *(np.flatnonzero(np.isnan(x)) + 1)]
    ends = [*(np.flatnonzero(np.isnan(x)) - 1), len(x) - 1]
    assert len(starts) == 4  # the islets that the scale 1:10m shows
    assert all((x[a], y[a]) == (x[b], y[b]) for a, b in zip(starts, ends, strict=True))


def test_unknown_names_are_refused_with_the_known_ones():
    with pytest.raises(KeyError, match=r"no atlantis; it has .*iturup"):
        maps.outline("atlantis", "kurils")
    with pytest.raises(KeyError, match="no map region 'moon'; accepted: four_islands"):
        maps.base_map("moon")
    with pytest.raises(KeyError, match="no line 'x'; there are iturup_urup"):
        maps.half_way_line("x", "kurils")


# -- Lines ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "one", "other"),
    [
        ("iturup_urup", ("iturup",), ("urup",)),
        ("hokkaido_islands", ("hokkaido",), ("kunashir", "habomai", "shikotan", "iturup")),
        ("shumshu_kamchatka", ("shumshu", "atlasov"), ("kamchatka",)),
    ],
)
def test_lines_lie_half_way_between_the_coasts(line, one, other):
    points = np.array(maps.half_way_line(line, "four_islands"))[:, 1:-1]
    here, there = distances(points, one, "four_islands"), distances(points, other, "four_islands")
    assert np.abs(here - there).max() < 9  # the coast is drawn simplified, the line smoothed


def test_the_islands_lie_between_the_two_lines():
    claimed_x = maps.half_way_line("iturup_urup", "kurils")[0]
    administered_x = maps.half_way_line("hokkaido_islands", "kurils")[0]
    for island in maps.DISPUTED:
        x = np.nanmean(maps.outline(island, "kurils")[0])
        assert administered_x.mean() < x < claimed_x.min() + 60


# -- Maps ----------------------------------------------------------------------------------


@pytest.fixture(params=REGION_NAMES)
def drawn(request):
    return request.param, {t["uid"]: t for t in figure_json(maps.base_map(request.param))["data"]}


def test_every_map_hatches_the_islands(drawn):
    _, traces = drawn
    assert traces["disputed"]["fillpattern"]["shape"] == maps.HATCH["shape"] == "/"
    assert traces["disputed"]["fillpattern"]["bgcolor"] == traces["land"]["fillcolor"]


def test_every_map_dashes_both_lines_alike(drawn):
    _, traces = drawn
    claimed, administered = (traces[uid]["line"] for uid in maps.CLAIM_LINES)
    assert claimed == administered
    assert claimed["dash"] not in ("", "solid")


def test_every_map_names_the_sea_twice(drawn):
    region, traces = drawn
    text = " ".join(traces["seas"]["text"])
    assert "Sea of Okhotsk" in text and "Pacific Ocean" in text
    assert ("Sea of Japan<br>(East Sea)" in text) == (region != "four_islands")


def test_maps_are_light(drawn):
    _, traces = drawn
    assert len(traces) <= 6
    assert sum(len(trace["x"]) for trace in traces.values()) < 4500


def test_axes_are_equal(drawn):
    layout = maps.map_layout(drawn[0])
    assert layout["yaxis"]["scaleanchor"] == "x" and layout["yaxis"]["scaleratio"] == 1


@pytest.mark.parametrize("region", REGION_NAMES)
@pytest.mark.parametrize("shape", [(720, 520), (343, 480)])
def test_the_edge_of_the_clipped_coast_is_never_in_view(region, shape):
    """Equal axes widen the view; the box that the coast was cut to must still lie outside."""
    view = maps.region_of(region)
    width, height = np.ptp(view.x), np.ptp(view.y)
    scale = max(width / shape[0], height / shape[1])
    half = np.array(shape) * scale / 2
    centre = np.array([np.mean(view.x), np.mean(view.y)])
    west, south, east, north = maps.coast(view.layer)["box"]
    t = np.linspace(0, 1, 200)
    lon = np.concatenate([np.full(200, west), np.full(200, east), *[west + (east - west) * t] * 2])
    up = south + (north - south) * t
    lat = np.concatenate([up, up, np.full(200, south), np.full(200, north)])
    x, y = maps.project(lon, lat, view.centre)
    inside = (np.abs(x - centre[0]) < half[0]) & (np.abs(y - centre[1]) < half[1])
    assert not inside.any()


def test_own_places_are_left_to_the_caller():
    names = maps.neutral_land("kurils", ["southern_sakhalin", "northern_sakhalin", "urup"])
    assert not {"sakhalin", "southern_sakhalin", "urup", "iturup"} & set(names)
    assert {"hokkaido", "simushir"} <= set(names)
    uids = [t.uid for t in maps.base_map("kurils", own=maps.DISPUTED).data]
    assert "disputed" not in uids and "claimed_line" in uids


def test_text_table_equals_the_map():
    table = maps.island_table()
    assert table["Island"].tolist() == [
        "Iturup/Etorofu", "Kunashir/Kunashiri", "Shikotan", "Habomai",
    ]  # fmt: skip
    assert set(table["Administered by"]) == {"Russia"} and set(table["Claimed by"]) == {"Japan"}


def test_convention_names_both_states_and_both_lines():
    for part in ("Russia administers", "Japan claims", "hatched", "both lines are dashed"):
        assert part in maps.CONVENTION
