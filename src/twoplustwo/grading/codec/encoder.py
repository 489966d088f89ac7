"""From values to JSON; it runs beside student code, so any method of a value may lie or fail."""

from __future__ import annotations

import base64
import datetime as dt
import decimal
import fractions
import json
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from twoplustwo.grading.codec.terms import (
    MASKED,
    MAX_BITS,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_ITEMS,
    MAX_TEXT,
    RAW,
    SAFE_INT,
    TIMES,
    CodecError,
)


class Encoder:
    """Turns values into JSON nodes and counts what it has used."""

    def __init__(self, items: int = MAX_ITEMS) -> None:
        self.left = items

    def node(self, value: Any, depth: int = 0) -> Any:
        """Give the JSON node of a value; a CodecError says why there is none."""
        if depth > MAX_DEPTH:
            raise CodecError(f"nested deeper than {MAX_DEPTH} levels")
        self.spend(1)
        if value is None or isinstance(value, (bool, np.bool_)):
            return None if value is None else bool(value)
        for kinds, encode in _SCALARS:
            if isinstance(value, kinds):
                return encode(value)
        for kinds, encode in _NESTS:
            if isinstance(value, kinds):
                return encode(self, value, depth + 1)
        if value is pd.NA:
            return {"t": "na"}
        raise CodecError(f"a value of type {type(value).__name__} is not data")

    def spend(self, items: int) -> None:
        """Count items; too many are refused before they are built."""
        self.left -= items
        if self.left < 0:
            raise CodecError(f"more than {MAX_ITEMS:,} items")


def _text(value: str) -> str:
    text = str.__str__(value)
    if len(text) > MAX_TEXT:
        raise CodecError(f"a text of {len(text):,} characters; at most {MAX_TEXT:,} are taken")
    return text.encode("utf-8", "replace").decode("utf-8")


def _whole(value: Any) -> Any:
    number = int(value)
    if number.bit_length() > MAX_BITS:
        raise CodecError(f"a whole number of {number.bit_length():,} bits")
    return number if -SAFE_INT <= number < SAFE_INT else {"t": "int", "v": hex(number)}


def _real(value: Any) -> Any:
    number = float(value)
    return number if math.isfinite(number) else {"t": "float", "v": str(number)}


def _timestamp(value: Any) -> Any:
    stamp = pd.Timestamp(value)
    if stamp is pd.NaT:
        return {"t": "nat"}
    zone = stamp.tzinfo is not None
    naive = stamp.tz_convert("UTC").tz_localize(None) if zone else stamp
    return {"t": "timestamp", "v": naive.isoformat(), "utc": zone}


def _duration(value: Any) -> Any:
    length = pd.Timedelta(value)
    if length is pd.NaT:
        return {"t": "nat"}
    return {"t": "timedelta", "v": int(length.as_unit("ns").value)}


def _iso(tag: str) -> Callable[[Any], Any]:
    return lambda value: {"t": tag, "v": value.isoformat()}


_SCALARS: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (str, _text),
    ((int, np.integer), _whole),
    ((float, np.floating, decimal.Decimal, fractions.Fraction), _real),
    (type(pd.NaT), lambda value: {"t": "nat"}),
    ((dt.datetime, np.datetime64), _timestamp),
    (dt.date, _iso("date")),
    (dt.time, _iso("time")),
    ((dt.timedelta, np.timedelta64), _duration),
)


def _items(encoder: Encoder, values: Any, depth: int) -> list[Any]:
    encoder.spend(len(values))
    encoder.left += len(values)  # each pays for itself below
    return [encoder.node(one, depth) for one in values]


def _list(encoder: Encoder, value: Any, depth: int) -> Any:
    return _items(encoder, value, depth)


def _nest(tag: str) -> Callable[[Encoder, Any, int], Any]:
    return lambda encoder, value, depth: {"t": tag, "v": _items(encoder, list(value), depth)}


def _dict(encoder: Encoder, value: Any, depth: int) -> Any:
    pairs = value.items()
    return {"t": "dict", "v": [[encoder.node(k, depth), encoder.node(v, depth)] for k, v in pairs]}


def _array(encoder: Encoder, value: Any, depth: int) -> Any:
    array = np.asarray(value)
    if array.ndim > MAX_DIMENSIONS:
        raise CodecError(f"an array of {array.ndim} dimensions")
    shape = [int(size) for size in array.shape]
    return {"t": "array", "shape": shape, **_flat(encoder, array.ravel(), depth)}


def _flat(encoder: Encoder, array: np.ndarray, depth: int) -> dict[str, Any]:
    """Encode a one-dimensional array: raw bytes where the type is plain, items otherwise."""
    encoder.spend(array.size // 4)
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    kind = little.dtype.str
    if kind in RAW or kind in TIMES:
        return {"dtype": kind, "raw": base64.b64encode(little.tobytes()).decode()}
    if array.dtype.kind == "U":
        return {"dtype": "text", "items": _items(encoder, array.tolist(), depth)}
    if array.dtype.kind == "O":
        return {"dtype": "object", "items": _items(encoder, array.tolist(), depth)}
    raise CodecError(f"an array of type {array.dtype}")


def _column(encoder: Encoder, values: Any, depth: int) -> dict[str, Any]:
    """Encode the values of a Series or an Index."""
    kind = values.dtype
    if isinstance(kind, np.dtype):
        return _flat(encoder, np.asarray(values), depth)
    if isinstance(kind, pd.DatetimeTZDtype):
        naive = values.dt if isinstance(values, pd.Series) else values
        utc = naive.tz_convert("UTC")
        naive = (utc.dt if isinstance(utc, pd.Series) else utc).tz_localize(None)
        return {**_flat(encoder, np.asarray(naive), depth), "utc": True}
    items = _items(encoder, values.astype(object).tolist(), depth)
    if isinstance(kind, pd.CategoricalDtype):
        return {"dtype": "category", "items": items}
    if isinstance(kind, pd.StringDtype):
        return {"dtype": "str", "items": items}
    return {"dtype": str(kind) if str(kind) in MASKED else "object", "items": items}


def _index(encoder: Encoder, value: Any, depth: int) -> dict[str, Any]:
    names = [encoder.node(name, depth) for name in value.names]
    if isinstance(value, pd.MultiIndex):
        levels = [value.get_level_values(at) for at in range(value.nlevels)]
    else:
        levels = [value]
    return {"names": names, "levels": [_column(encoder, one, depth) for one in levels]}


def _series(encoder: Encoder, value: Any, depth: int) -> Any:
    encoder.spend(len(value))
    name = encoder.node(value.name, depth)
    column = _column(encoder, value, depth)
    return {"t": "series", "name": name, "index": _index(encoder, value.index, depth), **column}


def _frame(encoder: Encoder, value: Any, depth: int) -> Any:
    encoder.spend(value.shape[0] * value.shape[1] // 4)
    columns = [_column(encoder, value.iloc[:, at], depth) for at in range(value.shape[1])]
    return {
        "t": "frame",
        "labels": _index(encoder, value.columns, depth),
        "index": _index(encoder, value.index, depth),
        "columns": columns,
    }


def _bare(encoder: Encoder, value: Any, depth: int) -> Any:
    """An Index, or the array that a Series holds: a Series without labels of its own."""
    return _series(encoder, pd.Series(value).reset_index(drop=True), depth)


_NESTS: tuple[tuple[Any, Callable[[Encoder, Any, int], Any]], ...] = (
    (list, _list),
    (tuple, _nest("tuple")),
    ((set, frozenset), _nest("set")),
    (range, _nest("list")),
    (Mapping, _dict),
    (type({}.keys()), _nest("list")),
    (type({}.values()), _nest("list")),
    (np.ndarray, _array),
    (pd.DataFrame, _frame),
    (pd.Series, _series),
    ((pd.Index, pd.api.extensions.ExtensionArray), _bare),
)


def encode(value: Any) -> bytes:
    """Encode one value.

    Raises
    ------
    CodecError
        If it is not data, too deep, or too large.
    """
    return json.dumps(Encoder().node(value), allow_nan=False).encode()


def encode_answers(values: Mapping[str, Any], limit: int) -> dict[str, Any]:
    """Give a JSON node for every name; a value that cannot leave says why, the others still go.

    This runs beside student code, so a value's own methods may raise anything at all.
    """
    nodes: dict[str, Any] = {}
    for name, value in values.items():
        node, size = _answer(name, value)
        if size > limit:
            node = {"t": "opaque", "v": "too large: the answers together pass the limit"}
            size = 0
        limit -= size
        nodes[name] = node
    return nodes


def _answer(name: str, value: Any) -> tuple[Any, int]:
    try:
        node = Encoder().node(value)
        return node, len(json.dumps(node))
    except BaseException as error:
        if not isinstance(error, CodecError) or callable(value):
            kind = type(value)
            if callable(value) and not isinstance(value, type):
                return {"t": "call", "v": name}, 0
            reason = f"a value of type {kind.__name__!s:.80} is not data"
        else:
            reason = str(error)
        return {"t": "opaque", "v": reason}, 0
