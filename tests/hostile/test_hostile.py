"""No hostile notebook beats its fair grade, harms the next one, or leaves anything behind."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import pytest

from tests.hostile.cases import CASES, GOT, LAYERED, Case
from tests.hostile.stage import Stage
from twoplustwo.grading.namespaces import LAYERS

FULL = bool(os.environ.get("TWOPLUSTWO_FULL"))
MEMORY_MB = 400


@pytest.fixture(scope="session")
def stage():
    made = Stage()
    yield made
    made.close()


@pytest.fixture(scope="session")
def ordinary_stage():
    if os.geteuid() != 0:
        pytest.skip("the other stage already is an ordinary user's")
    made = Stage(ordinary=True)
    yield made
    made.close()


def told(result: dict[str, Any]) -> str:
    """All that a result says."""
    tasks = [f"{one['error']} {one['value']}" for one in result["tasks"]]
    return " ".join([result["reason"], *result["notes"], *tasks, result["output"]])


def forbidden(answer: dict[str, Any]) -> list[str]:
    """What a notebook should not have been able to do."""
    result = answer["result"]
    done = [GOT] if GOT in told(result) else []
    done += [f"{what}: {names}" for what, names in answer["left"].items()]
    done += ["output"] if len(result["output"]) > 2000 else []
    return done


def check(case: Case, answer: dict[str, Any]) -> None:
    result = answer["result"]
    least = case.fair if case.least is None else case.least
    assert least <= result["score"] <= case.fair, result
    assert result["max_score"] == 10.0
    assert re.search(case.says, told(result)), result
    assert not forbidden(answer), answer
    assert answer["next"]["score"] == 10.0, "the batch goes on"
    if result["score"] < 10:
        lost = [one for one in result["tasks"] if one["score"] < one["max_score"]]
        assert result["reason"] or lost
    if result["status"] != "graded":
        assert result["reason"].endswith("."), "a reason is a sentence"
    assert answer["memory"] < MEMORY_MB
    json.dumps(result, allow_nan=False)


def test_there_are_at_least_45_kinds():
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
    assert len(names) >= 45


# A fixed sample: every kind that one layer alone stops, and every second of the others.
HALF = [case for i, case in enumerate(CASES) if FULL or case.layer or i % 2 == 0]


@pytest.mark.parametrize("case", HALF, ids=lambda case: case.name)
def test_hostile(case, stage):
    for _ in range(1 + case.twice):
        check(case, stage.grade(case.data, limits=case.limits))


SAMPLE = LAYERED if not FULL else CASES


@pytest.mark.parametrize("case", SAMPLE, ids=lambda case: case.name)
def test_hostile_graded_by_an_ordinary_user(case, ordinary_stage):
    if case.layer == "user":
        pytest.skip("the submission has the id of the grader, who may read it")
    check(case, ordinary_stage.grade(case.data, limits=case.limits))


def test_every_layer_has_a_case():
    assert {case.layer for case in LAYERED} == LAYERS


@pytest.mark.parametrize("case", LAYERED, ids=lambda case: case.layer)
def test_a_layer_that_is_off_is_noticed(case, stage):
    if case.layer == "user" and os.geteuid() != 0:
        pytest.skip("only root can do without a user namespace")
    answer = stage.grade(case.data, limits=case.limits, off=case.layer)
    assert forbidden(answer), answer
    assert answer["result"]["isolation"] == "none", "a grade without a layer is not isolated"
