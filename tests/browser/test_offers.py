"""Narrowing the list of offers, turning its pages: by mouse, by keyboard, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from .test_finder import tab_to

COUNT = re.compile(r"(\d+)")


def shown(page):
    """How many offers the list says it holds."""
    return int(COUNT.search(page.locator("#h-resultats").inner_text()).group(1))


@pytest.fixture
def with_script(open_page):
    page = open_page()
    page.goto("/offres/")
    return page


@pytest.fixture
def without_script(open_page):
    page = open_page(js=False)
    page.goto("/offres/")
    return page


def test_a_choice_narrows_the_list_at_once(with_script):
    page, before = with_script, shown(with_script)
    page.locator("input[name=theme][value=emploi]").check()
    expect(page).to_have_url(re.compile(r"theme=emploi"))
    expect(page.locator("#h-resultats")).not_to_contain_text(str(before))
    assert 0 < shown(page) < before


def test_the_way_back_widens_it_again(with_script):
    page, before = with_script, shown(with_script)
    page.locator("input[name=theme][value=emploi]").check()
    expect(page.locator("#h-resultats")).not_to_contain_text(str(before))
    page.go_back()
    expect(page.locator("#h-resultats")).to_contain_text(str(before))


def test_filters_work_without_javascript(without_script):
    page, before = without_script, shown(without_script)
    page.locator("input[name=theme][value=emploi]").check()
    page.locator("#filtrer button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"theme=emploi"))
    assert 0 < shown(page) < before
    expect(page.locator("input[name=theme][value=emploi]")).to_be_checked()


def test_filters_work_by_keyboard_alone(with_script):
    page, before = with_script, shown(with_script)
    tab_to(page, page.locator("input[name=theme][value=emploi]"))
    page.keyboard.press("Space")
    expect(page.locator("#h-resultats")).not_to_contain_text(str(before))
    assert 0 < shown(page) < before
    # The focus stays where the person was: one more press takes the choice back.
    page.keyboard.press("Space")
    expect(page.locator("#h-resultats")).to_contain_text(str(before))


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_each_page_of_the_list_shows_other_offers(js, open_page):
    page = open_page(width=360, js=js)
    page.goto("/offres/")
    offers = page.locator("#resultats .offres a[href^='/offres/']")
    first = offers.first.get_attribute("href")
    page.locator("#resultats nav a[rel=next]").first.click()
    expect(page).to_have_url(re.compile(r"page=2"))
    expect(offers.first).not_to_have_attribute("href", first)


def test_pages_turn_by_keyboard_alone(with_script):
    page = with_script
    tab_to(page, page.locator("#resultats nav a[rel=next]").first, limit=200)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"page=2"))


def test_a_filtered_list_has_an_address_to_share(with_script, open_page):
    with_script.locator("input[name=theme][value=emploi]").check()
    expect(with_script).to_have_url(re.compile(r"theme=emploi"))
    other = open_page(width=360, js=False)
    other.goto(with_script.url)
    assert shown(other) == shown(with_script)
