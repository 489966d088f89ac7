"""Charts: the theme, the Chart type and its posters."""

from __future__ import annotations

from .chart import Chart
from .theme import (
    COUNTRY,
    INK,
    NAME,
    PATTERN,
    SYMBOL,
    TEMPLATE,
    TEXT,
    callout,
    label,
    new_figure,
    text_colour,
    tint,
)

__all__ = [
    "COUNTRY",
    "INK",
    "NAME",
    "PATTERN",
    "SYMBOL",
    "TEMPLATE",
    "TEXT",
    "Chart",
    "callout",
    "label",
    "new_figure",
    "text_colour",
    "tint",
]
