"""A small site of its own: the samples in the book's element, with the book's own assets."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from twoplustwo.book import bundle, workshop
from twoplustwo.book.render import render

from .samples import sample_chart, sample_map, sample_twin

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "src" / "twoplustwo" / "book" / "assets"
STYLES = ("page.css", "explorer.css", "plotly-csp.css")
EXPLORERS = {explorer.name: explorer for explorer in (sample_map, sample_twin)}

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
    figures = {name: _figure(folder, name) for name in (*EXPLORERS, "sample_chart")}
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


def _figure(folder: Path, name: str) -> str:
    """Describe a sample as the book's workshop does, but for the poster, and render it."""
    payload = {"kind": "explorer", "name": name} if name in EXPLORERS else sample_chart()
    with patch.object(workshop, "explorers", SimpleNamespace(get=EXPLORERS.get)):
        about = workshop._describe(payload, True)
    about["plotly"], content = bundle.plotly()
    _write(folder / about["plotly"], content)
    for kind in ("pack", "twin"):
        if about[kind]:
            _write(folder / about[kind], bytes.fromhex(about[f"{kind}_bytes"]))
    about["posters"] = dict(_posters(folder, about))
    about["source_ids"] = [_any_source()]
    return render(SimpleNamespace(about=about), anchor=name, root="")


def _posters(folder: Path, about: dict[str, Any]):
    for size, width in workshop.POSTER_WIDTHS.items():
        path = f"_posters/{about['name']}-{size}.svg"
        _write(folder / path, POSTER.format(w=width, h=about["height"]).encode())
        for theme in ("light", "dark"):
            yield f"{size}-{theme}", {"path": path, "width": width, "height": about["height"]}


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _any_source() -> str:
    with (ROOT / "data" / "sources.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))["source_id"]
