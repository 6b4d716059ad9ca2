"""A partner's file, from the zone where it is dropped to the import that is taken back.

By keyboard alone, on a phone and on a desktop, by day and by night; then without JavaScript.
"""

import re
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import expect

from .conftest import PERSON

#: More than a page of the table has.
LINES = 25
WORK = 30_000  # milliseconds: what a worker does, on a slow machine

MAKE = """
from datetime import timedelta
from django.utils import timezone
from catalogue.models import Network
from imports.models import Feed, ImportBatch
network = Network.objects.create(code="{code}", name="{code}", kind=Network.Kind.REGIONAL)
feed = Feed.objects.create(
    name="Partenaires {code}", code="{code}", target="partners", network=network,
    policy="valid-rows",
)
# A worker has it in hand, and says nothing for a long time.
batch = ImportBatch.objects.create(
    feed=feed, state="staging", filename="long.csv", size=12, sha256="0" * 64, lines_read=12_000,
    original="long.csv", lease_until=timezone.now() + timedelta(days=1),
)
print("made", feed.pk, batch.pk)
"""
#: The batch above, once somebody gave it up.
END = """
from imports.models import ImportBatch
ImportBatch.objects.filter(pk={batch}).update(state="cancelled", lease_until=None)
"""

CODES = (f"flux-navigateur-{number}" for number in count(1))


@pytest.fixture(scope="module")
def worker(running_site):
    with running_site.worker():
        yield


class Feed:
    def __init__(self, python):
        self.code = next(CODES)
        printed = python(MAKE.format(code=self.code))
        self.pk, self.working = re.search(r"made (\d+) (\d+)", printed).groups()
        self.page = f"/gestion/imports/flux/{self.pk}/"

    def file(self):
        """Partners; nobody knows the first heading, and one line has a kind that isn't one."""
        lines = [f"{self.code}-{number};Atelier {number};Association" for number in range(LINES)]
        lines[3] = lines[3].replace("Association", "Licorne")
        text = "\n".join(["Zzz;Nom;Type", *lines, ""])
        return {"name": "partenaires.csv", "mimeType": "text/csv", "buffer": text.encode()}


@pytest.fixture
def feed(python):
    return Feed(python)


@pytest.fixture
def sign_in(open_page):
    def sign_in(**options):
        page = open_page(signed_in=PERSON, **options)
        page.goto("/gestion/imports/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Imports")
        return page

    return sign_in


# --- Steps


def go_to(page, target):
    """By the Tab key, from wherever the focus is. What has the focus is seen, whole or in part."""
    expect(target).to_be_visible()
    for _press in range(200):
        page.keyboard.press("Tab")
        if target.evaluate("target => target === document.activeElement"):
            break
    expect(target).to_be_focused()
    page.wait_for_function(  # it may scroll softly
        """target => {
            const box = target.getBoundingClientRect();
            const found = document.elementFromPoint(
                box.left + box.width / 2, box.top + box.height / 2
            );
            return target.contains(found) || target.labels?.[0]?.contains(found);
        }""",
        arg=target.element_handle(),
    )


def press(page, target, key="Enter"):
    go_to(page, target)
    page.keyboard.press(key)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def looks_right(page):
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.locator(".imports").evaluate(
        """root => [...root.querySelectorAll(".button, select, summary, input[type=search]")]
            .filter(each => each.offsetParent && each.getBoundingClientRect().height < 43.5)
            .map(each => each.outerHTML.slice(0, 80))"""
    )
    assert small == []
    outside = page.locator(".imports").evaluate(
        """root => [...root.querySelectorAll("a, button, input, select, p, h2, li")]
            .filter(each => each.checkVisibility() && !each.closest(".w-sr-only"))
            .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
            .map(each => each.outerHTML.slice(0, 80))"""
    )
    assert outside == []


# --- The way of a file


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_a_file_is_sent_read_applied_and_taken_back_by_keyboard(
    sign_in, feed, worker, width, scheme
):
    page = sign_in(width=width, scheme=scheme)
    looks_right(page)
    page.goto(feed.page)
    looks_right(page)
    with page.expect_file_chooser() as chooser:
        press(page, page.get_by_label("Déposez le fichier ici"))
    chooser.value.set_files(feed.file())
    press(page, button(page, "Envoyer et vérifier"))

    # Columns: without the one that recognises a line, nothing can be done, and the page says so
    expect(page.locator("#mapping")).to_be_visible(timeout=WORK)
    expect(page.get_by_text("Aucune colonne n’est reconnue pour : Code.")).to_be_visible()
    looks_right(page)
    press(page, button(page, "Continuer"))
    expect(page.get_by_text("Il manque une colonne pour : Code.")).to_be_visible()
    expect(button(page, "Abandonner cet import")).to_be_visible()
    looks_right(page)
    choice = page.get_by_label("Zzz", exact=True)
    go_to(page, choice)
    page.keyboard.type("Code")
    expect(choice.locator("option:checked")).to_have_text("Code *")
    press(page, button(page, "Continuer"))

    # Review
    expect(page.locator("#verdict")).to_contain_text("Parvis va ajouter 24", timeout=WORK)
    looks_right(page)
    tabs = page.get_by_role("navigation", name="Lignes à montrer")
    press(page, tabs.get_by_role("link", name="1 en erreur"))
    expect(page.locator(".imports-row")).to_have_count(1)
    expect(page.locator(".imports-row")).to_contain_text("Licorne")
    looks_right(page)
    press(page, tabs.get_by_role("link", name="Toutes"))
    press(page, page.get_by_role("link", name="Suivante"))
    expect(page.get_by_text("Page 2 sur 2")).to_be_visible()
    press(page, page.get_by_role("checkbox", name="Atelier 24"), "Space")
    press(page, button(page, "Laisser de côté les lignes cochées"))
    expect(page.locator("#verdict")).to_contain_text("Parvis va ajouter 23")
    press(page, page.get_by_role("checkbox", name="Appliquer"), "Space")
    expect(page.locator("#verdict")).to_contain_text("Rien ne changera")
    page.keyboard.press("Space")
    expect(page.locator("#verdict")).to_contain_text("Parvis va ajouter 23")
    press(page, button(page, "Appliquer"))

    # Result
    expect(page.locator("#verdict")).to_contain_text("Parvis a ajouté 23", timeout=WORK)
    looks_right(page)
    with page.expect_download() as download:
        press(page, page.get_by_role("link", name="Télécharger le fichier à corriger"))
    assert download.value.suggested_filename == "partenaires-a-corriger.xlsx"
    sheet = load_workbook(BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]
    assert sheet["C5"].value == "Licorne"
    assert sheet["C5"].comment is not None
    press(page, page.locator("summary", has_text="Annuler cet import"))
    looks_right(page)
    press(page, button(page, "Oui, annuler cet import"))
    expect(page.locator("#verdict")).to_contain_text("Cet import a été annulé", timeout=WORK)
    looks_right(page)


def test_a_plain_browser_does_as_much(sign_in, feed, worker):
    page = sign_in(js=False)
    page.goto(feed.page)
    page.get_by_label("Déposez le fichier ici").set_input_files(feed.file())
    button(page, "Envoyer et vérifier").click()
    # Nobody presses anything: a page that waits for a worker asks again by itself.
    expect(page.locator("#mapping")).to_be_visible(timeout=WORK)
    page.get_by_label("Zzz", exact=True).select_option(label="Code *")
    button(page, "Continuer").click()
    expect(page.locator("#verdict")).to_contain_text("Parvis va ajouter 24", timeout=WORK)
    button(page, "Appliquer").click()
    expect(page.locator("#verdict")).to_contain_text("Parvis a ajouté 24", timeout=WORK)
    page.locator("summary", has_text="Annuler cet import").click()
    button(page, "Oui, annuler cet import").click()
    expect(page.locator("#verdict")).to_contain_text("Cet import a été annulé", timeout=WORK)


@pytest.mark.parametrize("js", [True, False])
def test_the_page_of_a_file_at_work_moves_on_by_itself(sign_in, feed, python, js):
    page = sign_in(js=js)
    page.goto(f"/gestion/imports/{feed.working}/")
    expect(page.locator("#progress")).to_have_text("Lecture en cours…")
    expect(page.get_by_text("12\u202f000 lignes lues")).to_be_visible()
    python(END.format(batch=feed.working))
    expect(page.locator(".imports-badge")).to_have_text("Abandonné", timeout=WORK)
    if js:
        expect(page.locator("#announcement")).to_have_text("abandonné")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_with_the_page_of_a_file_at_work(sign_in, feed, width, scheme):
    page = sign_in(width=width, scheme=scheme)
    page.get_by_role("link", name="Aide", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aide aux imports")
    looks_right(page)
    page.goto(f"/gestion/imports/{feed.working}/")
    expect(page.locator("#progress")).to_be_visible()
    looks_right(page)


# --- Dropping


def drop(page, place, names):
    """As a person lets files go over a place of the page."""
    files = page.evaluate_handle(
        """names => {
            const dropped = new DataTransfer();
            for (const name of names) dropped.items.add(new File(["Code;Nom"], name));
            return dropped;
        }""",
        names,
    )
    page.locator(place).dispatch_event("dragover", {"dataTransfer": files})
    page.locator(place).dispatch_event("drop", {"dataTransfer": files})


def test_a_file_may_be_dropped_anywhere_in_the_zone(sign_in, feed):
    page = sign_in()
    page.goto(feed.page)
    drop(page, ".imports-drop h2", ["partenaires.csv", "autre.csv"])
    field = page.get_by_label("Déposez le fichier ici")
    expect(field).to_be_focused()
    assert field.evaluate("field => [...field.files].map(file => file.name)") == ["partenaires.csv"]


def test_a_file_dropped_beside_the_zone_does_not_replace_the_page(sign_in, feed):
    page = sign_in()
    page.goto(feed.page)
    drop(page, "#history", ["partenaires.csv"])
    assert page.get_by_label("Déposez le fichier ici").evaluate("field => field.files.length") == 0
    kept = page.evaluate(
        """() => !document.body.dispatchEvent(new DragEvent("drop", {
            bubbles: true,
            cancelable: true,
            dataTransfer: (() => {
                const files = new DataTransfer();
                files.items.add(new File([""], "a.csv"));
                return files;
            })(),
        }))"""
    )
    assert kept, "the browser would open the file"
