"""Launch days and exercises, counted the way a reader chooses.

All counts end with 2025, the last full year in both trackers.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from twoplustwo import load

END = pd.Timestamp("2025-12-31")
TRACKERS = ("cns_nti_2026", "csis_events_2026")

# unit -> (plural in a sentence, option in a control)
UNITS: dict[str, tuple[str, str]] = {
    "days": ("launch days", "Days with a ballistic launch"),
    "any": ("days with any launch", "The same, and days with cruise missiles only"),
    "missiles": ("ballistic missiles", "Ballistic missiles, each one"),
}


@cache
def launches(unit: str, sure: bool = False) -> pd.Series:
    """Number of `unit` on each day that has any, 2006 to 2025, indexed by day.

    Parameters
    ----------
    unit : str
        A key of `UNITS`. A ballistic launch whose number is not given counts as one missile.
    sure : bool
        Whether days that only one tracker lists are left out.
    """
    table = load("launch_days")
    table = table[table["date"] <= END]
    if sure:
        table = table[table["status"] == "confirmed"]
    missiles = table["ballistic_count"].astype("float64").fillna(1.0)
    number = pd.Series(missiles.to_numpy(), index=pd.DatetimeIndex(table["date"]))
    if unit == "any":
        return number * 0.0 + 1.0
    ballistic = number[number > 0]
    return ballistic if unit == "missiles" else ballistic * 0.0 + 1.0


@cache
def counts(unit: str, period: str, first: int, sure: bool = False) -> pd.Series:
    """Number of `unit` in each month ("M") or quarter ("Q") from January of `first` on."""
    every = pd.period_range(f"{first}-01-01", END, freq=period)
    found = launches(unit, sure)
    summed = found.groupby(found.index.to_period(period)).sum()
    return summed.reindex(every, fill_value=0.0)


def event_times(first: int, sure: bool = False) -> tuple[NDArray[np.float64], float]:
    """Launch days as days since 1 January of `first` (at noon), and the length of the watch."""
    start = pd.Timestamp(f"{first}-01-01")
    days = launches("days", sure).index
    since = (days[days >= start] - start).days.to_numpy(dtype=float)
    return since + 0.5, float((END - start).days + 1)


@cache
def daily(unit: str, first: int, last: int) -> NDArray[np.float64]:
    """Number of `unit` on every day of the years `first` to `last`."""
    every = pd.date_range(f"{first}-01-01", f"{last}-12-31")
    return launches(unit).reindex(every).fillna(0.0).to_numpy()


@cache
def exercise_days(season: str, before: int, after: int, first: int, last: int) -> NDArray[np.bool_]:
    """Whether each day of the years lies in an exercise, `before` days earlier or `after` later.

    Parameters
    ----------
    season : str
        ``"spring"``, ``"summer"`` or ``"both"``. Exercises that were not held have no days.
    """
    every = pd.date_range(f"{first}-01-01", f"{last}-12-31")
    table = load("joint_exercises").dropna(subset=["start_date"])
    inside = np.zeros(len(every), dtype=bool)
    for row in table[(table["season"] == season) | (season == "both")].itertuples():
        left = row.start_date - pd.Timedelta(days=before)
        right = row.end_date + pd.Timedelta(days=after)
        inside |= np.asarray((every >= left) & (every <= right))
    return inside
