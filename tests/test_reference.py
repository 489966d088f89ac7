"""Every reference case: the library's answer lies within the case's own tolerance."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from tests.reference import FORMS, differences, evaluate

CASES = json.loads(Path(__file__).with_name("reference_values.json").read_text("utf-8"))["cases"]
QUICK = [case for case in CASES if case["case"] not in ("monte_carlo_1000", "minimax_regret")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['model']}-{case['case']}")
def test_case(case: dict) -> None:
    assert differences(evaluate(case), case["expected"], case["tol_abs"]) == []


def test_every_model_has_a_case() -> None:
    assert {case["model"].split("_")[0] for case in CASES} == set(FORMS)


def test_a_short_model_name_and_a_missing_case_name_do_as_well() -> None:
    for case in QUICK:
        short = {"model": case["model"].split("_")[0], "inputs": case["inputs"]}
        assert evaluate(short) == evaluate(case)


def test_answers_can_be_written_as_json() -> None:
    for case in QUICK:
        json.dumps(evaluate(case), allow_nan=False)


@pytest.mark.parametrize("case", QUICK, ids=lambda case: f"{case['model']}-{case['case']}")
def test_a_wrong_expectation_is_noticed(case: dict) -> None:
    for place, value in leaves(case["expected"]):
        wrong = copy.deepcopy(case["expected"])
        spoil(wrong, place, value, case["tol_abs"])
        assert differences(evaluate(case), wrong, case["tol_abs"]), place


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ({"model": "M99", "inputs": {}}, "model must be one of M01"),
        (
            {"model": "M04_nash", "inputs": {"d_J": 0.1}},
            r"inputs of M04 must hold \['d_J', 'd_R'\]",
        ),
        ({"model": "M01", "inputs": {"p": 2, "c_A": 0, "c_B": 0}}, r"p must be in \[0, 1\]; got 2"),
    ],
)
def test_what_cannot_be_evaluated_says_why(case: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        evaluate(case)


@pytest.mark.parametrize(
    ("model", "inputs", "expected", "tolerance"),
    [
        ("M01", {"p": 0.05, "c_A": 0.1, "c_B": 0.2}, {"lower": 0, "upper": 0.25}, 1e-9),
        ("M01", {"p": 0.6, "c_A": 0.1, "c_B": 0.15, "rho": 0.5}, {"upper": 0.9375}, 1e-9),
        ("M02", {"area_km2": {"a": 1, "b": 1, "c": 1, "d": 1}}, {"options": [0, 0.5, 0.75, 1]}, 0),
        ("M03", {"p_f": 0.7, "p_s": 0.3, "c_A": 0.1, "c_B": 0.1}, {"no_peaceful_range": True}, 0),
        ("M05", {"min_J": 0.05, "max_R": 0.1, "ban": True}, {"agreement": False, "width": 0}, 0),
        ("M06", {"R": 4, "T": 3, "P": 2, "S": 1.5}, {"risk_dominant": "Restrain"}, 0),
        ("M09", {"n": 3, "k": 0.6, "a": 1.0}, {"dominant_eig": 0.2, "stable": False}, 1e-9),
        ("M12", {"n": 10, "k": 0.8, "P0": 0.9}, {"m": 3, "m_exact": 2.83}, 0.005),
        ("M13", {"range_km": 960, "apogee_km": 4500}, {"time_min": 50.5}, 0.05),
        ("M16", {"prior": 1e-3, "hit": 0.99, "false_alarm": 1e-4}, {"posterior": 0.90834}, 5e-6),
        ("M17", {"counts": [0, 0, 2, 1, 0, 7, 4, 0, 0, 1, 9, 0]}, {"index": 4.727}, 5e-4),
        (
            "M17",
            {"mu": 0.2, "alpha": 0.5, "beta": 1, "events": [1, 1.5, 4], "T": 6},
            {"compensator": 2.623409, "loglik": -6.243984, "poisson_loglik": -5.079442},
            5e-7,
        ),
        ("M22", {"seed": 1, "turn": 1, "label": "dprk"}, {"u": 0.5825957342655848}, 0),
    ],
)
def test_cases_from_elsewhere(model: str, inputs: dict, expected: dict, tolerance: float) -> None:
    answer = evaluate({"model": model, "inputs": inputs})
    assert differences(answer, expected, tolerance) == []


def leaves(value: object, place: tuple = ()) -> list[tuple[tuple, object]]:
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in leaves(item, (*place, key))]
    if isinstance(value, list) and value:
        return [leaf for i, item in enumerate(value) for leaf in leaves(item, (*place, i))]
    return [(place, value)]


def spoil(tree: object, place: tuple, value: object, tolerance: float) -> None:
    for key in place[:-1]:
        tree = tree[key]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    tree[place[-1]] = value + 2 * tolerance + 1e-6 if number else "something else"
