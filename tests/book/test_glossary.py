"""The glossary: its entries, its page, and the links in the text of chapters."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import html

from twoplustwo.book.glossary import (
    A_PAGE,
    A_SECTION,
    PAGE,
    GlossaryError,
    Term,
    parse,
    pattern,
)

from . import sample

TERMS = parse((sample.ROOT / "book" / "glossary.yml").read_text(encoding="utf-8"))
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

FILE = """
- {id: win-set, en: win-set, ru: множество, ja: ウィンセット, means: All that passes at home.}
- {id: warhead, en: warhead, ru: боезаряд, ja: 弾頭, means: "What is \\"carried\\"."}
- {id: new-start, en: New START, ru: СНВ-III, ja: 新START, means: A treaty.}
- {id: dprk, en: DPRK, ru: КНДР, ja: 北朝鮮, match: [], means: A state.}
""" + "".join(
    f"- {{id: w{n}, en: word{n}x, ru: слово, ja: 語, means: Number {n}.}}\n" for n in range(30)
)
MANY = " ".join(f"word{n}x" for n in range(30))
CHAPTER = (
    sample.CODE_HEAD
    + f"""
# A chapter with warheads

A lead about a *win-set* and the DPRK.

:::{{objectives}}
1. Count warheads.
:::

## Are warheads counted in the title?

[The warhead](../index.md) and `warhead` and $warhead$ are no places. Many warheads are, and then
no warhead again. New START is one, new start is none, and unwarheaded is none.

:::{{dropdown}} A warhead in a summary
word0x
:::

## First

{MANY}
"""
    + "".join(f"\n## Section {n}\n\n{MANY}\n" for n in range(9))
    + sample.cell("1 + 1")
)
GLOSSARY = sample.TEXT_HEAD + "\n# Glossary\n\nWords.\n\n:::{glossary-list}\n:::\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> sample.Built:
    root = tmp_path_factory.mktemp("glossary")
    pages = {"index.md": sample.PLAIN.replace("chapter.md#who-moves-first", "part/one.md")}
    pages |= {"part/one.md": CHAPTER, f"{PAGE}.md": GLOSSARY}
    sample.write(root, pages)
    (root / "book" / "glossary.yml").write_text(FILE, encoding="utf-8")
    built = sample.build(root)
    assert built.error == 0, built.log
    return built


@pytest.fixture(scope="module")
def links(built: sample.Built) -> list[html.HtmlElement]:
    return html.fromstring(built.page("part/one.html")).xpath('//a[@class="term"]')


def test_there_are_enough_terms_and_each_is_in_its_language():
    assert len(TERMS) >= 80
    for term in TERMS:
        assert CYRILLIC.search(term.ru), term.id
        assert JAPANESE.search(term.ja), term.id
        assert term.means.endswith(".") and term.means.count(". ") <= 1, term.id
        assert not term.means.lower().startswith(term.en.lower()), term.id


def test_every_term_is_found_by_its_own_forms():
    expression = pattern(TERMS)
    for place, term in enumerate(TERMS):
        for form in term.forms:
            match = expression.fullmatch(form)
            assert match and match.lastgroup.endswith(f"_{place}"), form


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("two Warheads", ["Warheads"]),
        ("New START", ["New START"]),
        ("a new start", []),
        ("the anti-warhead", []),
        ("war-head, warhead-like", []),
        ("bargaining\nrange", ["bargaining\nrange"]),
        ("Bayes’ rule", ["Bayes’ rule"]),
    ],
)
def test_words_are_found_whole(text, found):
    forms = [("warhead",), ("New START",), ("bargaining range",), ("Bayes' rule",)]
    terms = tuple(Term(str(n), f[0], "", "", "", f) for n, f in enumerate(forms))
    assert [match[0] for match in pattern(terms).finditer(text)] == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {id: a, en: a, ru: a, ja: a}", "an entry has"),
        ("- {id: a, en: a, ru: a, ja: a, means: A., more: 1}", "an entry has"),
        ("- &a {id: a, en: a, ru: a, ja: a, means: A.}\n- *a", "holds a more than once"),
    ],
)
def test_a_mistake_in_the_file_is_named(text, said):
    with pytest.raises(GlossaryError, match=said):
        parse(text)


def test_the_first_mention_of_a_term_is_a_link_with_its_definition(links):
    first = {link.text: link for link in reversed(links)}
    assert first["warheads"].get("data-definition") == 'What is "carried".'
    assert first["win-set"].get("href") == "../book/reference/glossary.html#term-win-set"
    assert [link.text for link in links].count("warheads") == 1
    assert "warhead" not in first and "DPRK" not in first


def test_no_link_stands_where_none_may(links):
    barred = "ancestor::h1 | ancestor::h2 | ancestor::a | ancestor::code | ancestor::summary"
    boxes = 'ancestor::*[contains(@class, "brief") or contains(@class, "box-title")]'
    assert [link.text for link in links if link.xpath(f"{barred} | {boxes}")] == []


def test_links_are_few_and_spread_over_the_page(links):
    assert len(links) == A_PAGE
    sections = [link.xpath("string(ancestor::section[1]/@id)") for link in links]
    assert max(sections.count(name) for name in sections) == A_SECTION


def test_only_pages_with_links_load_the_script(built: sample.Built):
    assert "glossary.js" in built.page("part/one.html")
    assert "glossary.js" not in built.page("index.html")
    assert "glossary.js" not in built.page(f"{PAGE}.html")


def test_a_notebook_gets_the_bare_words(built: sample.Built):
    path = Path(built.html) / "notebooks" / "part" / "one.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells)
    assert "Many warheads are" in text and "glossary" not in text


def test_the_page_gives_each_term_in_three_languages(built: sample.Built):
    page = html.fromstring(built.page(f"{PAGE}.html"))
    entry = page.get_element_by_id("term-warhead")
    meaning = entry.getnext()
    assert entry.text_content() == "warhead"
    assert meaning.xpath('.//*[@lang="ru"]')[0].text_content() == "боезаряд"
    assert meaning.xpath('.//*[@lang="ja"]')[0].text_content() == "弾頭"
    assert [h.text for h in page.xpath("//h2")] == ["D", "N", "W"]


def test_without_the_page_nothing_is_linked(book: sample.Built):
    assert 'class="term"' not in book.page("part/chapter.html")
