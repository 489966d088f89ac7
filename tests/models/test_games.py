from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.ranges import number
from twoplustwo.models import games

PAYOFF = number(-5, 5)


def test_the_notes():
    assert games.deployment_game(4, 3, 2, 0) == ("stag_hunt", ("CC", "DD"), 2 / 3, "Deploy")
    hopeful = games.deployment_game(4, 3, 2, 1.5)
    assert hopeful.y == pytest.approx(1 / 3) and hopeful.risk_dominant == "Restrain"
    assert games.deployment_game(3, 5, 1, 0) == ("prisoners_dilemma", ("DD",), None, None)
    chicken = games.deployment_game(3, 4, 0, 2)
    assert chicken.pure == ("CD", "DC") and chicken.y == pytest.approx(2 / 3)


@given(PAYOFF, PAYOFF, PAYOFF, PAYOFF)
def test_equilibria_against_a_search_over_deviations(r, t, p, s):
    pay = {"CC": r, "CD": s, "DC": t, "DD": p}
    stable = []
    for row, column in itertools.product("CD", repeat=2):
        best_row = all(pay[row + column] >= pay[other + column] for other in "CD")
        best_column = all(pay[column + row] >= pay[other + row] for other in "CD")
        if best_row and best_column:
            stable.append(row + column)
    assert games.pure_equilibria(r, t, p, s) == tuple(stable)


@given(PAYOFF, PAYOFF, PAYOFF, PAYOFF)
def test_at_the_belief_both_moves_pay_the_same(r, t, p, s):
    y = games.indifference_belief(r, t, p, s)
    if np.isnan(y):
        assert (r - t) * (p - s) <= 0
    else:
        assert 0 <= y <= 1
        assert y * r + (1 - y) * s == pytest.approx(y * t + (1 - y) * p, abs=1e-9)


@given(st.permutations([1.0, 2.0, 3.0, 4.0]), number(0.1, 10), number(-5, 5))
def test_a_game_does_not_depend_on_the_units_of_payoff(payoffs, scale, shift):
    one = games.deployment_game(*payoffs)
    other = games.deployment_game(*(scale * v + shift for v in payoffs))
    assert (one.name, one.pure) == (other.name, other.pure)


def test_every_strict_order_has_its_name():
    names = [games.game_name(*order) for order in itertools.permutations((1.0, 2.0, 3.0, 4.0))]
    count = {name: names.count(name) for name in set(names)}
    assert count["prisoners_dilemma"] == count["chicken"] == count["stag_hunt"] == 1
    # Restraint dominates in a quarter of the 24 orders; T > P leaves R and S either way.
    assert count["harmony"] == 6 and count["deadlock"] == 2


@given(number(3.1, 6), number(0, 1.8), number(0.001, 0.1))  # s + step stays below P = 2
def test_a_better_lonely_restraint_lowers_the_belief_needed(r, s, step):
    assert games.indifference_belief(r, 3, 2, s + step) < games.indifference_belief(r, 3, 2, s)


def test_an_even_choice_has_no_risk_dominant_move():
    assert games.deployment_game(4, 2, 2, 0).risk_dominant is None


def test_a_payoff_must_be_finite():
    with pytest.raises(ValueError, match=r"s must be in \(-inf, inf\); got nan"):
        games.deployment_game(3, 2, 1, float("nan"))
