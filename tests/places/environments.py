"""Machines of readers: an environment with our wheel and what it needs, and nothing of this tree.

The quick kind is laid over the packages of the test environment: a virtual environment of its own
whose path goes on to them. Their `.pth` files are not read there, so the tree itself is not found.
The slow kind installs everything anew, for a Python that has no packages here.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from .edition import ROOT

RUNNER = ("nbclient", "ipykernel", "nbformat", "psutil")
OUTSIDE = ("PYTHONPATH", "VIRTUAL_ENV", "TWOPLUSTWO_BUILD", "PLOTLY_RENDERER", "JUPYTER_PATH")


@dataclass(frozen=True)
class Machine:
    """A Python with a prefix of its own."""

    prefix: Path

    @property
    def python(self) -> Path:
        return self.prefix / "bin" / "python"

    @property
    def packages(self) -> Path:
        """Folder that its pip installs into."""
        (found,) = self.prefix.glob("lib/python3.*/site-packages")
        return found

    def run(self, *arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess:
        """Run its Python; nothing of the calling environment points back to the tree."""
        kept = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        own = {"JUPYTER_DATA_DIR": str(self.prefix / "jupyter"), "IPYTHONDIR": str(self.prefix)}
        return subprocess.run(
            [self.python, *arguments],
            cwd=cwd,
            env=kept | own | variables,
            capture_output=True,
            text=True,
        )

    def install(self, *what: str, **variables: str) -> None:
        """Install with pip, or fail with its words."""
        done = self.run("-m", "pip", "install", "--quiet", *what, cwd=self.prefix, **variables)
        assert done.returncode == 0, done.stderr[-3000:]


def laid_over(prefix: Path) -> Machine:
    """Make the quick kind: the packages of the test environment, without our own."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(prefix)], check=True)
    machine = Machine(prefix)
    # Link by link, because an editable install leaves a part of our package among the others.
    for one in Path(sysconfig.get_path("purelib")).iterdir():
        if "twoplustwo" not in one.name and one.suffix != ".pth":
            (machine.packages / one.name).symlink_to(one)
    return machine


def installed_anew(prefix: Path, python: str, wheel: Path) -> Machine:
    """Make the slow kind: the base install in the versions that Binder has, for another Python."""
    subprocess.run([python, "-m", "venv", str(prefix)], check=True)
    pinned = re.findall(
        r"^\S+==[^\\\n]+", (ROOT / "binder" / "requirements.txt").read_text(), re.MULTILINE
    )
    constraints = prefix / "constraints.txt"
    constraints.write_text("\n".join(pinned) + "\n")
    machine = Machine(prefix)
    machine.install(str(wheel), *RUNNER, "-c", str(constraints))
    return machine
