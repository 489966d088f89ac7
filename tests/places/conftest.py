"""Our wheel, and a machine that has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from twoplustwo.lite.wheels import own

from .edition import ROOT, edition
from .environments import Machine, laid_over


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> Path:
    return edition(tmp_path_factory.mktemp("published") / "edition")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory) -> Path:
    return own(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def machine(tmp_path_factory, wheel) -> Machine:
    """This Python with our wheel."""
    made = laid_over(tmp_path_factory.mktemp("machine") / "env")
    made.install("--no-deps", "--no-index", str(wheel))
    return made
