"""A fault found in the tables: where it is and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault.

    ``row`` is the line in the file (the header is line 1) and 0 for a fault of the whole file;
    ``column`` is empty when no single column is at fault.
    """

    file: str
    row: int
    column: str
    rule: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.row}" if self.row else self.file
        return f"{place}: {self.column + ': ' if self.column else ''}{self.reason}"


class Table(NamedTuple):
    """A table under check: its descriptor, its cells as text, and typed where the schema holds."""

    name: str
    resource: dict
    text: pd.DataFrame
    typed: pd.DataFrame | None

    @property
    def file(self) -> str:
        return self.resource["path"]

    def problem(self, index: int | None, column: str, rule: str, reason: str) -> Problem:
        """Problem in the row with this index of the frame; None means the whole file."""
        return Problem(self.file, 0 if index is None else int(index) + 2, column, rule, reason)
