"""``twoplustwo grade`` and ``twoplustwo export``."""

from __future__ import annotations

import json
import os
import signal
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from twoplustwo.cli.ends import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from twoplustwo.grading.export import Exported
    from twoplustwo.grading.session import Outcome

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
ReadAs = Annotated[
    list[str] | None,
    typer.Option(
        "--read-as",
        metavar="THEIRS=OURS",
        help="Read a column of the roster as another, e.g. 'E-Mail-Adresse=Email address'; repeat "
        "it for more.",
    ),
]
STOPPED, NOT_ALL = 130, 1


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(grade)
    app.command()(export)


def grade(
    set_: Annotated[
        str,
        typer.Argument(metavar="SET", help="Name of a set, or path of an otter master."),
    ],
    submissions: Annotated[
        Path,
        typer.Argument(
            metavar="SUBMISSIONS", help="Folder or zip of notebooks, as Canvas or Moodle gives it."
        ),
    ],
    out: Annotated[Path, typer.Option(help="New folder for the gradebook and all that follows.")],
    roster: Annotated[
        Path | None, typer.Option(help="CSV with `student_code` and the platform's ids.")
    ] = None,
    read_as: ReadAs = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Worker processes; by default one a core.")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            help="Trusted Dask scheduler, in place of --jobs: tls://host:8786, or tcp:// (not "
            "encrypted)."
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the session in the folder.")
    ] = False,
    salt_file: Annotated[
        Path | None, typer.Option(help="The salt; by default that of the set's release nearby.")
    ] = None,
    allow_unisolated: Annotated[
        bool,
        typer.Option("--allow-unisolated", help="Run student code with your rights if need be."),
    ] = False,
    deadline: Annotated[
        str | None, typer.Option(help="Later files are marked late, e.g. 2026-10-02T23:59.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Grade a class: run every notebook apart from the machine, score it, write `gradebook.csv`.

    `files.csv` beside it says of every file whose it is and why it counts or not. A run that was
    stopped goes on with `--resume`; so does one to which more files came.

    Examples:

    - `twoplustwo grade dispute submissions.zip --out graded --roster roster.csv`
    - `twoplustwo grade dispute downloads/ --out graded --jobs 4 --resume`
    - `twoplustwo grade my_set/master.md downloads/ --out graded --deadline 2026-10-02T23:59`
    """
    with explained():
        from twoplustwo.exercises.masters import assign
        from twoplustwo.grading import session
    if jobs is not None and scheduler:
        _wrong("give --jobs (this machine) or --scheduler (a cluster), not both")
    if read_as and roster is None:
        _wrong("--read-as is about columns of the roster; give --roster as well")
    due = _time(deadline)
    with explained(*session.EXPECTED), _stoppable(out):
        plan = session.Plan(
            assignment=assign(set_),
            submissions=submissions,
            out=out,
            roster=roster,
            read_as=_headers(read_as),
            salt_file=salt_file,
            deadline=due,
            jobs=jobs or _cores(),
            scheduler=scheduler,
            resume=resume,
            allow_unisolated=allow_unisolated,
        )
        with _bar("grading") as progress:
            outcome = session.grade(plan, progress)
    _show_grades(outcome, as_json)
    raise typer.Exit(NOT_ALL if outcome.statuses.get("lost") else 0)


def export(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The folder that `twoplustwo grade` wrote.")
    ],
    format_: Annotated[
        str, typer.Option("--format", help="canvas, moodle, gradescope or csv (any other table).")
    ],
    roster: Annotated[Path, typer.Option(help="The file that the platform exported.")],
    out: Annotated[Path, typer.Option(help="The file to write and to import there.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace grades that stand there and differ.")
    ] = False,
    scale: Annotated[
        bool, typer.Option("--scale", help="Scale to the points that the platform expects.")
    ] = False,
    column: Annotated[
        str, typer.Option(help="The platform's column for the grade, if not named after the set.")
    ] = "",
    read_as: ReadAs = None,
    as_json: AsJson = False,
) -> None:
    """Merge the grades into the file that Canvas, Moodle or Gradescope exported.

    Every other cell stays as it is. A student who matches no line or two stops the export; a grade
    that stands there and differs is kept and named, unless you say `--replace`. Marks in
    `marks.csv` that `twoplustwo mark` has not taken over stop it too.

    Examples:

    - `twoplustwo export graded --format canvas --roster gradebook-export.csv --out import.csv`
    - `twoplustwo export graded --format moodle --roster worksheet.csv --out import.csv --scale`
    - `twoplustwo export graded --format moodle --roster noten.csv --out import.csv --column
      "Aufgabe: Reading (Punkte)" --read-as "E-Mail-Adresse=Email address"`
    """
    with explained():
        from twoplustwo.grading.classbook import ClassBookError
        from twoplustwo.grading.export import ExportError, Order
        from twoplustwo.grading.export import export as merge
        from twoplustwo.grading.joined import UnjoinedError
        from twoplustwo.grading.ledger import LedgerError
        from twoplustwo.grading.lms import FORMATS
    if format_ not in FORMATS:
        _wrong(f"no format {format_!r}; there are: {', '.join(FORMATS)}")
    order = Order(
        out=folder,
        platform=format_,
        roster=roster,
        target=out,
        replace=replace,
        scale=scale,
        column=column,
        read_as=_headers(read_as),
    )
    with explained(ExportError, ClassBookError, LedgerError, UnjoinedError, OSError):
        done = merge(order)
    _show_export(done, out, as_json)


def _wrong(message: str) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(2)


def _headers(texts: list[str] | None) -> dict[str, str]:
    """Read the values of ``--read-as``."""
    from twoplustwo.grading.headers import HeaderError, read_as

    with explained(HeaderError):
        return read_as(texts or ())


def _cores() -> int:
    """How many cores this process may use; not every system tells more than how many there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _time(text: str | None) -> datetime | None:
    """Read a deadline; without an offset it is this machine's time, as the times of files are."""
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        _wrong(f"--deadline {text!r} is no time; write it like 2026-10-02T23:59 or ...T23:59+09:00")
    return time.astimezone().replace(tzinfo=None) if time.tzinfo else time


@contextmanager
def _stoppable(out: Path) -> Iterator[None]:
    """End on Ctrl+C (or SIGTERM) with a word on how to go on."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"stopped; all that was graded is in {out}: go on with --resume", err=True)
        raise typer.Exit(STOPPED) from None
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, which stays out of what scripts read."""
    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    quiet = not console.is_terminal
    with Progress(*columns, console=console, disable=quiet, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _show_grades(outcome: Outcome, as_json: bool) -> None:
    refused: list[dict[str, Any]] = outcome.refused
    if as_json:
        facts = {
            "gradebook": str(outcome.gradebook),
            "statuses": outcome.statuses,
            "graded_now": outcome.graded,
            "seconds": round(outcome.seconds, 3),
            "refused": [{key: one[key] for key in ("name", "owner", "reason")} for one in refused],
        }
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
        return
    counts = ", ".join(f"{count} {status}" for status, count in outcome.statuses.items())
    typer.echo(f"students: {counts} ({outcome.graded} graded now, {outcome.seconds:.1f} s)")
    for one in refused:
        typer.echo(f"not graded: {one['name']}: {one['reason']}")
    typer.echo(f"gradebook: {outcome.gradebook}")


def _show_export(done: Exported, out: Path, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(vars(done) | {"file": str(out)}, indent=2, ensure_ascii=False))
        return
    shown = ", ".join(repr(name) for name in done.columns)
    typer.echo(f"{done.written} grades written to {out}, column {shown}; {done.same} stood there")
    for title, lines in (
        ("new column", done.added),
        ("kept, differs", done.kept),
        ("replaced", done.replaced),
        ("left without a grade", done.without_grade),
        ("note", done.notes),
    ):
        for line in lines:
            typer.echo(f"{title}: {line}", err=title != "new column")
