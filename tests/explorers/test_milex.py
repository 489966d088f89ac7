"""The spending explorer: what the titles claim stands in the table."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.milex import ORDER, estimates, spread, values

explorer = get("milex")


def test_heights_are_the_published_values_or_their_logarithms() -> None:
    share = explorer.view({"measure": "share"}).values["line_rus.y"]
    assert share[-1] == 7.05
    dollars = explorer.view({"measure": "dollars"}).values["line_usa.y"]
    assert 10 ** dollars[-1] == pytest.approx(997.309)


@pytest.mark.parametrize("base", [2000, 2012, 2024])
def test_every_line_of_the_index_is_100_in_its_base_year(base: int) -> None:
    view = explorer.view({"measure": "index", "year": base}).values
    for code in ORDER:
        assert 10 ** view[f"line_{code.lower()}.y"][base - 2000] == pytest.approx(100)


def test_titles_hold() -> None:
    share, dollars = values("share"), values("dollars")
    assert 1.9 < share.loc[2024, "RUS"] / share.loc[2021, "RUS"] < 2.0
    assert share.loc[2024, "JPN"] > share.loc[2021, "JPN"] > share.loc[2000, "JPN"]
    assert dollars.loc[2024, "JPN"] < dollars.loc[2012, "JPN"]
    assert values("index", 2000).loc[2024].idxmax() == "RUS"
    assert values("index", 2012).loc[2024].idxmax() == "CHN"


def test_estimates_are_those_of_the_table() -> None:
    assert estimates() == ("CHN", "RUS")
    signs = {t["uid"]: t["marker"]["symbol"] for t in explorer.template["data"][:6]}
    assert [uid for uid, sign in signs.items() if sign.endswith("-open")] == [
        "line_chn", "line_rus",
    ]  # fmt: skip


def test_prediction_answers_from_the_data() -> None:
    assert explorer.view().values["outcome.japan"] == "fall"
    assert "0.96%" in explorer.predict.question and "1.37%" in explorer.predict.question


def test_a_hidden_country_loses_line_name_and_row() -> None:
    view = explorer.view({"country": ["JPN"]})
    traces = {t["uid"]: t for t in view.figure_json["data"]}
    assert set(traces["line_usa"]["y"]) == {None}
    assert sum(y is not None for y in traces["names"]["y"]) == 1
    assert list(view.table["country"]) == ["Japan"]


def test_names_keep_their_order_and_distance() -> None:
    ends = np.array([3.0, 1.0, 1.1, 1.05])
    placed = spread(ends, 0.4)
    assert (np.diff(np.sort(placed)) >= 0.4 - 1e-6).all()
    assert (np.argsort(placed) == np.argsort(ends)).all()
