"""Colours, fonts and the Plotly template of every picture in the course.

Two kinds of colour are kept apart. *Ink* (text, rules, land, sea, paper) changes between the
light and the dark page: each light token has one dark partner, and no other colour may equal a
light token, so a dark picture is made from a light one by replacing text. *Data* colours (the
countries) are the same on both pages: they keep at least 3:1 against either paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

INK: dict[str, tuple[str, str]] = {
    "ink": ("#1f2328", "#e8e5df"),
    "soft": ("#57606a", "#a8b0b9"),
    "rule": ("#d9dce1", "#3a4149"),
    "land": ("#e9e4d9", "#2d3236"),
    "sea": ("#f3f6f8", "#191f25"),
    "paper": ("#fdfcfa", "#14181c"),
    "accent": ("#0b6e6e", "#5cc4bd"),
}
"""Ink tokens: name -> (hex on the light page, hex on the dark page)."""

INK_COLOUR, SOFT, RULE, LAND, SEA, PAPER, ACCENT = (light for light, _ in INK.values())

COUNTRY: dict[str, str] = {
    "JPN": "#c87e61",
    "RUS": "#3497b9",
    "USA": "#6f72cf",
    "CHN": "#944d81",
    "KOR": "#26762c",
    "PRK": "#ac8e2e",
    "OTHER": "#8b8a84",
}
"""One colour a country (ISO 3166 alpha-3), the same in every chart and on both papers.

Found by a search that kept each at 3:1 or more against both papers and pushed the nearest pair
as far apart as it goes for normal, protanopic, deuteranopic and tritanopic sight.
"""

TEXT: dict[str, tuple[str, str]] = {
    "JPN": ("#a45e43", "#c38066"),
    "RUS": ("#007a9b", "#4496b4"),
    "USA": ("#6367c3", "#8282d7"),
    "CHN": ("#934c80", "#b875a5"),
    "KOR": ("#25752b", "#569a55"),
    "PRK": ("#876d04", "#aa8e3a"),
    "OTHER": ("#71706a", "#8c8b85"),
}
"""Country colours for words, which need 4.5:1: (on the light page, on the dark page)."""

LIGHT_TO_DARK: dict[str, str] = {light: dark for light, dark in (*INK.values(), *TEXT.values())}
"""Light hex -> dark hex, as packs carry it to the page."""

_TEXT_OF = {COUNTRY[code]: light for code, (light, _) in TEXT.items()}

SANS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif'
FONT_SIZE = 13

NAME: dict[str, str] = {
    "JPN": "Japan",
    "RUS": "Russia",
    "USA": "United States",
    "CHN": "China",
    "KOR": "ROK",
    "PRK": "DPRK",
    "OTHER": "Others",
}
"""Short country names for direct labels."""

SYMBOL: dict[str, str] = {
    "JPN": "circle",
    "RUS": "square",
    "USA": "triangle-up",
    "CHN": "diamond",
    "KOR": "pentagon",
    "PRK": "triangle-down",
    "OTHER": "hexagon",
}
"""Marker symbols: colour is never the only difference. Unconfirmed values add ``-open``."""

PATTERN: dict[str, str] = {
    "JPN": "",
    "RUS": "/",
    "USA": "x",
    "CHN": "\\",
    "KOR": "|",
    "PRK": "-",
    "OTHER": ".",
}
"""Bar and area patterns (Plotly's `pattern.shape`)."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")


def tint(colour: str, alpha: float) -> str:
    """Return a hex colour as ``rgba(...)`` with opacity `alpha`, for bands.

    Raises
    ------
    ValueError
        For an ink token: a token inside ``rgba()`` could not follow the dark theme; set the
        trace's `opacity` instead.
    """
    if colour.lower() in LIGHT_TO_DARK:
        raise ValueError(f"{colour} is an ink token and changes in the dark; use opacity= instead")
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"


def recolour(text: str) -> str:
    """Return SVG or figure JSON with every light ink token replaced by its dark partner."""
    text = _RGB.sub(_token_of_rgb, text)
    return _HEX.sub(lambda m: LIGHT_TO_DARK.get(m[0].lower(), m[0]), text)


_RGB = re.compile(r"rgb\((\d+), ?(\d+), ?(\d+)\)")


def _token_of_rgb(match: re.Match[str]) -> str:
    """Plotly writes hex colours into SVG as rgb(); turn tokens (only) back into hex."""
    colour = "#{:02x}{:02x}{:02x}".format(*(int(part) for part in match.groups()))
    return colour if colour in LIGHT_TO_DARK else match[0]


def _axis(**extra: Any) -> dict[str, Any]:
    return {
        "automargin": False,
        "fixedrange": True,
        "ticklabeloverflow": "allow",  # else every label is measured at every change
        "showline": False,
        "zeroline": False,
        "gridcolor": RULE,
        "gridwidth": 1,
        "linecolor": RULE,
        "tickcolor": RULE,
        "ticks": "",
        "tickfont": {"color": SOFT, "size": FONT_SIZE},
        "title": {"font": {"color": SOFT, "size": FONT_SIZE}, "standoff": 8},
        **extra,
    }


def _template() -> go.layout.Template:
    layout = go.Layout(
        font={"family": SANS, "size": FONT_SIZE, "color": INK_COLOUR},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        colorway=list(COUNTRY.values()),
        margin={"l": 48, "r": 16, "t": 12, "b": 40, "pad": 0},
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        hoverlabel={
            "bgcolor": PAPER,
            "bordercolor": RULE,
            "font": {"family": SANS, "size": FONT_SIZE, "color": INK_COLOUR},
            "align": "left",
        },
        bargap=0.25,
        separators=".,",
        xaxis=_axis(showgrid=False, showline=True, ticks="outside", ticklen=4),
        yaxis=_axis(),
        annotationdefaults={
            "font": {"color": INK_COLOUR, "size": FONT_SIZE},
            "arrowcolor": SOFT,
            "arrowhead": 0,
            "arrowwidth": 1,
            "showarrow": False,
        },
        shapedefaults={"line": {"color": SOFT, "width": 1}},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        uirevision="keep",
    )
    hatch = {"pattern": {"fillmode": "overlay", "size": 7, "solidity": 0.25}}
    data = {
        "scatter": [{"type": "scatter", "line": {"width": 2}, "marker": {"size": 8}}],
        "bar": [{"type": "bar", "marker": {"line": {"width": 0}, **hatch}}],
    }
    return go.layout.Template(layout=layout, data=data)


TEMPLATE = _template()
"""The house template. Registered by name, never made Plotly's default."""

pio.templates["twoplustwo"] = TEMPLATE

CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
}
"""Plotly's `config` in every home: no tool bar, a swipe scrolls the page."""


def new_figure(traces: Iterable[Any] = (), layout: Mapping[str, Any] | None = None) -> go.Figure:
    """Return a figure with the house template; `layout` as in ``go.Layout``."""
    return go.Figure(data=list(traces), layout={"template": "twoplustwo", **(layout or {})})


def text_colour(colour: str) -> str:
    """Return the shade of a country's colour that is dark enough for words; others as given."""
    return _TEXT_OF.get(colour.lower(), colour)


def label(x: Any, y: Any, text: str, colour: str = INK_COLOUR, **extra: Any) -> dict[str, Any]:
    """Return an annotation that names a line or point directly, instead of a legend.

    The text begins at the point; move it with ``xanchor``, ``yanchor``, ``xshift``, ``yshift``.
    A country's colour becomes its shade for words.
    """
    text_at = {"xanchor": "left", "yanchor": "middle", "xshift": 6}
    font = {"color": text_colour(colour), "size": FONT_SIZE}
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": font, **text_at, **extra}


def callout(
    x: Any, y: Any, text: str, ax: float = 0, ay: float = -36, **extra: Any
) -> dict[str, Any]:
    """Return an annotation with a thin pointer from the text to a turning point.

    ax, ay : the text's place from the point, in pixels (right and down).
    """
    pointer = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": SOFT}
    font = {"color": SOFT, "size": FONT_SIZE}
    return {"x": x, "y": y, "text": text, "ax": ax, "ay": ay, "font": font, **pointer, **extra}
