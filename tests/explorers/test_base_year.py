"""The base-year explorer: every headline is true, and says less than the summary."""

from __future__ import annotations

import math

import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.base_year import SERIES, change, changes, headline, series

explorer = get("base_year")


def test_same_series_falls_stays_and_rises() -> None:
    assert change("russia", 2014, 2024) == pytest.approx(100 * (237 / 473 - 1))
    assert abs(change("russia", 2011, 2024)) < 10
    assert change("russia", 2022, 2024) > 50
    assert change("china", 2014, 2024) == 0


def test_count_steady_while_share_falls() -> None:
    assert abs(change("russia", 2011, 2024)) < 5
    assert change("share_russia", 2011, 2024) < -20


@pytest.mark.parametrize("name", SERIES)
def test_headlines_have_the_sign_of_the_data(name: str) -> None:
    for end in range(2012, 2025):
        for base, value in changes(name, end).items():
            text = headline(name, int(base), end)
            expected = "unchanged" if abs(value) < 0.5 else "up" if value > 0 else "down"
            span = f"since fiscal {base}" if end == 2024 else f"from fiscal {base} to {end}"
            assert f": {expected}" in text and text.endswith(span)


def test_share_changes_are_points_and_counts_are_percent() -> None:
    column = series().share_russia
    assert change("share_russia", 2011, 2024) == pytest.approx(column[2024] - column[2011])
    assert "points" in headline("share_russia", 2011, 2024)
    assert "%" in headline("russia", 2014, 2024)


@pytest.mark.parametrize(("base", "end"), [(2010, 2024), (2015, 2015), (2020, 2013)])
def test_pairs_that_cannot_be_compared_say_so(base: int, end: int) -> None:
    view = explorer.view({"base": base, "end": end})
    assert math.isnan(change("russia", base, end))
    assert view.title.startswith("No headline")
    assert view.values["pair.y"] == [None, None]


def test_unconfirmed_and_partial_years_are_left_out() -> None:
    assert math.isnan(series().total[2010])
    assert series().index.max() == 2024
    assert 2010 not in changes("total", 2024).index


def test_summary_counts_every_base_year() -> None:
    view = explorer.view({"name": "russia", "end": 2024})
    every = changes("russia", 2024)
    assert len(every) == 14
    assert f"{(every > 0).sum()} show a rise and {(every < 0).sum()} a fall" in view.summary


def test_prediction_is_answered_from_the_data() -> None:
    values = explorer.view({"name": "china", "base": 2020}).values
    assert values["outcome.russia"] == "same"
