"""The data catalogue: what ``datapackage.json`` says about each table, and the tables to take.

``{data-catalogue}`` followed by names describes those tables; without names it describes all that
the page has not named, so that a new table is never left out. The CSV of every table, and the
BibTeX of the table with all its sources, lie in the site's folder ``_data``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective, SphinxRole

from twoplustwo.data import UnknownNameError, cite, load, resource, tables
from twoplustwo.data.package import DESCRIPTOR, folder

from .elements import (
    Words,
    code,
    code_block,
    definitions,
    folded,
    paragraph,
    site_file,
    strong,
    table,
)
from .problems import report

FOLDER = "_data"
MANY = 8  # longer vocabularies are cut: the CSV and the schema hold them whole

USE = 'from twoplustwo import cite, load\n\nload("{name}")\ncite("{name}")'
HEAD = ("Column", "Meaning", "Unit", "Kind")
KINDS = {"string": "text", "integer": "whole number", "boolean": "true or false"}

Resource = dict[str, Any]


class DataFile(SphinxRole):
    """``{data-file}`sources.csv```: a link to a file of the folder ``_data``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        if self.text not in files():
            known = ", ".join(sorted(files())[:6])
            message = f"no file {self.text!r} in {FOLDER}; there are {known} and more"
            report(self.env, message, (self.env.docname, self.lineno))
        return [site_file(self.env, f"{FOLDER}/{self.text}", self.text)], []


class DataCatalogue(SphinxDirective):
    """``{data-catalogue} NAME NAME ...``."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        shown = self.env.temp_data.setdefault("twoplustwo_catalogue", set())
        names = self.arguments[0].split() if self.arguments else _left(shown)
        found: list[nodes.Node] = []
        for name in names:
            try:
                found.append(entry(self.env, name))
            except UnknownNameError as error:
                report(self.env, str(error), (self.env.docname, self.lineno))
        shown.update(names)
        return found


def _left(shown: set[str]) -> list[str]:
    return [name for name in tables()["name"] if name not in shown]


def entry(env: BuildEnvironment, name: str) -> nodes.Element:
    """One table: folded to its title, name and number of rows."""
    item = resource(name)
    rows = len(load(name))
    summary = [item["title"], nodes.Text(" "), code(name), f" {rows:,} rows"]
    body = nodes.container("", *_body(env, item, rows), ids=[f"table-{name.replace('_', '-')}"])
    return folded(summary, [body])


def _body(env: BuildEnvironment, item: Resource, rows: int) -> Iterator[nodes.Node]:
    name = item["name"]
    yield paragraph(item["description"])
    yield definitions(_facts(item, rows), name="facts")
    columns = table(HEAD, map(_column, item["schema"]["fields"]))
    columns["classes"].append("columns")
    yield columns
    yield paragraph(
        [
            strong("Take it: "),
            site_file(env, f"{FOLDER}/{item['path']}", f"{item['path']}"),
            ", ",
            site_file(env, f"{FOLDER}/{name}.bib", f"{name}.bib"),
            " (the table and all its sources).",
        ]
    )
    yield code_block(
        f'from twoplustwo import cite, load\n\nload("{name}")\ncite("{name}")', "python"
    )
    yield paragraph([strong("Cite it: "), citation(name)])
    yield code_block(cite(name).bibtex.partition("\n\n")[0])


def citation(name: str) -> str:
    """The readable citation of a table, its sources counted and not listed."""
    found = cite(name)
    text = found.text.removesuffix(" Sources:")
    return f"{text} It rests on {len(found.sources)} sources." if found.sources else text


def _facts(item: Resource, rows: int) -> Iterator[tuple[Words, Words]]:
    yield "Rows", f"{rows:,}"
    yield "Key", _names(item["schema"].get("primaryKey", [])) or "none; the rows stand in order"
    for key in item["schema"].get("foreignKeys", []):
        there = key["reference"]["resource"] or item["name"]
        yield "Leads to", [*_names(key["fields"]), " is found in ", code(there)]
    yield "Licence", ", ".join(licence["title"] for licence in item["licenses"])
    yield "Vintage", str(item["vintage"])
    yield "Updated", item["updatePeriod"]
    yield "Known gaps", item["knownGaps"]


def _names(names: str | list[str]) -> list[str | nodes.Node]:
    found: list[str | nodes.Node] = []
    for name in [names] if isinstance(names, str) else names:
        found += [", ", code(name)] if found else [code(name)]
    return found


def _column(field: Resource) -> list[Words]:
    return [code(field["name"]), field.get("description", ""), field.get("unit", ""), kind(field)]


def kind(field: Resource) -> str:
    """What a cell of a column may hold, in words."""
    rules = field.get("constraints", {})
    text = (
        "one of " + _some(rules["enum"])
        if "enum" in rules
        else KINDS.get(field["type"], field["type"])
    )
    return text if rules.get("required") else f"{text}, may be empty"


def _some(values: list[str]) -> str:
    more = len(values) - MANY
    return ", ".join(map(str, values[:MANY])) + (f" and {more} more" if more > 0 else "")


@cache
def files() -> dict[str, bytes]:
    """The files of the folder ``_data`` by name."""
    found = {DESCRIPTOR: folder().joinpath(DESCRIPTOR).read_bytes()}
    for name in tables()["name"]:
        path = resource(name)["path"]
        found[path] = folder().joinpath(path).read_bytes()
        found[f"{name}.bib"] = (cite(name).bibtex + "\n").encode()
    return found


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Put the tables into the site (event `build-finished`)."""
    if error is None and app.builder.format == "html":
        put(Path(app.outdir) / FOLDER, files())


def put(target: Path, contents: dict[str, bytes]) -> None:
    """Make `target` hold these files and no others of their kind."""
    target.mkdir(parents=True, exist_ok=True)
    kinds = {Path(name).suffix for name in contents}
    for old in target.iterdir():
        if old.suffix in kinds and old.name not in contents:
            old.unlink()
    for name, content in contents.items():
        (target / name).write_bytes(content)


def setup(app: Sphinx) -> None:
    app.add_directive("data-catalogue", DataCatalogue)
    app.add_role("data-file", DataFile())
    app.connect("build-finished", write_files)
