"""The index of two equal sides: hiding raises it, cutting alone lowers it."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.first_strike import index

explorer = get("first_strike")


@pytest.mark.parametrize(("share", "value"), [(0.1, 23.67), (0.5, 75.90), (0.9, 97.43)])
def test_reference_values(share: float, value: float) -> None:
    assert index(1000, share, 0.9) == pytest.approx(value, abs=0.005)
    assert explorer.view({"share": share}).values["outcome.index"] == pytest.approx(
        value, abs=0.005
    )


def test_hiding_more_never_lowers_it() -> None:
    for total in (200, 1000, 2000):
        curve = index(total, np.linspace(0, 1, 50), 0.9)
        assert (np.diff(curve) > 0).all() and curve[-1] == pytest.approx(100)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_cutting_at_the_same_share_lowers_it(share: float) -> None:
    assert index(500, share, 0.9) < index(1000, share, 0.9) < index(2000, share, 0.9)


def test_the_marker_lies_on_the_thick_curve() -> None:
    values = explorer.view({"total": 600, "share": 0.25, "kill": 0.7}).values
    assert values["chosen.y"][0] == pytest.approx(values["curve.y"][10], abs=1e-3)


def test_titles_follow_the_index() -> None:
    assert explorer.view({"share": 0}).title.startswith("Much")
    assert explorer.view({"share": 0.5}).title.startswith("Something")
    assert explorer.view({"share": 1}).title.startswith("Little")
