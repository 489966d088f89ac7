"""Where isolation does not work, nothing runs, and the message says what to do."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from tests.hostile import sample
from twoplustwo.grading import isolation, namespaces
from twoplustwo.grading.limits import Limits
from twoplustwo.grading.runner import Grader, grade_one
from twoplustwo.grading.sandbox import Sandboxes


def test_namespaces_are_chosen_where_they_work():
    assert isolation.choose() == "namespaces"


@pytest.fixture
def nothing_works(monkeypatch):
    tried = []
    monkeypatch.setattr(isolation, "trial", lambda kind: tried.append(kind) or "refused by a test")
    return tried


def test_it_fails_closed(nothing_works):
    with pytest.raises(isolation.IsolationError, match="nothing was run") as caught:
        isolation.choose()
    assert "refused by a test" in str(caught.value)
    assert "--allow-unisolated" in str(caught.value)


def test_without_isolation_only_where_it_is_asked_for(nothing_works):
    assert isolation.choose(allow_unisolated=True) == "none"
    assert nothing_works[0] == "namespaces"


def test_bubblewrap_comes_second(monkeypatch):
    monkeypatch.setattr(isolation, "trial", lambda kind: None if kind == "bubblewrap" else "no")
    monkeypatch.setattr(isolation.bubblewrap, "available", lambda: "/usr/bin/bwrap")
    assert isolation.choose() == "bubblewrap"


def test_other_systems_are_told_where_to_go(monkeypatch):
    monkeypatch.setattr(isolation.sys, "platform", "darwin")
    with pytest.raises(isolation.IsolationError, match=r"Linux virtual machine"):
        isolation.choose()


@pytest.mark.parametrize(
    ("switch", "value", "words"),
    [
        ("kernel/apparmor_restrict_unprivileged_userns", "1", "Ubuntu"),
        ("kernel/unprivileged_userns_clone", "0", "ordinary users"),
        ("user/max_user_namespaces", "0", "max_user_namespaces"),
    ],
)
def test_the_obstacle_is_named(monkeypatch, tmp_path, switch, value, words):
    place = tmp_path / switch
    place.parent.mkdir()
    place.write_text(value + "\n")
    monkeypatch.setattr(isolation, "SYSCTL", tmp_path)
    monkeypatch.setattr(isolation.os, "geteuid", lambda: 1000)
    assert words in isolation.obstacle()
    assert "sysctl" in isolation.obstacle()


def test_a_step_that_the_kernel_refuses_stops_the_run():
    impossible = Limits(files=-1)
    refused = pytest.raises(isolation.IsolationError, match="mount")
    with Sandboxes("namespaces") as boxes, refused, boxes.open(impossible):
        raise AssertionError("a sandbox opened")


def test_without_isolation_every_grade_says_so():
    with Grader(sample.assignment(), sample.SALT, isolation="none") as grader:
        right = grader.grade(sample.data(sample.solved()), sample.OWNER)
        refused = grader.grade(b"", sample.OWNER)
        child = sample.solved(
            mean_answer="import os, subprocess\nsubprocess.Popen(['sleep', '98765'])"
        )
        grader.grade(sample.data(child), sample.OWNER)
    assert (right["score"], right["isolation"], refused["isolation"]) == (10.0, "none", "none")
    _gone(b"98765")


def _gone(mark: bytes) -> None:
    """No process carries the mark; one that was killed takes a moment to end."""
    for _ in range(50):
        if not [one for one in Path("/proc").glob("[0-9]*/cmdline") if mark in _read(one)]:
            return
        time.sleep(0.1)
    raise AssertionError(f"a process with {mark!r} outlived its submission")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.mark.skipif(not shutil.which("bwrap"), reason="bubblewrap is not installed")
def test_bubblewrap_keeps_apart_too():
    source = "import os, socket\nprint(os.getuid(), os.listdir('/'), socket.gethostname())\n" + (
        "for n in ('/etc/shadow', '/proc/1/environ'):\n    print(os.path.exists(n))\n"
        "socket.create_connection(('192.0.2.1', 9), 1)"
    )
    made = sample.solved(mean_answer=source)
    result = grade_one(
        sample.data(made), sample.assignment(), sample.OWNER, sample.SALT, isolation="bubblewrap"
    )
    assert (result["isolation"], result["score"]) == ("bubblewrap", 7.0)
    assert f"{namespaces.INSIDE} [" in result["output"]
    assert "True" not in result["output"]
    assert "Network is unreachable" in result["tasks"][0]["error"]


def test_each_submission_of_root_has_an_id_of_its_own():
    if os.geteuid() != 0:
        pytest.skip("only root has ids to give")
    assert namespaces.outer_id(5) == namespaces.OUTSIDE + 5
    assert namespaces.outer_id(6) != namespaces.outer_id(5)


def test_only_public_places_exist_inside():
    bound = namespaces.places().bound
    root = str(Path(namespaces.__file__).parents[3])
    inside = [one for one in bound if one.startswith(root)]
    assert f"{root}/src/twoplustwo" in inside
    assert not any(Path(root, "exercises").is_relative_to(one) for one in bound)
    for never in ("/", "/root", "/home", "/tmp", "/proc", "/etc", "/var", root):
        assert never not in bound
