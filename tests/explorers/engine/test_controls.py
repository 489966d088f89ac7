"""Controls: grids of typed decimals, and messages that say what is accepted."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoplustwo.explorers.engine import Choice, DeclarationError, Filter, Slider, Toggle

from .samples import CONTROLS

AB = (("a", "A"), ("b", "B"))


@given(st.integers(-50, 50), st.integers(1, 60), st.sampled_from(["0.05", "0.1", "0.25", "1", "5"]))
def test_grid_values_are_what_a_person_types(start, count, step):
    from decimal import Decimal

    low = start * Decimal(step)
    typed = [str(low + i * Decimal(step)) for i in range(count + 1)]
    slider = Slider("x", "X", float(typed[0]), float(typed[-1]), step=float(step))
    assert list(slider.values) == [float(text) for text in typed]
    assert slider.default == slider.values[0]


def test_slider_shows_the_decimals_of_its_step():
    assert Slider("x", "X", 0, 1, step=0.05).digits == 2
    assert Slider("x", "X", 0, 10).digits == 0
    assert Slider("x", "X", 0, 1, step=0.5, digits=3).digits == 3


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: Slider("X", "X", 0, 1), "a name has small letters"),
        (lambda: Slider("x", " ", 0, 1), "label is empty"),
        (lambda: Slider("x", "X", 0, 1, step=0), "needs step > 0"),
        (lambda: Slider("x", "X", 1, 1), "maximum > minimum"),
        (lambda: Slider("x", "X", 0, 1, step=0.3), "maximum 1 is not on the grid"),
        (lambda: Slider("x", "X", 0, 1, step=0.1, default=0.25), r"near values: 0\.2, 0\.3"),
        (lambda: Slider("x", "X", 0, 2, labels=("a", "b")), "2 labels for 3 values"),
        (lambda: Choice("x", "X", ()), "at least one value"),
        (lambda: Choice("x", "X", (("a", "A"), ("a", "B"))), "no value twice"),
        (lambda: Choice("x", "X", AB, default="c"), "accepted: 'a', 'b'"),
        (lambda: Choice("x", "X", (("a b", "A"),)), "address cannot carry"),
        (lambda: Choice("x", "X", ((1.5, "A"),)), "string or integer"),
        (lambda: Toggle("x", "X", default=1), "True or False"),
        (lambda: Filter("x", "X", AB), "rows is empty"),
        (lambda: Filter("x", "X", AB, rows={"t": ["a", "c"]}), "rows of 't' name c"),
    ],
)
def test_wrong_declarations(make, reason):
    with pytest.raises(DeclarationError, match=reason):
        make()


@pytest.mark.parametrize(
    ("control", "value", "reason"),
    [
        (CONTROLS[0], 1.5, "a number from 0 to 1"),
        (CONTROLS[0], "much", "a number from 0 to 1"),
        (CONTROLS[1], "round", "one of 'flat', 'bent'"),
        (CONTROLS[2], "yes", "True or False"),
        (CONTROLS[3], ["peace"], "some of 'treaty', 'war'"),
    ],
)
def test_wrong_values(control, value, reason):
    with pytest.raises(ValueError, match=reason):
        control.parse(value)


@pytest.mark.parametrize("control", CONTROLS[:3], ids=lambda c: c.name)
def test_every_grid_value_parses_to_itself_and_has_its_place(control):
    for place, value in enumerate(control.values):
        assert control.parse(value) == value
        assert control.position(value) == place
    assert len(control.array(control.values)) == len(control.values)


def test_position_between_grid_values_names_the_near_ones():
    with pytest.raises(ValueError, match=r"near ones: 0\.2, 0\.3"):
        CONTROLS[0].position(0.21)


def test_arrays_have_the_promised_kinds():
    assert CONTROLS[0].array([0, 1]).dtype == float
    assert CONTROLS[1].array(["flat"]).dtype == object
    assert CONTROLS[2].array([True]).dtype == bool


def test_filter_keeps_the_order_of_options_and_rows_without_group():
    kinds = CONTROLS[3]
    assert kinds.parse(["war", "treaty"]) == ("treaty", "war")
    assert kinds.keeps("dots", ("war",)) == [False, True, True, False]
    assert kinds.json()["rows"]["dots"] == [0, 1, -1, 0]


def test_random_values_are_accepted():
    chance = Random(3)
    for control in CONTROLS:
        for _ in range(50):
            control.parse(control.random(chance, continuous=True))
            value = control.random(chance, continuous=False)
            assert isinstance(control, Filter) or value in control.values


def test_labels_stand_for_grid_values():
    slider = Slider("year", "Year", 0, 2, labels=("1855", "1875", "1905"))
    assert slider.json()["labels"] == ["1855", "1875", "1905"]
    assert np.array_equal(slider.values, [0, 1, 2])
