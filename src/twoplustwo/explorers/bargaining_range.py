"""M01 and M02: the range that both sides prefer to no deal, and the packages that fit into it."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import COUNTRY, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers._packages import (
    EXAMPLE,
    ILLUSTRATIVE,
    PACKAGES,
    SHARE_AXIS,
    area_shares,
    labels,
    listed,
    points,
)
from twoplustwo.explorers.engine import Column, Explorer, Prediction, Product, Slider
from twoplustwo.models.bargaining import bargaining_range, feasible_packages, side_payment_needed

SHARES = area_shares()
LABELS = labels()
ROWS = np.array([3.0, 2.0, 1.0, 0.0])
COST_ROW = 4.55

# What a package can be: inside, brought inside by a payment, or outside. Shape doubles colour.
SYMBOLS = ("circle-open", "diamond-open", "diamond")
COLOURS = (SOFT, ACCENT, ACCENT)
WORDS = ("outside", "with a payment", "inside")
TITLES = (
    "No package on the map lies in the range",
    "Only a payment brings a package into the range",
    "One package on the map lies in the range",
    "Two packages on the map lie in the range",
    "Three packages on the map lie in the range",
    "All four packages lie in the range",
)


MARKED = listed([f"{points(share)}%" for share in SHARES])


def template() -> go.Figure:
    percent = 100 * SHARES
    band = go.Scatter(
        uid="band", x=[0, 0, 0, 0], y=[-0.6, -0.6, 4.1, 4.1], fill="toself", mode="none",
        fillcolor=ACCENT, opacity=0.16, hoverinfo="skip",
    )  # fmt: skip
    costs = [_cost("cost_j", "JPN"), _cost("cost_r", "RUS")]
    reach = go.Scatter(
        uid="reach", x=[0] * 12, y=np.repeat(ROWS, 3), mode="lines", hoverinfo="skip",
        line={"color": ACCENT, "width": 3}, opacity=0.55,
    )  # fmt: skip
    packages = go.Scatter(
        uid="packages", x=percent, y=ROWS, mode="markers+text", hoverinfo="skip",
        text=[f"{name}: {points(x)}%" for name, x in zip(LABELS, SHARES, strict=True)],
        textposition=["top right", "top right", "top center", "top left"],
        marker={"size": 13, "line": {"width": 2}},
    )  # fmt: skip
    texts = go.Scatter(
        uid="texts", x=[0, 0, 0], y=[5.1, 4.1, 4.1], mode="text", hoverinfo="skip",
        textposition=["top center", "middle left", "middle right"], textfont={"color": INK_COLOUR},
    )  # fmt: skip
    return new_figure([band, *costs, reach, packages, texts], _layout())


def _cost(uid: str, country: str) -> go.Bar:
    return go.Bar(
        uid=uid, orientation="h", x=[0], base=[0], y=[COST_ROW], width=0.42, hoverinfo="skip",
        marker={"color": COUNTRY[country]},
    )  # fmt: skip


def _layout() -> dict[str, Any]:
    return {
        "barmode": "overlay",
        "margin": {"l": 20, "r": 20, "t": 8, "b": 48},
        "xaxis": {**SHARE_AXIS, "title": {"text": "Share of the islands for Japan, by land area"}},
        "yaxis": {"range": [-0.6, 5.7], "visible": False},
    }


def compute(
    p: NDArray, c_a: NDArray, c_b: NDArray, rho: NDArray, payment: NDArray
) -> dict[str, Any]:
    lower, upper, width = bargaining_range(p, c_a, c_b, rho)
    needed = side_payment_needed(SHARES, lower, upper)
    inside = feasible_packages(SHARES, lower, upper)
    kinds = inside * 1 + feasible_packages(SHARES, lower, upper, payment)
    return {
        **_marks(p, lower, upper, payment, kinds),
        **_sentences(lower, upper, width, payment, kinds),
        "table.package": [PACKAGES] * len(p),
        "table.share": [100 * SHARES] * len(p),
        "table.verdict": [[WORDS[k] for k in row] for row in kinds],
        "table.payment": 100 * needed,
        "outcome.width": 100 * width,
    }


def _marks(
    p: NDArray, lower: NDArray, upper: NDArray, payment: NDArray, kinds: NDArray
) -> dict[str, Any]:
    low, mid, high = 100 * lower, 100 * p, 100 * upper
    left = np.clip(100 * (SHARES - payment[:, None]), 0, 100)
    right = np.clip(100 * (SHARES + payment[:, None]), 0, 100)
    gaps = np.full_like(left, np.nan)
    centre = np.clip((low + high) / 2, 12, 88)
    return {
        "band.x": np.stack([low, high, high, low], axis=1),
        "cost_j.base": low[:, None],
        "cost_j.x": (mid - low)[:, None],
        "cost_r.base": mid[:, None],
        "cost_r.x": (high - mid)[:, None],
        "reach.x": np.stack([left, right, gaps], axis=2).reshape(len(p), -1),
        "packages.marker.symbol": [[SYMBOLS[k] for k in row] for row in kinds],
        "packages.marker.color": [[COLOURS[k] for k in row] for row in kinds],
        "texts.x": np.stack([centre, mid, mid], axis=1),
        "texts.text": [
            [
                f"range: {points(a)}% to {points(b)}%",
                "Japan\u2002" if q > a else "",
                "\u2002Russia" if b > q else "",
            ]
            for a, q, b in zip(lower, p, upper, strict=True)
        ],
    }


def _sentences(
    lower: NDArray, upper: NDArray, width: NDArray, payment: NDArray, kinds: NDArray
) -> dict[str, Any]:
    rows = list(zip(lower, upper, width, payment, kinds, strict=True))
    ranges = [
        f"Both sides prefer any share from {points(a)}% to {points(b)}% to no deal, "
        f"a range {points(w)} points wide"
        for a, b, w, _, _ in rows
    ]
    inside = [_inside(kind) for *_, kind in rows]
    bought = [_bought(s, kind) for *_, s, kind in rows]
    counts = [int((kind == 2).sum()) for kind in kinds]
    paid = [int((kind == 1).any()) for kind in kinds]
    return {
        "title": [TITLES[n + 1 if n else k] for n, k in zip(counts, paid, strict=True)],
        "summary": [f"{a}; {b}{c}." for a, b, c in zip(ranges, inside, bought, strict=True)],
        "alt": [
            f"A line from 0 to 100% of the land area with a shaded band. {a}. "
            f"Packages are marked at {MARKED}; {b}{c}."
            for a, b, c in zip(ranges, inside, bought, strict=True)
        ],
    }


def _inside(kind: NDArray) -> str:
    found = [PACKAGES[i] for i in np.flatnonzero(kind == 2)]
    return f"inside it: {listed(found)}" if found else "none of the four packages lies inside"


def _bought(payment: float, kind: NDArray) -> str:
    found = [PACKAGES[i] for i in np.flatnonzero(kind == 1)]
    amount = points(payment)
    return f"; a side payment of {amount} points brings in {listed(found)}" if found else ""


explorer = Explorer(
    name="bargaining_range",
    subtitle=(
        "Shaded band: shares that both sides prefer to no deal. Bars above it: what no deal costs "
        "each side. Filled diamond: a package inside the band"
    ),
    sources=("fearon_1995", "powell_2006", "mofa_nt_info"),
    note=(
        f"{ILLUSTRATIVE} The four packages stand at their share of land area, "
        "and area is not value. An open diamond needs a side payment; its line shows how far the "
        "payment reaches. Model: Fearon (1995)."
    ),
    controls=(
        Slider("p", "Share that Tokyo expects, p", 0, 1, step=0.01, default=EXAMPLE["p"]),
        Slider("c_a", "Cost of no deal to Japan", 0.01, 0.4, step=0.01, default=EXAMPLE["c_a"]),
        Slider("c_b", "Cost of no deal to Russia", 0.01, 0.4, step=0.01, default=EXAMPLE["c_b"]),
        Slider("rho", "Taste for risk, ρ (1 is neutral)", 0.3, 1, step=0.05, default=1),
        Slider("payment", "Largest side payment", 0, 0.3, step=0.01, default=0),
    ),
    figure=template,
    products=(Product(("p", "c_a", "c_b", "rho", "payment"), compute),),
    columns=(
        Column("package", "To Japan"),
        Column("share", "Share of land area", unit="%", digits=1),
        Column("verdict", "In the range?"),
        Column("payment", "Payment needed", unit="points", digits=1),
    ),
    twin="bargaining_range.js",
    constants={
        "shares": [float(x) for x in SHARES],
        "packages": list(PACKAGES),
        "marked": MARKED,
        "titles": list(TITLES),
        "symbols": list(SYMBOLS),
        "colours": list(COLOURS),
        "words": list(WORDS),
    },
    predict=Prediction(
        question=(
            "Tokyo now expects 0.60 instead of 0.20; both costs stay at 0.10. "
            "How wide will the range be?"
        ),
        unit="points",
        answer_key="outcome.width",
    ),
    height=430,
)
