"""Each kind of formula as Chromium draws it: sizes and places, not only markup."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator

import pytest

from twoplustwo.book.maths import mathml
from twoplustwo.book.settings import BOOK

playwright = pytest.importorskip("playwright.sync_api")

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("formulas")]

Box = dict[str, float]


@pytest.fixture(scope="module", autouse=True)
def math_font() -> None:
    """Brackets grow only in a font made for formulas; without one a browser cannot pass."""
    families = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True).stdout
    known = ("DejaVu Math TeX Gyre", "STIX Two Math", "Latin Modern Math", "Libertinus Math")
    if not any(family in families for family in known):
        pytest.fail("these tests need a font for formulas: apt-get install fonts-dejavu-extra")


@pytest.fixture
def page(browser) -> Iterator[object]:
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.fixture
def draw(page) -> Callable[..., list[Box]]:
    """Draw a formula with the site's style sheet; return the boxes of some of its elements."""
    style = (BOOK / "assets" / "page.css").read_text(encoding="utf-8")

    def run(tex: str, *selectors: str) -> list[Box]:
        page.set_content(f"<style>{style}</style><p>{mathml(tex, display=True)}</p>")
        return [page.locator(selector).first.bounding_box() for selector in selectors]

    return run


def middle(box: Box) -> float:
    return box["y"] + box["height"] / 2


def test_a_fraction_stands_its_parts_on_each_other(draw):
    above, below = draw(r"\frac{a}{b}", "mfrac > :nth-child(1)", "mfrac > :nth-child(2)")
    assert above["y"] + above["height"] <= below["y"] + 1


def test_a_root_covers_what_is_under_it(draw):
    root, inside = draw(r"\sqrt{\frac{a}{b}}", "msqrt", "mfrac")
    assert root["height"] >= inside["height"] and root["width"] > inside["width"]


def test_indices_are_small_and_stand_low_and_high(draw):
    letter, low, high = draw("x_x^x", *(f"msubsup > :nth-child({i})" for i in (1, 2, 3)))
    assert middle(high) < middle(letter) < middle(low)
    assert high["height"] < 0.9 * letter["height"]


def test_limits_of_a_sum_stand_below_and_above(draw):
    sign, low, high = draw(
        r"\sum_{i=1}^{n} x_i", *(f"munderover > :nth-child({i})" for i in (1, 2, 3))
    )
    assert high["y"] < sign["y"] < low["y"]
    assert abs(middle_x(high) - middle_x(sign)) < 3


def middle_x(box: Box) -> float:
    return box["x"] + box["width"] / 2


def test_brackets_grow_with_a_matrix(draw):
    bracket, table, plain = draw(
        r"[ A = \begin{bmatrix} 1 & 2 \\ 3 & 4 \\ 5 & 6 \end{bmatrix}",
        "mo[form=prefix]",
        "mtable",
        "mrow > mo:first-child",
    )
    assert bracket["height"] >= 0.8 * table["height"] > 1.5 * plain["height"]


def test_cases_are_set_flush_left_behind_a_brace(draw):
    brace, first, second = draw(
        r"\begin{cases} 1 & \text{if } x < 0 \\ 100 & \text{otherwise} \end{cases}",
        "mo",
        "mtr:nth-child(1) > mtd:nth-child(1) > *",
        "mtr:nth-child(2) > mtd:nth-child(1) > *",
    )
    assert abs(first["x"] - second["x"]) < 1
    assert brace["height"] > 1.5 * first["height"]


def test_aligned_lines_meet_at_their_sign(draw):
    first, second = draw(
        r"\begin{aligned} a + b + c &= d \\ e &= f \end{aligned}",
        "mtr:nth-child(1) mo:text('=')",
        "mtr:nth-child(2) mo:text('=')",
    )
    assert abs(first["x"] - second["x"]) < 1


def test_parentheses_grow_around_a_fraction(draw):
    fence, fraction = draw(r"\left( \frac{1}{2} \right)", "mo[form=prefix]", "mfrac")
    assert fence["height"] >= 0.9 * fraction["height"]


def test_a_brace_lies_under_its_terms(draw):
    terms, label = draw(r"\underbrace{a + b + c}_{\text{cost}}", "munder munder", "mtext")
    assert label["y"] > terms["y"] + 0.5 * terms["height"]


def test_a_hat_sits_over_its_letter(draw):
    letter, hat = draw(r"\hat{x}", "mover > :nth-child(1)", "mover > :nth-child(2)")
    assert middle(hat) < middle(letter)
