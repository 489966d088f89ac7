"""The bibliography: every source of the course, grouped, with BibTeX to take.

``data/sources.csv`` is the one registry. ``{bibliography} GROUP`` lists a group of it; the entries
lie in the site's folder ``_data/bib``. ``book/references.bib`` holds the scholarly literature for
whoever works in the repository, and is written anew by::

    python -m twoplustwo.book.bibliography > book/references.bib
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from twoplustwo.data import Source, sources
from twoplustwo.data.references import SCHOLARLY, surname

from .catalogue import put
from .elements import folded, link, listing, paragraph, site_file
from .problems import report

FOLDER = "_data/bib"
GROUPS = {
    "scholarly": SCHOLARLY,
    "research": ("think_tank", "commentary", "encyclopedia"),
    "official": ("government", "official_document", "law", "party"),
    "data": ("dataset", "own_work"),
    "press": ("news",),
}
LONG = 30  # a longer list is folded


@cache
def group(name: str) -> tuple[Source, ...]:
    """Sources of a group, sorted by author or publisher."""
    found = (item for item in sources() if item.kind in GROUPS[name])
    return tuple(sorted(found, key=lambda item: (surname(item.text).casefold(), item.source_id)))


def bibtex(name: str) -> str:
    """A group as a BibTeX file."""
    return "\n\n".join(item.bibtex for item in group(name)) + "\n"


class Bibliography(SphinxDirective):
    """``{bibliography} GROUP``, one of `GROUPS`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in GROUPS:
            message = f"`{{bibliography}}` names one of {', '.join(GROUPS)}; got {name!r}"
            report(self.env, message, (self.env.docname, self.lineno))
            return []
        found = group(name)
        entries = listing(self.entry(item, single=name == "scholarly") for item in found)
        entries["classes"] = ["references"]
        file = site_file(self.env, f"{FOLDER}/{name}.bib", f"{name}.bib")
        head = paragraph([f"{len(found)} entries, as BibTeX: ", file])
        body = [entries] if len(found) <= LONG else [folded("Show the list", [entries])]
        return [head, *body]

    def entry(self, item: Source, *, single: bool) -> list[nodes.Node | str]:
        """One source: linked where the publisher's address is known, ended by a full stop."""
        words: list[nodes.Node | str] = [self.words(item), "."]
        if single:
            path = f"{FOLDER}/{item.source_id}.bib"
            words += [" ", site_file(self.env, path, item.source_id)]
        return words

    def words(self, item: Source) -> nodes.Node:
        text = item.text.rstrip(".")
        return link(item.url, text) if item.url else nodes.Text(text)


@cache
def files() -> dict[str, bytes]:
    """The files of the folder ``_data/bib``: one a group, one a scholarly work, and all."""
    found = {f"{name}.bib": bibtex(name) for name in GROUPS}
    found["all.bib"] = "\n".join(found.values())
    found |= {f"{item.source_id}.bib": item.bibtex + "\n" for item in group("scholarly")}
    return {name: text.encode() for name, text in found.items()}


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Put the BibTeX files into the site (event `build-finished`)."""
    if error is None and app.builder.format == "html":
        put(Path(app.outdir) / FOLDER, files())


def setup(app: Sphinx) -> None:
    app.add_directive("bibliography", Bibliography)
    app.connect("build-finished", write_files)


if __name__ == "__main__":
    sys.stdout.write(bibtex("scholarly"))
