"""JupyterLab as a reader uses it: open a notebook, run it, move a control, type, save."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

RUN_SECONDS = 120
CELLS = """panel => {
  const prompts = [...panel.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
  const waiting = prompts.filter(prompt => /\\[[ *]\\]/.test(prompt.textContent));
  const cells = panel.querySelectorAll('.jp-CodeCell').length;
  return {shown: cells > 0 && cells === prompts.length, run: waiting.length === 0};
}"""
DRAWN = """panel => [...panel.querySelectorAll('.js-plotly-plot')].map(
  plot => [...plot.querySelectorAll('svg path')].map(path => path.getAttribute('d')).join(' '))"""


@dataclass
class Lab:
    """One notebook in an own tab, opened as a launch link does it (`urlpath`)."""

    browser: object
    base: str
    token: str
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str) -> Lab:
        """Open the notebook at `path` of the checkout; other hosts cannot be reached."""
        context = self.browser.new_context(viewport={"width": 1400, "height": 1000})
        self.page = context.new_page()
        self.page.route("**/*", self._route)
        self.page.goto(f"{self.base}lab/tree/{path}?token={self.token}", wait_until="load")
        self.panel = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        self.panel.locator(".jp-Cell").first.wait_for(timeout=RUN_SECONDS * 1000)
        self._cells("shown")  # JupyterLab draws them one after the other
        self._connected(path)
        self.idle()
        return self

    def _connected(self, path: str) -> None:
        """Wait for the kernel; whoever runs cells before it is there is asked to choose one."""
        address = f"{self.base}api/sessions?token={self.token}"
        end = time.monotonic() + RUN_SECONDS
        while time.monotonic() < end:
            sessions = self.page.request.get(address).json()
            if any(one["path"] == path and one["kernel"]["connections"] for one in sessions):
                return
            self.page.wait_for_timeout(200)
        raise AssertionError(f"no kernel came for {path}")

    def _route(self, handler) -> None:
        url = handler.request.url
        if url.startswith((self.base, "data:", "blob:")):
            handler.continue_()
        else:
            self.foreign.append(url)
            handler.abort()

    def title(self) -> str:
        """The first heading of the notebook."""
        return self.panel.locator("h1").first.inner_text().rstrip("¶").strip()

    def idle(self) -> None:
        """Wait until the kernel is there and has nothing to do."""
        idle = self.panel.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
        idle.wait_for(timeout=RUN_SECONDS * 1000, state="attached")

    def run_all(self) -> None:
        """Run > Run All Cells, and wait for the last one."""
        self.page.locator(".lm-MenuBar-item", has_text=re.compile("^Run$")).click()
        self.page.locator(".lm-Menu-item", has_text="Run All Cells").first.click()
        self._cells("run")
        self.idle()

    def _cells(self, state: str) -> None:
        self.page.wait_for_function(
            f"panel => ({CELLS})(panel).{state}",
            arg=self.panel.element_handle(),
            timeout=RUN_SECONDS * 1000,
        )

    def errors(self) -> list[str]:
        """What cells or widgets complain of."""
        found = self.panel.locator(
            '[data-mime-type="application/vnd.jupyter.error"], .jupyter-widgets-error-widget, '
            '[data-mime-type="application/vnd.jupyter.stderr"]'
        )
        return found.all_inner_texts()

    def drawn(self) -> list[str]:
        """The paths of every Plotly figure of the notebook, in order."""
        return self.panel.evaluate(DRAWN)

    def redrawn(self, before: list[str]) -> list[str]:
        """Wait until a figure differs from `before`, and the kernel has nothing to do."""
        moved = f"([panel, before]) => JSON.stringify(({DRAWN})(panel)) !== JSON.stringify(before)"
        self.page.wait_for_function(moved, arg=[self.panel.element_handle(), before])
        self.idle()
        return self.drawn()

    def slide(self, number: int = 0, steps: int = 3) -> None:
        """Move the slider of that number with the arrow keys."""
        handle = self.panel.locator(".widget-slider .noUi-handle").nth(number)
        handle.scroll_into_view_if_needed()
        handle.focus()
        for _ in range(steps):
            self.page.keyboard.press("ArrowRight")

    def cell(self, text: str):
        """The code cell whose source holds `text`."""
        return self.panel.locator(".jp-CodeCell", has_text=text).first

    def write(self, old: str, new: str) -> None:
        """Put `new` in the place of the line `old` in a code cell, as a student types it."""
        line = self.panel.locator(".jp-CodeCell .cm-line", has_text=old).first
        line.scroll_into_view_if_needed()
        line.click()
        self.page.keyboard.press("Home")
        self.page.keyboard.press("Shift+End")
        self.page.keyboard.type(new)

    def save(self) -> None:
        """Save with the keyboard, and wait until the mark of unsaved changes is gone."""
        self.page.keyboard.press("Control+s")
        dirty = self.page.locator(".lm-TabBar-tab.lm-mod-current.jp-mod-dirty")
        dirty.wait_for(state="detached", timeout=RUN_SECONDS * 1000)

    def close(self) -> None:
        self.page.context.close()
