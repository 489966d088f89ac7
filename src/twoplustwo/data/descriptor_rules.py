"""Rules on ``datapackage.json`` itself: every table described, every unit named."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any

from twoplustwo.data.package import DESCRIPTOR
from twoplustwo.data.problems import Problem
from twoplustwo.data.schema_rules import PATTERNS

DESCRIBED = ("title", "description", "licenses", "vintage", "updatePeriod", "knownGaps", "schema")
UNITS = {
    "10,000 KRW": "10k_krw",
    "billion USD": "busd",
    "count": "count",
    "days": "days",
    "degree": "deg",
    "events": "events",
    "kiloton": "kt",
    "km": "km",
    "km2": "km2",
    "launches": "launches",
    "mb": "mb",
    "million USD": "musd",
    "minutes": "minutes",
    "missiles": "missiles|count",
    "nautical mile": "nm",
    "percent": "percent",
    "persons": "persons",
    "scrambles": "scrambles",
    "trillion KRW": "trn_krw",
    "votes": "votes|count",
    "warheads": "warheads|count",
}
"""How each unit shows in the name of a column; a new unit is added here."""


def problems(place: Traversable, known: dict[str, Any]) -> Iterator[Problem]:
    """Faults in the descriptor, and between it and the files beside it."""
    for item in known.values():
        yield from descriptions(item)
        yield from fields(item)
    yield from files(place, known)


def files(place: Traversable, known: dict[str, Any]) -> Iterator[Problem]:
    """Every table has its file, and every file its table."""
    paths = {item["path"] for item in known.values()}
    for path in paths:
        if not place.joinpath(path).is_file():
            yield Problem(path, 0, "", "file", f"is in {DESCRIPTOR} but not in the folder")
    for path in place.iterdir():
        if path.name.endswith(".csv") and path.name not in paths:
            yield Problem(path.name, 0, "", "file", f"is in the folder but not in {DESCRIPTOR}")


def descriptions(item: dict[str, Any]) -> Iterator[Problem]:
    """A table has a title, a description, a licence, a vintage and the rest."""
    for key in DESCRIBED:
        if not item.get(key):
            yield Problem(DESCRIPTOR, 0, item["name"], "description", f"the table lacks {key!r}")


def fields(item: dict[str, Any]) -> Iterator[Problem]:
    """A column has a known type, a description, and its unit in its name."""
    columns = item.get("schema", {}).get("fields", [])
    has_unit_column = any(field["name"] == "unit" for field in columns)
    for field in columns:
        fault = _fault(field, has_unit_column)
        if fault:
            where = f"{item['name']}.{field['name']}"
            yield Problem(DESCRIPTOR, 0, where, "field", fault)


def _fault(field: dict[str, Any], has_unit_column: bool) -> str | None:
    if field.get("type") not in PATTERNS:
        return f"type {field.get('type')!r} is not one of {', '.join(PATTERNS)}"
    if not field.get("description"):
        return "lacks a description"
    unit = field.get("unit")
    if unit is None and field["type"] == "number" and not has_unit_column:
        return "a number lacks its unit, in the schema or in a column 'unit'"
    if unit is None:
        return None
    if unit not in UNITS:
        return f"unit {unit!r} is not one of {', '.join(UNITS)}"
    if not any(part in field["name"] for part in UNITS[unit].split("|")):
        return f"the name does not show its unit {unit} (as {UNITS[unit]})"
    return None
