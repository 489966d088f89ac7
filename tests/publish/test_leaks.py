"""The leak test: words in every private place of a tree, and none of them in what is public."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from twoplustwo.publish import cuts, edition, publication, student

from . import canaries, small
from .canaries import assert_clean, canary, found

# One process makes what they share.
pytestmark = pytest.mark.xdist_group("edition")

Planted = tuple[Path, set[str]]


def test_every_private_place_holds_a_word_that_the_search_sees(planted: Planted) -> None:
    tree, words = planted
    assert set(found(tree)) == words
    kinds = 4 + 4 + 2  # of master, variants, rubric
    expected = kinds * len(small.NAMES) + len(canaries.LOOSE) + len(canaries.REPLACED) + 2
    assert len(words) == expected


def test_no_word_is_in_the_student_edition(published: Path) -> None:
    assert_clean(published)


def test_no_word_is_in_the_site_that_the_student_edition_builds(site: Path) -> None:
    assert (site / "html" / "searchindex.js").is_file()
    assert (site / "html" / "notebooks" / "exercises" / "reading.ipynb").is_file()
    assert_clean(site)


def test_no_word_is_in_the_wheel_that_notebooks_install(published: Path, tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    from twoplustwo.lite.wheels import own

    wheel = own(published, tmp_path / "wheels")
    assert "twoplustwo/exercises/check.py" in zipfile.ZipFile(wheel).namelist()
    assert_clean(tmp_path)


# ---- the test fails when one word is let through -----------------------------------------------

PRIVATE = (
    *(f"exercises/reading/{name}" for name in ("master.md", "variants.py", "rubric.yml")),
    canaries.SALT,
    *canaries.LOOSE,
)


@pytest.fixture
def filled(planted: Planted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """Gather the files of an edition, without its book, under changed rules."""

    def run(**changes: object) -> Path:
        for name, value in changes.items():
            module, _, attribute = name.partition("__")
            monkeypatch.setattr(MODULES[module], attribute, value)
        publication.fill(planted[0], tmp_path / "stage")
        return tmp_path / "stage"

    return run


MODULES = {"edition": edition, "cuts": cuts, "student": student, "publication": publication}


def plain(root: Path, name: str) -> str:
    """Stands for the making of notebooks, where a test is about other files."""
    return "{}"


FEW = {
    "edition__FILES": ("README.md",),
    "edition__FOLDERS": {},
    "student__notebook": plain,
}
"""Rules by which little is copied, where a test is about one file."""


def test_gathering_alone_lets_nothing_through(filled: Callable[..., Path]) -> None:
    assert_clean(filled(student__notebook=plain))


@pytest.mark.parametrize("path", PRIVATE)
def test_a_file_that_is_let_through_is_found(path: str, filled: Callable[..., Path]) -> None:
    stage = filled(**FEW | {"edition__FILES": ("README.md", path)})
    with pytest.raises(AssertionError):
        assert_clean(stage)
    assert all(places == {path} for places in found(stage).values())


@pytest.mark.parametrize(
    ("folder", "suffix"),
    [
        ("exercises", ".md"),
        ("exercises", ".py"),
        ("src/twoplustwo/grading", ".py"),
        ("data", ".sqlite"),
        ("release", ".ipynb"),
        ("graded", ".html"),
    ],
)
def test_a_folder_that_is_let_through_is_found(
    folder: str, suffix: str, filled: Callable[..., Path]
) -> None:
    stage = filled(**FEW | {"edition__FOLDERS": {folder: (suffix,)}})
    with pytest.raises(AssertionError):
        assert_clean(stage)


def test_lines_for_instructors_that_are_not_cut_are_found(filled: Callable[..., Path]) -> None:
    stage = filled(cuts__cut=lambda text, path: text, **FEW)
    assert found(stage) == {canary(canaries.CUT): {"README.md"}}


def test_a_notebook_of_the_tree_that_is_taken_as_it_is_is_found(
    filled: Callable[..., Path],
) -> None:
    def taken(root: Path, name: str) -> str:
        path = root / student.NOTEBOOKS / f"{name}.ipynb"
        return path.read_text("utf-8") if path.is_file() else "{}"

    stage = filled(**FEW | {"student__notebook": taken})
    assert found(stage) == {
        canary("exercises/notebooks/reading.ipynb"): {"exercises/notebooks/reading.ipynb"}
    }


@pytest.mark.parametrize("kind", [canaries.SOLUTION, canaries.BLOCK, canaries.TEST])
def test_a_part_of_a_master_that_stays_in_the_notebook_is_found(
    kind: str, planted: Planted, tmp_path: Path
) -> None:
    """What `otter assign` would give if it took nothing out."""
    from twoplustwo.exercises.masters import read

    master = read(planted[0] / "exercises" / "reading" / "master.md")
    (tmp_path / "reading.ipynb").write_text(json.dumps(master), encoding="utf-8")
    assert canary(f"reading: {kind}") in found(tmp_path)


def test_publication_stops_by_itself_before_it_writes(planted: Planted, tmp_path: Path) -> None:
    """Its own search knows no planted words; it knows the salt and the lines of private files."""
    tree, _ = planted
    stage = tmp_path / "stage"
    stage.mkdir()
    assert publication.search(tree, stage) == 0
    for text, what in (
        ((tree / canaries.SALT).read_text("utf-8"), canary(canaries.SALT)),
        ((tree / "exercises/reading/variants.py").read_text("utf-8"), "a line of exercises/"),
        (f"level: {_level(tree)}", "private things"),
    ):
        (stage / "page.md").write_text(f"# A page\n\n{text}\n", encoding="utf-8")
        with pytest.raises(publication.LeakError, match=r"so nothing was:\n  page.md") as error:
            publication.search(tree, stage)
        assert what in str(error.value)


def _level(tree: Path) -> str:
    from twoplustwo.grading.rubric import read

    return "\n" + read(tree / "exercises" / "reading" / "rubric.yml").criteria[0].levels[4]


# ---- however it is wrapped ---------------------------------------------------------------------

WORD = canary("wrapped")
TEXT = f"reference = '{WORD}'  # and more\n".encode() * 3


def tape(data: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        item = tarfile.TarInfo("inside.txt")
        item.size = len(data)
        archive.addfile(item, io.BytesIO(data))
    return made.getvalue()


def archive(data: bytes, name: str = "inside.txt") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(name, data)
    return made.getvalue()


def in_notebook(data: bytes) -> bytes:
    value = base64.encodebytes(data).decode()
    return json.dumps({"cells": [], "metadata": {"twoplustwo": {"key": value}}}).encode()


WRAPPED = {
    "text": TEXT,
    "gzip": gzip.compress(TEXT),
    "two gzips": gzip.compress(gzip.compress(TEXT)),
    "zlib": zlib.compress(TEXT, 9),
    "bzip2": bz2.compress(TEXT),
    "xz": lzma.compress(TEXT),
    "zip": archive(TEXT),
    "zip in zip": archive(archive(TEXT), "inside.whl"),
    "name in zip": archive(b"", f"{WORD}.txt"),
    "tar": tape(TEXT),
    "base 64": b"url(data:image/png;base64," + base64.b64encode(TEXT) + b")",
    "base 64 for addresses": base64.urlsafe_b64encode(b"\xff\xfe" + TEXT).rstrip(b"="),
    "base 64 of gzip": b'"pack": "' + base64.b64encode(gzip.compress(TEXT)) + b'"',
    "base 64 in lines": base64.encodebytes(TEXT),
    "notebook": in_notebook(TEXT),
    "zip of notebook": archive(in_notebook(gzip.compress(TEXT)), "a.ipynb"),
    "hexadecimal": TEXT.hex().encode(),
    "wide characters": TEXT.decode().encode("utf-16"),
    "escapes of JSON": b'["' + b"".join(b"\\u%04x" % one for one in TEXT) + b'"]',
}


@pytest.mark.parametrize("kind", WRAPPED)
def test_a_word_is_found_however_it_is_wrapped(kind: str, tmp_path: Path) -> None:
    (tmp_path / "file.bin").write_bytes(WRAPPED[kind])
    assert found(tmp_path) == {WORD: {"file.bin"}}


def test_a_word_in_a_name_or_behind_a_link_is_found(tmp_path: Path) -> None:
    (tmp_path / f"{WORD}.txt").write_text("", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path)
    assert found(tmp_path)[WORD] == {f"{WORD}.txt"}
    assert {"link"} in found(tmp_path).values()


def test_broken_wrapping_stops_no_search(tmp_path: Path) -> None:
    for number, data in enumerate(WRAPPED.values()):
        (tmp_path / f"{number}.bin").write_bytes(data[: len(data) // 3])
    (tmp_path / "last.bin").write_bytes(TEXT)
    assert "last.bin" in found(tmp_path)[WORD]


# ---- the whole course --------------------------------------------------------------------------


@pytest.mark.skipif(not small.FULL, reason="the whole site is built in make test-all")
def test_the_whole_course_with_all_sets_is_clean(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    left_out = shutil.ignore_patterns(".git", ".venv*", "_build", "__pycache__", ".hypothesis")
    shutil.copytree(small.ROOT, tree, ignore=left_out)
    names = tuple(one.parent.name for one in sorted((tree / "exercises").glob("*/master.md")))
    words = canaries.plant(tree, names)
    assert len(names) == 9 and set(found(tree)) == words
    made = publication.publish(tree, tmp_path / "edition")
    assert len(made.sets) == 9 and len(made.chapters) >= 16
    shutil.copytree(tmp_path / "edition", tmp_path / "copy")
    publication.build_book(tmp_path / "copy")
    assert_clean(tmp_path / "edition")
    assert_clean(tmp_path / "copy")
