"""Feedback, marking and report as their readers open them: files, with no server and no network."""

from __future__ import annotations

import csv
import io

import pytest
from axe_playwright_python.sync_playwright import Axe

pytest.importorskip("jinja2")

from tests.browser import site
from tests.grading import graded
from twoplustwo.exercises import catalogue
from twoplustwo.grading import feedback, marking, report
from twoplustwo.grading.classbook import open_book
from twoplustwo.grading.marks import Mark
from twoplustwo.grading.plaintext import FORMULA

VIEWS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 375, "height": 812}, "color_scheme": "light"},
    "phone-dark": {"viewport": {"width": 375, "height": 812}, "color_scheme": "dark"},
}
PAGES = {
    "feedback": "feedback/k002.html",
    "feedback-failed": "feedback/k006.html",
    "feedback-refused": "feedback/k098.html",
    "feedback-hostile": "feedback/k666.html",
    "marking": "marking.html",
    "report": "report.html",
}
ATTACK = (
    "</script></style><script>window.pwned = 1</script><img src=https://evil.example/p.png "
    "onerror='window.pwned = 1'>\"' onclick=window.pwned=1 \u202egnp.exe ![p](https://evil.example/q)"
    "\n\n|  | b |\n|--|--|\n| <svg onload=window.pwned=1> | [x](javascript:window.pwned=1) |\n"
)
FULL = {"evidence": 4, "uncertainty": 3, "fairness": 4, "clarity": 2}
PAPER = {"light": "rgb(253, 252, 250)", "dark": "rgb(20, 24, 28)"}


def hostile() -> dict:
    """A student who tries every field."""
    task = graded.task("coding", "1. Code", [("kinds", False, 4)], value=ATTACK, error=ATTACK)
    result = graded.result([task], notes=[ATTACK], output=ATTACK, memo={"memo": ATTACK})
    return {"owner": "k666", "name": "a'><script>.ipynb", "reason": ATTACK, "result": result}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("graded")
    shelf = graded.shelf(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "folder", lambda: shelf)
        patch.setattr(catalogue, "chapters", graded.chapters)
        out = graded.write(root / "out", [*graded.submissions(), hostile()])
        given = {"k002": Mark(FULL, f"Clear. {ATTACK}"), "k003": Mark(FULL, "+1, well said")}
        desk = marking.open_desk(open_book(out))
        marking.Desk(desk.book, desk.rubric, given).take()
        book = open_book(out)
        feedback.write(book, "https://course.example")
        marking.write_page(marking.open_desk(book))
        report.write(book, report.make(book))
    return out


def opened(browser, path, **view):
    """The page, and every address it asked for beside its own."""
    context = browser.new_context(**view)
    page = context.new_page()
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text))
    page.goto(path.as_uri())
    if path.name == "marking.html" and view.get("java_script_enabled", True):
        kept(page)
    return page, [url for url in asked if not url.startswith("data:")], errors


def kept(page):
    """Wait until the desk has read its marks, or written them."""
    page.wait_for_selector("#tools[data-kept=yes]")


@pytest.mark.parametrize("view", VIEWS if site.FULL else ["light", "phone-dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_clean_alone_and_fits(browser, folder, name, view):
    page, asked, errors = opened(browser, folder / PAGES[name], **VIEWS[view])
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    assert asked == [(folder / PAGES[name]).as_uri()]
    assert errors == []
    assert page.evaluate("window.pwned") is None
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 1
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(colour) == PAPER[VIEWS[view]["color_scheme"]]
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_can_be_printed(browser, folder, name):
    page, *_ = opened(browser, folder / PAGES[name], **VIEWS["dark"])
    page.emulate_media(media="print")
    ink = "getComputedStyle(document.body).color"
    assert page.evaluate(ink) == "rgb(0, 0, 0)"
    assert page.locator(".tools:visible").count() == 0
    assert len(page.pdf()) > 10_000
    page.context.close()


def test_the_policy_stops_what_escaping_would_let_through(browser, folder, tmp_path):
    """The second line of defence, tested with the first one taken away."""
    text = (folder / PAGES["feedback"]).read_text(encoding="utf-8")
    broken = tmp_path / "broken.html"
    inside = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>"
    broken.write_text(text.replace("<h1>", f"{inside}<h1>"), encoding="utf-8")
    page, *_ = opened(browser, broken)
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    page.context.close()


def fill(page, comment=""):
    for name, level in FULL.items():
        page.locator(f"label[for={name}-{level}]").click()
    page.fill("#comment", comment)


def test_marks_are_kept_and_downloaded_and_taken(browser, folder, tmp_path):
    page, _, errors = opened(browser, folder / "marking.html")
    assert page.locator(".memo:visible").count() == 1
    assert "2 of 26 marked" in page.locator("#progress").inner_text()
    said = '=SUM(1), "quoted"\nand a second line'
    fill(page, said)
    assert "3 of 26 marked" in page.locator("#progress").inner_text()
    for _ in range(5):
        kept(page)
        page.reload()
        kept(page)
        assert page.locator("#comment").input_value() == said
    assert page.locator("#evidence-4").is_checked()
    with page.expect_download() as download:
        page.click("#download")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == "marks.csv"
    book = open_book(folder)
    desk = marking.open_desk(book, graded_rubric(folder), path)
    assert desk.marks["k001"] == Mark(FULL, said)
    assert desk.marks["k002"].comment == f"Clear. {ATTACK}".strip()
    assert desk.marks["k003"].comment == "+1, well said"
    cells = [cell for row in csv.reader(io.StringIO(path.read_text())) for cell in row]
    assert not [cell for cell in cells if cell.startswith(FORMULA)]
    assert errors == []
    page.context.close()


def test_two_tabs_keep_each_other_s_marks(browser, folder):
    page, *_ = opened(browser, folder / "marking.html")
    other = page.context.new_page()
    other.goto(page.url)
    kept(other)
    fill(page, "from one tab")
    kept(page)
    other.select_option("#student", index=3)
    fill(other, "from another")
    kept(other)
    page.reload()
    kept(page)
    assert page.locator("#comment").input_value() == "from one tab"
    page.select_option("#student", index=3)
    assert page.locator("#comment").input_value() == "from another"
    page.context.close()


@pytest.mark.parametrize("fault", ["open", "write"])
def test_a_browser_that_keeps_nothing_is_named(browser, folder, fault):
    page, *_ = opened(browser, folder / "marking.html")
    broken = {
        "open": "IDBFactory.prototype.open = () => { throw new Error('blocked'); }",
        "write": "IDBObjectStore.prototype.put = () => { throw new Error('full'); }",
    }
    page.add_init_script(broken[fault])
    page.reload()
    fill(page, "kept in the page alone")
    page.wait_for_selector("#tools[data-kept=no]")
    said = page.locator("#progress").inner_text()
    assert said.startswith("3 of 26 marked")
    assert "download before you close" in said
    with page.expect_download() as download:
        page.click("#download")
    assert "kept in the page alone" in download.value.path().read_text(encoding="utf-8")
    page.context.close()


def graded_rubric(folder):
    return folder.parent / "exercises" / "reading" / "rubric.yml"


def test_the_desk_works_by_keyboard(browser, folder):
    page, *_ = opened(browser, folder / "marking.html", **VIEWS["phone"])
    page.focus("#next")
    page.keyboard.press("Enter")
    heading = page.locator(".memo:visible h2")
    assert heading.inner_text() == "k002"
    assert heading.evaluate("e => e === document.activeElement")
    assert page.locator("#comment").input_value().startswith("Clear.")
    page.focus("#evidence-4")
    page.keyboard.press("ArrowDown")
    assert page.locator("#evidence-3").is_checked()
    page.click("#clear")
    assert "1 of 26 marked" in page.locator("#progress").inner_text()
    page.click("#unmarked")
    assert heading.inner_text() == "k004"
    page.select_option("#student", index=0)
    assert heading.inner_text() == "k001"
    assert page.locator("#previous").is_disabled()
    page.context.close()


def test_without_javascript_the_memos_can_be_read(browser, folder):
    page, *_ = opened(browser, folder / "marking.html", java_script_enabled=False)
    assert page.locator(".memo:visible").count() == 26
    assert page.locator("noscript").inner_text().startswith("The page can show the memos")
    assert page.locator("#tools").is_hidden()
    page.context.close()
