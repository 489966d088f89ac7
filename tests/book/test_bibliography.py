"""The bibliography: one registry, every source once, BibTeX that holds what the line says."""

from __future__ import annotations

import re

import pytest
from lxml import html

from twoplustwo.book.bibliography import GROUPS, bibtex, files, group
from twoplustwo.data import sources
from twoplustwo.data.references import authors, fields, surname

from . import sample

PARTS = ("volume", "number", "pages", "doi", "year")


def test_every_source_is_in_one_group():
    listed = [item.source_id for name in GROUPS for item in group(name)]
    assert sorted(listed) == sorted(item.source_id for item in sources())


def test_the_file_in_the_repository_is_in_step_with_the_registry():
    kept = (sample.ROOT / "book" / "references.bib").read_text(encoding="utf-8")
    assert kept == bibtex("scholarly"), (
        "run: python -m twoplustwo.book.bibliography > book/references.bib"
    )


@pytest.mark.parametrize("item", group("scholarly"), ids=lambda item: item.source_id)
def test_nothing_in_an_entry_is_invented(item):
    """Every field of an entry is in the printed line, and its braces close."""
    entry = item.bibtex
    assert entry.count("{") == entry.count("}")
    for name in PARTS:
        match = re.search(rf"^  {name} = \{{(.*)\}}", entry, re.MULTILINE)
        assert match is None or match[1].replace("--", "-") in f"{item.text} {item.year}"


@pytest.mark.parametrize("item", group("scholarly"), ids=lambda item: item.source_id)
def test_a_scholarly_work_has_a_title_and_a_year(item):
    assert item.title
    assert item.year and 1900 < item.year <= 2026


@pytest.mark.parametrize(
    ("text", "kind", "entry", "part"),
    [
        (
            'A. B. See and D. Ee, "A Title", World Politics 3(2):1-9, 1999',
            "article",
            "article",
            "pages",
        ),
        ('A. See, "A Title", Econometrica 50(6), 1982', "article", "article", "number"),
        ('A. See, "A Title", second edition, Sage, 2018', "book", "book", "edition"),
        ('A. See, "A Title", NBER working paper 28048, 2020', "article", "misc", "howpublished"),
        ('A. See, "A Title", RAND R-3765, 1989', "think_tank", "misc", "howpublished"),
    ],
)
def test_a_line_is_taken_apart(text, kind, entry, part):
    found = fields(text, kind)
    assert found and found[0] == entry
    assert found[1]["title"] == "{A Title}" and part in found[1]


@pytest.mark.parametrize(
    "text", ['NHK, "News", 2020', "NHK, [Our own words], 2020", 'U.S. EIA, "Oil", 2024']
)
def test_a_line_in_another_form_stays_whole(text):
    assert fields(text, "news") is None


def test_persons_are_told_from_institutions():
    assert authors("R. Avenhaus, B. von Stengel and S. Zamir") == (
        "R. Avenhaus and B. von Stengel and S. Zamir"
    )
    assert authors("A. Gelman and others") == "A. Gelman and others"
    assert authors("U.S. EIA") is None and authors("38 North") is None
    assert surname('A.-C. Disdier and K. Head, "Title"') == 'Disdier and K. Head, "Title"'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> sample.Built:
    root = tmp_path_factory.mktemp("bibliography")
    lists = "\n\n".join(f"## {name}\n\n:::{{bibliography}} {name}\n:::" for name in GROUPS)
    built = sample.build_page(root / "book", f"{sample.TEXT_HEAD}\n# Works\n\n{lists}\n")
    assert built.error == 0, built.log
    return built


def test_the_page_lists_every_source(built: sample.Built):
    page = html.fromstring(built.page("index.html"))
    assert len(page.xpath('//ul[contains(@class, "references")]/li')) == len(sources())
    assert len(page.xpath("//details")) >= 3


def test_each_file_is_there_and_is_linked(built: sample.Built):
    page = html.fromstring(built.page("index.html"))
    linked = page.xpath('//a[contains(@href, "_data/bib/")]/@href')
    assert len(linked) == len(GROUPS) + len(group("scholarly"))
    assert [link for link in linked if not (built.html / link).is_file()] == []
    keys = re.findall(rb"^@\w+\{(\w+),", files()["all.bib"], re.MULTILINE)
    assert len(keys) == len(set(keys)) == len(sources())


def test_an_unknown_group_is_named(fails):
    assert "names one of scholarly" in fails(":::{bibliography} novels\n:::")
