"""Hosts of the built site: at the root of a host, and below a path as a project page."""

from __future__ import annotations

import pytest

from ..lab import Host


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/lite/pages/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def root(lite):
    """The site at the root of a host."""
    host = Host()
    yield host
    host.close()


@pytest.fixture
def below(lite):
    """The site below /course, as a project page has it."""
    host = Host(prefix="/course")
    yield host
    host.close()
