"""Who spoke with whom: every dated contact of Japan with Russia and of the DPRK, in lanes."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import COUNTRY, new_figure
from twoplustwo.charts.theme import INK_COLOUR, RULE, SOFT
from twoplustwo.explorers._dates import spoken
from twoplustwo.explorers._dialogue import FIRST, LAST, capitals, contacts
from twoplustwo.explorers.engine import Choice, Column, Explorer, Product, Slider

# pair -> the country whose colour the lane wears
LANES = {
    ("JPN", "RUS"): "JPN",
    ("PRK", "RUS"): "RUS",
    ("CHN", "PRK"): "CHN",
    ("KOR", "PRK"): "KOR",
    ("PRK", "USA"): "USA",
}
HEIGHT = {pair: float(len(LANES) - 1 - i) for i, pair in enumerate(LANES)}
LEVELS = {"leaders": "leaders in person", "ministers": "ministers", "call": "telephone"}
SYMBOLS = {"leaders": "circle", "ministers": "diamond", "call": "x-thin"}
COUNTED = {"all": tuple(LEVELS), "leaders": ("leaders",)}
END = pd.Timestamp("2026-08-20")  # the record ends here
# Days that divide the story; the words fit a phone.
TURNS = (
    (2017.975, "tightest<br>sanctions"),
    (2022.216, "talks<br>end"),
    (2024.239, "panel<br>ends"),
)


def record() -> pd.DataFrame:
    table = contacts()
    return table[table["pair"].isin(list(LANES))].reset_index(drop=True)


RECORD = record()


def template() -> go.Figure:
    points = [_points(pair, country) for pair, country in LANES.items()]
    return new_figure(points, _layout())


def _points(pair: tuple[str, str], country: str) -> go.Scatter:
    rows = RECORD[RECORD["pair"] == pair]
    return go.Scatter(
        uid=_uid(pair), x=rows["when"], y=_stacked(rows), mode="markers", hoverinfo="text",
        hovertext=[_hover(row) for row in rows.itertuples()],
        marker={
            "size": 10, "color": COUNTRY[country],
            "symbol": [SYMBOLS[level] for level in rows["level"]],
            "line": {"width": 2, "color": COUNTRY[country]},
        },
    )  # fmt: skip


def _uid(pair: tuple[str, str]) -> str:
    return "_".join(pair).lower()


def _stacked(rows: pd.DataFrame) -> list[float]:
    """Height of each point: contacts of one half-year stand above each other."""
    slot = (rows["when"] * 2).astype(int)
    place = slot.groupby(slot).cumcount()
    return [
        round(HEIGHT[pair] - 0.26 + 0.14 * n, 2)
        for pair, n in zip(rows["pair"], place, strict=True)
    ]


def _hover(row: Any) -> str:
    where = f", {row.place}" if isinstance(row.place, str) else ""
    return f"{spoken(row.date, row.precision)}{where}<br>{row.event}"


def _layout() -> dict[str, Any]:
    small = {"showarrow": False, "font": {"color": SOFT, "size": 12}}
    names = [
        {"x": FIRST + 0.05, "y": h + 0.42, "xanchor": "left", "text": capitals(_home(pair)),
         "showarrow": False, "font": {"color": INK_COLOUR, "size": 13}}
        for pair, h in HEIGHT.items()
    ]  # fmt: skip
    turns = [{"x": x, "y": 5.08, "yanchor": "middle", "text": text, **small} for x, text in TURNS]
    floor = [
        {"type": "line", "x0": FIRST, "x1": LAST + 0.7, "y0": h - 0.36, "y1": h - 0.36,
         "layer": "below", "line": {"color": RULE, "width": 1}}
        for h in HEIGHT.values()
    ]  # fmt: skip
    marks = [
        {"type": "line", "x0": x, "x1": x, "y0": -0.4, "y1": 4.8, "layer": "below",
         "line": {"color": SOFT, "width": 1, "dash": "dot"}}
        for x, _ in TURNS
    ]  # fmt: skip
    split = {
        "type": "rect", "x0": 2022, "x1": LAST + 0.7, "y0": -0.4, "y1": 4.8, "layer": "below",
        "line": {"width": 0}, "fillcolor": RULE, "opacity": 0.35,
    }  # fmt: skip
    return {
        "margin": {"l": 18, "r": 10, "t": 4, "b": 28},
        "xaxis": {
            "range": [FIRST - 0.1, LAST + 0.75], "tickvals": [2013, 2016, 2019, 2022, 2025],
            "showgrid": False,
        },
        "yaxis": {"range": [-0.45, 5.4], "visible": False},
        "annotations": [*names, *turns],
        "shapes": [split, *floor, *marks],
    }  # fmt: skip


def _home(pair: tuple[str, str]) -> tuple[str, str]:
    """The pair with the capital first that the lane is about: Tokyo, or Pyongyang's guest."""
    return pair if pair == ("JPN", "RUS") else tuple(sorted(pair, key=lambda code: code == "PRK"))


def number(kinds: str, split: int, pair: tuple[str, str]) -> tuple[int, int]:
    """Contacts of a pair before 1 January of `split`, and from that day on."""
    rows = RECORD[(RECORD["pair"] == pair) & RECORD["level"].isin(COUNTED[kinds])]
    after = int((rows["date"].dt.year >= split).sum())
    return len(rows) - after, after


def compute(split: NDArray, kinds: NDArray) -> dict[str, Any]:
    states = [_state(int(s), k) for s, k in zip(split, kinds, strict=True)]
    return {key: [state[key] for state in states] for key in states[0]}


def _state(split: int, kinds: str) -> dict[str, Any]:
    found = [number(kinds, split, pair) for pair in LANES]
    (tokyo_before, tokyo), (kim_before, kim) = found[0], found[1]
    what = "meetings of leaders" if kinds == "leaders" else "contacts"
    sentence = (
        f"Before {split}: {tokyo_before} {what} of Tokyo and Moscow on record, {kim_before} of "
        f"Moscow and Pyongyang. From {split} to August 2026: {tokyo} and {kim}."
    )
    marks = {f"{_uid(pair)}.marker.symbol": _symbols(pair, kinds) for pair in LANES}
    return {
        **marks,
        **{
            f"layout.annotations[{i}].text": f"{capitals(_home(pair))}: {a}, then {b}"
            for i, (pair, (a, b)) in enumerate(zip(LANES, found, strict=True))
        },
        "layout.shapes[0].x0": split,
        "title": _title(split, tokyo, kim),
        "summary": sentence,
        "alt": f"Five lanes of dated contacts from 2013 to 2026. {sentence}",
        "table.date": [_cut(row) for row in RECORD.itertuples()],
        "table.pair": [capitals(_home(pair)) for pair in RECORD["pair"]],
        "table.level": [LEVELS[level] for level in RECORD["level"]],
        "table.event": RECORD["event"].tolist(),
        "table.place": [place if isinstance(place, str) else None for place in RECORD["place"]],
        "table.counted": ["yes" if level in COUNTED[kinds] else "no" for level in RECORD["level"]],
    }


def _symbols(pair: tuple[str, str], kinds: str) -> list[str]:
    """Symbols by level; hollow where the contact is not counted."""
    levels = RECORD.loc[RECORD["pair"] == pair, "level"]
    return [
        SYMBOLS[lv] + ("" if lv in COUNTED[kinds] or lv == "call" else "-open") for lv in levels
    ]


def _title(split: int, tokyo: int, kim: int) -> str:
    if tokyo == 0:
        return f"From {split} on Moscow met Pyongyang {_times(kim)} and Tokyo never"
    both = [f"with Pyongyang {_times(kim)}", f"with Tokyo {_times(tokyo)}"]
    first, second = both if tokyo < kim else both[::-1]
    return f"From {split} on Moscow was in touch {first}, {second}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _cut(row: Any) -> str:
    return f"{row.date:%Y-%m-%d}"[: {"day": 10, "month": 7, "year": 4}[row.precision]]


explorer = Explorer(
    name="contacts",
    subtitle=(
        "Dated contacts of five pairs of capitals. Circles: leaders in person; diamonds: "
        "ministers; crosses: calls. Numbers: before the chosen year, then from it on"
    ),
    sources=(
        "mofa_20220217", "midru_20190530", "tass_20190425", "csis_russia_dprk_2026",
        "yonhap_2019", "yonhap_20190621", "japantoday_20220321", "un_2024",
    ),
    note=(
        "Ministers and calls are listed for Tokyo and Moscow and for Moscow and Pyongyang only, so "
        "compare the lanes by leaders. Envoys, letters and secret talks are not in the data. The "
        "record ends on 20 August 2026. A contact is not an agreement."
    ),
    controls=(
        Slider("split", "Divide the record at the start of", 2014, 2025, step=1, default=2022),
        Choice("kinds", "Count", (("all", "All contacts"), ("leaders", "Leaders in person"))),
    ),
    figure=template,
    products=(Product(("split", "kinds"), compute),),
    columns=(
        Column("date", "Date"),
        Column("pair", "Capitals"),
        Column("level", "Level"),
        Column("event", "What"),
        Column("place", "Place"),
        Column("counted", "Counted"),
    ),
    height=460,
)  # fmt: skip
