"""Masters: found by name or path, split by ``otter assign`` into what students and graders get."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from twoplustwo.exercises import otter_files
from twoplustwo.exercises.assignment import Assignment, Notebook, Question, Test, VariantsError
from twoplustwo.exercises.catalogue import folder, names
from twoplustwo.exercises.formats import nbformat

MASTERS = ("master.md", "master.ipynb")
SUFFIXES = (".md", ".ipynb")
COPIED = ("files", "autograder_files", "student_files", "requirements", "environment")
SECONDS = 120
OTTER = "import sys; sys.modules['rfc3987_syntax'] = None; from otter.cli import cli; cli()"
OTTER_CHECK = re.compile(r"^grader\.check\([\"']([^\"']+)[\"']\)", re.M)


class MasterError(ValueError):
    """A set cannot be found, read or split; the message says which, why and what is accepted."""


@dataclass(frozen=True)
class Split:
    """What ``otter assign`` makes of a master; `archive` is its zip for Gradescope."""

    solved: Notebook
    student: Notebook
    tests: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    manual: Mapping[str, float] = field(default_factory=dict)
    archive: bytes = b""


def assign(name_or_path: str | Path) -> Assignment:
    """Make an assignment from one of our sets, an otter master, or a folder ``otter assign`` made.

    Parameters
    ----------
    name_or_path
        Name in the catalogue; path of a master in MyST (``.md``) or ``.ipynb``; a folder with a
        ``master.md``; or a folder with ``autograder/`` and ``student/``.

    Raises
    ------
    MasterError
        If there is no such set, or otter refuses it.
    """
    path = locate(name_or_path)
    made = _read_made(path) if path.is_dir() else split(path)
    beside = path.parent / "variants.py"
    variants = beside.read_text(encoding="utf-8") if path.is_file() and beside.is_file() else ""
    return _assignment(path, made, variants)


def locate(name_or_path: str | Path) -> Path:
    """Give the master's file, or the folder that ``otter assign`` made."""
    text = str(name_or_path)
    if text in names():
        return _master_in(folder() / text)
    path = Path(text).expanduser()
    if path.is_dir():
        return path if _is_made(path) else _master_in(path)
    if path.is_file():
        if path.suffix not in SUFFIXES:
            raise MasterError(
                f"{path}: a master is MyST text (.md) or a notebook (.ipynb), not {path.suffix!r}"
            )
        return path
    known = ", ".join(names()) or "none: exercises/ is in the instructor edition only"
    raise MasterError(
        f"no set {text!r}: no file or folder has this path, and the catalogue has: {known}"
    )


def _master_in(place: Path) -> Path:
    for name in MASTERS:
        if (place / name).is_file():
            return place / name
    raise MasterError(
        f"{place}: a folder of a set holds {' or '.join(MASTERS)}; one made by `otter assign` "
        "holds autograder/ and student/"
    )


def _is_made(place: Path) -> bool:
    return (place / "autograder").is_dir() and (place / "student").is_dir()


def read(path: Path) -> Notebook:
    """Read a master as a notebook of nbformat 4."""
    import jupytext

    try:
        if path.suffix == ".md":
            notebook = jupytext.read(path)
        else:
            notebook = nbformat.read(path, as_version=4)
    except Exception as error:
        raise MasterError(f"{path}: cannot be read as a notebook: {error}") from error
    notebook.metadata.setdefault(
        "kernelspec", {"display_name": "Python 3", "language": "python", "name": "python3"}
    )
    if not any(is_marker(cell, "BEGIN QUESTION") for cell in notebook.cells):
        raise MasterError(
            f"{path}: no `# BEGIN QUESTION` cell: this is no otter master. "
            "See https://otter-grader.readthedocs.io (Otter Assign)"
        )
    return notebook


def is_marker(cell: Mapping[str, Any], words: str) -> bool:
    """Whether a cell is a marker of otter's, such as ``# BEGIN QUESTION``."""
    first = next((line for line in cell["source"].splitlines() if line.strip() != "```otter"), "")
    raw = cell["cell_type"] == "raw" or cell["source"].startswith("```otter")
    return raw and bool(re.match(rf"#\s*{words.replace(' ', chr(92) + 's+')}\b", first, re.I))


def settings(cell: Mapping[str, Any]) -> dict[str, Any]:
    """Settings in a marker cell."""
    lines = [line for line in cell["source"].splitlines() if not line.startswith(("```", "#"))]
    found = yaml.safe_load("\n".join(lines)) or {}
    return found if isinstance(found, dict) else {}


def _marked(notebook: Notebook) -> dict[str, float]:
    """Write into every cell to which question it belongs; give points of the manual questions."""
    manual: dict[str, float] = {}
    question = None
    for cell in notebook["cells"]:
        if is_marker(cell, "BEGIN QUESTION"):
            given = settings(cell)
            question = str(given.get("name", ""))
            if given.get("manual"):
                manual[question] = float(given.get("points") or 0)
        elif is_marker(cell, "END QUESTION"):
            question = None
        elif question and cell["cell_type"] != "raw":
            cell["metadata"]["twoplustwo"] = {"question": question}
    return manual


@cache
def _split(path: Path, _modified: int) -> Split:
    notebook = read(path)
    manual = _marked(notebook)
    with tempfile.TemporaryDirectory(prefix="twoplustwo-") as scratch:
        place = Path(scratch)
        master = place / "in" / f"{path.stem}.ipynb"
        master.parent.mkdir()
        nbformat.write(notebook, master)
        _copy_files(path, notebook, master.parent)
        _run_otter(path, master, place / "out")
        return replace(_read_made(place / "out"), manual=manual)


def split(path: Path) -> Split:
    """Run ``otter assign`` on a master, once in a process for each state of the file."""
    return _split(path.resolve(), path.stat().st_mtime_ns)


def _copy_files(path: Path, notebook: Notebook, to: Path) -> None:
    """Copy the files that the master's settings name; otter looks for them beside the master."""
    config = next((c for c in notebook["cells"] if is_marker(c, "ASSIGNMENT CONFIG")), None)
    given = settings(config) if config else {}
    for key in COPIED:
        value = given.get(key) or []
        for name in [value] if isinstance(value, str) else value:
            source = path.parent / str(name)
            for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
                if not file.is_file():
                    continue
                target = to / file.relative_to(path.parent)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read_bytes())


def _run_otter(path: Path, master: Path, out: Path) -> None:
    """Run otter in a process of its own: it changes the working directory and imports plugins."""
    options = ["--no-run-tests", "--no-pdfs", str(master), str(out)]
    try:
        run = subprocess.run(
            [sys.executable, "-c", OTTER, "assign", *options],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
    except subprocess.TimeoutExpired:
        raise MasterError(f"{path}: `otter assign` took more than {SECONDS} s") from None
    if run.returncode == 0:
        return
    if "No module named otter" in run.stderr:
        raise ModuleNotFoundError("No module named 'otter'", name="otter")
    lines = [line for line in run.stderr.strip().splitlines() if line.strip()]
    raise MasterError(f"{path}: `otter assign` refuses it: {lines[-1] if lines else 'no reason'}")


def _read_made(place: Path) -> Split:
    """Read a folder that ``otter assign`` made."""
    solved, student = (_only_notebook(place / part) for part in ("autograder", "student"))
    tests = otter_files.from_folder(place / "autograder" / "tests")
    tests |= otter_files.from_metadata(solved[1]["metadata"])
    skip = {student[0].name}
    files = {
        str(file.relative_to(place / "student")): base64.b64encode(file.read_bytes()).decode()
        for file in sorted((place / "student").rglob("*"))
        if file.is_file() and file.name not in skip
    }
    name = student[1]["metadata"].get("otter", {}).get("assignment_name") or student[0].stem
    archives = sorted((place / "autograder").glob("*.zip"))
    return Split(
        solved=solved[1],
        student=_with_questions(student[1]),
        tests=tests,
        files=files,
        name=str(name),
        archive=archives[0].read_bytes() if archives else b"",
    )


def _with_questions(notebook: Notebook) -> Notebook:
    """Write the question into answer cells that otter made: it is that of the cell before."""
    before = None
    for cell in notebook["cells"]:
        if is_answer(cell) and not question_of(cell) and before:
            cell["metadata"]["twoplustwo"] = {"question": before}
        before = question_of(cell)
    return notebook


def _only_notebook(place: Path) -> tuple[Path, Notebook]:
    found = sorted(place.glob("*.ipynb"))
    if len(found) != 1:
        raise MasterError(f"{place}: one notebook is expected, there are {len(found)}")
    try:
        return found[0], nbformat.read(found[0], as_version=4)
    except Exception as error:
        raise MasterError(f"{found[0]}: cannot be read as a notebook: {error}") from error


def _assignment(path: Path, made: Split, variants: str) -> Assignment:
    kind = "twoplustwo" if variants else "otter"
    name = made.name or path.stem
    assignment = Assignment(
        name=name,
        title=_heading(made.student["cells"]) or name,
        kind=kind,
        master=str(path),
        questions=(),
        tests=made.tests,
        student=made.student,
        files={} if variants else made.files,
        variants=variants,
    )
    problem_set = assignment.problem_set
    if problem_set is not None:
        assignment = replace(assignment, title=problem_set.title, name=problem_set.name)
        _same_tasks(path, {task.name for task in problem_set.tasks}, set(made.tests))
    return replace(assignment, questions=tuple(_questions(path, made, problem_set)))


def _same_tasks(path: Path, tasks: set[str], questions: set[str]) -> None:
    if odd := sorted(tasks ^ questions):
        raise VariantsError(
            f"{path.parent}: the tasks of variants.py and the questions with tests of {path.name} "
            f"differ: {', '.join(odd)}"
        )


def _questions(path: Path, made: Split, problem_set: Any) -> Iterator[Question]:
    cells = made.student["cells"]
    order = list(dict.fromkeys(name for cell in cells if (name := question_of(cell))))
    for name in order + [one for one in made.tests if one not in order]:
        own = [cell for cell in cells if question_of(cell) == name]
        title = _heading(own) or name.replace("_", " ").replace("-", " ").capitalize()
        if name in made.manual:
            yield Question(name, title, made.manual[name], manual=True, cell=f"{name}-answer")
        elif name in made.tests:
            yield _auto_graded(path, name, title, made.tests[name], problem_set)


def _auto_graded(path: Path, name: str, title: str, text: str, problem_set: Any) -> Question:
    try:
        file = otter_files.parse(text, f"{path.name}, question {name}")
    except ValueError as error:
        raise MasterError(f"{path.parent}: {error}") from None
    tests = tuple(Test(one.name, float(one.points), one.hidden) for one in file.test_cases)
    answers = problem_set.task(name).answers if problem_set else ()
    return Question(
        name=name,
        title=title,
        points=float(file.possible),
        tests=tests,
        answers=tuple(one.name for one in answers),
        cell=f"{name}-answer" if problem_set else None,
    )


def question_of(cell: Mapping[str, Any]) -> str | None:
    """To which question a cell belongs, if its metadata or a check of otter's tell."""
    ours = cell["metadata"].get("twoplustwo", {}).get("question")
    tests = cell["metadata"].get("otter", {}).get("tests") or OTTER_CHECK.findall(cell["source"])
    return ours or (tests[0] if tests else None)


def is_answer(cell: Mapping[str, Any]) -> bool:
    """Whether a cell of the student's notebook is there to be answered."""
    return "otter_answer_cell" in cell["metadata"].get("tags", [])


def _heading(cells: list[Notebook]) -> str:
    """First heading in Markdown cells, without its marks and number."""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            for line in cell["source"].splitlines():
                if found := re.match(r"#{1,6}\s+(?:\d+[.)]?\s+)?(.+?)\s*#*$", line):
                    return found[1]
    return ""
