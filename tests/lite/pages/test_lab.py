"""A chapter and a problem set in the browser's own Jupyter, with every other host refused."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from ..lab import PATIENCE, Notebook

# One Jupyter at a time: it fills a processor while it starts.
pytestmark = pytest.mark.xdist_group("lite")
EXPLORER = ".jp-OutputArea-output:has(.noUi-handle):has(.js-plotly-plot .main-svg)"


def test_a_chapter_opens_from_its_page_runs_and_answers(browser, root):
    context = root.context(browser)
    page = context.new_page()
    page.goto(f"{root.base}/book/dispute/bargaining.html")
    page.locator(".launch > summary").click()
    page.locator("[data-launch=lite]").click()
    notebook = Notebook(page)
    expect(page.get_by_text("bargaining", exact=True).first).to_be_visible(timeout=PATIENCE)
    notebook.run_all()
    assert notebook.errors() == []
    explorer = page.locator(EXPLORER).first
    picture = explorer.locator(".js-plotly-plot .main-svg").first
    summary = explorer.locator("[aria-live]").first
    before, words = picture.inner_html(), summary.inner_text()
    explorer.locator(".noUi-handle").first.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(picture).not_to_have_js_property("innerHTML", before, timeout=PATIENCE)
    expect(summary).not_to_have_text(words, timeout=PATIENCE)
    assert root.foreign == []
    context.close()


def test_an_exercise_is_answered_checked_kept_and_downloaded_below_a_path(browser, below):
    context = below.context(browser, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{below.base}/lite/notebooks/index.html?path=exercises/reading.ipynb")
    notebook = Notebook(page)
    answer = "strict, weighted, needed = 0.5, 0.6, 0.4"
    notebook.add_to('variant["half_marks"]', answer)
    notebook.run_all()
    assert notebook.errors() == []
    assert "half_marks: public checks passed" in notebook.said('check("half_marks")')
    assert "primary: not yet" in notebook.said('check("primary")')
    page.keyboard.press("Control+s")
    page.wait_for_timeout(2000)
    page.reload()
    notebook = Notebook(page)
    edited = notebook.cell('variant["half_marks"]')
    edited.scroll_into_view_if_needed()
    expect(edited).to_contain_text(answer)
    with page.expect_download() as download:
        notebook.menu("File", "Download")
    assert download.value.suggested_filename.endswith("reading.ipynb")
    saved = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert any(answer in "".join(cell["source"]) for cell in saved["cells"])
    assert below.foreign == []
    asked = {path for path, _ in below.http.answers} - {"/favicon.ico"}  # Chromium's own wish
    assert [path for path in asked if not path.startswith("/course/")] == []
    context.close()
