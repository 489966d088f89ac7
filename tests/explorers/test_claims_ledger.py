"""The ledger on the page: every claim once, in the row and column that the table gives it."""

from __future__ import annotations

import importlib

import pytest

from twoplustwo import load
from twoplustwo.explorers import claims_ledger as explorer

module = importlib.import_module("twoplustwo.explorers.claims_ledger")
CLAIMS = load("claims")
SIGNS = {t["uid"]: t for t in explorer.template["data"]}["claims"]


def test_the_table_is_the_whole_ledger():
    table = explorer.view().table
    assert list(table["claim"]) == list(CLAIMS["claim"])
    assert list(table["now"]) == list(CLAIMS["by_2026"])
    assert (table["where"] != "nan").all()


def test_each_sign_stands_in_its_cell():
    edges = module.columns()
    tops = module.rows()
    places = list(zip(SIGNS["x"], SIGNS["y"], strict=True))
    assert len(set(places)) == len(CLAIMS)
    for (x, y), theme, verdict in zip(places, CLAIMS["theme"], CLAIMS["verdict"], strict=True):
        left = edges[verdict]
        assert left <= x < left + module.ACROSS[verdict]
        assert y <= tops[theme]
        below = [top for top in tops.values() if top < tops[theme]]
        assert not below or y > max(below)


def test_the_slider_opens_on_the_forecast_that_failed():
    view = explorer.view()
    assert "Talks on a peace treaty will drag on." in view.summary
    assert view.summary.endswith("Verdict: contradicted.")


def test_the_ring_stands_on_the_claim_it_names():
    for number in (1, 40, len(CLAIMS)):
        view = explorer.view({"claim": number})
        assert view.values["spot.x"] == [SIGNS["x"][number - 1]]
        assert CLAIMS["claim"][number - 1] in view.summary


def test_a_disputed_row_says_so():
    number = int(CLAIMS.index[CLAIMS["claim_id"] == "russia_developed_after"][0]) + 1
    assert explorer.view({"claim": number}).summary.endswith("This entry is disputed.")


@pytest.mark.parametrize(("theme", "verdict"), [("after_inf", "confirmed"), ("korea", "partly")])
def test_filters_by_theme_and_verdict_leave_their_cell(theme, verdict):
    view = explorer.view({"theme": [theme], "verdict": [verdict]})
    expected = CLAIMS[(CLAIMS["theme"] == theme) & (CLAIMS["verdict"] == verdict)]
    assert list(view.table["claim"]) == list(expected["claim"])
    dots = {t["uid"]: t for t in view.figure_json["data"]}["claims"]
    assert sum(x is not None for x in dots["x"]) == len(expected) > 0


def test_the_prediction_is_answered_by_the_ledger():
    wrong = (CLAIMS["kind"] == "fact") & (CLAIMS["verdict"] == "contradicted")
    assert list(CLAIMS.loc[wrong, "claim_id"]) == ["russia_developed_after"]
    assert explorer.view().values["outcome.wrong"] == 1
