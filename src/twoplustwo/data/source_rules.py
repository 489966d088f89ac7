"""Rules on sources: each row names some that exist, and a link goes to the publisher's own site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import pandas as pd

from twoplustwo.data.citation import SEPARATOR, split_ids
from twoplustwo.data.problems import Problem, Table

COPIES = frozenset(
    {
        "archive.org",
        "archive.ph",
        "archive.today",
        "blogspot.com",
        "docslib.org",
        "livedoor.com",
        "scribd.com",
        "wordpress.com",
    }
)
"""Hosts of copies, digests and personal pages: never a publisher's own domain."""


def citations(table: Table, others: Mapping[str, Table]) -> Iterator[Problem]:
    """Every id in ``source_id`` resolves, and none stands twice in a cell."""
    if "source_id" not in table.text or table.name == "sources":
        return
    known = set(others["sources"].text["source_id"])
    for index, cell in table.text["source_id"].dropna().items():
        ids = split_ids(cell)
        for name in ids:
            if name not in known:
                yield table.problem(index, "source_id", "source", f"{name!r} is not in sources.csv")
        if len(set(ids)) < len(ids):
            yield table.problem(index, "source_id", "source", f"{cell!r} names a source twice")


def unused(others: Mapping[str, Table]) -> Iterator[Problem]:
    """Every source is cited by a row, or marked as literature that chapters cite."""
    cited = {
        name
        for table in others.values()
        if "source_id" in table.text and table.name != "sources"
        for cell in table.text["source_id"]
        for name in split_ids(cell)
    }
    table = others["sources"]
    for index, row in table.text.iterrows():
        if row["source_id"] not in cited and row["literature"] != "true":
            yield table.problem(
                index,
                "source_id",
                "unused source",
                f"{row['source_id']!r} is cited by no row and not marked as literature",
            )


def _within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _domains(cell: object) -> list[str]:
    return [] if pd.isna(cell) else [part.strip() for part in str(cell).split(SEPARATOR)]


def _fault_of_link(url: str, domains: list[str]) -> str | None:
    parts = urlsplit(url)
    if parts.scheme != "https":
        return f"{url} is not https"
    host = parts.hostname or ""
    if parts.port or parts.username or not any(_within(host, domain) for domain in domains):
        own = ", ".join(domains) or "none is listed in publishers.csv"
        return f"{url} is not on a domain of the publisher ({own})"
    return None


def links(others: Mapping[str, Table]) -> Iterator[Problem]:
    """Every link is https and goes to a domain of the source's publisher."""
    publishers = others["publishers"].text.set_index("publisher")["domains"]
    table = others["sources"]
    for index, row in table.text.dropna(subset=["url"]).iterrows():
        fault = _fault_of_link(row["url"], _domains(publishers.get(row["publisher"])))
        if fault:
            yield table.problem(index, "url", "link", fault)


def publisher_domains(others: Mapping[str, Table]) -> Iterator[Problem]:
    """No publisher's list holds a host of copies, an address or a scheme."""
    table = others["publishers"]
    for index, cell in table.text["domains"].items():
        for domain in _domains(cell):
            if any(_within(domain, copy) for copy in COPIES):
                yield table.problem(index, "domains", "mirror", f"{domain} is a host of copies")
            if "/" in domain or "." not in domain or domain != domain.lower():
                yield table.problem(
                    index, "domains", "mirror", f"{domain!r} is not a domain such as mofa.go.jp"
                )


def problems(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Faults in sources, publishers and in the citations of every table."""
    for table in tables.values():
        yield from citations(table, tables)
    yield from unused(tables)
    yield from links(tables)
    yield from publisher_domains(tables)
