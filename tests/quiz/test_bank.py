"""The bank refuses what is not well formed, and says what was wrong and where."""

from __future__ import annotations

import copy

import pytest
import yaml

from twoplustwo.quiz import BankError, read

GOOD = {
    "id": "one",
    "chapter": "book/a",
    "recalls": "book/b",
    "question": "What?",
    "options": [
        {"text": "This", "reason": "Because.", "right": True},
        {"text": "That", "reason": "No."},
        {"text": "Neither", "reason": "No."},
    ],
}


def written(tmp_path, entries):
    path = tmp_path / "quiz.yml"
    path.write_text(yaml.safe_dump(entries), encoding="utf-8")
    return path


def test_a_good_entry_is_read(tmp_path):
    (one,) = read(written(tmp_path, [GOOD]))
    assert (one.id, one.chapter, one.recalls) == ("one", "book/a", "book/b")
    assert [option.right for option in one.options] == [True, False, False]


def changed(**changes):
    entry = copy.deepcopy(GOOD)
    entry.update(changes)
    return {key: value for key, value in entry.items() if value != "gone"}


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({"id": "one"}, "the bank is a list"),
        (["one"], "an entry has the keys"),
        ([changed(question="gone")], "question is missing"),
        ([changed(answer="x")], "unknown answer; accepted: chapter, id"),
        ([changed(id="One Two")], "lower-case words"),
        ([GOOD, GOOD], "'one' stands twice"),
        ([changed(options=GOOD["options"][:2])], "at least three options, this one 2"),
        ([changed(options=[*GOOD["options"][1:], GOOD["options"][1]])], "exactly one option"),
        ([changed(options=[*GOOD["options"], {"text": "x"}])], "reason is missing"),
        (
            [changed(options=[*GOOD["options"], {"text": 5, "reason": "x"}])],
            "text is a text; got 5",
        ),
        ([changed(options=[*GOOD["options"], "x"])], "an option has the keys"),
        ([changed(recalls="book/a")], "recalls names an earlier page"),
    ],
)
def test_a_mistake_is_named(tmp_path, entries, said):
    with pytest.raises(BankError, match=r"quiz\.yml") as error:
        read(written(tmp_path, entries))
    assert said in str(error.value)
