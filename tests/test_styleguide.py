"""The styleguide shows every component, from models that were never saved."""

import re

import pytest
from django.conf import settings

COMPONENTS = settings.SITE_DIR / "templates" / "components"
BLOCKS = settings.BASE_DIR / "cms" / "templates" / "cms" / "blocks"
#: Shown by every page, or by another component that the styleguide shows.
INCLUDED_BY_ALL = re.compile(r'{% include "components/(\w+)\.html"')


@pytest.mark.parametrize("query", ["", "?theme=dark", "?theme=light&dir=rtl", "?theme=pink&dir=up"])
@pytest.mark.django_db  # the menu only
def test_the_styleguide_shows_every_theme_and_survives_others(client, query):
    response = client.get(f"/styleguide/{query}")
    assert response.status_code == 200
    assert 'data-theme="pink"' not in response.content.decode()


def test_the_styleguide_shows_every_component():
    # It shows the blocks of pages, too, with what they are made of.
    blocks = [path.read_text() for path in BLOCKS.glob("*.html")]
    shown = {name for html in blocks for name in INCLUDED_BY_ALL.findall(html)}
    waiting = ["../styleguide", "../base", *shown]
    while waiting:
        html = (COMPONENTS / f"{waiting.pop()}.html").read_text()
        new = set(INCLUDED_BY_ALL.findall(html)) - shown
        shown |= new
        waiting += new
    nothing_to_show = {"htmx", "meta"}  # both belong in the head
    assert {path.stem for path in COMPONENTS.glob("*.html")} - shown == nothing_to_show


def test_production_has_no_styleguide():
    assert (
        "STYLEGUIDE = False"
        in (settings.SITE_DIR / "config" / "settings" / "production.py").read_text()
    )
