"""The catalogue of missiles after the INF Treaty: published range bands against the treaty's class.

Ranges are published figures rounded to 100 km, drawn as bands where sources differ. How many
systems are "of intermediate range" depends on the rule of counting, so the rule is a control.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, SYMBOL, new_figure
from twoplustwo.charts.theme import ACCENT, FONT_SIZE, INK_COLOUR, SOFT
from twoplustwo.explorers._arms import source_ids
from twoplustwo.explorers.engine import Choice, Column, Explorer, Prediction, Product, grouped

LOW, HIGH = 500, 5500
"""Range of the treaty's class in km, both ends included."""

AXIS = (np.log10(52), np.log10(19000))
UNSTATED = 62  # where systems without a published range stand: left of the scale, as a question
ROOM = 520  # pixels for the rows
FAINT = 0.22  # opacity of what a rule does not count
BAND = 0.55  # opacity of a counted band; it lies over the faint one, which stays
BANDS = {"faint": BAND * FAINT, "counted": 1 - (1 - BAND) / (1 - BAND * FAINT)}

OPERATORS = {
    "USA": "United States",
    "RUS": "Russia",
    "CHN": "China",
    "PRK": "DPRK",
    "KOR": "ROK",
    "JPN": "Japan",
    "TWN": "Taiwan",
    "AUS": "Australia",
}
PHRASES = {
    "SRBM": "ballistic, short range",
    "MRBM": "ballistic, medium range",
    "IRBM": "ballistic, intermediate range",
    "ICBM": "ballistic, intercontinental",
    "SLBM": "ballistic, from submarines",
    "ALBM": "ballistic, from aircraft",
    "GLCM": "cruise, from land",
    "SLCM": "cruise, from the sea",
    "ALCM": "cruise, from aircraft",
    "ASCM": "anti-ship",
    "HGV": "boost-glide",
    "HCM": "hypersonic cruise",
    "SAM": "air defence",
}
BASES = {
    "stated": "stated",
    "distance_flown": "distance flown",
    "class_limit": "limit of its class",
    "not_published": "not published",
}


@dataclass(frozen=True)
class Rule:
    """A way of counting: the words of the control, of the sentence, and the test of a row."""

    text: str
    phrase: str
    counts: Callable[[pd.DataFrame], pd.Series]


def _touches(table: pd.DataFrame) -> pd.Series:
    """Whether the published band meets the class; False where nothing is published."""
    low = table["range_min_km"].fillna(table["range_max_km"])
    return (low <= HIGH) & (table["range_max_km"] >= LOW)


def _inside(table: pd.DataFrame) -> pd.Series:
    """Whether the whole published band lies in the class."""
    low = table["range_min_km"]
    return (low >= LOW) & (table["range_max_km"] <= HIGH)


RULES = {
    "inside": Rule(
        "Whole band inside",
        "in the class of the treaty, confirmed, with the whole published band inside it",
        lambda t: (t["inf_class"] == "in_class") & (t["status"] == "confirmed") & _inside(t),
    ),
    "treaty": Rule(
        "By the treaty's words",
        "ballistic or cruise missiles launched from land, in the class of the treaty",
        lambda t: t["inf_class"] == "in_class",
    ),
    "disputed": Rule(
        "With disputed cases",
        "the same, with gliders and cases at the line",
        lambda t: t["inf_class"].isin(["in_class", "disputed"]),
    ),
    "range": Rule(
        "By range alone",
        "any launch platform, if the published band touches the class",
        _touches,
    ),
}


# -- From the table ------------------------------------------------------------------------


@cache
def systems() -> pd.DataFrame:
    """Return the catalogue, operator by operator, each from short to long range."""
    table = load("missiles")
    order = {code: i for i, code in enumerate(OPERATORS)}
    strangers = set(table["operator_iso3"]) - order.keys()
    if strangers:
        raise LookupError(f"missiles: operators {sorted(strangers)} have no name in OPERATORS")
    reach = table["range_max_km"].astype(float).fillna(0)
    table = table.assign(place=table["operator_iso3"].map(order), reach=reach)
    numbers = table[["range_min_km", "range_max_km"]].astype(float)
    table[["range_min_km", "range_max_km"]] = numbers
    table = table.sort_values(["place", "reach", "system"], kind="stable")
    return table.reset_index(drop=True)


@cache
def counted(rule: str) -> np.ndarray:
    """Return which rows a rule counts, shape (systems,)."""
    return RULES[rule].counts(systems()).to_numpy(bool)


def colour_of(operator: str) -> str:
    return COUNTRY.get(operator, COUNTRY["OTHER"])


@cache
def layout_of(operator: str) -> tuple[np.ndarray, dict[str, float], float]:
    """Return rows' heights (NaN if hidden), headings' heights and the lowest edge, in pixels."""
    table, y, heads, at = systems(), [], {}, 0.0
    if operator != "all":
        shown = (table["operator_iso3"] == operator).to_numpy()
        step = float(np.clip(ROOM / shown.sum(), 44, 72))
        rank = np.cumsum(shown) - 1
        return np.where(shown, -(rank * step + 30), np.nan), {}, -ROOM
    for code in OPERATORS:
        heads[code] = at - 8
        at -= 20
        for _ in range(int((table["operator_iso3"] == code).sum())):
            at -= 7.0
            y.append(at)
        at -= 4
    return np.array(y), heads, min(at, -ROOM)


# -- Figure --------------------------------------------------------------------------------


def template() -> go.Figure:
    colours = [colour_of(code) for code in systems()["operator_iso3"]]
    lines = [x for row in spans() for x in (row.low, row.high, None)]
    bands = [
        go.Scatter(uid=f"{uid}_{i}", x=lines, y=[None] * len(lines), mode="lines",
                   hoverinfo="skip", line={"color": colour, "width": 5}, opacity=opacity)
        for uid, opacity in BANDS.items()
        for i, colour in enumerate(dict.fromkeys(colours))
    ]  # fmt: skip
    hollow = systems()["status"] != "confirmed"
    signs = [
        SYMBOL.get(code, SYMBOL["OTHER"]) + ("-open" if open_ else "")
        for code, open_ in zip(systems()["operator_iso3"], hollow, strict=True)
    ]
    ends = [_ends(uid, rows, colours, signs) for uid, rows in ENDS.items()]
    write = {"mode": "text", "hoverinfo": "skip", "textposition": "middle right"}
    names = go.Scatter(uid="names", x=[], y=[], text=[],
                       textfont={"color": INK_COLOUR}, **write)  # fmt: skip
    heads = go.Scatter(uid="heads", x=[55] * len(OPERATORS),
                       y=[None] * len(OPERATORS), text=[""] * len(OPERATORS),
                       textfont={"color": INK_COLOUR}, **write)  # fmt: skip
    return new_figure([*bands, *ends, names, heads], _layout())


def _ends(uid: str, rows: list[int], colours: list[str], signs: list[str]) -> go.Scatter:
    colour = [colours[i] for i in rows]
    outline = {"width": 1.5, "color": colour}
    marker = {"color": colour, "symbol": [signs[i] for i in rows], "size": 7, "line": outline}
    x = [getattr(spans()[i], uid) for i in rows]
    words = [hover()[i] for i in rows]
    return go.Scatter(uid=uid, x=x, y=[None] * len(rows), mode="markers", marker=marker,
                      hovertext=words, hoverinfo="text")  # fmt: skip


@dataclass(frozen=True)
class Span:
    """Ends of a band in km; a single value twice, the left edge where nothing is published."""

    low: float
    high: float


@cache
def spans() -> tuple[Span, ...]:
    out = []
    for low, high in systems()[["range_min_km", "range_max_km"]].to_numpy(float):
        top = UNSTATED if np.isnan(high) else high
        out.append(Span(top if np.isnan(low) else low, top))
    return tuple(out)


ENDS = {
    "low": [i for i, span in enumerate(spans()) if span.low < span.high],
    "high": list(range(len(systems()))),
}
"""Rows with a mark at each end: a single value has one."""


def band_text(low: float, high: float) -> str:
    """Return a band in words: "1,600–2,000 km", "up to 5,500 km", "range not published"."""
    if np.isnan(high):
        return "range not published"
    if np.isnan(low):
        return f"up to {grouped(high)} km"
    return f"{grouped(low)} km" if low == high else f"{grouped(low)}–{grouped(high)} km"


def row_texts() -> list[str]:
    """Return names with bands, short enough for a phone."""
    return [
        f"{short_name(row.system)}: {band_text(row.range_min_km, row.range_max_km)}"
        for row in systems().itertuples()
    ]


def short_name(system: str) -> str:
    """Return a system's name without what stands in brackets; the table has it in full.

    >>> short_name("Dark Eagle (Long-Range Hypersonic Weapon)")
    'Dark Eagle'
    """
    name = system if system.startswith("JL-1") else system.split(" (")[0]
    return name.replace("Hyper Velocity Gliding Projectile", "Glide Projectile")


def hover() -> list[str]:
    return [
        f"{OPERATORS[row.operator_iso3]}: {text}<br>{PHRASES[row.category]}, range "
        f"{BASES[row.range_basis]}"
        for row, text in zip(systems().itertuples(), row_texts(), strict=True)
    ]


def _layout() -> dict[str, Any]:
    ticks = [UNSTATED, 100, 200, 500, 1000, 2000, 5500, 15000]
    zone = {"type": "rect", "xref": "x", "yref": "paper", "x0": LOW, "x1": HIGH, "y0": 0,
            "y1": 1, "layer": "below", "fillcolor": ACCENT, "opacity": 0.12,
            "line": {"width": 0}}  # fmt: skip
    title = {"x": np.log10(np.sqrt(LOW * HIGH)), "y": 1, "yref": "paper", "yanchor": "bottom",
             "text": "class of the INF Treaty", "showarrow": False, "yshift": 2,
             "font": {"size": FONT_SIZE, "color": SOFT}}  # fmt: skip
    return {
        "margin": {"l": 8, "r": 12, "t": 26, "b": 44},
        "xaxis": {"type": "log", "range": list(AXIS), "tickvals": ticks,
                  "ticktext": ["?", *(grouped(t) for t in ticks[1:])], "showgrid": True,
                  "title": {"text": "Published range, km (logarithmic scale)"}},
        "yaxis": {"range": [-ROOM - 6, 4], "visible": False},
        "shapes": [zone],
        "annotations": [title],
    }  # fmt: skip


# -- Products ------------------------------------------------------------------------------


def draw(operator: np.ndarray, rule: np.ndarray) -> dict[str, Any]:
    """Rows at their heights; what the rule does not count is faint."""
    states = list(zip(operator, rule, strict=True))
    heights = np.array([layout_of(str(op))[0] for op in operator])
    marked = np.array([counted(str(r)) for r in rule])
    faint = np.where(marked, 1.0, FAINT)
    out: dict[str, Any] = {
        "layout.yaxis.range": [[layout_of(str(op))[2] - 6, 4] for op in operator],
    }
    for uid, rows in ENDS.items():
        out[f"{uid}.y"] = heights[:, rows]
        out[f"{uid}.marker.opacity"] = faint[:, rows]
        out[f"{uid}.marker.size"] = [7 if op == "all" else 11 for op in operator]
    colours = np.array([colour_of(code) for code in systems()["operator_iso3"]])
    for i, colour in enumerate(dict.fromkeys(colours)):
        for uid, shown in (("faint", True), ("counted", marked)):
            y = np.where(shown & (colours == colour), heights, np.nan)
            gaps = np.full_like(y, np.nan)
            out[f"{uid}_{i}.y"] = np.stack([y, y, gaps], axis=2).reshape(len(y), -1)
            out[f"{uid}_{i}.line.width"] = [4 if op == "all" else 8 for op in operator]
    out.update(_names(operator, heights))
    out.update(_headings(states))
    return out


def _names(operator: np.ndarray, heights: np.ndarray) -> dict[str, Any]:
    """Names over the bands, where one operator leaves room for them."""
    rows = [
        np.flatnonzero(~np.isnan(h)) if op != "all" else np.array([], dtype=int)
        for op, h in zip(operator, heights, strict=True)
    ]
    texts = row_texts()
    return {
        "names.x": [[55] * len(shown) for shown in rows],
        "names.y": [h[shown] + 17 for shown, h in zip(rows, heights, strict=True)],
        "names.text": [[texts[i] for i in shown] for shown in rows],
    }


def _headings(states: list[tuple[str, str]]) -> dict[str, Any]:
    texts, places = [], []
    for operator, rule in states:
        heads = layout_of(str(operator))[1]
        places.append([heads.get(code, np.nan) for code in OPERATORS])
        texts.append([f"<b>{OPERATORS[code]}</b>  {tally(rule, code)}" for code in OPERATORS])
    return {"heads.y": np.array(places, dtype=float), "heads.text": texts}


def tally(rule: str, operator: str) -> str:
    """Return "4 of 9" for an operator's systems under a rule."""
    mine = (systems()["operator_iso3"] == operator).to_numpy()
    return f"{int(counted(rule)[mine].sum())} of {int(mine.sum())}"


def speak(operator: np.ndarray, rule: np.ndarray) -> dict[str, Any]:
    states = [(str(op), str(r)) for op, r in zip(operator, rule, strict=True)]
    texts = [sentence(*state) for state in states]
    return {
        "title": [headline(r) for _, r in states],
        "summary": texts,
        "alt": [
            "Bands of published range on a logarithmic scale from 100 to 15,000 km, with the class "
            f"from 500 to 5,500 km shaded. {text}"
            for text in texts
        ],
    }


def headline(rule: str) -> str:
    """Return the finding of a rule."""
    if rule == "inside":
        count = counted("inside").sum()
        return f"{count} of {len(systems())} systems have their whole band in the class"
    low, high = counted("treaty").sum(), counted("disputed").sum()
    if rule == "range":
        return f"Counted by range alone, {counted('range').sum()} systems are of intermediate range"
    return f"The treaty would cover {low} of these systems, or {high}: it depends on the rule"


def sentence(operator: str, rule: str) -> str:
    """Return the count of a state in words."""
    chosen, table = counted(rule), systems()
    mine = np.full(len(table), operator == "all") | (table["operator_iso3"] == operator).to_numpy()
    who = "of all" if operator == "all" else f"of {possessive(operator)}"
    silent = int((chosen & mine & table["range_max_km"].isna()).sum())
    blank = f" For {silent} of them no range is published." if silent else ""
    return (
        f"{RULES[rule].text}: {int((chosen & mine).sum())} {who} {int(mine.sum())} systems count "
        f"({RULES[rule].phrase}).{blank}"
    )


def possessive(operator: str) -> str:
    name = OPERATORS[operator]
    the = "the " if operator in ("USA", "PRK", "KOR") else ""
    return f"{the}{name}’s" if not name.endswith("s") else f"{the}{name}’"


def listing(operator: np.ndarray, rule: np.ndarray) -> dict[str, Any]:
    """The table: the systems shown, in the order of the picture, and whether the rule counts."""
    columns: dict[str, list[list[Any]]] = {
        name: [] for name in ("system", "who", "kind", "low", "high", "basis", "counts", "status")
    }
    for op, r in zip(operator, rule, strict=True):
        table = systems().assign(counts=counted(str(r)))
        if op != "all":
            table = table[table["operator_iso3"] == op]
        columns["system"].append(list(table["system"]))
        columns["who"].append([OPERATORS[code] for code in table["operator_iso3"]])
        columns["kind"].append([PHRASES[c] for c in table["category"]])
        columns["low"].append(list(table["range_min_km"]))
        columns["high"].append(list(table["range_max_km"]))
        columns["basis"].append([BASES[b] for b in table["range_basis"]])
        columns["counts"].append(["yes" if c else "no" for c in table["counts"]])
        columns["status"].append([str(s) for s in table["status"]])
    return {f"table.{name}": values for name, values in columns.items()}


def answer() -> dict[str, Any]:
    return {"outcome.treaty": [float(counted("treaty").sum())]}


explorer = Explorer(
    name="missile_catalogue",
    subtitle="Published ranges of missiles in the region, rounded to 100 km. Bands: sources "
    "differ. Hollow: not confirmed. Faint: not counted by the rule. At “?”: not published",
    sources=source_ids(systems()["source_id"], ("inf_text_1987",)),
    note="Published statements and distances flown, as of 2026; no test of any of them. The INF "
    "Treaty bound only the United States and the successors of the Soviet Union; the class is "
    "applied here to everybody’s missiles to compare them. For the 9M729 Russia states a range "
    "below 500 km; the band shows what others report. A catalogue shows what was announced "
    "or seen, not how many there are.",
    controls=(
        Choice("rule", "Rule of counting", tuple((k, r.text) for k, r in RULES.items()),
               default="range"),
        Choice("operator", "Whose", (("all", "All"), *OPERATORS.items())),
    ),
    figure=template,
    products=(
        Product(("operator", "rule"), draw),
        Product(("operator", "rule"), speak),
        Product(("operator", "rule"), listing),
        Product((), answer),
    ),
    columns=(
        Column("system", "System"),
        Column("who", "Operator"),
        Column("kind", "Kind"),
        Column("low", "Lowest range", unit="km", grouped=True),
        Column("high", "Highest range", unit="km", grouped=True),
        Column("basis", "Basis"),
        Column("counts", "Counted?"),
        Column("status", "Status"),
    ),
    predict=Prediction(
        question=f"Our catalogue has {len(systems())} systems of eight operators. How many would "
        "clearly have fallen under the words of the INF Treaty, had it bound everybody?",
        unit="systems",
        minimum=0,
        maximum=len(systems()),
        answer_key="outcome.treaty",
    ),
    narrow={"layout.xaxis.tickvals": [UNSTATED, 100, 500, 1000, 5500],
            "layout.xaxis.ticktext": ["?", "100", "500", "1,000", "5,500"],
            "layout.xaxis.title.text": "Published range, km (logarithmic)"},
    height=620,
)  # fmt: skip
