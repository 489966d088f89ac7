"""Whose a file is and which one counts: every naming scheme, in any order."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.grading.handed import MONDAY, archive, folder, look, notebook
from twoplustwo.grading.archive import open_source
from twoplustwo.grading.collect import COUNTS, REFUSED, SUPERSEDED, Found, collect
from twoplustwo.grading.naming import parse, without_again
from twoplustwo.grading.roster import Roster, Student, of_codes

ONE, TWO = notebook("one"), notebook("two")
CLASS = Roster(
    (
        Student("s01", {"id": "101", "identifier": "9001", "sis login id": "ann", "sid": "A-1"}),
        Student("s02", {"id": "102", "identifier": "9002", "sis login id": "bob"}),
        Student("S-03", {"id": "103"}),
    )
)


def found(tmp_path, files, roster: Roster | None = CLASS, **options) -> dict[str, Found]:
    """What is found in a zip of files, by path."""
    archive(files, tmp_path / "all.zip")
    with open_source(tmp_path / "all.zip") as source:
        rows = collect(source, look, roster, **options)
    assert len(rows) == len(files), "a file without a row"
    assert all(row.reason for row in rows if row.state != COUNTS), "a row without a reason"
    return {row.path: row for row in rows}


def counting(rows: dict[str, Found]) -> dict[str, str]:
    """Owner -> path of the notebook that counts."""
    held = [(row.owner, row.path) for row in rows.values() if row.state == COUNTS]
    assert len(dict(held)) == len(held), "two notebooks count for one student"
    return dict(held)


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("s01.ipynb", "s01"),
        ("S01.ipynb", "s01"),
        ("s-03.ipynb", "S-03"),
        ("s01-2.ipynb", "s01"),
        ("s01 (1).ipynb", "s01"),
        ("s01/homework.ipynb", "s01"),
        ("hand-in/s01/homework.ipynb", "s01"),
        ("ann/homework.ipynb", "s01"),
        ("A-1/homework.ipynb", "s01"),
        ("annlee_101_555_homework.ipynb", "s01"),
        ("annlee_LATE_101_555_homework.ipynb", "s01"),
        ("annlee_late_101_555_homework-1.ipynb", "s01"),
        ("åsa_lee2_101_555_home_work_7_8_x.ipynb", "s01"),
        ("Ann Lee_9001_assignsubmission_file_/homework.ipynb", "s01"),
        ("Ann Lee_9001_assignsubmission_file_homework.ipynb", "s01"),
        ("Ann Lee_9001_assignsubmission_file/homework.ipynb", "s01"),
        ("Group A-Ann_Lee_9001_assignsubmission_file_/sub/homework.ipynb", "s01"),
        ("Participant_9001_assignsubmission_file_/homework.ipynb", "s01"),
    ],
)
def test_every_naming_scheme_finds_its_owner(tmp_path, path, owner):
    assert counting(found(tmp_path, {path: ONE, "s02.ipynb": TWO}))[owner] == path


def test_a_folder_above_all_of_them_says_nothing(tmp_path):
    rows = found(tmp_path, {"hand/in/s01.ipynb": ONE, "hand/in/b_102_5_h.ipynb": TWO})
    assert counting(rows).keys() == {"s01", "s02"}


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("s99.ipynb", "no code of the roster"),
        ("my homework.ipynb", "no code of the roster"),
        ("homework_s01.ipynb", "no code of the roster"),
        ("annlee_999_555_homework.ipynb", "Canvas number 999"),
        ("anon_xY3z_555_homework.ipynb", "anonymous"),
        ("LATE_anon_xY3z_555_homework.ipynb", "anonymous"),
        ("Ann_9999_assignsubmission_file_/homework.ipynb", "Moodle number 9999"),
        ("Ann Lee/homework.ipynb", "names no student"),
        ("Ann Lee/s02.ipynb", "names no student"),
        ("Ann Lee/bob_102_777_x.ipynb", "names no student"),
        ("Ann Lee/Bob_9002_assignsubmission_file_x.ipynb", "names no student"),
        (".ipynb_checkpoints/s01-checkpoint.ipynb", "operating system"),
        ("__MACOSX/._s01.ipynb", "operating system"),
        ("readme.txt", "ending is .txt"),
        ("LICENSE", "ending is none"),
    ],
)
def test_files_without_an_owner_get_a_reason(tmp_path, path, reason):
    row = found(tmp_path, {path: ONE, "s02.ipynb": TWO})[path]
    assert (row.owner, row.state) == ("", REFUSED)
    assert reason in row.reason


@pytest.mark.parametrize(
    "path",
    [
        "Ann_9001_assignsubmission_file_/Bob_9002_assignsubmission_file_/x.ipynb",
        "Ann_9001_assignsubmission_file_/s02/x.ipynb",
        "Ann_9001_assignsubmission_file_/s02.ipynb",
        "Ann_9001_assignsubmission_file_Bob_9002_assignsubmission_file_x.ipynb",
        "annlee_101_555_bob_102_777_x.ipynb",
        "annlee_101_555_s02.ipynb",
        "s01/s02.ipynb",
        "s01/s02/x.ipynb",
        "s01/bob_102_777_x.ipynb",
        "s01/Bob_9002_assignsubmission_x.ipynb",
    ],
)
def test_what_a_student_typed_never_names_the_owner(tmp_path, path):
    rows = found(tmp_path, {path: ONE, "s02.ipynb": TWO})
    assert counting(rows) == {"s01": path, "s02": "s02.ipynb"}


def test_an_id_of_two_students_decides_nothing(tmp_path):
    two = Roster((Student("s01", {"id": "7"}), Student("s02", {"id": "7"})))
    row = found(tmp_path, {"x_7_555_h.ipynb": ONE, "s01.ipynb": TWO}, two)["x_7_555_h.ipynb"]
    assert row.reason == "it names more than one student: s01, s02"


@pytest.mark.parametrize(
    ("files", "owners"),
    [
        (["s01.ipynb", "s02.ipynb"], {"s01", "s02"}),
        (["all/s01.ipynb", "all/s02.ipynb"], {"s01", "s02"}),
        (["s01/a.ipynb", "s02/b.ipynb"], {"s01", "s02"}),
        (["all/s01/a.ipynb", "all/s02/b.ipynb"], {"s01", "s02"}),
        (["s01/reading.ipynb"], {"s01"}),
        (["a_101_5_x.ipynb", "b_LATE_102_6_x.ipynb"], {"101", "102"}),
        (["A_7_assignsubmission_file_/x.ipynb", "B_8_assignsubmission_file_/x.ipynb"], {"7", "8"}),
        (["s01/a_101_5_x.ipynb", "s02/b.ipynb"], {"s01", "s02"}),
        (["s01/A_7_assignsubmission_file_x.ipynb", "s02/b.ipynb"], {"s01", "s02"}),
    ],
)
def test_without_a_roster_the_name_is_the_owner(tmp_path, files, owners):
    rows = found(tmp_path, {path: notebook(path) for path in files}, None, title="reading")
    assert set(counting(rows)) == owners


SAVED = [
    "reading.ipynb",
    "reading (1).ipynb",
    "reading(1).ipynb",
    "reading-1.ipynb",
    "reading-Copy1.ipynb",
    "Reading - Copy (2).ipynb",
    "exercises_reading.ipynb",
    "exercises_reading (1).ipynb",
    "exercises-reading-2.ipynb",
]


@pytest.mark.parametrize("listed", [True, False], ids=["roster", "no roster"])
@pytest.mark.parametrize("name", SAVED)
@pytest.mark.parametrize(
    ("place", "owner"),
    [
        ("s01/", "s01"),
        ("all/s01/", "s01"),
        ("s01_", "s01"),
        ("S-03-", "S-03"),
        ("leeann_101_555_", "101"),
        ("leeann_LATE_101_555_", "101"),
        ("Ann Lee_9001_assignsubmission_file_/", "9001"),
        ("Ann Lee_9001_assignsubmission_file_", "9001"),
    ],
)
def test_names_that_a_browser_gives_change_no_owner(tmp_path, place, owner, name, listed):
    beside = "all/s02/reading.ipynb" if place.startswith("all/") else "s02/reading.ipynb"
    files = {place + name: ONE, beside: TWO}
    if not listed and "/" not in place:
        files = {place + name: ONE, "s02_reading.ipynb": TWO}
    rows = found(tmp_path, files, CLASS if listed else None, title="reading")
    owner = {"101": "s01", "9001": "s01"}.get(owner, owner) if listed else owner
    assert counting(rows) == {owner: place + name, "s02": list(files)[1]}


@pytest.mark.parametrize("listed", [True, False], ids=["roster", "no roster"])
@pytest.mark.parametrize("place", ["", "downloads/"])
def test_a_browsers_name_alone_names_nobody(tmp_path, place, listed):
    files = {place + name: notebook(name) for name in SAVED}
    rows = found(tmp_path, files, CLASS if listed else None, title="reading")
    assert {(row.owner, row.state) for row in rows.values()} == {("", REFUSED)}
    wanted = "no code of the roster" if listed else "the notebook's own name and no student's"
    assert all(wanted in row.reason or "names no student" in row.reason for row in rows.values())


@pytest.mark.parametrize("name", SAVED)
def test_without_a_roster_a_single_notebook_belongs_to_its_folder(tmp_path, name):
    rows = found(tmp_path, {f"s01/{name}": ONE}, None, title="reading")
    assert counting(rows) == {"s01": f"s01/{name}"}


def test_the_newest_of_a_browsers_names_counts(tmp_path):
    names = [f"s01/exercises_reading{again}.ipynb" for again in ("", " (1)", " (2)", " (10)")]
    rows = found(tmp_path, {name: notebook(name) for name in names}, title="reading")
    assert counting(rows) == {"s01": names[-1]}
    assert [rows[name].attempt for name in names] == [1, 2, 3, 4]


def test_a_code_that_looks_like_a_browsers_name_stays_a_code(tmp_path):
    codes = of_codes(["s01", "s01_reading", "exercises_reading"])
    names = {"s01": "s01.ipynb", "s01_reading": "s01_reading.ipynb"}
    names["exercises_reading"] = "exercises_reading (1).ipynb"
    rows = found(
        tmp_path, {name: notebook(name) for name in names.values()}, codes, title="reading"
    )
    assert counting(rows) == names


def test_another_sets_name_is_not_taken_for_this_one(tmp_path):
    rows = found(tmp_path, {"s01_korea.ipynb": ONE, "s02.ipynb": TWO}, title="reading")
    assert rows["s01_korea.ipynb"].owner == ""


def test_without_a_roster_a_name_must_be_a_code(tmp_path):
    rows = found(tmp_path, {"my work (1).ipynb": ONE, "s01.ipynb": TWO}, None)
    assert "no student code" in rows["my work (1).ipynb"].reason


def test_without_a_roster_counts_in_names_are_attempts_where_that_is_sure(tmp_path):
    names = ["s01.ipynb", "s01-1.ipynb", "s02 (3).ipynb", "team-1.ipynb", "team-2.ipynb"]
    rows = found(tmp_path, {name: notebook(name) for name in names}, None)
    assert counting(rows) == {
        "s01": "s01-1.ipynb",
        "s02": "s02 (3).ipynb",
        "team-1": "team-1.ipynb",
        "team-2": "team-2.ipynb",
    }


def test_the_newest_upload_of_canvas_counts(tmp_path):
    names = ["a_101_20_h.ipynb", "a_101_9_h.ipynb", "a_LATE_101_100_h-2.ipynb"]
    rows = found(tmp_path, {name: notebook(name) for name in names})
    assert counting(rows) == {"s01": names[2]}
    assert rows[names[2]].late
    assert "late" in rows[names[2]].reason
    assert [rows[name].attempt for name in names] == [2, 1, 3]
    assert names[2] in rows[names[0]].reason


def test_the_newest_valid_notebook_counts(tmp_path):
    files = {
        "s01.ipynb": ONE,
        "s01-1.ipynb": TWO,
        "s01-2.ipynb": b"",
        "s01-3.ipynb": b"%PDF",
        "s01-10.ipynb": notebook("other set"),
    }
    rows = found(tmp_path, files)
    assert counting(rows) == {"s01": "s01-1.ipynb"}
    assert rows["s01-2.ipynb"].state == rows["s01-3.ipynb"].state == REFUSED
    assert rows["s01-10.ipynb"].state == SUPERSEDED
    assert "other set" not in rows["s01-1.ipynb"].reason
    assert "s01-3.ipynb" in rows["s01-1.ipynb"].reason, "a newer file was refused: say so"
    assert rows["s01.ipynb"].state == SUPERSEDED


def test_a_notebook_of_another_set_counts_if_there_is_no_other(tmp_path):
    rows = found(tmp_path, {"s01.ipynb": notebook("other set"), "s01-1.ipynb": b""})
    assert counting(rows) == {"s01": "s01.ipynb"}
    assert "another set" in rows["s01.ipynb"].reason


def test_the_same_file_twice_is_named(tmp_path):
    rows = found(tmp_path, {"s01.ipynb": ONE, "s01-1.ipynb": ONE})
    assert rows["s01.ipynb"].reason.startswith("the same file again")


def test_two_members_of_one_name_both_get_a_row(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "all.zip", "w") as made, pytest.warns(UserWarning):
        made.writestr("s01.ipynb", ONE)
        made.writestr("s01.ipynb", TWO)
    with open_source(tmp_path / "all.zip") as source:
        rows = collect(source, look, CLASS)
    assert sorted(row.state for row in rows) == [COUNTS, SUPERSEDED]
    assert len({row.sha256 for row in rows}) == 2


def test_without_a_roster_a_readme_is_nobodys(tmp_path):
    files = {"s01/a.ipynb": ONE, "s02/b.ipynb": TWO, "README.md": b"#", "s03/essay.docx": b"2"}
    rows = found(tmp_path, files, None)
    assert rows["README.md"].owner == ""
    assert rows["s03/essay.docx"].owner == "s03"


def test_files_beside_the_notebook_belong_to_the_student(tmp_path):
    rows = found(tmp_path, {"s01/a.ipynb": ONE, "s01/data.csv": b"1", "s02/essay.docx": b"2"})
    assert rows["s01/data.csv"].owner == "s01"
    assert rows["s02/essay.docx"].owner == "s02"
    assert counting(rows) == {"s01": "s01/a.ipynb"}


def test_text_typed_into_a_platform_is_no_notebook(tmp_path):
    names = ["annlee_101_text.html", "Bob_9002_assignsubmission_onlinetext_/onlinetext.html"]
    rows = found(tmp_path, dict.fromkeys(names, b"<p>"))
    assert [rows[name].owner for name in names] == ["s01", "s02"]
    assert all("not a notebook" in rows[name].reason for name in names)


def test_the_deadline_is_held_against_times_but_for_canvas(tmp_path):
    deadline = MONDAY + timedelta(minutes=1)
    folder({"s01.ipynb": ONE}, tmp_path / "all", MONDAY)
    folder({"s02.ipynb": TWO, "x_103_5_h.ipynb": ONE}, tmp_path / "all", MONDAY + timedelta(days=1))
    with open_source(tmp_path / "all") as source:
        rows = {row.path: row for row in collect(source, look, CLASS, deadline)}
    assert [rows[name].late for name in sorted(rows)] == [False, True, False]
    assert counting(rows).keys() == {"s01", "s02", "S-03"}
    assert datetime.fromisoformat(rows["s02.ipynb"].received) > deadline


NAMES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "s01.ipynb",
                "s01-1.ipynb",
                "s02 (3).ipynb",
                "x_101_5_h.ipynb",
                "x_LATE_101_6_h-1.ipynb",
                "y_102_4_h.ipynb",
                "A_9001_assignsubmission_file_/h.ipynb",
                "s02/h.ipynb",
                "S-03/h-1.ipynb",
                "S-03/g.ipynb",
                "notes.txt",
                "sub/s02.ipynb",
            ]
        ),
        st.text("as01_-/. LATE", min_size=1, max_size=20).filter(
            lambda name: not name.endswith("/")
        ),
    ),
    unique=True,
    max_size=9,
)


@given(names=NAMES, seed=st.integers(0, 999), listed=st.booleans())
def test_the_order_of_files_changes_nothing(tmp_path_factory, names, seed, listed):
    path = tmp_path_factory.mktemp("order") / "all.zip"
    chance = random.Random(seed)
    files = {name: chance.choice([ONE, TWO, b"", notebook(name)]) for name in names}
    results = []
    for _ in range(2):
        shuffled = list(files.items())
        chance.shuffle(shuffled)
        archive(dict(shuffled), path)
        with open_source(path) as source:
            rows = collect(source, look, CLASS if listed else None)
        assert len(rows) == len(source.entries) + len(source.refused)
        assert len([row for row in rows if row.state == COUNTS]) == len(
            {row.owner for row in rows if row.state == COUNTS}
        )
        results.append([(r.path, r.owner, r.state, r.reason, r.attempt, r.sha256) for r in rows])
    assert results[0] == results[1]


@given(st.text())
def test_any_path_is_read(path):
    if path.strip("/"):
        name = parse(path.strip("/"))
        assert name.scheme in ("canvas", "moodle", "anonymous", "plain", "system")
    assert without_again(path)[1] >= 0


def test_codes_alone_are_a_roster(tmp_path):
    rows = found(tmp_path, {"k1.ipynb": ONE, "k9.ipynb": TWO}, of_codes(["k1", "k2"]))
    assert counting(rows) == {"k1": "k1.ipynb"}
