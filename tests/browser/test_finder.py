"""« Tu habites où ? », answered in one step, whichever way one asks."""

import re

import pytest
from playwright.sync_api import expect

INNOVAM = re.compile("Innovam")


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def home(request, open_page):
    page = open_page(width=360, js=request.param)
    page.goto("/")
    return page


def tab_to(page, target, limit=60):
    """Presses Tab until the focus reaches the target, as somebody without a mouse would."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("the keyboard never gets there")


def test_a_town_leads_to_its_mission_locale(home):
    field = home.get_by_label("Ta ville ou ton code postal").first
    field.fill("Le Kremlin Bicetre")
    field.press("Enter")
    expect(home.get_by_role("heading", level=1)).to_contain_text(INNOVAM)


def test_the_keyboard_is_enough(open_page):
    page = open_page(width=360)
    page.goto("/")
    tab_to(page, page.get_by_label("Ta ville ou ton code postal").first)
    page.keyboard.type("cachan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text(INNOVAM)


def test_suggestions_are_chosen_with_the_arrows(open_page):
    page = open_page(width=360)
    page.goto("/")
    field = page.get_by_role("combobox").first
    field.press_sequentially("l hay les ro")
    expect(page.get_by_role("option").first).to_contain_text("L’Haÿ-les-Roses".replace("’", "'"))
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value(re.compile("L'Haÿ-les-Roses"))
    field.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Bièvre Val-de-Marne")


def test_the_device_may_say_where_it_is(open_page, running_site):
    page = open_page(
        width=360,
        geolocation={"latitude": 48.7925, "longitude": 2.3322},
        permissions=["geolocation"],
    )
    page.goto("/missions-locales/")
    page.get_by_role("button", name="Autour de moi").first.click()
    expect(page).to_have_url(re.compile(r"lat=48\.79\d*&lon=2\.33"))
    expect(page.get_by_role("main")).to_contain_text(INNOVAM)


def test_a_town_that_does_not_exist_gets_a_way_out(home):
    home.get_by_label("Ta ville ou ton code postal").first.fill("Viljuif")
    home.get_by_role("button", name="Trouver").first.click()
    home.get_by_role("main").get_by_role("link", name="Villejuif").first.click()
    expect(home.get_by_role("main")).to_contain_text(INNOVAM)
