"""Words that stand for secrets: one for every private place of a tree, and a check that looks."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import sqlite3
import zipfile
from pathlib import Path

from twoplustwo.publish.search import Private, leaks

CANARY = re.compile(rb"CNRY[0-9a-f]{24}")


def canary(place: str) -> str:
    """The word of a place, the same in every run."""
    return "CNRY" + hashlib.sha256(place.encode()).hexdigest()[:24]


def found(folder: Path) -> dict[str, set[str]]:
    """Word -> files below the folder that hold it, however wrapped."""
    where: dict[str, set[str]] = {}
    for leak in leaks(folder, Private(CANARY, {})):
        where.setdefault(leak.what, set()).add(leak.path)
    return where


def assert_clean(folder: Path) -> None:
    """What all leak tests rest on."""
    assert found(folder) == {}


# ---- planting ----------------------------------------------------------------------------------

SOLUTION = "solution of a task"
BLOCK = "block of a solution"
MEMO = "solution of the memo"
TEST = "hidden test"


def in_master(text: str, name: str) -> str:
    """Put words into every private part of a master: solutions, tests, the memo's note."""
    line, block, memo, test = (canary(f"{name}: {one}") for one in (SOLUTION, BLOCK, MEMO, TEST))
    parts = re.split(r"(?m)^(# (?:BEGIN|END) (?:SOLUTION|TESTS)\n```\n)", text)
    kind = ""
    for place, part in enumerate(parts):
        mark = re.match(r"# (BEGIN|END) (SOLUTION|TESTS)\n", part)
        if mark:
            kind = mark[2] if mark[1] == "BEGIN" else ""
        elif kind == "SOLUTION" and "{code-cell}" in part:
            added = f'said = "{line}"  # SOLUTION\n# BEGIN SOLUTION NO PROMPT\nmore = "{block}"\n'
            parts[place] = re.sub(r"(\n```\n)", rf"\n{added}# END SOLUTION\1", part, count=1)
        elif kind == "SOLUTION":
            parts[place] = re.sub(
                r"(\n```\{raw-cell\}\n)$", rf"\nA good memo says {memo}.\n\1", part
            )
        elif kind == "TESTS":
            parts[place] = re.sub(r"(?m)^( +)assert ", rf'\1assert "{test}"\n\1assert ', part)
    made = "".join(parts)
    assert all(word in made for word in (line, block, test)), name
    return made


def in_variants(text: str, name: str) -> str:
    """Put words into pool, solver, mistake and hint."""
    words = {one: canary(f"{name}: {one}") for one in ("pool", "solver", "mistake", "hint")}
    added = [f'{one.upper()} = ["{word}"]' for one, word in words.items()]
    return text + "\n\n" + "\n".join(added) + "\n"


def in_rubric(text: str, name: str) -> str:
    """Put words into levels and notes."""
    level, notes = canary(f"{name}: level"), canary(f"{name}: notes")
    marked = re.sub(r"(?m)^(\s+4: )(>-\n\s+)?", rf"\1\2{level} ", text)
    assert level in marked
    return f"{marked}\nnotes: {notes}\n"


def notebook(word: str) -> str:
    """A notebook that holds a word in its metadata, in base 64."""
    hidden = base64.b64encode(f"the answer is {word}, and so on".encode()).decode()
    cell = {"cell_type": "code", "metadata": {"answer": hidden}, "source": "", "outputs": []}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def database(path: Path, word: str) -> None:
    """An SQLite file that holds a word."""
    with sqlite3.connect(path) as ledger:
        ledger.execute("create table results (owner text, result text)")
        ledger.execute("insert into results values ('k01', ?)", (word,))
    ledger.close()


def zipped(word: str) -> bytes:
    """A zip whose one member is compressed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tests/brier.py", f"reference = '{word}'\n" * 50)
    return packed.getvalue()


LOOSE = (
    # What an instructor's work leaves: rosters, releases, grades; in the root, and where the
    # edition takes other files from.
    *(f"{folder}roster.csv" for folder in ("", "data/", "book/", "exercises/")),
    *(f"{folder}release/salt.txt" for folder in ("", "exercises/reading/", "book/", "src/")),
    "release/release.json",
    "release/reading-gradescope.zip",
    "release/student/k01/reading.ipynb",
    *("graded/gradebook.csv", "graded/ledger.sqlite", "graded/feedback/k01.html"),
    *("graded/report.html", "data/ledger.sqlite", "book/ledger.sqlite"),
    # Files of every kind beside public ones.
    *("book/start/solutions.md", "book/start/solutions.ipynb", "book/answers.yml", "solutions.md"),
    *("data/answers.csv", "data/answers.json", "data/coast/answers.csv", "notes.txt", ".env"),
    *("binder/solutions.txt", "lite/solutions.json", ".ci/answers.yml", ".github/answers.txt"),
    *("bench/grading.py", "bench/answers.csv", "notebooks/solutions.ipynb"),
    *("exercises/notebooks/solved.ipynb", "exercises/reading/solved.ipynb"),
    *("_build/html/solutions.html", "_build/.cache/solutions.json"),
    # The private parts of package and tests.
    *("src/twoplustwo/answers.py", "src/twoplustwo/cli/answers.py"),
    *("src/twoplustwo/exercises/answers_reading.py", "src/twoplustwo/grading/reading.py"),
    *("src/twoplustwo/publish/reading.py", "src/twoplustwo/exercises/reading/solver.py"),
    *("tests/exercises/reading.py", "tests/grading/reading.py", "tests/hostile/reading.py"),
    *("tests/publish/reading.py", "tests/course/test_guide.py", "tests/solutions.json"),
)
"""Files that hold one word each, by their path."""

REPLACED = ("exercises/catalogue.json", "exercises/notebooks/reading.ipynb")
"""Files of the tree that the edition has, too, but makes anew."""

SALT = "exercises/salt.txt"
CUT = "lines for instructors"


def plant(root: Path, names: tuple[str, ...]) -> set[str]:
    """Put a word into every private place of a tree; return the words."""
    for name in names:
        for file, change in (
            ("master.md", in_master),
            ("variants.py", in_variants),
            ("rubric.yml", in_rubric),
        ):
            path = root / "exercises" / name / file
            path.write_text(change(path.read_text("utf-8"), name), encoding="utf-8")
    for path in (*LOOSE, *REPLACED):
        _loose(root / path, canary(path))
    (root / SALT).write_text(canary(SALT) + "\n", encoding="utf-8")
    readme = root / "README.md"
    begin = "<!-- instructor edition only: begin -->\n"
    text = readme.read_text("utf-8")
    assert begin in text
    readme.write_text(text.replace(begin, f"{begin}{canary(CUT)}\n"), encoding="utf-8")
    return {one.decode() for one in CANARY.findall(_everything(root))} | _wrapped()


def _loose(path: Path, word: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".sqlite":
        database(path, word)
    elif path.suffix == ".ipynb":
        path.write_text(notebook(word), encoding="utf-8")
    elif path.suffix == ".zip":
        path.write_bytes(zipped(word))
    else:
        path.write_text(f"# the answer is {word}\n", encoding="utf-8")


def _everything(root: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in root.rglob("*") if path.is_file())


def _wrapped() -> set[str]:
    """The words that stand in no file as they are."""
    return {canary(one) for one in (*LOOSE, *REPLACED) if one.endswith((".ipynb", ".zip"))}
