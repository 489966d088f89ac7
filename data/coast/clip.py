"""Clip Natural Earth into the coast layers that the maps draw.

Run it only to renew the layers: ``python data/coast/clip.py``. It asks npm for `world-atlas`
by name and version, checks the tarball, and writes `islands.json`, `northeast_asia.json`,
`sea_lanes.json` and `manifest.json` beside itself. It needs npm and shapely; the course itself
needs neither.

Natural Earth is in the public domain; `world-atlas` (Mike Bostock, ISC) packs it as TopoJSON.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import shapely
from shapely import LineString, MultiPoint, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, unary_union

HERE = Path(__file__).resolve().parent
PACKAGE = "world-atlas@2.0.2"
SHA512 = "IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ=="
DECIMALS = {"islands": 3, "northeast_asia": 2, "sea_lanes": 2}  # 0.001 degree is about 100 m

# Boxes are (west, south, east, north) in degrees. Longitudes run on past 180, so that the
# antimeridian cuts nothing: 190 is 170 degrees west.
ISLANDS_BOX = (128.0, 38.5, 168.0, 57.0)
NORTHEAST_ASIA_BOX = (99.0, 6.0, 192.0, 74.0)
SEA_LANES_BOX = (8.0, -68.0, 200.0, 72.0)

# Coast detail, in degrees, falls with the distance from the islands the course is about.
FINE, COARSE, FAR, REGIONAL, OCEANIC = 0.004, 0.012, 0.06, 0.08, 0.15
SMALLEST_FAR_KM2 = 60.0
SMALLEST_REGIONAL_KM2 = 120.0
SMALLEST_OCEANIC_KM2 = 2500.0

# A point inside each island that a map or a chapter names. `group` says how maps treat it.
NAMED = (
    ("iturup", "Iturup/Etorofu", "disputed", 147.84, 45.05),
    ("kunashir", "Kunashir/Kunashiri", "disputed", 145.96, 44.18),
    ("shikotan", "Shikotan", "disputed", 146.75, 43.80),
    ("habomai", "Habomai", "disputed", 145.91, 43.44),
    ("habomai", "Habomai", "disputed", 146.06, 43.42),
    ("habomai", "Habomai", "disputed", 146.16, 43.51),
    ("habomai", "Habomai", "disputed", 146.32, 43.63),
    ("urup", "Urup/Uruppu", "kurils", 149.97, 45.91),
    ("brat_chirpoyev", "Brat Chirpoyev", "kurils", 150.81, 46.46),
    ("simushir", "Simushir", "kurils", 151.99, 46.95),
    ("ketoy", "Ketoy", "kurils", 152.48, 47.34),
    ("rasshua", "Rasshua", "kurils", 153.02, 47.75),
    ("matua", "Matua", "kurils", 153.23, 48.08),
    ("shiashkotan", "Shiashkotan", "kurils", 154.11, 48.83),
    ("ekarma", "Ekarma", "kurils", 153.95, 48.95),
    ("kharimkotan", "Kharimkotan", "kurils", 154.52, 49.13),
    ("onekotan", "Onekotan", "kurils", 154.75, 49.44),
    ("makanrushi", "Makanrushi", "kurils", 154.43, 49.78),
    ("paramushir", "Paramushir", "kurils", 155.71, 50.37),
    ("atlasov", "Atlasov", "kurils", 155.57, 50.87),
    ("shumshu", "Shumshu", "kurils", 156.35, 50.75),
    ("sakhalin", "Sakhalin", "sakhalin", 142.71, 50.33),
    ("hokkaido", "Hokkaido", "hokkaido", 142.58, 43.38),
    ("hokkaido", "Hokkaido", "hokkaido", 141.03, 45.38),
    ("hokkaido", "Hokkaido", "hokkaido", 141.23, 45.17),
    ("hokkaido", "Hokkaido", "hokkaido", 139.48, 42.15),
    ("mainland", "Asian mainland", "mainland", 135.0, 50.0),
    ("kamchatka", "Kamchatka", "mainland", 158.0, 53.0),
    ("honshu", "Honshu", "honshu", 140.8, 39.8),
)
COUNTRIES = {
    "643": ("RUS", "Russia"), "392": ("JPN", "Japan"), "156": ("CHN", "China"),
    "410": ("KOR", "Republic of Korea"), "408": ("PRK", "DPRK"), "840": ("USA", "United States"),
    "158": ("TWN", "Taiwan"), "496": ("MNG", "Mongolia"), "608": ("PHL", "Philippines"),
}  # fmt: skip

# Lines half-way between two coasts: (id, side A, side B, km from the coasts where they end).
LINES = (
    ("iturup_urup", ("iturup",), ("urup",), 130.0),
    ("hokkaido_islands", ("hokkaido",), ("kunashir", "shikotan", "habomai", "iturup"), 75.0),
    ("hokkaido_sakhalin", ("hokkaido",), ("sakhalin",), 90.0),
    ("shumshu_kamchatka", ("shumshu", "atlasov"), ("kamchatka",), 60.0),
)
PARALLEL_50 = 50.0  # the border on Sakhalin from 1905 to 1945


# -- TopoJSON ------------------------------------------------------------------------------


def fetch(folder: Path) -> Path:
    """Download the package by name into `folder` and check its sha512; return the tarball."""
    command = ["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    tarball = next(folder.glob("*.tgz"))
    found = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if found != SHA512:
        raise SystemExit(f"{PACKAGE}: sha512 is {found}, expected {SHA512}")
    return tarball


def read_topology(tarball: Path, name: str) -> dict:
    """Return one TopoJSON file of the package."""
    with tarfile.open(tarball) as archive:
        member = archive.extractfile(f"package/{name}")
        assert member is not None
        return json.load(member)


def decode_arcs(topology: dict) -> list[list[tuple[float, float]]]:
    """Undo the quantisation and delta encoding of the arcs: lists of (longitude, latitude)."""
    (scale_x, scale_y), (move_x, move_y) = (
        topology["transform"][key] for key in ("scale", "translate")
    )
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)
    return arcs


def stitch(arcs: list[list[tuple[float, float]]], indices: Iterable[int]) -> list:
    """Join arcs into a ring; a negative index means the arc runs backwards.

    Rings of the source jump from 180 to -180 where they cross the antimeridian; here they run on.
    """
    ring: list[tuple[float, float]] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    longitudes = np.unwrap([lon for lon, _ in ring], period=360.0)
    return [(float(lon), lat) for lon, (_, lat) in zip(longitudes, ring, strict=True)]


def polygons(topology: dict, name: str) -> Iterator[tuple[str, Polygon]]:
    """Yield (feature id, polygon) for every polygon with a real area."""
    arcs = decode_arcs(topology)
    for geometry in topology["objects"][name]["geometries"]:
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for part in parts:
            rings = [ring for ring in (stitch(arcs, index) for index in part) if len(ring) > 3]
            if rings:
                yield geometry.get("id", ""), shapely.make_valid(Polygon(rings[0], rings[1:]))


# -- Clipping ------------------------------------------------------------------------------


def clip(shape: BaseGeometry, frame: BaseGeometry) -> BaseGeometry:
    """Cut a shape to the frame, wherever on the turning longitudes the shape lies."""
    turns = (
        shapely.transform(shape, lambda xy, t=t: xy + np.array([t, 0.0])) for t in (-360, 0, 360)
    )
    return unary_union([turned.intersection(frame) for turned in turns])


def parts(shape: BaseGeometry) -> list[Polygon]:
    """Return the polygons of a shape, dropping the points and lines a clip can leave."""
    found = [part for group in shapely.get_parts(shape) for part in shapely.get_parts(group)]
    return [part for part in found if part.geom_type == "Polygon" and not part.is_empty]


def area_km2(shape: Polygon) -> float:
    """Approximate area in square kilometres: good to a few per cent for small islands."""
    return shape.area * 111.2**2 * math.cos(math.radians(shape.centroid.y))


def flat(points: Iterable, decimals: int = DECIMALS["islands"]) -> list[float]:
    """Round and flatten: [lon, lat, lon, lat, ...] without repeated points."""
    kept: list[tuple[float, float]] = []
    for lon, lat in points:
        point = (round(lon, decimals), round(lat, decimals))
        if not kept or kept[-1] != point:
            kept.append(point)
    return [number for point in kept for number in point]


def rings(shape: BaseGeometry, layer: str = "islands") -> list[list[float]]:
    """Return the outer rings, largest first; lakes are not drawn."""
    ordered = sorted(parts(shape), key=lambda p: -p.area)
    return [flat(p.exterior.coords, DECIMALS[layer]) for p in ordered]


# -- The islands at 1:10m ------------------------------------------------------------------


def tolerance(group: str) -> float:
    """Return the simplification tolerance in degrees for a group of islands."""
    near = {"disputed": FINE, "hokkaido": FINE * 2, "kurils": FINE * 2}
    return near.get(group, COARSE if group in ("sakhalin", "half") else FAR)


def named_shapes(topology: dict) -> dict[str, dict]:
    """Collect the named islands, and as `other` the rest that is large enough to see."""
    frame = box(*ISLANDS_BOX)
    found: dict[str, dict] = {}
    for _, shape in polygons(topology, "land"):
        for part in parts(clip(shape, frame)):
            row = next((n for n in NAMED if part.contains(Point(n[3], n[4]))), None)
            if row is None and area_km2(part) < SMALLEST_FAR_KM2:
                continue
            key, name, group = row[:3] if row else ("other", "Other land", "other")
            entry = found.setdefault(key, {"name": name, "group": group, "shape": []})
            entry["shape"].append(part)
    for entry in found.values():
        entry["shape"] = unary_union(entry["shape"])
    return found


def split_sakhalin(found: dict[str, dict]) -> None:
    """Add the halves of Sakhalin south and north of 50 degrees, the border of 1905 to 1945."""
    whole = found["sakhalin"]["shape"]
    west, south, east, north = ISLANDS_BOX
    for key, name, frame in (
        ("southern_sakhalin", "Southern Sakhalin", box(west, south, east, PARALLEL_50)),
        ("northern_sakhalin", "Northern Sakhalin", box(west, PARALLEL_50, east, north)),
    ):
        shape = whole.intersection(frame)
        found[key] = {"name": name, "group": "half", "within": "sakhalin", "shape": shape}


def half_way(side_a: BaseGeometry, side_b: BaseGeometry, reach_km: float) -> list[float]:
    """Return the line of points equally far from two coasts, as a flat list of degrees.

    The line is where Voronoi cells of the sampled coasts meet. A plane with shortened
    longitudes stands in for the sphere: over 200 km the error is far below the line width.
    """
    near = shapely.shortest_line(side_a, side_b).centroid
    squeeze = (math.cos(math.radians(near.y)), 1.0)
    window = near.buffer(reach_km / 111.2 * 2.5)
    a, b = (
        shapely.segmentize(
            shapely.transform(s.intersection(window), lambda xy: xy * squeeze).boundary, 0.02
        )
        for s in (side_a, side_b)
    )
    own, other = (np.unique(shapely.get_coordinates(side).round(6), axis=0) for side in (a, b))
    points = MultiPoint([*own, *other])
    cells = shapely.get_parts(shapely.voronoi_polygons(points, ordered=True))
    line = shapely.union_all(cells[: len(own)]).boundary
    for side in (a, b):
        line = line.intersection(side.buffer(reach_km / 111.2))
    merged = linemerge(line) if line.geom_type != "LineString" else line
    longest = max(shapely.get_parts(merged), key=lambda part: part.length)
    smooth = shapely.transform(longest.simplify(0.02), lambda xy: xy / squeeze)
    points_west_first = sorted([list(smooth.coords), list(smooth.coords)[::-1]])[0]
    return flat(points_west_first)


def border_on_sakhalin(shape: BaseGeometry) -> list[float]:
    """Return the stretch of the 50th parallel that crosses Sakhalin."""
    parallel = LineString([(ISLANDS_BOX[0], PARALLEL_50), (ISLANDS_BOX[2], PARALLEL_50)])
    west, _, east, _ = parallel.intersection(shape).bounds
    return flat([(west, PARALLEL_50), (east, PARALLEL_50)])


def islands_layer(topology: dict) -> dict:
    """Build the layer of the islands, Sakhalin, Hokkaido and the coasts around them."""
    found = named_shapes(topology)
    lines = [
        {
            "id": key,
            "points": half_way(
                unary_union([found[name]["shape"] for name in side_a]),
                unary_union([found[name]["shape"] for name in side_b]),
                reach,
            ),
        }
        for key, side_a, side_b, reach in LINES
    ]
    lines.append({"id": "parallel_50", "points": border_on_sakhalin(found["sakhalin"]["shape"])})
    split_sakhalin(found)
    features = [
        {
            "id": key,
            "name": entry["name"],
            "group": entry["group"],
            **({"within": entry["within"]} if "within" in entry else {}),
            "rings": rings(entry["shape"].simplify(tolerance(entry["group"]))),
        }
        for key, entry in sorted(found.items())
    ]
    return {"layer": "islands", "box": ISLANDS_BOX, "features": features, "lines": lines}


# -- Northeast Asia at 1:50m ---------------------------------------------------------------


def country_or_island(code: str, part: Polygon) -> tuple[str, str, str]:
    """Return id, name and group of a polygon: a disputed island belongs to no country here."""
    for key, name, group, lon, lat in NAMED:
        if group == "disputed" and part.contains(Point(lon, lat)):
            return key, name, group
    key, name = COUNTRIES.get(code, ("other", "Other land"))
    return key, name, "country" if code in COUNTRIES else "other"


def northeast_asia_layer(topology: dict) -> dict:
    """Build the layer of countries; shared borders stay shared after simplification."""
    frame = box(*NORTHEAST_ASIA_BOX)
    by_country: dict[str, list[Polygon]] = {}
    for code, shape in polygons(topology, "countries"):
        for part in parts(clip(shape, frame)):
            by_country.setdefault(code, []).append(part)
    codes = sorted(by_country)
    # Parts that meet at the antimeridian join here.
    shapes = [unary_union(by_country[code]) for code in codes]
    simple = shapely.coverage_simplify(shapes, REGIONAL)
    merged: dict[str, dict] = {}
    for code, shape in zip(codes, simple, strict=True):
        for part in parts(shape):
            key, name, group = country_or_island(code, part)
            if group != "disputed" and area_km2(part) < SMALLEST_REGIONAL_KM2:
                continue
            row = merged.setdefault(key, {"id": key, "name": name, "group": group, "rings": []})
            row["rings"] += rings(part, "northeast_asia")
    features = sorted(merged.values(), key=lambda row: (row["id"] == "other", row["id"]))
    return {"layer": "northeast_asia", "box": NORTHEAST_ASIA_BOX, "features": features, "lines": []}


# -- The sea lanes at 1:50m ----------------------------------------------------------------


def sea_lanes_layer(topology: dict) -> dict:
    """Build the layer of the Indian and western Pacific Oceans: land, and the disputed islands."""
    frame = box(*SEA_LANES_BOX)
    merged: dict[str, dict] = {}
    for _, shape in polygons(topology, "land"):
        for part in parts(clip(shape, frame)):
            key, name, group = country_or_island("", part)
            if group != "disputed" and area_km2(part) < SMALLEST_OCEANIC_KM2:
                continue
            if key == "other":
                key, name, group = "land", "Land", "land"
            row = merged.setdefault(key, {"id": key, "name": name, "group": group, "rings": []})
            detail = REGIONAL if group == "disputed" else OCEANIC
            row["rings"] += rings(part.simplify(detail), "sea_lanes")
    features = sorted(merged.values(), key=lambda row: row["id"])
    return {"layer": "sea_lanes", "box": SEA_LANES_BOX, "features": features, "lines": []}


# -- Writing -------------------------------------------------------------------------------


def write(name: str, layer: dict) -> dict:
    """Write one layer, one feature a line, and return its row of the manifest."""
    head = {key: layer[key] for key in ("layer", "box")}
    rows = {
        key: ",\n".join(json.dumps(item, separators=(",", ":")) for item in layer[key])
        for key in ("features", "lines")
    }
    text = (
        json.dumps(head, separators=(",", ":"))[:-1]
        + f',\n"features":[\n{rows["features"]}\n],\n"lines":[\n{rows["lines"]}\n]}}\n'
    )
    path = HERE / name
    path.write_text(text, encoding="utf-8")
    data = path.read_bytes()
    points = sum(len(ring) // 2 for f in layer["features"] for ring in f["rings"])
    return {
        "path": name,
        "bytes": len(data),
        "points": points,
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def main() -> None:
    """Fetch, clip, write the layers and their manifest."""
    with tempfile.TemporaryDirectory() as folder:
        tarball = fetch(Path(folder))
        land = read_topology(tarball, "land-10m.json")
        countries = read_topology(tarball, "countries-50m.json")
        oceans = read_topology(tarball, "land-50m.json")
    files = [
        {**write("islands.json", islands_layer(land)), "source": "land-10m.json, scale 1:10m"},
        {
            **write("northeast_asia.json", northeast_asia_layer(countries)),
            "source": "countries-50m.json, scale 1:50m",
        },
        {
            **write("sea_lanes.json", sea_lanes_layer(oceans)),
            "source": "land-50m.json, scale 1:50m",
        },
    ]
    manifest = {
        "title": "Coastlines, clipped from Natural Earth",
        "source": "Natural Earth, public domain, through the npm package " + PACKAGE,
        "source_sha512": SHA512,
        "made_by": "clip.py",
        "coordinates": "degrees, longitude and latitude in turn; longitudes run on past 180",
        "known_gaps": (
            "1:10m draws four of the five larger Habomai islets; Akiyuri/Anuchin (2 km2) and "
            "smaller rocks are missing. Lakes are not drawn. Lines are schematic: half-way "
            "between the coasts, not copied from a law or a chart."
        ),
        "files": files,
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (HERE / "manifest.json").write_text(text, encoding="utf-8")
    for row in files:
        print(f"{row['path']}: {row['bytes'] / 1000:.1f} kB, {row['points']} points")


if __name__ == "__main__":
    main()
