"""Where a student reads again: the chapters that a task belongs to, from ``exercises/map.yml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from twoplustwo.exercises import catalogue


@dataclass(frozen=True)
class Chapter:
    """A chapter of the book; `address` is empty where nobody said where the book is published."""

    title: str
    address: str = ""


def chapters(problem_set: str, book_address: str = "") -> dict[str, tuple[Chapter, ...]]:
    """Give the chapters of each task of a set; empty for a set that is not in the map."""
    found: dict[str, list[Chapter]] = {}
    for page, sets in catalogue.chapters().items():
        for task in sets.get(problem_set, {}):
            found.setdefault(task, []).append(_chapter(page, book_address))
    return {task: tuple(pages) for task, pages in found.items()}


def _chapter(page: str, book_address: str) -> Chapter:
    name = page.removeprefix("book/").removesuffix(".md")
    source = catalogue.folder().parent / "book" / f"{name}.md"
    title = _title(source) or name.rpartition("/")[2].replace("_", " ").capitalize()
    address = f"{book_address.rstrip('/')}/book/{name}.html" if book_address else ""
    return Chapter(title, address)


def _title(source: Path) -> str:
    """The page's first heading."""
    if not source.is_file():
        return ""
    found = re.search(r"^# (.+)$", source.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1].strip() if found else ""
