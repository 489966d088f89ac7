"""A copy of some of the tables, to break one thing at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from twoplustwo.data.package import folder

Row = dict[str, str]


class Copy:
    """A folder with a few of the tables and their sources, all in order until it is edited."""

    def __init__(self, place: Path, names: Iterable[str]) -> None:
        self.place = place
        wanted = {*names, "sources", "publishers"}
        package = json.loads(folder().joinpath("datapackage.json").read_text(encoding="utf-8"))
        package["resources"] = [r for r in package["resources"] if r["name"] in wanted]
        self.write_package(package)
        for name in wanted:
            text = folder().joinpath(f"{name}.csv").read_text(encoding="utf-8")
            (place / f"{name}.csv").write_text(text, encoding="utf-8")
        self._drop_unused_sources(wanted)

    def _drop_unused_sources(self, names: Iterable[str]) -> None:
        cited = {
            item
            for name in names
            for row in self.rows(name)
            for item in row.get("source_id", "").split(";")
            if name != "sources"
        }
        rows = self.rows("sources")
        self.write("sources", [r for r in rows if r["source_id"] in cited])

    def rows(self, name: str) -> list[Row]:
        with (self.place / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, name: str, rows: list[Row]) -> None:
        with (self.place / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def edit(self, name: str, change: Callable[[list[Row]], Any]) -> None:
        rows = self.rows(name)
        change(rows)
        self.write(name, rows)

    def package(self) -> dict[str, Any]:
        return json.loads((self.place / "datapackage.json").read_text(encoding="utf-8"))

    def write_package(self, package: dict[str, Any]) -> None:
        (self.place / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")

    def describe(self, name: str, change: Callable[[dict[str, Any]], Any]) -> None:
        package = self.package()
        change(next(item for item in package["resources"] if item["name"] == name))
        self.write_package(package)


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[..., Copy]:
    return lambda *names: Copy(tmp_path, names)
