"""Questions with a reason for every option.

The file is a list; each entry has ``id``, ``chapter`` (the page that asks it), ``question`` and
``options`` (``text``, ``reason`` and, on the right ones, ``right: true``). An entry that repeats an
idea of an earlier chapter names that page under ``recalls``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ID = re.compile(r"[a-z][a-z0-9-]*\Z")
KEYS = {"id", "chapter", "recalls", "question", "options"}
OPTION_KEYS = {"text", "reason", "right"}


class BankError(ValueError):
    """The bank is not well formed; the message names the file, the entry and what is accepted."""


@dataclass(frozen=True)
class Option:
    """One possible answer: its text, why it is right or wrong, and whether it is right."""

    text: str
    reason: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """One question of a chapter; `recalls` is the earlier page it goes back to, or empty."""

    id: str
    chapter: str
    question: str
    options: tuple[Option, ...]
    recalls: str = ""


def read(path: Path) -> list[Question]:
    """Read the bank at `path`.

    Raises
    ------
    BankError
        If an entry lacks a part, has an unknown one, repeats an id, or has no right option.
    """
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(entries, list):
        raise BankError(f"{path.name}: the bank is a list of questions")
    questions = [_question(path, number, entry) for number, entry in enumerate(entries, 1)]
    seen: set[str] = set()
    for one in questions:
        if one.id in seen:
            raise BankError(f"{path.name}: the id {one.id!r} stands twice; ids are unique")
        seen.add(one.id)
    return questions


def _question(path: Path, number: int, entry: Any) -> Question:
    where = f"{path.name}, entry {number}"
    if not isinstance(entry, dict):
        raise BankError(f"{where}: an entry has the keys {', '.join(sorted(KEYS))}")
    where += f" ({entry.get('id', 'no id')})"
    _keys(where, entry, KEYS, KEYS - {"recalls"})
    if not ID.match(str(entry["id"])):
        raise BankError(f"{where}: an id is lower-case words joined by hyphens")
    options = tuple(_option(where, option) for option in entry["options"] or [])
    if len(options) < 3:
        raise BankError(f"{where}: a question has at least three options, this one {len(options)}")
    if sum(option.right for option in options) != 1:
        raise BankError(f"{where}: exactly one option carries right: true")
    if entry.get("recalls") == entry["chapter"]:
        raise BankError(f"{where}: recalls names an earlier page, not the question's own")
    text = _text(where, "question", entry["question"])
    return Question(entry["id"], entry["chapter"], text, options, entry.get("recalls", ""))


def _option(where: str, option: Any) -> Option:
    if not isinstance(option, dict):
        raise BankError(f"{where}: an option has the keys text, reason and, if right, right: true")
    _keys(where, option, OPTION_KEYS, {"text", "reason"})
    right = option.get("right", False)
    if not isinstance(right, bool):
        raise BankError(f"{where}: right is true or false, not {right!r}")
    return Option(
        _text(where, "text", option["text"]), _text(where, "reason", option["reason"]), right
    )


def _keys(where: str, entry: dict, known: set[str], needed: set[str]) -> None:
    if unknown := sorted(entry.keys() - known):
        raise BankError(
            f"{where}: unknown {', '.join(unknown)}; accepted: {', '.join(sorted(known))}"
        )
    if missing := sorted(needed - entry.keys()):
        raise BankError(f"{where}: {', '.join(missing)} is missing")


def _text(where: str, key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BankError(f"{where}: {key} is a text; got {value!r} (put it in quotation marks)")
    return " ".join(value.split())
