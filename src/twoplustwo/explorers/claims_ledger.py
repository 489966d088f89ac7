"""The ledger itself: its table holds every claim, its picture where the verdicts fall."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo.charts import new_figure
from twoplustwo.charts.theme import FONT_SIZE, INK_COLOUR, RULE, SOFT
from twoplustwo.explorers._ledger import KINDS, SIGNS, THEMES, VERDICTS, ledger, source_ids
from twoplustwo.explorers.engine import Column, Explorer, Filter, Prediction, Product, Slider

ACROSS = {"confirmed": 4, "partly": 4, "contradicted": 2, "not_testable": 3, "not_found": 1}
"""Signs side by side in a cell of each column; the columns are as wide."""

GAP = 0.9  # between columns, in signs
LINE, PAD = 1.0, 0.9  # height of a line of signs, and what a row has besides
HEADS = {
    "confirmed": "confirmed",
    "partly": "partly",
    "contradicted": "contra-<br>dicted",
    "not_testable": "not<br>testable",
    "not_found": "no<br>data",
}
OPENING = "talks_drag_on"


@cache
def columns() -> dict[str, float]:
    """Return the left edge of each verdict's column."""
    edges = np.cumsum([0.0, *(ACROSS[v] + GAP for v in VERDICTS)])
    return dict(zip(VERDICTS, edges, strict=False))


@cache
def rows() -> dict[str, float]:
    """Return the top of each theme's row; 0 is the top edge."""
    counts = ledger().groupby(["theme", "verdict"], observed=True).size()
    tops, top = {}, 0.0
    for theme in THEMES:
        tops[theme] = top
        lines = max(np.ceil(n / ACROSS[str(v)]) for v, n in counts[theme].items())
        top -= lines * LINE + PAD
    return tops


@cache
def claims() -> pd.DataFrame:
    """Return the ledger with the place of each sign."""
    table = ledger()
    theme, verdict = table["theme"].astype(str), table["verdict"].astype(str)
    within = table.groupby([theme, verdict]).cumcount()
    across = verdict.map(ACROSS)
    return table.assign(
        x=verdict.map(columns()) + within % across,
        y=theme.map(rows()) - LINE * (within // across),
    )


# -- Figure --------------------------------------------------------------------------------


def template() -> go.Figure:
    table = claims()
    looks = [SIGNS[v] for v in table["verdict"].astype(str)]
    colours = [look[1] for look in looks]
    signs = go.Scatter(
        uid="claims", x=table["x"], y=table["y"], mode="markers", hoverinfo="text",
        hovertext=[_hover(row) for row in table.itertuples()],
        marker={"size": 11, "symbol": [look[0] for look in looks], "color": colours,
                "line": {"width": 1.5, "color": colours}},
    )  # fmt: skip
    ring = {"size": 21, "symbol": "circle-open", "color": INK_COLOUR, "line": {"width": 2}}
    spot = go.Scatter(uid="spot", x=[0], y=[0], mode="markers", marker=ring, hoverinfo="skip")
    return new_figure([_rules(), signs, spot], _layout())


def _rules() -> go.Scatter:
    """Thin lines between the themes."""
    tops = [top + (LINE + PAD) / 2 for top in rows().values()][1:]
    x = [value for _ in tops for value in (-1, _right(), None)]
    y = [value for top in tops for value in (top, top, None)]
    return go.Scatter(
        uid="rules", x=x, y=y, mode="lines", line={"color": RULE, "width": 1}, hoverinfo="skip"
    )


def _right() -> float:
    return columns()["not_found"] + 0.6


def _hover(row: Any) -> str:
    words, lines = row.claim.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 44:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return f"{row.number}. {KINDS[row.kind]}<br>" + "<br>".join(lines)


def _layout() -> dict[str, Any]:
    themes = [
        {"x": 0, "xref": "paper", "xanchor": "right", "xshift": -6, "y": top, "text": THEMES[name],
         "yanchor": "middle", "showarrow": False, "font": {"size": FONT_SIZE, "color": INK_COLOUR}}
        for name, top in rows().items()
    ]  # fmt: skip
    heads = [
        {"x": left + (ACROSS[v] - 1) / 2, "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 4,
         "text": HEADS[v], "showarrow": False, "font": {"size": FONT_SIZE - 1, "color": SOFT}}
        for v, left in columns().items()
    ]  # fmt: skip
    return {
        "margin": {"l": 124, "r": 8, "t": 38, "b": 6},
        "xaxis": {"range": [-0.9, _right()], "visible": False},
        "yaxis": {"range": [claims()["y"].min() - 0.9, 0.9], "visible": False},
        "annotations": [*themes, *heads],
    }


# -- Products ------------------------------------------------------------------------------


def step_to(claim: NDArray) -> dict[str, Any]:
    """The ring and the sentences of the claim that the slider points at."""
    chosen = claims().iloc[claim.astype(int) - 1]
    texts = [sentence(row) for row in chosen.itertuples()]
    return {
        "spot.x": chosen["x"].to_numpy(float)[:, None],
        "spot.y": chosen["y"].to_numpy(float)[:, None],
        "summary": texts,
        "alt": [
            f"{len(claims())} signs, one a claim, in rows by theme and columns by verdict; most "
            f"stand under confirmed. A ring marks claim {row.number}: {row.claim}"
            for row in chosen.itertuples()
        ],
    }


def sentence(row: Any) -> str:
    """Return a claim in words: its kind, what was claimed, what happened, the verdict."""
    doubt = "" if row.status == "confirmed" else f" This entry is {row.status}."
    return (
        f"{KINDS[row.kind]} {row.number} of {len(claims())}: {row.claim} By 2026: {row.by_2026} "
        f"Verdict: {VERDICTS[row.verdict].lower()}.{doubt}"
    )


def listing() -> dict[str, Any]:
    """The table: the whole ledger."""
    table = claims()
    columns_ = {
        "number": table["number"],
        "claim": table["claim"],
        "kind": table["kind"].astype(str).map(KINDS),
        "theme": table["theme"].astype(str).map(THEMES),
        "then": table["data_2021"],
        "now": table["by_2026"],
        "verdict": table["verdict"].astype(str).map(VERDICTS),
        "where": table["tested_in"],
        "status": table["status"].astype(str),
    }
    wrong = float((_facts()["verdict"] == "contradicted").sum())
    return {
        **{f"table.{name}": [column.tolist()] for name, column in columns_.items()},
        "outcome.wrong": [wrong],
    }


def _groups(column: str) -> dict[str, list[str]]:
    values = claims()[column].astype(str).tolist()
    return {"claims": values, "table": values}


def _facts() -> pd.DataFrame:
    return ledger()[ledger()["kind"] == "fact"]


def _title() -> str:
    found = ledger()["verdict"].value_counts()
    return (
        f"{found['confirmed']} of {len(ledger())} claims are confirmed, {found['contradicted']} "
        "contradicted; between them lies the work"
    )


explorer = Explorer(
    name="claims_ledger",
    title=_title(),
    subtitle="Claims of the commentary of March 2021 by theme and verdict, as of August 2026",
    sources=source_ids(),
    note="In our own words. The table under “Data” is the ledger: what the data said in 2021, what "
    "happened by 2026, and the chapter that tests the claim. Each row has its sources in the file.",
    controls=(
        Slider("claim", "Step through the claims", 1, len(ledger()),
               default=int(ledger().loc[ledger()["claim_id"] == OPENING, "number"].iloc[0])),
        Filter("theme", "Themes", tuple(THEMES.items()), rows=_groups("theme")),
        Filter("verdict", "Verdicts", tuple(VERDICTS.items()), rows=_groups("verdict")),
        Filter("kind", "Kinds", tuple(KINDS.items()), rows=_groups("kind")),
    ),
    figure=template,
    products=(Product(("claim",), step_to), Product((), listing)),
    columns=(
        Column("number", "No."),
        Column("claim", "Claim"),
        Column("kind", "Kind"),
        Column("theme", "Theme"),
        Column("then", "What the data said in 2021"),
        Column("now", "By 2026"),
        Column("verdict", "Verdict"),
        Column("where", "Tested in"),
        Column("status", "Status"),
    ),
    predict=Prediction(
        question=f"{len(_facts())} of the claims are facts: a record can settle them. How many of "
        "these does the record contradict outright?",
        unit="facts",
        minimum=0,
        maximum=len(_facts()),
        answer_key="outcome.wrong",
    ),
    narrow={
        "claims.marker.size": 9,
        "spot.marker.size": 17,
        "layout.margin.l": 108,
        "layout.margin.r": 4,
        **{f"layout.annotations[{i}].font.size": FONT_SIZE - 1 for i in range(len(THEMES))},
    },
    height=620,
)  # fmt: skip
