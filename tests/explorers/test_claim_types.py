"""The share that holds: between the strictest and the kindest rule, and never by another way."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from twoplustwo import load
from twoplustwo.explorers import claim_types as explorer

module = importlib.import_module("twoplustwo.explorers.claim_types")
CLAIMS = load("claims")
SIGNS = {t["uid"]: t for t in explorer.template["data"]}["claims"]


def test_every_claim_has_its_own_place():
    places = set(zip(SIGNS["x"], SIGNS["y"], strict=True))
    assert len(places) == len(CLAIMS) == len(explorer.view().table)


def test_the_strict_share_is_that_of_the_confirmed():
    part, count = module.share(module.weights("wrong", False))
    assert part == pytest.approx((CLAIMS["verdict"] == "confirmed").mean())
    assert count == len(CLAIMS)


def test_half_marks_lie_half_way():
    for settled in (False, True):
        right, half, wrong = (module.share(module.weights(p, settled))[0]
                              for p in ("right", "half", "wrong"))  # fmt: skip
        assert half == pytest.approx((right + wrong) / 2)


def test_leaving_out_what_cannot_be_tested_only_raises_the_share():
    for partly in module.WEIGHTS:
        few, many = module.weights(partly, True), module.weights(partly, False)
        assert module.share(few)[0] > module.share(many)[0]
        assert np.nansum(few) == many.sum()


def test_the_title_gives_the_range_of_all_rules():
    shares = module.every_rule()
    assert len(shares) == 6
    title = explorer.view().title
    assert f"{min(shares):.0%} to {max(shares):.0%}" in title
    for state in explorer.states():
        assert explorer.view(state).title.endswith(title.partition(";")[2])


def test_claims_left_out_are_faint_and_count_nothing():
    view = explorer.view({"settled": True})
    out = [v in ("Cannot be tested", "No data found") for v in view.table["verdict"]]
    assert any(out)
    assert [o < 1 for o in view.values["claims.marker.opacity"]] == out
    assert list(view.table["counts"].isna()) == out


def test_no_judgement_is_confirmed_by_the_code_book():
    judged = CLAIMS[CLAIMS["kind"] == "judgement"]
    assert not (judged["verdict"] == "confirmed").any()
    assert "Judgements: 0 of" in explorer.view().values["heads.text"][2]


def test_the_prediction_is_answered_in_per_cent():
    answer = explorer.view().values["outcome.confirmed"]
    assert answer == pytest.approx(100 * (CLAIMS["verdict"] == "confirmed").mean())
