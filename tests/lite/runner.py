"""Runs notebooks and writes what every cell gave. The same file runs on CPython and in Pyodide.

    python runner.py OUT.json NOTEBOOK...

Warnings are errors. A cell's result is what it printed, what it displayed (text and tables), and
for explorers and charts the numbers behind the picture.
"""

import json
import os
import sys
import time
import warnings
from contextlib import redirect_stdout

SHOWN = ("text/plain", "text/html", "text/markdown")


class Failure(Exception):
    """A cell that did not run through: which, and how."""


def cells(path):
    """The sources of a notebook's code cells."""
    with open(path, encoding="utf-8") as file:
        found = json.load(file)["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == "code"]


def picture(result):
    """The numbers behind an explorer or a chart; None for anything else."""
    if hasattr(result, "view") and hasattr(result, "controls"):
        return result.view().json()
    return getattr(result, "figure_json", None)


def run_cell(shell, source):
    """Run one cell; return its result in plain values."""
    from IPython.utils.capture import capture_output

    start = time.process_time()
    with capture_output() as captured:
        done = shell.run_cell(source)
    seconds = time.process_time() - start
    error = done.error_before_exec or done.error_in_exec
    if error is not None or captured.stderr:
        raise Failure(f"{error!r} {captured.stderr}\n{source}")
    data = [output.data for output in captured.outputs]
    return {
        "seconds": seconds,
        "printed": captured.stdout,
        "shown": [{key: one[key] for key in SHOWN if key in one} for one in data],
        "picture": picture(done.result),
    }


def run(path):
    """Run a notebook in a shell of its own."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    try:
        return [run_cell(shell, source) for source in cells(path)]
    except Failure as failure:
        raise Failure(f"{path}: {failure}") from None


def main(out, paths):
    """Run notebooks one after the other and write their results."""
    os.environ["TWOPLUSTWO_TEST"] = "1"
    import IPython.core.interactiveshell  # noqa: F401  (its own import may warn)

    warnings.simplefilter("error")
    results = {}
    for path in paths:
        try:
            results[path] = run(path)
        except Failure as failure:
            results[path] = str(failure)
    with open(out, "w", encoding="utf-8") as file, redirect_stdout(sys.stderr):
        json.dump(results, file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
