"""What is believed of the launch rate on a given day, and how such beliefs fared (M17).

Above, the belief before and after looking at the last months. Below, the forecast "no launch in
the next months" at every quarter since 2014, and what came.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import COUNTRY, label, new_figure, tint
from twoplustwo.charts.theme import ACCENT, SOFT
from twoplustwo.explorers._dates import MONTHS
from twoplustwo.explorers._korea import TRACKERS, counts
from twoplustwo.explorers.engine import Choice, Column, Explorer, Product, Slider, fixed, percent
from twoplustwo.models.events import gamma_poisson

FIRST, LAST = 2014, 2025
MEMORY = (6, 12, 24, 36)
HORIZON = (1, 3, 6)
# Closer together near zero, where the old record has its narrow peak.
RATES = np.round(4.0 * np.linspace(0.03, 1.0, 67) ** 2, 4)
HEADING = {"color": SOFT, "weight": 700}


class Prior(NamedTuple):
    """A belief before looking: Gamma shape, rate in months, and its name."""

    alpha: float
    beta: float
    option: str
    words: str


@cache
def series() -> NDArray[np.float64]:
    """Launch days in each month since January 2006."""
    return counts("days", "M", 2006).to_numpy()


@cache
def priors() -> dict[str, Prior]:
    old = counts("days", "M", 2006)
    old = old[old.index.year < FIRST]
    days, months = float(old.sum()), float(len(old))
    return {
        "open": Prior(1.0, 1.0, "Hardly any: one month's worth, one launch day", "hardly any view"),
        "record": Prior(days, months, "The record of 2006 to 2013, in full", "the old record"),
        "faded": Prior(12 * days / months, 12.0, "That record at the weight of one year",
                       "the old record, faded"),
    }  # fmt: skip


def stops() -> list[tuple[int, int]]:
    """The ends of quarters on which one looks back, as (year, months gone by)."""
    every = [(year, month) for year in range(FIRST, LAST + 1) for month in (3, 6, 9, 12)]
    return every[: every.index((LAST, 6)) + 1]


def position(stop: int) -> int:
    """Number of months since January 2006 at a stop."""
    year, month = stops()[stop]
    return 12 * (year - 2006) + month


def spoken(stop: int) -> str:
    year, month = stops()[stop]
    return f"{MONTHS[month - 1]} {year}"


@cache
def belief(prior: str, memory: int, stop: int, horizon: int) -> Any:
    """The updated belief at a stop, with the probability of no launch day in the months ahead."""
    start, here = priors()[prior], position(stop)
    seen = series()[here - memory : here].sum()
    return gamma_poisson(start.alpha, start.beta, seen, memory, horizon)


def ahead(stop: int, horizon: int) -> float:
    """Launch days that came in the months after a stop."""
    here = position(stop)
    return float(series()[here : here + horizon].sum())


@cache
def record(prior: str, memory: int, horizon: int) -> tuple[NDArray, NDArray]:
    """Forecast of quiet at every stop, and whether it was quiet."""
    places = range(len(stops()))
    forecast = np.array([belief(prior, memory, s, horizon).p_zero_next for s in places])
    quiet = np.array([ahead(s, horizon) == 0 for s in places], dtype=float)
    return forecast, quiet


def density(shape: float, rate: float) -> NDArray[np.float64]:
    """Gamma density on `RATES` as a share of its highest value there."""
    log = (shape - 1) * np.log(RATES) - rate * RATES
    return np.round(np.exp(log - log.max()), 3)


def draw_prior(prior: np.ndarray) -> dict[str, Any]:
    chosen = [priors()[str(p)] for p in prior]
    return {"before.y": np.stack([density(p.alpha, p.beta) for p in chosen])}


def draw_belief(prior: np.ndarray, memory: np.ndarray, stop: np.ndarray) -> dict[str, Any]:
    found = [belief(str(p), int(m), int(s), 3) for p, m, s in zip(prior, memory, stop, strict=True)]
    return {
        "after.y": np.stack([density(f.shape, f.rate) for f in found]),
        "interval.x": np.array([[f.low, f.high] for f in found]),
        "mean.x": np.array([[f.mean] for f in found]),
        "layout.annotations[0].text": [
            f"Launch days a month: belief, {spoken(int(s))}" for s in stop
        ],
    }


def draw_record(prior: np.ndarray, memory: np.ndarray, horizon: np.ndarray) -> dict[str, Any]:
    found = [record(str(p), int(m), int(h)) for p, m, h in zip(prior, memory, horizon, strict=True)]
    return {
        "forecast.y": np.round(100 * np.stack([f for f, _ in found]), 2),
        "came.y": np.stack([np.where(q == 1, 106.0, -6.0) for _, q in found]),
        "came.marker.symbol": [["circle" if q else "x-thin-open" for q in qs] for _, qs in found],
        "table.forecast": 100 * np.stack([f for f, _ in found]),
        "table.came": [[ahead(s, int(h)) for s in range(len(stops()))] for h in horizon],
    }


def months(horizon: int) -> str:
    return "the next month" if horizon == 1 else f"the next {horizon} months"


def point_out(
    prior: np.ndarray, memory: np.ndarray, stop: np.ndarray, horizon: np.ndarray
) -> dict[str, Any]:
    """The chosen day in the lower panel."""
    rows = zip(prior, memory, stop, horizon, strict=True)
    here = [record(str(p), int(m), int(h))[0][int(s)] for p, m, s, h in rows]
    return {
        "here.x": [[when(int(s))] for s in stop],
        "here.y": np.round(100 * np.array(here)[:, None], 2),
    }


def when(stop: int) -> float:
    year, month = stops()[stop]
    return year + month / 12


def sentence(prior: str, memory: int, stop: int, horizon: int) -> str:
    found = belief(prior, memory, stop, horizon)
    seen = series()[position(stop) - memory : position(stop)].sum()
    came = ahead(stop, horizon)
    fate = "none came" if came == 0 else f"{fixed(came)} came"
    return (
        f"End of {spoken(stop)}: {fixed(seen)} launch days in {memory} months. Belief: "
        f"{fixed(found.mean, 2)} a month (95% interval {fixed(found.low, 2)} to "
        f"{fixed(found.high, 2)}). No launch day in {months(horizon)}: "
        f"{percent(found.p_zero_next)}; {fate}. {score(prior, memory, horizon)}"
    )


def score(prior: str, memory: int, horizon: int) -> str:
    """The Brier score of all stops, beside that of one forecast that never changes."""
    forecast, quiet = record(prior, memory, horizon)
    own, steady = np.mean((forecast - quiet) ** 2), quiet.mean() * (1 - quiet.mean())
    return (
        f"Brier score of {len(quiet)} such forecasts {fixed(own, 2)}; saying "
        f"{percent(quiet.mean())} every time scores {fixed(steady, 2)}."
    )


def headline(prior: str, memory: int, horizon: int) -> str:
    forecast, quiet = record(prior, memory, horizon)
    return (
        f"Forecasts of quiet average {percent(forecast.mean())}; "
        f"it stayed quiet in {percent(quiet.mean())} of cases"
    )


def speak(
    prior: np.ndarray, memory: np.ndarray, stop: np.ndarray, horizon: np.ndarray
) -> dict[str, Any]:
    rows = [(str(p), int(m), int(s), int(h))
            for p, m, s, h in zip(prior, memory, stop, horizon, strict=True)]  # fmt: skip
    texts = [sentence(*r) for r in rows]
    return {
        "summary": texts,
        "alt": [f"Above, two curves of belief about the rate. Below, forecasts at every quarter "
                f"since 2014 and whether it stayed quiet. {t}" for t in texts],
    }  # fmt: skip


def entitle(prior: np.ndarray, memory: np.ndarray, horizon: np.ndarray) -> dict[str, Any]:
    rows = zip(prior, memory, horizon, strict=True)
    return {"title": [headline(str(p), int(m), int(h)) for p, m, h in rows]}


def constant() -> dict[str, Any]:
    places = range(len(stops()))
    return {"table.stop": [[spoken(s) for s in places]]}


def template() -> go.Figure:
    colour = COUNTRY["PRK"]
    blank = [0] * len(RATES)
    before = go.Scatter(uid="before", x=list(RATES), y=blank, mode="lines",
                        line={"color": SOFT, "width": 2, "dash": "dash"},
                        hoverinfo="skip")  # fmt: skip
    after = go.Scatter(uid="after", x=list(RATES), y=blank, mode="lines",
                       hoverinfo="skip", fill="tozeroy", fillcolor=tint(colour, 0.3),
                       line={"color": colour, "width": 2.5})  # fmt: skip
    interval = go.Scatter(uid="interval", x=[0, 1], y=[0, 0], mode="lines", hoverinfo="skip",
                          line={"color": ACCENT, "width": 6})  # fmt: skip
    mean = go.Scatter(uid="mean", x=[1], y=[0], mode="markers", hoverinfo="x",
                      marker={"size": 11, "color": ACCENT})  # fmt: skip
    x = [when(s) for s in range(len(stops()))]
    low = {"xaxis": "x2", "yaxis": "y2"}
    forecast = go.Scatter(uid="forecast", x=x, y=[0] * len(x), mode="lines", **low,
                          line={"color": colour, "width": 2.5, "shape": "hv"},
                          hovertemplate="%{y:.0f}%<extra></extra>")  # fmt: skip
    came = go.Scatter(uid="came", x=x, y=[0] * len(x), mode="markers", hoverinfo="skip", **low,
                      marker={"size": 7, "color": SOFT, "symbol": ["circle"] * len(x),
                              "line": {"width": 1.5, "color": SOFT}})  # fmt: skip
    here = go.Scatter(uid="here", x=[x[0]], y=[0], mode="markers", hoverinfo="skip", **low,
                      marker={"symbol": "circle-open", "size": 15, "color": ACCENT,
                              "line": {"width": 3}})  # fmt: skip
    return new_figure([after, before, interval, mean, forecast, came, here], _layout())


def _layout() -> dict[str, Any]:
    head = {"xref": "paper", "yref": "paper", "xshift": 0, "font": HEADING}
    key = {"xref": "paper", "yref": "paper", "xanchor": "right", "xshift": 0}
    return {
        "margin": {"l": 42, "r": 14, "t": 30, "b": 30},
        "xaxis": {"range": [0, 4], "anchor": "y", "tickvals": [0, 1, 2, 3, 4]},
        "yaxis": {"range": [-0.05, 1.08], "domain": [0.58, 1], "visible": False},
        "xaxis2": {"range": [FIRST, LAST + 0.9], "anchor": "y2", "tickformat": "d",
                   "tickvals": [2014, 2016, 2018, 2020, 2022, 2024]},
        "yaxis2": {"range": [-14, 114], "domain": [0, 0.42], "tickvals": [0, 25, 50, 75, 100]},
        "annotations": [
            label(0, 1, "", yshift=14, **head),
            label(0, 0.42, "Forecast of quiet (%) and what came", yshift=14, **head),
            label(1, 0.97, "dashed: before looking", SOFT, **key),
            label(1, 0.9, "filled: after looking", COUNTRY["PRK"], **key),
            label(1, 0.83, "bar: 95% of the belief", ACCENT, **key),
        ],
    }  # fmt: skip


explorer = Explorer(
    name="gamma_update",
    subtitle="Gamma-Poisson update on days with a ballistic launch, one stop a quarter",
    sources=(*TRACKERS, "gelman_2013"),
    note="Each curve is drawn at the same height. Dots above the lower panel: it stayed quiet; "
    "crosses below it: at least one launch day came. Windows longer than a quarter overlap, so "
    "neighbouring cases are not independent. The priors are choices, not estimates.",
    controls=(
        Slider("stop", "Looking back from the end of", 0, len(stops()) - 1, step=1, default=32,
               labels=[f"{MONTHS[m - 1]} {y}" for y, m in stops()]),
        Choice("memory", "Data of the last", tuple((m, f"{m} months") for m in MEMORY),
               default=12),
        Choice("horizon", "Forecast for the next", tuple((h, f"{h} month" + "s" * (h > 1))
                                                        for h in HORIZON), default=3),
        Choice("prior", "Belief before", tuple((name, p.option) for name, p in priors().items())),
    ),
    figure=template,
    products=(
        Product(("prior",), draw_prior),
        Product(("prior", "memory", "stop"), draw_belief),
        Product(("prior", "memory", "horizon"), draw_record),
        Product(("prior", "memory", "horizon"), entitle),
        Product(("prior", "memory", "stop", "horizon"), point_out),
        Product(("prior", "memory", "stop", "horizon"), speak),
        Product((), constant),
    ),
    columns=(
        Column("stop", "Looking back from the end of"),
        Column("forecast", "Forecast of quiet", unit="%", digits=0),
        Column("came", "Launch days that came", digits=0),
    ),
    narrow={"layout.xaxis2.tickvals": [2014, 2017, 2020, 2023]},
    height=540,
)  # fmt: skip
