"""Explorers by name: ``from twoplustwo.explorers import bargaining_range`` gives the object.

The modules of this folder are the list: one module an explorer, each with the attribute
``explorer``. Nothing is imported before it is asked for.
"""

from __future__ import annotations

import difflib
import importlib
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .engine import Explorer

_FOLDER = Path(__file__).parent


def catalogue() -> list[str]:
    """Names of all explorers, sorted. Modules that begin with ``_`` are helpers, not explorers."""
    return sorted(p.stem for p in _FOLDER.glob("*.py") if not p.stem.startswith("_"))


def get(name: str) -> Explorer:
    """Return the explorer called `name`.

    Raises
    ------
    KeyError
        If there is none; the message lists near names.
    """
    names = catalogue()
    if name not in names:
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
        hint = f"near names: {', '.join(near)}" if near else f"there are: {', '.join(names)}"
        raise KeyError(f"no explorer is called {name!r}; {hint}")
    found = importlib.import_module(f"{__name__}.{name}").explorer
    if found.name != name:
        raise ValueError(f"explorers/{name}.py declares name={found.name!r}; give it {name!r}")
    return found


def live(name: str, state: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What explorer `name` must show in `state`, in plain values; tests hold the page to it."""
    return get(name).view(state).json()


def __getattr__(name: str) -> Explorer:
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return get(name)
    except KeyError as error:
        raise AttributeError(error.args[0]) from None


def __dir__() -> list[str]:
    return sorted([*globals(), *catalogue()])


class _Package(ModuleType):
    """Keeps submodules out of the package's attributes.

    Importing ``explorers.x`` makes Python set ``explorers.x`` to the *module*, which would then
    hide the Explorer from everybody else; here the attribute stays free for `__getattr__`.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, ModuleType) and name in catalogue():
            return
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
