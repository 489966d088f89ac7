"""*Check yourself*: questions from the bank, as radio groups that give a reason for each answer.

With JavaScript off the reasons stand in a folded list below each question. Answers stay in the
reader's browser; `quiz.js` brings a question back after one, three and seven weeks.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from twoplustwo.quiz import BankError, Question, read

from .problems import report

VERDICT = {True: "Right.", False: "Not quite."}
SCRIPTS = ("quiz.js",)
REVIEW = "book/review"


class question(nodes.General, nodes.Element):
    """A question: the first child is the prompt, the others are its options."""


class answer(nodes.General, nodes.Element):
    """An option (`right` true or false): the first child is its text, then the reason."""


class due(nodes.General, nodes.Element):
    """A line that says how many questions are due for review; empty until the script fills it."""


def bank(env: BuildEnvironment) -> list[Question]:
    """The questions of the bank, read once a build."""
    held = env.temp_data.get("twoplustwo_quiz")
    if held is None:
        path = Path(env.srcdir) / env.config.twoplustwo_quiz
        try:
            held = read(path)
        except (BankError, FileNotFoundError) as error:
            report(env, str(error), env.docname)
            held = []
        env.temp_data["twoplustwo_quiz"] = held
    env.note_dependency(str(Path(env.srcdir) / env.config.twoplustwo_quiz))
    return held


class Quiz(SphinxDirective):
    """``{quiz}``: the questions that the bank holds for this page."""

    def questions(self) -> list[Question]:
        return [one for one in bank(self.env) if one.chapter == self.env.docname]

    def run(self) -> list[nodes.Node]:
        self.env.metadata[self.env.docname]["quiz"] = True
        found = self.questions()
        if not found:
            where = (self.env.docname, self.lineno)
            report(self.env, "the bank holds no question for this page", where)
        return [due(), *map(self.build, found)]

    def build(self, one: Question) -> question:
        node = question(name=one.id, recalls=one.recalls, chapter=one.chapter)
        self.set_source_info(node)
        node += self.text(one.question)
        for option in one.options:
            item = answer("", self.text(option.text), right=option.right)
            self.state.nested_parse(StringList([option.reason], "quiz"), 0, item)
            node += item
        return node

    def text(self, words: str) -> nodes.inline:
        inline, messages = self.state.inline_text(words, self.lineno)
        return nodes.inline(words, "", *inline, *messages)


class Review(Quiz):
    """``{quiz-review}``: every question of the bank; the script shows those that are due."""

    def questions(self) -> list[Question]:
        return bank(self.env)


class InlineQuestion(Quiz):
    """TRANSITIONAL"""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self):

        self.env.metadata[self.env.docname]["quiz"] = True
        holder = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, holder)
        number = self.env.new_serialno("question") + 1
        node = question(name=f"inline-{number}", recalls="", chapter=self.env.docname)
        node += self.text(self.arguments[0])
        for item in holder[0]:
            first = next(item.findall(nodes.Text))
            right = first.astext().startswith("[x]")
            first.parent.replace(first, nodes.Text(first.astext()[4:]))
            label = nodes.inline("", "", *item[0].children)
            node += answer("", label, *item.children[1:], right=right)
        return [node]


def visit_due(self: Any, node: due) -> None:
    here = self.builder.current_docname
    known = REVIEW in self.builder.env.all_docs
    address = self.builder.get_relative_uri(here, REVIEW) if known and here != REVIEW else ""
    self.body.append(
        f'<p class="quiz-due" data-review="{escape(address)}" role="status" hidden></p>\n'
    )
    raise nodes.SkipNode


def visit_question(self: Any, node: question) -> None:
    name = node["name"]
    chapter = self.builder.get_relative_uri(self.builder.current_docname, node["chapter"])
    self.body.append(
        f'<form class="question" id="q-{name}" data-question="{name}" data-chapter="{chapter}"'
        ' autocomplete="off"><fieldset><legend>'
    )
    _recalls(self, node)
    node[0].walkabout(self)
    self.body.append("</legend>\n")
    for number, option in enumerate(node[1:], 1):
        key = f"q-{name}-{number}"
        self.body.append(
            f'<div class="option"><input type="radio" name="{name}" id="{key}" value="{number}">'
            f'<label for="{key}">'
        )
        option[0].walkabout(self)
        self.body.append("</label></div>\n")
    self.body.append(
        '</fieldset>\n<button type="submit" class="check" hidden>Check</button>\n'
        '<div class="question-answer" aria-live="polite"></div>\n'
    )
    self.body.append(
        '<details class="question-reasons"><summary>All answers and reasons</summary><ul>\n'
    )
    for option in node[1:]:
        _reason(self, option)
    self.body.append("</ul></details></form>\n")
    raise nodes.SkipNode


def _recalls(self: Any, node: question) -> None:
    """Name the earlier chapter that a question goes back to."""
    page = node["recalls"]
    if page and page in self.builder.env.titles:
        title = self.builder.env.titles[page].astext()
        self.body.append(f'<span class="question-recalls">Recalls: {escape(title)}</span>')


def _reason(self: Any, option: answer) -> None:
    state = "right" if option["right"] else "wrong"
    self.body.append(f'<li class="{state}"><p class="reason-option">')
    option[0].walkabout(self)
    self.body.append(f'</p><div class="reason"><p class="verdict">{VERDICT[option["right"]]}</p>')
    for child in option[1:]:
        child.walkabout(self)
    self.body.append("</div></li>\n")


def has_quiz(env: BuildEnvironment, docname: str) -> bool:
    """Whether a page asks questions."""
    return bool(env.metadata.get(docname, {}).get("quiz"))


def setup(app: Sphinx) -> None:
    app.add_config_value("twoplustwo_quiz", "book/quiz.yml", "env", [str])
    app.add_directive("quiz", Quiz)
    app.add_directive("quiz-review", Review)
    app.add_directive("question", InlineQuestion)
    app.add_node(question, html=(visit_question, None))
    app.add_node(answer)
    app.add_node(due, html=(visit_due, None))
