"""The site as a whole: the same bytes twice, no stray pages, quick when nothing changed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from twoplustwo.book import settings

from . import sample


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_two_builds_in_two_folders_give_the_same_bytes(book: sample.Built, copy_of):
    again = sample.build(copy_of())
    assert again.error == 0
    first, second = files(book.html), files(again.html)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_no_path_of_the_machine_is_in_the_site(book: sample.Built):
    places = (str(book.root).encode(), str(sample.ROOT).encode())
    holds = [n for n, content in files(book.html).items() if any(p in content for p in places)]
    assert holds == []


def test_stray_files_never_become_pages(copy_of):
    root = copy_of()
    for folder in (".venv", "sub/.venv/lib", "node_modules/x", "sub/node_modules", "docs", "."):
        place = root / folder
        place.mkdir(parents=True, exist_ok=True)
        (place / "README.md").write_text("# Stray\n\n[broken](nowhere.md)\n")
        (place / "stray.ipynb").write_text("{}")
    built = sample.build(root)
    assert built.error == 0, built.log
    pages = {path.relative_to(built.html).as_posix() for path in built.html.rglob("*.html")}
    assert pages == {"index.html", "part/chapter.html", "part/plain.html", "search.html"}


def test_a_page_that_is_missing_is_named(copy_of):
    root = copy_of()
    toc = yaml.safe_load((root / "_toc.yml").read_text())
    toc["parts"][0]["chapters"].append({"file": "part/nowhere"})
    (root / "_toc.yml").write_text(yaml.safe_dump(toc))
    built = sample.build(root)
    assert built.error != 0 and "_toc.yml names part/nowhere" in built.log


def test_a_build_without_changes_is_quick(book: sample.Built):
    before = files(book.html)
    started = time.monotonic()
    assert sample.build(book.root).error == 0
    assert time.monotonic() - started < 8
    assert files(book.html) == before


def test_a_change_of_code_or_tables_reads_every_page_anew(copy_of, monkeypatch: pytest.MonkeyPatch):
    root = copy_of()
    sample.build(root)
    monkeypatch.setattr(settings, "fingerprint", lambda *paths: "another package")
    again = sample.build(root)
    assert "[config changed ('twoplustwo_fingerprint')] 3 added" in again.log


def test_files_of_an_earlier_build_do_not_stay(copy_of):
    root = copy_of()
    sample.build(root)
    stale = root / "_build" / "html" / "_packs" / "flights.000000000000.bin"
    stale.write_bytes(b"old")
    sample.build(root)
    assert not stale.exists()


def test_the_command_line_builds_the_course_settings(copy_of):
    """`jupyter-book build` reads `_config.yml` the way the tests do."""
    from click.testing import CliRunner
    from jupyter_book.cli.main import main

    root = copy_of()
    result = CliRunner().invoke(main, ["build", "-W", "-n", "--keep-going", str(root)])
    assert result.exit_code == 0, result.output
    assert (root / "_build" / "html" / "part" / "chapter.html").is_file()
