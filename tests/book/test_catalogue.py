"""The data catalogue: every table whole, and the files to take."""

from __future__ import annotations

import csv
import io

import pytest
from lxml import html

from twoplustwo.book.catalogue import citation, files, kind
from twoplustwo.data import cite, load, resource, tables

from . import sample

NAMES = list(tables()["name"])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> sample.Built:
    root = tmp_path_factory.mktemp("catalogue")
    body = "# Data\n\n{data-file}`sources.csv`\n\n:::{data-catalogue} scrambles islands\n:::\n"
    rest = "## Others\n\n:::{data-catalogue}\n:::\n"
    built = sample.build_page(root / "book", f"{sample.TEXT_HEAD}\n{body}\n{rest}")
    assert built.error == 0, built.log
    return built


@pytest.fixture(scope="module")
def page(built: sample.Built) -> html.HtmlElement:
    return html.fromstring(built.page("index.html"))


def entry(page: html.HtmlElement, name: str) -> html.HtmlElement:
    return page.get_element_by_id(f"table-{name.replace('_', '-')}")


def test_every_table_stands_there_once_and_folded(page):
    shown = page.xpath('//details//*[starts-with(@id, "table-")]/@id')
    assert len(shown) == len(set(shown)) == len(NAMES)
    assert shown[:2] == ["table-scrambles", "table-islands"]


@pytest.mark.parametrize("name", NAMES)
def test_a_table_says_what_it_holds(page, name):
    item, text = resource(name), entry(page, name).text_content()
    columns = entry(page, name).xpath(".//table//tbody/tr")
    assert [row[0].text_content().strip() for row in columns] == [
        field["name"] for field in item["schema"]["fields"]
    ]
    for words in (item["updatePeriod"], str(item["vintage"]), f"{len(load(name)):,}"):
        assert words in text
    assert f'load("{name}")' in text and f"twoplustwo_{name}" in text


def test_units_and_kinds_are_shown(page):
    rows = entry(page, "islands").xpath(".//table//tbody/tr")
    cells = {row[0].text_content().strip(): [c.text_content().strip() for c in row] for row in rows}
    assert cells["area_km2"][2] == "km2"
    assert cells["has_civilians"][3] == "true or false"
    assert cells["main_settlement"][3] == "text, may be empty"


def test_a_long_vocabulary_is_cut():
    field = {"type": "string", "constraints": {"enum": list("abcdefghijk"), "required": True}}
    assert kind(field) == "one of a, b, c, d, e, f, g, h and 3 more"


@pytest.mark.parametrize("name", NAMES)
def test_the_files_are_those_of_the_repository(built: sample.Built, name: str):
    folder = built.html / "_data"
    rows = list(csv.reader(io.StringIO((folder / resource(name)["path"]).read_text("utf-8"))))
    assert len(rows) == len(load(name)) + 1
    assert (folder / f"{name}.bib").read_text("utf-8") == cite(name).bibtex + "\n"


def test_every_link_to_a_file_leads_to_one(built: sample.Built, page):
    found = page.xpath('//a[contains(@href, "_data/")]/@href')
    assert len(found) == 2 * len(NAMES) + 1
    assert [link for link in found if not (built.html / link).is_file()] == []
    assert "datapackage.json" in files()


def test_a_citation_counts_its_sources():
    assert citation("scrambles").endswith("sources.")
    assert "rests on" not in citation("publishers")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (":::{data-catalogue} scramble\n:::", "no table 'scramble': did you mean scrambles"),
        ("{data-file}`nothing.csv`", "no file 'nothing.csv'"),
    ],
)
def test_a_mistake_is_named(fails, body, said):
    assert said in fails(body)
