"""Explorers on the published page: they draw, obey the keyboard, stay light, tell the truth."""

from __future__ import annotations

import json
import math
import re

import pytest

from twoplustwo.explorers import catalogue, get, live

from .site import FULL, HTML, pages, painted, visit

KB = 1024
STATES = 2000 if FULL else 60


def placed() -> dict[str, str]:
    """Explorer name -> the first page that shows it."""
    found: dict[str, str] = {}
    for path in pages():
        html = (HTML / path).read_text(encoding="utf-8") if (HTML / path).exists() else ""
        for name in re.findall(r'data-explorer="(\w+)"', html):
            found.setdefault(name, path)
    return found


PLACED = placed()
# A fixed sample for the slow families: one of each kind (map, twin, filters, table, plain), and
# every twelfth of the others. `make test-all` takes every explorer.
KINDS = ("treaty_map", "bargaining_range", "dispute_timeline", "claims_ledger", "scrambles")
SAMPLE = [n for i, n in enumerate(sorted(PLACED)) if FULL or n in KINDS or i % 20 == 0]


def figure(page, name: str):
    return page.locator(f'[data-explorer="{name}"]').first


def wake(page, name: str) -> None:
    """Touch an explorer and wait until its picture is live."""
    target = figure(page, name)
    target.scroll_into_view_if_needed()
    target.hover()
    page.evaluate("name => window.twoplustwo.ready(name)", name)


def test_every_explorer_is_placed_on_a_page():
    assert set(PLACED) == set(catalogue())


CONTROLS = ".explorer-controls :is(input, select)"


def check_focus_is_visible(page) -> None:
    style = page.evaluate(
        "() => { const s = getComputedStyle(document.activeElement);"
        " return [s.outlineStyle, parseFloat(s.outlineWidth), s.boxShadow]; }"
    )
    assert (style[0] != "none" and style[1] >= 1) or style[2] != "none", style


@pytest.mark.parametrize("name", SAMPLE)
def test_every_control_answers_the_keyboard(browser, base, name):
    seen = visit(browser, base, PLACED[name])
    page, target = seen.page, figure(seen.page, name)
    reached = set()
    target.locator(CONTROLS).first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    check_focus_is_visible(page)
    for _ in range(target.locator(CONTROLS).count()):
        reached.add(page.evaluate("document.activeElement.name"))
        page.keyboard.press("Tab")
    names = target.locator(CONTROLS).evaluate_all("list => list.map(e => e.name)")
    assert reached >= set(names) - {""}
    for control in target.locator(CONTROLS).all():
        label = control.evaluate("e => (e.labels[0] || {}).innerText || ''")
        assert label.strip(), "a control without a label"
    page.evaluate("name => window.twoplustwo.ready(name)", name)
    summary = target.locator(".explorer-summary")
    before = summary.inner_text()
    texts = {before}
    for index in range(target.locator(CONTROLS).count()):
        control = target.locator(CONTROLS).nth(index)
        control.focus()
        kind = control.get_attribute("type")
        if kind == "checkbox":
            page.keyboard.press("Space")
        else:
            page.keyboard.press("ArrowLeft")
            painted(page)
            texts.add(summary.inner_text())
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowRight")
        painted(page)
        texts.add(summary.inner_text())
    assert len(texts) > 1, "no control changed the summary"
    assert seen.errors == []
    page.context.close()


def test_each_pack_is_within_its_budget():
    packs = list((HTML / "_packs").glob("*.bin"))
    assert packs
    heavy = {p.name: p.stat().st_size for p in packs if p.stat().st_size > 200 * KB}
    assert heavy == {}


def close(one, two, path="") -> None:
    """Assert that two JSON values agree, numbers to a millionth."""
    if isinstance(one, bool) or isinstance(two, bool) or isinstance(one, str):
        assert one == two, (path, one, two)
    elif isinstance(one, (int, float)) and isinstance(two, (int, float)):
        assert math.isclose(one, two, rel_tol=1e-6, abs_tol=1e-9), (path, one, two)
    elif isinstance(one, list) and isinstance(two, list):
        assert len(one) == len(two), (path, len(one), len(two))
        for index, (a, b) in enumerate(zip(one, two, strict=True)):
            close(a, b, f"{path}[{index}]")
    elif isinstance(one, dict) and isinstance(two, dict):
        assert one.keys() == two.keys(), (path, one.keys() ^ two.keys())
        for key in one:
            close(one[key], two[key], f"{path}.{key}")
    else:
        assert one == two, (path, one, two)


def compare(page, name: str, count: int) -> None:
    """Assert that the page draws `name` as Python does, in `count` states."""
    for state in get(name).sample(count, seed=2026):
        drawn = page.evaluate(
            "([name, state]) => window.twoplustwo.figure(name, state)", [name, state]
        )
        expected = json.loads(json.dumps(live(name, state)))
        close({key: drawn[key] for key in expected}, expected, f"{name} {state}")


@pytest.mark.parametrize("path", sorted(set(PLACED.values())))
def test_all_explorers_of_a_page_draw_what_python_draws(browser, base, path):
    """With the network blocked and every explorer live the page stays light, too."""
    seen = visit(browser, base, path)
    page = seen.page
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    names = page.locator("[data-explorer]").evaluate_all("l => l.map(e => e.dataset.explorer)")
    for name in names:
        wake(page, name)
        target = figure(page, name)
        assert target.locator(".explorer-plot .main-svg").count() > 0
        assert target.locator(".explorer-plot svg path").count() > 1
        assert not target.locator(".poster-light").is_visible()
        compare(page, name, 3)
    assert seen.foreign == [] and seen.errors == [] and seen.missing == []
    assert seen.weight() <= 900 * KB, f"{seen.weight() / KB:.0f} kB with every explorer live"
    page.context.close()


@pytest.mark.parametrize("name", SAMPLE)
def test_an_explorer_draws_what_python_draws_in_many_states(browser, base, name):
    seen = visit(browser, base, PLACED[name])
    wake(seen.page, name)
    compare(seen.page, name, math.ceil(STATES / len(SAMPLE)))
    seen.page.context.close()
