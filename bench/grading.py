"""Seconds a submission: our grader (isolated), otter's API and command, and nbgrader's autograde.

All of them grade the same answers of twenty students to the same six small tasks, one after the
other and with four workers, and must give the expected grades. Ours isolates each notebook; the
others run it with the rights of whoever grades. A second table shows how the ratios shrink as the
student's own code takes longer.

    python bench/grading.py [--json FILE] [--quick]

nbgrader lives in an environment of its own in the cache folder (``bench/requirements-peers.txt``).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import psutil

sys.path.insert(0, str(Path(__file__).parent))

import classwork

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
PINS = HERE / "requirements-peers.txt"
WORKERS = 4
SLOW = {0.1: 8, 1.0: 4, 5.0: 2}


@dataclass(frozen=True)
class Measured:
    """What one grader needed.

    Attributes
    ----------
    seconds
        Wall time for one submission, without what is needed once for all.
    start
        Wall time of what is needed once.
    memory
        Peak of all its processes together (proportional set size), in MB.
    """

    seconds: float
    start: float
    memory: float


class WrongGradesError(Exception):
    """A grader gave other grades than expected."""


# --- measuring ------------------------------------------------------------------------------------


class Watch:
    """Measures wall time and peak memory of what this process starts."""

    def __enter__(self) -> Watch:
        self.peak, self._done = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()
        self.began = time.time()
        return self

    def __exit__(self, *details: object) -> None:
        self.ended = time.time()
        self._done.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._done.wait(0.25):
            children = psutil.Process().children(recursive=True)
            self.peak = max(self.peak, sum(map(_share, children)) / 2**20)


def _share(process: psutil.Process) -> float:
    """A process's own memory and its share of what it has in common with others."""
    try:
        text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next(
        (float(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")),
        0.0,
    )


def shell(command: Sequence[object], **options: object) -> str:
    """Run a command and give its output; a failure shows its error."""
    run = subprocess.run([str(one) for one in command], capture_output=True, text=True, **options)
    if run.returncode:
        raise RuntimeError(f"{command[0]}: {run.stderr[-2000:]}")
    return run.stdout


def grading(program: Path, course: Path, *arguments: object) -> None:
    """Run nbgrader in a course; it looks for its own helpers on the path."""
    path = f"{program.parent}:{os.environ.get('PATH', '')}"
    shell([program, *arguments], cwd=course, env={**os.environ, "PATH": path})


def check(name: str, scores: dict[str, float]) -> None:
    """Compare with the expected grades; paths or names of students are fine as keys."""
    found = {Path(key).stem.split("_")[-1]: score for key, score in scores.items()}
    wrong = {one: score for one, score in found.items() if score != classwork.expected(one)}
    if wrong:
        raise WrongGradesError(f"{name}: {wrong}")


def parts(items: Sequence[str], count: int) -> list[list[str]]:
    """Deal items to `count` workers."""
    return [list(items[at::count]) for at in range(count) if items[at::count]]


# --- the graders ----------------------------------------------------------------------------------


class Place:
    """A scratch folder with the set, split by otter and by nbgrader."""

    def __init__(self, folder: Path, nbgrader: Path) -> None:
        self.folder, self.nbgrader = folder, nbgrader
        self.master = folder / "classwork.ipynb"
        self.master.write_text(json.dumps(classwork.otter_master()))
        shell([BIN / "otter", "assign", "--no-run-tests", self.master, folder / "out"])
        self.zip = next((folder / "out/autograder").glob("*.zip"))
        student = next((folder / "out/student").glob("*.ipynb"))
        self.template = json.loads(student.read_text())
        self.released = self._release()

    def _release(self) -> dict:
        course = self.folder / "release"
        source = course / "source" / classwork.SET / "work.ipynb"
        source.parent.mkdir(parents=True)
        source.write_text(json.dumps(classwork.nbgrader_master()))
        grading(self.nbgrader, course, "generate_assignment", classwork.SET)
        self.course = course
        return json.loads((course / "release" / classwork.SET / "work.ipynb").read_text())

    def notebooks(self, students: Iterable[str], seconds: float) -> list[str]:
        """Write the students' notebooks for otter and us."""
        place = Path(tempfile.mkdtemp(dir=self.folder))
        paths = []
        for one in students:
            path = place / f"{one}.ipynb"
            path.write_text(json.dumps(classwork.otter_answer(self.template, one, seconds)))
            paths.append(str(path))
        return paths

    def courses(self, students: Sequence[str], seconds: float, count: int) -> list[Path]:
        """Make `count` courses for nbgrader, which hold the students between them."""
        made = []
        for group in parts(students, count):
            course = Path(tempfile.mkdtemp(dir=self.folder)) / "course"
            shell(["cp", "-r", self.course, course])
            for one in group:
                path = course / "submitted" / one / classwork.SET / "work.ipynb"
                path.parent.mkdir(parents=True)
                answer = classwork.nbgrader_answer(self.released, one, seconds)
                path.write_text(json.dumps(answer))
            made.append(course)
        return made


def _worked(watch: Watch, reports: list[dict], count: int) -> Measured:
    """Time of workers that say themselves when they began and ended."""
    began, ended = min(r["began"] for r in reports), max(r["ended"] for r in reports)
    return Measured((ended - began) / count, began - watch.began, watch.peak)


def _report(command: Sequence[object]) -> dict:
    return json.loads(shell([sys.executable, HERE / "graders.py", *command]).splitlines()[-1])


def ours(place: Place, students: Sequence[str], seconds: float, workers: int) -> Measured:
    """Our grader: one process for all workers, which are threads."""
    notebooks = place.notebooks(students, seconds)
    with Watch() as watch:
        report = _report(["ours", place.master, workers, *notebooks])
    check("ours", report["scores"])
    return _worked(watch, [report], len(students))


def otter_api(place: Place, students: Sequence[str], seconds: float, workers: int) -> Measured:
    """Otter's API: one process for each worker, because it changes the working directory."""
    groups = parts(place.notebooks(students, seconds), workers)
    with Watch() as watch, ThreadPoolExecutor(workers) as pool:
        reports = list(pool.map(lambda one: _report(["otter", place.zip, *one]), groups))
    for report in reports:
        check("otter API", report["scores"])
    return _worked(watch, reports, len(students))


def otter_command(place: Place, students: Sequence[str], seconds: float, workers: int) -> Measured:
    """Otter's command: one process for each submission."""
    notebooks = place.notebooks(students, seconds)

    def run(notebook: str) -> tuple[str, float]:
        out = Path(notebook).with_suffix(".out")
        out.mkdir()
        shell([BIN / "otter", "run", "--no-logo", "-a", place.zip, "-o", out, notebook])
        tests = json.loads((out / "results.json").read_text())["tests"]
        return notebook, float(sum(one.get("score", 0) for one in tests))

    with Watch() as watch, ThreadPoolExecutor(workers) as pool:
        scores = dict(pool.map(run, notebooks))
    check("otter command", scores)
    return Measured((watch.ended - watch.began) / len(students), 0.0, watch.peak)


def nbgrader(place: Place, students: Sequence[str], seconds: float, workers: int) -> Measured:
    """Nbgrader: one command for each worker, each with a gradebook of its own."""
    courses = place.courses(students, seconds, workers)

    def autograde(course: Path) -> float:
        began = time.time()
        grading(place.nbgrader, course, "autograde", classwork.SET)
        return time.time() - began

    with Watch() as watch, ThreadPoolExecutor(workers) as pool:
        list(pool.map(autograde, courses))
    with ThreadPoolExecutor(workers) as pool:  # again, when there is nothing left to grade
        start = max(pool.map(autograde, courses))
    for course in courses:
        grading(place.nbgrader, course, "export", "--to", "grades.csv")
        rows = csv.DictReader((course / "grades.csv").read_text().splitlines())
        check("nbgrader", {row["student_id"]: float(row["score"]) for row in rows})
    wall = watch.ended - watch.began
    return Measured((wall - start) / len(students), start, watch.peak)


GRADERS: dict[str, Callable[[Place, Sequence[str], float, int], Measured]] = {
    "ours (isolated)": ours,
    "otter API": otter_api,
    "otter command": otter_command,
    "nbgrader autograde": nbgrader,
}


# --- tables ---------------------------------------------------------------------------------------


def environment() -> Path:
    """Give nbgrader's command, from an environment made once for these pins."""
    folder = Path(platformdirs.user_cache_dir("twoplustwo")) / "bench-peers"
    stamp = folder / "pins.txt"
    if not stamp.exists() or stamp.read_bytes() != PINS.read_bytes():
        print("Making the environment of nbgrader", file=sys.stderr)
        shell(["uv", "venv", "--quiet", "--clear", "--python", sys.executable, folder], env=_path())
        install = ["uv", "pip", "install", "--quiet", "--require-hashes", "-r", PINS]
        shell([*install, "--python", folder / "bin/python"], env=_path())
        stamp.write_bytes(PINS.read_bytes())
    return folder / "bin/nbgrader"


def _path() -> dict[str, str]:
    return {**os.environ, "PATH": f"{BIN}:{os.environ.get('PATH', '')}"}


def first_table(place: Place, students: Sequence[str]) -> list[dict]:
    """All graders, serial and with four workers."""
    rows = []
    for workers in (1, WORKERS):
        for name, grade in GRADERS.items():
            found = grade(place, students, 0.0, workers)
            rows.append({"grader": name, "workers": workers, **found.__dict__})
    for row in rows:
        base = next(
            r for r in rows if r["workers"] == row["workers"] and r["grader"] == rows[0]["grader"]
        )
        row["ratio"] = row["seconds"] / base["seconds"]
    return rows


def second_table(place: Place, students: Sequence[str], slow: dict[float, int]) -> list[dict]:
    """Ratios as the student's own code takes longer; serial."""
    rows = []
    for seconds, count in slow.items():
        chosen = students[:count]
        found = {name: GRADERS[name](place, chosen, seconds, 1).seconds for name in GRADERS}
        own = found["ours (isolated)"]
        rows.append({"code": seconds, **{name: one / own for name, one in found.items()}, "s": own})
    return rows


def show(first: list[dict], second: list[dict]) -> None:
    """Print both tables as Markdown."""
    print("| grader | workers | s a submission | s once | peak MB | ratio to ours |")
    print("|---|---:|---:|---:|---:|---:|")
    for row in first:
        numbers = (
            f"{row['seconds']:.3f} | {row['start']:.1f} | {row['memory']:.0f} | {row['ratio']:.1f}"
        )
        print(f"| {row['grader']} | {row['workers']} | {numbers} |")
    names = [name for name in GRADERS if name != "ours (isolated)"]
    print(f"\n| student's code takes | ours, s a submission | {' | '.join(names)} |")
    print("|---:|---:|" + "---:|" * len(names))
    for row in second:
        ratios = " | ".join(f"{row[name]:.1f}" for name in names)
        print(f"| {row['code']:g} s | {row['s']:.2f} | {ratios} |")


def summary(first: list[dict], second: list[dict]) -> dict:
    """The figures that other programs read."""
    serial = {row["grader"]: row for row in first if row["workers"] == 1}
    return {
        "s_per_submission": serial["ours (isolated)"]["seconds"],
        "ratio_otter_api": serial["otter API"]["ratio"],
        "ratio_otter_command": serial["otter command"]["ratio"],
        "ratio_nbgrader": serial["nbgrader autograde"]["ratio"],
        "graders": first,
        "slow_code": second,
    }


def main() -> None:
    """Measure, print, and write JSON where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--quick", action="store_true", help="four students, no second table")
    chosen = parser.parse_args()
    students = classwork.STUDENTS[:4] if chosen.quick else classwork.STUDENTS
    with tempfile.TemporaryDirectory() as scratch:
        place = Place(Path(scratch), environment())
        first = first_table(place, students)
        second = [] if chosen.quick else second_table(place, students, SLOW)
    show(first, second)
    if chosen.json:
        chosen.json.write_text(json.dumps(summary(first, second), indent=1))


if __name__ == "__main__":
    try:
        main()
    except (WrongGradesError, RuntimeError) as error:
        sys.exit(f"bench/grading.py: {error}")
