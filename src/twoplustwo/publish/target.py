"""The folder that an edition goes to: what may be there already, and what changes."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from twoplustwo.publish.edition import DESCRIPTION, is_public

UNTRACKED = (
    *(".venv*", "_build", ".cache", "__pycache__", "*.egg-info", ".pytest_cache", ".ruff_cache"),
    *(".hypothesis", "node_modules", "dist", "jupyter_execute"),
)
"""What working in the edition leaves there; git ignores it, and so do we."""

SHOWN = 5


class TargetError(ValueError):
    """The folder cannot take the edition; the message says why and what to do."""


@dataclass(frozen=True)
class Written:
    """What writing an edition changed, as paths below the folder."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)


def check(to: Path, root: Path, overwrite: bool = False) -> int:
    """See whether the folder can take an edition; give the number of paths in its git history.

    Raises
    ------
    TargetError
        If it lies in this tree, holds foreign or edited files, or a private path in its history.
    """
    place, own = to.resolve(), root.resolve()
    if place == own or own in place.parents or place in own.parents:
        raise TargetError(f"{to} lies in the instructor edition, or around it; name another folder")
    if to.exists() and not to.is_dir():
        raise TargetError(f"{to} is a file; the edition needs a folder")
    if not to.is_dir():
        return 0
    known = earlier(to)
    found = files(to)
    if foreign := sorted(set(found) - set(known) - {DESCRIPTION}):
        raise TargetError(
            f"{to} holds files that no earlier edition put there: {_some(foreign)}. "
            "Move them away, or name an empty folder"
        )
    edited = [path for path in found if path in known and _digest(to / path) != known[path]]
    if edited and not overwrite:
        raise TargetError(
            f"{to} was changed by hand: {_some(edited)}. Make the change in the instructor "
            "edition first, or lose it with --overwrite"
        )
    return _check_history(to)


def earlier(to: Path) -> dict[str, str]:
    """Names and digests of the files that the last publication wrote."""
    path = to / DESCRIPTION
    if not path.is_file():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))["files"])
    except (ValueError, KeyError, TypeError) as error:
        raise TargetError(f"{path} is no description of an edition ({error})") from None


def files(to: Path) -> list[str]:
    """Every file of a folder but git's own and what `UNTRACKED` names."""
    found = []
    for path in sorted(to.rglob("*")):
        parts = path.relative_to(to).parts
        left_out = parts[0] == ".git" or any(
            fnmatch(part, pattern) for part in parts for pattern in UNTRACKED
        )
        if not left_out and (path.is_file() or path.is_symlink()):
            found.append("/".join(parts))
    return found


def _check_history(to: Path) -> int:
    """Refuse a repository that was ever more than a student edition; count its paths."""
    if not (to / ".git").exists():
        return 0
    # Merges are split and renames shown as two paths, so that no path hides behind another.
    command = ["log", "--all", "--name-only", "--no-renames", "-m", "-z", "--format="]
    try:
        run = subprocess.run(["git", "-C", str(to), *command], capture_output=True, text=True)
    except FileNotFoundError:
        raise TargetError(
            f"{to} is a git repository, and its history must be looked at: install git"
        ) from None
    if run.returncode:
        raise TargetError(f"the history of {to} cannot be read: {run.stderr.strip()}")
    paths = {path.strip("\n") for path in run.stdout.split("\0")} - {""}
    if odd := sorted(path for path in paths if not is_public(path)):
        raise TargetError(
            f"the git history of {to} holds what no student edition holds: {_some(odd)}. Whoever "
            "clones it can read that. Start from a new repository"
        )
    return len(paths)


def write(stage: Path, to: Path) -> Written:
    """Bring the folder to the state of the stage; files that do not change are not touched."""
    before = set(earlier(to))
    written = Written()
    paths = files(stage)
    for path in paths:
        _place(stage / path, to / path, path, written)
    for path in sorted(before - set(paths)):
        (to / path).unlink(missing_ok=True)
        _remove_empty((to / path).parent, to)
        written.removed.append(path)
    return written


def _place(source: Path, target: Path, path: str, written: Written) -> None:
    there = target.is_file()
    if there and target.read_bytes() == source.read_bytes():
        written.same.append(path)
    else:
        (written.changed if there else written.added).append(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    target.chmod(source.stat().st_mode & 0o777)


def _remove_empty(folder: Path, to: Path) -> None:
    while folder != to and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def describe(stage: Path) -> None:
    """Write names and digests of all files of the stage."""
    digests = {path: _digest(stage / path) for path in files(stage) if path != DESCRIPTION}
    text = json.dumps({"edition": "student", "files": digests}, indent=1) + "\n"
    (stage / DESCRIPTION).write_text(text, encoding="utf-8")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _some(paths: list[str]) -> str:
    more = len(paths) - SHOWN
    return ", ".join(paths[:SHOWN]) + (f" and {more} more" if more > 0 else "")
