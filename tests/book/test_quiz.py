"""Questions on a page: radio groups from the bank, with a reason for every answer."""

from __future__ import annotations

import pytest
from lxml import html

from . import sample


@pytest.fixture(scope="module")
def forms(book: sample.Built) -> list[html.HtmlElement]:
    return html.fromstring(book.page("part/chapter.html")).find_class("question")


def test_a_page_asks_the_questions_of_its_chapter(forms):
    assert [form.get("data-question") for form in forms] == ["which", "recalled"]
    assert forms[0].find(".//legend").text_content() == "Which is right?"


def test_options_are_labelled_radio_buttons_of_one_group(forms):
    radios = forms[0].xpath('.//input[@type="radio"]')
    assert {radio.get("name") for radio in radios} == {"which"}
    labels = {label.get("for"): label.text_content() for label in forms[0].iter("label")}
    assert [labels[radio.get("id")] for radio in radios] == ["This one", "That one", "Neither"]


def test_every_option_has_its_reason_also_without_a_script(forms):
    items = forms[0].xpath('.//details[@class="question-reasons"]//li')
    assert [item.get("class") for item in items] == ["right", "wrong", "wrong"]
    assert [item.find_class("verdict")[0].text for item in items] == [
        "Right.", "Not quite.", "Not quite."
    ]  # fmt: skip
    assert "Because not." in items[1].text_content()
    assert items[2].xpath(".//math")


def test_a_question_names_the_page_it_recalls(forms):
    assert not forms[0].find_class("question-recalls")
    (line,) = forms[1].find_class("question-recalls")
    assert line.text.startswith("Recalls: ")


def test_a_broken_bank_fails_the_build(tmp_path, monkeypatch):
    monkeypatch.setattr(sample, "QUIZ", "- {id: a, chapter: index}")
    built = sample.build_page(tmp_path, f"{sample.TEXT_HEAD}\n# Page\n\n:::{{quiz}}\n:::\n")
    assert built.error
    assert "quiz.yml, entry 1 (a): options, question is missing" in built.log


def test_a_page_without_questions_in_the_bank_is_named(tmp_path):
    built = sample.build_page(tmp_path, f"{sample.TEXT_HEAD}\n# Page\n\n:::{{quiz}}\n:::\n")
    assert built.error
    assert "the bank holds no question for this page" in built.log
