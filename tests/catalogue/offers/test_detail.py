"""/offres/<id>-<slug>/: one offer, as long as it lasts and after."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models import Offer
from tests.factories import (
    OfferFactory,
    OfferSessionFactory,
    PartnerFactory,
    ReceptionSiteFactory,
    StructureFactory,
)

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - timedelta(days=1)


def read(response):
    page = BeautifulSoup(response.content, "html.parser")
    return page, " ".join(page.main.text.split())


def test_all_that_is_known_is_on_the_page(client):
    offer = OfferFactory(
        title="CAP cuisine",
        summary="Un an pour apprendre.",
        description="Tu apprends au restaurant.",
        how_to_apply="Appelle ta conseillère.",
        partner=PartnerFactory(name="École du Pont"),
        age_min=18,
        age_max=25,
        fee=Offer.Fee.PAID_TO_YOU,
        fee_details="selon ton âge",
        capacity=12,
        wheelchair=True,
    )
    _page, text = read(client.get(offer.get_absolute_url()))
    for expected in (
        "CAP cuisine",
        "Un an pour apprendre.",
        "Tu apprends au restaurant.",
        "Appelle ta conseillère.",
        "École du Pont",
        "De 18 à 25 ans",
        "selon ton âge",
        "12",
        offer.commune.name,
        offer.structure.name,
    ):
        assert expected in text


def test_one_tap_applies_by_the_ways_that_the_offer_gives(client):
    offer = OfferFactory(
        apply_url="https://ecole.example/inscription",
        apply_email="ecole@example.org",
        apply_phone="+33199001234",
    )
    page, _text = read(client.get(offer.get_absolute_url()))
    links = {link["href"] for link in page.select(".actions a")}
    assert links >= {
        "https://ecole.example/inscription",
        "mailto:ecole@example.org",
        "tel:+33-1-99-00-12-34",
    }


def test_without_a_way_to_apply_the_structure_is_the_way(client):
    offer = OfferFactory()
    page, _text = read(client.get(offer.get_absolute_url()))
    assert page.select_one(".actions a")["href"] == offer.structure.get_absolute_url()


def data_blocks(page):
    return [json.loads(script.string) for script in page.select("script[type*='ld+json']")]


def test_search_engines_are_told_of_each_session_to_come(client, django_assert_max_num_queries):
    offer = OfferFactory(title="Visite d’un atelier", site=ReceptionSiteFactory(name="Antenne"))
    for days in (-1, 3, 10):
        OfferSessionFactory(offer=offer, starts_at=timezone.now() + timedelta(days=days))
    with django_assert_max_num_queries(12):
        page, _text = read(client.get(offer.get_absolute_url()))
    events = data_blocks(page)
    assert [event["@type"] for event in events] == ["Event", "Event"]
    assert {event["organizer"]["name"] for event in events} == {offer.structure.name}
    assert {event["location"]["name"] for event in events} == {"Antenne"}


def test_search_engines_are_told_of_no_session_of_the_demonstration(client):
    offer = OfferFactory(is_demonstration=True)
    OfferSessionFactory(offer=offer)
    page, _text = read(client.get(offer.get_absolute_url()))
    assert data_blocks(page) == []


def test_its_next_sessions_are_listed_and_the_past_ones_not(client):
    offer = OfferFactory()
    OfferSessionFactory(offer=offer, place="Salle des fêtes")
    OfferSessionFactory(
        offer=offer, place="Ancienne salle", starts_at=timezone.now() - timedelta(days=7)
    )
    _page, text = read(client.get(offer.get_absolute_url()))
    assert "Salle des fêtes" in text
    assert "Ancienne salle" not in text


def test_the_nearest_offers_of_the_same_kind_follow(client):
    offer = OfferFactory(kind=Offer.Kind.JOB)
    OfferFactory(title="Au bout du pays", kind=Offer.Kind.JOB, latitude=43.3, longitude=5.4)
    OfferFactory(title="À côté", kind=Offer.Kind.JOB, latitude=48.8)
    OfferFactory(title="Autre chose", kind=Offer.Kind.HEALTH)
    page, _text = read(client.get(offer.get_absolute_url()))
    assert [link.text.strip() for link in page.select(".offre a")] == ["À côté"]


def test_an_old_address_leads_to_the_new_one_and_keeps_the_town(client):
    offer = OfferFactory()
    response = client.get(f"/offres/{offer.pk}-ancien-titre/?lieu=cachan-94016")
    assert response.status_code == 301
    assert response["Location"] == f"{offer.get_absolute_url()}?lieu=cachan-94016"


@pytest.mark.parametrize(
    "over",
    [{"expires_on": YESTERDAY}, {"ends_on": YESTERDAY}, {"status": Offer.Status.WITHDRAWN}],
    ids=lambda over: next(iter(over)),
)
def test_an_offer_that_is_over_says_so_and_leads_to_others(client, over):
    offer = OfferFactory(title="Fini", kind=Offer.Kind.JOB, apply_email="ecole@example.org", **over)
    other = OfferFactory(title="Encore là", kind=Offer.Kind.JOB)
    response = client.get(offer.get_absolute_url())
    page, text = read(response)
    assert response.status_code == 410
    assert "C’est fini" in text
    assert page.select_one(".offre a")["href"] == other.get_absolute_url()
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert not page.select("a[href^='mailto:']")


@pytest.mark.parametrize(
    "hidden",
    [
        lambda: OfferFactory(live=False),
        lambda: OfferFactory(structure=StructureFactory(live=False)),
        lambda: OfferFactory(partner=PartnerFactory(live=False)),
    ],
    ids=["unpublished", "of an unpublished structure", "of an unpublished partner"],
)
def test_what_is_not_published_does_not_exist(client, hidden):
    offer = hidden()
    response = client.get(offer.get_absolute_url())
    assert response.status_code == 404
    assert offer.title not in response.text


@given(st.integers(min_value=0, max_value=10**40))
def test_a_number_that_nothing_has_is_not_found(client, number):
    assert client.get(f"/offres/{number}-rien/").status_code == 404
