"""What a change of a control costs on a map-sized figure, and how soon the first answer comes."""

from __future__ import annotations

import statistics

import pytest

MAP = "sample_map"
CHANGES = 40


def costs(opened, throttle: int) -> tuple[float, float]:
    """Median and 95th percentile of the main-thread milliseconds of a change."""
    page = opened.page
    opened.wake(MAP)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.locator(f"#{MAP} [name=reach]").focus()
    for step in range(CHANGES):
        page.keyboard.press(("ArrowRight", "ArrowLeft")[step // 5 % 2])
        page.wait_for_timeout(20)
    found = page.evaluate(
        "name => performance.getEntriesByName('twoplustwo:' + name).map((e) => e.duration)", MAP
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    assert len(found) > CHANGES / 2
    return statistics.median(found), statistics.quantiles(found, n=20)[18]


@pytest.mark.xdist_group("speed")
@pytest.mark.parametrize(("throttle", "usual", "slow"), [(1, 16, 33), (4, 64, 100)])
def test_a_change_is_cheap(sample, throttle, usual, slow):
    median, tail = costs(sample(f"{MAP}.html"), throttle)
    assert median <= usual and tail <= slow, f"median {median:.1f} ms, p95 {tail:.1f} ms"


@pytest.mark.xdist_group("speed")
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
