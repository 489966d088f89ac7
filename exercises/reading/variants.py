"""Variants, reference solutions and typical mistakes of the set ``reading``."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations, permutations, product
from typing import Any

import pandas as pd

from twoplustwo import load
from twoplustwo.exercises import (
    Column,
    Frame,
    Items,
    Mistake,
    Number,
    ProblemSet,
    Task,
    Text,
    Whole,
)

Values = Mapping[str, Any]
KINDS = ("fact", "forecast", "judgement")
SETTLED = ("confirmed", "partly", "contradicted")
PRIMARY = ("government", "law", "official_document")
SOFT = ("may", "possible", "threat")


@lru_cache
def rows(table: str) -> tuple[dict[str, Any], ...]:
    """Give a table as plain records."""
    return tuple(load(table).astype(object).to_dict("records"))


@lru_cache
def audit() -> tuple[tuple[str, int], ...]:
    """Give the word and the outcome (1 or 0) of each forecast that was made a question."""
    return tuple(
        (row["hedge"], int(row["forecast_outcome"] == "happened"))
        for row in rows("claims")
        if isinstance(row["question"], str)
    )


# --- hedges: words in the ledger -----------------------------------------------------------------


def _marked(variant: Values, found: Callable[[str, str], bool]) -> list[dict[str, Any]]:
    table = []
    for kind in KINDS:
        texts = [row["claim"].lower() for row in rows("claims") if row["kind"] == kind]
        hits = sum(any(found(word, text) for word in variant["words"]) for text in texts)
        table.append({"kind": kind, "claims": hits, "share": hits / len(texts)})
    return table


def _whole_word(word: str, text: str) -> bool:
    return word in re.findall(r"[a-z]+", text)


def _hedges(variant: Values) -> Values:
    return {"marked": pd.DataFrame(_marked(variant, _whole_word))}


def _hedges_inside_words(variant: Values) -> Values:
    return {"marked": pd.DataFrame(_marked(variant, lambda word, text: word in text))}


def _hedges_of_the_marked(variant: Values) -> Values:
    table = _marked(variant, _whole_word)
    total = sum(row["claims"] for row in table) or 1
    return {"marked": pd.DataFrame([row | {"share": row["claims"] / total} for row in table])}


HEDGES = Task(
    name="hedges",
    answers=(
        Frame(
            name="marked",
            key=("kind",),
            columns={
                "claims": Column(kind="whole", unit="claims"),
                "share": Column(kind="number", tolerance=1e-4, low=0, high=1),
            },
            rows=3,
        ),
    ),
    candidates=[
        {"words": [one, other, trap]}
        for trap in ("no", "not", "can")
        for one, other in combinations(
            ("may", "could", "would", "will", "should", "possible", "more", "new"), 2
        )
    ],
    solve=_hedges,
    mistakes=(
        Mistake(
            name="inside_words",
            hint="You also counted the letters inside longer words ('no' in 'announce'). "
            "Look for whole words: in a regular expression, \\b marks where a word ends.",
            solve=_hedges_inside_words,
        ),
        Mistake(
            name="share_of_the_marked",
            hint="Your shares add up to one over the three kinds. Divide by all claims of the "
            "kind, not by all marked claims.",
            solve=_hedges_of_the_marked,
        ),
    ),
)


# --- half_marks: what a rule of counting does ----------------------------------------------------


def _shares(variant: Values, *, verdicts: tuple[str, ...], theme: str | None) -> Values:
    found = [row["verdict"] for row in rows("claims") if row["theme"] != theme]
    found = [verdict for verdict in found if verdict in verdicts]
    right, half = found.count("confirmed"), found.count("partly")
    return {
        "strict": right / len(found),
        "weighted": (right + variant["weight"] * half) / len(found),
        "needed": (variant["target"] * len(found) - right) / half,
    }


def _half_marks(variant: Values) -> Values:
    return _shares(variant, verdicts=SETTLED, theme=variant["theme"])


def _half_marks_all_verdicts(variant: Values) -> Values:
    every = (*SETTLED, "not_testable", "not_found")
    return _shares(variant, verdicts=every, theme=variant["theme"])


def _half_marks_all_themes(variant: Values) -> Values:
    return _shares(variant, verdicts=SETTLED, theme=None)


HALF_MARKS = Task(
    name="half_marks",
    answers=(
        Number(name="strict", low=0.3, high=0.95, tolerance=1e-4),
        Number(name="weighted", low=0.3, high=1, tolerance=1e-4),
        Number(name="needed", low=0.05, high=0.95, tolerance=1e-3),
    ),
    candidates=[
        {"theme": theme, "weight": weight, "target": target}
        for theme, (weight, target) in product(
            ("after_inf", "deployments", "dialogue", "year_2020", "dispute", "korea",
             "constitution", "new_start", "two_plus_two", "sea_lanes", "technology", "us_china"),
            ((0.25, 0.80), (0.40, 0.85), (0.60, 0.75), (0.70, 0.82), (0.30, 0.78)),
        )
    ],
    solve=_half_marks,
    mistakes=(
        Mistake(
            name="unsettled_kept",
            hint="Claims that no record settles (not_testable, not_found) are still in your "
            "denominator. The rule leaves them out.",
            solve=_half_marks_all_verdicts,
        ),
        Mistake(
            name="theme_kept",
            hint="The theme that the rule leaves out is still in your count.",
            solve=_half_marks_all_themes,
        ),
    ),
)  # fmt: skip


# --- primary: who else says so -------------------------------------------------------------------


@lru_cache
def source_kinds() -> dict[str, str]:
    """Give the kind of each source."""
    return {row["source_id"]: row["kind"] for row in rows("sources")}


def _resting_on(variant: Values, accepts: Callable[[list[str]], bool]) -> Values:
    chosen = [row for row in rows("claims") if row["theme"] in variant["themes"]]
    kinds = {
        row["claim_id"]: [source_kinds()[one] for one in row["source_id"].split(";")]
        for row in chosen
    }
    resting = [claim for claim, found in kinds.items() if accepts(found)]
    return {"primary": resting, "share_without": 1 - len(resting) / len(chosen)}


def _primary(variant: Values) -> Values:
    return _resting_on(variant, lambda kinds: any(one in PRIMARY for one in kinds))


def _primary_last(variant: Values) -> Values:
    return _resting_on(variant, lambda kinds: kinds[-1] in PRIMARY)


def _primary_own_witness(variant: Values) -> Values:
    return _resting_on(variant, lambda kinds: any(one != "news" for one in kinds))


def _theme_triples() -> list[Values]:
    themes = sorted({row["theme"] for row in rows("claims")})
    found = []
    for triple in combinations(themes, 3):
        variant = {"themes": list(triple)}
        claims = sum(row["theme"] in triple for row in rows("claims"))
        if 13 <= claims <= 20 and 4 <= len(_primary(variant)["primary"]) <= 9:
            found.append(variant)
    return found


PRIMARY_SOURCES = Task(
    name="primary",
    answers=(
        Items(name="primary"),
        Number(name="share_without", low=0.05, high=0.95, tolerance=1e-4),
    ),
    candidates=_theme_triples(),
    solve=_primary,
    mistakes=(
        Mistake(
            name="one_source_only",
            hint="You looked at the last source of each row only. A row may name several, joined "
            "by a semicolon; one primary source among them is enough.",
            solve=_primary_last,
        ),
        Mistake(
            name="own_witness",
            hint="You let the commentary, or other writing about the events, count as primary. "
            "Only the three kinds of the code book do, and the text is not its own witness.",
            solve=_primary_own_witness,
        ),
    ),
)


# --- rounds: four since when? --------------------------------------------------------------------


@lru_cache
def round_days() -> tuple[date, ...]:
    """Give the days of the two-plus-two rounds."""
    return tuple(row["date"].date() for row in rows("two_plus_two"))


def _count(since: str, day: date, *, same_day: bool) -> int:
    start = date.fromisoformat(since)
    return sum(start <= one <= day if same_day else start <= one < day for one in round_days())


def _numbered(variant: Values, *, same_day: bool = True, coming: bool = True) -> Values:
    table = []
    for row in rows("two_plus_two_counts"):
        if row["statement_id"] not in variant["statements"]:
            continue
        day, extra = row["date"].date(), int(coming and row["tense"] == "announced")
        first = _count(variant["since_first"], day, same_day=same_day) + extra
        second = _count(variant["since_second"], day, same_day=same_day) + extra
        table.append(
            {
                "statement_id": row["statement_id"],
                "stated": int(row["round_number"]),
                "by_first": first,
                "by_second": second,
            }
        )
    fits = [all(row[name] == row["stated"] for row in table) for name in ("by_first", "by_second")]
    word = "first" if fits[0] else "second" if fits[1] else "neither"
    return {"numbers_by_start": pd.DataFrame(table), "fits": word}


def _rounds_without_coming(variant: Values) -> Values:
    return {"numbers_by_start": _numbered(variant, coming=False)["numbers_by_start"]}


def _rounds_before_the_day(variant: Values) -> Values:
    return {"numbers_by_start": _numbered(variant, same_day=False)["numbers_by_start"]}


STARTS = ("2013-01-01", "2016-12-15", "2018-01-01", "2019-01-01")
NUMBERED = ("russia_2017", "agency_2018", "russia_2018", "japan_2019", "russia_2019",
            "commentary_2021")  # fmt: skip
ROUNDS = Task(
    name="rounds",
    answers=(
        Frame(
            name="numbers_by_start",
            key=("statement_id",),
            columns={
                "stated": Column(kind="whole", unit="rounds"),
                "by_first": Column(kind="whole", unit="rounds"),
                "by_second": Column(kind="whole", unit="rounds"),
            },
            rows=5,
        ),
        Text(name="fits", choices=("first", "second", "neither")),
    ),
    candidates=[
        {"statements": list(five), "since_first": first, "since_second": second}
        for five in combinations(NUMBERED, 5)
        for first, second in permutations(STARTS, 2)
    ],
    solve=_numbered,
    mistakes=(
        Mistake(
            name="coming_round_forgotten",
            hint="A statement that announces a round numbers the coming one. Look at the column "
            "tense: where it says announced, one round is still to be added.",
            solve=_rounds_without_coming,
        ),
        Mistake(
            name="day_itself_left_out",
            hint="You count the rounds before the day of the statement. A round held on that very "
            "day is counted by those who spoke after it.",
            solve=_rounds_before_the_day,
        ),
    ),
)


# --- base_rate: out of how many years? -----------------------------------------------------------


def _rates(variant: Values, extra: int) -> tuple[float, float]:
    years = {day.year for day in round_days()}
    found = []
    for first in (variant["first_wide"], variant["first_narrow"]):
        span = range(first, variant["last"] + 1)
        found.append(len(years & set(span)) / (len(span) - extra))
    return found[0], found[1]


def _base_rate(variant: Values, extra: int = 0) -> Values:
    wide, narrow = _rates(variant, extra)
    return {
        "wide": wide,
        "narrow": narrow,
        "chance": 1 - (1 - wide) ** variant["years"],
        "silence": math.ceil(math.log(variant["level"]) / math.log(1 - wide)),
    }


def _base_rate_span(variant: Values) -> Values:
    found = _base_rate(variant, extra=1)
    return {name: found[name] for name in ("wide", "narrow")}


def _base_rate_added(variant: Values) -> Values:
    wide, _ = _rates(variant, 0)
    return {"chance": variant["years"] * wide}


def _base_rate_narrow(variant: Values) -> Values:
    _, narrow = _rates(variant, 0)
    return {"chance": 1 - (1 - narrow) ** variant["years"]}


BASE_RATE = Task(
    name="base_rate",
    answers=(
        Number(name="wide", low=0.05, high=0.95, tolerance=1e-4, unit="share of years"),
        Number(name="narrow", low=0.05, high=0.95, tolerance=1e-4, unit="share of years"),
        Number(name="chance", low=0.1, high=0.99, tolerance=1e-4),
        Whole(name="silence", low=2, high=40, unit="years"),
    ),
    candidates=[
        {"first_wide": wide, "first_narrow": narrow, "last": last, "years": years, "level": level}
        for wide, narrow, last, (years, level) in product(
            (2009, 2010, 2011, 2012), (2015, 2016), (2020, 2021, 2022, 2023), ((2, 0.05), (3, 0.1))
        )
    ],
    solve=_base_rate,
    mistakes=(
        Mistake(
            name="years_subtracted",
            hint="Both the first and the last year belong to the class: from 2011 to 2013 are "
            "three years, not two.",
            solve=_base_rate_span,
        ),
        Mistake(
            name="chances_added",
            hint="Chances of several years do not add up (they would soon pass one). Start with "
            "the chance of a year without a round.",
            solve=_base_rate_added,
        ),
        Mistake(
            name="other_class",
            hint="You used the rate of the narrow class; the question asks for the wide one.",
            solve=_base_rate_narrow,
        ),
    ),
)


# --- dictionary: the score of a text with a dictionary -------------------------------------------


def _costs(variant: Values) -> list[tuple[float, int]]:
    return [((variant["words"][word] - came) ** 2, came) for word, came in audit()]


def _rival(rate: float) -> float:
    return sum((rate - came) ** 2 for _, came in audit()) / len(audit())


def _dictionary(variant: Values) -> Values:
    costs = _costs(variant)
    total = sum(cost for cost, _ in costs)
    score = total / len(costs)
    return {
        "score": score,
        "skill": 1 - score / _rival(variant["rival"]),
        "failed_part": sum(cost for cost, came in costs if not came) / total,
    }


def _dictionary_distance(variant: Values) -> Values:
    gaps = [abs(variant["words"][word] - came) for word, came in audit()]
    return {"score": sum(gaps) / len(gaps)}


def _dictionary_hindsight(variant: Values) -> Values:
    known = sum(came for _, came in audit()) / len(audit())
    return {"skill": 1 - _dictionary(variant)["score"] / _rival(known)}


DICTIONARIES = tuple(
    {"likely": likely, "would": would, "may": may, "possible": possible, "threat": threat}
    for (likely, would), (may, possible, threat) in product(
        ((0.7, 0.85), (0.75, 0.9), (0.8, 0.95), (0.65, 0.8), (0.6, 0.7)),
        ((0.3, 0.35, 0.45), (0.4, 0.5, 0.6), (0.45, 0.3, 0.55), (0.35, 0.55, 0.4)),
    )
)
DICTIONARY = Task(
    name="dictionary",
    answers=(
        Number(name="score", low=0.02, high=0.9, tolerance=1e-5),
        Number(name="skill", low=-3, high=0.95, tolerance=1e-4),
        Number(name="failed_part", low=0.01, high=0.99, tolerance=1e-4, unit="share of the cost"),
    ),
    candidates=[
        {"words": words, "rival": rival} for words, rival in product(DICTIONARIES, (0.4, 0.55, 0.6))
    ],
    solve=_dictionary,
    mistakes=(
        Mistake(
            name="not_squared",
            hint="That is the mean distance. The Brier score takes the mean of the squared "
            "distances, so that a big miss costs more than two small ones.",
            solve=_dictionary_distance,
        ),
        Mistake(
            name="hindsight",
            hint="Your rival knows the rate of these very outcomes. The rival of this task knows "
            "only the rate that stands in the numbers.",
            solve=_dictionary_hindsight,
        ),
    ),
)


# --- soft_words: from which number on does the text beat the rival? ------------------------------


def _quadratic(variant: Values, *, every: bool, rate: float) -> float:
    """Least m at which the cost is the rival's: n m^2 - 2 k m + (k + fixed - allowed) = 0."""
    soft = [came for word, came in audit() if every or word in SOFT]
    fixed = sum(
        (variant[word] - came) ** 2 for word, came in audit() if not every and word not in SOFT
    )
    n, k = len(soft), sum(soft)
    rest = k + fixed - len(audit()) * _rival(rate)
    return (k - math.sqrt(max(k * k - n * rest, 0))) / n


def _soft_words(variant: Values) -> Values:
    soft = [came for word, came in audit() if word in SOFT]
    best = sum(soft) / len(soft)
    cost = sum(
        ((best if word in SOFT else variant[word]) - came) ** 2 for word, came in audit()
    ) / len(audit())
    return {
        "lowest": _quadratic(variant, every=False, rate=variant["rival"]),
        "best": best,
        "best_skill": 1 - cost / _rival(variant["rival"]),
    }


def _soft_words_every(variant: Values) -> Values:
    return {"lowest": _quadratic(variant, every=True, rate=variant["rival"])}


def _soft_words_hindsight(variant: Values) -> Values:
    known = sum(came for _, came in audit()) / len(audit())
    return {"lowest": _quadratic(variant, every=False, rate=known)}


SOFT_WORDS = Task(
    name="soft_words",
    answers=(
        Number(name="lowest", low=0.02, high=0.9, tolerance=1.5e-3, unit="probability"),
        Number(name="best", low=0.02, high=0.98, tolerance=1.5e-3, unit="probability"),
        Number(name="best_skill", low=-1, high=0.95, tolerance=2e-4),
    ),
    candidates=[
        {"likely": likely, "would": would, "rival": rival}
        for likely, would, rival in product(
            (0.55, 0.6, 0.65, 0.7, 0.75), (0.8, 0.85, 0.9, 0.95), (0.35, 0.4, 0.45, 0.5, 0.55)
        )
    ],
    solve=_soft_words,
    mistakes=(
        Mistake(
            name="every_word_moved",
            hint="You moved the number for all eight forecasts. 'Likely' and 'would' keep theirs; "
            "only may, possible and threat are soft.",
            solve=_soft_words_every,
        ),
        Mistake(
            name="hindsight",
            hint="You compared with a rival who knows the outcomes. Use the rate that stands in "
            "the numbers.",
            solve=_soft_words_hindsight,
        ),
    ),
)


# --- persistence: a forecaster who knows only last year ------------------------------------------


@lru_cache
def yearly(series: str) -> dict[int, int]:
    """Give the full fiscal years of a column of scrambles."""
    return {
        int(row["fiscal_year"]): int(row[series])
        for row in rows("scrambles")
        if row["period_kind"] == "fiscal_year" and row[series] is not None
    }


def _rises(variant: Values) -> list[tuple[bool, bool]]:
    """For each year of the window: did it rise the year before, and did it rise this year?"""
    count = yearly(variant["series"])
    return [
        (count[year - 1] > count[year - 2], count[year] > count[year - 1])
        for year in range(variant["first"], variant["last"] + 1)
    ]


def _persistence(variant: Values, power: int = 2) -> Values:
    told = [(variant["p"] if before else 1 - variant["p"], now) for before, now in _rises(variant)]
    same = sum(before == now for before, now in _rises(variant))
    return {
        "same": same,
        "year_score": sum(abs(f - now) ** power for f, now in told) / len(told),
        "best_p": same / len(told),
    }


def _persistence_distance(variant: Values) -> Values:
    return {"year_score": _persistence(variant, power=1)["year_score"]}


def _persistence_look_ahead(variant: Values) -> Values:
    return {"year_score": (1 - variant["p"]) ** 2}


def _persistence_always_up(variant: Values) -> Values:
    rises = [now for _, now in _rises(variant)]
    return {"year_score": sum((variant["p"] - now) ** 2 for now in rises) / len(rises)}


WINDOWS = (
    *(("scrambles_total", year) for year in range(2003, 2016)),
    *(
        (name, year)
        for name in ("scrambles_russia", "scrambles_china")
        for year in (2013, 2014, 2015)
    ),
)
PERSISTENCE = Task(
    name="persistence",
    answers=(
        Whole(name="same", low=0, high=10, unit="years"),
        Number(name="year_score", low=0.02, high=0.9, tolerance=1e-5),
        Number(name="best_p", low=0, high=1, tolerance=6e-3, unit="probability"),
    ),
    candidates=[
        {"series": series, "first": first, "last": first + 9, "p": p}
        for (series, first), p in product(WINDOWS, (0.65, 0.75, 0.85, 0.9))
    ],
    solve=_persistence,
    mistakes=(
        Mistake(
            name="not_squared",
            hint="That is the mean distance; square each distance before you take the mean.",
            solve=_persistence_distance,
        ),
        Mistake(
            name="look_ahead",
            hint="Your forecaster already knows the change of the year it forecasts. It may look "
            "only at the change of the year before.",
            solve=_persistence_look_ahead,
        ),
        Mistake(
            name="always_up",
            hint="Your forecaster says p every year. After a fall it says 1 - p.",
            solve=_persistence_always_up,
        ),
    ),
)


problem_set = ProblemSet(
    name="reading",
    title="Reading a text, scoring a forecast",
    minutes=150,
    tasks=(
        HEDGES,
        HALF_MARKS,
        PRIMARY_SOURCES,
        ROUNDS,
        BASE_RATE,
        DICTIONARY,
        SOFT_WORDS,
        PERSISTENCE,
    ),
)
