"""Write the pinned requirement files from pyproject.toml (run it with `make lock`).

The files carry hashes and no registry address, so that they install the same bytes from whatever
index the reader's pip is set up with.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
HEADER = "# Made from pyproject.toml by `make lock`. Do not edit.\n"
COMMON = (
    "--generate-hashes",
    "--no-annotate",
    "--no-header",
    "--quiet",
)
PYTHON = ("--python-version", "3.11")
# Pyodide compiles these itself, or the browser does without (twoplustwo.lite says why).
NOT_FROM_PIP = (
    *("micropip", "numpy", "packaging", "pandas", "python-dateutil", "six", "tzdata"),
    *("jupyterlab-widgets", "widgetsnbextension"),
)
LOCKS = {
    "requirements.txt": ("--universal", "--extra", "book"),
    "requirements-dev.txt": (
        "--universal",
        *("--extra", "book", "--extra", "cli", "--extra", "dev"),
        *("--extra", "grade", "--extra", "lite"),
    ),
    "requirements-grade.txt": ("--universal", "--extra", "cli", "--extra", "grade"),
    "requirements-site.txt": ("--universal", "--extra", "book", "--extra", "lite"),
    "binder/requirements.txt": ("--universal", "--extra", "binder"),
    "lite/requirements.txt": (
        *("--python-version", "3.14", "--python-platform", "wasm32-pyodide2024"),
        *("--group", "browser", *(f"--no-emit-package={name}" for name in NOT_FROM_PIP)),
    ),
    "tests/requirements-lowest.txt": ("--resolution", "lowest-direct", "--extra", "lowest"),
}


def held(folder: Path) -> Path:
    """Write the versions that pyproject.toml holds fast as a constraints file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    path = folder / "held.txt"
    path.write_text("\n".join(project["tool"]["twoplustwo"]["pins"]))
    return path


def lock(target: str, options: tuple[str, ...]) -> None:
    """Resolve `pyproject.toml` with `options` and write the pins to `target`."""
    python = () if "--python-version" in options else PYTHON
    command = ["uv", "pip", "compile", *COMMON, *python, *options, "pyproject.toml"]
    with TemporaryDirectory() as folder:
        if "lowest-direct" not in options:
            command += ["-c", str(held(Path(folder)))]
        if "--universal" in options and target != "requirements.txt":
            command += ["-c", "requirements.txt"]  # one set of versions in every file
        run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    pins = run.stdout
    (ROOT / target).write_text(HEADER + pins)
    print(f"{target}: {pins.count('==')} packages")


if __name__ == "__main__":
    for name, flags in LOCKS.items():
        try:
            lock(name, flags)
        except subprocess.CalledProcessError as error:
            sys.exit(f"{name}: {error.stderr}")
