"""A CSV file is written back as it was, byte for byte, but for the cells that were changed."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoplustwo.grading.sheet import SheetError, read_sheet


@given(st.text('ab",;\t\r\n é'), st.sampled_from(["", "utf-8", "utf-16-le"]))
def test_nothing_changes_by_itself(tmp_path_factory, text, mark):
    marks = {"": b"", "utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE}
    path = tmp_path_factory.mktemp("sheet") / "a.csv"
    data = marks[mark] + text.encode(mark or "utf-8")
    path.write_bytes(data)
    try:
        sheet = read_sheet(path)
    except SheetError:
        assert not text.strip() or '"' in text
    else:
        assert sheet.encoded() == data


@given(st.lists(st.lists(st.text('ab", \n'), min_size=2, max_size=4), min_size=1))
def test_cells_are_read_as_the_csv_module_reads_them(tmp_path_factory, rows):
    text = io.StringIO()
    csv.writer(text).writerows([["a", "b"], *rows])
    path = tmp_path_factory.mktemp("sheet") / "a.csv"
    path.write_text(text.getvalue(), newline="")
    sheet = read_sheet(path)
    assert [line.values for line in sheet.lines] == rows


def sheet_of(tmp_path, data: bytes):
    (tmp_path / "a.csv").write_bytes(data)
    return read_sheet(tmp_path / "a.csv")


def test_one_cell_changes_and_nothing_else(tmp_path):
    sheet = sheet_of(tmp_path, b'\xef\xbb\xbf"a";b\r\n"x";1\ny;"2"\r')
    sheet.put(sheet.lines[0], 1, "3")
    sheet.put(sheet.lines[1], 0, 'q";')
    assert sheet.encoded() == b'\xef\xbb\xbf"a";b\r\n"x";3\n"q"";";"2"\r'


def test_quoting_follows_the_line(tmp_path):
    sheet = sheet_of(tmp_path, b'"a","b"\n"x",""\ny,\n')
    sheet.put(sheet.lines[0], 1, "3")
    sheet.put(sheet.lines[1], 1, "3")
    assert sheet.encoded() == b'"a","b"\n"x","3"\ny,3\n'


def test_a_column_is_added_at_the_end(tmp_path):
    sheet = sheet_of(tmp_path, b"a,b\nx\n\ny,2,3")
    at = sheet.add_column("new, one")
    sheet.put(sheet.lines[2], at, "9")
    assert sheet.encoded() == b'a,b,,"new, one"\nx,,,\n\ny,2,3,9'


def test_letters_of_an_old_code_page_survive(tmp_path):
    sheet = sheet_of(tmp_path, b"name,grade\nM\xfcller,\n")
    sheet.put(sheet.lines[0], 1, "5")
    assert sheet.encoded() == b"name,grade\nM\xfcller,5\n"


@pytest.mark.parametrize("data", [b"", b"\n\n", b'a,b\n"x,1\n'])
def test_what_cannot_be_read_is_named(tmp_path, data):
    with pytest.raises(SheetError, match=r"a\.csv"):
        sheet_of(tmp_path, data)
