"""The fit and its placebos: what the page says about intervals is true in every window."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo.explorers import get
from twoplustwo.explorers.richardson_fit import (
    ALLIES,
    PAIRS,
    WINDOWS,
    beyond,
    find,
    fit,
    holds_zero,
    margin,
    margins,
    shares,
)
from twoplustwo.models.arms_race import fit_dyad

explorer = get("richardson_fit")


def test_there_are_rivals_and_placebos() -> None:
    assert len(PAIRS) == 15
    placebos = [pair for pair in PAIRS if pair.placebo]
    assert 0 < len(placebos) < len(PAIRS)
    assert all((p.one in ALLIES) == (p.two in ALLIES) for p in placebos)
    assert find("chn_rus").placebo and not find("chn_usa").placebo


@pytest.mark.parametrize("window", WINDOWS)
def test_no_interval_of_stability_excludes_zero(window: str) -> None:
    assert all(holds_zero(fit(pair, window, False).kl_minus_ab) for pair in PAIRS)
    assert explorer.view({"window": window}).values["outcome.clear"] == 0


@pytest.mark.parametrize("window", WINDOWS)
def test_placebos_have_their_findings_too(window: str) -> None:
    large, fake = beyond(window, False)
    assert 1 <= fake <= large < 10


def test_russia_answers_japan_until_the_war_is_left_out() -> None:
    pair = find("rus_jpn")
    assert fit(pair, "w2000", False).x.k.low > 0
    assert holds_zero(fit(pair, "w2021", False).x.k)


def test_most_reactions_of_changes_are_negative_where_they_stand_out() -> None:
    large = np.concatenate([side[np.abs(side) > 1] for side in margins("w2000", True)])
    assert len(large) == beyond("w2000", True)[0]
    assert (large < 0).sum() > len(large) / 2


def test_a_margin_beyond_one_excludes_zero() -> None:
    for pair in PAIRS:
        found = fit(pair, "w2000", False).x.k
        assert (abs(margin(found)) > 1) == (not holds_zero(found))


def test_differences_are_fitted_to_changes() -> None:
    pair = find("chn_usa")
    x, y = (np.diff(shares().loc[2010:2024, c].to_numpy(float)) for c in ("CHN", "USA"))
    assert fit(pair, "w2010", True).x.k == fit_dyad(x, y).x.k


def test_the_series_show_the_chosen_pair_and_years() -> None:
    values = explorer.view({"pair": "rus_jpn", "window": "w2021"}).values
    assert values["rus.x"][-1] == 2021 and values["jpn.y"][0] == shares().JPN[2000]
    assert values["chn.x"] == [] and values["dots.x"] == []
    assert values["layout.annotations[0].text"] == ""


@pytest.mark.parametrize("picture", ["stability", "reaction", "differences"])
@pytest.mark.parametrize("window", WINDOWS)
def test_every_estimate_lies_in_the_frame(picture: str, window: str) -> None:
    values = explorer.view({"picture": picture, "window": window}).values
    low, high = values["layout.xaxis.range"]
    drawn = [v for key in ("dots.x", "back.x", "reach.x") for v in values[key] if v is not None]
    assert low < min(drawn) and max(drawn) < high
