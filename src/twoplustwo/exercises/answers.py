"""Kinds of answer: what a student's name must hold, and when it agrees with the reference.

An answer is declared once. From the declaration come the public check (type, shape, unit and
plausible range, never the value), the hidden comparison with its tolerance, and the distance that
keeps typical mistakes apart from the truth.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd


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

    def trivial(self, reference: Any) -> bool:
        """Whether the reference could be hit without doing the task (0, 1, an empty list)."""
        return False

    def inside(self, reference: Any) -> bool:
        """Whether the reference itself passes the public range."""
        return True


def is_number(value: Any) -> bool:
    """Whether a value is a real number and no truth value."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _apart(value: Any, reference: float, tolerance: float, relative: bool) -> float:
    if not is_number(value) or not math.isfinite(value):
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
        return is_number(reference) and math.isfinite(reference) and self.low <= reference <= self.high


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
        if not is_number(value):
            return math.inf
        return 0.0 if value == reference else math.inf

    def trivial(self, reference: Any) -> bool:
        return reference in (0, 1)

    def inside(self, reference: Any) -> bool:
        return isinstance(reference, int) and self.low <= reference <= self.high


@dataclass(frozen=True, kw_only=True)
class Flag(Answer):
    """True or False. A coin finds it, so a task never consists of flags alone."""

    kind = "flag"

    def distance(self, value: Any, reference: Any) -> float:
        return 0.0 if isinstance(value, bool) and value is bool(reference) else math.inf


@dataclass(frozen=True, kw_only=True)
class Text(Answer):
    """One of the words in `choices` (all of them shown to the student), or free text if empty."""

    choices: tuple[str, ...] = ()
    kind = "text"

    def public(self) -> dict[str, Any]:
        return super().public() | {"choices": list(self.choices)}

    def distance(self, value: Any, reference: Any) -> float:
        same = isinstance(value, str) and value.strip().casefold() == reference.strip().casefold()
        return 0.0 if same else math.inf

    def inside(self, reference: Any) -> bool:
        return isinstance(reference, str) and (not self.choices or reference in self.choices)


@dataclass(frozen=True, kw_only=True)
class Items(Answer):
    """A list of words or whole numbers; the order counts only if `ordered`."""

    ordered: bool = False
    of: str = "text"  # or "whole"
    kind = "items"

    def public(self) -> dict[str, Any]:
        return super().public() | {"of": self.of, "ordered": self.ordered}

    def distance(self, value: Any, reference: Any) -> float:
        if not isinstance(value, (list, tuple, pd.Series)):
            return math.inf
        given, wanted = list(value), list(reference)
        if not self.ordered:
            given, wanted = sorted(given, key=repr), sorted(wanted, key=repr)
        return 0.0 if given == wanted else math.inf

    def trivial(self, reference: Any) -> bool:
        return len(reference) == 0


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
        try:
            given = list(value)
        except TypeError:
            return math.inf
        if len(given) != len(reference):
            return math.inf
        pairs = zip(given, reference, strict=True)
        return max(_apart(one, other, self.tolerance, self.relative) for one, other in pairs)

    def inside(self, reference: Any) -> bool:
        whole = len(reference) == self.length
        return whole and all(math.isfinite(x) and self.low <= x <= self.high for x in reference)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table that the student makes: kind ``number``, ``whole``, ``text`` or ``flag``."""

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
            return Whole(name=name, low=-(2**62), high=2**62)
        return Flag(name=name) if self.kind == "flag" else Text(name=name)


@dataclass(frozen=True, kw_only=True)
class Frame(Answer):
    """A DataFrame with at least `columns`; rows are matched on the `key` columns, in any order."""

    key: tuple[str, ...]
    columns: Mapping[str, Column] = field(default_factory=dict)
    rows: int | None = None
    kind = "frame"

    def public(self) -> dict[str, Any]:
        columns = {
            name: {
                "kind": column.kind,
                "unit": column.unit,
                "low": column.low if math.isfinite(column.low) else None,
                "high": column.high if math.isfinite(column.high) else None,
            }
            for name, column in self.columns.items()
        }
        return super().public() | {"columns": columns, "key": list(self.key), "rows": self.rows}

    def distance(self, value: Any, reference: Any) -> float:
        wanted = _records(reference, self.key, tuple(self.columns))
        given = _records(value, self.key, tuple(self.columns))
        if given is None or wanted is None or set(given) != set(wanted):
            return math.inf
        worst = 0.0
        for key, row in wanted.items():
            for name, column in self.columns.items():
                apart = column.answer(name).distance(given[key][name], row[name])
                worst = max(worst, apart)
        return worst

    def trivial(self, reference: Any) -> bool:
        return len(reference) == 0


def _records(frame: Any, key: Sequence[str], columns: Sequence[str]) -> dict | None:
    """Rows by key as plain values; None where columns are missing or keys repeat."""
    if not isinstance(frame, pd.DataFrame):
        return None
    if any(name not in frame.columns for name in key):
        frame = frame.reset_index()
    if any(name not in frame.columns for name in (*key, *columns)):
        return None
    if any(list(frame.columns).count(name) != 1 for name in (*key, *columns)):
        return None
    rows = {}
    for record in frame[list(dict.fromkeys((*key, *columns)))].to_dict("records"):
        place = tuple(plain(record[name]) for name in key)
        if place in rows:
            return None
        rows[place] = {name: plain(record[name]) for name in columns}
    return rows


def plain(value: Any) -> Any:
    """Turn a NumPy or pandas scalar into a Python one; whole floats become whole numbers."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


@dataclass(frozen=True, kw_only=True)
class Function(Answer):
    """A function that the student writes.

    The reference is a list of pairs ``(arguments, result)``; the function is called with each
    (in the student's isolated process), and every result must agree with `result`.
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
        if not callable(value):
            return math.inf
        return max(self._case(value, arguments, result) for arguments, result in reference)

    def _case(self, call: Callable[..., Any], arguments: Sequence[Any], result: Any) -> float:
        try:
            given = call(*arguments)
        except Exception:  # whatever the student's function raises, it did not give the result
            return math.inf
        return self.result.distance(plain(given), result)

    def inside(self, reference: Any) -> bool:
        return all(self.result.inside(result) for _, result in reference)

    def trivial(self, reference: Any) -> bool:
        return len(reference) < 2
