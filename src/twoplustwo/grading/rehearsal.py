"""A class that does not exist: notebooks as students might hand them in, to rehearse grading.

Some are right, some hold the typical mistakes of their set, some are half done or not begun, one
stops the process that runs it, one is no notebook, and one is another student's file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twoplustwo.exercises.assignment import Assignment, Notebook
from twoplustwo.exercises.masters import question_of, split
from twoplustwo.exercises.notebooks import personal, text
from twoplustwo.exercises.release import DESCRIPTION, SALT

SOLUTION = "otter_assign_solution_cell"
KINDS = (
    *("right", "mistaken", "half", "unanswered", "stops", "broken", "right", "mistaken", "copied"),
    *("half", "right", "mistaken", "right", "half", "right"),
)
"""What the students of the roster hand in, in its order, over and over."""

MEMO = """This memo belongs to a rehearsal, so nobody should learn from it.

1. **Decision.** Meet once at the level of officials, and see what comes of it.
2. **Cost and risk.** A journey, and the impression that little has changed.
3. **What would change the advice.** A reply that nobody expected.
"""


class RehearsalError(ValueError):
    """The rehearsal cannot be written; the message says why and what to do."""


@dataclass(frozen=True)
class Stage:
    """A released set whose students are played.

    Attributes
    ----------
    solutions
        Question -> code of its solution; a memo has none.
    """

    assignment: Assignment
    solutions: Mapping[str, str]
    salt: str
    codes: tuple[str, ...]

    def blank(self, code: str) -> Notebook:
        """The notebook as the student got it."""
        return personal(self.assignment, code, self.salt)

    def answered(self, code: str, questions: Collection[str]) -> Notebook:
        """The student's notebook with right answers to some questions."""
        made = self.blank(code)
        for name in questions:
            answer_cell(made, name)["source"] = self.solutions.get(name, MEMO)
        return made

    @property
    def names(self) -> list[str]:
        """All questions, in order."""
        return [one.name for one in self.assignment.questions]


def open_stage(assignment: Assignment, released: Path) -> Stage:
    """Read a release.

    Raises
    ------
    RehearsalError
        If the folder holds no release of this set to a roster, or no salt.
    """
    if assignment.problem_set is None or not Path(assignment.master).is_file():
        raise RehearsalError(f"{assignment.name} has no variants.py, which a rehearsal needs")
    try:
        about = json.loads((released / DESCRIPTION).read_text(encoding="utf-8"))
        salt = (released / about.get("salt_file", SALT)).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise RehearsalError(
            f"the folder {str(released)!r} holds no release ({error}); give the one that "
            "'twoplustwo release SET --roster ... --to' wrote"
        ) from None
    if about.get("set") != assignment.name or not about.get("codes"):
        raise RehearsalError(f"{released} is no release of {assignment.name} to a roster")
    return Stage(assignment, _solutions(assignment), salt, tuple(about["codes"]))


def _solutions(assignment: Assignment) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for cell in split(Path(assignment.master)).solved["cells"]:
        name = question_of(cell)
        if name and cell["cell_type"] == "code" and SOLUTION in cell["metadata"].get("tags", []):
            found.setdefault(name, []).append(cell["source"])
    return {name: "\n".join(sources) for name, sources in found.items()}


def write(stage: Stage, to: Path) -> dict[str, str]:
    """Write one file for each student code of the release.

    Returns
    -------
    dict
        Student code -> kind, as `KINDS` names them.
    """
    if to.exists() and any(to.iterdir()):
        raise RehearsalError(f"{to} is not empty; name a new folder")
    to.mkdir(parents=True, exist_ok=True)
    kinds = {code: KINDS[at % len(KINDS)] for at, code in enumerate(stage.codes)}
    for code, kind in kinds.items():
        (to / f"{code}.ipynb").write_text(PLAYED[kind](stage, code), encoding="utf-8")
    return kinds


def _right(stage: Stage, code: str) -> str:
    return text(stage.answered(code, stage.names))


def _unanswered(stage: Stage, code: str) -> str:
    return text(stage.blank(code))


def _half(stage: Stage, code: str) -> str:
    return text(stage.answered(code, stage.names[: len(stage.names) // 2]))


def _mistaken(stage: Stage, code: str) -> str:
    """Every second task with its first typical mistake, where that is a plain value."""
    made = stage.answered(code, stage.names)
    wrong = _mistakes(stage, code)
    for name in list(wrong)[::2]:
        cell = answer_cell(made, name)
        lines = [f"{answer} = {value!r}" for answer, value in wrong[name].items()]
        cell["source"] = "\n".join([cell["source"], *lines])
    return text(made)


def _mistakes(stage: Stage, code: str) -> dict[str, Mapping[str, Any]]:
    problem_set = stage.assignment.problem_set
    variant = problem_set.variant(stage.salt, code)
    found = {}
    for task in problem_set.tasks:
        values = task.mistakes[0].solve(variant[task.name])
        if values and all(_plain(one) for one in values.values()):
            found[task.name] = values
    return found


def _plain(value: Any) -> bool:
    """Whether a value can be written as Python text."""
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        return False
    return True


def _stops(stage: Stage, code: str) -> str:
    """A notebook that ends its own process in the middle."""
    made = stage.answered(code, stage.names)
    answer_cell(made, stage.names[len(stage.names) // 2])["source"] = "import os\n\nos._exit(0)"
    return text(made)


def _broken(stage: Stage, code: str) -> str:
    """The first half of a file, as a bad line leaves it."""
    whole = _right(stage, code)
    return whole[: len(whole) // 2]


def _copied(stage: Stage, code: str) -> str:
    """The file of the first student, under another name."""
    return _right(stage, stage.codes[0])


def answer_cell(notebook: Notebook, question: str) -> Notebook:
    """The cell for the answer of a question."""
    return next(one for one in notebook["cells"] if one["id"] == f"{question}-answer")


PLAYED: Mapping[str, Callable[[Stage, str], str]] = {
    "right": _right,
    "mistaken": _mistaken,
    "half": _half,
    "unanswered": _unanswered,
    "stops": _stops,
    "broken": _broken,
    "copied": _copied,
}
