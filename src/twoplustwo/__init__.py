"""Two Plus Two: Russia, Japan and Indo-Pacific Stability, an open course module."""

from __future__ import annotations

from twoplustwo.data import cite, load, tables

__all__ = ["cite", "load", "tables"]
__version__ = "0.1.0"
