"""Which CPythons this machine has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

OLDEST, NEWEST = 11, 16
VERSION = "import sys; print(sys.implementation.name, '%d.%d' % sys.version_info[:2])"


@cache
def interpreters() -> dict[str, str]:
    """Version (``3.12``) -> path of every CPython at hand that the package supports."""
    found: dict[str, str] = {}
    for path in (sys.executable, *_candidates()):
        if version := _version(path):
            found.setdefault(version, path)
    return {version: found[version] for version in sorted(found, key=_order)}


def _candidates() -> list[str]:
    names = [f"python3.{minor}" for minor in range(OLDEST, NEWEST)]
    managed = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    installed = sorted(managed.glob("3.*/bin/python"))
    return [*filter(None, map(shutil.which, names)), *map(str, installed)]


def _version(path: str) -> str | None:
    """Version of the CPython at `path`; None for another Python, or a shim that leads nowhere."""
    run = subprocess.run([path, "-c", VERSION], capture_output=True, text=True)
    name, _, version = run.stdout.strip().partition(" ")
    fits = name == "cpython" and OLDEST <= _order(version) < NEWEST
    return version if run.returncode == 0 and fits else None


def _order(version: str) -> int:
    return int(version.partition(".")[2] or 0)
