"""One line of progress on long work, also when Sphinx is told to be quiet."""

from __future__ import annotations

import sys
import time


class Progress:
    """Counts the steps of a piece of work on stderr.

    On a terminal each step replaces the line before; in a log each is a line.

    Parameters
    ----------
    work : str
        What is counted ("notebooks").
    total : int
        Number of steps; with 0 nothing is written.
    """

    def __init__(self, work: str, total: int) -> None:
        self.work = work
        self.total = total
        self.count = 0
        self.started = time.monotonic()

    def step(self, name: str) -> None:
        """Say that one more is done."""
        self.count += 1
        self._write(f"{self.work} {self.count}/{self.total}: {name}", last=False)

    def end(self) -> None:
        """Say how long all took."""
        if self.total:
            seconds = time.monotonic() - self.started
            self._write(f"{self.work}: {self.total} done in {seconds:.1f} s", last=True)

    def _write(self, text: str, *, last: bool) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{text}" + ("\n" if last else ""))
        else:
            sys.stderr.write(text + "\n")
        sys.stderr.flush()
