"""The built Jupyter of the browser, as a student meets it: a server, a page, a notebook."""

from __future__ import annotations

import gzip
import re
import socketserver
import threading
import time
from collections.abc import Callable
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from playwright.sync_api import TimeoutError

from ..browser.site import COMPRESSED, HTML, QuietServer

LITE = HTML / "lite"
TYPES = {".wasm": "application/wasm", ".mjs": "text/javascript", ".js": "text/javascript"}
ON_THE_WIRE = COMPRESSED | {".ipynb", ".mjs", ".wasm", ".webmanifest"}
PATIENCE = 240_000  # ms; a busy machine may take long, which is for the speed tests to say

DONE = """() => {
  const folded = ':not(.jp-Placeholder-prompt)';
  const all = [...document.querySelectorAll(`.jp-CodeCell .jp-InputPrompt${folded}`)];
  return all.length > 0 && all.every((one) => /\\d/.test(one.textContent));
}"""
SOON = 5  # s; a cell that waits says so earlier
CHOICE = ".jp-Dialog .jp-mod-accept"
ERRORS = """() => [...document.querySelectorAll(
  '[data-mime-type="application/vnd.jupyter.stderr"],[data-mime-type="application/vnd.jupyter.error"]'
)].map((one) => one.textContent.slice(0, 800))"""


class Handler(SimpleHTTPRequestHandler):
    """Static files as a project page serves them: below a prefix, kept for ten minutes."""

    extensions_map: ClassVar = {**SimpleHTTPRequestHandler.extensions_map, **TYPES}
    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        prefix = self.server.prefix
        inside = path.startswith(prefix)
        return super().translate_path(path[len(prefix) :] if inside else "/ outside the site")

    def send_response(self, code: int, message: str | None = None) -> None:
        self.server.answers.append((urlsplit(self.path).path, code))
        super().send_response(code, message)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        pass


class Refusal(socketserver.StreamRequestHandler):
    """A proxy that notes who was asked for, and refuses."""

    def handle(self) -> None:
        self.server.asked.append(self.rfile.readline().decode().strip())
        self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")


class Host:
    """A folder served under a prefix, and a proxy that refuses every other host."""

    def __init__(self, folder: Path = HTML, prefix: str = "") -> None:
        self.folder = folder
        self.http = QuietServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.http.prefix, self.http.answers = prefix, []
        self.proxy = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusal)
        self.proxy.daemon_threads, self.proxy.asked = True, []
        self.base = f"http://127.0.0.1:{self.http.server_port}{prefix}"
        for server in (self.http, self.proxy):
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def context(self, browser, **options):
        """A fresh profile whose every request to another host ends at the refusing proxy."""
        proxy = {
            "server": f"http://127.0.0.1:{self.proxy.server_address[1]}",
            "bypass": "127.0.0.1",
        }
        context = browser.new_context(
            proxy=proxy, viewport={"width": 1280, "height": 900}, **options
        )
        context.set_default_timeout(PATIENCE)
        return context

    @property
    def foreign(self) -> list[str]:
        """Requests for other hosts, from pages, workers and service workers alike."""
        return self.proxy.asked

    def loaded(self) -> set[str]:
        """Paths inside the folder that were served so far."""
        prefix = self.http.prefix
        return {path.removeprefix(prefix) for path, code in self.http.answers if code == 200}

    def weight(self) -> int:
        """Bytes of what was served so far, each file once, as a host that compresses sends it."""
        files = (self.folder / path.lstrip("/") for path in self.loaded())
        return sum(compressed(file) for file in files if file.is_file())

    def close(self) -> None:
        self.http.shutdown()
        self.proxy.shutdown()


@cache
def compressed(file: Path) -> int:
    """Bytes of a file on the wire."""
    content = file.read_bytes()
    return len(gzip.compress(content, 6)) if file.suffix in ON_THE_WIRE else len(content)


class Notebook:
    """An open notebook in the browser's Jupyter."""

    def __init__(self, page) -> None:
        self.page = page
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")

    def run_all(self) -> None:
        """Run every cell from the menu and wait for the last one."""
        self.ask(lambda: self.menu("Run", "Run All Cells"), self.page.locator(".jp-CodeCell"))
        self.page.wait_for_function(DONE)

    def ask(self, act: Callable[[], None], cells) -> None:
        """Ask for cells to be run until one of them has been, as a reader would.

        While Jupyter still starts it may lose what it is asked for, or want a kernel chosen.
        """
        prompts = cells.locator(".jp-InputPrompt")
        end = time.monotonic() + PATIENCE / 1000
        while True:
            if self.page.locator(CHOICE).count():
                self.page.locator(CHOICE).first.click()
            try:
                act()
            except TimeoutError:  # a dialog came in between
                assert time.monotonic() < end, self.page.locator(".jp-Dialog").all_text_contents()
                continue
            asked = time.monotonic()
            while time.monotonic() < asked + SOON or prompts.filter(has_text="*").count():
                if prompts.filter(has_text=re.compile(r"\d")).count():
                    return
                assert time.monotonic() < end, f"{prompts.all_text_contents()}; {self.errors()}"
                self.page.wait_for_timeout(50)

    def menu(self, name: str, item: str) -> None:
        """Choose an item of a menu."""
        for kind, text in ((".lm-MenuBar-item", name), (".lm-Menu-item", item)):
            self.page.locator(kind, has_text=text).first.click(timeout=1000 * SOON)

    def errors(self) -> list[str]:
        """Everything that cells wrote to the error stream, and their exceptions."""
        return self.page.evaluate(ERRORS)

    def cell(self, text: str):
        """The code cell that holds `text`."""
        return self.page.locator(".jp-CodeCell", has_text=text).first

    def said(self, text: str) -> str:
        """What the cell that holds `text` printed; a cell out of sight shows it later."""
        cell = self.cell(text)
        cell.scroll_into_view_if_needed()
        output = cell.locator(".jp-OutputArea-output", has_text=re.compile(r"\S")).first
        return output.text_content()

    def add_to(self, text: str, code: str) -> None:
        """Type `code` at the end of the code cell that holds `text`."""
        cell = self.cell(text)
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.press("Enter")
        self.page.keyboard.insert_text(code)


def first_cell(page, base: str, path: str) -> float:
    """Seconds from asking for a notebook until its first cell with pandas has run."""
    start = time.perf_counter()
    page.goto(f"{base}/notebooks/index.html?path={path}", wait_until="commit")
    notebook = Notebook(page)
    cell = notebook.cell("import pandas")
    notebook.ask(lambda: cell.locator(".cm-content").press("Shift+Enter"), cell)
    return time.perf_counter() - start
