"""The notebook face of an explorer: ipywidgets controls and a live Plotly figure."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import plotly.graph_objects as go

from twoplustwo.charts.theme import CONFIG, PAPER
from twoplustwo.data import source

from .controls import Choice, Control, Filter, Slider, Toggle

if TYPE_CHECKING:
    from .explorer import Explorer, Prediction, View

WIDE = widgets.Layout(width="auto", max_width="44em")
DESCRIPTION = {"description_width": "initial"}
Changed = Callable[[str, Any], None]


class Face:
    """One display of an explorer: its own controls, its own state, its own figure.

    Attributes
    ----------
    box : ipywidgets.VBox
        What a notebook shows.
    inputs : dict of str to ipywidgets.Widget
        The controls by name; a filter's is the box around its check boxes.
    view : View
        What is shown now.
    """

    def __init__(self, explorer: Explorer) -> None:
        self.explorer = explorer
        self.view: View = explorer.view()
        self.figure = self._figure()
        self.title, self.summary, self.table = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.guess = Guess(explorer.predict) if explorer.predict else None
        self.inputs = {c.name: make_input(c, self.change) for c in explorer.controls}
        self._write()
        self.box = widgets.VBox(self._parts())

    def change(self, name: str, value: Any) -> None:
        """Set one control and redraw what differs."""
        before = self.view.figure_json
        self.view = self.explorer.view({**self.view.state, name: value})
        with self.figure.batch_update():
            redraw(self.figure, before, self.view.figure_json)
        self._write()

    def _figure(self) -> go.FigureWidget:
        figure = go.FigureWidget(self.view.figure_json)
        # A notebook's own theme may be dark, so the ink gets the paper it was chosen for.
        figure.update_layout(height=self.explorer.height, paper_bgcolor=PAPER)
        figure._config = {**figure._config, **CONFIG}
        return figure

    def _parts(self) -> list[widgets.Widget]:
        asked = [self.guess.box] if self.guess else []
        note = [widgets.HTML(f"<small>{html.escape(self.explorer.note)}</small>")]
        more = widgets.Accordion(
            children=[self.table, widgets.HTML(_sources(self.explorer))],
            titles=("Data", "Sources"),
            selected_index=None,
        )
        controls = widgets.VBox(list(self.inputs.values()))
        note = note if self.explorer.note else []
        return [self.title, *asked, self.figure, self.summary, controls, *note, more]

    def _write(self) -> None:
        title, subtitle = html.escape(self.view.title), html.escape(self.explorer.subtitle)
        self.title.value = f"<b>{title}</b><br><small>{subtitle}</small>"
        self.summary.value = f'<p aria-live="polite">{html.escape(self.view.summary)}</p>'
        self.table.value = table_html(self.explorer, self.view)
        if self.guess:
            self.guess.show(self.view.values[self.guess.predict.answer_key])


class Guess:
    """The question asked first, and the guess beside the result once it is given."""

    def __init__(self, predict: Prediction) -> None:
        self.predict = predict
        self.given: Any = None
        self.outcome: Any = None
        self.input = self._input()
        self.answer = widgets.HTML()
        button = widgets.Button(description="Show me")
        button.on_click(self._give)
        question = widgets.HTML(f"<b>{html.escape(predict.question)}</b>")
        self.box = widgets.VBox([question, widgets.HBox([self.input, button]), self.answer])

    def _input(self) -> widgets.Widget:
        ask = self.predict
        if ask.kind == "choice":
            options = [(text, value) for value, text in ask.options or ()]
            return widgets.RadioButtons(
                options=options, value=None, description="Your guess", style=DESCRIPTION
            )
        return widgets.BoundedFloatText(
            value=ask.minimum, min=ask.minimum, max=ask.maximum, step=ask.step,
            description=f"Your guess ({ask.unit})" if ask.unit else "Your guess",
            style=DESCRIPTION,
        )  # fmt: skip

    def _give(self, _: Any) -> None:
        self.given = self.input.value
        self.show(self.outcome)

    def show(self, outcome: Any) -> None:
        """Write the outcome of the current state beside the guess, once there is one."""
        self.outcome = outcome
        if self.given is not None:
            guess, result = self.predict.text(self.given), self.predict.text(outcome)
            words = f"You guessed {guess}; here it is {result}."
            self.answer.value = f'<p aria-live="polite">{html.escape(words)}</p>'


def make_input(control: Control, changed: Changed) -> widgets.Widget:
    """Return the widget of a control; `changed(name, value)` is called at each change."""
    if isinstance(control, Filter):
        return _filter(control, changed)
    widget = _MAKERS[type(control)](control)

    def tell(change: Mapping[str, Any]) -> None:
        value = change["new"]
        changed(control.name, nearest(control, value) if isinstance(control, Slider) else value)

    widget.observe(tell, names="value")
    return widget


def nearest(slider: Slider, value: float) -> float:
    """The grid value nearest to the widget's, whose own arithmetic drifts (0.30000000000000004)."""
    return min(slider.values, key=lambda v: abs(v - value))


def _slider(control: Slider) -> widgets.Widget:
    name = f"{control.label} ({control.unit})" if control.unit else control.label
    shared = {"description": name, "value": control.default, "style": DESCRIPTION, "layout": WIDE}
    if control.labels is not None:
        options = list(zip(control.labels, control.values, strict=True))
        return widgets.SelectionSlider(options=options, **shared)
    return widgets.FloatSlider(
        min=control.minimum, max=control.maximum, step=control.step,
        readout_format=f".{control.digits}f", **shared,
    )  # fmt: skip


def _choice(control: Choice) -> widgets.Widget:
    kind = widgets.RadioButtons if control.radio else widgets.Dropdown
    options = [(text, value) for value, text in control.options]
    return kind(
        options=options, value=control.default, description=control.label,
        style=DESCRIPTION, layout=WIDE,
    )  # fmt: skip


def _toggle(control: Toggle) -> widgets.Widget:
    return widgets.Checkbox(value=control.default, description=control.label, indent=False)


def _filter(control: Filter, changed: Changed) -> widgets.Widget:
    boxes = {
        value: widgets.Checkbox(value=value in control.default, description=text, indent=False)
        for value, text in control.options
    }

    def tell(_: Any) -> None:
        changed(control.name, [value for value, box in boxes.items() if box.value])

    for box in boxes.values():
        box.observe(tell, names="value")
    return widgets.VBox([widgets.Label(control.label), *boxes.values()])


_MAKERS: dict[type, Callable[[Any], widgets.Widget]] = {
    Slider: _slider,
    Choice: _choice,
    Toggle: _toggle,
}


def redraw(figure: go.FigureWidget, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Set the attributes that differ between two figures in plain JSON."""
    pairs = zip(figure.data, before["data"], after["data"], strict=True)
    for trace, old, new in pairs:
        trace.update(_differences(old, new), overwrite=True)
    figure.layout.update(_differences(before["layout"], after["layout"]), overwrite=True)


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {name: new.get(name) for name in (*new, *old) if old.get(name) != new.get(name)}


def table_html(explorer: Explorer, view: View) -> str:
    """The table of a view as HTML."""
    head = "".join(f'<th scope="col">{html.escape(c.heading)}</th>' for c in explorer.columns)
    rows = (
        "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>"
        for row in explorer.cells(view.table)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _sources(explorer: Explorer) -> str:
    items = "".join(f"<li>{html.escape(str(source(s)))}</li>" for s in explorer.sources)
    return f"<ol>{items}</ol>"
