"""The bank asks enough in every chapter, and goes back to earlier ones."""

from __future__ import annotations

import pytest

from twoplustwo.quiz import read

from .pages import CHAPTERS, ROOT, names

BANK = read(ROOT / "book" / "quiz.yml")
ORDER = names()


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.name)
def test_four_questions_of_which_two_recall(page):
    asked = [one for one in BANK if one.chapter == page.name]
    assert len(asked) >= 4
    if ORDER.index(page.name) > ORDER.index(CHAPTERS[1].name):
        assert sum(bool(one.recalls) for one in asked) >= 2


@pytest.mark.parametrize("one", BANK, ids=lambda one: one.id)
def test_a_question_recalls_an_earlier_chapter(one):
    assert one.chapter in ORDER
    if one.recalls:
        assert ORDER.index(one.recalls) < ORDER.index(one.chapter)


@pytest.mark.parametrize("one", BANK, ids=lambda one: one.id)
def test_the_right_option_does_not_stand_out_by_length(one):
    lengths = sorted(len(option.text) for option in one.options)
    right = next(len(option.text) for option in one.options if option.right)
    assert right <= 2.5 * lengths[-2] or right == lengths[0]
