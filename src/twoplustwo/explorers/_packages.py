"""The islands as packages: the divisions that keep the islands of 1956 together, and their shares.

The chapter on bargaining puts the Japanese form of a name first; other chapters the Russian form.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from twoplustwo import load
from twoplustwo.explorers.engine import fixed
from twoplustwo.models.bargaining import BargainingRange, bargaining_range, package_shares

ORDER = ("habomai", "shikotan", "kunashir", "iturup")
"""Island ids in the order in which the packages add them: the islands of 1956 first."""

EXAMPLE = {"p": 0.2, "c_a": 0.1, "c_b": 0.1}
"""The running example of the chapter, illustrative like every value in it."""

SHARE_AXIS = {
    # A little beyond 0 and 100, so that marks at the ends are drawn whole.
    "range": [-3, 103],
    "tickvals": [0, 25, 50, 75, 100],
    "ticktext": ["0%", "25%", "50%", "75%", "100%"],
}
"""A horizontal axis for shares in per cent."""

ILLUSTRATIVE = "All values are illustrative: nobody has measured them."


@lru_cache(maxsize=1)
def islands() -> pd.DataFrame:
    """The islands table in package order, indexed by island id."""
    return load("islands").set_index("island_id").loc[list(ORDER)]


def names() -> list[str]:
    """Island names, Japanese form first: ``Habomai``, ..., ``Etorofu/Iturup``."""
    return ["/".join(reversed(name.split("/"))) for name in islands()["name"]]


PACKAGES = ("no islands", "the two islands of 1956", "three islands", "all four islands")
"""What goes to Japan in each package, as a sentence names it."""


def labels() -> list[str]:
    """What goes to Japan in each package, as a picture names it."""
    habomai, shikotan, third, _ = names()
    return ["none", f"two: {habomai}, {shikotan}", f"three: + {third}", "all four"]


def points(share: float) -> str:
    """Write a share in per cent or points, with a decimal only where it says something."""
    x = 100 * share
    return fixed(x, 0 if abs(x - np.rint(x)) < 1e-6 else 1)


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does: ``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def area_shares() -> NDArray[np.float64]:
    """Shares of the four packages by land area, shape (4,)."""
    return package_shares(islands()["area_km2"].to_numpy(float))


def example_range() -> BargainingRange:
    """The bargaining range of the running example."""
    return bargaining_range(**EXAMPLE)
