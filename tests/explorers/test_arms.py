"""What the arms-control explorers share."""

from __future__ import annotations

from datetime import date

import pytest

from twoplustwo.explorers._arms import against, decimal_year, source_ids


def test_decimal_years_begin_at_the_year_and_stay_below_the_next() -> None:
    assert decimal_year(date(2016, 1, 1)) == 2016
    assert decimal_year(date(2016, 7, 2)) == 2016.5
    assert 2015.99 < decimal_year(date(2015, 12, 31)) < 2016


@pytest.mark.parametrize(
    ("number", "text"), [(1796, "246 above"), (1367, "183 below"), (1550, "exactly at it")]
)
def test_distance_from_a_limit_in_words(number: float, text: str) -> None:
    assert against(1550, number) == text


def test_sources_are_named_once_in_order() -> None:
    assert source_ids(["b;a", "a"], ("c", "b")) == ("b", "a", "c")
