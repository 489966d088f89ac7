"""Tidying SVG keeps the picture and drops what is random, hidden or needless."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from twoplustwo.charts.svg import tidy

RAW = """<svg class="main-svg" xmlns="http://www.w3.org/2000/svg"
 xmlns:xlink="http://www.w3.org/1999/xlink" width="720" height="420" style="" viewBox="0 0 720 420">
<rect x="0" y="0" width="720" height="420" style="fill: rgb(0, 0, 0); fill-opacity: 0;"/>
<defs id="defs-RANDOM"><g class="clips"><clipPath id="clipRANDOMxy" class="plotclip">
<rect width="656" height="368"/></clipPath><clipPath id="clipRANDOMx"><rect width="1"/></clipPath>
</g><g class="patterns"><pattern id="pRANDOM-b" width="9.89949px" patternTransform="">
<rect width="9" fill="rgb(52, 151, 185)"/></pattern></g></defs>
<g class="layer-below"><g class="imagelayer"/></g>
<path class="ygrid crisp" d="M48,0h656" style="stroke: rgb(217, 220, 225); stroke-width: 1px;"/>
<path class="ylines" d="M0,0" style="fill: none;"/>
<g class="thick" style="stroke-width: 3px;"><path d="M1,1L2,2" style="stroke: red; stroke-width: 1px;"/></g>
<g class="xy" clip-path="url(#clipRANDOMxy)" transform="translate(48.1234,12)">
<path d="M0,184.123456L22.2,-0.001" style="vector-effect: none; fill: url('#pRANDOM-b'); opacity: 1;"/>
<text data-unformatted="A &gt; B" style="font-family: 'Segoe UI', sans-serif; white-space: pre;">A &gt; B</text>
<text style="font-family: 'Segoe UI', sans-serif; font-weight: normal;">Kunashir /&gt; x</text></g></svg>"""  # noqa: E501


def test_random_ids_do_not_matter():
    assert tidy(RAW) == tidy(RAW.replace("RANDOM", "3f9c01"))


def test_references_still_lead_somewhere():
    made = tidy(RAW)
    ids = set(re.findall(r' id="([^"]+)"', made))
    assert set(re.findall(r"url\(#([^)]+)\)", made)) == ids == {"a", "b"}


def test_nothing_hidden_stays():
    made = tidy(RAW)
    for needless in (
        "style=",
        "class=",
        "data-",
        "<g/>",
        'd="M0,0"',
        "fill-opacity",
        "vector-effect",
    ):
        assert needless not in made
    assert len(made) < len(RAW) / 1.5


def test_the_picture_stays():
    made = tidy(RAW)
    texts = [node.text for node in ET.fromstring(made).iter() if node.tag.endswith("text")]
    assert texts == ["A > B", "Kunashir /> x"]
    assert '<path d="M0,184.12L22.2,0" fill="url(#b)"/>' in made
    assert 'shape-rendering="crispEdges" stroke="#d9dce1"' in made
    assert 'transform="translate(48.12,12)"' in made
    assert made.count("font-family") == 1


def test_a_default_that_undoes_its_group_stays():
    assert '<path d="M1,1L2,2" stroke="red" stroke-width="1"/>' in tidy(RAW)


def test_blanks_that_show_are_kept():
    space = 'xml:space="preserve"'
    raw = '<svg xmlns="http://www.w3.org/2000/svg"><text style="white-space: pre">{}</text></svg>'
    for text in ("two  blanks", " first", "<tspan>last </tspan>"):
        assert space in tidy(raw.format(text))
    assert space not in tidy(raw.format("one blank"))


def test_transforms_that_do_nothing_go():
    raw = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M1,1L2,2" transform="{}"/></svg>'
    assert "transform" not in tidy(raw.format("rotate(0,77,135.16)"))
    assert "transform" in tidy(raw.format("rotate(0.5,77,135.16)"))
    assert "transform" in tidy(raw.format("translate(0,5)"))


def test_long_paths_keep_a_tenth_of_a_pixel():
    coast = "M" + "L".join(f"{i}.123,{i}.987" for i in range(80))
    made = tidy(f'<svg xmlns="http://www.w3.org/2000/svg"><path d="{coast}" fill="red"/></svg>')
    assert 'd="M0.1,1L1.1,2L' in made


def test_tidy_settles_at_once():
    assert tidy(tidy(RAW)) == tidy(RAW)
