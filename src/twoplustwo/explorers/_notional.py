"""Red, Blue and Green: notional states, drawn in ink so that no colour stands for a country.

DUAL-USE: every number in the explorers that use this module is invented and dimensionless.
"""

from __future__ import annotations

from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT

RED, BLUE, GREEN = INK_COLOUR, SOFT, ACCENT
"""The ink of each side. Line styles and labels double it."""

NOTIONAL = "Red, Blue and Green are notional, and every number is invented for the picture."


def steps(low: float, high: float, step: float) -> list[float]:
    """Return an even grid with both ends, in decimals as a person types them.

    >>> steps(0, 0.3, 0.1)
    [0.0, 0.1, 0.2, 0.3]
    """
    count = round((high - low) / step)
    return [round(low + i * step, 6) for i in range(count + 1)]
