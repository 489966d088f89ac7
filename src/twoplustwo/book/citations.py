"""Citations: small numbers in the text that lead to the page's list of sources.

There is one registry, ``data/sources.csv``, for what the tables rest on and for the literature
alike, so a source has one id and one wording wherever it stands. (sphinxcontrib-bibtex would be
a second registry, and its lists could not hold the sources of the page's figures.)
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from twoplustwo.data import Source, source

from .figures import placeholder, source_ids
from .problems import report


class cite(nodes.Inline, nodes.Element):
    """One or more citations: `keys`, and `numbers` in the page's list."""


class source_list(nodes.General, nodes.Element):
    """The sources of a page, in the order in which they are first used."""


class CiteRole(SphinxRole):
    """``{cite}`id``` or ``{cite}`id,id```."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        keys = [key.strip() for key in self.text.split(",") if key.strip()]
        known = [key for key in keys if self.known(key)]
        node = cite(keys=known)
        self.set_source_info(node)
        return [node] if known else [], []

    def known(self, key: str) -> bool:
        try:
            source(key)
        except KeyError as error:
            report(self.env, str(error.args[0]), (self.env.docname, self.lineno))
            return False
        return True


class SourcesDirective(SphinxDirective):
    """``{sources}``: every source that the page cites, in prose and in figures."""

    has_content = False

    def run(self) -> list[Node]:
        node = source_list()
        self.set_source_info(node)
        return [node]


def number_sources(app: Sphinx, doctree: nodes.document) -> None:
    """Number the page's sources and fill its list (event `doctree-read`)."""
    keys = list(dict.fromkeys(_used(doctree)))
    lists = list(doctree.findall(source_list))
    cites = list(doctree.findall(cite))
    if cites and len(lists) != 1:
        message = f"the page cites sources, so it needs one {{sources}} list; it has {len(lists)}"
        report(app.env, message, app.env.docname)
    for node in cites:
        node["numbers"] = [keys.index(key) + 1 for key in node["keys"]]
    for node in lists:
        node["keys"] = keys
        if not keys:
            report(app.env, "{sources} is empty: nothing on this page cites a source", node)


def close_up(app: Sphinx, doctree: nodes.document) -> None:
    """Take away the space that an author types before a citation (event `doctree-read`)."""
    for node in doctree.findall(cite):
        place = node.parent.index(node)
        before = node.parent[place - 1] if place else None
        if isinstance(before, nodes.Text):
            node.parent.replace(before, nodes.Text(before.astext().rstrip()))


def _used(doctree: nodes.document) -> Iterator[str]:
    """Source ids in the order of the page."""
    for node in doctree.findall(lambda n: isinstance(n, cite | placeholder)):
        yield from node["keys"] if isinstance(node, cite) else source_ids(node["payload"])


def entry(item: Source) -> str:
    """Return one source as HTML: linked where the publisher's address is known."""
    text = escape(item.text)
    return f'<a href="{escape(item.url)}">{text}</a>' if item.url else text


def visit_cite(self: Any, node: cite) -> None:
    links = (
        f'<a href="#source-{number}" aria-label="Source {number}: {escape(source(key).text)}">'
        f"{number}</a>"
        for key, number in zip(node["keys"], node["numbers"], strict=True)
    )
    self.body.append(f'<sup class="cite">{"<span>,</span> ".join(links)}</sup>')
    raise nodes.SkipNode


def visit_source_list(self: Any, node: source_list) -> None:
    items = "\n".join(
        f'<li id="source-{number}">{entry(source(key))}</li>'
        for number, key in enumerate(node["keys"], start=1)
    )
    self.body.append(f'<ol class="source-list">\n{items}\n</ol>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_role("cite", CiteRole())
    app.add_directive("sources", SourcesDirective)
    app.add_node(cite, html=(visit_cite, None))
    app.add_node(source_list, html=(visit_source_list, None))
    app.connect("doctree-read", close_up)
    # After the figures have become placeholders.
    app.connect("doctree-read", number_sources, priority=700)
