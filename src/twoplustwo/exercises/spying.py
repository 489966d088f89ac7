"""Which tables of ``data/`` a piece of code reads."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd


@contextmanager
def tables_read() -> Iterator[list[str]]:
    """Record the names given to ``load``, in order, wherever our modules imported it to."""
    # By its name: `twoplustwo.data.tables` as an attribute is the function of that name.
    original = importlib.import_module("twoplustwo.data.tables").load
    names: list[str] = []

    def load(name: str, *rest: Any, **more: Any) -> pd.DataFrame:
        names.append(name)
        return original(name, *rest, **more)

    places = [
        module
        for key, module in list(sys.modules.items())
        if key.partition(".")[0] == "twoplustwo" and vars(module).get("load") is original
    ]
    try:
        _put(places, load)
        yield names
    finally:
        _put(places, original)


def _put(places: list[Any], load: Callable[..., pd.DataFrame]) -> None:
    for module in places:
        module.load = load
