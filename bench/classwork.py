"""The problem set of the grading bench, as each grader wants it, and twenty answers to it.

Six small tasks on a table of ten numbers: the students' own code costs nothing, so that what is
measured is the grader. The same answers go to every grader.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

STUDENTS = tuple(f"s{number:02d}" for number in range(1, 21))
SET = "classwork"
SETUP = (
    "import numpy as np\nimport pandas as pd\nvalues = pd.Series([3, 1, 4, 1, 5, 9, 2, 6, 5, 3])"
)
Notebook = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """A task: a right and a wrong answer, and the condition that tells them apart."""

    name: str
    right: str
    wrong: str
    test: str
    points: int = 2


TASKS = (
    Task("mean", "mean = values.mean()", "mean = values.max()", "abs(mean - 3.9) < 1e-9"),
    Task("spread", "spread = values.std(ddof=0)", "spread = 1.0", "abs(spread - 2.3) < 0.1"),
    Task("odd", "odd = int((values % 2).sum())", "odd = 3", "odd == 7"),
    Task("top", "top = sorted(values)[-3:]", "top = [9]", "list(top) == [5, 6, 9]"),
    Task(
        "double",
        "def double(x):\n    return 2 * x",
        "def double(x):\n    return x",
        "double(4) == 8",
    ),
    Task(
        "table",
        "table = values.value_counts().rename('count').rename_axis('value').reset_index()",
        "table = pd.DataFrame({'value': [1], 'count': [1]})",
        "dict(zip(table['value'], table['count']))[5] == 2",
    ),
)
POINTS = sum(task.points for task in TASKS)


def right(student: str) -> set[str]:
    """Which tasks a student has right: a different choice for each."""
    number = STUDENTS.index(student)
    return {task.name for at, task in enumerate(TASKS) if (number * 5 + at * 3) % 7 not in (0, 1)}


def expected(student: str) -> float:
    """The grade that a student has earned."""
    return float(sum(task.points for task in TASKS if task.name in right(student)))


def answer(task: Task, student: str, seconds: float) -> str:
    """The code of a student for a task; the first task also keeps the processor busy."""
    code = task.right if task.name in right(student) else task.wrong
    if task is TASKS[0] and seconds:
        busy = f"import time\nend = time.perf_counter() + {seconds}\n"
        return f"{busy}while time.perf_counter() < end:\n    pass\n{code}"
    return code


def _cell(kind: str, source: str, number: int, **metadata: Any) -> Notebook:
    made = {"cell_type": kind, "id": f"c{number}", "metadata": metadata, "source": source}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def _notebook(cells: list[tuple[str, str, dict[str, Any]]]) -> Notebook:
    made = [
        _cell(kind, source, at, **metadata) for at, (kind, source, metadata) in enumerate(cells)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": made}


def otter_master() -> Notebook:
    """The master that ``otter assign`` takes."""
    config = f"# ASSIGNMENT CONFIG\nname: {SET}\ninit_cell: false\nexport_cell: false\n"
    config += "tests:\n    files: true\n    ok_format: false\n"
    cells = [("raw", config, {}), ("code", SETUP, {})]
    for task in TASKS:
        lines = [f"{line}  # SOLUTION" for line in task.right.split("\n")]
        if task.right.startswith("def"):
            body = task.right.split("\n")[1]
            lines = [task.right.split("\n")[0], f"{body}  # SOLUTION"]
        config = (
            f'""" # BEGIN TEST CONFIG\nhidden: true\npoints: {task.points}\n""" # END TEST CONFIG\n'
        )
        test = f"{config}def test_{task.name}({task.name}):\n    assert {task.test}"
        for kind, text in (
            ("raw", f"# BEGIN QUESTION\nname: {task.name}\npoints: {task.points}"),
            ("markdown", f"## {task.name}"),
            ("raw", "# BEGIN SOLUTION"),
            ("code", "\n".join(lines)),
            ("raw", "# END SOLUTION"),
            ("raw", "# BEGIN TESTS"),
            ("code", test),
            ("raw", "# END TESTS"),
            ("raw", "# END QUESTION"),
        ):
            cells.append((kind, text, {}))
    return _notebook(cells)


def otter_answer(template: Notebook, student: str, seconds: float = 0.0) -> Notebook:
    """A student's notebook, from the template that ``otter assign`` wrote."""
    made = copy.deepcopy(template)
    for cell in made["cells"]:
        tests = cell["metadata"].get("otter", {}).get("tests")
        if tests:
            task = next(one for one in TASKS if one.name == tests[0])
            cell["source"] = answer(task, student, seconds)
    return made


def nbgrader_master() -> Notebook:
    """The source notebook that ``nbgrader generate_assignment`` takes."""
    cells: list[tuple[str, str, dict[str, Any]]] = [("code", SETUP, {})]
    for task in TASKS:
        solved = f"### BEGIN SOLUTION\n{task.right}\n### END SOLUTION"
        cells.append(("code", solved, {"nbgrader": _marks(task.name, solution=True)}))
        test = f"### BEGIN HIDDEN TESTS\nassert {task.test}\n### END HIDDEN TESTS"
        marks = _marks(f"test_{task.name}", grade=True, locked=True) | {"points": task.points}
        cells.append(("code", test, {"nbgrader": marks}))
    return _notebook(cells)


def _marks(
    name: str, *, solution: bool = False, grade: bool = False, locked: bool = False
) -> Notebook:
    return {
        "schema_version": 3,
        "grade_id": name,
        "solution": solution,
        "grade": grade,
        "locked": locked,
        "task": False,
    }


def nbgrader_answer(released: Notebook, student: str, seconds: float = 0.0) -> Notebook:
    """A student's notebook, from what ``nbgrader generate_assignment`` wrote."""
    made = copy.deepcopy(released)
    tasks = {task.name: task for task in TASKS}
    for cell in made["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in tasks:
            cell["source"] = answer(tasks[name], student, seconds)
    return made
