"""An offer may take place at a site that the public doesn't know: nothing names it."""

import pytest

from catalogue import jsonld
from catalogue.models import OfferSession
from tests.factories import (
    OfferFactory,
    OfferSessionFactory,
    ReceptionSiteFactory,
    StructureFactory,
)

pytestmark = pytest.mark.django_db

SECRET = "Antenne des Lilas"


@pytest.fixture(params=["a draft", "of a structure that is a draft"])
def hidden_site(request):
    if request.param == "a draft":
        return ReceptionSiteFactory(name=SECRET, address="3 allée Cachée", live=False)
    return ReceptionSiteFactory(
        name=SECRET, address="3 allée Cachée", structure=StructureFactory(live=False)
    )


@pytest.fixture(params=["the offer's", "the session's"])
def session(request, hidden_site):
    """A session at the hidden site, named by its offer or by itself."""
    if request.param == "the offer's":
        return OfferSessionFactory(offer=OfferFactory(site=hidden_site), site=None, place="")
    return OfferSessionFactory(offer=OfferFactory(site=None), site=hidden_site, place="")


def test_no_page_feed_nor_api_names_a_hidden_site(session, client):
    offer = session.offer
    for url in (
        "/",
        "/agenda/",
        "/agenda/flux.ics",
        session.calendar_url,
        offer.get_absolute_url(),
        offer.structure.get_absolute_url(),
        "/api/v1/offers/",
        f"/api/v1/offers/{offer.pk}/",
        "/api/v1/sessions/",
    ):
        response = client.get(url)
        assert response.status_code == 200, url
        assert SECRET not in response.text, url
        assert "allée Cachée" not in response.text, url


def test_search_engines_are_told_the_town_instead(session):
    session = OfferSession.objects.for_board().get(pk=session.pk)
    document = jsonld.dumps(jsonld.describe(session, "https://parvis.example"))
    assert SECRET not in document
    assert session.offer.commune.name in document
