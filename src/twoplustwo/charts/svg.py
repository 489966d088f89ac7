"""Smaller, repeatable SVG out of what Plotly draws.

Plotly puts random ids into clip paths, class names and inline styles for its own style sheet,
and empty groups for layers it did not need. Here ids are counted, styles become attributes
(which no Content-Security-Policy touches), and what draws nothing goes.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from itertools import count, product
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}"
_NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_RGB = re.compile(r"rgb\((\d+), ?(\d+), ?(\d+)\)")
_REFERENCE = re.compile(r"url\(['\"]?#([^'\")]+)['\"]?\)")
_BLANKS = re.compile(r"^ | $|  ")  # Plotly asks for `white-space: pre`
_NO_TURN = re.compile(r"rotate\(0(,[^)]*)?\)|translate\(0,0\)")
_LONG_PATH = 400  # characters; longer paths (coasts) keep a tenth of a pixel
_DROPPED = {"class", "pointer-events", "white-space", "vector-effect", "cursor", "direction"}
_PRESENTATION = re.compile(
    r"(fill|stroke|opacity|font|text|dominant|clip|stop|color|display|visibility|letter|paint)"
)
_DEFAULTS = {
    ("opacity", "1"),
    ("fill-opacity", "1"),
    ("stroke-opacity", "1"),
    ("stroke-width", "1"),
    ("stroke-miterlimit", "2"),
    ("font-style", "normal"),
    ("font-weight", "normal"),
    ("font-variant", "normal"),
    ("text-transform", "none"),
    ("text-decoration", "none"),
    ("text-decoration-line", "none"),
    ("text-shadow", "none"),
    ("patternTransform", ""),
    ("style", ""),
}
_REFERENCED = {"clipPath", "pattern", "linearGradient", "radialGradient", "mask", "marker"}
_CONTAINERS = {"g", "defs", "clipPath", "text", "tspan"}


def tidy(svg: str) -> str:
    """Return `svg` smaller, drawn alike, and the same on every run.

    Raises
    ------
    xml.etree.ElementTree.ParseError
        If `svg` is no XML.
    """
    root = ET.fromstring(svg)
    _clean(root, frozenset())
    _count_ids(root)
    _prune(root)
    _hoist_font(root)
    ET.register_namespace("", SVG)
    # Safe: ElementTree escapes ">" everywhere else.
    return ET.tostring(root, encoding="unicode").replace(" />", "/>")


def _clean(node: ET.Element, inherited: frozenset[str]) -> None:
    """Tidy attributes from the root down; defaults stay where they undo an ancestor's value."""
    found = _attributes(node)
    node.attrib = {
        name: value
        for name, value in found.items()
        if (name, value) not in _DEFAULTS or name in inherited
    }
    for child in node:
        _clean(child, inherited | node.attrib.keys())


def _attributes(node: ET.Element) -> dict[str, str]:
    """Attributes of a node with its style unfolded, in the order of their names."""
    found = {name.replace(_XLINK, ""): value for name, value in node.attrib.items()}
    if "crisp" in found.get("class", "").split():
        found["shape-rendering"] = "crispEdges"
    for declaration in found.pop("style", "").split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if _PRESENTATION.match(name):
            found[name] = value
    kept = {
        name: _value(name, value)
        for name, value in sorted(found.items())
        if name not in _DROPPED and not name.startswith("data-")
    }
    if _tag(node) == "text" and _BLANKS.search("".join(node.itertext())):
        kept["{http://www.w3.org/XML/1998/namespace}space"] = "preserve"
    if _NO_TURN.fullmatch(kept.get("transform", "")):
        del kept["transform"]
    if "stroke" not in kept and node.tag != f"{{{SVG}}}g":
        kept.pop("stroke-width", None)
    return kept


def _value(name: str, value: str) -> str:
    value = _RGB.sub(lambda m: "#{:02x}{:02x}{:02x}".format(*map(int, m.groups())), value)
    if name.startswith(("font", "id", "clip", "href")) or "url(" in value:
        return _REFERENCE.sub(r"url(#\1)", value)
    digits = 1 if name == "d" and len(value) > _LONG_PATH else 2
    value = _NUMBER.sub(lambda m: _short(float(m[0]), digits), value)
    return value.removesuffix("px") if name in ("stroke-width", "width", "height") else value


def _short(number: float, digits: int) -> str:
    text = f"{number:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _prune(node: ET.Element) -> None:
    """Drop what draws nothing, deepest first; open groups that carry no attribute."""
    kept: list[ET.Element] = []
    for child in node:
        _prune(child)
        if _draws_nothing(child):
            continue
        open_group = _tag(child) == "g" and not child.attrib
        kept.extend(child if open_group else [child])
    node[:] = kept


def _draws_nothing(node: ET.Element) -> bool:
    tag = _tag(node)
    if tag == "path":
        return node.get("d", "M0,0") in ("M0,0", "M0 0") or _unpainted(node)
    if tag in _REFERENCED and "id" not in node.attrib:
        return True
    if tag == "rect" and node.get("fill-opacity") == "0":
        return "stroke" not in node.attrib or node.get("stroke-opacity") == "0"
    return tag in _CONTAINERS and not len(node) and not (node.text or "").strip()


def _unpainted(node: ET.Element) -> bool:
    return node.get("fill") == "none" and node.get("stroke", "none") == "none"


def _tag(node: ET.Element) -> str:
    return node.tag.removeprefix(f"{{{SVG}}}")


def _count_ids(root: ET.Element) -> None:
    """Give referenced ids short names in order of appearance; drop the others."""
    values = [value for node in root.iter() for value in node.attrib.values()]
    used = {name for value in values for name in _REFERENCE.findall(value)}
    used |= {value[1:] for value in values if value.startswith("#")}
    names = _short_names()
    new: dict[str, str] = {}
    for node in root.iter():
        old = node.attrib.pop("id", None)
        if old in used:
            new[old] = next(names)
            node.attrib = {"id": new[old], **node.attrib}
    for node in root.iter():
        for name, value in node.attrib.items():
            node.attrib[name] = _REFERENCE.sub(lambda m: f"url(#{new.get(m[1], m[1])})", value)
            if name == "href" and value[1:] in new:
                node.attrib[name] = f"#{new[value[1:]]}"


def _short_names() -> Iterator[str]:
    for length in count(1):
        yield from map("".join, product(string.ascii_lowercase, repeat=length))


def _hoist_font(root: ET.Element) -> None:
    """Write the font family once, on the root, if all texts share it."""
    families = {node.get("font-family") for node in root.iter() if node.get("font-family")}
    if len(families) != 1:
        return
    for node in root.iter():
        node.attrib.pop("font-family", None)
    root.set("font-family", families.pop())
