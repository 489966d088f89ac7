"""Numbers in sentences and tables, written the same by Python and by the page's JavaScript."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

MINUS = "\u2212"
MISSING = "\u2013"


def fixed(x: float | None, digits: int = 0) -> str:
    """Write a number with a fixed count of decimals.

    Rounds the exact value of the double, halves away from zero, as JavaScript's ``toFixed`` does
    (Python's ``format`` rounds halves to even). The minus sign is U+2212, and a result of zero
    carries none.

    Parameters
    ----------
    x : float or None
        The number. ``None``, NaN and infinities give an en dash.
    digits : int
        Decimals, 0 to 20.

    Raises
    ------
    ValueError
        If `digits` lies outside 0 to 20.
    """
    if not 0 <= digits <= 20:
        raise ValueError(f"fixed(): digits is {digits}; 0 to 20 are accepted")
    if x is None or not math.isfinite(x):
        return MISSING
    exact = Decimal(float(x))
    # The default context refuses results of more than 28 digits.
    room = Context(prec=len(str(abs(int(exact)))) + digits + 2)
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, room)
    return (MINUS if rounded < 0 else "") + f"{rounded.copy_abs():f}"


def percent(x: float | None, digits: int = 0) -> str:
    """Write a share (0 to 1) as a percentage, ``percent(0.069, 1) == "6.9%"``."""
    if x is None or not math.isfinite(x):
        return MISSING
    return fixed(100 * x, digits) + "%"


def grouped(x: float | None, digits: int = 0) -> str:
    """Write a number with commas between thousands, ``grouped(17291) == "17,291"``."""
    text = fixed(x, digits)
    if text == MISSING:
        return text
    sign, body = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
    whole, point, decimals = body.partition(".")
    return sign + f"{int(whole):,}" + point + decimals
