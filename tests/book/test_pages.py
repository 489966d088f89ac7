"""The frame of every page: navigation, description, assets, and a strict security policy."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from . import sample

PAGES = ("index.html", "part/chapter.html", "part/plain.html", "search.html")


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, book: sample.Built) -> html.HtmlElement:
    return html.fromstring(book.page(request.param))


def test_nothing_stands_inline_that_the_policy_drops(page: html.HtmlElement):
    assert page.xpath("//script[not(@src)] | //style | //*[@style]") == []
    assert [a for e in page.iter() for a in e.attrib if a.startswith("on")] == []


def test_landmarks_language_and_one_heading_of_the_first_level(page: html.HtmlElement):
    assert page.get("lang") == "en"
    assert len(page.xpath("//main")) == len(page.xpath("//h1")) == 1
    assert page.xpath('//a[@class="skip-link"]/@href') == ["#main-content"]
    assert page.get_element_by_id("main-content").tag == "main"


def test_ids_are_unique_and_labels_resolve(page: html.HtmlElement):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = page.xpath("//@aria-labelledby | //label/@for")
    assert set(named) <= set(ids)


def test_headings_skip_no_level(page: html.HtmlElement):
    levels = [int(h.tag[1]) for h in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_page_says_what_it_holds(page: html.HtmlElement):
    (description,) = page.xpath('//meta[@name="description"]/@content')
    assert len(description) >= 40
    assert page.findtext(".//title").strip()


def test_everything_that_scrolls_has_a_name_and_a_stop(page: html.HtmlElement):
    for box in page.xpath('//pre | //*[@class="table-wrap" or @class="formula-scroll"]'):
        assert box.get("tabindex") == "0" and box.get("aria-label") and box.get("role")


@pytest.mark.parametrize("name", PAGES)
def test_links_and_assets_lead_somewhere(name: str, book: sample.Built):
    folder = (book.html / name).parent
    for address in html.fromstring(book.page(name)).xpath("//@href | //@src | //@srcset"):
        parts = urlsplit(address)
        if parts.scheme:
            assert parts.scheme == "https"
            continue
        target = (folder / unquote(parts.path)).resolve() if parts.path else book.html / name
        assert target.is_file(), address
        if parts.fragment:
            ids = html.fromstring(target.read_text(encoding="utf-8")).xpath("//@id")
            assert unquote(parts.fragment) in ids, address


def scripts(book: sample.Built, name: str) -> list[str]:
    addresses = html.fromstring(book.page(name)).xpath("//script/@src")
    return [Path(urlsplit(address).path).name for address in addresses]


def test_scripts_are_loaded_only_where_they_are_used(book: sample.Built):
    assert scripts(book, "part/plain.html") == ["theme.js", "page.js"]
    assert scripts(book, "part/chapter.html") == [
        "theme.js", "page.js", "explorer.js", "quiz.js"
    ]  # fmt: skip
    with_index = [name for name in PAGES if "searchindex.js" in scripts(book, name)]
    assert with_index == ["search.html"]


def test_only_the_theme_script_blocks(book: sample.Built):
    page = html.fromstring(book.page("part/chapter.html"))
    blocking = page.xpath("//script[not(@defer)]/@src")
    assert [Path(urlsplit(a).path).name for a in blocking] == ["theme.js"]


def test_navigation_knows_the_page(book: sample.Built):
    page = html.fromstring(book.page("part/chapter.html"))
    marked = page.xpath('//nav[@class="chapters"]//a[@aria-current="page"]')
    assert {a.text for a in marked} == {"The chapter"}
    assert "Part 1 · The part" in page.xpath('//nav[@class="crumbs"]')[0].text_content()
    assert page.xpath('//a[@rel="next"]/@href') == ["plain.html"]
    assert page.xpath('//a[@rel="prev"]/@href') == ["../index.html"]


def test_chapters_fold_without_javascript(book: sample.Built):
    page = html.fromstring(book.page("part/plain.html"))
    assert page.xpath('//details[@class="chapters-fold"]//a/@href') == ["chapter.html", "#"]


def test_contents_have_two_levels(book: sample.Built):
    page = html.fromstring(book.page("part/plain.html"))
    links = page.xpath('//nav[@class="contents"]//a/@href')
    assert links == ["#one", "#deeper", "#two", "#three"]


def test_the_home_page_is_a_page_and_no_redirect(book: sample.Built):
    text = book.page("index.html")
    assert 'class="layout-home"' in text and 'http-equiv="refresh"' not in text.lower()
    assert "key-figures" in text and 'class="cards' in text and 'class="button' in text


def test_words_in_other_scripts_have_their_language(book: sample.Built):
    text = book.page("part/chapter.html")
    assert '<span lang="ja">北方領土</span>' in text
    assert '<span lang="ru">Южные Курилы</span>' in text


def test_links_of_headings_are_named(book: sample.Built):
    page = html.fromstring(book.page("part/chapter.html"))
    names = page.xpath('//a[@class="headerlink"]/@aria-label')
    assert "Link to: Who moves first?" in names


def test_code_is_shown_hidden_or_left_out_as_tagged(book: sample.Built):
    page = html.fromstring(book.page("part/chapter.html"))
    code = [" ".join(pre.text_content().split()) for pre in page.xpath('//pre[@aria-label="Code"]')]
    assert code == ["frame", "print('one'); print('two')", 'plain = "code"']
    (hidden,) = page.find_class("fold-code")
    assert hidden.find("summary").text == "Show the code"


def test_every_column_of_a_markdown_table_is_a_header(book: sample.Built):
    page = html.fromstring(book.page("part/chapter.html"))
    (table,) = page.xpath('//div[@aria-label="Table: Island, Area"]/table')
    assert table.xpath(".//thead//th/@scope") == ["col", "col"]


def test_what_no_page_loads_is_not_in_the_site(book: sample.Built):
    named = " ".join(book.page(name) for name in PAGES)
    for path in (book.html / "_static").iterdir():
        assert path.name in named, path.name


def test_a_missing_description_is_a_mistake(fails):
    assert "needs a description of 40 to 200 characters" in fails("Text.", "")


def test_addresses_of_assets_change_with_their_content(book: sample.Built):
    marks = re.findall(r'_assets/[\w.-]+\?v=([0-9a-f]{8})"', book.page("index.html"))
    assert len(marks) >= 3
