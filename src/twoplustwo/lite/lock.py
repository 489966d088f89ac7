"""One lock for all that the browser's Python can import, each file with its sha256.

The entries of Pyodide's compiled wheels are Pyodide's own; the others are read from the wheels
by Pyodide's library for its locks. Nothing else is in the lock, so an `import` either loads a
file of this site or fails: it never asks another host.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from pyodide_lock import PyodideLockSpec
from pyodide_lock.utils import add_wheels_to_spec

from . import pyodide

ABSENT = {
    "jupyterlab-widgets": "the extension of JupyterLab; the site ships it",
    "pytz": "an option of pandas since its version 3",
    "tzdata": "time zones; no table has them",
    "widgetsnbextension": "the extension of the classic notebook; not part of this site",
}
"""Requirements left out on purpose, and why; any other missing one stops the build."""

MORE = {"plotly": ("nbformat",)}
"""What a package needs and does not declare: Plotly shows a figure only where nbformat is."""


class LockError(RuntimeError):
    """A wheel requires something that is neither in the lock nor left out on purpose."""


def write(target: Path, pyodide_folder: Path, wheels: list[Path]) -> None:
    """Fill `target` with the runtime, all wheels and their lock.

    Parameters
    ----------
    target : Path
        A folder; afterwards it holds everything that `loadPyodide` and `import` ask for.
    pyodide_folder : Path
        As `pyodide.fetch` returns it.
    wheels : list of Path
        Wheels of plain Python beside Pyodide's own.
    """
    target.mkdir(parents=True)
    published = pyodide.official(pyodide_folder)
    # The library still asks for a version that Pyodide's lock no longer states.
    lock = PyodideLockSpec.model_validate(
        {**published, "info": {**published["info"], "version": pyodide.PYODIDE.version}}
    )
    lock.packages = {name: lock.packages[name] for name in pyodide.COMPILED}
    for name in (*pyodide.RUNTIME, *(entry.file_name for entry in lock.packages.values())):
        shutil.copyfile(pyodide_folder / name, target / name)
    copies = [Path(shutil.copyfile(wheel, target / wheel.name)) for wheel in sorted(wheels)]
    lock = add_wheels_to_spec(lock, copies, target, ignore_missing_dependencies=True)
    _settle(lock)
    _save(target, {**lock.model_dump(), "info": published["info"]})


def swap(target: Path, wheels: Mapping[str, Path]) -> None:
    """Put `wheels` in the place of those of the same file name, with their new digests."""
    content = read(target)
    for entry in content["packages"].values():
        if replacement := wheels.get(entry["file_name"]):
            shutil.copyfile(replacement, target / entry["file_name"])
            entry["sha256"] = pyodide.sha256(replacement)
    _save(target, content)


def read(target: Path) -> dict[str, Any]:
    """The lock of a folder that `write` filled."""
    return json.loads((target / pyodide.LOCK).read_text(encoding="utf-8"))


def _save(target: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, indent=1, sort_keys=True)
    (target / pyodide.LOCK).write_text(text, encoding="utf-8")


def _settle(lock: PyodideLockSpec) -> None:
    """Take out requirements left out on purpose; raise LockError for any other missing one."""
    for name, entry in lock.packages.items():
        needs = {canonicalize_name(need) for need in (*entry.depends, *MORE.get(name, ()))}
        needs -= set(ABSENT)
        if missing := needs - set(lock.packages):
            raise LockError(
                f"{name} requires {', '.join(sorted(missing))}, which {pyodide.LOCK} lacks: pin it "
                "in lite/requirements.txt (make lock) or state in lock.ABSENT why not"
            )
        entry.depends = sorted(needs)
        entry.imports = sorted(entry.imports)
