"""Settings of the build: what Sphinx needs to know that no author should have to type.

`_config.yml` holds the choices of a course; everything that follows from this extension being
loaded is set here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

import twoplustwo

PACKAGE = Path(twoplustwo.__file__).parent
BOOK = Path(__file__).parent

APART = ("cli", "exercises", "grading", "launch.py", "lite", "publish")
"""Parts of the package that no page computes with; the two editions share what was computed."""

NEVER_PAGES = ("_build", ".*", "**/.*", "**/node_modules", "**/__pycache__", "src", "tests")
"""Folders that the search for pages need not even enter."""


def cache_folder(app: Sphinx) -> Path:
    """Folder of executed notebooks, packs and posters, beside the HTML and outside it."""
    return Path(app.outdir).parent / ".cache"


def house_settings(app: Sphinx, config: Config) -> None:
    """Fill in what follows from using this extension (event `config-inited`)."""
    config.nb_custom_formats = {".md": ["twoplustwo.book.execution.read_page", {}, False]}
    config.nb_execution_mode = "off"  # execution.py runs the cells, in parallel, before reading
    config.html_copy_source = False
    config.html_show_sourcelink = False
    config.html_permalinks = True
    config.html_domain_indices = False
    config.html_use_index = False
    config.html_scaled_image_link = False
    config.smartquotes = False  # MyST's own smartquotes rule does it, also for notebooks
    config.myst_heading_anchors = 3
    config.myst_update_mathjax = False
    config.numfig = False
    config.version = config.release = twoplustwo.__version__
    config.exclude_patterns = [*config.exclude_patterns, *NEVER_PAGES]
    # A page depends on code and tables that Sphinx does not see: any change reads all anew.
    config.twoplustwo_fingerprint = fingerprint(PACKAGE, *data_files())


def only_toc_pages(app: Sphinx, config: Config) -> None:
    """Let the pages of the table of contents, and nothing else, become pages.

    Runs after sphinx_external_toc has read `_toc.yml`. A list of what to leave out would miss
    the Markdown of the next package that somebody installs into the tree.
    """
    site_map = getattr(config, "external_site_map", None)
    if site_map is None:
        return
    missing = [name for name in site_map if not list(_candidates(app, name))]
    if missing:
        raise ConfigError(
            f"_toc.yml names {', '.join(missing)}, but no such .md file lies under {app.srcdir}"
        )
    found = (path for name in site_map for path in _candidates(app, name))
    config.include_patterns = [path.relative_to(app.srcdir).as_posix() for path in found]


def _candidates(app: Sphinx, name: str) -> Iterable[Path]:
    stem = Path(app.srcdir) / name
    return (path for path in (stem, stem.with_name(stem.name + ".md")) if path.is_file())


def fingerprint(*paths: Path) -> str:
    """Return a digest of the files at and under `paths` (names and bytes, no times)."""
    return _fingerprint(tuple(sorted(paths)))


@cache
def _fingerprint(paths: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for file in _files(paths):
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (p for p in inside if p.is_file() and "__pycache__" not in p.parts)


def package_parts(*left_out: str) -> list[Path]:
    """Modules and folders of the package that a page's cells or figures may rest on."""
    unused = {"__pycache__", "book", *APART, *left_out}
    return [path for path in PACKAGE.iterdir() if path.name not in unused]


def data_files() -> tuple[Path, ...]:
    """Folders whose tables the course draws, in a checkout and in an installed wheel."""
    folders = (PACKAGE / "data" / "tables", PACKAGE.parent.parent / "data")
    return tuple(folder for folder in folders if folder.is_dir())


def setup(app: Sphinx) -> None:
    app.add_config_value("twoplustwo_maps", True, "env", bool)
    app.add_config_value("twoplustwo_fingerprint", "", "env", str)
    # Jupyter Book passes this on for an extension that we do not load.
    app.add_config_value("comments_config", {}, "", dict)
    app.connect("config-inited", house_settings, priority=100)
    app.connect("config-inited", only_toc_pages, priority=950)
