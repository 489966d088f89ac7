"""Problem sets on the pages: ``{tasks}`` in a chapter, ``{problem-set}`` on their own page.

What the pages say stands in ``exercises/catalogue.json``, public facts alone. The notebooks stand
in ``exercises/notebooks/``; where they do not (a fresh instructor edition), no link leads to them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from . import launch
from .elements import Words, code, definitions, link, paragraph, table
from .problems import report

PAGE = "book/exercises"
DATA_PAGE = "book/reference/data"
CATALOGUE = Path("exercises", "catalogue.json")
NOTEBOOKS = Path("exercises", "notebooks")
SITE = "notebooks/exercises"
HEAD = ("Task", "Points", "Tables")
NUMBERS = (1,)
Fact = dict[str, Any]


class exercises(nodes.General, nodes.Element):
    """Stands for a chapter's tasks, or for the set `name`, until all pages have been read."""


class Tasks(SphinxDirective):
    """``{tasks}``: the tasks of this chapter, with a link to their set."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(self.env.srcdir / CATALOGUE))
        page = self.env.docname
        if not any(page in one["chapters"] for one in sets(self.env)):
            report(self.env, f"{CATALOGUE} has no task for {page}", (page, self.lineno))
            return []
        return [placed(self.env, exercises(name=""))]


class ProblemSet(SphinxDirective):
    """``{problem-set} NAME``: what a set asks for, its tasks, and where to open it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(self.env.srcdir / CATALOGUE))
        name = self.arguments[0]
        known = [one["name"] for one in sets(self.env)]
        if name not in known:
            words = f"{CATALOGUE} has no set {name!r}; it has: {', '.join(known) or 'none'}"
            report(self.env, words, (self.env.docname, self.lineno))
            return []
        return [placed(self.env, exercises(name=name))]


def placed(env: BuildEnvironment, node: exercises) -> exercises:
    """Remember that this page is to be written anew whenever anything is."""
    env.metadata[env.docname]["exercises"] = True
    return node


def sets(env: BuildEnvironment) -> list[Fact]:
    """Facts of every set, in the order of the book."""
    path = Path(env.srcdir) / CATALOGUE
    return json.loads(path.read_text(encoding="utf-8"))["sets"] if path.is_file() else []


def notebook(env: BuildEnvironment, name: str) -> str:
    """Address of a set's notebook from the site's root; empty if there is none."""
    there = (Path(env.srcdir) / NOTEBOOKS / f"{name}.ipynb").is_file()
    return f"{SITE}/{name}.ipynb" if there else ""


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the facts where they belong (event `doctree-resolved`)."""
    for node in list(doctree.findall(exercises)):
        writer = Writer(app, docname)
        found = [one for one in sets(app.env) if one["name"] == node["name"]]
        parts = writer.whole(found[0]) if found else writer.chapter(sets(app.env))
        node.replace_self(list(parts))


class Writer:
    """Writes sets and tasks as nodes of one page."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        self.app, self.env, self.docname = app, app.env, docname

    def whole(self, one: Fact) -> Iterator[nodes.Node]:
        """Facts of a set, its tasks, and where to open it."""
        yield definitions(self.facts(one), name="facts")
        yield from self.places(one)
        for chapter in one["chapters"]:
            own = [task for task in one["tasks"] if task["chapter"] == chapter]
            if len(one["chapters"]) > 1:
                yield paragraph(["Tasks of ", self.page(chapter), ":"])
            yield table(HEAD, map(self.row, own), NUMBERS)

    def facts(self, one: Fact) -> Iterator[tuple[Words, Words]]:
        memo = one["memo"]
        yield "Tasks", f"{len(one['tasks'])} checked by tests" + (", and a memo" if memo else "")
        if memo:
            length = f" (about {memo['words']} words)" if memo["words"] else ""
            yield "Memo", memo["title"] + length
            yield "Marked for", "; ".join(memo["criteria"])
        of_memo = f", {memo['points']} of them for the memo" if memo else ""
        yield "Points", f"{one['points']}{of_memo}"
        yield "Time", f"about {one['minutes']} minutes"
        yield "Read first", self.listed(one["chapters"], self.page)

    def chapter(self, known: list[Fact]) -> Iterator[nodes.Node]:
        """The tasks of this page, set by set."""
        for one in known:
            own = [task for task in one["tasks"] if task["chapter"] == self.docname]
            if own:
                yield self.lead(one)
                yield table(HEAD, map(self.row, own), NUMBERS)

    def lead(self, one: Fact) -> nodes.Node:
        """Say to which set the tasks belong, and link to it and to its notebook."""
        address = self.app.builder.get_relative_uri(self.docname, PAGE)
        known = PAGE in self.env.all_docs
        title = link(f"{address}#{anchor(one['name'])}", one["title"]) if known else one["title"]
        file = notebook(self.env, one["name"])
        words: list[str | nodes.Node] = ["Problem set: ", title]
        words.append(f" (about {one['minutes']} minutes for the whole set)")
        words += [". ", self.download(file, "Download its notebook")] if file else []
        return paragraph([*words, "."])

    def row(self, task: Fact) -> list[Words]:
        return [task["title"], str(task["points"]), self.listed(task["tables"], self.table) or "–"]

    def table(self, name: str) -> nodes.Node:
        if DATA_PAGE not in self.env.all_docs:
            return code(name)
        address = self.app.builder.get_relative_uri(self.docname, DATA_PAGE)
        found = link(f"{address}#table-{name.replace('_', '-')}", "")
        found[:] = [code(name)]
        return found

    def page(self, name: str) -> nodes.Node:
        if name not in self.env.all_docs:
            return nodes.Text(name)
        address = self.app.builder.get_relative_uri(self.docname, name)
        return link(address, self.env.titles[name].astext())

    def listed(self, names: list[str], write: Callable[[str], nodes.Node]) -> list[nodes.Node]:
        parts = [node for name in names for node in (nodes.Text(", "), write(name))]
        return parts[1:]

    def places(self, one: Fact) -> Iterator[nodes.Node]:
        """Where the notebook opens, if there is one."""
        file = notebook(self.env, one["name"])
        if file:
            found = launch.problem_set(self.app.config, one["name"], file)
            root = "../" * self.docname.count("/")
            words = launch.menu(found, root, f"Open the set “{one['title']}”")
            yield nodes.raw("", words, format="html")

    def download(self, file: str, words: str) -> nodes.Node:
        return link("../" * self.docname.count("/") + file, words, classes=["download"])


def anchor(name: str) -> str:
    """The id of a set's section on the page of sets."""
    return f"set-{name}"


def renew(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write the pages anew whenever anything is: notebooks come and go (event `env-updated`)."""
    return [page for page in sorted(env.all_docs) if env.metadata.get(page, {}).get("exercises")]


def copy_notebooks(app: Sphinx, error: Exception | None) -> None:
    """Put the notebooks of the sets into the site (event `build-finished`)."""
    if error is not None or app.builder.format != "html":
        return
    for one in sets(app.env):
        if file := notebook(app.env, one["name"]):
            target = Path(app.outdir) / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(app.srcdir) / NOTEBOOKS / target.name, target)


def setup(app: Sphinx) -> None:
    app.add_directive("tasks", Tasks)
    app.add_directive("problem-set", ProblemSet)
    app.add_node(exercises, html=(_nothing, _nothing))
    app.connect("doctree-resolved", fill)
    app.connect("env-updated", renew, priority=450)
    # After the export of the pages, which empties the folder of notebooks.
    app.connect("build-finished", copy_notebooks, priority=600)


def _nothing(self: Any, node: exercises) -> None:
    """The node is gone before anything is written."""
