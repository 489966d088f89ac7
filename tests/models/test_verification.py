from __future__ import annotations

import pytest
from hypothesis import assume, given

from tests.models.ranges import PATIENCE, SHARE, number
from twoplustwo.models import verification

PAYOFFS = (5, 3, 1)


@pytest.mark.parametrize(("q", "delta"), [(1, 0.5), (0.5, 2 / 3), (0.25, 0.8), (0.1, 1 / 1.1)])
def test_the_notes(q, delta):
    assert verification.critical_patience(*PAYOFFS, q) == pytest.approx(delta)


@given(SHARE, PATIENCE)
def test_cheating_pays_exactly_below_the_threshold(q, delta):
    threshold = verification.critical_patience(*PAYOFFS, q)
    assume(abs(delta - threshold) > 1e-6)
    comply = verification.compliance_value(3, delta)
    assert (verification.cheating_value(5, 1, q, delta) > comply) == (delta < threshold)


@given(SHARE, number(0, 0.95))
def test_the_value_of_cheating_against_value_iteration(q, delta):
    value, after = 0.0, 1 / (1 - delta)
    for _ in range(2000):
        value = 5 + delta * ((1 - q) * value + q * after)
    assert verification.cheating_value(5, 1, q, delta) == pytest.approx(value, rel=1e-9)


@given(SHARE, SHARE)
def test_better_detection_asks_for_less_patience(one, other):
    low, high = sorted((one, other))
    more = verification.critical_patience(*PAYOFFS, low)
    less = verification.critical_patience(*PAYOFFS, high)
    assert 0 <= less <= more <= 1


def test_without_detection_no_patience_is_enough():
    assert verification.critical_patience(*PAYOFFS, 0) == 1


@pytest.mark.parametrize("payoffs", [(3, 5, 1), (5, 1, 3), (3, 3, 1)])
def test_payoffs_out_of_order_are_refused(payoffs):
    with pytest.raises(ValueError, match="t, r, p must satisfy t > r > p; got"):
        verification.critical_patience(*payoffs, 0.5)
    with pytest.raises(ValueError, match=r"q must be in \[0, 1\]; got 1\.5"):
        verification.critical_patience(5, 3, 1, 1.5)
