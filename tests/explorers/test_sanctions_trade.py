"""Trade with China: one basis on the line, gaps kept, other statistics never joined to it."""

from __future__ import annotations

import math

import pytest

from twoplustwo import load
from twoplustwo.explorers import sanctions_trade
from twoplustwo.explorers.sanctions_trade import change, closed, others, points, sanction_days

TABLE = load("trade_with_china")


def test_the_line_is_the_customs_series_and_breaks_in_2015():
    frame = points("years", "total").set_index("period")
    series = TABLE[TABLE["in_series"]].set_index("period")["total_musd"]
    assert math.isnan(frame.loc["2015", "value"])
    for year, value in series.items():
        assert frame.loc[year, "value"] == value
    assert set(TABLE.loc[TABLE["in_series"], "basis_code"]) == {"china_customs"}


def test_other_statistics_stay_off_the_line_and_can_be_hidden():
    shown = sanctions_trade.view({"other": True})
    assert len(shown.values["other.y"]) == len(others()) > 0
    assert shown.values["line.y"] == sanctions_trade.view().values["line.y"]
    assert sanctions_trade.view().values["other.y"] == []
    assert "KOTRA (adds estimated crude oil)" in set(shown.table["basis"])


def test_unconfirmed_years_are_hollow():
    values = sanctions_trade.view().values
    marks = dict(zip(values["points.text"], values["points.marker.symbol"], strict=True))
    assert marks["2016"].endswith("-open") and not marks["2017"].endswith("-open")


def test_the_two_falls_and_the_recovery():
    assert change("years", "total", "2017", "2018") == pytest.approx(100 * (2430 / 5060 - 1))
    assert change("years", "total", "2019", "2020") == pytest.approx(-80.7, abs=0.05)
    assert change("years", "total", "2021", "2025") > 700


def test_the_lowest_month_is_october_2020_and_only_customs_months_count():
    view = sanctions_trade.view({"view": "months"})
    assert "1.66 million dollars in October 2020" in view.title
    months = TABLE[(TABLE["period_kind"] == "month") & (TABLE["basis_code"] == "china_customs")]
    assert len(view.table) == months["total_musd"].notna().sum()


def test_lines_and_band_come_from_the_tables():
    assert len(sanction_days()) == 5
    start, end = closed()
    assert start == 2020.0 and 2023.6 < end < 2023.7


@pytest.mark.parametrize("flow", ["total", "china_exports", "china_imports"])
@pytest.mark.parametrize("view", ["years", "months"])
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_every_value_lies_inside_its_axis(flow, view, scale):
    low, high = sanctions_trade.view({"view": view, "scale": scale}).values["layout.yaxis.range"]
    if scale == "log":
        low, high = 10**low, 10**high
    values = points(view, flow)["value"].dropna()
    assert (values <= high).all() and (values >= low).all()
