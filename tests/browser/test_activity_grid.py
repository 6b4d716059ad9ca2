"""The weekly grid, as it is filled in: by keyboard, by pasting, on a train, by two at once."""

import re
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from activity.periods import Week

from .conftest import COLLEAGUE, PERSON

INTERVIEWS = "Entretiens individuels, "
WEEKS = (Week(2019, number).code for number in count(2, 3))  # each test has an empty one


@pytest.fixture
def open_grid(open_page):
    """The same empty week of the same structure, however many open it."""
    week = next(WEEKS)

    def open_grid(email=PERSON, **options):
        page = open_page(signed_in=email, **options)
        page.goto(f"/gestion/activite/saisie/?q=Innovam&period={week}")
        page.get_by_role("link", name="Mission Locale Innovam", exact=True).click()
        # Until the page's script has run, the Enter key sends the form.
        page.wait_for_load_state()
        expect(page.locator("#grid")).to_be_visible()
        return page

    return open_grid


def cell(page, name=f"{INTERVIEWS}sur site"):
    return page.get_by_role("textbox", name=name, exact=True)


def expect_state(page, words):
    expect(page.locator("#grid-state-words")).to_contain_text(words)


def expect_saved(page):
    expect_state(page, "Tout est enregistré (")


def paste(page, text):
    page.evaluate(
        """text => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const options = { clipboardData, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        text,
    )


def test_keys_move_as_in_a_spreadsheet_and_all_is_saved(open_grid):
    page = open_grid()
    cell(page).focus()
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(cell(page, "Ateliers, à distance")).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("ArrowLeft")  # within the text, then out of it
    page.keyboard.press("ArrowLeft")
    expect(cell(page, "Ateliers, sur site")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(cell(page, f"{INTERVIEWS}à distance")).to_be_focused()
    page.keyboard.press("ArrowUp")  # a row of one cell, then back to the same column
    page.keyboard.press("ArrowDown")
    expect(cell(page, f"{INTERVIEWS}à distance")).to_be_focused()
    page.keyboard.type("9")
    page.keyboard.press("Backspace")
    page.keyboard.type("5")
    expect_saved(page)
    expect(page.locator("#grid-report")).to_contain_text("En cours, provisoire")
    page.keyboard.type("8")
    page.keyboard.press("Escape")
    expect(cell(page, f"{INTERVIEWS}à distance")).to_have_value("5")
    page.reload()
    expect(cell(page)).to_have_value("12")
    expect(cell(page, f"{INTERVIEWS}à distance")).to_have_value("5")
    expect(cell(page, "Ateliers, à distance")).to_have_value("7")
    expect(page.locator("#grid-filled")).to_contain_text("3 cases renseignées sur 22")


def test_a_block_copied_from_a_spreadsheet_lands_where_it_should(open_grid):
    page = open_grid()
    cell(page, "Ateliers, sur site").fill("99")
    cell(page).focus()
    paste(page, "1\u202f250\t30\t\r\n12\tdouze\t4\t5\r\n")
    expect(page.locator("#grid-announcement")).to_contain_text("Collé : 5 cases.")
    expect(page.locator("#grid-announcement")).to_contain_text("« douze »")
    expect(page.locator("#grid-announcement")).to_contain_text("Hors de la grille : 1 case.")
    expect_saved(page)
    page.reload()
    expect(cell(page)).to_have_value("1250")
    expect(cell(page, f"{INTERVIEWS}hors les murs")).to_have_value("")
    expect(cell(page, "Ateliers, hors les murs")).to_have_value("4")
    cell(page).focus()
    paste(page, "1\t2\t3")
    page.get_by_role("button", name="Annuler le collage").click()
    expect(cell(page)).to_have_value("1250")
    expect(cell(page, f"{INTERVIEWS}hors les murs")).to_have_value("")


def test_what_is_typed_without_a_network_leaves_when_it_is_back(open_grid):
    page = open_grid()
    page.context.set_offline(True)
    cell(page).fill("12")
    expect_state(page, "Pas de réseau. Gardé dans ce navigateur : 1 case.")
    page.context.set_offline(False)
    expect_saved(page)
    page.reload()
    expect(cell(page)).to_have_value("12")


def test_what_waited_is_found_again_after_the_page_was_closed(open_grid):
    page = open_grid()
    address = page.url
    page.context.set_offline(True)
    cell(page).fill("12")
    expect_state(page, "Pas de réseau")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(address)
    expect(page.locator("#grid-announcement")).to_contain_text("Retrouvé dans ce navigateur")
    expect_saved(page)
    kept = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('parvis.'))")
    assert kept == []
    page.reload()
    expect(cell(page)).to_have_value("12")


def test_an_answer_that_was_lost_is_no_conflict_with_oneself(open_grid):
    page = open_grid()

    def lose_answer(route):
        if route.request.method != "POST":
            return route.continue_()
        route.fetch()
        return route.abort("internetdisconnected")

    page.route("**/saisie/**", lose_answer)
    cell(page).fill("12")
    expect_state(page, "Pas de réseau")
    cell(page).fill("15")
    page.unroute("**/saisie/**")
    expect_saved(page)
    page.reload()
    expect(cell(page)).to_have_value("15")


def test_two_people_choose_between_their_figures(open_grid):
    mine, theirs = open_grid(), open_grid(COLLEAGUE)
    cell(theirs).fill("20")
    cell(theirs, f"{INTERVIEWS}à distance").fill("3")
    expect_saved(theirs)
    cell(mine).fill("15")
    cell(mine, f"{INTERVIEWS}à distance").fill("4")
    expect_state(mine, "Quelqu’un d’autre a écrit au même endroit. À choisir : 2 cases.")
    expect(mine.get_by_text("Vous avez mis 15.")).to_be_visible()
    assert Axe().run(mine).violations_count == 0
    mine.get_by_role("button", name="Garder 15").click()
    mine.get_by_role("button", name="Prendre 3").click()
    expect_saved(mine)
    mine.reload()
    expect(cell(mine)).to_have_value("15")
    expect(cell(mine, f"{INTERVIEWS}à distance")).to_have_value("3")
    expect(mine.locator("#history")).to_contain_text("20")


def test_a_mistyped_number_is_told_and_the_others_are_saved(open_grid):
    page = open_grid()
    cell(page).fill("12a")
    cell(page, "Ateliers, sur site").fill("4")
    expect_state(page, "1 case à corriger")
    expect(cell(page)).to_have_attribute("aria-invalid", "true")
    expect(cell(page)).to_have_accessible_description(re.compile("Écrivez un nombre entier"))
    page.get_by_role("button", name="Envoyer comme définitif").click()
    expect(page.locator("#grid-announcement")).to_contain_text("rien n’a été envoyé")
    page.reload()
    expect(cell(page, "Ateliers, sur site")).to_have_value("4")


def test_a_week_is_submitted_with_what_was_just_typed_then_reopened(open_grid):
    page = open_grid()
    cell(page).fill("12")
    page.get_by_role("button", name="Envoyer comme définitif").click()
    expect(page.get_by_text("Définitive, envoyée le")).to_be_visible()
    expect(page.locator("input[data-key]")).to_have_count(0)
    page.get_by_text("Rouvrir cette saisie").click()
    page.get_by_label("Pourquoi ?").fill("Un atelier oublié")
    page.get_by_role("button", name="Rouvrir", exact=True).click()
    expect(cell(page)).to_have_value("12")
    expect(page.locator("#history")).to_contain_text("Un atelier oublié")


def test_a_plain_form_does_as_much(open_grid):
    page = open_grid(js=False)
    cell(page).fill("12")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("1 case enregistrée.")).to_be_visible()
    expect(cell(page)).to_have_value("12")


def test_on_a_phone_each_cell_says_its_modality(open_grid):
    line = cell(open_grid(width=360)).locator("..")
    assert line.evaluate("line => getComputedStyle(line, '::before').content") == '"Sur site" / ""'


def test_the_bar_never_hides_the_cell_that_is_filled_in(open_grid):
    page = open_grid(width=360)
    cell(page).focus()
    for _row in range(5):
        page.keyboard.press("Enter")
        page.wait_for_function(
            """() => document.activeElement.getBoundingClientRect().bottom
                <= document.querySelector(".activity-bar").getBoundingClientRect().top"""
        )


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_with_the_page(open_grid, width, scheme):
    page = open_grid(width=width, scheme=scheme)
    page.locator("summary").first.click()
    cell(page).fill("12")
    expect_saved(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.locator(".activity").evaluate(
        """root => [...root.querySelectorAll("input:not([type=hidden]), button, select, summary")]
            .filter(each => each.offsetParent && each.getBoundingClientRect().height < 43.5)
            .map(each => each.outerHTML.slice(0, 80))"""
    )
    assert small == []
