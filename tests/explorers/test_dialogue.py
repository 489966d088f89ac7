"""The network of leaders' meetings: its edges, its brokers, its doubt."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from twoplustwo import load
from twoplustwo.explorers import _dialogue as dialogue
from twoplustwo.explorers import broker_rank, contacts, dialogue_network

LENGTH = {"day": 10, "month": 7, "year": 4}


@pytest.fixture(scope="module")
def edges() -> pd.DataFrame:
    return load("dialogue_edges")


def test_every_edge_joins_two_of_the_six_in_order_and_has_a_source(edges):
    assert (edges["country_a"].astype(str) < edges["country_b"].astype(str)).all()
    assert set(edges["country_a"]) | set(edges["country_b"]) == set(dialogue.SIX)
    assert edges["source_id"].notna().all()
    assert edges["date"].between("2013-01-01", "2026-08-20").all()


@pytest.mark.parametrize("table", ["summits", "two_plus_two", "korea_diplomacy"])
def test_an_inherited_edge_has_the_day_and_the_source_of_its_table(edges, table):
    origin = load(table)
    for row in edges[edges["taken_from"] == table].itertuples():
        same = origin[(origin["date"] == row.date) & (origin["source_id"] == row.source_id)]
        assert len(same) >= 1, row.edge_id
        assert set(same["precision"]) == {row.precision}, row.edge_id


def test_the_meetings_of_japan_and_russia_are_complete(edges):
    mine = edges[(edges["country_a"] == "JPN") & (edges["country_b"] == "RUS")]
    summits = load("summits")
    assert set(summits.loc[summits["date"] >= "2013", "date"]) <= set(mine["date"])
    assert set(load("two_plus_two")["date"]) <= set(mine["date"])


def test_the_summits_of_the_dprk_are_complete(edges):
    known = load("korea_diplomacy")
    known = known[(known["category"] == "summit") & (known["date"] >= "2013")]
    ours = edges[(edges["level"] == "leaders")]
    for row in known.itertuples():
        pair = sorted(row.actors.split(";"))
        same = ours[(ours["date"] == row.date) & (ours["country_a"] == pair[0])]
        assert pair[1] in set(same["country_b"]), row.event


def test_a_pair_counts_once_a_year():
    years = dialogue.pair_years(2013)
    assert len(years) == len(set(years))
    assert dialogue.years_met(2013)["JPN", "RUS"] == 3  # nine meetings in three years
    assert max(dialogue.years_met(2017).values()) == 3


def test_before_four_stood_between_alike_and_after_one():
    before = dialogue.betweenness(frozenset(dialogue.years_met(2017)))
    shares = dict(zip(dialogue.SIX, before, strict=True))
    assert {c for c, b in shares.items() if b > 0} == {"CHN", "KOR", "RUS", "USA"}
    assert set(before[before > 0].round(6)) == {0.025}
    after = dict(
        zip(dialogue.SIX, dialogue.betweenness(frozenset(dialogue.years_met(2022))), strict=True)
    )
    assert (after["CHN"], after["RUS"]) == pytest.approx((0.6, 0.4))


@pytest.mark.parametrize("start", dialogue.STARTS)
def test_betweenness_is_that_of_a_graph_with_all_six(start):
    pairs = frozenset(dialogue.years_met(start))
    graph = nx.Graph(sorted(pairs))
    graph.add_nodes_from(dialogue.SIX)
    expected = nx.betweenness_centrality(graph)
    assert dialogue.betweenness(pairs) == pytest.approx([expected[c] for c in dialogue.SIX])


def test_without_an_edge_nobody_stands_between_and_no_way_leads_anywhere():
    assert not dialogue.betweenness(frozenset()).any()
    assert dialogue.ways(frozenset({("CHN", "USA")}), ("JPN", "PRK")).count == 0


def test_draws_are_the_same_each_time_and_stay_shares():
    first = dialogue.resampled(2022, 1, False, 100)
    dialogue.resampled.cache_clear()
    assert np.array_equal(first, dialogue.resampled(2022, 1, False, 100))
    assert first.min() >= 0 and first.max() <= 1


def test_a_line_rests_on_as_many_years_as_asked_for():
    one = dialogue.resampled(2022, 1, False, 200)
    three = dialogue.resampled(2022, 3, False, 200)
    assert three.mean() < one.mean()


def test_four_ways_then_three_steps_through_two_capitals():
    assert dialogue_network.view().title == "Four shortest ways lead from Tokyo to Pyongyang"
    cut = dialogue_network.view({"cut": "jpn_rus"})
    assert cut.title.startswith("Three shortest ways")
    assert "without Tokyo–Moscow" in cut.summary
    later = dialogue_network.view({"start": 2022})
    assert later.values["outcome.steps"] == "3"
    assert later.title.endswith("through Beijing and Moscow")


def test_a_cut_in_the_one_chain_ends_it():
    view = dialogue_network.view({"start": 2022, "cut": "prk_rus"})
    assert view.title == "No chain of leaders' meetings joins Tokyo and Pyongyang"
    assert view.values["prk_rus.line.dash"] == "dot"


def test_ways_are_named_in_the_order_of_travel():
    view = dialogue_network.view({"start": 2022, "ends": "usa_prk"})
    assert view.title == "One shortest way from Washington to Pyongyang: through Beijing and Moscow"


def test_a_pair_that_did_not_meet_has_no_line():
    view = dialogue_network.view({"start": 2022})
    assert view.values["jpn_rus.x"] == [None, None]
    rows = view.table.set_index("pair")
    assert rows.loc["Tokyo–Moscow", "years"] == 0
    assert list(rows.index[rows["way"] == "yes"]) == [
        "Beijing–Tokyo", "Beijing–Moscow", "Pyongyang–Moscow",
    ]  # fmt: skip


def test_the_band_of_russia_reaches_down_to_nothing():
    table = broker_rank.view().table.set_index("country")
    assert table.loc["China", "after"] == pytest.approx(60)
    assert table.loc["Russia", "after"] == pytest.approx(40)
    assert table.loc["Russia", "low"] == pytest.approx(0)
    assert table.loc["China", "low"] > 0


def test_a_record_made_around_two_capitals_finds_its_broker_there():
    table = broker_rank.view({"record": "inherited"}).table.set_index("country")
    assert table["before"].idxmax() == "DPRK"  # every line that was looked up ends in Pyongyang
    assert table.loc["DPRK", "before"] == pytest.approx(90)


def test_contacts_before_and_after_2022():
    view = contacts.view()
    assert view.title.endswith("with Pyongyang 7 times, with Tokyo once")
    assert "31 contacts of Tokyo and Moscow" in view.summary
    leaders = contacts.view({"kinds": "leaders"})
    assert "Tokyo never" in leaders.title
    assert set(leaders.table.loc[leaders.table["level"] != "leaders in person", "counted"]) == {
        "no"
    }


def test_what_is_not_counted_is_hollow():
    symbols = contacts.view({"kinds": "leaders"}).values["jpn_rus.marker.symbol"]
    assert symbols.count("diamond-open") == len(load("two_plus_two"))
    assert "diamond" not in symbols
