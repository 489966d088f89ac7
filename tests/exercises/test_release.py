"""Release: what students get, what stays, and that nothing secret is in it."""

from __future__ import annotations

import json
import re
import stat
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("otter")

import nbformat
from typer.testing import CliRunner

from tests.exercises.sets import HERE, SAMPLE
from twoplustwo.cli import app
from twoplustwo.exercises import gradescope, otter_files
from twoplustwo.exercises.assignment import Assignment
from twoplustwo.exercises.masters import split
from twoplustwo.exercises.notebooks import COMMON, personal, text
from twoplustwo.exercises.release import ReleaseError, release
from twoplustwo.exercises.task import shape

SECRET = re.compile(
    r"# SOLUTION|BEGIN (?:TEST|SOLUTION|PROMPT)|test_case|\bhidden\b|tolerance|expected\("
)


def code(notebook: dict) -> list[str]:
    return [one["source"] for one in notebook["cells"] if one["cell_type"] == "code"]


def by_id(notebook: dict) -> dict[str, dict]:
    return {one["id"]: one for one in notebook["cells"]}


def test_the_notebook_of_a_student(sample: Assignment) -> None:
    made = personal(sample, "A17", "salt")
    nbformat.validate(nbformat.from_dict(made))
    cells = by_id(made)
    assert list(cells) == [
        "install",
        "text",
        "setup",
        "variant",
        "growth-prompt",
        "growth-answer",
        "growth-check",
        "largest-prompt",
        "largest-answer",
        "largest-check",
        "doubling-prompt",
        "doubling-answer",
        "doubling-check",
        "memo-prompt",
        "memo-answer",
    ]
    assert "**A17**" in cells["text"]["source"]
    assert cells["growth-answer"]["metadata"]["twoplustwo"] == {"question": "growth"}
    assert cells["memo-answer"]["cell_type"] == "markdown"


def test_the_variant_stands_in_its_cell_and_in_the_prompts(sample: Assignment) -> None:
    made = personal(sample, "A17", "salt")
    names: dict = {}
    exec(by_id(made)["variant"]["source"], names)
    assert names["variant"] == sample.problem_set.variant("salt", "A17")
    numbers, prompt = names["variant"]["growth"], by_id(made)["growth-prompt"]["source"]
    assert f"from {numbers['first']} to {numbers['last']}?" in prompt
    assert "{{" not in text(made)
    rates = ", ".join(f"{one:.1f}" for one in names["variant"]["doubling"]["rates"])
    assert rates in by_id(made)["doubling-prompt"]["source"]


def test_the_same_student_gets_the_same_bytes_and_another_does_not(sample: Assignment) -> None:
    assert text(personal(sample, "A17", "salt")) == text(personal(sample, "A17", "salt"))
    variants = set()
    for owner in ("A1", "A2", "A3", "A4"):
        made = personal(sample, owner, "salt")
        assert list(by_id(made)) == list(by_id(personal(sample, COMMON, "salt")))
        variants.add(by_id(made)["variant"]["source"])
    assert len(variants) == 4


def test_nothing_secret_leaks(sample: Assignment) -> None:
    made = personal(sample, "A17", "the-salt-itself")
    written = text(made)
    assert not SECRET.search(written), SECRET.search(written)
    assert "the-salt-itself" not in written
    solved = split(Path(sample.master)).solved
    given = {line.strip() for one in code(sample.student) for line in one.splitlines()}
    private = {line.strip() for one in code(solved) for line in one.splitlines()} - given
    assert len(private) > 5
    lines = {line.strip() for one in code(made) for line in one.splitlines()}
    assert not private & lines
    for name, tests in sample.tests.items():
        assert "agrees" in tests and "agrees" not in written, name
    otter = {key for cell in made["cells"] for key in cell["metadata"] if "otter" in key}
    assert not otter and made["metadata"]["otter"] == {"assignment_name": "sample"}
    assert "otter_" not in written


def test_an_empty_notebook_runs_and_the_install_cell_does_nothing_here(
    sample: Assignment, capsys
) -> None:
    names = {"__name__": "__main__"}
    for source in code(personal(sample, "A17", "salt")):
        exec(source, names)
    printed = capsys.readouterr().out
    assert printed.count("not answered yet") >= 3 and "passed" not in printed.split("doubling")[0]


def test_the_install_cell_asks_for_the_package_where_it_is_missing(
    sample: Assignment, monkeypatch
) -> None:
    import importlib.util
    import subprocess

    asked = []
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(subprocess, "check_call", asked.append)
    exec(code(personal(sample, "A17", "salt"))[0], {})
    assert asked[0][1:4] == ["-m", "pip", "install"] and len(asked) == 1


def test_a_release_without_a_roster(sample: Assignment, tmp_path: Path) -> None:
    made = release(sample, tmp_path / "out")
    assert sorted(str(p.relative_to(made.folder)) for p in made.folder.rglob("*.*")) == [
        "README.md",
        "release.json",
        "salt.txt",
        "sample-gradescope.zip",
        "student/README.md",
        "student/sample.ipynb",
    ]
    salt = made.folder / "salt.txt"
    assert stat.S_IMODE(salt.stat().st_mode) == 0o600 and len(salt.read_text().strip()) == 32
    description = json.loads((made.folder / "release.json").read_text())
    assert description["codes"] == [] and description["salt_file"] == "salt.txt"
    assert salt.read_text().strip() not in (made.folder / "release.json").read_text()
    assert "NOT ISOLATED" in (made.folder / "README.md").read_text()
    students = (made.folder / "student" / "README.md").read_text()
    assert "3 tasks and a memo, 23 points in all, about 20 minutes" in students


def test_a_release_for_a_roster_and_again_for_late_students(
    sample: Assignment, tmp_path: Path
) -> None:
    first = release(sample, tmp_path / "out", ["A1", "B2"])
    data = (tmp_path / "out/student/A1/sample.ipynb").read_bytes()
    again = release(sample, tmp_path / "out", ["A1", "C3"])
    assert (tmp_path / "out/student/A1/sample.ipynb").read_bytes() == data
    assert again.codes == ("A1", "B2", "C3") and first.archive is None
    assert again.notebooks["student/A1/sample.ipynb"] == first.notebooks["student/A1/sample.ipynb"]
    assert not list((tmp_path / "out").glob("*.zip")), "its tests know one variant only"


def test_the_same_salt_file_serves_all_sets(sample: Assignment, tmp_path: Path) -> None:
    salt = tmp_path / "course.txt"
    salt.write_text("pepper\n")
    made = release(sample, tmp_path / "out", ["A1"], salt)
    written = (tmp_path / "out/student/A1/sample.ipynb").read_text(encoding="utf-8")
    assert written == text(personal(sample, "A1", "pepper"))
    assert not (made.folder / "salt.txt").exists()
    assert json.loads((made.folder / "release.json").read_text())["salt_file"] == str(salt)


def test_what_is_not_released(sample: Assignment, tmp_path: Path) -> None:
    def refused(words: str, *arguments) -> None:
        with pytest.raises(ReleaseError, match=words):
            release(sample, *arguments)

    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    refused("is not empty .thesis.txt. and holds no release", tmp_path / "full")
    refused("is a file", tmp_path / "full" / "thesis.txt")
    for bad in ("../up", "a/b", "", "common", ".hidden", "x" * 65):
        refused("is no student code", tmp_path / "new", [bad])
    refused("given twice", tmp_path / "new", ["a1", "A1"])
    refused("the salt cannot be read", tmp_path / "new", [], tmp_path / "none.txt")
    (tmp_path / "empty.txt").touch()
    refused("the file is empty", tmp_path / "new", [], tmp_path / "empty.txt")
    release(sample, tmp_path / "out", ["A1"])
    refused("was released with a roster", tmp_path / "out")
    other = (tmp_path / "out" / "release.json").read_text().replace('"sample"', '"other"')
    (tmp_path / "out" / "release.json").write_text(other)
    refused("holds a release of the set 'other'", tmp_path / "out", ["A1"])


def test_a_plain_master_is_released_as_otter_made_it(plain: Assignment, tmp_path: Path) -> None:
    made = release(plain, tmp_path / "out", ["A1"])
    place = made.folder / "student" / "A1"
    assert {one.name for one in place.iterdir()} == {"plain.ipynb", "rain.csv", "tests"}
    written = (place / "plain.ipynb").read_text(encoding="utf-8")
    assert "Nara" not in written and "1150" not in written and "SOLUTION" not in written
    assert "Nara" not in (place / "tests" / "wettest.py").read_text()
    nbformat.validate(nbformat.from_dict(json.loads(written)))


@pytest.fixture(scope="module")
def zipped(sample: Assignment, tmp_path_factory) -> zipfile.ZipFile:
    place = tmp_path_factory.mktemp("gradescope")
    with zipfile.ZipFile(gradescope.write(sample, place, "salt")) as file:
        yield file


def test_the_zip_for_gradescope_is_labelled(zipped: zipfile.ZipFile) -> None:
    assert zipped.read("NOT-ISOLATED.txt").startswith(b"NOT ISOLATED")
    assert b"twoplustwo @ https://" in zipped.read("environment.yml")
    for name in ("growth", "largest", "doubling"):
        assert zipped.read(f"tests/{name}.py").startswith(b"# NOT ISOLATED")


def test_its_tests_stand_for_themselves(sample: Assignment, zipped: zipfile.ZipFile) -> None:
    variant = sample.problem_set.variant("salt", COMMON)
    for task in sample.problem_set.tasks:
        source = zipped.read(f"tests/{task.name}.py").decode()
        assert "salt" not in source and "candidates" not in source and "load(" not in source
        file = otter_files.parse(source, task.name)
        reference = task.solve(variant[task.name])
        right = {one.name: _handed_in(one, reference[one.name]) for one in task.answers}
        file.run(right)
        assert file.score == file.possible == sample.question(task.name).points
        for mistake in task.mistakes:
            file.run(right | task.wrong(mistake, variant[task.name], reference))
            assert file.score < file.possible, mistake.name


def _handed_in(answer, reference):
    if answer.kind == "function":
        known = {tuple(arguments): result for arguments, result in reference}
        return lambda *arguments: known[arguments]
    return answer.settle(reference, reference)


def test_the_same_release_gives_the_same_zip(sample: Assignment, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = (gradescope.write(sample, tmp_path / name, "salt") for name in "ab")
    assert one.read_bytes() == other.read_bytes()


run = CliRunner().invoke


def test_release_from_the_command_line(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("student_code,name\nA1,x\nB2,y\n")
    arguments = ["release", str(SAMPLE), "--to", str(tmp_path / "out"), "--roster", str(roster)]
    result = run(app, [*arguments, "--json"])
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said["codes"] == ["A1", "B2"] and len(said["notebooks"]) == 2
    assert said["gradescope"] is None
    assert "2 notebooks written" in run(app, arguments).stdout


def test_the_command_says_not_isolated(tmp_path: Path) -> None:
    result = run(app, ["release", str(SAMPLE), "--to", str(tmp_path / "out")])
    assert result.exit_code == 0 and "for Gradescope, NOT ISOLATED" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "no set 'nowhere'"),
        ([str(HERE / "rain.csv")], "a master is MyST text"),
        ([str(SAMPLE), "--roster", "none.csv"], "none.csv"),
    ],
)
def test_errors_are_one_line_and_status_2(tmp_path: Path, arguments, words: str) -> None:
    result = run(app, ["release", *arguments, "--to", str(tmp_path / "out")])
    assert result.exit_code == 2 and words in result.output and "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_variants_differ_in_numbers_only(sample: Assignment) -> None:
    shapes = {json.dumps(shape(sample.problem_set.variant("salt", f"A{n}"))) for n in range(50)}
    assert len(shapes) == 1
