"""The zip that `make site` wrote, unpacked as a reader does."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.browser.site import HTML, Server
from twoplustwo.book.offline import ARCHIVE, NAME


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/offline" in item.nodeid and {"browser", "served"} & {*item.fixturenames}:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def archive() -> Path:
    path = HTML / ARCHIVE
    if not path.exists():
        pytest.fail("these tests open the zip of the site: run make site first")
    return path


@pytest.fixture(scope="session")
def unpacked(archive, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder / NAME


@pytest.fixture(scope="session")
def served(unpacked):
    """Address of the unpacked folder on a file server, under a sub-path."""
    server = Server(unpacked.parent)
    yield f"{server.base}/{NAME}"
    server.close()
