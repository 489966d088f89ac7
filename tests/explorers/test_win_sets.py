"""Two win-sets: the ban ends the overlap, the exception restores it, tied hands pay for a while."""

from __future__ import annotations

import pytest

from twoplustwo.explorers import win_sets


def shown(**state):
    return win_sets.view(state)


def test_the_ban_slams_russias_limit_to_zero():
    before, after = shown(), shown(article="bar")
    assert before.values["outcome.width"] == pytest.approx(15)
    assert after.values["outcome.width"] == 0
    assert after.values["russia.x"] == [0]
    assert after.values["overlap.x"] == [None]
    assert after.title.startswith("The win-sets do not meet")


def test_the_ban_leaves_a_japan_that_needs_nothing():
    view = shown(article="bar", min_j=0)
    assert view.title == "The win-sets overlap"
    assert view.values["middle.x"] == [0]


@pytest.mark.parametrize("limit", [0.0, 0.05, 0.3, 1.0])
def test_read_as_delimitation_a_treaty_line_meets_no_ban(limit):
    one, other = (shown(max_r=limit, article=a).values for a in ("none", "exempt"))
    words = {"summary", "alt"}
    assert {k: v for k, v in one.items() if k not in words} == {
        k: v for k, v in other.items() if k not in words
    }
    assert one["summary"] != other["summary"]


def test_tied_hands_pay_until_the_bargain_ends():
    deals = [shown(max_r=m).values["middle.x"][0] for m in (0.6, 0.4, 0.2, 0.1, 0.05)]
    assert deals == sorted(deals, reverse=True)
    assert shown(max_r=0.04).values["middle.x"] == [None]


def test_the_table_says_who_ratifies_what():
    table = shown(min_j=0.05, max_r=0.4).table
    assert list(table["japan"]) == ["no", "yes", "yes", "yes"]
    assert list(table["russia"]) == ["yes", "yes", "yes", "no"]
