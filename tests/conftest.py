"""Settings and the one browser that all tests share."""

from __future__ import annotations

import os
import shutil
import sys

import pytest
from hypothesis import settings

# As in `twoplustwo.exercises.masters`: it takes seconds, in each process of a parallel run.
sys.modules.setdefault("rfc3987_syntax", None)

# A busy machine may take long over one example; that is no failure. `make test` tries the same
# examples each time, `make test-all` others.
FULL = bool(os.environ.get("TWOPLUSTWO_FULL"))
settings.register_profile("patient", deadline=None, derandomize=not FULL)
settings.load_profile("patient")

FLAGS = [
    *("--no-sandbox", "--disable-background-networking", "--disable-component-update"),
    "--disable-features=AutofillServerCommunication",  # Chromium's own, no page asks for it
]


def chromium() -> str:
    """Path of the browser, or a failure that says how to get it."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not path:
        pytest.fail("these tests need Chromium: apt-get install chromium")
    return path


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium; Playwright allows one of its drivers in a process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()
