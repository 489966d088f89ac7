"""What a cell may show on a page."""

from __future__ import annotations

import nbformat
import pandas as pd
import pytest

from twoplustwo.book.outputs import FIGURE, REFUSED, OutputError, figure_payload, shown
from twoplustwo.prose import MIME as GLUE


def bundle(data: dict) -> list[dict]:
    return [nbformat.v4.new_output("display_data", data=data)]


def test_text_stays_text():
    (output,) = shown(bundle({"text/plain": "42"})).outputs
    assert output["data"] == {"text/plain": "42"}


def test_glued_texts_are_taken_out():
    result = shown(bundle({GLUE: {"peak": "1,168"}, "text/plain": ""}))
    assert result.texts == {"peak": "1,168"}
    assert result.outputs == []


def test_a_figure_leaves_a_placeholder_that_reads_back():
    payload = {"kind": "chart", "name": "x", "title": "a --> b <!-- c"}
    (output,) = shown(bundle({FIGURE: payload, "text/plain": "alt"})).outputs
    text = output["data"]["text/html"]
    assert text.count("-->") == 1 and text.endswith("-->")
    assert figure_payload(text) == payload


def test_other_html_is_no_figure():
    assert figure_payload("<p>text</p>") is None


def test_a_frame_is_cleaned():
    text = pd.DataFrame({"a": [1]})._repr_html_()
    (output,) = shown(bundle({"text/html": text, "text/plain": "a"})).outputs
    assert "table-wrap" in output["data"]["text/html"]


@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_what_has_no_place_on_a_page_is_refused(kind: str):
    with pytest.raises(OutputError, match="the cell shows"):
        shown(bundle({kind: "x", "text/html": "<div>x</div>", "text/plain": "x"}))


@pytest.mark.parametrize(
    "text", ["<style>p {}</style>", '<p style="color: red">x</p>', "<p onclick='x()'>x</p>"]
)
def test_styles_and_handlers_are_refused(text: str):
    with pytest.raises(OutputError, match="security policy"):
        shown(bundle({"text/html": text}))


def test_a_warning_is_an_error():
    stream = nbformat.v4.new_output("stream", name="stderr", text="FutureWarning: old\n")
    with pytest.raises(OutputError, match="stderr: FutureWarning: old"):
        shown([stream])


def test_what_is_printed_stays():
    stream = nbformat.v4.new_output("stream", name="stdout", text="one\n")
    (output,) = shown([stream]).outputs
    assert output["text"] == "one\n"
