"""From JSON to values; it trusts no byte."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import math
from collections.abc import Callable
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
    Opaque,
    Remote,
)


def decode(data: bytes) -> Any:
    """Decode one value from any bytes.

    Raises
    ------
    CodecError
        If the bytes are not what `encode` writes.
    """
    return from_node(parse(data))


def parse(data: bytes) -> Any:
    """Parse JSON, strictly; a CodecError says what is wrong."""
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError, MemoryError) as error:
        raise CodecError(f"no JSON: {type(error).__name__}: {error!s:.200}") from None


def _refuse_constant(word: str) -> Any:
    raise CodecError(f"{word} is no JSON")


def from_node(node: Any) -> Any:
    """Give the value of a JSON node, which may come from anybody."""
    try:
        return Decoder().value(node)
    except CodecError:
        raise
    except (ValueError, TypeError, KeyError, OverflowError, ArithmeticError) as error:
        raise CodecError(f"no value: {type(error).__name__}: {error!s:.200}") from None
    except (AttributeError, AssertionError, NotImplementedError, RecursionError) as error:
        raise CodecError(f"no value: {type(error).__name__}: {error!s:.200}") from None


class Decoder:
    """Builds values from JSON nodes and trusts none of them."""

    def __init__(self, items: int = MAX_ITEMS) -> None:
        self.left = items

    def value(self, node: Any, depth: int = 0) -> Any:
        """Give the value of one node."""
        self.left -= 1
        if depth > MAX_DEPTH or self.left < 0:
            raise CodecError("too deep or too large")
        if node is None or isinstance(node, (bool, int)):
            return node
        if isinstance(node, float):
            return node if math.isfinite(node) else _refuse_constant(str(node))
        if isinstance(node, str):
            return _short(node)
        if isinstance(node, list):
            return [self.value(one, depth + 1) for one in node]
        build = _BUILDERS.get(_word(node, "t"))
        if build is None:
            raise CodecError(f"unknown kind {node.get('t')!r:.40}")
        return build(self, node, depth + 1)

    def items(self, node: Any, depth: int) -> list[Any]:
        """Give the values of a list of nodes."""
        if not isinstance(node, list):
            raise CodecError("a list is missing")
        return [self.value(one, depth) for one in node]


def _short(text: Any) -> str:
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        raise CodecError("a text is missing or too long")
    return text


def _word(node: Any, key: str) -> str:
    if not isinstance(node, dict):
        raise CodecError("no node")
    return _short(node.get(key))


def _get_int(decoder: Decoder, node: Any, depth: int) -> int:
    text = _word(node, "v")
    if len(text) > MAX_BITS // 4 + 3:
        raise CodecError("a whole number is too long")
    return int(text, 16)


def _get_float(decoder: Decoder, node: Any, depth: int) -> float:
    text = _word(node, "v")
    if text not in ("nan", "inf", "-inf"):
        raise CodecError("a number that is finite has no tag")
    return float(text)


def _get_timestamp(decoder: Decoder, node: Any, depth: int) -> pd.Timestamp:
    # datetime.fromisoformat reads six digits; pandas keeps nanoseconds in nine.
    text = _word(node, "v")
    dt.datetime.fromisoformat(text[:26])
    stamp = pd.Timestamp(text)
    if stamp.tzinfo is not None or stamp is pd.NaT:
        raise CodecError("a timestamp has a zone of its own")
    return stamp.tz_localize("UTC") if node.get("utc") is True else stamp


def _get_timedelta(decoder: Decoder, node: Any, depth: int) -> pd.Timedelta:
    length = node.get("v")
    if type(length) is not int or abs(length) >= SAFE_INT:
        raise CodecError("a duration is no whole number of nanoseconds")
    return pd.Timedelta(length, unit="ns")


def _get_dict(decoder: Decoder, node: Any, depth: int) -> dict:
    found = {}
    pairs = node.get("v")
    if not isinstance(pairs, list) or any(not isinstance(p, list) or len(p) != 2 for p in pairs):
        raise CodecError("a dict is no list of pairs")
    for key, value in pairs:
        found[_hashable(decoder.value(key, depth))] = decoder.value(value, depth)
    return found


def _hashable(value: Any) -> Any:
    hash(value)
    return value


def _get_array(decoder: Decoder, node: Any, depth: int) -> np.ndarray:
    shape = node.get("shape")
    whole = isinstance(shape, list) and all(type(size) is int and size >= 0 for size in shape)
    if not whole or len(shape) > MAX_DIMENSIONS or math.prod(shape) > MAX_ITEMS * 8:
        raise CodecError("an array has no proper shape")
    flat = _get_flat(decoder, node, depth)
    if flat.size != math.prod(shape):
        raise CodecError("an array's shape and content differ")
    return flat.reshape(shape)


def _get_flat(decoder: Decoder, node: Any, depth: int) -> np.ndarray:
    kind = _word(node, "dtype")
    if kind in RAW or kind in TIMES:
        return _from_raw(kind, node.get("raw"))
    items = decoder.items(node.get("items"), depth)
    if kind == "text":
        # An array of fixed-width text takes its longest item for every item.
        longest = max((len(_short(one)) for one in items), default=0)
        if longest * len(items) > MAX_TEXT * 8:
            raise CodecError("an array of text is too large")
        return np.array(items, dtype=str)
    if kind == "object":
        flat = np.empty(len(items), dtype=object)
        flat[:] = items
        return flat
    raise CodecError(f"unknown array type {kind!r:.40}")


def _from_raw(kind: str, text: Any) -> np.ndarray:
    if not isinstance(text, str):
        raise CodecError("the bytes of an array are missing")
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise CodecError("the bytes of an array are not base 64") from None
    if kind == "|b1" and raw.strip(b"\x00\x01"):
        raise CodecError("a truth value is neither 0 nor 1")
    return np.frombuffer(raw, dtype=kind).copy()


def _get_column(decoder: Decoder, node: Any, depth: int) -> Any:
    kind = _word(node, "dtype")
    if kind == "category":
        return pd.Categorical(decoder.items(node.get("items"), depth))
    if kind == "str":
        items = [None if _is_missing(one) else one for one in decoder.items(node["items"], depth)]
        if any(one is not None and not isinstance(one, str) for one in items):
            raise CodecError("a column of text holds something else")
        return pd.array(items, dtype="str")
    if kind in MASKED:
        return pd.array(decoder.items(node.get("items"), depth), dtype=kind)
    flat = _get_flat(decoder, node, depth)
    if kind == "text":
        flat = flat.astype(object)
    return pd.DatetimeIndex(flat).tz_localize("UTC") if node.get("utc") is True else flat


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def _get_index(decoder: Decoder, node: Any, depth: int) -> pd.Index:
    if not isinstance(node, dict):
        raise CodecError("an index is missing")
    names = [_hashable(name) for name in decoder.items(node.get("names"), depth)]
    levels = node.get("levels")
    if not isinstance(levels, list) or not levels or len(levels) != len(names):
        raise CodecError("an index has no proper levels")
    columns = [_get_column(decoder, one, depth) for one in levels]
    if len(columns) == 1:
        index = pd.Index(columns[0], tupleize_cols=False)
        return index.rename(names[0])
    if len({len(one) for one in columns}) != 1:
        raise CodecError("the levels of an index differ in length")
    return pd.MultiIndex.from_arrays(columns, names=names)


def _get_series(decoder: Decoder, node: Any, depth: int) -> pd.Series:
    index = _get_index(decoder, node.get("index"), depth)
    name = _hashable(decoder.value(node.get("name"), depth))
    column = _get_column(decoder, node, depth)
    if len(column) != len(index):
        raise CodecError("a Series and its index differ in length")
    return pd.Series(column, index=index, name=name)


def _get_frame(decoder: Decoder, node: Any, depth: int) -> pd.DataFrame:
    labels = _get_index(decoder, node.get("labels"), depth)
    index = _get_index(decoder, node.get("index"), depth)
    nodes = node.get("columns")
    if not isinstance(nodes, list) or len(nodes) != len(labels):
        raise CodecError("a DataFrame's columns and labels differ in number")
    columns = [_get_column(decoder, one, depth) for one in nodes]
    if any(len(one) != len(index) for one in columns):
        raise CodecError("a DataFrame's column and index differ in length")
    frame = pd.DataFrame(dict(enumerate(columns)), index=index)
    frame.columns = labels
    return frame


_BUILDERS: dict[str, Callable[[Decoder, Any, int], Any]] = {
    "int": _get_int,
    "float": _get_float,
    "na": lambda decoder, node, depth: pd.NA,
    "nat": lambda decoder, node, depth: pd.NaT,
    "timestamp": _get_timestamp,
    "timedelta": _get_timedelta,
    "date": lambda decoder, node, depth: dt.date.fromisoformat(_word(node, "v")),
    "time": lambda decoder, node, depth: dt.time.fromisoformat(_word(node, "v")),
    "list": lambda decoder, node, depth: decoder.items(node.get("v"), depth),
    "tuple": lambda decoder, node, depth: tuple(decoder.items(node.get("v"), depth)),
    "set": lambda decoder, node, depth: set(decoder.items(node.get("v"), depth)),
    "dict": _get_dict,
    "array": _get_array,
    "series": _get_series,
    "frame": _get_frame,
    "opaque": lambda decoder, node, depth: Opaque(_word(node, "v")[:200]),
    "call": lambda decoder, node, depth: Remote(_word(node, "v")[:200]),
}
