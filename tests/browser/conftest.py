"""One server for all pages."""

from __future__ import annotations

import pytest

from .site import HTML, Server


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def base():
    if not (HTML / "index.html").exists():
        pytest.fail("these tests look at the built site: run make book first")
    server = Server(HTML)
    yield server.base
    server.close()
