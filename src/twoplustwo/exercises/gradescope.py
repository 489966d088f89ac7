"""The zip for Gradescope: one common variant, and hidden tests that stand for themselves.

A convenience: there, the student's code runs in the process that scores it. So the zip, and all
that is said about it, is labelled NOT ISOLATED.
"""

from __future__ import annotations

import ast
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from twoplustwo.exercises.answers import plain
from twoplustwo.exercises.assignment import Assignment
from twoplustwo.exercises.masters import MasterError, locate, split
from twoplustwo.exercises.notebooks import COMMON
from twoplustwo.exercises.task import Task, Values
from twoplustwo.launch import wheel_address

LABEL = """\
NOT ISOLATED

On Gradescope a student's code runs in the process that scores it: code that means harm can read
these tests or change what they report. Use this zip where you trust the class. For grades that
count, grade with `twoplustwo grade`, which isolates every submission.

The tests hold the answers of one common variant. Do not use them for notebooks that were released
with a roster.
"""
STAMP = (2020, 1, 1, 0, 0, 0)
INJECTED = ("expected", "variant")

HEADER = '''\
# NOT ISOLATED: see NOT-ISOLATED.txt. Answers of the common variant.
from math import inf, nan  # noqa: F401

from otter.test_files import test_case
from twoplustwo.exercises.answers import (  # noqa: F401
    Column, Flag, Frame, Function, Items, Number, Numbers, Text, Whole,
)

OK_FORMAT = False

name = {name!r}
points = {points!r}

variant = {variant!r}
answers = {{one.name: one for one in {answers!r}}}
reference = {reference!r}


class Expected:
    """The reference answers of the common variant."""

    def agrees(self, **values):
        return all(answers[key].agrees(value, reference[key]) for key, value in values.items())


def expected(task, variant):
    return Expected()


'''


def write(assignment: Assignment, to: Path, salt: str) -> Path | None:
    """Write ``SET-gradescope.zip`` into a folder; None if otter made none to start from."""
    master = Path(assignment.master)
    made = split(locate(master)) if master.is_file() else None
    if made is None or not made.archive:
        return None
    path = to / f"{assignment.name}-gradescope.zip"
    tests = _tests(assignment, salt)
    with zipfile.ZipFile(io.BytesIO(made.archive)) as given, zipfile.ZipFile(path, "w") as zipped:
        _add(zipped, "NOT-ISOLATED.txt", LABEL.encode())
        for item in given.infolist():
            if item.is_dir() or item.filename in tests:
                continue
            content = given.read(item)
            if item.filename == "environment.yml" and assignment.problem_set:
                content = _with_package(content)
            _add(zipped, item.filename, content)
        for name, text in tests.items():
            _add(zipped, name, text.encode())
    return path


def _add(zipped: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file with a fixed date and mode, so that the same release gives the same zip."""
    item = zipfile.ZipInfo(name, STAMP)
    item.compress_type = zipfile.ZIP_DEFLATED
    item.external_attr = (0o755 if name in ("run_autograder", "setup.sh") else 0o644) << 16
    zipped.writestr(item, content)


def _with_package(environment: bytes) -> bytes:
    """Add our package to what Gradescope installs: notebooks and tests import it."""
    settings = yaml.safe_load(environment)
    for one in settings["dependencies"]:
        if isinstance(one, dict) and "pip" in one:
            one["pip"].append(f"twoplustwo @ {wheel_address()}")
            return yaml.safe_dump(settings, sort_keys=False).encode()
    raise MasterError("otter's environment.yml has no list for pip to which our package is added")


def _tests(assignment: Assignment, salt: str) -> dict[str, str]:
    """Texts of the hidden tests by their path in the zip, for the common variant."""
    problem_set = assignment.problem_set
    if problem_set is None:
        return {}
    variant = problem_set.variant(salt, COMMON)
    return {
        f"tests/{task.name}.py": standing(
            assignment.tests[task.name],
            task,
            variant[task.name],
            assignment.question(task.name).points,
        )
        for task in problem_set.tasks
    }


def standing(text: str, task: Task, variant: Values, points: float) -> str:
    """Rewrite a test file so that it needs neither salt nor pools nor solvers."""
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    for one in functions:
        one.args.args = [each for each in one.args.args if each.arg not in INJECTED]
    header = HEADER.format(
        name=task.name,
        points=int(points) if points == int(points) else points,
        variant={task.name: dict(variant)},
        answers=task.answers,
        reference=_written(task.solve(variant)),
    )
    return header + "\n\n".join(ast.unparse(one) for one in functions) + "\n"


def _written(value: Any) -> Any:
    """Give a reference as plain Python values, whose `repr` is code."""
    if isinstance(value, pd.DataFrame):
        return _written(value.to_dict("records"))
    if isinstance(value, Mapping):
        return {key: _written(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)) or (hasattr(value, "tolist") and getattr(value, "ndim", 0)):
        return [_written(one) for one in value]
    if isinstance(value, np.generic):
        return value.item()
    # A float that is whole stays a float: it may be the argument of a student's function.
    return value if isinstance(value, (int, float)) else plain(value)
