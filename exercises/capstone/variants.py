"""Variants, reference answers and typical mistakes of the set on the simulation.

Games are played by `twoplustwo.capstone`, which has reference games of its own, and are kept: the
same few hundred serve all variants. Everything after the games, and everything on the tables, is
worked out here in plain Python; the solutions in the master use pandas and NumPy.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from twoplustwo import load
from twoplustwo.capstone import JP_ACTIONS, PLANS, RU_ACTIONS, Game, bot_ru, planned, play
from twoplustwo.exercises import (
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

WORLDS = ("spiral", "deterrence")
PARTS = ("stability", "transparency", "alliance", "support", "sea_lanes", "channel")
DEFAULTS = (0.35, 0.15, 0.15, 0.15, 0.10, 0.10)
GAMES = 25
"""Games a plan: enough for the shape, few enough for a cell."""
FIRST_SEEDS = (1, 26, 51)
NOISE = 6
LOST_AT_MOST = 20.0


@cache
def rows(table: str) -> tuple[Row, ...]:
    """The rows of a table as dictionaries, in the order of their dates."""
    found = load(table).to_dict("records")
    return tuple(sorted(found, key=lambda row: row["date"]))


def some(candidates: Sequence[Values], most: int, salt: int) -> list[Values]:
    """At most so many of the candidates, always the same ones."""
    return random.Random(salt).sample(list(candidates), min(most, len(candidates)))


# ---------------------------------------------------------------------------- games


class Played(NamedTuple):
    """What is kept of a game: Japan's six results in the order of PARTS, and its quarters."""

    lost: bool
    parts: tuple[float, ...]
    answered: int
    offered: int
    quarters: int


@cache
def played(plan: str, world: str, seed: int, alarm: str = "verify") -> Played:
    """One of Japan's plans against the bot."""
    one = play(planned(PLANS[plan]), bot_ru, world, seed, alarm)
    return Played(
        lost=one.lost,
        parts=parts(one),
        answered=sum("talks" in row.joint for row in one.quarters),
        offered=sum(row.moves.jp == "propose_2plus2" for row in one.quarters),
        quarters=len(one.quarters),
    )


def games(plan: str, world: str, first: int, alarm: str = "verify") -> list[Played]:
    """The games of one plan in one world, one a seed."""
    return [played(plan, world, seed, alarm) for seed in range(first, first + GAMES)]


def parts(one: Game) -> tuple[float, ...]:
    """Japan's six results, in the order of PARTS."""
    end, tension = one.final, [row.state.T for row in one.quarters]
    calm = 0.0 if one.lost else 100 - sum(tension) / len(tension)
    return (calm, end.V, end.S, end.A, 100 - end.L, 100 * end.H / 3)


def total(one: Played, weights: Sequence[float], capped: bool = True) -> float:
    """The weighted sum of Japan's results; a lost game has at most 20."""
    found = sum(weight * part for weight, part in zip(weights, one.parts, strict=True))
    return min(found, LOST_AT_MOST) if one.lost and capped else found


def mean_total(
    plan: str, world: str, first: int, weights: Sequence[float], alarm: str = "verify", **how: bool
) -> float:
    """The mean score of a plan in a world."""
    return _mean_total(plan, world, first, tuple(weights), alarm, **how)


@cache
def _mean_total(
    plan: str, world: str, first: int, weights: tuple[float, ...], alarm: str, **how: bool
) -> float:
    found = [total(one, weights, **how) for one in games(plan, world, first, alarm)]
    return sum(found) / len(found)


# ---------------------------------------------------------------------------- 1 two_worlds


def _both(variant: Values) -> tuple[Game, ...]:
    """The same moves of both sides, first in the world that is true, then in the other one."""
    true = variant["world"]
    other = WORLDS[1 - WORLDS.index(true)]
    japan, russia = tuple(variant["japan"]), tuple(variant["russia"])
    return tuple(_fixed(japan, russia, world, variant["seed"]) for world in (true, other))


@cache
def _fixed(japan: tuple[str, ...], russia: tuple[str, ...], world: str, seed: int) -> Game:
    """A game in which neither side answers the other."""
    return play(planned(japan), planned(russia), world, seed)


def _first_quarter(gaps: Sequence[float], limit: float = NOISE) -> int:
    """The first quarter with a gap above the limit, or 0."""
    return next((at for at, gap in enumerate(gaps, start=1) if abs(gap) > limit), 0)


def _gaps(variant: Values, what: Callable, other: Callable) -> list[float]:
    one, two = _both(variant)
    return [what(a) - other(b) for a, b in zip(one.quarters, two.quarters, strict=True)]


def _tension(row: Any) -> int:
    return row.state.T


def _report(row: Any) -> int:
    return row.reported


def _two_worlds(variant: Values) -> Values:
    return {
        "tension_gaps": _gaps(variant, _tension, _tension),
        "ruled_out": _first_quarter(_gaps(variant, _report, _tension)),
    }


def _two_worlds_turned(variant: Values) -> Values:
    return {"tension_gaps": [-gap for gap in _gaps(variant, _tension, _tension)]}


def _two_worlds_truth(variant: Values) -> Values:
    return {"ruled_out": _first_quarter(_gaps(variant, _tension, _tension))}


def _two_worlds_any(variant: Values) -> Values:
    return {"ruled_out": _first_quarter(_gaps(variant, _report, _tension), limit=0)}


def _two_worlds_candidates() -> Iterator[Values]:
    for number in range(400):
        draw = random.Random(1000 + number)
        one = {
            "japan": [draw.choice(sorted(JP_ACTIONS)) for _ in range(8)],
            "russia": [draw.choice(sorted(RU_ACTIONS)) for _ in range(8)],
            "world": draw.choice(WORLDS),
            "seed": draw.randrange(1, 1000),
        }
        whole = all(len(game.quarters) == 8 and not game.lost for game in _both(one))
        if whole and 2 <= _two_worlds(one)["ruled_out"] <= 6:
            # Each mistake must lead to a quarter of its own.
            found = [
                solve(one)["ruled_out"]
                for solve in (_two_worlds, _two_worlds_truth, _two_worlds_any)
            ]
            if len(set(found)) == 3 and all(found):
                yield one


two_worlds = Task(
    name="two_worlds",
    answers=(
        Numbers(name="tension_gaps", length=8, low=-100, high=100, tolerance=0.01, unit="points"),
        Whole(name="ruled_out", low=1, high=8, unit="quarter"),
    ),
    candidates=list(itertools.islice(_two_worlds_candidates(), 48)),
    solve=_two_worlds,
    mistakes=(
        Mistake(
            name="turned round",
            hint="Your gaps have the wrong sign: they are the true world less the other one.",
            solve=_two_worlds_turned,
        ),
        Mistake(
            name="truth for report",
            hint="You compared true tension in both worlds. The delegation never sees it: what it "
            "holds against the replay is the report.",
            solve=_two_worlds_truth,
        ),
        Mistake(
            name="no noise",
            hint="You ruled the other world out at the first difference. A report may err by six "
            "either way, and a difference within that proves nothing.",
            solve=_two_worlds_any,
        ),
    ),
)


# ---------------------------------------------------------------------------- 2 regret_table


def _means(variant: Values, weights: Sequence[float], **how: bool) -> dict[str, list[float]]:
    """Plan to mean scores in the two worlds."""
    first = variant["first_seed"]
    return {
        plan: [mean_total(plan, world, first, weights, **how) for world in WORLDS]
        for plan in variant["plans"]
    }


def _regretted(means: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    best = [max(column) for column in zip(*means.values(), strict=True)]
    return {plan: [b - m for b, m in zip(best, own, strict=True)] for plan, own in means.items()}


def _regret_values(means: Mapping[str, Sequence[float]]) -> Values:
    largest = {plan: max(own) for plan, own in _regretted(means).items()}
    beaten = [
        plan
        for plan, own in means.items()
        if any(all(a > b for a, b in zip(other, own, strict=True)) for other in means.values())
    ]
    return {
        "largest_regrets": list(largest.values()),
        "least_regret": min(largest, key=largest.__getitem__),
        "beaten": beaten,
    }


def _weights(variant: Values) -> list[float]:
    return [variant["weights"][part] for part in PARTS]


def _regret_table(variant: Values) -> Values:
    return _regret_values(_means(variant, _weights(variant)))


def _regret_defaults(variant: Values) -> Values:
    return {"largest_regrets": _regret_values(_means(variant, DEFAULTS))["largest_regrets"]}


def _regret_uncapped(variant: Values) -> Values:
    found = _regret_values(_means(variant, _weights(variant), capped=False))
    return {"largest_regrets": found["largest_regrets"]}


def _regret_average(variant: Values) -> Values:
    """Regrets averaged over the worlds."""
    means = _means(variant, _weights(variant))
    return {"largest_regrets": [sum(own) / 2 for own in _regretted(means).values()]}


def _some_weights(draw: random.Random) -> dict[str, float]:
    """Six weights in steps of 0.05, none below 0.05, with sum 1."""
    cuts = sorted(draw.sample(range(1, 20), 5))
    steps = [b - a for a, b in zip([0, *cuts], [*cuts, 20], strict=True)]
    return {part: round(0.05 * step, 2) for part, step in zip(PARTS, steps, strict=True)}


def _regret_candidates() -> Iterator[Values]:
    for number in range(200):
        draw = random.Random(2000 + number)
        one = {
            "plans": draw.sample(sorted(PLANS), 4),
            "first_seed": draw.choice(FIRST_SEEDS),
            "weights": _some_weights(draw),
        }
        right = _regret_table(one)
        ordered = sorted(right["largest_regrets"])
        # The choice must be clear, and lost games must count.
        losing = {"protest", "deploy_first"} & set(one["plans"])
        if losing and right["beaten"] and ordered[1] - ordered[0] > 0.2:
            yield one


regret_table = Task(
    name="regret_table",
    answers=(
        Numbers(name="largest_regrets", length=4, low=0, high=100, tolerance=0.02, unit="points"),
        Text(name="least_regret", choices=tuple(PLANS)),
        Items(name="beaten"),
    ),
    candidates=list(itertools.islice(_regret_candidates(), 40)),
    solve=_regret_table,
    mistakes=(
        Mistake(
            name="default weights",
            hint="You scored with the default weights. Register those of the task.",
            solve=_regret_defaults,
        ),
        Mistake(
            name="lost games uncapped",
            hint="A game in which control was lost scores at most 20, whatever its parts add up "
            "to.",
            solve=_regret_uncapped,
        ),
        Mistake(
            name="mean over worlds",
            hint="You averaged over the two worlds, as if each were as likely as the other. "
            "Regret looks at the world in which a plan does worst.",
            solve=_regret_average,
        ),
    ),
)


# ---------------------------------------------------------------------------- 3 agenda

WORDS: Mapping[str, Sequence[str]] = {
    "stability": ("missile",),
    "transparency": ("confidence", "military"),
    "alliance": ("alliance", "aegis"),
    "support": ("islands",),
    "sea_lanes": ("seas", "piracy"),
    "channel": ("dprk", "cyber"),
}


@cache
def topics() -> tuple[str, ...]:
    """What each round of the two-plus-two had on its agenda, in small letters."""
    return tuple(row["topics"].lower() for row in rows("two_plus_two"))


def _agenda_weights(variant: Values, count: Callable[[str, str], int]) -> list[float]:
    found = [
        variant["plus"] + sum(count(text, variant["words"][part]) for text in topics())
        for part in PARTS
    ]
    return [one / sum(found) for one in found]


def _needed(share: float, half_width: float) -> float:
    """Games that bring the half-width of a 95% interval of a share down to a value."""
    return 1.96**2 * share * (1 - share) / (half_width / 100) ** 2


def _agenda_mean(variant: Values, weights: Sequence[float], **how: bool) -> float:
    return mean_total(
        variant["plan"],
        variant["world"],
        variant["first_seed"],
        weights,
        variant["alarm"],
        **how,
    )


def _agenda_lost(variant: Values) -> float:
    found = games(variant["plan"], variant["world"], variant["first_seed"], variant["alarm"])
    return sum(one.lost for one in found) / len(found)


def _agenda(variant: Values) -> Values:
    weights = _agenda_weights(variant, lambda text, word: word in text)
    return {
        "agenda_weights": weights,
        "agenda_mean": _agenda_mean(variant, weights),
        "games_needed": math.ceil(_needed(_agenda_lost(variant), variant["half_width"])),
    }


def _agenda_occurrences(variant: Values) -> Values:
    weights = _agenda_weights(variant, lambda text, word: text.count(word))
    return {"agenda_weights": weights, "agenda_mean": _agenda_mean(variant, weights)}


def _agenda_uncapped(variant: Values) -> Values:
    weights = _agenda_weights(variant, lambda text, word: word in text)
    return {"agenda_mean": _agenda_mean(variant, weights, capped=False)}


def _agenda_points(variant: Values) -> Values:
    """The half-width without the 1.96."""
    needed = _needed(_agenda_lost(variant), variant["half_width"]) / 1.96**2
    return {"games_needed": math.ceil(needed)}


def _agenda_candidates() -> list[Values]:
    draw = random.Random(3000)
    found = []
    for plan, world, alarm, first in itertools.product(
        sorted(PLANS), WORLDS, ("verify", "alert"), FIRST_SEEDS
    ):
        one = {
            "words": {part: draw.choice(list(words)) for part, words in WORDS.items()},
            "plus": draw.choice((0.25, 0.5, 0.75)),
            "plan": plan,
            "world": world,
            "alarm": alarm,
            "first_seed": first,
            "half_width": draw.choice((2, 3, 4)),
        }
        needed = _needed(_agenda_lost(one), one["half_width"])
        # With the last digits of a float the next whole number must not be in doubt.
        if 0.1 < _agenda_lost(one) < 0.9 and 0.02 < needed % 1 < 0.98:
            found.append(one)
    return some(found, 48, salt=3)


agenda = Task(
    name="agenda",
    answers=(
        Numbers(name="agenda_weights", length=6, low=0, high=1, tolerance=1e-3),
        Number(name="agenda_mean", low=0, high=100, tolerance=0.02, unit="points"),
        Whole(name="games_needed", low=10, high=5000, unit="games"),
    ),
    candidates=_agenda_candidates(),
    solve=_agenda,
    mistakes=(
        Mistake(
            name="occurrences for rounds",
            hint="You counted how often a word stands in the agendas. Count the rounds whose "
            "agenda holds it: one round may name missiles twice.",
            solve=_agenda_occurrences,
        ),
        Mistake(
            name="lost games uncapped",
            hint="A game in which control was lost scores at most 20, whatever its parts add up "
            "to.",
            solve=_agenda_uncapped,
        ),
        Mistake(
            name="one standard error",
            hint="Your interval holds the truth in about two cases of three. The task asks for "
            "95%: the half-width is 1.96 standard errors.",
            solve=_agenda_points,
        ),
    ),
)


# ---------------------------------------------------------------------------- 4 memory


@cache
def launches() -> tuple[tuple[date, int], ...]:
    """Launch days and the ballistic missiles counted on each."""
    found = ((row["date"].date(), row["ballistic_count"]) for row in rows("launch_days"))
    return tuple((day, 0 if pd.isna(count) else int(count)) for day, count in found)


def _quarterly(variant: Values, missiles: bool = False) -> list[int]:
    """Launch days (or missiles) in every quarter of the window, empty ones too."""
    found = dict.fromkeys(
        itertools.product(range(variant["first"], variant["last"] + 1), range(4)), 0
    )
    for day, count in launches():
        quarter = (day.year, (day.month - 1) // 3)
        if quarter in found and (variant["days"] == "all" or count > 0):
            found[quarter] += count if missiles else 1
    return list(found.values())


def _fitted(counts: Sequence[int]) -> Values:
    """Least squares of each quarter on the one before."""
    before, after = counts[:-1], counts[1:]
    mean_before, mean_after = sum(before) / len(before), sum(after) / len(after)
    spread = sum((one - mean_before) ** 2 for one in before)
    joint = sum(
        (one - mean_before) * (other - mean_after) for one, other in zip(before, after, strict=True)
    )
    slope = joint / spread
    base = mean_after - slope * mean_before
    return {"base_rate": base, "carry_over": slope, "settles_at": base / (1 - slope)}


def _memory(variant: Values) -> Values:
    counts = _quarterly(variant)
    return {**_fitted(counts), "above_cap": sum(one > 5 for one in counts)}


def _memory_dropped(variant: Values) -> Values:
    return _fitted([one for one in _quarterly(variant) if one])


def _memory_missiles(variant: Values) -> Values:
    counts = _quarterly(variant, missiles=True)
    return {**_fitted(counts), "above_cap": sum(one > 5 for one in counts)}


def _memory_turned(variant: Values) -> Values:
    """Each quarter regressed on the next."""
    return _fitted(_quarterly(variant)[::-1])


def _memory_candidates() -> list[Values]:
    found = itertools.product(range(2012, 2019), range(2022, 2026), ("all", "ballistic"))
    return some([{"first": a, "last": b, "days": d} for a, b, d in found], 48, salt=4)


memory = Task(
    name="memory",
    answers=(
        Number(name="base_rate", low=0, high=10, tolerance=0.002, unit="launch days a quarter"),
        Number(name="carry_over", low=-1, high=1, tolerance=0.002),
        Number(name="settles_at", low=0, high=20, tolerance=0.005, unit="launch days a quarter"),
        Whole(name="above_cap", low=0, high=60, unit="quarters"),
    ),
    candidates=_memory_candidates(),
    solve=_memory,
    mistakes=(
        Mistake(
            name="quiet quarters dropped",
            hint="Your quarters without a launch are missing. Silence is data too: give every "
            "quarter of the window a count, if need be 0.",
            solve=_memory_dropped,
        ),
        Mistake(
            name="missiles for days",
            hint="You added up missiles. The task counts days on which something was launched.",
            solve=_memory_missiles,
        ),
        Mistake(
            name="backwards",
            hint="Your line explains a quarter by the one after it. The game lets the last "
            "quarter act on the next.",
            solve=_memory_turned,
        ),
    ),
)


# ---------------------------------------------------------------------------- 5 after_contact

KINDS = ("summit", "diplomacy", "treaty")


@cache
def _dealings(partner: str) -> tuple[date, ...]:
    """Days on which a partner dealt with Pyongyang."""
    return tuple(
        row["date"].date()
        for row in rows("korea_diplomacy")
        if str(row["category"]) in KINDS and {"PRK", partner} <= set(row["actors"].split(";"))
    )


def _contacts(variant: Values) -> list[date]:
    """Days on which the partner dealt with Pyongyang, in the period."""
    return [day for day in _dealings(variant["partner"]) if _within(day, variant)]


def _within(day: date, variant: Values) -> bool:
    return variant["since"] <= day.isoformat() <= variant["until"]


def _near_days(variant: Values, before: bool = False) -> set[date]:
    """Days of the period that come soon after a contact."""
    span = range(-variant["soon"] if before else 1, variant["soon"] + 1)
    start, end = (date.fromisoformat(variant[name]) for name in ("since", "until"))
    found = {day + timedelta(n) for day in _contacts(variant) for n in span if n}
    return {day for day in found if start <= day <= end}


def _contact_values(variant: Values, near_count: float, near_days: float) -> Values:
    start, end = (date.fromisoformat(variant[name]) for name in ("since", "until"))
    days = (end - start).days + 1
    launched = sum(_within(day, variant) for day, _ in launches())
    near = 100 * near_count / near_days
    far = 100 * (launched - near_count) / (days - near_days)
    return {"near_rate": near, "far_rate": far, "near_to_far": near / far}


def _launched(days: set[date]) -> int:
    return sum(day in days for day, _ in launches())


def _after_contact(variant: Values) -> Values:
    near = _near_days(variant)
    return _contact_values(variant, _launched(near), len(near))


def _after_contact_twice(variant: Values) -> Values:
    """Every contact with a window of its own, overlaps counted twice."""
    each = [
        {day + timedelta(n) for n in range(1, variant["soon"] + 1)} for day in _contacts(variant)
    ]
    return _contact_values(variant, sum(map(_launched, each)), sum(map(len, each)))


def _after_contact_around(variant: Values) -> Values:
    near = _near_days(variant, before=True)
    return _contact_values(variant, _launched(near), len(near))


def _after_contact_all(variant: Values) -> Values:
    """The rate of the whole period for the days far from a contact."""
    right = _after_contact(variant)
    whole = _whole_rate(variant)
    return {"far_rate": whole, "near_to_far": right["near_rate"] / whole}


def _whole_rate(variant: Values) -> float:
    start, end = (date.fromisoformat(variant[name]) for name in ("since", "until"))
    launched = sum(_within(day, variant) for day, _ in launches())
    return 100 * launched / ((end - start).days + 1)


def _after_contact_candidates() -> list[Values]:
    found = itertools.product(
        ("RUS", "USA", "CHN"),
        (30, 45, 60, 75, 90, 105, 120),
        ("2016-07-01", "2017-01-01", "2017-07-01", "2018-01-01"),
        ("2024-12-31", "2025-09-30", "2025-12-31", "2026-06-30"),
    )
    kept = []
    for partner, soon, since, until in found:
        one = {"partner": partner, "soon": soon, "since": since, "until": until}
        near = _near_days(one)
        # Some day must come soon after two contacts, and some launch soon after one.
        if len(near) < soon * len(_contacts(one)) - 10 and _launched(near) >= 2:
            kept.append(one)
    return some(kept, 60, salt=5)


def _rate(name: str) -> Number:
    return Number(name=name, low=0, high=60, tolerance=0.002, unit="launch days in 100 days")


after_contact = Task(
    name="after_contact",
    answers=(
        _rate("near_rate"),
        _rate("far_rate"),
        Number(name="near_to_far", low=0, high=20, tolerance=0.0005),
    ),
    candidates=_after_contact_candidates(),
    solve=_after_contact,
    mistakes=(
        Mistake(
            name="days counted twice",
            hint="Some days come soon after two contacts, and you counted them twice. A day is "
            "near or it is not.",
            solve=_after_contact_twice,
        ),
        Mistake(
            name="before and after",
            hint="You took the days before the contacts too. A talk cannot act on a launch that "
            "came before it.",
            solve=_after_contact_around,
        ),
        Mistake(
            name="whole period for far",
            hint="Your rate far from contacts is that of the whole period. It still holds the "
            "days near them.",
            solve=_after_contact_all,
        ),
    ),
)


# ---------------------------------------------------------------------------- 6 how_often

TALKERS = ("talk_only", "dual_track", "decouple", "reduce_first")


@cache
def summits() -> tuple[date, ...]:
    """Days of meetings of the leaders, and of the rounds of ministers."""
    leaders = [row for row in rows("summits") if row["kind"] == "meeting"]
    return tuple(row["date"].date() for row in (*leaders, *rows("two_plus_two")))


def _table_quarters(variant: Values) -> tuple[int, int, int]:
    """Quarters with a meeting, meetings, and all quarters of the window."""
    inside = [day for day in summits() if variant["first"] <= day.year <= variant["last"]]
    quarters = {(day.year, (day.month - 1) // 3) for day in inside}
    return len(quarters), len(inside), 4 * (variant["last"] - variant["first"] + 1)


def _game_quarters(variant: Values) -> tuple[int, int, int]:
    """Quarters with an answered offer of talks, with an offer of Japan's, and all played."""
    found = games(variant["plan"], variant["world"], variant["first_seed"])
    answered, offered = sum(one.answered for one in found), sum(one.offered for one in found)
    return answered, offered, sum(one.quarters for one in found)


def _often(variant: Values, table: float, game: float) -> Values:
    return {"table_share": 100 * table, "game_share": 100 * game, "game_to_table": game / table}


def _how_often(variant: Values) -> Values:
    held, _, window = _table_quarters(variant)
    answered, _, played = _game_quarters(variant)
    return _often(variant, held / window, answered / played)


def _how_often_meetings(variant: Values) -> Values:
    _, meetings, window = _table_quarters(variant)
    answered, _, played = _game_quarters(variant)
    return _often(variant, meetings / window, answered / played)


def _how_often_offers(variant: Values) -> Values:
    held, _, window = _table_quarters(variant)
    _, offered, played = _game_quarters(variant)
    return _often(variant, held / window, offered / played)


def _how_often_candidates() -> list[Values]:
    found = itertools.product(
        TALKERS, WORLDS, FIRST_SEEDS, (2013, 2014), (2019, 2020, 2021, 2022, 2023)
    )
    return some(
        [
            {"plan": p, "world": w, "first_seed": s, "first": a, "last": b}
            for p, w, s, a, b in found
        ],
        60,
        salt=6,
    )


def _share(name: str) -> Number:
    return Number(name=name, low=0, high=100, tolerance=0.05, unit="%")


how_often = Task(
    name="how_often",
    answers=(
        _share("table_share"),
        _share("game_share"),
        Number(name="game_to_table", low=0, high=10, tolerance=0.002),
    ),
    candidates=_how_often_candidates(),
    solve=_how_often,
    mistakes=(
        Mistake(
            name="meetings for quarters",
            hint="You counted meetings. A quarter with three meetings is one quarter.",
            solve=_how_often_meetings,
        ),
        Mistake(
            name="offers for talks",
            hint="You counted offers in the game. Talks take place only if the offer was answered.",
            solve=_how_often_offers,
        ),
    ),
)


# ---------------------------------------------------------------------------- 7 weigh_theories


@cache
def patrols() -> tuple[date, ...]:
    """Days of the joint air patrols of China and Russia."""
    found = [row for row in rows("incidents") if str(row["category"]) == "china_russia_air"]
    return tuple(row["date"].date() for row in found)


def _updated(prior: float, expected: float, seen: int, up: float, down: float) -> float:
    """Belief in the spiral after a Poisson count, by Bayes' rule."""
    spiral = prior * (expected * up) ** seen * math.exp(-expected * up)
    deterrence = (1 - prior) * (expected * down) ** seen * math.exp(-expected * down)
    return spiral / (spiral + deterrence)


def _theories(variant: Values, prior: float | None = None, years: float | None = None) -> Values:
    start, hosted = (date.fromisoformat(variant[name]) for name in ("since", "hosted"))
    before = sum(start <= day < hosted for day in patrols())
    rate = before / ((hosted - start).days / 365.25)
    until = hosted + timedelta(variant["days"])
    seen = sum(hosted < day <= until for day in patrols())
    expected = rate * (variant["days"] / 365.25 if years is None else years)
    prior = variant["prior"] if prior is None else prior
    belief = _updated(prior, expected, seen, variant["up"], variant["down"])
    return {"patrol_rate": rate, "belief_spiral": belief}


def _plan_means(variant: Values) -> list[list[float]]:
    """Mean scores of the calm and of the firm plan, in both worlds."""
    first = variant["first_seed"]
    return [
        [mean_total(plan, world, first, DEFAULTS) for world in WORLDS] for plan in variant["plans"]
    ]


def _even(variant: Values) -> float:
    """The belief in the spiral at which the two plans have the same expected score."""
    (calm_spiral, calm_other), (firm_spiral, firm_other) = _plan_means(variant)
    return (firm_other - calm_other) / (calm_spiral - calm_other - firm_spiral + firm_other)


def _weighed(variant: Values, theories: Values) -> Values:
    even = _even(variant)
    calm, firm = variant["plans"]
    better = calm if theories["belief_spiral"] > even else firm
    return {**theories, "break_even": even, "better_plan": better}


def _weigh_theories(variant: Values) -> Values:
    return _weighed(variant, _theories(variant))


def _weigh_no_prior(variant: Values) -> Values:
    return {"belief_spiral": _theories(variant, prior=0.5)["belief_spiral"]}


def _weigh_year(variant: Values) -> Values:
    """The yearly rate taken for the count that is expected in the window."""
    return {"belief_spiral": _theories(variant, years=1.0)["belief_spiral"]}


def _weigh_turned(variant: Values) -> Values:
    """Belief in deterrence for belief in the spiral."""
    right = _weigh_theories(variant)
    return {
        "belief_spiral": 1 - right["belief_spiral"],
        "break_even": 1 - right["break_even"],
    }


def _weigh_candidates() -> Iterator[Values]:
    for number in range(400):
        draw = random.Random(7000 + number)
        hosted, days = draw.choice(
            [("2024-04-01", d) for d in (240, 300, 420, 540)]
            + [("2025-09-15", d) for d in (120, 150, 180, 210)]
        )
        one = {
            "since": draw.choice(("2019-01-01", "2020-01-01", "2021-01-01")),
            "hosted": hosted,
            "days": days,
            "up": draw.choice((1.5, 2.0, 2.5)),
            "down": draw.choice((0.4, 0.5, 0.6)),
            "prior": draw.choice((0.2, 0.3, 0.4, 0.6, 0.7)),
            "plans": [
                draw.choice(("talk_only", "reduce_first")),
                draw.choice(("dual_track", "deploy_first")),
            ],
            "first_seed": draw.choice(FIRST_SEEDS),
        }
        (calm_spiral, calm_other), (firm_spiral, firm_other) = _plan_means(one)
        # Each plan must be the better one in a world of its own, and the choice must be clear.
        if calm_spiral > firm_spiral and firm_other > calm_other:
            even = _even(one)
            if 0.1 < even < 0.9 and abs(even - _theories(one)["belief_spiral"]) > 0.02:
                yield one


weigh_theories = Task(
    name="weigh_theories",
    answers=(
        Number(name="patrol_rate", low=0, high=12, tolerance=0.01, unit="patrols a year"),
        Number(name="belief_spiral", low=0, high=1, tolerance=0.002),
        Number(name="break_even", low=0, high=1, tolerance=0.002),
        Text(name="better_plan", choices=tuple(PLANS)),
    ),
    candidates=list(itertools.islice(_weigh_candidates(), 48)),
    solve=_weigh_theories,
    mistakes=(
        Mistake(
            name="no prior",
            hint="You began with one half. The task gives the belief that the adviser held before.",
            solve=_weigh_no_prior,
        ),
        Mistake(
            name="a whole year",
            hint="You expected a whole year's patrols. The window is shorter or longer than a "
            "year: scale the rate by its days.",
            solve=_weigh_year,
        ),
        Mistake(
            name="the other theory",
            hint="That is the belief in deterrence. The task asks for the spiral.",
            solve=_weigh_turned,
        ),
    ),
)


problem_set = ProblemSet(
    name="capstone",
    title="Two Plus Two: checks and a joint memo",
    minutes=210,
    tasks=(two_worlds, regret_table, agenda, memory, after_contact, how_often, weigh_theories),
)
