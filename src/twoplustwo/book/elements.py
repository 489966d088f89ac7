"""Short names for the docutils nodes that generated parts of a page are made of."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any

from docutils import nodes
from sphinx.environment import BuildEnvironment

from .boxes import fold

Words = str | nodes.Node | Sequence[str | nodes.Node]


def inline(words: Words) -> list[nodes.Node]:
    """Words, or a sequence of words and nodes, as inline nodes."""
    parts = [words] if isinstance(words, str | nodes.Node) else list(words)
    return [nodes.Text(part) if isinstance(part, str) else part for part in parts]


def paragraph(words: Words, **attributes: Any) -> nodes.paragraph:
    return nodes.paragraph("", "", *inline(words), **attributes)


def code(text: str) -> nodes.literal:
    return nodes.literal(text, text)


def strong(text: str) -> nodes.strong:
    return nodes.strong(text, text)


def code_block(text: str, language: str = "none") -> nodes.literal_block:
    return nodes.literal_block(text, text, language=language, xml_space="preserve")


def listing(items: Iterable[Words]) -> nodes.bullet_list:
    entries = [nodes.list_item("", paragraph(item)) for item in items]
    return nodes.bullet_list("", *entries, bullet="-")


def definitions(pairs: Iterable[tuple[Words, Words]], *, name: str) -> nodes.definition_list:
    """A list of terms and what they mean, each meaning one paragraph."""
    items = [
        nodes.definition_list_item(
            "",
            nodes.term("", "", *inline(term)),
            nodes.definition("", paragraph(meaning)),
        )
        for term, meaning in pairs
    ]
    return nodes.definition_list("", *items, classes=[name])


def folded(summary: Words, body: Iterable[nodes.Node]) -> fold:
    """A part that the reader opens."""
    return fold("", nodes.inline("", "", *inline(summary)), *body)


def table(
    head: Sequence[str], rows: Iterable[Sequence[Words]], numbers: Container[int] = ()
) -> nodes.table:
    """A table with one row of headings; the columns at the places `numbers` stand flush right."""
    group = nodes.tgroup("", cols=len(head))
    group += [nodes.colspec(colwidth=1) for _ in head]
    group += nodes.thead("", _row(head, numbers))
    group += nodes.tbody("", *(_row(row, numbers) for row in rows))
    return nodes.table("", group)


def _row(cells: Sequence[Words], numbers: Container[int]) -> nodes.row:
    looks = (["text-right"] if place in numbers else [] for place in range(len(cells)))
    entries = (
        nodes.entry("", paragraph(cell), classes=look)
        for cell, look in zip(cells, looks, strict=True)
    )
    return nodes.row("", *entries)


def link(address: str, text: str, **attributes: Any) -> nodes.reference:
    return nodes.reference(text, text, refuri=address, internal=True, **attributes)


def page_link(env: BuildEnvironment, docname: str, text: str, anchor: str = "") -> nodes.Node:
    """A link from the page that is being read to another one; text alone if there is no such page.

    The table of contents is asked, since the other page may not have been read yet.
    """
    if docname not in env.config.external_site_map:
        return nodes.Text(text)
    address = env.app.builder.get_relative_uri(env.docname, docname)
    return link(f"{address}#{anchor}" if anchor else address, text)


def site_file(env: BuildEnvironment, path: str, text: str) -> nodes.reference:
    """A link to a file of the site, given from the site's root, to be saved."""
    return link("../" * env.docname.count("/") + path, text, classes=["download"])
