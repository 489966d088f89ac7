"""Colab, VS Code, or a folder at home: every notebook alone, with nothing but our wheel."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

import pytest

from .edition import FULL, notebooks
from .environments import Machine, installed_anew
from .pythons import interpreters

RUNNER = Path(__file__).with_name("run_notebook.py")
SAMPLE = ("networks", "reading", "korea")
SECONDS = 5  # of the kernel's processor time, for any cell
THIS = f"{sys.version_info.major}.{sys.version_info.minor}"
OTHERS = [version for version in interpreters() if version != THIS]
NOT_IN_BASE = {"dask", "jupytext", "matplotlib", "otter", "scipy", "sphinx", "typer"}
WIDGET, STILL = "application/vnd.jupyter.widget-view+json", "application/vnd.plotly.v1+json"

# One process makes what they share.
pytestmark = pytest.mark.xdist_group("places")


def chosen(published: Path) -> list[Path]:
    """The notebooks to run: all of them under TWOPLUSTWO_FULL."""
    return [path for path in notebooks(published) if FULL or path.stem in SAMPLE]


@cache
def results(machine: Machine, published: Path, empty: Path) -> dict[str, dict]:
    """What happened to each notebook, run in the empty folder."""
    paths = [str(path) for path in chosen(published)]
    done = machine.run(str(RUNNER), *paths, cwd=empty)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(scope="module")
def ran(machine, published, empty) -> dict[str, dict]:
    return results(machine, published, empty)


def test_no_cell_stops_or_warns(ran):
    assert len(ran) >= len(SAMPLE)
    assert {name: one["error"] for name, one in ran.items() if one["error"]} == {}
    quiet = {name for name, one in ran.items() if ["stderr"] in one["outputs"]}
    assert not quiet, "these write to stderr"


def test_no_cell_takes_long(ran):
    slow = {name: one["slowest"] for name, one in ran.items() if one["slowest"] > SECONDS}
    assert slow == {}


def test_chapters_show_explorers_with_words_beside_them(ran):
    for name, one in ran.items():
        kinds = [kind for cell in one["outputs"] for kind in cell]
        shown = [kind for kind in kinds if WIDGET in kind or STILL in kind]
        assert all("text/plain" in kind for kind in shown), name
        assert shown or "/exercises/" in name or "/reference/" in name, f"{name} shows no figure"


def test_nothing_is_imported_that_the_base_install_lacks(ran):
    assert {
        name: found for name, one in ran.items() if (found := NOT_IN_BASE & {*one["loaded"]})
    } == {}


def test_nothing_is_left_in_the_folder(ran, empty):
    assert list(empty.iterdir()) == []


@pytest.mark.skipif(not FULL, reason="other Pythons run in make test-all")
@pytest.mark.parametrize("version", OTHERS)
def test_other_pythons_give_the_same(version, wheel, published, ran, tmp_path):
    machine = installed_anew(tmp_path / "env", interpreters()[version], wheel)
    (tmp_path / "empty").mkdir()
    other = results(machine, published, tmp_path / "empty")
    for name, one in ran.items():
        assert other[name]["error"] is None, name
        assert other[name]["outputs"] == one["outputs"], name
        assert other[name]["slowest"] <= SECONDS, name
