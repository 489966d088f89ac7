"""The audit: it keeps the outcomes to itself until asked, then scores as the model does."""

from __future__ import annotations

import importlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoplustwo import load
from twoplustwo.explorers import forecast_audit as explorer
from twoplustwo.models.forecast import brier, score

module = importlib.import_module("twoplustwo.explorers.forecast_audit")
NAMES = list(module.FORECASTS)
probabilities = st.lists(st.integers(0, 100), min_size=8, max_size=8)


def shown(values, **more):
    return explorer.view({**dict(zip(NAMES, values, strict=True)), "shown": True, **more})


def test_the_outcomes_are_those_of_the_ledger():
    claims = load("claims").set_index("claim_id")
    asked = set(claims.index[claims["question"].notna()])
    assert {claim for claim, _ in module.FORECASTS.values()} == asked
    for (claim, _), outcome in zip(module.FORECASTS.values(), module.outcomes(), strict=True):
        assert outcome == (claims.loc[claim, "forecast_outcome"] == "happened")
    assert module.outcomes().sum() == 6


@settings(max_examples=25, deadline=None)
@given(probabilities)
def test_nothing_tells_the_outcomes_before_they_are_asked_for(values):
    view = explorer.view(dict(zip(NAMES, values, strict=True)))
    assert set(view.table["outcome"]) == {"hidden"}
    for key in ("truth.x", "miss.x", "bins.x", "table.cost"):
        assert all(v is None for v in view.values[key])
    assert view.title == module.HIDDEN
    assert "Brier" not in view.summary


@settings(max_examples=40, deadline=None)
@given(probabilities)
def test_the_costs_are_squares_and_their_mean_is_the_score(values):
    view = shown(values)
    forecast = np.array(values) / 100
    assert list(view.table["cost"]) == pytest.approx((forecast - module.outcomes()) ** 2)
    assert np.mean(view.table["cost"].astype(float)) == pytest.approx(
        brier(forecast, module.outcomes())
    )


def test_even_chances_lose_to_the_base_rate_and_the_base_rate_ties():
    assert shown([50] * 8).title == module.TITLES[0]
    assert "0.250" in shown([50] * 8).summary and "−33%" in shown([50] * 8).summary
    assert shown([75] * 8).title == module.TITLES[1]
    assert "skill is 0%" in shown([75] * 8).summary


def test_perfect_foresight_scores_nought():
    view = shown(list(100 * module.outcomes()))
    assert view.title == module.TITLES[2]
    assert "Brier score is 0.000" in view.summary and "skill is 100%" in view.summary


def test_bins_hold_their_left_edge_and_count_everything():
    view = shown([0, 39, 40, 59, 60, 100, 100, 100])
    assert [text.strip() for text in view.values["bins.text"]] == ["2", "2", "4"]
    assert view.values["bins.x"] == pytest.approx([19.5, 49.5, 90])
    empty = shown([50] * 8)
    assert empty.values["bins.x"] == [None, 50, None]
    assert empty.values["bins.y"][1] == pytest.approx(75)


def test_the_largest_miss_is_named():
    view = shown([50, 50, 100, 50, 50, 50, 50, 50])
    assert view.summary.endswith("“Treaty talks are still going on”, at 100%.")


def test_the_rival_is_the_base_rate_of_the_eight():
    base = explorer.constants["base"]
    assert base == pytest.approx(score([0.75] * 8, module.outcomes()).brier) == 0.1875


def test_what_a_miss_costs_is_written_inside_the_axis():
    """Plotly drops words beyond the range, even where the margin has room."""
    template = explorer.template
    low, high = template["layout"]["xaxis"]["range"]
    cost = next(trace for trace in template["data"] if trace["uid"] == "cost")
    assert all(low <= x <= high for x in cost["x"])
