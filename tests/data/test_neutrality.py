"""The words the course does not use, and the quotation that may."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoplustwo.data import load, tables
from twoplustwo.data.neutrality import PLACES, findings, own_voice

BROKEN = {
    "the four occupied islands": "verbs",
    "Soviet occupation of the islands": "verbs",
    "the islands were liberated": "verbs",
    "the USSR annexed them": "verbs",
    "troops seized the islands": "verbs",
    "the islands were returned": "verbs",
    "the return of the four islands": "verbs",
    "two islands would be handed over": "verbs",
    "they should be given back": "verbs",
    "an illegally held island": "verbs",
    "the disputed Kurils": "names",
    "a launch into the Sea of Japan": "seas",
    "a launch into the East Sea": "seas",
    "North Korean missiles": "states",
    "South Korea's coast": "states",
    "the regime in Pyongyang": "states",
    "a DPRK provocation": "events",
    "provocative launches": "events",
    "a war game off Hokkaido": "events",
    "a radar at an air base": "places",
    "shown at Iwakuni": "places",
    "the launch site": "places",
    "Camp Kengun": "places",
    "claims to the Northern Territories": "names",
    "the South Kuril Islands are administered by Russia": "names",
    "a protest over Takeshima": "islets",
}
KEPT = (
    "South Kuril Islands (Northern Territories)",
    "called South Kurils in Russia and Northern Territories in Japan",
    "Japan's Bluebook says 'illegally occupied' again",
    "He called it “liberated”.",
    'The sentence "two islands would be returned" stands in the report.',
    "Sea of Japan (East Sea)",
    "Liancourt Rocks (Dokdo/Takeshima)",
    "Missile Technology Control Regime",
    "the tax regime of 2022",
    "Northern Territories Day",
    "the Northern Territories Issue Association",
    "administered by Russia, claimed by Japan",
    "The islanders' graves, the islands' areas",
    "the preoccupation of both",
)


@pytest.mark.parametrize(("text", "rule"), BROKEN.items())
def test_a_loaded_word_is_found_by_its_rule(text: str, rule: str) -> None:
    assert rule in {finding.rule for finding in findings(text)}


@pytest.mark.parametrize("text", KEPT)
def test_neutral_and_quoted_words_pass(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize("text", BROKEN)
def test_every_finding_says_what_is_accepted(text: str) -> None:
    assert all(finding.word and finding.advice for finding in findings(text))


def test_the_collective_names_may_part_after_the_first_mention() -> None:
    assert findings("the South Kuril Islands", names=False) == []


@given(st.sampled_from(sorted(BROKEN)), st.sampled_from(["“{}”", '"{}"']))
def test_a_quotation_belongs_to_its_speaker(text: str, marks: str) -> None:
    assert findings(f"Somebody said {marks.format(text)} then") == []


@given(st.text())
def test_any_text_can_be_checked(text: str) -> None:
    assert len(own_voice(text)) <= len(text) + text.count("'") + text.count('"') + 1
    assert all(finding.word for finding in findings(text))


@pytest.mark.parametrize("name", [name for name in tables()["name"] if name != "publishers"])
def test_no_cell_names_a_military_place(name: str) -> None:
    columns = ["text"] if name == "sources" else list(load(name).columns)
    frame = load(name)[columns]
    cells = [str(cell) for cell in frame.astype(object).to_numpy().ravel() if pd.notna(cell)]
    for rule in PLACES:
        hits = [cell for cell in cells if rule.pattern.search(own_voice(cell))]
        assert hits == []


def test_no_table_holds_a_column_of_places_to_aim_at() -> None:
    for name in tables()["name"]:
        columns = " ".join(load(name).columns)
        assert not re.search(r"\b(site|base|facility|battery|cep|yield_per)\b", columns)
