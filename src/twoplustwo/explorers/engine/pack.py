"""Packs: everything an explorer (or chart) needs on a page without a kernel, in one small file.

Version 1 of the format, written here and read by ``unpack.py`` and by the page's JavaScript.

File
----
``<name>.<first 12 hex digits of the sha256 of the file>.bin``, a gzip stream (no time stamp) of

====================  =====================================================================
4 bytes               length L of the header in bytes, unsigned, little-endian
L bytes               header, JSON in UTF-8
0 to 7 bytes          zeros, until the position in the stream is a multiple of 8
rest                  blob: arrays, little-endian, each beginning at a multiple of 8
====================  =====================================================================

Every ``at`` below is a byte offset in the blob, a multiple of 8, so a typed array can be laid
over the bytes. Equal arrays are stored once: two series may name the same place.

Header
------
``version`` 1; ``name``; ``kind`` "packed", "twin" or "chart"; ``title``; ``subtitle``; ``note``;
``height`` (px); ``is_map``; ``config`` (Plotly's); ``ink`` {light hex: dark hex};
``figure`` {"data", "layout"}: the template in plain JSON (no ``bdata``), light ink;
``narrow`` {key: value}: changes below 520 px, same keys as products;
``controls`` (below); ``columns`` [{"name", "label", "heading", "unit", "digits", "grouped"}];
``predict`` null or {"question", "kind", "unit", "minimum", "maximum", "step", "options",
"answer_key", "digits"}; ``constants`` {}: ``t.constants`` of a twin; ``strings``;
``products`` [{"depends": [control names], "shape": [sizes], "keys": {key: SERIES}}].
A chart has no controls and no products but ``alt`` and ``table`` {"columns", "rows"}.

Controls: each has ``kind``, ``name``, ``label``, ``default`` and ``values`` (the grid):

- "slider": ``minimum``, ``maximum``, ``step``, ``unit``, ``digits``, ``labels`` (null, or one
  text a grid value). Packed: the value is one of ``values``. Twin: any number between the ends.
- "choice": ``options`` [[value, text]], ``radio``. Values are strings or integers.
- "toggle": ``values`` [false, true].
- "filter": ``options``, ``values``, ``rows`` {uid or "table": [position in ``values`` for each
  row, -1 for a row that always stays]}. The state holds a list of the values shown.

State -> figure
---------------
1. For each product: state index i = C order over ``shape`` of the positions of its controls in
   their ``values`` (0 when ``depends`` is empty). Decode every key at i. For a twin the products
   are the constants only; the twin function's keys are added to them.
2. Keys ``"<uid>.<path>"`` set that trace's attribute, ``"layout.<path>"`` the layout's. A path is
   names and [places], ``annotations[0].text``; missing objects are made, places exist.
   ``"table.<column>"`` is the list of the column's cells. ``"summary"``, ``"alt"``, ``"title"``
   are texts (``title`` of the header if no product gives one). ``"outcome.<name>"`` is a scalar.
3. Filters: a row is kept if every filter that names its uid keeps it (its group is -1 or shown).
   A hidden row of a trace has x and y null, whichever of the two is a list; a hidden row of the
   table is left out. If the table lost rows, the summary gets
   " Shown: {kept} of {all} rows." appended.
4. Width below 520 px: set the keys of ``narrow``. Dark theme: replace light hexes by dark ones.

Table cells as text: null "–"; true/false "yes"/"no"; text as it is; numbers: ``grouped`` ->
t.grouped(x, digits or 0), ``digits`` null -> String(x) with "-" as U+2212, else
t.fixed(x, digits).

SERIES
------
======== ====================================================================================
kind     "number", "bool" (1 is true) or "string" (cells are places in ``strings``; place 0 of
         ``strings`` is null)
rank     0: the value is one cell; 1: the value is a list of cells
type     "u1", "u2", "i2", "i4", "f4", "f8": the typed array of the cells
at       where the cells begin
n        number of different rows stored
k        rank 1: cells in a row, or null if rows differ in length; rank 0: 1
ends     null, or {"type": "u2" | "i4", "at"}: n + 1 places; row r is cells ends[r]..ends[r + 1]
index    null, or {"type": "u1" | "u2", "at"}: one entry a state: its row. If null, the row is 0
         when n is 1, and i otherwise
gap      null, or the integer cell that means null. In "f4" and "f8", NaN means null
scale    numbers are cell / scale (one division of doubles, which gives the very decimal)
======== ====================================================================================

Numbers of the table, the layout and the outcomes are exact. Trace attributes may be "f4",
within 1e-6 of the true value relative to it.
"""

from __future__ import annotations

import gzip
import hashlib
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import numpy as np

from twoplustwo.charts.figures import dumps, plain
from twoplustwo.charts.theme import CONFIG, LIGHT_TO_DARK

from .checks import check_everything
from .controls import Slider
from .errors import BudgetError
from .explorer import Explorer
from .products import Series

VERSION = 1
BUDGET = 200_000
EXACT_AREAS = ("table", "outcome", "layout")
SCALES = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
INTEGERS = {"u1": (0, 255), "u2": (0, 65_535), "i2": (-32_768, 32_767), "i4": (-(2**31), 2**31 - 1)}


@dataclass(frozen=True)
class Pack:
    """A finished pack: `filename` is content-addressed, `content` the gzip bytes."""

    name: str
    filename: str
    content: bytes = field(repr=False)
    header: dict[str, Any] = field(repr=False)


def pack(explorer: Explorer, budget: int = BUDGET) -> Pack:
    """Check an explorer, compute its grids and pack them.

    Parameters
    ----------
    budget : int
        Largest size of the file in bytes.

    Raises
    ------
    DeclarationError
        If the declaration is wrong.
    BudgetError
        If the file is too large; the message names the control to thin.
    """
    grids = check_everything(explorer)
    store = Store()
    products = []
    for place, series in grids.items():
        product = explorer.products[place]
        keys = {key: store.series(key, s) for key, s in series.items()}
        shape = list(explorer.shape(product))
        products.append({"depends": list(product.depends), "shape": shape, "keys": keys})
    header = _explorer_header(explorer, products, store)
    finished = _finish(header, store)
    if len(finished.content) > budget:
        raise BudgetError(_advice(explorer, grids, len(finished.content), budget))
    return finished


def pack_chart(payload: Mapping[str, Any]) -> Pack:
    """Pack a Chart's `payload()`: the figure and its table, no states."""
    header = {
        **_common_header(payload["kind"], payload),
        "figure": payload["figure"],
        "alt": payload["alt"],
        "table": payload["table"],
    }
    return _finish(header, Store())


def _common_header(kind: str, about: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "version": VERSION,
        "name": about["name"],
        "kind": kind,
        "title": about["title"],
        "subtitle": about["subtitle"],
        "note": about["note"],
        "height": about["height"],
        "is_map": about["is_map"],
        "config": CONFIG,
        "ink": LIGHT_TO_DARK,
        "narrow": plain(about["narrow"] or {}),
        "controls": [],
        "columns": [],
        "predict": None,
        "constants": {},
        "strings": [None],
        "products": [],
    }


def _explorer_header(
    explorer: Explorer, products: list[dict[str, Any]], store: Store
) -> dict[str, Any]:
    return {
        **_common_header(explorer.kind, vars(explorer)),
        "figure": explorer.template,
        "controls": [control.json() for control in explorer.controls],
        "columns": [column.json() for column in explorer.columns],
        "predict": explorer.predict and explorer.predict.json(),
        "constants": plain(explorer.constants or {}),
        "strings": list(store.strings),
        "products": products,
    }


def _finish(header: dict[str, Any], store: Store) -> Pack:
    text = dumps(header).encode()
    head = struct.pack("<I", len(text)) + text
    stream = head + bytes(-len(head) % 8) + bytes(store.blob)
    content = bytearray(gzip.compress(stream, compresslevel=9, mtime=0))
    content[9] = 255  # "unknown system": Python versions and platforms differ here
    digest = hashlib.sha256(content).hexdigest()[:12]
    name = header["name"]
    return Pack(name, f"{name}.{digest}.bin", bytes(content), header)


class Store:
    """The blob and the string table, each thing stored once."""

    def __init__(self) -> None:
        self.blob = bytearray()
        self.strings: dict[str | None, int] = {None: 0}
        self._places: dict[bytes, int] = {}

    def add(self, cells: np.ndarray) -> int:
        """Store an array and return its offset; an equal one already there is reused."""
        raw = cells.tobytes()
        if raw not in self._places:
            self.blob.extend(bytes(-len(self.blob) % 8))
            self._places[raw] = len(self.blob)
            self.blob.extend(raw)
        return self._places[raw]

    def series(self, key: str, series: Series) -> dict[str, Any]:
        """Store a series and return its SERIES entry."""
        rows = [self._cells(series, row) for row in series.rows]
        unique, index = _unique(rows)
        flat = np.concatenate(unique) if unique else np.empty(0)
        lengths = [len(row) for row in unique]
        even = len(set(lengths)) <= 1
        return {
            "kind": series.kind,
            "rank": series.rank,
            **self._typed(flat, key, series.kind),
            "n": len(unique),
            "k": (lengths[0] if lengths else 0) if even else None,
            "ends": None if even else self._integers([0, *accumulate(lengths)], ("u2", "i4")),
            "index": self._index(index, len(unique)),
        }

    def _cells(self, series: Series, row: Any) -> np.ndarray:
        """A row as doubles; texts as places in the string table."""
        cells = row if series.rank else [row]
        if series.kind == "string":
            cells = [self.strings.setdefault(text, len(self.strings)) for text in cells]
        return np.asarray(cells, dtype=float)

    def _typed(self, cells: np.ndarray, key: str, kind: str) -> dict[str, Any]:
        exact = key.partition(".")[0] in EXACT_AREAS
        scales = SCALES if kind == "number" else (1,)
        found = next((f for f in (_as_integers(cells, s) for s in scales) if f), None)
        if found:
            return {"at": self.add(found.pop("cells")), **found}
        kind_of_float = "f4" if _fits_f4(cells, exact) else "f8"
        at = self.add(cells.astype(f"<{kind_of_float}"))
        return {"at": at, "type": kind_of_float, "gap": None, "scale": 1}

    def _index(self, index: list[int], count: int) -> dict[str, Any] | None:
        if count == 1 or index == list(range(count)):
            return None
        return self._integers(index, ("u1", "u2"))

    def _integers(self, values: list[int], types: tuple[str, ...]) -> dict[str, Any]:
        kind = next(t for t in types if max(values) <= INTEGERS[t][1])
        return {"type": kind, "at": self.add(np.array(values, dtype=f"<{kind}"))}


def _unique(rows: list[np.ndarray]) -> tuple[list[np.ndarray], list[int]]:
    """Different rows in order of first use, and for each state the place of its row."""
    places: dict[bytes, int] = {}
    index = [places.setdefault((row + 0.0).tobytes(), len(places)) for row in rows]
    unique = [np.frombuffer(raw) for raw in places]
    return unique, index


def _as_integers(cells: np.ndarray, scale: int) -> dict[str, Any] | None:
    """Cells as the smallest integers with cells == integer / scale exactly, or None."""
    holes = np.isnan(cells)
    solid = cells[~holes]
    with np.errstate(over="ignore"):  # too large for integers, as the next line finds
        whole = np.round(solid * scale)
    if solid.size and (np.abs(whole).max() >= 2**31 or (whole / scale != solid).any()):
        return None
    low, high = (whole.min(), whole.max()) if solid.size else (0, 0)
    for kind, (least, most) in INTEGERS.items():
        gap = (most if least == 0 else least) if holes.any() else None
        room = (least + (gap == least), most - (gap == most))
        if room[0] <= low and high <= room[1]:
            stored = np.full(cells.shape, gap or 0, dtype=f"<{kind}")
            stored[~holes] = whole.astype(f"<{kind}")
            return {"cells": stored, "type": kind, "gap": gap, "scale": scale}
    return None


def _fits_f4(cells: np.ndarray, exact: bool) -> bool:
    solid = cells[~np.isnan(cells)]
    with np.errstate(over="ignore", under="ignore"):
        error = np.abs(solid.astype("f4").astype("f8") - solid)
    return bool((error <= (0 if exact else 1e-6) * np.abs(solid)).all())


def _advice(explorer: Explorer, grids: dict[int, dict[str, Series]], size: int, budget: int) -> str:
    """Name the control whose halving saves most: the bytes of all products that depend on it.

    Of several that save as much, the one with most values: halving it hurts least.
    """
    weight: dict[str, int] = {name: 0 for name in explorer.axes}
    for place, series in grids.items():
        store = Store()
        for key, one in series.items():
            store.series(key, one)
        raw = bytes(store.blob) + dumps(list(store.strings)).encode()
        for name in explorer.products[place].depends:
            weight[name] += len(zlib.compress(raw))
    start = f"{explorer.name}: the pack is {size / 1000:.0f} kB, at most {budget / 1000:.0f} kB "
    worst = max(weight, key=lambda n: (weight[n], len(explorer.axes[n].values)), default=None)
    if worst is None or weight[worst] == 0:
        return start + "are accepted; the template figure itself is too large: simplify its traces"
    control = explorer.axes[worst]
    how = "double its step" if isinstance(control, Slider) else "offer fewer options"
    return start + (
        f"are accepted; thin {worst!r} ({len(control.values)} values): {how}, "
        f"which saves about {weight[worst] / 2000:.0f} kB"
    )
