"""M08 fitted: do two states' shares of military spending answer each other, and can we tell?"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from twoplustwo import load
from twoplustwo.charts import COUNTRY, label, new_figure
from twoplustwo.charts.theme import ACCENT, INK_COLOUR, RULE, SOFT
from twoplustwo.explorers.engine import Choice, Column, Explorer, Prediction, Product, fixed
from twoplustwo.models.arms_race import DyadFit, fit_dyad
from twoplustwo.models.regression import Estimate

STATES = ("CHN", "USA", "RUS", "JPN", "KOR", "AUS")
SHORT = {"CHN": "China", "USA": "US", "RUS": "Russia", "JPN": "Japan", "KOR": "ROK",
         "AUS": "Australia"}  # fmt: skip
ALLIES = {"USA", "JPN", "KOR", "AUS"}
WINDOWS = {"w2000": (2000, 2024), "w2021": (2000, 2021), "w2010": (2010, 2024)}
PICTURES = ("series", "stability", "reaction", "differences")
STABILITY, MARGINS, YEARS = (-0.95, 1.4), (-2.4, 2.4), (1999.5, 2029.5)
CLEAR = 1.0  # an estimate as large as its own margin: the interval just touches zero


@dataclass(frozen=True)
class Pair:
    """Two states; a placebo is a pair that does not arm against each other."""

    one: str
    two: str

    @property
    def key(self) -> str:
        return f"{self.one}_{self.two}".lower()

    @property
    def name(self) -> str:
        return f"{SHORT[self.one]} and {SHORT[self.two]}"

    @property
    def tick(self) -> str:
        return f"{self.one}\u2013{self.two}"

    @property
    def placebo(self) -> bool:
        """Both on the side of the US alliances, or both outside it."""
        return (self.one in ALLIES) == (self.two in ALLIES)


PAIRS = tuple(
    sorted(
        (Pair(a, b) for a, b in itertools.combinations(STATES, 2)), key=lambda pair: pair.placebo
    )
)
ROWS = np.arange(len(PAIRS), 0, -1.0)


@cache
def shares() -> pd.DataFrame:
    """Military spending as a share of GDP in percent, by year (rows) and state (columns)."""
    table = load("milex")
    return table.pivot(index="year", columns="country_iso3", values="spending_share_gdp_percent")


@cache
def fit(pair: Pair, window: str, differences: bool) -> DyadFit:
    """The discrete race fitted to a pair, in levels or in first differences."""
    first, last = WINDOWS[window]
    x, y = (shares().loc[first:last, code].to_numpy(float) for code in (pair.one, pair.two))
    return fit_dyad(np.diff(x), np.diff(y)) if differences else fit_dyad(x, y)


def margin(found: Estimate) -> float:
    """The estimate in units of the half-width of its own 95 % interval."""
    return found.value / (found.high - found.value)


def holds_zero(found: Estimate) -> bool:
    return found.low <= 0 <= found.high


def margins(window: str, differences: bool) -> tuple[np.ndarray, np.ndarray]:
    """For each pair: the reaction of the first to the second, and the other way round."""
    fits = [fit(pair, window, differences) for pair in PAIRS]
    return np.array([margin(f.x.k) for f in fits]), np.array([margin(f.y.k) for f in fits])


def template() -> go.Figure:
    lines = [_line(code) for code in STATES]
    reach = go.Scatter(uid="reach", x=[], y=[], mode="lines", hoverinfo="skip",
                       line={"color": SOFT, "width": 2})  # fmt: skip
    dots = go.Scatter(uid="dots", x=[], y=[], mode="markers", hoverinfo="skip",
                      marker={"size": 10, "symbol": _symbols("circle"), "color": INK_COLOUR,
                              "line": {"width": 2}})  # fmt: skip
    back = go.Scatter(uid="back", x=[], y=[], mode="markers", hoverinfo="skip",
                      marker={"size": 10, "symbol": _symbols("diamond"), "color": SOFT,
                              "line": {"width": 2}})  # fmt: skip
    return new_figure([*lines, reach, dots, back], _layout())


def _symbols(shape: str) -> list[str]:
    return [f"{shape}-open" if pair.placebo else shape for pair in PAIRS]


def colour(code: str) -> str:
    return COUNTRY.get(code, COUNTRY["OTHER"])


def _line(code: str) -> go.Scatter:
    return go.Scatter(
        uid=code.lower(), x=list(shares().index), y=[None] * len(shares()), mode="lines",
        line={"color": colour(code), "width": 2}, hoverinfo="skip",
    )  # fmt: skip


def _layout() -> dict[str, Any]:
    row = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 1,
           "fillcolor": ACCENT, "opacity": 0.13, "layer": "below",
           "line": {"width": 0}}  # fmt: skip
    zero = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": 0, "x1": 0,
            "line": {"color": INK_COLOUR, "width": 1}}  # fmt: skip
    band = {"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "x0": -CLEAR, "x1": CLEAR,
            "fillcolor": RULE, "opacity": 0.5, "line": {"width": 0}, "layer": "below"}  # fmt: skip
    names = [label(2024.4, 0, "", colour(code)) for code in STATES]
    return {
        "margin": {"l": 78, "r": 14, "t": 10, "b": 46},
        "xaxis": {"range": list(STABILITY), "title": {"text": ""}},
        "yaxis": {"range": [0.3, 15.7], "tickvals": list(ROWS),
                  "ticktext": [pair.tick for pair in PAIRS], "showgrid": False},
        "shapes": [band, row, zero],
        "annotations": names,
    }  # fmt: skip


TITLES = {
    "series": "Two shares of GDP, year by year: look before you fit",
    "stability": "No pair can be told apart from a stable race, and the placebos look the same",
    "reaction": "Some reactions look real, and the placebo pairs have theirs too",
    "differences": "Year-on-year changes hardly answer each other",
}
AXES = {
    "series": "Year",
    "stability": "kl \u2212 ab with its 95% interval (above 0: unstable)",
    "reaction": "Reaction over its own 95% margin",
    "differences": "Reaction of changes over its 95% margin",
}


def frame(picture: np.ndarray) -> dict[str, Any]:
    """Axes and what of the figure shows in each picture."""
    series = picture == "series"
    ranges = {"series": YEARS, "stability": STABILITY, "reaction": MARGINS, "differences": MARGINS}
    return {
        "title": [TITLES[p] for p in picture],
        "layout.xaxis.title.text": [AXES[p] for p in picture],
        "layout.xaxis.range": [list(ranges[p]) for p in picture],
        "layout.xaxis.tickvals": [_ticks(p) for p in picture],
        "layout.yaxis.range": [[0, 7.6] if s else [0.3, 15.7] for s in series],
        "layout.yaxis.tickvals": [[0, 2, 4, 6] if s else list(ROWS) for s in series],
        "layout.yaxis.ticktext": [
            ["0%", "2%", "4%", "6%"] if s else [pair.tick for pair in PAIRS] for s in series
        ],
        "layout.yaxis.showgrid": series,
        "layout.shapes[0].visible": [p in ("reaction", "differences") for p in picture],
        "layout.shapes[1].visible": ~series,
        "layout.shapes[2].visible": ~series,
    }


def _ticks(picture: str) -> list[float]:
    if picture == "series":
        return [2000, 2006, 2012, 2018, 2024]
    return [-1, -0.5, 0, 0.5, 1] if picture == "stability" else [-2, -1, 0, 1, 2]


def points(picture: np.ndarray, window: np.ndarray) -> dict[str, Any]:
    """Estimates of all pairs: intervals of kl - ab, or reactions against their margins."""
    drawn = [_points(p, w) for p, w in zip(picture, window, strict=True)]
    return {
        "dots.x": [d[0] for d in drawn],
        "dots.y": [d[1] for d in drawn],
        "back.x": [d[2] for d in drawn],
        "back.y": [d[1] if d[2] else [] for d in drawn],
        "reach.x": [d[3] for d in drawn],
        "reach.y": [d[4] for d in drawn],
    }


def _points(picture: str, window: str) -> tuple[list, list, list, list, list]:
    if picture == "series":
        return [], [], [], [], []
    if picture == "stability":
        found = [fit(pair, window, False).kl_minus_ab for pair in PAIRS]
        ends = [v for f in found for v in (f.low, f.high, np.nan)]
        return [f.value for f in found], list(ROWS), [], ends, list(np.repeat(ROWS, 3))
    one, two = margins(window, picture == "differences")
    return list(one), list(ROWS), list(two), [], []


def series(picture: np.ndarray, pair: np.ndarray, window: np.ndarray) -> dict[str, Any]:
    """The chosen pair: its two lines, or its row."""
    chosen = [find(key) for key in pair]
    at = np.array([ROWS[PAIRS.index(p)] for p in chosen])
    out: dict[str, Any] = {"layout.shapes[1].y0": at - 0.5, "layout.shapes[1].y1": at + 0.5}
    shown = [(p, w) if pic == "series" else None for pic, p, w in
             zip(picture, chosen, window, strict=True)]  # fmt: skip
    for i, code in enumerate(STATES):
        rows = [_values(code, s) for s in shown]
        out[f"{code.lower()}.x"] = [list(row.index.astype(float)) for row in rows]
        out[f"{code.lower()}.y"] = [list(row.astype(float)) for row in rows]
        out[f"layout.annotations[{i}].y"] = [_place(code, s) for s in shown]
        out[f"layout.annotations[{i}].x"] = [
            float(row.index[-1]) + 0.2 if len(row) else 2024.2 for row in rows
        ]
        out[f"layout.annotations[{i}].text"] = [SHORT[code] if len(row) else "" for row in rows]
    return out


def _values(code: str, shown: tuple[Pair, str] | None) -> pd.Series:
    if shown is None or code not in (shown[0].one, shown[0].two):
        return shares()[code].iloc[:0]
    first, last = WINDOWS[shown[1]]
    return shares().loc[first:last, code]


def _place(code: str, shown: tuple[Pair, str] | None) -> float:
    """Height of a state's name, moved apart where two lines end close together."""
    if shown is None or code not in (shown[0].one, shown[0].two):
        return 0.0
    last = shares().loc[WINDOWS[shown[1]][1]]
    mine, other = last[code], last[shown[0].two if code == shown[0].one else shown[0].one]
    if abs(mine - other) > 0.45:
        return float(mine)
    return float((mine + other) / 2 + (0.25 if (mine, code) > (other, "") else -0.25))


def find(key: str) -> Pair:
    return next(pair for pair in PAIRS if pair.key == key)


def speak(picture: np.ndarray, pair: np.ndarray, window: np.ndarray) -> dict[str, Any]:
    states = list(zip(picture, [find(k) for k in pair], window, strict=True))
    texts = [_sentence(*state) for state in states]
    return {
        "summary": texts,
        "alt": [f"{ALTS[p]} {t}" for (p, _, _), t in zip(states, texts, strict=True)],
    }


ALTS = {
    "series": "Two lines of military spending as a share of GDP.",
    "stability": "Fifteen pairs of states with estimates of kl \u2212 ab and 95% intervals.",
    "reaction": "Fifteen pairs of states with two reactions each, against their margins.",
    "differences": "Fifteen pairs of states with two reactions of changes, against their margins.",
}


def _sentence(picture: str, pair: Pair, window: str) -> str:
    first, last = WINDOWS[window]
    start = f"{pair.name}, {first} to {last}"
    if picture == "series":
        a, b = (shares().loc[first:last, code] for code in (pair.one, pair.two))
        moves = [
            f"{SHORT[c]} from {fixed(v.iloc[0], 2)}% to {fixed(v.iloc[-1], 2)}% of GDP"
            for c, v in ((pair.one, a), (pair.two, b))
        ]
        return f"{start}: {moves[0]}, {moves[1]}."
    if picture == "stability":
        return f"{start}: {_stability(pair, window)}"
    return f"{start}: {_reaction(pair, window, picture == 'differences')}"


def _stability(pair: Pair, window: str) -> str:
    found = fit(pair, window, False).kl_minus_ab
    clear = sum(not holds_zero(fit(p, window, False).kl_minus_ab) for p in PAIRS)
    verdict = (
        "holds zero, so stable and unstable both fit" if holds_zero(found) else "excludes zero"
    )
    return (
        f"kl \u2212 ab is {fixed(found.value, 2)}, and the 95% interval from {fixed(found.low, 2)} "
        f"to {fixed(found.high, 2)} {verdict}; {clear} of the {len(PAIRS)} pairs exclude zero."
    )


def _reaction(pair: Pair, window: str, differences: bool) -> str:
    both = fit(pair, window, differences)
    parts = [
        f"{SHORT[a]} answers a point of {SHORT[b]} with {_range(found)}"
        for a, b, found in ((pair.one, pair.two, both.x.k), (pair.two, pair.one, both.y.k))
    ]
    clear, placebo = beyond(window, differences)
    verb = "lies beyond its margin" if clear == 1 else "lie beyond their margins"
    return (
        f"{parts[0]}, {parts[1]}; {clear} of {2 * len(PAIRS)} reactions {verb}, "
        f"{placebo} of them in placebo pairs."
    )


def _range(found: Estimate) -> str:
    return f"{fixed(found.value, 2)} ({fixed(found.low, 2)} to {fixed(found.high, 2)})"


def beyond(window: str, differences: bool) -> tuple[int, int]:
    """How many reactions exclude zero, and how many of those belong to placebo pairs."""
    large = [np.abs(side) > CLEAR for side in margins(window, differences)]
    fake = np.array([pair.placebo for pair in PAIRS])
    return int(sum(side.sum() for side in large)), int(sum((side & fake).sum() for side in large))


def tabulate(picture: np.ndarray, window: np.ndarray) -> dict[str, Any]:
    fits = [
        [(fit(pair, w, False).kl_minus_ab, fit(pair, w, p == "differences")) for pair in PAIRS]
        for p, w in zip(picture, window, strict=True)
    ]
    gaps = [[gap for gap, _ in row] for row in fits]
    sides = [[(both.x.k, both.y.k) for _, both in row] for row in fits]
    out: dict[str, Any] = {
        "table.pair": [[pair.name for pair in PAIRS]] * len(window),
        "table.kind": [["placebo" if p.placebo else "rivals" for p in PAIRS]] * len(window),
    }  # fmt: skip
    for key in ("value", "low", "high"):
        out[f"table.{key}"] = [[getattr(g, key) for g in row] for row in gaps]
    for i, key in enumerate(("one", "two")):
        out[f"table.{key}"] = [[_range(s[i]) for s in row] for row in sides]
    return out


def answer(window: np.ndarray) -> dict[str, Any]:
    """How many of the intervals of kl - ab exclude zero."""
    counts = [
        sum(not holds_zero(fit(pair, w, False).kl_minus_ab) for pair in PAIRS) for w in window
    ]
    return {"outcome.clear": np.array(counts, dtype=float)}


explorer = Explorer(
    name="richardson_fit",
    subtitle=(
        "Richardson's race fitted to military spending as a share of GDP. Filled: pairs across "
        "the lines of alliance. Hollow: placebo pairs"
    ),
    sources=("milex_nalutbae", "richardson_1960", "granger_newbold_1974"),
    note=(
        "A placebo is a pair that does not arm against each other: allies of the United States "
        "among themselves, and China with Russia. Circle: the first state's reaction to the "
        "second; diamond: the second's to the first. SIPRI calls its series a trend indicator. "
        "A share of GDP also moves when GDP does. No series in constant prices is held."
    ),
    controls=(
        Choice("picture", "Picture", (("series", "The two series"), ("stability", "Stability"),
                                      ("reaction", "Reactions"),
                                      ("differences", "First differences"))),
        Choice("pair", "Pair", tuple((p.key, p.name + (" (placebo)" if p.placebo else ""))
                                     for p in PAIRS), default="chn_usa"),
        Choice("window", "Years", tuple((key, f"{a} to {b}") for key, (a, b) in WINDOWS.items())),
    ),
    figure=template,
    products=(
        Product(("picture",), frame),
        Product(("picture", "window"), points),
        Product(("picture", "pair", "window"), series),
        Product(("picture", "pair", "window"), speak),
        Product(("picture", "window"), tabulate),
        Product(("window",), answer),
    ),
    columns=(
        Column("pair", "Pair"),
        Column("kind", "Kind"),
        Column("value", "kl \u2212 ab", digits=2),
        Column("low", "From", digits=2),
        Column("high", "To", digits=2),
        Column("one", "First answers second (95% interval)"),
        Column("two", "Second answers first (95% interval)"),
    ),
    predict=Prediction(
        question=(
            "Fifteen pairs of states, 25 years each. For how many of them does the fit say clearly "
            "whether the race is stable or unstable?"
        ),
        unit="of 15",
        maximum=15,
        answer_key="outcome.clear",
    ),
    narrow={"layout.margin.l": 70},
    height=470,
)  # fmt: skip
