"""Variants, reference answers and typical mistakes of the set on 2020 and the sea lanes.

The reference answers are worked out in plain Python on rows of the tables; the solutions in the
master use pandas.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from twoplustwo import load
from twoplustwo.exercises import (
    Column,
    Frame,
    Items,
    Mistake,
    Number,
    Numbers,
    ProblemSet,
    Task,
    Text,
    Whole,
)

Values = Mapping[str, Any]
Row = dict[str, Any]

BARRELS = 2_000_000  # cargo of a very large crude carrier, as in the chapter
LEGS = 2  # loaded and empty


@lru_cache
def rows(table: str) -> tuple[Row, ...]:
    """The rows of a table as dictionaries."""
    return tuple(load(table).to_dict("records"))


def some(candidates: Sequence[Values], most: int, salt: int) -> list[Values]:
    """At most so many of the candidates, always the same ones."""
    return random.Random(salt).sample(list(candidates), min(most, len(candidates)))


def percent(first: float, last: float) -> float:
    """The change from first to last, in per cent."""
    return 100 * (last / first - 1)


# ---------------------------------------------------------------------------- 1 burden


@lru_cache
def spending() -> dict[tuple[str, int], tuple[float, float]]:
    """Country and year to dollars (millions) and share of GDP (per cent)."""
    return {
        (str(row["country_iso3"]), int(row["year"])): (
            float(row["spending_current_musd"]),
            float(row["spending_share_gdp_percent"]),
        )
        for row in rows("milex")
    }


def countries() -> list[str]:
    return sorted({country for country, _ in spending()})


def _pair(variant: Values, country: str) -> tuple[float, float, float, float]:
    """Dollars and share in the first year, dollars and share in the last."""
    return (
        *spending()[country, variant["first"]],
        *spending()[country, variant["last"]],
    )


def _burden_frame(variant: Values, line: Callable[..., Sequence[float]]) -> pd.DataFrame:
    found = []
    for country in countries():
        points, rise, gdp = line(*_pair(variant, country))
        found.append({"country_iso3": country, "points": points, "rise": rise, "gdp": gdp})
    return pd.DataFrame(found)


def _burden(variant: Values) -> Values:
    def line(usd0: float, share0: float, usd1: float, share1: float) -> Sequence[float]:
        gdp = percent(usd0 / share0, usd1 / share1)
        return share1 - share0, percent(share0, share1), gdp

    def opposite(usd0: float, share0: float, usd1: float, share1: float) -> bool:
        return (usd1 - usd0) * (share1 - share0) < 0

    apart = [one for one in countries() if opposite(*_pair(variant, one))]
    return {"burden": _burden_frame(variant, line), "moved_apart": apart}


def _burden_points(variant: Values) -> Values:
    def line(usd0: float, share0: float, usd1: float, share1: float) -> Sequence[float]:
        gdp = percent(usd0 / share0, usd1 / share1)
        return share1 - share0, share1 - share0, gdp

    return {"burden": _burden_frame(variant, line)}


def _burden_ratio(variant: Values) -> Values:
    def line(usd0: float, share0: float, usd1: float, share1: float) -> Sequence[float]:
        gdp = 100 * (usd1 / share1) / (usd0 / share0)
        return share1 - share0, 100 * share1 / share0, gdp

    return {"burden": _burden_frame(variant, line)}


def _burden_multiplied(variant: Values) -> Values:
    def line(usd0: float, share0: float, usd1: float, share1: float) -> Sequence[float]:
        return share1 - share0, percent(share0, share1), percent(usd0 * share0, usd1 * share1)

    return {"burden": _burden_frame(variant, line)}


def _burden_candidates() -> list[Values]:
    years = [(a, b) for a in range(2000, 2018) for b in range(a + 6, 2025)]
    return some([{"first": a, "last": b} for a, b in years], 40, salt=1)


burden = Task(
    name="burden",
    answers=(
        Frame(
            name="burden",
            key=("country_iso3",),
            rows=6,
            columns={
                "points": Column(
                    kind="number", tolerance=0.01, unit="percentage points", low=-10, high=10
                ),
                "rise": Column(kind="number", tolerance=0.1, unit="%", low=-90, high=400),
                "gdp": Column(kind="number", tolerance=0.1, unit="%", low=-90, high=3000),
            },
        ),
        Items(name="moved_apart"),
    ),
    candidates=_burden_candidates(),
    solve=_burden,
    mistakes=(
        Mistake(
            name="points for per cent",
            hint="Your column rise holds percentage points. A rise in per cent compares with the "
            "share of the first year: see the example 'Points, per cent, times'.",
            solve=_burden_points,
        ),
        Mistake(
            name="ratio for rise",
            hint="A value that did not move shows as 100 in your table. A rise is the ratio less "
            "one: see the example 'Points, per cent, times'.",
            solve=_burden_ratio,
        ),
        Mistake(
            name="GDP multiplied",
            hint="Your GDP is spending times its share. Spending is a part of GDP: think again "
            "which of the two must be divided by the other.",
            solve=_burden_multiplied,
        ),
    ),
)


# ---------------------------------------------------------------------------- 2 base_year


def _series(variant: Values, unit: str) -> dict[int, float]:
    """Values in one unit, year by year, for the years that may serve as base."""
    column = ("dollars", "share").index(unit)
    years = range(variant["from_year"], variant["to_year"] + 1)
    return {year: spending()[variant["country"], year][column] for year in years}


def _base_year(variant: Values, unit: str | None = None) -> Values:
    unit = unit or variant["unit"]
    bases = _series(variant, unit)
    low, high = min(bases, key=bases.__getitem__), max(bases, key=bases.__getitem__)
    last = spending()[variant["country"], variant["last"]][("dollars", "share").index(unit)]
    return {
        "loudest": low,
        "quietest": high,
        "loud_index": 100 * last / bases[low],
        "quiet_index": 100 * last / bases[high],
    }


def _base_year_turned(variant: Values) -> Values:
    """Base year over last year: the index upside down."""
    right = _base_year(variant)
    return {
        "loudest": right["quietest"],
        "quietest": right["loudest"],
        "loud_index": 1e4 / right["quiet_index"],
        "quiet_index": 1e4 / right["loud_index"],
    }


def _base_year_other(variant: Values) -> Values:
    return _base_year(variant, "share" if variant["unit"] == "dollars" else "dollars")


def _base_year_rise(variant: Values) -> Values:
    right = _base_year(variant)
    return {name: right[name] - 100 for name in ("loud_index", "quiet_index")}


def _base_year_candidates() -> list[Values]:
    found = []
    for country, unit, first, last in itertools.product(
        countries(), ("dollars", "share"), range(2000, 2009), range(2019, 2025)
    ):
        one = {
            "country": country,
            "unit": unit,
            "from_year": first,
            "to_year": first + 9,
            "last": last,
        }
        values = sorted(_series(one, unit).values())
        # Ties would leave two right answers.
        if values[0] < values[1] and values[-1] > values[-2]:
            found.append(one)
    return some(found, 60, salt=2)


def _index(name: str) -> Number:
    return Number(name=name, low=20, high=4000, tolerance=0.1, unit="base year = 100")


base_year = Task(
    name="base_year",
    answers=(
        Whole(name="loudest", low=2000, high=2024, unit="year"),
        Whole(name="quietest", low=2000, high=2024, unit="year"),
        _index("loud_index"),
        _index("quiet_index"),
    ),
    candidates=_base_year_candidates(),
    solve=_base_year,
    mistakes=(
        Mistake(
            name="index upside down",
            hint="You divided the base year by the last year. In an index the base year is 100, "
            "so it stands below the line.",
            solve=_base_year_turned,
        ),
        Mistake(
            name="other unit",
            hint="You took the other column of the table: read again in which unit your country "
            "is to be measured.",
            solve=_base_year_other,
        ),
        Mistake(
            name="rise for index",
            hint="Your two values are rises in per cent. The index of the base year itself is "
            "100, not 0.",
            solve=_base_year_rise,
        ),
    ),
)


# ---------------------------------------------------------------------------- 3 headlines

YEARLY: Mapping[str, Sequence[int]] = {
    "fonop": range(2015, 2021),
    "taiwan_strait_transit": range(2016, 2021),
    "taiwan_adiz": range(2020, 2026),
    "taiwan_around": range(2023, 2026),
}
"""Yearly counts that may be quoted. The file of daily reports misses months of 2022, and 2026 is
not over."""


@lru_cache
def counts() -> dict[tuple[str, int], tuple[float, str]]:
    """Category and year of a yearly count to its value and unit."""
    return {
        (str(row["category"]), row["date"].year): (float(row["value"]), row["unit"])
        for row in rows("incidents")
        if row["precision"] == "year" and row["category"] in YEARLY
    }


def _quoted(headline: Values) -> tuple[str, str]:
    """The categories in which the two numbers of a headline are found."""

    def find(year: int, value: float) -> str:
        (found,) = (c for (c, y), (v, _) in counts().items() if (y, v) == (year, value))
        return found

    return (
        find(headline["first_year"], headline["first_count"]),
        find(headline["last_year"], headline["last_count"]),
    )


def _fair_frame(variant: Values, fair: Callable[[str, str], bool], change: Callable) -> Values:
    table, refused = [], []
    for one in variant["headlines"]:
        if fair(*_quoted(one)):
            rise = change(one["first_count"], one["last_count"])
            table.append({"headline": one["headline"], "change": rise})
        else:
            refused.append(one["headline"])
    return {"fair": pd.DataFrame(table, columns=["headline", "change"]), "refused": refused}


def _headlines(variant: Values) -> Values:
    return _fair_frame(variant, lambda a, b: a == b, percent)


def _headlines_all(variant: Values) -> Values:
    return _fair_frame(variant, lambda a, b: True, percent)


def _headlines_unit(variant: Values) -> Values:
    units = {category: unit for (category, _), (_, unit) in counts().items()}
    return _fair_frame(variant, lambda a, b: units[a] == units[b], percent)


def _headlines_last(variant: Values) -> Values:
    return _fair_frame(variant, lambda a, b: a == b, lambda a, b: 100 * (1 - a / b))


def _headline(first: tuple[str, int], last: tuple[str, int]) -> Row:
    return {
        "first_year": first[1],
        "first_count": int(counts()[first][0]),
        "last_year": last[1],
        "last_count": int(counts()[last][0]),
    }


def _same_rule(draw: random.Random, category: str) -> Row:
    first, last = sorted(draw.sample(list(YEARLY[category]), 2))
    return _headline((category, first), (category, last))


def _two_rules(draw: random.Random, one: str, other: str) -> Row:
    pairs = [(a, b) for a in YEARLY[one] for b in YEARLY[other] if a < b]
    first, last = draw.choice(pairs)
    return _headline((one, first), (other, last))


def _headlines_candidates() -> Iterator[Values]:
    for number in range(48):
        draw = random.Random(300 + number)
        found = [_same_rule(draw, category) for category in list(YEARLY)[:3]]
        found += [
            _two_rules(draw, "taiwan_adiz", "taiwan_around"),
            _two_rules(draw, "fonop", "taiwan_strait_transit"),
            _two_rules(draw, "taiwan_strait_transit", "fonop"),
        ]
        draw.shuffle(found)
        # A headline without a change in its number would be none.
        if all(one["first_count"] != one["last_count"] for one in found):
            yield {
                "headlines": [
                    {"headline": letter, **one} for letter, one in zip("ABCDEF", found, strict=True)
                ]
            }


headlines = Task(
    name="headlines",
    answers=(
        Frame(
            name="fair",
            key=("headline",),
            columns={"change": Column(kind="number", tolerance=0.1, unit="%", low=-100, high=2000)},
        ),
        Items(name="refused"),
    ),
    candidates=list(_headlines_candidates()),
    solve=_headlines,
    mistakes=(
        Mistake(
            name="all compared",
            hint="You compared all six. Look up in which category of the table each of the two "
            "numbers stands, and who counts what there.",
            solve=_headlines_all,
        ),
        Mistake(
            name="same unit",
            hint="The same unit is not yet the same rule: two categories of the table count "
            "sorties, but in different places.",
            solve=_headlines_unit,
        ),
        Mistake(
            name="share of the later year",
            hint="You divided by the later count. A rise in per cent compares with the year it "
            "starts from.",
            solve=_headlines_last,
        ),
    ),
)


# ---------------------------------------------------------------------------- 4 straits


def _oil(strait: str, period: str) -> float:
    """Oil through a strait in a period, million barrels a day."""
    found = {
        row["value"]
        for row in rows("chokepoint_flows")
        if (row["chokepoint_id"], row["metric"], row["period"]) == (strait, "oil_flow", period)
    }
    (value,) = found
    return float(value)


@lru_cache
def totals() -> dict[str, Row]:
    """The rows of sea_route_totals by their name."""
    return {row["route_id"]: row for row in rows("sea_route_totals")}


def _fleet(flow: float, variant: Values) -> float:
    """Extra ships for a flow that goes round by Lombok."""
    days = totals()["gulf_lombok_makassar_yokohama"]["extra_nm"] / (24 * variant["knots"])
    return LEGS * flow * days / (BARRELS / 1e6)


def _straits(variant: Values) -> Values:
    hormuz, malacca = (_oil(name, variant["year"]) for name in ("hormuz", "malacca"))
    both = variant["overlap"] / 100 * hormuz
    return {
        "either": hormuz + malacca - both,
        "extra_fleet": _fleet(malacca, variant),
        "from_hormuz": 100 * both / malacca,
    }


def _straits_added(variant: Values) -> Values:
    return {"either": _oil("hormuz", variant["year"]) + _oil("malacca", variant["year"])}


def _straits_one_way(variant: Values) -> Values:
    return {"extra_fleet": _fleet(_oil("malacca", variant["year"]), variant) / LEGS}


def _straits_of_malacca(variant: Values) -> Values:
    hormuz, malacca = (_oil(name, variant["year"]) for name in ("hormuz", "malacca"))
    both = variant["overlap"] / 100 * malacca
    return {"either": hormuz + malacca - both, "from_hormuz": float(variant["overlap"])}


def _straits_candidates() -> list[Values]:
    years = [str(year) for year in range(2018, 2024)]
    found = itertools.product(years, (55, 60, 65, 70, 75, 80), (12, 13, 14, 15))
    return some([{"year": y, "overlap": o, "knots": k} for y, o, k in found], 60, salt=4)


straits = Task(
    name="straits",
    answers=(
        Number(name="either", low=10, high=60, tolerance=0.01, unit="million barrels a day"),
        Number(name="extra_fleet", low=5, high=400, tolerance=0.2, unit="ships"),
        Number(name="from_hormuz", low=0, high=100, tolerance=0.1, unit="%"),
    ),
    candidates=_straits_candidates(),
    solve=_straits,
    mistakes=(
        Mistake(
            name="flows added",
            hint="You added the two flows. What passes both straits is then counted twice.",
            solve=_straits_added,
        ),
        Mistake(
            name="no way back",
            hint="Your fleet sails loaded and never comes back empty: see what the 2 in the "
            "formula for the ships stands for.",
            solve=_straits_one_way,
        ),
        Mistake(
            name="share of the wrong strait",
            hint="The share of oil that passes both is given as a share of Hormuz's oil. You took "
            "it of Malacca's.",
            solve=_straits_of_malacca,
        ),
    ),
)


# ---------------------------------------------------------------------------- 5 quarter_mean

START, END = date(2026, 1, 1), date(2026, 4, 1)  # first day of the quarter, and of the next
NEXT_END = date(2026, 7, 1)


def _days(first: date, after: date) -> int:
    return (after - first).days


def _left(variant: Values, before: float, after: float) -> float:
    """Flow after the closing that gives the quoted mean, by the weights of the two parts."""
    quoted, normal = _oil("hormuz", "2026Q1"), _oil("hormuz", variant["normal_period"])
    return (quoted * (before + after) - normal * before) / after


def _quarter_values(variant: Values, left: float) -> Values:
    normal = _oil("hormuz", variant["normal_period"])
    closed, opened = (date.fromisoformat(variant[name]) for name in ("closed", "opened"))
    still = _days(END, opened)
    return {
        "left_flow": left,
        "missing": (normal - left) * _days(closed, END),
        "next_mean": (left * still + normal * _days(opened, NEXT_END)) / _days(END, NEXT_END),
    }


def _quarter_mean(variant: Values) -> Values:
    closed = date.fromisoformat(variant["closed"])
    return _quarter_values(variant, _left(variant, _days(START, closed), _days(closed, END)))


def _quarter_halves(variant: Values) -> Values:
    return {"left_flow": _left(variant, 1, 1)}


def _quarter_next_day(variant: Values) -> Values:
    closed = date.fromisoformat(variant["closed"])
    left = _left(variant, _days(START, closed) + 1, _days(closed, END) - 1)
    return {"left_flow": left}


def _quarter_whole(variant: Values) -> Values:
    """The quoted mean taken for the flow after the closing."""
    quoted = _oil("hormuz", "2026Q1")
    found = _quarter_values(variant, quoted)
    return {"left_flow": quoted, "next_mean": found["next_mean"]}


def _quarter_candidates() -> list[Values]:
    periods = ("2018", "2022", "2023", "2024", "2025Q1", "2025Q2", "2025Q3", "2025Q4")
    closings = [date(2026, 2, day) for day in (24, 26, 28)]
    closings += [date(2026, 3, day) for day in (2, 4)]
    openings = [date(2026, 5, 10), date(2026, 5, 25), date(2026, 6, 8), date(2026, 6, 20)]
    found = [
        {"normal_period": p, "closed": c.isoformat(), "opened": o.isoformat()}
        for p, c, o in itertools.product(periods, closings, openings)
    ]
    # With a flow near nothing, or below it, the mean would be read as a closing that never was.
    return some([one for one in found if _quarter_mean(one)["left_flow"] > 1.2], 60, salt=5)


quarter_mean = Task(
    name="quarter_mean",
    answers=(
        Number(name="left_flow", low=0, high=25, tolerance=0.01, unit="million barrels a day"),
        Number(name="missing", low=50, high=2500, tolerance=1, unit="million barrels"),
        Number(name="next_mean", low=0, high=25, tolerance=0.01, unit="million barrels a day"),
    ),
    candidates=_quarter_candidates(),
    solve=_quarter_mean,
    mistakes=(
        Mistake(
            name="halves",
            hint="You weighed the time before and after the closing alike. Weigh each by its days.",
            solve=_quarter_halves,
        ),
        Mistake(
            name="closing day",
            hint="The day of the closing belongs to the time with the smaller flow. Count the "
            "days of both parts again: together they must make the quarter.",
            solve=_quarter_next_day,
        ),
        Mistake(
            name="mean as flow",
            hint="You took the mean of the quarter for the flow after the closing. The mean holds "
            "many normal days too.",
            solve=_quarter_whole,
        ),
    ),
)


# ---------------------------------------------------------------------------- 6 turning_back

BASES = (
    "gulf_malacca_luzon_yokohama",
    "gulf_malacca_luzon_ulsan",
    "gulf_malacca_taiwanstrait_ulsan",
)
BEFORE_THE_STRAIT = ("dond", "great", "diam", "ofb", "rach")


@lru_cache
def line(route: str) -> tuple[tuple[str, float], ...]:
    """Waypoints of a route and their distance from its start, in order."""
    found = [row for row in rows("sea_routes") if row["route_id"] == route]
    found.sort(key=lambda row: row["seq"])
    return tuple((row["waypoint_id"], float(row["cumulative_nm"])) for row in found)


def _fork(base: str, detour: str) -> str:
    """The last waypoint that two routes share before they part."""
    fork = ""
    for (one, _), (other, _) in zip(line(base), line(detour), strict=False):
        if one != other:
            break
        fork = one
    return fork


def _legs(variant: Values) -> tuple[float, float, float]:
    """Nautical miles back to the fork, from there by the detour, and ahead as planned."""
    base, detour = dict(line(variant["base"])), dict(line(variant["detour"]))
    fork = _fork(variant["base"], variant["detour"])
    here = base[variant["ship_at"]]
    return here - base[fork], max(detour.values()) - detour[fork], max(base.values()) - here


def _turned(variant: Values, extra: float) -> Values:
    return {"turn_nm": extra, "turn_days": extra / (24 * variant["knots"])}


def _turning_back(variant: Values) -> Values:
    back, detour, ahead = _legs(variant)
    fork = _fork(variant["base"], variant["detour"])
    return {"fork": fork, **_turned(variant, back + detour - ahead)}


def _turning_from_port(variant: Values) -> Values:
    lengths = [max(dict(line(variant[name])).values()) for name in ("base", "detour")]
    return _turned(variant, lengths[1] - lengths[0])


def _turning_no_return(variant: Values) -> Values:
    _, detour, ahead = _legs(variant)
    return _turned(variant, detour - ahead)


def _turning_total(variant: Values) -> Values:
    back, detour, _ = _legs(variant)
    return _turned(variant, back + detour)


def _turning_candidates() -> list[Values]:
    found = []
    for base, way, ship, knots in itertools.product(
        BASES, ("lombok_makassar", "australia"), BEFORE_THE_STRAIT, (11, 12, 13, 14, 15)
    ):
        detour = f"gulf_{way}_{base.rsplit('_', 1)[1]}"
        found.append({"base": base, "detour": detour, "ship_at": ship, "knots": knots})
    return some(found, 60, salt=6)


turning_back = Task(
    name="turning_back",
    answers=(
        Text(name="fork"),
        Number(name="turn_nm", low=0, high=15000, tolerance=2, unit="nautical miles"),
        Number(name="turn_days", low=0, high=60, tolerance=0.01, unit="days"),
    ),
    candidates=_turning_candidates(),
    solve=_turning_back,
    mistakes=(
        Mistake(
            name="from port",
            hint="That is the detour of a ship that is still in port. Yours has already gone some "
            "of the way, and must come back.",
            solve=_turning_from_port,
        ),
        Mistake(
            name="no way back",
            hint="Your ship is at the fork at once. It first has to sail back there.",
            solve=_turning_no_return,
        ),
        Mistake(
            name="all that is left",
            hint="That is everything that she still has to sail. Extra is what she sails more "
            "than she would have without the closing.",
            solve=_turning_total,
        ),
    ),
)


# ---------------------------------------------------------------------------- 7 dear_hire


@lru_cache
def prices() -> dict[str, Row]:
    """The rows of shipping_costs by their name."""
    return {row["item_id"]: row for row in rows("shipping_costs")}


def _detour_days(variant: Values) -> float:
    return totals()[variant["detour"]]["extra_nm"] / (24 * variant["knots"])


def _fuel_a_day(variant: Values) -> float:
    """Dollars of fuel a day."""
    use, price = prices()["fuel_use"], prices()[variant["fuel_item"]]
    return float(use["value_low"] * price["value_low"])


def _rates(hire: float, unconfirmed: bool = False) -> list[str]:
    """Published day rates that reach a hire."""
    return sorted(
        name
        for name, row in prices().items()
        if row["metric"] == "tanker_day_rate"
        and (unconfirmed or row["status"] == "confirmed")
        and row["value_low"] >= hire
    )


def _hire(variant: Values, legs: int, fuel: float) -> float:
    dollars = variant["cents"] / 100 * BARRELS
    return dollars / (legs * _detour_days(variant)) - fuel


def _dear_hire(variant: Values) -> Values:
    fuel = _fuel_a_day(variant)
    hire = _hire(variant, LEGS, fuel)
    return {
        "hire_a_day": hire,
        "fuel_part": 100 * fuel / (hire + fuel),
        "reached": _rates(hire),
    }


def _dear_one_leg(variant: Values) -> Values:
    fuel = _fuel_a_day(variant)
    hire = _hire(variant, 1, fuel)
    return {"hire_a_day": hire, "fuel_part": 100 * fuel / (hire + fuel)}


def _dear_no_fuel(variant: Values) -> Values:
    return {"hire_a_day": _hire(variant, LEGS, 0.0)}


def _dear_unconfirmed(variant: Values) -> Values:
    return {"reached": _rates(_dear_hire(variant)["hire_a_day"], unconfirmed=True)}


def _clear(hire: float) -> bool:
    """Whether a hire is one that a market might see, and no published rate is next to it."""
    published = [r["value_low"] for r in prices().values() if r["metric"] == "tanker_day_rate"]
    return 22_000 < hire < 420_000 and all(abs(hire / one - 1) > 0.03 for one in published)


def _dear_candidates() -> list[Values]:
    detours = [name for name in totals() if "lombok" in name or "australia" in name]
    found = itertools.product(
        sorted(detours),
        (12.0, 13.5, 15.0),
        (40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400),
        ("fuel_2024_03", "fuel_2022_05"),
    )
    kept = [
        {"detour": d, "knots": k, "cents": c, "fuel_item": f}
        for d, k, c, f in found
        if _clear(_hire({"detour": d, "knots": k, "cents": c}, LEGS, _fuel_a_day({"fuel_item": f})))
    ]
    return some(kept, 60, salt=7)


dear_hire = Task(
    name="dear_hire",
    answers=(
        Number(name="hire_a_day", low=5_000, high=1_500_000, tolerance=20, unit="US dollars a day"),
        Number(name="fuel_part", low=1, high=99, tolerance=0.05, unit="%"),
        Items(name="reached"),
    ),
    candidates=_dear_candidates(),
    solve=_dear_hire,
    mistakes=(
        Mistake(
            name="one leg",
            hint="Your tanker does not come back. The task asks for the loaded and the empty leg.",
            solve=_dear_one_leg,
        ),
        Mistake(
            name="no fuel",
            hint="Your hire leaves nothing for fuel. A day costs the hire and the fuel.",
            solve=_dear_no_fuel,
        ),
        Mistake(
            name="unconfirmed rate",
            hint="One of the rates on your list is marked unconfirmed. Look at the column status.",
            solve=_dear_unconfirmed,
        ),
    ),
)


# ---------------------------------------------------------------------------- 8 tanks

STOCKS = {"JPN": "2025-12", "KOR": "2026-03"}
SHARES = {"JPN": "2025", "KOR": "2024"}
VOYAGES = {"JPN": "gulf_malacca_luzon_yokohama", "KOR": "gulf_malacca_luzon_ulsan"}


@lru_cache
def needs() -> dict[tuple[str, str, str], float]:
    """Country, metric and period to the value in energy_dependence."""
    return {
        (str(row["country_iso3"]), row["metric"], row["period"]): float(row["value"])
        for row in rows("energy_dependence")
    }


def _gap(variant: Values, country: str) -> float:
    """Oil that is missing each day, in per cent of a day's consumption."""
    share = needs()[country, "oil_imports_via_hormuz_share", SHARES[country]]
    return share * (1 - variant["pipeline"] / 100) - variant["saved"]


def _lasting(variant: Values, country: str, gap: float, floor: float) -> float:
    """Days until a country is down to its floor."""
    stock = needs()[country, "oil_stock_days", STOCKS[country]] - floor
    return totals()[VOYAGES[country]]["days_13_5kn"] + stock / (gap / 100)


def _tanks(variant: Values) -> Values:
    found = [_gap(variant, one) for one in STOCKS]
    pairs = zip(STOCKS, found, strict=True)
    return {"gaps": found, "lasts": [_lasting(variant, c, g, variant["reserve"]) for c, g in pairs]}


def _tanks_no_saving(variant: Values) -> Values:
    return _tanks({**variant, "saved": 0})


def _tanks_emptied(variant: Values) -> Values:
    return {"lasts": _tanks({**variant, "reserve": 0})["lasts"]}


def _tanks_whole(variant: Values) -> Values:
    """Stocks divided by all consumption, as if nothing else arrived."""
    return {"lasts": [_lasting(variant, one, 100, variant["reserve"]) for one in STOCKS]}


def _tanks_candidates() -> list[Values]:
    found = itertools.product((4, 6, 8, 10, 12), (5, 10, 15, 20), (45, 60, 75, 90))
    return some([{"saved": s, "pipeline": p, "reserve": r} for s, p, r in found], 60, salt=8)


tanks = Task(
    name="tanks",
    answers=(
        Numbers(
            name="gaps", length=2, low=0, high=100, tolerance=0.05, unit="% of daily consumption"
        ),
        Numbers(name="lasts", length=2, low=10, high=3000, tolerance=0.5, unit="days"),
    ),
    candidates=_tanks_candidates(),
    solve=_tanks,
    mistakes=(
        Mistake(
            name="no saving",
            hint="Your gap does not get smaller by what drivers and factories save.",
            solve=_tanks_no_saving,
        ),
        Mistake(
            name="emptied to the bottom",
            hint="Your tanks run dry. The task stops at the reserve that must stay in them.",
            solve=_tanks_emptied,
        ),
        Mistake(
            name="whole consumption",
            hint="You took all consumption out of the tanks. Most of it comes by other ways, or "
            "is saved: only the gap comes out of the tanks.",
            solve=_tanks_whole,
        ),
    ),
)

problem_set = ProblemSet(
    name="sea-lanes",
    title="2020 and the sea lanes",
    minutes=180,
    tasks=(
        burden,
        base_year,
        headlines,
        straits,
        quarter_mean,
        turning_back,
        dear_hire,
        tanks,
    ),
)
