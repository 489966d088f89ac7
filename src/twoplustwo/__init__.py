"""Two Plus Two: Russia, Japan and Indo-Pacific Stability, an open course module."""

from __future__ import annotations

from typing import Any

from twoplustwo.data import cite, load, tables

__all__ = ["check", "cite", "load", "tables"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Only exercises need the checker, so only they pay for its import.
    if name == "check":
        from twoplustwo.exercises.check import check

        return check
    raise AttributeError(f"module 'twoplustwo' has no attribute {name!r}")
