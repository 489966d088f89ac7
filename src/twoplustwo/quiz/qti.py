"""The bank as QTI 1.2, which Canvas and other learning platforms import; text2qti writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from .bank import Question

ROLE = re.compile(r"\s*\{(?:cite)\}`[^`]*`")
LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)(?:\{[^}]*\})?")


def plain(text: str) -> str:
    """Markdown that text2qti understands: no roles of ours, no links into the book."""
    return LINK.sub(r"\1", ROLE.sub("", text))


def markdown(title: str, questions: Iterable[Question]) -> str:
    """The questions in text2qti's own format, with a reason for every option as feedback."""
    blocks = [f"Quiz title: {title}", ""]
    for number, one in enumerate(questions, 1):
        blocks.append(f"{number}. {plain(one.question)}")
        for letter, option in zip("abcdefghij", one.options, strict=False):
            blocks.append(f"{'*' if option.right else ''}{letter}) {plain(option.text)}")
            blocks.append(f"... {plain(option.reason)}")
        blocks.append("")
    return "\n".join(blocks)


def write(title: str, questions: Iterable[Question], path: Path) -> None:
    """Write the questions as a QTI package (a zip) to `path`."""
    from text2qti.config import Config
    from text2qti.qti import QTI
    from text2qti.quiz import Quiz

    quiz = Quiz(markdown(title, questions), config=Config(), source_name=title)
    QTI(quiz).save(path)
