"""What is announced, for other programs."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from tests.factories import AlertFactory

pytestmark = pytest.mark.django_db


def messages(client, **parameters):
    results = client.get("/api/v1/alerts/", parameters).json()["results"]
    return [alert["message"] for alert in results]


def test_a_structure_s_website_repeats_what_is_announced_about_it(client, here, there):
    AlertFactory(message="Partout.")
    AlertFactory(message="Ici.", structures=[here.structure])
    AlertFactory(message="Là-bas.", structures=[there.structure])
    AlertFactory(message="Région.", scope="network", network=here.network)
    assert messages(client) == ["Partout."]
    for name in (here.structure.imilo_code, here.structure.slug):
        assert set(messages(client, structure=name)) == {"Partout.", "Ici.", "Région."}


def test_only_what_is_on_is_listed(client):
    now = timezone.now()
    AlertFactory(starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    AlertFactory(starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2))
    assert messages(client) == []


def test_a_structure_that_is_not_published_is_unknown(client, here):
    AlertFactory(structures=[here.structure])
    here.structure.unpublish()
    response = client.get("/api/v1/alerts/", {"structure": here.structure.imilo_code})
    assert response.status_code == 400


def test_addresses_are_whole(client):
    offers = Page.objects.get(slug="offres")
    AlertFactory(scope="section", section=offers, link_page=offers, link_text="Les offres")
    [alert] = client.get("/api/v1/alerts/").json()["results"]
    assert alert["section"] == alert["link"] == "http://testserver/offres/"


def test_an_answer_already_known_is_not_sent_again(client):
    alert = AlertFactory()
    first = client.get("/api/v1/alerts/")
    again = client.get("/api/v1/alerts/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    alert.delete()
    after = client.get("/api/v1/alerts/", headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200
