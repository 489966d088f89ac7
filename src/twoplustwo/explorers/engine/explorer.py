"""The Explorer: one declaration of controls, products and a figure, for all three homes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo.charts.chart import MIME, building, check_sources, plotly_bundle
from twoplustwo.charts.figures import FigureJson, apply, figure_json, hide_rows, plain

from .controls import Choice, Control, Filter, Slider, Toggle, decimals
from .errors import DeclarationError
from .numbers import MISSING, fixed, grouped
from .products import TEXTS, Product, Series, evaluate


@dataclass(frozen=True)
class Column:
    """A column of the table, fed by the product key ``table.<name>``.

    Parameters
    ----------
    name, label : str
        Key, and visible heading.
    unit : str
        Added to the heading in brackets.
    digits : int, optional
        Decimals of numbers; without it numbers are written as they are (years, ids).
    grouped : bool
        Commas between thousands.
    """

    name: str
    label: str
    unit: str = ""
    digits: int | None = None
    grouped: bool = False

    @property
    def heading(self) -> str:
        return f"{self.label} ({self.unit})" if self.unit else self.label

    def text(self, value: Any) -> str:
        """Write one cell; None is an en dash."""
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return MISSING
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return value
        if self.grouped:
            return grouped(value, self.digits or 0)
        return (
            str(value).replace("-", "\u2212") if self.digits is None else fixed(value, self.digits)
        )

    def json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "label": self.label,
            "heading": self.heading,
            "unit": self.unit,
            "digits": self.digits,
            "grouped": self.grouped,
        }


@dataclass(frozen=True)
class Prediction:
    """A question asked before the controls are used; never a lock.

    Parameters
    ----------
    question : str
        Asked above the input, with the default state in view or in words.
    kind : {"number", "choice"}
        What the reader gives.
    unit : str
        After numbers.
    minimum, maximum, step : float
        Of a number.
    options : sequence of (value, text), optional
        Of a choice; the values are those of `answer_key`.
    answer_key : str
        A product key ``outcome.<name>``: the outcome of the current state.
    """

    question: str
    kind: str = "number"
    unit: str = ""
    minimum: float = 0
    maximum: float = 100
    step: float = 1
    options: Sequence[tuple[str | int, str]] | None = None
    answer_key: str = "outcome.answer"

    def __post_init__(self) -> None:
        if self.kind not in ("number", "choice"):
            raise DeclarationError(f"Prediction: kind {self.kind!r}; accepted: 'number', 'choice'")
        if self.kind == "choice" and not self.options:
            raise DeclarationError("Prediction: a choice needs options")
        if not self.question.strip():
            raise DeclarationError("Prediction: question is empty")

    @property
    def digits(self) -> int:
        """Decimals of a number: those of the step."""
        return decimals(self.step)

    def text(self, value: Any) -> str:
        """Write a guess or an outcome."""
        if self.kind == "choice":
            return dict(self.options or ()).get(value, str(value))
        return f"{fixed(value, self.digits)} {self.unit}".strip()

    def json(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "kind": self.kind,
            "unit": self.unit,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "step": self.step,
            "options": None if self.options is None else [list(o) for o in self.options],
            "answer_key": self.answer_key,
            "digits": self.digits,
        }


@dataclass(frozen=True, eq=False)
class View:
    """An explorer in one state, as the page shows it.

    values : every product key -> plain value, before filters; table : columns by `Column.name`.
    """

    state: dict[str, Any]
    figure_json: FigureJson = field(repr=False)
    summary: str
    alt: str
    title: str
    table: pd.DataFrame = field(repr=False)
    values: dict[str, Any] = field(repr=False)

    @cached_property
    def figure(self) -> go.Figure:
        """The figure as a plotly object."""
        return go.Figure(self.figure_json)

    def json(self) -> dict[str, Any]:
        """What the page must show for this state: the twin tests compare with it."""
        return {
            "state": plain(self.state),
            "data": self.figure_json["data"],
            "layout": self.figure_json["layout"],
            "summary": self.summary,
            "alt": self.alt,
            "title": self.title,
            "table": {name: plain(list(self.table[name])) for name in self.table},
            "values": self.values,
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class Explorer:
    """A figure that answers to controls. See ``engine/__init__.py`` for an example.

    Parameters
    ----------
    name : str
        Name of its module; also its anchor on the page.
    title, subtitle : str
        The finding; the measure and unit. A product may give ``"title"`` by state instead.
    sources : sequence of str
        Source ids.
    controls : sequence of Slider, Choice, Toggle, Filter
    figure : callable
        Returns the template figure. Every trace has a `uid`; every axis has a range.
    products : sequence of Product
        Together they give ``"summary"``, ``"alt"`` and ``"table.<column>"`` of every column.
    columns : sequence of Column
    note : str
        Caption.
    twin : str, optional
        File beside the module with the JavaScript twin. Without it the states are packed.
    constants : mapping, optional
        Plain values a twin may read as ``t.constants``.
    predict : Prediction, optional
    narrow : mapping, optional
        Changes below 520 px of width, ``{"layout.margin.l": 40}``.
    height : int
        Pixels.
    is_map : bool
        Whether ``maps: off`` replaces it by its table.

    Raises
    ------
    DeclarationError
        With what is wrong and what is accepted.
    """

    name: str
    subtitle: str
    sources: Sequence[str]
    controls: Sequence[Control]
    figure: Callable[[], go.Figure]
    products: Sequence[Product]
    columns: Sequence[Column]
    title: str = ""
    note: str = ""
    twin: str | None = None
    constants: Mapping[str, Any] | None = None
    predict: Prediction | None = None
    narrow: Mapping[str, Any] | None = None
    height: int = 440
    is_map: bool = False

    def __post_init__(self) -> None:
        from .checks import check_declaration

        for part in ("sources", "controls", "products", "columns"):
            if isinstance(getattr(self, part), str):
                raise DeclarationError(f"{self.name}: {part} must be a tuple")
            object.__setattr__(self, part, tuple(getattr(self, part)))
        check_declaration(self)

    # ---- what the declaration says -------------------------------------------------------

    @cached_property
    def axes(self) -> dict[str, Slider | Choice | Toggle]:
        """The controls that are axes of the grid, by name."""
        return {c.name: c for c in self.controls if not isinstance(c, Filter)}

    @cached_property
    def filters(self) -> dict[str, Filter]:
        return {c.name: c for c in self.controls if isinstance(c, Filter)}

    @cached_property
    def default(self) -> dict[str, Any]:
        """The state shown first."""
        return {c.name: c.default for c in self.controls}

    @property
    def kind(self) -> str:
        return "twin" if self.twin else "packed"

    @property
    def twin_path(self) -> Path | None:
        """The twin's file: beside the explorer modules, or an absolute path."""
        return Path(__file__).parents[1] / self.twin if self.twin else None

    @cached_property
    def template(self) -> FigureJson:
        """The template figure in plain values, built once."""
        from .checks import check_figure

        try:
            template = figure_json(self.figure())
        except ValueError as error:
            raise DeclarationError(f"{self.name}: {error.args[0]}") from None
        check_figure(self, template)
        return template

    def shape(self, product: Product) -> tuple[int, ...]:
        """Size of a product's own grid, one number for each control it depends on."""
        return tuple(len(self.axes[name].values) for name in product.depends)

    # ---- states --------------------------------------------------------------------------

    def parse(self, state: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return a full state: defaults for what is not given, every value checked.

        Raises
        ------
        ValueError
            For an unknown control or a value that is not accepted.
        """
        given = dict(state or {})
        strangers = [name for name in given if name not in self.default]
        if strangers:
            raise ValueError(
                f"{self.name} has no control {strangers[0]!r}; it has {', '.join(self.default)}"
            )
        return {c.name: c.parse(given.get(c.name, c.default)) for c in self.controls}

    def states(self) -> Iterator[dict[str, Any]]:
        """Every state of the whole grid, filters at their defaults."""
        names = list(self.axes)
        for values in itertools.product(*(self.axes[name].values for name in names)):
            yield {**self.default, **dict(zip(names, values, strict=True))}

    def sample(self, count: int, seed: int = 0) -> list[dict[str, Any]]:
        """Random states; between grid values where sliders are continuous (twins)."""
        chance = Random(f"{self.name}:{seed}")
        return [
            {c.name: c.random(chance, continuous=bool(self.twin)) for c in self.controls}
            for _ in range(count)
        ]

    # ---- values --------------------------------------------------------------------------

    def evaluate(self, product: Product, states: Sequence[Mapping[str, Any]]) -> dict[str, Series]:
        """Compute a product for some states at once."""
        arrays = [self.axes[d].array([s[d] for s in states]) for d in product.depends]
        try:
            return evaluate(product, arrays)
        except DeclarationError as error:
            raise DeclarationError(f"{self.name}: {error.args[0]}") from None

    def evaluate_grid(self, product: Product) -> dict[str, Series]:
        """Compute a product for its own grid, in C order over its controls."""
        grid = itertools.product(*(self.axes[d].values for d in product.depends))
        return self.evaluate(product, [dict(zip(product.depends, v, strict=True)) for v in grid])

    def values(self, state: Mapping[str, Any]) -> dict[str, Any]:
        """Every product key -> plain value for one full state."""
        found: dict[str, Any] = {}
        for product in self.products:
            for key, series in self.evaluate(product, [state]).items():
                if key in found:
                    raise DeclarationError(f"{self.name}: two products give {key!r}")
                found[key] = series.value(0)
        return found

    def view(self, state: Mapping[str, Any] | None = None) -> View:
        """Compute the explorer live in one state."""
        full = self.parse(state)
        return self.show(full, self.values(full))

    def show(self, state: dict[str, Any], values: dict[str, Any]) -> View:
        """Set given values into the template, filters included; `state` must be full."""
        from .checks import check_values

        check_values(self, values)
        figure = self._figure(state, values)
        table, shown, total = self._table(state, values)
        summary = values["summary"]
        if shown < total:
            summary = f"{summary} Shown: {shown} of {total} rows."
        title = values.get("title", self.title)
        return View(state, figure, summary, values["alt"], title, table, values)

    def _figure(self, state: Mapping[str, Any], values: Mapping[str, Any]) -> FigureJson:
        try:
            figure = apply(self.template, drawn(values))
        except KeyError as error:
            raise DeclarationError(f"{self.name}: {error.args[0]}") from None
        for i, trace in enumerate(figure["data"]):
            keep = self._kept(state, trace["uid"])
            if keep is not None and not all(keep):
                figure["data"][i] = hide_rows(trace, keep)
        return figure

    def _kept(self, state: Mapping[str, Any], uid: str) -> list[bool] | None:
        """Whether each row of a trace (or of "table") passes all filters that name it."""
        masks = [f.keeps(uid, state[n]) for n, f in self.filters.items() if uid in f.rows]
        return [all(row) for row in zip(*masks, strict=True)] if masks else None

    def _table(
        self, state: Mapping[str, Any], values: Mapping[str, Any]
    ) -> tuple[pd.DataFrame, int, int]:
        columns = {c.name: values[f"table.{c.name}"] for c in self.columns}
        frame = pd.DataFrame({name: pd.Series(v, dtype=object) for name, v in columns.items()})
        keep = self._kept(state, "table")
        if keep is None:
            return frame, len(frame), len(frame)
        shown = frame[np.array(keep, dtype=bool)].reset_index(drop=True)
        return shown, len(shown), len(frame)

    def cells(self, table: pd.DataFrame) -> list[list[str]]:
        """The table as a reader sees it: formatted texts, row by row."""
        return [[c.text(table[c.name].iloc[i]) for c in self.columns] for i in range(len(table))]

    # ---- homes ---------------------------------------------------------------------------

    def check(self) -> None:
        """Check all that costs a computation: figure, keys, every state of every product.

        Raises
        ------
        DeclarationError
        """
        from .checks import check_everything

        check_sources(self.name, self.sources)
        check_everything(self)

    def widget(self) -> Any:
        """A new, independent set of ipywidgets for a notebook."""
        from .widgets import Face

        return Face(self).box

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        view = self.view()
        if building():
            return {
                MIME: {"kind": "explorer", "name": self.name},
                "text/html": f'<div data-explorer="{self.name}"></div>',
                "text/plain": view.summary,
            }
        try:
            box = self.widget()
        except ImportError as error:
            still = plotly_bundle(
                view.figure_json, view.title, self.subtitle, view.alt, self.height
            )
            missing = f"Controls need ipywidgets and anywidget ({error}): pip install twoplustwo"
            still["text/plain"] = f"{view.title}\n{view.summary}\n{missing}"
            return still
        bundle = box._repr_mimebundle_(include=include, exclude=exclude)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        data["text/plain"] = f"{view.title}\n{view.summary}"
        return bundle


def drawn(values: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that change the figure."""
    other = (*TEXTS,)
    return {
        key: value
        for key, value in values.items()
        if key not in other and key.partition(".")[0] not in ("table", "outcome")
    }
