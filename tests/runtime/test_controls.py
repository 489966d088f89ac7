"""Working an explorer by keyboard: controls, words, table, address, downloads, prediction."""

from __future__ import annotations

import csv
import io

import pytest

from tests.browser.site import painted
from twoplustwo.explorers.engine import fixed

from .samples import sample_map, sample_twin

MAP, TWIN = "sample_map", "sample_twin"

LISTEN = """
() => {
  window.spoken = [];
  const regions = document.querySelectorAll('#sample_map :is([aria-live], output)');
  for (const region of regions) {
    if (region.getAttribute('aria-live') === 'off') continue;
    const note = () => region.textContent.trim() && window.spoken.push(region.textContent.trim());
    const kinds = { childList: true, characterData: true, subtree: true };
    new MutationObserver(note).observe(region, kinds);
  }
}
"""
THAW = "dispatchEvent(new Event('afterprint'))"  # have all of the figure drawn by Plotly


@pytest.fixture
def woken(sample):
    """A live map explorer and its page."""
    opened = sample("sample_map.html")
    opened.wake(MAP)
    return opened


def press(opened, control: str, *keys: str, place: int = 0) -> None:
    """Focus a control and press keys, one frame apart."""
    opened.page.locator(f"#{MAP} [name={control}]").nth(place).focus()
    for key in keys:
        opened.page.keyboard.press(key)
        painted(opened.page)


def shown(opened) -> tuple[str, list[list[str]]]:
    """Summary and table on the page."""
    figure = opened.figure(MAP)
    rows = figure.locator("tbody tr").evaluate_all(
        "rows => rows.map(r => [...r.cells].map(c => c.textContent))"
    )
    return figure.locator(".explorer-summary").inner_text(), rows


KEYS = [
    ("reach", ("ArrowRight", "ArrowRight"), 0, {"reach": 3}),
    ("side", ("ArrowDown",), 0, {"side": "east"}),
    ("dashed", ("Space",), 0, {"dashed": True}),
    ("year", ("End",), 0, {"year": 2}),
    ("kind", ("Space",), 0, {"kind": ["light"]}),
]


@pytest.mark.parametrize(("control", "keys", "place", "state"), KEYS)
def test_a_key_brings_the_page_to_the_state(woken, control, keys, place, state):
    woken.figure(MAP).locator(".explorer-data > summary").click()
    press(woken, control, *keys, place=place)
    view = sample_map.view(state)
    assert shown(woken) == (view.summary, sample_map.cells(view.table))
    label = woken.figure(MAP).locator(".explorer-plot").get_attribute("aria-label")
    assert label == view.alt
    woken.page.evaluate(THAW)
    plot = woken.page.evaluate("document.querySelector('.explorer-plot').data[3].x")
    assert plot == view.figure_json["data"][3]["x"]


def test_controls_are_reached_in_order_and_named(woken):
    page = woken.page
    page.locator(f"#{MAP} [name=reach]").focus()
    reached = []
    for _ in range(6):
        reached.append(page.evaluate("document.activeElement.labels[0].textContent.trim()"))
        page.keyboard.press("Tab")
    assert reached == [
        "Reach of the circle", "the west", "Dashed line", "Year of the map", "Ports", "Lights",
    ]  # fmt: skip


def test_outputs_show_units_and_labels(woken):
    press(woken, "reach", "ArrowRight")
    press(woken, "year", "ArrowRight")
    outputs = woken.figure(MAP).locator(".control-slider output")
    assert outputs.all_inner_texts() == ["2.5 units", "1875"]
    year = woken.figure(MAP).locator("[name=year]")
    assert year.get_attribute("aria-valuetext") == "1875"


def test_a_run_of_changes_is_spoken_once(woken):
    page = woken.page
    page.evaluate(LISTEN)
    woken.hold()
    press(woken, "reach", *["ArrowRight"] * 5)
    assert page.evaluate("spoken") == []
    woken.let_pass(450)
    assert page.evaluate("spoken") == [sample_map.view({"reach": 4.5}).summary]
    press(woken, "kind", "Space")
    woken.let_pass(450)
    assert page.evaluate("spoken.length") == 2
    assert page.evaluate("spoken[1]").endswith("Shown: 2 of 4 rows.")


def test_a_filter_that_keeps_nothing_and_comes_back(woken):
    woken.figure(MAP).locator(".explorer-data > summary").click()
    press(woken, "kind", "Space")
    press(woken, "kind", "Space", place=1)
    assert shown(woken)[1] == []
    press(woken, "kind", "Space", place=1)
    view = sample_map.view({"kind": ["light"]})
    assert shown(woken)[1] == sample_map.cells(view.table)
    classes = "cells => cells.map(c => c.className)"
    found = woken.figure(MAP).locator("tbody tr").first.locator("td").evaluate_all(classes)
    assert found == ["", "num", ""]


def test_a_state_goes_through_the_address(woken, sample):
    press(woken, "reach", "ArrowRight")
    press(woken, "side", "ArrowDown")
    press(woken, "dashed", "Space")
    press(woken, "kind", "Space")
    woken.rest()
    address = woken.page.evaluate("location.search")
    assert address == "?sample_map=reach:2.5,side:east,dashed:1,kind:light"
    again = sample(f"sample_map.html{address}")
    again.drawn("sample_map")
    assert shown(again)[0] == shown(woken)[0]
    again.page.locator("#sample_map [data-action=reset]").click()
    again.rest()
    assert again.page.evaluate("location.search") == ""
    assert shown(again)[0] == sample_map.view().summary


def test_controls_stay_under_the_thumb(sample):
    opened = sample("sample_map.html", width=375)
    opened.wake(MAP)
    place = "document.querySelector('.explorer-controls').getBoundingClientRect().top + scrollY"
    press(opened, "kind", "Space")  # a longer sentence: one more line
    grown = opened.page.evaluate(place)
    press(opened, "kind", "Space")
    assert len(shown(opened)[0]) < 70
    assert opened.page.evaluate(place) == grown


def test_other_parts_of_the_address_stay(sample):
    opened = sample("sample_map.html?lang=en&sample_map=reach:3#sample_map")
    opened.drawn("sample_map")
    press(opened, "reach", "ArrowRight")
    opened.rest()
    assert opened.page.url.endswith("?lang=en&sample_map=reach:3.5#sample_map")


def test_what_the_address_says_wrongly_is_said_and_left_out(sample):
    opened = sample("sample_map.html?sample_map=reach:99,side:north,year:2,kind:port~x,colour:red")
    opened.drawn("sample_map")
    message = opened.figure(MAP).locator(".explorer-message").inner_text()
    for item in ("reach:99", "side:north", "kind:port~x", "colour:red"):
        assert item in message
    assert "year:2" not in message
    assert opened.figure(MAP).locator("[name=year]").input_value() == "2"
    assert shown(opened)[0] == sample_map.view({"year": 2}).summary


def test_copy_link_gives_the_state_and_says_so(sample):
    opened = sample("sample_map.html", permissions=["clipboard-read", "clipboard-write"])
    opened.wake(MAP)
    opened.page.evaluate(LISTEN)
    press(opened, "reach", "ArrowRight")
    opened.page.locator("#sample_map [data-action=copy-link]").click()
    opened.until("spoken.includes('Link copied')")
    copied = opened.page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{opened.seen.base}/sample_map.html?sample_map=reach:2.5#sample_map"


def test_without_a_clipboard_the_link_is_shown(sample):
    opened = sample("sample_map.html")
    opened.wake(MAP)
    opened.page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")
    opened.page.locator("#sample_map [data-action=copy-link]").click()
    message = opened.figure(MAP).locator(".explorer-message")
    message.wait_for(state="visible")
    assert message.inner_text().endswith("/sample_map.html#sample_map")


def test_the_csv_holds_the_rows_shown(woken):
    press(woken, "kind", "Space", place=1)  # ports stay
    with woken.page.expect_download() as waiting:
        woken.page.locator("#sample_map [data-action=csv]").click()
    assert waiting.value.suggested_filename == "sample_map.csv"
    rows = list(csv.reader(io.StringIO(waiting.value.path().read_text("utf-8"), newline="")))
    assert rows[0] == ["Place", "Distance (km)", "Inside"]
    table = sample_map.view({"kind": ["port"]}).table
    assert [row[0] for row in rows[1:]] == list(table["place"])  # a comma and quotes among them
    assert [float(row[1]) for row in rows[1:]] == pytest.approx(list(table["distance"]))


def test_the_csv_of_a_chart_is_its_table(sample):
    opened = sample("sample_chart.html")
    with opened.page.expect_download() as waiting:
        opened.page.locator("#sample_chart [data-action=csv]").click()
    text = waiting.value.path().read_bytes().decode("utf-8")
    assert text.splitlines()[:2] == ['Fiscal year,"Scrambles, all"', "2013,810"]


def test_the_png_has_the_picture_at_double_size(woken):
    with woken.page.expect_download() as waiting:
        woken.page.locator("#sample_map [data-action=png]").click()
    content = waiting.value.path().read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width = int.from_bytes(content[16:20], "big")
    stage = woken.page.locator("#sample_map .explorer-stage").bounding_box()
    assert width == 2 * (round(stage["width"]) + 48)
    assert len(content) > 20_000


def test_a_guess_stands_beside_the_result_for_the_visit(sample):
    opened = sample("sample_map.html")
    page, form = opened.page, opened.figure(MAP).locator(".explorer-predict")
    assert form.locator("legend").is_visible()
    form.locator("[name=guess]").fill("30")
    page.keyboard.press("Enter")
    opened.drawn("sample_map")
    answer = sample_map.view().values["outcome.share"]
    assert form.inner_text().strip() == f"You said 30 %; the figure says {fixed(answer, 0)} %."
    assert page.evaluate("document.activeElement.name") == "reach"
    press(opened, "reach", "End")
    answer = sample_map.view({"reach": 6}).values["outcome.share"]
    assert form.inner_text().strip() == f"You said 30 %; the figure says {fixed(answer, 0)} %."
    page.reload()
    opened.wake(MAP)
    assert form.inner_text().startswith("You said 30 %")


def test_a_prediction_is_never_a_lock(sample):
    opened = sample("sample_map.html")
    form = opened.figure(MAP).locator(".explorer-predict")
    press(opened, "reach", "End")
    opened.drawn("sample_map")
    assert shown(opened)[0] == sample_map.view({"reach": 6}).summary
    form.locator("[data-action=skip]").click()
    assert not form.is_visible()


def test_a_twin_follows_between_grid_values(sample):
    opened = sample("sample_twin.html?sample_twin=power:2.3,at:0.37")
    opened.drawn("sample_twin")
    figure = opened.figure(TWIN)
    view = sample_twin.view({"power": 2.3, "at": 0.37})
    assert figure.locator(".explorer-summary").inner_text() == view.summary
    assert figure.locator(".explorer-title").inner_text() == view.title
    figure.locator(".explorer-data > summary").click()
    figure.locator("caption", has_text=view.title).wait_for()
    opened.page.evaluate(THAW)
    drawn = opened.page.evaluate("document.querySelector('.explorer-plot').data[4].y")
    assert drawn == pytest.approx(view.figure_json["data"][4]["y"])
