"""The folder of an edition: what it may hold, what its history may hold, and what changes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from twoplustwo.publish import target
from twoplustwo.publish.target import TargetError

ROOT = Path(__file__).parents[2]
FILES = {
    "README.md": "# Read me\n",
    "book/start/reading.md": "# Reading\n",
    "exercises/notebooks/reading.ipynb": "{}",
}


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    """A staged edition of three files."""
    folder = tmp_path / "stage"
    write(folder, FILES)
    target.describe(folder)
    return folder


@pytest.fixture
def to(stage: Path, tmp_path: Path) -> Path:
    """A folder that holds it already."""
    folder = tmp_path / "to"
    folder.mkdir()
    target.write(stage, folder)
    return folder


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "Edition")


@pytest.fixture
def repository(to: Path) -> Path:
    """The same folder, as a repository with one commit."""
    git(to, "init", "--quiet", "--initial-branch=main")
    commit(to)
    return to


def contents(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in target.files(folder)}


def test_a_new_folder_gets_all_files(stage: Path, tmp_path: Path) -> None:
    to = tmp_path / "new"
    assert target.check(to, ROOT) == 0
    written = target.write(stage, to)
    assert set(written.added) == {*FILES, "edition.json"} and not written.changed
    assert contents(to) == contents(stage)


def test_the_same_edition_changes_nothing(stage: Path, to: Path) -> None:
    times = {path: (to / path).stat().st_mtime_ns for path in FILES}
    written = target.write(stage, to)
    assert len(written.same) == 4 and not (written.added or written.changed or written.removed)
    assert times == {path: (to / path).stat().st_mtime_ns for path in FILES}


def test_what_is_no_longer_published_goes_and_the_repository_stays(
    stage: Path, repository: Path
) -> None:
    (stage / "book" / "start" / "reading.md").unlink()
    (stage / "README.md").write_text("# Other\n", encoding="utf-8")
    target.describe(stage)
    head = (repository / ".git" / "HEAD").read_bytes()
    written = target.write(stage, repository)
    assert written.removed == ["book/start/reading.md"]
    assert written.changed == ["README.md", "edition.json"]
    assert not (repository / "book").exists()
    assert (repository / ".git" / "HEAD").read_bytes() == head


def test_the_right_to_run_a_file_is_kept(stage: Path, to: Path) -> None:
    (stage / "README.md").chmod(0o755)
    target.write(stage, to)
    assert (to / "README.md").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("place", [ROOT, ROOT / "dist" / "edition", ROOT.parent])
def test_a_folder_in_or_around_this_tree_is_refused(place: Path) -> None:
    with pytest.raises(TargetError, match="in the instructor edition, or around it"):
        target.check(place, ROOT)


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(TargetError, match="is a file; the edition needs a folder"):
        target.check(tmp_path / "file", ROOT)


@pytest.mark.parametrize(
    "path", ["notes.txt", "exercises/reading/master.md", "book/mine.md", ".env"]
)
def test_a_foreign_file_is_refused_and_named(path: str, to: Path) -> None:
    write(to, {path: "mine"})
    with pytest.raises(TargetError, match=f"no earlier edition put there: {path}"):
        target.check(to, ROOT)
    assert (to / path).read_text("utf-8") == "mine"


def test_what_working_there_leaves_is_no_foreign_file(to: Path) -> None:
    write(to, {"_build/html/index.html": "x", ".venv/bin/python": "x", "src/__pycache__/a.pyc": ""})
    assert target.check(to, ROOT) == 0


def test_a_change_by_hand_is_not_lost_unless_asked(stage: Path, to: Path) -> None:
    write(to, {"README.md": "better"})
    with pytest.raises(TargetError, match=r"changed by hand: README\.md"):
        target.check(to, ROOT)
    assert target.check(to, ROOT, overwrite=True) == 0


def test_a_broken_description_is_named(to: Path) -> None:
    write(to, {"edition.json": "{"})
    with pytest.raises(TargetError, match="is no description of an edition"):
        target.check(to, ROOT)


# ---- history -----------------------------------------------------------------------------------

PRIVATE = "exercises/reading/master.md"


def test_a_public_history_is_counted(repository: Path) -> None:
    assert target.check(repository, ROOT) == 4


def _committed_and_removed(folder: Path) -> None:
    write(folder, {PRIVATE: "solution"})
    commit(folder)
    (folder / PRIVATE).unlink()
    commit(folder)


def _on_another_branch(folder: Path) -> None:
    git(folder, "switch", "--quiet", "-c", "other")
    write(folder, {PRIVATE: "solution"})
    commit(folder)
    git(folder, "switch", "--quiet", "main")


def _behind_a_tag(folder: Path) -> None:
    _on_another_branch(folder)
    git(folder, "tag", "old", "other")
    git(folder, "branch", "-D", "other")


def _renamed(folder: Path) -> None:
    text = "solution\n" * 50
    write(folder, {PRIVATE: text})
    commit(folder)
    git(folder, "mv", PRIVATE, "book/renamed.md")
    commit(folder)
    git(folder, "rm", "--quiet", "book/renamed.md")
    commit(folder)


def _in_a_merge(folder: Path) -> None:
    git(folder, "switch", "--quiet", "-c", "side")
    write(folder, {"book/start/ledger.md": "# Ledger\n"})
    commit(folder)
    git(folder, "switch", "--quiet", "main")
    write(folder, {"book/start/other.md": "# Other\n"})
    commit(folder)
    git(folder, "merge", "--quiet", "--no-ff", "--no-commit", "side")
    write(folder, {PRIVATE: "solution"})
    commit(folder)
    git(folder, "rm", "--quiet", PRIVATE)
    git(folder, "rm", "--quiet", "book/start/ledger.md", "book/start/other.md")
    commit(folder)


def _stashed(folder: Path) -> None:
    write(folder, {PRIVATE: "solution"})
    git(folder, "stash", "--include-untracked", "--quiet")


@pytest.mark.parametrize(
    "hide",
    [
        _committed_and_removed,
        _on_another_branch,
        _behind_a_tag,
        _renamed,
        _in_a_merge,
        _stashed,
    ],
)
def test_a_private_path_anywhere_in_the_history_is_refused(
    hide: Callable[[Path], None], repository: Path
) -> None:
    hide(repository)
    with pytest.raises(TargetError, match=f"git history of .*: {PRIVATE}"):
        target.check(repository, ROOT)


@pytest.mark.parametrize(
    "path",
    [
        *("exercises/salt.txt", "exercises/map.yml", "exercises/reading/variants.py"),
        *("src/twoplustwo/grading/session.py", "src/twoplustwo/exercises/release.py"),
        *("src/twoplustwo/publish/edition.py", "src/twoplustwo/cli/grade.py", "roster.csv"),
        *("tests/exercises/sample/master.md", "graded/ledger.sqlite", "Ünïcode\tname.md"),
    ],
)
def test_every_kind_of_private_path_is_refused(path: str, repository: Path) -> None:
    write(repository, {path: "x"})
    commit(repository)
    (repository / path).unlink()
    commit(repository)
    with pytest.raises(TargetError, match="what no student edition holds"):
        target.check(repository, ROOT)


def test_the_history_of_an_earlier_edition_is_public(repository: Path) -> None:
    """Pages, tables and notebooks that have been dropped since."""
    old = {"book/korea/old.md": "x", "data/old.csv": "x", "notebooks/book/korea/old.ipynb": "{}"}
    write(repository, old)
    commit(repository)
    git(repository, "rm", "--quiet", *old)
    commit(repository)
    assert target.check(repository, ROOT) == 7


def test_a_broken_repository_is_refused(to: Path) -> None:
    write(to, {".git": "gitdir: nowhere\n"})
    with pytest.raises(TargetError, match="cannot be read"):
        target.check(to, ROOT)


def test_without_git_a_repository_is_refused(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(TargetError, match="install git"):
        target.check(repository, ROOT)


def test_an_empty_repository_takes_an_edition(stage: Path, tmp_path: Path) -> None:
    to = tmp_path / "empty"
    to.mkdir()
    git(to, "init", "--quiet")
    assert target.check(to, ROOT) == 0
    target.write(stage, to)
    assert json.loads((to / "edition.json").read_text("utf-8"))["edition"] == "student"
