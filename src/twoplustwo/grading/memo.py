"""A student's Markdown as HTML that is safe to look at.

Raw HTML stays text, pictures become a note (no page of ours asks another host for anything), and
a link shows the address it leads to.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

from twoplustwo.grading.plaintext import clean

PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?([/?#][\x21-\x7e]*)?")
LONGEST = 20_000
"""Characters of a memo that are shown; 600 words have about 4,000."""


class Renderer(RendererHTML):
    """HTML of the few elements that a memo needs."""

    def image(self, tokens: list[Token], at: int, options: object, env: object) -> str:
        shown = clean(tokens[at].content or "no description", 120)
        return f'<span class="picture-note">picture: {escape(shown)} (see the notebook)</span>'

    def heading_open(self, tokens: list[Token], at: int, options: object, env: object) -> str:
        return '<p class="memo-heading">'

    def heading_close(self, tokens: list[Token], at: int, options: object, env: object) -> str:
        return "</p>\n"

    def table_open(self, tokens: list[Token], at: int, options: object, env: object) -> str:
        return '<div class="table-wrap" tabindex="0"><table>\n'

    def table_close(self, tokens: list[Token], at: int, options: object, env: object) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: list[Token], at: int, options: object, env: object) -> str:
        # A header cell without words is none; screen readers would announce it for each row.
        return "<th>" if tokens[at + 1].content.strip() else "<td>"

    def th_close(self, tokens: list[Token], at: int, options: object, env: object) -> str:
        return "</th>" if tokens[at - 1].content.strip() else "</td>"

    def td_open(self, tokens: list[Token], at: int, options: object, env: object) -> str:
        return "<td>"

    def ordered_list_open(self, tokens: list[Token], at: int, options: object, env: object) -> str:
        start = tokens[at].attrGet("start")
        return f'<ol start="{int(start)}">\n' if start else "<ol>\n"

    def fence(self, tokens: list[Token], at: int, options: object, env: object) -> str:
        return f"<pre><code>{escape(tokens[at].content)}</code></pre>\n"

    def link_open(self, tokens: list[Token], at: int, options: object, env: object) -> str:
        return ""

    def link_close(self, tokens: list[Token], at: int, options: object, env: object) -> str:
        address = _address(tokens, at)
        if not address:
            return ""
        before = "" if tokens[at].markup == "autolink" else " ("
        after = before and ")"
        shown = escape(clean(address, 80))
        link = f'<a href="{escape(address)}" rel="noopener noreferrer nofollow">{shown}</a>'
        return f"{before}{link}{after}"

    def text(self, tokens: list[Token], at: int, options: object, env: object) -> str:
        # The text of <https://...> would stand beside the address, which link_close writes.
        before = tokens[at - 1] if at else None
        automatic = before and before.type == "link_open" and before.markup == "autolink"
        return "" if automatic and _address(tokens, at + 1) else str(escape(tokens[at].content))


def _address(tokens: list[Token], close: int) -> str:
    """Where the link that ends at `close` leads; empty unless it is a plain web address."""
    depth = 0
    for token in reversed(tokens[: close + 1]):
        depth += token.nesting if token.type in ("link_open", "link_close") else 0
        if depth == 0:
            address = str(token.attrGet("href") or "")
            return address if _plain(address) else ""
    return ""


def _plain(address: str) -> bool:
    """Whether an address is that of a page on a named host, with no user's name to mislead."""
    return bool(PLAIN.fullmatch(address)) and address.isprintable()


@cache
def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}, renderer_cls=Renderer)
    return made.enable("table")


def html(text: str) -> Markup:
    """Give a student's Markdown as HTML that can neither run nor load anything."""
    # Cleaned last: Markdown's own entities (&#x202e;) make characters that were not in the text.
    shown = clean(_parser().render(text[:LONGEST]), lines=True, limit=None)
    if len(text) > LONGEST:
        shown += f"<p><em>Only the first {LONGEST:,} characters are shown.</em></p>\n"
    return Markup(shown)
