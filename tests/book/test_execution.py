"""Cells run once, all pages at once, in an empty folder; mistakes have a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from myst_parser.config.main import MdParserConfig

from twoplustwo.book import execution
from twoplustwo.book.execution import Page, Store, read_page

from . import sample


def page(code: str, prose: str = "Text.") -> Page:
    return Page("x", read_page(sample.CODE_HEAD + f"\n# X\n\n{prose}\n{sample.cell(code)}"))


def test_outputs_are_kept_by_code_and_not_by_prose(tmp_path: Path):
    store = Store(tmp_path)
    store.save(page("1 + 1"), [[]])
    assert store.load(page("1 + 1", "Other words.")) == [[]]
    assert store.load(page("1 + 2")) is None


def test_a_change_of_the_package_or_a_version_makes_outputs_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    store = Store(tmp_path)
    store.save(page("1 + 1"), [[]])
    with monkeypatch.context() as patch:
        patch.setattr(execution, "fingerprint", lambda *paths: "another package")
        assert Store(tmp_path).load(page("1 + 1")) is None
    monkeypatch.setattr(execution, "version", lambda name: "99")
    assert Store(tmp_path).load(page("1 + 1")) is None


def test_the_basis_holds_package_and_tables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    seen: list[Path] = []
    monkeypatch.setattr(execution, "fingerprint", lambda *paths: seen.extend(paths) or "digest")
    Store(tmp_path)
    names = {path.name for path in seen}
    assert {"models", "charts", "explorers", "data", "prose.py"} <= names
    assert "book" not in names


def test_the_line_of_a_cell_is_its_line_in_the_page():
    text = sample.CODE_HEAD + "\n# X\n\nText.\n" + sample.cell("a = 1") + sample.cell("b = 2")
    read = Page("x", execution._parse(text, MdParserConfig()))
    lines = text.splitlines()
    assert [lines[read.line(cell) - 1 :][:3].count(cell.source) for cell in read.code] == [1, 1]


def test_a_failing_cell_fails_the_build_with_its_line(fails):
    log = fails("Text." + sample.cell("a = 1") + sample.cell("a / 0"), sample.CODE_HEAD)
    assert "index.md:16: ERROR: the cell fails: ZeroDivisionError" in log


def test_a_warning_in_a_cell_fails_the_build(fails):
    code = "import warnings; warnings.warn('old')"
    assert "the cell writes to stderr" in fails(sample.cell(code), sample.CODE_HEAD)


def test_cells_need_the_front_matter_of_a_notebook(fails):
    assert "no `file_format: mystnb` on top" in fails(sample.cell("1"))


def test_cells_run_in_an_empty_folder_with_the_build_variable(shows):
    code = "import os\nprint(sorted(os.listdir()), os.environ['TWOPLUSTWO_BUILD'])"
    assert "[] 1" in shows(sample.cell(code), sample.CODE_HEAD).replace("&#39;", "")


def test_nothing_runs_twice(book: sample.Built):
    assert book.log.count("notebooks 1/1: part/chapter") == 1
    again = sample.build(book.root)
    assert again.error == 0 and "notebooks" not in again.log and "figures" not in again.log


def test_changed_prose_runs_nothing(copy_of, book: sample.Built):
    root = copy_of()
    sample.build(root)
    chapter = root / "part" / "chapter.md"
    chapter.write_text(sample.CHAPTER.replace("Nothing.", "A pen."), encoding="utf-8")
    again = sample.build(root)
    assert again.error == 0 and "A pen." in again.page("part/chapter.html")
    assert "notebooks 1/1" not in again.log
