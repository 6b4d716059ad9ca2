"""Each kind of page, on a phone and on a desk, by day and by night."""

import gzip
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import bytes_on_the_wire

PAGES = {
    "home": "/",
    "home, town known": "/?lieu=94016",
    "structures": "/missions-locales/",
    "structures of a town": "/missions-locales/?lieu=94016",
    "structures, several towns": "/missions-locales/?lieu=saint-denis",
    "structures, unknown town": "/missions-locales/?lieu=viljuif",
    "structure": "/missions-locales/mission-locale-innovam/",
    "schemes": "/dispositifs/",
    "scheme": "/dispositifs/contrat-engagement-jeune/",
    "archived scheme": "/dispositifs/garantie-jeunes/",
    "offers": "/offres/",
    "offers, filtered": "/offres/?theme=emploi&lieu=94016&km=15",
    "offers, none": "/offres/?q=introuvable",
    "agenda": "/agenda/",
    "search": "/recherche/?q=emploi",
    "search, nothing": "/recherche/?q=introuvable",
    "news": "/actualites/",
    "piece of news": "/actualites/contrat-engagement-jeune-en-cinq-arrets/",
    "campaign": "/campagnes/un-mois-pour-bouger/",
    "library": "/apprendre/?theme=emploi",
    "legal notice": "/mentions-legales/",
    "privacy": "/donnees-personnelles/",
    "accessibility": "/accessibilite/",
    "site map": "/plan-du-site/",
    "home, in Arabic": "/ar/",
    "schemes, in Arabic": "/ar/dispositifs/",
    "scheme, in Arabic": "/ar/dispositifs/contrat-engagement-jeune/",
    "easy to read": "/c-est-quoi/facile-a-lire/",
    "not found": "/nulle-part/",
}
PHONE, DESK = 360, 1280
# 400 % of zoom on a screen of 1280 px. https://www.w3.org/WAI/WCAG22/Understanding/reflow.html
ZOOMED = 320

FIRST_LOAD_BYTES = 60_000
HTML_BYTES = 10_000


@pytest.fixture(scope="session")
def pages(running_site, chromium):
    """The list above, and the first offer that the site shows."""
    context = chromium.new_context(extra_http_headers={"X-Forwarded-Proto": "https"})
    page = context.new_page()
    page.goto(f"{running_site.url}/offres/")
    offer = page.locator("main a[href^='/offres/']:not([href*='?'])").first.get_attribute("href")
    context.close()
    return PAGES | {"offer": offer}


def overflow(page):
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


#: Headings' words, and the boxes of each: one that is cut stands on two lines.
CUT_WORDS = r"""() => [...document.querySelectorAll("h1, h2, h3, dd, time, .btn, .lame")]
    .filter((element) => element.checkVisibility())
    .flatMap((element) => {
        const cut = [];
        const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        for (let text = texts.nextNode(); text; text = texts.nextNode()) {
            for (const word of text.data.matchAll(/[^\s\-–’']+/gu)) {
                const range = document.createRange();
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                const boxes = [...range.getClientRects()];
                if (new Set(boxes.map((box) => Math.round(box.top))).size > 1) cut.push(word[0]);
            }
        }
        return cut;
    })"""


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", [*PAGES, "offer"])
def test_a_page_is_sound_by_day_and_by_night(name, width, pages, open_page):
    """Nothing in the console, nothing from elsewhere, no accessibility rule broken, and no large
    word cut in two, however wide the letters of the device.
    """
    page = open_page(width=width)
    response = page.goto(pages[name], wait_until="load")
    assert response.status == (404 if name == "not found" else 200)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert overflow(page) == 0, scheme
        assert page.evaluate(CUT_WORDS) == [], scheme
        results = Axe().run(page)
        assert results.violations_count == 0, f"{scheme}:\n{results.generate_report()}"


@pytest.mark.parametrize("name", [*PAGES, "offer"])
def test_a_page_reads_in_one_column_at_four_times_its_size(name, pages, open_page):
    page = open_page(width=ZOOMED, height=256)
    page.goto(pages[name])
    assert overflow(page) == 0


#: Lines of the question that run over the lit door: white on yellow, they cannot be read.
WORDS_ON_THE_DOOR = r"""() => {
    const door = document.querySelector(".grande-porte").getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(document.querySelector(".mur h1"));
    return [...range.getClientRects()].filter((line) =>
        line.right > door.left && line.left < door.right
        && line.bottom > door.top && line.top < door.bottom).length;
}"""


@pytest.mark.parametrize("width", [PHONE, ZOOMED])
@pytest.mark.parametrize("path", ["/", "/ar/", "/uk/", "/en/", "/fa-af/"])
def test_the_question_stays_off_the_light_of_the_door(path, width, open_page):
    page = open_page(width=width)
    page.goto(path)
    assert page.evaluate(WORDS_ON_THE_DOOR) == 0


def test_the_home_page_is_light_to_load(open_page):
    page = open_page(width=PHONE)
    with bytes_on_the_wire(page) as received:
        page.goto("/", wait_until="networkidle")
    heaviest = sorted(received.items(), key=lambda item: -item[1])
    assert sum(received.values()) <= FIRST_LOAD_BYTES, heaviest


def test_the_html_of_the_home_page_is_light(running_site):
    request = urllib.request.Request(
        running_site.url, headers={"Accept-Encoding": "gzip", "X-Forwarded-Proto": "https"}
    )
    with urllib.request.urlopen(request) as response:
        body = response.read()
        assert response.headers["Content-Encoding"] == "gzip"
    assert b"<!DOCTYPE html>" in gzip.decompress(body)
    assert len(body) <= HTML_BYTES


def test_static_files_come_compressed_and_are_kept_for_ever(running_site, open_page):
    page = open_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - not a builtin
    page.goto("/", wait_until="networkidle")
    styles = [answer for answer in answers if answer.url.endswith(".css")]
    assert styles
    for answer in styles:
        assert answer.header_value("content-encoding") in {"br", "gzip"}
        assert "immutable" in answer.header_value("cache-control")
