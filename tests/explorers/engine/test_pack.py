"""Packs: what comes out is what went in, in the same bytes each time, within the budget."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import struct

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoplustwo.charts import Chart
from twoplustwo.explorers.engine import BudgetError, Column, Explorer, Product, Slider
from twoplustwo.explorers.engine.pack import Store, pack, pack_chart
from twoplustwo.explorers.engine.products import Series, collect
from twoplustwo.explorers.engine.unpack import Packed

from .samples import AXES, SOURCE, sample

REALS = st.floats(allow_infinity=False, width=64) | st.sampled_from([0.05, -0.0, 1e-9, 255, 256])
SHORT = st.integers(-(2**33), 2**33).map(float) | st.sampled_from([math.nan])
CELLS = st.one_of(REALS, SHORT, st.integers(0, 300).map(lambda i: i / 100))
WORDS = st.none() | st.text(max_size=6)
SETTINGS = settings(max_examples=150, deadline=None)


def stored(series: Series, key: str) -> list:
    """Write a series into a store and read it back as the page would."""
    store = Store()
    entry = store.series(key, series)
    store.series("other.y", Series("number", 0, [1.0, 2.0]))
    reader = Packed.__new__(Packed)
    reader.header = json.loads(json.dumps({"strings": list(store.strings)}))
    reader.blob = bytes(store.blob)
    assert entry["at"] % 8 == 0
    return [reader.decode(entry, i) for i in range(len(series.rows))]


def originals(series: Series) -> list:
    return [series.value(i) for i in range(len(series.rows))]


@SETTINGS
@given(st.lists(st.lists(CELLS, max_size=5), min_size=1, max_size=8))
def test_ragged_numbers_come_back_exactly(rows):
    series = Series("number", 1, [np.array(row, dtype=float) for row in rows])
    assert stored(series, "table.a") == originals(series)


@SETTINGS
@given(st.lists(CELLS, min_size=1, max_size=12))
def test_scalars_come_back_exactly_where_they_must(cells):
    series = Series("number", 0, cells)
    assert stored(series, "layout.shapes[0].x0") == originals(series)


@SETTINGS
@given(st.integers(1, 6), st.integers(0, 4), st.data())
def test_trace_numbers_come_back_within_one_in_a_million(n, k, data):
    rows = data.draw(st.lists(st.lists(CELLS, min_size=k, max_size=k), min_size=n, max_size=n))
    series = Series("number", 1, [np.array(row, dtype=float) for row in rows])
    for back, row in zip(stored(series, "t.y"), originals(series), strict=True):
        for got, cell in zip(back, row, strict=True):
            assert (got is None) == (cell is None)
            assert cell is None or abs(got - cell) <= 1e-6 * abs(cell)


@SETTINGS
@given(st.lists(st.lists(WORDS, max_size=4), min_size=1, max_size=8))
def test_texts_come_back(rows):
    series = Series("string", 1, rows)
    assert stored(series, "t.text") == rows


@given(st.lists(st.booleans(), min_size=1, max_size=8))
def test_switches_come_back(cells):
    back = stored(Series("bool", 0, cells), "t.visible")
    assert back == cells
    assert all(isinstance(cell, bool) for cell in back)


@pytest.mark.parametrize(
    ("cells", "key", "type_", "scale"),
    [
        ([0, 255], "t.y", "u1", 1),
        ([0, 256], "t.y", "u2", 1),
        ([-1, 256], "t.y", "i2", 1),
        ([0, 70_000], "t.y", "i4", 1),
        ([0.05, 0.15], "table.y", "u1", 100),
        ([0, 254, math.nan], "t.y", "u1", 1),
        ([0, 255, math.nan], "t.y", "u2", 1),
        ([1 / 3], "t.y", "f4", 1),
        ([1 / 3], "table.y", "f8", 1),
        ([0.5**20], "table.y", "f4", 1),
        ([1e300], "t.y", "f8", 1),
        ([math.nan], "t.y", "u1", 1),
    ],
)
def test_the_smallest_exact_type_is_taken(cells, key, type_, scale):
    entry = Store().series(key, Series("number", 0, cells))
    assert (entry["type"], entry["scale"]) == (type_, scale)


def test_equal_rows_and_equal_arrays_are_stored_once():
    store = Store()
    rows = np.tile(np.linspace(0, 1, 100), (50, 1))
    first = store.series("a.y", collect("f", "a.y", rows, 50))
    size = len(store.blob)
    second = store.series("b.y", collect("f", "b.y", rows, 50))
    assert (first["n"], first["index"], size) == (1, None, 400)
    assert len(store.blob) == size
    assert second["at"] == first["at"]


def test_every_state_is_the_live_one():
    explorer = sample()
    packed = Packed(pack(explorer).content)
    for state in explorer.states():
        live = explorer.view(state).json()
        shown = explorer.show(state, packed.values(state)).json()
        assert shown["data"][0]["y"] == pytest.approx(live["data"][0]["y"], rel=1e-6)
        for one in (live, shown):
            del one["data"][0]["y"], one["values"]["curve.y"]
        assert shown == live


def test_the_file_is_as_described():
    made = pack(sample())
    digest = hashlib.sha256(made.content).hexdigest()
    assert made.filename == f"sample.{digest[:12]}.bin"
    assert made.content[4:8] == bytes(4), "no time stamp"
    stream = gzip.decompress(made.content)
    (length,) = struct.unpack_from("<I", stream)
    header = json.loads(stream[4 : 4 + length].decode())
    assert (header["version"], header["name"], header["kind"]) == (1, "sample", "packed")
    assert header["strings"][0] is None
    assert header["products"][0]["shape"] == [11, 2, 2]
    assert header["controls"][3]["rows"]["dots"] == [0, 1, -1, 0]
    assert header["ink"]["#1f2328"] == "#e8e5df"
    assert header["predict"]["digits"] == 1
    assert header == json.loads(json.dumps(made.header))


def test_two_runs_give_the_same_bytes():
    assert pack(sample()) == pack(sample())


def test_off_the_grid_nothing_is_made_up():
    packed = Packed(pack(sample()).content)
    with pytest.raises(ValueError, match=r"0\.25"):
        packed.values({**sample().default, "height": 0.25})


def test_a_twin_stores_its_constants_only(tmp_path):
    (tmp_path / "sample.js").write_text("")
    explorer = sample(twin=str(tmp_path / "sample.js"), constants={"areas": np.array([1.5, 2.0])})
    header = pack(explorer).header
    assert header["kind"] == "twin"
    assert [product["depends"] for product in header["products"]] == [[]]
    assert header["constants"] == {"areas": [1.5, 2]}


def noisy() -> Explorer:
    """A product whose numbers do not compress: 21 x 2 states of 400 random cells."""

    def compute(a, b):
        y = np.random.default_rng(1).random((len(a), 400))
        return {"t.y": y, "table.y": y[:, :1], "summary": "s", "alt": "a"}

    return Explorer(
        name="noisy", title="T", subtitle="S", sources=(SOURCE,),
        controls=(Slider("b", "B", 0, 1), Slider("a", "A", 0, 20)),
        figure=lambda: go.Figure(go.Scatter(uid="t", x=[0], y=[0]), layout=AXES),
        products=(Product(("a", "b"), compute),),
        columns=(Column("y", "Y"),),
    )  # fmt: skip


def test_a_pack_over_its_budget_names_the_control_to_thin():
    size = len(pack(noisy()).content)
    with pytest.raises(
        BudgetError, match=r"at most 20 kB are accepted; thin 'a' \(21 values\)"
    ) as e:
        pack(noisy(), budget=20_000)
    assert f"{size / 1000:.0f} kB" in str(e.value)


def test_a_template_over_the_budget_is_told_apart():
    with pytest.raises(BudgetError, match=r"thin|template"):
        pack(sample(), budget=100)


def test_a_chart_packs_its_figure_and_table(monkeypatch):
    chart = Chart(
        name="bars", figure=go.Figure(go.Bar(uid="b", x=[1], y=[2])), title="T", subtitle="S",
        alt="A bar.", table=pd.DataFrame({"Year": [2020]}), sources=(SOURCE,),
    )  # fmt: skip
    made = pack_chart(chart.payload())
    header = Packed(made.content).header
    assert made.filename.startswith("bars.")
    assert header["kind"] == "chart"
    assert header["table"] == {"columns": ["Year"], "rows": [[2020]]}
    assert header["figure"]["data"][0]["uid"] == "b"
