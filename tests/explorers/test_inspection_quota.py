"""The inspection explorer: sampling without replacement, and where certainty is bought."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.inspection_quota import QUOTA, VISITS, chance_met, detection

explorer = get("inspection_quota")


def met(sites: int, hidden: int, visits: int) -> float:
    return float(chance_met(np.array(sites), np.array(hidden), np.array(visits)))


@pytest.mark.parametrize("hidden", [1, 2, 3, 5])
@pytest.mark.parametrize("visits", [0, 1, 9, 18])
def test_chance_is_the_ratio_of_binomials(hidden: int, visits: int) -> None:
    expected = 1 - comb(40 - hidden, visits) / comb(40, visits)
    assert met(40, hidden, visits) == pytest.approx(expected)


def test_chance_agrees_with_counting_every_plan_of_visits() -> None:
    plans = list(combinations(range(7), 3))
    found = sum(1 for plan in plans if {0, 1} & set(plan))
    assert met(7, 2, 3) == pytest.approx(found / len(plans))


def test_visiting_everything_finds_everything() -> None:
    assert met(20, 1, 20) == 1
    assert met(20, 5, 16) == 1


def test_satellites_and_visits_are_independent() -> None:
    args = np.array(40), np.array(3)
    both = float(detection(*args, np.array(0.4), np.array(9)))
    assert 1 - both == pytest.approx(0.6 * (1 - met(40, 3, 9)))
    assert float(detection(*args, np.array(0.4), np.array(0))) == pytest.approx(0.4)


@pytest.mark.parametrize("hidden", [1, 2, 5])
def test_titles_hold(hidden: int) -> None:
    steps = np.diff(chance_met(np.array(40), np.array(hidden), VISITS))
    view = explorer.view({"hidden": hidden})
    if hidden == 1:
        assert np.allclose(steps, steps[0])
        assert "adds the same" in view.title
    else:
        assert (np.diff(steps) < 0).all()
        assert "first inspections" in view.title


def test_half_the_visits_keep_more_than_half_the_certainty() -> None:
    assert met(40, 3, 9) > met(40, 3, 18) / 2
    assert explorer.view().values["outcome.fall"] == "less"


def test_going_from_none_to_four_adds_more_than_from_fourteen_to_eighteen() -> None:
    assert met(40, 3, 4) > 2 * (met(40, 3, 18) - met(40, 3, 14))


def test_fewer_inspections_need_more_patience() -> None:
    table = explorer.view({"hidden": 3}).table
    assert list(table["patience"]) == sorted(table["patience"], reverse=True)
    assert table["patience"].iloc[0] == 1  # nobody looks


def test_bars_stack_to_the_chance_of_detection() -> None:
    view = explorer.view({"hidden": 2, "space": 0.2, "visits": 7})
    total = [a + b for a, b in zip(view.values["space.y"], view.values["visits.y"], strict=True)]
    assert total == pytest.approx(list(view.table["q"]))
    assert view.values["here.x"] == [7]
    assert view.values["here.y"][0] == pytest.approx(total[7] + 3)


def test_two_parties_in_seven_years_make_the_count_of_the_fact_sheet() -> None:
    assert 2 * 7 * QUOTA == 252
