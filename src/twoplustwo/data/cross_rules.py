"""Rules that hold between columns and between tables: sums, counts, orders.

Each rule names the tables it needs; it runs when the schemas of all of them hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from twoplustwo.data.problems import Problem, Table

Tables = Mapping[str, Table]
Rule = Callable[[Tables], Iterator[Problem]]
RULES: list[tuple[tuple[str, ...], Rule]] = []


def needs(*names: str) -> Callable[[Rule], Rule]:
    """Register a rule that reads these tables."""

    def register(rule: Rule) -> Rule:
        RULES.append((names, rule))
        return rule

    return register


def _frame(tables: Tables, name: str) -> pd.DataFrame:
    frame = tables[name].typed
    assert frame is not None
    return frame


@needs("scrambles")
def scramble_splits(tables: Tables) -> Iterator[Problem]:
    """The scrambles by country never exceed the total, and equal it where all are known."""
    table, frame = tables["scrambles"], _frame(tables, "scrambles")
    parts = frame[["scrambles_russia", "scrambles_china", "scrambles_other"]]
    known, total = parts.sum(axis=1), frame["scrambles_total"]
    wrong = (known > total) | (parts.notna().all(axis=1) & (known != total))
    for index in frame.index[wrong.fillna(False)]:
        yield table.problem(
            index,
            "scrambles_total",
            "scramble split",
            f"Russia, China and other sum to {known[index]}, the total is {total[index]}",
        )


@needs("scrambles")
def scramble_parts_of_a_year(tables: Tables) -> Iterator[Problem]:
    """A part of a fiscal year has no more scrambles than the year."""
    table, frame = tables["scrambles"], _frame(tables, "scrambles")
    whole = frame[frame["period_kind"] == "fiscal_year"].set_index("fiscal_year")["scrambles_total"]
    for index, row in frame[frame["period_kind"] != "fiscal_year"].iterrows():
        year = whole.get(row["fiscal_year"])
        if year is not None and row["scrambles_total"] > year:
            yield table.problem(
                index,
                "scrambles_total",
                "part of a year",
                f"{row['scrambles_total']} exceeds the {year} of the whole fiscal year",
            )


@needs("opinion")
def poll_percentages(tables: Tables) -> Iterator[Problem]:
    """The answers of a poll sum to no more than 100%, rounding allowed."""
    table, frame = tables["opinion"], _frame(tables, "opinion")
    total = frame[["positive_percent", "negative_percent", "unsure_percent"]].sum(axis=1)
    for index, value in total[total > 100.5].items():
        yield table.problem(
            index, "positive_percent", "poll sum", f"the answers sum to {value:.1f}%"
        )


@needs("islands", "habomai_islets")
def island_areas(tables: Tables) -> Iterator[Problem]:
    """Areas sum to the printed total (rounding allowed), islets to their group."""
    islands, islets = tables["islands"], tables["habomai_islets"]
    area = _frame(tables, "islands").set_index("island_id")
    printed, total = islands.resource["printedTotalKm2"], area["area_km2"].sum()
    if abs(total - printed) > 2:
        yield islands.problem(
            None, "area_km2", "area sum", f"areas sum to {total:g} km2, printed is {printed}"
        )
    group = area["area_main_km2"].get("habomai", 0)
    summed = _frame(tables, "habomai_islets")["area_km2"].sum()
    if abs(summed - group) > 1:
        yield islets.problem(
            None, "area_km2", "area sum", f"islets sum to {summed:g} km2, the group is {group:g}"
        )


@needs("habomai_islets", "island_population")
def residents_of_1945(tables: Tables) -> Iterator[Problem]:
    """Residents of 1945: islets sum to Habomai, and the four groups to the published total."""
    frame = _frame(tables, "island_population")
    then = frame[
        (frame["date"] == "1945-08-15") & (frame["population_kind"] == "japanese_residents")
    ]
    count = then.set_index("area_id")["population_persons"].to_dict()
    parts = sum(count.get(name, 0) for name in ("iturup", "kunashir", "shikotan", "habomai"))
    total, group = count.get("four_islands", 0), count.get("habomai", 0)
    if parts != total:
        yield tables["island_population"].problem(
            None,
            "population_persons",
            "resident sum",
            f"the groups of 1945 sum to {parts}, the total is {total}",
        )
    islets = _frame(tables, "habomai_islets")["residents_1945_persons"].sum()
    if islets != group:
        yield tables["habomai_islets"].problem(
            None,
            "residents_1945_persons",
            "resident sum",
            f"islets sum to {islets}, island_population has {group}",
        )


@needs("treaty_boundaries", "treaty_holdings")
def holdings_complete(tables: Tables) -> Iterator[Problem]:
    """The long form has each settlement and area once."""
    long = _frame(tables, "treaty_holdings")
    areas = set(long["area_id"])
    for settlement in _frame(tables, "treaty_boundaries")["settlement_id"]:
        missing = areas - set(long.loc[long["settlement_id"] == settlement, "area_id"])
        if missing:
            yield tables["treaty_holdings"].problem(
                None, "area_id", "holdings", f"{settlement} lacks {', '.join(sorted(missing))}"
            )


@needs("summits")
def meeting_numbers(tables: Tables) -> Iterator[Problem]:
    """Meetings are numbered in the order of their dates."""
    frame = _frame(tables, "summits")
    meetings = frame.dropna(subset=["meeting_number"]).sort_values("date", kind="stable")
    for index in meetings.index[meetings["meeting_number"].diff() < 0]:
        yield tables["summits"].problem(
            index, "meeting_number", "order", "a later meeting has a lower number"
        )


@needs("new_start")
def new_start_launchers(tables: Tables) -> Iterator[Problem]:
    """Deployed vehicles are some of the deployed and non-deployed launchers."""
    frame = _frame(tables, "new_start")
    wrong = (frame["deployed_vehicles_count"] > frame["launchers_count"]).fillna(False)
    for index in frame.index[wrong]:
        yield tables["new_start"].problem(
            index, "launchers_count", "launchers", "fewer launchers than deployed vehicles"
        )


@needs("warheads")
def warhead_totals(tables: Tables) -> Iterator[Problem]:
    """Where a world total is given, the states of that year sum to it."""
    frame = _frame(tables, "warheads")
    main = frame[frame["series"] == "main"]
    world = main[main["country_iso3"] == "WLD"]
    states = main[main["country_iso3"] != "WLD"].groupby("year")["warheads_count"].sum()
    for index, row in world.iterrows():
        if states.get(row["year"]) != row["warheads_count"]:
            yield tables["warheads"].problem(
                index,
                "warheads_count",
                "warhead sum",
                f"states sum to {states.get(row['year'])}, the total is {row['warheads_count']}",
            )


@needs("launch_days")
def launches_of_a_day(tables: Tables) -> Iterator[Problem]:
    """No day has more ballistic missiles than missiles."""
    frame = _frame(tables, "launch_days")
    wrong = (frame["ballistic_count"] > frame["missiles_high_count"]).fillna(False)
    for index in frame.index[wrong]:
        yield tables["launch_days"].problem(
            index, "ballistic_count", "launch count", "more ballistic missiles than missiles"
        )


@needs("launch_days", "dprk_launches_by_year")
def launch_sums(tables: Tables) -> Iterator[Problem]:
    """The yearly sums are those of the launch days."""
    days = _frame(tables, "launch_days")
    # A day without a number is a launch day all the same: the tracker gives no count.
    ballistic = days[days["ballistic_count"].isna() | (days["ballistic_count"] > 0)]
    year = ballistic["date"].dt.year
    sums = ballistic.groupby(year)["ballistic_count"].sum()
    for index, row in _frame(tables, "dprk_launches_by_year").iterrows():
        for name, found in (
            ("table_ballistic_missiles", sums.get(row["year"], 0)),
            ("table_ballistic_days", int((year == row["year"]).sum())),
        ):
            if pd.notna(row[name]) and row[name] != found:
                yield tables["dprk_launches_by_year"].problem(
                    index, name, "launch sum", f"{row[name]}, but launch_days gives {found}"
                )


@needs("trade_with_china")
def trade_totals(tables: Tables) -> Iterator[Problem]:
    """Exports and imports sum to the total, within the rounding of press figures."""
    frame = _frame(tables, "trade_with_china")
    summed = frame["china_exports_musd"] + frame["china_imports_musd"]
    gap = (summed - frame["total_musd"]).abs()
    for index in frame.index[gap > (0.02 * frame["total_musd"]).clip(lower=0.1)]:
        yield tables["trade_with_china"].problem(
            index,
            "total_musd",
            "trade sum",
            f"exports and imports sum to {summed[index]:g}, the total is "
            f"{frame['total_musd'][index]:g}",
        )


@needs("sea_routes", "sea_route_totals")
def route_lengths(tables: Tables) -> Iterator[Problem]:
    """Legs add up along a route, and the last sum is the route's length."""
    totals = _frame(tables, "sea_route_totals").set_index("route_id")["total_nm"]
    for route, legs in _frame(tables, "sea_routes").groupby("route_id", sort=False):
        gap = (legs["leg_nm"].cumsum() - legs["cumulative_nm"]).abs()
        for index in legs.index[gap > 1.5]:
            yield tables["sea_routes"].problem(
                index, "cumulative_nm", "route sum", "legs do not add up to it"
            )
        length = legs["cumulative_nm"].iloc[-1]
        if abs(totals.get(route, 0) - length) > 1:
            yield tables["sea_route_totals"].problem(
                None, "total_nm", "route sum", f"{route}: waypoints give {length:g} nm"
            )


@needs("claims")
def forecast_outcomes(tables: Tables) -> Iterator[Problem]:
    """Forecasts, and only forecasts, have an outcome and a hedge; questions need an answer."""
    table, frame = tables["claims"], _frame(tables, "claims")
    forecast = frame["kind"] == "forecast"
    for column in ("forecast_outcome", "hedge"):
        for index in frame.index[forecast != frame[column].notna()]:
            word = column.removeprefix("forecast_")
            detail = f"give {'an' if word == 'outcome' else 'a'} {word} to forecasts, no others"
            yield table.problem(index, column, "forecast", detail)
    settled = frame["forecast_outcome"].isin(["happened", "did_not_happen"])
    for index in frame.index[frame["question"].notna() & ~settled]:
        yield table.problem(index, "question", "forecast", "a question needs a yes or a no")


@needs("claims")
def facts_are_tested(tables: Tables) -> Iterator[Problem]:
    """What no record can settle is not coded as a fact."""
    table, frame = tables["claims"], _frame(tables, "claims")
    for index in frame.index[(frame["kind"] == "fact") & (frame["verdict"] == "not_testable")]:
        yield table.problem(index, "verdict", "fact", "what no record can settle is a judgement")


def problems(tables: Tables) -> Iterator[Problem]:
    """Faults of every rule whose tables hold their schemas."""
    for names, rule in RULES:
        if all(name in tables and tables[name].typed is not None for name in names):
            yield from rule(tables)
