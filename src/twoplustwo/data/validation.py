"""Checking the tables: every rule, every row, a reason for each fault."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any

from pandas.errors import EmptyDataError, ParserError

from twoplustwo.data import (
    cell_rules,
    cross_rules,
    descriptor_rules,
    schema_rules,
    source_rules,
)
from twoplustwo.data.package import DESCRIPTOR, folder, read_descriptor, resources_by_name
from twoplustwo.data.problems import Problem, Table
from twoplustwo.data.tables import read_text_table, typed

CELL_RULES = (
    cell_rules.precision,
    cell_rules.intervals,
    cell_rules.bounds,
    cell_rules.rounded_ranges,
    cell_rules.wording,
    cell_rules.descriptor_wording,
)

__all__ = ["Problem", "validate"]


def validate(place: Traversable | None = None) -> list[Problem]:
    """Check the tables in ``place``.

    Parameters
    ----------
    place
        Folder with ``datapackage.json`` and the CSV files; by default the course's own tables.

    Returns
    -------
    list of Problem
        Empty when every rule holds. Sorted by file and row.

    Raises
    ------
    FileNotFoundError
        If the folder holds no ``datapackage.json``.
    """
    place = folder() if place is None else place
    if not place.joinpath(DESCRIPTOR).is_file():
        raise FileNotFoundError(f"no {DESCRIPTOR} in {place}")
    known = resources_by_name(read_descriptor(place))
    found = list(descriptor_rules.problems(place, known))
    undescribed = {problem.column.split(".")[0] for problem in found}
    tables = {}
    for name, item in known.items():
        if name not in undescribed and place.joinpath(item["path"]).is_file():
            table, faults = _read(place, name, item)
            found += faults
            if table is not None:
                tables[name] = table
    return sorted({*found, *_table_problems(tables)})


def _read(
    place: Traversable, name: str, item: dict[str, Any]
) -> tuple[Table | None, list[Problem]]:
    """The table and the faults its own schema shows; no table where it cannot be read by it."""
    try:
        table = Table(name, item, read_text_table(place, item["path"]), None)
    except (EmptyDataError, ParserError, UnicodeDecodeError) as error:
        reason = f"is not a CSV file in UTF-8: {str(error).strip()}"
        return None, [Problem(item["path"], 0, "", "file", reason)]
    wrong = list(schema_rules.columns(table))
    faults = [*wrong, *cell_rules.forbidden_columns(table)]
    if wrong:
        return None, faults
    cells = list(schema_rules.field_problems(table))
    if not cells:
        table = table._replace(typed=typed(table.text, item["schema"]))
    return table, faults + cells


def _table_problems(tables: dict[str, Table]) -> Iterator[Problem]:
    """Faults in the cells, between rows and between tables."""
    for table in tables.values():
        yield from schema_rules.key_problems(table, tables)
        for rule in CELL_RULES:
            yield from rule(table)
    if {"sources", "publishers"} <= set(tables):
        yield from source_rules.problems(tables)
    yield from cross_rules.problems(tables)
