"""Gravity and welfare: the chain by hand, and its limits."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.trade_welfare import DETOURS, chain, longer

explorer = get("trade_welfare")


def run(**state: float | str) -> np.ndarray:
    full = {"detour": "gulf_australia_yokohama", "elasticity": 0.9, "share": 40.0,
            "domestic": 85.0, "trade": 5.0} | state  # fmt: skip
    return chain(*(np.array([v]) for v in full.values()))[0]


def test_the_chain_by_hand() -> None:
    ratio = 12181 / 6702.2
    left = ratio**-0.9
    lost = 0.4 * (1 - left)
    after = 1 - 0.15 * (1 - lost)
    income = (after / 0.85) ** (1 / -5) - 1
    assert run()[:4] == pytest.approx(
        [100 * (ratio - 1), 100 * (left - 1), -100 * lost, 100 * income], rel=1e-3
    )


def test_the_reference_value_of_autarky() -> None:
    """M18: a domestic share of 0.85 and a trade elasticity of -5 lose 3.198%."""
    assert run()[4] == pytest.approx(-3.198, abs=5e-4)


@pytest.mark.parametrize("detour", DETOURS)
def test_the_shock_shrinks_from_link_to_link(detour: str) -> None:
    row = np.abs(run(detour=detour))
    assert row[0] > row[1] > row[2] > row[3] and row[4] > row[3]
    assert longer(detour) > 1


def test_directions() -> None:
    base = -run()[3]
    assert -run(elasticity=1.3)[3] > base
    assert -run(share=100.0)[3] > base
    assert -run(domestic=70.0)[3] > base > -run(domestic=95.0)[3]
    assert -run(trade=9.0)[3] < base


def test_prediction_is_the_default_loss() -> None:
    assert 0 < -run()[3] < 1
    assert explorer.view().values["outcome.loss"] == "tiny"
    assert explorer.view({"share": 100}).values["outcome.loss"] == "tiny"


def test_labels_stand_outside_their_bars() -> None:
    view = explorer.view().values
    places = view["values.textposition"]
    assert places[0] == "middle right" and set(places[1:]) == {"middle left"}
    assert view["values.text"][3] == "\u22120.58%"
