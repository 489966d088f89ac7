"""CSV files as other programs wrote them: change a cell, keep every other byte.

The `csv` module forgets which cells were quoted and how lines ended. Learning platforms and the
people who compare two versions of a file do not, so each cell is kept as it was written.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path

DELIMITERS = (",", ";", "\t")
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")  # .xlsx and .ods, .xls, PDF
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


class SheetError(Exception):
    """A CSV file cannot be read; the message says which, where and what is accepted."""


@dataclass
class Line:
    """One record: its cells as written, and how the line ended."""

    raw: list[str]
    end: str

    def __getitem__(self, column: int) -> str:
        """Give the value of a cell; cells that a short line lacks are empty."""
        return unquoted(self.raw[column]) if column < len(self.raw) else ""

    @property
    def values(self) -> list[str]:
        """The values of all cells."""
        return [unquoted(cell) for cell in self.raw]


@dataclass
class Sheet:
    """A CSV file that can be written back as it was.

    Attributes
    ----------
    mark
        The byte-order mark, or nothing.
    header
        The first line.
    lines
        The others, blank ones included.
    """

    encoding: str
    mark: bytes
    delimiter: str
    header: Line
    lines: list[Line] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return [name.strip() for name in self.header.values]

    def put(self, line: Line, column: int, value: str) -> None:
        """Change one cell; it is quoted as the cell before was, or as its line is."""
        while len(line.raw) <= column:
            line.raw.append("")
        quoted = line.raw[column].startswith('"') or self._quotes(line)
        line.raw[column] = self._written(value, quoted)

    def add_column(self, name: str) -> int:
        """Add a column at the end and give its number."""
        width = max(len(line.raw) for line in (self.header, *self.lines))
        self.put(self.header, width, name)
        for line in self.lines:
            if line.raw != [""]:
                self.put(line, width, "")
        return width

    def encoded(self) -> bytes:
        """Give the file's bytes."""
        text = "".join(
            self.delimiter.join(line.raw) + line.end for line in (self.header, *self.lines)
        )
        return self.mark + text.encode(self.encoding)

    def _quotes(self, line: Line) -> bool:
        filled = [cell for cell in line.raw if cell]
        return bool(filled) and all(cell.startswith('"') for cell in filled)

    def _written(self, value: str, quoted: bool) -> str:
        if quoted or any(sign in value for sign in (self.delimiter, '"', "\n", "\r")):
            return '"' + value.replace('"', '""') + '"'
        return value


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file.

    Raises
    ------
    SheetError
        If it cannot be opened, is empty or no text, or a quotation mark is never closed.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SheetError(f"{path}: {error.strerror}") from None
    if data.startswith(_NO_TEXT) or _binary(data):
        raise SheetError(
            f"{path}: this is no CSV file; in the spreadsheet program save it as 'CSV UTF-8'"
        )
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    text, encoding = _decoded(data[len(mark) :], _MARKS.get(mark, "utf-8"))
    if not text.strip():
        raise SheetError(f"{path}: the file is empty")
    delimiter = _delimiter(text)
    lines = _lines(text, delimiter, path)
    return Sheet(encoding, mark, delimiter, lines[0], lines[1:])


def _binary(data: bytes) -> bool:
    """Whether the first line is no text; further down a comment may hold anything."""
    return not data.startswith(tuple(_MARKS)) and b"\0" in data.partition(b"\n")[0]


def unquoted(cell: str) -> str:
    """Give the value of a cell as written."""
    if not cell.startswith('"'):
        return cell
    inside, _, rest = cell[1:].rpartition('"')
    return inside.replace('""', '"') + rest


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        # One byte a sign: whatever the letters are, they are written back as they were.
        return data.decode("latin-1"), "latin-1"


def _delimiter(text: str) -> str:
    first = re.sub(r'"(?:[^"]|"")*"', "", text).lstrip("\r\n").splitlines()[0:1]
    return max(DELIMITERS, key=(first or [""])[0].count)


def _lines(text: str, delimiter: str, path: Path) -> list[Line]:
    cell = re.compile(rf'"(?:[^"]|"")*"[^{delimiter}\r\n]*|[^"{delimiter}\r\n][^{delimiter}\r\n]*|')
    end = re.compile(r"\r\n|\n|\r|\Z")
    lines, raw, place = [], [], 0
    while place < len(text) or raw:
        found = cell.match(text, place)
        raw.append(found[0] if found else "")
        place += len(raw[-1])
        if text.startswith(delimiter, place):
            place += 1
            continue
        closing = end.match(text, place)
        if not closing:
            number = 1 + text.count("\n", 0, place)
            raise SheetError(f"{path}, line {number}: a quotation mark is never closed")
        lines.append(Line(raw, closing[0]))
        raw, place = [], closing.end()
    return lines
