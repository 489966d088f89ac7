"""Questions in the browser: answered by keyboard, explained, kept, asked again later."""

from __future__ import annotations

import datetime as dt

import pytest

from twoplustwo.quiz import read

from .site import ROOT, visit

BANK = read(ROOT / "book" / "quiz.yml")
PAGE = "book/dispute/history.html"
FIRST = next(one for one in BANK if one.chapter == "book/dispute/history")
RIGHT = next(n for n, option in enumerate(FIRST.options, 1) if option.right)
WRONG = next(n for n, option in enumerate(FIRST.options, 1) if not option.right)
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def opened(browser, base):
    seen = visit(browser, base, "index.html")
    seen.page.clock.set_fixed_time(NOW)
    seen.page.goto(f"{base}/{PAGE}")
    yield seen.page
    seen.page.context.close()


def form(page):
    return page.locator(f'form[data-question="{FIRST.id}"]')


def choose(page, number: int) -> None:
    """Choose an option with the keyboard alone."""
    radios = form(page).locator("input[type=radio]")
    radios.nth(0).focus()
    page.keyboard.press("Space")
    for _ in range(number - 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def later(page, base: str, days: int, path: str) -> None:
    page.clock.set_fixed_time(NOW + dt.timedelta(days=days))
    page.goto(f"{base}/{path}")


def test_each_option_answers_with_its_own_reason(opened):
    answers = set()
    for number, option in enumerate(FIRST.options, 1):
        choose(opened, number)
        answer = form(opened).locator(".question-answer")
        assert answer.locator(".verdict").inner_text() == (
            "Right." if option.right else "Not quite."
        )
        answers.add(answer.inner_text())
    assert len(answers) == len(FIRST.options)


def test_passing_over_an_option_is_no_answer(opened):
    form(opened).get_by_role("button", name="Check").click()
    answer = form(opened).locator(".question-answer")
    assert answer.inner_text() == "Choose an answer first."
    form(opened).locator("input").nth(0).focus()
    opened.keyboard.press("Space")
    opened.keyboard.press("ArrowDown")
    assert answer.inner_text() == ""


def test_the_answer_is_still_there_after_a_reload(opened):
    choose(opened, WRONG)
    opened.reload()
    assert form(opened).locator("input:checked").get_attribute("value") == str(WRONG)
    assert "Not quite." in form(opened).locator(".question-answer").inner_text()


def due(page) -> list[str]:
    return page.locator("form.question:visible").evaluate_all("l => l.map(f => f.dataset.question)")


def test_a_question_comes_back_after_one_three_and_seven_weeks(opened, base):
    choose(opened, RIGHT)
    for asked, quiet in ((7, 6), (28, 27), (77, 76)):
        later(opened, base, quiet, "book/review.html")
        assert due(opened) == []
        later(opened, base, asked, "book/review.html")
        assert due(opened) == [FIRST.id]
        choose(opened, RIGHT)
    later(opened, base, 1000, "book/review.html")
    assert due(opened) == []


def test_a_wrong_answer_starts_the_row_anew(opened, base):
    choose(opened, RIGHT)
    later(opened, base, 7, "book/review.html")
    choose(opened, WRONG)
    later(opened, base, 14, "book/review.html")
    assert due(opened) == [FIRST.id]


def test_a_chapter_says_what_is_due(opened, base):
    choose(opened, WRONG)
    later(opened, base, 8, "book/dispute/bargaining.html")
    line = opened.locator(".quiz-due")
    assert line.inner_text().startswith("1 question is due for review.")
    line.get_by_role("link", name="Review these").click()
    opened.wait_for_url("**/review.html")
    assert due(opened) == [FIRST.id]
