"""The tokens are readable and tell things apart: computed from the stylesheet in plain Python."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest

from components.theme import SERIES, TOKENS, color, colors, plotly_template, series_color
from data.vocabulary.campaign_state import State
from data.vocabulary.outcome import Outcome

MODES = {"light": 0, "dark": 1}
GROUNDS = ("page", "surface", "raised")
WORDS = ("text", "muted", "accent", "good", "bad", "warn")
STATES = tuple(f"state-{state.value}" for state in State)
MARKS = (*SERIES, *(f"status-{outcome.value}" for outcome in Outcome), "status-opened")
PILL_SHARE = 0.12

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
EYES = {
    "everyone": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def channels(hex_color: str) -> tuple[float, float, float]:
    red, green, blue = (int(hex_color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def linear(hex_color: str) -> list[float]:
    return [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(hex_color)
    ]


def luminance(hex_color: str) -> float:
    red, green, blue = linear(hex_color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lightness(hex_color: str) -> float:
    """CIE L*, from 0 to 100: what is left in greyscale."""
    y = luminance(hex_color)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def oklab(hex_color: str, eye: str) -> tuple[float, ...]:
    rgb = linear(hex_color)
    r, g, b = (
        min(1.0, max(0.0, sum(m * c for m, c in zip(row, rgb, strict=True)))) for row in EYES[eye]
    )
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def distance(one: str, other: str, eye: str) -> float:
    pairs = zip(oklab(one, eye), oklab(other, eye), strict=True)
    return 100 * sum((a - b) ** 2 for a, b in pairs) ** 0.5


def mixed(top: str, ground: str, share: float) -> str:
    pairs = zip(channels(top), channels(ground), strict=True)
    return "#" + "".join(f"{round(255 * (t * share + g * (1 - share))):02X}" for t, g in pairs)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("token", [*WORDS, *STATES])
def test_words_have_four_and_a_half_to_one_on_every_ground(mode, ground, token):
    assert contrast(color(token, mode), color(ground, mode)) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("token", STATES)
def test_a_status_word_is_readable_on_its_own_pill(mode, token):
    """F275"""
    word = color(token, mode)
    assert contrast(word, mixed(word, color("surface", mode), PILL_SHARE)) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_the_word_on_a_primary_button_is_readable(mode):
    assert contrast(color("on-accent", mode), color("accent", mode)) >= 4.5
    assert contrast(color("on-accent", mode), color("accent-strong", mode)) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", ["surface", "raised"])
@pytest.mark.parametrize("token", MARKS)
def test_a_mark_has_three_to_one_where_charts_stand(mode, ground, token):
    assert contrast(color(token, mode), color(ground, mode)) >= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("token", ["edge", "focus"])
def test_edges_and_focus_have_three_to_one_on_every_ground(mode, ground, token):
    assert contrast(color(token, mode), color(ground, mode)) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_the_eight_series_part_in_greyscale(mode):
    steps = sorted(lightness(series_color(n, mode)) for n in range(8))
    assert min(b - a for a, b in pairwise(steps)) >= 4


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("eye", EYES)
def test_the_eight_series_part_for_every_eye(mode, eye):
    palette = [series_color(n, mode) for n in range(8)]
    assert min(distance(a, b, eye) for a, b in combinations(palette, 2)) >= 8


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("eye", EYES)
def test_what_became_of_messages_parts_for_every_eye(mode, eye):
    palette = [color(token, mode) for token in MARKS if token.startswith("status-")]
    assert min(distance(a, b, eye) for a, b in combinations(palette, 2)) >= 8


def test_each_state_has_one_colour_of_its_own():
    """F275"""
    for mode in MODES:
        assert len({color(token, mode) for token in STATES}) == len(State)


def test_the_pill_mixes_as_much_as_the_test_supposes():
    css = (TOKENS.parent / "app.css").read_text()
    pill = css[css.index(".pill {") :]
    assert f"color-mix(in srgb, var(--tone) {PILL_SHARE:.0%}, var(--surface))" in pill


def test_stylesheets_name_only_tokens_that_there_are():
    known = set(re.findall(r"^\s*(--[\w-]+):", TOKENS.read_text(), re.MULTILINE))
    for sheet in ("app.css", "tokens.css"):
        css = (TOKENS.parent / sheet).read_text()
        local = set(re.findall(r"^\s*(--[\w-]+):", css, re.MULTILINE))
        assert set(re.findall(r"var\((--[\w-]+)", css)) <= known | local, sheet


def test_a_colour_is_written_in_tokens_css_alone():
    css = (TOKENS.parent / "app.css").read_text()
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b", css) == []


def test_a_template_in_auto_names_tokens_and_in_a_mode_hex():
    auto = plotly_template()["layout"]
    assert auto["colorway"][0] == "var(--series-1)"
    assert plotly_template("dark")["layout"]["font"]["color"] == colors()["text"][1]


def test_an_unknown_token_is_a_mistake():
    with pytest.raises(KeyError):
        color("no-such-token")


def test_the_ninth_series_begins_anew():
    assert series_color(8) == series_color(0)
