"""The controls of an explorer: what a reader can move, and the values each may take.

Sliders, choices and toggles are axes of the grid of states. A filter is not: it hides rows of
traces and of the table, so it costs no states.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any

import numpy as np

from .errors import DeclarationError

NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
RADIO_LIMIT = 4  # up to four options all show; more go into a drop-down list

Option = tuple[str | int, str]


@dataclass(frozen=True)
class Slider:
    """A number on an even grid.

    Parameters
    ----------
    name, label : str
        Key in the state, and the visible label.
    minimum, maximum, step : float
        The grid, in `unit`; the maximum must lie on it. A packed explorer stores these values,
        a twin takes any number between the ends.
    default : float
        Starting value, on the grid.
    unit : str
        Shown after the value ("km", "%").
    digits : int, optional
        Decimals shown; those of `step` if not given.
    labels : sequence of str, optional
        One text for each grid value, shown instead of the number (years of treaties, say).
    """

    name: str
    label: str
    minimum: float
    maximum: float
    step: float = 1
    default: float | None = None
    unit: str = ""
    digits: int | None = None
    labels: Sequence[str] | None = None

    def __post_init__(self) -> None:
        _check_name(self)
        if self.step <= 0 or self.maximum <= self.minimum:
            raise DeclarationError(
                f"Slider {self.name!r}: needs step > 0 and maximum > minimum; "
                f"got {self.minimum}..{self.maximum} step {self.step}"
            )
        span = _decimal(self.maximum) - _decimal(self.minimum)
        if span % _decimal(self.step):
            raise DeclarationError(
                f"Slider {self.name!r}: maximum {self.maximum} is not on the grid from "
                f"{self.minimum} in steps of {self.step}"
            )
        if self.default is None:
            object.__setattr__(self, "default", self.values[0])
        if float(self.default) not in self.values:
            raise DeclarationError(
                f"Slider {self.name!r}: default {self.default} is not on the grid; "
                f"near values: {_near(self.default, self.values)}"
            )
        if self.digits is None:
            object.__setattr__(self, "digits", decimals(self.step, self.minimum))
        if self.labels is not None and len(self.labels) != len(self.values):
            raise DeclarationError(
                f"Slider {self.name!r}: {len(self.labels)} labels for {len(self.values)} values"
            )

    @cached_property
    def values(self) -> tuple[float, ...]:
        """The grid. Decimal arithmetic, so that 0.15 is the double a person types."""
        low, step = _decimal(self.minimum), _decimal(self.step)
        count = int((_decimal(self.maximum) - low) / step) + 1
        return tuple(float(low + i * step) for i in range(count))

    def parse(self, value: Any) -> float:
        """Return a state's value as a float inside the ends, or say what is accepted."""
        number = _number(value)
        if number is None or not self.minimum <= number <= self.maximum:
            raise ValueError(
                f"{self.name}: {value!r} is not accepted; "
                f"give a number from {self.minimum} to {self.maximum}"
            )
        return number

    def position(self, value: float) -> int:
        """Grid index of `value`; raises ValueError between grid values."""
        try:
            return self.values.index(value)
        except ValueError:
            raise ValueError(
                f"{self.name}: {value} lies between the stored values; "
                f"near ones: {_near(value, self.values)}"
            ) from None

    def array(self, values: Sequence[float]) -> np.ndarray:
        return np.asarray(values, dtype=float)

    def random(self, chance: Random, continuous: bool) -> float:
        return (
            chance.uniform(self.minimum, self.maximum) if continuous else chance.choice(self.values)
        )

    def json(self) -> dict[str, Any]:
        return {
            "kind": "slider",
            "name": self.name,
            "label": self.label,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "step": self.step,
            "default": self.default,
            "unit": self.unit,
            "digits": self.digits,
            "labels": None if self.labels is None else list(self.labels),
            "values": list(self.values),
        }


@dataclass(frozen=True)
class Choice:
    """One of several options: radio buttons up to four, a drop-down list above.

    Parameters
    ----------
    name, label : str
        Key in the state, and the visible label.
    options : sequence of (value, text)
        Values are strings or integers.
    default : str or int, optional
        A value of `options`; the first if not given.
    """

    name: str
    label: str
    options: Sequence[Option]
    default: str | int | None = None

    def __post_init__(self) -> None:
        _check_name(self)
        _check_options(self)
        if self.default is None:
            object.__setattr__(self, "default", self.values[0])
        if self.default not in self.values:
            raise DeclarationError(
                f"Choice {self.name!r}: default {self.default!r} is no option; "
                f"accepted: {_listed(self.values)}"
            )

    @cached_property
    def values(self) -> tuple[str | int, ...]:
        return tuple(value for value, _ in self.options)

    @property
    def radio(self) -> bool:
        return len(self.options) <= RADIO_LIMIT

    def parse(self, value: Any) -> str | int:
        if value not in self.values:
            raise ValueError(
                f"{self.name}: {value!r} is not accepted; give one of {_listed(self.values)}"
            )
        return value

    def position(self, value: str | int) -> int:
        return self.values.index(value)

    def array(self, values: Sequence[str | int]) -> np.ndarray:
        return np.array(values, dtype=object)

    def random(self, chance: Random, continuous: bool) -> str | int:
        return chance.choice(self.values)

    def json(self) -> dict[str, Any]:
        return {
            "kind": "choice",
            "name": self.name,
            "label": self.label,
            "options": [list(option) for option in self.options],
            "default": self.default,
            "radio": self.radio,
            "values": list(self.values),
        }


@dataclass(frozen=True)
class Toggle:
    """A yes-or-no control; off is the first grid value, on the second."""

    name: str
    label: str
    default: bool = False

    def __post_init__(self) -> None:
        _check_name(self)
        if not isinstance(self.default, bool):
            raise DeclarationError(f"Toggle {self.name!r}: default must be True or False")

    @property
    def values(self) -> tuple[bool, bool]:
        return (False, True)

    def parse(self, value: Any) -> bool:
        if value not in (0, 1):
            raise ValueError(f"{self.name}: {value!r} is not accepted; give True or False")
        return bool(value)

    def position(self, value: bool) -> int:
        return int(value)

    def array(self, values: Sequence[bool]) -> np.ndarray:
        return np.asarray(values, dtype=bool)

    def random(self, chance: Random, continuous: bool) -> bool:
        return chance.random() < 0.5

    def json(self) -> dict[str, Any]:
        return {
            "kind": "toggle",
            "name": self.name,
            "label": self.label,
            "default": self.default,
            "values": [False, True],
        }


@dataclass(frozen=True)
class Filter:
    """Check boxes that hide rows. No axis of the grid.

    Parameters
    ----------
    name, label : str
        Key in the state, and the visible label.
    options : sequence of (value, text)
        Groups of rows; each is one check box.
    rows : mapping of str to sequence
        Trace uid, or ``"table"``, -> the group of each of its rows, in order. A row whose group
        is ``None`` always stays. A hidden row of a trace has null for x and y; a hidden row of
        the table is left out.
    default : sequence, optional
        Groups shown at the start; all if not given.
    """

    name: str
    label: str
    options: Sequence[Option]
    rows: Mapping[str, Sequence[str | int | None]] = field(default_factory=dict)
    default: Sequence[str | int] | None = None

    def __post_init__(self) -> None:
        _check_name(self)
        _check_options(self)
        rows = {uid: tuple(groups) for uid, groups in self.rows.items()}
        for uid, groups in rows.items():
            strangers = sorted({str(g) for g in groups if g is not None and g not in self.values})
            if strangers:
                raise DeclarationError(
                    f"Filter {self.name!r}: rows of {uid!r} name {', '.join(strangers)}, "
                    f"which is no option; accepted: {_listed(self.values)} or None"
                )
        if not rows:
            raise DeclarationError(f"Filter {self.name!r}: rows is empty; give {{uid: groups}}")
        object.__setattr__(self, "rows", rows)
        chosen = self.values if self.default is None else self.default
        object.__setattr__(self, "default", self.parse(chosen))

    @cached_property
    def values(self) -> tuple[str | int, ...]:
        return tuple(value for value, _ in self.options)

    def parse(self, value: Any) -> tuple[str | int, ...]:
        """Return the groups shown, in the order of the options."""
        chosen = {value} if isinstance(value, (str, int)) else set(value)
        if chosen - set(self.values):
            raise ValueError(
                f"{self.name}: {value!r} is not accepted; give some of {_listed(self.values)}"
            )
        return tuple(v for v in self.values if v in chosen)

    def keeps(self, uid: str, shown: Sequence[str | int]) -> list[bool]:
        """Whether each row of `uid` stays when only the groups `shown` are on."""
        return [group is None or group in shown for group in self.rows[uid]]

    def random(self, chance: Random, continuous: bool) -> tuple[str | int, ...]:
        return tuple(v for v in self.values if chance.random() < 0.7)

    def json(self) -> dict[str, Any]:
        """Groups as positions in the options, -1 for rows that always stay."""
        place = {value: i for i, value in enumerate(self.values)} | {None: -1}
        return {
            "kind": "filter",
            "name": self.name,
            "label": self.label,
            "options": [list(option) for option in self.options],
            "default": list(self.default),
            "values": list(self.values),
            "rows": {uid: [place[g] for g in groups] for uid, groups in self.rows.items()},
        }


Control = Slider | Choice | Toggle | Filter


def _check_name(control: Any) -> None:
    kind = type(control).__name__
    if not NAME.match(control.name):
        raise DeclarationError(
            f"{kind} {control.name!r}: a name has small letters, digits and _, a letter first"
        )
    if not control.label.strip():
        raise DeclarationError(f"{kind} {control.name!r}: label is empty")


def _check_options(control: Any) -> None:
    kind = type(control).__name__
    texts = [str(value) for value, _ in control.options]
    if not texts or len(set(texts)) != len(texts):
        raise DeclarationError(
            f"{kind} {control.name!r}: options need at least one value and no value twice"
        )
    for value, text in control.options:
        if isinstance(value, bool) or not isinstance(value, (str, int)) or not text.strip():
            raise DeclarationError(
                f"{kind} {control.name!r}: option {(value, text)!r}; "
                "accepted are (string or integer, non-empty text)"
            )
        if isinstance(value, str) and re.search(r"[\s,:;+~&=#]", value):
            raise DeclarationError(
                f"{kind} {control.name!r}: option value {value!r} holds a blank or one of "
                ",:;+~&=#, which the page's address cannot carry"
            )


def _decimal(number: float) -> Decimal:
    return Decimal(str(number))


def decimals(*numbers: float) -> int:
    """Most decimals that any of the numbers, as a person types them, needs."""
    return max(0, *(-_decimal(n).normalize().as_tuple().exponent for n in numbers))


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _near(value: Any, values: Sequence[float]) -> str:
    number = _number(value)
    if number is None:
        return f"{values[0]} to {values[-1]}"
    return ", ".join(str(v) for v in sorted(sorted(values, key=lambda v: abs(v - number))[:2]))


def _listed(values: Sequence[Any]) -> str:
    return ", ".join(repr(value) for value in values)
