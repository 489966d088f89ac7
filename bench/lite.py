"""The browser's Jupyter beside a plain JupyterLite of the same versions, in one run.

    python bench/lite.py [--tries N]

Both are served from this machine and open the same notebook; its first cell imports pandas. The
plain one has the same Pyodide, wheels and extensions as JupyterLite builds them by itself:
nothing preloaded, nothing compiled, nothing left out. Bytes are gzip level 6 where a host
compresses, each file once.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.conftest import FLAGS, chromium
from tests.lite.lab import Host, first_cell
from twoplustwo.book.export import METADATA
from twoplustwo.lite import lock, pyodide, site, wheels

ROOT = Path(__file__).parents[1]
NAME = "first.ipynb"
CODE = "import pandas as pd\n\npd.DataFrame({'a': [1, 2]}).mean()"


def first_notebook(folder: Path) -> None:
    """Write the notebook that is measured."""
    cells = [nbformat.v4.new_code_cell(CODE)]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
    nbformat.write(notebook, folder / NAME)


def plain(stage: Path) -> Path:
    """Build a JupyterLite with the same parts and no care; return its folder."""
    target = stage / "static" / "pyodide"
    pinned = wheels.pinned(ROOT)
    lock.write(target, pyodide.fetch(), [*pinned, *wheels.kernel(site.labextensions())])
    (stage / "contents").mkdir()
    first_notebook(stage / "contents")
    for name in site.RECIPE:
        shutil.copyfile(ROOT / "lite" / name, stage / name)
    site.jupyter_lite(stage, wheels.EPOCH)
    return stage / "out"


def ours(stage: Path) -> Path:
    """Build our site with that notebook in it; return its folder."""
    (stage / "notebooks").mkdir()
    first_notebook(stage / "notebooks")
    return site.build(ROOT, stage)


def measured(browser, folder: Path, tries: int) -> tuple[float, float, float]:
    """Median seconds cold and warm, and megabytes of the cold run."""
    colds, warms, weights = [], [], []
    for _ in range(tries):
        host = Host(folder)
        context = host.context(browser)
        page = context.new_page()
        colds.append(first_cell(page, host.base, NAME))
        weights.append(host.weight() / 1e6)
        warms.append(first_cell(page, host.base, NAME))
        context.close()
        host.close()
    return statistics.median(colds), statistics.median(warms), statistics.median(weights)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tries", type=int, default=3)
    tries = parser.parse_args().tries
    print("| | first pandas cell, cold | warm | loaded | on disk |")
    print("|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name, build in (("this course", ours), ("plain JupyterLite", plain)):
            stage = Path(folder) / build.__name__
            stage.mkdir()
            built = build(stage)
            cold, warm, loaded = measured(browser, built, tries)
            disk = sum(f.stat().st_size for f in built.rglob("*") if f.is_file()) / 1e6
            row = f"| {name} | {cold:.1f} s | {warm:.1f} s | {loaded:.1f} MB | {disk:.1f} MB |"
            print(row, flush=True)
        browser.close()


if __name__ == "__main__":
    main()
