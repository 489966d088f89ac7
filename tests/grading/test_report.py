"""The report: statistics against definitions, equal answers against simulated classes."""

from __future__ import annotations

import json
import math
import random
import time
from itertools import product

import numpy as np
import pytest

pytest.importorskip("jinja2")

from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from twoplustwo.cli import app
from twoplustwo.exercises import catalogue
from twoplustwo.grading import coincidences, histogram, items, report
from twoplustwo.grading.classbook import open_book

from . import graded
from .test_feedback import Skeleton, everything, harmless, hostile_text

run = CliRunner().invoke
QUESTIONS = [{"name": f"t{n}", "title": f"{n}", "points": 2, "manual": False} for n in range(6)]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    shelf = graded.shelf(tmp_path)
    monkeypatch.setattr(catalogue, "folder", lambda: shelf)
    monkeypatch.setattr(catalogue, "chapters", graded.chapters)
    return graded.write(tmp_path / "out", graded.submissions())


def student(code: str, answers: list[tuple[str, bool]], signature=None) -> dict:
    tasks = [
        graded.task(f"t{n}", f"{n}", [("x", right, 2)], value=value, signature=signature)
        for n, (value, right) in enumerate(answers)
    ]
    return {"owner": code, "result": graded.result(tasks)}


def honest(number: int, chance: random.Random, tasks: int = 6) -> list[tuple[str, bool]]:
    """Answers of a student who worked alone: right ones of her variant, or something else."""
    found = []
    for _ in range(tasks):
        right = chance.random() < 0.6
        value = chance.randrange(30) / 7 if right else chance.random() * 5
        found.append((f"x = {value:.6f}", right))
    return found


# ---- Items ------------------------------------------------------------------------------------


def test_difficulty_and_discrimination_by_hand():
    able = [0, 0, 0, 1, 1, 1, 1, 1, 1, 1]
    rows = [student(f"k{n}", [("a", bool(a)), ("b", n % 2 == 0)]) for n, a in enumerate(able)]
    first, second = items.items(graded.book(rows, QUESTIONS[:2]))
    assert (first.difficulty, first.full, first.none) == (0.7, 7, 3)
    # Point-biserial correlation by its definition: (M1 - M0) / s * sqrt(p q).
    rest = np.array([2.0 * (n % 2 == 0) for n in range(10)])
    hit = np.array(able, dtype=bool)
    share = hit.mean()
    gap = rest[hit].mean() - rest[~hit].mean()
    wanted = gap / rest.std() * math.sqrt(share * (1 - share))
    assert first.discrimination == pytest.approx(wanted)
    assert second.discrimination == pytest.approx(wanted)  # with two items, each is the rest


def test_a_task_does_not_correlate_with_itself():
    chance = random.Random(1)
    coins = [[("v", chance.random() < 0.5) for _ in range(6)] for _ in range(400)]
    book = graded.book([student(f"k{n}", a) for n, a in enumerate(coins)], QUESTIONS)
    assert max(abs(one.discrimination) for one in items.items(book)) < 0.15


def test_too_few_students_or_no_variation_give_none():
    few = graded.book([student(f"k{n}", [("v", n > 3)] * 2) for n in range(9)], QUESTIONS[:2])
    assert [one.discrimination for one in items.items(few)] == [None, None]
    same = graded.book([student(f"k{n}", [("v", True)] * 2) for n in range(30)], QUESTIONS[:2])
    assert [one.discrimination for one in items.items(same)] == [None, None]
    assert items.items(graded.book([], QUESTIONS))[0].difficulty == 0


def test_the_interval_covers():
    chance = np.random.default_rng(5)
    hits = 0
    for _ in range(300):
        pair = chance.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], size=40)
        low, high = items.interval(items.discrimination(pair[:, 0], pair[:, 1]), 40)
        hits += low <= 0.4 <= high
    assert 0.91 <= hits / 300 <= 0.99


def test_common_mistakes_come_first():
    wrong = [student(f"k{n}", [("v", False)], "absolute") for n in range(5)]
    broken = student("k9", [("", False)])
    broken["result"]["tasks"][0]["error"] = "KeyError: 'a'"
    found = items.signatures(graded.book([*wrong, broken], QUESTIONS[:1]))
    assert [(one.name, one.count) for one in found] == [("absolute", 5), ("KeyError", 1)]


# ---- Equal answers ----------------------------------------------------------------------------


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5), st.integers(0, 5))
def test_the_chance_of_several_hits(chances, hits):
    wanted = sum(
        math.prod(c if hit else 1 - c for c, hit in zip(chances, outcome, strict=True))
        for outcome in product([0, 1], repeat=len(chances))
        if sum(outcome) >= hits
    )
    assert coincidences.at_least(chances, hits) == pytest.approx(wanted, abs=1e-9)


def test_an_honest_class_is_left_alone():
    listed = 0
    for seed in range(20):
        chance = random.Random(seed)
        rows = [student(f"k{n:02d}", honest(n, chance)) for n in range(40)]
        listed += len(coincidences.find(graded.book(rows, QUESTIONS)).listed)
    assert listed == 0


def test_a_copied_notebook_is_found_and_told_which_way():
    chance = random.Random(3)
    rows = [student(f"k{n:02d}", honest(n, chance)) for n in range(40)]
    source = rows[11]["result"]["tasks"]
    copied = [(one["value"], False) for one in source]
    rows.append(student("copy", copied))
    found = coincidences.find(graded.book(rows, QUESTIONS)).listed
    assert [(one.wrong, one.right) for one in found] == [("copy", "k11")]
    right = [one["value"] for one in source if one["score"]]
    assert list(found[0].values) == right
    assert found[0].compared == len(right)
    assert found[0].expected < 1e-3


def test_one_equal_answer_and_recognised_mistakes_list_nobody():
    chance = random.Random(4)
    rows = [student(f"k{n:02d}", honest(n, chance)) for n in range(40)]
    source = rows[7]["result"]["tasks"]
    answers = [(one["value"], False) for one in source]
    first = next(n for n, one in enumerate(source) if one["score"])
    once = [(value if n == first else f"mine {n}", False) for n, (value, _) in enumerate(answers)]
    found = coincidences.find(graded.book([*rows, student("once", once)], QUESTIONS))
    assert (found.listed, found.single >= 1) == ((), True)
    known = coincidences.find(graded.book([*rows, student("known", answers, "units")], QUESTIONS))
    assert not known.listed


def test_answers_with_few_values_are_not_compared():
    chance = random.Random(6)
    rows = [
        student(f"k{n:02d}", [(chance.choice("ab"), chance.random() < 0.5) for _ in range(6)])
        for n in range(40)
    ]
    assert coincidences.find(graded.book(rows, QUESTIONS)).listed == ()


def test_the_same_numbers_for_all_list_nobody():
    """Without a roster every student has one variant: a right value is right for all."""
    chance = random.Random(8)
    rows = []
    for n in range(40):
        right = [chance.random() < 0.5 for _ in range(6)]
        rows.append(student(f"k{n}", [("1.25" if r else f"{chance.random()}", r) for r in right]))
    assert coincidences.find(graded.book(rows, QUESTIONS)).listed == ()


def test_a_thousand_students_take_seconds():
    chance = random.Random(2)
    rows = [student(f"k{n}", honest(n, chance)) for n in range(1000)]
    book = graded.book(rows, QUESTIONS)
    began = time.perf_counter()
    found = coincidences.find(book)
    assert time.perf_counter() - began < 20  # a guard against a quadratic loop in Python
    assert found.pairs > 500_000


# ---- Picture ----------------------------------------------------------------------------------


@given(st.lists(st.floats(0, 1), max_size=60))
def test_every_student_stands_in_one_bar(shares):
    drawn = histogram.histogram(shares, None)
    assert sum(bar.count for bar in drawn.bars) == len(shares)
    assert all(0 <= bar.y <= drawn.base and bar.height >= 0 for bar in drawn.bars)
    assert all(bar.x >= 0 and bar.x + bar.width <= drawn.width for bar in drawn.bars)


def test_edges_belong_to_the_upper_bar():
    drawn = histogram.histogram([0.3, 0.1 * 3, 1.0, 0.0], 0.3)
    assert [bar.count for bar in drawn.bars] == [1, 0, 0, 2, 0, 0, 0, 0, 0, 1]


# ---- Page -------------------------------------------------------------------------------------


def test_the_page_says_what_happened(folder):
    book = open_book(folder)
    made = report.make(book)
    text = " ".join(Skeleton(report.write(book, made).read_text()).text.split())
    assert made.counts == {"graded": 23, "failed": 1, "late": 1, "refused": 1}
    for words in (
        "Half of the class has at least",
        "the run passed its limit of 60 seconds",
        "the file is empty",
        "Nothing came from 1 student of the roster: k099",
        "a newer one counts",
        "graded, late",
        "Guilford",
        "a reason to talk, not a finding",
    ):
        assert words in text
    assert made.spread.number == 23
    assert sum(row.result["score"] for row in items.ran(book)) / 23 == made.spread.mean


def test_an_empty_class_has_a_report(tmp_path):
    book = open_book(graded.write(tmp_path / "out", []))
    text = Skeleton(report.write(book, report.make(book)).read_text()).text
    assert "Nothing ran" in text


@given(hostile_text)
@settings(max_examples=40)
def test_nothing_of_a_student_runs_in_the_report(tmp_path_factory, text):
    rows = [everything(text) | {"owner": f"k{n}"} for n in range(3)]
    book = graded.book([*rows, {"owner": text, "state": "refused", "reason": text}])
    object.__setattr__(book, "folder", tmp_path_factory.mktemp("report"))
    harmless(Skeleton(report.write(book, report.make(book)).read_text(encoding="utf-8")))


def test_the_command(folder):
    assert str(folder / "report.html") in run(app, ["report", str(folder)]).output
    made = json.loads(run(app, ["report", str(folder), "--json"]).stdout)
    assert made["counts"]["failed"] == 1
    assert [one["name"] for one in made["items"]] == ["coding", "brier", "calibration"]
