"""Rules that any table's schema states by itself: columns, types, keys, vocabularies, ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from twoplustwo.data.problems import Problem, Table

NUMBER = re.compile(r"-?\d+(\.\d+)?")
PATTERNS = {
    "integer": (re.compile(r"-?\d+"), "a whole number such as 12"),
    "year": (re.compile(r"\d{4}"), "a year such as 2016"),
    "number": (NUMBER, "a number such as 12.5"),
    "boolean": (re.compile(r"true|false"), "true or false"),
    "date": (re.compile(r"\d{4}-\d{2}-\d{2}"), "a date such as 2016-11-22"),
    "string": (re.compile(r".*", re.DOTALL), "text"),
}


def columns(table: Table) -> Iterator[Problem]:
    """The file has the columns of its schema, in that order."""
    expected = [field["name"] for field in table.resource["schema"]["fields"]]
    found = list(table.text.columns)
    if found != expected:
        missing = [name for name in expected if name not in found]
        extra = [name for name in found if name not in expected]
        detail = f"missing {missing}, not in the schema {extra}" if missing or extra else "order"
        yield table.problem(
            None, "", "columns", f"columns are {found}; expected {expected} ({detail})"
        )


def _is_of_type(value: str, kind: str) -> bool:
    return bool(PATTERNS[kind][0].fullmatch(value)) and (kind != "date" or _is_date(value))


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def types(table: Table, field: dict[str, Any]) -> Iterator[Problem]:
    """Every cell that is filled is of the field's type."""
    name, kind = field["name"], field["type"]
    for index, value in table.text[name].dropna().items():
        if not _is_of_type(value, kind):
            expected = PATTERNS[kind][1]
            yield table.problem(index, name, "type", f"{value!r} is not {expected}")


def required(table: Table, field: dict[str, Any]) -> Iterator[Problem]:
    """A required cell is filled."""
    if not field.get("constraints", {}).get("required"):
        return
    name = field["name"]
    for index in table.text.index[table.text[name].isna()]:
        yield table.problem(index, name, "required", "is empty; every row needs a value")


def vocabulary(table: Table, field: dict[str, Any]) -> Iterator[Problem]:
    """A cell is one of the words the schema lists, or has the form it asks for."""
    name, constraints = field["name"], field.get("constraints", {})
    allowed, pattern = constraints.get("enum"), constraints.get("pattern")
    for index, value in table.text[name].dropna().items():
        if allowed and value not in allowed:
            yield table.problem(
                index, name, "enum", f"{value!r} is not one of {', '.join(allowed)}"
            )
        if pattern and not re.fullmatch(pattern, value):
            yield table.problem(index, name, "pattern", f"{value!r} does not match {pattern}")


def limits(table: Table, field: dict[str, Any]) -> Iterator[Problem]:
    """A number or date lies within the field's limits."""
    name, constraints = field["name"], field.get("constraints", {})
    lowest, highest = constraints.get("minimum"), constraints.get("maximum")
    if field["type"] not in ("integer", "year", "number", "date"):
        return
    as_value = str if field["type"] == "date" else float
    for index, cell in table.text[name].dropna().items():
        if not _is_of_type(cell, field["type"]):
            continue
        value = as_value(cell)
        if lowest is not None and value < as_value(lowest):
            yield table.problem(index, name, "minimum", f"{cell} is below the minimum {lowest}")
        if highest is not None and value > as_value(highest):
            yield table.problem(index, name, "maximum", f"{cell} is above the maximum {highest}")


def unique(table: Table, names: list[str]) -> Iterator[Problem]:
    """No two rows share the values of ``names``."""
    if not names or any(name not in table.text for name in names):
        return
    frame = table.text[names].fillna("")
    for index in frame.index[frame.duplicated(keep="first")]:
        key = ", ".join(str(value) for value in frame.loc[index])
        first = int(frame.index[(frame == frame.loc[index]).all(axis=1)][0]) + 2
        yield table.problem(
            index, " + ".join(names), "unique", f"{key!r} stands already in line {first}"
        )


def foreign_keys(table: Table, others: Mapping[str, Table]) -> Iterator[Problem]:
    """Every reference of the schema resolves in the table it points to."""
    for key in table.resource["schema"].get("foreignKeys", []):
        name, target = key["fields"][0], key["reference"]["resource"]
        known = set(others[target].text[key["reference"]["fields"][0]]) if target in others else ()
        for index, value in table.text[name].dropna().items():
            if value not in known:
                yield table.problem(index, name, "foreign key", f"{value!r} is not in {target}.csv")


def field_problems(table: Table) -> Iterator[Problem]:
    """Faults that each column can show by itself."""
    for field in table.resource["schema"]["fields"]:
        for rule in (types, required, vocabulary, limits):
            yield from rule(table, field)
        if field.get("constraints", {}).get("unique"):
            yield from unique(table, [field["name"]])


def key_problems(table: Table, others: Mapping[str, Table]) -> Iterator[Problem]:
    """Faults in primary and foreign keys."""
    yield from unique(table, table.resource["schema"]["primaryKey"])
    yield from foreign_keys(table, others)
