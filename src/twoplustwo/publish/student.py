"""The student notebooks that everybody gets: one common variant of every set.

Their salt stands in ``exercises/salt.txt`` of the instructor edition, so that every clone makes
the same notebooks, and an instructor can grade what a student found in the public edition.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

from twoplustwo.exercises.masters import assign
from twoplustwo.exercises.notebooks import COMMON, personal, text

SALT = Path("exercises", "salt.txt")
NOTEBOOKS = Path("exercises", "notebooks")


class SaltError(ValueError):
    """The salt of the common variants cannot be used; the message says why."""


def salt(root: Path) -> str:
    """Read the salt of the common variants; it is made if there is none yet."""
    path = root / SALT
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_hex(16) + "\n")
    found = path.read_text(encoding="utf-8").strip()
    # A short salt could be guessed from the numbers that everybody sees.
    if len(found) < 16:
        raise SaltError(f"{path}: a salt of at least 16 characters is expected")
    return found


def notebook(root: Path, name: str) -> str:
    """Give the text of a set's notebook with the common variant."""
    return text(personal(assign(root / "exercises" / name / "master.md"), COMMON, salt(root)))


def write(
    root: Path, names: Iterable[str], advance: Callable[[], None] = lambda: None
) -> list[Path]:
    """Write the notebooks into the tree, where git ignores them and the book's build finds them."""
    (root / NOTEBOOKS).mkdir(exist_ok=True)
    written = []
    for name in names:
        path = root / NOTEBOOKS / f"{name}.ipynb"
        path.write_text(notebook(root, name), encoding="utf-8")
        written.append(path)
        advance()
    for path in set((root / NOTEBOOKS).glob("*.ipynb")) - set(written):
        path.unlink()
    return written
