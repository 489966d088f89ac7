"""TeX becomes MathML that browsers draw, or an error that says which part they would not."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoplustwo.book.maths import PARTS, TexError, mathml


def parse(tex: str, *, display: bool = False) -> ElementTree.Element:
    return ElementTree.fromstring(mathml(tex, display=display))


def tags(tex: str) -> set[str]:
    return {element.tag for element in parse(tex, display=True).iter()}


@pytest.mark.parametrize(
    ("tex", "tag"),
    [
        (r"\frac{a}{b}", "mfrac"),
        (r"\sqrt{x}", "msqrt"),
        (r"\sqrt[3]{x}", "mroot"),
        ("x_i", "msub"),
        ("x^2", "msup"),
        ("x_i^2", "msubsup"),
        (r"\sum_{i=1}^n x_i", "munderover"),
        (r"\hat{x}", "mover"),
        (r"\underbrace{a + b}_{c}", "munder"),
        (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", "mtable"),
        (r"\begin{cases} 1 & x < 0 \\ 0 \end{cases}", "mtable"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "mtable"),
        (r"x \text{ if } y", "mtext"),
        (r"a \quad b", "mspace"),
    ],
)
def test_each_kind_has_its_element(tex: str, tag: str):
    assert tag in tags(tex)


def test_greek_and_relations_are_characters():
    text = "".join(
        parse(r"\alpha \le \Omega \ne \infty \approx \varepsilon \cdot \lambda").itertext()
    )
    assert text == "α≤Ω≠∞≈ε·λ"


def test_blackboard_and_bold_letters_are_characters():
    assert "".join(parse(r"\mathbb{R} \mathbb{E}").itertext()) == "ℝ𝔼"
    assert "".join(parse(r"\mathbf{ab}").itertext()) == "𝐚𝐛"


def test_display_style_and_alternative_text():
    math = parse(r"x   =  1", display=True)
    assert math.attrib == {"alttext": "x = 1", "display": "block"}


def test_percent_dollar_and_less_than_come_through():
    assert "".join(parse(r"50\% < \$5").itertext()) == "50%<$5"


def test_brackets_of_a_matrix_grow_wherever_they_stand():
    math = parse(r"A = \begin{bmatrix} 1 \\ 2 \end{bmatrix} + B", display=True)
    fences = [mo for mo in math.iter("mo") if mo.text in "[]"]
    assert [mo.get("form") for mo in fences] == ["prefix", "postfix"]
    assert all(mo.get("stretchy") == "true" for mo in fences)


def test_columns_are_aligned_by_class():
    math = parse(r"\begin{aligned} a &= b \end{aligned}", display=True)
    assert [cell.get("class") for cell in math.iter("mtd")] == ["align-right", "align-left"]


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\foo x", r"\\foo is not supported"),
        (r"\begin{gather} x \end{gather}", "environment 'gather'"),
        (r"\begin{cases} x", "never closed"),
        (r"x \end{cases}", "not opened"),
        (r"\frac{a}", "argument is missing"),
        ("{x", "brace { is never closed"),
        ("x}", "brace } closes nothing"),
        (r"\left( x", r"\\left and \\right do not match"),
        ("a & b", "& stands outside"),
        (r"\text{if $x$}", "only plain words"),
        (r"\label{eq}", r"\\label is not supported"),
        ("", "empty formula"),
        ("x_a_b", "x_a_b"),
    ],
)
def test_what_is_not_supported_is_named(tex: str, said: str):
    with pytest.raises(TexError, match=said):
        mathml(tex)


def test_escaped_braces_are_no_groups():
    assert "".join(parse(r"\{ x \}").itertext()) == "{x}"


leaves = st.sampled_from(["x", "y", "12", r"\alpha", r"\beta"])
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(r"\frac{{{}}}{{{}}}".format, inner, inner),
        st.builds(r"\sqrt{{{}}}".format, inner),
        st.builds("{{{}}}^{{{}}}".format, inner, inner),
        st.builds(r"\left({} + {}\right)".format, inner, inner),
    ),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None)
@given(trees)
def test_any_nesting_is_well_formed(tex: str):
    math = parse(tex)
    for element in math.iter():
        assert len(element) == PARTS.get(element.tag, len(element))
    letters = sum(tex.count(leaf) for leaf in ("x", "y", "12", r"\alpha", r"\beta"))
    assert sum(element.tag in ("mi", "mn") for element in math.iter()) == letters


def test_a_mistake_in_a_page_has_its_line(fails):
    log = fails("Text.\n\nA formula $x + \\foo$ here.")
    assert "index.md:9: ERROR" in log and r"\foo is not supported" in log


def test_dollars_without_an_empty_line_are_a_mistake(fails):
    assert "set $$ off by empty lines" in fails("Then $$x = 1$$ so.")


def test_a_reference_to_an_equation_shows_its_number(book):
    page = book.page("part/chapter.html")
    assert 'id="equation-eq-one"' in page
    assert '<span class="formula-number">(1)</span>' in page
    assert 'href="#equation-eq-one"' in page
