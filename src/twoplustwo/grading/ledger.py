"""The ledger: what was handed in, what became of it, and every result, in one SQLite file.

Each step is one transaction, so that a run that is killed at any moment leaves a ledger from which
it goes on: a result is either there whole, and never made again, or not there at all.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from twoplustwo.grading.collect import COUNTS, Found
from twoplustwo.grading.roster import Roster, ids_of

FILE = "ledger.sqlite"
WAITING, RUNNING, DONE, LOST = "waiting", "running", "done", "lost"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS roster (owner TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS submissions (
  owner TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, attempt INTEGER NOT NULL,
  received TEXT NOT NULL, late INTEGER NOT NULL, state TEXT NOT NULL,
  started TEXT, finished TEXT, reason TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS results (
  owner TEXT NOT NULL, sha256 TEXT NOT NULL, result TEXT NOT NULL, PRIMARY KEY (owner, sha256));
CREATE TABLE IF NOT EXISTS memo (
  owner TEXT NOT NULL, question TEXT NOT NULL, points REAL NOT NULL,
  PRIMARY KEY (owner, question));
"""


class LedgerError(ValueError):
    """The ledger cannot be read or written."""


class Ledger:
    """The ledger of one graded set; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._base = sqlite3.connect(path, isolation_level=None, timeout=30)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise LedgerError(f"{path}: no ledger can be kept here ({error})") from None

    @classmethod
    def open(cls, out: Path) -> Self:
        """Open the ledger of a folder that ``twoplustwo grade`` wrote.

        Raises
        ------
        LedgerError
            If the folder has none.
        """
        if not (out / FILE).is_file():
            raise LedgerError(
                f"{out} has no {FILE}; give the folder that 'twoplustwo grade ... --out' wrote"
            )
        return cls(out / FILE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._base.close()

    @property
    def meta(self) -> dict[str, str]:
        """What the ledger says of itself."""
        return dict(self._base.execute("SELECT key, value FROM meta"))

    def note(self, facts: Mapping[str, str]) -> None:
        """Write down facts about the run."""
        with self._transaction():
            self._base.executemany("REPLACE INTO meta VALUES (?, ?)", facts.items())

    def enter(self, files: Iterable[Found], roster: Roster | None) -> None:
        """Enter the files that were found, in place of those of an earlier run.

        Results are kept: a file that has one is done.
        """
        with self._transaction():
            self._base.execute("DELETE FROM submissions")
            self._base.execute("DELETE FROM roster")
            for student in roster.students if roster else ():
                rows = ((student.code, column, value) for column, value in ids_of(student))
                self._base.executemany("INSERT INTO roster VALUES (?, ?, ?)", rows)
            for one in files:
                self._enter(one)

    def _enter(self, one: Found) -> None:
        state = one.state
        if state == COUNTS:
            state = DONE if self.has_result(one.owner, one.sha256) else WAITING
        self._base.execute(
            "INSERT INTO submissions VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)",
            (
                one.owner,
                one.path,
                one.sha256,
                one.attempt,
                one.received,
                int(one.late),
                state,
                one.reason,
            ),
        )

    def has_result(self, owner: str, sha256: str) -> bool:
        """Whether this file of this student was graded before."""
        asked = "SELECT 1 FROM results WHERE owner = ? AND sha256 = ?"
        return self._base.execute(asked, (owner, sha256)).fetchone() is not None

    def start(self, one: Found) -> None:
        """A notebook went to a worker."""
        self._set(one, RUNNING, "started")

    def finish(self, one: Found, result: Mapping[str, Any]) -> None:
        """A result came back; a second one for the same file is dropped."""
        text = json.dumps(result, ensure_ascii=False, sort_keys=True)
        text = text.encode("utf-8", "replace").decode()
        with self._transaction():
            row = (one.owner, one.sha256, text)
            self._base.execute("INSERT OR IGNORE INTO results VALUES (?, ?, ?)", row)
            self._set(one, DONE, "finished")

    def give_up(self, one: Found, reason: str) -> None:
        """Grading itself failed, not the notebook; another run tries again."""
        with self._transaction():
            self._set(one, LOST, "finished")
            where = "owner = ? AND sha256 = ? AND name = ?"
            row = (reason, one.owner, one.sha256, one.path)
            self._base.execute(f"UPDATE submissions SET reason = ? WHERE {where}", row)

    def pause(self) -> None:
        """The run ends early: what runs will be run again."""
        self._base.execute(
            "UPDATE submissions SET state = ?, started = NULL WHERE state = ?", (WAITING, RUNNING)
        )

    def _set(self, one: Found, state: str, column: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._base.execute(
            f"UPDATE submissions SET state = ?, {column} = ? "
            "WHERE owner = ? AND sha256 = ? AND name = ? AND state != 'superseded'",
            (state, now, one.owner, one.sha256, one.path),
        )

    def states(self) -> dict[str, int]:
        """How many files are in which state."""
        asked = "SELECT state, count(*) FROM submissions GROUP BY state ORDER BY state"
        return dict(self._base.execute(asked))

    def files(self) -> Iterator[dict[str, Any]]:
        """All files, ordered by name."""
        order = "SELECT * FROM submissions ORDER BY name, attempt, sha256"
        cursor = self._base.execute(order)
        columns = [one[0] for one in cursor.description]
        yield from (dict(zip(columns, row, strict=True)) for row in cursor)

    def results(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Owner, SHA-256 and result of everything that was graded, one at a time."""
        asked = "SELECT owner, sha256, result FROM results ORDER BY owner, sha256"
        for owner, sha256, text in self._base.execute(asked):
            yield owner, sha256, json.loads(text)

    def students(self) -> dict[str, dict[str, str]]:
        """The roster: student code -> ids by column."""
        found: dict[str, dict[str, str]] = {}
        for owner, key, value in self._base.execute("SELECT owner, key, value FROM roster"):
            found.setdefault(owner, {})[key] = value
        return found

    def marks(self) -> dict[str, dict[str, float]]:
        """Points that a person gave: question -> student code -> points."""
        found: dict[str, dict[str, float]] = {}
        for owner, question, points in self._base.execute("SELECT * FROM memo"):
            found.setdefault(question, {})[owner] = points
        return found

    def mark(self, question: str, points: Mapping[str, float]) -> None:
        """Write down the points of a question that a person marked, in place of earlier ones."""
        with self._transaction():
            self._base.execute("DELETE FROM memo WHERE question = ?", (question,))
            rows = [(owner, question, value) for owner, value in points.items()]
            self._base.executemany("INSERT INTO memo VALUES (?, ?, ?)", rows)

    def _transaction(self) -> _Transaction:
        return _Transaction(self._base)


class _Transaction:
    """All of it or nothing."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def __enter__(self) -> None:
        self._base.execute("BEGIN IMMEDIATE")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._base.execute("ROLLBACK" if kind else "COMMIT")
