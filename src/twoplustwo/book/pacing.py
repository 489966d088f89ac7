"""``{pacing}``: how long each chapter takes and what it holds, as the chapters say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from .boxes import box
from .elements import Words, link, strong, table
from .figures import _by_page
from .quiz import question

HEAD = ("Part", "Chapter", "Minutes", "Explorers", "Questions")
NUMBERS = (2, 3, 4)


class pacing(nodes.General, nodes.Element):
    """Stands for the table until all chapters have been read."""


class Pacing(SphinxDirective):
    """``{pacing}``."""

    def run(self) -> list[nodes.Node]:
        self.env.metadata[self.env.docname]["pacing"] = True
        return [pacing()]


def measure(app: Sphinx, doctree: nodes.document) -> None:
    """Remember a chapter's minutes and its number of questions (event `doctree-read`)."""
    needs = [node for node in doctree.findall(box) if node["kind"] == "you-need"]
    minutes = next((int(node["minutes"]) for node in needs if node["minutes"].isdigit()), None)
    if minutes is not None:
        questions = sum(1 for _ in doctree.findall(question))
        app.env.metadata[app.env.docname].update(minutes=minutes, questions=questions)


def chapters(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Yield (part, page) of every page that says how long it takes, in the book's order."""
    for tree in env.config.external_site_map.root.subtrees:
        for page in map(str, tree.files()):
            if "minutes" in env.metadata.get(page, {}):
                yield tree.caption or "", page


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the table where it belongs (event `doctree-resolved`)."""
    for node in list(doctree.findall(pacing)):
        node.replace_self(table(HEAD, rows(app, docname), NUMBERS))


def rows(app: Sphinx, docname: str) -> Iterator[list[Words]]:
    """Yield the rows of the table, the last one the sums."""
    total = [0, 0, 0]
    before = ""
    for part, page in chapters(app.env):
        meta = app.env.metadata[page]
        explorers = len({one["name"] for one in _by_page(app.env).get(page, [])})
        found = [meta["minutes"], explorers, meta["questions"]]
        total = [a + b for a, b in zip(total, found, strict=True)]
        address = app.builder.get_relative_uri(docname, page)
        title = link(address, app.env.titles[page].astext())
        yield [part if part != before else "", title, *map(str, found)]
        before = part
    yield ["", strong("Together"), *(strong(str(number)) for number in total)]


def renew(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write the page anew whenever anything is (event `env-updated`)."""
    return [page for page in sorted(env.all_docs) if env.metadata.get(page, {}).get("pacing")]


def setup(app: Sphinx) -> None:
    app.add_directive("pacing", Pacing)
    app.add_node(pacing, html=(_nothing, _nothing))
    app.connect("doctree-read", measure, priority=650)
    app.connect("doctree-resolved", fill)
    app.connect("env-updated", renew, priority=450)


def _nothing(self: Any, node: pacing) -> None:
    """The node is gone before anything is written."""
