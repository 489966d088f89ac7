from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given

from tests.models.ranges import SHARE, number
from twoplustwo.models import alarm

LOSS = number(0.01, 100)


def test_posterior_against_counting():
    rng = np.random.default_rng(5)
    attack = rng.random(400_000) < 0.1
    rung = rng.random(400_000) < np.where(attack, 0.8, 0.05)
    assert alarm.posterior(0.1, 0.8, 0.05) == pytest.approx(attack[rung].mean(), abs=0.006)


@given(SHARE, SHARE, SHARE)
def test_posterior_is_a_probability_and_moves_the_right_way(prior, hit, false):
    found = alarm.posterior(prior, hit, false)
    if math.isnan(found):
        assert prior * hit == 0 and (1 - prior) * false == 0
        return
    assert 0 <= found <= 1
    if hit > false:
        assert found >= prior - 1e-12


def test_an_alarm_without_information_changes_nothing():
    assert alarm.posterior(0.3, 0.2, 0.2) == pytest.approx(0.3)


def test_calm_and_crisis():
    calm, crisis = alarm.posterior([1e-6, 1e-3], 0.99, 1e-4)
    assert (calm, crisis) == pytest.approx((0.009803, 0.908340), abs=5e-7)


def test_the_notes_on_two_sensors():
    found = alarm.dual_alarm(1e-6, 0.99, 1e-4, [0, 0.1, 1])
    np.testing.assert_allclose(found.posterior, [0.989900, 0.089188, 0.009803], atol=5e-7)


@given(number(1e-6, 0.5), number(0.5, 1), number(1e-6, 0.2), number(0, 0.999), number(0, 0.999))
def test_a_common_cause_weakens_two_sensors(prior, hit, false, one, other):
    low, high = sorted((one, other))
    weak, strong = (alarm.dual_alarm(prior, hit, false, c).posterior for c in (high, low))
    assert weak <= strong + 1e-12


@given(SHARE, LOSS, LOSS, SHARE, SHARE)
def test_a_channel_never_hurts_and_never_exceeds_full_knowledge(p, l_f, l_m, innocent, guilty):
    found = alarm.channel_value(p, l_f, l_m, innocent, guilty)
    assert 0 <= found.voi <= found.loss_without + 1e-12
    assert found.loss_with == pytest.approx(found.loss_without - found.voi, abs=1e-9)
    assert 0 < found.threshold < 1


@given(SHARE, LOSS, LOSS, SHARE)
def test_cheap_talk_is_worth_nothing(p, l_f, l_m, deny):
    found = alarm.channel_value(p, l_f, l_m, deny, deny)
    assert found.voi == pytest.approx(0, abs=1e-9 * max(l_f, l_m))


def test_perfect_knowledge_saves_everything():
    assert alarm.channel_value(0.3, 1, 1, 1, 0).voi == pytest.approx(0.3)


def test_value_against_playing_it_out():
    rng = np.random.default_rng(8)
    p, l_f, l_m, innocent, guilty = 0.3, 1.0, 2.0, 0.95, 0.3
    attack = rng.random(400_000) < p
    denied = rng.random(400_000) < np.where(attack, guilty, innocent)
    loss = np.where(attack, l_m, 0.0)
    respond = np.where(attack, 0.0, l_f)
    best = sum(
        min(loss[denied == said].sum(), respond[denied == said].sum()) for said in (True, False)
    )
    found = alarm.channel_value(p, l_f, l_m, innocent, guilty)
    assert found.loss_with == pytest.approx(best / attack.size, abs=0.004)


@given(LOSS, LOSS)
def test_threshold_balances_both_losses(l_f, l_m):
    threshold = alarm.response_threshold(l_f, l_m)
    assert threshold * l_m == pytest.approx((1 - threshold) * l_f, rel=1e-9)


def test_refusals():
    with pytest.raises(ValueError, match=r"prior must be in \[0, 1\]; got 2"):
        alarm.posterior(2, 0.5, 0.5)
    with pytest.raises(ValueError, match="l_miss must be in"):
        alarm.response_threshold(1, 0)
    with pytest.raises(ValueError, match=r"l_false \+ l_miss must be in \(0, inf\); got 0"):
        alarm.channel_value(0.5, 0, 0, 0.5, 0.5)
