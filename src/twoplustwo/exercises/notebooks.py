"""The notebook of one student: template, numbers of the variant, public checks, stable ids."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from twoplustwo.exercises.assignment import Assignment, Notebook
from twoplustwo.exercises.formats import nbformat
from twoplustwo.exercises.masters import is_answer, question_of
from twoplustwo.exercises.prompts import fill
from twoplustwo.exercises.task import ProblemSet, Values
from twoplustwo.launch import HIDDEN, install_cell

COMMON = "common"
"""Owner of the one variant that everybody gets where a set is released without a roster."""

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
OTTER_MARK = re.compile(r"<!--\s*(?:BEGIN|END) QUESTION\s*-->\s*")


def personal(assignment: Assignment, owner: str, salt: str) -> Notebook:
    """Make the notebook of one student code.

    Parameters
    ----------
    owner
        The student code; `COMMON` for the variant that a class shares.
    """
    problem_set = assignment.problem_set
    if problem_set is None:
        return _plain(assignment.student)
    variant = problem_set.variant(salt, owner)
    cells = [_install(), *_filled(assignment.student["cells"], problem_set, variant)]
    if owner != COMMON:
        cells = list(_with_owner(cells, owner))
    # The name of the set stands where otter looks for it: Gradescope's zip and our grader refuse
    # another set's notebook. Who the owner is counts for nothing; it helps a person who looks.
    metadata = {
        **METADATA,
        "otter": {"assignment_name": assignment.name},
        "twoplustwo": {"set": assignment.name, "owner": owner},
    }
    return _valid({"cells": _with_ids(cells), "metadata": metadata})


def public_checks(problem_set: ProblemSet) -> dict[str, list[dict[str, Any]]]:
    """Give the public checks of every task."""
    return {one.name: [a.public() for a in one.answers] for one in problem_set.tasks}


def text(notebook: Notebook) -> str:
    """Give the notebook as the text of a file; the same notebook gives the same text."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _valid(notebook: Notebook) -> Notebook:
    made = {**notebook, "nbformat": 4, "nbformat_minor": 5}
    nbformat.validate(nbformat.from_dict(made))
    return made


def _plain(student: Notebook) -> Notebook:
    """Give the notebook of a plain otter master; otter's client reads its metadata."""
    made = copy.deepcopy(student)
    return _valid({"cells": _with_ids(made["cells"]), "metadata": made["metadata"]})


def _install() -> Notebook:
    return _code(install_cell(), dict(HIDDEN))


def _code(source: str, metadata: Notebook) -> Notebook:
    return {
        "cell_type": "code",
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def _filled(
    cells: list[Notebook], problem_set: ProblemSet, variant: Mapping[str, Values]
) -> Iterator[Notebook]:
    for cell in cells:
        metadata = _metadata(cell)
        tags = metadata.get("tags", [])
        source = OTTER_MARK.sub("", cell["source"]).strip("\n")
        if cell["cell_type"] == "code":
            if "variant" in tags:
                source = _variant_source(variant)
            elif "setup" in tags:
                source += f"\n\n{_checks_source(problem_set)}"
            yield _code(source, metadata)
        elif source.strip():
            filled = fill(source, variant)
            yield {"cell_type": "markdown", "metadata": metadata, "source": filled}


def _metadata(cell: Notebook) -> Notebook:
    """What stays of a cell's metadata: question, our tags, a lock on what is not answered."""
    tags = [tag for tag in cell["metadata"].get("tags", []) if not tag.startswith("otter")]
    question = question_of(cell)
    made: Notebook = {"deletable": False}
    if not is_answer(cell):
        made["editable"] = False
    if tags:
        made["tags"] = tags
    if question:
        made["twoplustwo"] = {"question": question}
    return made


def _variant_source(variant: Mapping[str, Values]) -> str:
    lines = [f"    {json.dumps(task)}: {dict(numbers)!r}," for task, numbers in variant.items()]
    return "\n".join(["# The numbers of your variant.", "variant = {", *lines, "}"])


def _checks_source(problem_set: ProblemSet) -> str:
    checks = public_checks(problem_set)
    lines = [f"{json.dumps(task)}: {json.dumps(answers)}" for task, answers in checks.items()]
    # As text of JSON, one line a task: no quotation mark may end the Python text before its end.
    written = ",\n".join(lines).replace("'", "\\u0027")
    why = "# Type, shape and range of every answer, for check(...)."
    return f"{why}\ncheck.use(r'''{{\n{written}\n}}''')"


def _with_owner(cells: list[Notebook], owner: str) -> Iterator[Notebook]:
    """Say below the first text whose copy this is, so that no two are exchanged by accident."""
    said = False
    for cell in cells:
        if cell["cell_type"] == "markdown" and not said:
            said = True
            words = f"This copy is for the student code **{owner}**; its numbers are drawn for it."
            cell = {**cell, "source": f"{cell['source']}\n\n{words}"}
        yield cell


def _with_ids(cells: list[Notebook]) -> list[Notebook]:
    """Give every cell the id that it has in everybody's notebook."""
    seen: Counter[str] = Counter()
    for cell in cells:
        base = re.sub(r"[^A-Za-z0-9_-]+", "-", _id(cell))[:56]
        seen[base] += 1
        cell["id"] = base if seen[base] == 1 else f"{base}-{seen[base]}"
    return cells


def _id(cell: Notebook) -> str:
    tags = cell["metadata"].get("tags", [])
    for tag in ("install", "setup", "variant"):
        if tag in tags:
            return tag
    question = question_of(cell)
    if question is None:
        return "text" if cell["cell_type"] == "markdown" else "code"
    if is_answer(cell) or ("editable" not in cell["metadata"] and "deletable" in cell["metadata"]):
        return f"{question}-answer"
    return f"{question}-{'prompt' if cell['cell_type'] == 'markdown' else 'check'}"
