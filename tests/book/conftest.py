"""The sample book, built once for all tests of the book."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from . import sample


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder; those that share the sample book run in one process."""
    for item in items:
        if "tests/book" in item.nodeid:
            item.add_marker(pytest.mark.book)
            if "book" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.xdist_group("book"))


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> sample.Built:
    """The sample book with all its features."""
    root = tmp_path_factory.mktemp("book")
    sample.write(root, sample.PAGES)
    built = sample.build(root)
    assert built.error == 0, built.log
    return built


@pytest.fixture
def fails(tmp_path: Path) -> Callable[..., str]:
    """Build one page that holds a mistake; return what the build says about it."""

    def run(body: str, head: str = sample.TEXT_HEAD, **settings: Any) -> str:
        built = sample.build_page(tmp_path / "book", f"{head}\n# Title\n\n{body}\n", **settings)
        assert built.error != 0, built.log
        return built.log

    return run


@pytest.fixture
def shows(tmp_path: Path) -> Callable[..., str]:
    """Build one page; return its HTML."""

    def run(body: str, head: str = sample.TEXT_HEAD, **settings: Any) -> str:
        built = sample.build_page(tmp_path / "book", f"{head}\n# Title\n\n{body}\n", **settings)
        assert built.error == 0, built.log
        return built.page("index.html")

    return run


@pytest.fixture
def copy_of(book: sample.Built, tmp_path: Path) -> Callable[[], Path]:
    """Return a fresh folder with the sample book's pages, without its build."""

    def run() -> Path:
        root = tmp_path / "copy"
        shutil.copytree(book.root, root, ignore=shutil.ignore_patterns("_build"))
        return root

    return run
