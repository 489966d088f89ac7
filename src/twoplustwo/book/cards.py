"""Model cards: what a model answers, where it fails, its functions, and where to meet it.

The author writes the card; the directive adds the functions, as they are called in Python, and
links to the explorers, wherever in the book they stand.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from html import escape
from importlib import import_module
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from twoplustwo import explorers

from .elements import code, page_link, paragraph
from .figures import _by_page
from .problems import report

PAGE = "book/reference/models"
FIELDS = ("Question", "Equation", "Symbols", "Source", "Limits", "Failing case")
CAPSTONE = "book/capstone"


class explorer_link(nodes.Inline, nodes.TextElement):
    """The name of an explorer, `name`; a link if it stands on a page."""


def function(name: str) -> Callable[..., Any]:
    """Return the function that a card calls ``module.function``.

    The module is one of `twoplustwo.models`, or ``capstone``.

    Raises
    ------
    ImportError, AttributeError
        If there is none.
    """
    module, _, attribute = name.rpartition(".")
    where = "twoplustwo" if module == "capstone" else "twoplustwo.models"
    return getattr(import_module(f"{where}.{module}"), attribute)


class ModelCard(SphinxDirective):
    """``{model-card} M01``: a definition list with the entries of `FIELDS`, and two options."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "functions": directives.unchanged_required,
        "explorers": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        holder = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, holder)
        if len(holder) != 1 or not isinstance(holder[0], nodes.definition_list):
            return self.refuse("holds one definition list and nothing else")
        card = holder[0]
        names = [item[0].astext() for item in card]
        missing = [name for name in FIELDS if name not in names]
        if missing:
            return self.refuse(f"lacks {', '.join(missing)}")
        card["classes"] = ["card"]
        card["ids"] = [self.arguments[0].lower()]
        card += _item("In Python", self.functions())
        card += _item("Explore", self.explorers())
        return [card]

    def refuse(self, message: str) -> list[nodes.Node]:
        where = (self.env.docname, self.lineno)
        report(self.env, f"the card {self.arguments[0]} {message}", where)
        return []

    def functions(self) -> list[nodes.paragraph]:
        found = []
        for name in self.options.get("functions", "").split():
            try:
                found.append(paragraph(code(call(name))))
            except (ImportError, AttributeError) as error:
                self.refuse(f"names a function that cannot be imported: {error}")
        return found

    def explorers(self) -> list[nodes.paragraph]:
        found: list[nodes.Node] = []
        for name in self.options.get("explorers", "").split():
            if name not in explorers.catalogue() and name != "capstone":
                self.refuse(f"names an explorer that does not exist: {name}")
            found += [nodes.Text("; ")] if found else []
            found.append(self.link(name))
        return [paragraph(found)]

    def link(self, name: str) -> nodes.Node:
        words = name.replace("_", " ")
        if name == "capstone":
            return page_link(self.env, CAPSTONE, "the game itself")
        return explorer_link(words, words, name=name)


def call(name: str) -> str:
    """How a function is called: ``bargaining.bargaining_range(p, c_a, c_b, rho=1.0)``."""
    parameters = inspect.signature(function(name)).parameters.values()
    bare = [one.replace(annotation=inspect.Parameter.empty) for one in parameters]
    return f"{name}{inspect.Signature(bare)}"


def _item(name: str, body: list[nodes.paragraph]) -> nodes.definition_list_item:
    return nodes.definition_list_item("", nodes.term(name, name), nodes.definition("", *body))


def place(env: BuildEnvironment, name: str) -> str | None:
    """The page where an explorer stands, or the first of several."""
    pages = (
        page for page in sorted(_by_page(env)) for one in _by_page(env)[page] if one["name"] == name
    )
    return next(pages, None)


def visit_explorer_link(self: Any, node: explorer_link) -> None:
    env = self.builder.env
    page = place(env, node["name"])
    if page is not None:
        address = self.builder.get_relative_uri(self.builder.current_docname, page)
        self.body.append(f'<a href="{escape(address)}#{node["name"]}">')


def depart_explorer_link(self: Any, node: explorer_link) -> None:
    page = place(self.builder.env, node["name"])
    if page is not None:
        self.body.append(f"</a> in <em>{escape(self.builder.env.titles[page].astext())}</em>")


def renew(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write the cards anew whenever anything is: their links lead to other pages."""
    return [PAGE] if PAGE in env.all_docs else []


def setup(app: Sphinx) -> None:
    app.add_directive("model-card", ModelCard)
    app.add_node(explorer_link, html=(visit_explorer_link, depart_explorer_link))
    app.connect("env-updated", renew, priority=450)
