"""Figures on the page: complete before any script runs, made once, refused with a reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import html

from twoplustwo import explorers
from twoplustwo.book import figures as figures_module
from twoplustwo.book import settings, workshop
from twoplustwo.book.render import column_classes
from twoplustwo.book.workshop import Workshop
from twoplustwo.charts.poster import Drawn
from twoplustwo.explorers.engine.errors import BudgetError

from . import sample

EXPLORERS = {explorers.get(name).kind: name for name in explorers.catalogue()}


def explorer_cell(name: str) -> str:
    return sample.cell(f"from twoplustwo.explorers import {name}\n{name}", "remove-input")


@pytest.fixture(scope="module")
def with_explorers(tmp_path_factory: pytest.TempPathFactory) -> sample.Built:
    """A page with one explorer of each kind, the first of them twice."""
    names = [*EXPLORERS.values(), next(iter(EXPLORERS.values()))]
    body = "# T\n" + "".join(explorer_cell(name) for name in names)
    built = sample.build_page(tmp_path_factory.mktemp("x") / "book", sample.CODE_HEAD + body)
    assert built.error == 0, built.log
    return built


@pytest.fixture(scope="module")
def figures(with_explorers: sample.Built) -> list[html.HtmlElement]:
    return html.fromstring(with_explorers.page("index.html")).xpath("//figure[@data-explorer]")


def test_title_summary_and_table_are_in_the_page(figures: list[html.HtmlElement]):
    for figure in figures:
        explorer = explorers.get(figure.get("data-explorer"))
        view = explorer.view()
        assert figure.xpath('.//p[@class="explorer-title"]')[0].text == view.title
        assert figure.xpath('.//p[@class="explorer-summary"]')[0].text == view.summary
        rows = figure.xpath(".//tbody/tr")
        shown = [[cell.text or "" for cell in row] for row in rows]
        assert shown == explorer.cells(view.table)


def test_every_control_is_there_with_its_default(figures: list[html.HtmlElement]):
    for figure in figures:
        explorer = explorers.get(figure.get("data-explorer"))
        fields = figure.xpath('.//form[@class="explorer-controls"]//*[@name]')
        assert {field.get("name") for field in fields} == set(explorer.default)
        for field in figure.xpath('.//input[@type="range"]'):
            assert float(field.get("value")) == explorer.default[field.get("name")]


def test_an_explorer_placed_twice_has_ids_of_its_own_and_one_pack(figures: list[html.HtmlElement]):
    first, again = figures[0], figures[-1]
    assert again.get("id") == f"{first.get('id')}-2"
    assert again.get("data-explorer") == first.get("data-explorer")
    assert again.get("data-pack") == first.get("data-pack")
    assert not set(first.xpath(".//@id")) & set(again.xpath(".//@id"))


def test_packs_twins_and_bundle_lie_where_the_page_says(
    with_explorers: sample.Built, figures: list[html.HtmlElement]
):
    for figure in figures:
        kinds = [
            "data-pack",
            "data-plotly",
            *(["data-twin"] if "data-twin" in figure.attrib else []),
        ]
        assert all((with_explorers.html / figure.get(kind)).is_file() for kind in kinds)
    assert {figure.get("data-kind") for figure in figures} == set(EXPLORERS)
    twins = [f for f in figures if f.get("data-kind") == "twin"]
    assert all("data-twin" in figure.attrib for figure in twins)


def test_every_poster_has_words(figures: list[html.HtmlElement]):
    for figure in figures:
        view = explorers.get(figure.get("data-explorer")).view()
        assert {img.get("alt") for img in figure.iter("img")} <= {view.alt}


def test_texts_are_escaped_and_a_chart_has_its_table(book: sample.Built):
    page = html.fromstring(book.page("part/chapter.html"))
    (chart,) = page.xpath('//figure[@data-chart="flights"]')
    assert chart.xpath('.//p[@class="explorer-title"]')[0].text == "Flights fell <by a fifth>"
    rows = [[cell.text for cell in row] for row in chart.xpath(".//tbody/tr")]
    assert rows == [["2019", "947"], ["2020", "725"], ["2021", "–"]]
    assert chart.get("data-pack").startswith("../_packs/flights.")
    assert chart.xpath('.//details[@class="explorer-sources"]//li')


def test_maps_off_leaves_the_text_table_alone(tmp_path: Path):
    body = "# T\n" + sample.cell(sample.chart()) + sample.cell(sample.chart("a_map", is_map=True))
    built = sample.build_page(tmp_path / "b", sample.CODE_HEAD + body, twoplustwo_maps=False)
    page = html.fromstring(built.page("index.html"))
    (a_map,) = page.xpath('//figure[@data-chart="a_map"]')
    assert "explorer-text" in a_map.get("class") and a_map.get("data-pack") is None
    assert a_map.xpath(".//picture") == [] and len(a_map.xpath(".//tbody/tr")) == 3
    assert page.xpath('//figure[@data-chart="flights"]/@data-pack')
    made = [path.name for path in built.html.rglob("*") if path.name.startswith("a_map")]
    assert made == []


def test_a_map_that_moves_becomes_one_table_of_all_its_states(tmp_path: Path):
    maps = (explorers.get(name) for name in explorers.catalogue())
    explorer = next(e for e in maps if e.is_map and 1 < len(list(e.states())) <= 40)
    made = Workshop(tmp_path, maps=False).make([{"kind": "explorer", "name": explorer.name}])
    about = made[explorer.name].about
    counts = [len(explorer.view(state).table) for state in explorer.states()]
    assert len(about["rows"]) == sum(counts)
    assert about["headings"][: len(explorer.axes)] == [a.label for a in explorer.axes.values()]
    cells = explorer.cells(explorer.view().table)
    assert all(any(row[len(explorer.axes) :] == one for row in about["rows"]) for one in cells)
    assert made[explorer.name].files == []


def test_without_a_browser_the_table_stands_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def no_browser(pictures, folder, plotly_js=None):
        return Drawn({p.name: None for p in pictures}, 0, "no browser found; install one")

    monkeypatch.setattr(workshop, "draw", no_browser)
    built = sample.build_page(
        tmp_path / "b", sample.CODE_HEAD + "# T\n" + sample.cell(sample.chart())
    )
    assert built.error == 0 and "no browser found; install one" in built.log
    page = html.fromstring(built.page("index.html"))
    assert page.xpath("//img") == []
    assert page.xpath('//details[@class="explorer-data"]/@open')


def test_an_unknown_explorer_is_a_mistake(fails):
    log = fails(explorer_cell("bargaining_rang"), sample.CODE_HEAD)
    assert "index.md:12: ERROR: the cell fails" in log and "'bargaining_rang'" in log
    payload = {"kind": "explorer", "name": "bargaining_rang"}
    assert "near names: bargaining_range" in figures_module._problem(payload)


def test_an_unknown_source_of_a_chart_is_a_mistake(fails):
    code = sample.chart().replace(sample.SOURCE, "no_such_source")
    assert "no source 'no_such_source'" in fails(sample.cell(code), sample.CODE_HEAD)


def test_a_failing_pack_names_the_explorer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def too_large(explorer):
        raise BudgetError(f"{explorer.name}: thin 'p'")

    name = next(iter(EXPLORERS.values()))
    monkeypatch.setattr(workshop, "pack", too_large)
    built = sample.build_page(tmp_path / "b", sample.CODE_HEAD + "# T\n" + explorer_cell(name))
    assert built.error != 0 and f"{name}: thin 'p'" in built.log


def test_what_has_not_changed_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    payload = {"kind": "explorer", "name": next(iter(EXPLORERS.values()))}
    first = Workshop(tmp_path).make([payload])
    monkeypatch.setattr(workshop, "_describe", None)
    assert Workshop(tmp_path).make([payload, payload]) == first


@pytest.mark.parametrize("part", ["explorers/engine", "charts", "models", "data", "capstone"])
def test_a_change_below_an_explorer_makes_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
):
    package = tmp_path / "twoplustwo"
    ignored = shutil.ignore_patterns("__pycache__", "book")
    shutil.copytree(workshop.PACKAGE, package, ignore=ignored)
    monkeypatch.setattr(workshop, "PACKAGE", package)
    monkeypatch.setattr(settings, "PACKAGE", package)
    name = next(iter(EXPLORERS.values()))
    before = workshop._basis(name)
    (package / part / "new.py").write_text("NEW = 1\n")
    settings._fingerprint.cache_clear()
    assert workshop._basis(name) != before


def test_columns_of_numbers_and_dates_are_known():
    rows = [["Iturup", "3,168", "–", "1855-02-07"], ["Kunashir", "−1.5", "2", "–"]]
    assert column_classes(rows) == ["", "num", "num", "date"]
