"""Do launches breed launches? A self-exciting rate on the real days, and how sure it is (M17).

A class exercise: no published fit of this model to these launches was found.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import COUNTRY, label, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers._korea import END, TRACKERS, event_times
from twoplustwo.explorers.engine import Choice, Column, Explorer, Product, Toggle, fixed
from twoplustwo.models.hawkes import (
    HawkesFit,
    fit_hawkes,
    hawkes_intensity,
    poisson_log_likelihood,
)

STARTS = (2006, 2012, 2014, 2019, 2022, 2023)
MONTH = 365.25 / 12
STEP = 6.0  # days between two points of the curve
TOP = 6.4
HEADING = {"color": SOFT, "weight": 700}


class Fits(NamedTuple):
    """The self-exciting fit, and the criterion of one rate for each calendar year."""

    hawkes: HawkesFit
    yearly_aic: float
    yearly: pd.Series


@cache
def fits(first: int, sure: bool) -> Fits:
    times, end = event_times(first, sure)
    yearly = yearly_rates(first, sure)
    return Fits(fit_hawkes(times, end), yearly_aic(first, sure), yearly)


@cache
def yearly_rates(first: int, sure: bool) -> pd.Series:
    """Launch days a month in each calendar year."""
    times, _ = event_times(first, sure)
    stamps = pd.Timestamp(f"{first}-01-01") + pd.to_timedelta(times, unit="D")
    number = pd.Series(stamps.year).value_counts()
    return number.reindex(range(first, END.year + 1), fill_value=0).astype(float) / 12.0


def yearly_aic(first: int, sure: bool) -> float:
    """Akaike criterion of a Poisson process with one rate for each calendar year."""
    times, _ = event_times(first, sure)
    total, start = 0.0, 0.0
    for year in range(first, END.year + 1):
        length = 366.0 if pd.Timestamp(f"{year}-01-01").is_leap_year else 365.0
        inside = times[(times >= start) & (times < start + length)] - start
        if inside.size:  # a year without any adds ln 1 = 0 at its best rate, zero
            total += poisson_log_likelihood(inside, length)
        start += length
    return 2.0 * (END.year + 1 - first) - 2.0 * total


@cache
def curve(first: int, sure: bool) -> tuple[list[str], NDArray[np.float64]]:
    """The fitted rate, launch days a month, every few days and just after each event."""
    times, end = event_times(first, sure)
    found = fits(first, sure).hawkes
    grid = np.sort(np.concatenate([np.arange(0.0, end, STEP), times - 0.01, times + 0.01]))
    rate = hawkes_intensity(grid, times, found.mu, found.alpha, found.beta)
    start = pd.Timestamp(f"{first}-01-01")
    stamps = (start + pd.to_timedelta(grid, unit="D")).strftime("%Y-%m-%d %H:%M")
    return list(stamps), np.round(MONTH * np.asarray(rate), 3)


def stamps(first: int, sure: bool) -> list[str]:
    times, _ = event_times(first, sure)
    start = pd.Timestamp(f"{first}-01-01")
    return [str((start + pd.Timedelta(days=t)).date()) for t in times]


def pairs(first: np.ndarray, sure: np.ndarray) -> list[tuple[int, bool]]:
    return [(int(f), bool(s)) for f, s in zip(first, sure, strict=True)]


def draw(first: np.ndarray, sure: np.ndarray, yearly: np.ndarray) -> dict[str, Any]:
    chosen = pairs(first, sure)
    steps = [steps_of(*c) if y else ([], []) for c, y in zip(chosen, yearly, strict=True)]
    return {"years.x": [x for x, _ in steps], "years.y": [y for _, y in steps]}


def steps_of(first: int, sure: bool) -> tuple[list[str], list[float]]:
    x: list[str] = []
    y: list[float] = []
    for year, rate in yearly_rates(first, sure).items():
        x += [f"{year}-01-01", f"{year}-12-31"]
        y += [float(rate), float(rate)]
    return x, y


def draw_curve(first: np.ndarray, sure: np.ndarray) -> dict[str, Any]:
    chosen = pairs(first, sure)
    curves = [curve(*c) for c in chosen]
    days = [stamps(*c) for c in chosen]
    return {
        "rate.x": [x for x, _ in curves],
        "rate.y": [y for _, y in curves],
        "days.x": [[day for each in d for day in (each, each, None)] for d in days],
        "days.y": [[-0.65, -0.25, np.nan] * len(d) for d in days],
        "layout.xaxis.range": [[f"{f}-01-01", "2026-01-01"] for f, _ in chosen],
        "layout.xaxis.dtick": [year_step(f) for f, _ in chosen],
        "layout.annotations[0].text": [f"Rate, launch days a month, from {f}" for f, _ in chosen],
    }


def year_step(first: int) -> str:
    """Distance of the labels of a time axis, so that each year stands once."""
    span = END.year + 1 - first
    return "M60" if span > 15 else "M24" if span > 5 else "M12"


def draw_ratios(first: np.ndarray, sure: np.ndarray) -> dict[str, Any]:
    """The branching ratio with its interval for every beginning, the chosen one marked."""
    chosen = pairs(first, sure)
    every = {s: [fits(f, s).hawkes.branching for f in STARTS] for s in (False, True)}
    rows = list(range(len(STARTS), 0, -1))
    picked = [STARTS.index(f) for f, _ in chosen]
    return {
        "ratios.x": [[e.value for e in every[s]] for _, s in chosen],
        "spans.x": [[v for e in every[s] for v in (e.low, e.high, np.nan)] for _, s in chosen],
        "picked.x": [[every[s][i].low, every[s][i].high]
                     for i, (_, s) in zip(picked, chosen, strict=True)],
        "picked.y": [[rows[i]] * 2 for i in picked],
        **table_of(chosen),
    }  # fmt: skip


def table_of(chosen: list[tuple[int, bool]]) -> dict[str, Any]:
    rows = [[(f, fits(f, s)) for f in STARTS] for _, s in chosen]
    return {
        "table.first": [[f for f, _ in r] for r in rows],
        "table.days": [[event_times(f, s)[0].size for f in STARTS] for _, s in chosen],
        "table.ratio": [[x.hawkes.branching.value for _, x in r] for r in rows],
        "table.low": [[x.hawkes.branching.low for _, x in r] for r in rows],
        "table.high": [[x.hawkes.branching.high for _, x in r] for r in rows],
        "table.constant": [[x.hawkes.poisson_aic for _, x in r] for r in rows],
        "table.yearly": [[x.yearly_aic for _, x in r] for r in rows],
        "table.excited": [[x.hawkes.aic for _, x in r] for r in rows],
    }


def headline(first: int, sure: bool) -> str:
    found = fits(first, sure)
    if found.hawkes.branching.low < 0.01:
        return f"From {first} on, the days cannot rule out one constant rate"
    if found.yearly_aic < found.hawkes.aic:
        return f"From {first} on, echoes beat one constant rate, but one rate a year beats both"
    return f"From {first} on, echoes describe the days best"


def sentence(first: int, sure: bool) -> str:
    found, yearly = fits(first, sure).hawkes, fits(first, sure).yearly_aic
    scores = {
        "one constant rate": found.poisson_aic,
        "one rate a year": yearly,
        "self-excitation": found.aic,
    }
    order = sorted(scores, key=lambda name: scores[name])
    said = ", ".join(f"{name} {fixed(scores[name])}" for name in order)
    share = found.branching
    return (
        f"Since {first}: {event_times(first, sure)[0].size} launch days; branching ratio "
        f"{fixed(share.value, 2)} (95% interval {fixed(share.low, 2)} to {fixed(share.high, 2)}), "
        f"an echo fades with a mean of {fixed(1 / found.beta)} days. AIC, lower is better: {said}."
    )


def speak(first: np.ndarray, sure: np.ndarray) -> dict[str, Any]:
    chosen = pairs(first, sure)
    texts = [sentence(*c) for c in chosen]
    return {
        "title": [headline(*c) for c in chosen],
        "summary": texts,
        "alt": [f"Above, a rate that jumps at each launch day and decays. Below, branching ratios "
                f"with intervals for six beginnings. {t}" for t in texts],
    }  # fmt: skip


def template() -> go.Figure:
    colour = COUNTRY["PRK"]
    rate = go.Scatter(uid="rate", x=[], y=[], mode="lines", line={"color": colour, "width": 1.5},
                      hovertemplate="%{x|%b %Y}: %{y:.1f} a month<extra></extra>")  # fmt: skip
    years = go.Scatter(uid="years", x=[], y=[], mode="lines", hoverinfo="skip",
                       line={"color": INK_COLOUR, "width": 2, "dash": "dot"})  # fmt: skip
    days = go.Scatter(uid="days", x=[], y=[], mode="lines", hoverinfo="x",
                      line={"color": SOFT, "width": 1})  # fmt: skip
    low = {"xaxis": "x2", "yaxis": "y2", "hoverinfo": "skip"}
    rows = list(range(len(STARTS), 0, -1))
    spans = go.Scatter(uid="spans", x=[], y=[v for r in rows for v in (r, r, None)], mode="lines",
                       line={"color": SOFT, "width": 3}, opacity=0.6, **low)  # fmt: skip
    picked = go.Scatter(uid="picked", x=[0, 1], y=[3, 3], mode="lines",
                        line={"color": ACCENT, "width": 6}, **low)  # fmt: skip
    ratios = go.Scatter(uid="ratios", x=[0] * len(STARTS), y=rows, mode="markers",
                        marker={"size": 10, "color": INK_COLOUR}, **low)  # fmt: skip
    return new_figure([rate, years, days, spans, picked, ratios], _layout(rows))


def _layout(rows: list[int]) -> dict[str, Any]:
    head = {"xref": "paper", "yref": "paper", "xshift": 0, "font": HEADING}
    return {
        "margin": {"l": 42, "r": 20, "t": 30, "b": 42},
        "xaxis": {"type": "date", "range": ["2014-01-01", "2026-01-01"], "tickformat": "%Y",
                  "tick0": "2006-01-01", "dtick": "M24", "anchor": "y"},
        "yaxis": {"range": [-0.9, TOP], "domain": [0.5, 1], "tickvals": [0, 2, 4, 6]},
        "xaxis2": {"range": [-0.02, 1.02], "anchor": "y2", "showgrid": True,
                   "tickvals": [0, 0.25, 0.5, 0.75, 1],
                   "title": {"text": "0: no echo, 1: every launch day breeds one more"}},
        "yaxis2": {"range": [0.4, len(STARTS) + 0.6], "domain": [0, 0.37], "showgrid": False,
                   "tickvals": rows, "ticktext": [str(y) for y in STARTS]},
        "annotations": [
            label(0, 1, "", yshift=14, **head),
            label(0, 0.37, "Branching ratio, by the year the data begin", yshift=14, **head),
        ],
    }  # fmt: skip


explorer = Explorer(
    name="clustering",
    subtitle="A self-exciting (Hawkes) rate fitted to days with a ballistic launch",
    sources=(*TRACKERS, "hawkes_1971"),
    note="A class exercise: no published fit of this model to these launches was found. Ticks: "
    "launch days. Dotted: one rate for each calendar year. Bars: 95% profile intervals. The data "
    "end with 2025.",
    controls=(
        Choice("first", "Data begin in", tuple((y, str(y)) for y in STARTS), default=2014),
        Toggle("yearly", "Show one rate a year", default=False),
        Toggle("sure", "Only days that two sources list", default=False),
    ),
    figure=template,
    products=(
        Product(("first", "sure"), draw_curve),
        Product(("first", "sure", "yearly"), draw),
        Product(("first", "sure"), draw_ratios),
        Product(("first", "sure"), speak),
    ),
    columns=(
        Column("first", "Data begin"),
        Column("days", "Launch days"),
        Column("ratio", "Branching ratio", digits=2),
        Column("low", "Low end", digits=2),
        Column("high", "High end", digits=2),
        Column("constant", "AIC, one rate", digits=1),
        Column("yearly", "AIC, a rate a year", digits=1),
        Column("excited", "AIC, self-exciting", digits=1),
    ),
    height=540,
)  # fmt: skip
