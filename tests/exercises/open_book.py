"""Tries to answer a task by one public call of the models or the capstone.

Every public function gets the numbers of a variant, by the names of its parameters and in every
order of up to four arguments. A call answers a task if it gives one of the numbers asked for, in
most of the variants tried: a hit in one variant alone is chance, of which no student can know.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import itertools
import pkgutil
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

import twoplustwo.capstone
import twoplustwo.models
from twoplustwo.exercises import Answer, Number, Numbers, Task, Whole
from twoplustwo.exercises.answers import is_number, plain
from twoplustwo.exercises.task import Values

MOST_ARGUMENTS = 4
MOST_RESULTS = 300
FACES = {"notebook", "words"}  # pictures and sentences of the capstone, no numbers
CALLABLES = {"jp": "bot_jp", "ru": "bot_ru", "partner": "bot_ru", "policy": "bot_jp"}


@dataclass(frozen=True)
class Call:
    """A public function and which inputs of a variant its arguments are."""

    function: Callable[..., Any]
    inputs: tuple[str, ...]
    named: bool

    def __str__(self) -> str:
        return f"{self.function.__module__}.{self.function.__name__}({', '.join(self.inputs)})"


@cache
def public_functions() -> tuple[Callable[..., Any], ...]:
    """All public functions of the models and of the capstone's rules."""
    found = []
    for package in (twoplustwo.models, twoplustwo.capstone):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            if module.name.rpartition(".")[2] in FACES:
                continue
            names = vars(importlib.import_module(module.name))
            found += [
                one
                for name, one in names.items()
                if inspect.isfunction(one)
                and one.__module__ == module.name
                and not name.startswith("_")
            ]
    return tuple(found)


def inputs_of(variant: Values) -> dict[str, Any]:
    """Everything in a variant that may be an argument, by its path: numbers, texts, lists."""
    found: dict[str, Any] = {}

    def walk(path: str, value: Any) -> None:
        if isinstance(value, Mapping):
            for key, one in value.items():
                walk(f"{path}.{key}" if path else str(key), one)
            return
        found[path] = value
        if isinstance(value, (list, tuple)) and len(value) <= MOST_ARGUMENTS:
            for place, one in enumerate(value):
                walk(f"{path}[{place}]", one)

    walk("", variant)
    return found


def calls(inputs: Mapping[str, Any], most: int) -> Iterator[Call]:
    """The calls to try, at most `most` orders for a function and a number of arguments."""
    for function in public_functions():
        parameters = [
            one
            for one in inspect.signature(function).parameters.values()
            if one.kind is not one.KEYWORD_ONLY
        ]
        needed = sum(one.default is one.empty for one in parameters)
        named = tuple(one.name for one in parameters if one.name in inputs or one.name in CALLABLES)
        if named and {one.name for one in parameters[:needed]} <= set(named):
            yield Call(function, named, named=True)
        for count in range(max(needed, 1), min(len(parameters), MOST_ARGUMENTS) + 1):
            for order in itertools.islice(itertools.permutations(inputs, count), most):
                yield Call(function, order, named=False)


def made(call: Call, inputs: Mapping[str, Any]) -> Any:
    """Make a call; None if it refuses the arguments."""
    if any(one not in inputs and one not in CALLABLES for one in call.inputs):
        return None
    values = {one: inputs[one] if one in inputs else _bot(one) for one in call.inputs}
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return call.function(**values) if call.named else call.function(*values.values())
    except Exception:
        return None


def _bot(parameter: str) -> Any:
    return getattr(importlib.import_module("twoplustwo.capstone.bots"), CALLABLES[parameter])


def results(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """A result, its attributes and its elements, each with its path."""
    if value is None or path.count("/") > 4:
        return
    yield path, value
    if isinstance(value, pd.DataFrame):
        parts: Any = [(name, value[name]) for name in value]
    elif isinstance(value, Mapping):
        parts = value.items()
    elif hasattr(value, "_fields"):
        parts = zip(value._fields, value, strict=True)
    elif hasattr(value, "__dataclass_fields__"):
        parts = [(name, getattr(value, name)) for name in value.__dataclass_fields__]
    elif isinstance(value, (list, tuple, pd.Series)) or getattr(value, "ndim", 0):
        parts = enumerate(list(value))
    else:
        return
    for name, one in itertools.islice(parts, MOST_RESULTS):
        yield from results(one, f"{path}/{name}")


def matches(answer: Answer, reference: Any, result: Any, inputs: Mapping[str, Any]) -> set[str]:
    """Give the paths in a result where the answer stands; an argument given back is none."""
    return {
        path
        for path, one in itertools.islice(results(result), MOST_RESULTS)
        if not isinstance(one, (str, bool))
        and answer.agrees(one, reference)
        and not any(_same(one, given) for given in inputs.values())
    }


def _same(one: Any, given: Any) -> bool:
    return is_number(plain(one)) and is_number(given) and bool(np.isclose(one, given, rtol=1e-9))


def answered_by(task: Task, variants: list[Values], most: int) -> dict[str, str]:
    """Give the answers of a task that one public call finds, and the call."""
    asked = [one for one in task.answers if isinstance(one, (Number, Whole, Numbers))]
    known = [(inputs_of(one), task.solve(one)) for one in variants]
    found: dict[str, str] = {}
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for call in calls(known[0][0], most):
            result = made(call, known[0][0])
            if result is None:
                continue
            for one in asked:
                if one.name not in found and (path := _found(one, call, result, known)):
                    found[one.name] = f"{call} at {path}"
    return found


def _found(answer: Answer, call: Call, result: Any, known: list[Any]) -> str | None:
    """Give the path at which a call finds an answer in most variants."""
    (inputs, reference), *others = known
    hits: Counter[str] = Counter()
    for path in matches(answer, reference[answer.name], result, inputs):
        hits[path] = 0
    if hits:
        for values, wanted in others:
            again = matches(answer, wanted[answer.name], made(call, values), values)
            hits.update(again & set(hits))
    return next((path or "/" for path, count in hits.items() if count * 2 > len(others)), None)
