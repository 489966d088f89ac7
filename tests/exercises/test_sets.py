"""The nine sets: every variant drawn is solved, every mistake recognised, the map is true."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

pytest.importorskip("otter")

from tests.exercises.sets import NAMES, ROOT, SAMPLE, SEEDS
from twoplustwo.data import tables
from twoplustwo.exercises import ProblemSet, Whole, catalogue
from twoplustwo.exercises.catalogue import chapters
from twoplustwo.exercises.notebooks import personal
from twoplustwo.exercises.proof import Proof, TaskProof, name_faults
from twoplustwo.grading.rubric import read

LEVELS = (4, 3, 2, 1)
CRITERIA = ("evidence", "uncertainty", "fairness", "clarity")
PARTS = ("start", "setting", "dispute", "arms-control", "korea", "dialogue", "capstone")
# Issue 4: each of these has a task; a topic may be told by any of its tables.
REQUIRED = {
    "scrambles": {"scrambles"},
    "deployments": {"island_deployments"},
    "populations": {"island_population"},
    "opinion": {"opinion"},
    "summits": {"summits"},
    "New START exchanges": {"new_start"},
    "warheads": {"warheads"},
    "missile catalogue": {"missiles"},
    "launches": {"launch_days", "dprk_launches_by_year"},
    "nuclear tests": {"dprk_nuclear_tests", "dprk_nuclear_test_estimates"},
    "trade with China": {"trade_with_china"},
    "sanctions": {"sanctions"},
    "chokepoints": {"chokepoint_flows", "chokepoints"},
    "energy": {"energy_dependence"},
}


def mapped(name: str) -> dict[str, list[str]]:
    """Tasks of a set and their tables, as the map has them."""
    found: dict[str, list[str]] = {}
    for sets in chapters().values():
        found |= sets.get(name, {})
    return found


def text_faults(proofs: list[TaskProof], proof: Proof) -> list[str]:
    faults = [f"{one.name}: {fault}" for one in proofs for fault in one.faults]
    return faults + [f"{proof.assignment.name}: {fault}" for fault in proof.faults]


@pytest.mark.parametrize("name", NAMES)
def test_a_set_is_proved_for_every_seed(name: str) -> None:
    proof = Proof(name)
    proofs = proof.prove(SEEDS)
    assert not text_faults(proofs, proof)
    assert proof.problem_set.name == name
    assert len(proofs) >= 6
    for one in proofs:
        assert one.pool >= 12 and one.variants >= min(SEEDS // 2, 12), one
        assert one.mistakes and min(one.mistakes.values()) >= 10, one
    assert proof.pool_seconds < 15, "a pool is made whenever a set is opened"
    # The tables that were read while the solutions ran are those of the map.
    assert {one.name: set(one.tables) for one in proofs} == {
        task: set(read_) for task, read_ in mapped(name).items()
    }
    assert sum(bool(one.tables) for one in proofs) * 6 >= len(proofs) * 4, "4 of 6 read a table"
    _released_notebook_runs(proof)


def _released_notebook_runs(proof: Proof) -> None:
    """What a student opens runs from the top, unanswered, and every check says so."""
    made = personal(proof.assignment, "A17", "salt")
    names: dict = {"__name__": "__main__"}
    cells = [one for one in made["cells"] if one["cell_type"] == "code"]
    assert len({one["id"] for one in made["cells"]}) == len(made["cells"])
    proof._run([one["source"] for one in cells], names)
    assert set(names["check"]._tasks) == {one.name for one in proof.problem_set.tasks}


def test_the_pages_of_the_map_are_in_the_book() -> None:
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = {one["file"] for part in contents["parts"] for one in part["chapters"]}
    assert {f"book/{page}" for page in chapters()} <= files


def test_every_chapter_has_two_tasks() -> None:
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [one["file"] for part in contents["parts"] for one in part["chapters"]]
    pages = [
        one.removeprefix("book/") for one in files if one.split("/")[1] in (*PARTS, "capstone")
    ]
    assert len(pages) == 16
    few = {p: sum(len(one) for one in chapters().get(p, {}).values()) for p in pages}
    assert not {page: count for page, count in few.items() if count < 2}


def test_the_sets_of_the_map_are_those_of_the_catalogue() -> None:
    assert set(NAMES) == set(catalogue.names())
    assert {name for one in chapters().values() for name in one} == set(NAMES)


def test_a_task_belongs_to_one_page() -> None:
    tasks = [(s, task) for one in chapters().values() for s, found in one.items() for task in found]
    assert len(tasks) == len(set(tasks))


def test_the_tables_that_the_course_is_about_each_have_a_task() -> None:
    used = {
        t
        for one in chapters().values()
        for found in one.values()
        for u in found.values()
        for t in u
    }
    assert used <= set(tables()["name"])
    assert not {topic for topic, names in REQUIRED.items() if not names & used}


@pytest.mark.parametrize("name", NAMES)
def test_a_rubric_has_four_criteria_of_four_levels(name: str) -> None:
    rubric = read(catalogue.folder() / name / "rubric.yml")
    assert tuple(one.name for one in rubric.criteria) == CRITERIA
    assert all(tuple(one.levels) == LEVELS for one in rubric.criteria)
    assert all(len(text) > 15 for one in rubric.criteria for text in one.levels.values())
    assert rubric.points == 16 and rubric.title
    assert len({text for one in rubric.criteria for text in one.levels.values()}) == 16


@cache
def titles() -> dict[str, tuple[str, ...]]:
    """Titles of the criteria of every set."""
    folder = catalogue.folder()
    return {
        name: tuple(one.title for one in read(folder / name / "rubric.yml").criteria)
        for name in NAMES
    }


def test_the_criteria_are_called_the_same_in_all_sets() -> None:
    assert len(set(titles().values())) == 1, titles()


def edited(tmp_path: Path, faults: list[tuple[str, str, str, str]]) -> Path:
    """A copy of the sample set with faults in it."""
    for path in SAMPLE.glob("*.*"):
        (tmp_path / path.name).write_text(path.read_text())
    for name, before, after, _ in faults:
        text = (tmp_path / name).read_text()
        assert before in text, before
        (tmp_path / name).write_text(text.replace(before, after, 1))
    return tmp_path


SHOWN = 'hidden: true\npoints: 2\n""" # END TEST CONFIG\ndef test_doubling'
# Faults of different tasks are tried in one copy: each copy is split by otter once.
COPIES = [
    [
        ("master.md", "- 1) * 100", "- 1)", "growth: the solution earns 1 of 3 points"),
        ("master.md", "`largest`", "largest", "largest: the prompt does not name `largest`"),
        ("master.md", "{{growth.last}}", "{{growth.end}}", "no key 'end'; there is: first, last"),
        ("master.md", ":tags: [variant]", ":tags: [other]", "0 cells have the tag variant"),
        ("master.md", "return 0.69", "return 1 / 0 + 0.69", "doubling: the solution earns 0"),
        ("master.md", 'check("doubling")', "1 + 1", 'there is no cell check("doubling")'),
    ],
    [
        ("master.md", SHOWN, SHOWN.replace("true", "false"), "doubling: a test case lacks `hidden"),
        ("master.md", "agrees(years=years)", "agrees()", "mistake both ends earns full marks"),
        ("master.md", "largest = largest  #", "largest = 1 / 0  #", "ZeroDivisionError"),
        ("master.md", "# A sample set", "# A sample set\n\n:::\n", "prose holds a MyST directive"),
    ],
    [
        ("master.md", "def test_years(years,", "def test_growth(years,", "the same name"),
        ("variants.py", "/ last * 100", "/ first * 100.001", "last as base is too near the truth"),
        ("variants.py", "70 / percent", "math.nan", "doubling: mistake seventy is diagnosed as"),
        ("variants.py", '"last": last, "count"', '"end": last, "count"', "KeyError: 'last'"),
    ],
]


@pytest.mark.parametrize("faults", COPIES)
def test_the_proof_finds_what_is_wrong(tmp_path: Path, faults: list) -> None:
    proof = Proof(edited(tmp_path, faults))
    found = " | ".join(text_faults(proof.prove(SEEDS), proof))
    assert not [words for *_, words in faults if words not in found], found


def test_answers_of_two_tasks_have_two_names() -> None:
    growth = Proof(SAMPLE).problem_set.task("growth")
    twice = ProblemSet(name="twice", title="", minutes=1, tasks=(growth, growth))
    assert len(list(name_faults(twice))) == 2
    load = replace(growth, answers=(Whole(name="load", low=0, high=1),))
    taken = ProblemSet(name="taken", title="", minutes=1, tasks=(growth, load))
    (fault,) = name_faults(taken)
    assert "is called load, a name that the notebook itself uses" in fault


def test_the_sample_is_proved_and_its_tables_are_seen() -> None:
    proof = Proof(SAMPLE)
    proofs = proof.prove(SEEDS)
    assert text_faults(proofs, proof) == ["sample: there is no rubric.yml"]
    assert [one.tables for one in proofs] == [["scrambles"], ["scrambles"], []]
