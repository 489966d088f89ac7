"""Citing a table or a source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from twoplustwo.data import references
from twoplustwo.data.package import descriptor, resources_by_name
from twoplustwo.data.tables import UnknownNameError, load, near_names, resource

SEPARATOR = ";"
FIELD_ORDER = (
    *("author", "title", "journal", "edition", "publisher", "howpublished"),
    *("volume", "number", "pages", "year", "doi", "url", "note"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """One published source.

    ``text`` is the line to print. Square brackets in it enclose our own description of an item
    whose exact title was not kept. ``url`` is None where no address of the publisher is known.
    """

    source_id: str
    publisher: str
    title: str
    year: int | None
    kind: str
    licence: str
    text: str
    url: str | None

    def __str__(self) -> str:
        return f"{self.text}. {self.url}" if self.url else f"{self.text}."

    @property
    def bibtex(self) -> str:
        """BibTeX entry; ``@misc`` with the whole line as a note where it cannot be taken apart."""
        kind, found = references.fields(self.text, self.kind) or ("misc", self._whole())
        found = {"year": self.year, "url": self.url} | found
        order = sorted(found, key=lambda name: FIELD_ORDER.index(name))
        return _bibtex_entry(kind, self.source_id, {name: found[name] for name in order})

    def _whole(self) -> dict[str, str]:
        return {"author": f"{{{self.publisher}}}", "title": f"{{{self.title}}}", "note": self.text}


@dataclass(frozen=True, slots=True)
class Citation:
    """How to cite a table: ``str()`` for reading, ``bibtex`` for a reference manager."""

    text: str
    bibtex: str
    sources: tuple[Source, ...]

    def __str__(self) -> str:
        return "\n".join([self.text, *(f"  - {item}" for item in self.sources)])

    def __repr__(self) -> str:
        return str(self)


def _bibtex_entry(kind: str, key: str, fields: dict[str, object]) -> str:
    lines = [
        f"  {name} = {{{value if name == 'url' else _escape(str(value))}}}"
        for name, value in fields.items()
        if value
    ]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}"


def _escape(text: str) -> str:
    """TeX reads these characters as commands. Addresses stay as they are: ``url`` is verbatim."""
    return re.sub(r"(?<!\\)([&%$#_])", r"\\\1", text)


def split_ids(cell: object) -> list[str]:
    """Source ids in a cell that holds one or several, joined by ``;``."""
    if cell is None or cell is pd.NA or cell != cell:
        return []
    return [part.strip() for part in str(cell).split(SEPARATOR) if part.strip()]


def _optional(value: object) -> object | None:
    return None if pd.isna(value) else value


@lru_cache(maxsize=1)
def _sources() -> dict[str, Source]:
    names = ("source_id", "publisher", "title", "year", "kind", "licence", "text", "url")
    rows = load("sources")[list(names)].astype(object).to_dict("records")
    return {
        row["source_id"]: Source(**{key: _optional(value) for key, value in row.items()})
        for row in rows
    }


def sources() -> tuple[Source, ...]:
    """Every published source, in the order of ``sources.csv``."""
    return tuple(_sources().values())


def source(source_id: str) -> Source:
    """The source with this id.

    Raises
    ------
    UnknownNameError
        If there is none; the message lists the nearest ids.
    """
    known = _sources()
    if source_id not in known:
        raise UnknownNameError(f"no source {source_id!r}: {near_names(source_id, known)}")
    return known[source_id]


def sources_of(name: str) -> tuple[Source, ...]:
    """Sources cited in table ``name``, in the order of their first use."""
    frame = load(name)
    if name == "sources" or "source_id" not in frame:
        return ()
    used = dict.fromkeys(item for cell in frame["source_id"] for item in split_ids(cell))
    return tuple(source(item) for item in used)


def cite(name: str) -> Citation:
    """Citation of table ``name``, or of the source with that id.

    Raises
    ------
    UnknownNameError
        If ``name`` is neither; the message lists the nearest names.
    """
    known = resources_by_name(descriptor())
    if name in known:
        return _cite_table(name)
    if name in _sources():
        item = source(name)
        return Citation(str(item), item.bibtex, ())
    raise UnknownNameError(
        f"no table or source {name!r}: {near_names(name, [*known, *_sources()])}"
    )


def _cite_table(name: str) -> Citation:
    item, package = resource(name), descriptor()
    year = str(item["vintage"])[:4]
    licences = ", ".join(licence["name"] for licence in item["licenses"])
    text = (
        f'{package["title"]}, "{item["title"]}" (table {name}, version {package["version"]}, '
        f"as of {item['vintage']}), {year}. {licences}. Sources:"
    )
    fields = {
        "author": "{Two Plus Two contributors}",
        "title": f"{{{item['title']}}}",
        "year": year,
        "howpublished": f"Data table {name} of {package['title']}",
        "version": package["version"],
        "note": licences,
    }
    used = sources_of(name)
    entries = [_bibtex_entry("misc", f"twoplustwo_{name}", fields), *(s.bibtex for s in used)]
    return Citation(text, "\n\n".join(entries), used)
