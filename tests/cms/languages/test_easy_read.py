"""A page told again in easy words: linked from it and back, and public no sooner than it is."""

import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from catalogue.indexing import index_for_search
from cms.models import EasyReadPage, OfferIndexPage

pytestmark = pytest.mark.django_db

EASY = "/mentions-legales/facile-a-lire/"
BODY = [{"type": "paragraph", "value": "<p>Le site est gratuit.</p>"}]


@pytest.fixture
def easy(legal):
    page = EasyReadPage(title="Qui fait ce site", body=json.dumps(BODY))
    page = legal.add_child(instance=page)
    index_for_search(EasyReadPage, [page.pk])
    return page


def links(client, path):
    page = BeautifulSoup(client.get(path).content, "html.parser")
    return [link["href"] for link in page.select(".version a")]


def test_the_page_leads_to_it_and_it_leads_back(client, easy):
    assert links(client, "/mentions-legales/") == [EASY]
    assert links(client, EASY) == ["/mentions-legales/"]
    assert "Le site est gratuit." in client.get(EASY).text


def test_a_page_without_one_has_no_link(client, easy):
    assert links(client, "/accessibilite/") == []


def test_the_home_page_may_have_one(client, home):
    home.add_child(instance=EasyReadPage(title="Bienvenue"))
    assert links(client, "/") == ["/facile-a-lire/"]
    assert links(client, "/facile-a-lire/") == ["/"]


def test_it_is_found_like_any_page(client, easy):
    for path in ["/plan-du-site/", "/sitemap-pages.xml", "/api/v1/pages/?limit=100"]:
        assert EASY in client.get(path).text
    assert EASY in client.get("/recherche/?q=gratuit").text


@pytest.mark.parametrize("why", ["draft", "restricted", "page restricted"])
def test_one_that_is_not_public_is_nowhere(client, easy, legal, why):
    if why == "draft":
        easy.unpublish()
    else:
        page = legal if why == "page restricted" else easy
        PageViewRestriction.objects.create(
            page=page.page_ptr, restriction_type=PageViewRestriction.LOGIN
        )
    assert client.get(EASY).status_code == (404 if why == "draft" else 302)
    for path in [
        "/plan-du-site/",
        "/sitemap-pages.xml",
        "/api/v1/pages/?limit=100",
        "/recherche/?q=gratuit",
        "/accessibilite/",
    ]:
        assert EASY not in client.get(path).text
    if why != "page restricted":
        assert links(client, "/mentions-legales/") == []


def test_there_is_one_for_a_page_and_its_address_is_fixed(easy, legal):
    assert easy.slug == "facile-a-lire"
    assert not EasyReadPage.can_create_at(legal)
    assert not EasyReadPage.can_create_at(easy)


def test_a_list_of_the_catalogue_has_none(home):
    assert not EasyReadPage.can_create_at(OfferIndexPage.objects.get())
    assert EasyReadPage.can_create_at(home)


def test_the_link_costs_no_query(client, easy):
    def count(path):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    assert count("/mentions-legales/") == count("/accessibilite/")


def test_it_is_translated_with_its_page(client, easy, legal, arabic_legal, translate):
    translate(easy, "ar", title="من يصنع هذا الموقع")
    path = "/ar/mentions-legales/facile-a-lire/"
    assert links(client, "/ar/mentions-legales/") == [path]
    assert links(client, path) == ["/ar/mentions-legales/"]
