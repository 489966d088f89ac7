"""A mean and the days behind it: arithmetic, and the answer the published numbers imply."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.quarter_mean import CLOSED, DAYS, mean, needed, published

explorer = get("quarter_mean")


def test_the_quarter_has_its_days() -> None:
    assert DAYS == 31 + 28 + 31 and CLOSED == 59


def test_the_mean_is_the_mean_of_the_days() -> None:
    days = np.r_[np.full(59, 20.7), np.full(31, 3.0)]
    assert mean(np.array([59.0]), np.array([3.0]))[0] == pytest.approx(days.mean())


def test_what_march_must_have_been() -> None:
    """(14.6 x 90 - 20.7 x 59) / 31, close to the 2.7 quoted from the other agency."""
    assert needed(CLOSED) == pytest.approx(2.99, abs=0.01)
    assert explorer.view().values["outcome.march"] == 3
    view = explorer.view({"left": 3})
    assert "explains the published mean" in view.summary and "nearly closed" in view.title


@pytest.mark.parametrize("day", [1, 30, 59, 80])
def test_needed_undoes_the_mean(day: int) -> None:
    left = needed(day)
    assert mean(np.array([float(day)]), np.array([left]))[0] == pytest.approx(published())


def test_a_later_day_leaves_a_higher_mean() -> None:
    days = np.arange(1.0, 90.0)
    assert (np.diff(mean(days, np.full(89, 2.0))) > 0).all()


def test_the_picture_steps_down_on_the_day() -> None:
    values = explorer.view({"day": 40, "left": 5}).values
    assert values["daily.x"] == [0, 40, 40, 90] and values["daily.y"] == [20.7, 20.7, 5, 5]
    assert values["mean.y"][0] == values["mean.y"][1] == pytest.approx(mean(40.0, 5.0))


def test_unconfirmed_values_say_so() -> None:
    texts = [a["text"] for a in explorer.template["layout"]["annotations"]]
    assert any("unconfirmed" in t for t in texts) and "unconfirmed" in explorer.note
