"""One browser and one server for all pages."""

from __future__ import annotations

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from .site import FLAGS, HTML, Server


def chromium() -> str:
    """Path of the browser, or a failure that says how to get it."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not path:
        pytest.fail("these tests need Chromium: apt-get install chromium")
    return path


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def base():
    if not (HTML / "index.html").exists():
        pytest.fail("these tests look at the built site: run make book first")
    server = Server(HTML)
    yield server.base
    server.close()
