"""``twoplustwo quiz qti``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twoplustwo.cli.ends import explained


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The bank of questions.", no_args_is_help=True)
    # A callback keeps `quiz qti` a command of a group, though it is the only one.
    group.callback()(lambda: None)
    group.command()(qti)
    app.add_typer(group, name="quiz")


def qti(
    bank: Annotated[Path, typer.Argument(help="The bank, e.g. book/quiz.yml.")],
    to: Annotated[Path, typer.Option("--to", help="The package to write.")] = Path("quiz.zip"),
    chapter: Annotated[str, typer.Option(help="Only this page, e.g. book/dispute/history.")] = "",
) -> None:
    """Write the questions as a QTI package that Canvas and other platforms import.

    Example: `twoplustwo quiz qti book/quiz.yml --to history.zip --chapter book/dispute/history`
    """
    with explained(extra="cli"):
        from twoplustwo.quiz import BankError, read
        from twoplustwo.quiz.qti import write
    with explained(BankError, FileNotFoundError, extra="cli"):
        questions = read(bank)
    asked = [one for one in questions if chapter in ("", one.chapter)]
    if not asked:
        known = ", ".join(sorted({one.chapter for one in questions}))
        typer.echo(
            f"no question belongs to {chapter!r}; there are questions for: {known}", err=True
        )
        raise typer.Exit(2)
    write("Two Plus Two", asked, to)
    typer.echo(f"{len(asked)} questions written to {to}")
