"""Variants, reference answers and typical mistakes of the set `third-power`.

The answers are computed here a second time, in plain Python, so that they do not lean on the
solution cells of the master.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, product
from typing import Any

import numpy as np
import pandas as pd

from twoplustwo import load
from twoplustwo.exercises import Column, Frame, Mistake, Number, ProblemSet, Task, Whole

Values = Mapping[str, Any]
NINE = ("CHN", "FRA", "GBR", "IND", "ISR", "PAK", "PRK", "RUS", "USA")
NAMES = {
    "AUS": "Australia",
    "CHN": "China",
    "GBR": "the United Kingdom",
    "IND": "India",
    "JPN": "Japan",
    "KOR": "the ROK",
    "PAK": "Pakistan",
    "RUS": "Russia",
    "USA": "the United States",
}


@lru_cache
def stockpiles(series: str = "main") -> dict[tuple[str, int], int]:
    """Warheads by country and year."""
    rows = load("warheads").to_dict("records")
    return {
        (row["country_iso3"], int(row["year"])): int(row["warheads_count"])
        for row in rows
        if row["series"] == series
    }


@lru_cache
def projections() -> dict[tuple[int, int], int]:
    """Projected warheads of China by report year and projection year."""
    rows = load("china_projections").to_dict("records")
    return {
        (int(row["report_year"]), int(row["projection_year"])): int(row["projection_warheads"])
        for row in rows
    }


@lru_cache
def spending(measure: str) -> dict[tuple[str, int], float]:
    """Military spending by country and year."""
    rows = load("milex").to_dict("records")
    return {(row["country_iso3"], int(row["year"])): float(row[measure]) for row in rows}


# ---- Two counts of one arsenal -------------------------------------------------------------------


def _gap(numbers: Values) -> tuple[int, int]:
    place = (numbers["country"], numbers["year"])
    return tuple(sorted((stockpiles()[place], stockpiles("alternative")[place])))


def _paces(numbers: Values, low: float, high: float, years: int) -> dict[str, float]:
    """Slowest and fastest pace if the first estimate is off by one factor, the last by another."""
    start, end = (stockpiles()["CHN", numbers[key]] for key in ("first", "last"))
    return {
        "slowest_pace": (end * low - start * high) / years,
        "fastest_pace": (end * high - start * low) / years,
    }


def doubt(numbers: Values) -> Values:
    small, large = _gap(numbers)
    factor = large / small
    years = numbers["last"] - numbers["first"]
    return {"doubt_percent": 100 * (factor - 1), **_paces(numbers, 1 / factor, factor, years)}


def doubt_of_larger(numbers: Values) -> Values:
    small, large = _gap(numbers)
    return {"doubt_percent": 100 * (1 - small / large)}


def doubt_same_side(numbers: Values) -> Values:
    small, large = _gap(numbers)
    start, end = (stockpiles()["CHN", numbers[key]] for key in ("first", "last"))
    pace = (end - start) / (numbers["last"] - numbers["first"])
    return {"slowest_pace": pace * small / large, "fastest_pace": pace * large / small}


def doubt_points(numbers: Values) -> Values:
    small, large = _gap(numbers)
    years = numbers["last"] - numbers["first"] + 1
    return _paces(numbers, small / large, large / small, years)


def doubt_candidates() -> list[Values]:
    twice = [("GBR", 2022), ("CHN", 2022), ("USA", 2017)]
    return [
        {"country": code, "name": NAMES[code], "year": year, "first": first, "last": last}
        for (code, year), first, last in product(twice, range(2010, 2020), range(2022, 2026))
    ]


DOUBT = Task(
    name="doubt",
    answers=(
        Number(name="doubt_percent", low=0.5, high=60, tolerance=0.01, unit="percent"),
        Number(name="slowest_pace", low=-80, high=80, tolerance=0.02, unit="warheads a year"),
        Number(name="fastest_pace", low=0, high=200, tolerance=0.02, unit="warheads a year"),
    ),
    candidates=doubt_candidates(),
    solve=doubt,
    mistakes=(
        Mistake(
            name="share_of_the_larger",
            hint="You divided the gap by the larger count. The question asks how far the larger "
            "one lies above the smaller one.",
            solve=doubt_of_larger,
        ),
        Mistake(
            name="errors_on_the_same_side",
            hint="Your two ends let both years err in the same direction. For the extremes one "
            "year may be too high while the other is too low.",
            solve=doubt_same_side,
        ),
        Mistake(
            name="years_counted_as_points",
            hint="You divided by the number of years named, both ends included. A pace counts the "
            "steps between them.",
            solve=doubt_points,
        ),
    ),
)


# ---- A projection is a pace ----------------------------------------------------------------------


def _target(numbers: Values) -> tuple[int, int, int]:
    start, end = (stockpiles()["CHN", numbers[key]] for key in ("first", "last"))
    return start, end, projections()[numbers["report"], numbers["target"]]


def pace(numbers: Values) -> Values:
    start, end, wanted = _target(numbers)
    past = (end - start) / (numbers["last"] - numbers["first"])
    return {
        "past_pace": past,
        "needed_pace": (wanted - end) / (numbers["target"] - numbers["last"]),
        "line_year": numbers["last"] + (wanted - end) / past,
    }


def pace_points(numbers: Values) -> Values:
    start, end, wanted = _target(numbers)
    past = (end - start) / (numbers["last"] - numbers["first"] + 1)
    return {"past_pace": past, "line_year": numbers["last"] + (wanted - end) / past}


def pace_from_report(numbers: Values) -> Values:
    _, end, wanted = _target(numbers)
    return {"needed_pace": (wanted - end) / (numbers["target"] - numbers["report"])}


def pace_factor(numbers: Values) -> Values:
    start, end, wanted = _target(numbers)
    growth = math.log(end / start) / (numbers["last"] - numbers["first"])
    return {"line_year": numbers["last"] + math.log(wanted / end) / growth}


def pace_candidates() -> list[Values]:
    ahead = [(2021, 2027), (2021, 2030), (2022, 2035), (2024, 2030), (2025, 2030)]
    return [
        {"first": first, "last": last, "report": report, "target": target}
        for first, last, (report, target) in product(
            range(2012, 2020), (2022, 2023, 2024, 2025), ahead
        )
    ]


PACE = Task(
    name="pace",
    answers=(
        Number(name="past_pace", low=1, high=200, tolerance=0.02, unit="warheads a year"),
        Number(name="needed_pace", low=1, high=300, tolerance=0.02, unit="warheads a year"),
        Number(name="line_year", low=2022, high=2200, tolerance=0.02, unit="calendar year"),
    ),
    candidates=pace_candidates(),
    solve=pace,
    mistakes=(
        Mistake(
            name="years_counted_as_points",
            hint="You divided by the number of years named, both ends included. A pace counts the "
            "steps between them.",
            solve=pace_points,
        ),
        Mistake(
            name="from_the_year_of_the_report",
            hint="Your needed pace starts in the year of the report. The stock you start from is "
            "that of a later or earlier year: count from there.",
            solve=pace_from_report,
        ),
        Mistake(
            name="same_factor_not_same_number",
            hint="You continued the growth by a constant factor a year. A straight line adds the "
            "same number of warheads each year.",
            solve=pace_factor,
        ),
    ),
)


# ---- Fear, fatigue, grievance --------------------------------------------------------------------


def _race(numbers: Values) -> tuple[float, ...]:
    a, b, l, g, h = (numbers[key] for key in "ablgh")  # noqa: E741 - Richardson's own letter
    limit = a * b / l
    return a, b, l, g, h, limit, numbers["part"] / 100 * limit


def race(numbers: Values) -> Values:
    a, b, l, g, h, limit, k = _race(numbers)  # noqa: E741
    # Both sides stand still: y = (l x + h) / b, put into a x = k y + g.
    rest = (k * h / b + g) / (a - k * l / b)
    more = (2 * k * h / b + g) / (a - k * l / b)
    return {"fear_limit": limit, "rest_x": rest, "rise_percent": 100 * (more / rest - 1)}


def race_sum(numbers: Values) -> Values:
    return {"fear_limit": numbers["a"] + numbers["b"] - numbers["l"]}


def race_own(numbers: Values) -> Values:
    *_, b, _, g, h, _, k = _race(numbers)
    return {"rise_percent": 100 * b * g / (k * h + b * g)}


def race_without_fatigue(numbers: Values) -> Values:
    a, b, l, g, h, limit, k = _race(numbers)  # noqa: E741
    return {"fear_limit": limit, "rest_x": (k * h + g) / (a * b - k * l)}


def race_candidates() -> list[Values]:
    return [
        {"a": a, "b": b, "l": l, "g": g, "h": h, "part": part}
        for a, b, l, (g, h), part in product(  # noqa: E741
            (0.9, 1.1, 1.2), (0.7, 0.8), (0.4, 0.5), ((0.2, 0.3), (0.3, 0.1)), (30, 40, 60, 70)
        )
    ]


RACE = Task(
    name="race",
    answers=(
        Number(name="fear_limit", low=0, high=10, tolerance=0.002),
        Number(name="rest_x", low=0, high=50, tolerance=0.002),
        Number(name="rise_percent", low=0, high=100, tolerance=0.02, unit="percent"),
    ),
    candidates=race_candidates(),
    solve=race,
    mistakes=(
        Mistake(
            name="sums_instead_of_products",
            hint="You compared the sum of the fears with the sum of the fatigues. Stability "
            "compares products: follow one push across and back.",
            solve=race_sum,
        ),
        Mistake(
            name="the_wrong_grievance",
            hint="You doubled the grievance of the state itself. The question doubles that of the "
            "other state, which reaches this one only through fear.",
            solve=race_own,
        ),
        Mistake(
            name="fatigue_left_out",
            hint="In the numerator of the resting point the state's own grievance is multiplied by "
            "the fatigue of the other. Look at the worked example again.",
            solve=race_without_fatigue,
        ),
    ),
)


# ---- Two lines that rise -------------------------------------------------------------------------


def _two_lines(numbers: Values) -> tuple[list[float], list[float]]:
    years = range(numbers["first"], numbers["last"] + 1)
    arms = [float(stockpiles()[numbers["arsenal"], year]) for year in years]
    money = [spending("spending_current_musd")[numbers["spender"], year] for year in years]
    return arms, money


def _moments(x: Sequence[float], y: Sequence[float]) -> tuple[float, float, float]:
    mean_x, mean_y = math.fsum(x) / len(x), math.fsum(y) / len(y)
    both = [(one - mean_x, other - mean_y) for one, other in zip(x, y, strict=True)]
    return (
        math.fsum(dx * dy for dx, dy in both),
        math.fsum(dx * dx for dx, _ in both),
        math.fsum(dy * dy for _, dy in both),
    )


def correlation(x: Sequence[float], y: Sequence[float]) -> float:
    """Pearson's correlation."""
    xy, xx, yy = _moments(x, y)
    return xy / math.sqrt(xx * yy)


def _steps(values: Sequence[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(values)]


def _growth(values: Sequence[float]) -> list[float]:
    return [later / earlier - 1 for earlier, later in pairwise(values)]


def trend(numbers: Values) -> Values:
    arms, money = _two_lines(numbers)
    xy, xx, _ = _moments(money, arms)
    return {
        "levels_r": correlation(arms, money),
        "changes_r": correlation(_steps(arms), _steps(money)),
        "per_billion": 1000 * xy / xx,
    }


def trend_percent(numbers: Values) -> Values:
    arms, money = _two_lines(numbers)
    return {"changes_r": correlation(_growth(arms), _growth(money))}


def trend_squared(numbers: Values) -> Values:
    found = trend(numbers)
    return {"levels_r": found["levels_r"] ** 2, "changes_r": found["changes_r"] ** 2}


def trend_million(numbers: Values) -> Values:
    found = trend(numbers)
    return {"levels_r": found["levels_r"], "per_billion": found["per_billion"] / 1000}


def trend_candidates() -> list[Values]:
    found = [
        {
            "arsenal": arsenal,
            "arsenal_name": NAMES[arsenal],
            "spender": spender,
            "spender_name": NAMES[spender],
            "first": first,
            "last": last,
        }
        for arsenal, spender, first, last in product(
            ("IND", "PAK"), ("AUS", "JPN", "KOR"), (2001, 2002, 2003, 2004), (2020, 2022, 2024)
        )
    ]
    # The lesson needs a fit of the levels that looks like something.
    return [one for one in found if trend(one)["levels_r"] > 0.4]


TREND = Task(
    name="trend",
    answers=(
        Number(name="levels_r", low=-1, high=1, tolerance=0.002),
        Number(name="changes_r", low=-1, high=1, tolerance=0.002),
        Number(name="per_billion", low=0, high=100, tolerance=0.002, unit="warheads"),
    ),
    candidates=trend_candidates(),
    solve=trend,
    mistakes=(
        Mistake(
            name="percent_instead_of_differences",
            hint="You correlated yearly changes in percent. First differences subtract the value "
            "of the year before, and do not divide.",
            solve=trend_percent,
        ),
        Mistake(
            name="squared",
            hint="You gave the share of variance, the square of the correlation. The square also "
            "loses the sign.",
            solve=trend_squared,
        ),
        Mistake(
            name="per_million",
            hint="Your slope is per million dollars, the unit of the column. The question asks for "
            "a thousand times as much money.",
            solve=trend_million,
        ),
    ),
)


# ---- A rival and a placebo -----------------------------------------------------------------------

ALLIES = ("AUS", "JPN", "KOR", "USA")
OTHERS = ("CHN", "RUS")


@lru_cache(maxsize=4096)
def _answer(x: str, y: str, first: int, last: int, lag: int = 1, constant: bool = True) -> tuple:
    """Reaction k of x to y and its t value, by the normal equations."""
    share = spending("spending_share_gdp_percent")
    rows, change = [], []
    for year in range(first + 1, last + 1):
        row = [share[y, year - lag], -share[x, year - 1]]
        rows.append([*row, 1.0] if constant else row)
        change.append(share[x, year] - share[x, year - 1])
    design, response = np.array(rows), np.array(change)
    spread = np.linalg.inv(design.T @ design)
    beta = spread @ design.T @ response
    rest = response - design @ beta
    variance = rest @ rest / (len(response) - len(beta))
    return float(beta[0]), float(beta[0] / math.sqrt(variance * spread[0, 0]))


def _both(numbers: Values, **how: Any) -> Values:
    window = numbers["first"], numbers["last"]
    found = {}
    for role in ("rival", "placebo"):
        k, t = _answer(numbers["state"], numbers[role], *window, **how)
        found |= {f"k_{role}": k, f"t_{role}": t}
    return found


def placebo(numbers: Values) -> Values:
    return _both(numbers)


def placebo_same_year(numbers: Values) -> Values:
    return _both(numbers, lag=0)


def placebo_no_constant(numbers: Values) -> Values:
    return _both(numbers, constant=False)


def placebo_swapped(numbers: Values) -> Values:
    window = numbers["first"], numbers["last"]
    found = {}
    for role in ("rival", "placebo"):
        k, t = _answer(numbers[role], numbers["state"], *window)
        found |= {f"k_{role}": k, f"t_{role}": t}
    return found


def _trios() -> Iterator[tuple[str, str, str]]:
    for state in ALLIES:
        others = [ally for ally in ALLIES if ally != state]
        yield from product((state,), OTHERS, others)
    for state, other in (OTHERS, OTHERS[::-1]):
        yield from product((state,), ALLIES, (other,))


def placebo_candidates() -> list[Values]:
    return [
        {
            "state": state,
            "rival": rival,
            "placebo": other,
            "state_name": NAMES[state],
            "rival_name": NAMES[rival],
            "placebo_name": NAMES[other],
            "first": first,
            "last": last,
        }
        for (state, rival, other), (first, last) in product(
            _trios(), ((2000, 2021), (2002, 2023), (2003, 2024))
        )
    ]


PLACEBO = Task(
    name="placebo",
    answers=(
        Number(name="k_rival", low=-10, high=10, tolerance=0.001),
        Number(name="t_rival", low=-15, high=15, tolerance=0.01),
        Number(name="k_placebo", low=-10, high=10, tolerance=0.001),
        Number(name="t_placebo", low=-15, high=15, tolerance=0.01),
    ),
    candidates=placebo_candidates(),
    solve=placebo,
    mistakes=(
        Mistake(
            name="level_of_the_same_year",
            hint="You let a state answer the other's level of the same year. In the model the "
            "change of a year answers the levels of the year before.",
            solve=placebo_same_year,
        ),
        Mistake(
            name="no_constant",
            hint="Your fit has no column of ones, so it has no grievance: the line is forced "
            "through zero.",
            solve=placebo_no_constant,
        ),
        Mistake(
            name="roles_exchanged",
            hint="You fitted the other state's answer to this one. The change on the left-hand "
            "side belongs to the state that answers.",
            solve=placebo_swapped,
        ),
    ),
)


# ---- Parity --------------------------------------------------------------------------------------


def parity(numbers: Values) -> Values:
    forces, rounds = [numbers[key] for key in ("red", "blue", "green")], 0
    limit = numbers["times"] * sum(forces)
    while sum(forces) <= limit:
        forces = [numbers["demand"] * (sum(forces) - own) for own in forces]
        rounds += 1
    return {
        "rounds_needed": rounds,
        "demand_needed": numbers["times"] ** (1 / numbers["rounds"]) / 2,
        "group_limit": 1 / math.sqrt(numbers["one_group"] * numbers["other_group"]),
    }


def parity_three(numbers: Values) -> Values:
    growth = 3 * numbers["demand"]
    return {
        "rounds_needed": math.floor(math.log(numbers["times"]) / math.log(growth)) + 1,
        "demand_needed": numbers["times"] ** (1 / numbers["rounds"]) / 3,
    }


def parity_linear(numbers: Values) -> Values:
    return {"demand_needed": (1 + (numbers["times"] - 1) / numbers["rounds"]) / 2}


def parity_all_rivals(numbers: Values) -> Values:
    return {"group_limit": 1 / (numbers["one_group"] + numbers["other_group"] - 1)}


def parity_candidates() -> list[Values]:
    forces = ((400, 900, 1100), (500, 700, 1300), (300, 800, 1400))
    groups = ((1, 2), (1, 3), (2, 3), (2, 4))
    return [
        {
            "red": red,
            "blue": blue,
            "green": green,
            "demand": demand,
            "times": times,
            "rounds": rounds,
            "one_group": one,
            "other_group": other,
        }
        for (red, blue, green), demand, (times, rounds), (one, other) in product(
            forces, (0.56, 0.6, 0.64, 0.7), ((6, 12), (8, 15), (12, 18)), groups
        )
    ]


PARITY = Task(
    name="parity",
    answers=(
        Whole(name="rounds_needed", low=2, high=200, unit="rounds"),
        Number(name="demand_needed", low=0.5, high=2, tolerance=0.001),
        Number(name="group_limit", low=0.05, high=1.5, tolerance=0.001),
    ),
    candidates=parity_candidates(),
    solve=parity,
    mistakes=(
        Mistake(
            name="own_force_counted",
            hint="You let the total grow by three times the demand. Each state answers the other "
            "two, not itself.",
            solve=parity_three,
        ),
        Mistake(
            name="added_not_multiplied",
            hint="You spread the growth evenly over the rounds by adding. Each round multiplies "
            "what the last one left.",
            solve=parity_linear,
        ),
        Mistake(
            name="groups_ignored",
            hint="Your limit is that of states which are all rivals of each other. Sum the demands "
            "group by group, then put one sum into the other.",
            solve=parity_all_rivals,
        ),
    ),
)


# ---- Three readings of one phrase ----------------------------------------------------------------


def _reading(year: int) -> dict[str, float]:
    stock = {code: stockpiles()[code, year] for code in NINE}
    two = stock["USA"], stock["RUS"]
    small = [stock[code] for code in NINE if code not in ("CHN", "RUS", "USA")]
    return {
        "year": year,
        "above_next": stock["CHN"] / max(small),
        "below_two": min(two) / stock["CHN"],
        "two_share": 100 * sum(two) / sum(stock.values()),
    }


def _years(numbers: Values) -> tuple[int, int, int]:
    return numbers["first"], numbers["second"], numbers["third"]


def readings(numbers: Values) -> Values:
    return {"readings_table": pd.DataFrame([_reading(year) for year in _years(numbers)])}


def _changed(numbers: Values, column: str, value: Any) -> Values:
    rows = [_reading(year) for year in _years(numbers)]
    for row in rows:
        row[column] = value(row)
    return {"readings_table": pd.DataFrame(rows)}


def readings_world(numbers: Values) -> Values:
    def share(row: Mapping[str, float]) -> float:
        year = row["year"]
        stock = [stockpiles()[code, year] for code in NINE]
        world = stockpiles().get(("WLD", year), 0)
        two = stockpiles()["USA", year] + stockpiles()["RUS", year]
        return 100 * two / (sum(stock) + world)

    return _changed(numbers, "two_share", share)


def readings_larger(numbers: Values) -> Values:
    def larger(row: Mapping[str, float]) -> float:
        stock = stockpiles()
        year = row["year"]
        return max(stock["USA", year], stock["RUS", year]) / stock["CHN", year]

    return _changed(numbers, "below_two", larger)


def readings_fraction(numbers: Values) -> Values:
    return _changed(numbers, "two_share", lambda row: row["two_share"] / 100)


def readings_candidates() -> list[Values]:
    return [
        {"first": first, "second": second, "third": third}
        for first, second, third in product(
            (1970, 1975, 1980, 1985), (1995, 2000, 2010, 2021), (2023, 2024, 2025)
        )
    ]


READINGS = Task(
    name="readings",
    answers=(
        Frame(
            name="readings_table",
            key=("year",),
            columns={
                "above_next": Column(
                    kind="number", tolerance=0.001, relative=True, low=0.01, high=20
                ),
                "below_two": Column(
                    kind="number", tolerance=0.001, relative=True, low=0.5, high=1000
                ),
                "two_share": Column(
                    kind="number", tolerance=0.02, unit="percent", low=1.5, high=100
                ),
            },
            rows=3,
        ),
    ),
    candidates=readings_candidates(),
    solve=readings,
    mistakes=(
        Mistake(
            name="world_counted_as_a_state",
            hint="From 2023 on the table also holds a row for the world (WLD). Your sum counts it "
            "on top of the nine states.",
            solve=readings_world,
        ),
        Mistake(
            name="larger_of_the_two",
            hint="You compared China with the larger of the two. To be a peer of the two, a state "
            "would first have to reach the smaller one.",
            solve=readings_larger,
        ),
        Mistake(
            name="fraction_not_percent",
            hint="Your shares lie between 0 and 1. The question asks for percent.",
            solve=readings_fraction,
        ),
    ),
)

problem_set = ProblemSet(
    name="third-power",
    title="Pace, parity and placebos",
    minutes=150,
    tasks=(DOUBT, PACE, RACE, TREND, PLACEBO, PARITY, READINGS),
)
