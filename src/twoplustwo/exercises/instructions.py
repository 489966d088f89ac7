"""The two README files of a release: for students, and for whoever hands the notebooks out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twoplustwo.exercises.assignment import Assignment
from twoplustwo.launch import wheel_address

if TYPE_CHECKING:
    from twoplustwo.exercises.release import Release

STUDENTS = """\
# {title}

One notebook, `{name}.ipynb`, with {tasks} tasks{memo}, {points:g} points in all{minutes}.

## Open it

- **In the browser**: upload the notebook to the course's JupyterLite, or to Binder. Nothing is
  installed on your machine. Download the notebook before you close the page.
- **Colab**: *File, Upload notebook*. The first cell installs the course package.
- **At home**: Python 3.11 or newer, then `jupyter lab` after

      pip install jupyterlab {wheel}

## Answer it

1. Run the cells from the top, the folded first one too.
2. Replace each `...` by your answer. Keep the names: a name that is missing earns no points.
   Answers are read after the last cell has run, so use their names for nothing else.
3. `check("task")` looks at type, shape and range. *Public checks passed* does not mean that the
   answer is right: the tests that count are hidden.
4. The numbers in the cell `variant = ...` are yours. Changing them changes nothing in grading.
5. Before you hand in, restart the kernel and run all cells: grading runs them in this order.

## Hand it in

Hand in the file `{name}.ipynb` as it is named. You may hand in again until the deadline; the
newest version that can be read counts.
"""

PLAIN = """\
# {title}

One notebook, `{name}.ipynb`, with {tasks} tasks{memo}, {points:g} points in all.

Open it with Jupyter in a folder with the files that came with it; `grader.check("...")` needs
`pip install otter-grader`. The public tests say little: those that count are hidden. Before you
hand in, restart the kernel and run all cells. Hand in `{name}.ipynb` as it is named.
"""

INSTRUCTOR = """\
# Release of the set "{title}"

- `student/` is for students: {layout}. Hand out nothing else of this folder.
- `{salt}` holds the salt that draws the variants. Keep it secret and keep it: grading and every
  appeal need it.
- `release.json` says what was released; grading reads it.
{gradescope}
Grade the notebooks that come back:

    twoplustwo grade {set} SUBMISSIONS --out GRADES
"""


def for_students(assignment: Assignment) -> str:
    """Write the instructions that go with the notebooks."""
    manual = [one for one in assignment.questions if one.manual]
    problem_set = assignment.problem_set
    return (STUDENTS if problem_set else PLAIN).format(
        title=assignment.title,
        name=assignment.name,
        tasks=len(assignment.questions) - len(manual),
        memo=" and a memo" if len(manual) == 1 else f" and {len(manual)} texts" if manual else "",
        points=assignment.points,
        minutes=f", about {problem_set.minutes} minutes" if problem_set else "",
        wheel=wheel_address(),
    )


def for_instructor(assignment: Assignment, made: Release) -> str:
    """Write what the folder holds, and what must not leave it."""
    zipped = (
        f"- `{made.archive.name}` is for Gradescope. **NOT ISOLATED**: there, a student's code\n"
        "  runs in the process that scores it.\n"
        if made.archive
        else ""
    )
    layout = "one folder a student code" if made.codes else "one notebook, the same for all"
    known = assignment.kind == "twoplustwo" and "/" not in assignment.name
    return INSTRUCTOR.format(
        title=assignment.title,
        layout=layout,
        salt=made.salt_file.name,
        gradescope=zipped,
        set=assignment.name if known else "MASTER",
    )
