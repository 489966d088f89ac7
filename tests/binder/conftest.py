"""One published edition and one environment for the whole rehearsal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.places.edition import FULL, ROOT, edition

from . import rehearsal

RECORD = ROOT / "bench" / "binder.json"


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/binder" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def record() -> dict:
    """What `make binder` measured and wrote down."""
    return json.loads(RECORD.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def image(tmp_path_factory) -> rehearsal.Image:
    """The environment, built from an empty folder (some minutes: it fetches every package)."""
    if not FULL:
        pytest.skip("the whole rehearsal runs in make test-all")
    published = edition(tmp_path_factory.mktemp("published") / "edition")
    return rehearsal.build(published, tmp_path_factory.mktemp("binder"))


@pytest.fixture(scope="session")
def base(image: rehearsal.Image):
    with rehearsal.server(image) as address:
        yield address


@pytest.fixture
def saved(image: rehearsal.Image):
    """Read a notebook of the checkout as it is on disk."""

    def read(path: str) -> dict:
        return json.loads(Path(image.home, path).read_text(encoding="utf-8"))

    return read
