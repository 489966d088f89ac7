"""The launch menu as a reader works it: keyboard, phone, dark, and a metered line."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from ...browser.site import visit

PAGE = "book/korea/risk.html"
METERED = "Object.defineProperty(Navigator.prototype, 'connection', {get: () => (%s)})"


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_by_keyboard_and_is_clean(browser, root, width, scheme):
    seen = visit(browser, root.base, PAGE, width=width, scheme=scheme)
    page = seen.page
    page.locator(".launch > summary").focus()
    page.keyboard.press("Enter")
    links = page.locator(".launch a")
    assert links.all_inner_texts() == [
        "Run in your browser", "Binder", "Colab", "Download notebook"
    ]  # fmt: skip
    for link in links.all():
        box = link.bounding_box()
        assert box["height"] >= 24 and box["x"] >= 0 and box["x"] + box["width"] <= width
    assert not page.locator("[data-metered]").is_visible()
    results = Axe().run(page, context=".launch")
    assert results.response["violations"] == []
    page.context.close()


@pytest.mark.parametrize("line", ["{saveData: true}", "{type: 'cellular'}"])
def test_a_metered_line_is_told_the_size(browser, root, line):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(METERED % line)
    page.goto(f"{root.base}/{PAGE}")
    page.locator(".launch > summary").click()
    assert "MB" in page.locator("[data-metered]").inner_text()
    context.close()


def test_a_problem_set_opens_from_its_own_place(browser, root):
    seen = visit(browser, root.base, "book/exercises.html")
    links = seen.page.locator("[data-launch=lite]")
    addresses = links.evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert "../lite/notebooks/index.html?path=exercises/reading.ipynb" in addresses
    for address in addresses:
        path = address.split("path=")[1]
        assert (root.folder / "lite" / "files" / path).is_file()
    seen.page.context.close()
