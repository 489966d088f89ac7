"""Files as students hand them in, and a grader that only looks at their bytes."""

from __future__ import annotations

import hashlib
import io
import json
import os
import time
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.hostile import sample
from twoplustwo.grading.collect import Verdict

FULL = bool(os.environ.get("TWOPLUSTWO_FULL"))
FAKE = "tests.grading.handed:Fake"
MONDAY = datetime(2026, 9, 28, 9, 0, 0)


def notebook(text: str = "", owner: str | None = None) -> bytes:
    """A notebook: the sample set solved for an owner, or a single cell that says `text`."""
    if owner is not None:
        return sample.data(sample.solved(owner))
    made = sample.template()
    made["cells"] = [sample.text(text, "said")]
    return sample.data(made)


def archive(files: Mapping[str, bytes], path: Path | None = None, when: datetime = MONDAY) -> bytes:
    """A zip archive of files, in the order given."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(member(name, when), data)
    if path is not None:
        path.write_bytes(held.getvalue())
    return held.getvalue()


def member(name: str, when: datetime = MONDAY) -> zipfile.ZipInfo:
    """The description of an archive's member."""
    info = zipfile.ZipInfo("x", when.timetuple()[:6])
    info.filename = name  # as it is, also where zipfile would clean it
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def folder(files: Mapping[str, bytes], path: Path, when: datetime = MONDAY) -> Path:
    """A folder of files, all of one age."""
    path.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        os.utime(file, (when.timestamp(), when.timestamp()))
    return path


def look(data: bytes) -> Verdict:
    """A simple look at a file."""
    try:
        cells = json.loads(data)["cells"]
    except (ValueError, KeyError, TypeError):
        return Verdict(reason="no notebook")
    said = str(cells[0].get("source", "")) if cells else ""
    return Verdict(doubt="of another set") if said == "other set" else Verdict()


class Fake:
    """Grades by the bytes alone; a cell may ask it to wait, or to die once or always."""

    def __init__(self, assignment: Any, salt: str, *, limits: Any, isolation: str) -> None:
        if isolation == "refuse":
            raise RuntimeError("nothing can be kept apart here")
        self.assignment, self.salt, self.isolation = assignment, salt, isolation

    def __enter__(self) -> Fake:
        return self

    def __exit__(self, *details: object) -> None:
        pass

    def grade(self, data: bytes, owner: str) -> dict[str, Any]:
        """Give points that depend on nothing but owner, salt and bytes."""
        said = json.loads(data)["cells"][0]["source"]
        _obey(said)
        seed = hashlib.sha256(f"{owner}|{self.salt}|".encode() + data).digest()
        tasks = [
            {"name": one.name, "title": one.title, "score": float(byte % int(one.points + 1))}
            | {"max_score": one.points, "tests": [], "signature": None, "hint": None}
            | {"value": None, "error": None}
            for one, byte in zip(self.assignment.questions, seed, strict=False)
            if not one.manual
        ]
        return {
            "status": "graded",
            "reason": "",
            "isolation": self.isolation,
            "score": sum(one["score"] for one in tasks),
            "max_score": sum(one["max_score"] for one in tasks),
            "seconds": time.process_time(),
            "tasks": tasks,
            "memo": {"memo": "A memo."},
            "notes": [],
            "cells": 1,
            "output": "",
        }


def _obey(said: str) -> None:
    order, _, rest = said.partition(" ")
    if order == "wait":
        time.sleep(float(rest))
    elif order == "gate":
        while not Path(rest).exists():
            time.sleep(0.02)
    elif order == "die":
        os._exit(3)
    elif order == "die-once" and not Path(rest).exists():
        Path(rest).touch()
        os._exit(3)
    elif order == "count":
        with open(rest, "a") as file:  # one line a grading, whole even from two processes
            file.write("graded\n")
