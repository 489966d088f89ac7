"""Variants, reference solutions and typical mistakes of the set ``dispute``."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations, pairwise, product
from typing import Any

import pandas as pd

from twoplustwo import load
from twoplustwo.exercises import (
    Column,
    Flag,
    Frame,
    Function,
    Items,
    Mistake,
    Number,
    ProblemSet,
    Task,
    Text,
    Whole,
)

Values = Mapping[str, Any]
ISLANDS = ("habomai", "shikotan", "kunashir", "iturup")
PACKAGES = (0, 2, 3, 4)  # islands in each, counted from Habomai
MEASURES = ("land", "residents_1945", "residents_now")


@lru_cache
def rows(table: str) -> tuple[dict[str, Any], ...]:
    """Give a table as plain records."""
    return tuple(load(table).astype(object).to_dict("records"))


def day(value: Any) -> date:
    """Turn a text or a cell of a table into a date."""
    return date.fromisoformat(value) if isinstance(value, str) else value.date()


# --- two_islands: how much is a pair of islands? -------------------------------------------------


@lru_cache
def sizes(measure: str, now: str, disputed: bool = False) -> dict[str, float]:
    """Give the size of each island by land (km2) or by residents on one of two days."""
    if measure == "land":
        return {row["island_id"]: float(row["area_km2"]) for row in rows("islands")}
    wanted = date(1945, 8, 15) if measure == "residents_1945" else day(now)
    found = dict.fromkeys(ISLANDS, 0.0)
    for row in rows("island_population"):
        sure = disputed or row["status"] == "confirmed"
        if row["area_id"] in ISLANDS and row["date"].date() == wanted and sure:
            found[row["area_id"]] += row["population_persons"]
    return found


def _pair(variant: Values, *, disputed: bool = False, others: bool = False) -> Values:
    table = []
    for measure in MEASURES:
        size = sizes(measure, variant["day"], disputed)
        part = sum(size[island] for island in variant["islands"])
        table.append({"measure": measure, "share": part / (sum(size.values()) - others * part)})
    mixed = sum(variant["weights"][row["measure"]] * row["share"] for row in table)
    return {"shares": pd.DataFrame(table), "mixed": mixed}


def _pair_disputed(variant: Values) -> Values:
    return {"shares": _pair(variant, disputed=True)["shares"]}


def _pair_against_others(variant: Values) -> Values:
    return {"shares": _pair(variant, others=True)["shares"]}


def _pair_plain_mean(variant: Values) -> Values:
    return {"mixed": float(_pair(variant)["shares"]["share"].mean())}


TWO_ISLANDS = Task(
    name="two_islands",
    answers=(
        Frame(
            name="shares",
            key=("measure",),
            columns={"share": Column(kind="number", tolerance=1e-4, low=0, high=1)},
            rows=3,
        ),
        Number(name="mixed", low=0.01, high=0.99, tolerance=1e-4),
    ),
    candidates=[
        {
            "islands": list(pair),
            "day": now,
            "weights": dict(zip(MEASURES, weights, strict=True)),
        }
        for pair, now, weights in product(
            # The chapter has measured Habomai and Shikotan.
            list(combinations(ISLANDS, 2))[1:],
            ("2021-01-01", "2022-01-01"),
            ((0.5, 0.3, 0.2), (0.2, 0.5, 0.3), (0.3, 0.1, 0.6), (0.6, 0.2, 0.2)),
        )
    ],
    solve=_pair,
    mistakes=(
        Mistake(
            name="disputed_row",
            hint="Two rows speak of Shikotan in August 1945, and they count different people. "
            "Look at the columns population_kind and status.",
            solve=_pair_disputed,
        ),
        Mistake(
            name="against_the_others",
            hint="You divided by the islands that are not in the pair. A share is a part of the "
            "whole: divide by all four.",
            solve=_pair_against_others,
        ),
        Mistake(
            name="plain_mean",
            hint="You took the plain mean of the three shares. The weights say how much each "
            "measure counts.",
            solve=_pair_plain_mean,
        ),
    ),
)


# --- held: how long is a long time? --------------------------------------------------------------


@lru_cache
def texts(area: str) -> tuple[tuple[date, str, str], ...]:
    """Give day, code and kind of each text or fact on an area, in order."""
    when = {row["settlement_id"]: row for row in rows("treaty_boundaries")}
    found = [
        (when[one]["date"].date(), row["holder"], when[one]["instrument"])
        for row in rows("treaty_holdings")
        if row["area_id"] == area and (one := row["settlement_id"])
    ]
    return tuple(sorted(found))


def _spans(variant: Values, keeps: Callable[[str, str], bool]) -> dict[str, int]:
    """Days with each holder, from each kept row to the next one or to the last day."""
    until = day(variant["until"])
    kept = [(when, holder) for when, holder, kind in texts(variant["area"]) if keeps(holder, kind)]
    kept = [one for one in kept if one[0] < until]
    ends = [when for when, _ in kept[1:]] + [until]
    days = {"japan": 0, "russia": 0}
    for (when, holder), end in zip(kept, ends, strict=True):
        if holder in days:
            days[holder] += (end - when).days
    return days


def _years(days: dict[str, int]) -> Values:
    return {"japan_years": days["japan"] / 365.25, "russia_years": days["russia"] / 365.25}


def _names_holder(holder: str, kind: str) -> bool:
    return holder in ("japan", "russia", "shared")


def _held(variant: Values) -> Values:
    days = _spans(variant, _names_holder)
    missing = days["japan"] - days["russia"]
    equal = day(variant["until"]) + timedelta(days=missing)
    return _years(days) | {"equal_day": equal.isoformat()}


def _held_every_text(variant: Values) -> Values:
    return _years(_spans(variant, lambda holder, kind: True))


def _held_by_law(variant: Values) -> Values:
    def lawful(holder: str, kind: str) -> bool:
        return _names_holder(holder, kind) and kind != "fact_of_control"

    return _years(_spans(variant, lawful))


HELD = Task(
    name="held",
    answers=(
        Number(name="japan_years", low=10, high=150, tolerance=0.02, unit="years"),
        Number(name="russia_years", low=5, high=150, tolerance=0.02, unit="years"),
        Text(name="equal_day"),
    ),
    candidates=[
        {"area": area, "until": until}
        for area, until in product(
            (*ISLANDS, "urup_and_north_kurils", "southern_sakhalin"),
            (
                "1973-10-10",
                "1986-07-02",
                "1991-10-14",
                "1998-11-13",
                "2001-03-25",
                "2018-11-14",
                "2022-03-21",
                "2026-02-20",
            ),
        )
    ],
    solve=_held,
    mistakes=(
        Mistake(
            name="every_text_counts",
            hint="You let every row end the span before it. By the rule of the task a promise, a "
            "directive or a renunciation moves no one: keep the rows that name a holder.",
            solve=_held_every_text,
        ),
        Mistake(
            name="control_left_out",
            hint="You left out the fact of control of September 1945 and began with the decree of "
            "1946. The rule counts control, whatever one thinks of its basis.",
            solve=_held_by_law,
        ),
    ),
)


# --- payment: where is a deal dearest? -----------------------------------------------------------


@lru_cache
def packages(weights: tuple[float, ...]) -> tuple[float, ...]:
    """Give the value of each package, if land and residents count with these weights."""
    value = dict.fromkeys(ISLANDS, 0.0)
    for measure, weight in zip(MEASURES, weights, strict=True):
        size = sizes(measure, "2022-01-01")
        for island in ISLANDS:
            value[island] += weight * size[island] / sum(size.values())
    return tuple(sum(value[island] for island in ISLANDS[:count]) for count in PACKAGES)


def _worst(shares: Iterable[float], japan: float, russia: float) -> tuple[float, float]:
    """The p at which the nearest package is furthest, and how far that is."""
    ordered = list(shares)
    low, high = max(pairwise(ordered), key=lambda pair: pair[1] - pair[0])
    return (low + high + japan - russia) / 2, (high - low - japan - russia) / 2


def _needed(shares: Iterable[float], p: float, japan: float, russia: float) -> float:
    return min(max(p - japan - x, x - p - russia, 0.0) for x in shares)


def _payment(variant: Values) -> Values:
    shares = packages(tuple(variant["weights"].values()))
    japan, russia = variant["cost_japan"], variant["cost_russia"]
    p, dearest = _worst(shares, japan, russia)
    cases = [([p], _needed(shares, p, japan, russia)) for p in (0.15, 0.3, 0.45, 0.6, 0.75, 0.9)]
    return {"smallest_payment": cases, "worst_p": p, "worst_payment": dearest}


def _payment_without_costs(variant: Values) -> Values:
    shares = packages(tuple(variant["weights"].values()))
    return {"worst_payment": _worst(shares, 0, 0)[1]}


def _payment_swapped(variant: Values) -> Values:
    shares = packages(tuple(variant["weights"].values()))
    return {"worst_p": _worst(shares, variant["cost_russia"], variant["cost_japan"])[0]}


def _payment_land(variant: Values) -> Values:
    p, dearest = _worst(packages((1, 0, 0)), variant["cost_japan"], variant["cost_russia"])
    return {"worst_p": p, "worst_payment": dearest}


PAYMENT = Task(
    name="payment",
    answers=(
        Function(
            name="smallest_payment",
            parameters=("p",),
            result=Number(name="payment", low=0, high=1, tolerance=1e-4),
        ),
        Number(name="worst_p", low=0.02, high=0.98, tolerance=1.5e-3),
        Number(name="worst_payment", low=0.02, high=0.6, tolerance=1e-3, unit="share of the whole"),
    ),
    candidates=[
        {
            "weights": dict(zip(MEASURES, weights, strict=True)),
            "cost_japan": japan,
            "cost_russia": russia,
        }
        for weights, (japan, russia) in product(
            (
                (0.2, 0.5, 0.3),
                (0.3, 0.2, 0.5),
                (0.1, 0.7, 0.2),
                (0.4, 0.4, 0.2),
                (0.1, 0.3, 0.6),
                (0.5, 0.2, 0.3),
                (0.3, 0.6, 0.1),
                (0.2, 0.3, 0.5),
            ),
            ((0.04, 0.1), (0.12, 0.05), (0.03, 0.08), (0.09, 0.02), (0.02, 0.11)),
        )
    ],
    solve=_payment,
    mistakes=(
        Mistake(
            name="costs_forgotten",
            hint="Your payment closes the whole distance between two packages. Both sides give up "
            "something to end the dispute: what they save covers a part of it.",
            solve=_payment_without_costs,
        ),
        Mistake(
            name="costs_swapped",
            hint="Check which cost goes where: Tokyo accepts down to p minus its own cost, Moscow "
            "lets go up to p plus its own.",
            solve=_payment_swapped,
        ),
        Mistake(
            name="land_only",
            hint="You measured the packages by land alone. The weights mix land with residents.",
            solve=_payment_land,
        ),
    ),
)


# --- polls: more than chance? --------------------------------------------------------------------


@lru_cache
def survey(name: str) -> dict[str, Any]:
    """Find a survey."""
    return next(row for row in rows("opinion") if row["survey_id"] == name)


def _variance(name: str) -> float:
    part = float(survey(name)["positive_percent"]) / 100
    return part * (1 - part)


def _spread(variant: Values, name: str) -> float:
    people = float(survey(variant[name])["sample_persons"])
    return 100 * variant["z"] * math.sqrt(_variance(variant[name]) / people)


def _polls(variant: Values) -> Values:
    first, second = survey(variant["first"]), survey(variant["second"])
    change = float(second["positive_percent"]) - float(first["positive_percent"])
    half = math.hypot(_spread(variant, "first"), _spread(variant, "second"))
    both = _variance(variant["first"]) + _variance(variant["second"])
    return {
        "opinion_change": change,
        "half_width": half,
        "beyond_chance": abs(change) > half,
        "needed": both * (100 * variant["z"] / variant["points"]) ** 2,
    }


def _polls_added(variant: Values) -> Values:
    return {"half_width": _spread(variant, "first") + _spread(variant, "second")}


def _polls_one_survey(variant: Values) -> Values:
    return {"half_width": _spread(variant, "second")}


def _polls_needed_one(variant: Values) -> Values:
    return {
        "needed": _variance(variant["second"]) * (100 * variant["z"] / variant["points"]) ** 2,
    }


PAIRS_OF_POLLS = (
    ("cao_2016_01", "cao_2016_11"),
    ("cao_2016_01", "cao_2019"),
    ("cao_2016_11", "cao_2019"),
    ("cao_2022", "cao_2023"),
    ("cao_2023", "cao_2024"),
    ("cao_2016_01_rel", "cao_2016_11_rel"),
    ("cao_2022_rel", "cao_2023_rel"),
    ("cao_2022_rel", "cao_2024_rel"),
    ("cao_2023_rel", "cao_2024_rel"),
)
POLLS = Task(
    name="polls",
    answers=(
        Number(name="opinion_change", low=-30, high=30, tolerance=0.01, unit="percentage points"),
        Number(name="half_width", low=0.1, high=10, tolerance=5e-3, unit="percentage points"),
        Flag(name="beyond_chance"),
        Number(name="needed", low=50, high=100_000, tolerance=2, unit="people"),
    ),
    candidates=[
        {"first": first, "second": second, "z": z, "points": points}
        for (first, second), z, points in product(PAIRS_OF_POLLS, (1.645, 1.96, 2.576), (0.5, 0.75))
    ],
    solve=_polls,
    mistakes=(
        Mistake(
            name="widths_added",
            hint="You added the two half-widths. Two independent errors seldom point the same "
            "way: it is their squares that add up.",
            solve=_polls_added,
        ),
        Mistake(
            name="one_survey",
            hint="Your half-width knows the error of one survey only. The change has the errors "
            "of both.",
            solve=_polls_one_survey,
        ),
        Mistake(
            name="needed_for_one",
            hint="Your number of people makes one survey exact enough. The question is about the "
            "difference of two.",
            solve=_polls_needed_one,
        ),
    ),
)


# --- hands: how far may one tie one's own hands? -------------------------------------------------


def _expected(variant: Values, limit: float) -> float:
    total = 0.0
    for least, chance in zip(variant["least"], variant["chances"], strict=True):
        total += chance * (1 - (least + limit) / 2 if least <= limit else variant["without"])
    return total


def _hands(variant: Values) -> Values:
    best = max(variant["least"], key=lambda limit: _expected(variant, limit))
    met = zip(variant["least"], variant["chances"], strict=True)
    return {
        "best_limit": best,
        "best_value": _expected(variant, best),
        "deal_chance": sum(chance for least, chance in met if least <= best),
    }


def _hands_open(variant: Values) -> Values:
    limit = variant["least"][-1]
    return {"best_limit": limit, "best_value": _expected(variant, limit)}


def _hands_tight(variant: Values) -> Values:
    limit = variant["least"][0]
    return {"best_limit": limit, "best_value": _expected(variant, limit)}


def _hands_no_fallback(variant: Values) -> Values:
    nothing = dict(variant) | {"without": 0.0}
    return {"best_value": _expected(nothing, _hands(variant)["best_limit"])}


SIDES = (("Tokyo", "Moscow"), ("Moscow", "Tokyo"))
HANDS = Task(
    name="hands",
    answers=(
        Number(name="best_limit", low=0.01, high=0.99, tolerance=2e-3),
        Number(name="best_value", low=0.05, high=0.98, tolerance=5e-4),
        Number(name="deal_chance", low=0.05, high=0.98, tolerance=1e-3, unit="probability"),
    ),
    candidates=[
        {"side": side, "other": other, "least": least, "chances": chances, "without": without}
        for (side, other), least, chances, without in product(
            SIDES,
            ([0.05, 0.15, 0.3, 0.5], [0.1, 0.2, 0.35, 0.6], [0.04, 0.12, 0.34, 0.55]),
            ([0.2, 0.3, 0.3, 0.2], [0.3, 0.4, 0.2, 0.1], [0.1, 0.4, 0.35, 0.15]),
            (0.45, 0.5, 0.55),
        )
    ],
    solve=_hands,
    mistakes=(
        Mistake(
            name="always_a_deal",
            hint="You chose the limit that never loses a deal. Compare: a lower limit loses some "
            "deals and makes all the others better.",
            solve=_hands_open,
        ),
        Mistake(
            name="tied_too_tight",
            hint="You chose the tightest limit. It gives the best deals and the fewest of them.",
            solve=_hands_tight,
        ),
        Mistake(
            name="no_fallback",
            hint="Where there is no deal you count nothing. The side still has what it holds "
            "without one.",
            solve=_hands_no_fallback,
        ),
    ),
)


# --- then_and_now: what a reader of that day believed --------------------------------------------


@lru_cache
def departure_published() -> date:
    """Give the day on which the world read that the S-300V4 had left."""
    titles = {row["title"]: row["date"].date() for row in rows("dispute_timeline")}
    return titles["S-300V4 found gone"]


def _reported(variant: Values) -> list[dict[str, Any]]:
    return [
        row
        for row in rows("island_deployments")
        if row["system_type"] in variant["types"]
        and row["date"].date() <= day(variant["day"])
        and (variant["scope"] == "all" or row["in_disputed_area"])
        and (variant["status"] == "any" or row["status"] == "confirmed")
    ]


def _left(row: dict[str, Any]) -> date | None:
    return row["withdrawn_date"].date() if row["withdrawn"] == "yes" else None


def _told(row: dict[str, Any]) -> date | None:
    return departure_published() if row["system"] == "S-300V4" else _left(row)


def _names(found: list[dict[str, Any]], gone: Callable[[dict], date | None], by: date) -> list[str]:
    return [row["deployment_id"] for row in found if not gone(row) or gone(row) > by]


def _then_and_now(variant: Values) -> Values:
    found, today = _reported(variant), day(variant["day"])
    left = next(_left(row) for row in rows("island_deployments") if row["system"] == "S-300V4")
    return {
        "believed": _names(found, _told, today),
        "there": _names(found, _left, today),
        "behind": (today - left).days,
    }


def _then_with_hindsight(variant: Values) -> Values:
    return {"believed": _then_and_now(variant)["there"]}


def _now_without_departures(variant: Values) -> Values:
    return {"there": _then_and_now(variant)["believed"]}


def _behind_publication(variant: Values) -> Values:
    return {"behind": (departure_published() - day(variant["day"])).days}


THEN_AND_NOW = Task(
    name="then_and_now",
    answers=(
        Items(name="believed"),
        Items(name="there"),
        Whole(name="behind", low=2, high=2000, unit="days"),
    ),
    candidates=[
        {"day": today, "types": ["air_defence", *two], "scope": scope, "status": status}
        for today, two, scope, status in product(
            ("2022-10-15", "2022-11-20", "2022-12-31", "2023-02-07", "2023-05-20", "2023-08-01"),
            combinations(("coastal_missile", "fighter_aircraft", "tank"), 2),
            ("disputed", "all"),
            ("confirmed", "any"),
        )
    ],
    solve=_then_and_now,
    mistakes=(
        Mistake(
            name="hindsight",
            hint="Your reader knows what was published later. On that day nobody had written that "
            "the S-300V4 had left; look it up in dispute_timeline.",
            solve=_then_with_hindsight,
        ),
        Mistake(
            name="departures_forgotten",
            hint="Your second list still has a system that had left by then. Use withdrawn_date.",
            solve=_now_without_departures,
        ),
        Mistake(
            name="counted_to_the_news",
            hint="You counted the days up to the publication. The question is how long the system "
            "had already been gone.",
            solve=_behind_publication,
        ),
    ),
)


# --- since: which year does the story begin in? --------------------------------------------------


@lru_cache
def yearly(column: str) -> dict[int, int]:
    """Give the full fiscal years of a column of scrambles."""
    return {
        int(row["fiscal_year"]): int(row[column])
        for row in rows("scrambles")
        if row["period_kind"] == "fiscal_year" and row[column] is not None
    }


def _changes(variant: Values, *, points: bool = True, backwards: bool = False) -> pd.DataFrame:
    count, total = yearly(variant["series"]), yearly("scrambles_total")
    end, table = variant["end"], []
    for base in range(variant["first_base"], variant["first_base"] + 6):
        before, after = count[base] / total[base], count[end] / total[end]
        by = count[end] if backwards else count[base]
        table.append(
            {
                "base_year": base,
                "count_change": 100 * (count[end] - count[base]) / by,
                "share_change": 100 * (after - before) / (1 if points else before),
            }
        )
    return pd.DataFrame(table)


def _since(variant: Values) -> Values:
    table = _changes(variant)
    ordered = table.sort_values("count_change")["base_year"]
    return {
        "changes": table,
        "rise_since": int(ordered.iloc[-1]),
        "fall_since": int(ordered.iloc[0]),
    }


def _since_percent(variant: Values) -> Values:
    return {"changes": _changes(variant, points=False)}


def _since_backwards(variant: Values) -> Values:
    return {"changes": _changes(variant, backwards=True)}


SINCE = Task(
    name="since",
    answers=(
        Frame(
            name="changes",
            key=("base_year",),
            columns={
                "count_change": Column(
                    kind="number", tolerance=0.01, unit="%", low=-100, high=1000
                ),
                "share_change": Column(
                    kind="number", tolerance=0.01, unit="percentage points", low=-100, high=100
                ),
            },
            rows=6,
        ),
        Whole(name="rise_since", low=2011, high=2023, unit="fiscal year"),
        Whole(name="fall_since", low=2011, high=2023, unit="fiscal year"),
    ),
    candidates=[
        {"series": series, "first_base": first, "end": end}
        for series in ("scrambles_russia", "scrambles_china")
        for first in range(2011, 2018)
        for end in range(first + 6, 2025)
    ],
    solve=_since,
    mistakes=(
        Mistake(
            name="percent_for_points",
            hint="Your change of the share is a percentage of the old share. From 20% to 30% are "
            "ten percentage points.",
            solve=_since_percent,
        ),
        Mistake(
            name="wrong_base",
            hint="You divided by the last year. A change since a base year is a part of the base "
            "year's number.",
            solve=_since_backwards,
        ),
    ),
)


# --- follow: do scrambles follow the systems? ----------------------------------------------------


def _event_years(variant: Values, *, fiscal: bool = True) -> list[int]:
    when = {row["deployment_id"]: row["date"].date() for row in rows("island_deployments")}
    days = [when[one] for one in variant["events"]]
    return [one.year - (fiscal and one.month < 4) for one in days]


@lru_cache
def steps(series: str) -> dict[int, int]:
    """Give the change of each fiscal year from 2012 to 2024 on the year before."""
    count = yearly(series)
    return {year: count[year] - count[year - 1] for year in range(2012, 2025)}


def _follow(variant: Values, *, fiscal: bool = True, strictly: bool = False) -> Values:
    change, years = steps(variant["series"]), _event_years(variant, fiscal=fiscal)
    total = sum(change[year] for year in years)
    sums = [sum(three) for three in combinations(change.values(), 3)]
    above = sum(one > total if strictly else one >= total for one in sums)
    return {
        "fiscal_years": years,
        "mean_change": total / 3,
        "as_high": above / len(sums),
    }


def _follow_calendar(variant: Values) -> Values:
    found = _follow(variant, fiscal=False)
    return {name: found[name] for name in ("fiscal_years", "mean_change")}


def _follow_strictly(variant: Values) -> Values:
    return {"as_high": _follow(variant, strictly=True)["as_high"]}


def _follow_level(variant: Values) -> Values:
    count = yearly(variant["series"])
    return {"mean_change": sum(count[year] for year in _event_years(variant)) / 3}


FOLLOW = Task(
    name="follow",
    answers=(
        Items(name="fiscal_years", of="whole"),
        Number(name="mean_change", low=-400, high=400, tolerance=0.01, unit="scrambles"),
        Number(name="as_high", low=0.003, high=0.999, tolerance=1e-4, unit="share of all choices"),
    ),
    candidates=[
        {"series": series, "events": ["d05", *two]}
        for series, two in product(
            ("scrambles_russia", "scrambles_china", "scrambles_total"),
            (*combinations(("d03", "d06", "d09", "d14", "d15"), 2), ("d04", "d13"), ("d13", "d15")),
        )
    ],
    solve=_follow,
    mistakes=(
        Mistake(
            name="calendar_year",
            hint="One of the reports is from before April: its fiscal year is the one that began "
            "in the April before.",
            solve=_follow_calendar,
        ),
        Mistake(
            name="itself_left_out",
            hint="You count the choices with a higher mean. 'At least as high' takes in the "
            "equal ones, your own three years among them.",
            solve=_follow_strictly,
        ),
        Mistake(
            name="level_for_change",
            hint="That is the mean number of scrambles. The question is about the change on the "
            "year before.",
            solve=_follow_level,
        ),
    ),
)


problem_set = ProblemSet(
    name="dispute",
    title="Islands, bargains and scrambles",
    minutes=165,
    tasks=(TWO_ISLANDS, HELD, PAYMENT, POLLS, HANDS, THEN_AND_NOW, SINCE, FOLLOW),
)
