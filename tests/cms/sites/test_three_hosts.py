"""Three hosts, every public address: a site shows what is of its territory, and nothing else."""

from http import HTTPStatus

import pytest
from django.core.cache import cache
from wagtail.contrib.redirects.models import Redirect

from tests import factories
from tests.addresses import address, make_samples
from tests.datasets import read_again, rows_for_the_module
from tests.search_factories import PromotionFactory
from tests.test_access import public_routes

from .conftest import HOSTS, NATIONAL, REGION, STRUCTURE, visitor, write_news

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("three hosts")]

#: On everything that belongs to the other region.
ELSEWHERE = "lunebourg"
#: What these show depends on what one asks.
QUESTIONS = [
    "/recherche/?q=atelier",
    "/recherche/?q=mission+locale",
    "/recherche/?q=porte",
    "/offres/?q=atelier",
    "/offres/?theme=emploi&prix=free",
    "/offres/flux.atom?q=visite",
    "/agenda/flux.ics?q=atelier",
    "/api/v1/offers/?q=visite",
    "/api/v1/pages/?type=cms.NewsPage",
    "/api/v1/pages/?site=testserver&search=nouvelle",
    "/sitemap-dispositifs.xml",
    "/sitemap-offres.xml",
    "/sitemap-pages.xml",
]


@pytest.fixture(scope="module")
def answers(country, opened, django_db_blocker):
    """{host: {address: what it says, in small letters}}, where the national site has news of the
    other region, and puts them forward."""
    with rows_for_the_module(django_db_blocker):
        samples = make_samples(read_again(country.here.structure))
        write_news(NATIONAL, "Nouvelle Lunebourg", summary="Lunebourg")
        promoted = write_news(NATIONAL, "Autre nouvelle Lunebourg")
        PromotionFactory(text="atelier", page=promoted, scheme=None)
        PromotionFactory(text="atelier", offer=country.there.offer, scheme=None)
        return {host: all_that_it_says(host, samples) for host in HOSTS}


def all_that_it_says(host, samples):
    """{address: what this host says there, in small letters}, with an empty cache at the start."""
    cache.clear()
    client = visitor(host)
    paths = [*(address(route, samples) for route in public_routes()), *QUESTIONS]
    return {path: b"".join(client.get(path)).decode(errors="replace").lower() for path in paths}


def showing(answers, word):
    """The addresses whose answer has this word."""
    return {path for path, text in answers.items() if word in text}


@pytest.mark.parametrize("host", [REGION, STRUCTURE])
def test_nothing_of_another_territory_is_anywhere(host, answers):
    assert showing(answers[host], ELSEWHERE) == set()


def test_the_national_site_shows_all_of_it(answers):
    """Or the test above would prove nothing."""
    assert showing(answers[NATIONAL], ELSEWHERE) >= {
        "/missions-locales/",
        "/offres/",
        "/agenda/",
        "/actualites/",
        "/actualites/flux.atom",
        "/plan-du-site/",
        "/offres/flux.atom",
        "/agenda/flux.ics",
        "/sitemap-missions-locales.xml",
        "/sitemap-offres.xml",
        "/sitemap-pages.xml",
        "/api/v1/structures/",
        "/api/v1/sites/",
        "/api/v1/offers/",
        "/api/v1/sessions/",
        "/api/v1/partners/",
        "/api/v1/agreements/",
        "/api/v1/coverage/",
        "/api/v1/pages/",
        "/recherche/?q=atelier",
        "/recherche/?q=porte",
    }


@pytest.mark.parametrize("host", [REGION, STRUCTURE])
def test_what_is_of_the_territory_is_there(host, answers):
    assert showing(answers[host], "soleilbourg") >= {
        "/missions-locales/",
        "/offres/",
        "/agenda/",
        "/plan-du-site/",
        "/offres/flux.atom",
        "/agenda/flux.ics",
        "/sitemap-offres.xml",
        "/api/v1/structures/",
        "/api/v1/sites/",
        "/api/v1/offers/",
        "/api/v1/partners/",
        "/api/v1/agreements/",
        "/api/v1/coverage/",
        "/recherche/?q=atelier",
        "/recherche/?q=porte",
    }


@pytest.mark.parametrize("host", [REGION, STRUCTURE])
def test_an_object_of_another_territory_has_no_address(host, sites, there):
    client = visitor(host)
    paths = [
        there.structure.get_absolute_url(),
        there.offer.get_absolute_url(),
        there.unheld.get_absolute_url(),
        there.session.calendar_url,
        f"/conventions/documents/{there.document.pk}",
        f"/api/v1/structures/{there.structure.imilo_code}/",
        f"/api/v1/sites/{there.site.code}/",
        f"/api/v1/offers/{there.offer.pk}/",
        f"/api/v1/sessions/{there.session.pk}/",
        f"/api/v1/partners/{there.partner.code}/",
        f"/api/v1/agreements/{there.agreement.code}/",
    ]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    assert {visitor(NATIONAL).get(path).status_code for path in paths} == {200}


@pytest.mark.parametrize(
    "path", ["/offres/?structure={}", "/agenda/?structure={}", "/api/v1/alerts/?structure={}"]
)
def test_a_filter_does_not_know_a_structure_of_another_territory(path, sites, there):
    path = path.format(there.structure.imilo_code)
    assert "Lunebourg" in visitor(NATIONAL).get(path).text
    assert "Lunebourg" not in visitor(REGION).get(path).text


@pytest.mark.parametrize("writer", HOSTS)
@pytest.mark.parametrize("reader", HOSTS)
def test_a_page_is_read_on_its_own_site_only(writer, reader, publish):
    page = publish(writer, "Nouvelle du jour")
    publish(writer, "Brouillon du jour", live=False)
    client = visitor(reader)
    status = {
        client.get("/actualites/nouvelle-du-jour/").status_code,
        client.get(f"/api/v1/pages/{page.pk}/").status_code,
    }
    assert status == ({200} if reader == writer else {404})
    shown = "".join(
        client.get(path).text
        for path in [
            "/",
            "/actualites/",
            "/plan-du-site/",
            "/recherche/?q=jour",
            "/sitemap-pages.xml",
        ]
    )
    assert ("nouvelle-du-jour" in shown) == (reader == writer)
    assert "brouillon-du-jour" not in shown
    assert client.get("/actualites/brouillon-du-jour/").status_code == 404


def test_what_one_host_was_told_is_not_remembered_for_another(sites, there):
    """The same addresses, in turn, twice: with what each process keeps."""
    paths = ["/missions-locales/", "/offres/", "/api/v1/structures/", "/recherche/?q=atelier"]
    for _turn in range(2):
        for host in [NATIONAL, REGION, NATIONAL, STRUCTURE]:
            client = visitor(host)
            shown = {"Lunebourg" in client.get(path).text for path in paths}
            assert shown == {host == NATIONAL}, host


def test_a_network_above_signs_for_those_below(sites, union, here):
    factories.AgreementFactory(
        title="Accord de tous", structure=None, network=union, is_public=True
    )
    for host in HOSTS:
        assert "Accord de tous" in visitor(host).get("/api/v1/agreements/").text


def test_an_offer_without_a_place_nor_a_structure_is_everywhere(sites):
    factories.OfferFactory(title="Cours en ligne", structure=None, commune=None, modality="remote")
    for host in HOSTS:
        assert "Cours en ligne" in visitor(host).get("/offres/").text


def test_an_address_of_the_catalogue_is_the_national_one_for_search_engines(sites, here):
    for host in HOSTS:
        page = visitor(host).get(here.structure.get_absolute_url()).text
        path = here.structure.get_absolute_url()
        assert f'rel="canonical" href="http://{NATIONAL}{path}"' in page
        listing = visitor(host).get("/offres/").text
        assert f'rel="canonical" href="http://{host}/offres/"' in listing


@pytest.mark.parametrize("host", HOSTS)
def test_what_moves_is_found_again_without_leaving_its_host(
    host, sites, publish, django_capture_on_commit_callbacks
):
    page = publish(host, "Fermé demain")
    page.slug = "ferme"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    response = visitor(host).get("/actualites/fermé-demain/")
    assert response.status_code == HTTPStatus.MOVED_PERMANENTLY
    assert response["Location"] == "/actualites/ferme/"


def test_a_redirection_to_another_site_leads_there(sites, publish):
    Redirect.add_redirect("/fete", publish(REGION, "La fete"))
    response = visitor(NATIONAL).get("/fete/")
    assert response["Location"] == f"http://{REGION}/actualites/la-fete/"
