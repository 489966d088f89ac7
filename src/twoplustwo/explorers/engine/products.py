"""Products: the numbers and sentences an explorer computes for its states.

A product depends on some of the controls only, so its own grid is small. Its function gets one
array for each of those controls, all of length n (one entry a state), and returns a dict of
values whose first dimension is n. `collect` turns every value into a `Series`, the one shape the
figure, the pack and the tests work with.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .errors import DeclarationError

KEY = re.compile(
    r"(summary|alt|title"
    r"|(?:table|outcome)\.[a-z][a-z0-9_]*"
    r"|[a-z][a-z0-9_]*\.[A-Za-z_]\w*(?:\[\d+\])*(?:\.[A-Za-z_]\w*(?:\[\d+\])*)*)\Z"
)
TEXTS = ("summary", "alt", "title")


@dataclass(frozen=True)
class Product:
    """Values that depend on the same controls.

    Parameters
    ----------
    depends : sequence of str
        Names of sliders, choices and toggles; empty for a constant.
    compute : callable
        ``compute(a, b, ...)`` with one array of shape (n,) for each name, in order. Returns a
        dict from keys to values whose first dimension is n (1 for a constant):

        - ``"<uid>.<path>"``: an attribute of a trace (``"curve.y"``, ``"curve.marker.color"``);
        - ``"layout.<path>"``: an attribute of the layout (``"layout.annotations[0].text"``);
        - ``"table.<column>"``: a column of the table, one row of cells a state;
        - ``"summary"``, ``"alt"``, ``"title"``: one sentence a state;
        - ``"outcome.<name>"``: one number or text a state, for the prediction.

        Values: array (n,), array (n, k), n sequences of any lengths, n strings, n lists of
        strings. NaN and None are gaps. A bare string stands for all n states.
    """

    depends: Sequence[str]
    compute: Callable[..., dict[str, Any]]

    def __post_init__(self) -> None:
        if isinstance(self.depends, str):
            raise DeclarationError(
                f"Product({self.depends!r}, ...): depends must be a tuple, ({self.depends!r},)"
            )
        object.__setattr__(self, "depends", tuple(self.depends))

    @property
    def label(self) -> str:
        """How messages name this product: its function and controls."""
        name = getattr(self.compute, "__name__", "compute")
        return f"{name}({', '.join(self.depends)})"


@dataclass(frozen=True)
class Series:
    """One key's values over n states.

    kind : "number", "bool" or "string"; rank : 0 (a scalar a state) or 1 (a row a state);
    rows : n scalars, or n rows (float arrays, or lists of str, bool or None).
    """

    kind: str
    rank: int
    rows: list[Any] = field(repr=False)

    def value(self, i: int) -> Any:
        """State i as plain JSON values: NaN is None, whole numbers are ints."""
        row = self.rows[i]
        if self.kind != "number":
            return list(row) if self.rank else row
        return [plain_number(x) for x in row.tolist()] if self.rank else plain_number(row)


def plain_number(x: float) -> float | int | None:
    """Return NaN as None and whole numbers as ints, as JavaScript would write them."""
    if x != x:
        return None
    return int(x) if x == int(x) and abs(x) < 2**53 else x


def evaluate(product: Product, arrays: Sequence[np.ndarray]) -> dict[str, Series]:
    """Call a product on n states and return its values as Series.

    Raises
    ------
    DeclarationError
        If the function returns no dict, an unknown kind of key, or a value whose first
        dimension is not n.
    """
    count = len(arrays[0]) if arrays else 1
    result = product.compute(*arrays)
    if not isinstance(result, dict):
        raise DeclarationError(
            f"{product.label} returned {type(result).__name__}; a dict of key -> values is accepted"
        )
    return {key: collect(product.label, key, value, count) for key, value in result.items()}


def collect(label: str, key: str, value: Any, count: int) -> Series:
    """Turn one value of a product into a Series; see `Product` for what is accepted."""
    if not KEY.match(key):
        raise DeclarationError(
            f'{label}: key {key!r} is not accepted; give "<uid>.<path>", "layout.<path>", '
            '"table.<column>", "outcome.<name>", "summary", "alt" or "title"'
        )
    rows = _rows(f"{label}: {key!r}", value, count)
    try:
        series = _scalars(rows) if all(map(_is_scalar, rows)) else _sequences(rows)
    except TypeError as error:
        raise DeclarationError(f"{label}: {key!r} {error}") from None
    _check_rank(label, key, series)
    return series


def _rows(where: str, value: Any, count: int) -> list[Any]:
    if isinstance(value, str):
        return [value] * count
    value = _as_numpy(value)
    if not isinstance(value, (list, tuple)) and np.ndim(value) == 0:
        raise DeclarationError(
            f"{where} is a single {type(value).__name__}; the first dimension must be the "
            f"{count} states, for instance np.full({count}, value)"
        )
    if isinstance(value, np.ndarray) and value.ndim > 2:
        raise DeclarationError(f"{where} has shape {value.shape}; (n,) and (n, k) are accepted")
    if len(value) != count:
        raise DeclarationError(
            f"{where} has first dimension {len(value)}; it must be the {count} states"
        )
    return [_as_numpy(row) for row in value]


def _as_numpy(value: Any) -> Any:
    """Unwrap pandas objects; missing values of nullable columns become NaN or None."""
    if not hasattr(value, "to_numpy"):
        return value
    dtype = getattr(value, "dtype", None)
    if dtype is not None and getattr(dtype, "kind", "O") in "iuf":
        return value.to_numpy(dtype=float, na_value=np.nan)
    return value.to_numpy()


def _is_scalar(row: Any) -> bool:
    return isinstance(row, str) or (np.ndim(row) == 0 and not isinstance(row, (list, tuple)))


def _scalars(rows: list[Any]) -> Series:
    kind, cells = _cells(rows)
    return Series(kind, 0, cells if kind != "number" else [float(x) for x in cells])


def _sequences(rows: list[Any]) -> Series:
    """Rows of one kind. All cells are looked at together, so an empty row is neutral."""
    if any(map(_is_scalar, rows)):
        raise TypeError("mixes single values and sequences over the states")
    if all(isinstance(row, np.ndarray) and row.dtype.kind in "iuf" for row in rows):
        kind, cells = _cells(np.concatenate(rows))
    else:
        kind, cells = _cells(list(itertools.chain.from_iterable(rows)))
    ends = np.cumsum([0, *map(len, rows)])
    return Series(kind, 1, [cells[a:b] for a, b in itertools.pairwise(ends)])


def _cells(cells: list[Any] | np.ndarray) -> tuple[str, Any]:
    """Kind and plain form of flat cells: floats in an array, or a list of str, bool, None."""
    if isinstance(cells, np.ndarray):
        return "number", _finite(cells.astype(float))
    present = [c for c in cells if not _missing(c)]
    if present and all(isinstance(c, str) for c in present):
        return "string", [None if _missing(c) else str(c) for c in cells]
    if present and all(isinstance(c, (bool, np.bool_)) for c in cells):
        return "bool", [bool(c) for c in cells]
    if present and all(isinstance(c, (datetime.date, np.datetime64)) for c in present):
        return "string", [None if _missing(c) else _date(c) for c in cells]
    numbers = [np.nan if _missing(c) else _real(c) for c in cells]
    return "number", _finite(np.array(numbers, dtype=float))


def _finite(numbers: np.ndarray) -> np.ndarray:
    if np.isinf(numbers).any():
        raise TypeError("holds an infinity; numbers, NaN and None are accepted")
    return numbers


def _missing(cell: Any) -> bool:
    """None, NaN, NaT and pandas.NA (which refuses to be compared)."""
    if cell is None or type(cell).__name__ in ("NAType", "NaTType"):
        return True
    return not isinstance(cell, (str, list, np.ndarray)) and cell != cell


def _real(cell: Any) -> float:
    if isinstance(cell, (int, float, np.integer, np.floating)):
        return float(cell)
    raise TypeError(
        f"holds {cell!r} among other cells; a series is all numbers, all texts or all dates"
    )


def _date(cell: Any) -> str:
    """ISO text; the time of day only where there is one."""
    text = str(np.datetime64(cell, "s"))
    return text.removesuffix("T00:00:00")


def _check_rank(label: str, key: str, series: Series) -> None:
    area = key.partition(".")[0]
    if key in TEXTS and (series.kind, series.rank) != ("string", 0):
        raise DeclarationError(f"{label}: {key!r} must be one string a state")
    if area == "outcome" and series.rank != 0:
        raise DeclarationError(f"{label}: {key!r} must be one number or text a state")
    if area == "table" and series.rank != 1:
        raise DeclarationError(
            f"{label}: {key!r} must be one row of cells a state: shape (n, rows), or n lists"
        )
