"""Sessions over the sample set, in processes of their own where they are to be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from tests.grading.handed import FAKE
from tests.hostile import sample
from twoplustwo.grading.ledger import Ledger
from twoplustwo.grading.session import Plan

ROOT = Path(__file__).parents[2]


def plan(place: Path, submissions: Path, **changes: object) -> Plan:
    """A session with the fake grader, two workers and the sample set."""
    salt = place / "salt.txt"
    salt.write_text(sample.SALT)
    made = Plan(
        assignment=sample.assignment(),
        submissions=submissions,
        out=place / "out",
        salt_file=salt,
        jobs=2,
        isolation="none",
        grader=FAKE,
    )
    return replace(made, **changes)


PROGRAM = """
import json, signal, sys
from pathlib import Path
from tests.grading.sessions import plan
from twoplustwo.grading.session import grade

# Whoever runs the tests in the background of a shell has Ctrl+C ignored, and so have we.
signal.signal(signal.SIGINT, signal.default_int_handler)
place, submissions, changes = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
for name in ("out", "roster"):
    if name in changes:
        changes[name] = Path(changes[name])
print("begun", flush=True)
grade(plan(place, submissions, **changes))
"""


def start(place: Path, submissions: Path, **changes: object) -> subprocess.Popen[str]:
    """Begin a session in another process."""
    changes = {key: str(one) if isinstance(one, Path) else one for key, one in changes.items()}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(place), str(submissions), json.dumps(changes)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def results(out: Path) -> int:
    """How many results the ledger holds."""
    if not (out / "ledger.sqlite").exists():
        return 0
    with Ledger(out / "ledger.sqlite") as ledger:
        return sum(1 for _ in ledger.results())


def wait_for(out: Path, count: int, process: subprocess.Popen[str], seconds: float = 120) -> None:
    """Wait until a number of results are there."""
    end = time.monotonic() + seconds
    while True:
        ended = process.poll() is not None  # asked first: what it did before its end counts
        if results(out) >= count:
            return
        assert not ended, process.communicate()[1]
        assert time.monotonic() < end, "the session does not get on"
        time.sleep(0.01)


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a session as a power cut would; its workers are left to themselves."""
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def processes(word: str) -> list[str]:
    """Command lines of the running processes whose command line holds a word."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = place.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if word in line and place.parent.name != str(os.getpid()):
            found.append(line)
    return found
