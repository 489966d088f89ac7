"""Which plan is best for whom: all weightings of three groups of results, in both worlds."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.capstone.words import PLAN_NAMES
from twoplustwo.charts import label, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, PAPER, RULE, SOFT
from twoplustwo.explorers._capstone import ORDER, ROLES, WORLDS, default_weights, games, plans
from twoplustwo.explorers.engine import Choice, Column, Explorer, Product, Slider, fixed, percent

COUNT = 300  # games a plan and world
RANDOM = 1000  # random weightings
STEPS = 20  # along a side of the triangle
BROAD = 110  # points of the grid that make a region a large one
LEAST = 9  # points of the grid that a region needs to carry its plan's name
HEIGHT = np.sqrt(3) / 2
HEADINGS = {"spiral": "Spiral world", "deterrence": "Deterrence world"}
# Which of the six parts of a score belong to which group, in the order of the weights.
GROUPS = {"calm": (0,), "relation": (1, 5), "own": (2, 3, 4)}
# A mark for each plan, so that no colour has to tell plans apart.
MARKS = {
    "adaptive": (ACCENT, "circle", 0.75),
    "talk_only": (ACCENT, "circle-open", 1.0),
    "dual_track": (SOFT, "diamond", 0.8),
    "decouple": (SOFT, "cross-thin-open", 1.0),
    "reduce_first": (SOFT, "triangle-down-open", 1.0),
    "protest": (INK_COLOUR, "star", 0.8),
    "deploy_first": (INK_COLOUR, "triangle-up", 0.85),
}
Floats = NDArray[np.float64]


def spread(shares: Floats, role: str) -> Floats:
    """Return six weights for shares of the three groups, (n, 3) -> (n, 6).

    Inside a group the parts keep the proportions of the default weights.
    """
    defaults = default_weights(role)
    weights = np.zeros((len(shares), len(defaults)))
    for column, places in zip(shares.T, GROUPS.values(), strict=True):
        own = defaults[list(places)]
        weights[:, places] = column[:, None] * own / own.sum()
    return weights


def means(role: str, weights: Floats) -> Floats:
    """Return the mean score of every plan, (n, 6) -> (n, worlds, plans)."""
    found = [
        [games(role, plan, world, "verify", COUNT).totals(weights.T).mean(axis=0)
         for plan in plans(role)]
        for world in WORLDS
    ]  # fmt: skip
    # Nine digits: sums of many terms differ in the last ones with the size of the batch.
    return np.round(np.moveaxis(np.array(found), 2, 0), 9)


def grid() -> Floats:
    """Every weighting of the three groups in steps of 1/20, shape (231, 3)."""
    n = STEPS
    return np.array([(a, b, n - a - b) for a in range(n + 1) for b in range(n + 1 - a)]) / n


def place(shares: Floats) -> tuple[Floats, Floats]:
    """Put weightings into a triangle: calm at the top, the relation left, the own side right."""
    calm, _, own = shares.T
    return own + calm / 2, calm * HEIGHT


def random_weights() -> Floats:
    """Return 1,000 weightings of six parts, all equally likely, shape (1000, 6)."""
    chance = Random(22)
    # Shares of exponential waiting times are uniform over all weightings.
    draws = -np.log(np.array([[1 - chance.random() for _ in range(6)] for _ in range(RANDOM)]))
    return draws / draws.sum(axis=1, keepdims=True)


@cache
def winners(role: str) -> NDArray[np.int64]:
    """Return the place of the best plan at each point of the grid, shape (231, worlds)."""
    return means(role, spread(grid(), role)).argmax(axis=2)


@cache
def firsts(role: str) -> Floats:
    """Return how many of 100 random weightings each plan wins, shape (worlds, plans)."""
    best = means(role, random_weights()).argmax(axis=2)
    return np.array([[100 * np.mean(w == i) for i in range(len(plans(role)))] for w in best.T])


# ---- the picture ------------------------------------------------------------------------------


def template() -> go.Figure:
    fields = [
        _marks(world, plan, axis)
        for axis, world in zip(("", "2"), WORLDS, strict=True)
        for plan in ORDER
    ]
    return new_figure([*fields, *_outlines(), *_names(), *_reader()], _layout())


def _marks(world: str, plan: str, axis: str) -> go.Scatter:
    colour, symbol, opacity = MARKS[plan]
    return go.Scatter(
        uid=f"{world}_{plan}", x=[None], y=[None], mode="markers", hoverinfo="skip",
        xaxis=f"x{axis}", yaxis=f"y{axis}",
        marker={"color": colour, "symbol": symbol, "size": 8, "opacity": opacity,
                "line": {"width": 1.4}},
    )  # fmt: skip


def _outlines() -> list[go.Scatter]:
    corners = {"x": [0, 1, 0.5, 0], "y": [0, 0, HEIGHT, 0]}
    return [
        go.Scatter(
            uid=f"edge_{world}", **corners, mode="lines", line={"color": RULE, "width": 1},
            xaxis=f"x{axis}", yaxis=f"y{axis}", hoverinfo="skip",
        )
        for axis, world in zip(("", "2"), WORLDS, strict=True)
    ]  # fmt: skip


def _names() -> list[go.Scatter]:
    """Names of the regions, each on a plate of paper; the reader's dot lies above them."""
    plate = {"mode": "lines", "line": {"color": PAPER, "width": 20}, "hoverinfo": "skip"}
    words = {"mode": "text", "textfont": {"color": INK_COLOUR}, "hoverinfo": "skip"}
    traces = []
    for axis, world in zip(("", "2"), WORLDS, strict=True):
        at = {"x": [None], "y": [None], "xaxis": f"x{axis}", "yaxis": f"y{axis}"}
        traces += [
            go.Scatter(uid=f"plate_{world}", **at, **plate),
            go.Scatter(uid=f"name_{world}", **at, text=[""], **words),
        ]
    return traces


def _reader() -> list[go.Scatter]:
    return [
        go.Scatter(
            uid=f"you_{world}", x=[None], y=[None], mode="markers",
            xaxis=f"x{axis}", yaxis=f"y{axis}", hoverinfo="skip",
            marker={"color": INK_COLOUR, "size": 17, "line": {"color": PAPER, "width": 4}},
        )
        for axis, world in zip(("", "2"), WORLDS, strict=True)
    ]  # fmt: skip


def _layout() -> dict[str, Any]:
    span = {"range": [-0.12, 1.12], "visible": False, "constrain": "domain"}
    rise = {"range": [-0.17, HEIGHT + 0.24], "visible": False, "constrain": "domain"}
    return {
        "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        "xaxis": {**span, "domain": [0, 0.49]},
        "yaxis": {**rise, "domain": [0, 1], "scaleanchor": "x"},
        "xaxis2": {**span, "domain": [0.51, 1], "anchor": "y2"},
        "yaxis2": {**rise, "domain": [0, 1], "scaleanchor": "x2", "anchor": "x2"},
        "annotations": [note for axis in ("", "2") for note in _labels(axis)],
    }


def _labels(axis: str) -> list[dict[str, Any]]:
    """Heading of a triangle and the names of its corners."""
    at = {"xref": f"x{axis}", "yref": f"y{axis}", "xshift": 0}
    bold = {"size": 14, "color": INK_COLOUR, "weight": 700}
    return [
        label(0.5, HEIGHT + 0.19, "", xanchor="center", **at) | {"font": bold},
        label(0.5, HEIGHT + 0.07, "all on calm", SOFT, xanchor="center", **at),
        label(-0.02, -0.08, "all on the relation", SOFT, xanchor="left", **at),
        label(1.02, -0.08, "all on the own side", SOFT, xanchor="right", **at),
    ]


# ---- products ---------------------------------------------------------------------------------


def fields(role: NDArray) -> dict[str, Any]:
    """Where which plan is best: one trace a plan and world."""
    x, y = place(grid())
    drawn: dict[str, list[Any]] = {}
    for one in role:
        for w, world in enumerate(WORLDS):
            best = np.array(plans(one))[winners(one)[:, w]]
            for plan in ORDER:
                here = best == plan
                drawn.setdefault(f"{world}_{plan}.x", []).append(x[here].tolist())
                drawn.setdefault(f"{world}_{plan}.y", []).append(y[here].tolist())
            for key, value in _regions(best, x, y, world).items():
                drawn.setdefault(key, []).append(value)
    return drawn


def _regions(best: NDArray, x: Floats, y: Floats, world: str) -> dict[str, Any]:
    """Names of the larger regions of a triangle, each at its middle, and the plates below them."""
    large = [plan for plan in ORDER if (best == plan).sum() >= LEAST]
    middles = [_middle(x[best == plan], y[best == plan]) for plan in large]
    names = [PLAN_NAMES[plan] for plan in large]
    plates = [
        (x0 + side * (0.0125 * len(name) + 0.02), y0)
        for (x0, y0), name in zip(middles, names, strict=True)
        for side in (-1, 1)
    ]
    gaps = [i // 2 * 3 + i % 2 for i in range(len(plates))]  # a gap after every two ends
    line = np.full((3 * len(large), 2), np.nan)
    line[gaps] = plates
    return {
        f"name_{world}.x": [x0 for x0, _ in middles],
        f"name_{world}.y": [y0 for _, y0 in middles],
        f"name_{world}.text": names,
        f"plate_{world}.x": line[:, 0].tolist(),
        f"plate_{world}.y": line[:, 1].tolist(),
    }


def _middle(x: Floats, y: Floats) -> tuple[float, float]:
    """Middle of a region; below it for a large one, where the reader's dot begins."""
    return float(x.mean()), float(y.mean()) * (0.5 if len(x) > BROAD else 1.0)


def reader(role: NDArray, calm: NDArray, relation: NDArray, own: NDArray) -> dict[str, Any]:
    """Where the reader's points lie, and what is best there."""
    points = np.stack([calm, relation, own], axis=1)
    drawn: dict[str, list[Any]] = {}
    for one, given in zip(role, points, strict=True):
        for key, value in _state(one, given).items():
            drawn.setdefault(key, []).append(value)
    return drawn


def _state(role: str, points: Floats) -> dict[str, Any]:
    names = [PLAN_NAMES[plan] for plan in plans(role)]
    table = {"table.plan": names} | {
        f"table.{world}_first": firsts(role)[w].tolist() for w, world in enumerate(WORLDS)
    }
    if not points.sum():
        return table | _nothing(len(names))
    shares = points / points.sum()
    scores = means(role, spread(shares[None], role))[0]
    best = [names[i] for i in scores.argmax(axis=1)]
    x, y = place(shares[None])
    for w, world in enumerate(WORLDS):
        table |= {
            f"you_{world}.x": [float(x[0])],
            f"you_{world}.y": [float(y[0])],
            f"layout.annotations[{4 * w}].text": f"{HEADINGS[world]}: {best[w].lower()}",
            f"table.{world}": np.round(scores[w], 1).tolist(),
        }
    return table | _words(role, shares, scores, best)


def _words(role: str, shares: Floats, scores: Floats, best: list[str]) -> dict[str, Any]:
    calm, relation, own = (percent(share) for share in shares)
    tops = [fixed(score, 1) for score in scores.max(axis=1)]
    text = (
        f"With {calm} of the weight on calm, {relation} on the relation and {own} on "
        f"{ROLES[role]}\u2019s own side, the best plan in a spiral world is {best[0].lower()} "
        f"({tops[0]}), in a deterrence world {best[1].lower()} ({tops[1]})."
    )
    if best[0] == best[1]:
        title = f"With these weights {best[0].lower()} is best whichever theory is true"
    else:
        title = "With these weights the best plan depends on the theory"
    return {
        "title": title,
        "summary": text,
        "alt": f"Two triangles of weightings, one a world; marks show the best plan. {text}",
    }


def _nothing(rows: int) -> dict[str, Any]:
    drawn: dict[str, Any] = {f"you_{world}.{key}": [None] for world in WORLDS for key in "xy"}
    for w, world in enumerate(WORLDS):
        drawn[f"layout.annotations[{4 * w}].text"] = HEADINGS[world]
    table = {f"table.{world}": [None] * rows for world in WORLDS}
    text = "All three groups have no point; give at least one of them a point."
    alt = f"Two triangles of weightings, one a world; marks show the best plan. {text}"
    return {**drawn, **table, "title": "Give at least one group a point", "summary": text,
            "alt": alt}  # fmt: skip


explorer = Explorer(
    name="capstone_weights",
    subtitle=(
        "The best plan for every way to weigh three groups of results. The dark dot is your "
        "weighting; above each triangle, the plan that is best for it"
    ),
    sources=("jervis_1976",),
    note=(
        f"{COUNT} games a plan and world, alarms verified. Calm: mean tension and lost games. "
        "Relation: transparency and the channel. Own side: for Japan the alliance, support at "
        "home and sea lanes; for Russia few systems in Japan, support at home and sea lanes. "
        "Inside a group the parts keep the default proportions. The table adds how many of "
        "1,000 random weightings of all six parts each plan wins."
    ),
    controls=(
        Choice("role", "Delegation", tuple(ROLES.items())),
        Slider("calm", "Points for calm", 0, 8, step=1, default=7),
        Slider("relation", "Points for the relation", 0, 8, step=1, default=5),
        Slider("own", "Points for the own side", 0, 8, step=1, default=8),
    ),
    figure=template,
    products=(
        Product(("role",), fields),
        Product(("role", "calm", "relation", "own"), reader),
    ),
    columns=(
        Column("plan", "Plan"),
        Column("spiral", "Score by your weights, spiral", digits=1),
        Column("deterrence", "Score by your weights, deterrence", digits=1),
        Column("spiral_first", "First among random weights, spiral", unit="%", digits=1),
        Column("deterrence_first", "First among random weights, deterrence", unit="%", digits=1),
    ),
    narrow={
        "layout.xaxis.domain": [0, 1],
        "layout.height": 640,
        "layout.yaxis.domain": [0.51, 1],
        "layout.xaxis2.domain": [0, 1],
        "layout.yaxis2.domain": [0, 0.49],
    },
    height=400,
)
