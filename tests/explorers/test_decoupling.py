"""The commentary's claim as an inequality: it can hold, and it can fail."""

from __future__ import annotations

import pytest

from twoplustwo.explorers import decoupling


def test_at_the_start_the_track_passes_although_japan_alone_would_lose():
    view = decoupling.view()
    assert view.title == "The security track can be ratified"
    assert list(view.table["net"]) == pytest.approx([-0.05, 0.20])
    assert list(view.table["after"]) == pytest.approx([0.075, 0.075])
    assert "must pay 0.125" in view.summary


def test_with_smaller_gains_it_fails():
    view = decoupling.view({"b_j": 0.15, "b_r": 0.1})
    assert view.title == "The security track fails at home"
    assert "by 0.15" in view.summary
    assert list(view.table["after"]) == [None, None]


@pytest.mark.parametrize("state", list(decoupling.sample(60, seed=6)))
def test_it_passes_exactly_if_gains_cover_costs(state):
    view = decoupling.view(state)
    surplus = state["b_j"] + state["b_r"] - state["k_j"] - state["k_r"]
    assert (view.title == "The security track can be ratified") == (surplus > -1e-9)
    assert view.values["rest.x"][0] == pytest.approx(abs(surplus))
    ends = [view.values["rest.base"][0], view.values["rest.base"][0] + abs(surplus)]
    sums = sorted([state["b_j"] + state["b_r"], state["k_j"] + state["k_r"]])
    assert ends == pytest.approx(sums)
