"""The frame of a page: navigation, contents, description, and which assets it loads.

The theme's template only places what this module hands it. Scripts and style sheets are named
here and nowhere else, so nothing that another extension registers reaches a page.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from . import capstone, glossary, launch, offline, quiz
from .export import has_notebook
from .figures import has_figures
from .problems import report
from .settings import BOOK

ASSETS = BOOK / "assets"
FIGURE_STYLES = ("explorer.css", "plotly-csp.css")
FIGURE_SCRIPTS = ("explorer.js",)
CONTENTS_DEPTH = 2  # H2 and H3

UNUSED_STATIC = ("basic.css", "file.png", "minus.png", "mystnb.*.css", "plus.png", "pygments.css")
"""Files that Sphinx and myst-nb put into every site and no page of ours loads."""

Context = dict[str, Any]


@dataclass
class Link:
    """An entry of a list of links; `current` is the page itself."""

    title: str
    url: str
    current: bool = False
    children: list[Link] = field(default_factory=list)


@dataclass
class Part:
    """A part of the book: `caption` is empty for pages outside any part."""

    caption: str
    pages: list[Link]


def parts(app: Sphinx, pagename: str) -> list[Part]:
    """Return the book's parts with links that work from `pagename`."""
    site_map = app.config.external_site_map
    return [
        Part(tree.caption or "", [_page_link(app, str(name), pagename) for name in tree.files()])
        for tree in site_map.root.subtrees
    ]


def _page_link(app: Sphinx, docname: str, pagename: str) -> Link:
    title = app.env.titles[docname].astext()
    address = app.builder.get_relative_uri(pagename, docname) or "#"
    return Link(title, address, current=docname == pagename)


def part_of(app: Sphinx, pagename: str) -> str:
    """Return the caption of the part that a page belongs to, or an empty text."""
    for tree in app.config.external_site_map.root.subtrees:
        if pagename in tree.files():
            return tree.caption or ""
    return ""


def contents(env: BuildEnvironment, docname: str) -> list[Link]:
    """Return the sections of a page, two levels deep."""
    toc = env.tocs.get(docname)
    if toc is None or not len(toc) or len(toc[0]) < 2:
        return []
    return list(_entries(toc[0][1], CONTENTS_DEPTH))


def _entries(listing: nodes.Element, depth: int) -> Iterator[Link]:
    for item in listing:
        reference = item.next_node(nodes.reference)
        if reference is None or not reference.get("anchorname"):
            continue
        deeper = item[1] if len(item) > 1 and depth > 1 else []
        below = list(_entries(deeper, depth - 1)) if deeper else []
        yield Link(reference.astext(), reference["anchorname"], children=below)


def fill_context(
    app: Sphinx, pagename: str, template: str, context: Context, doctree: nodes.document | None
) -> None:
    """Hand the template what it places (event `html-page-context`)."""
    known = pagename in app.env.all_docs
    meta = context.get("meta") or {}
    figures = known and has_figures(app.env, pagename)
    game = known and capstone.has_game(app.env, pagename)
    asks = known and quiz.has_quiz(app.env, pagename)
    explains = known and glossary.has_terms(app.env, pagename)
    context.update(
        description=meta.get("description", ""),
        layout=meta.get("layout", "page"),
        parts=parts(app, pagename),
        part=part_of(app, pagename),
        contents=contents(app.env, pagename) if known else [],
        stylesheets=_assets(
            "page.css",
            *(FIGURE_STYLES if figures else ()),
            *(capstone.STYLES if game else ()),
        ),
        scripts=_assets(
            "page.js",
            *(FIGURE_SCRIPTS if figures else ()),
            *(capstone.SCRIPTS if game else ()),
            *(quiz.SCRIPTS if asks else ()),
            *(glossary.SCRIPTS if explains else ()),
        ),
        theme_script=_assets("theme.js")[0],
        icon=_assets("icon.svg")[0],
        launch_menu=_launch_menu(app, pagename),
        citation=citation(app),
        download=offline.LINKED if app.config.twoplustwo_lite else None,
        root="../" * pagename.count("/"),
    )


def _assets(*names: str) -> list[str]:
    """Addresses of assets from the site's root; the digest makes browsers take the new one."""
    found = [ASSETS / name for name in names if (ASSETS / name).is_file()]
    return [f"_assets/{path.name}?v={_short_digest(path)}" for path in found]


def _short_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _launch_menu(app: Sphinx, pagename: str) -> str:
    """The menu of places where the page's notebook runs; empty for pages without code."""
    if not has_notebook(app, pagename):
        return ""
    found = launch.chapter(app.config, pagename)
    return launch.menu(found, "../" * pagename.count("/"), "Run or download this page")


def citation(app: Sphinx) -> str:
    """How to cite the course, from the book's own settings."""
    config = app.config
    return f"{config.author}, {config.html_title}, version {config.version}, {config.copyright}."


def check_descriptions(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Every page says in a sentence what it holds (event `env-updated`)."""
    for docname in sorted(env.all_docs):
        text = str(env.metadata.get(docname, {}).get("description", ""))
        if not 40 <= len(text) <= 200:
            wanted = "the front matter needs a description of 40 to 200 characters"
            report(env, f"{wanted}; it has {len(text)}", docname)
    return []


def write_assets(app: Sphinx, error: Exception | None) -> None:
    """Put our assets into the site and take out what no page loads (event `build-finished`)."""
    if error is not None or app.builder.format != "html":
        return
    target = Path(app.outdir) / "_assets"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for path in sorted(ASSETS.iterdir()):
        if path.suffix in (".css", ".js", ".svg"):
            shutil.copyfile(path, target / path.name)
    for pattern in UNUSED_STATIC:
        for path in (Path(app.outdir) / "_static").glob(pattern):
            path.unlink()
    # Without this file GitHub Pages leaves out folders that begin with an underscore.
    (Path(app.outdir) / ".nojekyll").touch()


def setup(app: Sphinx) -> None:
    app.add_html_theme("twoplustwo", str(BOOK / "theme"))
    app.connect("html-page-context", fill_context, priority=900)
    app.connect("env-updated", check_descriptions, priority=200)
    app.connect("build-finished", write_assets, priority=900)
