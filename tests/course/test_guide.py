"""The instructor's guide says what its commands do: they are run, and their outputs compared."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from . import guide

pytest.importorskip("otter")


FULL = bool(os.environ.get("TWOPLUSTWO_FULL"))


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The quick start; with the full counts also what follows it."""
    pages = guide.PAGES if FULL else guide.PAGES[:1]
    return list(guide.run(tmp_path_factory.mktemp("guide"), pages))


def test_every_command_prints_what_the_guide_says(ran):
    wrong = [
        f"{block.page.name}: {block.code}says\n{block.shown}printed\n{output}"
        for block, output in ran
        if guide.steady(output) != guide.steady(block.shown)
    ]
    assert not wrong, "\n".join(["write the pages anew: python -m tests.course.guide", *wrong])


def test_the_guide_shows_every_command_of_grading(ran):
    shown = " ".join(page.read_text(encoding="utf-8") for page in guide.PAGES)
    for command in ("sets", "release", "rehearse", "grade", "feedback", "mark", "report", "export"):
        assert f"twoplustwo {command} " in shown or f"twoplustwo {command}\n" in shown, command
        assert any(f"twoplustwo {command}" in block.code for block, _ in ran), command


def test_outputs_hold_no_path_of_a_machine():
    for page in guide.PAGES:
        for block in guide.blocks(page):
            assert not re.search(r"(?<![\w.~])/(?:tmp|home|root|work|Users)/", block.shown), block
            assert str(Path.home()) not in block.shown
