"""Variants, reference answers and typical mistakes of the set on the dialogue.

The reference answers are worked out in plain Python on rows of the tables; the solutions in the
master use pandas, NumPy and networkx.
"""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
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
    Whole,
)

Values = Mapping[str, Any]
Row = dict[str, Any]
Pair = tuple[str, str]


@lru_cache
def rows(table: str) -> tuple[Row, ...]:
    """The rows of a table as dictionaries, in the order of their dates."""
    found = load(table).to_dict("records")
    return tuple(sorted(found, key=lambda row: row["date"]))


def some(candidates: Sequence[Values], most: int, salt: int) -> list[Values]:
    """At most so many of the candidates, always the same ones."""
    return random.Random(salt).sample(list(candidates), min(most, len(candidates)))


# ---------------------------------------------------------------------------- 1 carry


def worth(variant: Values, denied: float) -> float:
    """The value of a channel by its definition, at a rate of denial in serious cases."""
    miss = variant["belief"] * variant["loss_miss"]
    false = (1 - variant["belief"]) * variant["loss_false"]
    harmless = variant["deny_harmless"]
    after_denial = min(miss * denied, false * harmless)
    after_none = min(miss * (1 - denied), false * (1 - harmless))
    return min(miss, false) - after_denial - after_none


def highest(holds: Callable[[float], bool]) -> float:
    """The largest rate below which something holds, by halving; it must hold at 0."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _needed(variant: Values) -> float:
    """What the call must be worth so that the gains pay the costs of both sides."""
    return sum(variant["costs"]) - sum(variant["other_gains"])


def _carried(variant: Values, limit: float) -> Values:
    return {"most_denial": limit, "found_out": 1 - limit / variant["habit"]}


def _carry(variant: Values) -> Values:
    limit = highest(lambda rate: worth(variant, rate) >= _needed(variant))
    silent = highest(lambda rate: worth(variant, rate) > 1e-12)
    return {**_carried(variant, limit), "silent_from": silent}


def _carry_japan(variant: Values) -> Values:
    needed = variant["costs"][0] - variant["other_gains"][0]
    return _carried(variant, highest(lambda rate: worth(variant, rate) >= needed))


def _carry_zero(variant: Values) -> Values:
    return _carried(variant, _carry(variant)["silent_from"])


def _carry_one_answer(variant: Values) -> Values:
    """The loss after no denial left out."""
    miss = variant["belief"] * variant["loss_miss"]
    return _carried(variant, 1 - _needed(variant) / miss)


def _carry_candidates() -> list[Values]:
    found = []
    for belief, harmless, miss, cost, habit in itertools.product(
        (0.2, 0.25, 0.3, 0.35), (0.85, 0.9, 0.95), (1, 1.5), (0.2, 0.25, 0.3), (0.85, 0.9)
    ):
        one = {
            "belief": belief,
            "deny_harmless": harmless,
            "loss_false": 1.0,
            "loss_miss": float(miss),
            "other_gains": [0.1, 0.15],
            "costs": [cost, 0.1],
            "habit": habit,
        }
        waits = belief * miss < 0.9 * (1 - belief)
        if waits and 0.15 < _carry(one)["most_denial"] < habit - 0.1:
            found.append(one)
    return some(found, 60, salt=1)


def _rate(name: str, tolerance: float = 1e-4) -> Number:
    return Number(name=name, low=0, high=1, tolerance=tolerance)


carry = Task(
    name="carry",
    answers=(_rate("most_denial"), _rate("silent_from"), _rate("found_out")),
    candidates=_carry_candidates(),
    solve=_carry,
    mistakes=(
        Mistake(
            name="Japan alone",
            hint="Your channel has to pay Japan's bill only. In the condition of decoupling the "
            "gains and the costs of both sides stand together.",
            solve=_carry_japan,
        ),
        Mistake(
            name="worth something",
            hint="You found where the call stops being worth anything. The track needs more than "
            "that: what it costs beyond its other gains.",
            solve=_carry_zero,
        ),
        Mistake(
            name="one answer only",
            hint="You counted the loss after a denial only. After no denial something can be lost "
            "too: see step 3 of the example 'One call, step by step'.",
            solve=_carry_one_answer,
        ),
    ),
)


# ---------------------------------------------------------------------------- 2 clerk


def clerk_of(line: Sequence[float], made: Sequence[float]) -> tuple[float, float]:
    """How often a clerk leaves a denial, and turns no denial into one, to make a line of another.

    Rates of denial, harmless and serious: made = line * leaves + (1 - line) * turns.
    """
    (a, b), (c, d) = line, made
    whole = a * (1 - b) - b * (1 - a)
    return (c * (1 - b) - d * (1 - a)) / whole, (a * d - b * c) / whole


def _possible(line: Sequence[float], made: Sequence[float]) -> bool:
    return all(0 <= rate <= 1 for rate in clerk_of(line, made))


def _clerk(variant: Values) -> Values:
    leaves, turns = clerk_of(variant["good_line"], variant["lines"]["B"])
    made = [name for name, one in variant["lines"].items() if _possible(variant["good_line"], one)]
    return {"leaves": leaves, "turns": turns, "made_by_clerk": made}


def _clerk_nearer(variant: Values) -> Values:
    """Every line whose two rates lie nearer to each other."""
    gap = variant["good_line"][0] - variant["good_line"][1]
    lines = variant["lines"].items()
    return {"made_by_clerk": [name for name, (a, b) in lines if a - b < gap]}


def _clerk_one_way(variant: Values) -> Values:
    """A clerk who only loses denials."""
    return {"leaves": variant["lines"]["B"][0] / variant["good_line"][0]}


def _clerk_swapped(variant: Values) -> Values:
    right = _clerk(variant)
    return {"leaves": right["turns"], "turns": right["leaves"]}


def _garbled(draw: random.Random, line: Sequence[float]) -> list[float]:
    leaves, turns = draw.randrange(75, 93) / 100, draw.randrange(8, 24) / 100
    return [round(rate * leaves + (1 - rate) * turns, 4) for rate in line]


def _unreachable(draw: random.Random, line: Sequence[float]) -> list[float]:
    """A line with rates nearer to each other that no clerk can make, by a margin."""
    while True:
        one = [draw.randrange(40, 99) / 100, draw.randrange(2, 60) / 100]
        nearer = 0.2 < one[0] - one[1] < line[0] - line[1] - 0.03
        rates = clerk_of(line, one)
        if nearer and (min(rates) < -0.04 or max(rates) > 1.04):
            return one


def _clerk_candidates() -> Iterator[Values]:
    for number in range(60):
        draw = random.Random(200 + number)
        good = [draw.choice((0.86, 0.9, 0.94)), draw.choice((0.1, 0.16, 0.22))]
        lines = [_garbled(draw, good), _unreachable(draw, good), _unreachable(draw, good)]
        draw.shuffle(lines)
        named = dict(zip("CDE", lines, strict=True))
        yield {"good_line": good, "lines": {"B": _garbled(draw, good), **named}}


clerk = Task(
    name="clerk",
    answers=(_rate("leaves", 1e-3), _rate("turns", 1e-3), Items(name="made_by_clerk")),
    candidates=list(_clerk_candidates()),
    solve=_clerk,
    mistakes=(
        Mistake(
            name="nearer rates",
            hint="That the two rates of a line are nearer to each other does not show that a clerk "
            "made it. Look for the clerk of each line; his two rates must lie between 0 and 1.",
            solve=_clerk_nearer,
        ),
        Mistake(
            name="one kind of slip",
            hint="Your clerk only loses denials. He also writes one where there was none.",
            solve=_clerk_one_way,
        ),
        Mistake(
            name="swapped",
            hint="You have the clerk's two rates in each other's place.",
            solve=_clerk_swapped,
        ),
    ),
)


# ---------------------------------------------------------------------------- 3 forecast_votes


@lru_cache
def votes() -> tuple[tuple[str, bool], ...]:
    """Symbol of every text put to the vote, and whether all fifteen voted for it, by date."""
    found = [row for row in rows("sanctions") if pd.notna(row["votes_for_count"])]
    return tuple((row["symbol"], row["votes_for_count"] == 15) for row in found)


def _forecasts(variant: Values, memory: int | None = None, peek: bool = False) -> dict[str, float]:
    """The forecast of unanimity before each vote, from the votes that are remembered."""
    memory = memory or variant["memory"]
    seen: list[bool] = []
    found = {}
    for symbol, unanimous in votes():
        last = ([*seen, unanimous] if peek else seen)[-memory:]
        hope, doubt = variant["hope"], variant["doubt"]
        found[symbol] = (hope + sum(last)) / (hope + doubt + len(last))
        seen.append(unanimous)
    return found


def _scored(forecasts: Mapping[str, float], loss: Callable[[float], float]) -> Values:
    gaps = [forecasts[symbol] - unanimous for symbol, unanimous in votes()]
    return {
        "before_2022": forecasts["draft (US) 2022"],
        "before_2024": forecasts["draft (US) 2024"],
        "vote_brier": sum(map(loss, gaps)) / len(gaps),
    }


def _square(gap: float) -> float:
    return gap * gap


def _forecast_votes(variant: Values) -> Values:
    return _scored(_forecasts(variant), _square)


def _forecast_all(variant: Values) -> Values:
    return _scored(_forecasts(variant, memory=99), _square)


def _forecast_peek(variant: Values) -> Values:
    return _scored(_forecasts(variant, peek=True), _square)


def _forecast_absolute(variant: Values) -> Values:
    return {"vote_brier": _scored(_forecasts(variant), abs)["vote_brier"]}


def _forecast_candidates() -> list[Values]:
    found = itertools.product((1, 2, 3, 4), (1, 2, 3, 4), (3, 4, 5, 6))
    return some([{"hope": h, "doubt": d, "memory": m} for h, d, m in found], 60, salt=3)


forecast_votes = Task(
    name="forecast_votes",
    answers=(_rate("before_2022"), _rate("before_2024"), _rate("vote_brier")),
    candidates=_forecast_candidates(),
    solve=_forecast_votes,
    mistakes=(
        Mistake(
            name="long memory",
            hint="Your forecaster remembers every vote. The task gives him a shorter memory.",
            solve=_forecast_all,
        ),
        Mistake(
            name="knows the result",
            hint="Your forecast of a vote already counts that vote. It must be made before.",
            solve=_forecast_peek,
        ),
        Mistake(
            name="absolute error",
            hint="You took the mean of the errors themselves. The Brier score squares each first.",
            solve=_forecast_absolute,
        ),
    ),
)


# ---------------------------------------------------------------------------- 4 rounds


@lru_cache
def meetings() -> tuple[date, ...]:
    """The last day of each meeting of the leaders, one for each number."""
    days: dict[int, date] = {}
    for row in rows("summits"):
        if row["kind"] == "meeting":
            days[int(row["meeting_number"])] = row["date"].date()
    return tuple(sorted(days.values()))


@lru_cache
def meeting_rows() -> tuple[date, ...]:
    """The days of all rows that are meetings."""
    return tuple(row["date"].date() for row in rows("summits") if row["kind"] == "meeting")


def _round(held: date, days: Sequence[date], variant: Values) -> tuple[int, int, int]:
    """Meetings before and after a round, and the days back to the nth last one."""
    before = sum(0 < (held - one).days <= variant["window"] for one in days)
    after = sum(0 < (one - held).days <= variant["window"] for one in days)
    earlier = [one for one in days if one < held]
    return before, after, (held - earlier[-variant["nth"]]).days


def _rounds_of(variant: Values, days: Sequence[date]) -> Values:
    held = [row["date"].date() for row in rows("two_plus_two")]
    before, after, back = zip(*(_round(one, days, variant) for one in held), strict=True)
    return {"met_before": list(before), "met_after": list(after), "days_back": list(back)}


def _rounds(variant: Values) -> Values:
    return _rounds_of(variant, meetings())


def _rounds_rows(variant: Values) -> Values:
    return _rounds_of(variant, meeting_rows())


def _rounds_both(variant: Values) -> Values:
    right = _rounds(variant)
    pairs = zip(right["met_before"], right["met_after"], strict=True)
    return {"met_before": [one + other for one, other in pairs]}


def _rounds_last(variant: Values) -> Values:
    return {"days_back": _rounds({**variant, "nth": variant["nth"] - 1})["days_back"]}


def _rounds_candidates() -> list[Values]:
    found = itertools.product(range(150, 800, 50), (2, 3, 4))
    return some([{"window": w, "nth": n} for w, n in found], 40, salt=4)


rounds = Task(
    name="rounds",
    answers=(
        Numbers(name="met_before", length=4, low=0, high=40, tolerance=0.05, unit="meetings"),
        Numbers(name="met_after", length=4, low=0, high=40, tolerance=0.05, unit="meetings"),
        Numbers(name="days_back", length=4, low=1, high=4000, tolerance=0.05, unit="days"),
    ),
    candidates=_rounds_candidates(),
    solve=_rounds,
    mistakes=(
        Mistake(
            name="rows for meetings",
            hint="You counted rows. One meeting of the leaders lasted two days and has two rows, "
            "with the same meeting_number.",
            solve=_rounds_rows,
        ),
        Mistake(
            name="both directions",
            hint="Your list met_before also holds meetings after the round.",
            solve=_rounds_both,
        ),
        Mistake(
            name="one too few",
            hint="You went back one meeting too few: the last one before the round is number 1.",
            solve=_rounds_last,
        ),
    ),
)


# ---------------------------------------------------------------------------- 5 silence


def _silence_values(held: int, years: float, variant: Values) -> Values:
    quiet = (date.fromisoformat(variant["until"]) - meetings()[-1]).days / 365.25
    rate = held / years
    return {
        "meeting_rate": rate,
        "silence_log10": -rate * quiet / math.log(10),
        "fitting_rate": -math.log(variant["percent"] / 100) / quiet,
    }


def _held(days: Sequence[date], variant: Values) -> int:
    return sum(variant["first"] <= one.year <= variant["last"] for one in days)


def _years(variant: Values) -> int:
    return variant["last"] - variant["first"] + 1


def _silence(variant: Values) -> Values:
    return _silence_values(_held(meetings(), variant), _years(variant), variant)


def _silence_rows(variant: Values) -> Values:
    found = _silence_values(_held(meeting_rows(), variant), _years(variant), variant)
    return {name: found[name] for name in ("meeting_rate", "silence_log10")}


def _silence_years(variant: Values) -> Values:
    found = _silence_values(_held(meetings(), variant), _years(variant) - 1, variant)
    return {name: found[name] for name in ("meeting_rate", "silence_log10")}


def _silence_natural(variant: Values) -> Values:
    return {"silence_log10": _silence(variant)["silence_log10"] * math.log(10)}


def _silence_candidates() -> list[Values]:
    # Every window holds 2016, with the meeting that has two rows.
    windows = [(a, b) for a in (2013, 2014, 2015, 2016) for b in (2017, 2018, 2019)]
    untils = ("2021-03-19", "2022-03-21", "2023-12-31", "2024-12-31", "2026-08-20")
    found = [
        {"first": a, "last": b, "until": until, "percent": p}
        for (a, b), until, p in itertools.product(windows, untils, (1, 5, 10))
    ]
    return some(found, 60, salt=5)


silence = Task(
    name="silence",
    answers=(
        Number(name="meeting_rate", low=0, high=20, tolerance=0.005, unit="meetings a year"),
        Number(name="silence_log10", low=-60, high=0, tolerance=0.01),
        Number(name="fitting_rate", low=0, high=20, tolerance=0.002, unit="meetings a year"),
    ),
    candidates=_silence_candidates(),
    solve=_silence,
    mistakes=(
        Mistake(
            name="rows for meetings",
            hint="You counted rows. One meeting lasted two days and has two rows, with the same "
            "meeting_number.",
            solve=_silence_rows,
        ),
        Mistake(
            name="a year too few",
            hint="From the first of January of one year to the end of another is one year more "
            "than the difference of the two numbers.",
            solve=_silence_years,
        ),
        Mistake(
            name="natural logarithm",
            hint="That is the natural logarithm of the chance. Ten to the power of your answer "
            "should give the chance.",
            solve=_silence_natural,
        ),
    ),
)


# ---------------------------------------------------------------------------- 6 pass_on


def pair_of(row: Row) -> Pair:
    one, other = sorted((str(row["country_a"]), str(row["country_b"])))
    return one, other


@lru_cache
def contacts(one: str, other: str) -> tuple[date, ...]:
    """The days on which two states had a contact of any level, each day once."""
    pair = tuple(sorted((one, other)))
    return tuple(
        sorted({row["date"].date() for row in rows("dialogue_edges") if pair_of(row) == pair})
    )


@lru_cache
def news() -> tuple[date, ...]:
    """The days of all rows of korea_diplomacy."""
    return tuple(row["date"].date() for row in rows("korea_diplomacy"))


def _passed(heard: date, told: date) -> Row:
    """One message: its wait, and the news of the peninsula that came in between."""
    between = sum(heard < one < told for one in news())
    return {"date": heard.isoformat(), "wait": (told - heard).days, "news": between}


def _messages(variant: Values, limit: int) -> list[Row]:
    """Contacts of the messenger with Pyongyang that he could pass on in time."""
    told = contacts(variant["messenger"], variant["listener"])
    found = []
    for heard in contacts(variant["messenger"], "PRK"):
        later = [one for one in told if one > heard]
        if later and (later[0] - heard).days <= limit:
            found.append(_passed(heard, later[0]))
    return found


def _pass_on(variant: Values) -> Values:
    return {"messages": _messages(variant, variant["within"])}


def _pass_on_always(variant: Values) -> Values:
    return {"messages": _messages(variant, 10**6)}


def _pass_on_before(variant: Values) -> Values:
    """The last contact before the message was heard."""
    told = contacts(variant["messenger"], variant["listener"])
    found = []
    for heard in contacts(variant["messenger"], "PRK"):
        earlier = [one for one in told if one < heard]
        if earlier and (heard - earlier[-1]).days <= variant["within"]:
            found.append(
                {**_passed(earlier[-1], heard), "date": heard.isoformat()},
            )
    return {"messages": found}


def _pass_on_candidates() -> list[Values]:
    pairs = [("CHN", other) for other in ("JPN", "KOR", "USA", "RUS")]
    pairs += [("USA", other) for other in ("JPN", "KOR", "CHN", "RUS")]
    pairs += [("RUS", other) for other in ("CHN", "USA", "KOR")]
    found = [
        {"messenger": one, "listener": other, "within": limit}
        for (one, other), limit in itertools.product(pairs, range(30, 420, 30))
    ]
    # A typical mistake must show: some message is too late, and before some there was a contact.
    late = [
        one
        for one in found
        if 2 <= len(_messages(one, one["within"])) < len(_messages(one, 10**6))
        and _pass_on_before(one)["messages"]
    ]
    return some(late, 40, salt=6)


pass_on = Task(
    name="pass_on",
    answers=(
        Frame(
            name="messages",
            key=("date",),
            columns={
                "wait": Column(kind="whole", unit="days", low=1, high=4000),
                "news": Column(kind="whole", low=0, high=200),
            },
        ),
    ),
    candidates=_pass_on_candidates(),
    solve=_pass_on,
    mistakes=(
        Mistake(
            name="never too late",
            hint="Some of your messages waited longer than the task allows.",
            solve=_pass_on_always,
        ),
        Mistake(
            name="told before heard",
            hint="You took contacts before the meeting with Pyongyang. Nobody can pass on what he "
            "has not heard yet.",
            solve=_pass_on_before,
        ),
    ),
)


# ---------------------------------------------------------------------------- 7 other_rule

SIX = ("CHN", "JPN", "KOR", "PRK", "RUS", "USA")


@lru_cache
def leaders() -> tuple[tuple[Pair, date], ...]:
    """The pairs whose leaders met, and when."""
    found = [row for row in rows("dialogue_edges") if row["level"] == "leaders"]
    return tuple((pair_of(row), row["date"].date()) for row in found)


def met(first: int, years: int) -> list[tuple[Pair, date]]:
    """Meetings of leaders in a window."""
    return [(pair, day) for pair, day in leaders() if first <= day.year < first + years]


def steps(lines: frozenset[Pair], start: str) -> dict[str, int]:
    """Steps from one state to all that can be reached."""
    found, edge = {start: 0}, [start]
    while edge:
        here = edge.pop(0)
        for other in SIX:
            line = tuple(sorted((here, other)))
            if line in lines and other not in found:
                found[other] = found[here] + 1
                edge.append(other)
    return found


def ways(lines: frozenset[Pair], start: str, end: str) -> list[tuple[str, ...]]:
    """All shortest ways between two states."""
    far = steps(lines, end)
    if start not in far:
        return []
    found = [(start,)]
    for left in range(far[start] - 1, -1, -1):
        found = [
            (*way, other)
            for way in found
            for other in SIX
            if far.get(other) == left and tuple(sorted((way[-1], other))) in lines
        ]
    return found


@lru_cache
def betweenness(lines: frozenset[Pair]) -> Mapping[str, float]:
    """Mean share of the shortest ways between two others, over all pairs of others."""
    found = dict.fromkeys(SIX, 0.0)
    for one, other in itertools.combinations(SIX, 2):
        between = ways(lines, one, other)
        for way in between:
            for state in way[1:-1]:
                found[state] += 1 / len(between)
    pairs = math.comb(len(SIX) - 1, 2)
    return {state: value / pairs for state, value in found.items()}


def _lines(variant: Values, times: int, years_only: bool = True) -> frozenset[Pair]:
    window = met(variant["first"], variant["years"])
    seen = {(pair, day.year if years_only else day) for pair, day in window}
    count = Counter(pair for pair, _ in seen)
    return frozenset(pair for pair, number in count.items() if number >= times)


def _ruled(lines: frozenset[Pair], scale: float = 1.0) -> Values:
    role = betweenness(lines)
    most = max(role.values())
    return {
        "line_count": len(lines),
        "roles": [scale * role[state] for state in SIX],
        "brokers": [state for state, value in role.items() if value > most - 1e-9],
    }


def _other_rule(variant: Values) -> Values:
    return _ruled(_lines(variant, variant["times"]))


def _other_rule_once(variant: Values) -> Values:
    return _ruled(_lines(variant, 1))


def _other_rule_meetings(variant: Values) -> Values:
    return _ruled(_lines(variant, variant["times"], years_only=False))


def _other_rule_sum(variant: Values) -> Values:
    pairs = math.comb(len(SIX) - 1, 2)
    return {"roles": _ruled(_lines(variant, variant["times"]), pairs)["roles"]}


def _other_rule_candidates() -> list[Values]:
    found = []
    for first, years, times in itertools.product(range(2013, 2025), range(3, 9), (2, 3, 4)):
        one = {"first": first, "years": years, "times": times}
        by_years, by_meetings = _lines(one, times), _lines(one, times, years_only=False)
        inside = times < years and first + years <= 2027
        if inside and by_years != by_meetings and max(betweenness(by_years).values()) > 0:
            found.append(one)
    return some(found, 60, salt=7)


other_rule = Task(
    name="other_rule",
    answers=(
        Whole(name="line_count", low=1, high=15, unit="lines"),
        Numbers(name="roles", length=6, low=0, high=1, tolerance=1e-3),
        Items(name="brokers"),
    ),
    candidates=_other_rule_candidates(),
    solve=_other_rule,
    mistakes=(
        Mistake(
            name="once is enough",
            hint="You drew a line for every pair that met at all. The rule of this task is "
            "stricter than the chapter's.",
            solve=_other_rule_once,
        ),
        Mistake(
            name="meetings for years",
            hint="You counted meetings. A pair that meets three times in one year has met in one "
            "year.",
            solve=_other_rule_meetings,
        ),
        Mistake(
            name="sum over pairs",
            hint="Your betweenness is a sum over the pairs of others. It should be their mean.",
            solve=_other_rule_sum,
        ),
    ),
)


# ---------------------------------------------------------------------------- 8 dropout


def _slips(variant: Values, years_only: bool = True) -> tuple[int, int, int]:
    """All slips, and those of the two lines of the way."""
    window = met(variant["first"], 3)
    slips = {(pair, day.year if years_only else day) for pair, day in window}
    here, broker, there = variant["way"]
    lines = [tuple(sorted((broker, end))) for end in (here, there)]
    one, other = (sum(pair == line for pair, _ in slips) for line in lines)
    return len(slips), one, other


def _missed(total: int, own: int) -> float:
    """The chance that no slip of `own` is drawn in `total` draws with putting back."""
    return (1 - own / total) ** total


def _dropout_values(total: int, one: int, other: int) -> Values:
    first, second = _missed(total, one), _missed(total, other)
    return {
        "slips": total,
        "first_lost": first,
        "way_open": 1 - first - second + _missed(total, one + other),
    }


def _dropout(variant: Values) -> Values:
    return _dropout_values(*_slips(variant))


def _dropout_meetings(variant: Values) -> Values:
    return _dropout_values(*_slips(variant, years_only=False))


def _dropout_independent(variant: Values) -> Values:
    total, one, other = _slips(variant)
    return {"way_open": (1 - _missed(total, one)) * (1 - _missed(total, other))}


def _dropout_one_draw(variant: Values) -> Values:
    total, one, other = _slips(variant)
    return {"first_lost": 1 - one / total, "way_open": (one + other) / total}


def _dropout_candidates() -> list[Values]:
    found = []
    for first, way in itertools.product(range(2013, 2025), itertools.permutations(SIX, 3)):
        one = {"first": first, "way": list(way)}
        here, broker, there = way
        lines = {pair for pair, _ in met(first, 3)}
        whole = all(tuple(sorted((broker, end))) in lines for end in (here, there))
        # Two states that meet each other need nobody between them.
        if whole and tuple(sorted((here, there))) not in lines:
            found.append(one)
    return some(found, 60, salt=8)


dropout = Task(
    name="dropout",
    answers=(
        Whole(name="slips", low=5, high=60, unit="pair-years"),
        _rate("first_lost"),
        _rate("way_open"),
    ),
    candidates=_dropout_candidates(),
    solve=_dropout,
    mistakes=(
        Mistake(
            name="meetings for years",
            hint="Your slips are meetings. A slip stands for a pair and a year, however often the "
            "two met in it.",
            solve=_dropout_meetings,
        ),
        Mistake(
            name="two lines apart",
            hint="You multiplied as if the two lines dropped out independently. Both are drawn "
            "from the same slips: what goes to one does not go to the other.",
            solve=_dropout_independent,
        ),
        Mistake(
            name="one draw",
            hint="That is the chance for a single draw. As many slips are drawn as there are.",
            solve=_dropout_one_draw,
        ),
    ),
)


problem_set = ProblemSet(
    name="dialogue",
    title="What a dialogue is worth",
    minutes=180,
    tasks=(carry, clerk, forecast_votes, rounds, silence, pass_on, other_rule, dropout),
)
