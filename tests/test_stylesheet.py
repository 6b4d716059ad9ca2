"""The design system holds its promises: contrast, one night, old phones, weight."""

import gzip
import re
from itertools import product

import pytest
from django.conf import settings

from config import stylesheet

TOKENS = (stylesheet.SOURCES / "tokens.css").read_text()
LINES = ["emploi", "formation", "orientation", "logement", "sante", "mobilite", "citoyen"]
DARK_TEXT_LINES = {"emploi", "orientation", "sante", "citoyen"}


def declarations(block):
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block))


def block(start):
    """The declarations that follow `start`, up to the closing brace."""
    return declarations(TOKENS.split(start, 1)[1].split("}", 1)[0])


DAY = block('[data-theme="light"] {')
DEVICE_NIGHT = block("@media (prefers-color-scheme: dark) {\n  :root {")
NIGHT = block('[data-theme="dark"],\n.nuit {')
THEMES = {
    "day": DAY,
    "night": {**DAY, **DEVICE_NIGHT},
    "a night wall by day": {**DAY, **NIGHT, "--paper": DAY["--night"]},
}


def colour(tokens, name):
    value = tokens[f"--{name}"]
    while value.startswith("var("):
        value = tokens[value[4:-1]]
    digits = value.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return [int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4)]


def contrast(tokens, one, other):
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""

    def luminance(name):
        channels = [
            channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
            for channel in colour(tokens, name)
        ]
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]

    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT = [
    *product(["ink", "mute", "danger"], ["paper", "surface"]),
    ("on-floor", "floor"),
    ("on-btn", "btn"),
    ("noir", "sun"),
    ("mute", "gris"),
    ("ink", "gris"),
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_is_readable_on_its_ground(theme, text, ground):
    assert contrast(THEMES[theme], text, ground) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("line", LINES)
def test_text_is_readable_on_each_line(theme, line):
    text = "noir" if line in DARK_TEXT_LINES else "on-dark-line"
    assert contrast(THEMES[theme], text, f"l-{line}") >= 4.5


def test_departures_are_readable_on_the_night_wall():
    for theme in ("day", "night"):
        assert contrast(THEMES[theme], "sun", "night") >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "surface", "floor"])
def test_the_focus_is_seen_on_every_ground(theme, ground):
    """Two rings, of `--btn` and `--on-btn`: one of them stands out."""
    tokens = THEMES[theme]
    assert max(contrast(tokens, ring, ground) for ring in ("btn", "on-btn")) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_frames_and_lamps_stand_out(theme):
    assert contrast(THEMES[theme], "hair", "surface") >= 3
    assert contrast(THEMES[theme], "lit", "noir") >= 3


def test_the_night_is_the_same_by_setting_and_by_attribute():
    assert {key: DEVICE_NIGHT[key] for key in NIGHT} == NIGHT
    assert set(DEVICE_NIGHT) - set(NIGHT) == {"--night"}


#: What Chrome 90 can't read, outside of a fallback: it would drop the whole rule.
TOO_NEW = {
    "cascade layers (99)": r"@layer",
    "nesting (112)": r"&|(?<=[{};])\s*[^@{};\s][^@{};]*\{[^{}]*\{",
    ":has() (105)": r":has\(",
    "color-mix() (111)": r"color-mix\(",
    "light-dark() (123)": r"light-dark\(",
    "single transforms (104)": r"[;{]\s*(?:rotate|translate|scale):",
    "range media queries (104)": r"@media[^{]*[<>]",
    "scoped styles (118)": r"@scope",
}


@pytest.mark.parametrize("feature", TOO_NEW)
def test_five_year_old_phones_read_every_rule(feature):
    css = re.sub(r"/\*.*?\*/", "", stylesheet.build().read_text(), flags=re.DOTALL)
    assert not re.search(TOO_NEW[feature], css)


def test_newer_selectors_wait_behind_supports():
    css = (stylesheet.SOURCES / "components" / "shell.css").read_text()
    before, after = css.split("@supports selector(:popover-open)")
    assert ":popover-open" not in before
    assert ":popover-open" in after


def test_the_stylesheet_holds_every_source_without_its_comments():
    css = stylesheet.build().read_text()
    assert len(stylesheet.sources()) == len(list(stylesheet.SOURCES.rglob("*.css")))
    assert "/*" not in css
    for selector in (":root,", ".cadre{", ".offre{", ".departs{"):
        assert selector.replace("{", " {") in css


def test_the_stylesheet_is_light():
    assert len(gzip.compress(stylesheet.build().read_bytes())) < 14_000


def test_templates_carry_no_inline_style_nor_script():
    """The Content-Security-Policy would drop them in silence."""
    folders = [settings.SITE_DIR, settings.BASE_DIR / "catalogue", settings.BASE_DIR / "cms"]
    for path in (path for folder in folders for path in folder.rglob("templates/**/*.html")):
        html = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
        assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", html), path
        for script in re.findall(r"<script[^>]*>", html):
            assert "src=" in script or "application/" in script, path
