"""The catalogue of sets and the command that shows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("jupytext")

from typer.testing import CliRunner

from tests.exercises.sets import NAMES
from twoplustwo.cli import app
from twoplustwo.exercises import catalogue

run = CliRunner().invoke


def test_every_set_has_tasks_points_minutes_and_chapters() -> None:
    entries = catalogue.sets()
    assert {one.name for one in entries} == set(NAMES)
    for one in entries:
        assert len(one.tasks) >= 6 and one.chapters and one.title
        assert 60 <= one.minutes <= 300 and 20 <= one.points <= 100


def test_the_catalogue_comes_in_the_order_of_the_book() -> None:
    order = [name for one in catalogue.chapters().values() for name in one]
    names = [one.name for one in catalogue.sets()]
    assert names == list(dict.fromkeys(order))


def test_sets_on_the_command_line() -> None:
    listed = json.loads(run(app, ["sets", "--json"]).stdout)
    assert {one["name"] for one in listed} == set(NAMES)
    assert set(listed[0]) == {"name", "title", "tasks", "points", "minutes", "chapters"}
    shown = run(app, ["sets"]).stdout
    assert all(name in shown for name in NAMES)


def test_without_the_instructor_edition_there_are_no_sets(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(catalogue, "folder", lambda: tmp_path / "exercises")
    catalogue.chapters.cache_clear()
    result = run(app, ["sets"])
    catalogue.chapters.cache_clear()
    assert result.exit_code == 1 and "instructor edition only" in result.output
