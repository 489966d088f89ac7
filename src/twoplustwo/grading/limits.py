"""How much one submission may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

MB = 2**20


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Limits of one submission; a notebook of this course needs a hundredth of most of them.

    Attributes
    ----------
    seconds
        Wall time of the whole notebook; the run is killed after it.
    cell_seconds
        Wall time of one cell; it is interrupted after it, and the next cells still run.
    call_seconds
        Wall time of all calls of the student's functions by the hidden tests.
    test_seconds
        Wall time of the hidden tests themselves.
    cpu_seconds
        Processor time of one process.
    memory
        Bytes that one process, and all processes of a submission together, may take.
    processes
        Processes and threads at one time.
    file_bytes, disk_bytes, files
        Size of one file; of all files in each private folder; number of files in it.
    open_files
        File descriptors of one process.
    notebook_bytes, cells
        Size of the notebook file, and number of its cells.
    value_bytes
        Size of all answers together, as they leave the isolated process.
    output_chars
        Characters of output that are kept, from the end.
    """

    seconds: float = 60.0
    cell_seconds: float = 20.0
    call_seconds: float = 10.0
    test_seconds: float = 30.0
    cpu_seconds: int = 60
    memory: int = 1024 * MB
    processes: int = 48
    file_bytes: int = 32 * MB
    disk_bytes: int = 64 * MB
    files: int = 4096
    open_files: int = 256
    notebook_bytes: int = 16 * MB
    cells: int = 1000
    value_bytes: int = 8 * MB
    output_chars: int = 2000

    def to_json(self) -> dict[str, Any]:
        """Give JSON values, from which `from_json` makes equal limits."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Limits:
        """Make limits from what `to_json` gave."""
        return cls(**data)
