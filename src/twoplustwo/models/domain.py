"""The domain of a model's arguments: one check, one wording of the error, for every model.

Models accept numbers or arrays and broadcast them. A value outside the domain raises ``ValueError``
with the argument's name, the accepted range and the offending value.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Real: TypeAlias = float | NDArray[np.float64]
Truth: TypeAlias = bool | NDArray[np.bool_]

# Two sums that are equal on paper may differ in the last bits; conditions written with "at least"
# are met within this much.
ROUNDING = 1e-12


def within(
    name: str,
    value: ArrayLike,
    low: float = -math.inf,
    high: float = math.inf,
    *,
    open_low: bool = False,
    open_high: bool = False,
) -> NDArray[np.float64]:
    """Return `value` as a float array after checking that all of it lies in the range.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : array_like
        Any shape. NaN is outside every range.
    low, high : float
        The ends of the accepted range.
    open_low, open_high : bool
        Whether that end itself is excluded. Infinite ends are always excluded.

    Raises
    ------
    ValueError
        With the name, the accepted range and the first offending value.
    """
    array = as_numbers(name, value)
    above = array > low if open_low or math.isinf(low) else array >= low
    below = array < high if open_high or math.isinf(high) else array <= high
    wrong = ~(above & below)
    if wrong.any():
        accepted = interval(low, high, open_low=open_low, open_high=open_high)
        raise ValueError(f"{name} must be in {accepted}; got {array[wrong].flat[0]:g}")
    return array


def share(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Check a share or a probability: everything in [0, 1]."""
    return within(name, value, 0.0, 1.0)


def positive(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Check that everything is finite and above zero."""
    return within(name, value, 0.0, open_low=True)


def non_negative(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Check that everything is finite and at least zero."""
    return within(name, value, 0.0)


def whole(name: str, value: ArrayLike, low: int = 0) -> NDArray[np.float64]:
    """Check for whole numbers of at least `low`."""
    array = within(name, value, low)
    broken = array != np.floor(array)
    if broken.any():
        raise ValueError(
            f"{name} must be a whole number of at least {low}; got {array[broken].flat[0]:g}"
        )
    return array


def one_of(name: str, value: str, accepted: tuple[str, ...]) -> str:
    """Check a word against the accepted ones."""
    if value not in accepted:
        raise ValueError(f"{name} must be one of {', '.join(accepted)}; got {value!r}")
    return value


def as_numbers(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return `value` as a float array, or raise ValueError that names the argument."""
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a number or an array of numbers; got {value!r}") from None


def interval(low: float, high: float, *, open_low: bool = False, open_high: bool = False) -> str:
    """Write a range as a mathematician does: ``(0, 1]``, ``[0, inf)``."""
    left = "(" if open_low or math.isinf(low) else "["
    right = ")" if open_high or math.isinf(high) else "]"
    return f"{left}{low:g}, {high:g}{right}"


def plain(value: Any) -> Any:
    """Return a Python scalar for an array without dimensions, and any other array as it is."""
    array = np.asarray(value)
    return array.item() if array.ndim == 0 else array
