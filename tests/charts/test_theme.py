"""Colours keep their promises: contrast on both papers, and apart for every kind of sight."""

from __future__ import annotations

import itertools
import re

import numpy as np
import plotly.io as pio
import pytest

from twoplustwo.charts import theme
from twoplustwo.charts.theme import COUNTRY, INK, LIGHT_TO_DARK, TEXT

LIGHT_PAPER, DARK_PAPER = INK["paper"]

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", IEEE Transactions on Visualization and Computer Graphics 15(6), 2009: matrices of
# severity 1.0, on linear RGB.
SIGHT = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# sRGB to CIE XYZ, IEC 61966-2-1 (D65).
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(colour: str) -> np.ndarray:
    """Linear RGB of a hex colour."""
    part = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    high, low = sorted((float(TO_XYZ[1] @ linear(c)) for c in (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (1976) of linear RGB."""
    t = TO_XYZ @ np.clip(rgb, 0, 1) / TO_XYZ.sum(axis=1)
    f = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_contrast_formula_on_known_values():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("code", COUNTRY)
def test_country_colours_stand_out_on_both_papers(code):
    assert contrast(COUNTRY[code], LIGHT_PAPER) >= 3
    assert contrast(COUNTRY[code], DARK_PAPER) >= 3


@pytest.mark.parametrize("code", TEXT)
def test_words_in_country_colours_can_be_read(code):
    light, dark = TEXT[code]
    assert contrast(light, LIGHT_PAPER) >= 4.5
    assert contrast(dark, DARK_PAPER) >= 4.5


@pytest.mark.parametrize("theme_index", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "sea", "land"])
@pytest.mark.parametrize("ink", ["ink", "soft"])
def test_ink_can_be_read_on_every_ground(ink, ground, theme_index):
    assert contrast(INK[ink][theme_index], INK[ground][theme_index]) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_country_colours_stay_apart_for_every_sight(sight):
    seen = {code: lab(SIGHT[sight] @ linear(colour)) for code, colour in COUNTRY.items()}
    for one, other in itertools.combinations(seen, 2):
        distance = np.linalg.norm(seen[one] - seen[other])
        assert distance >= 15, f"{one} and {other} are {distance:.1f} apart for {sight}"


def test_light_tokens_appear_nowhere_else():
    lights = [light for light, _ in (*INK.values(), *TEXT.values())]
    others = [dark for _, dark in (*INK.values(), *TEXT.values())] + list(COUNTRY.values())
    assert len(set(lights)) == len(lights)
    assert not set(lights) & set(others)
    assert all(colour == colour.lower() for colour in lights + others)


def test_every_country_has_name_symbol_and_pattern_of_its_own():
    for table in (theme.NAME, theme.SYMBOL, theme.PATTERN):
        assert table.keys() == COUNTRY.keys() == TEXT.keys()
        assert len(set(table.values())) == len(table)


def test_template_uses_only_known_colours_and_is_no_default():
    used = set(re.findall(r"#[0-9a-fA-F]{6}\b", pio.to_json(theme.new_figure())))
    assert used <= LIGHT_TO_DARK.keys() | set(COUNTRY.values())
    assert pio.templates.default != "twoplustwo"
    assert pio.templates["twoplustwo"] == theme.TEMPLATE


@pytest.mark.parametrize("write", ["{}", "fill:{};", '"{}"'])
def test_recolour_swaps_tokens_however_written(write):
    for light, dark in LIGHT_TO_DARK.items():
        red, green, blue = (int(light[i : i + 2], 16) for i in (1, 3, 5))
        for form in (light, light.upper(), f"rgb({red}, {green}, {blue})"):
            assert theme.recolour(write.format(form)) == write.format(dark)


def test_recolour_leaves_data_colours_and_longer_words():
    text = " ".join(COUNTRY.values()) + " rgb(1, 2, 3) #1f2328ff"
    assert theme.recolour(text) == text


def test_tint_refuses_tokens():
    assert theme.tint("#c87e61", 0.25) == "rgba(200,126,97,0.25)"
    with pytest.raises(ValueError, match="ink token"):
        theme.tint(theme.RULE, 0.5)


def test_labels_use_the_shade_for_words():
    made = theme.label(1, 2, "Japan", COUNTRY["JPN"], yshift=4)
    assert made["font"]["color"] == TEXT["JPN"][0]
    assert (made["x"], made["y"], made["text"], made["yshift"]) == (1, 2, "Japan", 4)
    assert theme.label(1, 2, "x")["font"]["color"] == theme.INK_COLOUR
    assert theme.callout(1, 2, "turn", ax=5)["showarrow"] is True
