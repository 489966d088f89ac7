"""A whole class, end to end by the commands of the guide: thirty students of every kind."""

from __future__ import annotations

import csv
import json
from collections import defaultdict

import pytest

pytest.importorskip("otter")

from typer.testing import CliRunner

from twoplustwo.cli import app
from twoplustwo.grading import rehearsal, rubric

SET = "reading"
CODES = [f"k{number:02d}" for number in range(1, 31)]
HEAD = "Student,ID,SIS User ID,SIS Login ID,Section,Set (77)"

# One process makes what they share.
pytestmark = pytest.mark.xdist_group("class")


def run(*words: object) -> str:
    """Run a command; what it prints on standard output."""
    ended = CliRunner().invoke(app, [str(word) for word in words])
    assert ended.exit_code == 0, f"{words}\n{ended.output}"
    return ended.stdout


def rows(path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    """The folder of a class that was released, played, graded and marked; and who played what."""
    place = tmp_path_factory.mktemp("term")
    lines = [f"{code},{900 + at},p{at}@example.edu" for at, code in enumerate(CODES)]
    (place / "roster.csv").write_text("\n".join(["student_code,SIS User ID,Email", *lines]))
    run("release", SET, "--to", place / "released", "--roster", place / "roster.csv")
    played = run("rehearse", SET, place / "released", "--to", place / "in", "--json")
    graded = ("grade", SET, place / "in", "--out", place / "graded")
    run(*graded, "--roster", place / "roster.csv", "--jobs", 2)
    run("mark", place / "graded")
    names = rows(place / "graded" / "marks.csv")[0].keys()
    marks = [",".join(names), *(f"{code},4,3,4,3,Good" for code in CODES[:3])]
    (place / "marks.csv").write_text("\n".join(marks))
    run("mark", place / "graded", "--import", place / "marks.csv")
    run("feedback", place / "graded")
    return place, json.loads(played)


@pytest.fixture(scope="module")
def by_kind(term):
    """Kind -> rows of the gradebook."""
    place, kinds = term
    found = defaultdict(list)
    for row in rows(place / "graded" / "gradebook.csv"):
        found[kinds[row["student_code"]]].append(row)
    return found


def tasks(row: dict[str, str]) -> float:
    """Points of a row without those of the memo."""
    return float(row["score"] or 0) - float(row["memo"] or 0)


def test_every_student_gets_what_is_fair(by_kind):
    most = float(by_kind["right"][0]["max_score"]) - 16
    assert {kind for kind, found in by_kind.items() if found} == set(rehearsal.KINDS)
    assert {tasks(row) for row in by_kind["right"]} == {most}
    assert all(0 < tasks(row) < most for row in by_kind["mistaken"])
    assert all(0 < tasks(row) < most for row in by_kind["half"])
    for kind in ("unanswered", "stops", "broken"):
        assert {tasks(row) for row in by_kind[kind]} == {0}, kind
    assert all(tasks(row) < most / 2 for row in by_kind["copied"])


def test_every_row_says_what_became_of_it(by_kind):
    statuses = {kind: {row["status"] for row in found} for kind, found in by_kind.items()}
    assert statuses.pop("broken") == {"refused"}
    assert statuses.pop("stops") == {"failed"}
    assert set().union(*statuses.values()) == {"graded"}
    for kind in ("broken", "stops"):
        assert all(row["reason"] for row in by_kind[kind])


def test_every_student_gets_a_page(term, by_kind):
    place, _ = term
    pages = {path.stem: path.read_text() for path in (place / "graded/feedback").glob("*.html")}
    assert set(pages) == set(CODES)
    for row in by_kind["mistaken"]:
        assert "What may have happened" in pages[row["student_code"]]
        assert "<code>strict</code> does not agree" in pages[row["student_code"]]
    for row in by_kind["right"]:
        assert "does not agree" not in pages[row["student_code"]]
    assert "14 of 16 points" in pages["k01"]


def test_marks_are_in_the_gradebook(by_kind):
    marked = [row for found in by_kind.values() for row in found if row["memo"]]
    assert {(row["student_code"], row["memo"]) for row in marked} == {
        (code, "14") for code in CODES[:3]
    }


def test_the_report_counts_the_class_and_finds_the_copies(term):
    place, kinds = term
    made = json.loads(run("report", place / "graded", "--json"))
    played = list(kinds.values())
    assert made["counts"]["failed"] == played.count("stops")
    assert made["counts"]["refused"] == played.count("broken")
    assert made["signatures"]
    copies = {code for code, kind in kinds.items() if kind == "copied"}
    listed = made["coincidences"]["listed"]
    assert {one["wrong"] for one in listed} == copies
    # Two copies of one file are right for its owner alone.
    assert {one["right"] for one in listed} == {"k01"}
    assert (place / "graded" / "report.html").is_file()


def test_canvas_gets_every_grade_once(term, by_kind):
    place, _ = term
    lines = [f'"P{at}, Q",{at},{900 + at},q{at},Group 1,' for at in range(len(CODES))]
    points = "    Points Possible,,,,,48"
    (place / "canvas.csv").write_text("\n".join([HEAD, points, *lines]))
    order = ("export", place / "graded", "--format", "canvas", "--column", "Set")
    run(*order, "--roster", place / "canvas.csv", "--out", place / "import.csv")
    merged = rows(place / "import.csv")
    assert merged[0]["Set (77)"] == "48"
    scores = {row["student_code"]: row["score"] for found in by_kind.values() for row in found}
    assert [row["Set (77)"] for row in merged[1:]] == [scores[code] for code in CODES]


def test_moodle_gets_every_grade_once(term, by_kind):
    place, _ = term
    head = "Identifier,Email address,Status,Grade,Maximum Grade"
    lines = [f"Participant {at},p{at}@example.edu,,,48.00" for at in range(len(CODES))]
    (place / "worksheet.csv").write_text("\n".join([head, *lines]))
    order = ("export", place / "graded", "--format", "moodle")
    run(*order, "--roster", place / "worksheet.csv", "--out", place / "upload.csv")
    scores = {row["student_code"]: row["score"] for found in by_kind.values() for row in found}
    assert [row["Grade"] for row in rows(place / "upload.csv")] == [scores[one] for one in CODES]


def test_grading_again_gives_the_same_gradebook(term):
    place, _ = term
    order = ("grade", SET, place / "in", "--out", place / "again", "--roster", place / "roster.csv")
    run(*order, "--jobs", 1)
    first, second = (rows(place / name / "gradebook.csv") for name in ("graded", "again"))
    names = [name for name in first[0] if name not in ("memo", "score", "reason")]
    assert [[row[name] for name in names] for row in first] == [
        [row[name] for name in names] for row in second
    ]


# ---- The rehearsal itself ---------------------------------------------------------------------


def test_a_rehearsal_needs_a_release_to_a_roster(term, tmp_path):
    place, _ = term

    def refused(*words: object) -> str:
        ended = CliRunner().invoke(app, ["rehearse", *map(str, words)])
        assert ended.exit_code == 2
        return ended.output

    assert "holds no release" in refused(SET, tmp_path, "--to", tmp_path / "in")
    assert "is not empty" in refused(SET, place / "released", "--to", place / "in")
    assert "no release of dispute" in refused("dispute", place / "released", "--to", tmp_path / "x")


def test_the_rubric_of_the_set_has_the_columns_of_the_sheet(term):
    place, _ = term
    from twoplustwo.exercises import catalogue

    read = rubric.read(catalogue.folder() / SET / "rubric.yml")
    names = [one.name for one in read.criteria]
    assert list(rows(place / "graded" / "marks.csv")[0]) == ["student_code", *names, "comment"]
