"""M20: the network of leaders' meetings in three years, and what a cut line does to the ways."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import COUNTRY, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, PAPER, SOFT
from twoplustwo.explorers._dialogue import (
    CAPITAL,
    PAIRS,
    SIX,
    STARTS,
    Pair,
    betweenness,
    capitals,
    ways,
    window,
    years_met,
)
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Prediction,
    Product,
    Slider,
    percent,
)
from twoplustwo.models.network import Paths

# Tokyo at the left, Pyongyang at the right, whoever might stand between in the middle.
PLACE = {
    "JPN": (-1.0, 0.0), "PRK": (1.0, 0.0), "RUS": (0.22, 0.95),
    "CHN": (-0.3, 0.34), "KOR": (0.3, -0.34), "USA": (-0.22, -0.95),
}  # fmt: skip
BELOW = ("KOR", "USA")
ENDS: tuple[Pair, ...] = (("JPN", "PRK"), ("JPN", "RUS"), ("KOR", "PRK"), ("USA", "PRK"))
NUMBER = {0: "no", 1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
WIDTH = {1: 2.0, 2: 4.0, 3: 6.0}  # years of the window in which the pair met


def key(pair: Pair) -> str:
    return "_".join(pair).lower()


CUTS = {"none": None, **{key(pair): pair for pair in PAIRS if pair != ("JPN", "PRK")}}


def template() -> go.Figure:
    lines = [
        go.Scatter(
            uid=key(pair), x=[PLACE[c][0] for c in pair], y=[PLACE[c][1] for c in pair],
            mode="lines", hoverinfo="skip", line={"color": SOFT, "width": 2},
        )
        for pair in PAIRS
    ]  # fmt: skip
    nodes = go.Scatter(
        uid="nodes", x=[PLACE[c][0] for c in SIX], y=[PLACE[c][1] for c in SIX],
        mode="markers", hoverinfo="text", cliponaxis=False,
        marker={"size": [16] * 6, "color": [COUNTRY[c] for c in SIX], "opacity": 1,
                "line": {"width": 2, "color": PAPER}},
    )  # fmt: skip
    return new_figure([*lines, nodes], _layout())


def _layout() -> dict[str, Any]:
    hidden = {"visible": False}
    names = [
        {
            "x": PLACE[c][0], "y": PLACE[c][1], "text": CAPITAL[c], "showarrow": False,
            "yshift": -24 if c in BELOW else 24, "bgcolor": PAPER, "borderpad": 1,
            "font": {"color": INK_COLOUR, "size": 13},
        }
        for c in SIX
    ]  # fmt: skip
    return {
        "annotations": names,
        "margin": {"l": 6, "r": 6, "t": 4, "b": 4},
        "xaxis": {"range": [-1.32, 1.32], **hidden},
        "yaxis": {"range": [-1.35, 1.35], **hidden},
    }


def compute(start: NDArray, cut: NDArray, ends: NDArray) -> dict[str, Any]:
    states = [
        _state(int(first), CUTS[c], tuple(e.upper().split("_")))
        for first, c, e in zip(start, cut, ends, strict=True)
    ]
    return {name: [state[name] for state in states] for name in states[0]}


def _state(start: int, cut: Pair | None, ends: Pair) -> dict[str, Any]:
    met = years_met(start)
    present = frozenset(met) - {cut}
    found = ways(present, _sorted(ends))
    role = betweenness(present)
    sentence = _sentence(start, cut if cut in met else None, ends, found)
    return {
        **_lines(met, cut, _steps(found)),
        "nodes.marker.size": _size(role),
        **{f"layout.annotations[{i}].text": _label(c, role[i]) for i, c in enumerate(SIX)},
        **{f"layout.annotations[{i}].yshift": _shift(c, role[i]) for i, c in enumerate(SIX)},
        "nodes.hovertext": [
            f"{CAPITAL[c]}: on {percent(b, 0)} of the shortest ways of others"
            for c, b in zip(SIX, role, strict=True)
        ],
        "title": _title(ends, found),
        "summary": sentence,
        "alt": f"Six capitals joined by {len(present)} lines of leaders' meetings. {sentence}",
        **_table(start, met, cut, found),
        "outcome.steps": "none" if found.distance is None else str(found.distance),
    }


def _sorted(ends: Pair) -> Pair:
    return min(ends), max(ends)


def _steps(found: Paths) -> set[Pair]:
    return {(min(step), max(step)) for path in found.paths for step in pairwise(path)}


def _size(role: NDArray) -> NDArray:
    """Diameter in pixels: the area grows with the share of ways."""
    return 14 + 40 * np.sqrt(role)


def _shift(code: str, role: float) -> float:
    """How far the name stands from the middle of its circle, in pixels."""
    away = 13 + float(_size(np.array(role))) / 2
    return -away if code in BELOW else away


def _label(code: str, role: float) -> str:
    return CAPITAL[code] + (f" {percent(role, 0)}" if role > 0.0005 else "")


def _lines(met: dict[Pair, int], cut: Pair | None, steps: set[Pair]) -> dict[str, Any]:
    """Lines of pairs that met; none for the others, dotted for the one that was cut."""
    drawn: dict[str, Any] = {}
    for pair in PAIRS:
        there = pair in met
        gone = there and pair == cut
        drawn[f"{key(pair)}.x"] = [PLACE[c][0] if there else np.nan for c in pair]
        drawn[f"{key(pair)}.line.color"] = ACCENT if pair in steps else SOFT
        drawn[f"{key(pair)}.line.width"] = 1.5 if gone or not there else WIDTH[met[pair]]
        drawn[f"{key(pair)}.line.dash"] = "dot" if gone else "solid"
        drawn[f"{key(pair)}.opacity"] = 1.0 if pair in steps or gone else 0.35
    return drawn


def _title(ends: Pair, found: Paths) -> str:
    here, there = (CAPITAL[c] for c in ends)
    if found.distance is None:
        return f"No chain of leaders' meetings joins {here} and {there}"
    if found.distance == 1:
        return f"{here} and {there} have a line of their own"
    if found.count == 1:
        return f"One shortest way from {here} to {there}: through {_between(ends, found)}"
    return f"{NUMBER[found.count].capitalize()} shortest ways lead from {here} to {there}"


def _between(ends: Pair, found: Paths) -> str:
    """The stations of the only way in the order of travel, whichever way the model walked."""
    path = found.paths[0] if found.paths[0][0] == ends[0] else found.paths[0][::-1]
    return " and ".join(CAPITAL[c] for c in path[1:-1])


def _sentence(start: int, cut: Pair | None, ends: Pair, found: Paths) -> str:
    here, there = (CAPITAL[c] for c in ends)
    lead = f"{window(start)}" + (f" without {capitals(cut)}" if cut else "")
    if found.distance is None:
        return f"{lead}: no chain of meetings leads from {here} to {there}."
    if found.distance == 1:
        return f"{lead}: the leaders in {here} and {there} met each other."
    steps = f"{lead}: the shortest way from {here} to {there} has {NUMBER[found.distance]} steps"
    if found.count == 1:
        return f"{steps} and leads through {_between(ends, found)} alone."
    return f"{steps}, and {NUMBER[found.count]} ways are equally short."


def _table(start: int, met: dict[Pair, int], cut: Pair | None, found: Paths) -> dict[str, Any]:
    steps = _steps(found)
    return {
        "table.pair": [capitals(pair) for pair in PAIRS],
        "table.years": [met.get(pair, 0) for pair in PAIRS],
        "table.line": [
            "cut" if pair == cut and pair in met else "yes" if pair in met else "no"
            for pair in PAIRS
        ],
        "table.way": ["yes" if pair in steps else "no" for pair in PAIRS],
    }


explorer = Explorer(
    name="dialogue_network",
    subtitle=(
        "Lines: leaders met in person, thicker for more of the three years. Circles and "
        "percentages: share of the shortest ways of others that pass there"
    ),
    sources=(
        "freeman_1978", "brandes_2001", "kremlin_20190629", "tass_20190425", "yonhap_20221115",
        "csis_russia_dprk_2026", "devdiscourse_20250816", "afp_20251101",
    ),
    note=(
        "Where a capital stands in the picture has no meaning. Every line rests on a dated, "
        "sourced meeting of heads of state or government; no line means that none was found. "
        "A line is not trust. 2026 ends on 20 August."
    ),
    controls=(
        Slider(
            "start", "Window of three years", STARTS[0], STARTS[-1], step=1, default=2017,
            labels=tuple(window(first) for first in STARTS),
        ),
        Choice(
            "cut", "Cut one line",
            tuple((k, "none" if pair is None else capitals(pair)) for k, pair in CUTS.items()),
            default="none",
        ),
        Choice("ends", "Find the way", tuple(
            (key(pair), " to ".join(CAPITAL[c] for c in pair)) for pair in ENDS
        )),
    ),
    figure=template,
    products=(Product(("start", "cut", "ends"), compute),),
    columns=(
        Column("pair", "Capitals"),
        Column("years", "Years with a meeting", digits=0),
        Column("line", "Line"),
        Column("way", "On a shortest way"),
    ),
    predict=Prediction(
        question=(
            "In 2017–2019 Tokyo could reach Pyongyang in two steps, and four capitals could be "
            "the one between. How many steps does it take in 2022–2024? "
            "Choose, then move the window."
        ),
        kind="choice",
        options=(
            ("1", "one"), ("2", "two, as before"), ("3", "three"), ("none", "there is no way"),
        ),
        answer_key="outcome.steps",
    ),
    height=420,
)  # fmt: skip
