"""The catalogue: four rules of counting, bands as published, and nothing finer than 100 km."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo import load
from twoplustwo.explorers import get
from twoplustwo.explorers.missile_catalogue import (
    HIGH,
    LOW,
    OPERATORS,
    RULES,
    UNSTATED,
    band_text,
    counted,
    layout_of,
    short_name,
    spans,
    systems,
    tally,
)

explorer = get("missile_catalogue")


def test_every_system_of_the_table_stands_in_the_catalogue_once() -> None:
    assert sorted(systems()["missile_id"]) == sorted(load("missiles")["missile_id"])


def test_rules_widen_from_the_whole_band_to_the_disputed_cases() -> None:
    inside, treaty, disputed = (counted(rule) for rule in ("inside", "treaty", "disputed"))
    assert not (inside & ~treaty).any()
    assert not (treaty & ~disputed).any()
    assert inside.sum() < treaty.sum() < disputed.sum()


def test_whole_band_inside_means_confirmed_and_within_the_class() -> None:
    rows = systems()[counted("inside")]
    assert (rows["range_min_km"] >= LOW).all() and (rows["range_max_km"] <= HIGH).all()
    assert (rows["status"] == "confirmed").all()


def test_by_range_alone_the_platform_is_forgotten() -> None:
    rows = systems()[counted("range")]
    assert {"sea", "air", "road"} <= set(rows["basing"].astype(str))
    assert not rows["range_max_km"].isna().any()
    outside = systems()[~counted("range")].dropna(subset=["range_max_km"])
    assert ((outside["range_max_km"] < LOW) | (outside["range_min_km"] > HIGH)).all()


def test_same_missile_counts_on_a_truck_and_not_on_a_ship() -> None:
    ids = list(systems()["missile_id"])
    treaty = counted("treaty")
    assert treaty[ids.index("typhon_tomahawk")]
    assert not treaty[ids.index("tomahawk_sea")]
    assert counted("range")[ids.index("tomahawk_sea")]


def test_titles_count() -> None:
    for rule in RULES:
        title = explorer.view({"rule": rule}).title
        shown = counted("treaty" if rule == "disputed" else rule).sum()
        assert str(shown) in title.split() or f"{shown}" in title


def test_tallies_of_operators_add_up() -> None:
    for rule in RULES:
        parts = [tally(rule, code).split(" of ") for code in OPERATORS]
        assert sum(int(a) for a, _ in parts) == counted(rule).sum()
        assert sum(int(b) for _, b in parts) == len(systems())


def test_ranges_are_rounded_to_100_km_and_unpublished_ones_stand_off_the_scale() -> None:
    for span, high in zip(spans(), systems()["range_max_km"], strict=True):
        if np.isnan(high):
            assert span.low == span.high == UNSTATED < 100
        else:
            assert span.low % 100 == span.high % 100 == 0
            assert 100 <= span.low <= span.high


def test_unconfirmed_systems_are_hollow() -> None:
    trace = next(t for t in explorer.view().figure_json["data"] if t["uid"] == "high")
    for symbol, status in zip(trace["marker"]["symbol"], systems()["status"], strict=True):
        assert symbol.endswith("-open") == (status != "confirmed")


def test_what_the_rule_does_not_count_is_faint() -> None:
    values = explorer.view({"rule": "treaty"}).values
    for opacity, yes in zip(values["high.marker.opacity"], counted("treaty"), strict=True):
        assert (opacity == 1) == yes


@pytest.mark.parametrize("operator", OPERATORS)
def test_one_operator_shows_its_systems_and_no_other(operator: str) -> None:
    view = explorer.view({"operator": operator})
    mine = (systems()["operator_iso3"] == operator).to_numpy()
    shown = [y is not None for y in view.values["high.y"]]
    assert shown == list(mine)
    assert list(view.table["system"]) == list(systems()["system"][mine])


def test_rows_of_the_overview_do_not_overlap() -> None:
    heights, heads, bottom = layout_of("all")
    steps = -np.diff(heights)
    assert steps.min() >= 6
    assert bottom <= heights.min()
    assert list(heads) == list(OPERATORS)


def test_words_for_bands() -> None:
    assert band_text(1600, 2000) == "1,600–2,000 km"
    assert band_text(500, 500) == "500 km"
    assert band_text(np.nan, 5500) == "up to 5,500 km"
    assert band_text(np.nan, np.nan) == "range not published"
    assert short_name("PrSM (Australia)") == "PrSM"
    assert max(map(len, map(short_name, systems()["system"]))) < 40


def test_answer_is_not_shown_before_it_is_asked() -> None:
    view = explorer.view()
    answer = int(view.values["outcome.treaty"])
    assert answer == counted("treaty").sum()
    assert str(answer) not in view.title and str(answer) not in view.summary
