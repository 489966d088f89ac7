"""How a command ends: what went wrong on standard error, and a status other than zero."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

WRONG_INPUT = 2


@contextmanager
def explained(*expected: type[Exception], extra: str = "grade") -> Iterator[None]:
    """Turn expected errors, and packages that are missing, into one line and status 2.

    Parameters
    ----------
    expected
        Errors whose message is written for the reader.
    extra
        The extra of our package that brings what the command imports.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "twoplustwo":
            raise
        typer.echo(
            f"this command needs {error.name}, which is not installed; "
            f"install it with: pip install 'twoplustwo[{extra}]'",
            err=True,
        )
        raise typer.Exit(WRONG_INPUT) from None
    except expected as error:
        typer.echo(_said(error), err=True)
        raise typer.Exit(WRONG_INPUT) from None


def _said(error: Exception) -> str:
    """The message of an error; one of the operating system without its number."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error)
