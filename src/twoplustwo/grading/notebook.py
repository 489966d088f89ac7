"""Reading a notebook that anybody may have made: cells, or the reason why there are none.

Nothing is asked of the file but that its cells can be told apart: ids may be missing or double,
outputs and attachments are never looked at, metadata count for nothing but finding a question.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from twoplustwo.grading.limits import MB, Limits

KINDS = ("code", "markdown", "raw")
MARKS = {
    b"PK\x03\x04": "a zip archive",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}


@dataclass(frozen=True)
class Refusal:
    """Why a file cannot be graded, in a sentence for the student."""

    reason: str


@dataclass(frozen=True)
class Cell:
    """One cell: its kind (``code``, ``markdown``, ``raw``) and text; id and question if known."""

    kind: str
    source: str
    id: str | None = None
    question: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notebook:
    """The cells of a notebook, and which set its metadata name (students can edit them)."""

    cells: tuple[Cell, ...]
    set_name: str | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def code(self) -> list[Cell]:
        """The code cells that hold anything, in order."""
        return [cell for cell in self.cells if cell.kind == "code" and cell.source.strip()]


def read(data: bytes, limits: Limits | None = None) -> Notebook | Refusal:
    """Read the bytes of a notebook file.

    Returns
    -------
    Notebook or Refusal
        Never raises, whatever the bytes are.
    """
    limits = limits or Limits()
    if not data.strip():
        return Refusal("The file is empty.")
    if len(data) > limits.notebook_bytes:
        size, most = len(data) / MB, limits.notebook_bytes / MB
        return Refusal(f"The file has {size:.1f} MB; at most {most:.0f} MB are read.")
    try:
        root = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Refusal(f"The file is no notebook: its text is not UTF-8{_looks_like(data)}.")
    except RecursionError:
        return Refusal("The file is no notebook: its JSON is nested too deeply.")
    except (ValueError, MemoryError) as error:
        return Refusal(f"The file is no notebook: its JSON breaks off or is wrong ({error!s:.80}).")
    return _notebook(root, limits)


def _looks_like(data: bytes) -> str:
    kinds = (name for mark, name in MARKS.items() if data.startswith(mark))
    return next((f"; it looks like {name}" for name in kinds), "")


def _notebook(root: Any, limits: Limits) -> Notebook | Refusal:
    if not isinstance(root, dict) or "nbformat" not in root:
        return Refusal("The file is JSON, but no notebook.")
    if root["nbformat"] != 4 or isinstance(root["nbformat"], bool):
        return Refusal(
            f"The notebook has format {root['nbformat']!r:.20}; format 4 is read. "
            "Open it in Jupyter and save it again."
        )
    metadata = _mapping(root.get("metadata"))
    if language := _foreign(metadata):
        return Refusal(f"The notebook is written in {language!r:.40}; Python is graded.")
    cells = root.get("cells")
    if not isinstance(cells, list):
        return Refusal("The notebook has no list of cells.")
    if len(cells) > limits.cells:
        return Refusal(f"The notebook has {len(cells):,} cells; at most {limits.cells:,} are run.")
    read_cells = [_cell(one) for one in cells]
    kept = tuple(cell for cell in read_cells if cell is not None)
    return Notebook(kept, _set_name(metadata), tuple(_notes(read_cells)))


def _notes(cells: list[Cell | None]) -> list[str]:
    notes = []
    if broken := sum(cell is None for cell in cells):
        notes.append(f"{broken} cells were not in the form of a notebook and were left out.")
    ids = [cell.id for cell in cells if cell is not None and cell.id]
    if len(ids) != len(set(ids)):
        notes.append("Several cells have the same id: the notebook was probably put together.")
    return notes


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _foreign(metadata: Mapping[str, Any]) -> str | None:
    """Another language than Python, if the metadata name one."""
    for key, field_name in (("language_info", "name"), ("kernelspec", "language")):
        language = _mapping(metadata.get(key)).get(field_name)
        if isinstance(language, str) and language.strip():
            same = language.strip().lower() in ("python", "python3", "ipython")
            return None if same else language.strip()
    return None


def _set_name(metadata: Mapping[str, Any]) -> str | None:
    name = _mapping(metadata.get("otter")).get("assignment_name")
    return name[:80] if isinstance(name, str) else None


def _cell(node: Any) -> Cell | None:
    if not isinstance(node, dict) or node.get("cell_type") not in KINDS:
        return None
    source = _source(node.get("source", ""))
    if source is None:
        return None
    metadata = _mapping(node.get("metadata"))
    tags = metadata.get("tags")
    words = [one for one in tags if isinstance(one, str)] if isinstance(tags, list) else []
    own = node.get("id")
    return Cell(
        node["cell_type"],
        source,
        own[:100] if isinstance(own, str) else None,
        _question(metadata),
        tuple(words),
    )


def _source(value: Any) -> str | None:
    if isinstance(value, str):
        text = value
    elif isinstance(value, list) and all(isinstance(line, str) for line in value):
        text = "".join(value)
    else:
        return None
    # JSON can hold halves of surrogate pairs, which no file or pipe takes.
    return text.encode("utf-8", "replace").decode("utf-8")


def _question(metadata: Mapping[str, Any]) -> str | None:
    ours = _mapping(metadata.get("twoplustwo")).get("question")
    if isinstance(ours, str):
        return ours
    tests = _mapping(metadata.get("otter")).get("tests")
    first = tests[0] if isinstance(tests, list) and tests else None
    return first if isinstance(first, str) else None
