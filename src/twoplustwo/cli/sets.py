"""``twoplustwo sets`` and ``twoplustwo release``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from twoplustwo.cli.ends import explained

if TYPE_CHECKING:
    from twoplustwo.exercises.release import Release

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(sets)
    app.command()(release)


def sets(as_json: AsJson = False) -> None:
    """List the problem sets: name, tasks, points, minutes and chapters.

    Examples:

    - `twoplustwo sets`
    - `twoplustwo sets --json`
    """
    with explained(ValueError):
        from twoplustwo.exercises import catalogue

        entries = catalogue.sets()
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in entries], indent=2))
        return
    if not entries:
        typer.echo(f"no sets in {catalogue.folder()}: they are in the instructor edition only")
        raise typer.Exit(1)
    printed = Table("set", "tasks", "points", "minutes", "chapters", box=None)
    for one in entries:
        numbers = (str(len(one.tasks)), f"{one.points:g}", str(one.minutes))
        printed.add_row(one.name, *numbers, ", ".join(one.chapters))
    Console().print(printed)


def release(
    set_: Annotated[
        str,
        typer.Argument(
            metavar="SET",
            help="Name of a set, or path of an otter master (MyST or .ipynb).",
        ),
    ],
    to: Annotated[Path, typer.Option("--to", help="Folder to write, a new one.")],
    roster: Annotated[
        Path | None,
        typer.Option(help="CSV with a column student_code: one variant for each code."),
    ] = None,
    salt_file: Annotated[
        Path | None,
        typer.Option(help="File with the salt; by default salt.txt in the folder, made once."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the notebooks of a set for students, with instructions.

    Without a roster everybody gets the same variant, and a zip for Gradescope is written
    (NOT ISOLATED). With a roster every student code gets a notebook of its own.

    Examples:

    - `twoplustwo release reading --to out/reading`
    - `twoplustwo release reading --to out/reading --roster roster.csv`
    - `twoplustwo release my-set/master.md --to out/my-set`
    """
    with explained(ValueError, OSError):
        from twoplustwo.exercises.masters import assign
        from twoplustwo.exercises.release import release as write

        codes = _codes(roster)
        assignment = assign(set_)
        console = Console(stderr=True)
        quiet = as_json or not console.is_terminal
        with Progress(console=console, disable=quiet, transient=True) as progress:
            task = progress.add_task("notebooks", total=max(len(codes), 1))
            made = write(assignment, to, codes, salt_file, lambda: progress.advance(task))
    if as_json:
        typer.echo(json.dumps(_as_json(made), indent=2))
    else:
        _say(made)


def _codes(roster: Path | None) -> tuple[str, ...]:
    from twoplustwo.grading.roster import read_roster

    return read_roster(roster).codes if roster else ()


def _as_json(made: Release) -> dict[str, Any]:
    return {
        "set": made.name,
        "folder": str(made.folder),
        "codes": list(made.codes),
        "notebooks": made.notebooks,
        "salt_file": str(made.salt_file),
        "gradescope": str(made.archive) if made.archive else None,
        "gradescope_isolation": "NOT ISOLATED" if made.archive else None,
    }


def _say(made: Release) -> None:
    count = len(made.notebooks)
    typer.echo(
        f"{count} notebook{'' if count == 1 else 's'} written below {made.folder / 'student'}"
    )
    typer.echo(f"salt: {made.salt_file} (keep it secret, and keep it: grading needs it)")
    if made.archive:
        typer.echo(f"for Gradescope, NOT ISOLATED: {made.archive}")
