"""The place of the game on a page, in the sample book."""

from __future__ import annotations

import json

import pytest
from lxml import html

from twoplustwo.capstone.rulebook import rulebook

from . import sample

GAME = sample.cell("from twoplustwo.capstone.notebook import game\ngame", "remove-input")

pytestmark = pytest.mark.book


def test_a_cell_becomes_the_game_with_its_rules(shows):
    page = html.fromstring(shows(GAME, head=sample.CODE_HEAD))
    (place,) = page.xpath('//section[@id="capstone"]')
    assert json.loads(place.get("data-rules")) == rulebook()
    assert "needs JavaScript" in place.text_content()
    assert page.xpath("//script[not(@src)] | //*[@style]") == []
    loaded = [*page.xpath("//script/@src"), *page.xpath("//link/@href")]
    assert sum("capstone.js" in item for item in loaded) == 1
    assert sum("capstone.css" in item for item in loaded) == 1


def test_other_pages_load_nothing_of_it(book: sample.Built):
    for name in ("index.html", "part/chapter.html"):
        assert "capstone" not in book.page(name)


def test_a_page_holds_one_game(fails):
    assert "a page holds one game" in fails(GAME + GAME, head=sample.CODE_HEAD)


def test_a_notebook_keeps_the_cell(tmp_path):
    built = sample.build_page(tmp_path / "book", f"{sample.CODE_HEAD}\n# Title\n\n{GAME}\n")
    assert built.error == 0, built.log
    cells = json.loads((built.html / "notebooks" / "index.ipynb").read_text())["cells"]
    code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    assert code[-1] == "from twoplustwo.capstone.notebook import game\ngame"
