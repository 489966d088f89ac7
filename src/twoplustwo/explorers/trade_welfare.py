"""From a longer way to a smaller income (M18): gravity, imports, and the welfare formula.

Two published formulas in a chain that is the course's own: gravity says how much trade a longer
way leaves, and the formula of Arkolakis, Costinot and Rodriguez-Clare says what less trade costs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers._sea import USUAL, route
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    fixed,
)
from twoplustwo.models.trade import gravity_ratio, welfare

DETOURS = {
    "gulf_lombok_makassar_yokohama": "By Lombok to Yokohama",
    "gulf_lombok_makassar_ulsan": "By Lombok to Ulsan",
    "gulf_australia_yokohama": "Round Australia to Yokohama",
    "gulf_australia_ulsan": "Round Australia to Ulsan",
}
LINKS = (
    "Length of the way",
    "Trade that comes this way",
    "All imports",
    "Real income",
    "Income without any trade",
)
ROWS = np.array([4.0, 3.0, 2.0, 1.0, 0.0])
WORST = "gulf_australia_yokohama"


def longer(detour: str) -> float:
    """Length of a detour over the usual length."""
    way = route(detour)
    return way.nm / route(USUAL[way.port]).nm


def chain(
    detour: NDArray, elasticity: NDArray, share: NDArray, domestic: NDArray, trade: NDArray
) -> NDArray[np.float64]:
    """Changes in per cent, shape (n, 5), in the order of `LINKS`.

    elasticity : of trade to distance, as a positive number; share : of imports that come this
    way, per cent; domestic : share of spending on home goods, per cent; trade : the trade
    elasticity, as a positive number.
    """
    ratio = np.array([longer(str(d)) for d in detour])
    left = np.asarray(gravity_ratio(ratio, -elasticity))
    lost = share / 100 * (1 - left)
    before = domestic / 100
    after = 1 - (1 - before) * (1 - lost)  # what is not imported is bought at home
    out = welfare(before, after, -trade)
    income, autarky = np.asarray(out.w_hat) - 1, -np.asarray(out.autarky_loss)
    return 100 * np.stack([ratio - 1, left - 1, -lost, income, autarky], axis=1)


def signed(x: float) -> str:
    """A change with its sign; small ones with decimals."""
    text = fixed(x, 2 if abs(x) < 1.995 else 1 if abs(x) < 9.95 else 0)
    return f"+{text}%" if x > 0 else f"{text}%"


def draw(
    detour: NDArray, elasticity: NDArray, share: NDArray, domestic: NDArray, trade: NDArray
) -> dict[str, Any]:
    changes = chain(detour, elasticity, share, domestic, trade)
    texts = [_sentence(str(d), row) for d, row in zip(detour, changes, strict=True)]
    return {
        "links.x": changes,
        "values.x": changes,
        "values.text": [[signed(x) for x in row] for row in changes],
        "values.textposition": [
            ["middle right" if x > 0 else "middle left" for x in row] for row in changes
        ],
        "summary": texts,
        "alt": [f"Five bars of changes in per cent. {t}"
                for t in texts],
        "table.change": changes,
    }  # fmt: skip


def _sentence(detour: str, row: NDArray) -> str:
    return (
        f"{DETOURS[detour]}: the way is {fixed(row[0])}% longer, trade on it falls by "
        f"{fixed(-row[1])}%, all imports by {fixed(-row[2])}%, and real income by "
        f"{fixed(-row[3], 2)}%; without any trade it would fall by {fixed(-row[4], 1)}%."
    )


def outcome() -> dict[str, Any]:
    """The loss of income at the defaults, for the worst detour."""
    state = [np.array([v]) for v in (WORST, 0.9, 40.0, 85.0, 5.0)]
    loss = float(-chain(*state)[0, 3])
    return {"outcome.loss": ["tiny" if loss < 1 else "some" if loss < 5 else "large"]}


def template() -> go.Figure:
    colours = [SOFT, SOFT, SOFT, ACCENT, SOFT]
    links = go.Bar(
        uid="links", orientation="h", x=[0] * 5, y=ROWS, width=0.5, hoverinfo="skip",
        marker={"color": colours},
    )  # fmt: skip
    values = go.Scatter(
        uid="values", x=[0] * 5, y=ROWS, mode="text", text=[""] * 5,
        textposition=["middle right"] * 5, textfont={"color": INK_COLOUR}, hoverinfo="skip",
        cliponaxis=False,
    )  # fmt: skip
    heads = [
        {"x": -2.5 if y == ROWS[0] else 2.5, "y": y, "text": text, "showarrow": False,
         "xanchor": "right" if y == ROWS[0] else "left", "font": {"color": SOFT}}
        for y, text in zip(ROWS, LINKS, strict=True)
    ]  # fmt: skip
    zero = {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": SOFT, "width": 1}}  # fmt: skip
    return new_figure(
        [links, values],
        {
            "margin": {"l": 14, "r": 14, "t": 4, "b": 28},
            "xaxis": {"range": [-118, 128], "tickvals": [-100, -50, 0, 50, 100],
                      "ticktext": ["−100%", "−50%", "0", "+50%", "+100%"]},
            "yaxis": {"range": [-0.5, 4.5], "visible": False},
            "shapes": [zero],
            "annotations": heads,
        },
    )  # fmt: skip


explorer = Explorer(
    name="trade_welfare",
    title="From link to link the shock shrinks: a long way round, a small loss of income",
    subtitle="Change in per cent, from the longer way to real income",
    sources=("disdier_head_2008", "arkolakis_2012", "costinot_rodriguez_2018", "own_calculation"),
    note="All values but the lengths are illustrative: no table of this course holds the share of "
    "home goods in spending. The chain is the course's own: it lets trade fall with distance and "
    "buys at home what no longer comes. It knows no oil that cannot be replaced.",
    controls=(
        Choice("detour", "Detour", tuple(DETOURS.items()), default=WORST),
        Slider("elasticity", "How fast trade falls with distance", 0.5, 1.3, step=0.2,
               default=0.9),
        Slider("share", "Share of imports that come this way", 20, 100, step=20, default=40,
               unit="%"),
        Slider("domestic", "Share of spending on home goods", 70, 95, step=5, default=85,
               unit="%"),
        Slider("trade", "How easily goods replace one another", 3, 9, step=2, default=5),
    ),
    figure=template,
    products=(
        Product(("detour", "elasticity", "share", "domestic", "trade"), draw),
        Product((), lambda: {"table.link": [list(LINKS)]}),
        Product((), outcome),
    ),
    columns=(
        Column("link", "Link"),
        Column("change", "Change", unit="%", digits=2),
    ),
    predict=Prediction(
        question="Suppose all trade from the west must go round Australia, a voyage about four "
        "fifths longer, and that this concerns 40% of a country's imports. By how much does this "
        "model lower the country's real income?",
        kind="choice",
        options=(("tiny", "Less than 1%"), ("some", "1% to 5%"), ("large", "More than 5%")),
        answer_key="outcome.loss",
    ),
    height=330,
)  # fmt: skip
