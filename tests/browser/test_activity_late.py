"""The late list and the targets, as somebody who coordinates uses them."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import PERSON

PAGES = ["retards/", "retards/?frequence=month", "retards/relancer/", "objectifs/"]


@pytest.fixture
def open_activity(open_page):
    def open_activity(path, **options):
        page = open_page(signed_in=PERSON, **options)
        page.goto(f"/gestion/activite/{path}")
        expect(page.locator(".activity")).to_be_visible()
        return page

    return open_activity


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_pages_are_accessible_and_fit_the_screen(width, scheme, open_activity):
    page = open_activity(PAGES[0], width=width, scheme=scheme)
    for path in PAGES:
        page.goto(f"/gestion/activite/{path}")
        results = Axe().run(page, context=".activity")
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_one_narrows_the_list_by_keyboard_and_shares_its_address(open_activity):
    page = open_activity("retards/")
    page.get_by_label("Rechercher une structure").focus()
    page.keyboard.type("Innovam")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=Innovam"))
    page.get_by_label("Période").focus()
    page.keyboard.press("End")  # the year before: everything was submitted
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Afficher", exact=True).press("Enter")
    expect(page).to_have_url(re.compile(r"periode=\d{4}&.*q=Innovam"))
    expect(page.locator(".activity")).to_contain_text("Aucune structure en retard ne correspond")
    page.get_by_role("link", name="Voir toutes les structures en retard").press("Enter")
    expect(page.get_by_role("table")).to_be_visible()


def test_where_nobody_can_be_written_to_the_page_says_what_to_do(open_activity):
    """The running site has no login of a structure: nothing is ever sent from here."""
    page = open_activity("retards/", js=False)
    page.get_by_role("link", name="Les relancer toutes…").click()
    expect(page.locator(".activity")).to_contain_text("Personne à relancer")
    expect(page.get_by_role("button", name="Envoyer le rappel")).to_have_count(0)
    page.get_by_role("link", name="Revenir à la liste").click()
    expect(page).to_have_url(re.compile("/retards/$"))


def test_a_target_is_set_by_keyboard_on_a_phone(open_activity):
    page = open_activity("objectifs/?q=Innovam", width=360)
    page.get_by_role("link", name="Mission Locale Innovam").press("Enter")
    page.get_by_text("Fixer les objectifs").press("Enter")
    field = page.get_by_role("textbox", name="Visites d’entreprises", exact=True)
    field.focus()
    page.keyboard.type("120")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Objectifs enregistrés")
    expect(page.get_by_role("heading", name="Visites d’entreprises")).to_be_visible()
    expect(page.get_by_role("progressbar", name="Visites d’entreprises")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
