"""What a structure tells of itself: on its page, in what is asked about it, never as a draft."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from cms.models import NewsIndexPage, NewsPage, NewsStructure
from tests.factories import StructureFactory, StructureNewsFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def structure():
    return StructureFactory(name="Mission Locale des Deux Rives", slug="deux-rives")


@pytest.fixture
def news(structure):
    return StructureNewsFactory(
        structure=structure, title="Portes ouvertes samedi", slug="portes", summary="On t’attend."
    )


@pytest.fixture
def about(structure):
    """The network's, about this structure."""
    page = NewsPage(title="Vu par le réseau", date=date(2020, 1, 1))
    page.structures = [NewsStructure(structure=structure)]
    return NewsIndexPage.objects.get().add_child(instance=page)


def titles(response):
    return [news.title for news in response.context["news"]]


def test_it_has_its_page_below_the_structures(client, news):
    response = client.get(f"/missions-locales/deux-rives/actualites/{news.pk}-portes/")
    assert "On t’attend." in response.text
    assert 'href="/missions-locales/deux-rives/"' in response.text
    assert 'href="/actualites/?structure=deux-rives"' in response.text


@pytest.mark.parametrize("place", ["autrefois/actualites/{}-portes", "deux-rives/actualites/{}-x"])
def test_a_former_address_leads_to_it(place, client, news):
    response = client.get(f"/missions-locales/{place.format(news.pk)}/")
    assert (response.status_code, response.url) == (301, news.get_absolute_url())


def test_the_structures_page_shows_the_latest_of_both(client, structure, news, about):
    old = StructureNewsFactory(structure=structure, title="Avant", date=date(2019, 1, 1))
    StructureNewsFactory(structure=structure, title="Encore avant", date=date(2018, 1, 1))
    response = client.get(structure.get_absolute_url())
    assert titles(response) == [news.title, about.title, old.title]
    assert 'href="/actualites/?structure=deux-rives"' in response.text


def test_the_list_tells_it_to_who_asks_for_the_structure(client, news, about):
    assert titles(client.get("/actualites/?structure=deux-rives")) == [news.title, about.title]
    assert titles(client.get("/actualites/")) == [about.title]


def test_the_list_goes_on_over_pages(client, structure, about):
    for day in range(1, 14):
        StructureNewsFactory(structure=structure, title=f"Jour {day}", date=date(2026, 1, day))
    url = "/actualites/?structure=deux-rives"
    assert titles(client.get(url))[0] == "Jour 13"
    assert titles(client.get(f"{url}&page=2")) == ["Jour 1", about.title]


def test_the_feed_tells_it_with_a_number_of_its_own(client, news, about):
    feed = ET.fromstring(client.get("/actualites/flux.atom?structure=deux-rives").content)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [news.title, about.title]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    assert news.title not in client.get("/actualites/flux.atom").text


def test_the_search_finds_it_by_its_words(client, news):
    text = client.get("/recherche/?q=portes+ouvertes").text
    assert news.get_absolute_url() in text
    assert "Mission Locale des Deux Rives" in text


def test_search_engines_are_told_of_it(client, news):
    assert news.get_absolute_url() in client.get("/sitemap-actualites.xml").text


@pytest.mark.parametrize("hidden", ["news", "structure"])
def test_unpublished_or_of_an_unpublished_structure_it_is_nowhere(hidden, client, news, structure):
    address = news.get_absolute_url()
    (news if hidden == "news" else structure).unpublish()
    assert client.get(address).status_code == 404
    for url in (
        "/actualites/?structure=deux-rives",
        "/actualites/flux.atom?structure=deux-rives",
        "/recherche/?q=portes+ouvertes",
        "/sitemap-actualites.xml",
        structure.get_absolute_url(),
    ):
        assert news.title not in client.get(url).text.replace("Portes ouvertes samedi »", "")


def test_without_a_list_of_news_it_leads_back_to_its_structure(client, news):
    NewsIndexPage.objects.get().unpublish()
    text = client.get(news.get_absolute_url()).text
    assert "/actualites/?structure" not in text
    assert client.get(news.structure.get_absolute_url()).status_code == 200


def test_many_cost_no_more_queries_than_one(
    client, structure, news, about, django_assert_max_num_queries
):
    StructureNewsFactory.create_batch(12, structure=structure)
    for path, budget in (
        (structure.get_absolute_url(), 12 + 2),  # since it is in the news
        (news.get_absolute_url(), 12),
        ("/actualites/?structure=deux-rives", 12),
        ("/actualites/flux.atom?structure=deux-rives", 12),
        ("/sitemap-actualites.xml", 12),
    ):
        client.get(path)
        with django_assert_max_num_queries(budget):
            client.get(path)
