"""Wheels of plain Python for the browser: pinned ones, the kernel's own, and ours.

Files that no import reads there (tests, extensions of JupyterLab, a second and third copy of
plotly.js) are left out of the pinned ones, which halves what a reader loads. The pins with their
digests are checked by pip before anything is left out.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from twoplustwo.book.npm import FetchError, cache

from .pyodide import Say, pip_download

PINS = Path("lite") / "requirements.txt"
KERNEL_EXTENSION = Path("@jupyterlite") / "pyodide-kernel-extension"
KERNEL_WHEELS = ("ipykernel", "piplite", "pyodide_kernel")
"""Wheels that JupyterLite's kernel brings itself (its ipykernel is a stand-in)."""

WIDGET = "plotly/package_data/widgetbundle.js"
STAND_IN = Path(__file__).parent / "plotly_widget.mjs"

EPOCH = 1577836800  # 2020-01-01; the time of every file, so that bytes depend on content alone
UNUSED = {
    "anywidget": r"anywidget/(labextension|nbextension)/|.*\.data/",
    "ipython": r"IPython/.*/tests/|.*\.data/",
    "jedi": r"jedi/third_party/django-stubs/",
    "networkx": r".*/tests/|.*\.data/",
    "plotly": r"plotly/labextension/|plotly/package_data/plotly\.min\.js$|.*\.data/",
}
"""Package -> pattern of files left out. `Figure.write_html` in the browser then needs
``include_plotlyjs="cdn"``; showing figures does not read plotly.min.js."""


def pinned(root: Path, say: Say = print) -> list[Path]:
    """Return the pinned wheels, fetched by pip with their digests checked, without dead weight.

    Parameters
    ----------
    root : Path
        The course's folder, which holds `lite/requirements.txt`.

    Raises
    ------
    FetchError
        If pip cannot get them; the message gives the command to run.
    """
    pins = (root / PINS).read_bytes()
    recipe = pins + repr((UNUSED, EPOCH)).encode() + STAND_IN.read_bytes()
    target = cache() / f"lite-wheels-{hashlib.sha256(recipe).hexdigest()[:12]}"
    if not target.is_dir():
        _fetch(root / PINS, target)
        say(f"{len(list(target.glob('*.whl')))} wheels of plain Python, by the pins in {PINS}")
    return sorted(target.glob("*.whl"))


def _fetch(pins: Path, target: Path) -> None:
    """Fill `target` at once or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    options = [
        *("--no-deps", "--require-hashes", "--only-binary", ":all:"),
        *("--platform", "any", "--implementation", "py", "--python-version", "3.14"),
        *("--abi", "none", "--requirement", str(pins)),
    ]
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        fetched, kept = Path(folder) / "fetched", Path(folder) / "kept"
        kept.mkdir()
        try:
            pip_download(options, fetched)
        except OSError as error:
            command = f"pip download {' '.join(options)} --dest {fetched}"
            raise FetchError(
                f"{error}. With a connection, this must work:\n    {command}"
            ) from None
        for wheel in sorted(fetched.glob("*.whl")):
            slim(wheel, kept / wheel.name)
            if wheel.name.startswith("plotly-"):
                with zipfile.ZipFile(wheel) as archive:
                    (kept / "widget.js").write_bytes(archive.read(WIDGET))
        kept.replace(target)


def slim(wheel: Path, target: Path) -> None:
    """Write `wheel` again without what `UNUSED` names, in an order and with times that stay."""
    name = wheel.name.split("-")[0].lower()
    unused = re.compile(UNUSED.get(name, r"(?!)"))
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(target, "w") as new:
        for member in sorted(set(old.namelist())):
            if member.endswith("/") or unused.match(member):
                continue
            content = STAND_IN.read_bytes() if member == WIDGET else old.read(member)
            if member.endswith(".dist-info/RECORD"):
                content = _without(content, unused)
            info = zipfile.ZipInfo(member, (2020, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            new.writestr(info, content, zipfile.ZIP_DEFLATED, 9)


def _without(record: bytes, unused: re.Pattern[str]) -> bytes:
    lines = record.decode().splitlines(keepends=True)
    return "".join(line for line in lines if not unused.match(line)).encode()


def plotly_widget(pinned_wheels: list[Path]) -> Path:
    """Return the script that draws Plotly's widgets, which the site serves as a file."""
    return pinned_wheels[0].parent / "widget.js"


def kernel(labextensions: Path) -> list[Path]:
    """Return the wheels that the kernel's extension brings for itself."""
    folder = labextensions / KERNEL_EXTENSION / "static" / "pypi"
    return [next(folder.glob(f"{name}-*.whl")) for name in KERNEL_WHEELS]


def own(root: Path, target: Path) -> Path:
    """Build our wheel with the tables into `target` and return its path.

    The same tree gives the same bytes: hatchling writes members in order, and every time is
    `SOURCE_DATE_EPOCH`.
    """
    target.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "tree"
        for part in ("src", "data"):
            shutil.copytree(root / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        for part in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copyfile(root / part, copy / part)
        subprocess.run(
            [*command, "--directory", str(target)],
            cwd=copy,
            check=True,
            capture_output=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)},
        )
    return next(target.glob("twoplustwo-*.whl"))
