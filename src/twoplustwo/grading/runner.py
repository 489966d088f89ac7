"""Grading one submission after the other: read, run apart, score in a clean process.

The runner itself handles bytes only: what a student's process says goes unread to the clean
process, and what comes back from there is ours.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from twoplustwo.exercises.assignment import Assignment
from twoplustwo.grading import namespaces, submission, wire
from twoplustwo.grading.limits import MB, Limits
from twoplustwo.grading.notebook import Notebook, Refusal, read
from twoplustwo.grading.sandbox import Sandbox, Sandboxes
from twoplustwo.grading.zygote import Zygote, ZygoteError

Result = dict[str, Any]
FRAME_BYTES = 64 * MB
ROOM = 2**16
FOREVER = 3600.0


class Failure(Exception):
    """The run of a submission broke as a whole; the message is for the student."""


class Grader:
    """Grades submissions of one assignment; safe to use from several threads.

    Parameters
    ----------
    assignment
        What `twoplustwo.exercises.masters.assign` gives.
    salt
        Secret of the class, from which every student's variant is drawn.
    limits
        What one submission may use.
    isolation
        ``namespaces``, ``bubblewrap`` or ``none``; `isolation.choose` says which works.
    layers
        Only the tests of the isolation switch a layer off.

    Examples
    --------
    >>> with Grader(assignment, salt) as grader:  # doctest: +SKIP
    ...     grader.grade(path.read_bytes(), "k017")["score"]
    11.0
    """

    def __init__(
        self,
        assignment: Assignment,
        salt: str,
        *,
        limits: Limits | None = None,
        isolation: str = "namespaces",
        layers: Collection[str] = namespaces.LAYERS,
    ) -> None:
        self.assignment, self.salt = assignment, salt
        self.limits, self.layers = limits or Limits(), frozenset(layers)
        self._kind = isolation
        self._sandboxes = Sandboxes(isolation, inherit="environment" not in layers)
        self._scorers = Scorers(assignment, salt)
        self._blank = _blank_tasks(assignment)

    def __enter__(self) -> Grader:
        self._sandboxes.start()
        self._scorers.start()
        try:
            with self._sandboxes.open(self.limits, self.layers):
                pass  # fails closed: nothing is graded if this does not work
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *details: object) -> None:
        self.close()

    @property
    def isolation(self) -> str:
        """The isolation that every result names; without one of its layers it is none."""
        return self._kind if self.layers == namespaces.LAYERS else "none"

    def close(self) -> None:
        """End all processes."""
        self._sandboxes.close()
        self._scorers.close()

    def grade(self, data: bytes, owner: str) -> Result:
        """Grade the bytes of one notebook for the student code `owner`.

        Returns
        -------
        dict
            JSON values; see `blank` for the keys. A broken notebook gives a result with a reason;
            an exception means that the grader itself does not work.
        """
        began = time.perf_counter()
        notebook = read(data, self.limits)
        if isinstance(notebook, Refusal):
            result = self._blank_result("refused", notebook.reason)
        else:
            result = self._run(notebook, owner)
        result["seconds"] = round(time.perf_counter() - began, 4)
        return result

    def _blank_result(self, status: str, reason: str) -> Result:
        tasks = json.loads(self._blank)
        most = float(sum(one["max_score"] for one in tasks))
        return {
            "status": status,
            "reason": reason,
            "isolation": self.isolation,
            "score": 0.0,
            "max_score": most,
            "seconds": 0.0,
            "tasks": tasks,
            "memo": {},
            "notes": [],
            "cells": 0,
            "output": "",
        }

    def _run(self, notebook: Notebook, owner: str) -> Result:
        result = self._blank_result("graded", "")
        result["memo"] = submission.memos(notebook, self.assignment)
        result["cells"] = len(notebook.cells)
        result["notes"] = [*notebook.notes, *self._strange(notebook)]
        with self._sandboxes.open(self.limits, self.layers) as sandbox:
            try:
                delivery = self._execute(sandbox, notebook)
                result["output"] = sandbox.output()
                result |= self._score(sandbox, notebook, owner, delivery)
            except Failure as failure:
                result |= {"status": "failed", "reason": str(failure)}
        result["output"] = result["output"] or sandbox.report.get("output", "")
        if not result.pop("found", True):
            result["reason"] = " ".join(["No answer was found.", *result["notes"]])
        return result

    def _strange(self, notebook: Notebook) -> Iterator[str]:
        given, own = notebook.set_name, self.assignment.name
        metadata = self.assignment.student["metadata"]
        if given and given not in (own, metadata.get("otter", {}).get("assignment_name")):
            yield f"The notebook says that it is of the set {given!r}, not {own!r}."

    def _execute(self, sandbox: Sandbox, notebook: Notebook) -> bytes:
        """Run the cells; give what the process delivers, unread."""
        asked = [name for one in self.assignment.questions for name in one.answers]
        request = {
            "cells": [cell.source for cell in notebook.code],
            "cell_seconds": self.limits.cell_seconds,
            "names": asked if self.assignment.kind == "twoplustwo" else None,
            "files": dict(self.assignment.files),
            "value_bytes": self.limits.value_bytes,
        }
        most = self.limits.value_bytes + ROOM * 16
        seconds = self.limits.seconds if "wall" in self.layers else FOREVER
        deadline = time.monotonic() + seconds
        try:
            return sandbox.ask(json.dumps(request).encode(), most, deadline)
        except wire.Late:
            raise Failure(f"The notebook ran for more than {self.limits.seconds:g} s.") from None
        except wire.Closed:
            raise Failure(_ending(sandbox.ending(), self.limits)) from None
        except wire.WireError as error:
            raise Failure(f"The answers were not accepted: {error}.") from None

    def _score(self, sandbox: Sandbox, notebook: Notebook, owner: str, delivery: bytes) -> Result:
        questions = submission.questions_of(notebook.code, self.assignment)
        request = {"owner": owner, "questions": questions}
        result = self._scorers.score(request, delivery, Caller(sandbox, self.limits), self.limits)
        if "unreadable" in result:
            raise Failure(f"The answers could not be read: {result['unreadable']}.")
        return result


class Caller:
    """Calls functions of the student's, within the time that all calls together have."""

    def __init__(self, sandbox: Sandbox, limits: Limits) -> None:
        self._sandbox, self._limits = sandbox, limits
        self.left = limits.call_seconds

    def __call__(self, question: Mapping[str, Any]) -> bytes:
        """Give the answer unread, or an error where there is none."""
        began = time.monotonic()
        if self.left <= 0:
            return _error("the functions took too long")
        try:
            request = json.dumps(dict(question)).encode()
            return self._sandbox.ask(request, self._limits.value_bytes + ROOM, began + self.left)
        except wire.Late:
            self.left = 0.0
            return _error(f"it took more than {self._limits.call_seconds:g} s")
        except wire.Closed:
            self.left = 0.0
            return _error("it ended the Python process")
        except wire.WireError as error:
            self.left = 0.0
            return _error(f"its result was not accepted: {error}")
        finally:
            self.left -= time.monotonic() - began


def _error(text: str) -> bytes:
    return json.dumps({"error": text}).encode()


class Scorers:
    """The zygote of the clean processes."""

    def __init__(self, assignment: Assignment, salt: str) -> None:
        self._start = {"assignment": assignment.to_json(), "salt": salt}
        self._zygote: Zygote | None = None
        self._lock = threading.Lock()

    def start(self) -> Zygote:
        """Start the zygote, unless it runs; do not wait for it."""
        with self._lock:
            self._zygote = self._zygote or Zygote("twoplustwo.grading.scoring", self._start)
            return self._zygote

    def score(
        self, request: Mapping[str, Any], delivery: bytes, call: Caller, limits: Limits
    ) -> Result:
        """Score one delivery in a process of its own; a zygote that has died is replaced once."""
        channel, pid, zygote = self._fork()
        try:
            return _converse(channel, request, delivery, call, limits)
        except wire.Late:
            seconds = limits.test_seconds + limits.call_seconds
            raise Failure(f"The hidden tests took more than {seconds:g} s.") from None
        except wire.WireError:
            raise Failure("The hidden tests broke off: the answers are too large.") from None
        finally:
            channel.close()
            zygote.kill(pid)

    def _fork(self) -> tuple[socket.socket, int, Zygote]:
        for last in (False, True):
            zygote = self.start()
            channel, theirs = socket.socketpair()
            try:
                zygote.wait()
                return channel, zygote.fork({}, [theirs]), zygote
            except ZygoteError:
                channel.close()
                if last:
                    raise
                self.close()
            finally:
                theirs.close()
        raise AssertionError

    def close(self) -> None:
        """End the zygote."""
        with self._lock:
            zygote, self._zygote = self._zygote, None
        if zygote is not None:
            zygote.close()


def _converse(
    channel: socket.socket,
    request: Mapping[str, Any],
    delivery: bytes,
    call: Caller,
    limits: Limits,
) -> Result:
    """Hand a delivery over, pass calls on, and wait for the result."""
    deadline = time.monotonic() + limits.test_seconds + limits.call_seconds
    wire.send_json(channel, dict(request), deadline)
    wire.send(channel, delivery, deadline)
    while True:
        message = wire.receive_json(channel, FRAME_BYTES, deadline)
        if "result" in message:
            return message["result"]
        wire.send(channel, call(message["call"]), deadline)


def _ending(report: Mapping[str, Any], limits: Limits) -> str:
    """Say why a process ended before it delivered."""
    if report.get("reason") == "memory":
        return f"The notebook took more than {limits.memory // MB:,} MB of memory."
    if report.get("cpu", 0) >= limits.cpu_seconds - 1:
        return f"The notebook used more than {limits.cpu_seconds} s of processor time."
    if report.get("signal"):
        return f"Python broke off while the notebook ran ({report['signal']})."
    code = report.get("code", "unknown")
    return f"The notebook ended Python before its last cell (exit code {code})."


def _blank_tasks(assignment: Assignment) -> str:
    """The tasks of a submission that earned nothing, as JSON text."""
    tasks = [
        {
            "name": one.name,
            "title": one.title,
            "score": 0.0,
            "max_score": float(one.points),
            "tests": [
                {
                    "name": test.name,
                    "passed": False,
                    "score": 0.0,
                    "max_score": float(test.points),
                    "hidden": test.hidden,
                    "message": "",
                }
                for test in one.tests
            ],
            "signature": None,
            "hint": None,
            "value": None,
            "error": None,
        }
        for one in assignment.questions
        if not one.manual
    ]
    return json.dumps(tasks)


def grade_one(
    notebook: bytes,
    assignment: Assignment,
    owner: str,
    salt: str,
    limits: Limits | None = None,
    isolation: str = "namespaces",
) -> Result:
    """Grade a single notebook; for more than one, keep a `Grader`."""
    with Grader(assignment, salt, limits=limits, isolation=isolation) as grader:
        return grader.grade(notebook, owner)
