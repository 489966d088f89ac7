"""Tables of cells: pandas' HTML without its styles, made accessible.

The index of a frame that was never given one (0, 1, 2, ...) says nothing and is left out; numbers
are set flush right; missing values are a dash.
"""

from __future__ import annotations

import re
from html import escape

from lxml import html

MISSING = {"NaN", "<NA>", "NaT", "None", "nan", "–"}
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
_NUMBER = re.compile(r"[-−+]?[\d,]*\.?\d+([eE][-+]?\d+)?\s?%?")


def is_frame(text: str) -> bool:
    """Whether `text` is the HTML that pandas writes for a DataFrame."""
    return 'class="dataframe"' in text


def clean(text: str) -> str:
    """Return a pandas table as plain, labelled HTML in a scroll region."""
    table = html.fromstring(f"<div>{text}</div>").find(".//table")
    head = [_cells(row) for row in table.findall("./thead/tr")]
    body = [_cells(row) for row in table.findall("./tbody/tr")]
    if _index_is_count(head, body):
        head, body = [row[1:] for row in head], [row[1:] for row in body]
        named = False
    else:
        head, named = _join_index_names(head), True
    return wrap(_table(head, body, named), "Table: " + ", ".join(filter(None, head[0])))


def wrap(table: str, label: str) -> str:
    """Return a table in a region that scrolls sideways and can be reached by keyboard."""
    return (
        f'<div class="table-wrap" tabindex="0" role="group" aria-label="{escape(label)}">'
        f"{table}</div>"
    )


def _cells(row: html.HtmlElement) -> list[str]:
    cells: list[str] = []
    for cell in row:
        text = " ".join(cell.text_content().split())
        cells += [text] + [""] * (int(cell.get("colspan", 1)) - 1)
    return cells


def _index_is_count(head: list[list[str]], body: list[list[str]]) -> bool:
    return (
        len(head) == 1
        and not head[0][0]
        and [row[0] for row in body] == [str(i) for i in range(len(body))]
    )


def _join_index_names(head: list[list[str]]) -> list[list[str]]:
    """pandas gives the index names a second row; put them beside the column names."""
    if len(head) == 2 and all(not (a and b) for a, b in zip(*head, strict=True)):
        return [[a or b for a, b in zip(*head, strict=True)]]
    return head


def column_class(cells: list[str]) -> str:
    """Return how a column is set: "num" flush right, "date" unbroken, or "" as text.

    A column of nothing but missing values is one of numbers.
    """
    found = [cell for cell in cells if cell not in MISSING]
    if found and all(_DATE.fullmatch(cell) for cell in found):
        return "date"
    return "num" if cells and all(_NUMBER.fullmatch(cell) for cell in found) else ""


def _table(head: list[list[str]], body: list[list[str]], named: bool) -> str:
    columns = range(len(body[0]) if body else len(head[0]))
    classes = [column_class([row[i] for row in body]) for i in columns]
    lines = ["<table>", "<thead>"]
    lines += ["<tr>" + _row(row, classes, header=True, named=False) + "</tr>" for row in head]
    lines += ["</thead>", "<tbody>"]
    lines += ["<tr>" + _row(row, classes, header=False, named=named) + "</tr>" for row in body]
    return "\n".join([*lines, "</tbody>", "</table>"])


def _row(cells: list[str], classes: list[str], *, header: bool, named: bool) -> str:
    return "".join(
        _cell(text, classes[i], "col" if header else "row" if named and i == 0 else None)
        for i, text in enumerate(cells)
    )


def _cell(text: str, look: str, scope: str | None) -> str:
    style = f' class="{look}"' if look else ""
    content = "–" if text in MISSING else escape(text)
    if scope is None or (scope == "col" and not text):  # an empty header cell labels nothing
        return f"<td{style}>{content}</td>"
    return f'<th scope="{scope}"{style}>{content}</th>'
