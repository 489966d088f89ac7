"""The dated contacts among six states as a network: pairs, years, brokers and their doubt.

An edge joins two states whose leaders met in a window of years. What is counted is the *pair-year*:
a pair either met in a year or did not, so that a pair whose every meeting is on record weighs no
more than one for which a single source a year was looked up.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from twoplustwo import load
from twoplustwo.charts import NAME
from twoplustwo.models.network import Paths, centrality, shortest_paths

SIX = ("CHN", "JPN", "KOR", "PRK", "RUS", "USA")
CAPITAL = {
    "CHN": "Beijing", "JPN": "Tokyo", "KOR": "Seoul",
    "PRK": "Pyongyang", "RUS": "Moscow", "USA": "Washington",
}  # fmt: skip
PAIRS = tuple((a, b) for i, a in enumerate(SIX) for b in SIX[i + 1 :])
FIRST, LAST, SPAN = 2013, 2026, 3
STARTS = range(FIRST, LAST - SPAN + 2)

Pair = tuple[str, str]
Pairs = frozenset[Pair]


def window(start: int) -> str:
    """Name the window of three years that begins with `start`: ``2017–2019``."""
    return f"{start}–{start + SPAN - 1}"


def dated(days: pd.Series) -> NDArray[np.float64]:
    """Days as a year and its fraction, shape (rows,)."""
    length = np.where(days.dt.is_leap_year, 366, 365)
    return (days.dt.year + (days.dt.dayofyear - 1) / length).to_numpy(float).round(3)


def words(pair: Pair) -> str:
    """Name a pair: ``Japan–Russia``."""
    return f"{NAME[pair[0]]}–{NAME[pair[1]]}"


def capitals(pair: Pair) -> str:
    """Name a pair by its capitals: ``Tokyo–Moscow``."""
    return f"{CAPITAL[pair[0]]}–{CAPITAL[pair[1]]}"


@cache
def contacts() -> pd.DataFrame:
    """Every dated contact, with `pair` and the decimal year `when`, in order of time."""
    table = load("dialogue_edges")
    pairs = list(zip(table["country_a"].astype(str), table["country_b"].astype(str), strict=True))
    return table.assign(pair=pairs, when=dated(table["date"])).sort_values("date", kind="stable")


@cache
def pair_years(start: int, inherited: bool = False) -> tuple[tuple[Pair, int], ...]:
    """Pairs and years in which leaders met, for the window that begins with `start`.

    Parameters
    ----------
    start : int
        First of `SPAN` years.
    inherited : bool
        Whether to take only the contacts that the tables on Japan and Russia and on the Korean
        Peninsula hold, and none of those added for the network.
    """
    table = contacts()
    years = table["date"].dt.year
    keep = (table["level"] == "leaders") & years.between(start, start + SPAN - 1)
    if inherited:
        keep &= table["taken_from"].notna()
    return tuple(sorted(set(zip(table.loc[keep, "pair"], years[keep], strict=True))))


def years_met(start: int, inherited: bool = False) -> dict[Pair, int]:
    """Number of years of the window in which each pair met; pairs that never did are left out."""
    pairs = [pair for pair, _ in pair_years(start, inherited)]
    return {pair: pairs.count(pair) for pair in sorted(set(pairs))}


@cache
def betweenness(pairs: Pairs) -> NDArray[np.float64]:
    """Betweenness of the six states, in the order of `SIX`; a state without an edge has 0.

    The model normalises by the states that have an edge. Here all six always count, so that two
    windows can be compared.
    """
    if not pairs:
        return np.zeros(len(SIX))
    found = centrality(pairs)["betweenness"]
    others = (len(found) - 1) * (len(found) - 2)
    everyone = (len(SIX) - 1) * (len(SIX) - 2)
    return found.reindex(SIX).fillna(0.0).to_numpy() * others / everyone


def ways(pairs: Pairs, ends: Pair) -> Paths:
    """Shortest ways between two states; none if either has no edge."""
    if not all(any(end in pair for pair in pairs) for end in ends):
        return Paths(None, 0, ())
    return shortest_paths(pairs, *ends)


@cache
def resampled(start: int, least: int, inherited: bool, draws: int) -> NDArray[np.float64]:
    """Betweenness in networks drawn from the pair-years with replacement, shape (draws, 6).

    Source: the bootstrap, Efron (1979). An edge needs `least` different years among those drawn.
    """
    units = pair_years(start, inherited)
    dice = np.random.default_rng([20260820, start, least, inherited])
    picks = dice.integers(0, len(units), size=(draws, len(units)))
    return np.array([betweenness(_enough({units[i] for i in row}, least)) for row in picks])


def _enough(units: set[tuple[Pair, int]], least: int) -> Pairs:
    pairs = [pair for pair, _ in units]
    return frozenset(pair for pair in pairs if pairs.count(pair) >= least)
