"""Nuclear tests: every estimate drawn, none averaged, the ratio of the highest to the lowest."""

from __future__ import annotations

import pytest

from twoplustwo import load
from twoplustwo.explorers import nuclear_yields
from twoplustwo.explorers.nuclear_yields import LINEAR, LOG, TESTS, span

TABLE = load("dprk_nuclear_test_estimates")


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("quantity", ["yield_kt", "magnitude_mb"])
def test_every_agency_of_a_test_is_named_once(test, quantity):
    view = nuclear_yields.view({"test": test, "quantity": quantity})
    rows = TABLE[(TABLE["test_no"] == test) & (TABLE["quantity"] == quantity)]
    assert sorted(view.table["agency"]) == sorted(rows["agency"])
    assert view.table["low"].min() == rows["value_low"].min()
    assert view.table["high"].max() == rows["value_high"].max()


def test_the_last_test_spans_more_than_a_factor_of_five():
    assert span("yield_kt", 6) == (50, 271)
    assert "5.4 times" in nuclear_yields.view({"quantity": "yield_kt"}).title
    assert nuclear_yields.view().values["outcome.ratio"] == pytest.approx(271 / 50, abs=0.05)


def test_half_a_unit_of_magnitude_lies_between_its_first_and_last_value():
    low, high = span("magnitude_mb", 6)
    assert high - low == pytest.approx(0.5)
    assert "no more than 0.5" in nuclear_yields.view().title  # yields are to be guessed first


@pytest.mark.parametrize("scale", [LOG, LINEAR])
def test_no_yield_lies_outside_the_axis(scale):
    low, high = (10**x if scale is LOG else x for x in scale["range"])
    values = TABLE[TABLE["quantity"] == "yield_kt"]
    assert low < values["value_low"].min() and values["value_high"].max() < high


def test_names_stand_on_the_free_side_of_their_mark():
    values = nuclear_yields.view({"test": 6, "quantity": "yield_kt"}).values
    spans = dict(zip(values["names.text"], zip(values["names.x"], values["names.textposition"],
                                               strict=True), strict=True))  # fmt: skip
    radar = next(text for text in spans if "ISRO" in text)
    assert spans[radar] == (245, "middle left")


@pytest.mark.parametrize("quantity", ["yield_kt", "magnitude_mb"])
@pytest.mark.parametrize("scale", ["log", "linear"])
def test_no_name_runs_out_of_the_panel_at_the_left(quantity, scale):
    values = nuclear_yields.view({"test": 1, "quantity": quantity, "scale": scale}).values
    assert set(values["names.textposition"]) == {"middle right"}
