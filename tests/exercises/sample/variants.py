"""Variants and solvers of the sample set of the tests."""

from __future__ import annotations

import math
from functools import lru_cache

from twoplustwo import load
from twoplustwo.exercises import (
    Column,
    Frame,
    Function,
    Mistake,
    Number,
    ProblemSet,
    Task,
    Whole,
)


@lru_cache
def rows() -> dict:
    years = load("scrambles").query("period_kind == 'fiscal_year'")
    return {one["fiscal_year"]: one for one in years.to_dict("records")}


def _growth(numbers):
    first, last = (int(rows()[numbers[key]]["scrambles_russia"]) for key in ("first", "last"))
    return {"growth": (last - first) / first * 100, "years": numbers["last"] - numbers["first"]}


def _wrong_base(numbers):
    first, last = (int(rows()[numbers[key]]["scrambles_russia"]) for key in ("first", "last"))
    return {"growth": (last - first) / last * 100}


def _share(numbers):
    return {"growth": _growth(numbers)["growth"] / 100}


def _both_ends(numbers):
    return {"years": numbers["last"] - numbers["first"] + 1}


def _largest(numbers, whole="scrambles_total"):
    known = [rows()[year] for year in range(numbers["first"], numbers["last"] + 1)]
    best = sorted(known, key=lambda r: -r["scrambles_china"])[: numbers["count"]]
    return {
        "largest": [
            {"fiscal_year": r["fiscal_year"], "share": r["scrambles_china"] / r[whole]}
            for r in best
        ]
    }


def _doubling(numbers):
    pairs = [([rate], math.log(2) / math.log1p(rate / 100)) for rate in numbers["rates"]]
    return {"doubling": pairs}


problem_set = ProblemSet(
    name="sample",
    title="A sample set",
    minutes=20,
    tasks=(
        Task(
            name="growth",
            answers=(
                Number(name="growth", low=-100, high=1000, tolerance=0.01, unit="percent"),
                Whole(name="years", low=2, high=40, unit="years"),
            ),
            candidates=[
                {"first": first, "last": last}
                for first in (2009, 2011, 2012, 2013, 2014)
                for last in range(2017, 2025)
            ],
            solve=_growth,
            mistakes=(
                Mistake(name="last as base", hint="You divided by the last.", solve=_wrong_base),
                Mistake(name="share", hint="You gave a share.", solve=_share),
                Mistake(name="both ends", hint="You counted both ends.", solve=_both_ends),
            ),
        ),
        Task(
            name="largest",
            answers=(
                Frame(
                    name="largest",
                    key=("fiscal_year",),
                    columns={"share": Column(kind="number", tolerance=1e-4, low=0, high=1)},
                    rows=3,
                ),
            ),
            candidates=[
                {"first": first, "last": last, "count": 3}
                for first in range(2011, 2016)
                for last in range(2019, 2025)
            ],
            solve=_largest,
            mistakes=(
                Mistake(
                    name="of Russia",
                    hint="You divided by the Russian ones.",
                    solve=lambda numbers: _largest(numbers, "scrambles_russia"),
                ),
            ),
        ),
        Task(
            name="doubling",
            answers=(
                Function(
                    name="doubling",
                    parameters=("percent",),
                    result=Number(name="years", low=1, high=200, tolerance=1e-6),
                ),
            ),
            candidates=[{"rates": [rate / 10, rate / 5, 7.0]} for rate in range(11, 40)],
            solve=_doubling,
            mistakes=(
                Mistake(
                    name="seventy",
                    hint="That is a rule of thumb.",
                    solve=lambda numbers: {"doubling": lambda percent: 70 / percent},
                ),
                Mistake(
                    name="share",
                    hint="Percent, not a share.",
                    solve=lambda numbers: {
                        "doubling": lambda percent: math.log(2) / math.log1p(percent)
                    },
                ),
            ),
        ),
    ),
)
