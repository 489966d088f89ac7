"""Parity among n: the limit 1 / (n - 1), and what trying beyond it does."""

from __future__ import annotations

import pytest

from twoplustwo.explorers import get

explorer = get("third_power")


def test_five_rounds_of_parity_with_both_multiply_by_32() -> None:
    assert explorer.view({"alpha": 1}).values["outcome.force"] == pytest.approx(32)


def test_it_starts_at_the_limit_of_three() -> None:
    view = explorer.view()
    assert view.state["alpha"] == pytest.approx(0.5)
    assert view.values["chosen.marker.symbol"] == ["circle"]
    assert view.values["rounds.y"] == pytest.approx([0] * 7)
    assert "just have it" in view.title


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_above_the_limit_nobody_can_have_it(n: int) -> None:
    for alpha in (0.1, 0.2, 0.25, 0.5, 1.0, 1.2):
        view = explorer.view({"n": n, "alpha": alpha})
        impossible = alpha > 1 / (n - 1) + 1e-9
        assert (view.values["chosen.marker.symbol"] == ["x"]) == impossible
        assert ("cannot" in view.title) == impossible


def test_rounds_beyond_the_frame_are_gaps() -> None:
    values = explorer.view({"n": 6, "alpha": 1.2}).values
    assert values["rounds.y"][3] == pytest.approx(2.3345, abs=1e-3)
    assert values["rounds.y"][-1] is None


def test_the_same_fear_is_stable_for_two_and_not_for_three() -> None:
    table = explorer.view({"alpha": 0.6}).table
    assert list(table["race"])[:2] == ["stable", "unstable"]
    assert list(table["possible"])[:2] == ["yes", "no"]
