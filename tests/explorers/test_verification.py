"""The verification explorer: the model's threshold, its inverse, and the verdict on a tie."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.verification import GRID, SAMPLES, least_detection, threshold
from twoplustwo.models.verification import cheating_value, compliance_value

explorer = get("verification")


@pytest.mark.parametrize(("q", "patience"), [(1, 0.5), (0.5, 2 / 3), (0.25, 0.8), (0.1, 10 / 11)])
def test_reference_values_are_on_the_curve(q: float, patience: float) -> None:
    assert threshold(np.array(2.0), np.array(2.0), np.array(q)) == pytest.approx(patience)


def test_curve_falls_as_detection_grows() -> None:
    for gain, loss in [(0.5, 4.0), (2.0, 2.0), (4.0, 0.5)]:
        curve = threshold(np.array(gain), np.array(loss), GRID)
        assert (np.diff(curve) < 0).all()
        assert curve[0] == 1


def test_only_the_ratio_of_gain_to_loss_matters() -> None:
    one = threshold(np.array(1.0), np.array(2.0), GRID)
    assert np.allclose(one, threshold(np.array(2.0), np.array(4.0), GRID))


@pytest.mark.parametrize("patience", [0.5, 0.75, 0.9, 0.99])
def test_least_detection_is_the_inverse_of_the_threshold(patience: float) -> None:
    gain, loss = np.array(1.0), np.array(3.0)
    q = least_detection(gain, loss, np.array(patience))
    assert threshold(gain, loss, q) == pytest.approx(patience)


@pytest.mark.parametrize("q", [0.1, 0.4, 1.0])
@pytest.mark.parametrize("patience", [0.55, 0.8, 0.95])
def test_verdict_is_the_comparison_of_values(q: float, patience: float) -> None:
    view = explorer.view({"q": q, "patience": patience, "gain": 2, "loss": 2})
    honest = compliance_value(3, patience) >= cheating_value(5, 1, q, patience)
    assert view.title.startswith("Honesty" if honest else "Cheating")
    assert view.values["here.marker.symbol"] == ("circle" if honest else "circle-open")


def test_a_tie_holds() -> None:
    view = explorer.view({"q": 1, "patience": 0.5, "gain": 2, "loss": 2})
    assert "so it holds" in view.summary
    assert "is 100%" in view.summary


def test_no_detection_never_holds_and_says_so() -> None:
    assert explorer.view({"q": 0, "patience": 0.99}).title.startswith("Cheating")
    state = {"q": 0.5, "patience": 0.5, "gain": 4, "loss": 0.5}
    assert "even certain detection" in explorer.view(state).summary


def test_table_lists_the_samples_with_their_waits() -> None:
    table = explorer.view({"patience": 0.75}).table
    assert list(table["q"]) == list(100 * SAMPLES)
    assert list(table["wait"]) == pytest.approx(list(1 / SAMPLES))
    assert list(table["verdict"]) == ["holds", "holds", "holds", "fails", "fails"]


def test_answer_to_the_prediction() -> None:
    assert explorer.view().values["outcome.patience"] == pytest.approx(0.8)
