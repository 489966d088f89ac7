"""The notebooks of the built site, and what it means that two runs of one agree."""

from __future__ import annotations

import math
import re
from itertools import zip_longest
from pathlib import Path
from typing import Any

from ..browser.site import FULL, HTML

FOLDER = HTML / "notebooks"
SAMPLE = ("book/dispute/bargaining", "book/korea/risk", "exercises/reading")
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
RELATIVE, ABSOLUTE = 1e-6, 1e-9


def wanted() -> list[str]:
    """Paths of the notebooks to run: a fixed sample, or all with TWOPLUSTWO_FULL=1."""
    every = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.ipynb"))
    return every if FULL else [path for path in every if path.removesuffix(".ipynb") in SAMPLE]


def source(path: str) -> Path:
    """The notebook's file."""
    return FOLDER / path


def differences(one: Any, other: Any, where: str = "") -> list[str]:
    """Say where two results differ by more than the tolerance, in plain values or in text."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted({*one, *other})
        pairs = ((f"{where}.{key}", one.get(key), other.get(key)) for key in keys)
    elif isinstance(one, list) and isinstance(other, list):
        both = zip_longest(one, other)
        pairs = ((f"{where}[{place}]", a, b) for place, (a, b) in enumerate(both))
    else:
        return [] if same(one, other) else [f"{where}: {one!r:.200} and {other!r:.200}"]
    return [line for name, a, b in pairs for line in differences(a, b, name)]


def same(one: Any, other: Any) -> bool:
    """Whether two values agree; numbers in texts may differ as numbers may."""
    if isinstance(one, str) and isinstance(other, str):
        if NUMBER.sub("#", one) != NUMBER.sub("#", other):
            return False
        found = zip(NUMBER.findall(one), NUMBER.findall(other), strict=True)
        return all(close(float(a), float(b)) for a, b in found)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return close(one, other)
    return one == other


def close(one: float, other: float) -> bool:
    """Equal within tolerance."""
    return math.isclose(one, other, rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def without_time(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A notebook's result without the seconds."""
    return [{key: value for key, value in cell.items() if key != "seconds"} for cell in result]
