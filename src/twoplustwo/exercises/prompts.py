"""Placeholders in the prose of a master, ``{{task.key}}`` or ``{{task.key:.2f}}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

PLACEHOLDER = re.compile(r"\{\{\s*([\w-]+)\.([\w.]+?)\s*(?::([^{}]*))?\}\}")


class PlaceholderError(ValueError):
    """A placeholder cannot be filled; the message says which and what there is."""


def fill(text: str, variant: Mapping[str, Mapping[str, Any]]) -> str:
    """Put the numbers of a variant in the place of the placeholders.

    A list is written with commas; a format after the colon holds for each of its items.

    Raises
    ------
    PlaceholderError
        If a task or key is unknown, or the format does not suit the value.
    """
    return PLACEHOLDER.sub(lambda found: _value(found, variant), text)


def _value(found: re.Match[str], variant: Mapping[str, Mapping[str, Any]]) -> str:
    task, path, form = found.groups()
    if task not in variant:
        raise PlaceholderError(f"{found[0]}: no task {task!r}; there are: {', '.join(variant)}")
    value: Any = variant[task]
    for key in path.split("."):
        value = _step(found[0], value, key)
    try:
        return _text(value, form or "")
    except (TypeError, ValueError) as error:
        raise PlaceholderError(f"{found[0]}: {error}") from None


def _step(placeholder: str, value: Any, key: str) -> Any:
    """Go one key, or one place of a list, deeper."""
    if isinstance(value, Mapping) and key in value:
        return value[key]
    if isinstance(value, (list, tuple)) and key.isdigit() and int(key) < len(value):
        return value[int(key)]
    known = ", ".join(map(str, value)) if isinstance(value, Mapping) else type(value).__name__
    raise PlaceholderError(f"{placeholder}: no key {key!r}; there is: {known}")


def _text(value: Any, form: str) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(one, form) for one in value)
    return format(value, form)
