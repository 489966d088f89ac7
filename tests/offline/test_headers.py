"""The site behind the headers that DEPLOY.md recommends: pages and Jupyter live with them."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from tests.browser.site import HTML, RECORD_VIOLATIONS, QuietServer
from tests.browser.test_explorers import wake
from tests.lite import lab
from tests.places.headers import table

pytestmark = pytest.mark.xdist_group("lite")
PREFIX = "/course"


class Handler(lab.Handler):
    """A server that is set up as the guide says."""

    def end_headers(self) -> None:
        path = self.path.removeprefix(PREFIX)
        fitting = {rule.header: rule.value for rule in table() if path.startswith(rule.path)}
        for header, value in fitting.items():
            self.send_header(header, value)
        super(lab.Handler, self).end_headers()


@pytest.fixture(scope="module")
def guided():
    """Address of the site, below a path."""
    http = QuietServer(("127.0.0.1", 0), partial(Handler, directory=str(HTML)))
    http.prefix, http.answers = PREFIX, []
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}{PREFIX}"
    http.shutdown()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(lab.PATIENCE)
    opened = context.new_page()
    opened.add_init_script(RECORD_VIOLATIONS)
    yield opened
    context.close()


def test_a_page_lives_with_them(page, guided):
    answer = page.goto(f"{guided}/book/dispute/bargaining.html")
    assert answer.headers["cache-control"] == "no-cache"
    wake(page, "bargaining_range")
    figure = page.locator('[data-explorer="bargaining_range"]')
    assert figure.locator(".explorer-plot .main-svg").count() > 0
    assert page.evaluate("window.__violations") == []


def test_jupyter_in_the_browser_lives_with_them(page, guided):
    page.goto(f"{guided}/lite/notebooks/index.html?path=book/dialogue/networks.ipynb")
    notebook = lab.Notebook(page)
    notebook.run_all()
    assert notebook.errors() == []
    assert page.locator(".js-plotly-plot .main-svg").count() > 0
    assert page.evaluate("window.__violations") == []
