"""What a change of a control costs on a map-sized figure, and how soon the first answer comes."""

from __future__ import annotations

import statistics
from itertools import pairwise

import pytest

MAP = "sample_map"
CHANGES = 40
TRIES = 3  # other work on the machine can only add to a measurement
USUAL = 16  # ms
SLOW = 25  # ms: on a processor four times slower, the 100 ms that are allowed there


def costs(opened) -> tuple[float, float]:
    """Median and 95th percentile of the main thread's milliseconds for a change.

    Counted in processor time of that thread, so that other work on the machine hardly counts;
    the event, our code, Plotly, style, layout and painting are all in it.
    """
    page = opened.page
    opened.wake(MAP)
    opened.rest()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.locator(f"#{MAP} [name=reach]").focus()
    marks = []
    for step in range(CHANGES + 1):
        marks.append(busy(session))
        page.keyboard.press(("ArrowRight", "ArrowLeft")[step // 5 % 2])
        page.wait_for_timeout(30)
    found = [after - before for before, after in pairwise(marks)]
    name = "performance.getEntriesByName('twoplustwo:sample_map').length"
    assert page.evaluate(name) > CHANGES / 2
    return statistics.median(found), statistics.quantiles(found, n=20)[18]


def busy(session) -> float:
    """Milliseconds that the page's main thread has worked so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(m["value"] for m in metrics if m["name"] == "TaskDuration")


@pytest.mark.speed
def test_a_change_is_cheap(sample):
    for _ in range(TRIES):
        median, tail = costs(sample(f"{MAP}.html"))
        print(f"median {median:.1f} ms, p95 {tail:.1f} ms")
        if median <= USUAL and tail <= SLOW:
            return
    pytest.fail(f"median {median:.1f} ms, p95 {tail:.1f} ms")


@pytest.mark.speed
def test_the_first_answer_comes_within_a_second(sample):
    opened = sample(f"{MAP}.html", cached=True)
    page = opened.page
    opened.wake(MAP)  # the bundle is in the cache now
    page.reload(wait_until="load")
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    elapsed = page.evaluate(
        """async (name) => {
          const start = performance.now();
          const touch = new PointerEvent('pointerdown', { bubbles: true });
          document.querySelector(`#${name} .explorer-stage`).dispatchEvent(touch);
          await twoplustwo.ready(name);
          return performance.now() - start;
        }""",
        MAP,
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    assert elapsed <= 1000, f"{elapsed:.0f} ms"
