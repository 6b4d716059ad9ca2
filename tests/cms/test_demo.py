"""The demonstration's pages are made once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from catalogue.models import Structure
from cms.demo import load
from cms.models import Alert, CampaignPage, HomePage, NewsPage
from tests.datasets import rows_for_the_module
from tests.factories import AgreementFactory, SchemeFactory, StructureFactory, ThemeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration pages")]

ANNOUNCING = "94081S00"


@pytest.fixture(scope="module", autouse=True)
def made(django_db_setup, django_db_blocker):
    """How many were made, where there are schemes, themes and a structure that pages are about."""
    with rows_for_the_module(django_db_blocker):
        for code, name in (("accompagnement", "Accompagnement"), ("pacea", "PACEA")):
            SchemeFactory(code=code, name=name)
        SchemeFactory(code="cej", name="Contrat")
        for code in ("emploi", "citoyen"):
            ThemeFactory(code=code)
        StructureFactory(imilo_code=ANNOUNCING)
        yield load()


def test_news_are_published_and_schemes_are_put_forward():
    assert NewsPage.objects.published().count() == 3
    names = [scheme.name for scheme in HomePage.objects.first().featured_schemes()]
    assert names == ["Contrat", "PACEA", "Accompagnement"]


def test_a_structure_announces_something_and_says_that_it_is_an_example(client):
    structure = Structure.objects.get(imilo_code=ANNOUNCING)
    page = client.get(structure.get_absolute_url()).text
    assert "Exemple de démonstration : en ce moment, l’accueil" in page
    Alert.objects.all().delete()
    assert load() == 0


def test_what_an_editor_deleted_does_not_come_back(made):
    assert made == 39
    NewsPage.objects.first().delete()
    HomePage.objects.first().featured.all().delete()
    assert load() == 0


def test_the_pages_of_a_new_site_are_found_by_the_search(client):
    assert 'href="/mentions-legales/">Mentions légales' in client.get("/recherche/?q=mentions").text


def test_they_are_indexed_once():
    with CaptureQueriesContext(connection) as queries:
        load()
    assert not [query for query in queries if "indexentry" in query["sql"]]


def test_one_campaign_is_under_way_and_on_the_home_page_another_is_over(client):
    under_way = client.get("/").context["campaign"]
    assert under_way.slug == "un-mois-pour-bouger"
    assert "On compare les trajets" in client.get(under_way.get_absolute_url()).text
    over = CampaignPage.objects.over().get()
    text = client.get(over.get_absolute_url()).text
    assert "Cette campagne est un exemple" in text
    assert "Contrat" in text


def test_the_library_has_something_to_read_and_a_site_to_visit(client):
    response = client.get("/apprendre/?theme=citoyen&support=link")
    [resource] = response.context["resources"]
    text = client.get(resource.get_absolute_url()).text
    assert "service-public.gouv.fr" in text
    assert "Cette ressource est un exemple" in text


def test_the_network_has_a_section_partnerships_and_a_press_room_said_to_be_examples(client):
    AgreementFactory(code="smv-2019", is_public=True)
    load()
    for path in (
        "/le-reseau/",
        "/le-reseau/partenariats/service-militaire-volontaire/",
        "/presse/smv-convention-2019/",
        "/contact/",
    ):
        assert "est un exemple, écrit pour la démonstration" in client.get(path).text
    assert "/presse/smv-convention-2019/" in client.get("/presse/flux.atom").text


def test_a_partnership_without_its_agreement_waits_for_it(client):
    address = "/le-reseau/partenariats/service-militaire-volontaire/"
    assert client.get(address).status_code == 404
    AgreementFactory(code="smv-2019", is_public=True)
    assert load() == 1
    assert client.get(address).status_code == 200


def test_the_sites_of_this_machine_follow_the_port_of_its_server(settings):
    StructureFactory(imilo_code="94016S00")
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
    load()
    Site.objects.create(hostname="structure.example", root_page=HomePage.objects.first())
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8001"
    load()
    assert dict(Site.objects.values_list("hostname", "port")) == {
        "localhost": 8001,
        "structure.localhost": 8001,
        "structure.example": 80,
    }
