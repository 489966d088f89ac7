"""The split: outside options first, then the gain; nothing to split is a state, too."""

from __future__ import annotations

import pytest

from twoplustwo.explorers import nash_share

PARTS = ("keeps_j", "gains_j", "gains_r", "keeps_r")


def test_the_reference_case():
    table = nash_share.view().table
    assert list(table["japan"]) == pytest.approx([40, 10 + 60 * 0.5263157894736843])
    assert table["power"].iloc[1] == pytest.approx(52.63, abs=0.01)


@pytest.mark.parametrize("state", list(nash_share.sample(40, seed=2)))
def test_the_four_parts_fill_the_bar_or_there_is_no_deal(state):
    values = nash_share.view(state).values
    gain = 1 - state["d_j"] - state["d_r"]
    for row in (0, 1):
        parts = [values[f"{part}.x"][row] for part in PARTS]
        if gain > 1e-9:
            assert sum(parts) == pytest.approx(100)
            assert min(parts) >= -1e-9
        else:
            assert parts[1] is None and parts[2] is None


def test_a_better_outside_option_pays_in_every_state():
    for patience in (0.5, 0.9):
        shares = [
            nash_share.view({"d_r": d / 10, "delta_r": patience}).table["russia"].iloc[1]
            for d in range(7)
        ]
        assert shares == sorted(shares)


def test_patience_pays():
    shares = [
        nash_share.view({"delta_r": d / 10}).table["russia"].iloc[1] for d in range(5, 10)
    ]  # fmt: skip
    assert shares == sorted(shares) and shares[0] < shares[-1]


def test_without_a_gain_the_title_says_so():
    view = nash_share.view({"d_j": 0.5, "d_r": 0.6})
    assert view.title == "Outside options this good leave nothing to split"
    assert "nothing to agree on" in view.summary
