"""The editors' site under its own security policy: nothing that Wagtail needs is refused."""

import pytest
from playwright.sync_api import expect

from .conftest import PERSON, choose_action

SENTENCE = "Ici, quelqu’un t’écoute avant de te répondre."


@pytest.fixture
def editor(open_page):
    """A signed-in page. As elsewhere, its console must stay silent until the end."""
    page = open_page(signed_in=PERSON)
    page.goto("/gestion/")
    expect(page.locator(".w-header, .w-summary").first).to_be_visible()
    return page


def test_the_public_site_carries_the_editors_bar(editor):
    editor.goto("/")
    expect(editor.locator("wagtail-userbar")).to_be_attached()
    editor.locator("wagtail-userbar").get_by_role("button").first.click()
    expect(editor.locator("wagtail-userbar").get_by_role("menuitem").first).to_be_visible()


@pytest.fixture
def structure_form(editor):
    """A structure's form, found by its name. The structure keeps its words: others look at it."""
    editor.goto("/gestion/catalogue/structure/?q=Innovam")
    editor.get_by_role("link", name="Mission Locale Innovam", exact=True).click()
    presentation = editor.locator("[name=presentation]")
    address, before = editor.url, presentation.input_value()
    yield editor
    editor.goto(address)
    presentation.fill(before)
    choose_action(editor, "Publier")


def test_a_structure_is_presented_in_other_words_seen_beforehand(structure_form):
    editor = structure_form
    address = editor.url
    public_address = f"/missions-locales/{editor.locator('[name=slug]').input_value()}/"

    editor.locator("[name=presentation]").fill(SENTENCE)
    editor.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
    # Wagtail loads the next preview in a frame of its own, and takes the former one away.
    preview = editor.frame_locator(".w-preview__iframe").last
    expect(preview.get_by_text(SENTENCE)).to_be_visible()

    editor.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(editor.locator(".messages .success")).to_be_visible()
    editor.goto(public_address)
    expect(editor.get_by_role("heading", level=1)).to_be_visible()
    expect(editor.get_by_text(SENTENCE)).to_have_count(0)

    editor.goto(address)
    choose_action(editor, "Publier")
    editor.goto(public_address)
    expect(editor.get_by_text(SENTENCE)).to_be_visible()


@pytest.fixture
def text_page_form(editor):
    """The form of a page of text, which loses what was typed at its end: others look at it."""
    [found] = editor.request.get("/api/v1/pages/?slug=mentions-legales").json()["items"]
    address = f"/gestion/pages/{found['id']}/edit/"
    editor.goto(address)
    yield editor
    editor.goto(address)
    go_to_end_of_text(editor)
    for _character in SENTENCE:
        editor.keyboard.press("Backspace")
    expect(what_will_be_sent(editor)).to_have_count(0)
    choose_action(editor, "Publier")


def go_to_end_of_text(page):
    page.get_by_role("textbox").and_(page.locator("[contenteditable=true]")).last.focus()
    page.keyboard.press("Control+End")


def what_will_be_sent(page):
    """The field of the form that holds the sentence: the editor writes into it a little later."""
    return page.locator(f"input[type=hidden][value*='{SENTENCE}']")


def test_a_page_is_written_in_the_rich_text_editor(text_page_form):
    editor = text_page_form
    go_to_end_of_text(editor)
    editor.keyboard.type(SENTENCE)
    expect(what_will_be_sent(editor)).to_have_count(1)
    choose_action(editor, "Publier")
    editor.goto("/mentions-legales/")
    expect(editor.get_by_text(SENTENCE)).to_be_visible()
