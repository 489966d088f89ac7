"""The runner: results, hints, functions, plain otter sets, and processes that die on it."""

from __future__ import annotations

import copy
import json
import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.hostile import sample
from twoplustwo.exercises.assignment import Assignment, Question
from twoplustwo.exercises.assignment import Test as Part
from twoplustwo.grading.limits import Limits
from twoplustwo.grading.runner import Grader, grade_one

LIMITS = Limits(seconds=30, cell_seconds=10)


@pytest.fixture(scope="module")
def grader():
    with Grader(sample.assignment(), sample.SALT, limits=LIMITS) as made:
        yield made


def graded(grader, **changes):
    return grader.grade(sample.data(sample.solved(**changes)), sample.OWNER)


def task(result, name):
    return next(one for one in result["tasks"] if one["name"] == name)


def test_a_right_notebook_earns_everything(grader):
    result = graded(grader)
    assert (result["status"], result["reason"], result["isolation"]) == ("graded", "", "namespaces")
    assert (result["score"], result["max_score"], result["cells"]) == (10.0, 10.0, 7)
    assert result["memo"] == {"memo": "Talk early, and in writing."}
    assert task(result, "scale")["value"] == "scale = a function"
    assert task(result, "counts")["value"] == "counts = DataFrame of 3 × 2"
    assert json.loads(json.dumps(result)) == result


def test_a_wrong_answer_earns_its_hint(grader):
    result = graded(grader, mean_answer="mean = max(variant['mean']['numbers'])")
    assert result["score"] == 7.0
    assert task(result, "mean")["signature"] == "largest"
    assert "largest" in task(result, "mean")["hint"]
    assert task(result, "scale")["hint"] is None


def test_a_wrong_function_earns_its_hint(grader):
    result = graded(grader, scale_answer="def scale(x): return x / variant['scale']['factor']")
    assert task(result, "scale")["signature"] == "inverse"


def test_the_error_of_a_cell_belongs_to_its_question(grader):
    result = graded(grader, counts_answer="counts = pd.DataFrame(nowhere)")
    assert task(result, "counts")["error"] == "NameError: name 'nowhere' is not defined"
    assert task(result, "counts")["value"] is None
    assert task(result, "mean")["error"] is None


def test_magics_await_and_display_work(grader):
    wait = "%precision 3\nimport asyncio\nawait asyncio.sleep(0)\n"
    source = f"{wait}{sample.ANSWERS['mean-answer']}\nmean"
    result = graded(grader, mean_answer=source)
    assert result["score"] == 10.0
    assert "Out[" in result["output"]
    assert graded(grader, mean_answer="names = !echo one two\nprint(names)")["output"].count(
        "one two"
    )


def test_the_same_notebook_gives_the_same_result(grader):
    source = "import random\nprint(random.random(), np.random.rand(), hash('a'))"
    first, second = (graded(grader, mean_answer=source) for _ in range(2))
    assert first | {"seconds": 0} == second | {"seconds": 0}


def test_each_owner_is_scored_on_the_own_variant(grader):
    other = sample.data(sample.solved("k018"))
    assert grader.grade(other, "k018")["score"] == 10.0
    assert grader.grade(other, sample.OWNER)["score"] == 0.0


def test_an_unanswered_notebook_says_so(grader):
    made = sample.released()
    sample.cell(made, "scale-answer")["source"] = ""
    result = grader.grade(sample.data(made), sample.OWNER)
    assert (result["score"], result["reason"]) == (0.0, "No answer was found.")
    assert result["memo"] == {"memo": ""}


def test_the_memo_counts_even_where_the_run_fails(grader):
    result = graded(grader, mean_answer="import os; os._exit(1)")
    assert result["status"] == "failed"
    assert result["memo"]["memo"].startswith("Talk early")
    assert [one["score"] for one in result["tasks"]] == [0.0, 0.0, 0.0]


def test_threads_share_a_grader(grader):
    results = {}
    data = sample.data(sample.solved())

    def work(number):
        results[number] = grader.grade(data, sample.OWNER)["score"]

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert results == dict.fromkeys(range(6), 10.0)


@pytest.mark.parametrize("part", ["_sandboxes", "_scorers"])
def test_a_zygote_that_dies_is_replaced(grader, part):
    zygote = getattr(grader, part)._zygote
    os.kill(zygote._process.pid, signal.SIGKILL)
    zygote._process.wait()
    assert graded(grader)["score"] == 10.0


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_nothing_grows(grader):
    graded(grader)
    before = descriptors()
    for _ in range(10):
        graded(grader)
        graded(grader, mean_answer="import os; os._exit(1)")
    assert descriptors() == before
    mine = [grader._sandboxes._zygote._process.pid, grader._scorers._zygote._process.pid]
    end = time.monotonic() + 10  # the last child takes a moment to end
    while any(Path(f"/proc/{pid}/task/{pid}/children").read_text() for pid in mine):
        assert time.monotonic() < end, "a child outlives its submission"
        time.sleep(0.05)


def test_nothing_is_left_after_the_end():
    made = Grader(sample.assignment(), sample.SALT).__enter__()
    pids = [made._sandboxes._zygote._process.pid, made._scorers._zygote._process.pid]
    scratch = [Path(made._sandboxes._zygote._scratch), Path(made._scorers._zygote._scratch)]
    made.close()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    assert not any(one.exists() for one in scratch)


# --- tests that misbehave -------------------------------------------------------------------------


def with_test(source: str) -> Assignment:
    made = sample.assignment()
    return replace(made, tests={**made.tests, "mean": source})


HANG = sample.TEST.format(name="mean", points=3.0).replace(
    "    assert", "    while True: pass\n    assert"
)
DIE = sample.TEST.format(name="mean", points=3.0).replace(
    "    assert", "    import os; os._exit(1)\n    assert"
)
STAIN = sample.TEST.format(name="mean", points=3.0).replace(
    "    assert",
    "    import numpy\n    assert not hasattr(numpy, 'stain')\n    numpy.stain = 1\n    assert",
)


@pytest.mark.parametrize(("source", "reason"), [(HANG, "took more than 2 s"), (DIE, "broke off")])
def test_a_hidden_test_that_hangs_or_dies_breaks_one_submission_only(source, reason):
    limits = replace(LIMITS, test_seconds=1, call_seconds=1)
    with Grader(with_test(source), sample.SALT, limits=limits) as grader:
        for _ in range(2):
            result = graded(grader)
            assert result["status"] == "failed"
            assert reason in result["reason"]


def test_what_a_hidden_test_leaves_behind_does_not_reach_the_next_submission():
    with Grader(with_test(STAIN), sample.SALT, limits=LIMITS) as grader:
        assert [graded(grader)["score"] for _ in range(3)] == [10.0] * 3


def test_a_test_file_that_cannot_be_read_is_told_at_once():
    with pytest.raises(RuntimeError, match="OK_FORMAT"):
        grade_one(sample.data(sample.solved()), with_test("x = 1"), sample.OWNER, sample.SALT)


# --- plain otter sets -----------------------------------------------------------------------------

OK_TEST = """OK_FORMAT = True

test = {"name": "double", "points": 2, "suites": [{"type": "doctest", "scored": True, "cases": [
    {"code": ">>> bool(np.isclose(double(4), 8))\\nTrue", "hidden": False},
    {"code": ">>> near(total, 6)\\nTrue", "hidden": True},
]}]}
"""


def plain() -> Assignment:
    student = sample.template()
    student["cells"] = [
        sample.code(
            "# Initialize Otter\nimport otter\ngrader = otter.Notebook('plain.ipynb')", "init"
        ),
        sample.code("import numpy as np\ndef near(a, b):\n    return abs(a - b) < 0.1", "setup"),
        sample.code("def double(x):\n    ...\ntotal = ...", "answer", "double"),
        sample.code("grader.check('double')", "check"),
        sample.code("grader.export(run_tests=True)", "export"),
    ]
    tests = (Part("double - 1", 1.0, False), Part("double - 2", 1.0, True))
    return Assignment(
        name="plain",
        title="Plain",
        kind="otter",
        master="plain",
        questions=(Question("double", "Double", 2.0, tests=tests),),
        tests={"double": OK_TEST},
        student=student,
        files={"numbers/list.txt": "MSAyIDM="},
    )


def answered(source: str) -> bytes:
    made = copy.deepcopy(plain().student)
    sample.cell(made, "answer")["source"] = source
    made["metadata"]["otter"]["assignment_name"] = "plain"
    return sample.data(made)


RIGHT = "def double(x):\n    return 2 * x\n"


@pytest.fixture(scope="module")
def plain_grader():
    with Grader(plain(), "unused", limits=LIMITS) as made:
        yield made


@pytest.mark.parametrize(
    ("source", "score"),
    [
        (RIGHT + "total = 6", 2.0),
        (RIGHT + "total = sum(map(int, open('numbers/list.txt').read().split()))", 2.0),
        (RIGHT + "total = 5", 1.0),
        ("", 0.0),
        # A helper of the instructor's and a module stay the instructor's.
        ("total = 5\nnp.isclose = lambda *a: True\nnear = lambda a, b: True", 0.0),
        # So do Python's own functions.
        ("def double(x): return 7\ndef bool(x): return 1 == 1\ntotal = 6", 1.0),
    ],
)
def test_plain_otter_sets(plain_grader, source, score):
    result = plain_grader.grade(answered(source), "anyone")
    assert (result["status"], result["score"], result["max_score"]) == ("graded", score, 2.0)
    assert all(one["error"] is None for one in result["tasks"]), "otter's own cells do nothing"
