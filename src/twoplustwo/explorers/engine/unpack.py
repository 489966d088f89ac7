"""Reader of packs, the Python twin of the page's: it holds the format to its description."""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

from .products import plain_number


class Packed:
    """A pack opened for reading; see ``pack.py`` for the format."""

    def __init__(self, content: bytes) -> None:
        stream = gzip.decompress(content)
        (length,) = struct.unpack_from("<I", stream)
        self.header: dict[str, Any] = json.loads(stream[4 : 4 + length])
        start = 4 + length
        self.blob = stream[start + -start % 8 :]

    def values(self, state: Mapping[str, Any]) -> dict[str, Any]:
        """Every stored key -> plain value in `state`; raises ValueError off the grid."""
        grid = {control["name"]: control["values"] for control in self.header["controls"]}
        found: dict[str, Any] = {}
        for product in self.header["products"]:
            places = [grid[name].index(state[name]) for name in product["depends"]]
            index = int(np.ravel_multi_index(places, product["shape"])) if places else 0
            found |= {key: self.decode(series, index) for key, series in product["keys"].items()}
        return found

    def decode(self, series: Mapping[str, Any], index: int) -> Any:
        """One key's value at a state index."""
        row = self._row(series, index)
        start, stop = self._span(series, row)
        cells = self._array(series["type"], series["at"], start, stop)
        values = [self._cell(series, cell) for cell in cells.tolist()]
        return values if series["rank"] else values[0]

    def _row(self, series: Mapping[str, Any], index: int) -> int:
        if series["index"] is None:
            return 0 if series["n"] == 1 else index
        place = series["index"]
        return int(self._array(place["type"], place["at"], index, index + 1)[0])

    def _span(self, series: Mapping[str, Any], row: int) -> tuple[int, int]:
        if series["ends"] is None:
            return row * series["k"], (row + 1) * series["k"]
        ends = series["ends"]
        start, stop = self._array(ends["type"], ends["at"], row, row + 2).tolist()
        return start, stop

    def _array(self, kind: str, at: int, start: int, stop: int) -> np.ndarray:
        dtype = np.dtype(f"<{kind}")
        return np.frombuffer(self.blob, dtype, stop - start, at + start * dtype.itemsize)

    def _cell(self, series: Mapping[str, Any], cell: float | int) -> Any:
        if series["gap"] is not None and cell == series["gap"]:
            return None
        if series["kind"] == "string":
            return self.header["strings"][cell]
        if series["kind"] == "bool":
            return bool(cell)
        return plain_number(cell / series["scale"] if series["scale"] != 1 else cell)
