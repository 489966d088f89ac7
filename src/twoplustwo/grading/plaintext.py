"""Text that students wrote, made harmless before it reaches a page.

Templates escape markup by themselves. What escaping leaves is done here: control characters,
characters that reverse the order of what follows, invisible ones, towers of accents, halves of
surrogate pairs, and sheer length.
"""

from __future__ import annotations

import unicodedata
from typing import Any

JOINERS = {"\u200c", "\u200d"}  # several scripts and emoji need them
ACCENTS = 4
"""Combining marks kept on one letter; every living script needs fewer."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def clean(value: Any, limit: int | None = 200, lines: bool = False) -> str:
    """Give `value` as text that a page can show beside its own words.

    Parameters
    ----------
    value
        Anything; None gives an empty text.
    limit
        Characters kept, all of them if None; a cut is marked with an ellipsis.
    lines
        Whether line breaks and tabs stay; otherwise each run of white space is one space.
    """
    text = "" if value is None else str(value)
    cut = limit is not None and len(text) > limit
    shown = "".join(_visible(text[:limit], lines))
    if not lines:
        shown = " ".join(shown.split())
    return shown + ("…" if cut else "")


def _visible(text: str, lines: bool) -> list[str]:
    """Replace what cannot be seen by its code point, and cap runs of combining marks."""
    shown, marks = [], 0
    for letter in text.replace("\r\n", "\n"):
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks <= ACCENTS:
            shown.append(_letter(letter, kind, lines))
    return shown


def _letter(letter: str, kind: str, lines: bool) -> str:
    if letter.isspace() and letter not in "\x0b\x0c\x1c\x1d\x1e\x1f\x85":
        return letter if lines and letter in "\n\t" else " "
    if kind == "Cs":
        return "\ufffd"  # half a surrogate pair cannot be written at all
    if kind in ("Cc", "Cf", "Zl", "Zp") and letter not in JOINERS:
        return f"\\u{ord(letter):04x}"
    return letter


def cell(text: str) -> str:
    """Give `text` for a CSV cell, so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def uncell(text: str) -> str:
    """Undo `cell`."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
