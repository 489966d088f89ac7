"""Which cell of a student's notebook belongs to which question, and where the memo stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from twoplustwo.exercises.assignment import Assignment, Question
from twoplustwo.grading.notebook import Cell, Notebook

LONGEST_MEMO = 40_000
ANSWER = "otter_answer_cell"
BOUND = re.compile(r"^[ \t]*(?:def[ \t]+)?([A-Za-z_]\w*)[ \t]*(?:=(?!=)|\()", re.MULTILINE)


def questions_of(cells: Sequence[Cell], assignment: Assignment) -> list[str | None]:
    """The question of every code cell: by the names that it assigns, else by its metadata."""
    owners = {name: one.name for one in assignment.questions for name in one.answers}
    known = {one.name for one in assignment.questions}
    return [
        _assigned(cell.source, owners) or (cell.question if cell.question in known else None)
        for cell in cells
    ]


def _assigned(source: str, owners: Mapping[str, str]) -> str | None:
    for found in BOUND.finditer(source):
        if found[1] in owners:
            return owners[found[1]]
    return None


def memos(notebook: Notebook, assignment: Assignment) -> dict[str, str]:
    """The student's text for every question that a person marks."""
    manual = [one for one in assignment.questions if one.manual]
    tagged = [one for one in notebook.cells if one.kind == "markdown" and ANSWER in one.tags]
    empty = _placeholders(assignment)
    found = {}
    for at, question in enumerate(manual):
        cell = _cell_of(question, notebook, tagged) or (tagged[at] if at < len(tagged) else None)
        text = cell.source.strip() if cell else ""
        found[question.name] = "" if text in empty else text[:LONGEST_MEMO]
    return found


def _cell_of(question: Question, notebook: Notebook, tagged: Sequence[Cell]) -> Cell | None:
    by_id = (one for one in notebook.cells if question.cell and one.id == question.cell)
    by_name = (one for one in tagged if one.question == question.name)
    return next(by_id, None) or next(by_name, None)


def _placeholders(assignment: Assignment) -> set[str]:
    """What stands in the template's cells for a memo before anybody has written."""
    return {
        "".join(cell["source"]).strip()
        for cell in assignment.student["cells"]
        if cell["cell_type"] == "markdown" and ANSWER in cell["metadata"].get("tags", [])
    }
