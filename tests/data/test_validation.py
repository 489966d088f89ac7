"""Each rule of the checker is broken once, on a copy, and its own reason must appear."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.data.conftest import Copy, Row
from twoplustwo.data import cross_rules, validate
from twoplustwo.data.problems import Problem


class Break(NamedTuple):
    """One edit of one table, the rule it breaks and words of the reason."""

    rule: str
    table: str
    edit: Callable[[list[Row]], object]
    reason: str
    beside: tuple[str, ...] = ()


def put(index: int, **cells: str) -> Callable[[list[Row]], None]:
    return lambda rows: rows[index].update(cells)


def where(key: str, value: str, **cells: str) -> Callable[[list[Row]], None]:
    """Change the cells of the row in which ``key`` is ``value``."""

    def change(rows: list[Row]) -> None:
        next(row for row in rows if row[key] == value).update(cells)

    return change


def drop_column(name: str) -> Callable[[list[Row]], None]:
    return lambda rows: [row.pop(name) for row in rows]


def add_column(name: str) -> Callable[[list[Row]], None]:
    return lambda rows: [row.update({name: "43.1"}) for row in rows]


def repeat(index: int) -> Callable[[list[Row]], None]:
    return lambda rows: rows.append(dict(rows[index]))


def remove(index: int) -> Callable[[list[Row]], None]:
    return lambda rows: rows.pop(index)


FULL_YEAR = ("fiscal_year", "2016")
BREAKS = [
    # schema
    Break(
        "columns", "islands", drop_column("area_km2"), "missing ['area_km2']", ("habomai_islets",)
    ),
    Break("columns", "opinion", add_column("verified"), "not in the schema ['verified']"),
    Break("type", "scrambles", put(0, scrambles_total="many"), "'many' is not a whole number"),
    Break("type", "milex", put(0, spending_current_musd="1,5"), "'1,5' is not a number"),
    Break("type", "summits", put(0, date="18.11.2006"), "'18.11.2006' is not a date"),
    Break("type", "summits", put(0, date="2006-11-31"), "'2006-11-31' is not a date"),
    Break("type", "launch_days", put(0, any_cruise="yes"), "'yes' is not true or false"),
    Break("type", "milex", put(0, year="MMXX"), "'MMXX' is not a year"),
    Break("required", "claims", put(0, verdict=""), "is empty; every row needs a value"),
    Break("enum", "opinion", put(0, status="certain"), "not one of confirmed, unconfirmed"),
    Break("pattern", "missiles", put(0, operator_iso3="usa"), "'usa' does not match"),
    Break("minimum", "new_start", put(0, deployed_warheads_count="-1"), "below the minimum 0"),
    Break("maximum", "opinion", put(0, positive_percent="101"), "above the maximum 100"),
    Break("maximum", "summits", put(0, date="2206-11-18"), "above the maximum 2040"),
    Break("unique", "claims", put(1, claim_id="turning_point_2020"), "stands already in line 2"),
    Break("unique", "launch_days", repeat(0), "stands already in line 2"),
    Break(
        "foreign key",
        "treaty_holdings",
        put(0, settlement_id="shimoda_1854"),
        "'shimoda_1854' is not in treaty_boundaries.csv",
        ("treaty_boundaries",),
    ),
    # cells
    Break("precision", "summits", where("precision", "month", date="2014-02-08"), "2014-02-01"),
    Break("precision", "treaties", put(0, signed_precision=""), "give both or neither"),
    Break("interval", "scrambles", put(0, period_end="1983-01-01"), "lies before period_start"),
    Break("interval", "inf_timeline", where("date", "2025-08-21", date_end="2025-08-01"), "before"),
    Break("inverted range", "missiles", put(0, range_min_km="2100"), "range_min_km 2100"),
    Break("inverted range", "launch_days", put(0, missiles_low_count="9"), "missiles_low_count 9"),
    Break("inverted range", "dprk_nuclear_tests", put(0, yield_low_kt="2"), "yield_low_kt 2"),
    Break("rounding", "missiles", put(0, range_max_km="2010"), "2010 km is not rounded to 100"),
    Break("coordinates", "islands", add_column("lat_deg"), "may hold coordinates"),
    Break("column", "missiles", add_column("launch_site"), "sites and compiler's marks"),
    Break("wording", "claims", put(0, claim="The occupied islands."), "'occupied' (verbs)"),
    Break("wording", "claims", put(0, claim="Shown at Iwakuni."), "'Iwakuni' (places)"),
    Break("wording", "claims", put(0, claim="Only background."), "talk of the workshop"),
    # sources
    Break("source", "two_plus_two", put(0, source_id="nobody_1999"), "not in sources.csv"),
    Break("source", "two_plus_two", put(0, source_id="armyrec_2013;armyrec_2013"), "twice"),
    # between columns and tables
    Break("scramble split", "scrambles", where(*FULL_YEAR, scrambles_china="900"), "sum to 1217"),
    Break("scramble split", "scrambles", where(*FULL_YEAR, scrambles_china="8"), "sum to 325"),
    Break(
        "part of a year",
        "scrambles",
        where("period_id", "FY2006_H1", scrambles_total="300", scrambles_russia="290"),
        "300 exceeds the 239",
    ),
    Break("poll sum", "opinion", where("survey_id", "levada_2018", unsure_percent="12"), "103.0%"),
    Break("area sum", "islands", put(0, area_km2="3200"), "5036 km2", ("habomai_islets",)),
    Break("area sum", "habomai_islets", put(0, area_km2="15"), "sum to 96 km2", ("islands",)),
    Break(
        "resident sum",
        "habomai_islets",
        put(0, residents_1945_persons="985"),
        "islets sum to 5280",
        ("island_population",),
    ),
    Break(
        "resident sum",
        "island_population",
        where("population_persons", "3608", population_persons="3609"),
        "sum to 17292, the total is 17291",
        ("habomai_islets",),
    ),
    Break("holdings", "treaty_holdings", remove(0), "lacks habomai", ("treaty_boundaries",)),
    Break("order", "summits", put(0, meeting_number="5"), "a later meeting has a lower number"),
    Break("launchers", "new_start", put(0, launchers_count="800"), "fewer launchers"),
    Break(
        "warhead sum",
        "warheads",
        lambda rows: next(
            row for row in rows if (row["country_iso3"], row["year"]) == ("CHN", "2025")
        ).update(warheads_count="601"),
        "states sum to 9615",
    ),
    Break("launch count", "launch_days", put(0, ballistic_count="8"), "more ballistic missiles"),
    Break(
        "launch sum",
        "dprk_launches_by_year",
        where("year", "2017", table_ballistic_missiles="22"),
        "22, but launch_days gives 21",
        ("launch_days",),
    ),
    Break(
        "launch sum",
        "launch_days",
        where("date", "2017-07-04", ballistic_count="0"),
        "but launch_days gives 20",
        ("dprk_launches_by_year",),
    ),
    Break("trade sum", "trade_with_china", where("period", "2013", total_musd="7545"), "7545"),
    Break("route sum", "sea_routes", put(3, leg_nm="120"), "do not add up", ("sea_route_totals",)),
    Break("route sum", "sea_route_totals", put(0, total_nm="6800"), "6702 nm", ("sea_routes",)),
    Break("forecast", "claims", where("claim_id", "talks_drag_on", forecast_outcome=""), "outcome"),
    Break("forecast", "claims", where("claim_id", "talks_drag_on", hedge=""), "a hedge to"),
    Break("forecast", "claims", where("claim_id", "same_regions", question="When?"), "a yes or a"),
    Break("fact", "claims", where("claim_id", "s300v4_2020", verdict="not_testable"), "judge"),
]


def check(copy: Copy) -> list[Problem]:
    return validate(copy.place)


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: f"{case.rule}-{case.table}")
def test_a_broken_rule_is_named(case: Break, copy_of: Callable[..., Copy]) -> None:
    copy = copy_of(case.table, *case.beside)
    assert check(copy) == []
    copy.edit(case.table, case.edit)
    found = [problem for problem in check(copy) if problem.rule == case.rule]
    assert any(case.reason in problem.reason for problem in found), check(copy)
    assert {problem.file for problem in found} <= {f"{case.table}.csv", *_files(case.beside)}


def _files(names: tuple[str, ...]) -> list[str]:
    return [f"{name}.csv" for name in names]


SHOWN_ELSEWHERE = {"order", "route sum", "warhead sum"}
"""Rules on a sequence or a sum: the fault shows in a row after the edit, or in the total."""


@pytest.mark.parametrize(
    "case",
    [case for case in BREAKS if case.rule not in SHOWN_ELSEWHERE],
    ids=lambda case: f"{case.rule}-{case.table}",
)
def test_a_single_fault_is_reported_at_its_line(case: Break, copy_of: Callable[..., Copy]) -> None:
    copy = copy_of(case.table, *case.beside)
    before = copy.rows(case.table)
    copy.edit(case.table, case.edit)
    after = copy.rows(case.table)
    changed = {
        number + 2
        for number, row in enumerate(after)
        if number >= len(before) or row != before[number]
    }
    rows = {p.row for p in check(copy) if p.rule == case.rule and p.file == f"{case.table}.csv"}
    assert rows <= changed | {0}


def test_every_cross_rule_is_broken_once() -> None:
    """A rule that no break reaches would be a rule nobody knows to work."""
    tables = {case.table for case in BREAKS}
    for names, rule in cross_rules.RULES:
        assert tables & set(names), rule.__name__


def test_a_missing_file_is_named(copy_of: Callable[..., Copy]) -> None:
    copy = copy_of("islands", "habomai_islets")
    (copy.place / "habomai_islets.csv").unlink()
    assert Problem(
        "habomai_islets.csv", 0, "", "file", "is in datapackage.json but not in the folder"
    ) in check(copy)


def test_a_file_without_description_is_named(copy_of: Callable[..., Copy]) -> None:
    copy = copy_of("opinion")
    (copy.place / "extra.csv").write_text("a\n1\n", encoding="utf-8")
    (problem,) = check(copy)
    assert (problem.file, problem.rule) == ("extra.csv", "file")


@pytest.mark.parametrize("content", [b"", b'a,b\n1,"2\n', b"a,b\n1,\xff\n"])
def test_a_file_that_is_no_table_is_named(content: bytes, copy_of: Callable[..., Copy]) -> None:
    copy = copy_of("opinion")
    (copy.place / "opinion.csv").write_bytes(content)
    found = {problem.rule for problem in check(copy) if problem.file == "opinion.csv"}
    assert found & {"file", "columns"}


def field(**changes: str | None) -> Callable[[dict], None]:
    """Change the column ``range_min_km`` of the schema; None takes a property away."""

    def change(item: dict) -> None:
        column = next(f for f in item["schema"]["fields"] if f["name"] == "range_min_km")
        column.update({key: value for key, value in changes.items() if value is not None})
        for key in [key for key, value in changes.items() if value is None]:
            del column[key]

    return change


DESCRIPTIONS = [
    ("description", lambda item: item.pop("vintage"), "lacks 'vintage'"),
    ("description", lambda item: item.update(knownGaps=""), "lacks 'knownGaps'"),
    ("description", lambda item: item.pop("schema"), "lacks 'schema'"),
    ("field", field(unit=None), "a number lacks its unit"),
    ("field", field(unit="mile"), "unit 'mile' is not one of"),
    ("field", field(unit="km2"), "does not show its unit km2"),
    ("field", field(type="text"), "type 'text' is not one of"),
    ("field", field(description=None), "lacks a description"),
    ("wording", lambda item: item.update(title="The occupied islands"), "'occupied'"),
    ("wording", field(description="Background."), "talk of the workshop"),
]


@pytest.mark.parametrize(("rule", "change", "reason"), DESCRIPTIONS)
def test_a_poor_description_is_named(
    rule: str, change: Callable[[dict], None], reason: str, copy_of: Callable[..., Copy]
) -> None:
    copy = copy_of("missiles")
    copy.describe("missiles", change)
    found = [problem for problem in check(copy) if problem.rule == rule]
    assert any(reason in problem.reason for problem in found), check(copy)
    assert all(problem.file == "datapackage.json" for problem in found)


LINKS = {
    "http://www.mofa.go.jp/x.html": "is not https",
    "https://mofa.go.jp.example.org/x.html": "not on a domain of the publisher (mofa.go.jp)",
    "https://web.archive.org/web/2017/https://www.mofa.go.jp/x.html": "not on a domain",
    "https://notmofa.go.jp/x.html": "not on a domain",
    "https://user@www.mofa.go.jp/x.html": "not on a domain",
    "https://www.mofa.go.jp:8443/x.html": "not on a domain",
    "ftp://www.mofa.go.jp/x": "is not https",
}


@pytest.mark.parametrize(("url", "reason"), LINKS.items())
def test_a_link_to_a_mirror_fails(url: str, reason: str, copy_of: Callable[..., Copy]) -> None:
    copy = copy_of("two_plus_two")
    copy.edit("sources", where("source_id", "mofa_2p2_2018", url=url))
    (problem,) = check(copy)
    assert problem.rule == "link" and reason in problem.reason


def test_a_link_of_a_publisher_without_domain_fails(copy_of: Callable[..., Copy]) -> None:
    copy = copy_of("two_plus_two")
    copy.edit("publishers", where("publisher", "Ministry of Foreign Affairs of Japan", domains=""))
    found = check(copy)
    assert found and all("none is listed in publishers.csv" in p.reason for p in found)


def test_the_publisher_of_a_source_must_be_listed(copy_of: Callable[..., Copy]) -> None:
    copy = copy_of("two_plus_two")
    copy.edit("sources", put(0, publisher="Nobody", url=""))
    assert [p.reason for p in check(copy)] == ["'Nobody' is not in publishers.csv"]


@pytest.mark.parametrize(
    ("domains", "reason"),
    [
        ("web.archive.org", "host of copies"),
        ("someone.wordpress.com", "host of copies"),
        ("https://mofa.go.jp", "is not a domain"),
        ("localhost", "is not a domain"),
    ],
)
def test_a_mirror_is_no_domain_of_a_publisher(
    domains: str, reason: str, copy_of: Callable[..., Copy]
) -> None:
    copy = copy_of("two_plus_two")
    copy.edit("publishers", where("publisher", "Kyodo", domains=domains))
    assert any(p.rule == "mirror" and reason in p.reason for p in check(copy))


def test_a_source_that_nothing_cites_is_named(copy_of: Callable[..., Copy]) -> None:
    copy = copy_of("two_plus_two")
    orphan = {**copy.rows("sources")[0], "source_id": "orphan_2020", "literature": "false"}
    copy.edit("sources", lambda rows: rows.append(orphan))
    (problem,) = check(copy)
    assert problem.rule == "unused source" and "'orphan_2020'" in problem.reason


def test_literature_needs_no_row(copy_of: Callable[..., Copy]) -> None:
    copy = copy_of("two_plus_two")
    book = {**copy.rows("sources")[0], "source_id": "a_book_2020", "literature": "true"}
    copy.edit("sources", lambda rows: rows.append(book))
    assert check(copy) == []


def test_a_folder_without_descriptor_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no datapackage\.json in"):
        validate(tmp_path)


def test_the_published_tables_are_in_order() -> None:
    assert [str(problem) for problem in validate()] == []


def test_a_problem_reads_as_file_line_column_reason() -> None:
    assert str(Problem("a.csv", 3, "b", "type", "is wrong")) == "a.csv:3: b: is wrong"
    assert str(Problem("a.csv", 0, "", "file", "is missing")) == "a.csv: is missing"
    assert json.dumps(str(Problem("a.csv", 3, "", "type", "is wrong")))
