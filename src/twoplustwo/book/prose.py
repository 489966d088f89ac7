"""The role ``{glue}`key```: a text that a cell of the page computed."""

from __future__ import annotations

import difflib

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from .execution import pages
from .problems import report


class GlueRole(SphinxRole):
    """Stands for the text under a key; an unknown key is a mistake, never a gap on the page."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        page = pages(self.env).get(self.env.docname)
        texts = page.texts if page else {}
        if self.text not in texts and page is not None and page.failed:
            return [], []  # the failed cell is the mistake, not the prose
        if self.text not in texts:
            report(self.env, self.explain(texts), (self.env.docname, self.lineno))
            return [], []
        return [nodes.Text(texts[self.text])], []

    def explain(self, texts: dict[str, str]) -> str:
        near = difflib.get_close_matches(self.text, texts, n=3) or sorted(texts)[:6]
        known = f"near keys: {', '.join(near)}" if near else "no cell of this page glues anything"
        return f"no cell of this page glues {self.text!r}; {known}"


def setup(app: Sphinx) -> None:
    app.add_role("glue", GlueRole(), override=True)
    for name in ("", "text"):
        app.add_role_to_domain("glue", name, GlueRole(), override=True)
