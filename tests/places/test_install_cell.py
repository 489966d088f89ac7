"""The first cell of a notebook: brings the package where it is missing, and else does nothing."""

from __future__ import annotations

import json

import pytest

from twoplustwo.launch import HIDDEN, install_cell

from .edition import notebooks
from .environments import laid_over

FOUND = "import twoplustwo; print(twoplustwo.__file__); print(len(twoplustwo.load('scrambles')))"
NO_PROCESS = """
import sys
def watch(event, _):
    if event in ("subprocess.Popen", "os.posix_spawn", "os.fork", "socket.connect"):
        raise RuntimeError("the cell did something: " + event)
sys.addaudithook(watch)
"""


@pytest.fixture
def bare(tmp_path):
    """A machine without our package; its pip is that of the packages below."""
    made = laid_over(tmp_path / "env")
    assert made.run("-c", "import twoplustwo", cwd=tmp_path).returncode != 0
    return made


def test_it_installs_the_wheel_where_it_is_missing(bare, wheel, tmp_path):
    script = f"{install_cell(str(wheel))}\n{FOUND}"
    done = bare.run("-c", script, cwd=tmp_path, PIP_NO_INDEX="1")
    assert done.returncode == 0, done.stderr
    path, rows = done.stdout.split()
    assert path.startswith(str(bare.packages)) and int(rows) > 10


def test_it_says_so_when_the_address_is_wrong(bare, tmp_path):
    done = bare.run("-c", install_cell(str(tmp_path / "no.whl")), cwd=tmp_path, PIP_NO_INDEX="1")
    assert done.returncode != 0 and "no.whl" in done.stderr


def test_it_does_nothing_where_the_package_is(machine, tmp_path):
    done = machine.run("-c", f"{NO_PROCESS}{install_cell()}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""


def test_every_notebook_starts_with_it_folded(published):
    for path in notebooks(published):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        if "twoplustwo" not in "".join("".join(c["source"]) for c in cells[1:]):
            continue  # text only
        source = "".join(cells[0]["source"])
        assert "find_spec" in source and "pip" in source, path
        assert cells[0]["metadata"] == HIDDEN, path
