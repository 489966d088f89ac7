"""What belongs to the student edition: a list of what goes in, not of what stays out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import yaml

FILES = (
    *(".ci/run", ".gitignore", "ACCESSIBILITY.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE"),
    *(".gitlab-ci.yml", "DEPLOY.md", "bench/binder.json", "bench/binder.py"),
    *("LICENSE-CONTENT", "Makefile", "NEUTRALITY.md", "README.md", "_config.yml", "_toc.yml"),
    *("pyproject.toml", "requirements.txt", "requirements-dev.txt", "requirements-site.txt"),
    *("bench/README.md", "bench/explorers.py", "bench/lite.py", "bench/pages.py"),
    *("binder/postBuild", "binder/requirements.txt", "binder/runtime.txt", "binder/start"),
    *("book/glossary.yml", "book/quiz.yml", "book/references.bib"),
    "data/datapackage.json",
    *("lite/jupyter-lite.json", "lite/jupyter_lite_config.json", "lite/overrides.json"),
    "lite/requirements.txt",
    *("src/twoplustwo/__init__.py", "src/twoplustwo/launch.py", "src/twoplustwo/prose.py"),
    *("src/twoplustwo/cli/__init__.py", "src/twoplustwo/cli/__main__.py"),
    *("src/twoplustwo/cli/ends.py", "src/twoplustwo/cli/questions.py"),
    "src/twoplustwo/cli/tables.py",
    # Of the problem sets a student's notebook needs the checker, and that the words for answers.
    *("src/twoplustwo/exercises/__init__.py", "src/twoplustwo/exercises/answers.py"),
    *("src/twoplustwo/exercises/check.py", "src/twoplustwo/exercises/task.py"),
    *("tests/__init__.py", "tests/conftest.py", "tests/reference.py"),
    *("tests/reference_values.json", "tests/requirements-lowest.txt", "tests/test_architecture.py"),
    *("tests/test_cli.py", "tests/test_ledger.py", "tests/test_reference.py"),
    "tests/test_requirements.py",
    *("tests/course/__init__.py", "tests/course/pages.py", "tests/course/test_exercises.py"),
    *("tests/course/test_prose.py", "tests/course/test_quiz.py", "tests/course/test_template.py"),
    *("tests/browser/__init__.py", "tests/browser/conftest.py", "tests/browser/site.py"),
    *("tests/browser/test_capstone.py", "tests/browser/test_explorers.py"),
    *("tests/browser/test_pages.py", "tests/browser/test_quiz.py", "tests/browser/test_speed.py"),
)
"""Single files. A file that is missing stops the publication."""

FOLDERS = {
    ".github/workflows": (".yml",),
    "bench/stock": (".md", ".yml"),
    "data/coast": (".json", ".py"),
    "src/twoplustwo/book": (".css", ".html", ".js", ".py", ".svg", ".toml"),
    "src/twoplustwo/capstone": (".py",),
    "src/twoplustwo/charts": (".py",),
    "src/twoplustwo/data": (".py",),
    "src/twoplustwo/explorers": (".css", ".html", ".js", ".py"),
    "src/twoplustwo/lite": (".mjs", ".py"),
    "src/twoplustwo/models": (".py",),
    "src/twoplustwo/quiz": (".py",),
    "tests/binder": (".py",),
    "tests/book": (".py",),
    "tests/capstone": (".js", ".py"),
    "tests/charts": (".py",),
    "tests/data": (".py",),
    "tests/explorers": (".js", ".py"),
    "tests/lite": (".mjs", ".py"),
    "tests/models": (".py",),
    "tests/offline": (".py",),
    "tests/places": (".py",),
    "tests/quiz": (".py",),
    "tests/runtime": (".js", ".py"),
}
"""Folders with the endings of their files, at any depth."""

EXERCISES, CHAPTERS = "exercises", "notebooks"
DESCRIPTION = "edition.json"
"""Names and digests of all files of an edition; written last."""


class EditionError(ValueError):
    """Something that belongs to the edition is not there; the message says what."""


def pages(root: Path) -> list[str]:
    """Pages of the table of contents."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    found: list[str] = [toc["root"]]
    stack = [*toc.get("parts", []), *toc.get("chapters", [])]
    while stack:
        entry = stack.pop(0)
        found += [entry["file"]] if "file" in entry else []
        stack = [*entry.get("chapters", []), *entry.get("sections", []), *stack]
    return found


def tables(root: Path) -> list[str]:
    """Files of the tables that the descriptor names."""
    path = root / "data" / "datapackage.json"
    return [one["path"] for one in json.loads(path.read_text(encoding="utf-8"))["resources"]]


def copied(root: Path) -> list[str]:
    """Paths of this tree that go into the edition as they are, but for cuts.

    Raises
    ------
    EditionError
        If one of them is missing.
    """
    found = {*FILES, *(f"{one}.md" for one in pages(root))}
    found |= {f"data/{one}" for one in tables(root)}
    found |= {path for folder, suffixes in FOLDERS.items() for path in _in(root, folder, suffixes)}
    if missing := [one for one in sorted(found) if not (root / one).is_file()]:
        raise EditionError(f"{root} lacks what the student edition needs: {', '.join(missing)}")
    if linked := [one for one in sorted(found) if _leaves(root, root / one)]:
        raise EditionError(f"links are not published, since they may lead anywhere: {linked[0]}")
    return sorted(found)


def _in(root: Path, folder: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    for path in (root / folder).rglob("*"):
        if path.suffix in suffixes and path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(root).as_posix()


def _leaves(root: Path, path: Path) -> bool:
    return path.resolve() != root.resolve() / path.relative_to(root)


def is_public(path: str) -> bool:
    """Whether an edition, this one or an earlier one, may hold a file of this path."""
    pure = PurePosixPath(path)
    if path in FILES or path in (DESCRIPTION, "index.md", f"{EXERCISES}/catalogue.json"):
        return True
    places = {
        **FOLDERS,
        "book": (".md",),
        "data": (".csv",),
        CHAPTERS: (".ipynb",),
        f"{EXERCISES}/notebooks": (".ipynb",),
    }
    return any(
        pure.suffix in suffixes and path.startswith(f"{folder}/")
        for folder, suffixes in places.items()
    )
