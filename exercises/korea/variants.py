"""Variants, reference answers and typical mistakes of the set `korea`.

The answers are computed here a second time, in plain Python, so that they do not lean on the
solution cells of the master.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations, product
from typing import Any

import numpy as np

from twoplustwo import load
from twoplustwo.exercises import Mistake, Number, ProblemSet, Task, Text, Whole

Values = Mapping[str, Any]
LAST_DAY = date(2025, 12, 31)


@lru_cache
def rows(name: str) -> list[dict[str, Any]]:
    """Rows of a table as plain values."""
    return load(name).to_dict("records")


def _whole(value: Any) -> int | None:
    """A count, or None where the cell is empty."""
    return None if value is None or value != value or str(value) == "<NA>" else int(value)


@lru_cache
def launches() -> tuple[tuple[date, int | None, int | None], ...]:
    """Day, ballistic missiles, and highest number of missiles of each row."""
    return tuple(
        (
            row["date"].date(),
            _whole(row["ballistic_count"]),
            _whole(row["missiles_high_count"]),
        )
        for row in rows("launch_days")
    )


@lru_cache
def ballistic() -> dict[date, int]:
    """Ballistic missiles on each ballistic launch day; an unknown number counts as one."""
    return {
        day: 1 if count is None else count
        for day, count, *_ in launches()
        if count is None or count
    }


@lru_cache
def trackers() -> dict[date, set[str]]:
    """The lists that hold each day."""
    return {row["date"].date(): set(row["trackers"].split(";")) for row in rows("launch_days")}


@lru_cache
def every_day() -> tuple[date, ...]:
    """Every day of the table, days with cruise missiles alone among them."""
    return tuple(day for day, *_ in launches())


def _inside(days: Iterable[date], first: date, last: date) -> list[date]:
    return [day for day in days if first <= day <= last]


# ---- One year, many numbers ----------------------------------------------------------------------


def _window(numbers: Values) -> tuple[date, date]:
    return date.fromisoformat(numbers["first"]), date.fromisoformat(numbers["last"])


def counting(numbers: Values) -> Values:
    days = _inside(ballistic(), *_window(numbers))
    missiles = [ballistic()[day] for day in days]
    return {
        "days_total": len(days),
        "missiles_total": sum(missiles),
        "in_both": sum({"CNS", "CSIS"} <= trackers()[day] for day in days),
        "rest_a_day": (sum(missiles) - max(missiles)) / (len(days) - 1),
    }


def counting_every_row(numbers: Values) -> Values:
    days = _inside(every_day(), *_window(numbers))
    missiles = [ballistic().get(day, 0) for day in days]
    return {
        "days_total": len(days),
        "missiles_total": sum(missiles),
        "rest_a_day": (sum(missiles) - max(missiles)) / (len(days) - 1),
    }


def counting_day_kept(numbers: Values) -> Values:
    days = _inside(ballistic(), *_window(numbers))
    missiles = [ballistic()[day] for day in days]
    return {"rest_a_day": (sum(missiles) - max(missiles)) / len(days)}


def counting_high(numbers: Values) -> Values:
    first, last = _window(numbers)
    high = [top for day, *_, top in launches() if first <= day <= last and top is not None]
    return {"missiles_total": sum(high)}


def counting_candidates() -> list[Values]:
    found = []
    for start, months in product(range(2013 * 12, 2025 * 12, 3), (18, 24, 36)):
        end = start + months
        first = date(start // 12, start % 12 + 1, 1)
        last = date(end // 12, end % 12 + 1, 1) - timedelta(days=1)
        # Windows with few launches would be less work than others.
        if last <= LAST_DAY and len(_inside(ballistic(), first, last)) >= 12:
            found.append({"first": first.isoformat(), "last": last.isoformat()})
    return found


COUNTING = Task(
    name="counting",
    answers=(
        Whole(name="days_total", low=1, high=200, unit="days"),
        Whole(name="missiles_total", low=1, high=400, unit="missiles"),
        Whole(name="in_both", low=1, high=200, unit="days"),
        Number(name="rest_a_day", low=0.5, high=10, tolerance=0.002, unit="missiles a day"),
    ),
    candidates=counting_candidates(),
    solve=counting,
    mistakes=(
        Mistake(
            name="every_row_counted",
            hint="You counted every row of the table. Some days saw cruise missiles only, and some "
            "ballistic count is zero.",
            solve=counting_every_row,
        ),
        Mistake(
            name="largest_day_kept",
            hint="You took the missiles of the largest day out, but still divided by all days.",
            solve=counting_day_kept,
        ),
        Mistake(
            name="highest_figure",
            hint="You added up the highest figures. They count missiles of every kind, and they "
            "are only one end of the range.",
            solve=counting_high,
        ),
    ),
)


# ---- From magnitude to yield ---------------------------------------------------------------------


@lru_cache
def tests() -> dict[int, tuple[float, float, float]]:
    """Magnitude, lowest and highest yield of each nuclear test."""
    return {
        int(row["test_no"]): (row["usgs_magnitude_mb"], row["yield_low_kt"], row["yield_high_kt"])
        for row in rows("dprk_nuclear_tests")
    }


def _line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Slope and value at zero of the least-squares line."""
    mean_x = math.fsum(x for x, _ in points) / len(points)
    mean_y = math.fsum(y for _, y in points) / len(points)
    slope = math.fsum((x - mean_x) * (y - mean_y) for x, y in points)
    slope /= math.fsum((x - mean_x) ** 2 for x, _ in points)
    return slope, mean_y - slope * mean_x


def _used(numbers: Values) -> list[tuple[float, float, float]]:
    return [tests()[numbers[key]] for key in ("test_1", "test_2", "test_3", "test_4")]


def _fits(numbers: Values) -> list[tuple[float, float]]:
    """Lines through the logarithm of the lower and of the upper yields."""
    return [_line([(one[0], math.log10(one[end])) for one in _used(numbers)]) for end in (1, 2)]


@lru_cache
def _highest(test: int) -> str:
    estimates = [
        (row["value_high"], row["agency"])
        for row in rows("dprk_nuclear_test_estimates")
        if row["test_no"] == test and row["quantity"] == "yield_kt"
    ]
    return max(estimates)[1]


def yields(numbers: Values) -> Values:
    (low, low_start), (high, high_start) = _fits(numbers)
    magnitude = tests()[numbers["left"]][0]
    return {
        "factor_low": 10 ** (0.1 * low),
        "factor_high": 10 ** (0.1 * high),
        "kt_low": 10 ** (low_start + low * magnitude),
        "kt_high": 10 ** (high_start + high * magnitude),
        "highest_agency": _highest(numbers["left"]),
    }


def yields_unit(numbers: Values) -> Values:
    (low, _), (high, _) = _fits(numbers)
    return {"factor_low": 10**low, "factor_high": 10**high}


def yields_e(numbers: Values) -> Values:
    (low, _), (high, _) = _fits(numbers)
    return {"factor_low": math.exp(0.1 * low), "factor_high": math.exp(0.1 * high)}


def yields_linear(numbers: Values) -> Values:
    magnitude = tests()[numbers["left"]][0]
    lines = [_line([(one[0], one[end]) for one in _used(numbers)]) for end in (1, 2)]
    low, high = (start + slope * magnitude for slope, start in lines)
    return {"kt_low": low, "kt_high": high}


def yields_candidates() -> list[Values]:
    return [
        {
            "test_1": used[0],
            "test_2": used[1],
            "test_3": used[2],
            "test_4": used[3],
            "left": left,
        }
        for used in combinations(range(1, 7), 4)
        for left in range(1, 7)
        if left not in used
    ]


YIELDS = Task(
    name="yields",
    answers=(
        Number(name="factor_low", low=1, high=3, tolerance=0.002),
        Number(name="factor_high", low=1, high=3, tolerance=0.002),
        Number(name="kt_low", low=0, high=5000, tolerance=0.005, relative=True, unit="kilotons"),
        Number(name="kt_high", low=0, high=5000, tolerance=0.005, relative=True, unit="kilotons"),
        Text(name="highest_agency"),
    ),
    candidates=yields_candidates(),
    solve=yields,
    mistakes=(
        Mistake(
            name="a_whole_magnitude",
            hint="Your factor belongs to one whole unit of magnitude. The question asks for a "
            "tenth of it.",
            solve=yields_unit,
        ),
        Mistake(
            name="two_kinds_of_logarithm",
            hint="You fitted logarithms to base ten and undid them with the exponential function, "
            "which belongs to the natural logarithm.",
            solve=yields_e,
        ),
        Mistake(
            name="no_logarithm",
            hint="You fitted a straight line to kilotons. The chapter's line goes through their "
            "logarithms.",
            solve=yields_linear,
        ),
    ),
)


# ---- Before and after a vote ---------------------------------------------------------------------


def _votes(since: int, drafts: bool = False, undated: bool = False) -> list[date]:
    kinds = ("resolution", "draft") if drafts else ("resolution",)
    return [
        row["date"].date()
        for row in rows("sanctions")
        if row["kind"] in kinds
        and row["date"].year >= since
        and (undated or row["precision"] == "day")
    ]


def _around(votes: Sequence[date], days: Iterable[date], reach: int) -> dict[str, int]:
    gaps = [(day - vote).days for vote, day in product(votes, days)]
    return {
        "votes_used": len(votes),
        "days_before": sum(-reach <= gap < 0 for gap in gaps),
        "days_after": sum(0 < gap <= reach for gap in gaps),
    }


def votes(numbers: Values) -> Values:
    return _around(_votes(numbers["since"]), ballistic(), numbers["reach"])


def votes_drafts(numbers: Values) -> Values:
    return _around(_votes(numbers["since"], drafts=True), ballistic(), numbers["reach"])


def votes_undated(numbers: Values) -> Values:
    return _around(_votes(numbers["since"], undated=True), ballistic(), numbers["reach"])


def votes_any(numbers: Values) -> Values:
    return _around(_votes(numbers["since"]), every_day(), numbers["reach"])


def votes_candidates() -> list[Values]:
    return [
        {"since": since, "reach": reach}
        for since, reach in product((2006, 2009, 2012, 2014, 2016, 2017), range(40, 190, 10))
    ]


VOTES = Task(
    name="votes",
    answers=(
        Whole(name="votes_used", low=1, high=20, unit="resolutions"),
        Whole(name="days_before", low=0, high=300, unit="days"),
        Whole(name="days_after", low=0, high=300, unit="days"),
    ),
    candidates=votes_candidates(),
    solve=votes,
    mistakes=(
        Mistake(
            name="drafts_counted",
            hint="You counted drafts that were vetoed. A draft that failed is no resolution.",
            solve=votes_drafts,
        ),
        Mistake(
            name="guessed_dates",
            hint="You kept resolutions of which the table knows only the month or the year. The "
            "day in their cell is a stopgap, not a date.",
            solve=votes_undated,
        ),
        Mistake(
            name="cruise_days_counted",
            hint="You counted days without any ballistic missile. The table also holds days with "
            "cruise missiles only.",
            solve=votes_any,
        ),
    ),
)


# ---- What was banned, and what was not -----------------------------------------------------------


@lru_cache
def trade() -> dict[int, tuple[float, float]]:
    """What China bought from and sold to the DPRK, by year, in the course's series."""
    return {
        int(row["period"]): (row["china_imports_musd"], row["china_exports_musd"])
        for row in rows("trade_with_china")
        if row["in_series"] and row["china_imports_musd"] == row["china_imports_musd"]
    }


def _before(numbers: Values) -> list[tuple[float, float]]:
    return [trade()[numbers[key]] for key in ("year_1", "year_2", "year_3")]


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return math.fsum(found) / len(found)


def _percent(log_change: float) -> float:
    return 100 * math.expm1(log_change)


def effect(numbers: Values) -> Values:
    before, (bought, sold) = _before(numbers), trade()[numbers["after"]]
    gaps = [math.log(one / other) for one, other in before]
    return {
        "alone_percent": _percent(math.log(bought) - _mean(math.log(one) for one, _ in before)),
        "effect_percent": _percent(math.log(bought / sold) - _mean(gaps)),
        "before_gap": max(abs(_percent(gap - _mean(gaps))) for gap in gaps),
    }


def effect_swapped(numbers: Values) -> Values:
    before, (bought, sold) = _before(numbers), trade()[numbers["after"]]
    gaps = [math.log(other / one) for one, other in before]
    return {
        "alone_percent": _percent(math.log(sold) - _mean(math.log(one) for _, one in before)),
        "effect_percent": _percent(math.log(sold / bought) - _mean(gaps)),
    }


def effect_log_points(numbers: Values) -> Values:
    right = effect(numbers)
    return {key: 100 * math.log1p(right[key] / 100) for key in ("alone_percent", "effect_percent")}


def effect_levels(numbers: Values) -> Values:
    before, (bought, sold) = _before(numbers), trade()[numbers["after"]]
    one = bought / _mean(value for value, _ in before)
    other = sold / _mean(value for _, value in before)
    return {"effect_percent": 100 * (one - other)}


def effect_candidates() -> list[Values]:
    return [
        {"year_1": years[0], "year_2": years[1], "year_3": years[2], "after": after}
        for years, after in product(
            combinations((2011, 2012, 2013, 2014, 2016), 3), (2017, 2018, 2021, 2022)
        )
    ]


EFFECT = Task(
    name="effect",
    answers=(
        Number(name="alone_percent", low=-100, high=300, tolerance=0.05, unit="percent"),
        Number(name="effect_percent", low=-100, high=300, tolerance=0.05, unit="percent"),
        Number(name="before_gap", low=0, high=60, tolerance=0.02, unit="percent"),
    ),
    candidates=effect_candidates(),
    solve=effect,
    mistakes=(
        Mistake(
            name="groups_exchanged",
            hint="You treated what China sold. The ban hit above all what China bought; the other "
            "flow is the comparison.",
            solve=effect_swapped,
        ),
        Mistake(
            name="logarithms_left_standing",
            hint="You gave differences of logarithms times a hundred. Turn them back into "
            "percentages.",
            solve=effect_log_points,
        ),
        Mistake(
            name="difference_of_percentages",
            hint="You subtracted one percentage change from the other. The chapter takes "
            "logarithms first, so that flows of different size compare.",
            solve=effect_levels,
        ),
    ),
)


# ---- The unit and the year -----------------------------------------------------------------------


def _counts(numbers: Values, weights: Mapping[date, int]) -> dict[tuple[int, int], int]:
    """Sum of the weights in each period, empty periods included, by year and number."""
    months = 1 if numbers["period"] == "month" else 3
    found = {
        (year, part): 0
        for year in range(numbers["first"], numbers["last"] + 1)
        for part in range(12 // months)
    }
    for day, weight in weights.items():
        place = (day.year, (day.month - 1) // months)
        if place in found:
            found[place] += weight
    return found


def _index(counts: Iterable[int], less: int = 1) -> float:
    values = list(counts)
    mean = _mean(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - less) / mean


def _ones(days: Iterable[date]) -> dict[date, int]:
    return dict.fromkeys(days, 1)


def spread(numbers: Values) -> Values:
    days = _counts(numbers, _ones(ballistic()))
    years: dict[int, list[int]] = {}
    for (year, _), count in days.items():
        years.setdefault(year, []).append(count)
    inside = math.fsum((one - _mean(year)) ** 2 for year in years.values() for one in year)
    return {
        "index_days": _index(days.values()),
        "index_missiles": _index(_counts(numbers, ballistic()).values()),
        "index_within": inside / (len(days) - len(years)) / _mean(days.values()),
    }


def spread_no_empty(numbers: Values) -> Values:
    days = _counts(numbers, _ones(ballistic())).values()
    missiles = _counts(numbers, ballistic()).values()
    return {
        "index_days": _index([count for count in days if count]),
        "index_missiles": _index([count for count in missiles if count]),
    }


def spread_population(numbers: Values) -> Values:
    return {
        "index_days": _index(_counts(numbers, _ones(ballistic())).values(), less=0),
        "index_missiles": _index(_counts(numbers, ballistic()).values(), less=0),
    }


def spread_every_row(numbers: Values) -> Values:
    return {"index_days": _index(_counts(numbers, _ones(every_day())).values())}


def spread_candidates() -> list[Values]:
    return [
        {"first": first, "last": last, "period": period}
        for first, last, period in product(
            range(2012, 2021), range(2022, 2026), ("month", "quarter")
        )
    ]


SPREAD = Task(
    name="spread",
    answers=(
        Number(name="index_days", low=0.05, high=30, tolerance=0.002),
        Number(name="index_missiles", low=0.05, high=100, tolerance=0.002),
        Number(name="index_within", low=0.05, high=30, tolerance=0.002),
    ),
    candidates=spread_candidates(),
    solve=spread,
    mistakes=(
        Mistake(
            name="empty_periods_missing",
            hint="Your list has no zeros. A month or quarter without a launch is an observation "
            "too, and grouping rows does not make it appear.",
            solve=spread_no_empty,
        ),
        Mistake(
            name="divided_by_n",
            hint="You divided the squared deviations by the number of periods. The variance of a "
            "sample divides by one less.",
            solve=spread_population,
        ),
        Mistake(
            name="cruise_days_counted",
            hint="You counted days without any ballistic missile. The table also holds days with "
            "cruise missiles only.",
            solve=spread_every_row,
        ),
    ),
)


# ---- Beliefs and what came -----------------------------------------------------------------------


@lru_cache
def _monthly() -> tuple[int, ...]:
    """Launch days in each month from January 2006 to December 2025."""
    found = Counter((day.year - 2006) * 12 + day.month - 1 for day in ballistic())
    return tuple(found[month] for month in range(240))


def _stops(numbers: Values) -> list[int]:
    """Months gone by since January 2006 at the end of each quarter of the years."""
    return [
        12 * (year - 2006) + month
        for year in range(numbers["first"], numbers["last"] + 1)
        for month in (3, 6, 9, 12)
    ]


def _forecasts(numbers: Values, ahead: int = 0, mixed: bool = True) -> list[float]:
    said = []
    memory, horizon = numbers["memory"], numbers["horizon"]
    for stop in _stops(numbers):
        shape = numbers["alpha"] + sum(_monthly()[stop + ahead - memory : stop + ahead])
        rate = numbers["beta"] + memory
        said.append(
            (rate / (rate + horizon)) ** shape if mixed else math.exp(-shape / rate * horizon)
        )
    return said


def _scored(numbers: Values, said: Sequence[float]) -> Values:
    horizon = numbers["horizon"]
    quiet = [not any(_monthly()[stop : stop + horizon]) for stop in _stops(numbers)]
    return {
        "mean_said": _mean(said),
        "quiet_share": _mean(quiet),
        "brier_said": _mean((one - fact) ** 2 for one, fact in zip(said, quiet, strict=True)),
    }


def beliefs(numbers: Values) -> Values:
    return _scored(numbers, _forecasts(numbers))


def beliefs_plugged(numbers: Values) -> Values:
    found = _scored(numbers, _forecasts(numbers, mixed=False))
    return {"mean_said": found["mean_said"], "brier_said": found["brier_said"]}


def beliefs_peeked(numbers: Values) -> Values:
    found = _scored(numbers, _forecasts(numbers, ahead=numbers["horizon"]))
    return {"mean_said": found["mean_said"], "brier_said": found["brier_said"]}


def beliefs_whole_record(numbers: Values) -> Values:
    said = []
    for stop in _stops(numbers):
        rate = numbers["beta"] + stop
        shape = numbers["alpha"] + sum(_monthly()[:stop])
        said.append((rate / (rate + numbers["horizon"])) ** shape)
    found = _scored(numbers, said)
    return {"mean_said": found["mean_said"], "brier_said": found["brier_said"]}


def beliefs_candidates() -> list[Values]:
    return [
        {
            "alpha": alpha,
            "beta": beta,
            "memory": memory,
            "horizon": horizon,
            "first": first,
            "last": last,
        }
        for (alpha, beta), memory, horizon, first, last in product(
            ((1, 1), (2, 3), (1, 2)), (6, 9, 15, 18), (2, 3), (2014, 2015, 2016), (2023, 2024)
        )
    ]


BELIEFS = Task(
    name="beliefs",
    answers=(
        Number(name="mean_said", low=0, high=1, tolerance=0.001),
        Number(name="quiet_share", low=0, high=1, tolerance=0.001),
        Number(name="brier_said", low=0, high=1, tolerance=0.001),
    ),
    candidates=beliefs_candidates(),
    solve=beliefs,
    mistakes=(
        Mistake(
            name="rate_taken_as_known",
            hint="You put the mean rate into the Poisson law. A belief about a rate is spread out, "
            "and the formula of the chapter keeps that.",
            solve=beliefs_plugged,
        ),
        Mistake(
            name="looked_ahead",
            hint="Your memory ends with the months that you forecast. Only what had happened on "
            "the day of the forecast may count.",
            solve=beliefs_peeked,
        ),
        Mistake(
            name="memory_without_end",
            hint="You used all months since 2006. The memory is a window that moves along.",
            solve=beliefs_whole_record,
        ),
    ),
)


# ---- The moved calendar --------------------------------------------------------------------------


@lru_cache
def _span(first: int, last: int) -> np.ndarray:
    """Every day of the years."""
    return np.arange(f"{first}-01-01", f"{last + 1}-01-01", dtype="datetime64[D]")


@lru_cache
def _per_day(first: int, last: int, unit: str) -> np.ndarray:
    """Launch days (0 or 1) or missiles of each day of the years."""
    start = date(first, 1, 1)
    found = np.zeros(len(_span(first, last)), dtype=int)
    for day, missiles in ballistic().items():
        if first <= day.year <= last:
            found[(day - start).days] = missiles if unit == "missiles" else 1
    return found


@lru_cache
def _held(season: str) -> tuple[tuple[date, date], ...]:
    """First and last day of each exercise that was held."""
    return tuple(
        (row["start_date"].date(), row["end_date"].date())
        for row in rows("joint_exercises")
        if row["kind"] != "not_held" and season in (row["season"], "both")
    )


def _near(numbers: Values, margin: int = 0) -> np.ndarray:
    """Whether each day of the years lies near an exercise."""
    reach = (numbers["before"] - margin, numbers["after"] - margin)
    spans = [
        (start - timedelta(days=reach[0]), end + timedelta(days=reach[1]))
        for start, end in _held(numbers["season"])
    ]
    days = _span(numbers["first"], numbers["last"])
    near = np.zeros(len(days), dtype=bool)
    for start, end in spans:
        near |= (days >= np.datetime64(start)) & (days <= np.datetime64(end))
    return near


def _events(numbers: Values) -> tuple[np.ndarray, np.ndarray]:
    """Launch days and missiles of each day."""
    years = numbers["first"], numbers["last"]
    return _per_day(*years, "days"), _per_day(*years, "missiles")


def _ratio(near: np.ndarray, events: np.ndarray) -> float:
    return float(events[near].mean() / events[~near].mean())


def _as_good(near: np.ndarray, events: np.ndarray) -> float:
    """Percentage of the other positions of the calendar with as many events inside."""
    # A place p of the record meets the day p - s of a calendar moved by s days.
    mirrored = near[::-1].astype(int)
    inside = sum(np.roll(mirrored, place + 1) for place in np.flatnonzero(events))
    return float(100 * np.mean(inside[1:] >= inside[0]))


def calendar(numbers: Values) -> Values:
    near, (days, missiles) = _near(numbers), _events(numbers)
    return {
        "near_days": int(near.sum()),
        "ratio_days": _ratio(near, days),
        "ratio_missiles": _ratio(near, missiles),
        "as_good": _as_good(near, days),
    }


def calendar_all_days(numbers: Values) -> Values:
    near, (days, missiles) = _near(numbers), _events(numbers)
    return {
        "near_days": int(near.sum()),
        "ratio_days": float(days[near].mean() / days.mean()),
        "ratio_missiles": float(missiles[near].mean() / missiles.mean()),
    }


def calendar_edges(numbers: Values) -> Values:
    near = _near(numbers, margin=1)
    return {
        "near_days": int(near.sum()),
        "ratio_days": _ratio(near, _events(numbers)[0]),
    }


def calendar_sums(numbers: Values) -> Values:
    near, (days, _) = _near(numbers), _events(numbers)
    return {"ratio_days": float(days[near].sum() / days[~near].sum())}


def calendar_candidates() -> list[Values]:
    seasons = {
        "spring": "those of spring",
        "summer": "those of summer",
        "both": "those of both seasons",
    }
    return [
        {
            "season": season,
            "season_name": name,
            "before": before,
            "after": after,
            "first": first,
            "last": last,
        }
        for (season, name), (before, after), (first, last) in product(
            seasons.items(),
            ((3, 3), (7, 7), (3, 14), (14, 3)),
            ((2014, 2025), (2014, 2022), (2016, 2024), (2019, 2025)),
        )
    ]


CALENDAR = Task(
    name="calendar",
    answers=(
        Whole(name="near_days", low=2, high=3000, unit="days"),
        Number(name="ratio_days", low=0.01, high=20, tolerance=0.002),
        Number(name="ratio_missiles", low=0.01, high=20, tolerance=0.002),
        Number(name="as_good", low=0, high=100, tolerance=0.05, unit="percent"),
    ),
    candidates=calendar_candidates(),
    solve=calendar,
    mistakes=(
        Mistake(
            name="compared_with_all_days",
            hint="You compared days near an exercise with all days. Compare them with the other "
            "days only.",
            solve=calendar_all_days,
        ),
        Mistake(
            name="edges_left_out",
            hint="Your window misses its first and its last day. Both belong to it.",
            solve=calendar_edges,
        ),
        Mistake(
            name="numbers_instead_of_rates",
            hint="You compared numbers of launch days. Days near an exercise are far fewer than "
            "other days, so compare launch days per day.",
            solve=calendar_sums,
        ),
    ),
)


# ---- What an alert is worth ----------------------------------------------------------------------


@lru_cache
def flights() -> tuple[tuple[date, bool, bool], ...]:
    """Day, whether a missile crossed Japan, and whether there was an alert."""
    return tuple(
        (row["date"].date(), row["relation"] == "overflight", row["j_alert"] == "yes")
        for row in rows("missile_overflights")
    )


def _alarms(numbers: Values) -> tuple[int, int, int, int, int]:
    """Ballistic days, all days of the table, crossings, real alerts, other alerts."""
    first, last = date(numbers["first"], 1, 1), date(numbers["last"], 12, 31)
    found = [one for one in flights() if first <= one[0] <= last]
    return (
        len(_inside(ballistic(), first, last)),
        len(_inside(every_day(), first, last)),
        sum(crossed for _, crossed, _ in found),
        sum(crossed and alert for _, crossed, alert in found),
        sum(alert and not crossed for _, crossed, alert in found),
    )


def _worth(numbers: Values, days: int) -> dict[str, float]:
    _, _, crossings, real, other = _alarms(numbers)
    prior, hit, wolf = crossings / days, real / crossings, other / (days - crossings)
    goal = numbers["goal"] / 100
    return {
        "wolf_percent": 100 * wolf,
        "needed_percent": 100 * prior * hit * (1 - goal) / (goal * (1 - prior)),
        "crisis_percent": 100 * 2 * prior * hit / (2 * prior * hit + wolf * (1 - 2 * prior)),
    }


def alarm(numbers: Values) -> Values:
    return _worth(numbers, _alarms(numbers)[0])


def alarm_every_row(numbers: Values) -> Values:
    found = _worth(numbers, _alarms(numbers)[1])
    return {key: found[key] for key in ("wolf_percent", "needed_percent")}


def alarm_of_alerts(numbers: Values) -> Values:
    *_, real, other = _alarms(numbers)
    return {"wolf_percent": 100 * other / (real + other)}


def alarm_half(numbers: Values) -> Values:
    *_, real, other = _alarms(numbers)
    return {"crisis_percent": 100 * real / (real + other)}


def alarm_candidates() -> list[Values]:
    return [
        {"first": first, "last": last, "goal": goal}
        for first, last, goal in product(range(2012, 2018), (2022, 2023, 2024), (80, 85, 90, 95))
    ]


ALARM = Task(
    name="alarm",
    answers=(
        Number(name="wolf_percent", low=0, high=100, tolerance=0.01, unit="percent"),
        Number(name="needed_percent", low=0, high=100, tolerance=0.01, unit="percent"),
        Number(name="crisis_percent", low=1.5, high=100, tolerance=0.05, unit="percent"),
    ),
    candidates=alarm_candidates(),
    solve=alarm,
    mistakes=(
        Mistake(
            name="cruise_days_counted",
            hint="You counted days without any ballistic missile among the launch days.",
            solve=alarm_every_row,
        ),
        Mistake(
            name="share_of_alerts",
            hint="You divided the alerts without a crossing by all alerts. The share of false "
            "alarms is one of the launch days on which nothing crossed.",
            solve=alarm_of_alerts,
        ),
        Mistake(
            name="prior_left_as_it_was",
            hint="Your last answer is the worth of an alert with the old prior. Double the prior "
            "first, and leave the two rates of the alert as they are.",
            solve=alarm_half,
        ),
    ),
)

problem_set = ProblemSet(
    name="korea",
    title="Launches, votes and alarms",
    minutes=180,
    tasks=(COUNTING, YIELDS, VOTES, EFFECT, SPREAD, BELIEFS, CALENDAR, ALARM),
)
