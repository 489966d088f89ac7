"""What this tree knows and the student edition must not: the salt, and lines of private files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from twoplustwo.exercises.masters import is_marker, read
from twoplustwo.grading import rubric
from twoplustwo.publish.search import Private
from twoplustwo.publish.student import SALT

LONG = 50
"""Shorter lines may stand in a public file by chance, such as ``claims = load("claims")``."""


def private(root: Path) -> Private:
    """Gather the salt, and all long lines of solutions, hidden tests, pools and rubrics.

    A line that one of the masters gives to students is public, wherever else it stands.
    """
    lines: dict[bytes, str] = {}
    given: set[bytes] = set()
    for master in sorted((root / "exercises").glob("*/master.md")):
        place = master.parent
        parts = list(_parts(master))
        given |= {line for text, hidden in parts if not hidden for line in _long(text)}
        for path, text in (
            *((master, text) for text, hidden in parts if hidden),
            (place / "variants.py", _code(place / "variants.py")),
            *((place / rubric.FILE, one) for one in _levels(place / rubric.FILE)),
        ):
            source = path.relative_to(root).as_posix()
            lines |= {line: source for line in _long(text)}
    salt = (root / SALT).read_text(encoding="utf-8").strip() if (root / SALT).is_file() else ""
    return Private(
        re.compile(re.escape(salt.encode())) if salt else None,
        {line: source for line, source in lines.items() if line not in given},
    )


def _long(text: str) -> Iterator[bytes]:
    for line in text.splitlines():
        if len(line.strip()) >= LONG:
            yield line.strip().encode()


def _parts(master: Path) -> Iterator[tuple[str, bool]]:
    """Yield the texts of a master, and whether each is hidden from students."""
    hidden = False
    for cell in read(master)["cells"]:
        if is_marker(cell, "BEGIN SOLUTION") or is_marker(cell, "BEGIN TESTS"):
            hidden = True
        elif is_marker(cell, "END SOLUTION") or is_marker(cell, "END TESTS"):
            hidden = False
        elif hidden and cell["cell_type"] == "code":
            yield from _lines(cell["source"])
        else:
            yield cell["source"], hidden


def _lines(code: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a solution or test; otter leaves what stands outside its marks."""
    hidden = "BEGIN TEST" in code
    for line in code.splitlines():
        if re.search(r"#\s*(BEGIN|END) SOLUTION", line):
            hidden = "BEGIN" in line
        else:
            yield re.sub(r"\s*#\s*SOLUTION.*", "", line), hidden or "# SOLUTION" in line


def _code(path: Path) -> str:
    """Text of a module without its imports."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    return "\n".join(lines)


def _levels(path: Path) -> Iterator[str]:
    given = rubric.read(path)
    yield given.notes
    for one in given.criteria:
        yield from one.levels.values()
    yield path.read_text(encoding="utf-8")
