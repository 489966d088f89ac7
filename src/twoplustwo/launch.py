"""Where notebooks open, and the first cell that brings the package to a machine without it.

The student edition's repository is one setting, `twoplustwo_repository` in `_config.yml`;
chapters, exercises, workflows and instructions all take it from here. Standard library only.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from twoplustwo import __version__

CONFIG = Path(__file__).parents[2] / "_config.yml"
DEFAULT_REPOSITORY = "two-plus-two-course/two-plus-two"


def setting(name: str, default: str, config: Path = CONFIG) -> str:
    """Return a setting ``twoplustwo_NAME`` of `_config.yml`; `default` in an installed package."""
    text = config.read_text(encoding="utf-8") if config.is_file() else ""
    found = re.search(rf"^\s*twoplustwo_{name}:\s*[\"']?([^\s\"'#]+)", text, re.MULTILINE)
    return found[1] if found else default


REPOSITORY = setting("repository", DEFAULT_REPOSITORY)
"""Owner and name, on GitHub, of the student edition's repository."""

RELEASE = setting("release", f"v{__version__}")
"""Tag of the release that launch links open, so that a page and its notebook agree."""

CHAPTERS = "notebooks"
"""Folder of the chapters' notebooks in the student edition, and in the built site."""

EXERCISES = "exercises/notebooks"
"""Folder of the problem sets' notebooks in the student edition."""

HIDDEN = {"jupyter": {"source_hidden": True}, "cellView": "form", "tags": ["hide-cell", "install"]}
"""Metadata that fold the cell in JupyterLab (`source_hidden`) and in Colab (`cellView`)."""

_CELL = """\
#@title Install the course package if it is missing
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("twoplustwo") is None:
    package = "{wheel}"
    subprocess.check_call([sys.executable, "-m", "pip", "install", "--quiet", package])
"""


def wheel_address(repository: str = REPOSITORY, release: str = RELEASE) -> str:
    """Return where a release keeps the package's wheel."""
    name = f"twoplustwo-{__version__}-py3-none-any.whl"
    return f"https://github.com/{repository}/releases/download/{release}/{name}"


def install_cell(wheel: str = "") -> str:
    """Return the source of the first cell: it installs our wheel where the package is missing.

    Parameters
    ----------
    wheel
        Address of the wheel, or anything else that pip installs; by default the wheel of the
        student edition's release.

    Notes
    -----
    Where the package is present (Binder, JupyterLite, at home) the cell does nothing, and needs
    no network. Standard library only: on Colab it runs before anything else is there.
    """
    return _CELL.format(wheel=wheel or wheel_address()).rstrip("\n")


def binder(notebook: str, repository: str = REPOSITORY, release: str = RELEASE) -> str:
    """Return the address that starts Binder and opens `notebook`, a path in the repository."""
    opened = quote(f"lab/tree/{notebook}", safe="")
    return f"https://mybinder.org/v2/gh/{repository}/{quote(release, safe='')}?urlpath={opened}"


def colab(notebook: str, repository: str = REPOSITORY, release: str = RELEASE) -> str:
    """Return the address that opens `notebook`, a path in the repository, in Colab."""
    return (
        "https://colab.research.google.com/github/"
        f"{repository}/blob/{quote(release, safe='')}/{quote(notebook)}"
    )


def lite(notebook: str) -> str:
    """Return the address, from the site's root, that opens `notebook` in the browser's Jupyter.

    Parameters
    ----------
    notebook : str
        Path in the JupyterLite site: ``book/...`` for chapters, ``exercises/...`` for sets.
    """
    return f"lite/notebooks/index.html?path={quote(notebook)}"
