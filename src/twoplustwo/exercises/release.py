"""Release of a set: notebooks for students, instructions, and what grading needs afterwards."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twoplustwo.exercises import gradescope
from twoplustwo.exercises.assignment import Assignment
from twoplustwo.exercises.instructions import for_instructor, for_students
from twoplustwo.exercises.notebooks import COMMON, personal, text

DESCRIPTION, SALT = "release.json", "salt.txt"
CODE = re.compile(r"[^\W_][\w.@+-]{0,63}")


class ReleaseError(ValueError):
    """A set cannot be released as asked; the message says why and what to do."""


@dataclass(frozen=True)
class Release:
    """What was written.

    Attributes
    ----------
    codes
        Student codes with a variant of their own; empty for the common variant.
    notebooks
        Path below `folder` and SHA-256 of every notebook.
    archive
        The zip for Gradescope, if there is one.
    """

    folder: Path
    name: str
    codes: tuple[str, ...]
    notebooks: dict[str, str]
    salt_file: Path
    archive: Path | None


def release(
    assignment: Assignment,
    to: Path,
    codes: Sequence[str] = (),
    salt_file: Path | None = None,
    advance: Callable[[], None] = lambda: None,
) -> Release:
    """Write the notebooks of a set into a folder.

    Parameters
    ----------
    codes
        Student codes; each gets a variant of its own in ``student/CODE/``. Without codes, all get
        the common variant in ``student/``.
    salt_file
        File that holds the salt; by default ``salt.txt`` in the folder, made if it is missing.
    advance
        Called after each notebook.

    Raises
    ------
    ReleaseError
        If the folder holds something else, a code cannot name a folder, or the salt is unreadable.
    """
    to = Path(to)
    earlier = _earlier(assignment, to, codes)
    _check_codes(codes)
    to.mkdir(parents=True, exist_ok=True)
    salt_file, salt = _salt(to, salt_file)
    notebooks = dict(earlier.get("notebooks", {}))
    for code in codes or (COMMON,):
        place = Path("student") if code == COMMON else Path("student", code)
        path = place / f"{assignment.name}.ipynb"
        notebooks[path.as_posix()] = _write_notebook(assignment, to / path, code, salt)
        advance()
    (to / "student" / "README.md").write_text(for_students(assignment), encoding="utf-8")
    archive = None if codes else gradescope.write(assignment, to, salt)
    known = tuple(dict.fromkeys((*earlier.get("codes", ()), *codes)))
    made = Release(to, assignment.name, known, notebooks, salt_file, archive)
    (to / "README.md").write_text(for_instructor(assignment, made), encoding="utf-8")
    _describe(assignment, made)
    return made


def _earlier(assignment: Assignment, to: Path, codes: Sequence[str]) -> dict[str, Any]:
    """Give the description of an earlier release of the same kind; refuse any other folder."""
    if to.exists() and not to.is_dir():
        raise ReleaseError(f"{to} is a file; --to names a folder")
    path = to / DESCRIPTION
    if not path.is_file():
        others = sorted(one.name for one in to.iterdir()) if to.is_dir() else []
        if [one for one in others if one != SALT]:
            raise ReleaseError(
                f"{to} is not empty ({', '.join(others[:4])}) and holds no release; "
                "name a new folder"
            )
        return {}
    earlier = json.loads(path.read_text(encoding="utf-8"))
    if earlier.get("set") != assignment.name:
        raise ReleaseError(f"{to} holds a release of the set {earlier.get('set')!r}; name another")
    if bool(earlier.get("codes")) != bool(codes):
        before = "with a roster" if earlier.get("codes") else "without a roster"
        raise ReleaseError(
            f"{to} was released {before}, and students have those notebooks; name a new folder"
        )
    return earlier


def _check_codes(codes: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for code in codes:
        if not CODE.fullmatch(code) or code.casefold() == COMMON:
            raise ReleaseError(
                f"{code!r} is no student code: letters, digits and . @ + - _ after a letter or "
                f"digit, at most 64 in all, and not {COMMON!r}"
            )
        if code.casefold() in seen:
            raise ReleaseError(f"the student code {code!r} is given twice")
        seen[code.casefold()] = code


def _salt(to: Path, given: Path | None) -> tuple[Path, str]:
    """Read the salt; the default file is made if it is missing, for its owner's eyes only."""
    path = given or to / SALT
    if given is None and not path.exists():
        # Exclusive and private from the start: whoever has the salt can draw every variant.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_hex(16) + "\n")
    try:
        salt = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ReleaseError(f"{path}: the salt cannot be read ({error})") from None
    if not salt:
        raise ReleaseError(f"{path}: the file is empty; one line with the salt is expected")
    return path, salt


def _write_notebook(assignment: Assignment, path: Path, owner: str, salt: str) -> str:
    """Write a notebook and the files it needs; give its SHA-256."""
    data = text(personal(assignment, owner, salt)).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    for name, content in assignment.files.items():
        file = path.parent / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(content))
    return hashlib.sha256(data).hexdigest()


def _describe(assignment: Assignment, made: Release) -> None:
    """Write ``release.json``, from which grading finds the salt and the codes."""
    inside = made.salt_file.parent.resolve() == made.folder.resolve()
    description = {
        "set": assignment.name,
        "title": assignment.title,
        "kind": assignment.kind,
        "points": assignment.points,
        "salt_file": made.salt_file.name if inside else str(made.salt_file.resolve()),
        "master_sha256": _hash_of_master(assignment),
        "codes": list(made.codes),
        "notebooks": made.notebooks,
    }
    path = made.folder / DESCRIPTION
    path.write_text(json.dumps(description, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _hash_of_master(assignment: Assignment) -> str | None:
    master = Path(assignment.master)
    return hashlib.sha256(master.read_bytes()).hexdigest() if master.is_file() else None
