"""Run notebooks top-down in the Python that runs this script, and print what happened as JSON.

    python run_notebook.py NOTEBOOK...

Warnings are errors from the first cell on. Time is the kernel's own processor time, so that a busy
machine makes no cell slower.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import psutil
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

STRICT = "import warnings; warnings.simplefilter('error')"
LENIENT = "import warnings; warnings.simplefilter('ignore')"  # the kernel's own, at its end
LOADED = "{name.partition('.')[0] for name in __import__('sys').modules}"
SECONDS = 120


def run(path: Path) -> dict[str, object]:
    """Execute one notebook in the current folder."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=SECONDS, kernel_name="python3")
    seconds, error = [], None
    with client.setup_kernel():
        _ask(client, STRICT)
        kernel = psutil.Process(client.km.provisioner.pid)
        for place, cell in enumerate(notebook.cells):
            before = sum(kernel.cpu_times()[:2])
            try:
                client.execute_cell(cell, place)
            except CellExecutionError as stopped:
                error = f"cell {place + 1}: {stopped}"
                break
            seconds.append(round(sum(kernel.cpu_times()[:2]) - before, 2))
        loaded = _ask(client, LENIENT, LOADED)
    nbformat.validate(notebook)
    return {
        "error": error,
        "slowest": max(seconds, default=0),
        "loaded": loaded,
        "outputs": [_kinds(cell.outputs) for cell in notebook.cells if cell.cell_type == "code"],
    }


def _ask(client: NotebookClient, code: str, expression: str = "None") -> object:
    """Run code beside the cells; return the value of an expression of names, as a list."""
    reply = run_sync(client.kc.execute_interactive)(
        code, silent=True, timeout=SECONDS, user_expressions={"it": expression}
    )
    found = reply["content"]["user_expressions"]["it"]["data"]["text/plain"]
    return found if found == "None" else sorted(eval(found))


def _kinds(outputs: list) -> list[str]:
    """What an output is: MIME types, the stream's name, or an error."""
    return [
        " ".join(sorted(one["data"])) if "data" in one else one.get("name", one.output_type)
        for one in outputs
    ]


if __name__ == "__main__":
    print(json.dumps({name: run(Path(name)) for name in sys.argv[1:]}))
