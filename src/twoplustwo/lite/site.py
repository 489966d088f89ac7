"""The JupyterLite site: notebooks, our Python, and the extensions that show figures.

It is built from nothing each time: JupyterLite's incremental build silently loses settings, and
then asks a content network for Pyodide. What was built is looked at before it takes its place.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from . import compiled, lock, pyodide, wheels

RECIPE = ("jupyter-lite.json", "jupyter_lite_config.json", "overrides.json")
EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@jupyterlite/pyodide-kernel-extension",
    "anywidget",
    "jupyterlab-plotly",
    "jupyterlab_pygments",
)
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
PYODIDE_URL = "./static/pyodide/pyodide.mjs"
PRELOADED = (
    *("comm", "ipykernel", "ipython", "jedi", "micropip", "nbformat", "piplite"),
    *("pyodide-kernel", "twoplustwo"),
)
"""Packages that load while Python itself loads; what they require comes along."""

ENVIRONMENT = {
    "HOME": "/home/pyodide",
    "PLOTLY_RENDERER": "plotly_mimetype",  # else each figure brings its own plotly.js
}
UNUSED = (
    *("rspack.config*.js", "package.json", "*/package.json", "jupyterlite.schema.v0.json"),
    *("build/fa-*.svg", "build/fa-*.eot", "build/fa-*.ttf", "**/*.map"),
    "extensions/@jupyterlite/pyodide-kernel-extension/static/pypi/*.whl",
)
"""Files that no browser of today asks for."""


class SiteError(RuntimeError):
    """What JupyterLite built is not what was asked for."""


def build(root: Path, html: Path, say: pyodide.Say = print) -> Path:
    """Build the site into ``html/lite`` and our wheel into ``html/downloads``.

    Parameters
    ----------
    root : Path
        The course's folder.
    html : Path
        The built book, whose exported notebooks the site opens.

    Raises
    ------
    FetchError, LockError, CompileError, SiteError
        With what was wrong and what to do.
    """
    target = html / "lite"
    with tempfile.TemporaryDirectory(prefix="lite-") as folder:
        stage = Path(folder)
        own = python(root, stage, say)
        shutil.copytree(html / "notebooks", stage / "contents")
        for name in RECIPE:
            shutil.copyfile(root / "lite" / name, stage / name)
        jupyter_lite(stage, released(root))
        (stage / "out" / "static" / "plotly").mkdir()
        shutil.copyfile(stage / "widget.js", stage / "out" / "static" / "plotly" / "widget.js")
        finish(stage / "out")
        (html / "downloads").mkdir(exist_ok=True)
        shutil.copyfile(own, html / "downloads" / own.name)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(stage / "out", target)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    say(f"The course in the browser is in {target}: {size / 1e6:.1f} MB")
    return target


def python(root: Path, stage: Path, say: pyodide.Say) -> Path:
    """Put the browser's Python where JupyterLite looks for it; return our wheel."""
    target = stage / "static" / "pyodide"
    own = wheels.own(root, stage / "own")
    pinned = wheels.pinned(root, say)
    lock.write(target, pyodide.fetch(say), [*pinned, *wheels.kernel(labextensions()), own])
    lock.swap(target, compiled.wheels(target, say))
    shutil.copyfile(wheels.plotly_widget(pinned), stage / "widget.js")
    return own


def labextensions() -> Path:
    """Folder of the extensions of JupyterLab in this environment."""
    return Path(sysconfig.get_path("data")) / "share" / "jupyter" / "labextensions"


def released(root: Path) -> int:
    """The day of the release in CITATION.cff, which notebooks then show as their last change."""
    text = (root / "CITATION.cff").read_text(encoding="utf-8")
    day = re.search(r"^date-released:\s*[\"']?([0-9-]+)", text, re.MULTILINE)[1]
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def jupyter_lite(stage: Path, epoch: int) -> None:
    """Run `jupyter lite build` in `stage`, which holds nothing of an earlier build."""
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(stage)]
    command += ["--output-dir", str(stage / "out"), "--contents", str(stage / "contents")]
    for name in EXTENSIONS:
        command.append(f"--LiteBuildConfig.federated_extensions={labextensions() / name}")
    run = subprocess.run(
        command,
        cwd=stage,
        capture_output=True,
        text=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)},
    )
    if run.returncode != 0:
        raise SiteError(f"jupyter lite build failed:\n{(run.stdout + run.stderr)[-3000:]}")


def finish(out: Path) -> None:
    """Settle what the kernel loads, take out what nobody asks for, and check the rest."""
    settings = kernel_settings(out)
    if settings.get("pyodideUrl") != PYODIDE_URL:
        raise SiteError(f"pyodideUrl is {settings.get('pyodideUrl')!r}, wanted {PYODIDE_URL!r}")
    path = out / "jupyter-lite.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["jupyter-config-data"]["litePluginSettings"][KERNEL] = {
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"env": ENVIRONMENT, "packages": sorted(PRELOADED)},
        "pyodideUrl": PYODIDE_URL,
    }
    path.write_text(json.dumps(config, indent=1, sort_keys=True), encoding="utf-8")
    for pattern in UNUSED:
        for unused in sorted(out.glob(pattern)):
            unused.unlink()
    if foreign := list(addresses(out)):
        raise SiteError("settings name other hosts: " + ", ".join(foreign))


def kernel_settings(out: Path) -> dict[str, Any]:
    """The kernel's settings in a built site."""
    config = json.loads((out / "jupyter-lite.json").read_text(encoding="utf-8"))
    return config["jupyter-config-data"]["litePluginSettings"].get(KERNEL, {})


def addresses(out: Path) -> Iterator[str]:
    """Yield file and value of every setting of the built site that names another host."""
    for path in sorted(out.rglob("jupyter-lite.json")):
        stack: list[Any] = [json.loads(path.read_text(encoding="utf-8"))]
        while stack:
            item = stack.pop()
            if isinstance(item, dict | list):
                stack += item.values() if isinstance(item, dict) else item
            elif isinstance(item, str) and item.startswith(("http:", "https:", "//")):
                yield f"{path.relative_to(out)}: {item}"
