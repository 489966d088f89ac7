"""What a quota of inspections buys: the chance that at least one visit meets the cheat."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import COUNTRY, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR
from twoplustwo.explorers.engine import Column, Explorer, Prediction, Product, Slider, fixed
from twoplustwo.models.verification import critical_patience

QUOTA = 18
"""Inspections that New START allowed each party in a year."""

VISITS = np.arange(QUOTA + 1)
TITLES = (
    "With a single site to find, every inspection adds the same",
    "The first inspections of a year add more certainty than the last",
)
EXAMPLE = {"sites": 40.0, "hidden": 3.0}


def chance_met(sites: NDArray, hidden: NDArray, visits: NDArray) -> NDArray:
    r"""Return the chance that visits drawn by lot meet at least one site with something to hide.

    .. math:: 1 - \binom{N - m}{n} \Big/ \binom{N}{n}

    Sampling without replacement (hypergeometric law; Avenhaus, von Stengel and Zamir, 2002).

    Parameters
    ----------
    sites, hidden, visits : ndarray
        Whole numbers N, m and n with 0 <= m <= N and 0 <= n <= N; they broadcast.
    """
    sites, hidden, visits = np.broadcast_arrays(sites, hidden, visits)
    missed = np.ones(sites.shape)
    for step in range(int(hidden.max())):
        # One site after another escapes: n of the N - step left are visited.
        free = np.maximum(sites - step - visits, 0) / (sites - step)
        missed = np.where(step < hidden, missed * free, missed)
    return 1.0 - missed


def detection(sites: NDArray, hidden: NDArray, space: NDArray, visits: NDArray) -> NDArray:
    """Return the chance that satellites or a visit find the cheat, taken as independent."""
    return 1.0 - (1.0 - space) * (1.0 - chance_met(sites, hidden, visits))


def patience(q: NDArray) -> NDArray:
    """Return the patience a limit needs where cheating gains what a breakdown costs (M07)."""
    return np.asarray(critical_patience(5.0, 3.0, 1.0, q))


def template() -> go.Figure:
    bars = {"x": VISITS, "width": 0.72, "hoverinfo": "skip"}
    space = go.Bar(uid="space", y=[0] * len(VISITS), marker={"color": COUNTRY["OTHER"]}, **bars)
    visits = go.Bar(
        uid="visits", y=[0] * len(VISITS), marker={"color": ACCENT},
        **{**bars, "hoverinfo": "y"},
    )  # fmt: skip
    here = go.Scatter(
        uid="here", x=[0], y=[0], mode="markers+text", text=[""], hoverinfo="skip",
        textposition=["top center"], textfont={"color": INK_COLOUR},
        marker={"symbol": "triangle-down", "size": 11, "color": INK_COLOUR},
    )  # fmt: skip
    return new_figure([space, visits, here], _layout())


def _layout() -> dict[str, Any]:
    return {
        "barmode": "stack",
        "margin": {"l": 52, "r": 14, "t": 12, "b": 48},
        "xaxis": {
            "range": [-0.7, QUOTA + 0.7], "tickvals": [0, 3, 6, 9, 12, 15, 18],
            "title": {"text": "Inspections a year"},
        },
        "yaxis": {"range": [0, 118], "tickvals": [0, 25, 50, 75, 100],
                  "ticktext": ["0%", "25%", "50%", "75%", "100%"]},
    }  # fmt: skip


def draw(sites: NDArray, hidden: NDArray, space: NDArray) -> dict[str, Any]:
    """The bars: what satellites see alone, and what visits add."""
    whole = detection(sites[:, None], hidden[:, None], space[:, None], VISITS)
    alone = np.repeat(space[:, None], len(VISITS), axis=1)
    return {
        "space.y": 100 * alone,
        "visits.y": 100 * (whole - alone),
        "table.q": 100 * whole,
        "table.added": 100 * np.diff(whole, axis=1, prepend=np.nan),
        "table.patience": patience(whole),
    }


def point(sites: NDArray, hidden: NDArray, space: NDArray, visits: NDArray) -> dict[str, Any]:
    q = detection(sites, hidden, space, visits)
    texts = [
        f"{_count(n, 'inspection')} a year among {fixed(big, 0)} sites, with a cheat at "
        f"{fixed(m, 0)} of them: it is found with a chance of {fixed(100 * x, 0)}%, "
        f"and the limit needs a patience of {fixed(d, 2)}."
        for big, m, n, x, d in zip(sites, hidden, visits, q, patience(q), strict=True)
    ]
    return {
        "here.x": visits[:, None],
        "here.y": (100 * q + 3)[:, None],
        "here.text": [[f"{fixed(100 * x, 0)}%"] for x in q],
        "summary": texts,
        "alt": [
            f"Bars for 0 to {QUOTA} inspections rise steeply at first and then more slowly. {text}"
            for text in texts
        ],
    }


def headline(hidden: NDArray) -> dict[str, Any]:
    """The finding: with one site to find each visit adds 1/N, with more the steps shrink."""
    return {"title": [TITLES[int(m > 1)] for m in hidden]}


def _count(number: float, noun: str) -> str:
    n = int(number)
    return f"{n if n else 'No'} {noun}{'' if n == 1 else 's'}"


def constant() -> dict[str, Any]:
    full, half = (
        float(chance_met(np.array(EXAMPLE["sites"]), np.array(EXAMPLE["hidden"]), np.array(n)))
        for n in (QUOTA, QUOTA // 2)
    )
    answer = "less" if half > full / 2 else "more"
    return {"table.visits": [list(VISITS)], "outcome.fall": [answer]}


explorer = Explorer(
    name="inspection_quota",
    subtitle="Chance that cheating is found within a year. Grey: satellites alone. Green: what "
    "inspections by lot add",
    sources=("state_inspections_2012", "avenhaus_2002", "wittman_1989"),
    note=f"Only the quota of {QUOTA} inspections a year is real; all other values are "
    "illustrative, and no country’s sites are modelled. Visits are drawn by lot, and a visited "
    "cheat is always recognised. Patience: threshold of the text, with T − R = R − P.",
    controls=(
        Slider("visits", "Inspections a year", 0, QUOTA, step=1, default=QUOTA),
        Slider("sites", "Sites that may be inspected", 20, 60, step=10, default=40),
        Slider("hidden", "Sites that the cheat needs", 1, 5, step=1, default=1),
        Slider("space", "Chance that satellites see it", 0, 0.6, step=0.2, default=0),
    ),
    figure=template,
    products=(
        Product(("sites", "hidden", "space"), draw),
        Product(("sites", "hidden", "space", "visits"), point),
        Product(("hidden",), headline),
        Product((), constant),
    ),
    columns=(
        Column("visits", "Inspections a year", digits=0),
        Column("q", "Chance of detection", unit="%", digits=1),
        Column("added", "Added by the last one", unit="points", digits=1),
        Column("patience", "Patience needed", digits=3),
    ),
    predict=Prediction(
        question="Now the cheat needs three of the 40 sites instead of one. Inspections are cut "
        "from 18 a year to 9. By how much does the chance of finding it fall?",
        kind="choice",
        options=(("less", "by less than half"), ("half", "by half"), ("more", "by more than half")),
        answer_key="outcome.fall",
    ),
    narrow={"layout.margin.l": 48},
    height=380,
)
