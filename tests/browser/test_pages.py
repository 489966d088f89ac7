"""Every page as a reader meets it: nothing foreign, nothing broken, nothing out of reach."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from .site import FULL, HTML, pages, visit, weight

KB = 1024
VIEWS = {
    "light": {"width": 1280, "scheme": "light"},
    "dark": {"width": 1280, "scheme": "dark"},
    "phone": {"width": 375, "height": 812, "scheme": "light"},
    "phone-dark": {"width": 375, "height": 812, "scheme": "dark"},
}
PAGES = pages()
# A fixed sample: the home page and a chapter in every view, each other page in one, in turn.
KINDS = ("index.html", "book/dispute/history.html")
SEEN = [
    (path, view)
    for i, path in enumerate(PAGES)
    for j, view in enumerate(VIEWS)
    if FULL or path in KINDS or i % len(VIEWS) == j
]


@pytest.mark.parametrize(("path", "view"), SEEN)
def test_a_page_is_clean(browser, base, path, view):
    seen = visit(browser, base, path, **VIEWS[view])
    seen.page.wait_for_timeout(300)
    assert seen.foreign == []
    assert seen.missing == []
    assert seen.errors == []
    assert seen.violations() == []
    assert seen.page.evaluate("document.documentElement.dataset.theme") == VIEWS[view]["scheme"]
    results = Axe().run(seen.page)
    found = [(v["id"], v["nodes"][0]["html"][:160]) for v in results.response["violations"]]
    assert found == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert seen.page.evaluate(wide) <= 1
    seen.page.context.close()


def check_structure(page) -> None:
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.lang") == "en"
    assert 50 <= len(page.locator("meta[name=description]").get_attribute("content")) <= 200
    levels = page.eval_on_selector_all("main :is(h1,h2,h3,h4)", "h => h.map(e => +e.tagName[1])")
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = page.eval_on_selector_all("[id]", "e => e.map(x => x.id)")
    assert len(ids) == len(set(ids))


def check_pictures(page) -> None:
    """Every picture says what it shows."""
    for alt in page.eval_on_selector_all("img", "i => i.map(e => e.getAttribute('alt'))"):
        assert alt and len(alt) > 20, alt
        assert not re.search(r"\.(png|svg|jpg)\b|_images|_posters", alt), alt


def blocking(html: str, path: str) -> list[str]:
    """Site paths of the style sheets and scripts that hold up the first paint of `path`."""
    tags = re.findall(r"<(?:link|script)\b[^>]*>", html)
    found = []
    for tag in tags:
        script = re.search(r'<script\b[^>]*\bsrc="([^"]+)"', tag)
        style = re.search(r'\bhref="([^"]+)"', tag) if 'rel="stylesheet"' in tag else None
        if script and not re.search(r"\b(defer|async)\b", tag):
            found.append(script[1])
        elif style and 'media="print"' not in tag:
            found.append(style[1])
    folder = Path("/" + path).parent
    resolved = [(folder / item.split("?")[0]).as_posix() for item in found]
    return [str(HTML / item.lstrip("/")) for item in resolved]


@pytest.mark.parametrize("path", PAGES if FULL else PAGES[::2])
def test_a_page_is_in_order_and_light(browser, base, path):
    html = (HTML / path).read_text(encoding="utf-8")
    files = {Path(item).resolve().relative_to(HTML.resolve()) for item in blocking(html, path)}
    critical = weight(path) + sum(weight(file.as_posix()) for file in files)
    assert critical <= 110 * KB, f"critical path {critical / KB:.0f} kB"
    seen = visit(browser, base, path)
    page = seen.page
    check_structure(page)
    check_pictures(page)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(600)
    explorers = page.locator("[data-explorer], [data-chart]").count()
    limit = 300 if explorers else 200
    assert seen.weight() <= limit * KB, f"untouched {seen.weight() / KB:.0f} kB"
    assert not any("plotly-basic" in item for item in seen.own), "scrolling must not load Plotly"
    page.context.close()


@pytest.mark.parametrize("path", PAGES if FULL else PAGES[::3])
def test_a_page_reads_with_javascript_off(browser, base, path):
    seen = visit(browser, base, path, java_script_enabled=False)
    page = seen.page
    assert len(page.locator("main").inner_text()) > 500
    for figure in page.locator("[data-explorer], [data-chart]").all():
        assert figure.locator(".explorer-summary, .explorer-title").first.is_visible()
        assert figure.locator("table tr").count() > 1
    page.context.close()


def test_the_home_page_is_a_real_page():
    html = (HTML / "index.html").read_text(encoding="utf-8")
    assert "http-equiv" not in html.lower().replace('http-equiv="x-ua', "")
    assert "<h1" in html


def test_only_the_pages_of_the_contents_are_built():
    built = {path.relative_to(HTML).as_posix() for path in HTML.rglob("*.html")}
    own = {"search.html", "genindex.html"}
    own |= {page for page in built if page.startswith("lite/")}  # JupyterLite's, not the book's
    assert built - own <= set(PAGES), built - own - set(PAGES)


def test_internal_links_lead_somewhere():
    anchors = {
        path.relative_to(HTML).as_posix(): set(re.findall(r'\bid="([^"]+)"', path.read_text()))
        for path in HTML.rglob("*.html")
    }
    broken = []
    for path in anchors:
        for link in re.findall(r'\bhref="([^"]+)"', (HTML / path).read_text()):
            if re.match(r"(https?|mailto|data):", link):
                continue
            target, _, anchor = link.partition("#")
            target = target.split("?")[0]
            file = ((HTML / path).parent / target).resolve() if target else HTML / path
            name = file.relative_to(HTML.resolve()).as_posix() if target else path
            if not file.exists() or (anchor and name in anchors and anchor not in anchors[name]):
                broken.append((path, link))
    assert broken == []
