"""What wakes a figure, what does not, and what a reader sees when it cannot wake."""

from __future__ import annotations

import pytest

MAP = "sample_map"
PHONE = {"width": 375, "height": 812, "has_touch": True, "is_mobile": True}


def swipe(page, x: float, y: float, distance: float) -> None:
    """Move one finger up by `distance`, as a phone's browser feels it, until the page follows."""
    before = page.evaluate("scrollY")
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        found = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": found})

    touch("touchStart", (x, y))
    for step in range(1, 13):
        touch("touchMove", (x, y - distance * step / 12))
        page.wait_for_timeout(16)
    touch("touchEnd")
    page.wait_for_function("before => scrollY > before + 100", arg=before)


def middle(opened, name: str) -> tuple[float, float]:
    box = opened.figure(name).locator(".explorer-stage").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_scrolling_fetches_nothing(sample):
    opened = sample()
    opened.page.mouse.move(640, 450)  # the mouse rests while figures pass under it
    for _ in range(12):
        opened.page.mouse.wheel(0, 400)
        opened.page.wait_for_timeout(40)
    opened.page.wait_for_function("scrollY > 2000")
    opened.page.wait_for_timeout(150)
    assert opened.loaded() == []


def test_a_swipe_over_an_untouched_figure_fetches_nothing(sample):
    opened = sample(**PHONE)
    opened.figure(MAP).locator(".explorer-stage").scroll_into_view_if_needed()
    opened.hold()
    swipe(opened.page, *middle(opened, MAP), 300)
    opened.let_pass(1000)  # a finger that rests would have meant the figure by now
    opened.page.wait_for_timeout(150)
    assert opened.loaded() == []


def test_a_swipe_over_a_live_figure_scrolls_the_page(sample):
    opened = sample(**PHONE)
    page = opened.page
    opened.figure(MAP).locator(".explorer-stage").scroll_into_view_if_needed()
    opened.figure(MAP).locator(".explorer-stage").tap()
    page.evaluate("twoplustwo.ready('sample_map')")
    swipe(page, *middle(opened, MAP), 300)


def test_a_swipe_over_a_slider_scrolls_and_changes_nothing(sample):
    opened = sample(**PHONE)
    slider = opened.figure(MAP).locator("[name=reach]")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    swipe(opened.page, box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2, 300)
    assert slider.input_value() == "2"


def test_what_a_finger_must_hit_is_large_enough(sample):
    opened = sample("sample_map.html", **PHONE)
    inputs = opened.page.locator("#sample_map :is(input, select, button):visible")
    for box in inputs.evaluate_all("list => list.map(e => e.getBoundingClientRect().toJSON())"):
        assert min(box["width"], box["height"]) >= 24, box
    sliders = opened.page.locator("[type=range]")
    assert all(box["height"] >= 44 for box in map(lambda s: s.bounding_box(), sliders.all()))


TOUCHES = {
    "mouse": lambda o: o.page.mouse.move(*middle(o, MAP)),
    "focus": lambda o: o.figure(MAP).locator("[name=reach]").focus(),
    "press": lambda o: o.figure(MAP).locator(".explorer-title").click(),
    "key": lambda o: o.figure(MAP).dispatch_event("keydown", {"key": "ArrowLeft"}),
}


@pytest.mark.parametrize("kind", TOUCHES)
def test_a_touch_wakes_only_the_figure_touched(sample, kind):
    opened = sample()
    opened.figure(MAP).locator(".explorer-stage").scroll_into_view_if_needed()
    assert opened.loaded() == []
    TOUCHES[kind](opened)
    opened.drawn("sample_map")
    assert sum(path.endswith(".bin") for path in opened.loaded()) == 1
    assert opened.page.locator(".is-live").count() == 1
    assert not opened.figure(MAP).locator(".poster-light").is_visible()


def test_one_bundle_serves_all_figures(sample):
    opened = sample()
    for name in (MAP, "sample_twin", "sample_chart"):
        opened.wake(name)
        assert opened.figure(name).locator(".main-svg").count() > 0
    assert sum("plotly" in path for path in opened.loaded()) == 1


@pytest.mark.parametrize("width", [1280, 700, 375])
def test_nothing_moves_when_a_figure_wakes(sample, width):
    opened = sample("sample_map.html", width=width)
    place = "() => document.querySelector('.explorer-sources').getBoundingClientRect().top"
    before = opened.page.evaluate(place)
    opened.wake(MAP)
    opened.rest()
    assert abs(opened.page.evaluate(place) - before) < 1


def test_the_first_change_is_kept_while_the_bundle_loads(sample):
    opened = sample("sample_map.html")
    page = opened.page
    page.route("**/plotly-basic*", lambda route: (page.wait_for_timeout(300), route.continue_()))
    reach = opened.figure(MAP).locator("[name=reach]")
    reach.focus()
    page.keyboard.press("End")
    opened.drawn("sample_map")
    drawn = page.evaluate("Math.max(...document.querySelector('.explorer-plot').data[2].x)")
    assert drawn == pytest.approx(3)  # six around minus three
    assert "6.0" in opened.figure(MAP).locator(".explorer-summary").inner_text()
    assert opened.figure(MAP).locator(".control-slider output").first.inner_text() == "6.0 units"


BROKEN = {
    "pack": "**/*.bin",
    "bundle": "**/plotly-basic*",
}


@pytest.mark.parametrize("part", BROKEN)
def test_a_failure_is_said_and_the_poster_stays(sample, part):
    opened = sample("sample_map.html")
    page, figure = opened.page, opened.figure(MAP)
    page.route(BROKEN[part], lambda route: route.fulfill(status=404, body=""))
    figure.locator("[name=reach]").focus()
    page.keyboard.press("End")
    message = figure.locator(".explorer-message")
    message.wait_for(state="visible")
    assert "could not start" in message.inner_text()
    assert figure.locator(".poster-light").is_visible()
    assert figure.locator("[name=reach]").input_value() == "2"
    page.unroute(BROKEN[part])
    figure.locator(".explorer-title").click()
    opened.drawn("sample_map")
    assert not message.is_visible()


def test_an_old_browser_is_told(sample):
    opened = sample("sample_map.html")
    opened.page.evaluate("delete window.DecompressionStream")
    opened.figure(MAP).locator("[name=reach]").focus()
    message = opened.figure(MAP).locator(".explorer-message")
    message.wait_for(state="visible")
    assert "browser" in message.inner_text()


def test_a_page_opened_from_a_folder_says_how_to_serve_it(browser, folder):
    page = browser.new_page()
    page.goto((folder / "sample_map.html").as_uri())
    figure = page.locator("#sample_map")
    assert figure.locator(".explorer-offline").is_visible()
    figure.locator("[name=reach]").focus()
    page.wait_for_timeout(200)
    assert figure.locator(".poster-light").is_visible()
    assert "http.server" in figure.locator(".explorer-offline").inner_text()
    page.context.close()


def test_without_scripts_everything_that_matters_is_there(browser, base):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/sample_map.html")
    for part in (".poster-light", ".explorer-summary", ".explorer-controls", ".explorer-data"):
        assert page.locator(f"#sample_map {part}").is_visible(), part
    assert page.locator("#sample_map tbody tr").count() == 4
    assert page.locator("#sample_map button:visible").count() == 0
    context.close()
