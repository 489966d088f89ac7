"""``twoplustwo grade`` and ``export``: what they say, and the status they end with."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.grading.handed import archive, notebook
from tests.grading.sessions import plan
from tests.grading.test_export import CANVAS, IDS, SCORES, graded
from tests.hostile import sample
from twoplustwo.cli import app
from twoplustwo.cli.grade import _time
from twoplustwo.exercises import masters
from twoplustwo.grading import session


def run(*words: object, status: int = 0):
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == status, (result.output, result.exception)
    return result


@pytest.fixture
def class_of_two(tmp_path, monkeypatch):
    """Two notebooks, and a session whose workers only look at bytes."""
    whole = session.grade

    def faked(given: session.Plan, progress) -> session.Outcome:
        return whole(
            plan(tmp_path, given.submissions, out=given.out, resume=given.resume), progress
        )

    monkeypatch.setattr(session, "grade", faked)
    monkeypatch.setattr(masters, "assign", lambda name: sample.assignment())
    archive(
        {"s01.ipynb": notebook("a"), "s02.ipynb": notebook("b"), "x.pdf": b"%PDF"}, tmp_path / "z"
    )
    return ("grade", "sample", tmp_path / "z", "--out", tmp_path / "graded")


def test_grade_says_what_became_of_every_file(class_of_two):
    result = run(*class_of_two)
    assert "students: 2 graded" in result.stdout
    assert "not graded: x.pdf: not a notebook" in result.stdout
    assert Path(result.stdout.split("gradebook: ")[1].strip()).is_file()


def test_grade_gives_json_and_nothing_else_on_standard_output(class_of_two):
    facts = json.loads(run(*class_of_two, "--json").stdout)
    assert facts["statuses"] == {"graded": 2}
    assert facts["graded_now"] == 2
    assert facts["refused"][0]["name"] == "x.pdf"
    again = run(*class_of_two, status=2)
    assert again.stdout == ""
    assert "--resume" in again.stderr
    assert json.loads(run(*class_of_two, "--resume", "--json").stdout)["graded_now"] == 0


def test_a_notebook_that_cannot_be_graded_is_status_1(class_of_two, tmp_path):
    archive({"s01.ipynb": notebook("die")}, tmp_path / "z")
    assert "1 lost" in run(*class_of_two, status=1).stdout


def test_ctrl_c_says_how_to_go_on(class_of_two, monkeypatch):
    def stopped(*details: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(session, "grade", stopped)
    assert "go on with --resume" in run(*class_of_two, status=130).stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("none", "x.zip", "--out", "o"), "no set 'none'"),
        (("reading", "x.zip", "--out", "o", "--deadline", "Friday"), "2026-10-02T23:59"),
        (("reading", "x", "--out", "o", "--jobs", 2, "--scheduler", "tcp://h:1"), "not both"),
    ],
)
def test_wrong_orders_are_explained(tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    assert said in run("grade", *words, status=2).stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"submissions": "none"}, "none: there is no such folder or file of submissions"),
        ({"submissions": "empty"}, "empty: there is no file in it; give the folder or zip"),
        ({"submissions": "codes.csv"}, "codes.csv: neither a folder nor a zip archive nor"),
        ({"--roster": "none.csv"}, "the roster cannot be read: none.csv: No such file"),
        ({"--roster": "empty"}, "the roster cannot be read: empty: Is a directory"),
        ({"--roster": "x.xlsx"}, "x.xlsx: this is no CSV file; in the spreadsheet program save it"),
        ({"--roster": "bare.csv"}, "bare.csv: a column 'student_code' is needed; there are 'name'"),
        ({"--roster": "others.csv"}, "'s01' is no code of the roster; name the file CODE.ipynb"),
        ({"--roster": "codes.csv", "--read-as": "a"}, "write 'THEIRS=OURS'"),
        ({"--roster": "codes.csv", "--read-as": "a=ID"}, "codes.csv: no column is named 'a'"),
        ({"--read-as": "a=ID"}, "give --roster as well"),
        ({"--out": "full"}, "full: holds files that no grading session wrote (mine.txt)"),
        ({"--out": "codes.csv"}, "--out codes.csv is a file; give a folder"),
        ({"--salt-file": "none"}, "none: the salt cannot be read"),
    ],
)
def test_what_cannot_be_graded_is_named_and_nothing_is_changed(
    tmp_path, monkeypatch, changes, said
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(masters, "assign", lambda name: sample.assignment())
    (tmp_path / "salt").write_text(sample.SALT)
    texts = {"codes": "student_code\ns01\n", "bare": "name\nAnn\n", "others": "student_code\nx\n"}
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text)
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04\0\0")
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    archive({"s01.ipynb": notebook("a")}, tmp_path / "hand.zip")
    before = {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")}
    given = {"submissions": "hand.zip", "--out": "graded", "--salt-file": "salt"} | changes
    words = [word for name, value in given.items() for word in (name, value)][1:]
    result = run("grade", "sample", *words, status=2)
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""
    assert before == {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")}


@pytest.mark.parametrize("command", ["feedback", "mark", "report"])
@pytest.mark.parametrize("folder", ["none", "empty", "file"])
def test_folders_that_were_not_graded_are_named(tmp_path, command, folder):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("mine")
    said = run(command, tmp_path / folder, status=2).stderr
    assert f"{folder} has no ledger.sqlite; give the folder that 'twoplustwo grade" in said
    assert list((tmp_path / "empty").iterdir()) == []


def test_places_that_cannot_be_written_are_named(tmp_path):
    (tmp_path / "file").write_text("mine")
    said = run("release", "reading", "--to", tmp_path / "file" / "x", status=2).stderr
    assert f"{tmp_path / 'file' / 'x'}: Not a directory" in " ".join(said.split())


def test_a_folder_without_a_release_cannot_be_rehearsed(tmp_path):
    said = run("rehearse", "reading", tmp_path, "--to", tmp_path / "hand", status=2).stderr
    assert f"the folder '{tmp_path}' holds no release" in said
    assert not (tmp_path / "hand").exists()


@pytest.mark.parametrize(
    "command", ["sets", "release", "rehearse", "grade", "feedback", "mark", "report", "export"]
)
def test_every_command_has_help_with_an_example(command):
    assert f"twoplustwo {command}" in run(command, "--help").stdout.split("Example")[1]


def test_a_deadline_without_an_offset_is_local_time():
    assert _time("2026-10-02T23:59") == datetime(2026, 10, 2, 23, 59)
    there = datetime.fromisoformat("2026-10-02T23:59+09:00")
    assert _time("2026-10-02T23:59+09:00") == there.astimezone().replace(tzinfo=None)
    assert _time(None) is None


def test_export_writes_and_says_what_it_kept(tmp_path):
    (tmp_path / "canvas.csv").write_bytes(CANVAS.encode())
    out = graded(tmp_path, SCORES, IDS)
    words = ("export", out, "--format", "canvas", "--roster", tmp_path / "canvas.csv")
    result = run(*words, "--out", tmp_path / "import.csv")
    assert "1 grades written" in result.stdout
    assert "kept, differs: k2: 12.50, ours is 13" in result.stderr
    assert "left without a grade: Zed" in result.stderr
    facts = json.loads(run(*words, "--out", tmp_path / "again.csv", "--json").stdout)
    assert facts["written"] == 1
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "import.csv").read_bytes()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": "excel"}, "there are: canvas, moodle, gradescope, csv"),
        ({"folder": "none"}, "no ledger.sqlite"),
        ({"roster": "none.csv"}, "No such file"),
        ({"out": "none/import.csv"}, "No such file"),
    ],
)
def test_exports_that_cannot_be_are_explained(tmp_path, changes, said):
    (tmp_path / "canvas.csv").write_bytes(CANVAS.encode())
    graded(tmp_path, SCORES, IDS)
    given = {"folder": "out", "format": "canvas", "roster": "canvas.csv", "out": "import.csv"}
    given |= changes
    words = ["export", tmp_path / given.pop("folder"), "--format", given.pop("format")]
    for name, value in given.items():
        words += [f"--{name}", tmp_path / value]
    assert said in " ".join(run(*words, status=2).stderr.split())
    assert not (tmp_path / "import.csv").exists()
