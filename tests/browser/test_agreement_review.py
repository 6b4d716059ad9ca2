"""The yearly review of an agreement: from the list to a sheet of paper."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import PERSON

TITLE = "Convention avec l’auto-école associative La Roue (exemple)"


@pytest.fixture
def open_review(open_page):
    """As one comes to it: the list of agreements, what can be done with one, its review."""

    def open_review(**options):
        page = open_page(signed_in=PERSON, **options)
        page.goto("/gestion/catalogue/agreement/?q=Roue")
        row = page.get_by_role("row").filter(has_text=TITLE)
        expect(row).to_contain_text("se termine bientôt")
        row.get_by_role("button", name=TITLE).press("Enter")
        page.get_by_role("link", name="Bilan de l’année").click()
        expect(page.get_by_role("heading", level=2)).to_contain_text(TITLE)
        return page

    return open_review


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_read_by_everybody_on_any_screen(width, scheme, open_review):
    page = open_review(width=width, scheme=scheme)
    expect(page.get_by_role("heading", name="Offres et séances")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Code de la route")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_another_year_and_a_file_are_a_press_away(open_review):
    page = open_review()
    page.locator("a[rel=prev]").press("Enter")
    expect(page.locator("a[rel=next]")).to_be_visible()
    page.go_back()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tout en CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert "Code de la route\u00a0: on révise ensemble" in [row["Intitulé"] for row in rows]


def test_on_paper_the_review_is_alone(open_review):
    page = open_review()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    expect(page.locator(".sidebar")).to_be_hidden()
    expect(page.get_by_role("link", name="Tout en CSV")).to_be_hidden()
