"""M20: who stands between, before and after, with the doubt of a small network (bootstrap)."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import COUNTRY, NAME, SYMBOL, new_figure
from twoplustwo.charts.theme import INK_COLOUR, SOFT
from twoplustwo.explorers._dialogue import (
    SIX,
    STARTS,
    betweenness,
    resampled,
    window,
    years_met,
)
from twoplustwo.explorers.engine import Choice, Column, Explorer, Product, Slider, percent

BEFORE = 2017  # the window of the last two-plus-two rounds
DRAWS = 400
BAND = (0.05, 0.95)
ORDER = ("CHN", "RUS", "USA", "KOR", "JPN", "PRK")  # top to bottom
PLACE = [SIX.index(code) for code in ORDER]
ROWS = [float(len(ORDER) - 1 - i) for i in range(len(ORDER))]
UP, DOWN = 0.16, -0.16
GAP = 0.04  # between a band and its number


def template() -> go.Figure:
    before = _points("before", UP, [SOFT] * 6, ["circle-open"] * 6, 10)
    after = _points("after", DOWN, [COUNTRY[c] for c in ORDER], [SYMBOL[c] for c in ORDER], 13)
    words = [_words("then", UP, SOFT), _words("now", DOWN, INK_COLOUR)]
    return new_figure(
        [_bands("before_band", UP, 2.5, SOFT), *_after_bands(), before, after, *words], _layout()
    )


def _words(uid: str, shift: float, colour: str) -> go.Scatter:
    """The numbers, behind their bands."""
    return go.Scatter(
        uid=uid, x=[0.0] * 6, y=[row + shift for row in ROWS], mode="text", text=[""] * 6,
        textposition="middle right", textfont={"color": colour, "size": 12}, hoverinfo="skip",
        cliponaxis=False,
    )  # fmt: skip


def _bands(uid: str, shift: float, width: float, colour: str) -> go.Scatter:
    """One broken line: low and high of each row, then a gap."""
    y = [v for row in ROWS for v in (row + shift, row + shift, None)]
    return go.Scatter(
        uid=uid, x=[0.0] * len(y), y=y, mode="lines", hoverinfo="skip", opacity=0.55,
        line={"color": colour, "width": width},
    )  # fmt: skip


def _after_bands() -> list[go.Scatter]:
    return [
        go.Scatter(
            uid=f"band_{code.lower()}", x=[0, 0], y=[row + DOWN] * 2, mode="lines",
            hoverinfo="skip", opacity=0.45, line={"color": COUNTRY[code], "width": 7},
        )
        for code, row in zip(ORDER, ROWS, strict=True)
    ]  # fmt: skip


def _points(
    uid: str, shift: float, colours: list[str], symbols: list[str], size: int
) -> go.Scatter:
    return go.Scatter(
        uid=uid, x=[0] * 6, y=[row + shift for row in ROWS], mode="markers",
        hoverinfo="text", cliponaxis=False,
        marker={
            "size": size, "color": colours, "symbol": symbols,
            "line": {"width": 2, "color": colours},
        },
    )  # fmt: skip


def _layout() -> dict[str, Any]:
    names = [
        {"x": 0, "xref": "paper", "xshift": -12, "y": row, "xanchor": "right",
         "text": NAME[code], "showarrow": False, "font": {"color": INK_COLOUR, "size": 13}}
        for code, row in zip(ORDER, ROWS, strict=True)
    ]  # fmt: skip
    return {
        "margin": {"l": 110, "r": 14, "t": 4, "b": 46},
        "xaxis": {
            "range": [-0.01, 1.02], "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": ["0%", "25%", "50%", "75%", "100%"],
            "title": {"text": "Share of the shortest ways of others"},
        },
        "yaxis": {"range": [-0.6, 5.6], "visible": False},
        "annotations": names,
    }  # fmt: skip


def band(start: int, least: int, inherited: bool) -> tuple[NDArray, NDArray, NDArray]:
    """Betweenness on the whole window, and the low and high of 90% of the draws, in `ORDER`."""
    met = years_met(start, inherited)
    pairs = frozenset(pair for pair, years in met.items() if years >= least)
    low, high = np.quantile(resampled(start, least, inherited, DRAWS), BAND, axis=0)
    return betweenness(pairs)[PLACE], low[PLACE], high[PLACE]


def compute(start: NDArray, least: NDArray, record: NDArray) -> dict[str, Any]:
    states = [
        _state(int(first), int(k), r == "inherited")
        for first, k, r in zip(start, least, record, strict=True)
    ]
    return {name: [state[name] for state in states] for name in states[0]}


def _state(start: int, least: int, inherited: bool) -> dict[str, Any]:
    old, old_low, old_high = band(BEFORE, least, inherited)
    new, low, high = band(start, least, inherited)
    sentence = _sentence(start, new, low, high)
    bands = {f"band_{code.lower()}.x": [low[i], high[i]] for i, code in enumerate(ORDER)}
    return {
        "before_band.x": [
            v for a, b in zip(old_low, old_high, strict=True) for v in (a, b, np.nan)
        ],
        **bands,
        "before.x": old,
        "before.hovertext": _hovers(BEFORE, old, old_low, old_high),
        "after.x": new,
        "after.hovertext": _hovers(start, new, low, high),
        "then.x": np.maximum(old, old_high) + GAP,
        "then.text": _numbers(old),
        "now.x": np.maximum(new, high) + GAP,
        "now.text": [percent(v, 0) for v in new],
        "title": _title(start, new, low),
        "summary": sentence,
        "alt": f"Six rows of points with bands, one a country. {sentence}",
        "table.country": [NAME[code] for code in ORDER],
        "table.before": 100 * old,
        "table.after": 100 * new,
        "table.low": 100 * low,
        "table.high": 100 * high,
    }


def _numbers(value: NDArray) -> list[str]:
    """Percentages of the window that stays; the first names it."""
    texts = [percent(v, 0) for v in value]
    return [f"{texts[0]} in {window(BEFORE)}", *texts[1:]]


def _hovers(start: int, value: NDArray, low: NDArray, high: NDArray) -> list[str]:
    return [
        f"{NAME[code]}, {window(start)}: {percent(v, 0)}<br>90% of draws: {_range(a, b)}"
        for code, v, a, b in zip(ORDER, value, low, high, strict=True)
    ]  # fmt: skip


def _range(low: float, high: float) -> str:
    return f"{percent(low, 0)} to {percent(high, 0)}"


def _title(start: int, value: NDArray, low: NDArray) -> str:
    top = float(value.max())
    first = [NAME[c] for c, v in zip(ORDER, value, strict=True) if v > top - 1e-9]
    if top < 1e-9:
        return f"In {window(start)} nobody stood between others"
    if len(first) > 1:
        return f"In {window(start)} {len(first)} countries shared the first rank as go-between"
    return f"In {window(start)} {_the(first[0])} stood between others most often"


def _the(name: str) -> str:
    return name if name in ("China", "Russia", "Japan") else f"the {name}"


def _sentence(start: int, value: NDArray, low: NDArray, high: NDArray) -> str:
    parts = [
        f"{_the(NAME[code])} {percent(value[i], 0)} (draws: {_range(low[i], high[i])})"
        for i, code in enumerate(ORDER)
        if code in ("CHN", "RUS", "USA")
    ]
    return f"{window(start)}, share of the shortest ways of others: {'; '.join(parts)}."


explorer = Explorer(
    name="broker_rank",
    subtitle=(
        "Betweenness. Hollow grey: 2017–2019. Filled: the chosen window. Bands: 90% of networks "
        "drawn again from the same record"
    ),
    sources=(
        "freeman_1978", "efron_1979", "kremlin_20190629", "tass_20190425", "yonhap_20221115",
        "csis_russia_dprk_2026", "devdiscourse_20250816", "afp_20251101",
    ),
    note=(
        f"Each band rests on {DRAWS} draws of pairs and years with replacement. The bands show "
        "how much hangs on single meetings in the record. They do not show what it misses. "
        "2026 ends on 20 August."
    ),
    controls=(
        Slider(
            "start", "Compare 2017–2019 with", STARTS[0], STARTS[-1], step=1, default=2022,
            labels=tuple(window(first) for first in STARTS),
        ),
        Slider("least", "Years with a meeting that make a line", 1, 3, step=1, default=1, digits=0),
        Choice("record", "Contacts from", (
            ("all", "All fifteen pairs"),
            ("inherited", "The tables on Japan–Russia and Korea only"),
        )),
    ),
    figure=template,
    products=(Product(("start", "least", "record"), compute),),
    columns=(
        Column("country", "Country"),
        Column("before", "2017–2019", unit="%", digits=0),
        Column("after", "Chosen window", unit="%", digits=0),
        Column("low", "Low", unit="%", digits=0),
        Column("high", "High", unit="%", digits=0),
    ),
    narrow={"layout.margin.l": 106},
    height=430,
)  # fmt: skip
