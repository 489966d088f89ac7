"""Polls in both countries: what was asked, how, of how many, and what they cannot say."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from twoplustwo import load
from twoplustwo.charts import COUNTRY, new_figure
from twoplustwo.charts.theme import INK_COLOUR, SOFT
from twoplustwo.explorers.engine import Choice, Column, Explorer, Product, Toggle, fixed


class Topic(NamedTuple):
    """A question put to one country: where it is asked, its rows, and the words for its answers."""

    label: str
    country: str
    questions: tuple[str, ...]
    yes: str
    no: str
    finding: str
    columns: tuple[str, ...] = ()  # a name below each poll; without them the axis is time


TOPICS = {
    "affinity": Topic(
        "Japan: affinity to Russia?", "JPN", ("affinity_russia",),
        "feel affinity", "feel none", "Few in Japan feel affinity to Russia, and fewer since 2022",
    ),
    "relations": Topic(
        "Japan: are relations good?", "JPN", ("relations_russia_good",),
        "good", "not good", "In Japan's view relations collapsed in 2022",
    ),
    "transfer": Topic(
        "Russia: transfer the islands?", "RUS",
        ("transfer_for_treaty", "transfer", "transfer_islanders"),
        "for", "against", "In Russia most answer no, on the islands nearly all",
        ("Levada<br>5/2016", "Levada<br>11/2018", "VCIOM<br>1/2019", "VCIOM<br>2/2019<br>islands"),
    ),
    "japan": Topic(
        "Russia: view of Japan?", "RUS", ("attitude_japan", "dialogue_japan"),
        "yes", "no", "In the same year most Russians thought well of Japan",
        ("Should dialogue<br>go on?<br>VCIOM 2018",
         "Is your opinion<br>of Japan good?<br>Levada Nov 2018"),
    ),
}  # fmt: skip
MODES = {"interview": "interview", "mail": "mail", "face_to_face": "face to face"}
SERIES = ["pollster", "question_id", "mode"]
YEARS = [2014, 2016, 2018, 2020, 2022, 2024]
# The Cabinet Office went from interviews to mail in 2020 and asks not to compare across the change.
BREAK = 2020.0
TWO_SIGMA = 1.96


def polls(topic: str, unconfirmed: bool) -> pd.DataFrame:
    """Rows of one topic in order of time; `when` is the year and its fraction."""
    table = load("opinion")
    keep = table["question_id"].isin(TOPICS[topic].questions)
    keep &= unconfirmed | (table["status"] == "confirmed")
    chosen = table[keep].copy()
    chosen["when"] = _when(chosen)
    return chosen.sort_values("when", kind="stable").reset_index(drop=True)


def _when(table: pd.DataFrame) -> pd.Series:
    """Middle of the fieldwork, or of the survey year where the days are not known."""
    middle = table["fieldwork_start"] + (table["fieldwork_end"] - table["fieldwork_start"]) / 2
    known = middle.dt.year + (middle.dt.dayofyear - 1) / 365
    return known.fillna(table["survey_year"].astype(float) + 0.5)


def margin(table: pd.DataFrame, column: str) -> NDArray[np.float64]:
    """Half-width of the 95 % interval in points, were the sample simple and random; else NaN."""
    share = table[column].to_numpy(float) / 100
    people = table["sample_persons"].to_numpy(float, na_value=np.nan)
    nationwide = (table["respondents"] == "adults, nationwide").to_numpy(bool)
    return np.where(nationwide, 100 * TWO_SIGMA * np.sqrt(share * (1 - share) / people), np.nan)


def template() -> go.Figure:
    lines = [_line("yes_line", 2.0), _line("no_line", 2.0)]
    points = [_points("yes", "top center"), _points("no", "top center")]
    names = go.Scatter(
        uid="names", x=[2013.3, 2013.3], y=[0, 0], mode="text", hoverinfo="skip",
        textposition="middle right", textfont={"color": INK_COLOUR},
    )  # fmt: skip
    return new_figure([*lines, *points, names], _layout())


def _line(uid: str, width: float) -> go.Scatter:
    return go.Scatter(
        uid=uid, x=[], y=[], mode="lines", hoverinfo="skip", opacity=0.6,
        line={"width": width, "color": SOFT},
    )  # fmt: skip


def _points(uid: str, position: str) -> go.Scatter:
    return go.Scatter(
        uid=uid, x=[], y=[], mode="markers+text", textposition=position, hoverinfo="text",
        marker={"size": 9, "line": {"width": 2}}, textfont={"color": INK_COLOUR, "size": 12},
        error_y={"type": "data", "array": [], "thickness": 1, "width": 0, "color": SOFT},
    )  # fmt: skip


def _layout() -> dict[str, Any]:
    note = {"x": BREAK, "y": 66, "xanchor": "left", "xshift": 5, "yanchor": "top"}
    return {
        "margin": {"l": 44, "r": 12, "t": 8, "b": 60},
        "xaxis": {"range": [2013.2, 2025.4], "tickvals": YEARS, "tickangle": 0},
        "yaxis": {
            "range": [-4, 108], "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["0%", "25%", "50%", "75%", "100%"],
        },
        "shapes": [
            {
                "type": "line", "x0": BREAK, "x1": BREAK, "y0": 0, "y1": 104,
                "line": {"color": SOFT, "width": 1, "dash": "dash"},
            }
        ],
        "annotations": [{**note, "text": "", "align": "left", "font": {"color": SOFT, "size": 12}}],
    }  # fmt: skip


def compute(topic: NDArray, unconfirmed: NDArray) -> dict[str, Any]:
    tables = [polls(t, bool(u)) for t, u in zip(topic, unconfirmed, strict=True)]
    states = [_state(TOPICS[t], table) for t, table in zip(topic, tables, strict=True)]
    return {key: [state[key] for state in states] for key in states[0]}


def _state(topic: Topic, table: pd.DataFrame) -> dict[str, Any]:
    places, ticks = _axis(topic, table)
    table = table.assign(place=places)
    return {
        **ticks,
        **_side("yes", table, "positive_percent", COUNTRY[topic.country], "circle"),
        **_side("no", table, "negative_percent", SOFT, "square"),
        **_names(topic, table),
        "title": topic.finding,
        "summary": _summary(topic, table),
        "alt": f"Polls over time, {topic.label} {_summary(topic, table)}",
        "table.when": [_period(row) for row in table.itertuples()],
        "table.pollster": table["pollster"].tolist(),
        "table.respondents": table["respondents"].tolist(),
        "table.question": table["question"].tolist(),
        "table.yes": table["positive_percent"].tolist(),
        "table.no": table["negative_percent"].tolist(),
        "table.mode": [MODES.get(mode, "not stated") for mode in table["mode"]],
        "table.sample": table["sample_persons"].tolist(),
        "table.status": table["status"].astype(str).tolist(),
    }


def _axis(topic: Topic, table: pd.DataFrame) -> tuple[list[float], dict[str, Any]]:
    """Where each poll stands: in time, or one beside the other where they crowd in a few months."""
    if not topic.columns:
        texts = [str(year) for year in YEARS]
        return list(table["when"]), {
            "layout.xaxis.tickvals": YEARS,
            "layout.xaxis.ticktext": texts,
        }
    everyone = polls_in_order(topic)
    width = (2025.4 - 2013.9) / len(everyone)
    spots = {survey: 2013.9 + width * (i + 0.5) for i, survey in enumerate(everyone)}
    return [spots[survey] for survey in table["survey_id"]], {
        "layout.xaxis.tickvals": list(spots.values()),
        "layout.xaxis.ticktext": list(topic.columns),
    }


def polls_in_order(topic: Topic) -> list[str]:
    """Survey ids of a topic, unconfirmed ones too, in order of time."""
    key = next(name for name, other in TOPICS.items() if other is topic)
    return polls(key, unconfirmed=True)["survey_id"].tolist()


def _side(uid: str, table: pd.DataFrame, column: str, colour: str, symbol: str) -> dict[str, Any]:
    """Points, hollow where unconfirmed, and a line that stops where the series breaks."""
    values = table[column].to_numpy(float)
    hollow = (table["status"] != "confirmed").to_numpy(bool)
    x, y = _broken(table, values)
    colours = [colour] * len(table)
    return {
        f"{uid}.x": table["place"].tolist(),
        f"{uid}.y": values,
        f"{uid}.text": [fixed(v, 0) if v == v else "" for v in values],
        f"{uid}.hovertext": [_hover(row, column) for row in table.itertuples()],
        f"{uid}.marker.color": colours,
        f"{uid}.marker.line.color": colours,
        f"{uid}.marker.symbol": [f"{symbol}-open" if h else symbol for h in hollow],
        f"{uid}.error_y.array": np.nan_to_num(margin(table, column)),
        f"{uid}_line.x": x,
        f"{uid}_line.y": y,
    }


def _broken(table: pd.DataFrame, values: NDArray) -> tuple[list[float], list[float]]:
    """Line through points of the same pollster, question and mode; gaps between such runs."""
    x: list[float] = []
    y: list[float] = []
    known = table[values == values].assign(value=values[values == values])
    for _, run in known.groupby(SERIES, observed=True, dropna=False, sort=False):
        x += [*run["place"], np.nan]
        y += [*run["value"], np.nan]
    return x, y


def _names(topic: Topic, table: pd.DataFrame) -> dict[str, Any]:
    """The answers' names beside the first point that has each, and the note on the break."""
    heights = [
        float(table[column].dropna().iloc[0]) for column in ("positive_percent", "negative_percent")
    ]
    breaks = topic.country == "JPN"
    return {
        "names.x": [2013.3, 2013.3],
        "names.y": [y + 9 for y in heights],
        "names.text": [topic.yes, topic.no],
        "layout.shapes[0].visible": breaks,
        "layout.annotations[0].text": "interview ends,<br>mail begins" if breaks else "",
    }


def _period(row: Any) -> str:
    if pd.isna(row.fieldwork_start):
        return f"{row.survey_year}, days not known"
    first, last = row.fieldwork_start.date(), row.fieldwork_end.date()
    return f"{first} to {last}"


def _hover(row: Any, column: str) -> str:
    sample = "sample not stated" if pd.isna(row.sample_persons) else f"n = {row.sample_persons:,}"
    mode = MODES.get(row.mode, "mode not stated")
    return f"{row.pollster}, {_period(row)}<br>{fixed(getattr(row, column), 1)}%, {mode}, {sample}"


def _summary(topic: Topic, table: pd.DataFrame) -> str:
    yes = table.dropna(subset=["positive_percent"])
    first, last = yes.iloc[0], yes.iloc[-1]
    ends = [first, last] if topic.country == "JPN" else list(yes.itertuples())
    shares = [f"{fixed(r.positive_percent, 1)}% ({r.pollster}, {int(r.when)})" for r in ends]
    answers = f"Answer “{topic.yes}”: {', '.join(shares)}"
    no = table.dropna(subset=["negative_percent"])["negative_percent"]
    low, high = fixed(no.min(), 1), fixed(no.max(), 1)
    against = f"{low}%" if low == high else f"between {low}% and {high}%"
    hollow = int((table["status"] != "confirmed").sum())
    count = "" if not hollow else f" Unconfirmed and hollow: {hollow} of {len(table)} rows."
    return f"{answers}; “{topic.no}”: {against}.{count}"


explorer = Explorer(
    name="opinion_polls",
    subtitle="Share of answers, by the time of fieldwork. Hollow: unconfirmed value",
    sources=(
        "jt_cao2022", "nippon_cao2024", "ng_levada_2018", "rbc_levada_2018", "ntv_vciom_2019",
        "nsn_vciom_2019",
    ),
    note=(
        "Thin bars: 95 % interval if the sample were simple and random; none where the sample is "
        "not known, or where the islands' own residents were asked. Where the days of fieldwork "
        "are not known, a point stands in the middle of its year. In 2020 the Cabinet Office "
        "changed from interviews to mail and asks not to compare across the change. Pollsters: "
        "Cabinet Office of Japan; Levada Center, independent; VCIOM, state-linked."
    ),
    controls=(
        Choice("topic", "Question", tuple((key, topic.label) for key, topic in TOPICS.items())),
        Toggle("unconfirmed", "Show unconfirmed values", default=True),
    ),
    figure=template,
    products=(Product(("topic", "unconfirmed"), compute),),
    columns=(
        Column("when", "Fieldwork"),
        Column("pollster", "Pollster"),
        Column("respondents", "Respondents"),
        Column("question", "Question, in our words"),
        Column("yes", "Yes side", unit="%", digits=1),
        Column("no", "No side", unit="%", digits=1),
        Column("mode", "Mode"),
        Column("sample", "Sample", unit="persons", digits=0, grouped=True),
        Column("status", "Status"),
    ),
    height=400,
)  # fmt: skip
