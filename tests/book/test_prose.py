"""Numbers in prose come from cells."""

from __future__ import annotations

import numpy as np
import pytest

from twoplustwo.prose import _printable, glue

from . import sample


def test_text_and_integers_are_printed_as_they_are():
    assert _printable("year", 2016) == "2016"
    assert _printable("year", np.int64(2016)) == "2016"
    assert _printable("peak", "1,168") == "1,168"


@pytest.mark.parametrize("value", [0.5, None, True, ["x"], np.float64(1.0)])
def test_what_needs_an_authors_decision_is_refused(value: object):
    with pytest.raises(TypeError, match="give text or an integer"):
        glue(key=value)


@pytest.mark.parametrize("key", ["Peak", "peak year", "2016", ""])
def test_keys_are_words(key: str):
    with pytest.raises(ValueError, match="is no key"):
        glue(**{key: "x"})


def test_an_empty_text_is_refused():
    with pytest.raises(ValueError, match="peak is empty"):
        glue(peak=" ")


def test_outside_a_notebook_nothing_is_shown(capsys: pytest.CaptureFixture[str]):
    glue(peak="1,168")
    assert capsys.readouterr().out == ""


def test_the_page_shows_the_texts(book: sample.Built):
    assert "scrambled 1,168 times in 2016" in book.page("part/chapter.html")


def test_an_unknown_key_is_a_mistake_with_near_ones(fails):
    body = sample.cell("from twoplustwo.prose import glue\nglue(peak=1)", "remove-cell")
    log = fails(body + "\nA number: {glue}`peek`.", sample.CODE_HEAD)
    assert "no cell of this page glues 'peek'; near keys: peak" in log


def test_a_key_glued_twice_is_a_mistake(fails):
    once = sample.cell("from twoplustwo.prose import glue\nglue(peak=1)")
    assert "'peak' is glued twice" in fails(once + once, sample.CODE_HEAD)
