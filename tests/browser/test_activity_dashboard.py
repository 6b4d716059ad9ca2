"""The dashboard, as it is read: on a phone, by night, by keyboard, on paper, without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import PERSON

DASHBOARD = "/gestion/activite/"
INTERVIEWS = "/gestion/activite/indicateurs/entretiens/"


@pytest.fixture
def read(open_page):
    def read(path=DASHBOARD, **options):
        page = open_page(signed_in=PERSON, **options)
        page.goto(path)
        page.wait_for_selector(".dashboard")
        return page

    return read


def test_from_a_figure_to_its_page_and_to_another_period(read):
    page = read()
    page.get_by_role("link", name="Entretiens individuels", exact=True).click()
    expect(page.get_by_role("heading", name="Ce que l’on compte")).to_be_visible()
    page.get_by_role("link", name="Année dernière").click()
    expect(page.get_by_role("heading", name="Année 20")).to_be_visible()
    expect(page.get_by_role("img", name="Entretiens individuels, mois par mois")).to_be_visible()


def test_a_plain_form_does_it(read):
    page = read(js=False)
    page.get_by_text("Choisir d’autres dates").click()
    page.get_by_label("Modalité").select_option(label="à distance")
    page.locator("details").get_by_role("button", name="Afficher").click()
    expect(page.get_by_text("Choix : à distance")).to_be_visible()
    assert "modalite=remote" in page.url
    assert "thematique" not in page.url


def test_a_long_table_is_scrolled_by_keyboard(read):
    page = read(f"{INTERVIEWS}?comparer=structure")
    table = page.get_by_role("region", name="Comparaison")
    table.focus()
    page.keyboard.press("End")
    page.wait_for_function("document.activeElement.scrollTop > 0")


def test_on_paper_all_rows_are_there_and_the_form_is_not(read):
    page = read(f"{INTERVIEWS}?comparer=structure")
    page.emulate_media(media="print")
    expect(page.locator(".dashboard-filters")).to_be_hidden()
    table = page.get_by_role("region", name="Comparaison")
    assert table.evaluate("table => table.scrollHeight <= table.clientHeight")


@pytest.mark.parametrize("path", [DASHBOARD, INTERVIEWS])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_with_the_page(read, path, width, scheme):
    page = read(path, width=width, scheme=scheme)
    for summary in page.locator(".dashboard summary").all()[:2]:
        summary.click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.locator(".dashboard").evaluate(
        """root => [...root.querySelectorAll("button, select, summary, .button, nav a")]
            .filter(each => each.offsetParent && each.getBoundingClientRect().height < 43.5)
            .map(each => each.outerHTML.slice(0, 80))"""
    )
    assert small == []
