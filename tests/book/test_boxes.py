"""Boxes, folds, quizzes and citations: the HTML of each, and the mistakes each names."""

from __future__ import annotations

import pytest
from lxml import html

from . import sample


@pytest.fixture(scope="module")
def chapter(book: sample.Built) -> html.HtmlElement:
    return html.fromstring(book.page("part/chapter.html"))


def box(chapter: html.HtmlElement, kind: str) -> html.HtmlElement:
    return chapter.xpath(f'//div[@data-box="{kind}"]')[0]


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("objectives", "In this chapter"),
        ("you-need", "You need"),
        ("strongest-case", "The strongest case: Tokyo"),
        ("worked-example", "Worked example: Shares"),
        ("definition", "Indivisibility"),
        ("note", "Note"),
        ("caution", "Take care"),
    ],
)
def test_a_box_is_a_group_named_by_its_title(chapter: html.HtmlElement, kind: str, title: str):
    element = box(chapter, kind)
    label = element.get("aria-labelledby")
    assert element.get("role") == "group"
    assert chapter.get_element_by_id(label).text_content() == title


def test_the_strongest_cases_look_alike(chapter: html.HtmlElement):
    cases = chapter.xpath('//div[@data-box="strongest-case"]')
    assert [case.get("data-side") for case in cases] == ["tokyo", "moscow"]
    assert {case.get("class") for case in cases} == {"box"}


def test_objectives_and_needs_stand_side_by_side(chapter: html.HtmlElement):
    (brief,) = chapter.find_class("brief")
    assert [part.get("data-box") for part in brief] == ["objectives", "you-need"]
    assert "About 45 minutes" in brief.text_content()


def test_a_dropdown_needs_no_script(chapter: html.HtmlElement):
    (fold,) = chapter.xpath('//details[@class="fold"]')
    assert fold.find("summary").text_content() == "Show the answer"
    assert "It is 42." in fold.text_content()


def test_citations_are_numbered_in_the_order_of_the_page(chapter: html.HtmlElement):
    first, second = chapter.xpath('//sup[@class="cite"]')
    assert [a.text for a in first.iter("a")] == ["1"]
    assert [a.text for a in second.iter("a")] == ["2", "1"]
    listed = chapter.xpath('//ol[@class="source-list"]/li')
    assert [item.get("id") for item in listed] == ["source-1", "source-2"]


def test_no_space_stands_before_a_citation(book: sample.Built):
    assert 'says a source<sup class="cite">' in book.page("part/chapter.html")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (":::{objectives}\n- Do this.\n:::", "one numbered list"),
        (":::{you-need} an hour\n- Pen.\n:::", "takes whole minutes"),
        (":::{strongest-case} Atlantis\nText.\n:::", "names one of Tokyo, Moscow"),
        (":::{definition}\nText.\n:::", "needs a title"),
        (":::{note}\n:::", "is empty"),
        (":::{cards}\nText.\n:::", "one bullet list"),
        (":::{pull}\nText.\n:::", "needs its sentence"),
        ("A fact {cite}`no_such_source`.\n\n:::{sources}\n:::", "no source 'no_such_source'"),
        (f"A fact {{cite}}`{sample.SOURCE}`.", "it needs one {sources} list"),
        (":::{sources}\n:::", "{sources} is empty"),
        ("![](picture.svg)", "has no alternative text"),
    ],
)
def test_a_mistake_is_named(fails, body: str, said: str):
    assert said in fails(body)


def test_all_mistakes_are_named_at_once(fails):
    log = fails(":::{note}\n:::\n\nFormula $\\foo$.\n\n:::{definition}\nText.\n:::")
    assert "3 mistakes in the pages" in log
    assert all(f"index.md:{line}: ERROR" in log for line in (7, 10, 12))
