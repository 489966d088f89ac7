"""What a change of a control costs: on the published page, and through a local Jupyter kernel.

Both are measured in one run on one machine, for a fixed sample of explorers (for all of them with
TWOPLUSTWO_FULL=1). The kernel figure is the time from sending the change to the kernel's last
answer; drawing in the browser comes on top of it.

With --whole it says instead what the whole tasks of the browser's main thread cost, painting and
collecting garbage included.

    python bench/explorers.py [--whole] [--json FILE]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import sys
import time
from pathlib import Path

from jupyter_client.manager import start_new_kernel
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.site import HTML, Server
from tests.browser.test_explorers import SAMPLE
from tests.browser.test_speed import WORK, measured
from tests.conftest import FLAGS, chromium

CHANGES = 40
WHOLE = ("TaskDuration",)


def spread(values: list[float]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds."""
    return {
        "median_ms": round(statistics.median(values), 1),
        "p95_ms": round(statistics.quantiles(values, n=20)[18], 1),
    }


def run(client, code: str) -> None:
    """Run `code` in the kernel and fail loudly where it fails."""
    reply = client.execute_interactive(code, timeout=60, output_hook=lambda message: None)
    if reply["content"]["status"] != "ok":
        raise RuntimeError("\n".join(reply["content"]["traceback"]))


def kernel_costs(client, name: str) -> list[float]:
    """Milliseconds from a request to the kernel's idle answer, for random states of `name`."""
    run(client, f"from twoplustwo.explorers import {name} as explorer")
    run(client, "from twoplustwo.explorers.engine.widgets import Face; face = Face(explorer)")
    run(client, f"states = explorer.sample({CHANGES}, seed=1)")
    costs = []
    for index in range(CHANGES):
        code = (
            f"state = states[{index}]\n"
            f"control = list(state)[{index} % len(state)]\n"
            "face.change(control, state[control])"
        )
        start = time.perf_counter()
        run(client, code)
        costs.append(1000 * (time.perf_counter() - start))
    return costs


def page_costs(browser, base: str, name: str, work: tuple[str, ...]) -> dict[str, dict]:
    """What `work` costs on the page of `name`, at full speed and at a quarter of it."""
    rates = {"page": 1, "page_cpu_4x_slower": 4}
    found = {place: measured(browser, base, name, rate, work) for place, rate in rates.items()}
    return {
        place: {"median_ms": round(median, 1), "p95_ms": round(tail, 1)}
        for place, (median, tail) in found.items()
    }


def rows(browser, base: str, whole: bool) -> dict[str, dict]:
    """One row of figures an explorer, printed as soon as it is there."""
    heads = ["page ms", "page, CPU/4"] + ["kernel ms"] * (not whole)
    print(f"{'explorer':<22}" + "".join(f"{h:>16}" for h in heads) + "   (median / p95)")
    found = {}
    with contextlib.nullcontext() if whole else kernel() as client:
        for name in SAMPLE:
            found[name] = page_costs(browser, base, name, WHOLE if whole else WORK)
            if client:
                found[name]["kernel"] = spread(kernel_costs(client, name))
            cells = [f"{r['median_ms']:.1f} / {r['p95_ms']:.1f}" for r in found[name].values()]
            print(f"{name:<22}" + "".join(f"{cell:>16}" for cell in cells), flush=True)
    return found


@contextlib.contextmanager
def kernel():
    """A local Python kernel's client."""
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


def main() -> None:
    """Print one row an explorer, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--whole", action="store_true", help="count whole tasks of the main thread")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    server = Server(HTML)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        found = rows(browser, server.base, options.whole)
        browser.close()
    server.close()
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
