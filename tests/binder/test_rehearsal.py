"""Binder from an empty folder: built as repo2docker reads it, then used as a reader uses it."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from tests.places.edition import notebooks

from .lab import Lab
from .rehearsal import TOKEN, measure

CHAPTERS = ("book/dispute/bargaining", "book/dialogue/networks")
SET = "exercises/notebooks/reading.ipynb"
ANSWERS = {"strict": "0.5", "weighted": "0.55", "needed": "0.6"}


@pytest.fixture
def lab(browser, base, image):
    # Every reader has a container of their own, where nothing is open yet.
    shutil.rmtree(image.home / ".jupyter" / "lab" / "workspaces", ignore_errors=True)
    opened = Lab(browser, base, TOKEN)
    yield opened
    opened.close()


def test_the_size_is_the_recorded_one(image, record):
    found = measure(image)
    assert found["packages"] == record["packages"]
    assert found["megabytes"] == pytest.approx(record["megabytes"], rel=0.03)


def test_the_packages_fit_together(image):
    command = [image.prefix / "bin" / "python", "-m", "pip", "check"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_the_checkout_is_not_what_the_kernel_imports(image, tmp_path):
    code = "import twoplustwo, sys; print(twoplustwo.__file__); twoplustwo.load('scrambles')"
    run = subprocess.run(
        [image.prefix / "bin" / "python", "-W", "error", "-c", code],
        cwd=tmp_path,
        env=image.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.startswith(str(image.prefix) + os.sep)


def test_every_notebook_is_in_the_checkout(image):
    assert len(notebooks(image.home)) > 20
    assert (image.home / SET).is_file()


@pytest.mark.parametrize("page", CHAPTERS)
def test_an_explorer_moves_and_its_figure_redraws(lab, saved, page):
    path = f"notebooks/{page}.ipynb"
    lab.open(path)
    texts = ("".join(cell["source"]) for cell in saved(path)["cells"])
    assert lab.title() == next(text for text in texts if text.startswith("# "))[2:].split("\n")[0]
    lab.run_all()
    assert lab.errors() == []
    before = lab.drawn()
    assert before and all(before)
    lab.slide()
    after = lab.redrawn(before)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1
    lab.save()
    cells = saved(path)["cells"]
    assert all(c["execution_count"] for c in cells if c["cell_type"] == "code")
    assert any(c.get("outputs") for c in cells)
    assert lab.foreign == []


def test_an_exercise_is_answered_checked_and_saved(lab, saved):
    lab.open(SET)
    lab.run_all()
    assert lab.errors() == []
    check = lab.cell('check("half_marks")')
    before = check.locator(".jp-OutputArea-output").text_content()
    assert "passed" not in before and "strict" in before
    for name, value in ANSWERS.items():
        lab.write(f"{name} = ...", f"{name} = {value}")
    lab.run_all()
    after = check.locator(".jp-OutputArea-output").text_content()
    assert "public checks passed" in after
    lab.save()
    written = "\n".join("".join(c["source"]) for c in saved(SET)["cells"])
    assert all(f"{name} = {value}" in written for name, value in ANSWERS.items())
    assert lab.foreign == []
