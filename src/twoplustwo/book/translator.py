"""The HTML of docutils nodes where Sphinx's own would not do.

Three reasons: no inline styles (the security policy drops them), everything that scrolls can be
reached by keyboard and has a name, and names that a screen reader reads say something.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from .problems import report

SCRIPTS = {
    "ru": r"[\u0400-\u04ff]+",
    "ja": r"[\u3040-\u30ff\u3400-\u9fff\uff10-\uff9f々〆]+",
    "ko": r"[\uac00-\ud7a3]+",
}
"""Scripts whose words get their language by themselves; Chinese needs ``{.language-zh}``."""

_FOREIGN = re.compile("|".join(f"(?P<{k}>{p}(?:[ -]{p})*)" for k, p in SCRIPTS.items()))


class PageTranslator(HTML5Translator):
    """Sphinx's translator with the changes that this site needs."""

    def starttag(self, node: Any, tagname: str, *args: Any, **attributes: Any) -> str:
        attributes.pop("style", None)
        return super().starttag(node, tagname, *args, **attributes)

    def visit_Text(self, node: nodes.Text) -> None:
        """Mark the language of words in other scripts, for voices and fonts."""
        super().visit_Text(node)
        if not any(name.startswith("language-") for name in node.parent.get("classes", [])):
            self.body[-1] = _FOREIGN.sub(_with_language, self.body[-1])

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        """A link to a heading, named after the heading and not after a pilcrow."""
        if isinstance(node, nodes.section) and node["ids"]:
            name = escape(node[0].astext())
            self.body.append(
                f'<a class="headerlink" href="#{node["ids"][0]}" aria-label="Link to: {name}">#</a>'
            )

    def visit_table(self, node: nodes.table) -> None:
        title = node.next_node(nodes.title)
        label = escape("Table: " + (title.astext() if title is not None else _headings(node)))
        self.body.append(
            f'<div class="table-wrap" data-scroll tabindex="0" role="group" aria-label="{label}">'
        )
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_colspec(self, node: nodes.colspec) -> None:
        """Leave out column widths: they are inline styles, and wrong on a phone."""
        node.parent.stubs.append(node.attributes.get("stub"))
        raise nodes.SkipNode

    def visit_entry(self, node: nodes.entry) -> None:
        super().visit_entry(node)
        self.body[-1] = self.body[-1].replace("<th", '<th scope="col"', 1)

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        try:
            super().visit_literal_block(node)
        except nodes.SkipNode:
            kind = "Output" if _is_output(node) else "Code"
            self.body[-1] = self.body[-1].replace("<pre>", _focusable_pre(kind), 1)
            raise


def _with_language(match: re.Match[str]) -> str:
    return f'<span lang="{match.lastgroup}">{match[0]}</span>'


def _headings(node: nodes.table) -> str:
    head = node.next_node(nodes.thead)
    entries = head.findall(nodes.entry) if head is not None else ()
    return ", ".join(entry.astext() for entry in entries)


def _is_output(node: nodes.Node) -> bool:
    while node is not None:
        if isinstance(node, nodes.Element) and "cell_output" in node.get("classes", []):
            return True
        node = node.parent
    return False


def _focusable_pre(kind: str) -> str:
    return f'<pre data-scroll tabindex="0" role="group" aria-label="{kind}">'


def visit_hidden_code(self: PageTranslator, node: HideCodeCellNode) -> None:
    self.body.append('<details class="fold fold-code"><summary>Show the code</summary>\n')


def depart_hidden_code(self: PageTranslator, node: HideCodeCellNode) -> None:
    self.body.append("</details>\n")


def check_pictures(app: Sphinx, doctree: nodes.document) -> None:
    """Refuse pictures without words: Sphinx would print the file's path (event `doctree-read`)."""
    for node in doctree.findall(nodes.image):
        alt = node.get("alt", "").strip()
        if not alt or alt == node["uri"] or alt.endswith((".svg", ".png", ".jpg")):
            report(app.env, f"the picture {node['uri']} has no alternative text (:alt:)", node)


def setup(app: Sphinx) -> None:
    app.set_translator("html", PageTranslator, override=True)
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_code, depart_hidden_code))
    app.connect("doctree-read", check_pictures)
