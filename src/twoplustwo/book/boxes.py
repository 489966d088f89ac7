"""Boxes: the recurring pieces of a chapter that stand out from the running text.

Every box is a group with a visible title that names it. The three *strongest case* boxes of a
chapter look exactly alike: no side gets a colour, a flag or an adjective.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from .problems import report

SIDES = ("Tokyo", "Moscow", "Beijing", "Seoul", "Washington", "Pyongyang")


class box(nodes.General, nodes.Element):
    """A titled group; attributes `kind`, `side`; the first child is the title."""


class fold(nodes.General, nodes.Element):
    """A folded part: the first child is the summary. Needs no JavaScript."""


class brief(nodes.General, nodes.Element):
    """Objectives and prerequisites side by side."""


def slug(text: str) -> str:
    """Return `text` as a lower-case id of letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


class BoxDirective(SphinxDirective):
    """Common behaviour: title, body, an id that the title labels the group with."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"class": directives.class_option}
    kind = ""
    title = ""
    needs_title = False

    def run(self) -> list[nodes.Node]:
        argument = self.arguments[0].strip() if self.arguments else ""
        if self.needs_title and not argument:
            return self.refuse(f"`{{{self.name}}}` needs a title after its name")
        if not self.content:
            return self.refuse(f"`{{{self.name}}}` is empty; write its text between the fences")
        return [self.build(argument)]

    def build(self, argument: str) -> nodes.Element:
        node = box(kind=self.kind, classes=self.options.get("class", []))
        self.set_source_info(node)
        node += self.heading(self.title_of(argument))
        self.state.nested_parse(self.content, self.content_offset, node)
        return node

    def title_of(self, argument: str) -> str:
        return argument or self.title

    def heading(self, text: str) -> nodes.paragraph:
        """Return the title, with inline markup, carrying the id that names the box."""
        inline, messages = self.state.inline_text(text, self.lineno)
        anchor = f"{self.kind}-{self.env.new_serialno(self.kind) + 1}"
        return nodes.paragraph(text, "", *inline, *messages, classes=["box-title"], ids=[anchor])

    def refuse(self, message: str) -> list[nodes.Node]:
        report(self.env, message, (self.env.docname, self.lineno))
        return []


class Objectives(BoxDirective):
    """What a reader will be able to do: a numbered list."""

    kind, title = "objectives", "In this chapter"

    def build(self, argument: str) -> nodes.Element:
        node = super().build(argument)
        if not any(isinstance(child, nodes.enumerated_list) for child in node):
            self.refuse("`{objectives}` holds one numbered list (1. 2. 3.)")
        return node


class YouNeed(BoxDirective):
    """Prerequisites; the argument is the time a reader needs, in minutes."""

    kind, title = "you-need", "You need"

    def build(self, argument: str) -> nodes.Element:
        if not argument.isdigit():
            self.refuse(f"`{{you-need}}` takes whole minutes, e.g. 60; got {argument!r}")
        node = super().build("")
        node["minutes"] = argument
        text = f"About {argument} minutes"
        node.insert(1, nodes.paragraph(text, text, classes=["you-need-time"]))
        return node


class StrongestCase(BoxDirective):
    """The best argument of one side, in its own terms, with a source from that side."""

    kind = "strongest-case"

    def build(self, argument: str) -> nodes.Element:
        if argument not in SIDES:
            self.refuse(f"`{{strongest-case}}` names one of {', '.join(SIDES)}; got {argument!r}")
        node = super().build(argument)
        node["side"] = slug(argument)
        return node

    def title_of(self, argument: str) -> str:
        return f"The strongest case: {argument}"


class WorkedExample(BoxDirective):
    """A problem solved step by step."""

    kind, title = "worked-example", "Worked example"

    def title_of(self, argument: str) -> str:
        return f"{self.title}: {argument}" if argument else self.title


class Definition(BoxDirective):
    """A term where it first appears."""

    kind, needs_title = "definition", True


class Note(BoxDirective):
    kind, title = "note", "Note"


class Caution(BoxDirective):
    kind, title = "caution", "Take care"


class Dropdown(BoxDirective):
    """A part the reader opens: an answer, a derivation."""

    kind, needs_title = "dropdown", True

    def build(self, argument: str) -> nodes.Element:
        inline, messages = self.state.inline_text(argument, self.lineno)
        node = fold("", nodes.inline(argument, "", *inline, *messages))
        self.set_source_info(node)
        self.state.nested_parse(self.content, self.content_offset, node)
        return node


class Pull(BoxDirective):
    """One sentence set large; the body, if any, says whose it is."""

    kind = "pull"

    def run(self) -> list[nodes.Node]:
        if not self.arguments:
            return self.refuse("`{pull}` needs its sentence after the name")
        inline, messages = self.state.inline_text(self.arguments[0], self.lineno)
        sentence = nodes.paragraph("", "", *inline, *messages)
        node = nodes.container("", sentence, classes=["pull"])
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


class ListBox(BoxDirective):
    """A bullet list with a look of its own (cards, key figures)."""

    kind = ""

    def build(self, argument: str) -> nodes.Element:
        holder = nodes.container(classes=[self.kind])
        self.state.nested_parse(self.content, self.content_offset, holder)
        if len(holder) != 1 or not isinstance(holder[0], nodes.bullet_list):
            self.refuse(f"`{{{self.name}}}` holds one bullet list and nothing else")
        return holder


class Cards(ListBox):
    kind = "cards"


class KeyFigures(ListBox):
    kind = "key-figures"


def join_briefs(app: Sphinx, doctree: nodes.document) -> None:
    """Put *You need* beside the *In this chapter* that it follows (event `doctree-read`)."""
    for first in list(doctree.findall(box)):
        after = first.next_node(descend=False, siblings=True)
        if first["kind"] == "objectives" and isinstance(after, box) and after["kind"] == "you-need":
            after.parent.remove(after)
            first.replace_self(brief("", first.deepcopy(), after))


def visit_box(self: Any, node: box) -> None:
    side = f' data-side="{node["side"]}"' if "side" in node else ""
    label = node[0]["ids"][0]
    classes = " ".join(["box", *node["classes"]])
    self.body.append(
        f'<div class="{classes}" data-box="{node["kind"]}"{side} role="group" '
        f'aria-labelledby="{label}">\n'
    )


def visit_brief(self: Any, node: brief) -> None:
    self.body.append('<div class="brief">\n')


def depart_div(self: Any, node: nodes.Element) -> None:
    self.body.append("</div>\n")


def visit_fold(self: Any, node: fold) -> None:
    self.body.append('<details class="fold"><summary>')
    node[0].walkabout(self)
    self.body.append('</summary>\n<div class="fold-body">\n')
    for child in node[1:]:
        child.walkabout(self)
    self.body.append("</div></details>\n")
    raise nodes.SkipNode


DIRECTIVES: dict[str, type[BoxDirective]] = {
    "objectives": Objectives,
    "you-need": YouNeed,
    "strongest-case": StrongestCase,
    "worked-example": WorkedExample,
    "definition": Definition,
    "note": Note,
    "caution": Caution,
    "dropdown": Dropdown,
    "pull": Pull,
    "cards": Cards,
    "key-figures": KeyFigures,
}


def setup(app: Sphinx) -> None:
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive, override=True)
    app.add_node(box, html=(visit_box, depart_div))
    app.add_node(brief, html=(visit_brief, depart_div))
    app.add_node(fold, html=(visit_fold, depart_div))
    app.connect("doctree-read", join_briefs)
