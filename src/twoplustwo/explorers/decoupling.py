"""M05, the essay's claim as an inequality: can a security track move while the islands wait?"""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import COUNTRY, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, PAPER, SOFT
from twoplustwo.explorers._packages import ILLUSTRATIVE
from twoplustwo.explorers.engine import Column, Explorer, Product, Slider, fixed
from twoplustwo.models.bargaining import decoupling

GAINS, COSTS, REST = 2.0, 1.0, 0.0
LIMIT = 0.8  # the most that two sliders of 0.40 can add up to


def template() -> go.Figure:
    bars = [
        _bar("gain_j", GAINS, "JPN", ""),
        _bar("gain_r", GAINS, "RUS", ""),
        _bar("cost_j", COSTS, "JPN", "/"),
        _bar("cost_r", COSTS, "RUS", "/"),
    ]
    rest = go.Bar(
        uid="rest", orientation="h", y=[REST], x=[0], base=[0], width=0.46, hoverinfo="skip",
        marker={"color": [ACCENT]},
    )  # fmt: skip
    texts = [
        _text("gain_row", [GAINS + 0.42], "middle right"),
        _text("cost_row", [COSTS + 0.42], "middle right"),
        _text("rest_row", [REST + 0.42], "middle right"),
        _text("gain_names", [GAINS, GAINS], "middle center"),
        _text("cost_names", [COSTS, COSTS], "middle center"),
    ]
    return new_figure([*bars, rest, *texts], _layout())


def _text(uid: str, rows: list[float], position: str) -> go.Scatter:
    return go.Scatter(
        uid=uid, x=[0] * len(rows), y=rows, text=[""] * len(rows), mode="text",
        textposition=position, textfont={"color": INK_COLOUR}, hoverinfo="skip",
    )  # fmt: skip


def _bar(uid: str, row: float, country: str, pattern: str) -> go.Bar:
    marker = {
        "color": COUNTRY[country],
        "line": {"color": PAPER, "width": 1},
        "pattern": {"shape": pattern, "fgcolor": PAPER, "fillmode": "overlay"},
    }
    return go.Bar(
        uid=uid, orientation="h", y=[row], x=[0], base=[0], width=0.46, hoverinfo="skip",
        marker=marker, opacity=0.8,
    )  # fmt: skip


def _layout() -> dict[str, Any]:
    return {
        "barmode": "overlay",
        "margin": {"l": 20, "r": 20, "t": 4, "b": 48},
        "xaxis": {
            "range": [-0.02, LIMIT + 0.02], "tickvals": [0, 0.2, 0.4, 0.6, 0.8],
            "title": {"text": "One common unit for gains and costs"},
        },
        "yaxis": {"range": [-0.5, 2.72], "visible": False},
    }  # fmt: skip


def _tags(japan: NDArray, russia: NDArray) -> list[list[str]]:
    """The countries' codes, where a part of the bar is long enough to carry one."""
    return [
        ["JPN" if a > 0.09 else "", "RUS" if b > 0.09 else ""]
        for a, b in zip(japan, russia, strict=True)
    ]


def gains(b_j: NDArray, b_r: NDArray) -> dict[str, Any]:
    return {
        "gain_j.x": b_j[:, None],
        "gain_r.base": b_j[:, None],
        "gain_r.x": b_r[:, None],
        "gain_names.x": np.stack([b_j / 2, b_j + b_r / 2], axis=1),
        "gain_names.text": _tags(b_j, b_r),
        "gain_row.text": [[f"Gains from a security track: {fixed(x, 2)}"] for x in b_j + b_r],
    }


def costs(k_j: NDArray, k_r: NDArray) -> dict[str, Any]:
    return {
        "cost_j.x": k_j[:, None],
        "cost_r.base": k_j[:, None],
        "cost_r.x": k_r[:, None],
        "cost_names.x": np.stack([k_j / 2, k_j + k_r / 2], axis=1),
        "cost_names.text": _tags(k_j, k_r),
        "cost_row.text": [
            [f"Cost at home of shelving the islands: {fixed(x, 2)}"] for x in k_j + k_r
        ],
    }


def compute(b_j: NDArray, b_r: NDArray, k_j: NDArray, k_r: NDArray) -> dict[str, Any]:
    deal = decoupling(b_j, b_r, k_j, k_r)
    nets = np.stack([b_j - k_j, b_r - k_r], axis=1)
    moved = np.nan_to_num(deal.transfer_to_j)
    after = np.stack([nets[:, 0] + moved, nets[:, 1] - moved], axis=1)
    after[~deal.ratifiable] = np.nan
    least = np.minimum(b_j + b_r, k_j + k_r)
    return {
        "rest.base": least[:, None],
        "rest.x": np.abs(deal.surplus)[:, None],
        "rest.marker.color": [[ACCENT if yes else SOFT] for yes in deal.ratifiable],
        "rest_row.text": [
            [f"Left over: {fixed(s, 2)}" if yes else f"Short by {fixed(-s, 2)}"]
            for s, yes in zip(deal.surplus, deal.ratifiable, strict=True)
        ],
        **_sentences(deal.surplus, nets, deal.transfer_to_j),
        "table.side": [["Japan", "Russia"]] * len(b_j),
        "table.gain": np.stack([b_j, b_r], axis=1),
        "table.cost": np.stack([k_j, k_r], axis=1),
        "table.net": nets,
        "table.after": after,
    }


def _sentences(surplus: NDArray, nets: NDArray, transfer: NDArray) -> dict[str, Any]:
    rows = list(zip(surplus, nets, transfer, strict=True))
    sentences = [_sentence(s, net, t) for s, net, t in rows]
    return {
        "title": [
            "The security track can be ratified" if t == t else "The security track fails at home"
            for _, _, t in rows
        ],
        "summary": sentences,
        "alt": [f"Stacked bars of gains and of costs at home. {s}" for s in sentences],
    }


def _sentence(surplus: float, net: NDArray, transfer: float) -> str:
    if transfer != transfer:
        return f"Costs at home exceed the gains by {fixed(-surplus, 2)}: the track fails."
    loser = "Japan" if net[0] < -1e-9 else "Russia" if net[1] < -1e-9 else ""
    if not loser:
        return f"Gains exceed costs at home by {fixed(surplus, 2)}, and each side gains by itself."
    needed = -min(net)
    return (
        f"Gains exceed costs at home by {fixed(surplus, 2)}, but {loser} alone would lose "
        f"{fixed(needed, 2)}: the other side must pay {fixed(abs(transfer), 3)} "
        "to share the gain equally."
    )


explorer = Explorer(
    name="decoupling",
    subtitle="Plain: what a security track brings each side. Hatched: what shelving costs at home",
    sources=("putnam_1988", "carnegie_2021"),
    note=(
        f"{ILLUSTRATIVE} The condition is this course's own reading of the commentary of 2021. "
        "It assumes that gains and costs can be compared and shifted between the sides."
    ),
    controls=(
        Slider("b_j", "Japan's gain", 0.05, 0.4, step=0.05, default=0.3),
        Slider("b_r", "Russia's gain", 0.05, 0.4, step=0.05, default=0.25),
        Slider("k_j", "Japan's cost at home", 0.05, 0.4, step=0.05, default=0.35),
        Slider("k_r", "Russia's cost at home", 0.05, 0.4, step=0.05, default=0.05),
    ),
    figure=template,
    products=(
        Product(("b_j", "b_r"), gains),
        Product(("k_j", "k_r"), costs),
        Product(("b_j", "b_r", "k_j", "k_r"), compute),
    ),
    columns=(
        Column("side", "Side"),
        Column("gain", "Gain", digits=2),
        Column("cost", "Cost at home", digits=2),
        Column("net", "Net alone", digits=2),
        Column("after", "Net after sharing", digits=3),
    ),
    height=360,
)
