"""The pages as plain notebooks, for Colab, Binder, JupyterLite and *Download*.

Markdown is written from the resolved document, where roles, citations, references and glued
numbers are already text; so nothing of MyST is left by construction. Code comes from the source,
without outputs. Hidden cells go, unless a later cell needs a name from them. A folded first cell
installs the package where it is missing.
"""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from docutils import nodes
from sphinx.application import Sphinx

from twoplustwo.data import source
from twoplustwo.launch import HIDDEN, install_cell, wheel_address

from .execution import read_page
from .markdown import Markdown, is_cell

Cell = dict[str, Any]

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook(
    markdown: Markdown, doctree: nodes.document, cells: list[Cell], end: str, wheel: str
) -> str:
    """Return a page as the JSON text of a notebook.

    Parameters
    ----------
    doctree : document
        Resolved for the builder that `markdown` knows.
    cells : list
        The page's cells as read; a code cell in the document refers to its place here.
    end : str
        Closing words (licence and origin).
    wheel : str
        Where the first cell gets the package from, if it is missing.
    """
    shown = list(_sequence(markdown, doctree))
    places = [item for item in shown if isinstance(item, int)]
    hidden = [i for i, c in enumerate(cells) if c["cell_type"] == "code" and i not in places]
    sources = {i: cells[i]["source"] for i in places}
    sources |= {i: without_glue(cells[i]["source"]) for i in hidden}
    kept = needed(sources, set(hidden))
    written = _merge(_with_hidden(shown, [i for i in hidden if i in kept]), sources)
    install = {**_cell("code", install_cell(wheel)), "metadata": dict(HIDDEN)}
    written = [install, *written, _cell("markdown", end)]
    for number, cell in enumerate(written, start=1):
        cell["id"] = f"cell-{number}"
    content = {"cells": written, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    nbformat.validate(nbformat.from_dict(content))
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _sequence(markdown: Markdown, node: nodes.Element, level: int = 1) -> Iterator[str | int]:
    """Yield a page's blocks in order: Markdown texts, and places of code cells."""
    for child in node.children:
        if is_cell(child):
            yield child["cell_index"]
        elif isinstance(child, nodes.section):
            yield from _sequence(markdown, child, level + 1)
        elif isinstance(child, nodes.title):
            yield f"{'#' * (level - 1)} {markdown.inline(child)}"
        elif text := markdown.block(child):
            yield text


def _with_hidden(shown: list[str | int], hidden: list[int]) -> list[str | int]:
    """Put the hidden cells that are kept before the first code cell that comes after them."""
    result: list[str | int] = []
    waiting = list(hidden)
    for item in shown:
        while waiting and isinstance(item, int) and waiting[0] < item:
            result.append(waiting.pop(0))
        result.append(item)
    return result


def _merge(items: list[str | int], sources: dict[int, str]) -> list[Cell]:
    """Make cells: neighbouring texts share one, up to the next heading."""
    cells: list[Cell] = []
    for item in items:
        if isinstance(item, int):
            cells.append(_cell("code", sources[item]))
        elif cells and cells[-1]["cell_type"] == "markdown" and not item.startswith("#"):
            cells[-1]["source"] += "\n\n" + item
        else:
            cells.append(_cell("markdown", item))
    return cells


def _cell(kind: str, text: str) -> Cell:
    extra = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": text, **extra}


def without_glue(code: str) -> str:
    """Return code without its calls of `glue`, which only the book's prose reads."""
    try:
        tree = ast.parse(code)
    except SyntaxError:  # a magic; leave it as it is
        return code
    lines = code.splitlines()
    for statement in reversed(tree.body):
        if _is_glue(statement):
            del lines[statement.lineno - 1 : statement.end_lineno]
    return "\n".join(lines).strip()


def _is_glue(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "twoplustwo.prose"
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "glue"


def needed(sources: dict[int, str], hidden: set[int]) -> set[int]:
    """Return the places of cells to keep: all that show, and the hidden ones they build on."""
    wanted: set[str] = set()
    kept: set[int] = set()
    for place in sorted(sources, reverse=True):
        loads, stores = names(sources[place])
        if place in hidden and not stores & wanted:
            continue
        kept.add(place)
        wanted = (wanted - stores) | loads
    return kept


def names(code: str) -> tuple[set[str], set[str]]:
    """Return the names that code reads, and those it defines at any depth."""
    loads: set[str] = set()
    stores: set[str] = set()
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (loads if isinstance(node.ctx, ast.Load) else stores).add(node.id)
        elif isinstance(node, ast.alias):
            stores.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            stores.add(node.name)
    return loads, stores


def closing_words(app: Sphinx, docname: str) -> str:
    """Licence and origin, the last cell of every notebook."""
    title, base = app.config.html_title, app.config.html_baseurl.rstrip("/")
    origin = f"[{title}]({base}/{docname}.html)" if base else f"*{title}*"
    licence = "Text: CC BY 4.0. Code: BSD 3-Clause."
    return f"---\n\nFrom {origin}, version {app.config.version}. {licence}"


def has_notebook(app: Sphinx, docname: str) -> bool:
    """Whether a page becomes a notebook: one of its cells is shown, as code or by its result."""
    if "kernelspec" not in app.env.metadata.get(docname, {}):
        return False
    return _shows_cells(Path(app.env.doc2path(docname)).read_text(encoding="utf-8"))


@cache
def _shows_cells(text: str) -> bool:
    cells = (cell for cell in read_page(text).cells if cell["cell_type"] == "code")
    return any("remove-cell" not in cell["metadata"].get("tags", []) for cell in cells)


def export_pages(app: Sphinx, error: Exception | None) -> None:
    """Write every page that has code as a notebook (event `build-finished`)."""
    if error is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "notebooks"
    shutil.rmtree(folder, ignore_errors=True)
    config = app.config
    wheel = wheel_address(config.twoplustwo_repository, config.twoplustwo_release)
    with_code = {d for d in app.env.all_docs if has_notebook(app, d)}
    for docname in sorted(with_code):
        doctree = app.env.get_and_resolve_doctree(docname, app.builder)
        read = read_page(Path(app.env.doc2path(docname)).read_text(encoding="utf-8"))
        markdown = Markdown(docname, with_code, app.config.html_baseurl, sources_text)
        text = notebook(markdown, doctree, read.cells, closing_words(app, docname), wheel)
        path = folder / f"{docname}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def sources_text(keys: list[str]) -> list[str]:
    """Sources as Markdown lines."""
    items = (source(key) for key in keys)
    return [f"[{item.text}]({item.url})" if item.url else item.text for item in items]


def setup(app: Sphinx) -> None:
    app.connect("build-finished", export_pages)
