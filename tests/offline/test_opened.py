"""The unpacked zip in Chromium: from a file server, and from the disk with no server at all."""

from __future__ import annotations

import pytest

from tests.browser.site import FULL, pages, visit
from tests.browser.test_explorers import wake

PAGES = pages()
SAMPLE = [page for page in PAGES if FULL or page in (
    "book/dispute/history.html", "book/review.html", "book/reference/data.html",
)]  # fmt: skip
WAYS = ("served", "disk")


@pytest.fixture(params=WAYS)
def opened(request, browser, unpacked, served):
    """Open a page one way or the other; anything beside it is refused and kept in `foreign`."""
    base = served if request.param == "served" else unpacked.as_uri()
    seen = []

    def open_(path: str):
        seen.append(visit(browser, base, path))
        return seen[-1]

    open_.disk = request.param == "disk"
    yield open_
    for one in seen:
        one.page.context.close()


@pytest.mark.parametrize("path", SAMPLE)
def test_a_page_shows_its_text_pictures_and_tables(opened, path):
    seen = opened(path)
    page = seen.page
    assert page.locator("h1").first.is_visible()
    assert len(page.locator("main").inner_text()) > 300
    blank = page.evaluate(
        """async () => {
          const images = [...document.images].filter(one => one.checkVisibility());
          images.forEach(one => one.loading = 'eager');
          await Promise.all(images.map(one => one.decode().catch(() => {})));
          return images.filter(one => !one.naturalWidth).map(one => one.currentSrc);
        }"""
    )
    assert blank == []
    rows = page.evaluate(
        "() => [...document.querySelectorAll('main table')].map(t => t.rows.length)"
    )
    assert all(count > 1 for count in rows)
    assert seen.foreign == [] and seen.errors == [] and seen.missing == []


@pytest.mark.parametrize("path", SAMPLE)
def test_explorers_move_or_say_how_to_serve_the_folder(opened, path):
    seen = opened(path)
    page = seen.page
    names = page.locator("[data-explorer]").evaluate_all("l => l.map(e => e.dataset.explorer)")
    for name in names:
        target = page.locator(f'[data-explorer="{name}"]').first
        hint = target.locator(".explorer-offline")
        assert hint.is_visible() == opened.disk
        if opened.disk:
            assert "python -m http.server" in hint.inner_text()
            assert len(hint.inner_text().split(". ")) <= 2
            target.scroll_into_view_if_needed()
            target.hover()
            assert target.locator(
                ".poster:visible, .explorer-nomap:visible, svg:visible, img:visible"
            ).count()
            assert target.locator("table tbody tr").count() > 0
        else:
            wake(page, name)
            assert target.locator(".explorer-plot .main-svg").count() > 0
    assert seen.foreign == [] and seen.missing == []
    assert seen.errors == []


@pytest.mark.parametrize("path", SAMPLE)
def test_questions_answer_with_a_reason(opened, path):
    seen = opened(path)
    for form in seen.page.locator("form.question:visible").all():
        form.locator("input[type=radio]").first.check()
        form.get_by_role("button", name="Check").click()
        answer = form.locator(".question-answer").inner_text()
        assert answer.startswith(("Right.", "Not quite.")) and len(answer) > 20
    assert seen.errors == []


def test_the_menu_says_what_cannot_start_from_a_folder(opened):
    page = opened("book/dispute/history.html").page
    page.locator("details.launch > summary").first.click()
    note = page.locator("[data-launch=lite] ~ [data-folder]").first
    assert note.is_visible() == opened.disk
    if opened.disk:
        assert "python -m http.server" in note.inner_text()


def test_the_search_finds_pages(opened):
    seen = opened("search.html")
    seen.page.goto(f"{seen.page.url}?q=Shikotan")
    seen.page.wait_for_function("() => document.querySelectorAll('main li a').length > 2")
    if not opened.disk:  # there the lines of text below each title stay away
        assert seen.errors == []
