"""From Monday to Friday night, by the command line alone, as the instructor's guide says it.

A class of thirty gets a set, answers it (right, wrong, hostile, broken), is graded, marked and
told; the grades go to Canvas and to Moodle.
"""

from __future__ import annotations

import copy
import csv
import html
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.grading.handed import archive
from twoplustwo.exercises import Mistake, Task
from twoplustwo.exercises.masters import assign, question_of, split

SET, COUNT = "reading", 30
CODES = [f"k{number:02}" for number in range(1, COUNT + 1)]
GRADED, REFUSED, MISSING = 28, "k28", "k30"
QUITS, LIES, COPIES, BROKE, LATE, TWICE, WRONG = "k25", "k26", "k27", "k29", "k05", "k06", "k21"
EVERYTHING = """
class Everything(float):
    def __eq__(self, other): return True
    def __hash__(self): return 0
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
"""


def canvas_id(code: str) -> int:
    return 70_000 + int(code[1:])


def moodle_id(code: str) -> int:
    return 9_000 + int(code[1:])


def command(place: Path, *words: str, status: int = 0) -> Any:
    """Run a command of ours as an instructor would, and read what it says as JSON."""
    run = subprocess.run(
        [sys.executable, "-m", "twoplustwo.cli", *words, "--json"],
        cwd=place,
        capture_output=True,
        text=True,
    )
    assert run.returncode == status, f"{' '.join(words)}\n{run.stdout}\n{run.stderr}"
    return json.loads(run.stdout) if status == 0 else run.stderr


def answered(place: Path, code: str, skip: str = "") -> dict[str, Any]:
    """The notebook that a student was given, with the master's own solutions."""
    made = json.loads((place / "monday" / "student" / code / f"{SET}.ipynb").read_text())
    solved = split(Path(assign(SET).master)).solved["cells"]
    for question in assign(SET).questions:
        ours = [cell for cell in made["cells"] if question_of(cell) == question.name]
        theirs = [cell for cell in solved if question_of(cell) == question.name]
        for cell, answer in zip(ours, theirs, strict=True):
            if question.name != skip:
                cell["source"] = answer["source"]
    return made


def cell(made: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in made["cells"] if one.get("id") == name)


def typical() -> tuple[Task, Mistake]:
    """A task with a typical mistake that leads to plain numbers."""
    for task in assign(SET).problem_set.tasks:
        for mistake in task.mistakes:
            values = mistake.solve(task.pool[0])
            if all(isinstance(one, (int, float)) for one in values.values()):
                return task, mistake
    raise AssertionError(f"no task of {SET} has such a mistake")


def mistaken(place: Path, code: str) -> dict[str, Any]:
    """A right notebook but for one typical mistake."""
    task, mistake = typical()
    salt = (place / "monday" / "salt.txt").read_text().strip()
    values = mistake.solve(assign(SET).problem_set.variant(salt, code)[task.name])
    made = answered(place, code)
    lines = [f"{name} = {value!r}" for name, value in values.items()]
    cell(made, f"{task.name}-answer")["source"] += "\n" + "\n".join(lines)
    return made


def hostile(place: Path, code: str) -> dict[str, Any]:
    """A notebook that answers nothing and wants everything."""
    made = json.loads((place / "monday" / "student" / code / f"{SET}.ipynb").read_text())
    for question in assign(SET).questions:
        lines = [EVERYTHING, *(f"{name} = Everything(1)" for name in question.answers)]
        if not question.manual:
            cell(made, f"{question.name}-answer")["source"] = "\n".join(lines)
    return made


def handed_in(place: Path) -> dict[str, bytes]:
    """What Canvas gives the instructor for download."""
    notebooks = {code: answered(place, code) for code in CODES[:20]}
    notebooks |= {code: mistaken(place, code) for code in CODES[20:24]}
    notebooks[QUITS] = answered(place, QUITS)
    notebooks[QUITS]["cells"].append(copy.deepcopy(cell(notebooks[QUITS], "variant")))
    notebooks[QUITS]["cells"][-1] |= {"id": "last", "source": "import os; os._exit(0)"}
    notebooks[LIES] = hostile(place, LIES)
    notebooks[COPIES] = notebooks["k01"]
    notebooks[BROKE] = answered(place, BROKE)
    files = {}
    for code, made in notebooks.items():
        late = "LATE_" if code == LATE else ""
        files[f"doe{code}_{late}{canvas_id(code)}_500_{SET}.ipynb"] = json.dumps(made).encode()
    files[f"doe{REFUSED}_{canvas_id(REFUSED)}_500_{SET}.ipynb"] = b""
    whole = files[f"doe{BROKE}_{canvas_id(BROKE)}_500_{SET}.ipynb"]
    files[f"doe{BROKE}_{canvas_id(BROKE)}_501_{SET}-1.ipynb"] = whole[: len(whole) // 2]
    better = json.dumps(answered(place, TWICE)).encode()
    files[f"doe{TWICE}_{canvas_id(TWICE)}_500_{SET}.ipynb"] = json.dumps(
        answered(place, TWICE, skip="rounds")
    ).encode()
    files[f"doe{TWICE}_{canvas_id(TWICE)}_733_{SET}-1.ipynb"] = better
    files[f"doek07_{canvas_id('k07')}_502_photo.png"] = b"\x89PNG"
    files["stranger_99999_503_reading.ipynb"] = better
    return files


def spend_week(place: Path) -> dict[str, Any]:
    """The whole week; each command's own words are kept."""
    lines = ["student_code,ID,Identifier"]
    lines += [f"{code},{canvas_id(code)},Participant {moodle_id(code)}" for code in CODES]
    (place / "roster.csv").write_text("\n".join(lines) + "\n")
    said = {"place": place}
    said["release"] = command(place, "release", SET, "--to", "monday", "--roster", "roster.csv")
    archive(handed_in(place), place / "submissions.zip")
    grade = ("grade", SET, "submissions.zip", "--out", "friday", "--roster", "roster.csv")
    said["grade"] = command(place, *grade, "--jobs", "2")
    said["again"] = command(place, *grade, status=2)
    said["first gradebook"] = (place / "friday" / "gradebook.csv").read_bytes()
    command(place, "mark", "friday")
    fill_sheet(place)
    said["mark"] = command(place, "mark", "friday", "--import", "marked.csv")
    said["feedback"] = command(place, "feedback", "friday")
    said["report"] = command(place, "report", "friday")
    (place / "canvas.csv").write_text(canvas(), newline="")
    (place / "worksheet.csv").write_text(worksheet(), newline="")
    for platform, file in (("canvas", "canvas.csv"), ("moodle", "worksheet.csv")):
        words = ("--roster", file, "--out", f"{platform}-import.csv")
        said[platform] = command(place, "export", "friday", "--format", platform, *words)
    return said


def fill_sheet(place: Path) -> None:
    """Mark half of the memos: 3 in every criterion."""
    rows = list(csv.reader((place / "friday" / "marks.csv").read_text().splitlines()))
    for row in rows[1:]:
        if row[0] in CODES[:15]:
            row[1:5] = ["3"] * 4
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (place / "marked.csv").write_text(text.getvalue())


def most() -> str:
    return f"{assign(SET).points:g}"


def canvas() -> str:
    title = assign(SET).title
    lines = [
        f'Student,ID,SIS User ID,SIS Login ID,Section,"{title} (4711)",Final Score',
        f"    Points Possible,,,,,{most()},(read only)",
    ]
    lines += [f'"Doe, {code.upper()}",{canvas_id(code)},,login-{code},A,,0' for code in CODES]
    return "\ufeff" + "\r\n".join([*lines, '"Student, Test",1,,x,A,,']) + "\r\n"


def worksheet() -> str:
    lines = ["Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed"]
    lines += [
        f"Participant {moodle_id(code)},Doe {code.upper()},,Submitted,,{most()},Yes"
        for code in reversed(CODES)
    ]
    return "\n".join(lines) + "\n"


def gradebook(week: dict[str, Any]) -> dict[str, dict[str, str]]:
    with (week["place"] / "friday" / "gradebook.csv").open(newline="") as file:
        return {row["student_code"]: row for row in csv.DictReader(file)}


def automatic() -> float:
    return sum(one.points for one in assign(SET).questions if not one.manual)


def everybody_got_a_notebook(week: dict[str, Any]) -> None:
    names = {path.parent.name for path in (week["place"] / "monday").glob("student/*/*.ipynb")}
    assert names == set(CODES)


def every_student_has_a_row_with_the_fair_grade(week: dict[str, Any]) -> None:
    book = gradebook(week)
    assert list(book) == CODES
    whole = automatic()
    before = list(csv.DictReader(week["first gradebook"].decode().splitlines()))
    scores = {row["student_code"]: row["score"] for row in before}
    for code in (*CODES[:20], BROKE):
        assert scores[code] == f"{whole:g}", f"{code}: {book[code]['reason']}"
    for code in CODES[20:24]:
        assert 0 < float(scores[code]) < whole
    assert float(scores[COPIES]) < whole / 2
    assert scores[QUITS] == scores[LIES] == scores[REFUSED] == "0"
    assert (book[QUITS]["status"], book[REFUSED]["status"]) == ("failed", "refused")
    assert (book[MISSING]["status"], book[MISSING]["score"]) == ("missing", "")
    assert "late" in book[LATE]["reason"]
    assert "attempt 2 of 2" in book[TWICE]["reason"]
    assert "newer file is refused" in book[BROKE]["reason"]
    assert all(
        row["status"] != "graded" or "ISOLATED" not in row["reason"] for row in book.values()
    )


def every_file_has_a_reason(week: dict[str, Any]) -> None:
    refused = {one["name"]: one["reason"] for one in week["grade"]["refused"]}
    assert "99999" in refused["stranger_99999_503_reading.ipynb"]
    assert ".png" in refused[f"doek07_{canvas_id('k07')}_502_photo.png"]
    assert all(refused.values())
    assert week["grade"]["statuses"] == {"failed": 1, "graded": 27, "missing": 1, "refused": 1}


def a_second_session_into_the_same_folder_is_refused(week: dict[str, Any]) -> None:
    assert "go on with --resume" in week["again"]


def marks_joined_the_gradebook(week: dict[str, Any]) -> None:
    book = gradebook(week)
    assert book["k01"]["memo"] == "12"
    assert float(book["k01"]["score"]) == automatic() + 12
    assert book["k16"]["memo"] == ""


def pages_are_written(week: dict[str, Any]) -> None:
    place = week["place"] / "friday"
    pages = week["feedback"]
    assert set(pages) >= set(CODES) - {MISSING}
    wrong = html.unescape((week["place"] / pages[WRONG]).read_text())
    assert typical()[1].hint[:40] in " ".join(wrong.split()), "the hint of a typical mistake"
    assert (place / "report.html").stat().st_size > 5_000
    assert (place / "marking.html").stat().st_size > 5_000


def canvas_and_moodle_get_the_scores(week: dict[str, Any]) -> None:
    scores = {code: row["score"] for code, row in gradebook(week).items()}
    place = week["place"]
    with (place / "canvas-import.csv").open(newline="", encoding="utf-8-sig") as file:
        imported = {row["ID"]: row for row in csv.DictReader(file)}
    title = f"{assign(SET).title} (4711)"
    assert {str(canvas_id(code)): score for code, score in scores.items()} == {
        number: row[title] for number, row in imported.items() if len(number) == 5
    }
    assert imported[""][title] == most()
    with (place / "moodle-import.csv").open(newline="") as file:
        imported = {row["Identifier"]: row["Grade"] for row in csv.DictReader(file)}
    assert imported == {f"Participant {moodle_id(code)}": score for code, score in scores.items()}
    for platform, file in (("canvas", "canvas.csv"), ("moodle", "worksheet.csv")):
        before = (place / file).read_bytes().splitlines()
        after = (place / f"{platform}-import.csv").read_bytes().splitlines()
        assert len(before) == len(after)
        assert week[platform]["kept"] == []


# `make test` has a class of every kind (test_class) and the guide's own commands instead.
@pytest.mark.skipif(not os.environ.get("TWOPLUSTWO_FULL"), reason="a whole week: make test-all")
# One test: its week takes half a minute, which every process of a parallel run would spend anew.
def test_from_monday_to_friday(tmp_path):
    week = spend_week(tmp_path)
    everybody_got_a_notebook(week)
    every_student_has_a_row_with_the_fair_grade(week)
    every_file_has_a_reason(week)
    a_second_session_into_the_same_folder_is_refused(week)
    marks_joined_the_gradebook(week)
    pages_are_written(week)
    canvas_and_moodle_get_the_scores(week)
