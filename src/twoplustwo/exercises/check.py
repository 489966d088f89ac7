"""Public checks in a student's notebook: type, shape and plausible range, never the answer.

``check("task")`` looks at the names that the student has assigned. It needs nothing but the
standard library, NumPy and pandas, so it works the same in JupyterLite, on Binder, on Colab and at
home, and in plain Python. The real tests are hidden, so it never says more than *public checks
passed*.
"""

from __future__ import annotations

import inspect
import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from twoplustwo.exercises.answers import is_finite, is_list, is_number, plain

Public = Mapping[str, Any]
PASSED = "public checks passed"
NAMES = {
    "number": "a number",
    "whole": "a whole number",
    "flag": "True or False",
    "text": "a text",
    "items": "a list",
    "numbers": "a list of numbers",
    "frame": "a DataFrame",
    "function": "a function",
}


class Checker:
    """The object ``check`` of a notebook."""

    def __init__(self) -> None:
        self._tasks: dict[str, Sequence[Public]] = {}

    def use(self, checks: str | Mapping[str, Sequence[Public]]) -> None:
        """Take the public checks of a set: a mapping from task to answers, or its JSON text."""
        self._tasks = json.loads(checks) if isinstance(checks, str) else dict(checks)

    def __call__(self, task: str, names: Mapping[str, Any] | None = None) -> None:
        """Check what the caller has assigned for a task, and print one line an answer.

        Parameters
        ----------
        task
            Name of the task.
        names
            Where to look; by default the names of the notebook.
        """
        if names is None:
            names = sys._getframe(1).f_globals
        print("\n".join(self.report(task, names)))

    def report(self, task: str, names: Mapping[str, Any]) -> list[str]:
        """Give the lines that a check prints."""
        if not self._tasks:
            return ["check: no public checks are loaded; run the first cells of the notebook"]
        if task not in self._tasks:
            return [f"check: no task {task!r} here; the tasks are: {', '.join(self._tasks)}"]
        lines, good = [], True
        for answer in self._tasks[task]:
            fault = wrong(answer, names)
            good = good and not fault
            lines.append(f"{answer['name']}: {fault or 'looks like ' + describe(answer)}")
        return [*lines, f"{task}: {PASSED}" if good else f"{task}: not yet"]


def describe(answer: Public) -> str:
    """Say in words what an answer must be."""
    kind = answer["kind"]
    text = NAMES.get(kind, "a value")
    if kind == "text" and answer["choices"]:
        text = "one of: " + ", ".join(answer["choices"])
    if kind == "items":
        text += " of whole numbers" if answer["of"] == "whole" else " of texts"
        text += " in the asked order" if answer["ordered"] else ""
    if kind == "numbers":
        text = f"a list of {answer['length']} numbers"
    if kind == "function":
        text += f" of {', '.join(answer['parameters'])}"
    if kind == "frame":
        text += f" with the columns {', '.join(_columns(answer))}"
    return text + (f" in {answer['unit']}" if answer.get("unit") else "")


def _columns(answer: Public) -> list[str]:
    return list(dict.fromkeys((*answer["key"], *answer["columns"])))


def wrong(answer: Public, names: Mapping[str, Any]) -> str:
    """Say what is wrong with an answer; an empty text if nothing is."""
    name = answer["name"]
    if name not in names:
        return "not assigned yet; run the cell that assigns it"
    value = names[name]
    if value is ...:
        return "not answered yet (it still holds `...`)"
    if value is None:
        return f"is None; it should be {describe(answer)}"
    return CHECKS[answer["kind"]](answer, value)


def shown(value: Any) -> str:
    """Show a value and its type in one short line."""
    if isinstance(value, (pd.DataFrame, pd.Series, np.ndarray)):
        return f"a {type(value).__name__} of shape {value.shape}"
    if isinstance(value, (list, tuple, dict, set)):
        return f"a {type(value).__name__} of length {len(value)}"
    text = repr(value)
    return f"{text[:57] + '...' if len(text) > 60 else text} ({type(value).__name__})"


def _expected(answer: Public, value: Any, more: str = "") -> str:
    return f"should be {describe(answer)}, but is {shown(value)}{more}"


def _number(answer: Public, value: Any) -> str:
    value = plain(value)
    if not is_number(value):
        return _expected(answer, value)
    if not is_finite(value):
        return f"is {value}; it should be {describe(answer)}"
    return _range(answer, value)


def _range(answer: Public, value: float) -> str:
    low, high = answer.get("low"), answer.get("high")
    low, high = (-math.inf if low is None else low), (math.inf if high is None else high)
    if low <= value <= high:
        return ""
    unit = f"; the unit is {answer['unit']}" if answer.get("unit") else ""
    return f"{value:.6g} is not plausible: expected between {low:g} and {high:g}{unit}"


def _whole(answer: Public, value: Any) -> str:
    fault = _number(answer, value)
    if not fault and plain(value) != int(plain(value)):
        return _expected(answer, value)
    return fault


def _flag(answer: Public, value: Any) -> str:
    return "" if isinstance(plain(value), bool) else _expected(answer, value)


def _text(answer: Public, value: Any) -> str:
    if not isinstance(value, str):
        return _expected(answer, value)
    choices = {one.strip().casefold() for one in answer.get("choices", ())}
    if choices and value.strip().casefold() not in choices:
        return f"{value!r} is none of: {', '.join(answer['choices'])}"
    return "" if value.strip() else "is an empty text"


def _items(answer: Public, value: Any) -> str:
    if not is_list(value):
        return _expected(answer, value, "; list(...) makes a list")
    whole = answer["of"] == "whole"
    for one in map(plain, value):
        if not (is_number(one) if whole else isinstance(one, str)):
            return f"holds {shown(one)}; every item should be {'whole' if whole else 'text'}"
    return ""


def _numbers(answer: Public, value: Any) -> str:
    if not is_list(value):
        return _expected(answer, value, "; list(...) makes a list")
    if len(value) != answer["length"]:
        return f"has {len(value)} items; {answer['length']} are expected"
    faults = (_number({**answer, "kind": "number"}, one) for one in value)
    found = ((at, fault) for at, fault in enumerate(faults, start=1) if fault)
    return next((f"item {at} {fault}" for at, fault in found), "")


def _frame(answer: Public, value: Any) -> str:
    if not isinstance(value, pd.DataFrame):
        more = "; .reset_index() makes a DataFrame" if isinstance(value, pd.Series) else ""
        return _expected(answer, value, more)
    present = [*value.columns, *value.index.names]
    missing = [name for name in _columns(answer) if name not in present]
    if missing:
        return f"has no column {', '.join(missing)}; its columns are {list(value.columns)}"
    if answer["rows"] is not None and len(value) != answer["rows"]:
        return f"has {len(value)} rows; {answer['rows']} are expected"
    flat = value.reset_index() if set(_columns(answer)) - set(value.columns) else value
    if flat.duplicated(list(answer["key"])).any():
        return f"has rows with the same {', '.join(answer['key'])}; each should occur once"
    return next(filter(None, (_column(flat, *one) for one in answer["columns"].items())), "")


def _column(frame: pd.DataFrame, name: str, column: Public) -> str:
    """Say what is wrong with the first bad cell of a column."""
    if isinstance(frame[name], pd.DataFrame):
        return f"has two columns {name}"
    check = CHECKS[column["kind"]]
    cell = {"name": name, "choices": (), **column}
    found = (check(cell, one) for one in frame[name].tolist())
    return next((f"column {name}: {fault}" for fault in found if fault), "")


def _function(answer: Public, value: Any) -> str:
    if not callable(value):
        return _expected(answer, value)
    wanted = len(answer["parameters"])
    try:
        inspect.signature(value).bind(*range(wanted))
    except TypeError:
        return f"should take {wanted} arguments: {', '.join(answer['parameters'])}"
    except ValueError:  # a built-in function without a signature
        pass
    return ""


CHECKS: dict[str, Callable[[Public, Any], str]] = {
    "number": _number,
    "whole": _whole,
    "flag": _flag,
    "text": _text,
    "items": _items,
    "numbers": _numbers,
    "frame": _frame,
    "function": _function,
}

check = Checker()
