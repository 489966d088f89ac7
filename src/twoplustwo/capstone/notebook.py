"""The game where a kernel lives: ipywidgets, the same rules and the same words as on the page.

>>> from twoplustwo.capstone.notebook import game
>>> game                                                          # in a notebook: play
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import ipywidgets as widgets
import plotly.graph_objects as go

from twoplustwo.capstone.bots import PLANS, RU_PLANS, adaptive, planned
from twoplustwo.capstone.game import TURNS, Game, Policy
from twoplustwo.capstone.rules import WORLDS
from twoplustwo.capstone.scores import DEFAULT_WEIGHTS, score
from twoplustwo.capstone.session import Session, events
from twoplustwo.capstone.state import LIMITS, START
from twoplustwo.capstone.studies import NOISE
from twoplustwo.capstone.words import (
    LEVELS,
    MOVES,
    NUMBERS,
    PARTS,
    PLAN_NAMES,
    SIDES,
    TEXTS,
    THEORIES,
    move_lines,
)
from twoplustwo.charts import new_figure
from twoplustwo.charts.chart import building
from twoplustwo.charts.theme import ACCENT, PAPER

MARK = '<div data-capstone=""></div>'
"""What the game leaves on a page of the book, for the build to replace."""

SHOWN = "HVDCSABLP"
WIDE = widgets.Layout(width="auto", max_width="46em")
DESCRIPTION = {"description_width": "initial"}


class Player:
    """Shows a new game wherever it is displayed; a page of the book gets its place instead."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        if building():
            return {"text/html": MARK, "text/plain": "The simulation Two Plus Two"}
        return Face().box._repr_mimebundle_()


game = Player()


class Face:
    """One display of the game.

    Attributes
    ----------
    box : ipywidgets.VBox
        What a notebook shows; its children are those of the screen at hand.
    session : Session or None
        The game in progress.
    inputs : dict of str to ipywidgets.Widget
        What the screen at hand asks for, by name.
    go : ipywidgets.Button
        Takes the screen's answer.
    """

    def __init__(self) -> None:
        self.box = widgets.VBox()
        self.session: Session | None = None
        self.weights: dict[str, dict[str, float]] = {}
        self.inputs: dict[str, widgets.Widget] = {}
        self.go = widgets.Button()
        self.message = widgets.HTML()
        self.setup()

    def _show(self, title: str, parts: Iterable[widgets.Widget], button: str, act: Any) -> None:
        self.go = widgets.Button(
            description=button, button_style="primary", layout=widgets.Layout(width="auto")
        )
        self.go.on_click(lambda _: act())
        self.message = widgets.HTML()
        self.box.children = (text(f"<h3>{title}</h3>"), *parts, self.message, self.go)

    # ---- screens -----------------------------------------------------------------------------

    def setup(self) -> None:
        """Delegation, seed, hidden theory and weights."""
        roles = [(SIDES["JP"], "JP"), (SIDES["RU"], "RU"), (TEXTS["both"], "both")]
        theories = [(TEXTS["bySeed"], ""), *((word.name, w) for w, word in THEORIES.items())]
        self.inputs = {
            "role": widgets.RadioButtons(options=roles, description=TEXTS["who"], **_look()),
            "seed": widgets.BoundedIntText(
                1, min=1, max=999_999_999, description=TEXTS["seed"], **_look()
            ),
            "world": widgets.Dropdown(options=theories, description=TEXTS["whichWorld"], **_look()),
        }
        weighing = widgets.VBox()

        def ask(_: Any = None) -> None:
            roles = _roles(self.inputs["role"].value)
            self.inputs |= {f"weights {role}": weights_box(role) for role in roles}
            weighing.children = [
                part
                for role in roles
                for part in (
                    text(f"<b>{TEXTS['weights'].format(side=SIDES[role])}</b>"),
                    self.inputs[f"weights {role}"],
                )
            ]

        self.inputs["role"].observe(ask, names="value")
        ask()
        parts = [*list(self.inputs.values())[:3], weighing]
        self._show(TEXTS["setup"], parts, TEXTS["start"], self.start)

    def start(self) -> None:
        """Register the weights, or say what is wrong with them."""
        role = self.inputs["role"].value
        for one in _roles(role):
            weights = read_weights(self.inputs[f"weights {one}"])
            total = round(100 * sum(weights.values()))
            if total != 100:
                side = SIDES[one]
                self.message.value = TEXTS["wrongWeights"].format(side=side, total=total)
                return
            self.weights[one] = weights
        world = self.inputs["world"].value or None
        self.session = Session(role, self.inputs["seed"].value, world)
        self.quarter()

    def quarter(self) -> None:
        """The briefing, and a move for each delegation."""
        rows = self.session.rows
        turn = TEXTS["quarter"].format(turn=len(rows) + 1, turns=TURNS)
        self.inputs = {role: move_input(role) for role in self.session.roles}
        about = [described(self.inputs[role], role) for role in self.session.roles]
        asked = [part for pair in zip(self.inputs.values(), about, strict=True) for part in pair]
        begin = (TEXTS[f"begin{i}"].format(T=START.T, noise=NOISE) for i in (1, 2, 3))
        told = events(rows[-1], rows[-2] if len(rows) > 1 else None) if rows else begin
        standing = standing_html(rows[-1].state if rows else START)
        parts = [bullets(told), tension(self.session.game), text(standing), *asked]
        log = [text(log_html(self.session.game))] if rows else []
        button = TEXTS["play"].format(turn=len(rows) + 1)
        self._show(turn, [*parts, *log], button, self.moved)

    def moved(self) -> None:
        """Play what was chosen; an alarm comes first."""
        moves = {role: box.value for role, box in self.inputs.items()}
        if None in moves.values():
            self.message.value = TEXTS["noMove"]
            return
        self.session.move(**moves)
        if self.session.waits:
            self.alarm()
        else:
            self.next()

    def alarm(self) -> None:
        """Verify or alert."""
        row = self.session.rows[-1]
        closed = row.alarm.choice == "alert"
        options = [(TEXTS["alert"], "alert")]
        if not closed:
            options.insert(0, (TEXTS["verify"], "verify"))
        told = [TEXTS["closed"] if closed else TEXTS["verify2"], TEXTS["aboutAlert"]]
        self.inputs = {
            "alarm": widgets.RadioButtons(
                options=options, value=None, description=TEXTS["decision"], **_look()
            )
        }
        parts = [text(f"<p>{TEXTS['aboutAlarm']}</p>"), bullets(told), *self.inputs.values()]
        self._show(TEXTS["alarm"].format(turn=row.turn), parts, TEXTS["decide"], self.decided)

    def decided(self) -> None:
        """Take the answer to the alarm."""
        if self.inputs["alarm"].value is None:
            self.message.value = TEXTS["alarmNow"]
            return
        self.session.decide(self.inputs["alarm"].value)
        self.next()

    def next(self) -> None:
        """Go to the next quarter, or to the end."""
        if self.session.over:
            self.result()
        else:
            self.quarter()

    def result(self) -> None:
        """The vectors first, then the sums."""
        played = self.session.game
        title = TEXTS["endLost" if played.lost else "end"].format(turn=len(played.quarters))
        tables = [text(comparison_html({TEXTS["yours"]: played}, self.weights))]
        parts = [*tables, text(log_html(played)), text(f"<p>{TEXTS['toDebrief']}</p>")]
        self._show(title, parts, TEXTS["debriefNow"], self.debrief)

    def debrief(self) -> None:
        """Facts, luck, theory and values, with replays under the same luck."""
        played = self.session.game
        options = [
            (f"{SIDES[role]}: {PLAN_NAMES[name]}", (role, name))
            for role in self.session.roles
            for name in plan_names(role)
        ]
        self.inputs = {
            "plan": widgets.Dropdown(options=options, description=TEXTS["plan"], **_look())
        }
        self.inputs |= {role: weights_box(role, self.weights[role]) for role in self.session.roles}
        answer = text("")

        def replay() -> None:
            answer.value = self.compared(*self.inputs["plan"].value)

        parts = [
            tension(played, truth=True),
            text(log_html(played, truth=True)),
            text(f"<p>{TEXTS['luck1']} {TEXTS['theory1']} {TEXTS['values1']}</p>"),
            *self.inputs.values(),
            answer,
        ]
        self._show(TEXTS["debrief"], parts, TEXTS["replay"], replay)

    def compared(self, role: str, name: str) -> str:
        """The reader's game beside another plan and the other world, as HTML."""
        world = self.session.world
        rival = next(one for one in WORLDS if one != world)
        games = {
            TEXTS["yours"]: self.session.game,
            PLAN_NAMES[name]: self.session.replayed(world, **{role: plan_policy(role, name)}),
            f"{THEORIES[rival].name} world": self.session.replayed(rival),
        }
        weights = {one: read_weights(self.inputs[one]) for one in self.session.roles}
        revealed = f"<p><b>{THEORIES[world].name}.</b> {THEORIES[world].about}</p>"
        if any(round(100 * sum(given.values())) != 100 for given in weights.values()):
            return revealed + f"<p>{TEXTS['make100']}</p>"
        return revealed + comparison_html(games, self.weights, weights)


# ---- parts of a screen ------------------------------------------------------------------------


def _look() -> dict[str, Any]:
    return {"style": DESCRIPTION, "layout": WIDE}


def _roles(role: str) -> tuple[str, ...]:
    return Session(role).roles


def text(content: str) -> widgets.HTML:
    return widgets.HTML(content)


def bullets(lines: Iterable[str]) -> widgets.HTML:
    return text("<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>")


def weights_box(role: str, given: dict[str, float] | None = None) -> widgets.VBox:
    """Six whole per cents, one for each part of a side's score."""
    weights = given or DEFAULT_WEIGHTS[role]
    return widgets.VBox(
        [
            widgets.BoundedIntText(
                round(100 * weight), min=0, max=100, description=PARTS[part].name, **_look()
            )
            for part, weight in weights.items()
        ]
    )


def read_weights(box: widgets.VBox) -> dict[str, float]:
    """The six per cents as weights, keyed by part."""
    by_name = {word.name: part for part, word in PARTS.items()}
    return {by_name[field.description]: field.value / 100 for field in box.children}


def move_input(role: str) -> widgets.RadioButtons:
    options = [(word.name, move) for move, word in MOVES[role].items()]
    label = TEXTS["sideMove"].format(side=SIDES[role])
    return widgets.RadioButtons(options=options, value=None, description=label, **_look())


def described(box: widgets.RadioButtons, role: str) -> widgets.HTML:
    """What the chosen move does, kept up with the choice."""
    shown = text("")

    def tell(change: Any) -> None:
        shown.value = "<br>".join(escape(line) for line in move_lines(role, change["new"]))

    box.observe(tell, names="value")
    return shown


def plan_names(role: str) -> tuple[str, ...]:
    return ("adaptive", *PLANS) if role == "JP" else tuple(RU_PLANS)


def plan_policy(role: str, name: str) -> Policy:
    if name == "adaptive":
        return adaptive
    return planned((PLANS if role == "JP" else RU_PLANS)[name])


def tension(played: Game | None, truth: bool = False) -> widgets.Widget:
    """Reports of tension with their band; with `truth`, the true line as well."""
    rows = played.quarters if played else ()
    turns, reports = [0, *(row.turn for row in rows)], [START.T, *(row.reported for row in rows)]
    error = {"type": "data", "array": [0, *[NOISE] * len(rows)], "color": ACCENT}
    traces = [go.Scatter(x=turns, y=reports, error_y=error, mode="markers", name="reported")]
    if truth:
        real = [START.T, *(row.state.T for row in rows)]
        traces.append(go.Scatter(x=turns, y=real, mode="lines", name=TEXTS["truth"]))
    axes = {"xaxis": {"range": [-0.3, TURNS + 0.3], "title": {"text": TEXTS["turn"]}},
            "yaxis": {"range": [0, 100], "title": {"text": NUMBERS["T"].name}}}  # fmt: skip
    figure = go.FigureWidget(new_figure(traces, axes))
    figure.update_layout(height=280, paper_bgcolor=PAPER, showlegend=truth)
    return figure


def standing_html(state: Any) -> str:
    """All numbers but tension, as a table."""
    values = []
    for key in SHOWN:
        number = getattr(state, key)
        level = LEVELS[key][number] if key in LEVELS else ""
        scale = f" of {LIMITS[key]}" if LIMITS[key] < 100 and not level else ""
        values.append(level or f"{number}{scale}")
    return table_html([NUMBERS[key].name for key in SHOWN], [values])


def log_html(played: Game, truth: bool = False) -> str:
    """Every quarter in a row; with `truth`, true tension beside the reported."""
    head = [TEXTS["turn"], *SIDES.values(), TEXTS["alarms"], NUMBERS["K"].name, TEXTS["reported"]]
    head += [TEXTS["true"]] * truth + [NUMBERS[key].name for key in SHOWN]
    heard = {True: "short0", False: "short1", None: "short2"}
    rows = []
    for row in played.quarters:
        names = MOVES["JP"][row.moves.jp].name, MOVES["RU"][row.moves.ru].name
        alarm = TEXTS[heard[row.alarm.resolved]] if row.alarm else "\u2013"
        numbers = [row.state.T] * truth + [getattr(row.state, key) for key in SHOWN]
        rows.append([row.turn, *names, alarm, row.tests, row.reported, *numbers])
    return f"<details open><summary>{TEXTS['log']}</summary>{table_html(head, rows)}</details>"


def comparison_html(
    games: dict[str, Game],
    registered: dict[str, dict[str, float]],
    other: dict[str, dict[str, float]] | None = None,
) -> str:
    """For each side the vectors of some games side by side, and below them the sums."""
    tables = []
    for role, weights in registered.items():
        scores = [score(one, role, weights) for one in games.values()]
        rows = [
            [PARTS[part].name, *(f"{one.parts[part]:.1f}" for one in scores)] for part in weights
        ]
        rows.append([TEXTS["sumRegistered"], *(f"{one.total:.1f}" for one in scores)])
        if other:
            sums = [score(one, role, other[role]).total for one in games.values()]
            rows.append([TEXTS["sumOther"], *(f"{total:.1f}" for total in sums)])
        caption = TEXTS["beside"].format(side=SIDES[role])
        tables.append(f"<p>{caption}</p>" + table_html([TEXTS["result"], *games], rows))
    return "".join(tables)


def table_html(head: Iterable[Any], rows: Iterable[Iterable[Any]]) -> str:
    top = "".join(f'<th scope="col">{escape(str(cell))}</th>' for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
