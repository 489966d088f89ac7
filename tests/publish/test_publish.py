"""The command and its report: deterministic, all or nothing, clear about what it did."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("typer")

from typer.testing import CliRunner

from twoplustwo import cli
from twoplustwo.exercises import catalogue
from twoplustwo.publish import publication, student, target

run = CliRunner().invoke
Planted = tuple[Path, set[str]]


def quick(stage: Path) -> Path:
    """Stand for the build of the book: one notebook, and one that is no page's."""
    html = stage / "_build" / "html"
    for name in ("book/start/reading", "book/stray"):
        path = html / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")
    return html


@pytest.fixture
def at(planted: Planted, published: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the command publish the small tree, with a quick build and notebooks made before."""

    def made(root: Path, name: str) -> str:
        return (published / student.NOTEBOOKS / f"{name}.ipynb").read_text("utf-8")

    tree = planted[0]
    monkeypatch.setattr(catalogue, "folder", lambda: tree / "exercises")
    monkeypatch.setattr(publication, "build_book", lambda stage, cache=None: quick(stage))
    monkeypatch.setattr(student, "notebook", made)
    return tree


def test_the_report_says_what_was_written(report: dict, published: Path) -> None:
    assert report["sets"] == {
        name: f"exercises/notebooks/{name}.ipynb" for name in ("reading", "dispute")
    }
    assert report["chapters"] == ["notebooks/book/start/reading.ipynb"]
    assert report["written"]["added"] == target.files(published)
    assert report["history"] == 0 and report["searched"] > len(target.files(published))


def test_an_edition_has_all_that_builds_runs_and_cites_it(published: Path) -> None:
    for path in (
        *("README.md", "LICENSE", "LICENSE-CONTENT", "CITATION.cff", "Makefile", "pyproject.toml"),
        *("requirements.txt", "_config.yml", "_toc.yml", "index.md", "data/datapackage.json"),
        *("binder/requirements.txt", "lite/requirements.txt", "exercises/catalogue.json"),
        *("exercises/notebooks/reading.ipynb", "notebooks/book/start/reading.ipynb"),
        "src/twoplustwo/exercises/check.py",
    ):
        assert (published / path).is_file(), path
    assert "exercises/notebooks" not in (published / ".gitignore").read_text("utf-8")


def test_its_package_checks_answers_and_has_the_commands_of_a_student(published: Path) -> None:
    code = (
        "import twoplustwo, twoplustwo.cli as cli\n"
        "from twoplustwo import check, load\n"
        "check.use({'t': [{'name': 'x', 'kind': 'number', 'low': 0, 'high': 9}]})\n"
        "check('t', {'x': 3})\n"
        "print(twoplustwo.__file__)\n"
        "print(*sorted(one.name for one in cli.app.registered_groups))\n"
        "print(len(cli.app.registered_commands), len(load('claims')) > 0)\n"
    )
    made = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(published / "src"), "PATH": "/usr/bin:/bin"},
        check=True,
    )
    _, passed, file, groups, commands = made.stdout.splitlines()
    assert passed == "t: public checks passed" and file.startswith(str(published))
    assert groups == "data quiz" and commands == "0 True"


def test_the_same_tree_gives_the_same_bytes(at: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        publication.publish(at, tmp_path / name)
    first, second = (
        {path: (tmp_path / name / path).read_bytes() for path in target.files(tmp_path / name)}
        for name in ("one", "two")
    )
    assert first == second


def test_another_run_makes_the_same_notebook(planted: Planted, published: Path) -> None:
    path = published / student.NOTEBOOKS / "reading.ipynb"
    assert student.notebook(planted[0], "reading") == path.read_text("utf-8")


def test_the_command_reports_and_names_the_next_steps(at: Path, tmp_path: Path) -> None:
    to = tmp_path / "edition"
    result = run(cli.app, ["publish", str(to)])
    assert result.exit_code == 0, result.output
    assert f"student edition in {to}: " in result.output and " new" in result.output
    assert "notebooks: 1 of chapters, 2 of problem sets" in result.output
    assert "git init" in result.output and "This tree stays private" in result.output
    again = run(cli.app, ["publish", str(to), "--json"])
    written = json.loads(again.stdout)["written"]
    assert not (written["added"] or written["changed"] or written["removed"])
    assert not (to / "notebooks" / "book" / "stray.ipynb").exists()
    assert not (to / "_build").exists()


def test_a_refusal_is_one_line_and_status_2(at: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    result = run(cli.app, ["publish", str(tmp_path)])
    assert result.exit_code == 2 and "no earlier edition put there: mine.txt" in result.output


def test_a_book_that_cannot_be_built_says_why(published: Path, tmp_path: Path) -> None:
    stage = tmp_path / "stage"
    shutil.copytree(published, stage)
    with (stage / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n:::{problem-set} nowhere\n:::\n")
    with pytest.raises(publication.BuildError, match=r"has no set 'nowhere'.*reading, dispute"):
        publication.build_book(stage)


def test_a_book_that_cannot_be_built_leaves_the_folder_alone(at: Path, tmp_path: Path) -> None:
    def broken(stage: Path) -> Path:
        raise publication.BuildError("no")

    with pytest.raises(publication.BuildError):
        publication.publish(at, tmp_path / "edition", build=broken)
    assert not (tmp_path / "edition").exists()


def test_a_leak_leaves_the_folder_alone(at: Path, tmp_path: Path) -> None:
    def leaking(stage: Path) -> Path:
        html = quick(stage)
        salt = (at / "exercises" / "salt.txt").read_text("utf-8")
        (html / "searchindex.js").write_text(f"Search.setIndex({salt!r})", encoding="utf-8")
        return html

    with pytest.raises(publication.LeakError, match=r"_build/html/searchindex\.js"):
        publication.publish(at, tmp_path / "edition", build=leaking)
    assert not (tmp_path / "edition").exists()
