"""The ledger holds what was graded, whole or not at all."""

from __future__ import annotations

import sqlite3

import pytest

from twoplustwo.grading.collect import COUNTS, REFUSED, SUPERSEDED, Found
from twoplustwo.grading.ledger import Ledger, LedgerError
from twoplustwo.grading.roster import Roster, Student

ONE = Found(path="s01.ipynb", owner="s01", state=COUNTS, sha256="aa", attempt=2, late=True)
FILES = [
    ONE,
    Found(
        path="s01-0.ipynb", owner="s01", state=SUPERSEDED, sha256="bb", attempt=1, reason="older"
    ),
    Found(path="s02.ipynb", owner="s02", state=REFUSED, sha256="cc", attempt=1, reason="empty"),
    Found(path="x.txt", reason="no notebook"),
]
CLASS = Roster((Student("s01", {"id": "101"}), Student("s02", {})))


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "ledger.sqlite") as made:
        yield made


def test_files_and_roster_are_entered(ledger):
    ledger.enter(FILES, CLASS)
    assert ledger.states() == {"refused": 2, "superseded": 1, "waiting": 1}
    assert ledger.students() == {
        "s01": {"student code": "s01", "id": "101"},
        "s02": {"student code": "s02"},
    }
    assert [one["name"] for one in ledger.files()] == sorted(one.path for one in FILES)


def test_a_result_is_kept_when_files_are_entered_again(ledger):
    ledger.enter(FILES, CLASS)
    ledger.start(ONE)
    assert ledger.states()["running"] == 1
    ledger.finish(ONE, {"score": 1.5, "text": "\ud800 half a pair"})
    ledger.finish(ONE, {"score": 9.9})
    ledger.enter(FILES, CLASS)
    assert ledger.states()["done"] == 1
    assert [(o, s, r["score"]) for o, s, r in ledger.results()] == [("s01", "aa", 1.5)]
    assert ledger.has_result("s01", "aa")
    assert not ledger.has_result("s02", "aa"), "the same bytes of another student are graded anew"


def test_what_runs_when_a_run_stops_waits_again(ledger):
    ledger.enter(FILES, None)
    ledger.start(ONE)
    ledger.pause()
    assert ledger.states()["waiting"] == 1


def test_a_notebook_that_was_given_up_can_be_tried_again(ledger):
    ledger.enter(FILES, None)
    ledger.give_up(ONE, "no worker")
    assert ledger.states()["lost"] == 1
    assert not list(ledger.results())
    ledger.enter(FILES, None)
    assert ledger.states()["waiting"] == 1


def test_a_step_that_fails_leaves_nothing_behind(ledger):
    ledger.enter(FILES, CLASS)
    broken = [*FILES[:2], "no file"]
    with pytest.raises(AttributeError):
        ledger.enter(broken, None)
    assert sum(ledger.states().values()) == len(FILES)
    assert ledger.students().keys() == {"s01", "s02"}


def test_readers_see_whole_steps_while_a_session_writes(ledger):
    ledger.enter(FILES, None)
    address = f"file:{ledger.path}?mode=ro"
    reader = sqlite3.connect(address, uri=True)
    ledger.start(ONE)
    assert reader.execute("SELECT state FROM submissions WHERE name = 's01.ipynb'").fetchall()
    ledger.finish(ONE, {"score": 1})
    assert reader.execute("SELECT count(*) FROM results").fetchone() == (1,)
    reader.close()


def test_a_folder_without_a_ledger_is_named(tmp_path):
    with pytest.raises(LedgerError, match=r"no ledger\.sqlite"):
        Ledger.open(tmp_path)
    (tmp_path / "ledger.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(LedgerError, match="not a database"):
        Ledger.open(tmp_path)
