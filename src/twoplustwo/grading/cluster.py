"""Workers of a Dask cluster, with the same grader as the workers of this machine.

The set and its salt travel to the cluster once, as a plugin of its workers, and every notebook and
result passes through the scheduler. So whoever runs scheduler or workers can read all of it and
change grades: they must be trusted. On the way it is encrypted at addresses ``tls://`` alone, with
the certificates that Dask's own configuration names.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import asdict
from typing import Any, Self

from distributed import Client, Future, Worker, as_completed, get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from twoplustwo.grading.crew import TRIES, CrewError, Job, Lost, Outcome, Read
from twoplustwo.grading.isolation import IsolationError
from twoplustwo.grading.settings import Grades, Settings

CONNECT = 20.0
"""Seconds that a scheduler may take to answer."""


class GraderPlugin(WorkerPlugin):
    """Holds the grader of one worker, which all its threads use."""

    def __init__(self, settings: dict[str, Any], name: str) -> None:
        self.settings, self.name = settings, name

    def setup(self, worker: Worker) -> None:
        """Begin without a grader; the first notebook makes one."""
        self._stack, self._lock = ExitStack(), threading.Lock()
        self._grader: Grades | None = None

    def teardown(self, worker: Worker) -> None:
        """End the grader."""
        self._stack.close()

    def grader(self) -> Grades:
        """Give the grader; it is made once."""
        with self._lock:
            if self._grader is None:
                self._grader = self._stack.enter_context(Settings(**self.settings).open())
            return self._grader


def grade_here(name: str, notebook: bytes, owner: str) -> str:
    """Grade a notebook on the Dask worker that runs this."""
    return json.dumps(get_worker().plugins[name].grader().grade(notebook, owner))


class Cluster:
    """Grades jobs on a Dask cluster; use it as a context manager."""

    def __init__(self, settings: Settings, address: str) -> None:
        self._settings, self._address = settings, address
        self._name = f"twoplustwo-{uuid.uuid4().hex}"

    def __enter__(self) -> Self:
        try:
            self._client = Client(self._address, timeout=CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise CrewError(f"no Dask scheduler answers at {self._address} ({error})") from None
        except (TypeError, RuntimeError) as error:
            # No certificate for tls://, or tcp:// where the configuration wants encryption.
            raise CrewError(
                f"Dask's settings do not allow a connection to {self._address} ({error}); tls:// "
                "needs tls.ca-file, tls.client.cert and tls.client.key below distributed.comm in "
                "Dask's configuration"
            ) from None
        if not self._client.nthreads():
            self._client.close()
            raise CrewError(f"the Dask scheduler at {self._address} has no workers")
        self._client.register_plugin(GraderPlugin(asdict(self._settings), self._name))
        return self

    def __exit__(self, *exception: object) -> None:
        with suppress(Exception):  # the cluster may be gone; the error that says so is on its way
            self._client.unregister_worker_plugin(self._name)
        self._client.close()

    def grade(
        self, jobs: Iterable[Job], read: Read, started: Callable[[Job], None]
    ) -> Iterator[Outcome]:
        """Grade jobs, and give each with its result as it comes (see `crew.Crew.grade`)."""
        waiting = deque(jobs)
        running: dict[Future, Job] = {}
        coming = as_completed(loop=self._client.loop)
        while waiting or running:
            yield from self._fill(waiting, running, coming, read, started)
            if running:
                future = next(coming)
                yield from self._hear(future, running.pop(future), waiting)

    def _fill(
        self,
        waiting: deque[Job],
        running: dict[Future, Job],
        coming: as_completed,
        read: Read,
        started: Callable[[Job], None],
    ) -> Iterator[Outcome]:
        """Keep two notebooks a thread on their way, so that few are in memory."""
        most = 2 * max(1, sum(self._client.nthreads().values()))
        while waiting and len(running) < most:
            job = waiting.popleft()
            try:
                data = read(job.found)
            except Exception as error:  # the file changed since it was collected
                yield job, Lost(f"it cannot be read any more: {error}")
                continue
            started(job)
            job.tries += 1
            key = f"{self._name}-{job.found.sha256[:12]}-{uuid.uuid4().hex[:12]}"
            future = self._client.submit(
                grade_here, self._name, data, job.owner, key=key, pure=False, retries=0
            )
            running[future] = job
            coming.add(future)

    def _hear(self, future: Future, job: Job, waiting: deque[Job]) -> Iterator[Outcome]:
        if future.status == "finished":
            yield job, json.loads(future.result())
            future.release()
            return
        if future.status == "cancelled":
            raise CrewError(f"the Dask scheduler at {self._address} is gone; go on with --resume")
        reason = str(future.exception()) or type(future.exception()).__name__
        if _refused(future.exception()):
            raise CrewError(reason)
        if job.tries < TRIES:
            waiting.append(job)
        else:
            yield job, Lost(f"no worker of the cluster could grade it: {reason}")


def _refused(error: BaseException) -> bool:
    """Whether an error holds for every notebook: the worker cannot grade at all."""
    return isinstance(error, (ImportError, IsolationError))
