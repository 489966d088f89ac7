"""Which plan is best for whom: the triangle, the weights, and the random weightings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoplustwo.capstone.words import PLAN_NAMES
from twoplustwo.explorers import capstone_plans, capstone_weights
from twoplustwo.explorers._capstone import default_weights
from twoplustwo.explorers.capstone_weights import (
    GROUPS,
    area,
    cells,
    firsts,
    means,
    place,
    random_weights,
    shown,
    spread,
    winners,
)

SHARES = st.tuples(*[st.integers(0, 8)] * 3).filter(any)
ROLE = st.sampled_from(["JP", "RU"])


@given(SHARES, ROLE)
def test_six_weights_add_up_and_keep_their_groups(points, role):
    shares = np.array([points]) / sum(points)
    weights = spread(shares, role)[0]
    assert weights.sum() == pytest.approx(1) and (weights >= 0).all()
    for share, places in zip(shares[0], GROUPS.values(), strict=True):
        assert weights[list(places)].sum() == pytest.approx(share)


def test_the_default_points_are_japans_default_weights():
    points = np.array([[capstone_weights.default[name] for name in ("calm", "relation", "own")]])
    assert spread(points / points.sum(), "JP")[0] == pytest.approx(default_weights("JP"))
    plans = capstone_plans.view().table.spiral.astype(float)
    weighed = capstone_weights.view().table.spiral.astype(float)
    assert np.abs(plans - weighed).max() <= 0.05


@given(SHARES)
def test_the_triangle_has_its_corners_where_they_are_named(points):
    x, y = place(np.array([points]) / sum(points))
    assert 0 <= x[0] <= 1 and 0 <= y[0] <= np.sqrt(3) / 2 + 1e-9
    top, left, right = (np.stack(place(np.eye(3)[[i]])).T[0] for i in range(3))
    assert top == pytest.approx([0.5, np.sqrt(3) / 2])
    assert list(left) == [0, 0] and list(right) == [1, 0]


def test_random_weightings_are_fair():
    found = random_weights()
    assert found.shape == (1000, 6)
    assert found.sum(axis=1) == pytest.approx(np.ones(1000)) and (found > 0).all()
    assert np.abs(found.mean(axis=0) - 1 / 6).max() < 0.02
    # Of a uniform weighting of six parts, one part has the variance 5 / 252.
    assert found.var(axis=0) == pytest.approx(np.full(6, 5 / 252), rel=0.2)


@pytest.mark.parametrize(
    ("world", "expected"),
    [(0, {"adaptive": 76, "talk_only": 21}), (1, {"dual_track": 79, "adaptive": 15})],
)
def test_random_weightings_choose_as_in_the_reference(world, expected):
    """The reference drew other weightings: three standard errors are about 4."""
    found = dict(zip(PLAN_NAMES, firsts("JP")[world], strict=True))
    for plan, share in expected.items():
        assert found[plan] == pytest.approx(share, abs=5)
    assert firsts("JP").sum(axis=1) == pytest.approx([100, 100])


def test_japans_best_plan_depends_on_the_theory_more_than_on_the_weights():
    best = winners("JP")
    assert area()[best[:, 0] != best[:, 1]].sum() > 0.95
    for world in best.T:
        assert np.bincount(world, weights=area()).max() > 0.75


def test_cells_fill_the_triangle():
    assert cells().sum(axis=1) == pytest.approx(np.ones(len(cells())))
    assert (cells() > 0).all() and area().sum() == pytest.approx(1)
    x, y = place(cells())
    centre = (x * area()).sum(), (y * area()).sum()
    assert centre == pytest.approx((0.5, np.sqrt(3) / 6), abs=1e-3)


@pytest.mark.parametrize("role", ["JP", "RU"])
def test_regions_cover_the_triangle_once(role):
    """The shoelace area of all pieces of all plans is that of the triangle."""
    data = {
        trace["uid"]: trace for trace in capstone_weights.view({"role": role}).figure_json["data"]
    }
    for world in ("spiral", "deterrence"):
        total = sum(pieces(data[f"{world}_{plan}"]) for plan in shown(world))
        assert total == pytest.approx(np.sqrt(3) / 4, abs=1e-3)


def pieces(trace: dict) -> float:
    """Area of a trace of four-sided pieces, each followed by a gap."""
    x, y = (np.array(trace[axis], dtype=float).reshape(-1, 5)[:, :4] for axis in "xy")
    return 0.5 * abs((x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum())


@given(SHARES, ROLE)
def test_the_heading_names_the_best_plan(points, role):
    state = dict(zip(("calm", "relation", "own"), points, strict=True))
    view = capstone_weights.view({"role": role, **state})
    table = view.table.set_index("plan")
    notes = view.figure_json["layout"]["annotations"]
    for world, note in (("spiral", notes[0]), ("deterrence", notes[4])):
        plan = note["text"].split(": ")[1]
        assert table.loc[plan.capitalize(), world] == table[world].max()


def test_no_points_at_all_ask_for_some():
    view = capstone_weights.view({"calm": 0, "relation": 0, "own": 0})
    assert view.title == "Give at least one group a point"
    assert view.table.spiral.isna().all() and view.table.spiral_first.notna().all()


def test_means_do_not_depend_on_the_company():
    weights = random_weights()[:50]
    together = means("JP", weights)
    alone = np.concatenate([means("JP", row[None]) for row in weights])
    assert np.array_equal(together, alone)
