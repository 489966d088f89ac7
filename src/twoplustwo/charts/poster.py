"""Posters: SVG pictures of charts and explorers, for the page before it is touched and paper.

Chromium draws them through kaleido: one browser for a whole batch, each picture at two widths,
kept in a folder by the hash of what they show. The dark poster is the light one with its ink
replaced. Without a browser nothing fails: the report says what is missing and how to get it.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import plotly

from .figures import FigureJson, apply, dumps
from .svg import tidy
from .theme import recolour

WIDE, NARROW = 720, 360
VERSION = 2  # raise it when the drawing or `tidy` changes, so that caches are not reused
SECONDS_A_PICTURE = 60
SECONDS_A_BROWSER = 90
TRIES = 2  # a browser that was killed from outside never answers
PICTURES_A_TAB = 8
SILENT = ("TimeoutError", "the browser does not answer")
INSTALL = (
    "install Chromium (Debian, Ubuntu: sudo apt-get install chromium; macOS, Windows: Chrome) "
    "or set BROWSER_PATH to it"
)


@dataclass(frozen=True)
class Picture:
    """What to draw: a figure in plain JSON, its height in px, and its changes when narrow."""

    name: str
    figure: FigureJson = field(repr=False)
    height: int
    narrow: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Poster:
    """A picture at both widths in light ink; `dark` gives the other page's."""

    wide: str = field(repr=False)
    narrow: str = field(repr=False)
    wide_height: int
    narrow_height: int

    def dark(self) -> Poster:
        """The same poster for the dark page."""
        return Poster(
            recolour(self.wide), recolour(self.narrow), self.wide_height, self.narrow_height
        )


@dataclass(frozen=True)
class Drawn:
    """Result of a batch.

    posters : name -> Poster, or None where none could be drawn; drawn : pictures drawn now, not
    found in the cache; problem : why some are missing and what to do, or None.
    """

    posters: dict[str, Poster | None]
    drawn: int
    problem: str | None


@dataclass(frozen=True)
class _Sheet:
    """One picture at one width."""

    path: Path
    figure: FigureJson
    width: int
    height: int


def draw(pictures: Sequence[Picture], cache: Path, plotly_js: Path | None = None) -> Drawn:
    """Draw posters, taking from `cache` what has not changed.

    Parameters
    ----------
    cache : path
        Folder for finished SVG files; made if missing.
    plotly_js : path, optional
        A (partial) Plotly bundle; that of the plotly package if not given.
    """
    cache.mkdir(parents=True, exist_ok=True)
    sheets = {p.name: (_sheet(p, WIDE, cache), _sheet(p, NARROW, cache)) for p in pictures}
    todo = [sheet for pair in sheets.values() for sheet in pair if not sheet.path.is_file()]
    problem = _draw_missing(todo, plotly_js) if todo else None
    posters = {name: _poster(*pair) for name, pair in sheets.items()}
    drawn = sum(sheet.path.is_file() for sheet in todo)
    return Drawn(posters, drawn, problem)


def _sheet(picture: Picture, width: int, cache: Path) -> _Sheet:
    figure = apply(picture.figure, picture.narrow) if width == NARROW else picture.figure
    height = int(figure["layout"].get("height", picture.height))
    key = dumps([VERSION, plotly.__version__, width, height, figure])
    digest = hashlib.sha256(key.encode()).hexdigest()[:16]
    return _Sheet(cache / f"{picture.name}-{width}-{digest}.svg", figure, width, height)


def _poster(wide: _Sheet, narrow: _Sheet) -> Poster | None:
    if not (wide.path.is_file() and narrow.path.is_file()):
        return None
    texts = (sheet.path.read_text(encoding="utf-8") for sheet in (wide, narrow))
    return Poster(*texts, wide.height, narrow.height)


def _draw_missing(sheets: Sequence[_Sheet], plotly_js: Path | None) -> str | None:
    """Draw sheets into their files; return what went wrong, or None."""
    try:
        import kaleido  # noqa: F401  (an extra of the build, not of the run-only install)
    except ImportError:
        return "no posters: kaleido is missing, pip install 'twoplustwo[book]'"
    failures: list[tuple[str, str]] = []
    for _ in range(TRIES):
        left = [sheet for sheet in sheets if not sheet.path.is_file()]
        failures = _in_thread(_draw_all(left, plotly_js), _patience(left), len(left))
        if not failures or failures[0] != SILENT:
            break
    if not failures:
        return None
    kind, reason = failures[0]
    if "NotFound" in kind:
        return f"{len(sheets)} posters not drawn: no browser found; {INSTALL}"
    return f"{len(failures)} of {len(sheets)} posters not drawn: {kind}: {reason}; {INSTALL}"


def _patience(sheets: Sequence[_Sheet]) -> float:
    """Seconds after which a batch counts as stuck."""
    return SECONDS_A_BROWSER + SECONDS_A_PICTURE * len(sheets) / PICTURES_A_TAB


def _in_thread(work: Any, seconds: float, count: int) -> list[tuple[str, str]]:
    """Run a coroutine to its end, also where an event loop already runs (notebooks, tests)."""
    found: list[list[tuple[str, str]]] = []
    # A daemon, so that a browser that never answers cannot hold the build for ever.
    thread = threading.Thread(target=lambda: found.append(asyncio.run(work)), daemon=True)
    thread.start()
    thread.join(seconds)
    if found:
        return found[0]
    return [SILENT if thread.is_alive() else ("RuntimeError", "the drawing thread stopped")] * count


async def _draw_all(sheets: Sequence[_Sheet], plotly_js: Path | None) -> list[tuple[str, str]]:
    """Draw with one browser; return (kind, reason) of each failure."""
    from kaleido import Kaleido, PageGenerator

    page = PageGenerator(plotly=plotly_js and plotly_js.resolve(), mathjax=False)
    tabs = min(os.cpu_count() or 1, 1 + len(sheets) // PICTURES_A_TAB, 3)
    try:
        async with Kaleido(n=tabs, timeout=SECONDS_A_PICTURE, page_generator=page) as browser:
            tasks = (_draw_one(browser, sheet) for sheet in sheets)
            results = await asyncio.gather(*tasks, return_exceptions=True)
    except Exception as error:  # a browser that is missing or does not start, in many ways
        return [_failure(error)] * len(sheets)
    return [_failure(result) for result in results if isinstance(result, BaseException)]


async def _draw_one(browser: Any, sheet: _Sheet) -> None:
    size = {"format": "svg", "width": sheet.width, "height": sheet.height}
    raw = await browser.calc_fig(sheet.figure, opts=size)
    partial = sheet.path.with_suffix(".part")
    partial.write_text(tidy(raw.decode()), encoding="utf-8")
    partial.replace(sheet.path)


def _failure(error: BaseException) -> tuple[str, str]:
    text = " ".join(str(error).split())
    return type(error).__name__, text[:300]
