"""The checker in a student's notebook."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from twoplustwo import check
from twoplustwo.exercises import Column, Flag, Frame, Function, Items, Number, Numbers, Text, Whole
from twoplustwo.exercises.check import PASSED, Checker, describe, wrong

NUMBER = Number(name="x", low=0, high=10, tolerance=0.1, unit="km")
FRAME = Frame(
    name="t",
    key=("year",),
    columns={"share": Column(kind="number", low=0, high=1), "ok": Column(kind="flag")},
    rows=2,
)
TABLE = pd.DataFrame({"year": [2001, 2002], "share": [0.1, 0.2], "ok": [True, False]})
GOOD = [
    (NUMBER, np.float64(3.5)),
    (NUMBER, 10),
    (Whole(name="x", low=0, high=9), 4.0),
    (Flag(name="x"), np.bool_(False)),
    (Text(name="x", choices=("Yes", "No")), " yes "),
    (Items(name="x"), ["a"]),
    (Items(name="x", of="whole"), np.array([1, 2])),
    (Numbers(name="x", length=2, low=0, high=1, tolerance=1), pd.Series([0.1, 0.2])),
    (FRAME, TABLE),
    (FRAME, TABLE.set_index("year")),
    (Function(name="x", parameters=("a", "b"), result=NUMBER), lambda a, b=1: a),
    (Function(name="x", parameters=("a",), result=NUMBER), abs),
]
BAD = [
    (NUMBER, ..., "not answered yet"),
    (NUMBER, None, "is None; it should be a number in km"),
    (NUMBER, "3.5", "should be a number in km, but is '3.5' (str)"),
    (NUMBER, True, "should be a number"),
    (NUMBER, float("nan"), "is nan"),
    (NUMBER, 3500, "3500 is not plausible: expected between 0 and 10; the unit is km"),
    (NUMBER, pd.Series([1.0]), "a Series of shape (1,)"),
    (Whole(name="x", low=0, high=9), 4.5, "a whole number"),
    (Flag(name="x"), 1, "True or False"),
    (Text(name="x", choices=("Yes", "No")), "maybe", "'maybe' is none of: Yes, No"),
    (Text(name="x"), " ", "is an empty text"),
    (Items(name="x"), {"a"}, "a set of length 1; list(...) makes a list"),
    (Items(name="x", of="whole"), ["1"], "every item should be whole"),
    (Numbers(name="x", length=2, low=0, high=1, tolerance=1), [0.1], "has 1 items; 2 are"),
    (Numbers(name="x", length=2, low=0, high=1, tolerance=1), [0.1, 7], "item 2 7 is not plaus"),
    (FRAME, TABLE["share"], "a Series of shape (2,); .reset_index() makes a DataFrame"),
    (FRAME, TABLE.drop(columns="ok"), "has no column ok"),
    (FRAME, TABLE.head(1), "has 1 rows; 2 are expected"),
    (FRAME, TABLE.assign(year=2001), "rows with the same year"),
    (FRAME, TABLE.assign(share=[0.1, 2]), "column share: 2 is not plausible"),
    (FRAME, TABLE.assign(ok="yes"), "column ok: should be True or False"),
    (Function(name="x", parameters=("a", "b"), result=NUMBER), lambda a: a, "take 2 arguments"),
    (Function(name="x", parameters=("a",), result=NUMBER), 3, "a function of a"),
]


@pytest.mark.parametrize(("answer", "value"), GOOD)
def test_what_passes(answer, value) -> None:
    public = json.loads(json.dumps(answer.public()))
    assert wrong(public, {answer.name: value}) == ""


@pytest.mark.parametrize(("answer", "value", "words"), BAD)
def test_what_is_said_of_what_does_not(answer, value, words) -> None:
    public = json.loads(json.dumps(answer.public()))
    assert words in wrong(public, {answer.name: value})


def test_one_line_an_answer_and_never_more_than_passed(capsys) -> None:
    checker = Checker()
    checker.use({"task": [NUMBER.public(), FRAME.public()]})
    checker("task", {"x": 3, "t": TABLE})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 and lines[-1] == f"task: {PASSED}"
    assert not any("correct" in one or "right" in one for one in lines)


def test_a_wrong_and_a_missing_answer(capsys) -> None:
    checker = Checker()
    checker.use(json.dumps({"task": [NUMBER.public(), FRAME.public()]}))
    checker("task", {"x": 30})
    lines = capsys.readouterr().out.splitlines()
    assert "not plausible" in lines[0] and "not assigned yet" in lines[1]
    assert lines[-1] == "task: not yet"


def test_an_unknown_task_and_a_notebook_not_run_yet(capsys) -> None:
    checker = Checker()
    checker("task")
    assert "run the first cells" in capsys.readouterr().out
    checker.use({"one": [], "two": []})
    checker("three")
    assert "no task 'three' here; the tasks are: one, two" in capsys.readouterr().out


def test_the_names_of_the_caller_are_looked_at(capsys) -> None:
    names = {"check": check, "x": 4, "text": json.dumps({"task": [NUMBER.public()]})}
    before = check._tasks
    try:
        exec('check.use(text)\ncheck("task")', names)
    finally:
        check._tasks = before
    assert capsys.readouterr().out.splitlines()[-1] == f"task: {PASSED}"


def test_every_kind_is_described() -> None:
    for answer, _ in GOOD:
        assert describe(answer.public()) not in ("a value", "")


def test_the_checker_needs_no_more_than_the_base_install() -> None:
    code = (
        "import sys, twoplustwo\n"
        "assert 'twoplustwo.exercises' not in sys.modules\n"
        "from twoplustwo import check\n"
        "heavy = ('otter', 'yaml', 'nbformat', 'jupytext', 'typer', 'rich', 'IPython', 'sphinx')\n"
        "print(*[name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
