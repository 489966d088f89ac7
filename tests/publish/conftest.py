"""Two trees, each made once for all workers: an instructor edition with planted words, and a
student edition published from it."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from . import canaries, small


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[..., Path]:
    """Make a folder by calling a function, in one of the workers; the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    place = base if worker_id == "master" else base.parent

    def run(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = place / f"publish-{name}", place / f"publish-{name}.json"
        with (place / f"publish-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.is_file():
                done.write_text(json.dumps(make(folder)), encoding="utf-8")
        return folder

    return run


@pytest.fixture(scope="session")
def planted(once: Callable[..., Path]) -> tuple[Path, set[str]]:
    """A small instructor edition, and the words in its private places."""
    pytest.importorskip("otter")

    def make(folder: Path) -> list[str]:
        small.write(folder)
        return sorted(canaries.plant(folder, small.NAMES))

    folder = once("tree", make)
    return folder, set(json.loads(folder.with_suffix(".json").read_text("utf-8")))


@pytest.fixture(scope="session")
def published(planted: tuple[Path, set[str]], once: Callable[..., Path]) -> Path:
    """The student edition of that tree; its report stands beside it."""
    from twoplustwo.publish.publication import publish

    tree, _ = planted
    return once("edition", lambda folder: publish(tree, folder).to_json())


@pytest.fixture(scope="session")
def report(published: Path) -> dict:
    """What `publish` said."""
    return json.loads(published.with_suffix(".json").read_text("utf-8"))


@pytest.fixture(scope="session")
def site(published: Path, once: Callable[..., Path]) -> Path:
    """The site, built from a copy of the student edition alone."""
    import shutil

    from twoplustwo.publish.publication import build_book

    def make(folder: Path) -> str:
        shutil.copytree(published, folder)
        return str(build_book(folder))

    return once("site", make) / "_build"
