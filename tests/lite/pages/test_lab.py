"""A chapter and a problem set in the browser's own Jupyter, with every other host refused."""

from __future__ import annotations

import json

from ..lab import Notebook

PATH = "() => document.querySelector('.js-plotly-plot .main-svg')?.outerHTML"


def test_a_chapter_opens_from_its_page_runs_and_answers(browser, root):
    context = root.context(browser)
    page = context.new_page()
    page.goto(f"{root.base}/book/dispute/bargaining.html")
    page.locator(".launch > summary").click()
    page.locator("[data-launch=lite]").click()
    notebook = Notebook(page)
    assert "bargaining" in page.title()
    notebook.run_all()
    assert notebook.errors() == []
    drawn = page.locator(".js-plotly-plot .main-svg").first
    drawn.scroll_into_view_if_needed()
    before = page.evaluate(PATH)
    handle = page.locator(".jp-OutputArea-output .noUi-handle").first
    handle.scroll_into_view_if_needed()
    handle.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(f"before => ({PATH})() !== before", arg=before)
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
    said = notebook.cell('check("half_marks")').locator(".jp-OutputArea-output").inner_text()
    assert "half_marks: public checks passed" in said
    other = notebook.cell('check("primary")').locator(".jp-OutputArea-output").inner_text()
    assert "passed" not in other
    page.keyboard.press("Control+s")
    page.wait_for_timeout(500)
    page.reload()
    notebook = Notebook(page)
    assert answer in notebook.cell('variant["half_marks"]').inner_text()
    with page.expect_download() as download:
        notebook.menu("File", "Download")
    assert download.value.suggested_filename == "reading.ipynb"
    saved = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert any(answer in "".join(cell["source"]) for cell in saved["cells"])
    assert below.foreign == []
    assert all(path.startswith("/course/") for path, _ in below.http.answers)
    context.close()
