"""Sets that many tests share; each is split by otter once."""

from __future__ import annotations

import pytest

from tests.exercises.sets import HERE, SAMPLE


@pytest.fixture(scope="session")
def sample():
    """A small set of our kind."""
    pytest.importorskip("otter")
    from twoplustwo.exercises.masters import assign

    return assign(SAMPLE)


@pytest.fixture(scope="session")
def plain():
    """A set of another teacher: a plain otter master with a data file."""
    pytest.importorskip("otter")
    from twoplustwo.exercises.masters import assign

    return assign(HERE / "plain_otter.md")
