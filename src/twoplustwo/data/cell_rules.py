"""Rules on what cells may say and which columns may exist: dates, ranges, words, places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from twoplustwo.data.neutrality import findings, own_voice
from twoplustwo.data.problems import Problem, Table

INTERVALS = (
    ("period_start", "period_end"),
    ("fieldwork_start", "fieldwork_end"),
    ("date", "period_end"),
    ("date", "date_end"),
    ("date", "withdrawn_date"),
    ("signed", "in_force"),
    ("signed", "ended"),
)
BOUNDS = (("_low", "_high"), ("_min", "_max"))
WITH_COORDINATES = frozenset({"chokepoints", "regions_cities", "sea_routes"})
"""Tables that may hold points: straits, cities and regions, ports and open sea."""

COORDINATE = re.compile(r"(^|_)(lat|lon|lng|latitude|longitude|coordinates?)(_|$)")
FORBIDDEN_COLUMNS = re.compile(
    r"(^|_)(base|bases|site|sites|facility|locality|battery|verified)(_|$)"
)
WORKSHOP = re.compile(
    r"\b(background|brief|compiler|placeholder|stored (?:copy|copies|pages?)|searched again"
    r"|not stored|check before|earlier version|downgraded|TODO|(?:was|were|not) seen)\b",
    re.IGNORECASE,
)
"""Words of somebody compiling a table, not of a published one."""

ROUNDED = {"missiles", "island_deployments"}
"""Tables whose ranges are published rounded to 100 km."""


def precision(table: Table) -> Iterator[Problem]:
    """A date known to its month or year is written as the first day of that period."""
    for field in table.resource["schema"]["fields"]:
        name = field["name"]
        beside = "precision" if name == "date" else f"{name}_precision"
        if field["type"] != "date" or beside not in table.text:
            continue
        for index, row in table.text[[name, beside]].iterrows():
            fault = _fault_of_precision(row[name], row[beside])
            if fault:
                yield table.problem(index, beside, "precision", fault)


def _fault_of_precision(date: Any, level: Any) -> str | None:
    if pd.isna(date) and pd.isna(level):
        return None
    if pd.isna(date) or pd.isna(level):
        return f"date {date} and precision {level}: give both or neither"
    expected = {"month": date[:7] + "-01", "year": date[:4] + "-01-01"}.get(level, date)
    if date != expected:
        return f"precision {level} with {date}; write the first day of the {level}, {expected}"
    return None


def intervals(table: Table) -> Iterator[Problem]:
    """Nothing ends before it starts."""
    for start, end in INTERVALS:
        if start not in table.text or end not in table.text:
            continue
        both = table.text[[start, end]].dropna()
        for index, row in both[both[start] > both[end]].iterrows():
            yield table.problem(
                index, end, "interval", f"{end} {row[end]} lies before {start} {row[start]}"
            )


def bounds(table: Table) -> Iterator[Problem]:
    """No lower bound exceeds its upper bound."""
    if table.typed is None:
        return
    for low in table.typed.columns:
        for below, above in BOUNDS:
            high = low.replace(below, above)
            if below not in low or high not in table.typed:
                continue
            pair = table.typed[[low, high]].dropna()
            for index, row in pair[pair[low] > pair[high]].iterrows():
                yield table.problem(
                    index, high, "inverted range", f"{low} {row[low]} exceeds {high} {row[high]}"
                )


def rounded_ranges(table: Table) -> Iterator[Problem]:
    """Published missile ranges are whole hundreds of kilometres."""
    if table.name not in ROUNDED or table.typed is None:
        return
    for name in ("range_min_km", "range_max_km"):
        values = table.typed[name].dropna()
        for index, value in values[values % 100 != 0].items():
            yield table.problem(index, name, "rounding", f"{value:g} km is not rounded to 100 km")


def forbidden_columns(table: Table) -> Iterator[Problem]:
    """No column holds points outside the tables for them, nor sites or compiler's marks."""
    for name in table.text.columns:
        if COORDINATE.search(name) and table.name not in WITH_COORDINATES:
            yield table.problem(
                None,
                name,
                "coordinates",
                f"only {', '.join(sorted(WITH_COORDINATES))} may hold coordinates",
            )
        if FORBIDDEN_COLUMNS.search(name):
            yield table.problem(
                None, name, "column", "sites and compiler's marks are not published"
            )


def _free_text(table: Table) -> list[str]:
    """Columns in the course's own words."""
    if table.name == "sources":
        return ["text"]
    if table.name == "publishers":
        return []
    return [
        field["name"]
        for field in table.resource["schema"]["fields"]
        if field["type"] == "string"
        and field["name"] != "source_id"
        and "enum" not in field.get("constraints", {})
    ]


def wording(table: Table) -> Iterator[Problem]:
    """Text cells keep the rules of neutrality and hold no workshop talk."""
    for name in _free_text(table):
        for index, cell in table.text[name].dropna().items():
            yield from (
                table.problem(index, name, "wording", reason) for reason in text_faults(cell)
            )


def text_faults(text: str) -> Iterator[str]:
    """What a published text must not say."""
    for finding in findings(text):
        yield f"{finding.word!r} ({finding.rule}); accepted: {finding.advice}"
    for match in WORKSHOP.finditer(own_voice(text)):
        yield f"{match[0]!r} is talk of the workshop; say what the reader needs to know"


def descriptor_wording(table: Table) -> Iterator[Problem]:
    """The descriptions of a table keep the same rules."""
    item = table.resource
    texts = [item["title"], item["description"], item["knownGaps"]]
    texts += [field.get("description", "") for field in item["schema"]["fields"]]
    for text in texts:
        for reason in text_faults(text):
            yield Problem("datapackage.json", 0, table.name, "wording", f"{reason} in {text!r}")
