"""A grading session: from a folder of files that anybody may have made to a gradebook.

The ledger alone holds the state. So a session that is interrupted, or killed, goes on where it
was; and the gradebook, which is written from the ledger, is the same in the end.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from twoplustwo.exercises.assignment import Assignment, VariantsError
from twoplustwo.exercises.masters import MasterError
from twoplustwo.grading import gradebook, marks, notebook
from twoplustwo.grading.archive import ArchiveError, ReadLimits, Source, open_source
from twoplustwo.grading.classbook import ASSIGNMENT
from twoplustwo.grading.collect import COUNTS, Found, Verdict, collect
from twoplustwo.grading.crew import Crew, CrewError, Job, Lost
from twoplustwo.grading.headers import ReadAs
from twoplustwo.grading.isolation import IsolationError, choose
from twoplustwo.grading.ledger import FILE as LEDGER
from twoplustwo.grading.ledger import LOST, Ledger, LedgerError
from twoplustwo.grading.limits import Limits
from twoplustwo.grading.origin import Origin, OriginError, find_origin
from twoplustwo.grading.roster import RosterError, of_codes, read_roster
from twoplustwo.grading.settings import GRADER, Settings

LOCK = ".lock"
Progress = Callable[[int, int], None]
"""Is told how many notebooks are graded, and of how many."""


class SessionError(ValueError):
    """A session cannot begin or go on; the message says why and what to do."""


EXPECTED = (
    ArchiveError,
    CrewError,
    IsolationError,
    LedgerError,
    MasterError,
    OriginError,
    RosterError,
    SessionError,
    VariantsError,
    sqlite3.Error,  # the disk is full, or somebody else holds the ledger
)
"""Errors of a session whose message is written for the instructor."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to grade and how.

    Attributes
    ----------
    submissions
        Folder, zip archive or notebook.
    out
        Folder for the gradebook and everything that belongs to it.
    roster, read_as, salt_file, deadline
        See `roster.read_roster`, `origin.find_origin` and `collect.collect`.
    jobs
        Worker processes on this machine; ignored with `scheduler`.
    scheduler
        Address of a Dask scheduler.
    resume
        Whether `out` may hold an earlier run, which then goes on.
    isolation, allow_unisolated
        As `settings.Settings` has them; the best isolation by default.
    """

    assignment: Assignment
    submissions: Path
    out: Path
    roster: Path | None = None
    read_as: ReadAs = field(default_factory=dict)
    salt_file: Path | None = None
    deadline: datetime | None = None
    jobs: int = 1
    scheduler: str | None = None
    resume: bool = False
    isolation: str = ""
    allow_unisolated: bool = False
    limits: Limits = field(default_factory=Limits)
    read_limits: ReadLimits = field(default_factory=ReadLimits)
    grader: str = GRADER


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a session ended.

    Attributes
    ----------
    statuses
        Status -> number of students.
    refused
        Files that were refused, and why; files that do not count because a newer one does are
        not among them.
    graded
        Notebooks that this session graded; the others were done before.
    """

    gradebook: Path
    statuses: dict[str, int]
    refused: list[dict[str, Any]]
    graded: int
    seconds: float


def grade(plan: Plan, progress: Progress = lambda done, total: None) -> Outcome:
    """Grade a class.

    Raises
    ------
    ArchiveError, RosterError, OriginError, SessionError, IsolationError, CrewError
        If the session cannot begin; nothing is written then, apart from an empty folder.
    KeyboardInterrupt
        Handed on after the workers have ended; the ledger is whole.
    """
    began = datetime.now(UTC)
    listed = read_roster(plan.roster, plan.read_as) if plan.roster else None
    origin = _origin(plan)
    roster = listed or (of_codes(origin.codes) if origin.codes else None)
    _admit(plan)
    with open_source(plan.submissions, plan.read_limits) as source:
        found = collect(source, _check(plan), roster, plan.deadline, plan.assignment.name)
        _some(plan, found)
        if not plan.isolation and plan.scheduler is None:
            # Once for all workers of this machine; those of a cluster find out where they are.
            plan = replace(plan, isolation=choose(plan.allow_unisolated))
        with _locked(plan.out), _ledger(plan, origin) as ledger:
            ledger.enter(found, roster)
            _describe(plan)
            jobs = _jobs(ledger, found, origin)
            try:
                _run(plan, origin, source, ledger, jobs, progress)
            finally:
                ledger.pause()
    return _outcome(plan, len(jobs), (datetime.now(UTC) - began).total_seconds())


def _origin(plan: Plan) -> Origin:
    """The salt; a plain otter set has no variants and needs none."""
    if plan.assignment.problem_set is None and plan.salt_file is None:
        return Origin("")
    places = [Path.cwd(), plan.submissions.parent, plan.out, plan.out.parent]
    if plan.roster:
        places.append(plan.roster.parent)
    return find_origin(plan.assignment.name, places, plan.salt_file)


def _check(plan: Plan) -> Callable[[bytes], Verdict]:
    """Look at a file: is it a notebook, and does it say that it is of another set?

    What it says of itself is only a reason to prefer another file: students can edit it.
    """
    ours = {plan.assignment.name, _set_name(plan.assignment)}

    def check(data: bytes) -> Verdict:
        read = notebook.read(data, plan.limits)
        if isinstance(read, notebook.Refusal):
            return Verdict(reason=read.reason)
        if read.set_name and read.set_name not in ours:
            return Verdict(doubt=f"the notebook says that it is of the set {read.set_name!r}")
        return Verdict()

    return check


def _set_name(assignment: Assignment) -> str:
    metadata = assignment.student.get("metadata") or {}
    return str((metadata.get("otter") or {}).get("assignment_name") or "")


def _some(plan: Plan, found: list[Found]) -> None:
    """Without a single owner the names are of a kind that the roster does not know."""
    if any(one.owner for one in found):
        return
    if not found:
        raise SessionError(
            f"{plan.submissions}: there is no file in it; give the folder or zip with the notebooks"
        )
    shown = "\n".join(f"  {one.path}: {one.reason}" for one in found[:5])
    more = f"\n  and {len(found) - 5} more" if len(found) > 5 else ""
    raise SessionError(f"{plan.submissions}: no file belongs to a student:\n{shown}{more}")


def _jobs(ledger: Ledger, found: list[Found], origin: Origin) -> list[Job]:
    """What is left to grade, in a fixed order."""
    counting = [one for one in found if one.state == COUNTS]
    left = [one for one in counting if not ledger.has_result(one.owner, one.sha256)]
    left.sort(key=lambda one: one.owner)
    return [Job(one, origin.variant_owner(one.owner)) for one in left]


def _run(
    plan: Plan,
    origin: Origin,
    source: Source,
    ledger: Ledger,
    jobs: list[Job],
    progress: Progress,
) -> None:
    """Have every job graded and write each result down as it comes."""
    progress(0, len(jobs))
    if not jobs:
        return

    def read(one: Found) -> bytes:
        data = source.read(one.entry)
        if hashlib.sha256(data).hexdigest() != one.sha256:
            raise SessionError("it changed since the session began")
        return data

    with _workers(plan, origin) as workers:
        outcomes = workers.grade(jobs, read, lambda job: ledger.start(job.found))
        for done, (job, result) in enumerate(outcomes, 1):
            if isinstance(result, Lost):
                ledger.give_up(job.found, result.reason)
            else:
                ledger.finish(job.found, result)
            progress(done, len(jobs))


def _workers(plan: Plan, origin: Origin) -> Any:
    settings = Settings(
        assignment=plan.assignment.to_json(),
        salt=origin.salt,
        limits=plan.limits.to_json(),
        isolation=plan.isolation,
        allow_unisolated=plan.allow_unisolated,
        grader=plan.grader,
    )
    if plan.scheduler is None:
        return Crew(settings, max(1, plan.jobs))
    # Imported only here: a cluster is optional, and takes a second to import.
    from twoplustwo.grading.cluster import Cluster

    return Cluster(settings, plan.scheduler)


@contextlib.contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Keep a second session out of the folder."""
    import fcntl

    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = os.open(out / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise SessionError(f"{out}: cannot be written to ({error.strerror})") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise SessionError(f"{out}: another session is grading into this folder") from None
    finally:
        os.close(lock)


@contextlib.contextmanager
def _ledger(plan: Plan, origin: Origin) -> Iterator[Ledger]:
    """Open the ledger: a new one, or that of the run which goes on."""
    path = plan.out / LEDGER
    fresh = not path.exists()
    try:
        with Ledger(path) as ledger:
            facts = _identity(plan, origin)
            if held := ledger.meta:
                _same(plan.out, held, facts)
            else:
                facts["begun"] = datetime.now().astimezone().isoformat(timespec="seconds")
            ledger.note(facts | {"submissions": str(plan.submissions)})
            yield ledger
    except CrewError:
        if fresh and not _results(path):
            _clear(plan.out)
        raise


def _results(path: Path) -> bool:
    with Ledger(path) as ledger:
        return next(ledger.results(), None) is not None


def _clear(out: Path) -> None:
    """Leave nothing of a session in which no worker could begin."""
    for name in (LEDGER, f"{LEDGER}-wal", f"{LEDGER}-shm", ASSIGNMENT):
        (out / name).unlink(missing_ok=True)


def _admit(plan: Plan) -> None:
    """Refuse a folder that holds anything but a session that may go on."""
    if (plan.out / LEDGER).exists():
        if not plan.resume:
            raise SessionError(_held(plan.out))
        return
    try:
        others = sorted(one.name for one in plan.out.iterdir() if one.name != LOCK)
    except FileNotFoundError:
        return
    except NotADirectoryError:
        raise SessionError(f"--out {plan.out} is a file; give a folder") from None
    if others:
        shown = ", ".join(others[:5]) + (", ..." if len(others) > 5 else "")
        raise SessionError(
            f"{plan.out}: holds files that no grading session wrote ({shown}); "
            "give a folder that is empty or does not exist"
        )


def _held(out: Path) -> str:
    """Say what a folder holds."""
    with Ledger.open(out) as ledger:
        meta, states = ledger.meta, ledger.states()
    counts = ", ".join(f"{count} {state}" for state, count in states.items()) or "no files yet"
    name, begun, source = (meta.get(key, "?") for key in ("set", "begun", "submissions"))
    return (
        f"{out}: holds a session of the set {name!r}, begun {begun} with the submissions in "
        f"{source} ({counts}); go on with --resume, or give another folder"
    )


def _identity(plan: Plan, origin: Origin) -> dict[str, str]:
    """What two runs must have in common for their grades to stand in one gradebook."""
    whole = plan.assignment.to_json()
    # Neither the path of the master nor the template's random cell ids change a grade.
    graded = {key: whole[key] for key in ("name", "questions", "tests", "variants")}
    return {
        "set": plan.assignment.name,
        "questions and tests": _digest(json.dumps(graded, sort_keys=True)),
        "salt": _digest(origin.salt),
    }


def _same(out: Path, held: dict[str, str], facts: dict[str, str]) -> None:
    different = [name for name, value in facts.items() if held.get(name) != value]
    if different:
        raise SessionError(
            f"{_held(out)}\nThis is not the same session: different are: {', '.join(different)}. "
            "Grades of the two cannot stand in one gradebook; give another folder"
        )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _describe(plan: Plan) -> None:
    """Write what the pages need of the set: no solutions, no tests."""
    assignment = plan.assignment
    questions = [
        {"name": one.name, "title": one.title, "points": one.points, "manual": one.manual}
        for one in assignment.questions
    ]
    about = {"name": assignment.name, "title": assignment.title, "questions": questions}
    marks.save(plan.out / ASSIGNMENT, json.dumps(about, indent=2, ensure_ascii=False) + "\n")


def _outcome(plan: Plan, graded: int, seconds: float) -> Outcome:
    rows = gradebook.write(plan.out)
    with Ledger.open(plan.out) as ledger:
        refused = [one for one in ledger.files() if one["state"] in ("refused", LOST)]
    return Outcome(
        gradebook=plan.out / gradebook.FILE,
        statuses=dict(sorted(Counter(row.status for row in rows).items())),
        refused=refused,
        graded=graded,
        seconds=seconds,
    )
