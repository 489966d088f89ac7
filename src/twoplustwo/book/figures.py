"""Charts and explorers on the page: from a cell's placeholder to a filled element.

A cell that shows a Chart or an explorer leaves a placeholder. Reading turns it into a node and
checks it; after reading, `Workshop` makes what the figures need (packs, posters, tables), each
once for the whole site and again only when something it is made from has changed; writing fills
in the HTML (`render`).
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from twoplustwo import explorers
from twoplustwo.data import source

from .outputs import figure_payload
from .problems import report
from .render import render
from .settings import cache_folder
from .workshop import Made, Workshop

Payload = dict[str, Any]


class placeholder(nodes.General, nodes.Element):
    """Where a figure stands: `payload` of the cell, `anchor` unique on the page."""


def source_ids(payload: Payload) -> tuple[str, ...]:
    """Sources of a figure, whichever kind it is."""
    if payload["kind"] == "chart":
        return tuple(payload["sources"])
    return tuple(explorers.get(payload["name"]).sources)


def find_placeholders(app: Sphinx, doctree: nodes.document) -> None:
    """Turn the cells' placeholders into nodes and check them (event `doctree-read`)."""
    seen: Counter[str] = Counter()
    found: list[Payload] = []
    for raw in list(doctree.findall(nodes.raw)):
        payload = figure_payload(raw.astext())
        if payload is None:
            continue
        problem = _problem(payload)
        if problem:
            report(app.env, problem, raw if raw.line else raw.parent.parent)
            raw.parent.remove(raw)
            continue
        seen[payload["name"]] += 1
        count = seen[payload["name"]]
        anchor = payload["name"] if count == 1 else f"{payload['name']}-{count}"
        raw.replace_self(placeholder(payload=payload, anchor=anchor))
        found.append(payload)
    _by_page(app.env)[app.env.docname] = found


def _problem(payload: Payload) -> str | None:
    """Say what is wrong with a figure, if anything is."""
    try:
        for source_id in source_ids(payload):
            source(source_id)
    except KeyError as error:
        return str(error.args[0])
    return None


def _by_page(env: BuildEnvironment) -> dict[str, list[Payload]]:
    """Figures of every page; kept with the environment, since unchanged pages are not read."""
    if not hasattr(env, "twoplustwo_figures"):
        env.twoplustwo_figures = {}
    return env.twoplustwo_figures


def forget_page(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop a page's figures before it is read anew (event `env-purge-doc`)."""
    _by_page(env).pop(docname, None)


def has_figures(env: BuildEnvironment, docname: str) -> bool:
    """Whether a page needs the figures' styles and scripts."""
    return bool(_by_page(env).get(docname))


def make_figures(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Make what all figures need, before any page is written (event `env-updated`)."""
    workshop = Workshop(cache_folder(app) / "figures", maps=app.config.twoplustwo_maps)
    wanted = [payload for page in sorted(_by_page(env)) for payload in _by_page(env)[page]]
    app.twoplustwo_made = workshop.make(wanted) if app.builder.format == "html" else {}
    return []


def made(app: Sphinx, payload: Payload) -> Made:
    """What the workshop made for a figure."""
    return app.twoplustwo_made[Workshop.name(payload)]


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Put packs, posters and the Plotly bundle into the site (event `build-finished`)."""
    if error is not None or app.builder.format != "html":
        return
    wanted = {path: content for one in app.twoplustwo_made.values() for path, content in one.files}
    for folder in {Path(path).parent for path in wanted} | {Path("_packs"), Path("_posters")}:
        for old in sorted((Path(app.outdir) / folder).glob("*")):
            if (folder / old.name).as_posix() not in wanted:
                old.unlink()
    for path, content in wanted.items():
        target = Path(app.outdir) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.is_file() or target.read_bytes() != content:
            target.write_bytes(content)


def visit_placeholder(self: Any, node: placeholder) -> None:
    root = "../" * self.builder.current_docname.count("/")
    one = made(self.builder.app, node["payload"])
    self.body.append(render(one, anchor=node["anchor"], root=root))
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_node(placeholder, html=(visit_placeholder, None))
    app.connect("doctree-read", find_placeholders, priority=300)
    app.connect("env-purge-doc", forget_page)
    app.connect("env-updated", make_figures, priority=400)
    app.connect("build-finished", write_files)
