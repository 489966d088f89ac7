"""An alarm sounds. How likely is it real? Bayes' rule with one sensor and with two (M16).

All numbers are illustrative: nobody can estimate the probability of an attack, and the figure
shows how far the answer follows it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import label, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, RULE, SOFT
from twoplustwo.explorers.engine import (
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    fixed,
    grouped,
    percent,
)
from twoplustwo.models.alarm import dual_alarm, posterior, response_threshold

HIT = 0.99
HALF_STEPS = np.arange(-6.0, -0.9, 0.5)
PRIORS = tuple(float(f"{10.0**e:.3g}") for e in HALF_STEPS)
FALSE = tuple(float(f"{10.0**e:.3g}") for e in np.arange(-5.0, -0.9, 0.5))
COMMON = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0)
LOSSES = ((1.0, 100.0), (1.0, 10.0), (1.0, 1.0), (10.0, 1.0), (100.0, 1.0))
GRID = np.round(10.0 ** np.linspace(-6.3, -0.7, 57), 12)
COLUMNS, ROWS = 20, 5
HEADING = {"color": SOFT, "weight": 700}


def one_in(probability: float) -> str:
    """A small probability as a person says it: "1 in 10,000"."""
    return f"1 in {grouped(float(f'{1.0 / probability:.1g}'))}"


def shared(common: float) -> str:
    if common == 1.0:
        return "one sensor"
    return "two, nothing shared" if common == 0.0 else f"two, {percent(common)} shared"


def cost(place: int) -> str:
    """What a loss ratio means, in words."""
    false, miss = LOSSES[place]
    if false == miss:
        return "equally bad"
    worse = "a miss" if miss > false else "a false start"
    return f"{worse} {grouped(max(false, miss))} times worse"


def picked(place: float, values: tuple[float, ...]) -> float:
    return values[int(place)]


@cache
def belief(prior: float, false: float, common: float) -> float:
    """Probability that the alarm is real; at a common share of 1 the two sensors are one."""
    return float(dual_alarm(prior, HIT, false, common).posterior)


def curve(false: float, common: float) -> NDArray[np.float64]:
    return np.round(100 * np.asarray(dual_alarm(GRID, HIT, false, common).posterior), 2)


def draw_curves(false: np.ndarray, common: np.ndarray) -> dict[str, Any]:
    pairs = [(picked(f, FALSE), picked(c, COMMON)) for f, c in zip(false, common, strict=True)]
    return {
        "two.y": np.stack([curve(*p) for p in pairs]),
        "layout.annotations[3].visible": [c < 1.0 for _, c in pairs],
        "one.y": np.stack([np.round(100 * np.asarray(posterior(GRID, HIT, f)), 2)
                           for f, _ in pairs]),
    }  # fmt: skip


def draw_point(prior: np.ndarray, false: np.ndarray, common: np.ndarray) -> dict[str, Any]:
    rows = [triple(*row) for row in zip(prior, false, common, strict=True)]
    found = np.array([100 * belief(*row) for row in rows])
    real = np.rint(found).astype(int)
    squares = np.arange(COLUMNS * ROWS)
    return {
        "here.x": [[p] for p, _, _ in rows],
        "here.y": np.round(found, 2)[:, None],
        "alarms.marker.color": [list(np.where(squares < r, ACCENT, RULE)) for r in real],
        "layout.annotations[0].text": [f"Of 100 such alarms {hundred(f)} real" for f in found],
        "table.row": [["One sensor", "Two that agree, nothing shared", "As chosen"] for _ in rows],
        "table.posterior": [
            [100 * float(posterior(p, HIT, f)), 100 * belief(p, f, 0.0), 100 * belief(p, f, c)]
            for p, f, c in rows
        ],
    }


def hundred(share: float) -> str:
    """Whole alarms of a hundred."""
    if share < 0.5:
        return "fewer than 1 is"
    return f"{fixed(share)} is" if round(share) == 1 else f"{fixed(share)} are"


def chance(share: float) -> str:
    """A probability in per cent; never all or nothing, which no alarm is."""
    if share > 0.9995:
        return "over 99.9%"
    return "under 0.1%" if share < 0.0005 else percent(share, 1)


def triple(prior: float, false: float, common: float) -> tuple[float, float, float]:
    return picked(prior, PRIORS), picked(false, FALSE), picked(common, COMMON)


def draw_threshold(loss: np.ndarray) -> dict[str, Any]:
    lines = [100 * float(response_threshold(*LOSSES[int(x)])) for x in loss]
    return {
        "line.y": [[y, y] for y in lines],
        "layout.annotations[2].y": lines,
        "layout.annotations[2].yanchor": ["top" if y > 60 else "bottom" for y in lines],
        "layout.annotations[2].text": [f"respond above {fixed(y)}%" for y in lines],
    }


def sentence(prior: float, false: float, common: float, loss: float) -> str:
    row = triple(prior, false, common)
    found = belief(*row)
    line = float(response_threshold(*LOSSES[int(loss)]))
    act = "above" if found > line else "below"
    return (
        f"Attack {one_in(row[0])}, false alarm {one_in(row[1])}, {shared(row[2])}: the alarm is "
        f"real with probability {chance(found)}, {act} the {percent(line)} from which on "
        f"responding loses less ({cost(int(loss))})."
    )


def headline(prior: float, false: float, common: float) -> str:
    row = triple(prior, false, common)
    return f"At a prior of {one_in(row[0])} the alarm is real in {chance(belief(*row))} of cases"


def speak(
    prior: np.ndarray, false: np.ndarray, common: np.ndarray, loss: np.ndarray
) -> dict[str, Any]:
    rows = list(zip(prior, false, common, loss, strict=True))
    texts = [sentence(*r) for r in rows]
    return {
        "summary": texts,
        "alt": [f"Above, a hundred squares, the real alarms filled. Below, a curve of the "
                f"probability that the alarm is real against the prior. {t}" for t in texts],
    }  # fmt: skip


def entitle(prior: np.ndarray, false: np.ndarray, common: np.ndarray) -> dict[str, Any]:
    rows = zip(prior, false, common, strict=True)
    return {"title": [headline(*r) for r in rows]}


def answer() -> dict[str, Any]:
    return {"outcome.calm": [round(100 * float(posterior(1e-6, HIT, 1e-4)), 0)]}


def template() -> go.Figure:
    squares = np.arange(COLUMNS * ROWS)
    alarms = go.Scatter(uid="alarms", x=squares // ROWS, y=-(squares % ROWS), mode="markers",
                        hoverinfo="skip", xaxis="x2", yaxis="y2",
                        marker={"symbol": "square", "size": 12, "color": [RULE] * 100})  # fmt: skip
    blank = [0] * len(GRID)
    one = go.Scatter(uid="one", x=list(GRID), y=blank, mode="lines", hoverinfo="skip",
                     line={"color": SOFT, "width": 2, "dash": "dash"})  # fmt: skip
    two = go.Scatter(uid="two", x=list(GRID), y=blank, mode="lines", hoverinfo="skip",
                     line={"color": ACCENT, "width": 3})  # fmt: skip
    dotted = {"color": INK_COLOUR, "width": 1.5, "dash": "dot"}
    line = go.Scatter(uid="line", x=[GRID[0], GRID[-1]], y=[50, 50], mode="lines",
                      hoverinfo="skip", line=dotted)  # fmt: skip
    ring = {"size": 14, "color": ACCENT, "line": {"width": 3, "color": INK_COLOUR}}
    here = go.Scatter(uid="here", x=[1e-6], y=[1], mode="markers", hoverinfo="y", marker=ring)
    return new_figure([alarms, one, two, line, here], _layout())


def _layout() -> dict[str, Any]:
    head = {"xref": "paper", "yref": "paper", "xshift": 0, "font": HEADING}
    ticks = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1]
    return {
        "margin": {"l": 44, "r": 14, "t": 30, "b": 44},
        "xaxis": {"type": "log", "range": [-6.35, -0.65], "anchor": "y", "tickvals": ticks,
                  "ticktext": ["1 in 1m", "100,000", "10,000", "1,000", "100", "10"],
                  "title": {"text": "attack before the alarm (prior), 1 in ..."}},
        "yaxis": {"range": [-3, 106], "domain": [0, 0.55], "tickvals": [0, 25, 50, 75, 100]},
        "xaxis2": {"range": [-0.8, COLUMNS - 0.2], "anchor": "y2", "visible": False},
        "yaxis2": {"range": [-ROWS + 0.3, 0.7], "domain": [0.72, 1], "visible": False},
        "annotations": [
            label(0, 1, "", yshift=14, **head),
            label(0, 0.55, "Probability that the alarm is real (%)", yshift=14, **head),
            label(-0.65, 50, "", INK_COLOUR, xshift=-4, xanchor="right", yanchor="bottom"),
            label(-0.65, 30, "dashed: one sensor", SOFT, xshift=-4, xanchor="right"),
        ],
    }  # fmt: skip


def labels_of(values: tuple[float, ...]) -> list[str]:
    return [one_in(v) for v in values]


explorer = Explorer(
    name="false_alarm",
    subtitle="Probability that an alarm is real, for a sensor that catches 99 of 100 attacks",
    sources=("barrett_2013", "scouras_2019"),
    note="Every number is illustrative; the prior above all cannot be estimated. Two sensors raise "
    "an alarm only together; a shared cause makes both fail at once.",
    controls=(
        Slider("prior", "Attack before the alarm", 0, len(PRIORS) - 1, step=1, default=8,
               labels=labels_of(PRIORS)),
        Slider("false", "False alarm of one sensor", 0, len(FALSE) - 1, step=1, default=4,
               labels=labels_of(FALSE)),
        Slider("common", "Sensors", 0, len(COMMON) - 1, step=1, default=len(COMMON) - 1,
               labels=[shared(c) for c in COMMON]),
        Slider("loss", "Worse error", 0, len(LOSSES) - 1, step=1, default=2,
               labels=[cost(i) for i in range(len(LOSSES))]),
    ),
    figure=template,
    products=(
        Product(("false", "common"), draw_curves),
        Product(("prior", "false", "common"), draw_point),
        Product(("loss",), draw_threshold),
        Product(("prior", "false", "common", "loss"), speak),
        Product(("prior", "false", "common"), entitle),
        Product((), answer),
    ),
    columns=(
        Column("row", "Sensors"),
        Column("posterior", "Alarm is real", unit="%", digits=1),
    ),
    predict=Prediction(
        question="A sensor catches 99 attacks in 100 and cries wolf once in 10,000 checks. Before "
        "the alarm an attack was a matter of 1 in a million. The alarm sounds. How likely is it "
        "real?",
        unit="%",
        answer_key="outcome.calm",
    ),
    narrow={"layout.xaxis.ticktext": ["1m", "100k", "10k", "1k", "100", "10"],
            "alarms.marker.size": 11},
    height=520,
)  # fmt: skip
