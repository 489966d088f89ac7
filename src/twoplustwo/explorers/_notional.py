"""Red, Blue and Green: notional states, drawn in ink so that no colour stands for a country.

DUAL-USE: every number in the explorers that use this module is invented and dimensionless.
"""

from __future__ import annotations

from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT

RED, BLUE, GREEN = INK_COLOUR, SOFT, ACCENT
"""The ink of each side. Line styles and labels double it."""

NOTIONAL = "Red, Blue and Green are notional, and every number is invented for the picture."
