"""The parts of a printed reference: authors, title, journal, pages.

Sources are kept as the line to print, in one house form: authors with their initials first, the
title in quotation marks, then where it appeared. A line in that form can be taken apart for a
reference manager; any other stays whole.
"""

from __future__ import annotations

import re

SCHOLARLY = ("article", "book", "academic")

_LINE = re.compile(r'(?:(?P<author>[^"]+), )?"(?P<title>.+)", (?P<rest>[^"]+)')
_PERSON = re.compile(r"others|(?:[A-Z]\.[ -]?)+(?:v[ao]n |de )?[\w'’-]*[a-z]")
_ARTICLE = re.compile(
    r"(?P<journal>\D+?) (?P<volume>\d+)(?:\((?P<number>\d+)\))?(?::(?P<pages>\d+(?:-\d+)?))?,"
    r" (?P<year>\d{4})\b"
)
_BOOK = re.compile(
    r"(?:(?P<edition>\w+) edition, )?(?P<publisher>[A-Z]\D+?), (?P<year>\d{4})(?:,|$)"
)
_SERIES = re.compile(r"paper", re.IGNORECASE)  # numbered papers look like volumes of a journal
_DOI = re.compile(r"doi:(\S+)")


def authors(text: str) -> str | None:
    """Authors as BibTeX joins them, or None if `text` holds anything but persons.

    >>> authors("R. D. Putnam")
    'R. D. Putnam'
    >>> authors("A. J. Coe and J. Vaynman")
    'A. J. Coe and J. Vaynman'
    """
    people = re.split(r", | and ", text)
    return " and ".join(people) if all(map(_PERSON.fullmatch, people)) else None


def surname(text: str) -> str:
    """The first author's family name, by which a list of references is sorted.

    >>> surname('R. D. Putnam, "Diplomacy"')
    'Putnam'
    """
    return re.sub(r"^(?:[A-Z]\.[ -]?)+", "", text).lstrip('"[')


def fields(text: str, kind: str) -> tuple[str, dict[str, str]] | None:
    """Entry type and fields of a printed reference, or None if it cannot be taken apart.

    Parameters
    ----------
    text
        The line to print.
    kind
        Kind of the source, as in ``sources.csv``.
    """
    line = _LINE.fullmatch(text)
    if line is None:
        return None
    people = authors(line["author"] or "")
    found = {"author": people or "", "title": f"{{{line['title']}}}"}
    match = _ARTICLE.match(line["rest"])
    if kind in SCHOLARLY and match and not _SERIES.search(match["journal"]):
        return "article", found | _given(match) | _doi(text)
    if kind == "book" and (match := _BOOK.match(line["rest"])):
        return "book", found | _given(match)
    if people is None:
        return None
    return "misc", found | {"howpublished": line["rest"]}


def _given(match: re.Match[str]) -> dict[str, str]:
    found = {key: value for key, value in match.groupdict().items() if value}
    if "pages" in found:
        found["pages"] = found["pages"].replace("-", "--")
    return found


def _doi(text: str) -> dict[str, str]:
    match = _DOI.search(text)
    return {"doi": match[1]} if match else {}
