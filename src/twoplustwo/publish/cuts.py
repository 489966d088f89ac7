"""Lines of a shared file that are for the instructor edition alone.

README, Makefile and the like serve both editions. Between the comments ``instructor edition only:
begin`` and ``instructor edition only: end`` stands what students have no use for, such as a command
that they do not have. Secrets stand in files that are not published at all, never between these.
"""

from __future__ import annotations

import re
from pathlib import Path

MARK = re.compile(r"\s*(?:#|<!--)\s*instructor edition only: (begin|end)\s*(?:-->)?\s*")
NAMES = (".gitignore", "Makefile")
SUFFIXES = (".md", ".toml", ".yml", ".cff")


class CutError(ValueError):
    """A line that begins or ends a cut stands alone; the message says where."""


def concerns(path: Path) -> bool:
    """Whether a file may hold such lines."""
    return path.name in NAMES or path.suffix in SUFFIXES


def cut(text: str, path: str) -> str:
    """Return the text without these lines; the empty line after them goes as well.

    Raises
    ------
    CutError
        If a begin has no end, or the other way round.
    """
    kept: list[str] = []
    begun = 0
    ended = False
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if mark := MARK.fullmatch(line):
            begins = mark[1] == "begin"
            if begins == bool(begun):
                raise CutError(f"{path}:{number}: {line.strip()!r} without its other half")
            begun, ended = (number, False) if begins else (0, True)
        elif not begun and not (ended and not line.strip() and _open(kept)):
            kept.append(line)
            ended = False
    if begun:
        raise CutError(f"{path}:{begun}: a begin without an end")
    return "".join(kept).rstrip("\n") + "\n"


def _open(kept: list[str]) -> bool:
    """Whether an empty line would stand under another one."""
    return not kept or not kept[-1].strip()
