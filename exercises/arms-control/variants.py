"""Variants, reference solutions and typical mistakes of the set ``arms-control``."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations, product
from typing import Any

import pandas as pd

from twoplustwo import load
from twoplustwo.exercises import (
    Column,
    Frame,
    Mistake,
    Number,
    Numbers,
    ProblemSet,
    Task,
    Text,
    Whole,
)

Values = Mapping[str, Any]
PARTIES = ("USA", "RUS")
GROUND = ("road", "rail_and_road", "silo")
RADIUS_KM = 6371.0


@lru_cache
def rows(table: str) -> tuple[dict[str, Any], ...]:
    """Give a table as plain records."""
    return tuple(load(table).astype(object).to_dict("records"))


# --- loading: which ceiling is met first? --------------------------------------------------------


@lru_cache
def exchange() -> dict[tuple[str, str], dict[str, Any]]:
    """Give each declaration by party and day."""
    return {(row["party"], row["date"].date().isoformat()): row for row in rows("new_start")}


def _loaded(party: str, day: str, below: str) -> float:
    row = exchange()[party, day]
    return float(row["deployed_warheads_count"]) / float(row[below])


def _loading(variant: Values, below: str = "deployed_vehicles_count") -> Values:
    table = []
    for party in PARTIES:
        last = _loaded(party, variant["last"], below)
        limits = exchange()[party, variant["last"]]
        filled = last * limits["limit_vehicles_count"]
        table.append(
            {
                "party": party,
                "loading_first": _loaded(party, variant["first"], below),
                "loading_last": last,
                "filled": filled,
                "met_first": "warheads" if filled > limits["limit_warheads_count"] else "vehicles",
            }
        )
    return {"loading": pd.DataFrame(table)}


def _loading_launchers(variant: Values) -> Values:
    return _loading(variant, below="launchers_count")


def _loading_upside_down(variant: Values) -> Values:
    table = _loading(variant)["loading"]
    names = ["loading_first", "loading_last"]
    return {"loading": table.assign(**{name: 1 / table[name] for name in names})}


@lru_cache
def exchange_days() -> tuple[str, ...]:
    """Give the days on which both parties declared all three totals."""
    whole = [
        day
        for party, day in exchange()
        if party == "USA"
        and all(
            (one, day) in exchange() and exchange()[one, day]["launchers_count"] is not None
            for one in PARTIES
        )
    ]
    return tuple(sorted(whole))


def _day_pairs() -> list[Values]:
    days = exchange_days()
    return [
        {"first": first, "last": last}
        for first, last in combinations(days, 2)
        if int(last[:4]) - int(first[:4]) >= 5
    ]


LOADING = Task(
    name="loading",
    answers=(
        Frame(
            name="loading",
            key=("party",),
            columns={
                "loading_first": Column(
                    kind="number", tolerance=1e-3, unit="warheads a vehicle", low=0.5, high=10
                ),
                "loading_last": Column(
                    kind="number", tolerance=1e-3, unit="warheads a vehicle", low=0.5, high=10
                ),
                "filled": Column(
                    kind="number", tolerance=0.5, unit="warheads", low=300, high=10_000
                ),
                "met_first": Column(kind="text"),
            },
            rows=2,
        ),
    ),
    candidates=_day_pairs(),
    solve=_loading,
    mistakes=(
        Mistake(
            name="launchers_for_vehicles",
            hint="You divided by all launchers, the empty ones included. Deployed warheads sit on "
            "deployed missiles and bombers: divide by those.",
            solve=_loading_launchers,
        ),
        Mistake(
            name="upside_down",
            hint="Your loading is below one: vehicles for each warhead. Turn the fraction round.",
            solve=_loading_upside_down,
        ),
    ),
)


# --- lives: how much of the treaty's life had what? ----------------------------------------------


@lru_cache
def milestone(text: str) -> date:
    """Find the day of the one event whose text begins so."""
    (found,) = (row for row in rows("new_start_events") if row["event"].startswith(text))
    return found["date"].date()


def _lives(variant: Values, *, until: str | None = None, limits_from: str | None = None) -> Values:
    start = milestone("Entered into force")
    day = milestone(until) if until else date.fromisoformat(variant["day"])
    limits = milestone(limits_from or "Central limits take effect")
    paused = milestone("On-site inspections paused")
    life = (day - start).days
    return {
        "data_share": (milestone("The law on suspension") - start).days / life,
        "inspection_share": (paused - start).days / life,
        "limits_share": (date.fromisoformat(variant["day"]) - limits).days / life,
        "both_share": (paused - limits).days / life,
    }


def _lives_whole(variant: Values) -> Values:
    found = _lives(variant, until="Treaty expires")
    return {name: found[name] for name in ("data_share", "inspection_share", "both_share")}


def _lives_from_force(variant: Values) -> Values:
    found = _lives(variant, limits_from="Entered into force")
    return {"both_share": found["both_share"]}


def _lives_refusal(variant: Values) -> Values:
    start, day = milestone("Entered into force"), date.fromisoformat(variant["day"])
    refused = milestone("Russia declines a US inspection")
    return {"inspection_share": (refused - start).days / (day - start).days}


LIVES = Task(
    name="lives",
    answers=tuple(
        Number(name=name, low=0.05, high=0.99, tolerance=8e-4, unit="share of the days")
        for name in ("data_share", "inspection_share", "limits_share", "both_share")
    ),
    candidates=[
        {"day": f"{year}-{month:02d}-{number}"}
        for (year, month), number in product(
            (
                (2023, 7),
                (2023, 9),
                (2023, 12),
                (2024, 2),
                (2024, 5),
                (2024, 8),
                (2024, 11),
                (2025, 1),
            ),
            (10, 15, 21, 26),
        )
    ],
    solve=_lives,
    mistakes=(
        Mistake(
            name="whole_life",
            hint="You divided by the days up to the end of the treaty. The task stops the clock "
            "on the day that stands in the numbers.",
            solve=_lives_whole,
        ),
        Mistake(
            name="limits_from_the_start",
            hint="The treaty entered into force in 2011, its limits did so seven years later. "
            "Look for the event on the central limits.",
            solve=_lives_from_force,
        ),
        Mistake(
            name="refusal_for_pause",
            hint="You ended the inspections with the refusal of 2022. The last visits were before "
            "the pause of 2020.",
            solve=_lives_refusal,
        ),
    ),
)


# --- eyes: how many visits does a limit need? ----------------------------------------------------


def _sight(variant: Values) -> float:
    gain, loss = variant["T"] - variant["R"], variant["R"] - variant["P"]
    return gain * (1 - variant["delta"]) / (variant["delta"] * loss)


def _met(variant: Values, visits: int) -> float:
    sites, hidden = variant["sites"], variant["hidden"]
    return 1 - math.comb(sites - hidden, visits) / math.comb(sites, visits)


def _least(enough: Callable[[int], bool], most: int) -> int:
    return next((visits for visits in range(1, most + 1) if enough(visits)), most)


def _eyes(variant: Values) -> Values:
    wanted = _sight(variant)
    visits = _least(lambda n: _met(variant, n) >= wanted, variant["sites"])
    return {"q_needed": wanted, "visits": visits, "q_reached": _met(variant, visits)}


def _eyes_replaced(variant: Values) -> Values:
    clean = 1 - variant["hidden"] / variant["sites"]
    wanted = _sight(variant)
    return {"visits": _least(lambda n: 1 - clean**n >= wanted, 10 * variant["sites"])}


def _eyes_added(variant: Values) -> Values:
    part = variant["hidden"] / variant["sites"]
    return {"visits": math.ceil(_sight(variant) / part)}


def _eyes_no_patience(variant: Values) -> Values:
    gain, loss = variant["T"] - variant["R"], variant["R"] - variant["P"]
    return {"q_needed": gain * (1 - variant["delta"]) / loss}


EYES = Task(
    name="eyes",
    answers=(
        Number(name="q_needed", low=0.02, high=0.99, tolerance=1e-4, unit="probability"),
        Whole(name="visits", low=2, high=60, unit="visits"),
        Number(name="q_reached", low=0.02, high=0.999, tolerance=1e-4, unit="probability"),
    ),
    candidates=[
        {"T": t, "R": r, "P": p, "delta": delta, "sites": sites, "hidden": hidden}
        for (t, r, p), delta, (sites, hidden) in product(
            ((5.0, 3.0, 1.0), (6.0, 4.0, 1.5), (4.5, 3.5, 2.0), (7.0, 4.0, 1.0)),
            (0.6, 0.65, 0.7, 0.75),
            ((40, 3), (50, 4), (36, 2), (60, 5), (45, 3)),
        )
    ],
    solve=_eyes,
    mistakes=(
        Mistake(
            name="same_site_twice",
            hint="Your inspectors may draw the same site twice. They visit different sites, so "
            "each clean visit leaves fewer places to hide.",
            solve=_eyes_replaced,
        ),
        Mistake(
            name="chances_added",
            hint="You added the chance of each visit. Two visits can both find something, so the "
            "chance grows more slowly than the visits.",
            solve=_eyes_added,
        ),
        Mistake(
            name="patience_dropped",
            hint="Solve the condition for q once more: patience stands in the denominator too.",
            solve=_eyes_no_patience,
        ),
    ),
)


# --- rules: surely, perhaps, unknown -------------------------------------------------------------


def _systems(variant: Values, *, ground: bool = True) -> list[dict[str, Any]]:
    left_out = {"SAM"} | ({"HGV"} if variant["gliders"] == "out" else set())
    return [
        row
        for row in rows("missiles")
        if row["category"] not in left_out and (row["basing"] in GROUND or not ground)
    ]


def _banded(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Systems with both ends of the band; an empty cell is NaN, which equals nothing."""
    return [
        row
        for row in found
        if row["range_min_km"] == row["range_min_km"] and row["range_max_km"] == row["range_max_km"]
    ]


def _tally(variant: Values, found: list[dict[str, Any]], *, top_only: bool = False) -> Values:
    low, high = variant["low"], variant["high"]
    operators = sorted({row["operator_iso3"] for row in rows("missiles")})
    table = {one: {"operator_iso3": one, "surely": 0, "perhaps": 0} for one in operators}
    for row in _banded(found):
        bottom, top = row["range_min_km"], row["range_max_km"]
        inside = low <= (top if top_only else bottom) and top <= high
        if inside:
            table[row["operator_iso3"]]["surely"] += 1
        elif bottom <= high and top >= low:
            table[row["operator_iso3"]]["perhaps"] += 1
    unknown = len(found) - len(_banded(found))
    return {"counts": pd.DataFrame(table.values()), "unknown": unknown}


def _rules(variant: Values) -> Values:
    return _tally(variant, _systems(variant))


def _rules_any_platform(variant: Values) -> Values:
    return _tally(variant, _systems(variant, ground=False))


def _rules_top_only(variant: Values) -> Values:
    return {"counts": _tally(variant, _systems(variant), top_only=True)["counts"]}


RULES = Task(
    name="rules",
    answers=(
        Frame(
            name="counts",
            key=("operator_iso3",),
            columns={
                "surely": Column(kind="whole", unit="systems"),
                "perhaps": Column(kind="whole", unit="systems"),
            },
            rows=8,
        ),
        Whole(name="unknown", low=0, high=30, unit="systems"),
    ),
    candidates=[
        {"low": low, "high": high, "gliders": gliders}
        for low, high, gliders in product(
            (500, 700, 900, 1000), (1800, 2200, 2500, 3000, 3500, 5500), ("in", "out")
        )
    ],
    solve=_rules,
    mistakes=(
        Mistake(
            name="any_platform",
            hint="You counted missiles on ships, submarines and aircraft too. The treaty was "
            "about launchers on the ground: look at the column basing.",
            solve=_rules_any_platform,
        ),
        Mistake(
            name="top_of_the_band",
            hint="For 'surely' you looked at the highest published range only. The whole band has "
            "to lie inside.",
            solve=_rules_top_only,
        ),
    ),
)


# --- reach: what a band covers between two states ------------------------------------------------


def _kilometres(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    north, south = math.radians(one["lat_deg"]), math.radians(other["lat_deg"])
    apart = math.radians(other["lon_deg"] - one["lon_deg"])
    half = (
        math.sin((south - north) / 2) ** 2
        + math.cos(north) * math.cos(south) * math.sin(apart / 2) ** 2
    )
    return 2 * RADIUS_KM * math.asin(math.sqrt(half))


def _degrees(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    return 111.2 * math.hypot(one["lat_deg"] - other["lat_deg"], one["lon_deg"] - other["lon_deg"])


def _distances(variant: Values, measure: Callable[..., float] = _kilometres) -> list[float]:
    regions = [
        row
        for row in rows("regions_cities")
        if row["kind"] == "region" and row["status"] == "confirmed"
    ]
    one = [row for row in regions if row["country_iso3"] == variant["one"]]
    other = [row for row in regions if row["country_iso3"] == variant["other"]]
    return sorted(measure(first, second) for first in one for second in other)


def _quantile(ordered: list[float], part: float) -> float:
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _reach(variant: Values) -> Values:
    distances = _distances(variant)
    within = _quantile(distances, variant["part"])
    ground = [row for row in rows("missiles") if row["basing"] in GROUND]
    bands = [(row["range_min_km"], row["range_max_km"]) for row in _banded(ground)]
    return {
        "pairs": len(distances),
        "within_km": within,
        "surely": sum(low >= within for low, _ in bands),
        "at_most": sum(high >= within for _, high in bands),
    }


def _reach_other_end(variant: Values) -> Values:
    return {"within_km": _quantile(_distances(variant), 1 - variant["part"])}


def _reach_flat(variant: Values) -> Values:
    return {"within_km": _quantile(_distances(variant, _degrees), variant["part"])}


def _state_pairs() -> list[Values]:
    found = []
    states = ("JPN", "RUS", "CHN", "KOR", "PRK", "PHL", "USA", "AUS")
    for (one, other), part in product(combinations(states, 2), (0.2, 0.3, 0.7, 0.8)):
        variant = {"one": one, "other": other, "part": part}
        distances = _distances(variant)
        # At least six pairs, and an answer well off every published range.
        if len(distances) >= 6 and 10 < _quantile(distances, part) % 100 < 90:
            found.append(variant)
    return found


REACH = Task(
    name="reach",
    answers=(
        Whole(name="pairs", low=4, high=200, unit="pairs"),
        Number(name="within_km", low=100, high=15_000, tolerance=2, unit="km"),
        Whole(name="surely", low=0, high=60, unit="systems"),
        Whole(name="at_most", low=0, high=60, unit="systems"),
    ),
    candidates=_state_pairs(),
    solve=_reach,
    mistakes=(
        Mistake(
            name="other_end",
            hint="That is the distance which the given share of pairs exceeds. Ask for the one "
            "within which they lie.",
            solve=_reach_other_end,
        ),
        Mistake(
            name="flat_earth",
            hint="Your distance treats degrees as a flat grid. A degree of longitude is shorter "
            "the further north you are; use the great circle.",
            solve=_reach_flat,
        ),
    ),
)


# --- first_page: a first page makes a headline ---------------------------------------------------


@lru_cache
def story(until: str, alone: bool = False) -> tuple[tuple[str, bool, bool], ...]:
    """Give day, and whether the United States and whether Russia acts, up to a day."""
    found = []
    for row in rows("inf_timeline"):
        actors = set(str(row["actor"]).split(";")) if isinstance(row["actor"], str) else set()
        russia = bool(actors & {"RUS", "SUN"})
        united_states = "USA" in actors
        if alone and len(actors) > 1:
            russia = united_states = False
        found.append((row["date"].date().isoformat(), united_states, russia))
    return tuple(one for one in sorted(found) if one[0] <= until)


def _leads(
    variant: Values, *, alone: bool = False, counted: bool = False, least: int | None = None
) -> dict[str, float]:
    """Share of entries with the United States less that with Russia, by first page."""
    told = [one for one in story(variant["until"], alone) if one[0] >= variant["since"]]
    found: dict[str, float] = {}
    for day in dict.fromkeys(one[0] for one in told):
        rest = [one for one in told if one[0] >= day]
        if len(rest) >= (least or variant["least"]):
            lead = sum(one[1] for one in rest) - sum(one[2] for one in rest)
            found[day] = lead / (1 if counted else len(rest))
    return found


def _spread(leads: Mapping[str, float]) -> float:
    return max(leads.values()) - min(leads.values())


def _first_page(variant: Values) -> Values:
    leads = _leads(variant)
    return {
        "most_us": max(leads, key=lambda day: leads[day]),
        "most_russia": min(leads, key=lambda day: leads[day]),
        "spread": _spread(leads),
    }


def _first_page_alone(variant: Values) -> Values:
    return {"spread": _spread(_leads(variant, alone=True))}


def _first_page_counted(variant: Values) -> Values:
    return {"spread": _spread(_leads(variant, counted=True))}


def _first_page_any_length(variant: Values) -> Values:
    return {"spread": _spread(_leads(variant, least=1))}


def _stories() -> list[Values]:
    untils = ("2021-12-31", "2024-06-30", "2024-12-31", "2025-07-31", "2025-09-15", "2025-10-31",
              "2025-11-30", "2026-02-28", "2026-06-30")  # fmt: skip
    sinces = ("1987-01-01", "2013-06-01", "2014-09-01", "2015-11-01", "2017-07-01")
    found = []
    for since, until, least in product(sinces, untils, (6, 8, 10)):
        variant = {"since": since, "until": until, "least": least}
        values = sorted(_leads(variant).values())
        # No tie for the first or the last place.
        if values[-1] - values[-2] > 1e-9 and values[1] - values[0] > 1e-9:
            found.append(variant)
    return found


FIRST_PAGE = Task(
    name="first_page",
    answers=(
        Text(name="most_us"),
        Text(name="most_russia"),
        Number(name="spread", low=0.02, high=2, tolerance=1e-4),
    ),
    candidates=_stories(),
    solve=_first_page,
    mistakes=(
        Mistake(
            name="joint_steps_lost",
            hint="Entries with several actors are joined by a semicolon. You counted only those "
            "in which one state acts alone.",
            solve=_first_page_alone,
        ),
        Mistake(
            name="counts_for_shares",
            hint="You subtracted counts. A long story has more entries of everybody: divide by "
            "the length of the story.",
            solve=_first_page_counted,
        ),
        Mistake(
            name="stories_too_short",
            hint="You allowed stories of fewer entries than the task does. With one entry every "
            "story has a single actor.",
            solve=_first_page_any_length,
        ),
    ),
)


# --- warning: what would make restraint safe for both? -------------------------------------------


def _softer(variant: Values, odds: Callable[[float], float]) -> list[float]:
    terms = zip(*(variant[name] for name in ("R", "T", "P", "belief")), strict=True)
    return [p - odds(belief) * (r - t) for r, t, p, belief in terms]


def _shares(variant: Values, needed: list[float]) -> list[float]:
    ends = zip(needed, variant["S"], variant["P"], strict=True)
    return [(soft - s) / (p - s) for soft, s, p in ends]


def _warning(variant: Values) -> Values:
    needed = _softer(variant, lambda belief: belief / (1 - belief))
    shares = _shares(variant, needed)
    return {
        "s_needed": needed,
        "warned": shares,
        "harder": "first" if shares[0] > shares[1] else "second",
    }


def _warning_even(variant: Values) -> Values:
    return {"s_needed": _softer(variant, lambda belief: 1)}


def _warning_turned(variant: Values) -> Values:
    return {"s_needed": _softer(variant, lambda belief: (1 - belief) / belief)}


def _warning_of_p(variant: Values) -> Values:
    needed = _warning(variant)["s_needed"]
    return {"warned": [soft / p for soft, p in zip(needed, variant["P"], strict=True)]}


GAMES = (
    ((4.0, 3.0, 2.0, 0.5), (5.0, 4.0, 2.5, 0.2)),
    ((5.0, 4.2, 3.0, 0.4), (4.0, 3.0, 2.2, 0.8)),
    ((6.0, 5.0, 3.0, 1.0), (5.0, 4.5, 2.0, 0.5)),
    ((4.5, 3.5, 2.5, 0.6), (6.0, 4.8, 3.5, 0.3)),
)
BELIEFS = ((0.45, 0.6), (0.55, 0.4), (0.6, 0.55), (0.4, 0.45), (0.58, 0.42))


def _games() -> list[Values]:
    found = []
    for games, beliefs in product((*GAMES, *(pair[::-1] for pair in GAMES)), BELIEFS):
        numbers = zip("RTPS", zip(*games, strict=True), strict=True)
        found.append({name: list(pair) for name, pair in numbers} | {"belief": list(beliefs)})
    return found


WARNING = Task(
    name="warning",
    answers=(
        Numbers(name="s_needed", length=2, low=0, high=10, tolerance=1e-3, unit="payoff"),
        Numbers(name="warned", length=2, low=0.01, high=0.99, tolerance=1e-3, unit="probability"),
        Text(name="harder", choices=("first", "second")),
    ),
    candidates=_games(),
    solve=_warning,
    mistakes=(
        Mistake(
            name="even_odds",
            hint="You compared the moves at even odds, which is risk dominance. Each side has a "
            "belief of its own.",
            solve=_warning_even,
        ),
        Mistake(
            name="odds_turned_round",
            hint="The belief is the chance that the other restrains. You gave that weight to the "
            "outcomes in which the other deploys.",
            solve=_warning_turned,
        ),
        Mistake(
            name="share_of_p",
            hint="A warning moves the payoff from S towards P. Measure how much of that way is "
            "needed, not how much of P.",
            solve=_warning_of_p,
        ),
    ),
)


problem_set = ProblemSet(
    name="arms-control",
    title="Limits, eyes and first pages",
    minutes=160,
    tasks=(LOADING, LIVES, EYES, RULES, REACH, FIRST_PAGE, WARNING),
)
