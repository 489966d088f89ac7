"""`twoplustwo.models` is open book: no task is answered by one public call."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exercises.open_book import answered_by, public_functions
from tests.exercises.sets import FULL, NAMES
from twoplustwo.exercises import Mistake, Number, Task, catalogue
from twoplustwo.exercises.assignment import problem_set
from twoplustwo.models.bargaining import bargaining_range
from twoplustwo.models.forecast import score

MOST = 5_000 if FULL else 120
VARIANTS = 5


@pytest.mark.parametrize("name", NAMES)
def test_no_task_is_answered_by_one_public_call(name: str) -> None:
    path: Path = catalogue.folder() / name / "variants.py"
    found = {}
    for task in problem_set(path.read_text(encoding="utf-8"), str(path)).tasks:
        step = max(len(task.pool) // VARIANTS, 1)
        if answers := answered_by(task, list(task.pool[::step][:VARIANTS]), MOST):
            found[task.name] = answers
    assert not found


def trivial(keys: tuple[str, str, str]) -> Task:
    """A task that `bargaining_range` answers."""

    def solve(numbers: dict) -> dict:
        made = bargaining_range(*(numbers[key] for key in keys))
        return {"width": float(made.width)}

    return Task(
        name="trivial",
        answers=(Number(name="width", low=0, high=1, tolerance=1e-6),),
        candidates=[
            dict(zip(keys, (0.5 + n / 100, 0.1 + n / 200, 0.05 + n / 300), strict=True))
            for n in range(12)
        ],
        solve=solve,
        mistakes=(Mistake(name="half", hint="", solve=lambda n: {"width": solve(n)["width"] / 2}),),
    )


@pytest.mark.parametrize("keys", [("p", "c_a", "c_b"), ("zeal", "first_cost", "other_cost")])
def test_a_trivial_task_is_caught_by_names_and_by_order(keys: tuple[str, str, str]) -> None:
    task = trivial(keys)
    assert "bargaining_range" in answered_by(task, list(task.pool[:5]), MOST)["width"]


def test_a_list_and_an_attribute_are_caught() -> None:
    def solve(numbers: dict) -> dict:
        return {"skill": score(numbers["said"], numbers["came"]).skill}

    task = Task(
        name="skill",
        answers=(Number(name="skill", low=-10, high=1, tolerance=1e-6),),
        candidates=[
            {"said": [0.11 + n / 50, 0.6, 0.9, 0.3], "came": [0, 1, 1, 1]} for n in range(14)
        ],
        solve=solve,
        mistakes=(Mistake(name="sign", hint="", solve=lambda n: {"skill": -solve(n)["skill"]}),),
    )
    assert "score" in answered_by(task, list(task.pool[:5]), MOST)["skill"]


def test_functions_of_every_module_are_tried() -> None:
    modules = {one.__module__ for one in public_functions()}
    assert {"twoplustwo.models.trade", "twoplustwo.capstone.studies"} <= modules
    assert len(public_functions()) > 80
