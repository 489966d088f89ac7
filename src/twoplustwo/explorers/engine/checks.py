"""Checks of an explorer's declaration; each message says what is wrong and what is accepted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from twoplustwo.charts.chart import NAME
from twoplustwo.charts.figures import RESERVED, FigureJson, apply

from .controls import Slider
from .errors import DeclarationError
from .products import Product, Series

if TYPE_CHECKING:
    from .explorer import Explorer

MAX_EVALUATIONS = 5_000
MAX_TWIN_LINES = 30
MAX_TWIN_SLIDERS = 8
CHECKED_STATES = 50

Grids = dict[int, dict[str, Series]]


def check_declaration(explorer: Explorer) -> None:
    """Check what costs nothing: names, sizes, references between the parts."""
    if not NAME.match(explorer.name):
        raise DeclarationError(
            f"Explorer {explorer.name!r}: a name has small letters, digits and _, a letter first"
        )
    _check_texts(explorer)
    _check_names(explorer)
    _check_depends(explorer)
    _check_size(explorer)
    _check_twin(explorer)
    _check_prediction(explorer)


def _check_texts(explorer: Explorer) -> None:
    if not explorer.subtitle.strip():
        raise DeclarationError(f"{explorer.name}: subtitle is empty; it is required")
    for part in ("sources", "controls", "products", "columns"):
        if not getattr(explorer, part):
            raise DeclarationError(f"{explorer.name}: {part} is empty; at least one is required")


def _check_names(explorer: Explorer) -> None:
    for part, names in (
        ("control", [c.name for c in explorer.controls]),
        ("column", [c.name for c in explorer.columns]),
    ):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise DeclarationError(f"{explorer.name}: {part} {twice[0]!r} is declared twice")


def _check_depends(explorer: Explorer) -> None:
    for product in explorer.products:
        for name in product.depends:
            if name in explorer.filters:
                raise DeclarationError(
                    f"{explorer.name}: {product.label} depends on the filter {name!r}; "
                    "a filter only hides rows, use a Choice or Toggle for what changes numbers"
                )
            if name not in explorer.axes:
                raise DeclarationError(
                    f"{explorer.name}: {product.label} depends on {name!r}; "
                    f"the controls are {', '.join(explorer.axes) or 'none'}"
                )
        if len(set(product.depends)) != len(product.depends):
            raise DeclarationError(f"{explorer.name}: {product.label} names a control twice")


def evaluations(explorer: Explorer, product: Product) -> int:
    """States on a product's own grid; a constant counts nothing."""
    return math.prod(explorer.shape(product)) if product.depends else 0


def _check_size(explorer: Explorer) -> None:
    if explorer.twin:
        return
    sizes = {p.label: evaluations(explorer, p) for p in explorer.products}
    total = sum(sizes.values())
    if total > MAX_EVALUATIONS:
        largest = max(sizes, key=lambda label: sizes[label])
        raise DeclarationError(
            f"{explorer.name}: {total:,} evaluations, at most {MAX_EVALUATIONS:,} are accepted; "
            f"the largest product is {largest} with {sizes[largest]:,}: give its sliders wider "
            "steps, split it by the controls each part needs, or write a twin"
        )


def _check_twin(explorer: Explorer) -> None:
    path = explorer.twin_path
    if path is None:
        return
    if not path.is_file():
        raise DeclarationError(
            f"{explorer.name}: twin {explorer.twin!r} is not in {path.parent.name}/; "
            "it lies beside the explorer's module"
        )
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) > MAX_TWIN_LINES:
        raise DeclarationError(
            f"{explorer.name}: twin {path.name} has {len(lines)} lines; at most "
            f"{MAX_TWIN_LINES} are accepted, pack the states instead"
        )
    sliders = sum(isinstance(c, Slider) for c in explorer.controls)
    if sliders > MAX_TWIN_SLIDERS:
        raise DeclarationError(
            f"{explorer.name}: {sliders} sliders; a twin has at most {MAX_TWIN_SLIDERS}"
        )


def _check_prediction(explorer: Explorer) -> None:
    predict = explorer.predict
    if predict is not None and not predict.answer_key.startswith("outcome."):
        raise DeclarationError(
            f'{explorer.name}: answer_key {predict.answer_key!r}; give an "outcome.<name>" key'
        )


def check_figure(explorer: Explorer, template: FigureJson) -> None:
    """Check the template: axis ranges, `narrow`, and the rows of filters."""
    _check_ranges(explorer, template)
    uids = {trace["uid"] for trace in template["data"]}
    for control in explorer.filters.values():
        for uid in control.rows:
            if uid != "table" and uid not in uids:
                raise DeclarationError(
                    f"{explorer.name}: Filter {control.name!r} hides rows of {uid!r}; "
                    f"the traces are {', '.join(sorted(uids))}"
                )
    try:
        apply(template, explorer.narrow or {})
    except KeyError as error:
        raise DeclarationError(f"{explorer.name}: narrow: {error.args[0]}") from None


def _check_ranges(explorer: Explorer, template: FigureJson) -> None:
    """Axes without a range would jump as the numbers change."""
    for trace in template["data"]:
        if trace.get("type", "scatter") not in ("scatter", "bar"):
            continue
        for letter in "xy":
            axis = f"{letter}axis{trace.get(f'{letter}axis', letter)[1:]}"
            if not template["layout"].get(axis, {}).get("range"):
                raise DeclarationError(
                    f"{explorer.name}: layout.{axis} has no range (trace {trace['uid']!r}); "
                    "set one that holds every state, so that the picture does not jump"
                )


def check_values(explorer: Explorer, values: Mapping[str, Any]) -> None:
    """Check the keys of one state: required ones present, uids known, rows of equal length."""
    needed = ["summary", "alt", *(f"table.{c.name}" for c in explorer.columns)]
    if not explorer.title:
        needed.append("title")
    if explorer.predict:
        needed.append(explorer.predict.answer_key)
    missing = [key for key in needed if key not in values]
    if missing:
        raise DeclarationError(
            f"{explorer.name}: no product gives {', '.join(map(repr, missing))}; "
            "every explorer needs summary, alt and all its table columns (and a title)"
        )
    for key in ("summary", "alt"):
        if not (values[key] or "").strip():
            raise DeclarationError(f"{explorer.name}: {key!r} is empty")
    _check_keys(explorer, values)
    _check_rows(explorer, values)


def _check_keys(explorer: Explorer, values: Mapping[str, Any]) -> None:
    uids = {trace["uid"] for trace in explorer.template["data"]}
    columns = {column.name for column in explorer.columns}
    for key in values:
        area, _, rest = key.partition(".")
        if area == "table" and rest not in columns:
            raise DeclarationError(
                f"{explorer.name}: key {key!r} has no Column; columns: {', '.join(sorted(columns))}"
            )
        if area not in RESERVED and area not in uids:
            raise DeclarationError(
                f"{explorer.name}: key {key!r}: no trace has uid {area!r}; "
                f"the traces are {', '.join(sorted(uids))}"
            )


def _check_rows(explorer: Explorer, values: Mapping[str, Any]) -> None:
    lengths = {c.name: len(values[f"table.{c.name}"]) for c in explorer.columns}
    if len(set(lengths.values())) > 1:
        raise DeclarationError(f"{explorer.name}: table columns differ in length: {lengths}")
    for control in explorer.filters.values():
        for uid, groups in control.rows.items():
            if uid == "table":
                have = next(iter(lengths.values()))
            else:
                have = _points(explorer, values, uid)
            if have != len(groups):
                raise DeclarationError(
                    f"{explorer.name}: Filter {control.name!r} has {len(groups)} rows for "
                    f"{uid!r}, which has {have}"
                )


def _points(explorer: Explorer, values: Mapping[str, Any], uid: str) -> int:
    trace = next(t for t in explorer.template["data"] if t["uid"] == uid)
    return max(len(values.get(f"{uid}.{a}", trace.get(a)) or ()) for a in "xy")


def check_everything(explorer: Explorer) -> Grids:
    """Check all states; return the grid of each stored product, by its place in `products`.

    A twin stores its constants only. Grids are computed once; what ties products together
    (required keys, equal rows) is then looked at in the default state and some others.

    Raises
    ------
    DeclarationError
    """
    _check_with_plotly(explorer)
    stored = [i for i, p in enumerate(explorer.products) if not (explorer.twin and p.depends)]
    grids = {i: explorer.evaluate_grid(explorer.products[i]) for i in stored}
    for state in explorer.sample(CHECKED_STATES):
        values = explorer.values(state) if explorer.twin else grid_values(explorer, grids, state)
        explorer.show(state, values)
    return grids


def grid_values(explorer: Explorer, grids: Grids, state: Mapping[str, Any]) -> dict[str, Any]:
    """Every key's value in one state, looked up in computed grids."""
    found: dict[str, Any] = {}
    for place, series in grids.items():
        product = explorer.products[place]
        at = [explorer.axes[d].position(state[d]) for d in product.depends]
        index = int(np.ravel_multi_index(at, explorer.shape(product))) if at else 0
        found |= {key: one.value(index) for key, one in series.items()}
    return found


def _check_with_plotly(explorer: Explorer) -> None:
    """Let Plotly itself judge the default state: it knows every attribute."""
    try:
        go.Figure(explorer.view().figure_json)
    except DeclarationError:
        raise
    except ValueError as error:
        reason = " ".join(str(error).split())[:400]
        raise DeclarationError(f"{explorer.name}: Plotly refuses the figure: {reason}") from None
