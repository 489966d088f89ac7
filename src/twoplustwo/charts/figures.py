"""Figures as plain JSON values, and the paths that change them.

The page, the packs and the posters work on plain dicts and lists. Plotly turns arrays into
base64 (`bdata`) when it writes JSON; here they become lists: gzip makes them about as small,
filters can blank single points, and the bytes depend neither on array types nor on the platform.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from .theme import TEMPLATE

UID = re.compile(r"[a-z][a-z0-9_]*\Z")
RESERVED = frozenset({"layout", "table", "outcome", "summary", "alt", "title"})
_STEP = re.compile(r"([A-Za-z_]\w*)|\[(\d+)\]")

FigureJson = dict[str, Any]


def figure_json(figure: go.Figure) -> FigureJson:
    """Return ``{"data": [...], "layout": {...}}`` in plain values, with the house template.

    Raises
    ------
    ValueError
        If a trace lacks a `uid` or shares one, or the figure carries a title.
    """
    data = [plain(trace.to_plotly_json()) for trace in figure.data]
    layout = plain(figure.layout.to_plotly_json())
    _check_uids(data)
    if layout.get("title", {}).get("text"):
        raise ValueError(
            f"the figure has the title {layout['title']['text']!r}; "
            "titles belong to the Chart or Explorer, which sets them above the picture"
        )
    layout["template"] = template_json()
    return {"data": data, "layout": layout}


def template_json() -> dict[str, Any]:
    """The house template in plain values."""
    return plain(TEMPLATE.to_plotly_json())


def _check_uids(data: list[dict[str, Any]]) -> None:
    seen: set[str] = set()
    for place, trace in enumerate(data):
        uid = trace.get("uid")
        name = f"trace {place} ({trace.get('name') or trace.get('type')})"
        if not uid:
            raise ValueError(f'{name} has no uid; give it one, for instance uid="range"')
        if not UID.match(uid) or uid in RESERVED:
            raise ValueError(
                f"{name}: uid {uid!r} is not accepted; small letters, digits and _, "
                f"a letter first, and none of {', '.join(sorted(RESERVED))}"
            )
        if uid in seen:
            raise ValueError(f"{name}: uid {uid!r} is used twice; every trace needs its own")
        seen.add(uid)


def plain(value: Any) -> Any:
    """Turn arrays, numpy scalars and dates into lists, numbers and ISO text; NaN into None."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, np.ndarray):
        return plain(
            value.astype("datetime64[s]").astype(str) if value.dtype.kind == "M" else value.tolist()
        )
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool)):
        return _short_date(value) if isinstance(value, str) else value
    if isinstance(value, (datetime.date, np.datetime64)):
        return _short_date(str(np.datetime64(value, "s")))
    if isinstance(value, np.bool_):
        return bool(value)
    number = value.item() if isinstance(value, np.generic) else value
    if isinstance(number, int):
        return number
    if isinstance(number, float):
        return _plain_float(number)
    raise TypeError(f"a figure holds {value!r}; numbers, texts, dates and lists are accepted")


def _plain_float(number: float) -> float | int | None:
    if number != number or number in (float("inf"), float("-inf")):
        return None
    return int(number) if number == int(number) and abs(number) < 2**53 else number


def _short_date(text: str) -> str:
    return text.removesuffix("T00:00:00") if text[:4].isdigit() else text


def apply(figure: FigureJson, changes: Mapping[str, Any]) -> FigureJson:
    """Return a copy of `figure` with changes ``"<uid>.<path>"`` and ``"layout.<path>"`` made.

    Only the touched branches are copied, so many states share one template.

    Raises
    ------
    KeyError
        If a uid is unknown, or a path goes past the end of a list.
    """
    result = {"data": list(figure["data"]), "layout": figure["layout"]}
    places = {trace["uid"]: i for i, trace in enumerate(result["data"])}
    for key, value in changes.items():
        uid, _, path = key.partition(".")
        if uid == "layout":
            result["layout"] = _changed(result["layout"], steps(path), value, key)
        elif uid in places:
            i = places[uid]
            result["data"][i] = _changed(result["data"][i], steps(path), value, key)
        else:
            raise KeyError(f"{key!r}: no trace has uid {uid!r}; known: {', '.join(places)}")
    return result


def steps(path: str) -> list[str | int]:
    """Split ``"annotations[0].text"`` into ``["annotations", 0, "text"]``."""
    return [name or int(place) for name, place in _STEP.findall(path)]


def _changed(node: Any, path: list[str | int], value: Any, key: str) -> Any:
    """Return a copy of `node` with `value` at `path`; siblings are shared, not copied."""
    if not path:
        return value
    head, rest = path[0], path[1:]
    if isinstance(head, int):
        if not isinstance(node, list) or head >= len(node):
            have = len(node) if isinstance(node, list) else 0
            raise KeyError(f"{key!r}: the template has {have} items there, so [{head}] is missing")
        return [*node[:head], _changed(node[head], rest, value, key), *node[head + 1 :]]
    if node is not None and not isinstance(node, dict):
        raise KeyError(f"{key!r}: {head!r} is asked of {type(node).__name__}, which has no parts")
    node = node or {}
    return {**node, head: _changed(node.get(head), rest, value, key)}


def hide_rows(trace: dict[str, Any], keep: list[bool]) -> dict[str, Any]:
    """Return a copy of `trace` with null x and y in the rows not kept."""
    hidden = dict(trace)
    for axis in ("x", "y"):
        if isinstance(trace.get(axis), list):
            hidden[axis] = [v if k else None for v, k in zip(trace[axis], keep, strict=True)]
    return hidden


def dumps(value: Any) -> str:
    """Compact JSON that is the same on every run."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
