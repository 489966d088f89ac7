"""The built site, which these tests look at."""

from __future__ import annotations

import pytest

from .lab import LITE


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/lite/" in item.nodeid:
            item.add_marker(pytest.mark.book)


@pytest.fixture(scope="session")
def lite():
    """Folder of the built JupyterLite."""
    if not (LITE / "jupyter-lite.json").exists():
        pytest.fail("these tests look at the built site: run make site first")
    return LITE
