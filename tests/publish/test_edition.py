"""What is public: the list, the cuts, the facts and the notebooks of the sets."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from twoplustwo.publish import cuts, edition, facts, student

from . import canaries, small

ROOT = small.ROOT

# One process makes what they share.
pytestmark = pytest.mark.xdist_group("edition")


# ---- the list ----------------------------------------------------------------------------------


def test_every_file_of_the_list_is_there_and_public() -> None:
    paths = edition.copied(ROOT)
    assert len(paths) > 400 and all(edition.is_public(path) for path in paths)


@pytest.mark.parametrize("path", [*canaries.LOOSE, canaries.SALT, "exercises/map.yml"])
def test_no_private_place_is_on_the_list(path: str, planted: tuple[Path, set[str]]) -> None:
    assert path not in edition.copied(planted[0])


def test_of_the_package_only_what_a_student_runs_is_public() -> None:
    public = {path for path in edition.copied(ROOT) if path.startswith("src/twoplustwo/")}
    there = {
        path.relative_to(ROOT).as_posix()
        for part in ("exercises", "grading", "publish", "cli")
        for path in (ROOT / "src" / "twoplustwo" / part).rglob("*.py")
    }
    assert {path.removeprefix("src/twoplustwo/") for path in there & public} == {
        *(f"exercises/{name}.py" for name in ("__init__", "answers", "check", "task")),
        *(f"cli/{name}.py" for name in ("__init__", "__main__", "ends", "questions", "tables")),
    }


def test_a_file_that_is_missing_is_named(planted: tuple[Path, set[str]], tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(planted[0], tree)
    (tree / "LICENSE").unlink()
    with pytest.raises(edition.EditionError, match="lacks what the student edition needs: LICENSE"):
        edition.copied(tree)


def test_a_link_is_not_followed(planted: tuple[Path, set[str]], tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(planted[0], tree)
    (tree / "LICENSE").unlink()
    os.symlink(tree / "exercises" / "salt.txt", tree / "LICENSE")
    with pytest.raises(edition.EditionError, match=r"links are not published.*: LICENSE"):
        edition.copied(tree)


# ---- cuts --------------------------------------------------------------------------------------

BEGIN, END = "# instructor edition only: begin\n", "# instructor edition only: end\n"


def test_lines_between_the_marks_go() -> None:
    assert cuts.cut(f"a\n{BEGIN}b\n{END}c\n", "Makefile") == "a\nc\n"
    prose = "<!-- instructor edition only: begin -->\nb\n<!-- instructor edition only: end -->\n"
    assert cuts.cut(f"a\n\n{prose}\nc\n", "README.md") == "a\n\nc\n"


def test_words_about_the_marks_are_no_marks() -> None:
    text = "Write `instructor edition only: begin` and `end`.\n"
    assert cuts.cut(text, "CONTRIBUTING.md") == text


@pytest.mark.parametrize(
    ("text", "line"), [(f"a\n{BEGIN}b\n", 2), (f"a\n{END}", 2), (f"{BEGIN}{BEGIN}{END}", 2)]
)
def test_half_a_pair_of_marks_is_an_error(text: str, line: int) -> None:
    with pytest.raises(cuts.CutError, match=f"README.md:{line}: "):
        cuts.cut(text, "README.md")


def test_the_student_s_files_speak_of_no_command_they_lack() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "Makefile"):
        text = cuts.cut((ROOT / name).read_text("utf-8"), name)
        assert "make exercises" not in text and "make edition" not in text, name
        assert "\nexercises:" not in text and "\nlock:" not in text, name


# ---- facts -------------------------------------------------------------------------------------


def test_the_catalogue_is_in_step_with_masters_pools_and_map() -> None:
    pytest.importorskip("jupytext")
    written = (ROOT / facts.CATALOGUE).read_text("utf-8")
    assert written == facts.text(facts.facts(ROOT)), "run make exercises"


def test_the_catalogue_holds_public_facts_alone() -> None:
    known = json.loads((ROOT / facts.CATALOGUE).read_text("utf-8"))["sets"]
    keys = {"name", "title", "minutes", "points", "chapters", "tasks", "memo"}
    for one in known:
        assert set(one) == keys
        assert set(one["memo"]) == {"title", "points", "words", "criteria"}
        for task in one["tasks"]:
            assert set(task) == {"name", "title", "points", "chapter", "tables"}


def changed_map(tree: Path, tmp_path: Path, change) -> Path:
    """A copy of the sets with another map."""
    root = tmp_path / "tree"
    shutil.copytree(tree / "exercises", root / "exercises")
    path = root / "exercises" / "map.yml"
    pages = yaml.safe_load(path.read_text("utf-8"))
    change(pages)
    path.write_text(yaml.safe_dump(pages), encoding="utf-8")
    return root


def test_a_set_that_the_map_leaves_out_is_named(planted, tmp_path: Path) -> None:
    def change(pages):
        for sets in pages.values():
            sets.pop("dispute", None)

    with pytest.raises(facts.FactsError, match="differ in: dispute"):
        facts.facts(changed_map(planted[0], tmp_path, change))


def test_a_task_that_the_map_leaves_out_is_named(planted, tmp_path: Path) -> None:
    with pytest.raises(facts.FactsError, match="differ in the tasks hedges"):
        root = changed_map(
            planted[0], tmp_path, lambda pages: pages["start/reading"]["reading"].pop("hedges")
        )
        facts.facts(root)


# ---- notebooks ---------------------------------------------------------------------------------

ALL = sorted(one.parent.name for one in (ROOT / "exercises").glob("*/master.md"))
NAMES = ALL if small.FULL else small.NAMES
CELL = {"deletable", "editable", "tags", "twoplustwo", "jupyter", "cellView"}
TAGS = {"setup", "variant", "install", "hide-cell"}


@pytest.fixture(scope="session")
def root(planted) -> Path:
    """Where the sets are: this tree for all of them, the small one otherwise."""
    return ROOT if small.FULL else planted[0]


@pytest.fixture(scope="session")
def notebooks(root: Path, once, request: pytest.FixtureRequest) -> dict[str, dict]:
    """The student notebooks."""
    if small.FULL:
        folder = once("notebooks", lambda folder: [make(folder, name) for name in NAMES])
    else:
        folder = request.getfixturevalue("published") / student.NOTEBOOKS
    return {name: json.loads((folder / f"{name}.ipynb").read_text("utf-8")) for name in NAMES}


def make(folder: Path, name: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.ipynb").write_text(student.notebook(ROOT, name), encoding="utf-8")
    return name


def problem_set(root: Path, name: str):
    from twoplustwo.exercises.assignment import problem_set

    path = root / "exercises" / name / "variants.py"
    return problem_set(path.read_text("utf-8"), str(path))


def numbers(value) -> set[str]:
    """The first digits of every number in a nest of values that has many of them."""
    if isinstance(value, pd.DataFrame):
        return numbers(value.to_dict("list"))
    if isinstance(value, dict):
        return numbers(list(value.values()))
    if isinstance(value, list | tuple | pd.Series | np.ndarray):
        return set().union(*map(numbers, value))
    if isinstance(value, float) and len(repr(float(value))) > 9:
        return {repr(float(value))[:9]}
    return set()


@pytest.mark.parametrize("name", NAMES)
def test_no_right_answer_stands_in_the_notebook(name: str, root: Path, notebooks) -> None:
    found = problem_set(root, name)
    variant = found.variant(student.salt(root), "common")
    answers = [numbers(task.solve(variant[task.name])) for task in found.tasks]
    sought = set().union(*answers) - numbers(variant)
    assert len(sought) >= 5, "the answers of a set have numbers with many digits"
    text = json.dumps(notebooks[name])
    assert not [one for one in sought if one in text]


@pytest.mark.parametrize("name", NAMES)
def test_of_the_pool_the_common_variant_alone_is_shown(name: str, root: Path, notebooks) -> None:
    (cell,) = (c for c in notebooks[name]["cells"] if "variant" in c["metadata"].get("tags", ()))
    shown: dict = {}
    exec(cell["source"], shown)
    assert shown["variant"] == problem_set(root, name).variant(student.salt(root), "common")


def test_an_instructor_gets_the_same_notebook_by_releasing_with_the_salt(
    root: Path, notebooks, tmp_path: Path
) -> None:
    from twoplustwo.exercises.masters import assign
    from twoplustwo.exercises.release import release

    master = root / "exercises" / "reading" / "master.md"
    made = release(assign(master), tmp_path / "out", salt_file=root / student.SALT)
    text = (made.folder / "student" / "reading.ipynb").read_text("utf-8")
    assert json.loads(text) == notebooks["reading"]


def test_a_salt_that_could_be_guessed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / student.SALT).write_text("2026\n", encoding="utf-8")
    with pytest.raises(student.SaltError, match="at least 16 characters"):
        student.salt(tmp_path)


def test_a_salt_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    first = student.salt(tmp_path)
    assert len(first) == 32 and student.salt(tmp_path) == first
    assert (tmp_path / student.SALT).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", NAMES)
def test_metadata_hold_nothing_but_what_a_notebook_needs(name: str, notebooks) -> None:
    one = notebooks[name]
    assert set(one["metadata"]) == {"kernelspec", "language_info", "otter", "twoplustwo"}
    assert one["metadata"]["otter"] == {"assignment_name": name}
    assert one["metadata"]["twoplustwo"] == {"set": name, "owner": "common"}
    for cell in one["cells"]:
        assert set(cell["metadata"]) <= CELL
        assert set(cell["metadata"].get("tags", ())) <= TAGS
        assert set(cell["metadata"].get("twoplustwo", ())) <= {"question"}
        assert not cell.get("outputs") and not cell.get("attachments")
