"""Whatever its type, a page that not everybody may read is nowhere; one that they may is found."""

import json

import pytest
from wagtail.models import Page, PageViewRestriction

from cms.models import FormPage, HomePage, QuestionsPage, StandardPage

pytestmark = pytest.mark.django_db

TYPES = [StandardPage, QuestionsPage, FormPage]
WORD = "Zanzibar"


@pytest.fixture(params=TYPES, ids=lambda model: model.__name__)
def page(request):
    home = HomePage.objects.get()
    return home.add_child(instance=request.param(title=WORD, slug="zanzibar", summary=WORD))


def shown(client):
    """Where the page appears, of all the places that list pages."""
    places = {
        "map": "/plan-du-site/",
        "search": "/recherche/?q=zanzibar",
        "sitemap": "/sitemap-pages.xml",
        "api": "/api/v1/pages/?limit=100",
        "menu": "/mentions-legales/",
    }
    return {name for name, path in places.items() if "/zanzibar/" in client.get(path).text}


def test_everybody_finds_what_is_published(page, client):
    assert shown(client) == {"map", "search", "sitemap", "api", "menu"}
    assert client.get("/zanzibar/").status_code == 200


def test_a_draft_is_nowhere(page, client):
    page.unpublish()
    assert shown(client) == set()
    assert client.get("/zanzibar/").status_code == 404


def test_a_restricted_page_is_nowhere(page, client):
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.LOGIN
    )
    assert shown(client) == set()
    assert client.get("/zanzibar/").status_code == 302


def test_it_is_previewed_before_it_is_saved(page):
    page.heading = json.dumps("Un titre en cours")
    for mode, _name in page.preview_modes:
        response = page.make_preview_request(preview_mode=mode)
        assert response.status_code == 200


def test_it_takes_few_queries_and_sets_no_cookie(page, client, django_assert_max_num_queries):
    client.get("/zanzibar/")
    with django_assert_max_num_queries(12):
        response = client.get("/zanzibar/")
    assert not response.cookies
