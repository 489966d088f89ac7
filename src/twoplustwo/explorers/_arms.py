"""What the arms-control explorers share: decimal years, distances from a limit, sources of rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np

from twoplustwo.explorers.engine import grouped


def decimal_year(day: date) -> float:
    """Return a date as a year with decimals, rounded to about a day.

    >>> decimal_year(date(2016, 7, 2))
    2016.5
    """
    length = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
    return round(day.year + (day.timetuple().tm_yday - 1) / length, 3)


def against(limit: float, number: float) -> str:
    """Say how far a number lies from a limit.

    >>> against(1550, 1796)
    '246 above'
    """
    gap = int(np.rint(number - limit))
    if gap == 0:
        return "exactly at it"
    return f"{grouped(abs(gap))} {'above' if gap > 0 else 'below'}"


def source_ids(*cells: Iterable[str]) -> tuple[str, ...]:
    """Return the ids named in ``source_id`` columns, each once, in order of appearance."""
    ids = (each for column in cells for cell in column for each in cell.split(";"))
    return tuple(dict.fromkeys(ids))
