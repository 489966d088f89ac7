"""A small problem set of three tasks and a memo, made by hand, and notebooks that answer it."""

from __future__ import annotations

import copy
import json
from typing import Any

from twoplustwo.exercises.assignment import Assignment, Question, Test

SALT = "a salt that nobody knows: 5f3a"
OWNER = "k017"
MOST = 10.0

VARIANTS = """
from twoplustwo.exercises import Column, Frame, Function, Mistake, Number, ProblemSet, Task

def mean(v):
    return {"mean": sum(v["numbers"]) / len(v["numbers"])}

def largest(v):
    return {"mean": max(v["numbers"])}

def scaled(v):
    return {"scale": [((x,), x * v["factor"]) for x in (1.5, 2.0, 7.25)]}

def halved(v):
    return {"scale": lambda x: x / v["factor"]}

def table(v):
    import pandas as pd
    rows = [{"year": year, "count": count} for year, count in v["rows"]]
    return {"counts": pd.DataFrame(rows)}

def swapped(v):
    import pandas as pd
    return {"counts": pd.DataFrame([{"year": y, "count": c + 100} for y, c in v["rows"]])}

problem_set = ProblemSet(name="sample", title="A sample", minutes=10, tasks=(
    Task(name="mean", answers=(Number(name="mean", low=0, high=100, tolerance=1e-6),),
         candidates=[{"numbers": [n + 0.5, n + 2.0, n + 7.25]} for n in range(3, 43)],
         solve=mean,
         mistakes=(Mistake(name="largest", hint="This is the largest number.", solve=largest),)),
    Task(name="scale", answers=(Function(name="scale", parameters=("x",),
             result=Number(name="result", low=0, high=1000, tolerance=1e-6)),),
         candidates=[{"factor": n + 0.5} for n in range(3, 43)],
         solve=scaled, mistakes=(Mistake(name="inverse", hint="This divides.", solve=halved),)),
    Task(name="counts", answers=(Frame(name="counts", key=("year",),
             columns={"count": Column(kind="whole")}, rows=3),),
         candidates=[{"rows": [[2018, n], [2019, n + 5], [2020, 3 * n]]} for n in range(3, 43)],
         solve=table,
         mistakes=(Mistake(name="shifted", hint="A hundred too many.", solve=swapped),)),
))
"""

TEST = """from otter.test_files import test_case

OK_FORMAT = False

name = "{name}"
points = {points}

@test_case(points={points}, hidden=True)
def test_{name}({name}, expected, variant):
    assert expected("{name}", variant).agrees({name}={name})
"""

POINTS = {"mean": 3.0, "scale": 3.0, "counts": 4.0}


def code(source: str, cell: str, question: str | None = None) -> dict[str, Any]:
    metadata: dict[str, Any] = {"twoplustwo": {"question": question}} if question else {}
    if question:
        metadata["tags"] = ["otter_answer_cell"]
    return {
        "cell_type": "code",
        "id": cell,
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def text(source: str, cell: str, question: str | None = None) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": cell, "metadata": {}, "source": source} | (
        {"metadata": {"twoplustwo": {"question": question}, "tags": ["otter_answer_cell"]}}
        if question
        else {}
    )


def template() -> dict[str, Any]:
    """The notebook without answers."""
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "otter": {"assignment_name": "sample"},
        },
        "cells": [
            text("# A sample", "title"),
            code("import numpy as np\nimport pandas as pd\nfrom twoplustwo import load", "setup"),
            code("variant = {}", "variant"),
            code("mean = ...", "mean-answer", "mean"),
            code("def scale(x):\n    ...", "scale-answer", "scale"),
            code("counts = ...", "counts-answer", "counts"),
            text("_Type your answer here, replacing this text._", "memo-answer", "memo"),
        ],
    }


def assignment() -> Assignment:
    """The set as `assign` would give it."""
    questions = [
        Question(
            name, name.capitalize(), points, False, (Test(f"test_{name}", points, True),), (name,)
        )
        for name, points in POINTS.items()
    ]
    questions.append(Question("memo", "Memo", 16.0, manual=True, cell="memo-answer"))
    return Assignment(
        name="sample",
        title="A sample",
        kind="twoplustwo",
        master="sample/master.md",
        questions=tuple(questions),
        tests={n: TEST.format(name=n, points=p) for n, p in POINTS.items()},
        student=template(),
        variants=VARIANTS,
    )


ANSWERS = {
    "mean-answer": "mean = float(np.mean(variant['mean']['numbers']))",
    "scale-answer": "def scale(x):\n    return x * variant['scale']['factor']",
    "counts-answer": "counts = pd.DataFrame(variant['counts']['rows'], columns=['year', 'count'])",
    "memo-answer": "Talk early, and in writing.",
}


def released(owner: str = OWNER) -> dict[str, Any]:
    """The notebook that `owner` was given."""
    made = template()
    numbers = assignment().problem_set.variant(SALT, owner)
    cell(made, "variant")["source"] = f"variant = {json.dumps(numbers)}"
    return made


def solved(owner: str = OWNER, **changes: str) -> dict[str, Any]:
    """A right notebook; `changes` replaces the text of cells (with _ for -)."""
    made = copy.deepcopy(released(owner))
    for name, source in (ANSWERS | {k.replace("_", "-"): v for k, v in changes.items()}).items():
        cell(made, name)["source"] = source
    return made


def cell(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    """Find a cell by its id."""
    return next(one for one in notebook["cells"] if one["id"] == name)


def data(notebook: dict[str, Any]) -> bytes:
    """The bytes of a notebook."""
    return json.dumps(notebook).encode()
