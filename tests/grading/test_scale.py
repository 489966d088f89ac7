"""A whole class in one go: on two workers, the parent's memory is small and does not grow."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from tests.grading.handed import FULL, archive
from tests.grading.sessions import results, start
from tests.hostile import sample
from twoplustwo.grading.settings import GRADER

COUNT = 1_000 if FULL else 40
MB = 2**20


def resident(pid: int) -> int:
    """Bytes that a process holds in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS 0")
    return int(line.split()[1]) * 1024


def test_a_class_is_graded_in_little_memory(tmp_path, capsys):
    # Half a megabyte each, as notebooks with pictures have; all of them at once would show.
    padding = sample.text("x" * (MB // 2), "padding")
    files = {}
    for number in range(COUNT):
        made = sample.solved(f"s{number:04}")
        made["cells"].append(padding)
        files[f"s{number:04}.ipynb"] = sample.data(made)
    archive(files, tmp_path / "hand.zip")
    del files
    began = time.monotonic()
    process = start(tmp_path, tmp_path / "hand.zip", jobs=2, grader=GRADER, isolation="")
    sizes: list[tuple[int, int]] = []
    while process.poll() is None:
        sizes.append((results(tmp_path / "out"), resident(process.pid)))
        time.sleep(0.05 if COUNT < 100 else 0.5)
    assert process.returncode == 0, process.communicate()[1]
    seconds = time.monotonic() - began
    book = (tmp_path / "out" / "gradebook.csv").read_text()
    assert book.count(",10,26,graded,") == COUNT
    running = [size for done, size in sizes if 0 < done < COUNT]
    assert len(running) > 3, "the memory was not looked at while notebooks were graded"
    first, last = running[: len(running) // 4 + 1], running[-(len(running) // 4 + 1) :]
    growth = statistics.median(last) - statistics.median(first)
    most = max(size for _, size in sizes)
    with capsys.disabled():
        print(
            f"\n{COUNT:,} notebooks in {seconds:.0f} s ({seconds / COUNT:.3f} s each); parent at "
            f"most {most / MB:.0f} MB, growth while grading {growth / MB:.1f} MB"
        )
    assert most < 1024 * MB
    assert growth < 24 * MB
