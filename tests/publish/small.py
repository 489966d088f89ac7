"""A small instructor edition: this tree with two or all sets, and three pages of a book."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.book import sample
from twoplustwo.publish import edition

ROOT = Path(__file__).parents[2]
FULL = bool(os.environ.get("TWOPLUSTWO_FULL"))
NAMES = ("reading", "dispute")
SECTION = "(set-{0})=\n## The set {0}\n\n:::{{problem-set}} {0}\n:::\n"
PAGES = {
    "index.md": f"{sample.TEXT_HEAD}\n# Home\n\n[Start](book/start/reading.md), then the "
    "[sets](book/exercises.md).\n",
    "book/start/reading.md": f"{sample.CODE_HEAD}\n# Reading\n"
    + sample.cell("from twoplustwo import load\n\nlen(load('claims'))")
    + sample.cell(sample.chart(), "remove-input")
    + "\n## Exercises\n\n:::{tasks}\n:::\n",
    "book/exercises.md": f"{sample.TEXT_HEAD}\n# Sets\n\n"
    + "".join(
        f"(set-{one})=\n## The set {one}\n\n:::{{problem-set}} {one}\n:::\n\n" for one in NAMES
    ),
}


def write(root: Path) -> None:
    """Write the small edition into a new folder."""
    for path in wanted():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target)
        target.chmod((ROOT / path).stat().st_mode)
    whole = yaml.safe_load((ROOT / "exercises" / "map.yml").read_text("utf-8"))
    small = {
        page: {name: tasks for name, tasks in sets.items() if name in NAMES}
        for page, sets in whole.items()
        if set(sets) & set(NAMES)
    }
    (root / "exercises" / "map.yml").write_text(yaml.safe_dump(small, sort_keys=False))
    config = (root / "_config.yml").read_text("utf-8")
    sample.write(root, PAGES)
    (root / "_config.yml").write_text(config, encoding="utf-8")


def wanted() -> Iterator[str]:
    """Files of this tree that the small edition has."""
    yield from (path for path in edition.copied(ROOT) if path.removesuffix(".md") not in LEFT_OUT)
    for name in NAMES:
        for file in ("master.md", "rubric.yml", "variants.py"):
            yield f"exercises/{name}/{file}"
    for folder in ("exercises", "grading", "publish"):
        for path in (ROOT / "src" / "twoplustwo" / folder).rglob("*.py"):
            yield path.relative_to(ROOT).as_posix()


LEFT_OUT = set(edition.pages(ROOT)) - {one.removesuffix(".md") for one in PAGES}
