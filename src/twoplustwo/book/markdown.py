"""Writes a resolved document as plain Markdown that any notebook shows.

Only what our pages hold is known; a new kind of node is an error, not a gap in the notebook.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ExtensionError

from .boxes import box, brief, fold
from .citations import cite, source_list
from .quiz import VERDICT, answer, due, question

SKIPPED = (
    nodes.comment,
    nodes.target,
    nodes.raw,
    nodes.substitution_definition,
    nodes.docinfo,
    nodes.system_message,
    addnodes.index,
    addnodes.toctree,
)
NOTEBOOKS = "notebooks/"
_SPECIAL = re.compile(r"([\\`*_$<]|\](?=\())")


def is_cell(node: nodes.Node) -> bool:
    """Whether a node is a code cell of the page."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


class Markdown:
    """Writes the blocks of one page.

    Parameters
    ----------
    docname : str
        The page, from which its links are relative.
    notebooks : collection of str
        Pages that exist as notebooks; links lead to those.
    base : str
        Address of the published site, for links to other pages; without it they become text.
    sources : callable
        Source ids -> Markdown lines.
    """

    def __init__(
        self,
        docname: str,
        notebooks: Collection[str],
        base: str,
        sources: Callable[[list[str]], list[str]],
    ) -> None:
        self.docname = docname
        self.notebooks = notebooks
        self.base = base.rstrip("/")
        self.sources = sources

    # ---- blocks --------------------------------------------------------------------------

    def block(self, node: nodes.Node) -> str:
        """Return one block as Markdown; an empty text if there is nothing to show."""
        if isinstance(node, SKIPPED):
            return ""
        for kind, write in BLOCKS.items():
            if isinstance(node, kind):
                return write(self, node)
        raise ExtensionError(
            f"{self.docname}: export knows no Markdown for <{node.__class__.__name__}>; "
            "add it to book/markdown.py"
        )

    def blocks(self, parent: nodes.Element | list[Any]) -> str:
        """Return a node's children as Markdown, an empty line between them."""
        return "\n\n".join(text for child in list(parent) if (text := self.block(child)))

    def paragraph(self, node: nodes.Element) -> str:
        text = self.inline(node)
        return f"**{text}**" if "box-title" in node.get("classes", []) else text

    def code(self, node: nodes.literal_block) -> str:
        language = node.get("language", "")
        language = "" if language in ("default", "none", "text") else language
        return f"```{language}\n{node.astext().rstrip()}\n```"

    def formula(self, node: nodes.math_block) -> str:
        tag = f" \\tag{{{node['number']}}}" if node.get("number") else ""
        return f"$$\n{node.astext().strip()}{tag}\n$$"

    def bullets(self, node: nodes.Element) -> str:
        return "\n".join(indent(self.blocks(item), "- ") for item in node)

    def numbered(self, node: nodes.enumerated_list) -> str:
        start = node.get("start", 1)
        items = (indent(self.blocks(x), f"{i}. ") for i, x in enumerate(node, start=start))
        return "\n".join(items)

    def quoted(self, node: nodes.Element) -> str:
        return indent(self.blocks(node), "> ", "> ")

    def terms(self, node: nodes.definition_list) -> str:
        pairs = (f"**{self.inline(item[0])}**\n\n{self.blocks(item[-1])}" for item in node)
        return "\n\n".join(pairs)

    def table(self, node: nodes.table) -> str:
        title = node.next_node(nodes.title)
        rows = [[self._entry(e) for e in row] for row in node.findall(nodes.row)]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        lines.insert(1, "|" + " --- |" * len(rows[0]))
        caption = [f"*{self.inline(title)}*", ""] if title is not None else []
        return "\n".join([*caption, *lines])

    def _entry(self, entry: nodes.entry) -> str:
        return " ".join(self.inline(part) for part in entry).replace("|", "\\|")

    def folded(self, node: fold) -> str:
        summary = self.inline(node[0])
        body = self.blocks(node[1:])
        return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>"

    def quiz(self, node: question) -> str:
        options = [child for child in node if isinstance(child, answer)]
        prompt = f"**{self.inline(node[0])}**"
        choices = "\n".join(f"{letter}. {self.inline(one[0])}" for letter, one in _letters(options))
        reasons = "\n".join(
            f"- {letter}: {VERDICT[one['right']]} {' '.join(self.blocks(one[1:]).split())}"
            for letter, one in _letters(options)
        )
        # Two spaces end a line, so that each choice stands on its own.
        choices = choices.replace("\n", "  \n")
        return (
            f"{prompt}\n\n{choices}\n\n"
            f"<details><summary>Reasons</summary>\n\n{reasons}\n\n</details>"
        )

    def source_lines(self, node: source_list) -> str:
        lines = enumerate(self.sources(node["keys"]), start=1)
        return "\n".join(f"{number}. {line}" for number, line in lines)

    def picture(self, node: nodes.image) -> str:
        return f"*[{node.get('alt', '')}]*"

    # ---- words ---------------------------------------------------------------------------

    def inline(self, node: nodes.Node) -> str:
        """Return the words of a node as Markdown."""
        if isinstance(node, nodes.Text):
            return _SPECIAL.sub(r"\\\1", node.astext().replace("\n", " "))
        if isinstance(node, SKIPPED):
            return ""
        inner = "".join(self.inline(child) for child in node.children)
        for kind, write in INLINE.items():
            if isinstance(node, kind):
                return write(self, node, inner)
        return inner

    def link(self, node: nodes.reference, inner: str) -> str:
        """A link outside stays; inside it leads to a notebook, or to the site, or is text."""
        target = node.get("refuri", "")
        if "://" in target or target.startswith("mailto:"):
            return f"[{inner}]({target})"
        path = target.partition("#")[0]
        page = posixpath.normpath(posixpath.join(posixpath.dirname(self.docname), path))
        page = page.removesuffix(".html")
        if not path or page == self.docname:
            return inner
        if page.startswith(NOTEBOOKS):
            # A notebook of the site, seen from the notebook that this page becomes.
            here = posixpath.dirname(self.docname) or "."
            return f"[{inner}]({posixpath.relpath(page.removeprefix(NOTEBOOKS), here)})"
        if page in self.notebooks:
            return f"[{inner}]({path.removesuffix('.html')}.ipynb)"
        return f"[{inner}]({self.base}/{page}.html)" if self.base else inner

    def numbers(self, node: cite, inner: str) -> str:
        return f" [{', '.join(map(str, node['numbers']))}]"


def indent(text: str, first: str, rest: str | None = None) -> str:
    """Put `first` before the first line and `rest` (spaces, if not given) before the others."""
    rest = " " * len(first) if rest is None else rest
    lines = text.split("\n")
    return "\n".join([first + lines[0], *((rest + line).rstrip() for line in lines[1:])])


def _letters(options: list[answer]) -> list[tuple[str, answer]]:
    return [(chr(ord("A") + i), option) for i, option in enumerate(options)]


def _code_span(markdown: Markdown, node: nodes.Element, inner: str) -> str:
    text = node.astext()
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"


BLOCKS: dict[Any, Callable[[Markdown, Any], str]] = {
    box: Markdown.quoted,
    brief: Markdown.blocks,
    fold: Markdown.folded,
    question: Markdown.quiz,
    due: lambda markdown, node: "",
    source_list: Markdown.source_lines,
    nodes.block_quote: Markdown.quoted,
    nodes.bullet_list: Markdown.bullets,
    nodes.container: Markdown.blocks,
    nodes.compound: Markdown.blocks,
    nodes.definition_list: Markdown.terms,
    nodes.enumerated_list: Markdown.numbered,
    nodes.figure: Markdown.blocks,
    nodes.image: Markdown.picture,
    nodes.caption: Markdown.paragraph,
    nodes.legend: Markdown.blocks,
    nodes.literal_block: Markdown.code,
    nodes.math_block: Markdown.formula,
    nodes.paragraph: Markdown.paragraph,
    nodes.rubric: Markdown.paragraph,
    nodes.table: Markdown.table,
    nodes.transition: lambda markdown, node: "---",
}

INLINE: dict[Any, Callable[[Markdown, Any, str], str]] = {
    cite: Markdown.numbers,
    nodes.emphasis: lambda markdown, node, inner: f"*{inner}*",
    nodes.strong: lambda markdown, node, inner: f"**{inner}**",
    nodes.literal: _code_span,
    nodes.math: lambda markdown, node, inner: f"${node.astext()}$",
    nodes.reference: Markdown.link,
    nodes.superscript: lambda markdown, node, inner: f"<sup>{inner}</sup>",
    nodes.subscript: lambda markdown, node, inner: f"<sub>{inner}</sub>",
}
