"""Reading tables: ``load`` one, list them all with ``tables``."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterable
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any

import pandas as pd

from twoplustwo.data.package import descriptor, folder, resources_by_name


class UnknownNameError(KeyError):
    """There is no table or source with this name; the message lists the nearest ones."""

    def __str__(self) -> str:
        # KeyError shows the repr of its argument, which puts a sentence in quotation marks.
        return str(self.args[0])


def near_names(name: str, known: Iterable[str]) -> str:
    """Sentence that names what ``name`` may have been meant to be."""
    known = sorted(known)
    near = difflib.get_close_matches(name, known, n=4, cutoff=0.5)
    near += [item for item in known if name and name in item and item not in near]
    if near:
        return f"did you mean {', '.join(near[:5])}?"
    return f"known names: {', '.join(known)}"


def resource(name: str) -> dict[str, Any]:
    """Descriptor of table ``name``: title, description, schema, licence, vintage, known gaps.

    Raises
    ------
    UnknownNameError
        If there is no such table; the message lists the nearest names.
    """
    known = resources_by_name(descriptor())
    if name not in known:
        raise UnknownNameError(f"no table {name!r}: {near_names(name, known)}")
    return known[name]


def read_text_table(place: Traversable, path: str) -> pd.DataFrame:
    """The CSV at ``path`` as text, empty cells missing; nothing is guessed."""
    text = place.joinpath(path).read_text(encoding="utf-8")
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, na_values=[""])


def _typed(column: pd.Series, field: dict[str, Any]) -> pd.Series:
    """``column`` (text) in the type that ``field`` of the schema declares."""
    kind = field["type"]
    if kind == "date":
        return pd.to_datetime(column, format="%Y-%m-%d").astype("datetime64[ns]")
    if kind in ("integer", "year"):
        return pd.to_numeric(column).astype("Int64")
    if kind == "number":
        return pd.to_numeric(column).astype("float64")
    if kind == "boolean":
        return column.map({"true": True, "false": False}).astype("boolean")
    if "enum" in field.get("constraints", {}):
        return column.astype(pd.CategoricalDtype(field["constraints"]["enum"]))
    return column


def typed(text: pd.DataFrame, schema: dict[str, Any]) -> pd.DataFrame:
    """The cells of a table, read as text, in the types of its schema."""
    return pd.DataFrame(
        {field["name"]: _typed(text[field["name"]], field) for field in schema["fields"]}
    )


@cache
def _read(name: str) -> pd.DataFrame:
    item = resource(name)
    return typed(read_text_table(folder(), item["path"]), item["schema"])


def load(name: str) -> pd.DataFrame:
    """Table ``name`` with typed columns.

    Parameters
    ----------
    name
        Name of a table in the catalogue, for example ``"scrambles"``; see :func:`tables`.

    Returns
    -------
    pandas.DataFrame
        A fresh copy. Dates are ``datetime64[ns]`` (a date known only to its month or year is the
        first day of that period, and the column ``precision`` says so), vocabularies are
        categories, integers are ``Int64``, other numbers ``float64``, yes/no columns ``boolean``.

    Raises
    ------
    UnknownNameError
        If there is no such table; the message lists the nearest names.
    """
    return _read(name).copy()


def tables() -> pd.DataFrame:
    """The catalogue: one row a table, with title, number of rows, licence, vintage and gaps."""
    rows = [
        {
            "name": name,
            "title": item["title"],
            "rows": len(_read(name)),
            "columns": len(item["schema"]["fields"]),
            "licence": ", ".join(licence["name"] for licence in item["licenses"]),
            "vintage": item["vintage"],
            "update_period": item["updatePeriod"],
            "known_gaps": item["knownGaps"],
            "description": item["description"],
        }
        for name, item in resources_by_name(descriptor()).items()
    ]
    return pd.DataFrame(rows)
