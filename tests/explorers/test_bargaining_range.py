"""The bargaining range: as wide as both costs, and no package in it at the start."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoplustwo.explorers import bargaining_range

cost = st.integers(1, 40).map(lambda points: points / 100)


def shown(**state):
    return bargaining_range.view(state)


def test_at_the_start_no_package_fits():
    view = shown()
    assert set(view.table["verdict"]) == {"outside"}
    assert view.title == "No package on the map lies in the range"
    assert list(view.table["payment"]) == pytest.approx([10.0, 3.0855, 6.6906, 70.0], abs=1e-3)


@pytest.mark.parametrize(
    ("payment", "brought_in"),
    [(0.03, []), (0.04, [1]), (0.07, [1, 2]), (0.1, [0, 1, 2])],
)
def test_a_side_payment_brings_packages_in_one_by_one(payment, brought_in):
    verdicts = list(shown(payment=payment).table["verdict"])
    assert [i for i, v in enumerate(verdicts) if v == "with a payment"] == brought_in


@settings(max_examples=60, deadline=None)
@given(p=st.integers(40, 60), c_a=cost, c_b=cost)
def test_the_range_is_as_wide_as_both_costs_wherever_p_lies(p, c_a, c_b):
    view = shown(p=p / 100, c_a=c_a, c_b=c_b)
    low, high = view.values["band.x"][:2]
    assert high - low == pytest.approx(100 * (c_a + c_b))
    bars = view.values["cost_j.x"] + view.values["cost_r.x"]
    assert bars == pytest.approx([100 * c_a, 100 * c_b])


def test_the_guess_of_the_prediction_is_answered_by_the_costs_alone():
    assert shown(p=0.6).values["outcome.width"] == pytest.approx(20)
    assert shown(p=0.2).values["outcome.width"] == pytest.approx(20)


def test_dislike_of_risk_widens_the_range_on_both_sides():
    bold, shy = (shown(p=0.6, rho=rho).values["band.x"][:2] for rho in (1, 0.5))
    assert shy[0] < bold[0] < bold[1] < shy[1]


def test_marks_say_by_shape_and_colour_what_the_table_says():
    view = shown(p=0.5, c_a=0.2, c_b=0.1, payment=0.25)
    symbols = dict(zip(view.table["verdict"], view.values["packages.marker.symbol"], strict=True))
    assert symbols == {
        "inside": "diamond", "with a payment": "diamond-open", "outside": "circle-open",
    }  # fmt: skip
