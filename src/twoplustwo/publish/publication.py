"""``publish``: the student edition, staged, built, searched, and only then written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from twoplustwo.publish import cuts, edition, facts, student, target
from twoplustwo.publish.private import private
from twoplustwo.publish.search import Leak, leaks

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"
Step = Callable[[str], None]
Build = Callable[[Path], Path]


class PublishError(ValueError):
    """The edition cannot be published; the message says why. Nothing was written."""


class BuildError(PublishError):
    """The edition's own book cannot be built; the message holds the end of the log."""


class LeakError(PublishError):
    """Something private came into the edition; the message says where."""


@dataclass(frozen=True)
class Report:
    """What was published.

    Attributes
    ----------
    sets
        Name of every set -> path of its student notebook.
    chapters
        Paths of the chapters' notebooks.
    searched
        Files of edition and built site in which nothing private was found.
    history
        Paths in the folder's git history, all of them public; 0 without a repository.
    """

    folder: Path
    sets: dict[str, str]
    chapters: list[str]
    written: target.Written
    searched: int
    history: int

    def to_json(self) -> dict[str, Any]:
        """Give JSON values."""
        return asdict(self) | {"folder": str(self.folder)}


def publish(
    root: Path,
    to: Path,
    *,
    overwrite: bool = False,
    build: Build | None = None,
    step: Step = lambda words: None,
) -> Report:
    """Write the student edition of the tree at `root` into the folder `to`.

    The edition is made beside, its book is built from it alone, and both are searched; the folder
    is touched last, so a failure leaves it as it was.

    Parameters
    ----------
    overwrite
        Whether files that somebody edited in the folder are written anew.
    build
        Builds the book of a tree and gives the folder of the site; by default Jupyter Book.
    step
        Is told what is being done.

    Raises
    ------
    PublishError, TargetError, EditionError, CutError, FactsError, MasterError
        Each with what was wrong and what to do.
    """
    root, to = Path(root), Path(to)
    history = target.check(to, root, overwrite)
    with tempfile.TemporaryDirectory(prefix="edition-") as scratch:
        stage = Path(scratch) / "edition"
        names = fill(root, stage, step)
        step("building its book")
        cache = root / "_build" / ".cache"
        html = build(stage) if build else build_book(stage, cache)
        chapters = take_chapters(stage, html)
        step("searching every file")
        target.describe(stage)
        searched = search(root, stage)
        shutil.rmtree(stage / "_build", ignore_errors=True)
        step("writing")
        to.mkdir(parents=True, exist_ok=True)
        written = target.write(stage, to)
    sets = {name: (student.NOTEBOOKS / f"{name}.ipynb").as_posix() for name in names}
    return Report(to, sets, chapters, written, searched, history)


def fill(root: Path, stage: Path, step: Step = lambda words: None) -> list[str]:
    """Put all files but the chapters' notebooks into the stage; give the names of the sets."""
    step("gathering files")
    for path in edition.copied(root):
        _copy(root / path, stage / path)
    found = facts.facts(root)
    (stage / student.NOTEBOOKS).mkdir(parents=True, exist_ok=True)
    (stage / facts.CATALOGUE).write_text(facts.text(found), encoding="utf-8")
    names = [one["name"] for one in found["sets"]]
    for name in names:
        step(f"making the notebook of the set {name}")
        path = stage / student.NOTEBOOKS / f"{name}.ipynb"
        path.write_text(student.notebook(root, name), encoding="utf-8")
    return names


def _copy(source: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    if cuts.concerns(source):
        to.write_text(cuts.cut(source.read_text(encoding="utf-8"), str(source)), encoding="utf-8")
    else:
        shutil.copyfile(source, to)
    to.chmod(0o755 if source.stat().st_mode & 0o100 else 0o644)


def build_book(stage: Path, cache: Path | None = None) -> Path:
    """Build the book from the stage and its own package, as a reader of the edition would.

    Parameters
    ----------
    cache
        What an earlier build of the instructor edition computed; its entries are found by digest.

    Raises
    ------
    BuildError
        If it cannot be built, or only with warnings.
    """
    if cache and cache.is_dir():
        shutil.copytree(cache, stage / "_build" / ".cache", dirs_exist_ok=True)
    options = ["build", "--quiet", "-W", "-n", "--keep-going", "."]
    run = subprocess.run(
        [sys.executable, "-c", JUPYTER_BOOK, *options],
        cwd=stage,
        capture_output=True,
        text=True,
        # The package of the stage comes before this one, in the kernels as well.
        env={**os.environ, "PYTHONPATH": str(stage / "src")},
    )
    if run.returncode:
        log = COLOURS.sub("", run.stdout + run.stderr).partition("Traceback")[0]
        raise BuildError(f"the student edition's book cannot be built on its own:\n{log[-3000:]}")
    return stage / "_build" / "html"


def take_chapters(stage: Path, html: Path) -> list[str]:
    """Copy the pages' notebooks from the built site into the stage, for Binder and Colab."""
    taken = []
    for page in edition.pages(stage):
        source = html / "notebooks" / f"{page}.ipynb"
        if source.is_file():
            path = f"{edition.CHAPTERS}/{page}.ipynb"
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, stage / path)
            taken.append(path)
    return taken


def search(root: Path, stage: Path) -> int:
    """Search the stage and its built site; give the number of files.

    Raises
    ------
    LeakError
        If the salt, or a line of a private file, stands in one of them.
    """
    found: list[Leak] = leaks(stage, private(root))
    if found:
        shown = "\n".join(f"  {one.path}: {one.what}" for one in found[:5])
        raise LeakError(f"{len(found)} private things would be published, so nothing was:\n{shown}")
    return sum(1 for path in stage.rglob("*") if path.is_file())
