"""The launch menu: four places, one setting, and no entry that leads to nothing."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from twoplustwo import launch

from . import sample

CODE = sample.CODE_HEAD
CELL = sample.cell("1 + 1")


def links(page: str) -> dict[str, str]:
    """Key -> address of the entries of a page's menu."""
    found = re.findall(r'<a href="([^"]+)" data-launch="(\w+)"', page)
    return {key: address.replace("&amp;", "&") for address, key in found}


def built(folder: Path, body: str = CELL, **settings: object) -> str:
    made = sample.build_page(folder / "book", f"{CODE}\n# Title\n{body}\n", **settings)
    assert made.error == 0, made.log
    return made.page("index.html")


def test_every_entry_says_what_it_needs_and_follows_the_one_setting(tmp_path: Path):
    settings = {"twoplustwo_repository": "we/course", "twoplustwo_release": "v9"}
    page = built(tmp_path, **settings)
    found = links(page)
    assert list(found) == ["binder", "colab", "download"]
    path = "notebooks/index.ipynb"
    assert unquote(found["binder"]).endswith(f"/gh/we/course/v9?urlpath=lab/tree/{path}")
    assert found["colab"].endswith(f"/github/we/course/blob/v9/{path}")
    assert found["download"] == path
    assert len(re.findall(r"</a><span>[^<]{40,}</span>", page)) == len(found)
    notebook = (tmp_path / "book" / "_build" / "html" / path).read_text(encoding="utf-8")
    assert "github.com/we/course/releases/download/v9/twoplustwo-" in notebook


def test_the_browser_is_offered_only_where_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert "lite" not in links(built(tmp_path / "without"))
    monkeypatch.setenv("TWOPLUSTWO_LITE", "1")
    found = links(built(tmp_path / "with"))
    assert found["lite"] == "lite/notebooks/index.html?path=index.ipynb"


def test_a_page_without_cells_to_run_has_no_menu(shows):
    assert "data-launch" not in shows("Text alone.")


def test_a_page_whose_only_cells_are_hidden_has_no_menu(tmp_path: Path):
    page = built(tmp_path, sample.cell("x = 1", "remove-cell"))
    assert "data-launch" not in page
    assert not list((tmp_path / "book" / "_build" / "html").rglob("*.ipynb"))


def test_the_menu_is_a_native_disclosure_without_inline_script(book: sample.Built):
    page = book.page("part/chapter.html")
    menu = re.search(r'<details class="launch">.*?</details>', page, re.DOTALL)[0]
    assert "<summary>" in menu and not re.search(r"<script|style=|\son\w+=", menu)
    assert "data-metered hidden" in menu and "MB" in menu


def test_the_setting_is_read_from_the_configuration(tmp_path: Path):
    config = tmp_path / "_config.yml"
    config.write_text('sphinx:\n  config:\n    twoplustwo_repository: "we/course" # ours\n')
    assert launch.setting("repository", "x/y", config) == "we/course"
    assert launch.setting("release", "v1", config) == "v1"
    assert launch.setting("repository", "x/y", tmp_path / "none.yml") == "x/y"


def test_the_course_names_its_repository_once():
    assert launch.setting("repository", "") == launch.REPOSITORY
