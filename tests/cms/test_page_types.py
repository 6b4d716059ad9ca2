"""Whatever its type, a page that not everybody may read is nowhere; one that they may is found."""

import json
from datetime import date

import pytest
from wagtail.models import Page, PageViewRestriction, get_page_models

from cms.models import (
    CampaignIndexPage,
    CampaignPage,
    EasyReadPage,
    HomePage,
    LibraryPage,
    NewsIndexPage,
    NewsPage,
    PartnershipIndexPage,
    PartnershipPage,
    PressReleasePage,
    PressRoomPage,
    ResourcePage,
)
from cms.models.listings import ListingPage

pytestmark = pytest.mark.django_db

#: What each type stands under, where it isn't the home page.
ABOVE = {
    CampaignPage: CampaignIndexPage,
    ResourcePage: LibraryPage,
    NewsPage: NewsIndexPage,
    PartnershipPage: PartnershipIndexPage,
    PressReleasePage: PressRoomPage,
}
#: What a page can't be without.
FIELDS = {CampaignPage: {"ends_on": date(2100, 1, 1)}, ResourcePage: {"minutes": 20}}
#: Listings of the catalogue and easy versions have their own addresses, and their own tests.
TYPES = [
    model
    for model in get_page_models()
    if model not in {Page, HomePage, EasyReadPage} and not issubclass(model, ListingPage)
]
WORD = "Zanzibar"


@pytest.fixture(params=TYPES, ids=lambda model: model.__name__)
def page(request):
    parent = HomePage.objects.get()
    if above := ABOVE.get(request.param):
        parent = parent.add_child(instance=above(title="Au-dessus", slug="au-dessus"))
    fields = FIELDS.get(request.param, {})
    page = request.param(title=WORD, slug="zanzibar", summary=WORD, **fields)
    return parent.add_child(instance=page)


EVERY_TYPE = [model for model in get_page_models() if model is not Page]


@pytest.mark.parametrize("model", EVERY_TYPE, ids=lambda model: model.__name__)
def test_editors_are_told_what_each_type_is_for(model):
    assert model.get_page_description()


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
    menu = {"menu"} if page.depth == 3 else set()
    assert shown(client) == {"map", "search", "sitemap", "api"} | menu
    assert client.get(page.get_absolute_url()).status_code == 200


def test_a_draft_is_nowhere(page, client):
    page.unpublish()
    assert shown(client) == set()
    assert client.get(page.get_absolute_url()).status_code == 404


def test_a_restricted_page_is_nowhere(page, client):
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.LOGIN
    )
    assert shown(client) == set()
    assert client.get(page.get_absolute_url()).status_code == 302


def test_it_is_previewed_before_it_is_saved(page):
    page.heading = json.dumps("Un titre en cours")
    for mode, _name in page.preview_modes:
        response = page.make_preview_request(preview_mode=mode)
        assert response.status_code == 200


def test_it_sets_no_cookie(page, client):
    assert not client.get(page.get_absolute_url()).cookies
