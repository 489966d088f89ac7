"""One share of claims that hold, and how much of it is a rule of counting.

A unit chart: each claim is a sign, in three blocks by kind, ordered by verdict.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import new_figure
from twoplustwo.charts.theme import FONT_SIZE, INK_COLOUR
from twoplustwo.explorers._ledger import (
    KINDS,
    SIGNS,
    THEMES,
    VERDICTS,
    key_of_verdicts,
    ledger,
)
from twoplustwo.explorers.engine import (
    Choice,
    Column,
    Explorer,
    Filter,
    Prediction,
    Product,
    Toggle,
    fixed,
    percent,
)

PLURALS = {"fact": "Facts", "forecast": "Forecasts", "judgement": "Judgements"}
WEIGHTS = {"right": 1.0, "half": 0.5, "wrong": 0.0}
PARTLY = (("right", "as right"), ("half", "as half right"), ("wrong", "as not right"))
ACROSS = 14  # signs in a row of a block
OPEN = ("not_testable", "not_found")  # verdicts that no record settles
HEAD, ROW, GAP = 1.0, 1.0, 0.5  # heights, in rows


@cache
def claims() -> pd.DataFrame:
    """Return the ledger by kind and verdict, with the place of each sign."""
    order = {name: place for place, name in enumerate((*KINDS, *VERDICTS))}
    table = ledger().assign(
        first=ledger()["kind"].astype(str).map(order),
        then=ledger()["verdict"].astype(str).map(order),
    )
    table = table.sort_values(["first", "then", "number"]).reset_index(drop=True)
    within = table.groupby("first").cumcount()
    tops = table["kind"].astype(str).map(heads())
    return table.assign(x=within % ACROSS, y=tops - HEAD - within // ACROSS * ROW)


@cache
def heads() -> dict[str, float]:
    """Return the height of each block's heading; 0 is the top."""
    sizes, tops, top = ledger()["kind"].astype(str).value_counts(), {}, 0.0
    for kind in KINDS:
        tops[kind] = top
        top -= HEAD + ROW * np.ceil(sizes[kind] / ACROSS) + GAP
    return tops


def weights(partly: str, settled: bool) -> NDArray[np.float64]:
    """Return what each claim adds under a rule, shape (claims,); NaN where it is left out."""
    verdict = claims()["verdict"].astype(str)
    value = {
        "confirmed": 1.0,
        "partly": WEIGHTS[partly],
        "contradicted": 0.0,
        **dict.fromkeys(OPEN, np.nan if settled else 0.0),
    }
    return verdict.map(value).to_numpy(float)


def share(value: NDArray, of: NDArray | slice = slice(None)) -> tuple[float, int]:
    """Return the share that holds among the claims `of`, and how many are counted."""
    value = value[of]
    count = int((~np.isnan(value)).sum())
    return float(np.nansum(value)) / count, count


def every_rule() -> list[float]:
    """Return the share under each of the rules on offer."""
    return [share(weights(p, s))[0] for p in WEIGHTS for s in (False, True)]


# -- Figure --------------------------------------------------------------------------------


def template() -> go.Figure:
    table = claims()
    looks = [SIGNS[v] for v in table["verdict"].astype(str)]
    signs = go.Scatter(
        uid="claims", x=table["x"], y=table["y"], mode="markers", hoverinfo="text",
        hovertext=[_wrapped(text) for text in table["claim"]],
        marker={"size": 12, "symbol": [look[0] for look in looks],
                "color": [look[1] for look in looks], "opacity": [1.0] * len(table),
                "line": {"width": 1.5, "color": [look[1] for look in looks]}},
    )  # fmt: skip
    texts = go.Scatter(
        uid="heads", x=[-0.45] * len(KINDS), y=list(heads().values()), mode="text",
        text=[""] * len(KINDS), textposition="middle right", hoverinfo="skip",
        textfont={"color": INK_COLOUR},
    )  # fmt: skip
    return new_figure([signs, texts], _layout())


def _wrapped(text: str, width: int = 44) -> str:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return "<br>".join(lines)


def _layout() -> dict[str, Any]:
    key = {
        "x": 0, "xref": "paper", "xanchor": "left", "y": 0, "yref": "paper", "yanchor": "top",
        "yshift": -6, "text": key_of_verdicts(), "align": "left", "showarrow": False,
        "font": {"size": FONT_SIZE},
    }  # fmt: skip
    return {
        "margin": {"l": 6, "r": 6, "t": 4, "b": 36},
        "xaxis": {"range": [-0.7, ACROSS - 0.3], "visible": False},
        "yaxis": {"range": [claims()["y"].min() - 0.7, 0.7], "visible": False},
        "annotations": [key],
    }


# -- Products ------------------------------------------------------------------------------


def compute(partly: NDArray, settled: NDArray) -> dict[str, Any]:
    states = [(str(p), bool(s)) for p, s in zip(partly, settled, strict=True)]
    values = np.stack([weights(*state) for state in states])
    texts = [sentence(value, *state) for value, state in zip(values, states, strict=True)]
    low, high = min(every_rule()), max(every_rule())
    return {
        "claims.marker.opacity": np.where(np.isnan(values), 0.25, 1.0),
        "heads.text": [[headline(value, kind) for kind in KINDS] for value in values],
        "table.counts": values,
        "title": [
            f"By this rule {percent(share(value)[0])} of the claims hold; other rules give "
            f"{percent(low)} to {percent(high)}"
            for value in values
        ],
        "summary": texts,
        "alt": [
            "A sign for each claim in three blocks: facts, forecasts and judgements, ordered by "
            f"verdict. {text}"
            for text in texts
        ],
    }


def headline(value: NDArray, kind: str) -> str:
    """Return a block's heading: "Facts: 29 of 41 hold, 71%"."""
    part, count = share(value, (claims()["kind"] == kind).to_numpy())
    held = part * count
    number = fixed(held, 0 if held == round(held) else 1)
    return f"{PLURALS[kind]}: {number} of {count} hold, {percent(part)}"


def sentence(value: NDArray, partly: str, settled: bool) -> str:
    part, count = share(value)
    kinds = [f"{percent(share(value, (claims()['kind'] == k).to_numpy())[0])}" for k in KINDS]
    left = "left out" if settled else "counted as not right"
    return (
        f"With “partly” counted {dict(PARTLY)[partly]} and what no record settles {left}, "
        f"{percent(part)} of {count} claims hold: {kinds[0]} of the facts, {kinds[1]} of the "
        f"forecasts, {kinds[2]} of the judgements."
    )


def listing() -> dict[str, Any]:
    """Columns that no control moves, and the answer to the prediction."""
    table = claims()
    columns = {
        "kind": table["kind"].astype(str).map(KINDS),
        "theme": table["theme"].astype(str).map(THEMES),
        "claim": table["claim"],
        "verdict": table["verdict"].astype(str).map(VERDICTS),
    }
    confirmed = float((table["verdict"] == "confirmed").mean())
    return {
        **{f"table.{name}": [column.tolist()] for name, column in columns.items()},
        "outcome.confirmed": [100 * confirmed],
    }


def _groups(column: str) -> dict[str, list[str]]:
    values = claims()[column].astype(str).tolist()
    return {"claims": values, "table": values}


explorer = Explorer(
    name="claim_types",
    subtitle="Claims of the commentary of 2021 by kind and verdict; one sign a claim. Faint: left "
    "out by the rule",
    sources=("carnegie_2021",),
    note="The verdicts are ours, as of August 2026, each with its sources in the claims ledger. "
    "Forecasts are judged like the rest here; the forecast audit scores them with probabilities.",
    controls=(
        Choice("partly", "Count “partly”", PARTLY, default="wrong"),
        Toggle("settled", "Leave out what no record can settle", default=False),
        Filter("kind", "Kinds", tuple(PLURALS.items()), rows=_groups("kind")),
        Filter("verdict", "Verdicts", tuple(VERDICTS.items()), rows=_groups("verdict")),
    ),
    figure=template,
    products=(Product(("partly", "settled"), compute), Product((), listing)),
    columns=(
        Column("kind", "Kind"),
        Column("theme", "Theme"),
        Column("claim", "Claim"),
        Column("verdict", "Verdict"),
        Column("counts", "Counts", digits=1),
    ),
    predict=Prediction(
        question="Five and a half years on, what share of the commentary’s claims do you expect "
        "the record to have confirmed outright?",
        unit="%",
        answer_key="outcome.confirmed",
    ),
    narrow={
        "claims.marker.size": 11,
        "layout.annotations[0].text": key_of_verdicts(breaks=("not_testable",)),
        "layout.margin.b": 50,
    },
    height=400,
)  # fmt: skip
