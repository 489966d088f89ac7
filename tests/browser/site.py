"""Serve the built site as a careful host would, and look at a page as a reader's browser does."""

from __future__ import annotations

import gzip
import os
import sys
import threading
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import yaml

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
FULL = bool(os.environ.get("TWOPLUSTWO_FULL"))  # every case, not the fixed sample
POLICY = "default-src 'self'; img-src 'self' data: blob:"
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".csv"}


def pages() -> list[str]:
    """Paths of the pages of `_toc.yml` inside the built site, home page first."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    found = [toc["root"]]
    stack = [*toc.get("parts", []), *toc.get("chapters", [])]
    while stack:
        entry = stack.pop(0)
        if "file" in entry:
            found.append(entry["file"])
        stack = [*entry.get("chapters", []), *entry.get("sections", []), *stack]
    return [
        f"{Path(name).with_suffix('') if name.endswith('.md') else name}.html" for name in found
    ]


class Handler(SimpleHTTPRequestHandler):
    """Static files under the strict policy, with no cache between visits."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *args: object) -> None:
        pass


class QuietServer(ThreadingHTTPServer):
    """A server that does not mind a reader who leaves in the middle of a file."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), (BrokenPipeError, ConnectionResetError)):
            super().handle_error(request, client_address)


class Server:
    """The site on a free port of this machine."""

    def __init__(self, folder: Path) -> None:
        self.http = QuietServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.base = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.http.shutdown()


def weight(path: str, folder: Path = HTML) -> int:
    """Bytes that `path` costs on the wire: gzip level 6 where a host compresses."""
    file = folder / path.lstrip("/")
    content = file.read_bytes()
    return len(gzip.compress(content, 6)) if file.suffix in COMPRESSED else len(content)


@dataclass
class Visit:
    """One opened page: the Playwright page and what the network and the console said."""

    page: object
    base: str
    own: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def weight(self) -> int:
        """Gzip bytes of everything fetched so far, each file once."""
        return sum(weight(path) for path in set(self.own))

    def violations(self) -> list[str]:
        """What the Content-Security-Policy stopped so far."""
        return self.page.evaluate("window.__violations")


PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
RECORD_VIOLATIONS = """
window.__violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.__violations.push(
  `${event.effectiveDirective} ${event.blockedURI} ${(event.sourceFile || '').split('/').pop()}`));
"""


def visit(
    browser,
    base: str,
    path: str,
    *,
    width=1280,
    height=900,
    scheme="light",
    cached=False,
    **context,
):
    """Open `path` in a fresh context with every foreign request refused.

    Watching requests turns the browser's cache off; `cached=True` keeps it and watches nothing.
    """
    opened = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        service_workers="block",
        **context,
    )
    page = opened.new_page()
    seen = Visit(page, base)

    def route(handler) -> None:
        url = handler.request.url
        if url.startswith(base):
            seen.own.append(urlsplit(url).path)
            handler.continue_()
        elif url.startswith(("data:", "blob:")):
            handler.continue_()
        else:
            seen.foreign.append(url)
            handler.abort()

    if not cached:
        page.route("**/*", route)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("response", lambda r: seen.missing.append(r.url) if r.status >= 400 else None)
    page.add_init_script(RECORD_VIOLATIONS)
    page.goto(f"{base}/{path}", wait_until="load")
    return seen


def painted(page) -> None:
    """Wait until the page has drawn what was asked of it, however busy the machine is."""
    page.evaluate(PAINTED)
