"""``cite`` and sources: readable, complete, and never a link of somebody else."""

from __future__ import annotations

import re

import pytest

from twoplustwo import cite, load, tables
from twoplustwo.data import UnknownNameError, source, sources, sources_of
from twoplustwo.data.citation import split_ids

NAMES = [name for name in tables()["name"] if name not in ("sources", "publishers")]


def test_a_table_is_cited_with_its_sources() -> None:
    text = str(cite("two_plus_two"))
    assert text.startswith("Two Plus Two: Russia, Japan and Indo-Pacific Stability")
    assert "(table two_plus_two, version " in text
    assert "Ministry of Foreign Affairs of Japan" in text
    assert "CC-BY-4.0" in text


def test_a_source_is_cited_by_its_id() -> None:
    assert str(cite("fearon_1995")).startswith('J. D. Fearon, "Rationalist Explanations for War"')


@pytest.mark.parametrize("name", NAMES)
def test_bibtex_is_balanced_and_holds_every_source(name: str) -> None:
    bibtex = cite(name).bibtex
    entries = re.findall(r"^@[a-z]+\{(\w+),$", bibtex, re.MULTILINE)
    assert entries == [f"twoplustwo_{name}", *(item.source_id for item in sources_of(name))]
    assert bibtex.count("{") == bibtex.count("}")


def test_bibtex_escapes_what_tex_reads_but_not_addresses() -> None:
    entry = next(item for item in sources() if item.url and "_" in item.url).bibtex
    assert re.search(r"url = \{[^}]*_", entry)
    assert r"\%" in source("nhk_cao2023").bibtex


def test_an_article_is_taken_apart() -> None:
    entry = source("putnam_1988").bibtex
    assert entry.startswith("@article{putnam_1988,")
    assert "author = {R. D. Putnam}" in entry
    assert "journal = {International Organization}" in entry
    assert "volume = {42}" in entry and "pages = {427--460}" in entry


def test_what_cannot_be_taken_apart_stays_whole() -> None:
    entry = source("nhk_cao2023").bibtex
    assert entry.startswith("@misc{nhk_cao2023,")
    assert "note = {" in entry


def test_sources_of_a_table_are_those_of_its_rows() -> None:
    cited = {item for cell in load("scrambles")["source_id"] for item in split_ids(cell)}
    assert {item.source_id for item in sources_of("scrambles")} == cited


def test_a_source_has_text_and_a_secure_link_or_none() -> None:
    for item in sources():
        assert item.text
        assert item.url is None or item.url.startswith("https://")


def test_the_table_of_sources_cites_none() -> None:
    assert sources_of("sources") == ()


@pytest.mark.parametrize("call", [source, cite])
def test_an_unknown_source_lists_the_near_ones(call) -> None:
    with pytest.raises(UnknownNameError, match="fearon_1995"):
        call("fearon_1996")


@pytest.mark.parametrize(
    ("cell", "ids"), [("a;b", ["a", "b"]), ("a", ["a"]), (None, []), (float("nan"), []), ("", [])]
)
def test_ids_in_a_cell(cell: object, ids: list[str]) -> None:
    assert split_ids(cell) == ids
