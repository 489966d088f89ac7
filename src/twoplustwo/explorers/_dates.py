"""Dates as sentences say them: no finer than the source knows."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def spoken(day: date, precision: str) -> str:
    """Return a date in words, cut to its precision.

    Parameters
    ----------
    day : date
        The ISO date of a table.
    precision : str
        ``"day"``, ``"month"`` or ``"year"``, the table's precision column.

    >>> spoken(date(1855, 2, 7), "day")
    '7 February 1855'
    >>> spoken(date(1998, 4, 1), "month")
    'April 1998'
    """
    if precision == "year":
        return str(day.year)
    month = f"{MONTHS[day.month - 1]} {day.year}"
    return month if precision == "month" else f"{day.day} {month}"
