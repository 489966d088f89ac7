"""The command line ``twoplustwo``: one module a group of commands, each with ``register(app)``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

try:
    import rich  # noqa: F401  (the commands print with it)
    import typer
except ModuleNotFoundError as missing:  # the notebooks run without a command line
    raise SystemExit(
        f"the command line needs {missing.name}, which is not installed; install it with: "
        "pip install 'twoplustwo[cli]' (tables and questions) or "
        "pip install 'twoplustwo[grade]' (problem sets and grading as well)"
    ) from missing

PARTS = ("sets", "rehearse", "grade", "pages", "publish", "tables", "questions")
"""Modules of commands; the student edition has the last two alone."""

app = typer.Typer(
    help="Two Plus Two: the course's tables, questions and problem sets.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
)
for part in PARTS:
    if find_spec(f"{__name__}.{part}"):
        import_module(f"{__name__}.{part}").register(app)


def main() -> None:
    """Entry point of the ``twoplustwo`` command."""
    app()
