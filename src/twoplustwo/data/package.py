"""Where the tables lie, and what ``datapackage.json`` says about them."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

DESCRIPTOR = "datapackage.json"


@lru_cache(maxsize=1)
def folder() -> Traversable:
    """Folder that holds the tables.

    An installed wheel carries them as ``twoplustwo/data/tables``; a checkout has them in ``data/``
    at the top of the repository.

    Raises
    ------
    FileNotFoundError
        If neither place holds a ``datapackage.json``.
    """
    packaged = resources.files("twoplustwo.data").joinpath("tables")
    checkout = Path(__file__).resolve().parents[3] / "data"
    for place in (packaged, checkout):
        if place.joinpath(DESCRIPTOR).is_file():
            return place
    raise FileNotFoundError(
        f"no {DESCRIPTOR} beside the installed package ({packaged}) or in the repository "
        f"({checkout}); reinstall twoplustwo or run from a full checkout"
    )


def read_descriptor(place: Traversable) -> dict[str, Any]:
    """Content of the ``datapackage.json`` in ``place``."""
    return json.loads(place.joinpath(DESCRIPTOR).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def descriptor() -> dict[str, Any]:
    """The descriptor of the course's own tables."""
    return read_descriptor(folder())


def resources_by_name(package: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Resource descriptors of ``package`` by table name, in the order of the file."""
    return {item["name"]: item for item in package["resources"]}
