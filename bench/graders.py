"""One worker of the grading bench: grades notebooks, says what it gave and when it worked.

python bench/graders.py ours MASTER THREADS NOTEBOOK...
python bench/graders.py otter AUTOGRADER.ZIP NOTEBOOK...
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def ours(master: str, threads: str, notebooks: list[str]) -> dict:
    """Grade with our grader, isolated."""
    from twoplustwo.exercises.masters import assign
    from twoplustwo.grading.runner import Grader

    assignment = assign(master)
    with Grader(assignment, "bench", isolation="namespaces") as grader:
        grader.grade(b"", "nobody")
        grader._scorers.start().wait()
        began = time.time()
        with ThreadPoolExecutor(int(threads)) as pool:
            pairs = pool.map(
                lambda one: (one, grader.grade(Path(one).read_bytes(), "x")), notebooks
            )
            results = dict(pairs)
        ended = time.time()
    odd = {r["isolation"] for r in results.values()} - {"namespaces"}
    assert not odd, f"graded without isolation: {odd}"
    scores = {name: result["score"] for name, result in results.items()}
    return {"began": began, "ended": ended, "scores": scores}


def otter(autograder: str, notebooks: list[str]) -> dict:
    """Grade with otter's programmatic interface."""
    from otter.api import grade_submission

    began = time.time()
    scores = {
        name: float(grade_submission(name, autograder, quiet=True).total) for name in notebooks
    }
    return {"began": began, "ended": time.time(), "scores": scores}


if __name__ == "__main__":
    kind, *rest = sys.argv[1:]
    made = ours(rest[0], rest[1], rest[2:]) if kind == "ours" else otter(rest[0], rest[1:])
    print("\n" + json.dumps(made))
