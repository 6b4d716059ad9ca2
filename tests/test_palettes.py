"""Whatever colours a site chooses, its texts are as easy to read as with those of the sun."""

import re

import pytest

from cms.models import Palette
from config import stylesheet
from tests.test_stylesheet import TEXT, THEMES, contrast, declarations

PALETTES = {
    name: declarations(rules)
    for name, rules in re.findall(
        r'\[data-palette="(\w+)"\] {([^}]*)}', (stylesheet.SOURCES / "palettes.css").read_text()
    )
}
COLOURED = [pair for pair in TEXT if {"floor", "sun", "btn"} & set(pair)]
COLOURED += [("mute", "floor"), ("danger", "floor"), ("sun", "noir"), ("sun", "night")]


def test_each_choice_of_an_editor_has_its_colours():
    assert {*PALETTES, Palette.SUN} == set(Palette)


def test_only_the_light_changes():
    """Lines and lamps keep their colours: each one means something."""
    assert {tuple(rules) for rules in PALETTES.values()} == {("--sun", "--ember")}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("palette", Palette.values)
@pytest.mark.parametrize(("text", "ground"), COLOURED)
def test_text_is_readable(palette, theme, text, ground):
    tokens = THEMES[theme] | PALETTES.get(palette, {})
    assert contrast(tokens, text, ground) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("palette", Palette.values)
def test_the_focus_is_seen_on_a_coloured_floor(palette, theme):
    tokens = THEMES[theme] | PALETTES.get(palette, {})
    assert max(contrast(tokens, ring, "floor") for ring in ("btn", "on-btn")) >= 3
