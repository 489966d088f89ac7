"""The explorer engine: declare controls, products and a figure once; see them in three homes.

A minimal explorer, in ``explorers/<name>.py``::

    def template() -> go.Figure:
        line = go.Scatter(uid="line", x=[0, 1], y=[0, 1], mode="lines")
        axes = {"xaxis": {"range": [0, 1]}, "yaxis": {"range": [0, 10]}}
        return new_figure([line], axes)


    def compute(slope: np.ndarray) -> dict[str, Any]:
        ends = np.stack([np.zeros_like(slope), slope], axis=1)
        return {
            "line.y": ends,
            "table.y": ends,
            "summary": [f"The line rises to {fixed(s, 1)}." for s in slope],
            "alt": [f"A line from 0 to {fixed(s, 1)}." for s in slope],
        }


    explorer = Explorer(
        name="line",
        title="A steeper slope ends higher",
        subtitle="Height, metres",
        sources=("source_id",),
        controls=(Slider("slope", "Slope", 0, 10, step=1, default=3),),
        figure=template,
        products=(Product(("slope",), compute),),
        columns=(Column("y", "Height", unit="m", digits=1),),
    )
"""

from __future__ import annotations

from .controls import Choice, Filter, Slider, Toggle
from .errors import BudgetError, DeclarationError
from .explorer import Column, Explorer, Prediction, View
from .numbers import fixed, grouped, percent
from .products import Product

__all__ = [
    "BudgetError",
    "Choice",
    "Column",
    "DeclarationError",
    "Explorer",
    "Filter",
    "Prediction",
    "Product",
    "Slider",
    "Toggle",
    "View",
    "fixed",
    "grouped",
    "percent",
]
