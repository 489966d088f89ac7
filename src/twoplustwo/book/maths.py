"""Formulas as MathML, made at build time: no script, no fonts, readable by screen readers.

latex2mathml does the conversion but lets through what it does not know (`\\foo` becomes the
letters \\foo), so every command is checked against a list first, and every element of the
result for the number of parts it must have. What browsers do differently from the library's
output is mended here: MathML Core has no `columnalign`, `mathvariant` or named spaces.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util.math import get_node_equation_number

from .problems import report

NAMESPACE = "http://www.w3.org/1998/Math/MathML"

GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi "
    "pi rho sigma tau upsilon phi varphi chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
SYMBOLS = (
    "le leq ge geq ne neq lt gt ll gg approx sim simeq equiv propto cdot times div pm mp in notin "
    "subset subseteq cup cap setminus emptyset forall exists neg land lor to rightarrow leftarrow "
    "leftrightarrow Rightarrow Leftarrow Leftrightarrow implies iff mapsto infty partial nabla "
    "ldots cdots dots vdots ddots mid parallel perp prime circ bullet star ell hbar degree lfloor "
    "rfloor lceil rceil langle rangle lvert rvert lVert rVert succ prec succeq preceq"
)
FUNCTIONS = "log ln exp sin cos tan min max sup inf lim det dim Pr arg argmax argmin operatorname"
BUILDERS = (
    "frac dfrac tfrac binom sqrt sum prod int oint bigcup bigcap left right middle big Big bigg "
    "Bigg bigl bigr Bigl Bigr overline underline hat widehat bar tilde widetilde vec dot ddot "
    "overbrace underbrace overset underset stackrel text textbf textit mathrm mathbf mathbb "
    "mathcal mathit begin end quad qquad limits nolimits boxed displaystyle textstyle"
)
ALLOWED = set(f"{GREEK} {SYMBOLS} {FUNCTIONS} {BUILDERS}".split())
SIGNS = set(r"\{}|,;:! %$_&#")
ENVIRONMENTS = {
    "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "cases", "split",
    "aligned", "align*",
}  # fmt: skip
ONE_LAYOUT = {"aligned": "split", "align*": "split"}  # the library knows them under one name

PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2,
         "msubsup": 3, "munderover": 3}  # fmt: skip
FENCES = set("()[]{}|‖∥∣")
SPACES = {"negativethinmathspace": "-0.167em"}
ALPHABETS = {
    "bold": (0x1D400, 0x1D41A), "italic": (0x1D434, 0x1D44E), "bold-italic": (0x1D468, 0x1D482),
    "double-struck": (0x1D538, 0x1D552),
}  # fmt: skip
DOUBLE_STRUCK = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))  # older letters, elsewhere in Unicode

_COMMAND = re.compile(r"\\([a-zA-Z]+)|\\(.)", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^}]*)\}")
_TEXT = re.compile(r"\\text(?:bf|it)?\s*\{([^}]*)\}")


class TexError(ValueError):
    """TeX that has no MathML here; the message names the part and what is accepted."""


def mathml(tex: str, *, display: bool = False) -> str:
    r"""Return TeX as a MathML element.

    Parameters
    ----------
    tex : str
        Without dollar signs.
    display : bool
        Whether the formula stands on a line of its own.

    Raises
    ------
    TexError
        For an unknown command or environment, unbalanced braces, or a missing argument.

    Examples
    --------
    >>> mathml("x^2")
    '<math alttext="x^2"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>'
    """
    tex = tex.strip()
    check(tex)
    math = _convert(tex, display)
    _check_parts(math)
    _mend(math)
    math.attrib.clear()
    math.set("alttext", " ".join(tex.split()))
    if display:
        math.set("display", "block")
    return ElementTree.tostring(math, encoding="unicode")


def check(tex: str) -> None:
    """Raise TexError for anything that is not on the list of what we support."""
    if not tex:
        raise TexError("an empty formula")
    for word, sign in _COMMAND.findall(tex):
        if word and word not in ALLOWED:
            raise TexError(rf"\{word} is not supported in formulas (the list is in maths.py)")
        if sign and sign not in SIGNS and not sign.isspace():
            raise TexError(rf"\{sign} is not supported in formulas")
    _check_environments(tex)
    _check_braces(tex)
    for content in _TEXT.findall(tex):
        if set(content) & set("$\\{"):
            raise TexError(f"\\text{{{content}}}: only plain words are supported inside \\text")


def _check_environments(tex: str) -> None:
    opened: list[str] = []
    for kind, name in _ENVIRONMENT.findall(tex):
        if name not in ENVIRONMENTS:
            known = ", ".join(sorted(ENVIRONMENTS))
            raise TexError(f"the environment {name!r} is not supported; there are: {known}")
        if kind == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            raise TexError(f"\\end{{{name}}} closes what was not opened")
    if opened:
        raise TexError(f"\\begin{{{opened[-1]}}} is never closed")
    if re.search(r"(?<!\\)&", tex) and not _ENVIRONMENT.search(tex):
        raise TexError("& stands outside a matrix, cases or aligned")


def _check_braces(tex: str) -> None:
    depth = 0
    for brace in re.findall(r"(?<!\\)(?:\\\\)*([{}])", tex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            raise TexError("a brace } closes nothing")
    if depth:
        raise TexError("a brace { is never closed")
    if tex.count(r"\left") - tex.count(r"\leftarrow") - tex.count(r"\leftrightarrow") != tex.count(
        r"\right"
    ) - tex.count(r"\rightarrow"):
        raise TexError(r"\left and \right do not match; a missing one is written \right.")


def _convert(tex: str, display: bool) -> ElementTree.Element:
    plain = _ENVIRONMENT.sub(
        lambda m: f"\\{m[1]}{{{ONE_LAYOUT.get(m[2], m[2])}}}",
        tex,
    )
    try:
        text = convert(plain, display="block" if display else "inline")
    except Exception as error:  # the library raises a dozen unrelated kinds
        raise TexError(f"{tex!r}: {error or type(error).__name__}") from error
    text = re.sub(r"&(?!#?\w+;)", "&amp;", text).replace(f' xmlns="{NAMESPACE}"', "")
    return ElementTree.fromstring(text)


def _check_parts(math: ElementTree.Element) -> None:
    for element in math.iter():
        wanted = PARTS.get(element.tag, len(element))
        if len(element) != wanted:
            raise TexError(f"an argument is missing (<{element.tag}> needs {wanted})")
        if "\\" in (element.text or "") and element.tag != "mtext":
            raise TexError(f"{element.text} is not supported in formulas")


def _mend(math: ElementTree.Element) -> None:
    """Say in MathML Core what the library says in older MathML."""
    for element in math.iter():
        _mend_alphabet(element)
        if element.get("width") in SPACES:
            element.set("width", SPACES[element.get("width", "")])
        if element.tag == "mtable":
            _mend_table(element)
        _mend_fences(element)


def _mend_alphabet(element: ElementTree.Element) -> None:
    """Bold and blackboard letters are characters of their own; only upright is an attribute."""
    variant = element.get("mathvariant")
    if variant in (None, "normal"):
        return
    del element.attrib["mathvariant"]
    if element.tag in ("mn", "mo") or variant not in ALPHABETS:
        raise TexError(f"the alphabet {variant!r} is supported for single letters only")
    element.text = "".join(_letter(sign, variant) for sign in element.text or "")


def _letter(sign: str, variant: str) -> str:
    if variant == "double-struck" and sign in DOUBLE_STRUCK:
        return DOUBLE_STRUCK[sign]
    capital, small = ALPHABETS[variant]
    if "A" <= sign <= "Z":
        return chr(capital + ord(sign) - ord("A"))
    if "a" <= sign <= "z":
        return chr(small + ord(sign) - ord("a"))
    return sign


def _mend_table(table: ElementTree.Element) -> None:
    """Alignment of columns by class: `align-left` and `align-right` are in the style sheet."""
    paired = table.get("columnspacing") == "0em"
    table.attrib = {"class": "aligned", "displaystyle": "true"} if paired else {}
    for cell in table.iter("mtd"):
        side = cell.attrib.pop("columnalign", None)
        if side in ("left", "right"):
            cell.set("class", f"align-{side}")


def _mend_fences(row: ElementTree.Element) -> None:
    """Brackets beside a matrix grow with it wherever they stand in the row."""
    parts = list(row)
    for i, part in enumerate(parts):
        if part.tag != "mtable":
            continue
        for place, form in ((i - 1, "prefix"), (i + 1, "postfix")):
            fence = parts[place] if 0 <= place < len(parts) else None
            if fence is not None and fence.tag == "mo" and fence.text in FENCES:
                fence.attrib.update(stretchy="true", fence="true", form=form)


def check_formulas(app: Sphinx, doctree: nodes.document) -> None:
    """Convert every formula of a page, so that a mistake has a file and a line."""
    for node in doctree.findall(lambda n: isinstance(n, nodes.math | nodes.math_block)):
        try:
            node["mathml"] = mathml(node.astext(), display=isinstance(node, nodes.math_block))
        except TexError as error:
            place = node if node.line else node.parent
            report(app.env, f"formula: {error}", place)


def check_leftovers(app: Sphinx, doctree: nodes.document) -> None:
    """Report a displayed formula inside a paragraph: Markdown reads $$x$$ there as $, $x$, $."""
    for node in doctree.findall(nodes.math):
        place = node.parent.index(node)
        before, after = (node.parent[i : i + 1] for i in (place - 1, place + 1))
        if _ends(before, -1) == "$" or _ends(after, 0) == "$":
            formula = " ".join(node.astext().split())[:60]
            report(app.env, f"formula {formula!r}: set $$ off by empty lines", node.parent)


def _ends(siblings: list[nodes.Node], side: int) -> str:
    """First (0) or last (-1) letter of the text that a slice of siblings holds."""
    text = siblings[0].astext() if siblings and isinstance(siblings[0], nodes.Text) else ""
    return text[side : side + 1 or None]


def visit_inline(self: Any, node: nodes.math) -> None:
    self.body.append(node["mathml"])
    raise nodes.SkipNode


def visit_block(self: Any, node: nodes.math_block) -> None:
    anchor = f' id="{node["ids"][0]}"' if node["ids"] else ""
    label = escape(f"Formula: {' '.join(node.astext().split())}")
    self.body.append(
        f'<div class="formula"{anchor}><div class="formula-scroll" data-scroll tabindex="0" '
        f'role="group" aria-label="{label}">{node["mathml"]}</div>'
    )
    if node.get("number"):
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="formula-number">({number})</span>')
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.connect("doctree-read", check_formulas)
    app.connect("doctree-read", check_leftovers)
