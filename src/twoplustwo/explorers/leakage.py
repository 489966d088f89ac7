"""M12: small failures multiply. A defence that stops almost everything rarely stops everything."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import label, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers.engine import (
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    fixed,
    percent,
)
from twoplustwo.models.defence import raid, shots_needed

SIZES = np.arange(1, 41)
SAMPLES = np.array([1, 2, 4, 8, 10, 20, 40])
WANTED = 0.9


def template() -> go.Figure:
    ceiling = go.Scatter(uid="ceiling", x=[0, 41], y=[100, 100], mode="lines", hoverinfo="skip",
                         line={"color": SOFT, "width": 1.5, "dash": "dash"})  # fmt: skip
    single = go.Scatter(uid="single", x=SIZES, y=SIZES, mode="lines", hoverinfo="skip",
                        line={"color": SOFT, "width": 1.5, "dash": "dot"})  # fmt: skip
    curve = go.Scatter(uid="curve", x=SIZES, y=SIZES, mode="lines", hoverinfo="skip",
                       line={"color": ACCENT, "width": 3})  # fmt: skip
    chosen = go.Scatter(uid="chosen", x=[0], y=[0], mode="markers+text", hoverinfo="skip",
                        cliponaxis=False,
                        text=[""], textposition="top right", textfont={"color": INK_COLOUR},
                        marker={"size": 13, "color": INK_COLOUR})  # fmt: skip
    return new_figure([ceiling, single, curve, chosen], _layout())


def _layout() -> dict[str, Any]:
    return {
        "margin": {"l": 48, "r": 14, "t": 26, "b": 46},
        "xaxis": {"range": [0, 41], "tickvals": [1, 10, 20, 30, 40],
                  "title": {"text": "Warheads in the raid"}},
        "yaxis": {"range": [0, 107], "tickvals": [0, 25, 50, 75, 100],
                  "ticktext": ["0%", "25%", "50%", "75%", "100%"]},
        "annotations": [
            label(0, 107, "Chance that nothing gets through", SOFT, xshift=0, yshift=12),
            label(40.6, 100, "", SOFT, xanchor="right", xshift=0, yshift=-11),
        ],
    }  # fmt: skip


def curves(k: NDArray, m: NDArray, track: NDArray) -> dict[str, Any]:
    """The chance over the size of the raid, and the table for some sizes."""
    many = raid(SIZES, k[:, None], m[:, None], track[:, None])
    some = raid(SAMPLES, k[:, None], m[:, None], track[:, None])
    need = shots_needed(SAMPLES, k[:, None], WANTED, track[:, None]).whole
    return {
        "curve.y": np.round(100 * many.p_no_leak, 3),
        "table.raid": [list(SAMPLES.astype(float))] * len(k),
        "table.none": 100 * some.p_no_leak,
        "table.leak": some.expected_leak,
        "table.need": np.where(np.isfinite(need), need, np.nan),
    }


def compare(k: NDArray, track: NDArray) -> dict[str, Any]:
    """One interceptor a warhead, and the ceiling that no number of interceptors breaks."""
    return {
        "single.y": np.round(100 * raid(SIZES, k[:, None], 1, track[:, None]).p_no_leak, 3),
        "ceiling.y": np.stack([100 * track, 100 * track], axis=1),
        "layout.annotations[1].y": 100 * track,
        "layout.annotations[1].text": ["ceiling" if t < 1 else "" for t in track],
    }


def speak(n: NDArray, k: NDArray, m: NDArray, track: NDArray) -> dict[str, Any]:
    found = raid(n, k, m, track)
    none = np.asarray(found.p_no_leak)
    rows = zip(n, k, m, track, none, found.expected_leak, found.interceptors, strict=True)
    texts = [_sentence(*row) for row in rows]
    return {
        "chosen.x": n[:, None],
        "chosen.y": 100 * none[:, None],
        "chosen.text": [[percent(p)] for p in none],
        "chosen.textposition": ["top left" if a > 34 else "top right" for a in n],
        "title": [_title(p) for p in none],
        "summary": texts,
        "alt": [f"The chance that nothing gets through falls with the raid. {t}" for t in texts],
        "outcome.none": 100 * none,
    }


def _title(none: float) -> str:
    if none >= 0.9:
        return "Nothing gets through in at least nine raids of ten"
    if none >= 0.5:
        return f"Something gets through in {percent(1 - none)} of such raids"
    return f"More often than not something gets through: in {percent(1 - none)} of such raids"


def _sentence(
    n: float, k: float, m: float, track: float, none: float, leak: float, fired: float
) -> str:
    each = 1 - (1 - k) ** m
    seen = "" if track == 1 else f", if it sees the raid at all ({percent(track)})"
    return (
        f"{fixed(fired)} interceptors against {fixed(n)} warheads stop each one with a chance of "
        f"{percent(each, 1)}{seen}; nothing gets through in {percent(none, 1)} of such raids, and "
        f"{fixed(leak, 1)} warheads do on average."
    )


explorer = Explorer(
    name="leakage",
    subtitle=(
        "Thick: with the chosen interceptors. Dotted: with one a warhead. Dashed: the chance that "
        "the raid is seen at all"
    ),
    sources=("wilkening_2000", "kim_kim_2021"),
    note=(
        "Illustrative chances: no real interceptor, test score or decoy is in it. Each shot is "
        "independent; what fails for all at once is in the chance to see the raid. Model: "
        f"Wilkening (2000). Last column: interceptors a warhead for a chance of {percent(WANTED)}; "
        "a dash means that no number is enough."
    ),
    controls=(
        Slider("n", "Warheads in the raid", 2, 40, step=2, default=10),
        Slider("k", "Chance that one interceptor stops its warhead", 0.5, 0.95, step=0.05,
               default=0.8),
        Slider("m", "Interceptors for each warhead", 1, 4, step=1, default=1),
        Slider("track", "Chance that the raid is seen at all", 0.8, 1, step=0.1, default=1),
    ),
    figure=template,
    products=(
        Product(("k", "m", "track"), curves),
        Product(("k", "track"), compare),
        Product(("n", "k", "m", "track"), speak),
    ),
    columns=(
        Column("raid", "Warheads", digits=0),
        Column("none", "Nothing gets through", unit="%", digits=1),
        Column("leak", "Get through on average", digits=1),
        Column("need", "Needed for 90%", unit="a warhead", digits=0),
    ),
    predict=Prediction(
        question=(
            "Ten warheads, and two interceptors for each instead of one, so that each warhead is "
            "stopped with a chance of 96%. In what share of such raids does nothing get through?"
        ),
        unit="%",
        answer_key="outcome.none",
    ),
    height=420,
)  # fmt: skip
