"""The stockpiles: one estimate a state and year, doubtful ones hollow, names of their time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoplustwo import load
from twoplustwo.explorers import get
from twoplustwo.explorers.warheads import STATES, counts, height, spread, state_name, table

explorer = get("warheads")


def test_titles_say_what_the_table_says() -> None:
    falls = [1 - counts()[code].iloc[-1] / counts()[code].max() for code in ("USA", "RUS")]
    assert all(0.85 < fall < 0.9 for fall in falls)  # "almost nine tenths"
    assert counts().CHN[2025] >= 2 * counts().CHN[2019]
    assert (counts().USA[2025] + counts().RUS[2025]) / counts().loc[2025].sum() > 0.5
    assert counts().CHN[2025] >= 2 * counts().loc[2025, list(STATES[3:])].max()


def test_the_nine_add_up_to_the_published_total() -> None:
    rows = load("warheads")
    world = rows[(rows.country_iso3 == "WLD") & (rows.series == "main")]
    for row in world.itertuples():
        assert counts().loc[row.year].sum() == row.warheads_count


@pytest.mark.parametrize("year", [1945, 1986, 2025])
def test_shares_of_a_year_add_up(year: int) -> None:
    view = explorer.view({"year": year})
    assert view.table["share"].sum() == pytest.approx(100)
    assert list(view.table["count"]) == list(counts().loc[year])


def test_rus_is_the_soviet_union_before_1992() -> None:
    assert state_name("RUS", 1991) == "Soviet Union"
    assert "Soviet Union" in explorer.view({"year": 1986}).summary
    assert "Soviet Union" not in explorer.view({"year": 1992}).summary


def test_zero_has_no_place_on_the_scale_of_powers() -> None:
    assert np.isnan(height([0], "log")[0]) and height([0], "linear")[0] == 0
    assert height([1, 1000], "log") == pytest.approx([0, 3])
    values = explorer.view({"states": "nine", "scale": "log"}).values
    years = list(counts().index)
    assert values["chn.y"][years.index(1963)] is None
    assert values["chn.y"][years.index(1964)] == 0  # one warhead


@pytest.mark.parametrize("group", ["three", "nine", "seven"])
def test_unconfirmed_estimates_are_hollow(group: str) -> None:
    values = explorer.view({"states": group}).values
    doubt = table()[table().status != "confirmed"]
    shown = {"three": STATES[:3], "nine": STATES, "seven": STATES[2:]}[group]
    assert len(values["doubt.x"]) == doubt.country_iso3.isin(shown).sum() > 0


def test_states_left_out_are_not_drawn() -> None:
    values = explorer.view({"states": "seven"}).values
    assert values["usa.y"] == [] and values["now.y"][0] is None
    assert values["layout.annotations[0].text"] == ""


@given(st.lists(st.floats(0, 100), min_size=2, max_size=9, unique=True))
def test_labels_keep_their_order_and_distance(places: list[float]) -> None:
    moved = spread(np.array(places), 5.0)
    order = np.argsort(places)
    assert (np.diff(moved[order]) >= 5.0 - 1e-6).all()
