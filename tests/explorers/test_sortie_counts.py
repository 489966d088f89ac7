"""The counts explorer: no count without its rule, gaps stay gaps, weak files stay hollow."""

from __future__ import annotations

import math

import pytest

from twoplustwo import load
from twoplustwo.explorers import get
from twoplustwo.explorers.sortie_counts import COUNTS, PARTS, UID, counts, series

explorer = get("sortie_counts")


def height(values: dict, uid: str, year: int) -> float | None:
    return dict(zip(values[f"{uid}.x"], values[f"{uid}.y"], strict=True)).get(year)


def test_every_yearly_count_of_the_table_is_drawn_somewhere() -> None:
    table = load("incidents")
    yearly = table[(table["precision"] == "year")]
    assert len(yearly) == len(counts())
    assert {part for c in COUNTS.values() for part in c.parts} == set(PARTS)


@pytest.mark.parametrize("name", COUNTS)
def test_the_rule_is_said_with_the_number(name: str) -> None:
    assert COUNTS[name].rule in explorer.view({"count": name}).summary


def test_two_rules_for_one_year() -> None:
    values = explorer.view({"count": "both"}).values
    assert height(values, "china", 2025) == 3764 and height(values, "around", 2025) == 5384
    assert "43% more" in values["summary"]
    assert values["outcome.around"] == 5384


def test_years_without_a_count_stay_empty() -> None:
    values = explorer.view({"count": "both"}).values
    assert height(values, "china", 2026) is None and height(values, "around", 2020) is None
    assert height(values, "usa", 2019) is None
    assert height(explorer.view({"count": "fonop"}).values, "usa", 2019) == 10


def test_per_day_divides_by_the_days_with_data() -> None:
    daily = series("taiwan_around", daily=True)
    assert daily[2025] == pytest.approx(5384 / 364)
    assert daily[2026] == pytest.approx(1761 / 233)
    assert daily[2026] < daily[2025] / 1.9  # "halves in 2026"
    assert daily[2023] > daily[2022] and daily[2025] > daily[2024]


def test_only_the_unconfirmed_file_is_hollow() -> None:
    rows = counts()
    weak = set(rows[rows["status"] != "confirmed"]["category"])
    assert weak == {"taiwan_around"}
    fills = {t["uid"]: t["marker"]["color"] for t in explorer.template["data"]}
    assert [uid for uid, fill in fills.items() if fill.endswith(",0)")] == [UID["taiwan_around"]]


def test_titles_hold() -> None:
    fonop, transit = series("fonop"), series("taiwan_strait_transit")
    assert fonop[2015] == 2 and fonop[2019] == fonop.max() == 10
    assert transit[2018] == transit.min() == 3 and transit[2020] == transit.max() == 13
    assert series("taiwan_naval").notna().sum() == 2


def test_bars_fit_their_axis() -> None:
    for name, count in COUNTS.items():
        for part in count.parts:
            top = series(part, count.daily).max()
            assert not math.isnan(top) and top < count.top, name
