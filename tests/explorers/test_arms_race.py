"""Richardson's race in the picture: grievance moves the level and never the verdict."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.arms_race import TIMES, TITLES, TOP
from twoplustwo.models.arms_race import richardson, richardson_path

explorer = get("arms_race")


@pytest.mark.parametrize("k", [0.1, 0.6, 1.0])
@pytest.mark.parametrize("fatigue", [0.4, 0.6, 1.0])
def test_grievance_never_decides(k: float, fatigue: float) -> None:
    kinds = {
        explorer.view({"k": k, "l": 0.6, "fatigue": fatigue, "g": g}).values["outcome.kind"]
        for g in (0, 0.2, 0.4)
    }
    assert len(kinds) == 1


def test_the_verdict_is_that_of_the_model() -> None:
    for state in explorer.sample(60):
        k, l, a, g = (state[name] for name in ("k", "l", "fatigue", "g"))  # noqa: E741
        kind = explorer.view(state).values["outcome.kind"]
        assert (kind == "stable") == richardson(a, a, k, l, g, g).stable or kind == "edge"
        assert (kind == "edge") == bool(abs(k * l - a * a) < 1e-9)


def test_a_stable_path_ends_where_the_lines_cross() -> None:
    values = explorer.view({"k": 0.3, "l": 0.3, "fatigue": 1, "g": 0.4}).values
    assert values["path.x"][-1] == pytest.approx(values["spots.x"][1], abs=0.01)
    assert values["path.y"][-1] == pytest.approx(values["spots.y"][1], abs=0.01)


def test_the_path_is_exact_and_ends_at_the_frame() -> None:
    state = {"k": 0.8, "l": 0.8, "fatigue": 0.6, "g": 0.2}
    values = explorer.view(state).values
    x = richardson_path(TIMES, 0.3, 1.2, 0.6, 0.6, 0.8, 0.8, 0.2, 0.2).x
    drawn = np.array([np.nan if v is None else v for v in values["red.y"]])
    inside = ~np.isnan(drawn)
    assert drawn[inside] == pytest.approx(x[inside], abs=6e-4)
    assert not inside[-1] and np.nanmax(drawn) <= TOP


def test_without_grievance_the_edge_stays_where_it_is_led() -> None:
    view = explorer.view({"k": 0.6, "l": 0.6, "fatigue": 0.6, "g": 0})
    assert view.title == TITLES["edge"] and "no grievance" in view.summary
    late = richardson_path([50.0, 100.0], 0.3, 1.2, 0.6, 0.6, 0.6, 0.6, 0, 0)
    assert late.x[0] == pytest.approx(late.x[1])


def test_the_prediction_has_its_answer() -> None:
    assert explorer.view({"g": 0.4}).values["outcome.kind"] == "stable"
