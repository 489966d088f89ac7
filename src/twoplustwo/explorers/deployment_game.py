"""M06: restrain or deploy, a game of two sides; the same wishes can end in two ways."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import label, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, RULE, SOFT
from twoplustwo.explorers._packages import listed
from twoplustwo.explorers.engine import Column, Explorer, Prediction, Product, Slider, fixed
from twoplustwo.models.games import DeploymentGame, deployment_game, indifference_belief

PROFILES = ("CC", "CD", "DC", "DD")
WORDS = {
    "CC": "both restrain",
    "CD": "you restrain alone",
    "DC": "you deploy alone",
    "DD": "both deploy",
}
CENTRES = {"CC": (0.5, 1.5), "CD": (1.5, 1.5), "DC": (0.5, 0.5), "DD": (1.5, 0.5)}

NAMES = {
    "stag_hunt": "a stag hunt",
    "prisoners_dilemma": "a prisoner’s dilemma",
    "chicken": "a game of chicken",
    "harmony": "harmony",
    "deadlock": "deadlock",
    "other": "no game with a name",
}
TITLES = {
    "stag_hunt": "Two outcomes are stable: which one comes depends on trust",
    "prisoners_dilemma": "Each deploys whatever the other does, and both would rather not have",
    "chicken": "Each hopes that the other will be the one to restrain",
    "harmony": "Nobody gains from deploying, so nobody does",
    "deadlock": "Both prefer to deploy, and there is nothing to agree on",
    "other": "The order of these payoffs fits none of the games with a name",
}
EXAMPLE = {"r": 4.0, "t": 3.0, "p": 2.0, "s": 0.0}
SURE = np.linspace(0.0, 1.0, 2)
LOW, TOP = -1.1, 6.6


def template() -> go.Figure:
    cells = go.Scatter(
        uid="cells", x=[CENTRES[k][0] for k in PROFILES], y=[CENTRES[k][1] for k in PROFILES],
        mode="text", text=[""] * 4, textposition="middle center", hoverinfo="skip",
        textfont={"color": INK_COLOUR},
    )  # fmt: skip
    better = go.Scatter(
        uid="better", x=[0] * 4, y=[LOW, LOW, TOP, TOP], fill="toself", mode="none",
        fillcolor=ACCENT, opacity=0.14, hoverinfo="skip", xaxis="x2", yaxis="y2",
    )  # fmt: skip
    lines = [_line("restrain", ACCENT, "solid"), _line("deploy", INK_COLOUR, "dash")]
    cross = go.Scatter(
        uid="cross", x=[None], y=[None], mode="markers", xaxis="x2", yaxis="y2", hoverinfo="skip",
        marker={"size": 12, "color": INK_COLOUR},
    )  # fmt: skip
    return new_figure([cells, better, *lines, cross], _layout())


def _line(uid: str, colour: str, dash: str) -> go.Scatter:
    return go.Scatter(
        uid=uid, x=SURE, y=[0, 0], mode="lines", xaxis="x2", yaxis="y2", hoverinfo="skip",
        line={"color": colour, "width": 3, "dash": dash},
    )  # fmt: skip


def _layout() -> dict[str, Any]:
    boxes = [
        {"type": "rect", "xref": "x", "yref": "y", "layer": "below",
         "x0": x - 0.48, "x1": x + 0.48, "y0": y - 0.46, "y1": y + 0.46,
         "fillcolor": ACCENT, "opacity": 0.16, "line": {"width": 0}, "visible": True}
        for x, y in (CENTRES[k] for k in PROFILES)
    ]  # fmt: skip
    frames = [
        {**box, "fillcolor": "rgba(0,0,0,0)", "opacity": 1, "line": {"width": 1, "color": RULE}}
        for box in boxes
    ]
    head = {"yanchor": "bottom", "xanchor": "center", "xshift": 0, "yshift": 1}
    side = {"xanchor": "right", "xshift": -4, "align": "right"}
    names = [
        label(0.5, 2, "the other restrains", SOFT, **head),
        label(1.5, 2, "the other deploys", SOFT, **head),
        label(0, 1.5, "you<br>restrain", SOFT, **side),
        label(0, 0.5, "you<br>deploy", SOFT, **side),
    ]
    ends = [
        label(1, 0, "you restrain", ACCENT, xref="x2", yref="y2", xshift=0),
        label(1, 0, "you deploy", INK_COLOUR, xref="x2", yref="y2", xshift=0),
    ]
    return {
        "margin": {"l": 64, "r": 18, "t": 26, "b": 48},
        "xaxis": {"range": [-0.02, 2.02], "visible": False, "anchor": "y"},
        "yaxis": {"domain": [0.57, 1], "range": [0, 2], "visible": False},
        "xaxis2": {"range": [0, 1], "anchor": "y2", "tickvals": [0, 0.25, 0.5, 0.75, 1],
                   "ticktext": ["0%", "25%", "50%", "75%", "100%"],
                   "title": {"text": "How sure you are that the other restrains"}},
        "yaxis2": {"domain": [0, 0.5], "range": [LOW, TOP], "tickvals": [0, 2, 4, 6],
                   "title": {"text": "Your payoff"}},
        "shapes": [*boxes, *frames],
        "annotations": [*names, *ends],
    }  # fmt: skip


# -- Products ------------------------------------------------------------------------------


def compute(r: NDArray, t: NDArray, p: NDArray, s: NDArray) -> dict[str, Any]:
    games = [deployment_game(*row) for row in zip(r, t, p, s, strict=True)]
    pays = np.stack([r, s, t, p], axis=1)
    theirs = np.stack([r, t, s, p], axis=1)
    y = np.array([np.nan if g.y is None else g.y for g in games])
    stable = np.array([[k in g.pure for k in PROFILES] for g in games])
    return {
        **_matrix(pays, theirs, stable),
        **_lines(r, t, p, s, y),
        **_sentences(games, pays),
        "table.outcome": [[WORDS[k][0].upper() + WORDS[k][1:] for k in PROFILES]] * len(r),
        "table.yours": pays,
        "table.theirs": theirs,
        "table.stable": [["yes" if x else "no" for x in row] for row in stable],
    }


def _matrix(pays: NDArray, theirs: NDArray, stable: NDArray) -> dict[str, Any]:
    out: dict[str, Any] = {
        "cells.text": [
            [
                f"you <b>{short(a)}</b>, other {short(b)}" + ("<br><b>stable</b>" if k else "")
                for a, b, k in zip(*row, strict=True)
            ]
            for row in zip(pays, theirs, stable, strict=True)
        ]
    }
    for i in range(len(PROFILES)):
        out[f"layout.shapes[{i}].visible"] = stable[:, i]
    return out


def short(x: float) -> str:
    """Write a payoff, with a decimal only where it has one."""
    return fixed(x, 0 if x == np.rint(x) else 1)


def _lines(r: NDArray, t: NDArray, p: NDArray, s: NDArray, y: NDArray) -> dict[str, Any]:
    from_left, to_right = _where_restraint_pays(r - t, s - p, y)
    level = s + (r - s) * y
    return {
        "restrain.y": np.stack([s, r], axis=1),
        "deploy.y": np.stack([p, t], axis=1),
        "better.x": np.stack([from_left, to_right, to_right, from_left], axis=1),
        "cross.x": y[:, None],
        "cross.y": level[:, None],
        **_end_label(4, r >= t, s > p, r, s),
        **_end_label(5, t > r, p >= s, t, p),
    }


def _end_label(
    place: int, upper: NDArray, upper_left: NDArray, right: NDArray, left: NDArray
) -> dict[str, Any]:
    """Name a line where it lies free.

    The upper line at the right is named over its right end. The other is named at its left end:
    over it where it is the upper one there (higher for a steep line), else under it.
    """
    key = f"layout.annotations[{place}]"
    slope = np.maximum(right - left, 0)
    over = upper_left & (slope <= 3)
    return {
        f"{key}.x": np.where(upper, 1.0, 0.01),
        f"{key}.xanchor": ["right" if u else "left" for u in upper],
        f"{key}.y": np.where(upper, right, left),
        f"{key}.yshift": np.where(upper, 11, np.where(over, 12 + 8 * slope, -11)),
    }


def _where_restraint_pays(
    against_restraint: NDArray, against_deployment: NDArray, y: NDArray
) -> tuple[NDArray, NDArray]:
    """Return the ends of the beliefs at which restraint is the better reply (0, 0 if nowhere)."""
    left = np.where(against_deployment >= 0, 0.0, np.where(against_restraint > 0, y, 0.0))
    right = np.where(against_restraint >= 0, 1.0, np.where(against_deployment > 0, y, 0.0))
    ties = (against_restraint == 0) & (against_deployment < 0)
    return np.where(ties, 0.0, left), np.where(ties, 0.0, right)


def _sentences(games: list[DeploymentGame], pays: NDArray) -> dict[str, Any]:
    texts = [
        f"R = {short(r)}, T = {short(t)}, P = {short(p)}, S = {short(s)}: {NAMES[g.name]}. "
        f"Stable: {listed([WORDS[k] for k in g.pure]) if g.pure else 'no pure outcome'}."
        f"{advice(g)}"
        for g, (r, s, t, p) in zip(games, pays, strict=True)
    ]
    return {
        "title": [TITLES[g.name] for g in games],
        "summary": texts,
        "alt": [
            "A table of two by two payoffs with the stable outcomes shaded; below, two lines show "
            f"what each move pays, by belief in the other’s restraint. {text}"
            for text in texts
        ],
    }


def advice(game: DeploymentGame) -> str:
    """Return what the belief threshold says to a player, in words."""
    if game.y is None:
        return ""
    sure = f"{fixed(100 * game.y, 0)}%"
    if "CC" not in game.pure:
        return f" Deploying pays if you are more than {sure} sure that the other restrains."
    safer = {"Restrain": "restraint", "Deploy": "deploying"}.get(game.risk_dominant or "")
    end = f"; with no clue at all, {safer} is the safer move" if safer else ""
    return f" Restraint pays if you are more than {sure} sure that the other restrains{end}."


def answer() -> dict[str, Any]:
    return {"outcome.sure": [100.0 * float(indifference_belief(**EXAMPLE))]}


explorer = Explorer(
    name="deployment_game",
    subtitle="Above: payoffs, stable outcomes shaded. Below: what each move pays, by your belief "
    "about the other; shaded where restraint pays more",
    sources=("jervis_1978", "harsanyi_selten_1988", "wagner_1983"),
    note="All values are illustrative: nobody has measured them. Two sides with the same payoffs, "
    "one move each, payoffs known to both. An outcome is stable if neither side gains by changing "
    "its own move alone.",
    controls=(
        Slider("s", "You restrain alone, S", 0, 3, step=0.5, default=1.5),
        Slider("r", "Both restrain, R", 2, 5, step=1, default=EXAMPLE["r"]),
        Slider("t", "You deploy alone, T", 1, 6, step=0.5, default=EXAMPLE["t"]),
        Slider("p", "Both deploy, P", 0, 3, step=1, default=EXAMPLE["p"]),
    ),
    figure=template,
    products=(Product(("r", "t", "p", "s"), compute), Product((), answer)),
    columns=(
        Column("outcome", "Outcome"),
        Column("yours", "Your payoff", digits=1),
        Column("theirs", "The other’s payoff", digits=1),
        Column("stable", "Stable?"),
    ),
    predict=Prediction(
        question="With S = 1.5 you must be 33% sure of the other before restraint pays. Nobody’s "
        "wishes change, but now whoever restrains alone loses everything: S = 0. How sure now?",
        unit="%",
        answer_key="outcome.sure",
    ),
    narrow={"layout.margin.l": 58},
    height=560,
)
