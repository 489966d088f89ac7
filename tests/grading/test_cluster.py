"""The same gradebook from this machine and from a Dask cluster that loses a worker."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time

import pytest

from tests.grading.handed import FULL, Fake, archive, notebook
from tests.grading.sessions import ROOT, plan, results
from tests.hostile import sample
from twoplustwo.grading.crew import CrewError
from twoplustwo.grading.isolation import choose
from twoplustwo.grading.session import grade
from twoplustwo.grading.settings import GRADER

LIMIT = 120


class Cluster:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, place) -> None:
        self._file = place / "scheduler.json"
        self._place = place
        self.processes: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard")

    def _start(self, kind: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options]
        with (self._place / f"{kind}.log").open("ab") as log:
            process = subprocess.Popen(
                [*command, "--scheduler-file", str(self._file)], cwd=ROOT, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def add_worker(self) -> subprocess.Popen[bytes]:
        place = ["--local-directory", str(self._place)]
        return self._start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", *place)

    @property
    def address(self) -> str:
        end = time.monotonic() + LIMIT
        while not self._file.exists() or not self._file.read_text():
            assert time.monotonic() < end
            time.sleep(0.05)
        return json.loads(self._file.read_text())["address"]

    def wait_for(self, workers: int) -> None:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=LIMIT)

    def close(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path):
    made = Cluster(tmp_path)
    yield made
    made.close()


def kill_when(out, count: int, worker: subprocess.Popen[bytes]) -> threading.Thread:
    """Kill a worker when a number of results are there."""

    def watch() -> None:
        end = time.monotonic() + LIMIT
        while results(out) < count and time.monotonic() < end:
            time.sleep(0.02)
        worker.send_signal(signal.SIGKILL)

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


def solved_class(path, count: int) -> None:
    """Notebooks with and without faults; each takes a moment, so that a kill falls into one."""
    files = {}
    for number in range(count):
        owner = f"s{number:02}"
        changes = (
            {"mean_answer": "import time; time.sleep(0.3); mean = 1 / 0"} if number % 3 else {}
        )
        made = sample.solved(owner, **changes)
        sample.cell(made, "setup")["source"] += "\nimport time; time.sleep(0.3)"
        files[f"{owner}.ipynb"] = sample.data(made)
    archive(files, path)


def test_isolated_grades_are_the_same_here_and_on_a_cluster_that_loses_a_worker(tmp_path, cluster):
    count = 30 if FULL else 8
    solved_class(tmp_path / "hand.zip", count)
    doomed = cluster.add_worker()
    cluster.add_worker()
    books = {}
    for jobs in (1, 2, 4) if FULL else (2,):
        place = tmp_path / f"here-{jobs}"
        place.mkdir()
        local = plan(place, tmp_path / "hand.zip", jobs=jobs, grader=GRADER, isolation=choose())
        grade(local)
        books[jobs] = (place / "out" / "gradebook.csv").read_text()
    cluster.wait_for(2)
    place = tmp_path / "cluster"
    place.mkdir()
    far = plan(place, tmp_path / "hand.zip", scheduler=cluster.address, grader=GRADER, isolation="")
    killer = kill_when(place / "out", 2, doomed)
    outcome = grade(far)
    killer.join()
    assert doomed.wait(10) == -signal.SIGKILL
    assert outcome.statuses == {"graded": count}
    books["cluster"] = (place / "out" / "gradebook.csv").read_text()
    assert len(set(books.values())) == 1
    scores = [line.split(",")[5] for line in books[2].splitlines()[1:]]
    assert scores == ["7" if number % 3 else "10" for number in range(count)]


def test_a_cluster_whose_workers_all_die_over_a_notebook(tmp_path, cluster):
    files = {f"s{n}.ipynb": notebook("mine") for n in range(4)}
    archive(files | {"s9.ipynb": notebook("fail")}, tmp_path / "hand.zip")
    cluster.add_worker()
    cluster.wait_for(1)
    there = plan(
        tmp_path,
        tmp_path / "hand.zip",
        scheduler=cluster.address,
        grader="tests.grading.test_cluster:Fails",
    )
    assert grade(there).statuses == {"graded": 4, "lost": 1}
    with pytest.raises(CrewError, match=r"no Dask scheduler answers|has no workers"):
        cluster.processes[1].kill()
        cluster.processes[1].wait()
        time.sleep(1)
        grade(plan(tmp_path, tmp_path / "hand.zip", scheduler=cluster.address, resume=True))


class Fails(Fake):
    """Fails over one notebook."""

    def grade(self, data, owner):
        if b'"fail"' in data:
            raise RuntimeError("the zygote is gone")
        return super().grade(data, owner)
