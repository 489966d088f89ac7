"""M05: two win-sets, and what the 2020 amendment of Russia's constitution does to their overlap."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import COUNTRY, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, PAPER, RULE, SOFT
from twoplustwo.explorers._packages import ILLUSTRATIVE, PACKAGES, SHARE_AXIS, area_shares, points
from twoplustwo.explorers.engine import Choice, Column, Explorer, Prediction, Product, Slider
from twoplustwo.models.bargaining import win_set

SHARES = area_shares()
JAPAN, OVERLAP, RUSSIA = 2.0, 1.0, 0.0
READINGS = {
    "none": "Before July 2020, without the article",
    "bar": "With the article, every transfer is barred",
    "exempt": "With the article, but a treaty line is read as delimitation",
}
TITLES = ("The win-sets do not meet: no deal can be ratified at home", "The win-sets overlap")


def template() -> go.Figure:
    guides = go.Scatter(
        uid="guides", x=np.repeat(100 * SHARES, 3), y=[-0.7, 2.3, None] * 4, mode="lines",
        line={"color": RULE, "width": 1.5, "dash": "dot"}, hoverinfo="skip",
    )  # fmt: skip
    bars = [
        _bar("japan", JAPAN, COUNTRY["JPN"]),
        _bar("overlap", OVERLAP, ACCENT),
        _bar("russia", RUSSIA, COUNTRY["RUS"]),
    ]
    limits = go.Scatter(
        uid="limits", x=[0, 0], y=[JAPAN, RUSSIA], mode="markers", hoverinfo="skip",
        marker={"symbol": "line-ns-open", "size": 40, "color": INK_COLOUR, "line": {"width": 4}},
    )  # fmt: skip
    middle = go.Scatter(
        uid="middle", x=[0], y=[OVERLAP], mode="markers", hoverinfo="skip",
        marker={"symbol": "diamond-tall", "size": 17, "color": PAPER},
    )  # fmt: skip
    rows = go.Scatter(
        uid="rows", x=[0, 0, 0], y=[JAPAN + 0.44, OVERLAP + 0.44, RUSSIA + 0.44], mode="text",
        textposition="middle right", textfont={"color": INK_COLOUR}, hoverinfo="skip",
    )  # fmt: skip
    return new_figure([guides, *bars, limits, middle, rows], _layout())


def _bar(uid: str, row: float, colour: str) -> go.Bar:
    return go.Bar(
        uid=uid, orientation="h", x=[0], base=[0], y=[row], width=0.46, hoverinfo="skip",
        marker={"color": colour},
    )  # fmt: skip


def _layout() -> dict[str, Any]:
    two, three = 100 * SHARES[1:3]
    note = {"y": -0.62, "yanchor": "bottom", "font": {"color": SOFT, "size": 12}}
    return {
        "barmode": "overlay",
        "margin": {"l": 20, "r": 20, "t": 4, "b": 48},
        "xaxis": {**SHARE_AXIS, "title": {"text": "Share of the islands for Japan, by land area"}},
        "yaxis": {"range": [-0.7, 2.75], "visible": False},
        "annotations": [
            {"x": two, "text": "two islands", "xanchor": "left", "xshift": 3, **note},
            {"x": three, "text": "three islands", "xanchor": "left", "xshift": 3, **note},
        ],
    }  # fmt: skip


def compute(min_j: NDArray, max_r: NDArray, article: NDArray) -> dict[str, Any]:
    lower, upper, width, agreement = win_set(min_j, max_r, ban=article == "bar")
    middle = np.where(agreement, (lower + upper) / 2, np.nan)
    return {
        **_bars(lower, upper, width, agreement, middle),
        **_sentences(lower, upper, middle, article),
        "table.package": [PACKAGES] * len(lower),
        "table.share": [100 * SHARES] * len(lower),
        "table.japan": [[_yes(x >= a) for x in SHARES] for a in lower],
        "table.russia": [[_yes(x <= b) for x in SHARES] for b in upper],
        "outcome.width": 100 * width,
    }


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _bars(
    lower: NDArray, upper: NDArray, width: NDArray, agreement: NDArray, middle: NDArray
) -> dict[str, Any]:
    texts = [
        [
            f"Japan ratifies at least {points(a)}%",
            f"split the difference: {points(m)}%" if m == m else "no overlap",
            f"Russia ratifies at most {points(b)}%",
        ]
        for a, b, m in zip(lower, upper, middle, strict=True)
    ]
    return {
        "japan.base": 100 * lower[:, None],
        "japan.x": 100 * (1 - lower)[:, None],
        "russia.x": 100 * upper[:, None],
        "overlap.base": np.where(agreement, 100 * lower, np.nan)[:, None],
        "overlap.x": np.where(agreement, 100 * width, np.nan)[:, None],
        "limits.x": 100 * np.stack([lower, upper], axis=1),
        "middle.x": 100 * middle[:, None],
        "rows.text": texts,
    }


def _sentences(lower: NDArray, upper: NDArray, middle: NDArray, article: NDArray) -> dict[str, Any]:
    states = [
        f"{READINGS[text]}: Japan needs at least {points(a)}% and Russia can part with at most "
        f"{points(b)}%, so "
        + (f"they overlap, and splitting the difference gives Japan {points(m)}%" if m == m
           else f"they miss each other by {points(a - b)} points")
        for a, b, m, text in zip(lower, upper, middle, article, strict=True)
    ]  # fmt: skip
    return {
        "title": [TITLES[int(m == m)] for m in middle],
        "summary": [f"{sentence}." for sentence in states],
        "alt": [f"Two facing bars, Japan's above Russia's. {sentence}." for sentence in states],
    }


explorer = Explorer(
    name="win_sets",
    subtitle=(
        "Bars: shares that could be ratified at home, each with its limit as an upright line. "
        "Between them: the overlap, and the deal that splits it in half"
    ),
    sources=("putnam_1988", "const67_konst", "mofa_nt_info"),
    note=(
        f"{ILLUSTRATIVE} Acceptance at home cannot be observed, and polls do not measure it. "
        "Dotted lines: the packages by land area, which is not value. How the article's exception "
        "for delimitation applies to the islands is disputed. Model: Putnam (1988)."
    ),
    controls=(
        Slider("min_j", "Least that Japan's home front ratifies", 0, 1, step=0.01, default=0.05),
        Slider("max_r", "Most that Russia's home front ratifies", 0, 1, step=0.01, default=0.2),
        Choice(
            "article",
            "Article 67(2.1) of Russia's constitution",
            (
                ("none", "not yet in force"),
                ("bar", "bars every transfer"),
                ("exempt", "a treaty line counts as delimitation"),
            ),
        ),
    ),
    figure=template,
    products=(Product(("min_j", "max_r", "article"), compute),),
    columns=(
        Column("package", "To Japan"),
        Column("share", "Share of land area", unit="%", digits=1),
        Column("japan", "Ratified in Japan?"),
        Column("russia", "Ratified in Russia?"),
    ),
    twin="win_sets.js",
    constants={
        "shares": [float(x) for x in SHARES],
        "packages": list(PACKAGES),
        "readings": READINGS,
        "titles": list(TITLES),
    },
    predict=Prediction(
        question=(
            "The win-sets overlap by 15 points. The article comes into force and bars every "
            "transfer. How many points of overlap are left?"
        ),
        unit="points",
        answer_key="outcome.width",
    ),
    height=380,
)
