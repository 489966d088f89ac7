"""Numbers for the running text: computed in a cell, read in a sentence, never typed.

A page glues a text under a key in one (usually hidden) cell and names the key in its prose. The
book finds the text in the cell's output; in any other notebook the call leaves nothing visible.
"""

from __future__ import annotations

import re
from numbers import Integral
from typing import Any

MIME = "application/vnd.twoplustwo.glue+json"
"""Type of the output that carries the texts to the book; nothing else displays it."""

_KEY = re.compile(r"[a-z][a-z0-9_]*\Z")


def glue(**texts: str | int) -> None:
    """Give the page's prose these texts, each under its key.

    Parameters
    ----------
    **texts : str or int
        Ready to print. An integer is printed as it is (a year stays 2016); anything that needs
        digits, signs or separators comes formatted, for instance ``f"{share:.0%}"``.

    Raises
    ------
    TypeError
        For a float or another type: how many digits a sentence shows is an author's decision.
    ValueError
        For a key that is not lower-case words joined by underscores, or an empty text.

    Examples
    --------
    >>> from twoplustwo.prose import glue
    >>> glue(peak=f"{1168:,}", peak_year=2016)
    """
    bundle = {key: _printable(key, value) for key, value in texts.items()}
    _publish(bundle)


def _printable(key: str, value: Any) -> str:
    if not _KEY.match(key):
        raise ValueError(f"glue: {key!r} is no key; use lower-case words joined by underscores")
    if isinstance(value, Integral) and not isinstance(value, bool):
        return str(int(value))
    if not isinstance(value, str):
        raise TypeError(
            f"glue: {key}={value!r} is {type(value).__name__}; give text or an integer, "
            f'for instance {key}=f"{{value:.1f}}"'
        )
    if not value.strip():
        raise ValueError(f"glue: {key} is empty")
    return value


def _publish(texts: dict[str, str]) -> None:
    """Send the texts out as a display message, when a notebook is there to receive it."""
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:  # a plain script has nowhere to show them
        return
    if get_ipython() is not None:
        # The empty text keeps editors quiet that have no renderer for our type.
        display({MIME: texts, "text/plain": ""}, raw=True)
