"""M04: who gets the better half, by outside options (Nash) and by patience (Rubinstein)."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import COUNTRY, new_figure
from twoplustwo.charts.theme import INK_COLOUR, PAPER, SOFT
from twoplustwo.explorers._packages import ILLUSTRATIVE, SHARE_AXIS, points
from twoplustwo.explorers.engine import Column, Explorer, Product, Slider
from twoplustwo.models.bargaining import nash_share, rubinstein_share

RULES = ("Gain split equally", "Gain split by patience")
ROWS = (1.0, 0.0)
PARTS = (("keeps_j", "JPN", 1.0), ("gains_j", "JPN", 0.5), ("gains_r", "RUS", 0.5),
         ("keeps_r", "RUS", 1.0))  # fmt: skip


def template() -> go.Figure:
    bars = [_bar(*part) for part in PARTS]
    splits = go.Scatter(
        uid="splits", x=[0, 0], y=ROWS, mode="markers", hoverinfo="skip",
        marker={"symbol": "line-ns-open", "size": 46, "color": INK_COLOUR, "line": {"width": 3}},
    )  # fmt: skip
    rows = go.Scatter(
        uid="rows", x=[0, 0], y=[y + 0.42 for y in ROWS], mode="text", hoverinfo="skip",
        textposition="middle right", textfont={"color": INK_COLOUR},
    )  # fmt: skip
    return new_figure([*bars, splits, rows], _layout())


def _bar(uid: str, country: str, opacity: float) -> go.Bar:
    return go.Bar(
        uid=uid, orientation="h", y=ROWS, x=[0, 0], base=[0, 0], width=0.46, hoverinfo="skip",
        opacity=opacity, marker={"color": COUNTRY[country], "line": {"color": PAPER, "width": 1}},
    )  # fmt: skip


def _layout() -> dict[str, Any]:
    foot = {"y": -0.28, "yanchor": "top", "font": {"color": SOFT, "size": 12}}
    return {
        "barmode": "overlay",
        "margin": {"l": 20, "r": 20, "t": 4, "b": 48},
        "xaxis": {**SHARE_AXIS, "title": {"text": "Share of the issue, from Japan's side"}},
        "yaxis": {"range": [-0.55, 1.7], "visible": False},
        "annotations": [
            {"x": 0, "xanchor": "left", "text": "Japan’s without a deal", **foot},
            {"x": 100, "xanchor": "right", "text": "Russia’s without a deal", **foot},
        ],
    }


def compute(d_j: NDArray, d_r: NDArray, delta_j: NDArray, delta_r: NDArray) -> dict[str, Any]:
    power = np.stack([np.full_like(d_j, 0.5), rubinstein_share(delta_j, delta_r)], axis=1)
    deal = nash_share(d_j[:, None], d_r[:, None], power)
    x = np.where(deal.surplus > 1e-9, deal.x, np.nan)
    return {
        **_bars(d_j, d_r, x),
        **_sentences(d_j, d_r, x, power[:, 1]),
        "table.rule": [RULES] * len(x),
        "table.power": 100 * power,
        "table.japan": 100 * x,
        "table.russia": 100 * (1 - x),
    }


def _bars(d_j: NDArray, d_r: NDArray, x: NDArray) -> dict[str, Any]:
    keeps_j, keeps_r = (np.repeat(100 * d[:, None], 2, axis=1) for d in (d_j, d_r))
    split = 100 * x
    texts = [
        [
            f"{rule}: Japan {points(a)}%" if a == a else f"{rule}: nothing to split"
            for rule, a in zip(RULES, row, strict=True)
        ]
        for row in x
    ]
    return {
        "keeps_j.x": keeps_j,
        "gains_j.base": keeps_j,
        "gains_j.x": split - keeps_j,
        "gains_r.base": split,
        "gains_r.x": 100 - keeps_r - split,
        "keeps_r.base": 100 - keeps_r,
        "keeps_r.x": keeps_r,
        "splits.x": split,
        "rows.text": texts,
    }


def _sentences(d_j: NDArray, d_r: NDArray, x: NDArray, power: NDArray) -> dict[str, Any]:
    sentences = [
        f"Without a deal Japan has {points(a)}% and Russia {points(b)}%; "
        + _deal(1 - a - b, row, tau)
        for a, b, row, tau in zip(d_j, d_r, x, power, strict=True)
    ]
    return {
        "title": [_title(row, tau) for row, tau in zip(x, power, strict=True)],
        "summary": sentences,
        "alt": [f"Two stacked bars, one a rule for the split. {s}" for s in sentences],
    }


def _deal(surplus: float, row: NDArray, tau: float) -> str:
    if row[0] != row[0]:
        return "together that leaves no gain to split, so there is nothing to agree on."
    return (
        f"an equal split of the {points(surplus)} points between gives Japan {points(row[0])}%, "
        f"and patience, which gives Japan {points(tau)}% of the gain, {points(row[1])}%."
    )


def _title(row: NDArray, tau: float) -> str:
    if row[0] != row[0]:
        return "Outside options this good leave nothing to split"
    if abs(tau - 0.5) < 0.05:
        return "With equal patience, outside options set the split"
    winner = "Japan" if tau > 0.5 else "Russia"
    return f"Patience moves the split towards {winner}"


explorer = Explorer(
    name="nash_share",
    subtitle=(
        "Solid: what each side has without a deal. Pale: the gain from a deal, cut at the "
        "upright line"
    ),
    sources=("nash_1950", "rubinstein_1982"),
    note=(
        f"{ILLUSTRATIVE} Upper bar: Nash (1950) with equal power. Lower bar: offers in turn, "
        "Rubinstein (1982): Japan offers first, and patience decides how the gain is cut."
    ),
    controls=(
        Slider("d_j", "Japan's share without a deal", 0, 0.6, step=0.1, default=0.1),
        Slider("d_r", "Russia's share without a deal", 0, 0.6, step=0.1, default=0.3),
        Slider("delta_j", "Japan's patience", 0.5, 0.9, step=0.1, default=0.9),
        Slider("delta_r", "Russia's patience", 0.5, 0.9, step=0.1, default=0.9),
    ),
    figure=template,
    products=(Product(("d_j", "d_r", "delta_j", "delta_r"), compute),),
    columns=(
        Column("rule", "Rule"),
        Column("power", "Japan's part of the gain", unit="%", digits=1),
        Column("japan", "Japan's share", unit="%", digits=1),
        Column("russia", "Russia's share", unit="%", digits=1),
    ),
    height=320,
)
