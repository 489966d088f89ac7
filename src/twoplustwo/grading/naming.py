"""What the name of a handed-in file says: whose it is, how often, and whether it was late.

Canvas writes ``lastnamefirst_LATE_123_456_file-1.ipynb``: the student's number, the number of the
upload (a later upload has a higher one) and the student's own file name, with ``-1`` for the first
resubmission. Moodle writes ``Name_123_assignsubmission_file_/file.ipynb``, with or without the
folder; 123 is the participant of the grading worksheet. What stands after that was typed by
the student, so the first match counts, and the rest of the name decides nothing.

A browser saves the notebook of a set as ``reading.ipynb``, a second time as ``reading (1).ipynb``
or ``reading-1.ipynb``; the browser's own Jupyter keeps it as ``exercises/reading.ipynb`` and hands
it over as ``exercises_reading.ipynb``. Such a name says which set it is, and nothing of a student.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

_CANVAS = re.compile(
    r"(?P<person>.+?)_(?:(?P<late>LATE)_)?(?P<number>\d+)_"
    r"(?:(?P<upload>\d+)_(?P<file>.+)|(?P<text>text|link)\.html)",
    re.IGNORECASE,
)
_ANONYMOUS = re.compile(r"(?:LATE_)?anon_[A-Za-z0-9]+_\d+_.+")
_MOODLE = re.compile(r".*?_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)_?(?P<file>.*)")
_AGAIN = re.compile(r"(?P<stem>.+?)(?:-| ?\()(?P<again>\d{1,4})\)?")
_BROWSER = r"(?:exercises[_-])?{title}(?:[ -]+copy ?\d*)?(?:-\d{{1,4}}| ?\(\d{{1,4}}\))?"
_SYSTEM = re.compile(r"\.|__MACOSX|(?:Thumbs\.db|desktop\.ini)\Z", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Name:
    """What a path says.

    Attributes
    ----------
    scheme
        ``canvas``, ``moodle``, ``anonymous`` (Canvas without names), ``plain`` or ``system``
        (files that an operating system or Jupyter leaves about).
    number
        The student's number in the learning platform.
    folders
        The folders above the part that names the student.
    stem
        For plain names: the file's name without the ending.
    base, again
        The student's own file name without ending and count, and the count: how many times
        the platform or a browser saw this name before.
    upload
        Number of the upload in Canvas.
    late
        Whether the platform says so.
    """

    scheme: str
    number: str = ""
    folders: tuple[str, ...] = ()
    stem: str = ""
    base: str = ""
    again: int = 0
    upload: int = 0
    late: bool = False


def parse(path: str) -> Name:
    """Read a path."""
    parts = PurePosixPath(path).parts
    if any(_SYSTEM.match(part) for part in parts):
        return Name(scheme="system")
    for at, part in enumerate(parts):
        if found := _MOODLE.fullmatch(part):
            base, again = _split(found["file"] or parts[-1])
            number, above = found["number"], parts[:at]
            return Name(scheme="moodle", number=number, folders=above, base=base, again=again)
    return _plain_or_canvas(parts)


def without_again(stem: str) -> tuple[str, int]:
    """Part ``s01-2`` or ``s01 (2)`` into the name and the count; 0 where there is none."""
    found = _AGAIN.fullmatch(stem)
    return (found["stem"], int(found["again"])) if found else (stem, 0)


def is_download(stem: str, title: str) -> bool:
    """Whether a name is one that a browser gives to the notebook of the set `title`."""
    return bool(title and re.fullmatch(_browser(title), stem, re.IGNORECASE))


def before_download(stem: str, title: str) -> str:
    """Give what somebody wrote before such a name (``s01`` of ``s01_reading``), or nothing."""
    found = title and re.fullmatch(rf"(.+?)[_ -]+{_browser(title)}", stem, re.IGNORECASE)
    return found[1] if found else ""


def _browser(title: str) -> str:
    return _BROWSER.format(title=re.escape(title))


def _plain_or_canvas(parts: tuple[str, ...]) -> Name:
    if _ANONYMOUS.fullmatch(parts[-1]):
        return Name(scheme="anonymous", folders=parts[:-1])
    if found := _CANVAS.fullmatch(parts[-1]):
        base, again = _split(found["file"] or "text")
        return Name(
            scheme="canvas",
            number=found["number"],
            folders=parts[:-1],
            base=base,
            again=again,
            upload=int(found["upload"] or 0),
            late=bool(found["late"]),
        )
    stem = PurePosixPath(parts[-1]).stem
    base, again = without_again(stem)
    return Name(scheme="plain", folders=parts[:-1], stem=stem, base=base, again=again)


def _split(name: str) -> tuple[str, int]:
    return without_again(PurePosixPath(name).stem)
