"""Every plan of the simulation in both worlds: score, share of lost games, and regret."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.capstone.words import PLAN_NAMES
from twoplustwo.charts import new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, PAPER, RULE, SOFT
from twoplustwo.explorers._capstone import (
    COUNTS,
    ORDER,
    ROLES,
    WORLDS,
    default_weights,
    games,
    plans,
)
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    fixed,
    percent,
)

ROWS = np.arange(len(ORDER), 0.0, -1.0)
NEAR = 1.0  # points of regret below which a plan counts as nearly best
Z = 1.96  # of a 95% interval
MEASURES = {
    "score": ("Mean score, 0 to 100", 1),
    "regret": ("Regret: points below the best plan in the same world", 1),
    "lost": ("Games in which control was lost, in 100", 0),
}
MARKS = {"spiral": (ACCENT, "circle"), "deterrence": (INK_COLOUR, "diamond-open")}
Floats = NDArray[np.float64]


@cache
def study(role: str, alarm: str, count: int) -> dict[str, Floats]:
    """Mean and half-widths of 95% intervals of each measure.

    Returns
    -------
    dict
        ``score``, ``regret``, ``lost`` and, for each, ``<measure>_low`` and ``<measure>_high``:
        arrays of shape (plans, worlds), NaN where a side has no such plan.
    """
    shape = (len(ORDER), len(WORLDS))
    names = [f"{m}{end}" for m in MEASURES for end in ("", "_low", "_high")]
    found = {name: np.full(shape, np.nan) for name in names}
    own = [ORDER.index(plan) for plan in plans(role)]
    for w, world in enumerate(WORLDS):
        results = [games(role, plan, world, alarm, count) for plan in plans(role)]
        totals = np.stack([one.totals(default_weights(role)) for one in results])
        lost = np.array([one.lost.mean() for one in results])
        means = np.round(totals.mean(axis=1), 9)
        # All plans meet the same luck, so regret is a mean of differences game by game.
        behind = totals[means.argmax()] - totals
        _set(found, "score", own, w, means, _mean_ends(totals))
        _set(found, "regret", own, w, np.round(behind.mean(axis=1), 9), _mean_ends(behind))
        _set(found, "lost", own, w, 100 * lost, _share_ends(lost, count))
    return found


def _set(
    found: dict[str, Floats], name: str, rows: list[int], world: int, mean: Floats, ends: Floats
) -> None:
    found[name][rows, world] = mean
    found[f"{name}_low"][rows, world], found[f"{name}_high"][rows, world] = ends


def _mean_ends(values: Floats) -> Floats:
    """How far a 95% interval of the mean of each row reaches down and up, shape (2, rows)."""
    half = Z * values.std(axis=1, ddof=1) / np.sqrt(values.shape[1])
    return np.stack([half, half])


def _share_ends(share: Floats, count: int) -> Floats:
    """The same for shares, in points of 100, by Wilson's interval; 0 of n is not none."""
    centre = (share + Z**2 / (2 * count)) / (1 + Z**2 / count)
    half = Z / (1 + Z**2 / count) * np.sqrt(share * (1 - share) / count + Z**2 / (4 * count**2))
    return 100 * np.stack([share - (centre - half), centre + half - share])


def template() -> go.Figure:
    empty = [None] * len(ORDER)
    gaps = go.Scatter(
        uid="gaps", x=[None] * 3 * len(ORDER), y=np.repeat(ROWS, 3), mode="lines",
        line={"color": RULE, "width": 6}, hoverinfo="skip",
    )  # fmt: skip
    points = [
        go.Scatter(
            uid=world, x=empty, y=ROWS, mode="markers", hoverinfo="x",
            cliponaxis=False,
            marker={"color": colour, "symbol": symbol, "size": 12,
                    "line": {"width": 2.5, "color": colour}},
            error_x={"type": "data", "symmetric": False, "array": empty, "arrayminus": empty,
                     "color": colour, "thickness": 1.5, "width": 4},
        )
        for world, (colour, symbol) in MARKS.items()
    ]  # fmt: skip
    return new_figure([gaps, *points, *_names()], _layout())


def _names() -> list[go.Scatter]:
    """Names of the plans over their rows, and of the worlds in a row of their own."""
    key = go.Scatter(
        uid="key", x=[2, 24], y=[len(ORDER) + 1] * 2, mode="markers+text", hoverinfo="skip",
        text=["  spiral world", "  deterrence world"], textposition="middle right",
        textfont={"color": SOFT},
        marker={"color": [c for c, _ in MARKS.values()], "symbol": [s for _, s in MARKS.values()],
                "size": 12, "line": {"width": 2.5, "color": [c for c, _ in MARKS.values()]}},
    )  # fmt: skip
    names = go.Scatter(
        uid="names", x=[0.5] * len(ORDER), y=ROWS + 0.36, mode="text", hoverinfo="skip",
        text=[""] * len(ORDER), textposition="middle right", textfont={"color": INK_COLOUR},
    )  # fmt: skip
    return [key, names]


def _layout() -> dict[str, Any]:
    return {
        "margin": {"l": 10, "r": 14, "t": 4, "b": 48},
        "xaxis": {"range": [0, 74], "title": {"text": MEASURES["score"][0]}, "showgrid": True,
                  "tickvals": [0, 10, 20, 30, 40, 50, 60, 70]},
        "yaxis": {"range": [0.6, len(ORDER) + 1.5], "visible": False},
        "plot_bgcolor": PAPER,
    }  # fmt: skip


def compute(role: NDArray, measure: NDArray, alarm: NDArray, count: NDArray) -> dict[str, Any]:
    states = list(zip(role, measure, alarm, count.astype(int), strict=True))
    drawn: dict[str, list[Any]] = {}
    for state in states:
        for key, value in {**_drawn(*state), **_words(*state), **_table(*state)}.items():
            drawn.setdefault(key, []).append(value)
    return drawn


def _drawn(role: str, measure: str, alarm: str, count: int) -> dict[str, Any]:
    found = study(role, alarm, count)
    means = found[measure]
    gaps = np.column_stack([means, np.full(len(means), np.nan)]).ravel()
    values: dict[str, Any] = {
        "gaps.x": gaps.tolist(),
        "names.text": [PLAN_NAMES[p] if p in plans(role) else "" for p in ORDER],
        "layout.xaxis.title.text": MEASURES[measure][0],
    }
    for w, world in enumerate(WORLDS):
        values[f"{world}.x"] = means[:, w].tolist()
        values[f"{world}.error_x.array"] = found[f"{measure}_high"][:, w].tolist()
        values[f"{world}.error_x.arrayminus"] = found[f"{measure}_low"][:, w].tolist()
    return values


def _best(role: str, alarm: str, count: int) -> tuple[list[str], str]:
    """The best plan of each world, and the plan whose largest regret is smallest."""
    found = study(role, alarm, count)
    best = [ORDER[i] for i in np.nanargmax(found["score"], axis=0)]
    worst = found["regret"].max(axis=1)
    return best, ORDER[int(np.nanargmin(worst))]


def _title(role: str, measure: str, alarm: str, count: int) -> str:
    found = study(role, alarm, count)
    _, calm = _best(role, alarm, count)
    if measure == "score":
        if np.nanmin(found["regret"].max(axis=1)) < NEAR:
            plan = _low(calm)
            return f"For {ROLES[role]} one plan is best or nearly so in both worlds: {plan}"
        return f"No plan of {ROLES[role]} is best in both worlds"
    if measure == "regret":
        return f"{PLAN_NAMES[calm]} gives away least in its worse world"
    row, world = np.unravel_index(np.nanargmax(found["lost"]), found["lost"].shape)
    share = percent(found["lost"][row, world] / 100)
    return f"{PLAN_NAMES[ORDER[row]]} loses control in {share} of games in a {WORLDS[world]} world"


def _words(role: str, measure: str, alarm: str, count: int) -> dict[str, Any]:
    found = study(role, alarm, count)
    best, calm = _best(role, alarm, count)
    tops = [found["score"][ORDER.index(plan), w] for w, plan in enumerate(best)]
    regret = found["regret"][ORDER.index(calm)].max()
    worst = np.nanmax(found["lost"])
    text = (
        f"{ROLES[role]}, {count} games a plan, answer to alarms: {alarm}. Best in a spiral world: "
        f"{_low(best[0])} ({fixed(tops[0], 1)}); in a deterrence world: {_low(best[1])} "
        f"({fixed(tops[1], 1)}). Largest regret is smallest for {_low(calm)} "
        f"({fixed(regret, 1)} points). The riskiest plan loses control in "
        f"{percent(worst / 100)} of games."
    )
    return {
        "title": _title(role, measure, alarm, count),
        "summary": text,
        "alt": f"A row for each plan with two marks, one a world, and 95% intervals. {text}",
        "outcome.calm": calm,
    }


def _table(role: str, measure: str, alarm: str, count: int) -> dict[str, Any]:
    found = study(role, alarm, count)
    own = [ORDER.index(plan) for plan in plans(role)]
    columns: dict[str, Any] = {"table.plan": [PLAN_NAMES[plan] for plan in plans(role)]}
    for w, world in enumerate(WORLDS):
        columns[f"table.{world}"] = found["score"][own, w].tolist()
        columns[f"table.{world}_half"] = found["score_high"][own, w].tolist()
        columns[f"table.{world}_lost"] = found["lost"][own, w].tolist()
    columns["table.regret"] = found["regret"][own].max(axis=1).tolist()
    return columns


def _low(plan: str) -> str:
    return PLAN_NAMES[plan].lower()


explorer = Explorer(
    name="capstone_plans",
    subtitle="Fixed plans against the bot, scored by the default weights, in both worlds",
    sources=("jervis_1976", "savage_1951"),
    note=(
        "The numbers of the game are invented; compare plans, not countries. Thin lines: 95% "
        "intervals of the mean, which shrink with the number of games; for regret, of differences "
        "under the same luck. Adaptive looks at true tension, which no player sees. Russia\u2019s "
        "plans mirror Japan\u2019s move by move."
    ),
    controls=(
        Choice("role", "Delegation", tuple(ROLES.items())),
        Choice("measure", "Show", (("score", "Mean score"), ("regret", "Regret"),
                                   ("lost", "Control lost"))),
        Choice("alarm", "Answer to an alarm", (("verify", "Verify"), ("alert", "Alert"))),
        Choice("games", "Games a plan", tuple((n, f"{n:,}") for n in COUNTS), default=300),
    ),
    figure=template,
    products=(Product(("role", "measure", "alarm", "games"), compute),),
    columns=(
        Column("plan", "Plan"),
        Column("spiral", "Score, spiral", digits=1),
        Column("spiral_half", "\u00b1", digits=1),
        Column("spiral_lost", "Control lost, spiral", unit="%", digits=1),
        Column("deterrence", "Score, deterrence", digits=1),
        Column("deterrence_half", "\u00b1", digits=1),
        Column("deterrence_lost", "Control lost, deterrence", unit="%", digits=1),
        Column("regret", "Largest regret", digits=1),
    ),
    predict=Prediction(
        question=(
            "Nobody knows which theory is true. Which of Japan\u2019s seven plans gives away "
            "least, compared with the best plan, in the world that suits it worse?"
        ),
        kind="choice",
        options=tuple(PLAN_NAMES.items()),
        answer_key="outcome.calm",
    ),
    narrow={"key.x": [2, 32], "layout.xaxis.tickvals": [0, 20, 40, 60]},
    height=470,
)  # fmt: skip
