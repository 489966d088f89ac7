"""Kinds of answer: what a student's name must hold, and when it agrees with the reference.

An answer is declared once. From the declaration come the public check (type, shape, unit and
plausible range, never the value), the hidden comparison with its tolerance, and the distance that
keeps typical mistakes apart from the truth.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd


def is_list(value: Any) -> bool:
    """Whether a value counts as a list: no set, which has no order, and no dict."""
    if isinstance(value, np.ndarray):
        return value.ndim == 1
    return isinstance(value, (list, tuple, pd.Series))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A name that the student assigns.

    Attributes
    ----------
    name
        The Python name in the notebook.
    """

    name: str
    kind = "any"

    def public(self) -> dict[str, Any]:
        """Give the public check as JSON values; it never holds the answer."""
        return {"name": self.name, "kind": self.kind}

    def distance(self, value: Any, reference: Any) -> float:
        """Distance from the reference in tolerances: at most 1 agrees, infinity is another kind."""
        raise NotImplementedError

    def agrees(self, value: Any, reference: Any) -> bool:
        """Whether a student's value counts as the reference."""
        return self.distance(value, reference) <= 1

    def settle(self, value: Any, reference: Any) -> Any:
        """Turn the value of a typical mistake into something that others are compared with."""
        return value

    def trivial(self, reference: Any) -> bool:
        """Whether the reference could be hit without doing the task (0, 1, an empty list)."""
        return False

    def inside(self, reference: Any) -> bool:
        """Whether the reference itself passes the public range."""
        return True


def is_number(value: Any) -> bool:
    """Whether a value is a real number and no truth value."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_finite(value: Any) -> bool:
    """Whether a value is a real number that a float can hold."""
    try:
        return is_number(value) and math.isfinite(value)
    except OverflowError:  # a whole number of hundreds of digits
        return False


def _apart(value: Any, reference: float, tolerance: float, relative: bool) -> float:
    value = plain(value)
    if not is_finite(value):
        return math.inf
    scale = tolerance * (abs(reference) if relative else 1.0)
    gap = abs(float(value) - float(reference))
    # A hair of room, so that a value exactly one tolerance away still agrees.
    return gap / scale * (1 - 1e-9) if scale else (0.0 if gap == 0 else math.inf)


@dataclass(frozen=True, kw_only=True)
class Number(Answer):
    """A real number in `unit`, plausible between `low` and `high`.

    Attributes
    ----------
    tolerance
        Absolute, or a share of the reference if `relative`.
    """

    low: float
    high: float
    tolerance: float
    unit: str = ""
    relative: bool = False
    kind = "number"

    def public(self) -> dict[str, Any]:
        return super().public() | {"unit": self.unit, "low": self.low, "high": self.high}

    def distance(self, value: Any, reference: Any) -> float:
        return _apart(value, reference, self.tolerance, self.relative)

    def trivial(self, reference: Any) -> bool:
        return self.agrees(0, reference) or self.agrees(1, reference)

    def inside(self, reference: Any) -> bool:
        return is_finite(reference) and self.low <= reference <= self.high


@dataclass(frozen=True, kw_only=True)
class Whole(Answer):
    """A whole number, plausible between `low` and `high`; it must be exact."""

    low: int
    high: int
    unit: str = ""
    kind = "whole"

    def public(self) -> dict[str, Any]:
        return super().public() | {"unit": self.unit, "low": self.low, "high": self.high}

    def distance(self, value: Any, reference: Any) -> float:
        value = plain(value)
        return 0.0 if is_number(value) and value == reference else math.inf

    def trivial(self, reference: Any) -> bool:
        return reference in (0, 1)

    def inside(self, reference: Any) -> bool:
        reference = plain(reference)
        whole = isinstance(reference, int) and not isinstance(reference, bool)
        return whole and self.low <= reference <= self.high


@dataclass(frozen=True, kw_only=True)
class Flag(Answer):
    """True or False. A coin finds it, so a task never consists of flags alone."""

    kind = "flag"

    def distance(self, value: Any, reference: Any) -> float:
        value = plain(value)
        return 0.0 if isinstance(value, bool) and value is bool(reference) else math.inf

    def inside(self, reference: Any) -> bool:
        return isinstance(plain(reference), bool)


@dataclass(frozen=True, kw_only=True)
class Text(Answer):
    """One of the words in `choices` (all of them shown to the student), or free text if empty."""

    choices: tuple[str, ...] = ()
    kind = "text"

    def public(self) -> dict[str, Any]:
        return super().public() | {"choices": list(self.choices)}

    def distance(self, value: Any, reference: Any) -> float:
        return 0.0 if isinstance(value, str) and _word(value) == _word(reference) else math.inf

    def inside(self, reference: Any) -> bool:
        return isinstance(reference, str) and (not self.choices or reference in self.choices)

    def trivial(self, reference: Any) -> bool:
        return not _word(reference)


def _word(text: str) -> str:
    return text.strip().casefold()


@dataclass(frozen=True, kw_only=True)
class Items(Answer):
    """A list of words or whole numbers; the order counts only if `ordered`."""

    ordered: bool = False
    of: str = "text"  # or "whole"
    kind = "items"

    def public(self) -> dict[str, Any]:
        return super().public() | {"of": self.of, "ordered": self.ordered}

    def distance(self, value: Any, reference: Any) -> float:
        if not is_list(value) or len(value) != len(reference):
            return math.inf
        given, wanted = self._items(value), self._items(reference)
        if None in given:
            return math.inf
        if not self.ordered:
            given, wanted = sorted(given), sorted(wanted)
        return 0.0 if given == wanted else math.inf

    def _items(self, values: Sequence[Any]) -> list[Any]:
        """Plain items; None stands for one of another kind."""
        items = [plain(one) for one in values]
        if self.of == "whole":
            return [one if is_number(one) else None for one in items]
        return [_word(one) if isinstance(one, str) else None for one in items]

    def trivial(self, reference: Any) -> bool:
        return len(reference) == 0

    def inside(self, reference: Any) -> bool:
        return is_list(reference) and None not in self._items(reference)


@dataclass(frozen=True, kw_only=True)
class Numbers(Answer):
    """A list (or Series, or array) of `length` real numbers in a given order."""

    length: int
    low: float
    high: float
    tolerance: float
    unit: str = ""
    relative: bool = False
    kind = "numbers"

    def public(self) -> dict[str, Any]:
        keys = ("length", "low", "high", "unit")
        return super().public() | {key: getattr(self, key) for key in keys}

    def distance(self, value: Any, reference: Any) -> float:
        if not is_list(value) or len(value) != len(reference):
            return math.inf
        pairs = zip(value, reference, strict=True)
        return max(_apart(one, other, self.tolerance, self.relative) for one, other in pairs)

    def inside(self, reference: Any) -> bool:
        whole = len(reference) == self.length
        return whole and all(is_finite(x) and self.low <= x <= self.high for x in reference)

    def trivial(self, reference: Any) -> bool:
        same = len(reference) * [0], len(reference) * [1]
        return not len(reference) or any(self.agrees(one, reference) for one in same)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a student's table: kind ``number``, ``whole``, ``text`` or ``flag``."""

    kind: str
    tolerance: float = 0.0
    relative: bool = False
    unit: str = ""
    low: float = -math.inf
    high: float = math.inf

    def answer(self, name: str) -> Answer:
        """Give the answer that one cell of the column is."""
        if self.kind == "number":
            return Number(
                name=name,
                low=self.low,
                high=self.high,
                tolerance=self.tolerance,
                relative=self.relative,
            )
        if self.kind == "whole":
            return Whole(name=name, low=self.low, high=self.high)
        return Flag(name=name) if self.kind == "flag" else Text(name=name)

    def public(self) -> dict[str, Any]:
        """Give the public check as JSON values."""
        return {
            "kind": self.kind,
            "unit": self.unit,
            "low": self.low if math.isfinite(self.low) else None,
            "high": self.high if math.isfinite(self.high) else None,
        }


@dataclass(frozen=True, kw_only=True)
class Frame(Answer):
    """A DataFrame with at least `columns`; rows are matched on the `key` columns, in any order.

    The reference is a DataFrame or a list of records.
    """

    key: tuple[str, ...]
    columns: Mapping[str, Column] = field(default_factory=dict)
    rows: int | None = None
    kind = "frame"

    def public(self) -> dict[str, Any]:
        columns = {name: column.public() for name, column in self.columns.items()}
        return super().public() | {"columns": columns, "key": list(self.key), "rows": self.rows}

    def distance(self, value: Any, reference: Any) -> float:
        wanted = _records(_table(reference), self.key, tuple(self.columns))
        given = _records(value, self.key, tuple(self.columns))
        if given is None or wanted is None or set(given) != set(wanted):
            return math.inf
        return max((self._row(given[key], row) for key, row in wanted.items()), default=math.inf)

    def _row(self, given: Mapping[str, Any], wanted: Mapping[str, Any]) -> float:
        return max(
            (
                c.answer(name).distance(given[name], wanted[name])
                for name, c in self.columns.items()
            ),
            default=0.0,
        )

    def settle(self, value: Any, reference: Any) -> Any:
        return _table(value)

    def inside(self, reference: Any) -> bool:
        rows = _records(_table(reference), self.key, tuple(self.columns))
        if rows is None or (self.rows is not None and len(rows) != self.rows):
            return False
        cells = ((c.answer(name), row[name]) for row in rows.values() for name, c in self._columns)
        return all(answer.inside(cell) for answer, cell in cells)

    @property
    def _columns(self) -> Sequence[tuple[str, Column]]:
        return tuple(self.columns.items())

    def trivial(self, reference: Any) -> bool:
        return len(reference) == 0


def _table(reference: Any) -> Any:
    return pd.DataFrame(reference) if isinstance(reference, list) else reference


def _records(frame: Any, key: Sequence[str], columns: Sequence[str]) -> dict | None:
    """Rows by key as plain values; None where columns are missing or keys repeat."""
    if not isinstance(frame, pd.DataFrame):
        return None
    wanted = list(dict.fromkeys((*key, *columns)))
    if any(name not in frame.columns for name in key):
        frame = _with_index(frame)
    if frame is None or any(list(frame.columns).count(name) != 1 for name in wanted):
        return None
    rows = {}
    for record in frame[wanted].to_dict("records"):
        place = tuple(_key(record[name]) for name in key)
        if place in rows:
            return None
        rows[place] = {name: plain(record[name]) for name in columns}
    return rows


def _key(value: Any) -> Any:
    """Give a cell as a key: text without outer blanks; what cannot be a key, as its text."""
    value = plain(value)
    if isinstance(value, str):
        return value.strip()
    return value if isinstance(value, (int, float)) else repr(value)


def _with_index(frame: pd.DataFrame) -> pd.DataFrame | None:
    try:
        return frame.reset_index()
    except ValueError:  # a level of the index has the name of a column
        return None


def plain(value: Any) -> Any:
    """Turn a NumPy or pandas scalar into a Python one; whole floats become whole numbers.

    Dates become ISO text, so that a day is the same whether it came from pandas, from ``datetime``
    or from a text column. Anything else is given back as it is.
    """
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        value = value.item()
    if isinstance(value, datetime.datetime):  # pandas' Timestamp is one
        value = value.date() if value == value else None  # NaT differs from itself
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, pd.Period):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


@dataclass(frozen=True, kw_only=True)
class Function(Answer):
    """A function that the student writes.

    The reference is a list of pairs ``(arguments, result)``; the function is called with each
    (in the student's isolated process), and every result must agree with `result`. A typical
    mistake is a function too; it is compared by its results for the same arguments.
    """

    parameters: tuple[str, ...]
    result: Answer
    kind = "function"

    def public(self) -> dict[str, Any]:
        return super().public() | {
            "parameters": list(self.parameters),
            "result": self.result.public(),
        }

    def distance(self, value: Any, reference: Any) -> float:
        given = self.settle(value, reference)
        if given is None or len(given) != len(reference):
            return math.inf
        pairs = zip(given, reference, strict=True)
        return max((self._case(one[1], other[1]) for one, other in pairs), default=math.inf)

    def _case(self, given: Any, wanted: Any) -> float:
        if isinstance(given, _Failed) or isinstance(wanted, _Failed):
            return 0.0 if type(given) is type(wanted) else math.inf
        return self.result.distance(given, wanted)

    def settle(self, value: Any, reference: Any) -> _Calls | None:
        """Call a function with the reference's arguments; None if it is no function."""
        if isinstance(value, _Calls):
            return value
        if not callable(value):
            return None
        return _Calls((arguments, _called(value, arguments)) for arguments, _ in reference)

    def inside(self, reference: Any) -> bool:
        return all(self.result.inside(result) for _, result in reference)

    def trivial(self, reference: Any) -> bool:
        return len(reference) < 2


class _Calls(list):
    """Pairs of arguments and result, a type of its own: a student's list is no function."""


class _Failed:
    """Stands for the result of a call that raised."""


def _called(call: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    try:
        return call(*arguments)
    except Exception:  # whatever the student's function raises, it did not give the result
        return _Failed()
