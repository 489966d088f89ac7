"""The treaty map: who held what is read from the tables, and the convention is drawn."""

from __future__ import annotations

import importlib
from datetime import date
from itertools import pairwise

import pytest

from twoplustwo import load
from twoplustwo.charts.maps import CONVENTION, DISPUTED
from twoplustwo.explorers import get
from twoplustwo.explorers._dates import spoken
from twoplustwo.explorers.treaty_map import (
    AREAS,
    BORDERS,
    CONTROL,
    HEADLINES,
    LINES,
    ZOOM_LINE,
    changes,
    look,
    state_name,
    steps,
)

explorer = get("treaty_map")
KEYS = [stop.key for stop in steps()]
RULING = {"not_named", "promised_to_ussr", "excluded_from_japan", "scope_disputed",
          "renounced_by_japan"}  # fmt: skip


def held(key: str) -> dict[str, str]:
    return steps()[KEYS.index(key)].held


def view(key: str):
    return explorer.view({"step": KEYS.index(key) + 1})


def test_stops_are_in_order_of_time():
    days = [stop.day for stop in steps()]
    assert days == sorted(days)
    assert [stop.label for stop in steps()][:4] == ["1855", "1875", "1905", "February 1945"]


def test_every_code_of_the_table_is_understood():
    assert set(load("treaty_holdings")["holder"].astype(str)) <= set(CONTROL) | RULING


def test_every_stop_has_a_headline_that_begins_with_its_time():
    assert set(HEADLINES) == set(KEYS)
    for stop in steps():
        assert HEADLINES[stop.key].startswith(stop.label)


def test_borders_belong_to_treaties_between_the_two_states():
    texts = load("treaty_boundaries").set_index("settlement_id")
    assert set(texts.loc[list(BORDERS), "instrument"]) == {"bilateral_treaty"}
    assert len(BORDERS) == (texts["instrument"] == "bilateral_treaty").sum()


@pytest.mark.parametrize(
    ("key", "south", "kurils", "islands"),
    [
        ("shimoda_1855", "BOTH", "RUS", "JPN"),
        ("st_petersburg_1875", "RUS", "JPN", "JPN"),
        ("portsmouth_1905", "JPN", "JPN", "JPN"),
        ("yalta_1945", "JPN", "JPN", "JPN"),  # a promise moves no one
        ("soviet_control_1945", "RUS", "RUS", "RUS"),
        ("san_francisco_1951", "RUS", "RUS", "RUS"),  # to renounce is not to leave
        ("joint_declaration_1956", "RUS", "RUS", "RUS"),
        ("status_2026", "RUS", "RUS", "RUS"),
    ],
)
def test_control_carries_on_until_it_passes(key, south, kurils, islands):
    now = held(key)
    assert (now["southern_sakhalin"], now["urup_and_north_kurils"]) == (south, kurils)
    assert {now[island] for island in DISPUTED} == {islands}


def test_the_four_islands_change_hands_once():
    moments = [b.key for a, b in pairwise(steps()) if changes(a, b)]
    islands = [b.key for a, b in pairwise(steps())
               if set(DISPUTED) & set(changes(a, b))]  # fmt: skip
    assert islands == ["soviet_control_1945"]
    assert moments == ["st_petersburg_1875", "portsmouth_1905", "soviet_control_1945"]
    assert explorer.view().values["outcome.changes"] == 1


def test_the_disputed_islands_are_hatched_from_1951_on():
    for stop in steps():
        shapes = {view(stop.key).values[f"{i}.fillpattern.shape"] for i in DISPUTED}
        assert (shapes == {"/"}) == (stop.day >= date(1951, 9, 8)), stop.key


def test_colour_is_never_alone():
    japan, russia, both = look("JPN", "japan"), look("RUS", "russia"), look("BOTH", "shared")
    patterns = [each["fillpattern.shape"] for each in (japan, russia, both)]
    assert len(set(patterns)) == 3


def test_inset_and_map_agree():
    values = view("joint_declaration_1956").values
    for island in DISPUTED:
        for part in ("fillcolor", "fillpattern.shape", "fillpattern.fgcolor", "name"):
            assert values[f"{island}.{part}"] == values[f"{island}_zoom.{part}"]


def test_a_border_is_drawn_only_by_a_text_that_draws_one():
    for stop in steps():
        values = view(stop.key).values
        seen = {name for name in LINES if values[f"{name}.opacity"] == 1}
        assert seen == set(BORDERS.get(stop.key, ()))
        assert values[f"{ZOOM_LINE}_zoom.opacity"] == values[f"{ZOOM_LINE}.opacity"]


def test_table_says_what_the_map_shows():
    table = view("joint_declaration_1956").table.set_index("area")
    assert list(table.index) == list(AREAS.values())
    assert set(table["held"]) == {"USSR"}
    assert "transfer" in table.loc["Shikotan", "says"]
    assert "not mentioned" in table.loc["Iturup/Etorofu", "says"]


def test_unconfirmed_wording_is_marked():
    assert view("yalta_1945").table.set_index("area").loc["Southern Sakhalin", "status"] == (
        "unconfirmed"
    )


def test_summary_names_day_text_and_change():
    shown = view("portsmouth_1905")
    assert shown.summary.startswith("5 September 1905, Treaty of Portsmouth.")
    assert shown.summary.endswith("Changes hands: Southern Sakhalin.")
    assert view("2022-03-21").summary.endswith("No area changes hands.")


def test_alt_text_names_every_area_and_the_hatching():
    alt = view("status_2026").alt
    assert all(name in alt for name in AREAS.values())
    assert "Hatched as contested: Iturup/Etorofu" in alt
    assert "Hatched" not in view("shimoda_1855").alt


@pytest.mark.parametrize(("year", "name"), [(1905, "Russia"), (1945, "USSR"), (1993, "Russia")])
def test_russia_has_the_name_of_its_day(year, name):
    assert state_name("RUS", date(year, 6, 1)) == name


def test_the_caption_states_the_convention():
    assert CONVENTION in explorer.note
    assert explorer.is_map


def test_dashed_lines_stay_at_every_stop():
    figures = [explorer.view({"step": i + 1}).figure_json for i in range(len(KEYS))]
    for figure in figures:
        lines = {t["uid"]: t["line"] for t in figure["data"] if "_line" in t["uid"]}
        assert {line["dash"] for line in lines.values()} == {"5px,4px"}
        assert len(lines) == 4


def test_a_missing_event_is_named(monkeypatch):
    module = importlib.import_module("twoplustwo.explorers.treaty_map")
    monkeypatch.setattr(module, "QUIET", (("1960-01-27", "No such event"),))
    with pytest.raises(LookupError, match="0 rows 'No such event' on 1960-01-27"):
        module._quiet()


@pytest.mark.parametrize(
    ("precision", "text"), [("day", "5 April 1998"), ("month", "April 1998"), ("year", "1998")]
)
def test_dates_are_spoken_no_finer_than_known(precision, text):
    assert spoken(date(1998, 4, 5), precision) == text
