"""The marking desk: the rubric, the sheet and its faults, the page, and marks in the gradebook."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

pytest.importorskip("jinja2")

from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from twoplustwo.cli import app
from twoplustwo.exercises import catalogue
from twoplustwo.grading import gradebook, joined, marking, marks, rubric
from twoplustwo.grading.classbook import open_book
from twoplustwo.grading.ledger import Ledger
from twoplustwo.grading.marks import Mark, MarksError
from twoplustwo.grading.plaintext import FORMULA
from twoplustwo.grading.rubric import RubricError

from . import graded
from .test_feedback import HOSTILE, Skeleton, hostile_text

run = CliRunner().invoke
RUBRIC = rubric.parse(graded.RUBRIC, "rubric.yml")
HEADER = "student_code,evidence,uncertainty,fairness,clarity,comment"
FULL = {"evidence": 4, "uncertainty": 3, "fairness": 2, "clarity": 1}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    shelf = graded.shelf(tmp_path)
    monkeypatch.setattr(catalogue, "folder", lambda: shelf)
    monkeypatch.setattr(catalogue, "chapters", graded.chapters)
    return graded.write(tmp_path / "out", graded.submissions())


def read(tmp_path, text: str, codes=("k1", "k2"), encoding="utf-8"):
    path = tmp_path / "sheet.csv"
    path.write_bytes(text.encode(encoding))
    return marks.read(path, RUBRIC, codes)


# ---- Rubric -----------------------------------------------------------------------------------


def test_a_rubric_gives_points_for_levels():
    assert RUBRIC.points == 16
    assert RUBRIC.earned(FULL) == 10
    assert RUBRIC.criteria[0].accepted == (4, 3, 2, 1, 0)


def test_a_criterion_may_be_worth_more_than_its_levels():
    read = rubric.parse("criteria: [{name: Big, points: 10, levels: {2: a, 1: b}}]", "r.yml")
    assert read.earned({"big": 1}) == 5


def test_titles_become_columns():
    read = rubric.parse("criteria: [{name: Use of evidence, levels: {1: a}}]", "r.yml")
    assert (read.criteria[0].name, read.criteria[0].title) == ("use_of_evidence", "Use of evidence")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "needs a list 'criteria'"),
        ("criteria: []", "needs a list 'criteria'"),
        ("criteria: [x]", "criterion 1 needs name and levels"),
        ("criteria: [{name: a, levels: {0: x}}]", "whole numbers above 0"),
        ("criteria: [{name: a, levels: {true: x}}]", "whole numbers above 0"),
        ("criteria: [{name: comment, levels: {1: x}}]", "none of comment, student_code"),
        ("criteria: [{name: '!', levels: {1: x}}]", "must hold a letter"),
        ("criteria: [{name: a, points: -1, levels: {1: x}}]", "points must be a number above 0"),
        ("criteria: [{name: a, levels: {1: x}}, {name: A, levels: {1: x}}]", "twice"),
        ("criteria: {", "not YAML"),
    ],
)
def test_a_faulty_rubric_is_explained(text, words):
    with pytest.raises(RubricError, match=r"r\.yml") as error:
        rubric.parse(text, "r.yml")
    assert words in str(error.value)


def test_every_rubric_of_the_course_can_be_read_and_gives_the_points_of_its_memo():
    found = sorted(catalogue.folder().glob("*/rubric.yml"))
    for path in found:
        read = rubric.read(path)
        assert read.points == 16, path
        assert len(read.criteria) == 4, path


def test_a_rubric_must_fit_the_set(folder, tmp_path):
    other = tmp_path / "other.yml"
    other.write_text(graded.RUBRIC.replace("question: memo", "question: essay"))
    with pytest.raises(RubricError, match="a person marks are: memo"):
        marking.open_desk(open_book(folder), other)
    other.write_text(graded.RUBRIC + "  - {name: style, levels: {4: x}}\n")
    with pytest.raises(RubricError, match="at most 20 points, but question 'memo' has 16"):
        marking.open_desk(open_book(folder), other)
    with pytest.raises(RubricError, match="there is no rubric at"):
        marking.open_desk(open_book(folder), tmp_path / "none.yml")


# ---- Sheet ------------------------------------------------------------------------------------


def test_a_filled_sheet_is_read(tmp_path):
    found = read(tmp_path, f"{HEADER}\nk1,4,3,2,1,Good\nk2,,,,,\n")
    assert found["k1"] == Mark(FULL, "Good")
    assert not found["k2"].given


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_write_it_their_own_way(tmp_path, encoding, separator):
    text = f'{HEADER}\r\nk1,4.0,3,2,1,"Größe"\r\n,,,,,\r\n'.replace(",", separator)
    assert read(tmp_path, text, encoding=encoding)["k1"] == Mark(FULL, "Größe")


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ("k9,4,3,2,1,", ["row 2, k9: no submission"]),
        (",4,3,2,1,", ["row 2, no student code: no submission"]),
        ("k1,4,3,2,1,\nk1,4,3,2,1,", ["row 3, k1: this student has an earlier row"]),
        ("k1,5,3,2,1,", ["row 2, k1: evidence is '5'; accepted: 4, 3, 2, 1, 0"]),
        ("k1,3.5,3,2,1,", ["evidence is '3.5'"]),
        ("k1,nan,3,2,1,", ["evidence is 'nan'"]),
        ("k1,good,3,2,-1,", ["evidence is 'good'", "clarity is '-1'"]),
        ("k1,4,,2,,", ["row 2, k1: no level for uncertainty, clarity; fill every criterion"]),
        ("k1,5,3,2,1,\nk9,4,3,2,1,", ["row 2, k1", "row 3, k9"]),
    ],
)
def test_faults_are_named_with_their_row(tmp_path, rows, faults):
    with pytest.raises(MarksError) as error:
        read(tmp_path, f"{HEADER}\n{rows}\n")
    for words in faults:
        assert words in str(error.value)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (HEADER.replace("fairness", "fairnes"), "'fairness' is missing"),
        (HEADER.replace("fairness", "fairnes"), "'fairnes' is no criterion"),
        (HEADER + ",clarity", "stands there twice"),
        (HEADER.replace("student_code,", ""), "'student_code' is missing"),
        (HEADER.replace("fairness", "fairnes"), "accepted columns: student_code, evidence"),
    ],
)
def test_faults_of_the_header(tmp_path, header, words):
    with pytest.raises(MarksError, match="row 1") as error:
        read(tmp_path, f"{header}\nk1,4,3,2,1,,\n")
    assert words in str(error.value)


def test_other_files_are_refused(tmp_path):
    with pytest.raises(MarksError):
        marks.read(tmp_path / "none.csv", RUBRIC, [])
    with pytest.raises(MarksError, match="save it as CSV UTF-8"):
        read(tmp_path, f"{HEADER}\nk1,4,3,2,1,Größe\n", encoding="cp1252")


levels = st.fixed_dictionaries({one.name: st.sampled_from(one.accepted) for one in RUBRIC.criteria})
comments = st.text(max_size=60).map(
    lambda text: text.encode("utf-8", "replace").decode().replace("\r", "\n").strip()
)
mark = st.builds(Mark, st.one_of(levels, st.just({})), comments)
code = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._+@-]{0,10}", fullmatch=True)


@given(st.dictionaries(code, mark, max_size=6))
@settings(max_examples=60)
def test_what_is_written_is_read_again(tmp_path_factory, given_marks):
    path = tmp_path_factory.mktemp("sheet") / "marks.csv"
    kept = {one: m for one, m in given_marks.items() if not m.comment.startswith("'")}
    marks.save(path, marks.sheet(RUBRIC, kept, kept))
    assert marks.read(path, RUBRIC, kept) == kept


@given(st.dictionaries(code, mark, max_size=6))
@settings(max_examples=60)
def test_a_sheet_that_was_taken_holds_nothing_new(tmp_path_factory, given_marks):
    folder = tmp_path_factory.mktemp("class")
    text = marks.sheet(RUBRIC, given_marks, given_marks)
    with Ledger(folder / "ledger.sqlite") as ledger:
        ledger.note({joined.TAKEN: text})
    marks.save(folder / "marks.csv", text)
    joined.require(folder)
    marks.save(folder / "marks.csv", text + "new,4,3,2,1,\n")
    with pytest.raises(joined.UnjoinedError, match="new"):
        joined.require(folder)


@given(comments)
def test_no_cell_of_the_sheet_is_a_formula(comment):
    text = marks.sheet(RUBRIC, {"=1+1": Mark(FULL, comment)}, ["=1+1"])
    for row in csv.reader(io.StringIO(text)):
        assert not [value for value in row if value.startswith(FORMULA)]


# ---- Command ----------------------------------------------------------------------------------


def test_a_sheet_for_every_student_and_a_page(folder):
    ended = run(app, ["mark", str(folder)])
    assert ended.exit_code == 0, ended.output
    assert "0 of 25 memos are marked" in ended.output
    rows = (folder / "marks.csv").read_text().splitlines()
    assert rows[0] == HEADER
    assert rows[1] == "k001,,,,,"
    assert len(rows) == 26
    assert (folder / "marking.html").is_file()


def test_marks_join_the_gradebook_and_stay(folder):
    run(app, ["mark", str(folder)])
    before = rows_of(folder)["k002"]
    filled = folder.parent / "filled.csv"
    filled.write_text(f"{HEADER}\nk002,4,3,2,1,Good\n")
    ended = run(app, ["mark", str(folder), "--import", str(filled), "--json"])
    assert json.loads(ended.stdout)["marked"] == 1
    after = rows_of(folder)["k002"]
    assert (before["memo"], after["memo"]) == ("", "10")
    assert float(after["score"]) == float(before["score"]) + 10
    run(app, ["mark", str(folder)])
    assert rows_of(folder)["k002"] == after
    gradebook.write(folder)
    assert rows_of(folder)["k002"] == after


def test_sheets_of_several_markers_add_up(folder):
    run(app, ["mark", str(folder)])
    one, two = folder.parent / "one.csv", folder.parent / "two.csv"
    one.write_text(f"{HEADER}\nk002,4,3,2,1,Good\nk003,1,1,1,1,\n")
    two.write_text(f"{HEADER}\nk002,,,,,\nk003,2,2,2,2,\nk004,4,4,4,4,\n")
    run(app, ["mark", str(folder), "--import", str(one)])
    ended = run(app, ["mark", str(folder), "--import", str(two)])
    assert "3 of 25 memos are marked" in ended.output
    assert "1 of them have no marks in" in ended.output
    rows = rows_of(folder)
    assert [rows[code]["memo"] for code in ("k002", "k003", "k004")] == ["10", "8", "16"]
    assert "k002,4,3,2,1,Good" in (folder / "marks.csv").read_text()


def test_a_sheet_that_was_deleted_comes_back_before_another_is_added(folder):
    run(app, ["mark", str(folder)])
    one, two = folder.parent / "one.csv", folder.parent / "two.csv"
    one.write_text(f"{HEADER}\nk002,4,3,2,1,Good\n")
    two.write_text(f"{HEADER}\nk003,2,2,2,2,\n")
    run(app, ["mark", str(folder), "--import", str(one)])
    (folder / "marks.csv").unlink()
    run(app, ["mark", str(folder), "--import", str(two)])
    rows = rows_of(folder)
    assert [rows[code]["memo"] for code in ("k002", "k003")] == ["10", "8"]


def test_a_mark_is_taken_away_in_the_folders_own_sheet(folder):
    run(app, ["mark", str(folder)])
    filled = folder.parent / "filled.csv"
    filled.write_text(f"{HEADER}\nk002,4,3,2,1,Good\n")
    run(app, ["mark", str(folder), "--import", str(filled)])
    own = folder / "marks.csv"
    own.write_text(own.read_text().replace("k002,4,3,2,1,Good", "k002,,,,,"))
    run(app, ["mark", str(folder), "--import", str(own)])
    assert rows_of(folder)["k002"]["memo"] == ""


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ((3, "old"), (2, "new"), (2, "new")),
        ((3, "old"), (2, ""), (2, "")),
        ((3, "old"), (None, ""), (3, "old")),
        ((3, "old"), (None, "new"), (3, "new")),
        ((None, "old"), (None, ""), (None, "")),
        ((None, "old"), (2, "new"), (2, "new")),
    ],
)
def test_what_a_sheet_changes(before, new, after):
    def one(level, comment):
        return {"k1": Mark({} if level is None else {"evidence": level}, comment)}

    assert marks.added(one(*before), one(*new)) == one(*after)


def rows_of(folder) -> dict[str, dict[str, str]]:
    with (folder / "gradebook.csv").open(newline="", encoding="utf-8") as file:
        return {row["student_code"]: row for row in csv.DictReader(file)}


def test_a_sheet_with_faults_changes_nothing(folder):
    run(app, ["mark", str(folder)])
    held = {name: (folder / name).read_bytes() for name in ("marks.csv", "gradebook.csv")}
    filled = folder.parent / "filled.csv"
    filled.write_text(f"{HEADER}\nk002,4,3,2,1,Good\nnobody,4,4,4,4,\n")
    ended = run(app, ["mark", str(folder), "--import", str(filled)])
    assert ended.exit_code == 2
    assert "row 3, nobody" in ended.output
    assert held == {name: (folder / name).read_bytes() for name in held}


def test_a_set_of_ones_own_needs_its_rubric(folder, monkeypatch, tmp_path):
    own = tmp_path / "own.yml"
    own.write_text(graded.RUBRIC)
    monkeypatch.setattr(catalogue, "folder", lambda: tmp_path / "elsewhere")
    assert "name it with --rubric" in run(app, ["mark", str(folder)]).output
    filled = tmp_path / "filled.csv"
    filled.write_text(f"{HEADER}\nk002,4,4,4,4,\n")
    run(app, ["mark", str(folder), "--rubric", str(own), "--import", str(filled)])
    assert rows_of(folder)["k002"]["memo"] == "16"


# ---- Marks that have not joined -----------------------------------------------------------------


def leaving(folder) -> dict[str, list[str]]:
    """The commands that give grades out of the folder."""
    theirs = folder.parent / "theirs.csv"
    theirs.write_text("student_code\n" + "".join(f"{code}\n" for code in [*rows_of(folder)]))
    ours = ["--roster", str(theirs), "--out", str(folder.parent / "ours.csv")]
    return {
        "export": ["export", str(folder), "--format", "csv", *ours],
        "feedback": ["feedback", str(folder)],
        "report": ["report", str(folder)],
    }


def refused(folder, *words: str) -> None:
    """No grade leaves the folder, nothing is written, and the message has the words."""
    for name, command in leaving(folder).items():
        for form in ([], ["--json"]):
            ended = run(app, command + form)
            assert ended.exit_code == 2, (name, ended.output)
            assert ended.stdout == ""
            for word in (*words, f"with: twoplustwo mark {folder}"):
                assert word in ended.stderr, (name, ended.stderr)
    for path in (folder.parent / "ours.csv", folder / "feedback", folder / "report.html"):
        assert not path.exists(), path


def given_out(folder) -> None:
    for name, command in leaving(folder).items():
        ended = run(app, command)
        assert ended.exit_code == 0, (name, ended.output)


@pytest.fixture
def marked(folder):
    """A class of which one memo is marked, and taken over."""
    run(app, ["mark", str(folder)])
    edited(folder, "k002,,,,,", "k002,4,3,2,1,Good")
    assert run(app, ["mark", str(folder)]).exit_code == 0
    return folder


def edited(folder, old: str, new: str) -> None:
    path = folder / "marks.csv"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_marks_edited_by_hand_stop_grades_from_leaving_until_they_have_joined(folder):
    run(app, ["mark", str(folder)])
    edited(folder, "k002,,,,,", "k002,4,3,2,1,Good")
    refused(folder, "marks.csv", "k002", "not in the gradebook yet")
    run(app, ["mark", str(folder)])
    assert rows_of(folder)["k002"]["memo"] == "10"
    given_out(folder)
    with (folder.parent / "ours.csv").open(newline="") as file:
        told = {row["student_code"]: row["reading memo"] for row in csv.DictReader(file)}
    assert told["k002"] == "10"
    assert "16 of 16" not in (folder / "feedback" / "k002.html").read_text()
    assert "10 of 16" in (folder / "feedback" / "k002.html").read_text()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("k002,4,3,2,1,Good", "k002,4,3,2,4,Good"),
        ("k002,4,3,2,1,Good", "k002,3,4,2,1,Good"),  # the same points, another page
        ("k002,4,3,2,1,Good", "k002,,,,,Good"),
        ("k002,4,3,2,1,Good\n", ""),
        ("k003,,,,,", "k003,4,,,,"),
        ("k003,,,,,", "k003,9,9,9,9,"),
        ("k003,,,,,", "nobody,4,3,2,1,"),
    ],
)
def test_every_change_of_a_level_is_seen(marked, old, new):
    edited(marked, old, new)
    refused(marked)


def test_a_sheet_that_says_the_same_in_another_way_is_no_change(marked):
    path = marked / "marks.csv"
    text = path.read_text().replace("k002,4,3,2,1,Good", "k002,4.0,3,2,1.0,Better said")
    path.write_text("\ufeff" + text.replace(",", ";").replace("\n", "\r\n"), encoding="utf-8")
    given_out(marked)


def test_a_sheet_that_cannot_be_read_stops_grades_too(marked):
    edited(marked, "Good", '"Good')
    refused(marked, "never closed")


def test_a_deleted_sheet_is_missed_and_written_again(marked):
    held = rows_of(marked)
    (marked / "marks.csv").unlink()
    refused(marked, "is gone", "of 1 students")
    assert "1 of 25 memos are marked" in run(app, ["mark", str(marked)]).output
    assert rows_of(marked) == held
    given_out(marked)


def test_without_marks_there_is_nothing_to_wait_for(folder):
    gradebook.write(folder)
    given_out(folder)


# ---- Page -------------------------------------------------------------------------------------


def desk_page(tmp_path, memo: str) -> str:
    row = {"owner": "k1", "name": memo + ".ipynb", "result": graded.result([], memo={"memo": memo})}
    book = graded.book([row])
    object.__setattr__(book, "folder", tmp_path)
    return marking.write_page(marking.Desk(book, RUBRIC, {})).read_text(encoding="utf-8")


@given(hostile_text)
@settings(max_examples=40)
def test_a_memo_adds_no_script_and_loads_nothing(tmp_path_factory, text):
    page = Skeleton(desk_page(tmp_path_factory.mktemp("desk"), text))
    assert [tag for tag, *_ in page.tags].count("script") == 2  # ours, and its data
    assert not {tag for tag, *_ in page.tags} & {"iframe", "img", "object", "embed"}
    assert not [name for _, *names in page.tags for name in names if name.startswith("on")]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_the_data_of_the_script_stay_data(tmp_path, text):
    mark = Mark(FULL, text.encode("utf-8", "replace").decode())
    book = graded.book([{"owner": "k1", "result": graded.result([])}])
    object.__setattr__(book, "folder", tmp_path)
    page = marking.write_page(marking.Desk(book, RUBRIC, {"k1": mark})).read_text()
    held = re.search(r'<script type="application/json" id="held">(.*?)</script>', page, re.DOTALL)[
        1
    ]
    assert "<" not in held
    assert json.loads(held)["marks"]["k1"]["comment"] == mark.comment


def test_the_page_runs_its_own_script_alone(folder):
    run(app, ["mark", str(folder)])
    page = (folder / "marking.html").read_text()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert "script-src &#39;sha256-" in policy
    assert "unsafe" not in policy
