"""Worker processes on this machine."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from twoplustwo.grading import wire
from twoplustwo.grading.collect import Found
from twoplustwo.grading.settings import Settings
from twoplustwo.grading.worker import LARGEST

TRIES = 3
"""How often a notebook is given to a worker that dies over it."""


class CrewError(RuntimeError):
    """No grading can be done at all; the message says why."""


@dataclass
class Job:
    """One notebook to grade.

    Attributes
    ----------
    owner
        Whose variant it is graded by.
    """

    found: Found
    owner: str
    tries: int = 0


@dataclass(frozen=True)
class Lost:
    """A notebook that no worker could grade."""

    reason: str


Outcome = tuple[Job, dict[str, Any] | Lost]
Read = Callable[[Found], bytes]


@dataclass
class _Worker:
    process: subprocess.Popen[bytes]
    channel: socket.socket
    job: Job | None = None
    ready: bool = False
    silent_since: float = field(default_factory=time.monotonic)

    @classmethod
    def start(cls) -> Self:
        """Start a process; it needs a moment before it listens."""
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", __package__ + ".worker", str(theirs.fileno())]
        with theirs:
            process = subprocess.Popen(
                [*command, str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl+C is for the parent, which ends its workers
            )
        return cls(process, ours)

    def brief(self, settings: Settings) -> None:
        """Say what is to be graded; this waits until the process has begun to listen."""
        with contextlib.suppress(wire.Closed):  # a dead worker is noticed when it is heard
            wire.send_json(self.channel, asdict(settings))

    def take(self, job: Job, data: bytes) -> None:
        """Have a notebook graded."""
        wire.send_json(self.channel, job.owner)
        wire.send(self.channel, data)

    def leave(self) -> None:
        """Ask the worker to end; one that is idle sees that nobody asks any more."""
        self.channel.close()
        if self.job is not None or not self.ready:
            self.process.terminate()

    def end(self) -> None:
        """End the worker and whatever it started."""
        self.leave()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Crew:
    """Grades jobs with a number of worker processes; use it as a context manager."""

    def __init__(self, settings: Settings, count: int) -> None:
        self._settings, self._count = settings, count
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        for worker in self._workers:
            worker.leave()  # all of them at the same time
        for worker in self._workers:
            worker.end()

    def grade(
        self, jobs: Iterable[Job], read: Read, started: Callable[[Job], None]
    ) -> Iterator[Outcome]:
        """Grade jobs, and give each with its result as it comes.

        Parameters
        ----------
        read
            Reads a notebook; it is asked when a worker is free, so that few are in memory.
        started
            Is told when a worker takes a job.

        Raises
        ------
        CrewError
            If no worker can start.
        """
        waiting = deque(jobs)
        self._workers = [_Worker.start() for _ in range(min(self._count, len(waiting)))]
        for worker in self._workers:
            worker.brief(self._settings)
        while waiting or any(worker.job for worker in self._workers):
            for worker in self._workers:
                if waiting and worker.ready and worker.job is None:
                    yield from self._hand_out(worker, waiting, read, started)
            for worker in self._heard():
                yield from self._hear(worker, waiting)

    def _hand_out(
        self,
        worker: _Worker,
        waiting: deque[Job],
        read: Read,
        started: Callable[[Job], None],
    ) -> Iterator[Outcome]:
        job = waiting.popleft()
        try:
            data = read(job.found)
        except Exception as error:  # the file changed since it was collected
            yield job, Lost(f"it cannot be read any more: {error}")
            return
        started(job)
        job.tries += 1
        worker.job, worker.silent_since = job, time.monotonic()
        with contextlib.suppress(wire.Closed):  # a dead worker is noticed when it is heard
            worker.take(job, data)

    def _heard(self) -> list[_Worker]:
        """The workers that have something to say, are gone, or were silent for too long."""
        now = time.monotonic()
        late = [
            worker
            for worker in self._workers
            if worker.job and now - worker.silent_since > self._settings.patience
        ]
        for worker in late:
            worker.process.kill()
        channels = {worker.channel: worker for worker in self._workers}
        return [channels[one] for one in select.select(list(channels), [], [], 1.0)[0]]

    def _hear(self, worker: _Worker, waiting: deque[Job]) -> Iterator[Outcome]:
        try:
            said = wire.receive_json(worker.channel, LARGEST)
        except (wire.WireError, ValueError):
            yield from self._replace(worker, waiting)
            return
        if "refused" in said:
            raise CrewError(said["refused"])
        if "ready" in said:
            worker.ready = True
        else:
            job, worker.job = worker.job, None
            yield job, said["result"]

    def _replace(self, worker: _Worker, waiting: deque[Job]) -> Iterator[Outcome]:
        """A worker died: its notebook goes to a new one, but not for ever."""
        worker.end()
        if not worker.ready:
            raise CrewError("a grading process ends while it starts; its message stands above")
        job = worker.job
        fresh = _Worker.start()
        self._workers[self._workers.index(worker)] = fresh
        fresh.brief(self._settings)
        if job is None:
            return
        if job.tries < TRIES:
            waiting.appendleft(job)
        else:
            yield job, Lost(f"the grading process died {TRIES} times over this notebook")
