"""Difference-in-differences where one control exists, and where the reader must invent it.

For the sanctions of 2017 the tables hold one comparison: goods China bought were banned, goods it
sold mostly were not. For the closed border they hold none, so the control stays a slider.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, SOFT
from twoplustwo.explorers._arms import source_ids
from twoplustwo.explorers.engine import Choice, Column, Explorer, Product, Slider, fixed, grouped
from twoplustwo.explorers.engine.numbers import MINUS
from twoplustwo.explorers.sanctions_trade import points
from twoplustwo.models.trade import difference_in_differences

TOP = 3500.0


class Shock(NamedTuple):
    """A before and an after: which flow, which years, and the control of the tables, if any."""

    option: str
    flow: str
    before: str
    after: str
    control: str | None
    cause: str


SHOCKS: dict[str, Shock] = {
    "sanctions": Shock(
        "Sanctions: what China buys, 2016 to 2018", "china_imports", "2016", "2018",
        "china_exports", "the sanctions",
    ),
    "border": Shock(
        "Closed border: all trade, 2019 to 2020", "total", "2019", "2020", None,
        "the closed border",
    ),
    "border_two": Shock(
        "Closed border: all trade, 2019 to 2021", "total", "2019", "2021", None,
        "the closed border",
    ),
}  # fmt: skip


@cache
def values(flow: str, first: str, second: str) -> tuple[float, float]:
    """A flow before and after, million dollars on the basis of Chinese customs."""
    found = points("years", flow).set_index("period")["value"]
    return float(found[first]), float(found[second])


def treated(name: str) -> tuple[float, float]:
    shock = SHOCKS[name]
    return values(shock.flow, shock.before, shock.after)


def sourced(name: str) -> float:
    """Percent change of the control that stands in the tables; NaN if there is none."""
    shock = SHOCKS[name]
    if shock.control is None:
        return float("nan")
    before, after = values(shock.control, shock.before, shock.after)
    return 100.0 * (after / before - 1.0)


def effect(name: str, control: float) -> tuple[float, float]:
    """The value without the shock, and the effect in percent of it (M18, in logs)."""
    before, after = treated(name)
    found = difference_in_differences([before, after], [100.0, 100.0 + control])
    return before * (1.0 + control / 100.0), float(found.pct)


def signed(value: float) -> str:
    text = fixed(abs(value))
    return text + "%" if text == "0" else f"{MINUS if value < 0 else '+'}{text}%"


def headline(name: str, control: float) -> str:
    _, share = effect(name, control)
    cause = SHOCKS[name].cause
    return f"Against a control of {signed(control)}, the effect of {cause} is {signed(share)}"


def sentence(name: str, control: float) -> str:
    shock = SHOCKS[name]
    before, after = treated(name)
    without, share = effect(name, control)
    known = sourced(name)
    origin = (
        "No control for this shock is in the tables: the slider is yours."
        if np.isnan(known)
        else f"The one control in the tables, what China sold, changed by {signed(known)}."
    )
    return (
        f"{grouped(before)} million dollars in {shock.before}, {grouped(after)} in {shock.after} "
        f"({signed(100 * (after / before - 1))}). With a control of {signed(control)}, "
        f"{grouped(without)} would have been expected, so the effect is {signed(share)}. {origin}"
    )


def speak(shock: np.ndarray, control: np.ndarray) -> dict[str, Any]:
    pairs = [(str(s), float(c)) for s, c in zip(shock, control, strict=True)]
    texts = [sentence(*p) for p in pairs]
    return {
        "title": [headline(*p) for p in pairs],
        "summary": texts,
        "alt": [f"Two lines from one point before: a solid one to the value after, a dashed one to "
                f"the value expected without the shock. {t}" for t in texts],
    }  # fmt: skip


def draw(shock: np.ndarray, control: np.ndarray) -> dict[str, Any]:
    pairs = [(str(s), float(c)) for s, c in zip(shock, control, strict=True)]
    actual = np.array([treated(s) for s, _ in pairs])
    without = np.array([effect(s, c)[0] for s, c in pairs])
    shares = [effect(s, c)[1] for s, c in pairs]
    changes = 100 * (actual[:, 1] / actual[:, 0] - 1)
    return {
        "actual.y": actual,
        "actual.text": [[f"{grouped(a)}\u2002", f"\u2002{grouped(b)}"] for a, b in actual],
        "expected.y": np.stack([actual[:, 0], without], axis=1),
        "expected.text": [["", f"\u2002{grouped(w)} expected"] for w in without],
        "gap.y": np.stack([actual[:, 1], without], axis=1),
        "layout.annotations[0].y": (actual[:, 1] + without) / 2,
        "layout.annotations[0].text": [f"effect {signed(s)}" for s in shares],
        "table.row": [["Treated flow", "Control", "Effect"] for _ in pairs],
        "table.before": [[a, 100.0, np.nan] for a in actual[:, 0]],
        "table.after": [[b, 100.0 + c, np.nan]
                        for b, (_, c) in zip(actual[:, 1], pairs, strict=True)],
        "table.change": [[x, c, s] for x, (_, c), s in zip(changes, pairs, shares, strict=True)],
    }  # fmt: skip


def place(shock: np.ndarray) -> dict[str, Any]:
    """What hangs on the shock alone: the years below, and the mark of the control that exists."""
    marks = [
        treated(str(s))[0] * (1 + sourced(str(s)) / 100) if SHOCKS[str(s)].control else np.nan
        for s in shock
    ]
    return {
        "known.y": np.array(marks)[:, None],
        "known.text": [["sourced\u2002"] if m == m else [""] for m in marks],
        "actual.marker.symbol": [[symbol(str(s), 0), symbol(str(s), 1)] for s in shock],
        "layout.xaxis.ticktext": [[SHOCKS[str(s)].before, SHOCKS[str(s)].after] for s in shock],
    }


def symbol(name: str, place: int) -> str:
    """The mark of a value: hollow where it is unconfirmed."""
    shock = SHOCKS[name]
    found = points("years", shock.flow).set_index("period")["sure"]
    return "diamond" if found[(shock.before, shock.after)[place]] else "diamond-open"


def template() -> go.Figure:
    colour = COUNTRY["CHN"]
    actual = go.Scatter(uid="actual", x=[0, 1], y=[0, 0], text=["", ""], mode="lines+markers+text",
                        textposition=["middle left", "middle right"], hoverinfo="skip",
                        line={"color": colour, "width": 3}, textfont={"color": INK_COLOUR},
                        marker={"size": 10, "symbol": ["diamond"] * 2, "color": colour,
                                "line": {"width": 2, "color": colour}})  # fmt: skip
    expected = go.Scatter(uid="expected", x=[0, 1], y=[0, 0], text=["", ""],
                          mode="lines+markers+text", textposition="middle right", hoverinfo="skip",
                          line={"color": SOFT, "width": 2, "dash": "dash"},
                          marker={"size": 9, "symbol": ["diamond", "circle-open"], "color": SOFT,
                                  "line": {"width": 2}}, textfont={"color": SOFT})  # fmt: skip
    gap = go.Scatter(uid="gap", x=[1, 1], y=[0, 0], mode="lines", hoverinfo="skip",
                     line={"color": ACCENT, "width": 5})  # fmt: skip
    known = go.Scatter(uid="known", x=[1], y=[None], text=[""], mode="markers+text",
                       textposition="middle left", hoverinfo="skip", textfont={"color": ACCENT},
                       marker={"symbol": "triangle-left", "size": 11, "color": ACCENT})  # fmt: skip
    words = {"x": 1, "y": 0, "text": "", "showarrow": False, "xanchor": "left", "xshift": 12,
             "font": {"color": ACCENT, "weight": 700}}  # fmt: skip
    return new_figure(
        [gap, expected, actual, known],
        {
            "margin": {"l": 46, "r": 14, "t": 10, "b": 30},
            "xaxis": {"range": [-0.45, 1.75], "tickvals": [0, 1], "ticktext": ["", ""],
                      "showgrid": False},
            "yaxis": {"range": [0, TOP], "tickformat": ",d", "nticks": 5},
            "annotations": [words],
        },
    )  # fmt: skip


explorer = Explorer(
    name="trade_shock",
    subtitle="Million US dollars a year, Chinese customs; the effect is measured against a control",
    sources=source_ids(load("trade_with_china")["source_id"]),
    note="Illustrative for the closed border: the tables hold no control, and the slider is a "
    "supposition. For the sanctions the control is what China sold to the DPRK "
    "(marked as sourced), partly sanctioned itself; the value of 2016 is unconfirmed.",
    controls=(
        Choice("shock", "Shock", tuple((name, s.option) for name, s in SHOCKS.items())),
        Slider("control", "What would have happened anyway (change of the control)", -60, 20,
               step=2, default=-28, unit="%"),
    ),
    figure=template,
    products=(
        Product(("shock", "control"), speak),
        Product(("shock", "control"), draw),
        Product(("shock",), place),
    ),
    columns=(
        Column("row", "Row"),
        Column("before", "Before (control: 100)", digits=0, grouped=True),
        Column("after", "After", digits=0, grouped=True),
        Column("change", "Change", unit="%", digits=1),
    ),
    narrow={"layout.margin.l": 44, "layout.xaxis.range": [-0.5, 2.0]},
    height=400,
)  # fmt: skip
