"""The instructor's guide, run: its commands in a folder of their own, and what they print.

In the guide a block ``bash`` is run as it stands. The block ``text`` below it is what came out.
Blocks ``sh`` are not run: they install something, or need a cluster.

``python -m tests.course.guide`` runs everything and writes the outputs into the pages.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = tuple(
    ROOT / "book" / "instructors" / f"{name}.md" for name in ("grading", "sets", "platforms")
)
BLOCK = re.compile(
    r"^```bash\n(?P<code>.*?)^```\n(?:\n```text\n(?P<shown>.*?)^```\n)?", re.M | re.S
)
SALT = "the salt of the guide, which draws the same numbers each time"
CHANGING = (
    (re.compile(r"\b\d+\.\d s\b"), "0.0 s"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "0" * 64),
)
"""What no two runs share: seconds and fingerprints."""


@dataclass(frozen=True)
class Block:
    """A command of the guide: its page, its place there, and what the page says it prints."""

    page: Path
    start: int
    end: int
    code: str
    shown: str


def blocks(page: Path) -> Iterator[Block]:
    """The commands of a page, in order."""
    for found in BLOCK.finditer(page.read_text(encoding="utf-8")):
        yield Block(page, *found.span(), found["code"], found["shown"] or "")


def run(folder: Path, pages: Sequence[Path] = PAGES) -> Iterator[tuple[Block, str]]:
    """Run the commands of all pages in one folder, as a reader does who goes through them.

    Yields
    ------
    tuple
        A command and what it printed, errors included.
    """
    # The salt is the one thing that chance makes; with a known one the outputs are known too.
    for name in ("released", "common"):
        (folder / name).mkdir()
        (folder / name / "salt.txt").write_text(SALT)
    for page in pages:
        for block in blocks(page):
            yield block, printed(block.code, folder)


def printed(code: str, folder: Path) -> str:
    """What a command prints, errors included."""
    own = Path(sys.executable).parent
    settings = {
        "PATH": f"{own}:{os.environ['PATH']}",
        "COLUMNS": "96",
        "NO_COLOR": "1",
        "TERM": "dumb",
    }
    done = subprocess.run(
        ["bash", "-c", code],
        cwd=folder,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout


def steady(text: str) -> str:
    """Text without what no two runs share, and tidy."""
    for pattern, instead in CHANGING:
        text = pattern.sub(instead, text)
    return tidy(text)


def tidy(text: str) -> str:
    """Text without empty lines around it and space at the ends of lines."""
    lines = [line.rstrip() for line in text.splitlines()]
    return "".join(f"{line}\n" for line in "\n".join(lines).strip("\n").splitlines())


def write() -> None:
    """Run the guide and write what it printed into its pages; a command that breaks stops it."""
    with tempfile.TemporaryDirectory() as folder:
        outputs = list(run(Path(folder)))
    for block, output in outputs:
        if "Traceback" in output:
            raise SystemExit(f"{block.page.name}: {block.code}\n{output}")
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block, output in reversed([one for one in outputs if one[0].page == page]):
            # What differs by seconds alone stays as it was.
            kept = steady(output) == steady(block.shown)
            output = block.shown if kept else tidy(output)
            shown = f"\n```text\n{output}```\n" if output else ""
            text = f"{text[: block.start]}```bash\n{block.code}```\n{shown}{text[block.end :]}"
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
