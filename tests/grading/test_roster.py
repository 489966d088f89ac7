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
    ],
)
def test_faults_are_named(tmp_path, text, reason):
    with pytest.raises(RosterError, match=r"roster\.csv") as error:
        roster(tmp_path, text)
    assert reason in str(error.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(RosterError, match="none"):
        read_roster(tmp_path / "none.csv")


def test_codes_are_safe_as_names_of_files():
    assert all(map(is_code, ["s01", "k017", "ann.lee@uni.example", "田中", "A-1"]))
    assert not any(map(is_code, ["", ".", "..", "a/b", "-rf", "a b", "x" * 65, "a\n"]))
