"""Where a set came from: the folder that ``twoplustwo release`` wrote, its salt and its codes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twoplustwo.exercises.notebooks import COMMON
from twoplustwo.exercises.release import DESCRIPTION, SALT


class OriginError(ValueError):
    """No salt can be found, or more than one; the message says where it was looked for."""


@dataclass(frozen=True)
class Origin:
    """What grading must know of a release.

    Attributes
    ----------
    codes
        The student codes that got a variant of their own; empty for the common variant.
    known
        Whether a ``release.json`` was found.
    """

    salt: str
    codes: tuple[str, ...] = ()
    known: bool = False

    def variant_owner(self, owner: str) -> str:
        """Give the owner whose variant a student worked on."""
        return COMMON if self.known and not self.codes else owner


def find_origin(name: str, places: Iterable[Path], salt_file: Path | None = None) -> Origin:
    """Find the salt of a set, and the release beside it.

    Parameters
    ----------
    name
        Name of the set.
    places
        Folders in which, and in whose folders, a release of the set is looked for.
    salt_file
        The salt's file, where the instructor names it.

    Raises
    ------
    OriginError
        If there is no salt, or several releases have different ones.
    """
    looked = list(dict.fromkeys(place.resolve() for place in places))
    found = dict(_releases(name, looked))
    if salt_file is not None:
        salt = _read(salt_file)
        others = (release for path, release in found.items() if _read(path) == salt)
        return _origin(salt_file, _release(salt_file.parent, name) or next(others, {}))
    salts = {_read(path) for path in found}
    if len(salts) == 1:
        path = next(iter(found))
        return _origin(path, found[path])
    shown = ", ".join(str(place) for place in looked)
    if not found:
        raise OriginError(
            f"no salt for the set {name!r}: a {SALT} beside a {DESCRIPTION} of this set was looked "
            f"for in {shown} and the folders in them; name the file with --salt-file"
        )
    several = ", ".join(str(path) for path in found)
    raise OriginError(
        f"the set {name!r} was released with different salts ({several}); "
        "name the right one with --salt-file"
    )


def _releases(name: str, places: list[Path]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The salt file and description of every release of the set in the places."""
    for place in places:
        for folder in (place, *_folders(place)):
            if release := _release(folder, name):
                salt = folder / str(release.get("salt_file") or SALT)
                if salt.is_file():
                    yield salt, release


def _folders(place: Path) -> list[Path]:
    try:
        return sorted(one for one in place.iterdir() if one.is_dir())
    except OSError:  # a folder that we may not look into holds no release of ours
        return []


def _release(folder: Path, name: str) -> dict[str, Any]:
    """The description of a release of the set, if the folder holds one."""
    try:
        release = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return release if isinstance(release, dict) and release.get("set") == name else {}


def _origin(path: Path, release: dict[str, Any]) -> Origin:
    codes = tuple(str(code) for code in release.get("codes") or () if code != COMMON)
    return Origin(_read(path), codes, bool(release))


def _read(path: Path) -> str:
    try:
        salt = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise OriginError(f"{path}: the salt cannot be read ({error})") from None
    if not salt:
        raise OriginError(f"{path}: the file is empty; it should hold the salt of the release")
    return salt
