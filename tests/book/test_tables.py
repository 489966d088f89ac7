"""pandas' HTML becomes plain, labelled tables."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from twoplustwo.book.tables import clean, is_frame


def table(frame: pd.DataFrame) -> html.HtmlElement:
    text = frame._repr_html_()
    assert is_frame(text)
    return html.fromstring(clean(text))


def cells(element: html.HtmlElement, path: str) -> list[str]:
    return [cell.text_content() for cell in element.findall(path)]


def test_a_counting_index_is_left_out():
    frame = pd.DataFrame({"Island": ["Iturup", "Kunashir"], "Area": [3168, 1489]})
    assert cells(table(frame), ".//thead/tr/th") == ["Island", "Area"]
    assert cells(table(frame), ".//tbody/tr[2]/td") == ["Kunashir", "1489"]


def test_a_named_index_labels_its_rows():
    frame = pd.DataFrame({"Area": [3168]}, index=pd.Index(["Iturup"], name="Island"))
    result = table(frame)
    assert cells(result, ".//thead/tr/th") == ["Island", "Area"]
    assert result.find(".//tbody/tr/th").get("scope") == "row"


def test_two_levels_of_columns_keep_their_place():
    columns = pd.MultiIndex.from_tuples([("Men", "2020"), ("Men", "2021"), ("Women", "2020")])
    frame = pd.DataFrame([[1, 2, 3]], columns=columns, index=["Iturup"])
    rows = table(frame).findall(".//thead/tr")
    assert [len(row) for row in rows] == [4, 4]
    assert rows[1][1].text == "2020"


def test_missing_values_are_a_dash_and_numbers_flush_right():
    frame = pd.DataFrame({"Name": ["a", None], "Share": [0.5, None]})
    result = table(frame)
    assert cells(result, ".//tbody/tr[2]/td") == ["–", "–"]
    assert [cell.get("class") for cell in result.findall(".//tbody/tr[1]/td")] == [None, "num"]


def test_the_region_scrolls_and_has_a_name():
    result = table(pd.DataFrame({"Island": ["Iturup"], "Area": [1]}))
    assert result.get("tabindex") == "0"
    assert result.get("aria-label") == "Table: Island, Area"


def test_no_style_of_pandas_is_left():
    text = clean(pd.DataFrame({"a": [1]})._repr_html_())
    assert "style" not in text and "border" not in text and "dataframe" not in text


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]),
                        min_size=1, max_size=8), min_size=1, max_size=5))  # fmt: skip
def test_any_text_comes_through_as_text(words: list[str]):
    frame = pd.DataFrame({"Word": [f"x{word}" for word in words]})
    assert cells(table(frame), ".//tbody/tr/td") == [f"x{word}" for word in words]
