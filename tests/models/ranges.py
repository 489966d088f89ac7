"""Strategies the model tests share: numbers of the kinds that models accept."""

from __future__ import annotations

from hypothesis import strategies as st


def number(low: float, high: float) -> st.SearchStrategy[float]:
    """Plain numbers in [low, high], without the denormal ones that no reader enters."""
    return st.floats(low, high, allow_nan=False, allow_subnormal=False)


SHARE = number(0.0, 1.0)
COST = number(0.0, 1.0)
PATIENCE = number(0.0, 0.999)
