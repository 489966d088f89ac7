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
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, PAPER, SOFT
from twoplustwo.explorers._capstone import ORDER, ROLES, WORLDS, default_weights, games, plans
from twoplustwo.explorers.engine import Choice, Column, Explorer, Product, Slider, fixed, percent

COUNT = 300  # games a plan and world
RANDOM = 1000  # random weightings
ROWS = 30  # strips of a triangle, from the relation and the own side up to calm
CELLS = 30  # in each strip
LEAST = 0.03  # share of a triangle that a region needs to carry its plan's name
BROAD = 0.5  # share that makes a region a large one
HEIGHT = np.sqrt(3) / 2
HEADINGS = {"spiral": "Spiral world", "deterrence": "Deterrence world"}
# Which of the six parts of a score belong to which group, in the order of the weights.
GROUPS = {"calm": (0,), "relation": (1, 5), "own": (2, 3, 4)}
# A fill for each plan: ink and pattern together, so that no colour has to tell plans apart.
FILLS = {
    "adaptive": (ACCENT, "", 0.34),
    "talk_only": (ACCENT, "/", 0.5),
    "dual_track": (SOFT, "", 0.3),
    "decouple": (SOFT, "x", 0.6),
    "reduce_first": (SOFT, "\\", 0.55),
    "protest": (INK_COLOUR, "+", 0.6),
    "deploy_first": (INK_COLOUR, ".", 0.7),
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


def cells() -> Floats:
    """Return the weightings in the middle of every cell, strip by strip, shape (900, 3)."""
    calm, ratio = np.meshgrid(
        (np.arange(ROWS) + 0.5) / ROWS, (np.arange(CELLS) + 0.5) / CELLS, indexing="ij"
    )
    own = ratio * (1 - calm)
    return np.stack([calm, 1 - calm - own, own], axis=-1).reshape(-1, 3)


def area() -> Floats:
    """Return what part of the triangle each cell is, shape (900,)."""
    length = 1 - cells()[:, 0]
    return length / length.sum()


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
    """Return the place of the best plan in each cell, shape (900, worlds)."""
    return means(role, spread(cells(), role)).argmax(axis=2)


@cache
def firsts(role: str) -> Floats:
    """Return how many of 100 random weightings each plan wins, shape (worlds, plans)."""
    best = means(role, random_weights()).argmax(axis=2)
    return np.array([[100 * np.mean(w == i) for i in range(len(plans(role)))] for w in best.T])


# ---- the picture ------------------------------------------------------------------------------


def template() -> go.Figure:
    traces = [
        trace
        for axis, world in zip(("", "2"), WORLDS, strict=True)
        for trace in (
            *(_fill(world, plan, axis) for plan in shown(world)),
            _names(world, axis),
            _reader(world, axis),
        )
    ]
    return new_figure(traces, _layout())


@cache
def shown(world: str) -> tuple[str, ...]:
    """Return the plans that are best somewhere in a world, for one side or the other.

    Every trace costs time at every move of a slider, so plans that never win get none.
    """
    w = WORLDS.index(world)
    best = {plans(role)[i] for role in ROLES for i in np.unique(winners(role)[:, w])}
    return tuple(plan for plan in ORDER if plan in best)


def _fill(world: str, plan: str, axis: str) -> go.Scatter:
    colour, pattern, opacity = FILLS[plan]
    hatch = {"fillpattern": {"shape": pattern, "fgcolor": colour, "size": 7, "solidity": 0.25}}
    return go.Scatter(
        uid=f"{world}_{plan}", x=[None], y=[None], mode="none", fill="toself", fillcolor=colour,
        opacity=opacity, hoverinfo="skip", xaxis=f"x{axis}", yaxis=f"y{axis}",
        **(hatch if pattern else {}),
    )  # fmt: skip


def _names(world: str, axis: str) -> go.Scatter:
    """Names of the regions on plates of paper; the reader's dot lies above them."""
    return go.Scatter(
        uid=f"name_{world}", x=[None], y=[None], text=[""], mode="lines+text", hoverinfo="skip",
        line={"color": PAPER, "width": 20}, textfont={"color": INK_COLOUR},
        xaxis=f"x{axis}", yaxis=f"y{axis}",
    )  # fmt: skip


def _reader(world: str, axis: str) -> go.Scatter:
    return go.Scatter(
        uid=f"you_{world}", x=[None], y=[None], mode="markers", hoverinfo="skip",
        marker={"color": INK_COLOUR, "size": 17, "line": {"color": PAPER, "width": 4}},
        xaxis=f"x{axis}", yaxis=f"y{axis}",
    )  # fmt: skip


def _layout() -> dict[str, Any]:
    span = {"range": [-0.08, 1.08], "visible": False}
    rise = {"range": [-0.13, HEIGHT + 0.24], "visible": False}
    return {
        "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        "xaxis": {**span, "domain": [0, 0.49]},
        "yaxis": {**rise, "domain": [0, 1]},
        "xaxis2": {**span, "domain": [0.51, 1], "anchor": "y2"},
        "yaxis2": {**rise, "domain": [0, 1], "anchor": "x2"},
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
    drawn: dict[str, list[Any]] = {}
    for one in role:
        for w, world in enumerate(WORLDS):
            best = np.array(plans(one))[winners(one)[:, w]]
            for plan in shown(world):
                x, y = _strips((best == plan).reshape(ROWS, CELLS))
                drawn.setdefault(f"{world}_{plan}.x", []).append(x)
                drawn.setdefault(f"{world}_{plan}.y", []).append(y)
            for key, value in _regions(best, world).items():
                drawn.setdefault(key, []).append(value)
    return drawn


def _strips(inside: NDArray[np.bool_]) -> tuple[list[float], list[float]]:
    """Outline of a region: in every strip a four-sided piece for each run of its cells."""
    x: list[float] = []
    y: list[float] = []
    edges = np.diff(inside.astype(int), axis=1, prepend=0, append=0)
    for row, steps in enumerate(edges):
        low, high = row / ROWS, (row + 1) / ROWS
        for start, end in zip(np.flatnonzero(steps > 0), np.flatnonzero(steps < 0), strict=True):
            left, right = start / CELLS, end / CELLS
            corners = [(low, left), (low, right), (high, right), (high, left)]
            shares = [(calm, 0.0, ratio * (1 - calm)) for calm, ratio in corners]
            xs, ys = place(np.array(shares))
            x += [*np.round(xs, 5).tolist(), np.nan]
            y += [*np.round(ys, 5).tolist(), np.nan]
    return x, y


def _regions(best: NDArray, world: str) -> dict[str, Any]:
    """Names of the larger regions of a triangle, each in the middle of its plate."""
    x: list[float] = []
    y: list[float] = []
    texts: list[str] = []
    for plan in ORDER:
        if area()[best == plan].sum() < LEAST:
            continue
        middle, height = _middle(best == plan)
        half = 0.0115 * len(PLAN_NAMES[plan]) + 0.01
        x += [middle - half, middle, middle + half, np.nan]
        y += [height, height, height, np.nan]
        texts += ["", PLAN_NAMES[plan], "", ""]
    return {f"name_{world}.x": x, f"name_{world}.y": y, f"name_{world}.text": texts}


def _middle(inside: NDArray[np.bool_]) -> tuple[float, float]:
    """Middle of a region; below it for a large one, where the reader's dot begins."""
    weight = area() * inside
    x, y = (float((axis * weight).sum() / weight.sum()) for axis in place(cells()))
    return x, y * (0.5 if weight.sum() > BROAD else 1.0)


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
        "alt": f"Two triangles of weightings, one a world; regions show the best plan. {text}",
    }


def _nothing(rows: int) -> dict[str, Any]:
    drawn: dict[str, Any] = {f"you_{world}.{key}": [None] for world in WORLDS for key in "xy"}
    for w, world in enumerate(WORLDS):
        drawn[f"layout.annotations[{4 * w}].text"] = HEADINGS[world]
    table = {f"table.{world}": [None] * rows for world in WORLDS}
    text = "All three groups have no point; give at least one of them a point."
    alt = f"Two triangles of weightings, one a world; regions show the best plan. {text}"
    return {**drawn, **table, "title": "Give at least one group a point", "summary": text,
            "alt": alt}  # fmt: skip


explorer = Explorer(
    name="capstone_weights",
    subtitle=(
        "The best plan for every way to weigh three groups of results. The dot is your "
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
