"""Rosters are read as people write them; what is doubtful is refused with its line."""

from __future__ import annotations

import pytest

from twoplustwo.grading.roster import RosterError, is_code, read_roster


def roster(tmp_path, text: str, encoding: str = "utf-8"):
    (tmp_path / "roster.csv").write_bytes(text.encode(encoding))
    return read_roster(tmp_path / "roster.csv")


def test_codes_and_ids_are_read(tmp_path):
    text = (
        "\ufeffStudent;Student_Code;ID;SIS Login ID;Identifier\r\n"
        "    Points Possible;;;;\r\n"
        "Lee, Ann;s01;101;ann;Participant 9001\r\n"
        "\r\n"
        "Ray, Bob;s02;102;;\r\n"
    )
    read = roster(tmp_path, text)
    assert read.codes == ("s01", "s02")
    assert read.find("ANN", "login") == ("s01",)
    assert read.find_number("moodle", "9001") == ("s01",)
    assert read.find_number("canvas", "102") == ("s02",)
    assert read.find_number("canvas", "9001") == ()
    assert read.find("Lee, Ann", "code", "number", "login") == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("code_of_student,id\na,1\n", "'student_code' is needed"),
        ("student_code\n\n", "no line has a student code"),
        ("student_code\ns01\nS01\n", "line 3: the code 'S01' stands in line 2"),
        ("student_code\n../x\n", "no student code"),
        ("student_code\n=1+1\n", "no student code"),
        ('student_code\n"s01\n', "never closed"),
        ("", "empty"),
        ("PK\x03\x04 is how .xlsx begins", "save it as 'CSV UTF-8'"),
        ("s\0t\0u\0d\0e\0n\0t\0\n", "save it as 'CSV UTF-8'"),
    ],
)
def test_faults_are_named(tmp_path, text, reason):
    with pytest.raises(RosterError, match=r"roster\.csv") as error:
        roster(tmp_path, text)
    assert reason in str(error.value)


WORKSHEET = (
    "ID,Name,Status,Bewertung,Bestwertung,student_code\n"
    'Teilnehmer/in7001,Ann,-,,"48,00",s01\nTeilnehmer/in7002,Bob,-,,"48,00",s02\n'
)


def test_a_worksheet_of_moodle_is_a_roster_in_any_language(tmp_path):
    read = roster(tmp_path, WORKSHEET)
    assert read.find_number("moodle", "7002") == ("s02",)
    assert read.find_number("canvas", "7002") == ()
    moved = "\n".join(
        ",".join([line.rpartition(",")[2], line.rpartition(",")[0]])
        for line in WORKSHEET.splitlines()
    )
    assert roster(tmp_path, moved).find_number("moodle", "7001") == ("s01",)


def test_a_column_that_only_looks_like_numbers_of_moodle_names_nobody(tmp_path):
    read = roster(tmp_path, "Team,student_code,Room\nTeam 1,s01,7\nTeam 2,s02,7\n")
    assert read.find_number("moodle", "1") == ()
    assert read.columns() == ("student code",)


def test_columns_may_be_read_as_others(tmp_path):
    text = "Kennung,student_code\nTeilnehmer/in 7001,s01\nGast 7,s02\n"
    (tmp_path / "roster.csv").write_text(text)
    assert read_roster(tmp_path / "roster.csv").find_number("moodle", "7001") == ()
    read = read_roster(tmp_path / "roster.csv", {"Kennung": "Identifier"})
    assert read.find_number("moodle", "7001") == ("s01",)
    with pytest.raises(RosterError, match=r"roster\.csv: no column is named 'Nummer'"):
        read_roster(tmp_path / "roster.csv", {"Nummer": "Identifier"})


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(RosterError, match="none"):
        read_roster(tmp_path / "none.csv")


def test_codes_are_safe_as_names_of_files():
    assert all(map(is_code, ["s01", "k017", "ann.lee@uni.example", "田中", "A-1"]))
    assert not any(map(is_code, ["", ".", "..", "a/b", "-rf", "a b", "x" * 65, "a\n"]))
