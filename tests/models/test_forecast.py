from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.ranges import SHARE
from twoplustwo.models import forecast

SET = st.lists(st.tuples(SHARE, st.integers(0, 1)), min_size=1, max_size=30)


@given(SET)
def test_scores_lie_in_their_bounds(pairs):
    f, o = zip(*pairs, strict=True)
    found = forecast.score(f, o)
    assert 0 <= found.brier <= 1 and 0 <= found.brier_climatology <= 0.25
    assert found.log_loss >= 0
    assert math.isnan(found.skill) == (len(set(o)) == 1)


@given(SET)
def test_forecasting_the_opposite_of_the_opposite_scores_the_same(pairs):
    f, o = np.array(pairs, float).T
    assert forecast.brier(f, o) == pytest.approx(forecast.brier(1 - f, 1 - o))


@given(st.lists(st.integers(0, 1), min_size=2, max_size=30).filter(lambda o: 0 < sum(o) < len(o)))
def test_base_rate_has_no_skill_and_certainty_has_all(outcome):
    rate = np.full(len(outcome), np.mean(outcome))
    assert forecast.score(rate, outcome).skill == pytest.approx(0, abs=1e-9)
    perfect = forecast.score(outcome, outcome)
    assert (perfect.brier, perfect.skill, perfect.log_loss) == (0, 1, 0)


@given(SHARE)
def test_honesty_pays(truth):
    """The expected Brier score is least at one's own belief: the rule is proper."""
    said = np.linspace(0, 1, 201)
    expected = truth * (said - 1) ** 2 + (1 - truth) * said**2
    assert said[expected.argmin()] == pytest.approx(truth, abs=0.0026)
    assert forecast.brier([0.3], [1]) == pytest.approx((0.3 - 1) ** 2)


def test_a_certain_failure_costs_without_end():
    assert math.isinf(forecast.score([1.0, 0.5], [0, 1]).log_loss)


@given(SET)
def test_calibration_loses_no_forecast(pairs):
    f, o = np.array(pairs, float).T
    found = forecast.calibration(f, o, [0, 0.2, 0.5, 1])
    assert found.count.sum() == f.size
    assert (found.forecast >= found.left).all() and (found.forecast <= found.right).all()
    assert (found.lower <= found.frequency + 1e-12).all()
    assert (found.frequency <= found.upper + 1e-12).all()
    assert found.count @ found.frequency == pytest.approx(o.sum())


def test_the_interval_of_a_frequency_is_wilson_s():
    stats = pytest.importorskip("scipy.stats")
    found = forecast.calibration([0.7] * 10, [1] * 7 + [0] * 3, [0, 0.5, 1])
    expected = stats.binomtest(7, 10).proportion_ci(method="wilson")
    assert (found.lower[0], found.upper[0]) == pytest.approx((expected.low, expected.high))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: forecast.brier([1.2], [1]), r"forecast must be in \[0, 1\]; got 1\.2"),
        (lambda: forecast.brier([0.5], [0.5]), "outcome must be 0 or 1; got 0.5"),
        (lambda: forecast.brier([0.5, 0.5], [1]), "equally long"),
        (lambda: forecast.brier([], []), "not empty"),
        (lambda: forecast.calibration([0.5], [1], [0, 0.5]), "edges must rise from 0 to 1"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
