"""``twoplustwo rehearse``: a class that does not exist."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from twoplustwo.cli.ends import explained


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(rehearse)


def rehearse(
    set_: Annotated[str, typer.Argument(metavar="SET", help="Name of the set.")],
    released: Annotated[
        Path,
        typer.Argument(metavar="RELEASED", help="The folder that `release --roster` wrote."),
    ],
    to: Annotated[Path, typer.Option("--to", help="Folder to write, a new one.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
) -> None:
    """Play the class: write notebooks as students might hand them in, to rehearse grading.

    Some are right, some hold typical mistakes, some are half done, one stops its process, one is
    no notebook, one is another student's file. Try it before the first deadline.

    Example: `twoplustwo rehearse reading released --to handed-in`
    """
    with explained(ValueError, OSError):
        from twoplustwo.exercises.masters import assign
        from twoplustwo.grading import rehearsal

        kinds = rehearsal.write(rehearsal.open_stage(assign(set_), released), to)
    if as_json:
        typer.echo(json.dumps(kinds, indent=2))
        return
    counted = Counter(kinds.values())
    said = ", ".join(f"{number} {kind}" for kind, number in counted.items())
    typer.echo(f"{len(kinds)} files written to {to}: {said}")
