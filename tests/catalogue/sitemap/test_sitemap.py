from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from tests.factories import OfferFactory, SchemeFactory, StructureFactory

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def read(client):
    """The entries of a map: address → date of the last change."""

    def read(path):
        response = client.get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/xml"
        return {
            entry.findtext(f"{NAMESPACE}loc"): entry.findtext(f"{NAMESPACE}lastmod")
            for entry in ET.fromstring(response.content)
        }

    return read


def test_the_index_leads_to_each_section(read):
    index = read("/sitemap.xml")
    assert list(index) == [
        "http://testserver/sitemap-pages.xml",
        "http://testserver/sitemap-actualites.xml",
        "http://testserver/sitemap-missions-locales.xml",
        "http://testserver/sitemap-dispositifs.xml",
        "http://testserver/sitemap-offres.xml",
    ]
    for address in index:
        read(address.removeprefix("http://testserver"))


def test_the_index_tells_when_a_section_last_changed(read):
    StructureFactory()
    newest = StructureFactory()
    lastmod = read("/sitemap.xml")["http://testserver/sitemap-missions-locales.xml"]
    assert lastmod == timezone.localtime(newest.updated_at).isoformat()


def test_public_objects_are_listed_with_their_date(read):
    structure, scheme, offer = StructureFactory(), SchemeFactory(), OfferFactory()
    for section, instance in [
        ("missions-locales", structure),
        ("dispositifs", scheme),
        ("offres", offer),
    ]:
        found = read(f"/sitemap-{section}.xml")
        assert found[f"http://testserver{instance.get_absolute_url()}"] == (
            f"{timezone.localtime(instance.updated_at):%Y-%m-%d}"
        )


def test_hidden_objects_are_not_listed(read):
    StructureFactory(live=False)
    SchemeFactory(live=False)
    OfferFactory(structure=None, expires_on=timezone.localdate() - timedelta(days=1))
    for section in ["missions-locales", "dispositifs", "offres"]:
        assert read(f"/sitemap-{section}.xml") == {}


def test_pages_are_listed_unless_they_are_drafts_or_restricted(read):
    home = Page.objects.get(depth=2)
    home.add_child(instance=Page(title="Ouverte", slug="ouverte"))
    home.add_child(instance=Page(title="Brouillon", slug="brouillon", live=False))
    restricted = home.add_child(instance=Page(title="Réservée", slug="reservee"))
    PageViewRestriction.objects.create(page=restricted, password="secret")
    found = read("/sitemap-pages.xml")
    assert "http://testserver/" in found
    assert "http://testserver/ouverte/" in found
    assert not {address for address in found if "brouillon" in address or "reservee" in address}


@pytest.mark.parametrize("path", ["", "-pages", "-missions-locales", "-dispositifs", "-offres"])
def test_a_map_takes_few_queries_however_long(read, path, django_assert_max_num_queries):
    StructureFactory.create_batch(5)
    SchemeFactory.create_batch(5)
    OfferFactory.create_batch(5)
    read("/sitemap-pages.xml")  # Wagtail remembers where its sites begin
    with django_assert_max_num_queries(6 if path else 12):
        read(f"/sitemap{path}.xml")


@pytest.mark.parametrize("path", ["/sitemap-inconnu.xml", "/sitemap-offres.xml?p=99"])
def test_a_map_that_does_not_exist_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_robots_are_told_where_the_map_is_and_what_to_leave_alone(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /gestion/" in lines
