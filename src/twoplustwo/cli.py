"""The command line: ``twoplustwo data check``, ``data list`` and ``quiz qti``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

try:
    import typer
    from rich.console import Console
    from rich.table import Table
except ModuleNotFoundError as missing:  # the notebooks run without a command line
    raise SystemExit(
        f"the command line needs {missing.name}, which is not installed; "
        "install it with: pip install 'twoplustwo[cli]'"
    ) from missing

from twoplustwo.data import Problem, tables, validate

app = typer.Typer(
    help="Two Plus Two: the course's tables and questions.",
    no_args_is_help=True,
    add_completion=False,
)
data = typer.Typer(help="The tables in data/.", no_args_is_help=True)
app.add_typer(data, name="data")
quiz = typer.Typer(help="The bank of questions.", no_args_is_help=True)
app.add_typer(quiz, name="quiz")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Folder = Annotated[
    Path | None,
    typer.Argument(help="Folder with datapackage.json; by default the course's own tables."),
]


@data.command()
def check(folder: Folder = None, as_json: AsJson = False) -> None:
    """Check every table against its schema and the rules between tables.

    Prints file, line, column and reason of each fault, and ends with status 1 if there is one.
    """
    try:
        problems = validate(folder)
    except FileNotFoundError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps([asdict(problem) for problem in problems], indent=2))
    else:
        _print_problems(problems)
    raise typer.Exit(1 if problems else 0)


def _print_problems(problems: list[Problem]) -> None:
    for problem in problems:
        typer.echo(str(problem))
    count = len(problems)
    if count:
        typer.echo(f"{count} fault{'' if count == 1 else 's'} found", err=True)
    else:
        typer.echo("the tables are in order")


@data.command(name="list")
def list_tables(as_json: AsJson = False) -> None:
    """List the tables: name, number of rows, vintage and title."""
    catalogue = tables()[["name", "rows", "vintage", "licence", "title"]]
    if as_json:
        typer.echo(catalogue.to_json(orient="records", indent=2))
        return
    printed = Table("name", "rows", "vintage", "title", box=None)
    for row in catalogue.itertuples():
        printed.add_row(row.name, str(row.rows), row.vintage, row.title)
    Console().print(printed)


@quiz.command()
def qti(
    bank: Annotated[Path, typer.Argument(help="The bank, e.g. book/quiz.yml.")],
    to: Annotated[Path, typer.Option("--to", help="The package to write.")] = Path("quiz.zip"),
    chapter: Annotated[str, typer.Option(help="Only this page, e.g. book/dispute/history.")] = "",
) -> None:
    """Write the questions as a QTI package that Canvas and other platforms import.

    Example: twoplustwo quiz qti book/quiz.yml --to history.zip --chapter book/dispute/history
    """
    from twoplustwo.quiz import BankError, read
    from twoplustwo.quiz.qti import write

    try:
        questions = read(bank)
    except (BankError, FileNotFoundError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    asked = [one for one in questions if chapter in ("", one.chapter)]
    if not asked:
        known = ", ".join(sorted({one.chapter for one in questions}))
        typer.echo(
            f"no question belongs to {chapter!r}; there are questions for: {known}", err=True
        )
        raise typer.Exit(2)
    write("Two Plus Two", asked, to)
    typer.echo(f"{len(asked)} questions written to {to}")


def main() -> None:
    """Entry point of the ``twoplustwo`` command."""
    app()


if __name__ == "__main__":
    main()
