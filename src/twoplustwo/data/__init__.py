"""The course's tables, their sources, and the checks that keep both honest.

>>> from twoplustwo import load
>>> scrambles = load("scrambles")
"""

from __future__ import annotations

from twoplustwo.data.citation import Citation, Source, cite, source, sources, sources_of
from twoplustwo.data.tables import UnknownNameError, load, resource, tables
from twoplustwo.data.validation import Problem, validate

__all__ = [
    "Citation",
    "Problem",
    "Source",
    "UnknownNameError",
    "cite",
    "load",
    "resource",
    "source",
    "sources",
    "sources_of",
    "tables",
    "validate",
]
