"""The picture after any run of changes is the picture of the state, in every theme and width."""

from __future__ import annotations

import random
import re

import pytest

from tests.browser.site import painted
from twoplustwo.charts.theme import LIGHT_TO_DARK, SOFT

from .site import EXPLORERS

MAP = "sample_map"

SVG = """
(name) => {
  const layers = document.querySelectorAll(`#${name} .explorer-plot .main-svg`);
  return [...layers].map((svg) => svg.outerHTML).join('');
}
"""
FRESH = """
async (name) => {
  const figure = document.querySelector(`#${name} .explorer-plot`);
  const plain = (value) => JSON.parse(JSON.stringify(value));
  const data = plain(figure.data);
  const div = document.createElement('div');
  document.body.append(div);
  await Plotly.newPlot(div, data, plain(figure.layout), { displayModeBar: false });
  const text = [...div.querySelectorAll('.main-svg')].map((svg) => svg.outerHTML).join('');
  div.remove();
  return text;
}
"""


def strokes(svg: str) -> list[tuple[str, ...]]:
    """What an SVG paints, in order: shape, place, style and words; random ids left out."""
    found = []
    for tag, attributes in re.findall(r"<(path|text|rect|use)\b([^>]*)>", svg):
        values = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        values["style"] = "; ".join(sorted(values.get("style", "").rstrip(";").split("; ")))
        kept = [values.get(key, "") for key in ("d", "transform", "style", "x", "y")]
        if "drag" in values.get("class", "") or not any(kept):
            continue
        found.append((tag, *(re.sub(r"#[\w-]+", "#", value) for value in kept)))
    words = re.findall(r">([^<>]+)<", svg)
    return [*found, ("words", *words)]


def walk(opened, name: str, seed: int, steps: int = 12) -> None:
    """Set random states through the controls, as a reader would."""
    controls = opened.page.locator(f"#{name} .explorer-controls")
    chance = random.Random(seed)
    for _ in range(steps):
        which = chance.randrange(controls.locator("input").count())
        controls.locator("input").nth(which).focus()
        kind = controls.locator("input").nth(which).get_attribute("type")
        keys = ("Space",) if kind == "checkbox" else ("ArrowRight", "ArrowUp", "Home", "End")
        opened.page.keyboard.press(chance.choice(keys))
        painted(opened.page)


def thaw(opened) -> None:
    """Have everything drawn by Plotly again, as a mouse over the picture does."""
    opened.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert opened.page.locator(".frozen").count() == 0


def pixels(opened, name: str) -> bytes:
    return opened.page.locator(f"#{name} .explorer-stage").screenshot()


@pytest.mark.parametrize("name", EXPLORERS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_changes_one_by_one_give_the_picture_drawn_at_once(sample, name, scheme):
    opened = sample(f"{name}.html", scheme=scheme)
    opened.wake(name)
    walk(opened, name, seed=len(name))
    assert opened.page.locator(".frozen").count() > 1
    frozen = pixels(opened, name)
    thaw(opened)
    assert pixels(opened, name) == frozen
    shown = strokes(opened.page.evaluate(SVG, name))
    assert shown == strokes(opened.page.evaluate(FRESH, name))
    assert len(shown) > 10


DRAWN = """
() => {
  const { data, _fullLayout: full } = document.querySelector('.explorer-plot');
  const axes = Object.keys(full).filter((key) => /^[xy]axis/.test(key));
  return [
    data.filter((t) => t.x.length > 1).map(({ uid }) => uid),
    axes.filter((key) => full[key].visible),
    full.annotations.map(({ visible }) => visible),
  ];
}
"""
FROZEN = "document.querySelectorAll('.frozen').length > 1"
MOVED = [
    (MAP, "reach", (["ring"], [], [False, False])),
    (MAP, "year", (["places"], [], [False, False])),
    (MAP, "dashed", (["ring", "places"], [], [True, False])),  # a label alone costs little
    (MAP, "kind", (["places"], [], [False, False])),
    ("sample_twin", "power", (["curve"], [], [False])),
    ("sample_bars", "high", (["still", "words"], ["yaxis"], [True, False])),
]


@pytest.mark.parametrize(("name", "control", "drawn"), MOVED)
def test_only_what_a_control_moves_is_drawn_anew(sample, name, control, drawn):
    opened = sample(f"{name}.html")
    opened.wake(name)
    opened.until(FROZEN)
    control = opened.page.locator(f"#{name} .explorer-controls [name={control}]").first
    for _ in range(2):
        control.focus()
        kind = control.get_attribute("type")
        opened.page.keyboard.press("Space" if kind == "checkbox" else "ArrowRight")
        painted(opened.page)
    assert opened.page.evaluate(DRAWN) == list(drawn)


@pytest.mark.parametrize("name", EXPLORERS)
def test_an_untouched_figure_is_frozen_and_looks_the_same(sample, name):
    opened = sample(f"{name}.html")
    opened.wake(name)
    opened.until(FROZEN)
    frozen = pixels(opened, name)
    thaw(opened)
    assert pixels(opened, name) == frozen


def test_a_mouse_over_the_picture_gets_plotlys_labels(sample):
    opened = sample(f"{MAP}.html")
    opened.wake(MAP)
    walk(opened, MAP, seed=1, steps=2)
    assert opened.page.locator(".frozen").count() > 0
    place = opened.page.locator(".explorer-plot .point").first.bounding_box()
    opened.page.mouse.move(place["x"] + 30, place["y"] + 30)
    opened.page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    opened.page.locator(".hovertext").first.wait_for()
    assert opened.page.locator(".frozen").count() == 0


def test_the_theme_changes_ink_and_nothing_else(sample):
    opened = sample(f"{MAP}.html")
    opened.wake(MAP)
    walk(opened, MAP, seed=2)
    thaw(opened)
    light = opened.page.evaluate(SVG, MAP)
    opened.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    painted(opened.page)
    dark = opened.page.evaluate(SVG, MAP)
    rgb = {tuple(int(h[i : i + 2], 16) for i in (1, 3, 5)): LIGHT_TO_DARK[h] for h in LIGHT_TO_DARK}
    for (red, green, blue), other in rgb.items():
        assert f"rgb({red}, {green}, {blue})" not in dark
        new = ", ".join(str(int(other[i : i + 2], 16)) for i in (1, 3, 5))
        light = light.replace(f"rgb({red}, {green}, {blue})", f"rgb({new})")
    assert strokes(dark) == strokes(light)


def test_a_narrow_figure_takes_its_narrow_changes(sample):
    opened = sample(f"{MAP}.html")
    opened.wake(MAP)
    walk(opened, MAP, seed=3, steps=4)
    size = "document.querySelector('.explorer-plot').layout.width"
    trace = "document.querySelector('.explorer-plot').data.find(({uid}) => uid === 'places')"
    font = f"{trace}.textfont?.size"
    assert opened.page.evaluate(size) > 520 and opened.page.evaluate(font) is None
    opened.page.set_viewport_size({"width": 400, "height": 800})
    opened.until(f"{size} < 520")
    assert opened.page.evaluate(font) == 11
    opened.page.locator(f"#{MAP} [name=reach]").focus()
    opened.page.keyboard.press("End")
    painted(opened.page)
    thaw(opened)
    assert strokes(opened.page.evaluate(SVG, MAP)) == strokes(opened.page.evaluate(FRESH, MAP))
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert opened.page.evaluate(wide) <= 0


def test_paper_is_light_and_carries_the_table(sample):
    opened = sample(f"{MAP}.html", scheme="dark")
    opened.wake(MAP)
    walk(opened, MAP, seed=4, steps=3)
    thaw(opened)
    dark = opened.page.evaluate(SVG, MAP)
    opened.page.emulate_media(media="print")
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.page.evaluate(SVG, MAP) != dark
    figure = opened.figure(MAP)
    assert figure.locator("tbody td").first.is_visible()
    assert figure.locator(".explorer-summary").is_visible()
    assert not figure.locator(".explorer-controls").is_visible()
    assert not figure.locator(".explorer-tools").is_visible()
    opened.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert strokes(opened.page.evaluate(SVG, MAP)) == strokes(dark)


def test_an_untouched_figure_prints_its_light_poster(sample):
    opened = sample(f"{MAP}.html", scheme="dark")
    assert opened.figure(MAP).locator(".poster-dark").is_visible()
    opened.page.emulate_media(media="print")
    assert opened.figure(MAP).locator(".poster-light").is_visible()
    assert not opened.figure(MAP).locator(".poster-dark").is_visible()


def test_plotly_finds_the_rules_that_the_policy_would_drop(sample):
    opened = sample(f"{MAP}.html")
    opened.wake(MAP)
    layers = opened.page.locator(".explorer-plot .main-svg")
    assert layers.count() >= 2
    positions = "l => l.map((e) => getComputedStyle(e).position)"
    assert set(layers.evaluate_all(positions)) == {"absolute"}
    assert opened.page.locator("style").count() == 0


def test_tagged_words_keep_their_style_under_the_policy(sample):
    opened = sample(f"{MAP}.html", scheme="dark")
    opened.wake(MAP)
    style = "e => [getComputedStyle(e).fontStyle, getComputedStyle(e).fontWeight]"
    words = opened.page.locator(".explorer-plot tspan")
    assert words.filter(has_text="South Sea").first.evaluate(style)[0] == "italic"
    assert words.filter(has_text=re.compile("^Sea$")).evaluate(style)[1] == "700"
    span = words.filter(has_text="North").first
    soft = LIGHT_TO_DARK[SOFT]
    red, green, blue = (int(soft[i : i + 2], 16) for i in (1, 3, 5))
    assert span.evaluate("e => e.style.fill") == f"rgb({red}, {green}, {blue})"
