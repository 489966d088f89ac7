"""``twoplustwo feedback``, ``mark`` and ``report``: pages from a graded set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from twoplustwo.cli.ends import explained

Folder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="The folder that `twoplustwo grade --out` wrote.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
RubricFile = Annotated[
    Path | None, typer.Option("--rubric", help="Rubric of a set of your own (YAML).")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(feedback)
    app.command()(mark)
    app.command()(report)


def feedback(
    folder: Folder,
    book: Annotated[
        str, typer.Option(help="Address of the published course, for links to its chapters.")
    ] = "",
    rubric: RubricFile = None,
    as_json: AsJson = False,
) -> None:
    """Write one page for every student: points, checks, hints, and where to read again.

    Each page is a single file that needs no network. `index.csv` beside them says which page is
    whose. Marks of memos are shown once `twoplustwo mark` has taken them; while `marks.csv` holds
    others, no page is written.

    Examples:

    `twoplustwo feedback graded/`

    `twoplustwo feedback graded/ --book https://example.org/course`
    """
    with explained():
        from twoplustwo.grading import feedback as pages
        from twoplustwo.grading import joined
        from twoplustwo.grading.classbook import ClassBookError, open_book
        from twoplustwo.grading.marks import MarksError
        from twoplustwo.grading.rubric import RubricError
    with explained(OSError, ClassBookError, MarksError, RubricError, joined.UnjoinedError):
        graded = open_book(folder)
        joined.require(folder)
        written = pages.write(graded, book, rubric)
    if as_json:
        typer.echo(json.dumps({code: str(path) for code, path in written.items()}, indent=2))
    else:
        typer.echo(f"{len(written)} pages written to {folder / pages.FOLDER}")


def mark(
    folder: Folder,
    sheet: Annotated[
        Path | None, typer.Option("--import", help="A filled marking sheet to take over.")
    ] = None,
    rubric: RubricFile = None,
    as_json: AsJson = False,
) -> None:
    """Mark memos: a sheet (`marks.csv`) and a local page (`marking.html`) with the rubric.

    Fill in either. The page keeps the marks in your browser and downloads them as `marks.csv`;
    `--import` checks them and adds them to the gradebook. A sheet with faults changes nothing, and
    one without marks for a student leaves the earlier ones, so several people can each import
    theirs. To take a mark away, empty its row in the folder's own `marks.csv` and run this again.

    Examples:

    `twoplustwo mark graded/`

    `twoplustwo mark graded/ --import ~/Downloads/marks.csv`
    """
    with explained():
        from twoplustwo.grading import gradebook, joined, marking
        from twoplustwo.grading.classbook import ClassBookError, open_book
        from twoplustwo.grading.marks import MarksError
        from twoplustwo.grading.rubric import RubricError
    with explained(OSError, ClassBookError, MarksError, RubricError):
        book = open_book(folder)
        joined.restore(folder)
        desk = marking.open_desk(book, rubric, sheet)
        desk.take()
        page = marking.write_page(desk)
        gradebook.write(folder)
    students = len(desk.book.rows)
    if as_json:
        done = {"page": str(page), "sheet": str(desk.sheet), "marked": desk.marked}
        done |= {"students": students, "kept": list(desk.kept)}
        typer.echo(json.dumps(done, indent=2))
        return
    typer.echo(f"{desk.marked} of {students} memos are marked")
    if desk.kept:
        typer.echo(
            f"{len(desk.kept)} of them have no marks in {sheet} and keep those given before; to "
            f"take one away, empty its row in {desk.sheet} and run this without --import"
        )
    typer.echo(f"page: {page}\nsheet: {desk.sheet}")


def report(folder: Folder, rubric: RubricFile = None, as_json: AsJson = False) -> None:
    """Write the report on the class: points, tasks, common mistakes, equal answers, times.

    While `marks.csv` holds marks that `twoplustwo mark` has not taken over, none is written.

    Examples:

    `twoplustwo report graded/`

    `twoplustwo report graded/ --json > report.json`
    """
    with explained():
        from twoplustwo.grading import joined
        from twoplustwo.grading import report as pages
        from twoplustwo.grading.classbook import ClassBookError, open_book
        from twoplustwo.grading.marks import MarksError
        from twoplustwo.grading.rubric import RubricError
    with explained(OSError, ClassBookError, MarksError, RubricError, joined.UnjoinedError):
        book = open_book(folder)
        joined.require(folder)
        made = pages.make(book, rubric)
        path = pages.write(book, made)
    typer.echo(json.dumps(made.to_json(), indent=2) if as_json else f"report: {path}")
