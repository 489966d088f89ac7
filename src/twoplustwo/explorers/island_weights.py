"""Area is not value: the line of 1956 by land, by people, and by the reader's own points."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo import load
from twoplustwo.charts import new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, PAPER, SOFT
from twoplustwo.explorers._packages import (
    ORDER,
    SHARE_AXIS,
    example_range,
    islands,
    names,
    points,
)
from twoplustwo.explorers.engine import Column, Explorer, Product, Slider
from twoplustwo.models.bargaining import package_shares

MEASURES = ("Land area", "Residents in 1945", "Residents in 2022", "Your points")
ROWS = (3.0, 2.0, 1.0, 0.0)
# The islands of 1956 in the accent, the two larger ones in grey: four shades, two groups.
SHADES = ((ACCENT, 1.0), (ACCENT, 0.72), (SOFT, 0.85), (SOFT, 0.58))
EVERY_PREFIX = range(len(ORDER) + 1)


def residents(date: str) -> NDArray[np.float64]:
    """Civilian residents of each island on a day; the Habomai group has none today, shape (4,)."""
    table = load("island_population")
    day = table[(table["date"] == date) & (table["status"] == "confirmed")]
    people = day.set_index("area_id")["population_persons"]
    return np.array([float(people.get(island, 0)) for island in ORDER])


def measures() -> NDArray[np.float64]:
    """Weights of the islands by each given measure, shape (3, 4)."""
    area = islands()["area_km2"].to_numpy(float)
    return np.stack([area, residents("1945-08-15"), residents("2022-01-01")])


GIVEN = 100 * package_shares(measures(), EVERY_PREFIX)
LOW, HIGH = (100 * end for end in example_range()[:2])


def template() -> go.Figure:
    band = go.Scatter(
        uid="band", x=[LOW, HIGH, HIGH, LOW], y=[-0.75, -0.75, 3.85, 3.85], fill="toself",
        mode="none", fillcolor=ACCENT, opacity=0.14, hoverinfo="skip",
    )  # fmt: skip
    bars = [_bar(island, i) for i, island in enumerate(ORDER)]
    rows = go.Scatter(
        uid="rows", x=[0] * 4, y=[y + 0.42 for y in ROWS], mode="text", hoverinfo="skip",
        textposition="middle right", textfont={"color": INK_COLOUR},
    )  # fmt: skip
    tags = go.Scatter(
        uid="tags", x=[0] * 4, y=[-0.48] * 4, mode="text", hoverinfo="skip",
        textfont={"color": SOFT, "size": 12},
    )  # fmt: skip
    return new_figure([band, *bars, rows, tags], _layout())


def _bar(island: str, place: int) -> go.Bar:
    colour, opacity = SHADES[place]
    return go.Bar(
        uid=island, orientation="h", y=ROWS, x=[0] * 4, base=[0] * 4, width=0.46,
        hoverinfo="skip", opacity=opacity,
        marker={"color": colour, "line": {"color": PAPER, "width": 1}},
    )  # fmt: skip


def _layout() -> dict[str, Any]:
    top = {"y": 3.86, "yanchor": "bottom", "font": {"color": SOFT, "size": 12}}
    text = f"example range, {points(LOW / 100)}% to {points(HIGH / 100)}%"
    return {
        "barmode": "overlay",
        "margin": {"l": 20, "r": 20, "t": 4, "b": 48},
        "xaxis": {**SHARE_AXIS, "title": {"text": "Share of all four islands"}},
        "yaxis": {"range": [-0.78, 4.2], "visible": False},
        "annotations": [{"x": LOW, "xanchor": "left", "text": text, **top}],
    }


def compute(*weights: NDArray) -> dict[str, Any]:
    given = np.stack(weights, axis=1)
    ends = np.stack([_ends(own) for own in given])
    two = ends[:, :, 2]
    return {
        **_bars(ends),
        "rows.text": [
            [
                f"{m}: the two islands are {points(x / 100)}%"
                for m, x in zip(MEASURES, row, strict=True)
            ]
            for row in two
        ],
        "tags.text": [_tags(row[-1]) for row in ends],
        "title": [_title(row[-1]) for row in two],
        "summary": [_summary(row) for row in two],
        "alt": [f"Four stacked bars, one a measure. {_summary(row)}" for row in two],
        "table.measure": [MEASURES] * len(two),
        **{f"table.{island}": ends[:, :, i + 1] - ends[:, :, i] for i, island in enumerate(ORDER)},
        "table.two": two,
    }


def _ends(own: NDArray) -> NDArray:
    """Where each island's part of the bar ends, in per cent, for every measure: shape (4, 5)."""
    last = np.full(5, np.nan) if own.sum() == 0 else 100 * package_shares(own, EVERY_PREFIX)
    return np.vstack([GIVEN, last])


def _bars(ends: NDArray) -> dict[str, Any]:
    centres = (ends[:, -1, 1:] + ends[:, -1, :-1]) / 2
    bars: dict[str, Any] = {"tags.x": centres}
    for i, island in enumerate(ORDER):
        bars[f"{island}.base"] = ends[:, :, i]
        bars[f"{island}.x"] = ends[:, :, i + 1] - ends[:, :, i]
    return bars


def _tags(own: NDArray) -> list[str]:
    """Names below the reader's bar, where the part is wide enough to carry one."""
    wide = np.diff(own) > 17
    return [name.replace("/", "/<br>") if w else "" for name, w in zip(names(), wide, strict=True)]


def _title(own: float) -> str:
    if own != own:
        return "Give at least one island a point"
    return f"By your points, the two islands of 1956 are worth {points(own / 100)}%"


def _summary(two: NDArray) -> str:
    area, then, now, own = (points(x / 100) for x in two)
    given = (
        f"Habomai and Shikotan are {area}% of the land, {then}% of the residents of 1945 "
        f"and {now}% of those of 2022"
    )
    if two[-1] != two[-1]:
        return f"{given}; your points are all zero."
    place = "below" if two[-1] < LOW else "above" if two[-1] > HIGH else "inside"
    return f"{given}; by your points they are {own}%, {place} the example range."


explorer = Explorer(
    name="island_weights",
    subtitle=(
        "Share of the whole by four measures; on the left of each bar Habomai and Shikotan, the "
        "islands of the 1956 declaration"
    ),
    sources=("mofa_nt_info", "dosen_pop_2022"),
    note=(
        "Land area as printed by the Ministry of Foreign Affairs of Japan. Residents: Japanese "
        "in August 1945; in January 2022 the official Russian estimate. The points are yours. "
        "The example range is illustrative."
    ),
    controls=tuple(
        Slider(island, f"Points for {name}", 0, 5, step=1, default=1)
        for island, name in zip(ORDER, names(), strict=True)
    ),
    figure=template,
    products=(Product(ORDER, compute),),
    columns=(
        Column("measure", "Measure"),
        *(
            Column(island, name, unit="%", digits=1)
            for island, name in zip(ORDER, names(), strict=True)
        ),
        Column("two", "Habomai and Shikotan", unit="%", digits=1),
    ),
    height=400,
)
