"""``twoplustwo publish``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from twoplustwo.cli.ends import explained

if TYPE_CHECKING:
    from twoplustwo.publish.publication import Report

NEXT = """\
Next, in {folder}:
{start}  make test                      # builds the site and tests it
  git add --all && git commit -m "Student edition"
  git push                       # the only repository that is public
This tree stays private: it holds the solutions, the hidden tests and the salt."""
START = "  git init                       # a new repository, with no history of this tree\n"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(publish)


def publish(
    to: Annotated[Path, typer.Argument(metavar="DIR", help="New folder, or an earlier edition.")],
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that were edited in DIR by hand.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False,
) -> None:
    """Write the student edition: the course without solutions, hidden tests, pools and salt.

    The edition is made beside, its book is built from it alone (some minutes), and every file is
    searched for private words; only then is DIR written. A `.git` in DIR stays, and a history that
    ever held a private path is refused.

    Examples:

    - `twoplustwo publish ../two-plus-two`
    - `twoplustwo publish ../two-plus-two --json`
    """
    with explained(ValueError, OSError):
        from twoplustwo.exercises.catalogue import folder
        from twoplustwo.publish.publication import publish as write

        root = folder().parent
        with Console(stderr=True).status("publishing") as status:
            report = write(root, to, overwrite=overwrite, step=status.update)
    if as_json:
        typer.echo(json.dumps(report.to_json(), indent=2))
    else:
        _say(report)


def _say(report: Report) -> None:
    written = report.written
    counts = ", ".join(
        f"{len(paths)} {words}"
        for words, paths in (
            ("new", written.added),
            ("changed", written.changed),
            ("removed", written.removed),
            ("as before", written.same),
        )
        if paths
    )
    typer.echo(f"student edition in {report.folder}: {counts}")
    typer.echo(f"notebooks: {len(report.chapters)} of chapters, {len(report.sets)} of problem sets")
    typer.echo(f"searched: {report.searched} files with the built site, nothing private in them")
    if report.history:
        typer.echo(f"git history: {report.history} paths, all of them public")
    start = "" if (report.folder / ".git").exists() else START
    typer.echo(NEXT.format(folder=report.folder, start=start))
