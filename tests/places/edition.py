"""The student edition that the tests of Binder, Colab and deployment look at."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from twoplustwo.launch import CHAPTERS, EXERCISES

ROOT = Path(__file__).parents[2]
FULL = bool(os.environ.get("TWOPLUSTWO_FULL"))
GIVEN = "TWOPLUSTWO_EDITION"
"""Names a student edition that is there already, to spare publishing a new one."""

DESCRIPTION = "edition.json"
NOT_PUBLIC = ("master.md", "variants.py", "rubric.yml", "salt.txt")


def edition(folder: Path) -> Path:
    """Return a student edition: the given one, this tree if it is one, or a new one in `folder`.

    Publishing builds the book, so only the full tests do it. The quick ones take what `make site`
    left: this tree without its private files, and with the notebooks in their places.
    """
    if given := os.environ.get(GIVEN):
        return Path(given)
    if (ROOT / DESCRIPTION).is_file():
        return ROOT
    if FULL:
        command = [sys.executable, "-m", "twoplustwo.cli", "publish", str(folder)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
        return folder
    return _stand_in(folder)


def _stand_in(folder: Path) -> Path:
    made = ROOT / "_build" / "html" / "notebooks"
    assert made.is_dir(), "there are no notebooks yet: run make site first"
    shutil.copytree(made, folder / CHAPTERS)
    assert any((ROOT / EXERCISES).glob("*.ipynb")), "no problem sets yet: run make exercises first"
    shutil.copytree(ROOT / EXERCISES, folder / EXERCISES)
    for name in ("binder", "data", "lite", "src"):
        hidden = shutil.ignore_patterns("__pycache__", *NOT_PUBLIC)
        shutil.copytree(ROOT / name, folder / name, ignore=hidden)
    for name in ("pyproject.toml", "README.md", "_config.yml"):
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def notebooks(published: Path) -> list[Path]:
    """Every notebook of a student edition: chapters and exercises."""
    found = [*published.glob(f"{CHAPTERS}/**/*.ipynb"), *published.glob(f"{EXERCISES}/*.ipynb")]
    return sorted(found)
