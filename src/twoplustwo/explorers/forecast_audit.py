"""M21: the reader's own probabilities for eight forecasts of 2021, scored when she asks for it."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, RULE, SOFT
from twoplustwo.explorers._ledger import ledger
from twoplustwo.explorers.engine import Column, Explorer, Product, Slider, Toggle, fixed, percent
from twoplustwo.models.forecast import ForecastScore, calibration, score

FORECASTS = {
    "taiwan": ("taiwan_risk", "Flights near Taiwan at least double"),
    "clash": ("south_china_sea_risk", "A clash in the South China Sea"),
    "talks": ("talks_drag_on", "Treaty talks are still going on"),
    "treaty": ("no_progress", "There is still no peace treaty"),
    "start": ("delay_not_rescue", "New START ends without a successor"),
    "missiles": ("deployment_possible", "US missiles of this range come to Asia"),
    "answer": ("russia_would_respond", "Russia answers them formally"),
    "round": ("dialogue_gains_weight", "Another two-plus-two is held"),
}
"""Slider -> claim of the ledger, and its question in a few words."""

EDGES = (0.0, 0.4, 0.6, 1.0)
BINS = ("unlikely", "about even", "likely")
HIDDEN = "Eight forecasts of March 2021: set your own probabilities first"
TITLES = (
    "The base rate beats you: your probabilities cost you points",
    "You are as good as the base rate",
    "You beat the base rate: your probabilities knew something",
)
CLOSE = 1e-9  # a tie counts as a tie, in both languages


@cache
def claims() -> pd.DataFrame:
    """Return the eight claims in the order of the sliders."""
    return ledger().set_index("claim_id").loc[[claim for claim, _ in FORECASTS.values()]]


@cache
def outcomes() -> NDArray[np.float64]:
    """Return 1 for what happened and 0 for what did not, from the ledger, shape (8,)."""
    return (claims()["forecast_outcome"].astype(str) == "happened").to_numpy(float)


def labels() -> list[str]:
    return [label for _, label in FORECASTS.values()]


# -- Figure --------------------------------------------------------------------------------


def rows() -> list[float]:
    """Heights of the eight rows, the first on top."""
    return [float(len(FORECASTS) - i) for i in range(len(FORECASTS))]


def template() -> go.Figure:
    count, y = len(FORECASTS), rows()
    gaps = [v for row in y for v in (row, row, None)]
    scale = go.Scatter(
        uid="scale", x=[v for _ in y for v in (0, 100, None)], y=gaps, mode="lines",
        line={"color": RULE, "width": 4}, hoverinfo="skip",
    )  # fmt: skip
    miss = go.Scatter(
        uid="miss", x=[None] * 3 * count, y=gaps, mode="lines", hoverinfo="skip",
        line={"color": INK_COLOUR, "width": 4},
    )  # fmt: skip
    names = go.Scatter(
        uid="names", x=[0] * count, y=[row + 0.42 for row in y], text=labels(), mode="text",
        textposition="middle right", textfont={"color": INK_COLOUR}, hoverinfo="skip",
    )  # fmt: skip
    truth = go.Scatter(
        uid="truth", x=[None] * count, y=y, mode="markers", hoverinfo="skip", cliponaxis=False,
        marker={"size": 13, "symbol": "diamond", "color": INK_COLOUR},
    )  # fmt: skip
    dots = go.Scatter(
        uid="dots", x=[50] * count, y=y, mode="markers", hoverinfo="skip",
        marker={"size": 13, "color": ACCENT, "line": {"width": 1, "color": ACCENT}},
    )  # fmt: skip
    cost = go.Scatter(
        uid="cost", x=[105] * count, y=y, text=[""] * count, mode="text", hoverinfo="skip",
        textposition="middle right", textfont={"color": INK_COLOUR}, cliponaxis=False,
    )  # fmt: skip
    return new_figure([scale, miss, names, truth, dots, cost, *_calibration_traces()], _layout())


def _calibration_traces() -> list[go.Scatter]:
    diagonal = go.Scatter(
        uid="diagonal", x=[0, 100], y=[0, 100], yaxis="y2", mode="lines", hoverinfo="skip",
        line={"color": SOFT, "width": 1, "dash": "dot"},
    )  # fmt: skip
    bins = go.Scatter(
        uid="bins", x=[None] * 3, y=[None] * 3, yaxis="y2", mode="markers+text", text=[""] * 3,
        textposition="middle right", textfont={"color": INK_COLOUR}, hoverinfo="skip",
        marker={"size": 12, "color": ACCENT},
        error_y={"type": "data", "array": [0] * 3, "arrayminus": [0] * 3, "symmetric": False,
                 "color": ACCENT, "thickness": 1.5, "width": 4},
    )  # fmt: skip
    return [diagonal, bins]


def _layout() -> dict[str, Any]:
    edges = [
        {"type": "line", "xref": "x", "yref": "y2", "x0": 100 * e, "x1": 100 * e, "y0": 0,
         "y1": 100, "line": {"color": RULE, "width": 1}, "layer": "below"}
        for e in EDGES[1:-1]
    ]  # fmt: skip
    names = [
        {"xref": "x", "yref": "y2", "x": 50 * (low + high), "y": 104, "text": text,
         "yanchor": "bottom", "showarrow": False, "font": {"size": 12, "color": SOFT}}
        for low, high, text in zip(EDGES, EDGES[1:], BINS, strict=False)
    ]  # fmt: skip
    ticks = [0, 20, 40, 60, 80, 100]
    return {
        "margin": {"l": 48, "r": 46, "t": 4, "b": 46},
        "xaxis": {"range": [-3, 105.5], "tickvals": ticks, "ticktext": [f"{t}%" for t in ticks],
                  "anchor": "y2", "title": {"text": "Your probability"}},
        "yaxis": {"range": [0.5, len(FORECASTS) + 0.85], "domain": [0.35, 1], "visible": False},
        "yaxis2": {"range": [-6, 106], "domain": [0, 0.29], "tickvals": [0, 50, 100],
                   "ticktext": ["0%", "50%", "100%"], "title": {"text": "Happened"}},
        "shapes": edges,
        "annotations": names,
    }  # fmt: skip


# -- Products ------------------------------------------------------------------------------


def compute(*controls: NDArray) -> dict[str, Any]:
    """All that the sliders and the switch move; the last control is the switch."""
    forecasts, shown = np.stack(controls[:-1], axis=1) / 100.0, controls[-1].astype(bool)
    states = [(f, bool(s)) for f, s in zip(forecasts, shown, strict=True)]
    scores = [score(f, outcomes()) for f in forecasts]
    texts = [sentence(f, s, show) for (f, show), s in zip(states, scores, strict=True)]
    return {
        "dots.x": 100 * forecasts,
        **_misses(states),
        **_bins(states),
        "title": [
            _title(s) if show else HIDDEN for s, (_, show) in zip(scores, states, strict=True)
        ],
        "summary": texts,
        "alt": [
            "Eight rows from 0 to 100%, a dot at your probability in each; with the outcomes, a "
            f"bar from the dot to what happened, and a calibration picture below. {text}"
            for text in texts
        ],
        "table.forecast": 100 * forecasts,
        "table.outcome": [
            ["yes" if o else "no" for o in outcomes()] if show else ["hidden"] * len(outcomes())
            for _, show in states
        ],
        "table.cost": [_costs(f) if show else [None] * len(outcomes()) for f, show in states],
    }


def _costs(forecast: NDArray) -> NDArray[np.float64]:
    return (forecast - outcomes()) ** 2


def _misses(states: list[tuple[NDArray, bool]]) -> dict[str, Any]:
    """The bars between forecast and outcome, the outcomes, and what each costs."""
    blank, happened = [None] * len(outcomes()), list(100 * outcomes())
    return {
        "miss.x": [
            [v for a, b in zip(100 * f, happened, strict=True) for v in (a, b, None)]
            if show else [None] * 3 * len(outcomes())
            for f, show in states
        ],
        "truth.x": [happened if show else blank for _, show in states],
        "cost.text": [
            [fixed(c, 2) for c in _costs(f)] if show else [""] * len(outcomes())
            for f, show in states
        ],
    }  # fmt: skip


def _bins(states: list[tuple[NDArray, bool]]) -> dict[str, Any]:
    """The calibration picture: one entry for each of the three bins, empty where not used."""
    found = [_bin_rows(f, show) for f, show in states]
    keys = ("bins.x", "bins.y", "bins.error_y.array", "bins.error_y.arrayminus")
    out: dict[str, Any] = {key: np.stack([r[:, i] for r in found]) for i, key in enumerate(keys)}
    out["bins.text"] = [
        ["" if np.isnan(n) else f"  {fixed(n, 0)}" for n in r[:, len(keys)]] for r in found
    ]
    return out


def _bin_rows(forecast: NDArray, show: bool) -> NDArray[np.float64]:
    """Return mean forecast, frequency, the two arms of its interval and the count, shape (3, 5)."""
    result = np.full((len(BINS), 5), np.nan)
    if not show:
        return result
    c = calibration(forecast, outcomes(), EDGES)
    used = np.searchsorted(EDGES, c.left)
    values = (c.forecast, c.frequency, c.upper - c.frequency, c.frequency - c.lower)
    result[used, :4] = 100 * np.stack(values, axis=1)
    result[used, 4] = c.count
    return result


def _title(s: ForecastScore) -> str:
    ahead = s.brier_climatology - s.brier
    return TITLES[1 if abs(ahead) < CLOSE else 2 if ahead > 0 else 0]


def sentence(forecast: NDArray, s: ForecastScore, show: bool) -> str:
    """Return what the reader expects, or with the outcomes her score, in words."""
    if not show:
        return (
            f"Your eight probabilities are {percent(forecast.mean())} on average, so you expect "
            f"{fixed(forecast.sum(), 1)} of the eight to have happened; switch on the outcomes "
            "when you are done."
        )
    worst = int(np.argmax(np.abs(forecast - outcomes())))
    rate = percent(outcomes().mean())
    return (
        f"Your Brier score is {fixed(s.brier, 3)}; saying {rate} every time, the share that "
        f"happened, scores {fixed(s.brier_climatology, 3)}, so your skill is {percent(s.skill)}. "
        f"Your largest miss is “{labels()[worst]}”, at {percent(forecast[worst])}."
    )


def listing() -> dict[str, Any]:
    return {
        "table.question": [claims()["question"].tolist()],
        "table.hedge": [claims()["hedge"].astype(str).tolist()],
    }


def _base() -> ForecastScore:
    """The score of the base rate; that of the forecasts does not matter."""
    return score(np.full(len(outcomes()), outcomes().mean()), outcomes())


explorer = Explorer(
    name="forecast_audit",
    subtitle="Your probability of each by the end of 2025 (New START: February 2026). Diamonds: "
    "what happened. On the right: the square of the miss. Below: how often your unlikely, even "
    "and likely events happened, with 95% intervals",
    sources=("carnegie_2021", "brier_1950", "murphy_winkler_1977", "wilson_1927"),
    note="The questions are our sharpening of claims in the ledger; the table has them in full. "
    "The base rate is that of these eight, which nobody knew in 2021.",
    controls=(
        *(Slider(name, label, 0, 100, default=50, unit="%")
          for name, (_, label) in FORECASTS.items()),
        Toggle("shown", "Show what happened"),
    ),
    figure=template,
    products=(Product((*FORECASTS, "shown"), compute), Product((), listing)),
    columns=(
        Column("question", "Question of 2021"),
        Column("hedge", "Word in the text"),
        Column("forecast", "Your probability", unit="%", digits=0),
        Column("outcome", "Happened?"),
        Column("cost", "Square of the miss", digits=4),
    ),
    twin="forecast_audit.js",
    constants={
        "outcomes": [float(o) for o in outcomes()],
        "labels": labels(),
        "names": list(FORECASTS),
        "edges": list(EDGES),
        "hidden": HIDDEN,
        "titles": list(TITLES),
        "base": _base().brier_climatology,
        "z2": 1.959963984540054**2,
    },
    narrow={"layout.margin.l": 44, "layout.margin.r": 42, "truth.marker.size": 11,
            "layout.xaxis.tickvals": [0, 50, 100], "layout.xaxis.ticktext": ["0%", "50%", "100%"]},
    height=660,
)  # fmt: skip
