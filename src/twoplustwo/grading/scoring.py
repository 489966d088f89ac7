"""The clean process: hidden tests meet decoded values, and student code never runs here.

A zygote of its own knows the tests, the solvers and the salt. It forks one process for each
submission, so that no test sees what an earlier one left behind, and a test that hangs or dies
takes nothing along. Functions of a student are called over the runner, where they live.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import re
import resource
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from twoplustwo.exercises import otter_files
from twoplustwo.exercises.assignment import Assignment, Question
from twoplustwo.exercises.masters import question_of
from twoplustwo.grading import codec, namespaces, wire
from twoplustwo.grading.limits import MB
from twoplustwo.grading.zygote import START_BYTES, Brood, runner_socket

FRAME_BYTES = 256 * MB
MEMORY = 4096 * MB
VALUE_CHARS = 160
MESSAGE_CHARS = 300
Values = Mapping[str, Any]


class StudentError(Exception):
    """What a student's function raised, or why it gave no value."""


class Function:
    """Stands for a function of the student's; calling it calls the one in the isolated process."""

    def __init__(self, name: str, ask: Callable[[Mapping[str, Any]], Any]) -> None:
        self.__name__ = self.__qualname__ = name
        self._ask = ask

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        encoder = codec.Encoder()
        answer = self._ask(
            {
                "call": self.__name__,
                "arguments": encoder.node(list(arguments)),
                "options": encoder.node(options),
            }
        )
        if "value" not in answer:
            raise StudentError(str(answer.get("error", "it gave no value"))[:MESSAGE_CHARS])
        return codec.from_node(answer["value"])


# --- once for all submissions ---------------------------------------------------------------------


class Scorer:
    """What scores the submissions of one assignment.

    Attributes
    ----------
    trusted
        Imports and functions of the template's own cells: the instructor's, not the student's.
    """

    def __init__(self, assignment: Assignment, salt: str) -> None:
        self.assignment, self.salt = assignment, salt
        self.tests = {
            name: otter_files.parse(text, f"{name}.py") for name, text in assignment.tests.items()
        }
        self.set = assignment.problem_set
        ours = assignment.kind == "twoplustwo"
        self.declared = {n for one in assignment.questions for n in one.answers} if ours else set()
        self.trusted = trusted_names(assignment)
        if self.set is not None:
            self.set.variant(salt, "warm")  # screens every pool before the first fork

    def accepts(self, name: str) -> bool:
        """Whether a student's name may reach the tests.

        A process that delivers more than it was asked for must not put its own ``len`` or
        ``expected`` in their place.
        """
        if self.declared:
            return name in self.declared
        return name.isidentifier() and not name.startswith("_") and not hasattr(builtins, name)

    def score(self, owner: str, delivered: Values, errors: Values) -> dict[str, Any]:
        """Score the values of one submission."""
        variant = self.set.variant(self.salt, owner) if self.set is not None else {}
        space: dict[str, Any] = {**delivered, **self.trusted, "variant": variant}
        if self.set is not None:
            own = self.set
            space["expected"] = cache(lambda task, _=None: own.expected(task, variant))
            inner = space["expected"]
            space["expected"] = lambda task, variant=None: inner(task)
        graded = [one for one in self.assignment.questions if not one.manual]
        tasks = [self._task(one, space, delivered, variant, errors) for one in graded]
        return {"tasks": tasks, **totals(tasks)}

    def _task(
        self, question: Question, space: Values, delivered: Values, variant: Values, errors: Values
    ) -> dict[str, Any]:
        values = {name: delivered[name] for name in question.answers if name in delivered}
        known = {name: one for name, one in values.items() if not isinstance(one, codec.Opaque)}
        tests = list(self._run(question, {**space}))
        task = {
            "name": question.name,
            "title": question.title,
            "score": sum(one["score"] for one in tests),
            "max_score": sum(one["max_score"] for one in tests),
            "tests": tests,
            "signature": None,
            "hint": None,
            "value": shown(question.answers, delivered),
            "error": errors.get(question.name),
        }
        return task | (self._hint(question, known, variant) if _lost(task) else {})

    def _run(self, question: Question, space: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Run the test file of a question, in otter's way."""
        file = self.tests[question.name]
        clean = {name: one for name, one in space.items() if not isinstance(one, codec.Opaque)}
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            file.run(clean)
        whole = not file.all_or_nothing or file.passed_all
        for result in file.test_case_results:
            case = result.test_case
            yield {
                "name": named(case),
                "passed": bool(result.passed),
                "score": float(case.points) if result.passed and whole else 0.0,
                "max_score": float(case.points),
                "hidden": bool(case.hidden),
                "message": "" if result.passed else last_line(result.message),
            }

    def _hint(self, question: Question, values: Values, variant: Values) -> dict[str, Any]:
        """Recognise a typical mistake; a solver that fails on odd values costs no grade."""
        if self.set is None:
            return {}
        try:
            mistake = self.set.task(question.name).diagnose(values, variant[question.name])
        except Exception:
            return {}
        return {"signature": mistake.name, "hint": mistake.hint} if mistake else {}


def named(case: Any) -> str:
    """Name of a test: that of its function where the master gives none and otter only counts."""
    function = str(getattr(getattr(case.body, "test_func", None), "__name__", ""))
    counted = re.fullmatch(r".* - \d+", case.name or "")
    return function if counted and function.startswith("test_") else case.name


def _lost(task: Values) -> bool:
    return task["score"] < task["max_score"]


def totals(tasks: list[dict[str, Any]]) -> dict[str, float]:
    """Add up the tasks."""
    return {key: float(sum(one[key] for one in tasks)) for key in ("score", "max_score")}


def last_line(message: str | None) -> str:
    """What went wrong, without the text of the hidden test."""
    lines = [line.strip() for line in (message or "").splitlines() if line.strip()]
    return lines[-1][:MESSAGE_CHARS] if lines else ""


def trusted_names(assignment: Assignment) -> dict[str, Any]:
    """Run imports and definitions of the template's cells that are nobody's answer.

    Tests of plain otter sets lean on names such as ``np``, or on a helper of the instructor's; a
    student's own version of these never reaches the tests.
    """
    space: dict[str, Any] = {}
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    for cell in assignment.student["cells"]:
        if cell["cell_type"] != "code" or question_of(cell) or _is_answer(cell):
            continue
        for node in _statements("".join(cell["source"])):
            if isinstance(node, kinds) and not _names_otter(node):
                with contextlib.suppress(Exception):
                    exec(compile(ast.Module([node], []), "<template>", "exec"), space)
    space.pop("__builtins__", None)
    answers = {name for one in assignment.questions for name in one.answers}
    return {name: one for name, one in space.items() if name not in answers}


def _is_answer(cell: Mapping[str, Any]) -> bool:
    return "otter_answer_cell" in cell["metadata"].get("tags", [])


def _statements(source: str) -> list[ast.stmt]:
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        return ast.parse("\n".join(lines)).body
    except SyntaxError:
        return []


def _names_otter(node: ast.stmt) -> bool:
    names = [one.name for one in getattr(node, "names", [])] + [getattr(node, "module", None) or ""]
    return any(name.split(".")[0] == "otter" for name in names)


# --- values in words ------------------------------------------------------------------------------


def shown(names: tuple[str, ...], delivered: Values) -> str | None:
    """The answers of a question in one short text."""
    parts = [f"{name} = {brief(delivered[name])}" for name in names if name in delivered]
    return ", ".join(parts)[: 4 * VALUE_CHARS] or None


def brief(value: Any) -> str:
    """A value in a few words."""
    if isinstance(value, codec.Opaque):
        return f"({value.reason})"
    if isinstance(value, Function):
        return "a function"
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and shape and (len(shape) > 1 or shape[0] > 8):
        return f"{type(value).__name__} of {' × '.join(map(str, shape))}"
    if isinstance(value, (list, tuple, set, dict)) and len(value) > 20:
        return f"{type(value).__name__} of {len(value)} items"
    text = " ".join(repr(value).split())
    return text if len(text) <= VALUE_CHARS else text[: VALUE_CHARS - 1] + "…"


# --- one submission -------------------------------------------------------------------------------


def read_delivery(
    data: bytes, ask: Callable[[Mapping[str, Any]], Any]
) -> tuple[dict[str, Any], dict[int, str]]:
    """Decode what a child has sent: values by name, and errors by position of the cell."""
    root = codec.parse(data)
    if not isinstance(root, dict):
        raise codec.CodecError("the delivery is no object")
    answers, errors = root.get("answers"), root.get("errors")
    if not isinstance(answers, dict) or not isinstance(errors, dict):
        raise codec.CodecError("the delivery has no answers")
    values = {}
    for name, node in answers.items():
        value = codec.from_node(node)
        values[name] = Function(name, ask) if isinstance(value, codec.Remote) else value
    told = {int(at): text for at, text in errors.items() if at.isdecimal() and len(at) < 6}
    return values, {at: str(text)[:MESSAGE_CHARS] for at, text in told.items()}


def _errors(told: Mapping[int, str], questions: list[str | None]) -> dict[str, str]:
    """The first error of every question's cells."""
    found: dict[str, str] = {}
    for at, text in sorted(told.items()):
        if at < len(questions) and questions[at]:
            found.setdefault(str(questions[at]), text)
    return found


def _serve(scorer: Scorer, channel: socket.socket) -> dict[str, Any]:
    request = wire.receive_json(channel, FRAME_BYTES)
    delivery = wire.receive(channel, FRAME_BYTES)

    def ask(question: Mapping[str, Any]) -> Any:
        wire.send_json(channel, {"call": dict(question)})
        answer = codec.parse(wire.receive(channel, FRAME_BYTES))
        return answer if isinstance(answer, dict) else {"error": "it gave no value"}

    try:
        values, told = read_delivery(delivery, ask)
    except codec.CodecError as error:
        return {"unreadable": str(error)[:MESSAGE_CHARS]}
    delivered = {name: value for name, value in values.items() if scorer.accepts(name)}
    result = scorer.score(request["owner"], delivered, _errors(told, request["questions"]))
    return result | {"found": len(delivered)}


def _work(scorer: Scorer) -> Callable[[Mapping[str, Any], list[socket.socket]], None]:
    def work(request: Mapping[str, Any], sockets: list[socket.socket]) -> None:
        if sys.platform == "linux":
            namespaces.die_with_parent()
            most = namespaces.used_address_space() + MEMORY
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
        channel = sockets[0]
        wire.send_json(channel, {"result": _serve(scorer, channel)})

    return work


def main() -> None:
    """Run the zygote of the scorers; its standard input is the socket to the runner."""
    channel = runner_socket()
    start = wire.receive_json(channel, START_BYTES)
    scorer = Scorer(Assignment.from_json(start["assignment"]), start["salt"])
    wire.send(channel, b"ready")
    channel.settimeout(None)
    Brood(channel, _work(scorer)).run()
