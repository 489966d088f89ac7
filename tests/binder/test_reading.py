"""How repo2docker reads `binder/`, and that the last rehearsal was of these very files."""

from __future__ import annotations

import os
import re

import pytest

from tests.places.edition import ROOT

from .rehearsal import INPUTS, digests, recipe

BINDER = ROOT / "binder"
SMALL = 480  # MB, the aim for the installed environment


@pytest.fixture(scope="module")
def read():
    return recipe(ROOT)


def test_the_python_build_pack_takes_it_with_a_stated_python(read):
    assert read.pack == "PythonBuildPack"
    assert f"python-{read.python}" == (BINDER / "runtime.txt").read_text().strip()


def test_requirements_are_installed_before_the_checkout_is_copied(read):
    # So a new chapter does not install all packages anew: that layer of the image is cached.
    assert read.early == ("binder/requirements.txt",)
    assert len(read.before) == 1 and "pip install" in read.before[0]
    assert read.before[0].endswith('-r "binder/requirements.txt"')


def test_the_course_itself_comes_last_and_needs_no_network(read):
    assert len(read.after) == 1 and read.after[0].endswith("./binder/postBuild")
    script = (BINDER / "postBuild").read_text()
    (install,) = re.findall(r"pip install .*", script)
    assert "--no-deps" in install and "--no-build-isolation" in install and install.endswith(" .")
    assert re.search(r"^hatchling==", (BINDER / "requirements.txt").read_text(), re.MULTILINE)


def test_the_start_script_hands_over_to_the_server(read):
    assert read.start == "${REPO_DIR}/binder/start"
    assert (BINDER / "start").read_text().rstrip().endswith('exec "$@"')


def test_scripts_can_be_run():
    for name in ("postBuild", "start"):
        assert os.access(BINDER / name, os.X_OK), f"chmod +x binder/{name}"
        assert (BINDER / name).read_text().startswith("#!/usr/bin/env bash\n")


def test_the_folder_holds_nothing_else():
    assert sorted(path.name for path in BINDER.iterdir()) == sorted(INPUTS)


def test_what_no_notebook_needs_is_left_out():
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (BINDER / "requirements.txt").read_text(), re.M))
    assert {"jupyterlab", "ipywidgets", "plotly", "anywidget", "pandas", "networkx"} <= pinned
    assert not pinned & {"scipy", "matplotlib", "notebook", "sphinx", "otter-grader", "kaleido"}


def test_the_record_is_of_these_files(record):
    assert record["files"] == digests(BINDER), "binder/ has changed since: run make binder"


def test_the_environment_is_small_and_the_readme_says_how_small(record):
    assert 100 < record["megabytes"] < SMALL
    text = " ".join((ROOT / "README.md").read_text().split())
    assert f"{record['megabytes']} MB" in text and f"{record['packages']} packages" in text
