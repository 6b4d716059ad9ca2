"""The address says the language; where nothing was published in it, it leads nowhere."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from wagtail.models import Locale, PageViewRestriction

from cms.models import HomePage, NewsIndexPage, NewsPage, StandardPage

pytestmark = pytest.mark.django_db

LEGAL, ARABIC_LEGAL = "/mentions-legales/", "/ar/mentions-legales/"


def speech(response):
    """The language and the direction of a whole page."""
    return re.search(r'<html lang="(.+?)"\s+dir="(.+?)"', response.text).groups()


def parsed(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return BeautifulSoup(response.content, "html.parser")


def alternates(client, path):
    """hreflang → path."""
    return {
        link["hreflang"]: link["href"].removeprefix("http://testserver")
        for link in parsed(client, path).select('link[rel="alternate"][hreflang]')
    }


def test_french_has_no_prefix(client, arabic_legal):
    assert client.get(LEGAL).status_code == 200
    assert client.get(f"/fr{LEGAL}").status_code == 404


@pytest.mark.parametrize(("path", "lang", "direction"), [("/", "fr", "ltr"), ("/ar/", "ar", "rtl")])
def test_a_page_says_its_language_and_its_direction(client, arabic_home, path, lang, direction):
    html = parsed(client, path).html
    assert (html["lang"], html["dir"]) == (lang, direction)


def test_dari_is_the_persian_of_afghanistan(client, home, translate):
    translate(home, "fa-af")
    html = parsed(client, "/fa-af/").html
    assert (html["lang"], html["dir"]) == ("fa-AF", "rtl")
    assert client.get("/fa/").status_code == 404


def test_a_language_that_nobody_published_leads_nowhere_and_says_so_in_french(
    client, home, translate
):
    translate(home, "uk", live=False)
    for path in ["/uk/", "/uk/mentions-legales/", "/en/"]:
        response = client.get(path)
        assert response.status_code == 404
        assert speech(response) == ("fr", "ltr")


def test_a_french_page_is_not_served_under_another_language(client, arabic_home):
    assert client.get(ARABIC_LEGAL).status_code == 404


def test_neither_a_cookie_nor_a_header_decides(client, arabic_home):
    for path in ["/", "/ar/"]:
        response = client.get(path, headers={"Accept-Language": "uk"})
        assert not response.cookies
        assert "Accept-Language" not in response.get("Vary", "")
    assert '<html lang="fr"' in client.get("/", headers={"Accept-Language": "ar"}).text


def test_each_page_names_all_that_say_the_same_and_is_named_by_them(client, arabic_legal):
    expected = {"fr": LEGAL, "ar": ARABIC_LEGAL, "x-default": LEGAL}
    assert alternates(client, LEGAL) == expected
    assert alternates(client, ARABIC_LEGAL) == expected
    assert alternates(client, "/") == {"fr": "/", "ar": "/ar/", "x-default": "/"}


def test_a_page_in_french_alone_names_no_other(client, arabic_home):
    assert alternates(client, LEGAL) == {}


@pytest.mark.parametrize("why", ["draft", "restricted"])
def test_a_translation_that_is_not_public_is_nowhere(client, arabic_legal, why):
    if why == "draft":
        arabic_legal.unpublish()
    else:
        PageViewRestriction.objects.create(
            page=arabic_legal.page_ptr, restriction_type=PageViewRestriction.LOGIN
        )
    assert alternates(client, LEGAL) == {}
    assert client.get(ARABIC_LEGAL).status_code == (404 if why == "draft" else 302)
    places = [LEGAL, "/ar/", "/plan-du-site/", "/sitemap-pages.xml", "/api/v1/pages/?limit=100"]
    for path in [*places, "/recherche/?q=من"]:
        assert ARABIC_LEGAL not in client.get(path).text


def test_what_is_public_is_in_the_sitemap_with_its_alternates(client, arabic_legal):
    text = client.get("/sitemap-pages.xml").text
    assert f"<loc>http://testserver{ARABIC_LEGAL}</loc>" in text
    for code, path in [("fr", LEGAL), ("ar", ARABIC_LEGAL), ("x-default", LEGAL)]:
        link = f'<xhtml:link rel="alternate" hreflang="{code}" href="http://testserver{path}"/>'
        assert text.count(link) == 2


def test_the_api_tells_the_language_and_filters_by_it(client, arabic_legal):
    items = client.get("/api/v1/pages/", {"locale": "ar"}).json()["items"]
    assert {item["meta"]["locale"] for item in items} == {"ar"}
    assert [item["meta"]["html_url"].partition("/ar/")[1] for item in items] == ["/ar/"] * 2


def test_the_search_says_in_which_language_an_answer_is(client, arabic_legal):
    page = parsed(client, "/recherche/?q=نحن")
    link = page.select_one(f'a[href="{ARABIC_LEGAL}"]')
    assert (link.parent["lang"], link.parent["dir"]) == ("ar", "rtl")


def test_the_languages_are_named_in_themselves_and_lead_to_the_page_or_to_the_home_page(
    client, home, arabic_legal, translate
):
    translate(home, "uk")
    links = parsed(client, LEGAL).select("#langues a")
    assert [(link["lang"], link.text, link["href"]) for link in links] == [
        ("fr", "Français", LEGAL),
        ("uk", "Українська", "/uk/"),
        ("ar", "العربية", ARABIC_LEGAL),
    ]
    assert [link["lang"] for link in links if link.get("aria-current")] == ["fr"]


def test_french_alone_needs_no_choice_of_languages(client):
    assert not parsed(client, "/").select("#langues")


def test_the_town_goes_along_into_another_language(client, arabic_home):
    links = parsed(client, "/?lieu=villejuif-94076").select('#langues a[lang="ar"]')
    assert [link["href"] for link in links] == ["/ar/?lieu=villejuif-94076"]


def test_a_page_that_speaks_only_french_is_not_translated(arabic_home, home):
    with pytest.raises(PermissionDenied):
        NewsIndexPage.objects.get().copy_for_translation(Locale.objects.get(language_code="ar"))
    assert not NewsIndexPage.can_create_at(arabic_home)
    assert StandardPage.can_create_at(arabic_home)
    assert NewsPage.can_create_at(NewsIndexPage.objects.get())


def test_a_page_in_preparation_is_seen_in_its_language(arabic_home):
    arabic_home.heading = "أين؟"
    response = arabic_home.make_preview_request()
    assert speech(response) == ("ar", "rtl")
    assert "أين؟" in response.text


def test_french_pages_cost_no_query_more(client, home, translate, django_assert_max_num_queries):
    def count(path):
        client.get(path)
        with django_assert_max_num_queries(12) as captured:
            client.get(path)
        return len(captured)

    paths = ["/", LEGAL, "/offres/", "/dispositifs/"]
    before = [count(path) for path in paths]
    for code in ["en", "uk", "ar", "fa-af"]:
        translate(home, code)
        translate(StandardPage.objects.child_of(home).get(slug="mentions-legales"), code)
    assert [count(path) for path in paths] == before
    assert HomePage.objects.live().count() == 5


@pytest.mark.parametrize("path", ["/ar/", ARABIC_LEGAL, "/ar/dispositifs/"])
def test_pages_in_other_languages_keep_to_the_budget(
    client, arabic_legal, arabic_schemes, path, django_assert_max_num_queries
):
    client.get(path)
    with django_assert_max_num_queries(12):
        assert client.get(path).status_code == 200
