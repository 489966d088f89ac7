"""Problem sets on the pages: facts from the catalogue, links where there are notebooks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from . import sample

TASKS = [
    {
        "name": "brier",
        "title": "A score",
        "points": 3,
        "chapter": "part/chapter",
        "tables": ["claims"],
    },
    {"name": "reach", "title": "A ring", "points": 4, "chapter": "part/other", "tables": []},
]
SET = {
    "name": "rings",
    "title": "Scores and rings",
    "minutes": 90,
    "points": 23,
    "chapters": ["part/chapter", "part/other"],
    "tasks": TASKS,
    "memo": {"title": "Ring or score?", "points": 16, "words": 600, "criteria": ["Evidence"]},
}
PAGES = {
    "index.md": f"{sample.TEXT_HEAD}\n# Home\n\nWords.\n",
    "part/chapter.md": f"{sample.CODE_HEAD}\n# One\n\n:::{{tasks}}\n:::\n"
    + sample.cell("print('one')"),
    "part/other.md": f"{sample.TEXT_HEAD}\n# Two\n\n:::{{tasks}}\n:::\n",
    "book/exercises.md": f"{sample.TEXT_HEAD}\n# Sets\n\n(set-rings)=\n## Scores and rings\n\n"
    ":::{problem-set} rings\n:::\n",
}
NOTEBOOK = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def write(root: Path) -> None:
    sample.write(root, PAGES)
    (root / "exercises").mkdir(exist_ok=True)
    text = json.dumps({"sets": [SET]})
    (root / "exercises" / "catalogue.json").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> sample.Built:
    """A book without notebooks."""
    root = tmp_path_factory.mktemp("plain")
    write(root)
    built = sample.build(root)
    assert built.error == 0, built.log
    return built


@pytest.fixture(scope="module")
def full(plain: sample.Built, tmp_path_factory: pytest.TempPathFactory) -> sample.Built:
    """The same book, built again after notebooks came."""
    root = tmp_path_factory.mktemp("full") / "book"
    shutil.copytree(plain.root, root)
    (root / "exercises" / "notebooks").mkdir()
    for name in ("rings", "stray"):
        path = root / "exercises" / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    built = sample.build(root)
    assert built.error == 0, built.log
    return built


def test_a_chapter_lists_its_own_tasks_and_no_others(plain: sample.Built) -> None:
    page = plain.page("part/chapter.html")
    assert "A score" in page and "A ring" not in page
    assert 'href="../book/exercises.html#set-rings"' in page and "about 90 minutes" in page


def test_the_page_of_sets_says_what_a_set_asks(plain: sample.Built) -> None:
    page = plain.page("book/exercises.html")
    for words in ("A score", "A ring", "2 checked by tests, and a memo", "about 90 minutes"):
        assert words in page, words
    assert "23, 16 of them for the memo" in page and "Ring or score? (about 600 words)" in page
    assert 'href="../part/chapter.html"' in page


def test_without_notebooks_no_link_leads_to_one(plain: sample.Built) -> None:
    assert not (plain.html / "notebooks" / "exercises").exists()
    for name in ("part/chapter.html", "book/exercises.html"):
        assert "rings.ipynb" not in plain.page(name)


def test_a_notebook_is_linked_and_copied_once_it_is_there(full: sample.Built) -> None:
    assert 'href="../notebooks/exercises/rings.ipynb"' in full.page("book/exercises.html")
    assert 'href="../notebooks/exercises/rings.ipynb"' in full.page("part/chapter.html")
    assert json.loads(full.page("notebooks/exercises/rings.ipynb")) == NOTEBOOK


def test_only_sets_of_the_catalogue_come_into_the_site(full: sample.Built) -> None:
    assert [one.name for one in (full.html / "notebooks" / "exercises").iterdir()] == [
        "rings.ipynb"
    ]


def test_a_chapter_as_notebook_links_to_the_set_beside_it(full: sample.Built) -> None:
    text = full.page("notebooks/part/chapter.ipynb")
    assert "(../exercises/rings.ipynb)" in text and "| A score | 3 |" in text


def test_a_set_that_is_not_there_is_an_error(fails) -> None:
    assert "has no set 'none'; it has: none" in fails(":::{problem-set} none\n:::")


def test_a_chapter_without_tasks_is_an_error(fails) -> None:
    assert "has no task for index" in fails(":::{tasks}\n:::")
