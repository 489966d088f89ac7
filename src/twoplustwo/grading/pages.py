"""Pages made after grading: one shell, one style sheet, nothing loaded from anywhere.

Each page is a single file. Its Content-Security-Policy admits the style sheet and the script that
stand in it, by their digests, and nothing else: should a student's text ever get past the
escaping, the browser would still neither run it nor ask anybody for anything.
"""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from twoplustwo.grading.plaintext import clean

TEMPLATES = files("twoplustwo.grading") / "templates"
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?|.*\.|index")


@cache
def environment() -> Environment:
    """The templates: everything placed is escaped, and a name that is missing is an error."""
    made = Environment(
        loader=PackageLoader("twoplustwo.grading"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        clean=clean,
        count=count,
        count_points=count_points,
        percent=percent,
        points=points,
        when=when,
    )
    return made


def render(template: str, script: str = "", **context: Any) -> str:
    """Fill a template.

    Parameters
    ----------
    template
        File name in ``templates/``.
    script
        File name of a script in ``templates/`` that the page carries; most pages carry none.
    """
    style = _inline("page.css")
    code = _inline(script) if script else ""
    return (
        environment()
        .get_template(template)
        .render(style=Markup(style), script=Markup(code), policy=_policy(style, code), **context)
    )


def _inline(name: str) -> str:
    """The text of a style sheet or script; it may not end its own element."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    if "</" in text:
        raise ValueError(f"{name} must not contain '</', which would end the element it stands in")
    return text


def _policy(style: str, code: str) -> str:
    scripts = f"script-src {_digest(code)}; " if code else ""
    return (
        f"default-src 'none'; {scripts}style-src {_digest(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def points(value: float) -> str:
    """Give points as a reader writes them: 3, 2.5, 0.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"


def count_points(value: float) -> str:
    """Give points with their noun: *1 point*, *2.5 points*."""
    return f"{points(value)} point{'' if value == 1 else 's'}"


def percent(share: float) -> str:
    """Give a share of one in percent, without decimals."""
    return f"{100 * share:.0f}%"


def when(stamp: str) -> str:
    """Give a time stamp as *2 October 2026, 21:14*; what is none stays as it is."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return clean(stamp, 40)
    zone = f" {moment:%Z}" if moment.tzinfo else ""
    return f"{moment.day} {moment:%B %Y, %H:%M}{zone}"


def count(number: int, one: str, many: str = "") -> str:
    """Give a number with its noun: ``count(1, "student")`` is *1 student*."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def file_names(codes: list[str], ending: str = ".html") -> dict[str, str]:
    """Give each code a file name that every file system takes.

    A plain code keeps its name. Any other, and any that differs from an earlier one by capitals
    alone, gets a piece of its digest, so that no page overwrites another.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for code in sorted(codes):
        name = _file_name(code)
        if name.casefold() in taken:
            name = f"{name}-{_short(code)}"
        taken.add(name.casefold())
        names[code] = name + ending
    return names


def _file_name(code: str) -> str:
    if PLAIN_NAME.fullmatch(code) and not RESERVED.fullmatch(code):
        return code
    kept = re.sub(r"[^A-Za-z0-9]+", "-", code)[:40].strip("-") or "student"
    return f"{kept}-{_short(code)}"


def _short(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def write(path: Path, text: str) -> None:
    """Write a page whole or not at all: a reader never meets half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)
