"""Variants, reference answers and typical mistakes of the set `warning-time`.

The flight times are computed here by Kepler's equation, not by the closed form that the chapter
and `twoplustwo.models` use, so that solver and solution cells do not share an error.

Dual use: distances between capitals only, ranges rounded to 100 km, no success rate of a real
system, and nothing beyond free flight.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations, pairwise, product
from typing import Any

from twoplustwo import load
from twoplustwo.exercises import Items, Mistake, Number, Numbers, ProblemSet, Task, Whole

Values = Mapping[str, Any]
EARTH_KM, MU = 6371.0, 398600.4418


@lru_cache
def rows(name: str) -> list[dict[str, Any]]:
    """Rows of a table as plain values."""
    return load(name).to_dict("records")


# ---- Free flight ---------------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def arc_minutes(range_km: float, apogee_km: float) -> float:
    """Minutes from ground to ground on the ellipse with this range and apogee."""
    half, top = range_km / EARTH_KM / 2, EARTH_KM + apogee_km
    e = apogee_km / (top - EARTH_KM * math.cos(half))
    a = top / (1 + e)
    anomaly = math.pi - half
    eccentric = math.acos((e + math.cos(anomaly)) / (1 + e * math.cos(anomaly)))
    mean = eccentric - e * math.sin(eccentric)
    return 2 * math.sqrt(a**3 / MU) * (math.pi - mean) / 60


def least_apogee(range_km: float) -> float:
    """Apogee in km of the path that needs the least speed."""
    half = range_km / EARTH_KM / 2
    return EARTH_KM / 2 * (math.sin(half) + math.cos(half) - 1)


def flight_minutes(range_km: float) -> float:
    """Free flight over a range on the path that needs the least speed."""
    return arc_minutes(range_km, least_apogee(range_km))


def launch_speed(range_km: float, apogee_km: float) -> float:
    """Speed in km/s at the start of the arc."""
    half, top = range_km / EARTH_KM / 2, EARTH_KM + apogee_km
    e = apogee_km / (top - EARTH_KM * math.cos(half))
    return math.sqrt(MU * (2 / EARTH_KM - (1 + e) / top))


def bisect(rising: Callable[[float], float], low: float, high: float) -> float:
    """Zero of a rising function."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2


@lru_cache
def range_of_time(minutes: float) -> float:
    """Range in km whose free flight lasts this long."""
    return bisect(lambda km: flight_minutes(km) - minutes, 10, 15000)


@lru_cache
def range_of_speed(speed: float) -> float:
    """Longest range in km at a speed."""
    return bisect(lambda km: launch_speed(km, least_apogee(km)) - speed, 10, 20000)


# ---- Two capitals --------------------------------------------------------------------------------


@lru_cache
def capitals() -> dict[str, tuple[float, float]]:
    """Latitude and longitude of each capital in degrees."""
    return {
        row["name"]: (row["lat_deg"], row["lon_deg"])
        for row in rows("regions_cities")
        if row["kind"] == "capital"
    }


@lru_cache
def apart(one: str, two: str) -> float:
    """Great-circle distance in km, by the angle between two unit vectors."""
    points = []
    for name in (one, two):
        lat, lon = (math.radians(value) for value in capitals()[name])
        points.append((math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)))
    return EARTH_KM * 2 * math.asin(math.dist(*points) / 2)


def _hundreds(km: float) -> int:
    return 100 * math.ceil(km / 100)


def _spent(numbers: Values) -> float:
    return numbers["see"] + numbers["judge"] + numbers["order"]


def two_capitals(numbers: Values) -> Values:
    km = apart(numbers["one"], numbers["two"])
    minutes = flight_minutes(_hundreds(km))
    return {
        "distance_km": km,
        "flight_min": minutes,
        "left_min": minutes - _spent(numbers),
    }


def capitals_flat(numbers: Values) -> Values:
    (lat, lon), (other_lat, other_lon) = (capitals()[numbers[key]] for key in ("one", "two"))
    degree = math.pi * EARTH_KM / 180
    return {"distance_km": degree * math.hypot(other_lat - lat, other_lon - lon)}


def capitals_judge_only(numbers: Values) -> Values:
    minutes = two_capitals(numbers)["flight_min"]
    return {"flight_min": minutes, "left_min": minutes - numbers["judge"]}


def capitals_rule(numbers: Values) -> Values:
    km = _hundreds(apart(numbers["one"], numbers["two"]))
    minutes = flight_minutes(1500) * km / 1500
    return {"flight_min": minutes, "left_min": minutes - _spent(numbers)}


def capitals_candidates() -> list[Values]:
    pairs = [
        pair for pair in combinations(("Beijing", "Canberra", "Manila", "Moscow", "Pyongyang",
                                       "Seoul", "Tokyo"), 2)
        if apart(*pair) >= 1800
    ]  # fmt: skip
    spent = ((1.5, 6.0, 1.0), (2.0, 5.0, 1.5), (1.0, 7.0, 0.5), (2.5, 5.5, 1.0))
    return [
        {"one": one, "two": two, "see": see, "judge": judge, "order": order}
        for (one, two), (see, judge, order) in product(pairs, spent)
    ]


CAPITALS = Task(
    name="capitals",
    answers=(
        Number(name="distance_km", low=100, high=20000, tolerance=0.5, unit="km"),
        Number(name="flight_min", low=1, high=60, tolerance=0.02, unit="minutes"),
        Number(name="left_min", low=-10, high=60, tolerance=0.02, unit="minutes"),
    ),
    candidates=capitals_candidates(),
    solve=two_capitals,
    mistakes=(
        Mistake(
            name="flat_earth",
            hint="Your distance treats degrees as a flat grid. Degrees of longitude grow shorter "
            "away from the equator, and the shortest way is a great circle.",
            solve=capitals_flat,
        ),
        Mistake(
            name="only_the_judging",
            hint="You subtracted the minutes for judging alone. Seeing and passing the order take "
            "time too.",
            solve=capitals_judge_only,
        ),
        Mistake(
            name="time_in_proportion",
            hint="You scaled the time in proportion to the range. A missile that flies farther "
            "also flies faster: use the formula of free flight.",
            solve=capitals_rule,
        ),
    ),
)


# ---- Where the window closes ---------------------------------------------------------------------

BALLISTIC = ("SRBM", "MRBM", "IRBM", "ICBM")


def _closed(km: float, kinds: tuple[str, ...] | None, end: str) -> int:
    """Systems of the catalogue whose stated range ends at or below `km`."""
    return sum(
        row[end] <= km
        for row in rows("missiles")
        if (kinds is None or row["category"] in kinds) and row["range_basis"] != "class_limit"
    )


def closing(numbers: Values) -> Values:
    spent = _spent(numbers)
    zero = range_of_time(spent)
    near, far = (flight_minutes(numbers[key]) - spent for key in ("near", "far"))
    return {
        "zero_km": zero,
        "no_time": _closed(zero, BALLISTIC, "range_max_km"),
        "lost_percent": 100 * (1 - near / far),
    }


def closing_all_kinds(numbers: Values) -> Values:
    zero = range_of_time(_spent(numbers))
    return {"zero_km": zero, "no_time": _closed(zero, None, "range_max_km")}


def closing_flight(numbers: Values) -> Values:
    near, far = (flight_minutes(numbers[key]) for key in ("near", "far"))
    return {"lost_percent": 100 * (1 - near / far)}


def closing_root(numbers: Values) -> Values:
    return {"zero_km": 1500 * (_spent(numbers) / flight_minutes(1500)) ** 2}


def closing_candidates() -> list[Values]:
    spent = (
        (1.0, 4.0, 1.0),
        (1.5, 4.0, 1.0),
        (1.5, 4.5, 1.0),
        (1.0, 5.0, 1.5),
        (1.5, 6.0, 0.5),
        (2.5, 8.0, 1.0),
        (2.0, 8.5, 1.5),
        (2.5, 9.0, 1.0),
    )
    ranges = ((3500, 5500), (3000, 5500), (4000, 10000), (3000, 8000), (3500, 7000), (4500, 9000))
    return [
        {"see": see, "judge": judge, "order": order, "near": near, "far": far}
        for (see, judge, order), (near, far) in product(spent, ranges)
    ]


CLOSING = Task(
    name="closing",
    answers=(
        Number(name="zero_km", low=100, high=8000, tolerance=2, unit="km"),
        Whole(name="no_time", low=0, high=60, unit="systems"),
        Number(name="lost_percent", low=0, high=100, tolerance=0.1, unit="percent"),
    ),
    candidates=closing_candidates(),
    solve=closing,
    mistakes=(
        Mistake(
            name="all_kinds_counted",
            hint="You counted every system of the catalogue. The formula is one for ballistic "
            "flight: cruise missiles, gliders and air defence do not obey it.",
            solve=closing_all_kinds,
        ),
        Mistake(
            name="flight_instead_of_window",
            hint="You compared the flight times. The question compares what is left of them.",
            solve=closing_flight,
        ),
        Mistake(
            name="square_root_rule",
            hint="You inverted the rule of thumb that time grows like the square root of range. "
            "It is only about right; invert the formula itself.",
            solve=closing_root,
        ),
    ),
)


# ---- Model and report ----------------------------------------------------------------------------


@lru_cache
def lofted() -> dict[str, dict[str, Any]]:
    """Launches of 2017 by day."""
    return {row["date"].date().isoformat(): row for row in rows("lofted_launches")}


@lru_cache
def later() -> dict[str, dict[str, Any]]:
    """Later high launches whose note reports the minutes, by day."""
    found = {}
    for row in rows("missile_overflights"):
        told = re.match(r"(\d+) minutes", row["note"] if isinstance(row["note"], str) else "")
        if told:
            found[row["date"].date().isoformat()] = row | {"minutes": int(told[1])}
    return found


def _launches(numbers: Values) -> list[tuple[float, float, float]]:
    """Range, apogee and reported minutes of the three launches."""
    column = f"time_{numbers['which']}_minutes"
    first = [lofted()[numbers[key]] for key in ("first", "second")]
    last = later()[numbers["third"]]
    return [(row["range_km"], row["apogee_km"], row[column]) for row in first] + [
        (last["range_flown_km"], last["apogee_km"], last["minutes"])
    ]


def reports(numbers: Values) -> Values:
    found = _launches(numbers)
    short = [told - arc_minutes(km, top) for km, top, told in found]
    km, top, _ = found[1]
    reach, estimate = range_of_speed(launch_speed(km, top)), lofted()[numbers["second"]]
    return {
        "shortfalls": short,
        "worst_percent": max(
            100 * gap / told for gap, (*_, told) in zip(short, found, strict=True)
        ),
        "range_gap": 100 * (1 - reach / estimate["estimate_low_km"]),
    }


def reports_ordinary(numbers: Values) -> Values:
    found = _launches(numbers)
    return {"shortfalls": [told - flight_minutes(km) for km, _, told in found]}


def reports_turned(numbers: Values) -> Values:
    return {"shortfalls": [-gap for gap in reports(numbers)["shortfalls"]]}


def reports_of_model(numbers: Values) -> Values:
    short = reports(numbers)["shortfalls"]
    shares = [
        100 * gap / arc_minutes(km, top)
        for gap, (km, top, _) in zip(short, _launches(numbers), strict=True)
    ]
    return {"shortfalls": short, "worst_percent": max(shares)}


def reports_candidates() -> list[Values]:
    return [
        {
            "first": first,
            "second": second,
            "third": third,
            "minutes": later()[third]["minutes"],
            "which": which,
            "which_name": name,
        }
        for (first, second), third, (which, name) in product(
            combinations(sorted(lofted()), 2),
            sorted(later()),
            (("low", "shortest"), ("high", "longest")),
        )
    ]


REPORTS = Task(
    name="reports",
    answers=(
        Numbers(name="shortfalls", length=3, low=-60, high=60, tolerance=0.03, unit="minutes"),
        Number(name="worst_percent", low=0, high=60, tolerance=0.02, unit="percent"),
        Number(name="range_gap", low=-60, high=60, tolerance=0.05, unit="percent"),
    ),
    candidates=reports_candidates(),
    solve=reports,
    mistakes=(
        Mistake(
            name="ordinary_path",
            hint="You computed the ordinary path for the range alone. These missiles went almost "
            "straight up: range and height both belong in the formula.",
            solve=reports_ordinary,
        ),
        Mistake(
            name="sign_turned",
            hint="Your differences are model less report. The question asks for report less model.",
            solve=reports_turned,
        ),
        Mistake(
            name="share_of_the_model",
            hint="You divided by the model's time. The percentage is one of the reported time.",
            solve=reports_of_model,
        ),
    ),
)


# ---- What height hides ---------------------------------------------------------------------------

PER_ROOT_METRE = 4.122


def _seen(radar_m: float, object_km: float) -> float:
    return PER_ROOT_METRE * (math.sqrt(radar_m) + math.sqrt(1000 * object_km))


def heights(numbers: Values) -> Values:
    high = _seen(numbers["radar_m"], numbers["arc_km"])
    low = _seen(numbers["radar_m"], numbers["glider_km"])
    minutes = high / numbers["arc_speed"] / 60
    lift = high / PER_ROOT_METRE - math.sqrt(1000 * numbers["glider_km"])
    return {
        "lost_min": minutes - low / numbers["glider_speed"] / 60,
        "mast_km": lift**2 / 1000,
        "equal_speed": low / (60 * minutes),
    }


def heights_km(numbers: Values) -> Values:
    roots = {key: math.sqrt(numbers[key]) for key in ("arc_km", "glider_km")}
    mast = math.sqrt(numbers["radar_m"])
    high, low = (PER_ROOT_METRE * (mast + roots[key]) for key in ("arc_km", "glider_km"))
    return {
        "lost_min": high / numbers["arc_speed"] / 60 - low / numbers["glider_speed"] / 60,
        "equal_speed": low * numbers["arc_speed"] / high,
    }


def heights_no_radar(numbers: Values) -> Values:
    high, low = (_seen(0, numbers[key]) for key in ("arc_km", "glider_km"))
    return {
        "lost_min": high / numbers["arc_speed"] / 60 - low / numbers["glider_speed"] / 60,
        "equal_speed": low * numbers["arc_speed"] / high,
    }


def heights_difference(numbers: Values) -> Values:
    return {"mast_km": numbers["arc_km"] - numbers["glider_km"] + numbers["radar_m"] / 1000}


def heights_candidates() -> list[Values]:
    return [
        {
            "radar_m": radar,
            "glider_km": glider,
            "arc_km": arc,
            "glider_speed": slow,
            "arc_speed": fast,
        }
        for radar, glider, arc, (slow, fast) in product(
            (50, 100, 200), (30, 40, 50), (250, 300, 350, 400), ((2.5, 3.0), (2.0, 2.8))
        )
    ]


HEIGHTS = Task(
    name="heights",
    answers=(
        Number(name="lost_min", low=0, high=60, tolerance=0.003, unit="minutes"),
        Number(name="mast_km", low=1, high=500, tolerance=0.2, unit="km"),
        Number(name="equal_speed", low=0.1, high=8, tolerance=0.001, unit="km/s"),
    ),
    candidates=heights_candidates(),
    solve=heights,
    mistakes=(
        Mistake(
            name="kilometres_for_metres",
            hint="You put the objects' heights into the formula in kilometres. It wants metres "
            "under the root.",
            solve=heights_km,
        ),
        Mistake(
            name="radar_on_the_ground",
            hint="Your horizon leaves out the height of the radar itself. Both roots count.",
            solve=heights_no_radar,
        ),
        Mistake(
            name="heights_subtracted",
            hint="You added up heights. What adds up in the formula are their square roots.",
            solve=heights_difference,
        ),
    ),
)


# ---- What counts as hypersonic -------------------------------------------------------------------

NAMED = ("CHN", "JPN", "KOR", "RUS", "USA")
KINDS = {
    "boost_glide": "gliders on a rocket",
    "cruise": "cruise missiles",
    "orbital_glide": "gliders from orbit",
    "aeroballistic": "ballistic missiles from aircraft",
    "ballistic": "ballistic missiles from the ground",
}


def _programmes(numbers: Values) -> list[dict[str, Any]]:
    return [
        row
        for row in rows("hypersonics")
        if row["kind"] in (numbers["kind_1"], numbers["kind_2"], numbers["kind_3"])
        and (numbers["which"] == "all" or row["status"] == "confirmed")
    ]


def _reaching(chosen: list[dict[str, Any]], least: float) -> int:
    ranges = {
        row["missile_id"]: row["range_max_km"]
        for row in rows("missiles")
        if row["range_basis"] != "class_limit"
    }
    return sum(ranges.get(row["programme_id"], math.nan) >= least for row in chosen)


def claim(numbers: Values) -> Values:
    chosen = _programmes(numbers)
    return {
        "owners": sorted({row["country_iso3"] for row in chosen}),
        "named_percent": 100 * sum(row["country_iso3"] in NAMED for row in chosen) / len(chosen),
        "far_reaching": _reaching(chosen, numbers["least_km"]),
    }


def claim_everything(numbers: Values) -> Values:
    chosen = rows("hypersonics")
    return {
        "owners": sorted({row["country_iso3"] for row in chosen}),
        "named_percent": 100 * sum(row["country_iso3"] in NAMED for row in chosen) / len(chosen),
    }


def claim_owners(numbers: Values) -> Values:
    owners = {row["country_iso3"] for row in _programmes(numbers)}
    return {"named_percent": 100 * len(owners & set(NAMED)) / len(owners)}


def claim_any_match(numbers: Values) -> Values:
    listed = {row["missile_id"] for row in rows("missiles")}
    chosen = _programmes(numbers)
    return {"far_reaching": sum(row["programme_id"] in listed for row in chosen)}


def claim_candidates() -> list[Values]:
    return [
        {
            "kind_1": one,
            "kind_2": two,
            "kind_3": three,
            "name_1": KINDS[one],
            "name_2": KINDS[two],
            "name_3": KINDS[three],
            "which": which,
            "which_name": name,
            "least_km": least,
        }
        for (one, two, three), (which, name), least in product(
            combinations(KINDS, 3),
            (("all", "all rows"), ("confirmed", "only rows whose status is `confirmed`")),
            (500, 800, 1000, 2000),
        )
    ]


CLAIM = Task(
    name="claim",
    answers=(
        Items(name="owners"),
        Number(name="named_percent", low=1.5, high=100, tolerance=0.05, unit="percent"),
        Whole(name="far_reaching", low=0, high=20, unit="programmes"),
    ),
    candidates=claim_candidates(),
    solve=claim,
    mistakes=(
        Mistake(
            name="every_kind",
            hint="You counted every row of the table, also kinds that your definition leaves out "
            "and the interceptor, which is a defence.",
            solve=claim_everything,
        ),
        Mistake(
            name="owners_for_programmes",
            hint="You gave a share of countries. The question asks for a share of programmes.",
            solve=claim_owners,
        ),
        Mistake(
            name="missing_range_counted",
            hint="You counted every programme that the catalogue lists, whatever its range. A "
            "missing range is not a long one.",
            solve=claim_any_match,
        ),
    ),
)


# ---- Leakage with a common cause -----------------------------------------------------------------


def leakage(numbers: Values) -> Values:
    n, m, miss = numbers["warheads"], numbers["shots"], 1 - numbers["success"]
    common = numbers["common"] / 100
    leak = miss * (common + (1 - common) * miss ** (m - 1))
    return {
        "none_through": (1 - leak) ** n,
        "too_hopeful": 100 * ((1 - miss**m) ** n - (1 - leak) ** n),
        "best_possible": (1 - miss * common) ** n,
    }


def leakage_raid(numbers: Values) -> Values:
    n, m, miss = numbers["warheads"], numbers["shots"], 1 - numbers["success"]
    return {"none_through": (1 - numbers["common"] / 100) * (1 - miss**m) ** n}


def leakage_independent(numbers: Values) -> Values:
    n, m, miss = numbers["warheads"], numbers["shots"], 1 - numbers["success"]
    return {"none_through": (1 - miss**m) ** n}


def leakage_one(numbers: Values) -> Values:
    one = leakage({**numbers, "warheads": 1})
    return {"none_through": one["none_through"], "best_possible": one["best_possible"]}


def leakage_candidates() -> list[Values]:
    return [
        {"warheads": n, "success": k, "shots": m, "common": c}
        for n, k, m, c in product((6, 8, 10, 12), (0.7, 0.75, 0.8), (2, 3), (20, 30, 40, 50))
    ]


LEAKAGE = Task(
    name="leakage",
    answers=(
        Number(name="none_through", low=0, high=1, tolerance=0.0005),
        Number(name="too_hopeful", low=0, high=100, tolerance=0.05, unit="percentage points"),
        Number(name="best_possible", low=0, high=1, tolerance=0.0005),
    ),
    candidates=leakage_candidates(),
    solve=leakage,
    mistakes=(
        Mistake(
            name="independent",
            hint="You let the interceptors miss independently of each other. The task is about the "
            "misses that they share.",
            solve=leakage_independent,
        ),
        Mistake(
            name="common_to_the_raid",
            hint="You let the common cause fail the whole defence at once. Here it ties together "
            "only the shots at one warhead, after the first of them has missed.",
            solve=leakage_raid,
        ),
        Mistake(
            name="one_warhead",
            hint="You stopped at one warhead. Nothing gets through only if it happens for each.",
            solve=leakage_one,
        ),
    ),
)


# ---- A reply to what? ----------------------------------------------------------------------------


def _dated(numbers: Values, plans: bool = False) -> list[tuple[date, list[str]]]:
    start = date(numbers["since"], 1, 1)
    found = [
        (row["date"].date(), row["actor"].split(";"))
        for row in rows("missile_defence")
        if row["date"].date() >= start
        and row["system"] != numbers["left_out"]
        and (plans or not row["is_plan"])
    ]
    return sorted(found)


def _longest(days: list[date]) -> int:
    return max((later - earlier).days for earlier, later in pairwise(days))


def _count(found: list[tuple[date, list[str]]], actor: str) -> int:
    return sum(actor in actors for _, actors in found)


def replies(numbers: Values) -> Values:
    found = _dated(numbers)
    return {
        "rows_one": _count(found, numbers["one"]),
        "rows_two": _count(found, numbers["two"]),
        "longest_days": _longest([day for day, _ in found]),
    }


def replies_exact(numbers: Values) -> Values:
    found = _dated(numbers)
    return {
        f"rows_{role}": sum(actors == [numbers[role]] for _, actors in found)
        for role in ("one", "two")
    }


def replies_plans(numbers: Values) -> Values:
    found = _dated(numbers, plans=True)
    return {
        "rows_one": _count(found, numbers["one"]),
        "rows_two": _count(found, numbers["two"]),
        "longest_days": _longest([day for day, _ in found]),
    }


def replies_two_only(numbers: Values) -> Values:
    pair = {numbers["one"], numbers["two"]}
    return {"longest_days": _longest([day for day, who in _dated(numbers) if pair & set(who)])}


def replies_candidates() -> list[Values]:
    names = {"JPN": "Japan", "RUS": "Russia", "USA": "the United States"}
    return [
        {
            "since": since,
            "left_out": left_out,
            "one": one,
            "two": two,
            "one_name": names[one],
            "two_name": names[two],
        }
        for since, left_out, (one, two) in product(
            (2016, 2017, 2018),
            ("THAAD", "S-300V4", "GPI", "Golden Dome", "Aegis Ashore (Europe)", "SM-3 Block IIA"),
            (("JPN", "RUS"), ("RUS", "USA"), ("USA", "JPN")),
        )
    ]


REPLIES = Task(
    name="replies",
    answers=(
        Whole(name="rows_one", low=0, high=40, unit="events"),
        Whole(name="rows_two", low=0, high=40, unit="events"),
        Whole(name="longest_days", low=2, high=4000, unit="days"),
    ),
    candidates=replies_candidates(),
    solve=replies,
    mistakes=(
        Mistake(
            name="joint_events_missed",
            hint="You counted only events with a single actor. Where two states acted together "
            "the cell holds both codes, parted by a semicolon.",
            solve=replies_exact,
        ),
        Mistake(
            name="plans_counted",
            hint="You kept rows that are plans for later years. A plan is not an event.",
            solve=replies_plans,
        ),
        Mistake(
            name="silence_of_two_actors",
            hint="Your gap looks at events of the two states only. The question asks for the "
            "longest time without any event.",
            solve=replies_two_only,
        ),
    ),
)

problem_set = ProblemSet(
    name="warning-time",
    title="Minutes, reports and replies",
    minutes=150,
    tasks=(CAPITALS, REPORTS, CLOSING, HEIGHTS, CLAIM, LEAKAGE, REPLIES),
)
