"""The process in which a student's code runs: cells first, then the answers, then calls.

It knows nothing worth hunting for: it came from a zygote that has seen neither roster nor salt nor
tests, and all it is sent is the student's own notebook. Whatever it says is only data to the rest.
"""

from __future__ import annotations

import base64
import builtins
import contextlib
import io
import os
import random
import signal
import socket
import sys
import types
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from twoplustwo.grading import codec, wire

REQUEST_BYTES = 256 * 2**20
ERROR_CHARS = 300
SEED = 20210115
SHELL_NAMES = frozenset({"In", "Out", "exit", "quit", "open", "get_ipython", "input"})


class CellTimeout(KeyboardInterrupt):
    """A cell ran for longer than a cell may."""


def make_shell(place: str) -> Any:
    """Make the IPython shell, so that magics, ``!`` and top-level ``await`` work.

    `place` is where it puts the folders that it insists on.
    """
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "NoColor"
    settings.InteractiveShell.ipython_dir = place
    shell = InteractiveShell.instance(config=settings)
    shell.system = shell.system_raw  # without a terminal of its own
    shell.display_formatter.active_types = ["text/plain"]
    for hook in ("showtraceback", "showsyntaxerror", "showindentationerror"):
        setattr(shell, hook, _print_error)
    with contextlib.redirect_stdout(io.StringIO()):
        shell.run_cell("1", store_history=True)  # what IPython makes on first use is made once
    shell.reset()
    return shell


def _print_error(*arguments: Any, **options: Any) -> None:
    """Print the error in one line; the full traceback costs more than most notebooks."""
    print(describe(sys.exc_info()[1] or sys.last_value))


def describe(error: BaseException | None) -> str:
    """One line about an exception, whose own text may fail."""
    try:
        text = f"{type(error).__name__}: {error}"
    except BaseException:
        text = type(error).__name__
    return text[:ERROR_CHARS]


def _no_input(prompt: object = "") -> str:
    raise EOFError("input() does not work while a notebook is graded: nobody is there to answer")


class _Ignored:
    """What `otter.Notebook` is while a notebook is graded: it takes every call and does nothing."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments, **options: None


def prepare() -> None:
    """Replace what makes no sense while a notebook is graded."""
    builtins.input = _no_input
    otter = types.ModuleType("otter")
    otter.Notebook = _Ignored  # type: ignore[attr-defined]
    sys.modules["otter"] = otter


def seed() -> None:
    """Let unseeded randomness give the same numbers in every run, so that a regrade agrees."""
    import numpy as np

    random.seed(SEED)
    np.random.seed(SEED)


def open_streams() -> None:
    """Let Python write to what descriptors 1 and 2 have become."""
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), "utf-8", errors="replace")
    for number, name in ((1, "stdout"), (2, "stderr")):
        raw = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
        stream = io.TextIOWrapper(raw, "utf-8", errors="replace")
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _write_files(files: Mapping[str, str]) -> None:
    """Put the set's own files where the notebook expects them."""
    for name, content in files.items():
        path = Path(name)
        if not path.is_absolute() and ".." not in path.parts:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base64.b64decode(content))


@contextlib.contextmanager
def _timed(seconds: float) -> Any:
    """Raise CellTimeout in the block after `seconds`, and again every second if it is caught."""

    def interrupt(number: int, frame: Any) -> None:
        raise CellTimeout(f"the cell was stopped after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _run_cell(shell: Any, source: str, seconds: float) -> str | None:
    """Run one cell; give its error in a line, or None."""
    try:
        with _timed(seconds):
            result = shell.run_cell(source, store_history=True)
        error = result.error_before_exec or result.error_in_exec
        return describe(error) if error is not None else None
    except BaseException as error:  # a hook of the student's may raise anywhere
        return describe(error)


def run_cells(shell: Any, cells: Sequence[str], seconds: float) -> dict[str, str]:
    """Run the cells from top to bottom; give the errors by position."""
    errors = {}
    for position, source in enumerate(cells):
        error = _run_cell(shell, source, seconds)
        if error is not None:
            errors[str(position)] = error
    return errors


def _public(names: Mapping[str, Any]) -> list[str]:
    hidden = (types.ModuleType, type)
    return [
        name
        for name, value in names.items()
        if not name.startswith("_") and name not in SHELL_NAMES and not isinstance(value, hidden)
    ]


def _answers(shell: Any, request: Mapping[str, Any]) -> dict[str, Any]:
    """Encode the answers that were asked for, or every public name."""
    space = shell.user_ns
    names = request["names"] if request["names"] is not None else _public(space)
    # Otter's stub for an answer is `...`: a name that holds it still is to be assigned.
    found = {name: space[name] for name in names if name in space and space[name] is not ...}
    return codec.encode_answers(found, request["value_bytes"])


def _call(shell: Any, request: Mapping[str, Any]) -> dict[str, Any]:
    """Call a function of the student's; give its result or its error."""
    try:
        function = shell.user_ns[request["call"]]
        arguments = codec.from_node(request["arguments"])
        options = codec.from_node(request["options"])
        return {"value": codec.Encoder().node(function(*arguments, **options))}
    except BaseException as error:
        return {"error": describe(error)}


def serve(channel: socket.socket, shell: Any) -> None:
    """Run one notebook and answer until the other end hangs up."""
    request = wire.receive_json(channel, REQUEST_BYTES)
    _write_files(request["files"])
    seed()
    own = os.getpid()
    errors = run_cells(shell, request["cells"], request["cell_seconds"])
    _flush()
    if os.getpid() != own:
        return  # a copy that a cell has forked and that runs on: it answers for nobody
    answers = _answers(shell, request)
    wire.send_json(channel, {"errors": errors, "answers": answers})
    while True:
        wire.send_json(channel, _call(shell, wire.receive_json(channel, REQUEST_BYTES)))


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BaseException):
            stream.flush()


def live(channel: socket.socket, shell: Any) -> None:
    """Serve, then end without giving exit hooks a turn."""
    try:
        serve(channel, shell)
    except BaseException:
        _flush()
        os._exit(0 if sys.exc_info()[0] is wire.Closed else 70)
    os._exit(0)
