"""The page's script on a small site of samples."""

from __future__ import annotations

import pytest

from tests.browser.site import Server, painted, visit

from .site import build


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The samples' site as files."""
    path = tmp_path_factory.mktemp("samples")
    build(path)
    return path


@pytest.fixture(scope="session")
def base(folder):
    server = Server(folder)
    yield server.base
    server.close()


# Long timers wait until the test lets the time pass: a busy machine may stop between two keys.
HOLD = """
() => {
  const { setTimeout: start, clearTimeout: stop } = window;
  const held = new Map();
  let last = 1e9;
  window.setTimeout = (call, wait, ...rest) => {
    if (!(wait >= 100)) return start(call, wait, ...rest);
    held.set((last += 1), [call, wait]);
    return last;
  };
  window.clearTimeout = (timer) => held.delete(timer) || stop(timer);
  window.letPass = (time) => {
    for (const [timer, [call, wait]] of [...held]) if (wait <= time && held.delete(timer)) call();
  };
}
"""


class Sample:
    """A page with samples, opened under the strict policy, and shorthands to work it."""

    def __init__(self, browser, base: str, path: str, **options):
        self.seen = visit(browser, base, path, **options)
        self.page = self.seen.page

    def figure(self, name: str):
        return self.page.locator(f"#{name}")

    def wake(self, name: str) -> None:
        """Move the mouse into a figure and wait until it is drawn."""
        self.figure(name).locator(".explorer-title").hover()
        self.drawn(name)

    def drawn(self, name: str) -> None:
        """Wait until a figure is live."""
        self.page.locator(f"#{name} .is-live").wait_for()

    def until(self, expression: str) -> None:
        """Wait until something holds; Playwright's own way needs eval, which the policy stops."""
        for _ in range(100):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"never true: {expression}")

    def show(self, name: str, state: dict):
        return self.page.evaluate("([n, s]) => twoplustwo.figure(n, s)", [name, state])

    def loaded(self) -> list[str]:
        """What an untouched page must not fetch."""
        return [path for path in self.seen.own if "_packs/" in path]

    def hold(self) -> None:
        """Let the page's long timers wait for `let_pass`."""
        self.page.evaluate(HOLD)

    def let_pass(self, time: int) -> None:
        """Run the timers that are due within `time` milliseconds of their start."""
        self.page.evaluate("time => window.letPass(time)", time)

    def rest(self) -> None:
        """Wait until a run of changes counts as over, by the page's own clock."""
        painted(self.page)
        self.page.evaluate("new Promise(done => setTimeout(done, 450))")


@pytest.fixture
def sample(browser, base):
    """Open a page: ``sample("sample_map.html", width=375)``; checked and closed at the end."""
    opened: list[Sample] = []

    def start(path: str = "index.html", at: str | None = None, **options) -> Sample:
        opened.append(Sample(browser, at or base, path, **options))
        return opened[-1]

    yield start
    for one in opened:
        assert one.seen.errors == []
        assert one.seen.foreign == []
        assert one.seen.violations() == []
        one.page.context.close()
