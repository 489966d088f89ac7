"""The place of the game on its page.

A cell that shows `twoplustwo.capstone.notebook.game` is the game itself where a kernel lives. In
the book it leaves a mark, which becomes an element that carries the rulebook as data; the page's
script does the rest. With JavaScript off the element says so and leads to the rules in the text.
"""

from __future__ import annotations

import json
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from twoplustwo.capstone.notebook import MARK
from twoplustwo.capstone.rulebook import rulebook

from .problems import report

STYLES = ("capstone.css",)
SCRIPTS = ("capstone.js",)


class game(nodes.General, nodes.Element):
    """Where the game stands; at most one on a page."""


def find_games(app: Sphinx, doctree: nodes.document) -> None:
    """Turn the mark that a cell leaves into a node (event `doctree-read`)."""
    found = [raw for raw in doctree.findall(nodes.raw) if raw.astext().strip() == MARK]
    if len(found) > 1:
        report(app.env, "a page holds one game; this one has more", found[1])
    for raw in found:
        raw.replace_self(game())
    pages = _pages(app.env)
    (pages.add if found else pages.discard)(app.env.docname)


def _pages(env: BuildEnvironment) -> set[str]:
    """Pages with a game; kept with the environment, since unchanged pages are not read."""
    if not hasattr(env, "twoplustwo_games"):
        env.twoplustwo_games = set()
    return env.twoplustwo_games


def has_game(env: BuildEnvironment, docname: str) -> bool:
    """Whether a page needs the game's styles and script."""
    return docname in _pages(env)


def forget_page(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop a page before it is read anew (event `env-purge-doc`)."""
    _pages(env).discard(docname)


@lru_cache(maxsize=1)
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("capstone.html")


def render() -> str:
    """Return the element's HTML; its attribute in single quotes keeps the JSON legible."""
    data = json.dumps(rulebook(), ensure_ascii=False, separators=(",", ":"))
    return _template().render(rules=escape(data, quote=False).replace("'", "&#39;"))


def visit_game(self: Any, node: game) -> None:
    self.body.append(render())
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_node(game, html=(visit_game, None))
    app.connect("doctree-read", find_games, priority=290)
    app.connect("env-purge-doc", forget_page)
