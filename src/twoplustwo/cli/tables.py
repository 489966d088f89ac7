"""``twoplustwo data check`` and ``data list``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from twoplustwo.cli.ends import explained
from twoplustwo.data import Problem, tables, validate

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Folder = Annotated[
    Path | None,
    typer.Argument(help="Folder with datapackage.json; by default the course's own tables."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The tables in data/.", no_args_is_help=True)
    group.command()(check)
    group.command(name="list")(list_tables)
    app.add_typer(group, name="data")


def check(folder: Folder = None, as_json: AsJson = False) -> None:
    """Check every table against its schema and the rules between tables.

    Prints file, line, column and reason of each fault, and ends with status 1 if there is one.

    Example: `twoplustwo data check`
    """
    with explained(FileNotFoundError):
        problems = validate(folder)
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


def list_tables(as_json: AsJson = False) -> None:
    """List the tables: name, number of rows, vintage and title.

    Example: `twoplustwo data list --json`
    """
    catalogue = tables()[["name", "rows", "vintage", "licence", "title"]]
    if as_json:
        typer.echo(catalogue.to_json(orient="records", indent=2))
        return
    printed = Table("name", "rows", "vintage", "title", box=None)
    for row in catalogue.itertuples():
        printed.add_row(row.name, str(row.rows), row.vintage, row.title)
    Console().print(printed)
