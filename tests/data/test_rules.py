"""Single rules on invented tables: they speak exactly when the rule is broken."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoplustwo.data import cell_rules, cross_rules, schema_rules, source_rules
from twoplustwo.data.problems import Table
from twoplustwo.data.tables import typed


def table(name: str, kinds: dict[str, str], rows: list[dict[str, object]], **schema) -> Table:
    """A table of text cells (None is an empty one) with columns of these types."""
    fields = [{"name": column, "type": kind} for column, kind in kinds.items()]
    item = {"name": name, "path": f"{name}.csv", "schema": {"fields": fields, **schema}}
    cells = [[None if row[c] is None else str(row[c]) for c in kinds] for row in rows]
    text = pd.DataFrame(cells, columns=list(kinds), dtype=object)
    return Table(name, item, text, typed(text, item["schema"]))


counts = st.integers(0, 2000)


@given(counts, counts, counts, counts)
def test_a_split_is_reported_unless_it_sums_to_the_total(
    russia: int, china: int, other: int, total: int
) -> None:
    parts = {"scrambles_russia": russia, "scrambles_china": china, "scrambles_other": other}
    kinds = dict.fromkeys([*parts, "scrambles_total"], "integer")
    found = cross_rules.scramble_splits(
        {"scrambles": table("scrambles", kinds, [{**parts, "scrambles_total": total}])}
    )
    assert bool(list(found)) == (russia + china + other != total)


@given(counts, counts)
def test_a_known_part_never_exceeds_the_total(russia: int, total: int) -> None:
    row = {"scrambles_russia": russia, "scrambles_china": None, "scrambles_other": None}
    kinds = dict.fromkeys([*row, "scrambles_total"], "integer")
    found = cross_rules.scramble_splits(
        {"scrambles": table("scrambles", kinds, [{**row, "scrambles_total": total}])}
    )
    assert bool(list(found)) == (russia > total)


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_a_range_is_inverted_when_its_lower_bound_is_higher(low: float, high: float) -> None:
    kinds = {"range_min_km": "number", "range_max_km": "number"}
    low, high = round(low, 3), round(high, 3)
    found = cell_rules.bounds(table("t", kinds, [{"range_min_km": low, "range_max_km": high}]))
    assert bool(list(found)) == (low > high)


@given(st.dates(date(1850, 1, 1), date(2030, 1, 1)), st.sampled_from(["day", "month", "year"]))
def test_a_date_agrees_with_its_precision_or_is_named(day: date, level: str) -> None:
    kinds = {"date": "date", "precision": "string"}
    found = cell_rules.precision(table("t", kinds, [{"date": day, "precision": level}]))
    first = {"day": day, "month": day.replace(day=1), "year": day.replace(day=1, month=1)}[level]
    assert bool(list(found)) == (day != first)


@given(st.dates(date(1850, 1, 1)), st.dates(date(1850, 1, 1)))
def test_nothing_ends_before_it_starts(start: date, end: date) -> None:
    kinds = {"period_start": "date", "period_end": "date"}
    rows = [{"period_start": start, "period_end": end}]
    # Dates beyond the range of nanoseconds are none of this rule's business: text suffices.
    found = cell_rules.intervals(table("t", dict.fromkeys(kinds, "string"), rows))
    assert bool(list(found)) == (end < start)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=8))
def test_every_repeated_key_is_reported_once(keys: list[int]) -> None:
    rows = [{"key": key} for key in keys]
    found = list(schema_rules.unique(table("t", {"key": "integer"}, rows), ["key"]))
    assert len(found) == len(keys) - len(set(keys))
    assert all(keys[problem.row - 2] in keys[: problem.row - 2] for problem in found)


LABEL = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)


@given(LABEL, LABEL, LABEL)
def test_only_the_domain_and_its_subdomains_are_the_publishers_own(
    name: str, other: str, path: str
) -> None:
    own = f"{name}.example"
    fault = source_rules._fault_of_link
    assert fault(f"https://{own}/{path}", [own]) is None
    assert fault(f"https://{other}.{own}/{path}", [own]) is None
    assert fault(f"https://{other}{own}/{path}", [own])
    assert fault(f"https://{own}.{other}.test/{own}", [own])
    assert fault(f"http://{own}/{path}", [own])
    assert fault(f"https://{own}/{path}", [])


@pytest.mark.parametrize("value", ["2020-02-30", "2020-1-1", "20200101", "", "yesterday"])
def test_what_is_no_date(value: str) -> None:
    assert not schema_rules._is_of_type(value, "date")


@given(st.dates())
def test_every_iso_day_is_a_date(day: date) -> None:
    assert schema_rules._is_of_type(day.isoformat(), "date")


@given(st.integers())
def test_every_whole_number_is_an_integer_and_a_number(value: int) -> None:
    assert schema_rules._is_of_type(str(value), "integer")
    assert schema_rules._is_of_type(str(value), "number")
