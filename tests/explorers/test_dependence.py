"""The dependence explorer: sourced values, turned into shares from abroad the right way round."""

from __future__ import annotations

import math

import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.dependence import MEASURES, known, latest, series

explorer = get("dependence")


def test_self_sufficiency_is_turned_round() -> None:
    assert latest("food", "JPN", 2025)["share"] == 62
    assert latest("food", "KOR", 2025)["share"] == pytest.approx(67.5)
    assert latest("energy", "JPN", 2023)["share"] == pytest.approx(84.8)
    assert latest("energy", "KOR", 2023)["share"] == pytest.approx(93.9)
    assert "Self-sufficiency 38.0%" in " ".join(explorer.view({"measure": "food"}).table["note"])


@pytest.mark.parametrize("measure", MEASURES)
def test_shares_are_shares_and_years_are_single(measure: str) -> None:
    rows = known(measure)
    assert rows["share"].between(0, 100).all()
    assert not rows.duplicated(["country", "year"]).any()
    assert (rows["status"] == "confirmed").all()


def test_a_change_of_method_breaks_the_line() -> None:
    x, _ = series("food", "KOR")
    assert any(math.isnan(v) for v in x)
    assert not any(math.isnan(v) for v in series("oil", "JPN")[0])


def test_reading_off_never_looks_ahead() -> None:
    assert latest("oil", "KOR", 2004) is None
    assert latest("oil", "KOR", 2021)["share"] == 59.8
    summary = explorer.view({"measure": "oil", "year": 1990}).summary
    assert "67.9% (fiscal 1987)" in summary and "ROK" not in summary
    assert "no value" in explorer.view({"measure": "gas", "year": 1990}).summary


def test_prediction_answers_from_the_data() -> None:
    assert explorer.view().values["outcome.oil"] == 95.2
    assert "67.9%" in explorer.predict.question


def test_titles_hold() -> None:
    oil = known("oil").query("country == 'JPN'").set_index("year")["share"]
    assert oil.idxmin() == 1987 and oil.iloc[-1] > oil.iloc[0]
    assert latest("gas", "JPN", 2025)["share"] < 20
    for code in ("JPN", "KOR"):
        assert latest("food", code, 2025)["share"] > 60
