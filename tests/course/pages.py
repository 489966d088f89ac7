"""The pages of the course as an author wrote them, cut into the parts that the rules speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
CODE = re.compile(r"^(`{3,}|~{3,})\{?.*?^\1\s*$", re.DOTALL | re.MULTILINE)
BOX = re.compile(r"^(:{3,})\{(?P<kind>[\w-]+)\}[ ]?(?P<title>.*)$", re.MULTILINE)
EXEMPT = ("worked-example", "you-need", "quiz")
PARTS = {
    "book/start",
    "book/setting",
    "book/dispute",
    "book/arms-control",
    "book/korea",
    "book/dialogue",
}


@dataclass(frozen=True)
class Page:
    """One Markdown page: `name` as in `_toc.yml`, and its text."""

    name: str
    text: str

    @property
    def is_chapter(self) -> bool:
        """Whether the page is a chapter, which follows the template."""
        return str(Path(self.name).parent) in PARTS

    @cached_property
    def body(self) -> str:
        """The text without front matter and code."""
        return CODE.sub("", FRONT.sub("", self.text))

    @cached_property
    def front(self) -> dict:
        match = FRONT.match(self.text)
        return yaml.safe_load(match[1]) if match else {}

    @cached_property
    def boxes(self) -> list[tuple[str, str, str]]:
        """(kind, title, content) of each box, in order."""
        found = []
        for match in BOX.finditer(self.body):
            rest = self.body[match.end() :]
            end = re.search(rf"^{match[1]}\s*$", rest, re.MULTILINE)
            found.append(
                (match["kind"], match["title"].strip(), rest[: end.start() if end else None])
            )
        return found

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """(level, text) of each heading."""
        return [(len(m[1]), m[2].strip()) for m in re.finditer(r"^(#{1,6}) (.+)$", self.body, re.M)]

    @cached_property
    def explorers(self) -> list[str]:
        """Names of the explorers the page imports."""
        found = re.findall(
            r"^from twoplustwo\.explorers import ([\w, ]+)$", self.text, re.MULTILINE
        )
        return [name.split()[0] for line in found for name in line.split(",")]

    @cached_property
    def prose(self) -> str:
        """Running text alone: no headings, boxes that are exempt, tables, formulas or addresses."""
        text = self.body
        for kind, title, content in self.boxes:
            if kind in EXEMPT:
                text = text.replace(content, "\n\n")
            elif title:
                text = text.replace(f"{{{kind}}} {title}", "")
        text = re.sub(r"^## Exercises$.*?(?=^## |\Z)", "", text, flags=re.DOTALL | re.MULTILINE)
        text = re.sub(r"\$\$.*?\$\$", "", text, flags=re.DOTALL)
        text = re.sub(r"\$[^$\n]+\$", "formula", text)
        text = re.sub(r"^(#{1,6} .*|\|.*|:{3,}.*|\(.*\)=)$", "", text, flags=re.MULTILINE)
        text = re.sub(r"\]\([^)]*\)", "]", text)
        return re.sub(r"`(?!`)[^`\n]*`(?<!\}`)", lambda m: m[0], text)


def names() -> list[str]:
    """The pages of `_toc.yml`, home page first."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    found, stack = [toc["root"]], [*toc.get("parts", []), *toc.get("chapters", [])]
    while stack:
        entry = stack.pop(0)
        found += [entry["file"]] if "file" in entry else []
        stack = [*entry.get("chapters", []), *entry.get("sections", []), *stack]
    return found


PAGES = [Page(name, (ROOT / f"{name}.md").read_text(encoding="utf-8")) for name in names()]
CHAPTERS = [page for page in PAGES if page.is_chapter]
