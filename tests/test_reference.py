"""Every reference case: the library's answer lies within the case's own tolerance."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.reference import differences, evaluate

CASES = json.loads(Path(__file__).with_name("reference_values.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['model']}-{case['case']}")
def test_case(case: dict) -> None:
    assert differences(evaluate(case), case["expected"], case["tol_abs"]) == []
