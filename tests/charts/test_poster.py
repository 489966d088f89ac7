"""Posters: the same bytes on every run, kept by content, and no browser is no failure."""

from __future__ import annotations

import copy
import re
import sys
from xml.etree import ElementTree as ET

import plotly.graph_objects as go
import pytest

from twoplustwo.charts import COUNTRY, callout, label, new_figure
from twoplustwo.charts.figures import figure_json
from twoplustwo.charts.poster import Drawn, Picture, draw
from twoplustwo.charts.theme import LIGHT_TO_DARK

pytestmark = pytest.mark.xdist_group("posters")


def pictures() -> list[Picture]:
    bars = go.Bar(uid="bars", x=[1, 2], y=[3, 4], marker={"color": COUNTRY["RUS"],
                  "pattern": {"shape": "/"}})  # fmt: skip
    line = go.Scatter(uid="line", x=[1, 2], y=[2, 3], line={"color": COUNTRY["JPN"]})
    axes = {"xaxis": {"range": [0, 3]}, "yaxis": {"range": [0, 5]}}
    notes = [label(2, 3, "Japan", COUNTRY["JPN"]), callout(1, 3, "A turn")]
    figure = figure_json(new_figure([bars, line], {**axes, "annotations": notes}))
    narrow = {"layout.margin.l": 30, "layout.height": 300}
    return [Picture("one", figure, 420, narrow), Picture("two", figure, 380)]


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> list[Drawn]:
    pytest.importorskip("kaleido")
    folder = tmp_path_factory.mktemp("posters")
    found = [draw(pictures(), folder / run) for run in ("first", "second")]
    if found[0].problem and "no browser found" in found[0].problem:
        pytest.skip(found[0].problem)
    return [*found, draw(pictures(), folder / "first")]


def test_two_runs_give_the_same_bytes(runs):
    first, second, _ = runs
    assert (first.problem, first.drawn, second.drawn) == (None, 4, 4)
    assert first.posters == second.posters


def test_nothing_is_drawn_twice(runs):
    first, _, again = runs
    assert again.drawn == 0
    assert again.posters == first.posters


def test_both_widths_have_their_size(runs):
    poster = runs[0].posters["one"]
    for text, width, height in ((poster.wide, 720, 420), (poster.narrow, 360, 300)):
        root = ET.fromstring(text)
        assert (root.get("width"), root.get("height")) == (str(width), str(height))
    assert (poster.wide_height, poster.narrow_height) == (420, 300)
    assert runs[0].posters["two"].narrow_height == 380


def test_posters_are_small_and_need_nothing_else(runs):
    wide = runs[0].posters["one"].wide
    assert "Japan" in wide
    assert "A turn" in wide
    assert len(wide) < 6_000
    assert not re.search(r"style=|<style|<script|class=|https?://(?!www\.w3\.org/)", wide)


def test_dark_posters_have_no_light_ink(runs):
    light = runs[0].posters["one"]
    assert COUNTRY["RUS"] in light.dark().wide
    for text in (light.dark().wide, light.dark().narrow):
        assert not [token for token in LIGHT_TO_DARK if token in text]
    assert [token for token in LIGHT_TO_DARK if token in light.wide]


def test_a_changed_figure_is_another_file(tmp_path):
    first = pictures()[0]
    changed = copy.deepcopy(first.figure)
    changed["data"][0]["y"] = [3, 5]
    from twoplustwo.charts.poster import NARROW, WIDE, _sheet

    keys = {
        _sheet(first, WIDE, tmp_path).path,
        _sheet(first, NARROW, tmp_path).path,
        _sheet(Picture("one", changed, 420, first.narrow), WIDE, tmp_path).path,
        _sheet(Picture("one", first.figure, 400, first.narrow), WIDE, tmp_path).path,
    }
    assert len(keys) == 4


def test_without_kaleido_the_report_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "kaleido", None)
    made = draw(pictures(), tmp_path)
    assert made.posters == {"one": None, "two": None}
    assert made.drawn == 0
    assert "kaleido is missing" in made.problem


def test_without_a_browser_the_report_says_what_to_install(tmp_path, monkeypatch):
    pytest.importorskip("kaleido")
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "no-browser"))
    monkeypatch.setenv("PATH", str(tmp_path))
    made = draw(pictures(), tmp_path / "cache")
    assert made.posters == {"one": None, "two": None}
    assert "apt-get install chromium" in made.problem
