"""Red against Blue, and the rise of Green, who did nothing."""

from __future__ import annotations

import pytest

from twoplustwo.explorers import get

explorer = get("bystander")


def test_the_reference_exchange() -> None:
    view = explorer.view({"carried": 2, "kill": 0.8, "spent": 800})
    assert view.values["after.x"] == pytest.approx([750, 1550 - 768, 600])
    assert view.values["outcome.rank"] == pytest.approx(80)
    assert "destroys 768 of Blue's" in view.summary and "39% to 80%" in view.summary


@pytest.mark.parametrize("state", explorer.sample(80))
def test_green_only_rises_and_blue_is_never_gone(state: dict) -> None:
    view = explorer.view(state)
    red, blue, green = view.values["after.x"]
    assert green == 600 and red > 0 and blue > 0
    assert view.values["outcome.rank"] >= 100 * 600 / 1550 - 1e-9


def test_only_several_warheads_on_a_missile_reward_the_attack() -> None:
    titles = {c: explorer.view({"carried": c, "spent": 500}).title for c in (1, 2, 3)}
    assert titles[3].startswith("Attacking destroys more")
    assert titles[1].startswith("Attacking spends more")
    assert titles[2].startswith("Attacking spends more")  # 0.96 for each one


def test_before_the_attack_nothing_is_claimed() -> None:
    view = explorer.view({"spent": 0})
    assert "Nobody has attacked" in view.summary and view.values["after.x"] == [1550, 1550, 600]
