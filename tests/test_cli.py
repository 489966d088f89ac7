"""The command line: what it prints and the status it ends with."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("typer")

from typer.testing import CliRunner

from twoplustwo import tables
from twoplustwo.cli import app
from twoplustwo.data.package import folder

run = CliRunner().invoke


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The whole folder, with one scramble too many."""
    for path in folder().iterdir():
        if path.name.endswith((".csv", ".json")):
            (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    text = (tmp_path / "scrambles.csv").read_text(encoding="utf-8")
    assert ",1168,301,851,16," in text
    edited = text.replace(",1168,301,851,16,", ",1168,301,852,16,")
    (tmp_path / "scrambles.csv").write_text(edited, encoding="utf-8")
    return tmp_path


def test_the_tables_are_in_order() -> None:
    result = run(app, ["data", "check"])
    assert result.exit_code == 0, result.output
    assert "in order" in result.output


def test_a_fault_is_shown_with_file_line_and_reason(broken: Path) -> None:
    result = run(app, ["data", "check", str(broken)])
    assert result.exit_code == 1
    line = 1 + next(
        number
        for number, text in enumerate((broken / "scrambles.csv").read_text().splitlines())
        if ",852," in text
    )
    assert f"scrambles.csv:{line}: scrambles_total: Russia, China and other sum to 1169" in (
        result.output
    )
    assert "1 fault found" in result.output


def test_faults_as_json(broken: Path) -> None:
    result = run(app, ["data", "check", str(broken), "--json"])
    assert result.exit_code == 1
    (fault,) = json.loads(result.output)
    assert fault["file"] == "scrambles.csv" and fault["rule"] == "scramble split"
    assert set(fault) == {"file", "row", "column", "rule", "reason"}


def test_no_faults_as_json() -> None:
    result = run(app, ["data", "check", "--json"])
    assert result.exit_code == 0 and json.loads(result.output) == []


def test_a_folder_without_tables_is_named(tmp_path: Path) -> None:
    result = run(app, ["data", "check", str(tmp_path)])
    assert result.exit_code == 2
    assert f"no datapackage.json in {tmp_path}" in result.output


def test_the_list_has_every_table() -> None:
    listed = json.loads(run(app, ["data", "list", "--json"]).output)
    assert [row["name"] for row in listed] == list(tables()["name"])
    assert "scrambles" in run(app, ["data", "list"]).output


def test_without_a_command_the_help_is_shown() -> None:
    assert "check" in run(app, ["data"]).output


BANK = Path(__file__).parents[1] / "book" / "quiz.yml"


def test_the_questions_of_a_chapter_become_a_package(tmp_path: Path) -> None:
    pytest.importorskip("text2qti")
    target = tmp_path / "history.zip"
    chapter = ["--chapter", "book/dispute/history"]
    result = run(app, ["quiz", "qti", str(BANK), "--to", str(target), *chapter])
    assert result.exit_code == 0 and result.output.startswith("8 questions written")
    assert zipfile.is_zipfile(target)


def test_an_unknown_chapter_lists_those_that_have_questions(tmp_path: Path) -> None:
    result = run(app, ["quiz", "qti", str(BANK), "--chapter", "book/nowhere"])
    assert result.exit_code == 2
    assert "'book/nowhere'" in result.output and "book/dispute/history" in result.output


def test_a_bank_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = run(app, ["quiz", "qti", str(tmp_path / "none.yml")])
    assert result.exit_code == 2 and "none.yml" in result.output
