"""What the page shows in a state is what Python shows in it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from .samples import sample_chart
from .site import EXPLORERS


def close(one: Any, two: Any, path: str = "") -> None:
    """Assert that two JSON values agree, numbers to a millionth."""
    if isinstance(one, dict) and isinstance(two, dict):
        assert one.keys() == two.keys(), path
        for key in one:
            close(one[key], two[key], f"{path}.{key}")
    elif isinstance(one, list) and isinstance(two, list):
        assert len(one) == len(two), path
        for place, pair in enumerate(zip(one, two, strict=True)):
            close(*pair, f"{path}[{place}]")
    elif isinstance(one, float) or isinstance(two, float):
        assert one is not None and two is not None, path
        assert math.isclose(one, two, rel_tol=1e-6, abs_tol=1e-9), (path, one, two)
    else:
        assert (one, type(one)) == (two, type(two)), path


@pytest.mark.parametrize("name", EXPLORERS)
def test_a_state_is_the_same_as_live(sample, name):
    explorer = EXPLORERS[name]
    opened = sample(f"{name}.html")
    opened.wake(name)
    states = [explorer.default, *explorer.sample(60, seed=4)]
    found = opened.page.evaluate(
        "([name, states]) => states.map((state) => twoplustwo.figure(name, state))",
        [name, [{k: list(v) if isinstance(v, tuple) else v for k, v in s.items()} for s in states]],
    )
    for state, shown in zip(states, found, strict=True):
        close(shown, explorer.view(state).json(), name)


def test_a_state_off_the_grid_is_refused(sample):
    opened = sample("sample_map.html")
    opened.wake("sample_map")
    message = opened.page.evaluate(
        """() => {
          try { twoplustwo.figure('sample_map', { reach: 0.7 }); } catch (e) { return e.message; }
        }"""
    )
    assert "reach" in message and "0.7" in message


def test_a_chart_shows_its_only_state(sample):
    opened = sample("sample_chart.html")
    opened.wake("sample_chart")
    shown, payload = opened.show("sample_chart", {}), sample_chart()
    close(shown["data"], payload["figure"]["data"])
    assert shown["alt"] == payload["alt"] and shown["title"] == payload["title"]
