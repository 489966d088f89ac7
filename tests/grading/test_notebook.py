"""The notebook reader: any bytes give cells or a sentence.

Each property runs on 400 examples (about 4 s in all), with TWOPLUSTWO_FULL on 5,000 (a minute).
"""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile import sample
from twoplustwo.grading.limits import Limits
from twoplustwo.grading.notebook import Notebook, Refusal, read

COUNT = 5_000 if os.environ.get("TWOPLUSTWO_FULL") else 400
WHOLE = sample.data(sample.solved())


def fine(found: Notebook | Refusal) -> None:
    if isinstance(found, Refusal):
        assert found.reason.endswith(".")
        assert len(found.reason) < 300
        return
    for cell in found.cells:
        cell.source.encode()
        assert cell.kind in ("code", "markdown", "raw")


def test_a_notebook_is_read():
    found = read(WHOLE)
    assert [cell.kind for cell in found.cells] == ["markdown"] + ["code"] * 5 + ["markdown"]
    assert found.set_name == "sample"
    assert found.cells[3].question == "mean"
    assert found.notes == ()


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\n\n  "])
def test_marks_and_blanks_before_the_notebook_are_fine(mark):
    assert read(mark + WHOLE).cells == read(WHOLE).cells


def test_lines_are_joined_and_outputs_are_not_looked_at():
    made = sample.solved()
    made["cells"][1] |= {"source": ["a = 1\n", "b = 2"], "outputs": "nonsense"}
    assert read(sample.data(made)).cells[1].source == "a = 1\nb = 2"


def test_limits_are_named():
    assert "at most 0 MB" in read(WHOLE, Limits(notebook_bytes=100)).reason
    assert "at most 3 are run" in read(WHOLE, Limits(cells=3)).reason


@settings(max_examples=COUNT, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data):
    fine(read(data))


leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5))
KEYS = """
    nbformat cells cell_type source metadata id tags otter tests twoplustwo question kernelspec
    language language_info name assignment_name
"""
keys = st.sampled_from(KEYS.split())
trees = st.recursive(
    st.one_of(leaves, st.sampled_from([4, "code", "markdown", "python", "R"])),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=6)),
    max_leaves=30,
)


@settings(max_examples=COUNT, deadline=None)
@given(trees, st.booleans())
def test_any_json(tree, whole):
    if whole and isinstance(tree, dict):
        tree = {"nbformat": 4, "cells": [tree], **tree}
    fine(read(json.dumps(tree).encode()))


@settings(max_examples=COUNT, deadline=None)
@given(st.data())
def test_a_damaged_notebook(data):
    damaged = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    fine(read(bytes(damaged)))
    fine(read(bytes(damaged[:cut])))
