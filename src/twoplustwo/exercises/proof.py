"""Proves a problem set: ``python -m twoplustwo.exercises.proof SET [--seeds 500]``.

For every variant that the seeds draw, the master's own solution must earn full marks by the hidden
tests, an empty answer none, and every typical mistake must lose points, lie at least ten tolerances
from the truth and be recognised as itself. Prompts, public checks and table reads are proved too.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from twoplustwo.exercises import otter_files
from twoplustwo.exercises.assignment import Assignment, Notebook
from twoplustwo.exercises.check import Checker
from twoplustwo.exercises.masters import MasterError, assign, question_of, split
from twoplustwo.exercises.notebooks import public_checks
from twoplustwo.exercises.prompts import PlaceholderError, fill
from twoplustwo.exercises.spying import tables_read
from twoplustwo.exercises.task import APART, POOL, ProblemSet, Task, Values, shape

SALT = "proof"
TAKEN = {"check", "load", "variant", "numbers", "expected", "env"}
UNWANTED = {r":::": "a MyST directive", r"\{[a-z-]+\}`": "a MyST role", r"<!--": "an HTML comment"}


@dataclass
class TaskProof:
    """What was found out about one task."""

    name: str
    pool: int = 0
    variants: int = 0
    seconds: float = 0.0
    points: float = 0.0
    tables: list[str] = field(default_factory=list)
    mistakes: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def fault(self, text: str) -> None:
        """Note a fault, once for all variants that show it."""
        kind = text.partition(" (with ")[0]
        if kind not in (one.partition(" (with ")[0] for one in self.faults):
            self.faults.append(text)


class Proof:
    """The proof of one set."""

    def __init__(self, name_or_path: str | Path) -> None:
        start = time.perf_counter()
        self.assignment: Assignment = assign(name_or_path)
        self.assign_seconds = time.perf_counter() - start
        self.solved: Notebook = split(Path(self.assignment.master)).solved
        self.faults: list[str] = []
        self.pool_seconds = 0.0

    @property
    def problem_set(self) -> ProblemSet:
        """Pools and solvers."""
        if self.assignment.problem_set is None:
            raise MasterError(f"{self.assignment.master}: no variants.py beside it to prove")
        return self.assignment.problem_set

    @cached_property
    def checker(self) -> Checker:
        """The public checks, as the student has them."""
        checker = Checker()
        checker.use(public_checks(self.problem_set))
        return checker

    def cells(self, question: str | None) -> list[str]:
        """Code cells of a question in the solved notebook; None: those before all questions."""
        code = [cell for cell in self.solved["cells"] if cell["cell_type"] == "code"]
        return [cell["source"] for cell in code if question_of(cell) == question]

    @cached_property
    def base(self) -> dict[str, Any]:
        """Names that the cells outside of questions define."""
        with _student_imports():
            return self._run(self.cells(None), {"__name__": "__main__"})

    def solution(self, task: str, variant: Values) -> dict[str, Any]:
        """Run the solution cells of a task with a variant, and give all names they leave."""
        names = {**self.base, "variant": {task: variant}, "check": lambda *_: None}
        return self._run(self.cells(task), names)

    def _run(self, cells: list[str], names: dict[str, Any]) -> dict[str, Any]:
        with contextlib.redirect_stdout(io.StringIO()):
            for at, source in enumerate(cells, start=1):
                exec(compile(source, f"<cell {at}>", "exec", dont_inherit=True), names)
        return names

    def score(self, task: str, values: Values, variant: Values) -> tuple[float, float, list[str]]:
        """Score values by the hidden tests: points, the most there are, and what failed."""
        tests = otter_files.parse(self.assignment.tests[task], task)
        expected, whole = self.problem_set.expected, {task: variant}
        # The very names that the grader's clean process gives to the tests.
        with contextlib.redirect_stdout(io.StringIO()):
            tests.run({**values, "expected": expected, "variant": whole})
        failed = [one.message or "" for one in tests.test_case_results if not one.passed]
        return float(tests.score), float(tests.possible), failed

    def prove(self, seeds: int, tasks: list[str] | None = None) -> list[TaskProof]:
        """Prove the set and its tasks (or those named)."""
        start = time.perf_counter()
        chosen = [one for one in self.problem_set.tasks if not tasks or one.name in tasks]
        pools = {one.name: _pool(one) for one in chosen}
        self.pool_seconds = time.perf_counter() - start
        proofs = [self._task(one, pools[one.name], seeds) for one in chosen]
        if not any(isinstance(pool, str) for pool in pools.values()):
            self.faults += self.whole_faults()
        return proofs

    def _task(self, task: Task, pool: int | str, seeds: int) -> TaskProof:
        proof = TaskProof(task.name)
        for text in self._text_faults(task):
            proof.fault(text)
        if isinstance(pool, str):
            proof.fault(pool)
            return proof
        proof.pool = pool
        start = time.perf_counter()
        for variant in drawn(self.problem_set, task, seeds):
            proof.variants += 1
            try:
                self._variant(task, variant, proof)
            except Exception as error:
                proof.fault(f"{_where(error)}{type(error).__name__}: {error} (with {variant})")
        proof.seconds = time.perf_counter() - start
        return proof

    def _variant(self, task: Task, variant: Values, proof: TaskProof) -> None:
        """Prove one variant of a task."""
        if shape(variant) != shape(task.pool[0]):
            proof.fault(f"variants differ in keys, types or list lengths: {variant}")
        with tables_read() as names, _names_in(self.base, "load"):
            values = self.solution(task.name, variant)
        proof.tables += [one for one in names if one not in proof.tables]
        given = {one.name: values[one.name] for one in task.answers if one.name in values}
        self._right(task, variant, given, proof)
        reference = task.solve(variant)
        for mistake in task.mistakes:
            wrong = task.wrong(mistake, variant, reference)
            apart = task.apart(wrong, reference)
            proof.mistakes[mistake.name] = min(apart, proof.mistakes.get(mistake.name, apart))
            if not apart >= APART:
                proof.fault(
                    f"mistake {mistake.name} is {apart:.2g} tolerances away (with {variant})"
                )
            self._wrong(task, variant, {**given, **wrong}, mistake.name, proof)

    def _right(self, task: Task, variant: Values, given: Values, proof: TaskProof) -> None:
        """The solution earns all points and passes the public checks; no answer earns none."""
        score, proof.points, failed = self.score(task.name, given, variant)
        if score != proof.points:
            off = task.apart(given, task.solve(variant))
            proof.fault(
                f"the solution earns {score:g} of {proof.points:g} points; it is {off:.3g} "
                f"tolerances from the solver (with {variant}): {failed[0].splitlines()[-1]}"
            )
        if found := task.diagnose(given, variant):
            proof.fault(f"the solution is diagnosed as {found.name} (with {variant})")
        report = self.checker.report(task.name, given)
        if not report[-1].endswith("public checks passed"):
            proof.fault(f"the solution fails a public check: {'; '.join(report)} (with {variant})")
        for empty in (..., None):
            score, _, _ = self.score(task.name, dict.fromkeys(given, empty), variant)
            if score:
                proof.fault(f"an answer that is {empty} earns {score:g} points")

    def _wrong(
        self, task: Task, variant: Values, given: Values, mistake: str, proof: TaskProof
    ) -> None:
        """A typical mistake loses points and is recognised."""
        score, most, _ = self.score(task.name, given, variant)
        if score >= most:
            proof.fault(f"mistake {mistake} earns full marks (with {variant})")
        found = task.diagnose(given, variant)
        if found is None or found.name != mistake:
            name = found.name if found else "nothing"
            proof.fault(f"mistake {mistake} is diagnosed as {name} (with {variant})")

    def _text_faults(self, task: Task) -> Iterator[str]:
        """Faults of the prompt, the code stub and the test cells."""
        student = self.assignment.student["cells"]
        own = [cell for cell in student if question_of(cell) == task.name]
        prose = "\n".join(cell["source"] for cell in own if cell["cell_type"] == "markdown")
        code = "\n".join(cell["source"] for cell in own if cell["cell_type"] == "code")
        for answer in task.answers:
            if f"`{answer.name}`" not in prose:
                yield f"the prompt does not name `{answer.name}` in backticks"
            if not re.search(rf"\b{re.escape(answer.name)}\b", code):
                yield f"the code stub does not hold {answer.name}"
        if f'check("{task.name}")' not in code:
            yield f'there is no cell check("{task.name}")'
        if not task.mistakes:
            yield "there is no typical mistake"
        yield from _test_faults(self.assignment.tests[task.name], task)

    def whole_faults(self) -> Iterator[str]:
        """Faults of the set as a whole: prose, placeholders, and both notebooks run top-down."""
        variant = self.problem_set.variant(SALT, "whole")
        config = split(Path(self.assignment.master)).name
        if config != self.problem_set.name:
            yield f"the master calls the set {config!r}, variants.py {self.problem_set.name!r}"
        for cell in self.assignment.student["cells"]:
            if cell["cell_type"] == "markdown":
                yield from _prose_faults(cell["source"], variant)
        names = Counter(name for one in self.assignment.questions for name in one.answers)
        for name in (name for name, tasks in names.items() if tasks > 1):
            # Grading takes what a name holds at the end, so the earlier task would lose it.
            yield f"two tasks ask for the name {name!r}"
        if not any(one.manual for one in self.assignment.questions):
            yield "there is no memo (a question with `manual: true`)"
        if not (Path(self.assignment.master).parent / "rubric.yml").is_file():
            yield "there is no rubric.yml"
        yield from _tag_faults(self.assignment.student)
        yield from name_faults(self.problem_set)
        for name, notebook in (("solved", self.solved), ("empty", self.assignment.student)):
            try:
                left = self._run_whole(notebook, variant)
            except Exception as error:
                yield f"the {name} notebook stops: {_where(error)}{type(error).__name__}: {error}"
                continue
            if name == "solved":
                yield from self._left_faults(left, variant)

    def _run_whole(self, notebook: Notebook, variant: Mapping[str, Values]) -> dict[str, Any]:
        """Run a notebook from the top, as grading does; give the names that it leaves."""
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        names: dict[str, Any] = {"__name__": "__main__"}
        for cell in code:
            self._run([cell["source"]], names)
            if "variant" in cell["metadata"].get("tags", []):
                names["variant"] = variant
        return names

    def _left_faults(self, left: Mapping[str, Any], variant: Mapping[str, Values]) -> Iterator[str]:
        """Say which answers a later task spoils: only the names at the end are graded."""
        for task in self.problem_set.tasks:
            given = {one.name: left[one.name] for one in task.answers if one.name in left}
            score, most, _ = self.score(task.name, given, variant[task.name])
            if score < most:
                earned = f"{score:g} of {most:g} points in {task.name}"
                yield f"run as a whole, the solved notebook earns {earned}"


def drawn(problem_set: ProblemSet, task: Task, seeds: int) -> list[Values]:
    """Give the different variants that so many students draw."""
    from twoplustwo.exercises.task import seed

    names = (f"{problem_set.name}/{task.name}" for _ in range(seeds))
    found = (task.draw(seed(SALT, f"student-{n}", name)) for n, name in enumerate(names))
    return list({json.dumps(one, sort_keys=True): one for one in found}.values())


def _pool(task: Task) -> int | str:
    """Size of the pool, or why there is none."""
    try:
        return len(task.pool)
    except Exception as error:
        return f"{_where(error)}{type(error).__name__}: {error}"


def _where(error: Exception) -> str:
    """Say in which line of a cell or of variants.py an error arose."""
    trace, found = error.__traceback__, ""
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith("<cell") or name.endswith("variants.py"):
            found = f"{name} line {trace.tb_lineno}: "
        trace = trace.tb_next
    return found


@contextlib.contextmanager
def _student_imports() -> Iterator[None]:
    """Leave the module of the real checker as it is: a solution's setup cell imports it."""
    from twoplustwo import check

    before = check._tasks
    try:
        yield
    finally:
        check._tasks = before


@contextlib.contextmanager
def _names_in(names: dict[str, Any], name: str) -> Iterator[None]:
    """Let a notebook's own name point to what our module has now (the spy)."""
    import twoplustwo

    before = names.get(name)
    if before is not None:
        names[name] = getattr(twoplustwo, name)
    try:
        yield
    finally:
        if before is not None:
            names[name] = before


def _test_faults(text: str, task: Task) -> Iterator[str]:
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    names = [one.name for one in functions]
    if len(set(names)) < len(names):
        yield f"two test functions have the same name, so one is lost: {sorted(names)}"
    asked = {argument.arg for one in functions for argument in one.args.args}
    for answer in task.answers:
        if answer.name not in asked:
            yield f"no hidden test asks for {answer.name}"
    parsed: Callable[..., Any] = otter_files.parse
    if any(not one.hidden for one in parsed(text, task.name).test_cases):
        yield "a test case lacks `hidden: true`"


def _prose_faults(text: str, variant: Mapping[str, Values]) -> Iterator[str]:
    for pattern, what in UNWANTED.items():
        if re.search(pattern, text) and "QUESTION -->" not in text:
            yield f"prose holds {what}: {text[:60]!r}"
    try:
        left = fill(text, variant)
        if "{{" in left:
            yield f"prose holds braces that are no placeholder: {text[:60]!r}"
    except PlaceholderError as error:
        yield str(error)


def name_faults(problem_set: ProblemSet) -> Iterator[str]:
    """Say which answers of two tasks have one name, or a name that the notebook itself uses."""
    names = [one.name for task in problem_set.tasks for one in task.answers]
    for name in sorted({one for one in names if names.count(one) > 1}):
        yield f"two answers are called {name}; only the last one would be graded"
    for name in sorted(TAKEN & set(names)):
        yield f"an answer is called {name}, a name that the notebook itself uses"


def _tag_faults(notebook: Notebook) -> Iterator[str]:
    for tag in ("setup", "variant"):
        count = sum(tag in cell["metadata"].get("tags", []) for cell in notebook["cells"])
        if count != 1:
            yield f"{count} cells have the tag {tag}; one is expected"


def show(proof: Proof, tasks: list[TaskProof], seeds: int) -> int:
    """Print what was found; give the number of faults."""
    assignment = proof.assignment
    print(f"{assignment.name}: {assignment.title} ({assignment.points:g} points)")
    print(
        f"  otter assign {proof.assign_seconds:.1f} s, pools {proof.pool_seconds:.2f} s, "
        f"{seeds} seeds"
    )
    for one in tasks:
        far = ", ".join(f"{name} {apart:.3g}" for name, apart in one.mistakes.items())
        each = one.seconds / max(one.variants, 1) * 1000
        print(f"  {one.name}: pool {one.pool} (at least {POOL}), {one.points:g} points,", end=" ")
        print(f"{one.variants} variants at {each:.0f} ms; tables: {', '.join(one.tables) or '-'}")
        print(f"    mistakes, tolerances away: {far or '-'}")
        for fault in one.faults:
            print(f"    FAULT {fault}")
    for fault in proof.faults:
        print(f"  FAULT {fault}")
    count = len(proof.faults) + sum(len(one.faults) for one in tasks)
    print(f"  {count} fault{'' if count == 1 else 's'}")
    return count


def main(arguments: list[str] | None = None) -> int:
    """Prove a set from the command line."""
    parser = argparse.ArgumentParser(prog="python -m twoplustwo.exercises.proof")
    parser.add_argument("set", help="name in the catalogue, or path of a master")
    parser.add_argument("--seeds", type=int, default=25)
    parser.add_argument("--task", action="append", help="only this task (may be given again)")
    given = parser.parse_args(arguments)
    try:
        proof = Proof(given.set)
        tasks = proof.prove(given.seeds, given.task)
    except ValueError as error:  # MasterError, VariantsError
        print(error, file=sys.stderr)
        return 2
    return 1 if show(proof, tasks, given.seeds) else 0


if __name__ == "__main__":
    raise SystemExit(main())
