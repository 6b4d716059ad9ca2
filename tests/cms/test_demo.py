"""The demonstration's pages are made once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.demo import load
from cms.models import Alert, HomePage, NewsPage
from tests.factories import SchemeFactory, StructureFactory

pytestmark = pytest.mark.django_db


def test_news_are_published_and_schemes_are_put_forward():
    SchemeFactory(code="accompagnement", name="Accompagnement")
    SchemeFactory(code="pacea", name="PACEA")
    SchemeFactory(code="cej", name="Contrat")
    load()
    assert NewsPage.objects.published().count() == 3
    names = [scheme.name for scheme in HomePage.objects.get().featured_schemes()]
    assert names == ["Contrat", "PACEA", "Accompagnement"]


def test_a_structure_announces_something_and_says_that_it_is_an_example(client):
    structure = StructureFactory(imilo_code="94081S00")
    load()
    page = client.get(structure.get_absolute_url()).text
    assert "Exemple de démonstration : en ce moment, l’accueil" in page
    Alert.objects.all().delete()
    assert load() == 0


def test_what_an_editor_deleted_does_not_come_back():
    SchemeFactory(code="cej")
    assert load() == 7
    NewsPage.objects.first().delete()
    HomePage.objects.get().featured.all().delete()
    assert load() == 0


def test_the_pages_of_a_new_site_are_found_by_the_search(client):
    load()
    assert 'href="/mentions-legales/">Mentions légales' in client.get("/recherche/?q=mentions").text


def test_they_are_indexed_once():
    load()
    with CaptureQueriesContext(connection) as queries:
        load()
    assert not [query for query in queries if "indexentry" in query["sql"]]
