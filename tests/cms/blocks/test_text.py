"""Blocks of text: what their editors are told before they can publish."""

import pytest
from django.core.exceptions import ValidationError

from cms.blocks import TextBlock

BLOCKS = TextBlock().child_blocks

BUTTON = {"text": "Continuer", "page": None, "url": "https://example.org/", "secondary": False}
CONTACT = {"title": "Contact", "structure": None, "name": "", "phone": "", "email": "", "note": ""}
TABLE = {
    "caption": "Durées",
    "columns": [{"type": "text", "heading": "Quoi"}, {"type": "text", "heading": "Combien"}],
    "rows": [{"values": ["Immersion", "15 jours"]}],
}


def checked(name, value):
    return BLOCKS[name].clean(BLOCKS[name].to_python(value))


def test_what_is_complete_passes():
    checked("button", BUTTON)
    checked("contact", CONTACT | {"phone": "01 99 00 12 34"})
    checked("table", TABLE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("button", BUTTON | {"url": ""}),
        ("button", BUTTON | {"url": "javascript:alert(1)"}),
        ("contact", CONTACT),
        ("contact", CONTACT | {"phone": "12"}),
        ("table", TABLE | {"caption": " "}),
        ("table", TABLE | {"columns": [{"type": "text", "heading": ""}] * 2}),
        ("table", TABLE | {"rows": []}),
        ("testimonial", {"text": "Bravo", "name": "Inès", "about": "", "agreed": False}),
    ],
)
@pytest.mark.django_db
def test_what_is_missing_is_asked_for(name, value):
    with pytest.raises(ValidationError):
        checked(name, value)


def test_a_level_is_told_by_a_word_and_a_sign():
    block = BLOCKS["callout"]
    for level, label in block.LEVELS:
        html = block.render(block.to_python({"level": level, "text": "<p>Attention.</p>"}))
        assert f'<strong data-ico="{level}">{str(label).capitalize()}</strong>' in html


def test_a_wide_table_can_be_scrolled_by_keyboard():
    html = BLOCKS["table"].render(BLOCKS["table"].to_python(TABLE))
    assert 'role="region"' in html
    assert 'tabindex="0"' in html
    assert '<th scope="col">Quoi</th>' in html
    assert '<th scope="row">' in html
