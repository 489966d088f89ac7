"""The Chart: a figure that cannot be made without alt text, a table and sources."""

from __future__ import annotations

import html
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

from twoplustwo.data import source

from .figures import FigureJson, apply, figure_json, plain
from .theme import CONFIG, PAPER

BUILD_VARIABLE = "TWOPLUSTWO_BUILD"
MIME = "application/vnd.twoplustwo+json"
PLOTLY_MIME = "application/vnd.plotly.v1+json"
NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


def building() -> bool:
    """Whether a book is being built: then pictures leave placeholders for the build to fill."""
    return os.environ.get(BUILD_VARIABLE) == "1"


@dataclass(frozen=True, kw_only=True, eq=False)
class Chart:
    """A figure with all that a reader needs to trust and reuse it.

    Parameters
    ----------
    name : str
        Key of the chart, unique in the book; also its anchor on the page.
    figure : plotly.graph_objects.Figure
        Every trace has its own `uid`; no title inside.
    title, subtitle : str
        The finding in a sentence; the measure and its unit.
    alt : str
        One or two sentences that say what the data shows.
    table : pandas.DataFrame
        The frame drawn, with readable column names.
    sources : sequence of str
        Source ids of ``data/sources.csv``.
    note : str
        Caption: what bands and hollow points mean, the convention of a map.
    is_map : bool
        Whether ``maps: off`` replaces it by its table.
    height : int
        Pixels.
    narrow : mapping, optional
        Changes below 520 px of width, for instance ``{"layout.margin.l": 40}``.

    Raises
    ------
    ValueError
        If a required text is empty, the table has no rows, a source is unknown, a trace has no
        uid, or `narrow` names what the figure does not have.
    """

    name: str
    figure: go.Figure
    title: str
    subtitle: str
    alt: str
    table: pd.DataFrame
    sources: Sequence[str]
    note: str = ""
    is_map: bool = False
    height: int = 420
    narrow: Mapping[str, Any] | None = field(default=None)

    def __post_init__(self) -> None:
        if not NAME.match(self.name):
            raise ValueError(
                f"Chart {self.name!r}: a name has small letters, digits and _, a letter first"
            )
        for part in ("title", "subtitle", "alt"):
            if not str(getattr(self, part)).strip():
                raise ValueError(f"Chart {self.name!r}: {part} is empty; it is required")
        if not isinstance(self.table, pd.DataFrame) or self.table.empty:
            raise ValueError(f"Chart {self.name!r}: table must be a DataFrame with rows")
        object.__setattr__(self, "sources", check_sources(f"Chart {self.name!r}", self.sources))
        try:
            apply(self.figure_json, self.narrow or {})
        except (KeyError, ValueError) as error:
            raise ValueError(f"Chart {self.name!r}: {error.args[0]}") from None

    @cached_property
    def figure_json(self) -> FigureJson:
        """The figure in plain values, with the house template."""
        return figure_json(self.figure)

    def payload(self) -> dict[str, Any]:
        """All that the build needs to set the chart on a page, in plain values."""
        return {
            "kind": "chart",
            "name": self.name,
            "title": self.title,
            "subtitle": self.subtitle,
            "alt": self.alt,
            "note": self.note,
            "sources": list(self.sources),
            "is_map": self.is_map,
            "height": self.height,
            "narrow": plain(self.narrow or {}),
            "figure": self.figure_json,
            "table": {
                "columns": [str(column) for column in self.table.columns],
                "rows": plain(table_rows(self.table)),
            },
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        if building():
            return {
                MIME: self.payload(),
                "text/html": f'<div data-chart="{self.name}"></div>',
                "text/plain": self.alt,
            }
        return plotly_bundle(self.figure_json, self.title, self.subtitle, self.alt, self.height)


def plotly_bundle(
    figure: FigureJson, title: str, subtitle: str, alt: str, height: int
) -> dict[str, Any]:
    """A still figure for a kernel: Plotly's own MIME type, title inside, and text for the rest.

    The title goes into the figure here because a kernel shows only one of the types.
    """
    head = f"<b>{html.escape(title)}</b><br><sup>{html.escape(subtitle)}</sup>"
    top = figure["layout"].get("margin", {}).get("t", 12) + 56
    changes = {
        "layout.title": {"text": head, "x": 0, "xref": "paper", "y": 1, "yref": "container",
                         "yanchor": "top", "pad": {"t": 8}},
        "layout.margin.t": top,
        "layout.height": height + 56,
        # A notebook's own theme may be dark, so the ink gets the paper it was chosen for.
        "layout.paper_bgcolor": PAPER,
    }  # fmt: skip
    shown = {**apply(figure, changes), "config": CONFIG}
    bundle = {PLOTLY_MIME: shown, "text/plain": f"{title}\n{alt}"}
    if "google.colab" in sys.modules:  # Colab alone does not know Plotly's type
        bundle["text/html"] = pio.to_html(shown, include_plotlyjs="cdn", full_html=False)
    return bundle


def table_rows(table: pd.DataFrame) -> list[list[Any]]:
    """Rows of a frame in plain values; missing values of any kind become None."""
    cells = table.astype(object).where(table.notna(), None)
    return [[_cell(value) for value in row] for row in cells.itertuples(index=False, name=None)]


def _cell(value: Any) -> Any:
    return (
        str(value)[:10] if isinstance(value, pd.Timestamp) and value == value.normalize() else value
    )


def check_sources(where: str, sources: Sequence[str]) -> tuple[str, ...]:
    """Return the ids as a tuple after looking each up; raises ValueError with the reason."""
    if isinstance(sources, str) or not list(sources):
        raise ValueError(f"{where}: sources must be a non-empty tuple of source ids")
    for source_id in sources:
        try:
            source(source_id)
        except (KeyError, LookupError, ValueError) as error:
            raise ValueError(f"{where}: source {source_id!r}: {error.args[0]}") from None
    return tuple(sources)
