"""How many launches a month: what happened, against one constant rate and a varying one (M17)."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import COUNTRY, label, new_figure, tint
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers._korea import END, TRACKERS, UNITS, counts
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    Toggle,
    fixed,
    grouped,
)
from twoplustwo.models.distributions import negative_binomial_log_pmf, poisson_log_pmf
from twoplustwo.models.events import CountFit, Dispersion, dispersion, fit_counts

STARTS = (2006, 2012, 2014, 2019, 2022)
PERIODS = {"M": "months", "Q": "quarters"}
MOST = 10  # the last column of the lower panel holds everything from here on
HEADING = {"color": SOFT, "weight": 700}
LABELS = [str(n) for n in range(MOST)] + [f"{MOST}+"]

State = tuple[str, int, str, bool]


@cache
def fit(unit: str, first: int, period: str, sure: bool) -> tuple[Dispersion, CountFit]:
    values = counts(unit, period, first, sure).to_numpy()
    return dispersion(values), fit_counts(values)


def heights(probability: NDArray[np.float64], periods: int) -> NDArray[np.float64]:
    """Expected number of periods with 0, 1, ... and with `MOST` events or more."""
    return periods * np.append(probability, 1.0 - probability.sum())


@cache
def histogram(state: State) -> dict[str, NDArray[np.float64]]:
    """Periods by their count: observed, expected at one rate, expected at varying rates."""
    unit, first, period, sure = state
    values = counts(unit, period, first, sure).to_numpy()
    found = fit(*state)[1]
    n = np.arange(MOST, dtype=float)
    mean, k = found.mean.value, found.k.value
    mixed = poisson_log_pmf(n, mean) if np.isinf(k) else negative_binomial_log_pmf(n, mean, k)
    seen = np.bincount(np.minimum(values, MOST).astype(int), minlength=MOST + 1).astype(float)
    return {
        "seen": seen,
        "poisson": heights(np.exp(poisson_log_pmf(n, mean)), values.size),
        "mixed": heights(np.exp(mixed), values.size),
    }


def steps(series: pd.Series) -> dict[str, list]:
    """Corners of the bars: first day, count and name of each period, and the last day of all."""
    days = [*series.index.start_time, series.index[-1].end_time]
    names = [f"{p.end_time:%b %Y}" for p in series.index]
    if series.index.freqstr != "M":
        names = [f"{p.start_time:%b} to {n}" for p, n in zip(series.index, names, strict=True)]
    return {
        "x": [str(day.date()) for day in days],
        "y": [*series.to_list(), float(series.iloc[-1])],
        "text": [*names, names[-1]],
    }


def states(*arrays: np.ndarray) -> list[State]:
    return [(str(u), int(f), str(p), bool(s)) for u, f, p, s in zip(*arrays, strict=True)]


def draw(*arrays: np.ndarray) -> dict[str, Any]:
    chosen = states(*arrays)
    found = [histogram(s) for s in chosen]
    series = [counts(s[0], s[2], s[1], s[3]) for s in chosen]
    corners = [steps(s) for s in series]
    tops = [float(s.max()) for s in series]
    highest = [max(f[key].max() for key in f) for f in found]
    return {
        **{f"bars.{key}": [each[key] for each in corners] for key in ("x", "y", "text")},
        **{f"{uid}.y": np.array([f[uid] for f in found]) for uid in ("seen", "poisson", "mixed")},
        "mean.y": [[float(s.mean())] * 2 for s in series],
        "mean.x": [[f"{s[1]}-01-01", "2026-01-01"] for s in chosen],
        "layout.yaxis.range": [[0, 1.12 * top] for top in tops],
        "layout.yaxis2.range": [[0, 1.5 * top] for top in highest],
        "layout.xaxis.range": [[f"{s[1]}-01-01", "2026-01-01"] for s in chosen],
        "layout.annotations[0].text": [f"By {PERIODS[s[2]][:-1]}, {s[1]} to 2025" for s in chosen],
        "layout.annotations[1].text": [
            f"How many {PERIODS[s[2]]} had a count of 0, 1, 2, ..." for s in chosen
        ],
        **table_of(found),
    }


def table_of(found: list[dict[str, NDArray[np.float64]]]) -> dict[str, Any]:
    columns = {
        f"table.{key}": [list(f[key]) for f in found] for key in ("seen", "poisson", "mixed")
    }
    return {"table.count": [LABELS for _ in found], **columns}


def headline(state: State) -> str:
    found = fit(*state)[1]
    empty = histogram(state)
    quiet, expected = empty["seen"][0], empty["poisson"][0]
    what = PERIODS[state[2]]
    if found.poisson_aic <= found.negative_binomial_aic:
        return f"One constant rate describes these {what} about as well"
    one = what[:-1] if quiet == 1 else what
    return (
        f"{grouped(quiet)} {one} without a launch; one constant rate would give "
        f"{grouped(expected) if expected >= 0.5 else 'hardly any'}"
    )


def sentence(state: State) -> str:
    spread, found = fit(*state)
    unit, what = UNITS[state[0]][0], PERIODS[state[2]]
    total = counts(state[0], state[2], state[1], state[3])
    if np.isinf(found.k.high):
        ends = f"from {fixed(found.k.low, 2)} without an upper end"
    else:
        ends = f"{fixed(found.k.low, 2)} to {fixed(found.k.high, 2)}"
    gain = found.poisson_aic - found.negative_binomial_aic
    better = "A varying rate" if gain > 0 else "One constant rate"
    verdict = f"{better} is the better description, by {fixed(abs(gain))} points of AIC."
    return (
        f"{grouped(total.sum())} {unit} in {len(total)} {what} since {state[1]}: mean "
        f"{fixed(spread.mean, 2)}, variance {fixed(spread.variance, 2)}, so the index is "
        f"{fixed(spread.index, 1)}; k = {fixed(found.k.value, 2)} (95% interval {ends}). {verdict}"
    )


def speak(*arrays: np.ndarray) -> dict[str, Any]:
    chosen = states(*arrays)
    texts = [sentence(s) for s in chosen]
    return {
        "title": [headline(s) for s in chosen],
        "summary": texts,
        "alt": [f"Above, bars by {PERIODS[s[2]][:-1]}. Below, bars of how often each count "
                f"occurred, with the expectation of a constant and of a varying rate. {t}"
                for s, t in zip(chosen, texts, strict=True)],
    }  # fmt: skip


def answer() -> dict[str, Any]:
    return {"outcome.quiet": [float(histogram(("days", 2014, "M", False))["seen"][0])]}


def template() -> go.Figure:
    colour = COUNTRY["PRK"]
    # One outline for all bars: up to 240 of them would have the browser draw as many shapes.
    bars = go.Scatter(uid="bars", x=[], y=[], mode="lines", line={"width": 0, "shape": "hv"},
                      fill="tozeroy", fillcolor=colour, hoveron="points",
                      hovertemplate="%{text}: %{y}<extra></extra>")  # fmt: skip
    mean = go.Scatter(uid="mean", x=["2014-01-01", "2026-01-01"], y=[1, 1], mode="lines",
                      line={"color": INK_COLOUR, "width": 1.5, "dash": "dot"},
                      hoverinfo="skip")  # fmt: skip
    low = {"xaxis": "x2", "yaxis": "y2", "x": list(range(MOST + 1))}
    seen = go.Bar(uid="seen", y=[0] * len(LABELS), marker_color=tint(colour, 0.6), **low,
                  hovertemplate="%{x}: %{y} periods<extra></extra>")  # fmt: skip
    hover = "%{x}: %{y:.1f} expected<extra></extra>"
    poisson = go.Scatter(uid="poisson", y=[0] * len(LABELS), mode="lines+markers", **low,
                         line={"color": INK_COLOUR, "width": 1.5, "dash": "dot"},
                         marker={"symbol": "circle-open", "size": 9, "color": INK_COLOUR,
                                 "line": {"width": 2}}, hovertemplate=hover)  # fmt: skip
    mixed = go.Scatter(uid="mixed", y=[0] * len(LABELS), mode="lines+markers", **low,
                       line={"color": ACCENT, "width": 2},
                       marker={"symbol": "diamond", "size": 9, "color": ACCENT},
                       hovertemplate=hover)  # fmt: skip
    return new_figure([bars, mean, seen, poisson, mixed], _layout())


def _layout() -> dict[str, Any]:
    head = {"xref": "paper", "yref": "paper", "xshift": 0, "font": HEADING}
    key = {"xref": "paper", "yref": "paper", "xanchor": "right", "xshift": 0}
    return {
        "margin": {"l": 38, "r": 20, "t": 30, "b": 30},
        "xaxis": {"type": "date", "range": ["2014-01-01", "2026-01-01"], "tickformat": "%Y",
                  "nticks": 7, "anchor": "y"},
        "yaxis": {"range": [0, 8], "domain": [0.62, 1], "nticks": 4},
        "xaxis2": {"tickvals": list(range(MOST + 1)), "ticktext": LABELS,
                   "range": [-0.6, MOST + 0.6], "anchor": "y2"},
        "yaxis2": {"range": [0, 80], "domain": [0, 0.44], "nticks": 5},
        "annotations": [
            label(0, 1, "", yshift=14, **head),
            label(0, 0.44, "", yshift=14, **head),
            label(1, 0.43, "bars: what happened", COUNTRY["PRK"], **key),
            label(1, 0.375, "rings: one constant rate (Poisson)", INK_COLOUR, **key),
            label(1, 0.32, "diamonds: a rate that varies", ACCENT, **key),
        ],
    }  # fmt: skip


explorer = Explorer(
    name="launch_rate",
    subtitle="Launches of the DPRK, January of the first year to December 2025",
    sources=TRACKERS,
    note="Counts end with 2025, the last full year in both trackers. The varying rate is a "
    "negative binomial: variance = mean + mean²/k. A small k means strong clustering. Dotted "
    "line above: the mean.",
    controls=(
        Choice("unit", "What is counted", tuple((u, text[1]) for u, text in UNITS.items())),
        Choice("first", "Beginning with", tuple((y, str(y)) for y in STARTS), default=2014),
        Choice("period", "Period", (("M", "Months"), ("Q", "Quarters")), default="Q"),
        Toggle("sure", "Only days that two sources list", default=False),
    ),
    figure=template,
    products=(
        Product(("unit", "first", "period", "sure"), draw),
        Product(("unit", "first", "period", "sure"), speak),
        Product((), answer),
    ),
    columns=(
        Column("count", "Count in a period"),
        Column("seen", "Periods observed", digits=0),
        Column("poisson", "Expected, one constant rate", digits=1),
        Column("mixed", "Expected, varying rate", digits=1),
    ),
    predict=Prediction(
        question=f"From 2014 to {END.year} there were {len(counts('days', 'M', 2014))} months and "
        f"{counts('days', 'M', 2014).sum():.0f} days with a ballistic launch, about one a month. "
        "How many of the months had none?",
        unit="months",
        maximum=144,
        answer_key="outcome.quiet",
    ),
    height=520,
)  # fmt: skip
