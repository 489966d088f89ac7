"""Masters: found, split, and turned into assignments."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("otter")

import jupytext
import nbformat

from tests.exercises.sets import HERE, SAMPLE
from twoplustwo.exercises import masters, otter_files
from twoplustwo.exercises.assignment import Assignment, VariantsError
from twoplustwo.exercises.masters import MasterError, assign, locate


def test_an_assignment_of_our_kind(sample: Assignment) -> None:
    assert (sample.name, sample.title, sample.kind) == ("sample", "A sample set", "twoplustwo")
    assert [one.name for one in sample.questions] == ["growth", "largest", "doubling", "memo"]
    growth, *_, memo = sample.questions
    assert growth.answers == ("growth", "years") and growth.title == "Growth between two years"
    assert [(one.points, one.hidden) for one in growth.tests] == [(2, True), (1, True)]
    assert memo.manual and memo.points == 16 and sample.points == 23
    assert set(sample.tests) == {"growth", "largest", "doubling"} and not sample.files


def test_an_assignment_survives_json(sample: Assignment, plain: Assignment) -> None:
    for one in (sample, plain):
        again = Assignment.from_json(json.loads(json.dumps(one.to_json())))
        assert again == one and again.questions[0] == one.questions[0]
    set_ = Assignment.from_json(json.loads(json.dumps(sample.to_json()))).problem_set
    assert set_.variant("s", "A1") == sample.problem_set.variant("s", "A1")


def test_a_question_that_is_not_there(sample: Assignment) -> None:
    assert sample.question("memo").manual
    with pytest.raises(LookupError, match="no question 'none'; it has: growth, largest"):
        sample.question("none")


def test_a_plain_master(plain: Assignment) -> None:
    assert (plain.name, plain.kind, plain.problem_set) == ("plain", "otter", None)
    assert [(one.name, one.points, one.manual) for one in plain.questions] == [
        ("wettest", 2, False),
        ("mean_rain", 3, False),
        ("words", 5, True),
    ]
    assert {"rain.csv", "tests/wettest.py"} <= set(plain.files)
    assert "Nara" not in json.dumps(plain.student)


def test_a_master_with_tests_in_its_metadata_in_the_older_format() -> None:
    found = assign(HERE / "plain_ok.md")
    assert [(one.name, one.points) for one in found.questions] == [("double", 2), ("sum_of", 1)]
    file = otter_files.parse(found.tests["double"])
    file.run({"double": 42})
    assert file.score == 2
    file.run({"double": 41})
    assert file.score == 0


def test_a_master_as_a_notebook_and_a_folder_that_otter_made(tmp_path: Path) -> None:
    notebook = jupytext.read(HERE / "plain_otter.md")
    nbformat.write(notebook, tmp_path / "set.ipynb")
    shutil.copy(HERE / "rain.csv", tmp_path)
    from_notebook = assign(tmp_path / "set.ipynb")
    masters._run_otter(tmp_path, tmp_path / "set.ipynb", tmp_path / "dist")
    made = assign(tmp_path / "dist")
    for one in (from_notebook, made):
        auto = [(q.name, q.points, len(q.tests)) for q in one.questions if not q.manual]
        assert auto == [("wettest", 2, 2), ("mean_rain", 3, 3)]
        assert one.kind == "otter" and "rain.csv" in one.files


def test_one_split_for_each_state_of_a_file(tmp_path: Path, monkeypatch) -> None:
    shutil.copytree(SAMPLE, tmp_path / "set")
    runs = []
    original = masters._run_otter
    monkeypatch.setattr(masters, "_run_otter", lambda *args: (runs.append(1), original(*args)))
    assign(tmp_path / "set")
    assign(tmp_path / "set" / "master.md")
    assert len(runs) == 1


def test_what_cannot_be_found_or_read(tmp_path: Path) -> None:
    with pytest.raises(MasterError, match="no set 'nowhere': no file or folder"):
        assign("nowhere")
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(MasterError, match=r"MyST text \(.md\) or a notebook \(.ipynb\)"):
        assign(tmp_path / "a.txt")
    with pytest.raises(MasterError, match=r"holds master.md or master.ipynb"):
        assign(tmp_path)
    (tmp_path / "a.md").write_text("# Only text\n")
    with pytest.raises(MasterError, match="no `# BEGIN QUESTION` cell"):
        assign(tmp_path / "a.md")
    (tmp_path / "a.ipynb").write_text("{")
    with pytest.raises(MasterError, match=r"a\.ipynb: cannot be read as a notebook"):
        assign(tmp_path / "a.ipynb")


def test_what_otter_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    text = (HERE / "plain_ok.md").read_text().replace("# END TESTS", "# END TEST", 1)
    (tmp_path / "broken.md").write_text(text)
    with pytest.raises(MasterError, match=r"broken\.md: `otter assign` refuses it: .*double"):
        assign(tmp_path / "broken.md")


def test_a_task_without_a_question_and_variants_that_break(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "set")
    variants = tmp_path / "set" / "variants.py"
    text = variants.read_text()
    variants.write_text(text.replace('name="largest",\n            answers', 'name="l",\n answers'))
    with pytest.raises(VariantsError, match="differ: l, largest"):
        assign(tmp_path / "set")
    variants.write_text("1 / 0")
    with pytest.raises(VariantsError, match="ZeroDivisionError"):
        assign(tmp_path / "set")
    variants.write_text("problem_set = 3")
    with pytest.raises(VariantsError, match="no attribute `problem_set`"):
        assign(tmp_path / "set")


def test_a_set_is_found_by_its_name_before_a_folder_of_that_name(tmp_path, monkeypatch) -> None:
    names = masters.names()
    assert names, "the instructor edition has sets"
    (tmp_path / names[0]).mkdir()
    monkeypatch.chdir(tmp_path)
    assert locate(names[0]).name == "master.md"


@pytest.mark.parametrize("text", ["x = 1", "OK_FORMAT = True", "OK_FORMAT = False", "1 / 0"])
def test_what_is_no_test_file(text: str) -> None:
    with pytest.raises(ValueError, match="no otter test file"):
        otter_files.parse(text, "q1")
