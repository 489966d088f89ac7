"""The scrambles explorer: parts make the whole, and gaps stay gaps."""

from __future__ import annotations

import pytest

from twoplustwo import load
from twoplustwo.explorers import get
from twoplustwo.explorers.scrambles import WHO, years

explorer = get("scrambles")


def column(values: dict, uid: str, year: int) -> float | None:
    found = values.get(f"{uid}.x", list(years().index))  # a line has all years
    return dict(zip(found, values[f"{uid}.y"], strict=True)).get(year)


@pytest.mark.parametrize("year", [y for y in years().index if years().split[y]])
def test_stack_reaches_the_published_total(year: int) -> None:
    table = load("scrambles").set_index("period_id")
    values = explorer.view({"picture": "number"}).values
    height = sum(column(values, who, year) for who in WHO)
    assert height == table.scrambles_total[f"FY{year}"]
    shares = explorer.view({"picture": "share"}).values
    assert sum(column(shares, who, year) for who in WHO) == pytest.approx(100)


@pytest.mark.parametrize("year", [y for y in years().index if not years().split[y]])
def test_years_without_a_split_have_no_parts(year: int) -> None:
    for picture in ("number", "share", "lines"):
        values = explorer.view({"picture": picture}).values
        assert [column(values, who, year) for who in WHO] == [None] * 3


def test_nine_months_are_hollow_and_never_a_full_year() -> None:
    values = explorer.view({"picture": "number"}).values
    assert column(values, "hollow", 2025) == 448
    assert column(values, "total_only", 2025) is None
    assert column(explorer.view({"picture": "lines"}).values, "line_total", 2025) is None
    summary = explorer.view({"year": 2025}).summary
    assert "nine months" in summary and "than the year before" not in summary


def test_unconfirmed_totals_are_hollow() -> None:
    table = load("scrambles")
    rows = table[(table.period_kind == "fiscal_year") & (table.status == "unconfirmed")]
    values = explorer.view({"picture": "number"}).values
    for row in rows.itertuples():
        assert column(values, "hollow", row.fiscal_year) == row.scrambles_total
        assert column(values, "total_only", row.fiscal_year) is None


def test_change_is_left_out_beside_an_unconfirmed_year() -> None:
    assert "than the year before" not in explorer.view({"year": 2011}).summary
    assert "239 fewer" not in explorer.view({"year": 2015}).summary
    assert "70 fewer than the year before" in explorer.view({"year": 2015}).summary


def test_record_year_answers_the_prediction() -> None:
    values = explorer.view().values
    row = years().loc[2016]
    assert row.total == years().total.max()
    assert values["outcome.share"] == round(100 * row.russia / row.total) == 26


def test_title_holds() -> None:
    frame = years()[years().split]
    assert frame.russia.idxmax() == 2014
    assert (frame.china.loc[2012:].drop(2014) > frame.russia.loc[2012:].drop(2014)).all()
    assert frame.total.corr(frame.china) > 0.9 > frame.total.corr(frame.russia)


def test_a_line_breaks_where_a_year_is_missing() -> None:
    view = explorer.view({"picture": "lines"})
    lines = {t["uid"]: t for t in view.figure_json["data"] if t["uid"].startswith("line_")}
    assert len(lines) == 3
    for line in lines.values():
        assert list(line["x"]) == list(years().index)
    firm = years().full & (years().status == "confirmed")
    drawn = [value is not None for value in lines["line_total"]["y"]]
    assert drawn == list(firm & years().total.notna())
    assert not all(drawn), "the table has years without a confirmed total"
