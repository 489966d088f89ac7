"""Every explorer of the course: declared well, small, and on the page what it is live."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest

from twoplustwo import explorers
from twoplustwo.charts.theme import COUNTRY, LIGHT_TO_DARK
from twoplustwo.data import source
from twoplustwo.explorers.engine import Explorer
from twoplustwo.explorers.engine.pack import BUDGET, Pack, pack
from twoplustwo.explorers.engine.unpack import Packed

STATES = 20 if os.environ.get("TWOPLUSTWO_FULL") else 6  # of each explorer
NAMES = explorers.catalogue()


@pytest.fixture(scope="module", params=NAMES)
def explorer(request) -> Explorer:
    return explorers.get(request.param)


@pytest.fixture(scope="module")
def packed(explorer) -> Pack:
    return pack(explorer)


def test_there_are_enough_states_to_trust_the_comparison():
    assert STATES * len(NAMES) >= 200 or len(NAMES) < 10


def test_it_is_declared_well(explorer):
    explorer.check()
    for source_id in explorer.sources:
        assert source(source_id).title


def test_its_pack_is_small(packed):
    assert len(packed.content) <= BUDGET


def test_the_default_state_is_on_the_grid(explorer):
    for name, control in explorer.axes.items():
        assert explorer.default[name] in control.values


def test_words_say_something_in_every_state(explorer):
    for state in explorer.sample(STATES, seed=2):
        view = explorer.view(state)
        for text in (view.summary, view.alt, view.title):
            assert len(text) >= 20, f"{text!r} in {state}"
            assert not re.search(r"\bnan\b|\bNone\b|<NA>|NaT|\{|\}|  ", text), text
            assert not re.search(r"(?<![\w.])-\d", text), f"hyphen for a minus: {text}"
        assert view.summary.rstrip().endswith((".", "!", "?"))
        assert len(view.table.columns) == len(explorer.columns)


def test_something_changes_when_a_control_moves(explorer):
    """A control that changes nothing in any of the states tried is a mistake."""
    for name, control in explorer.axes.items():
        views = [
            {json.dumps(explorer.view({**state, name: value}).json()["values"])
             for value in (control.values[0], control.values[-1])}
            for state in (explorer.default, *explorer.sample(STATES, seed=4))
        ]  # fmt: skip
        assert max(map(len, views)) > 1, f"{name} changes nothing"


def test_stored_states_are_the_live_ones(explorer, packed):
    if explorer.twin:
        pytest.skip("a twin computes in the browser; tests/runtime compares it")
    reader = Packed(packed.content)
    for state in explorer.sample(STATES, seed=1):
        live = explorer.view(state).json()
        shown = explorer.show(state, reader.values(state)).json()
        for where, one, other in differences(shown, live):
            assert same(one, other), f"{where}: {one!r} is stored, {other!r} is live, in {state}"


def differences(one: Any, other: Any, where: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every leaf at which two plain values differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() | other.keys():
            yield from differences(one.get(key), other.get(key), f"{where}/{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for i, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from differences(a, b, f"{where}/{i}")
    elif one != other:
        yield where, one, other


def same(one: Any, other: Any) -> bool:
    """Whether two leaves are the same number, as the pack promises it for traces."""
    numbers = all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in (one, other))
    return numbers and abs(one - other) <= 1e-6 * abs(other)


def test_two_packs_are_the_same_bytes(explorer, packed):
    assert pack(explorer).content == packed.content


def test_colours_are_tokens_or_countries(explorer):
    """Any other colour would be unreadable on one of the papers, or not follow the theme."""
    used = set(re.findall(r"#[0-9a-f]{6}\b", json.dumps(explorer.view().figure_json).lower()))
    strangers = used - LIGHT_TO_DARK.keys() - set(COUNTRY.values()) - {"#ffffff", "#000000"}
    assert not strangers


def test_ink_is_never_inside_rgba(explorer):
    tokens = {tuple(int(h[i : i + 2], 16) for i in (1, 3, 5)) for h in LIGHT_TO_DARK}
    text = json.dumps(explorer.view().figure_json)
    used = {tuple(map(int, m)) for m in re.findall(r"rgba?\((\d+), ?(\d+), ?(\d+)", text)}
    assert not used & tokens


def test_live_is_what_a_view_says(explorer):
    live = explorers.live(explorer.name)
    assert live["summary"] == explorer.view().summary
    assert json.loads(json.dumps(live, allow_nan=False)) == live
