"""/offres/flux.atom: new offers, as they come."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from catalogue.models import Offer
from tests.factories import OfferFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(response):
    return ET.fromstring(response.content).findall(f"{ATOM}entry")


def titles(response):
    return [entry.findtext(f"{ATOM}title") for entry in entries(response)]


def test_the_newest_offer_comes_first(client):
    old, _new = OfferFactory(title="Ancienne"), OfferFactory(title="Nouvelle")
    Offer.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=3))
    assert titles(client.get("/offres/flux.atom")) == ["Nouvelle", "Ancienne"]


def test_the_feed_obeys_the_filters_of_the_list(client):
    OfferFactory(title="Un emploi", kind="job")
    OfferFactory(title="Une formation", kind="training")
    assert titles(client.get("/offres/flux.atom?type=training")) == ["Une formation"]


def test_an_entry_keeps_its_identifier_when_its_title_changes(client):
    offer = OfferFactory(title="Avant")
    before = entries(client.get("/offres/flux.atom"))[0].findtext(f"{ATOM}id")
    offer.title = offer.slug = "apres"
    offer.save()
    assert entries(client.get("/offres/flux.atom"))[0].findtext(f"{ATOM}id") == before


def test_what_is_over_or_unpublished_leaves_the_feed(client):
    OfferFactory(live=False)
    OfferFactory(expires_on=timezone.localdate() - timedelta(days=1))
    assert not entries(client.get("/offres/flux.atom"))


def test_nonsense_is_refused_with_an_explanation(client):
    response = client.get("/offres/flux.atom", {"type": "plongée"})
    assert response.status_code == 400
    assert "type" in response.text


@pytest.mark.parametrize("size", [2, 30])
def test_the_number_of_queries_does_not_depend_on_the_number_of_offers(
    client, size, django_assert_max_num_queries
):
    OfferFactory.create_batch(size)
    with django_assert_max_num_queries(6):
        client.get("/offres/flux.atom")
