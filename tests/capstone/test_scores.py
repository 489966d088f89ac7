from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capstone.games import played
from twoplustwo.capstone import DEFAULT_WEIGHTS, adaptive, bot_ru, play, score

ROLE = st.sampled_from(["JP", "RU"])


@given(played(), ROLE)
def test_parts_and_totals_lie_in_their_bounds(game, role):
    found = score(game, role)
    assert list(found.parts) == list(DEFAULT_WEIGHTS[role])
    assert all(0 <= part <= 100 for part in found.parts.values())
    assert 0 <= found.total <= (20 if game.lost else 100)
    assert not game.lost or found.parts["stability"] == 0


@given(played(), ROLE, st.data())
def test_all_weight_on_one_part_gives_that_part(game, role, data):
    name = data.draw(st.sampled_from(sorted(DEFAULT_WEIGHTS[role])))
    found = score(game, role, {part: float(part == name) for part in DEFAULT_WEIGHTS[role]})
    assert found.total == (min(found.parts[name], 20) if game.lost else found.parts[name])


def test_default_weights_sum_to_one():
    assert all(sum(w.values()) == pytest.approx(1) for w in DEFAULT_WEIGHTS.values())


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"stability": 1.0}, "weights must be given for stability, transparency, alliance"),
        (dict.fromkeys(DEFAULT_WEIGHTS["JP"], 0.2), "at least 0 with sum 1; .* sum 1.2"),
        (
            {**dict.fromkeys(DEFAULT_WEIGHTS["JP"], 0.0), "support": -0.5, "channel": 1.5},
            "at least 0 with sum 1",
        ),
    ],
)
def test_weights_that_do_not_fit_are_refused(weights, message):
    game = play(adaptive, bot_ru, world="spiral", seed=1)
    with pytest.raises(ValueError, match=message):
        score(game, "JP", weights)
