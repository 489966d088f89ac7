"""A small site of its own: the samples in the book's element, with the book's own assets."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from twoplustwo.book import workshop
from twoplustwo.book.render import render
from twoplustwo.charts.poster import NARROW, WIDE, Drawn, Picture, Poster

from .samples import sample_bars, sample_chart, sample_map, sample_twin

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "src" / "twoplustwo" / "book" / "assets"
STYLES = ("page.css", "explorer.css", "plotly-csp.css")
EXPLORERS = {explorer.name: explorer for explorer in (sample_map, sample_twin, sample_bars)}

POSTER = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}">'
    '<rect width="{w}" height="{h}" fill="#7d858c" opacity=".2"/></svg>'
)
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<script src="theme.js"></script>
{styles}
<script src="explorer.js" defer></script>
</head>
<body><main class="samples"><article class="prose">
<h1>{title}</h1>
{before}
{figures}
{after}
</article></main></body></html>
"""
SPACE = '<p class="space">A line of text before and after the figures.</p>'
LAYOUT_CSS = """
.samples { max-width: 44rem; margin: 0 auto; padding: 0 1rem; }
.space { height: 1500px; }
"""


def build(folder: Path) -> None:
    """Write the site: `index.html` with all samples, and one page for each."""
    for name in ("explorer.js", "theme.js", *STYLES):
        if (ASSETS / name).is_file():
            shutil.copy(ASSETS / name, folder / name)
    (folder / "layout.css").write_text(LAYOUT_CSS)
    figures = _figures(folder)
    _page(folder / "index.html", "All samples", "\n".join(figures.values()), SPACE)
    for name, figure in figures.items():
        _page(folder / f"{name}.html", name, figure)


def _page(path: Path, title: str, figures: str, space: str = "") -> None:
    links = [f'<link rel="stylesheet" href="{name}">' for name in (*STYLES, "layout.css")
             if (path.parent / name).is_file()]  # fmt: skip
    path.write_text(
        PAGE.format(
            title=title, styles="\n".join(links), figures=figures, before=space, after=space
        ),
        encoding="utf-8",
    )


def _figures(folder: Path) -> dict[str, str]:
    """Make the samples as the book's workshop does, with blank posters; return their HTML."""
    payloads = [{"kind": "explorer", "name": name} for name in EXPLORERS] + [sample_chart()]
    with (
        patch.object(workshop, "explorers", SimpleNamespace(get=EXPLORERS.get)),
        patch.object(workshop, "draw", blank_posters),
    ):
        made = workshop.Workshop(folder / "cache").make(payloads)
    for one in made.values():
        one.about["source_ids"] = [_any_source()]
        for path, content in one.files:
            _write(folder / path, content)
    return {
        one.about["name"]: render(one, anchor=one.about["name"], root="") for one in made.values()
    }


def blank_posters(pictures: Sequence[Picture], *args: Any, **options: Any) -> Drawn:
    """Posters of the right size without a browser to draw them."""
    posters = {}
    for picture in pictures:
        wide, narrow = (POSTER.format(w=width, h=picture.height) for width in (WIDE, NARROW))
        posters[picture.name] = Poster(wide, narrow, picture.height, picture.height)
    return Drawn(posters, 0, None)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _any_source() -> str:
    with (ROOT / "data" / "sources.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))["source_id"]
