"""The headers that DEPLOY.md recommends: its table, and the same as rules of nginx."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .edition import ROOT

GUIDE = ROOT / "DEPLOY.md"
ROW = re.compile(r"^\| `(/[^`]*)` \| `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)
LOCATION = re.compile(r"^location (~|\^~)? ?(\S+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
HEADER = re.compile(r'add_header (\S+) "([^"]+)";')


@dataclass(frozen=True)
class Rule:
    """One header for all paths that begin alike; a later rule of the same header wins."""

    path: str
    header: str
    value: str


def table() -> list[Rule]:
    """Rows of the table."""
    return [Rule(*row) for row in ROW.findall(GUIDE.read_text(encoding="utf-8"))]


def nginx(path: str) -> dict[str, str]:
    """Headers of the location that nginx chooses for `path`.

    A prefix marked ``^~`` that is the longest one ends the search; else the first regular
    expression that fits; else the longest prefix.
    """
    locations = LOCATION.findall(GUIDE.read_text(encoding="utf-8"))
    prefixes = [one for one in locations if one[0] != "~" and path.startswith(one[1])]
    longest = max(prefixes, key=lambda one: len(one[1]))
    fitting = [one for one in locations if one[0] == "~" and re.search(one[1], path)]
    chosen = longest if longest[0] == "^~" or not fitting else fitting[0]
    return dict(HEADER.findall(chosen[2]))
