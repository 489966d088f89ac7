"""What a page weighs: every page of the course beside a stock Jupyter Book, in one run.

    python bench/pages.py [--json FILE]

Bytes are gzip level 6, each file once, as a reader's first visit costs them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser import site
from tests.browser.test_explorers import wake
from tests.browser.test_pages import blocking
from tests.conftest import FLAGS, chromium

KB = 1024
STOCK = Path(__file__).parent / "stock"


def build_stock(folder: Path) -> Path:
    """Build the stock book beside ours and return its HTML folder."""
    shutil.copytree(STOCK, folder, dirs_exist_ok=True)
    ours = Path(sys.executable).with_name("jupyter-book")
    command = [str(ours), "build", "--quiet", "--quiet", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "_build" / "html"


def critical(path: str, html: Path) -> int:
    """Bytes of a page's HTML and of the style sheets and scripts that hold up its first paint."""
    text = (html / path).read_text(encoding="utf-8")
    files = {Path(item).resolve().relative_to(site.HTML.resolve()) for item in blocking(text, path)}
    return site.weight(path) + sum(site.weight(file.as_posix()) for file in files)


def untouched(browser, base: str, path: str, html: Path) -> tuple[int, object]:
    """Bytes of a page that was read to its end and not touched, and the open visit."""
    seen = site.visit(browser, base, path)
    seen.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    seen.page.wait_for_timeout(800)
    found = {name for name in seen.own if (html / name.lstrip("/")).is_file()}
    return sum(site.weight(name, html) for name in found), seen


def ours(browser) -> dict[str, dict[str, float]]:
    """One row a page of the course."""
    server, rows = site.Server(site.HTML), {}
    for path in site.pages():
        before, seen = untouched(browser, server.base, path, site.HTML)
        names = seen.page.locator("[data-explorer]").evaluate_all(
            "l => l.map(e => e.dataset.explorer)"
        )
        for name in names:
            wake(seen.page, name)
        rows[path] = {
            "critical_kb": round(critical(path, site.HTML) / KB, 1),
            "untouched_kb": round(before / KB, 1),
            "live_kb": round(seen.weight() / KB, 1),
            "explorers": len(names),
        }
        seen.page.context.close()
    server.close()
    return rows


def stock(browser, folder: Path) -> dict[str, dict[str, float]]:
    """One row a page of the stock book."""
    html = build_stock(folder)
    server, rows = site.Server(html), {}
    for path in ("intro.html", "interactive.html", "prose.html"):
        weight, seen = untouched(browser, server.base, path, html)
        rows[f"stock: {path}"] = {"untouched_kb": round(weight / KB, 1)}
        seen.page.context.close()
    server.close()
    return rows


def main() -> None:
    """Print one row a page, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        rows = ours(browser) | stock(browser, Path(folder))
        browser.close()
    columns = ("critical_kb", "untouched_kb", "live_kb", "explorers")
    print(f"{'page (kB gzip)':<40}" + "".join(f"{name:>14}" for name in columns))
    for path, row in rows.items():
        print(f"{path:<40}" + "".join(f"{row.get(name, ''):>14}" for name in columns))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
