"""A session ends with the same gradebook, whatever happens on the way."""

from __future__ import annotations

import csv
import os
import random
import signal
import time
from datetime import datetime

import pytest

from tests.grading.handed import FULL, MONDAY, archive, folder, notebook
from tests.grading.sessions import ROOT, kill, plan, processes, results, start, wait_for
from twoplustwo.grading import gradebook
from twoplustwo.grading.archive import ArchiveError
from twoplustwo.grading.crew import CrewError
from twoplustwo.grading.ledger import Ledger
from twoplustwo.grading.origin import OriginError
from twoplustwo.grading.roster import RosterError
from twoplustwo.grading.session import SessionError, grade

TASKS = ("mean", "scale", "counts")
MOMENTS = 10 if FULL else 2


def rows(out) -> dict[str, dict[str, str]]:
    with (out / "gradebook.csv").open(newline="") as file:
        return {row["student_code"]: row for row in csv.DictReader(file)}


def hand_in(place, count: int = 6, text: str = "mine {}"):
    files = {f"s{n:03}.ipynb": notebook(text.format(n)) for n in range(count)}
    return folder(files, place / "hand")


def hand_in_gated(place, count: int):
    """One notebook that is graded at once, and `count` that wait until the file `gate` is there."""
    hand = hand_in(place, count, f"gate {place / 'gate'}")
    return folder({"a000.ipynb": notebook("mine")}, hand, MONDAY)


def test_a_gradebook_has_a_row_for_every_owner(tmp_path):
    files = {
        "s01.ipynb": notebook("one"),
        "s02.ipynb": b"",
        "s03.ipynb": notebook("first"),
        "s03-1.ipynb": notebook("second"),
        "s09.ipynb": notebook("not of this class"),
        "notes.txt": b"hello",
    }
    (tmp_path / "roster.csv").write_text("student_code\ns04\ns03\ns01\ns02\n")
    archive(files, tmp_path / "hand.zip")
    outcome = grade(plan(tmp_path, tmp_path / "hand.zip", roster=tmp_path / "roster.csv"))
    assert outcome.statuses == {"graded": 2, "missing": 1, "refused": 1}
    assert {one["name"] for one in outcome.refused} == {"notes.txt", "s02.ipynb", "s09.ipynb"}
    table = rows(tmp_path / "out")
    assert list(table) == ["s01", "s02", "s03", "s04"]
    columns = "student_code,mean,scale,counts,memo,score,max_score,status,reason"
    assert ",".join(table["s01"]) == columns
    assert table["s02"]["reason"] == "The file is empty"
    assert table["s02"]["score"] == "0"
    assert "attempt 2 of 2" in table["s03"]["reason"]
    assert (table["s04"]["status"], table["s04"]["score"]) == ("missing", "")
    for row in (table["s01"], table["s03"]):
        assert float(row["score"]) == sum(float(row[q]) for q in TASKS)
        assert row["memo"] == ""
        assert row["max_score"] == "26"
        assert "NOT ISOLATED" in row["reason"]
        assert "not marked yet: memo" in row["reason"]
    with (tmp_path / "out" / "files.csv").open(newline="") as file:
        listed = {row["name"]: row for row in csv.DictReader(file)}
    assert listed.keys() == files.keys()
    assert listed["s03.ipynb"]["state"] == "superseded"
    assert all(row["reason"] for row in listed.values() if row["state"] != "done")


def test_late_files_are_named(tmp_path):
    hand = hand_in(tmp_path, 1)
    folder({"s001.ipynb": notebook("late")}, hand, datetime(2026, 10, 5))
    grade(plan(tmp_path, hand, deadline=datetime(2026, 10, 1)))
    table = rows(tmp_path / "out")
    assert "late" not in table["s000"]["reason"]
    assert table["s001"]["reason"].split("; ")[1] == "late"


def test_workers_and_order_do_not_change_the_gradebook(tmp_path):
    files = {f"s{n:02}.ipynb": notebook(f"mine {n}") for n in range(9)}
    books = []
    for jobs, seed in ((1, 0), (2, 1), (4, 2)):
        shuffled = list(files.items())
        random.Random(seed).shuffle(shuffled)
        place = tmp_path / str(jobs)
        place.mkdir()
        archive(dict(shuffled), place / "hand.zip")
        grade(plan(place, place / "hand.zip", jobs=jobs))
        books.append((place / "out" / "gradebook.csv").read_bytes())
    assert books[0] == books[1] == books[2]
    assert books[0].count(b"graded") == 9


def test_killed_at_random_moments_it_ends_the_same(tmp_path):
    count, chance = 12, random.Random(os.urandom(8))
    whole = tmp_path / "whole"
    whole.mkdir()
    grade(plan(whole, hand_in(tmp_path, count, "wait 0.05")))
    expected = (whole / "out" / "gradebook.csv").read_bytes()
    for moment in range(MOMENTS):
        place = tmp_path / f"killed-{moment}"
        place.mkdir()
        after = chance.randrange(count)
        process = start(place, tmp_path / "hand")
        wait_for(place / "out", after, process)
        time.sleep(chance.random() * 0.1)
        kill(process)
        kept = results(place / "out")
        again = plan(place, tmp_path / "hand", resume=True)
        outcome = grade(again)
        assert outcome.graded == count - kept, f"killed after {after}: graded twice, or lost"
        assert (place / "out" / "gradebook.csv").read_bytes() == expected, f"killed after {after}"


def test_no_worker_outlives_a_killed_session(tmp_path):
    process = start(tmp_path, hand_in(tmp_path, 4, "wait 60"))
    end = time.monotonic() + 60
    while not (started := processes(f"worker {_descriptor(process.pid)}")):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert started
    kill(process)
    end = time.monotonic() + 20
    while processes(f" {process.pid}"):
        assert time.monotonic() < end, "a worker outlives its session"
        time.sleep(0.05)


def _descriptor(pid: int) -> str:
    """The end of the command line of the workers of a session."""
    found = [one.split("worker ")[1] for one in processes("grading.worker") if f" {pid} " in one]
    return found[0].strip() if found else "not started yet"


def test_everything_is_graded_once(tmp_path):
    told = tmp_path / "told"
    hand = hand_in(tmp_path, 5, f"count {told}")
    process = start(tmp_path, hand)
    wait_for(tmp_path / "out", 5, process)
    assert process.wait(60) == 0
    grade(plan(tmp_path, hand, resume=True))
    assert told.read_text().count("graded") == 5


def test_ctrl_c_leaves_a_session_that_goes_on(tmp_path):
    hand = hand_in_gated(tmp_path, 7)
    process = start(tmp_path, hand)
    wait_for(tmp_path / "out", 1, process)
    os.killpg(process.pid, signal.SIGINT)
    assert "KeyboardInterrupt" in process.communicate(timeout=60)[1]
    assert not (tmp_path / "out" / "gradebook.csv").exists()
    with Ledger.open(tmp_path / "out") as ledger:
        assert ledger.states().keys() <= {"done", "waiting"}
    assert results(tmp_path / "out") == 1
    (tmp_path / "gate").touch()
    assert grade(plan(tmp_path, hand, resume=True)).graded == 7


def test_a_worker_that_dies_is_replaced(tmp_path):
    hand = hand_in(tmp_path, 3)
    once = tmp_path / "once"
    folder({"s100.ipynb": notebook(f"die-once {once}"), "s200.ipynb": notebook("die")}, hand)
    outcome = grade(plan(tmp_path, hand))
    assert outcome.statuses == {"graded": 4, "lost": 1}
    lost = rows(tmp_path / "out")["s200"]
    assert (lost["status"], lost["score"]) == ("lost", "")
    assert "died 3 times" in lost["reason"]
    folder({"s200.ipynb": notebook("better")}, hand)
    assert grade(plan(tmp_path, hand, resume=True)).statuses == {"graded": 5}


def test_new_files_are_graded_and_old_ones_are_not(tmp_path):
    hand = hand_in(tmp_path, 3)
    grade(plan(tmp_path, hand))
    before = rows(tmp_path / "out")
    folder({"s003.ipynb": notebook("new"), "s000-1.ipynb": notebook("again")}, hand)
    assert grade(plan(tmp_path, hand, resume=True)).graded == 2
    after = rows(tmp_path / "out")
    assert after["s001"] == before["s001"]
    assert "attempt 2 of 2" in after["s000"]["reason"]


def test_marks_of_a_memo_join_and_stay(tmp_path):
    hand = hand_in(tmp_path, 2)
    grade(plan(tmp_path, hand))
    with Ledger.open(tmp_path / "out") as ledger:
        ledger.mark("memo", {"s000": 13.5})
    gradebook.write(tmp_path / "out")
    for _ in range(2):
        table = rows(tmp_path / "out")
        assert table["s000"]["memo"] == "13.5"
        points = sum(float(table["s000"][name]) for name in TASKS)
        assert float(table["s000"]["score"]) == points + 13.5
        assert "not marked" not in table["s000"]["reason"]
        assert "not marked yet: memo" in table["s001"]["reason"]
        grade(plan(tmp_path, hand, resume=True))


def test_a_folder_that_holds_something_is_refused(tmp_path):
    hand = hand_in(tmp_path, 1)
    grade(plan(tmp_path, hand))
    before = (tmp_path / "out" / "ledger.sqlite").read_bytes()
    with pytest.raises(SessionError, match=r"'sample', begun .*hand \(1 done\).*--resume"):
        grade(plan(tmp_path, hand))
    (tmp_path / "other.txt").write_text("another salt")
    with pytest.raises(SessionError, match="different are: salt"):
        grade(plan(tmp_path, hand, resume=True, salt_file=tmp_path / "other.txt"))
    assert (tmp_path / "out" / "ledger.sqlite").read_bytes() == before
    folder({"thesis.txt": b"mine"}, tmp_path / "full")
    for resume in (False, True):
        with pytest.raises(SessionError, match=r"no grading session wrote \(thesis.txt\)"):
            grade(plan(tmp_path, hand, out=tmp_path / "full", resume=resume))
    assert os.listdir(tmp_path / "full") == ["thesis.txt"]
    with pytest.raises(SessionError, match="a file; give a folder"):
        grade(plan(tmp_path, hand, out=tmp_path / "other.txt"))


def test_two_sessions_do_not_share_a_folder(tmp_path):
    hand = hand_in_gated(tmp_path, 2)
    process = start(tmp_path, hand)
    wait_for(tmp_path / "out", 1, process)
    with pytest.raises(SessionError, match="another session"):
        grade(plan(tmp_path, hand, resume=True))
    kill(process)


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"submissions": "none.zip"}, ArchiveError, "no such folder or file"),
        ({"submissions": "empty"}, SessionError, "there is no file in it"),
        ({"submissions": "foreign"}, SessionError, "no file belongs to a student"),
        ({"roster": "none.csv"}, RosterError, "No such file"),
        ({"salt_file": "none.txt"}, OriginError, "cannot be read"),
        ({"salt_file": None}, OriginError, "looked for in"),
        ({"isolation": "refuse"}, CrewError, "nothing can be kept apart here"),
        ({"grader": "tests.grading.handed:None"}, CrewError, "None"),
        ({"scheduler": "tcp://127.0.0.1:1"}, CrewError, "no Dask scheduler answers"),
    ],
)
def test_what_cannot_begin_writes_nothing(tmp_path, monkeypatch, changes, error, words):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr("twoplustwo.grading.cluster.CONNECT", 1.0)
    hand = hand_in(tmp_path, 2)
    (tmp_path / "empty").mkdir()
    folder({"my work.ipynb": notebook("x")}, tmp_path / "foreign")
    paths = ("submissions", "roster", "salt_file")
    changes = {k: tmp_path / v if k in paths and v else v for k, v in changes.items()}
    with pytest.raises(error) as caught:
        grade(plan(tmp_path, changes.pop("submissions", hand), **changes))
    assert words in str(caught.value)
    if (tmp_path / "out").exists():
        assert os.listdir(tmp_path / "out") == [".lock"]


def test_a_file_that_changes_while_grading_goes_on_is_not_graded(tmp_path):
    hand = hand_in(tmp_path, 1, f"gate {tmp_path / 'gate'}")
    folder({"s900.ipynb": notebook("mine")}, hand, MONDAY)
    process = start(tmp_path, hand, jobs=1)
    end = time.monotonic() + 60
    while not (tmp_path / "out" / "ledger.sqlite").exists():
        assert time.monotonic() < end
        time.sleep(0.02)
    folder({"s900.ipynb": notebook("somebody else's")}, hand, MONDAY)
    (tmp_path / "gate").touch()
    assert process.wait(60) == 0
    assert "changed" in rows(tmp_path / "out")["s900"]["reason"]
    assert rows(tmp_path / "out")["s900"]["status"] == "lost"
