"""M14: the Earth's curve decides where a ground radar first sees an object, and how late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    fixed,
    grouped,
)
from twoplustwo.models.trajectory import radar_horizon

REACH = {"km": 3000.0, "min": 16.0}


@dataclass(frozen=True)
class Profile:
    """A generic flyer: height in metres, speed in km/s. No real system stands behind it."""

    name: str
    height_m: float
    speed_km_s: float

    @property
    def words(self) -> str:
        height = (
            f"{fixed(self.height_m)} m"
            if self.height_m < 1000
            else f"{fixed(self.height_m / 1000)} km"
        )
        return f"{self.name}, {height} high, {fixed(self.speed_km_s, 2)} km/s"


PROFILES = (
    Profile("Ballistic arc", 350_000, 3.0),
    Profile("Glider", 40_000, 2.5),
    Profile("Low cruise missile", 30, 0.24),
)
ROWS = np.array([2.0, 1.0, 0.0])
HEIGHTS = np.array([p.height_m for p in PROFILES])
SPEEDS = np.array([p.speed_km_s for p in PROFILES])


def template() -> go.Figure:
    unseen = go.Scatter(uid="unseen", x=[], y=np.repeat(ROWS, 3), mode="lines", hoverinfo="skip",
                        line={"color": SOFT, "width": 1.5, "dash": "dot"})  # fmt: skip
    seen = go.Scatter(uid="seen", x=[], y=np.repeat(ROWS, 3), mode="lines", hoverinfo="skip",
                      line={"color": ACCENT, "width": 9})  # fmt: skip
    first = go.Scatter(uid="first", x=[0, 0, 0], y=ROWS, mode="markers", hoverinfo="skip",
                       marker={"size": 12, "color": INK_COLOUR})  # fmt: skip
    texts = go.Scatter(uid="texts", x=[0, 0, 0], y=ROWS + 0.3, mode="text", hoverinfo="skip",
                       textposition="middle right", textfont={"color": INK_COLOUR},
                       text=[p.words for p in PROFILES])  # fmt: skip
    values = go.Scatter(uid="values", x=[0, 0, 0], y=ROWS - 0.24, mode="text", hoverinfo="skip",
                        textposition="middle right", textfont={"color": SOFT},
                        text=["", "", ""])  # fmt: skip
    return new_figure([unseen, seen, first, texts, values], _layout())


def _layout() -> dict[str, Any]:
    return {
        "margin": {"l": 16, "r": 24, "t": 6, "b": 46},
        "xaxis": {"range": [-20, REACH["km"]], "tickformat": ",d", "title": {"text": ""}},
        "yaxis": {"range": [-0.5, 2.55], "visible": False},
    }


AXES = {"km": "Kilometres from the radar", "min": "Minutes before it arrives at the radar"}
TICKS = {"km": [0, 1000, 2000, 3000], "min": [0, 5, 10, 15]}


def draw(unit: NDArray, radar: NDArray) -> dict[str, Any]:
    found = radar_horizon(radar[:, None], HEIGHTS, SPEEDS)
    ends = np.where((unit == "km")[:, None], found.horizon_km, found.warning_min)
    reach = np.array([REACH[u] for u in unit])[:, None]
    texts = [
        _sentence(*row) for row in zip(radar, found.horizon_km, found.warning_min, strict=True)
    ]
    return {
        "seen.x": _lines(np.zeros_like(ends), ends),
        "unseen.x": _lines(ends, np.broadcast_to(reach, ends.shape)),
        "first.x": ends,
        "values.text": [
            [f"first seen at {grouped(d)} km, {fixed(m, 1)} minutes before" for d, m in
             zip(*row, strict=True)]
            for row in zip(found.horizon_km, found.warning_min, strict=True)
        ],
        "layout.xaxis.range": [[-REACH[u] / 150, REACH[u]] for u in unit],
        "layout.xaxis.tickvals": [TICKS[u] for u in unit],
        "layout.xaxis.title.text": [AXES[u] for u in unit],
        "summary": texts,
        "alt": [f"Three tracks toward a radar, thick where it sees them. {t}" for t in texts],
        "outcome.cruise": found.horizon_km[:, 2],
        "table.profile": [[p.name for p in PROFILES]] * len(radar),
        "table.height": [list(HEIGHTS / 1000)] * len(radar),
        "table.speed": [list(SPEEDS)] * len(radar),
        "table.seen": found.horizon_km,
        "table.minutes": found.warning_min,
    }  # fmt: skip


def _lines(start: NDArray, stop: NDArray) -> NDArray:
    return np.stack([start, stop, np.full_like(start, np.nan)], axis=2).reshape(len(start), -1)


def _sentence(radar: float, km: NDArray, minutes: NDArray) -> str:
    parts = [
        f"the {p.name.lower()} {grouped(d)} km away, {fixed(m, 1)} minutes before it arrives"
        for p, d, m in zip(PROFILES, km, minutes, strict=True)
    ]
    start = f"A radar {fixed(radar)} m above the ground first sees"
    return f"{start} {parts[0]}, {parts[1]}, and {parts[2]}."


explorer = Explorer(
    name="radar_horizon",
    title="Flying lower takes away the radar's sight, not the flight time",
    subtitle="Thick: what one ground radar sees of a flight toward it. Dotted: below its horizon",
    sources=("tracy_wright_2020", "breakingdefense_2021"),
    note=(
        "Generic heights and speeds; no real radar, place or system is in it. Smooth ground, "
        "constant speed, one radar, four-thirds Earth. Infrared satellites see the launch itself "
        "in all three cases."
    ),
    controls=(
        Slider("radar", "Height of the radar above the ground", 0, 500, step=20, default=100,
               unit="m"),
        Choice("unit", "Measure", (("km", "Distance"), ("min", "Minutes"))),
    ),
    figure=template,
    products=(Product(("unit", "radar"), draw),),
    columns=(
        Column("profile", "Profile"),
        Column("height", "Height", unit="km", digits=2),
        Column("speed", "Speed", unit="km/s", digits=2),
        Column("seen", "First seen at", unit="km", grouped=True),
        Column("minutes", "Minutes before arrival", digits=1),
    ),
    predict=Prediction(
        question=(
            "A radar 100 m up sees the low cruise missile from 64 km away. The radar is lifted to "
            "500 m. From how far does it see it now?"
        ),
        unit="km",
        maximum=500,
        answer_key="outcome.cruise",
    ),
    height=340,
)  # fmt: skip
