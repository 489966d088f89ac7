"""*Check yourself*: questions whose options open to a reason. Works with JavaScript off.

A question is a list of options in the manner of a task list; what follows an option's first
paragraph is the reason shown when a reader opens it.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from .boxes import BoxDirective, depart_div

MARK = re.compile(r"\[([ xX])\]\s+")
VERDICT = {True: "Right.", False: "Not quite."}


class question(nodes.General, nodes.Element):
    """A question: the first child is the prompt, the others are options."""


class answer(nodes.General, nodes.Element):
    """An answer (`right` true or false): the first child is its text, then the reason."""


class Question(BoxDirective):
    """``{question} prompt`` over a list of ``[x]`` and ``[ ]`` options with reasons."""

    kind, needs_title = "question", True

    def build(self, argument: str) -> nodes.Element:
        node = question()
        self.set_source_info(node)
        node += self.heading(argument)
        holder = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, holder)
        lists = [child for child in holder if isinstance(child, nodes.bullet_list)]
        if len(holder) != 1 or len(lists) != 1:
            self.refuse("`{question}` holds one list of options: - [x] right, - [ ] wrong")
            return node
        node += [one for item in lists[0] if (one := self.option(item)) is not None]
        if not any(one["right"] for one in node[1:]):
            self.refuse(f"no option of the question {argument!r} is marked right: [x]")
        return node

    def option(self, item: nodes.Node) -> answer | None:
        mark = MARK.match(item.astext())
        if mark is None:
            self.refuse(f"an option starts with [x] or [ ]; got {item.astext()[:40]!r}")
            return None
        if len(item.children) < 2:
            self.refuse(f"the option {item.astext()[mark.end() :][:40]!r} gives no reason")
            return None
        first = next(item.findall(nodes.Text))
        first.parent.replace(first, nodes.Text(first.astext()[mark.end() :]))
        label = nodes.inline("", "", *item[0].children)
        return answer("", label, *item.children[1:], right=mark[1] != " ")


def visit_question(self: Any, node: question) -> None:
    self.body.append(f'<div class="question" role="group" aria-labelledby="{node[0]["ids"][0]}">\n')


def visit_answer(self: Any, node: answer) -> None:
    state = "right" if node["right"] else "wrong"
    self.body.append(f'<details class="option option-{state}"><summary>')
    node[0].walkabout(self)
    self.body.append(
        '</summary>\n<div class="option-reason">'
        f'<p class="option-verdict">{VERDICT[node["right"]]}</p>\n'
    )
    for child in node[1:]:
        child.walkabout(self)
    self.body.append("</div></details>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_directive("question", Question)
    app.add_node(question, html=(visit_question, depart_div))
    app.add_node(answer, html=(visit_answer, depart_div))
