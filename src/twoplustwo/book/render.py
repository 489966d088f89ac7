"""The HTML element of a figure, complete before any script runs.

Poster, controls, summary, table and sources are in the page: they serve on paper, with
JavaScript off, and until a reader touches the figure. The script finds its way by the element's
``data-`` attributes and the controls' names.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from twoplustwo.data import source

from .tables import column_class

if TYPE_CHECKING:
    from .workshop import Made


@lru_cache(maxsize=1)
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("figure.html")


def render(made: Made, *, anchor: str, root: str) -> str:
    """Return a figure's HTML.

    Parameters
    ----------
    anchor : str
        Id of the element, unique on the page; the ids of its controls begin with it.
    root : str
        Relative address of the site's root from the page, ``""`` or ``"../../"``.
    """
    return _template().render(
        {
            **made.about,
            "anchor": anchor,
            "root": root,
            "suffix": "" if anchor == made.about["name"] else f" ({anchor})",
            "classes": column_classes(made.about["rows"]),
            "sources": [source(source_id) for source_id in made.about["source_ids"]],
        }
    )


def column_classes(rows: list[list[Any]]) -> list[str]:
    """Name the look of each column: ``num``, ``date`` or nothing."""
    columns = zip(*rows, strict=True)
    return [column_class([str(cell) for cell in column]) for column in columns]
