"""The one script that does not come from this tree: Plotly's partial bundle, from npm.

The version is the one that plotly.py carries, so the picture in a notebook and on the page are
drawn by the same code.
"""

from __future__ import annotations

import hashlib
import tarfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from .npm import Package

PLOTLY = Package(
    name="plotly.js-basic-dist-min",
    version="4.1.1",
    integrity=(
        "sha512-1oNF8PeQx2hv/y7tqEVWKD3JGwn/MGEMQ8mL9HUw"
        "saqG9FGy/OU5FHUHvzqbqxN4mnwZGI9abTiE775C4kkjMQ=="
    ),
)
MEMBER = "package/plotly-basic.min.js"


def plotly() -> tuple[str, bytes]:
    """Return the bundle's address in the site and its content.

    Raises
    ------
    FetchError
        If it is not in the cache and cannot be fetched, or is not the file we know.
    """
    return _plotly(PLOTLY.archive())


@lru_cache(maxsize=1)
def _plotly(path: Path) -> tuple[str, bytes]:
    PLOTLY.check(path)
    with tarfile.open(fileobj=BytesIO(path.read_bytes())) as package:
        content = package.extractfile(MEMBER).read()
    digest = hashlib.sha256(content).hexdigest()[:12]
    return f"_packs/plotly-basic.{digest}.min.js", content
