"""News: the latest first, on the list and on the home page."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.models import PageViewRestriction

from catalogue.models import Role
from cms.models import NewsIndexPage, NewsPage, NewsScheme, NewsStructure
from tests.factories import (
    MembershipFactory,
    NetworkFactory,
    NewsCategoryFactory,
    SchemeFactory,
    StructureFactory,
)

ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.django_db


@pytest.fixture
def news():
    return NewsIndexPage.objects.get()


def add(news, title, day, **fields):
    return news.add_child(instance=NewsPage(title=title, date=day, **fields))


def test_the_latest_comes_first_and_is_on_the_home_page(client, news):
    add(news, "La plus ancienne", date(2026, 1, 1))
    add(news, "La plus récente", date(2026, 3, 1))
    titles = [page.title for page in client.get("/actualites/").context["news"]]
    assert titles == ["La plus récente", "La plus ancienne"]
    home = client.get("/")
    assert home.context["news"].title == "La plus récente"
    assert 'href="/actualites/la-plus-recente/"' in home.text


def test_a_draft_is_nowhere(client, news):
    page = add(news, "Pas encore", date(2026, 1, 1), live=False)
    assert not client.get("/actualites/").context["news"].object_list
    assert client.get("/").context["news"] is None
    assert client.get(page.get_absolute_url()).status_code == 404


def test_a_page_of_news_leads_back_to_the_list(client, news):
    page = add(news, "Portes ouvertes", date(2026, 1, 1), summary="Samedi, on t’attend.")
    response = client.get(page.get_absolute_url())
    assert "Samedi, on t’attend." in response.text
    assert '<a href="/actualites/">Actualités</a>' in response.text


def test_twelve_fit_on_a_page(client, news):
    for day in range(1, 15):
        add(news, f"Nouvelle {day}", date(2026, 1, day))
    assert len(client.get("/actualites/").context["news"]) == 12
    assert len(client.get("/actualites/?page=2").context["news"]) == 2


@pytest.mark.parametrize("number", ["0", "-1", "999999999999999999999", "deux", "\0"])
def test_a_page_that_is_not_there_is_answered_by_one_that_is(number, client, news):
    add(news, "Seule", date(2026, 1, 1))
    response = client.get("/actualites/", {"page": number})
    assert [page.title for page in response.context["news"]] == ["Seule"]


def test_an_address_is_found_without_asking_the_database(news, django_assert_num_queries):
    page = add(news, "Portes ouvertes", date(2026, 1, 1))
    page = NewsPage.objects.get(pk=page.pk)
    with django_assert_num_queries(0):
        assert page.get_absolute_url() == "/actualites/portes-ouvertes/"
    assert page.url == page.get_absolute_url()


class TestFeatured:
    def test_what_is_featured_comes_first_on_the_list_and_on_the_home_page(self, client, news):
        add(news, "La plus récente", date(2026, 3, 1))
        add(news, "Mise en avant", date(2026, 1, 1), is_featured=True)
        titles = [page.title for page in client.get("/actualites/").context["news"]]
        assert titles == ["Mise en avant", "La plus récente"]
        assert client.get("/").context["news"].title == "Mise en avant"


class TestCategories:
    @pytest.fixture
    def housing(self, news):
        category = NewsCategoryFactory(name="Logement", slug="logement")
        add(news, "Un toit", date(2026, 1, 2), categories=[category])
        add(news, "Un job", date(2026, 1, 3))
        return category

    def test_the_list_is_narrowed_by_its_address(self, client, housing):
        response = client.get("/actualites/?categorie=logement")
        assert [page.title for page in response.context["news"]] == ["Un toit"]
        page = BeautifulSoup(response.content, "html.parser")
        assert page.title.text.strip().startswith("Logement")
        assert page.select_one(".tri [aria-current]").text == "Logement"

    def test_a_category_without_anything_to_read_is_not_offered(self, client, news, housing):
        draft = NewsCategoryFactory(name="Brouillons")
        add(news, "Pas encore", date(2026, 1, 4), categories=[draft], live=False)
        page = BeautifulSoup(client.get("/actualites/").content, "html.parser")
        assert [link.text for link in page.select(".tri a")] == ["Toutes", "Logement"]
        empty = client.get(f"/actualites/?categorie={draft.slug}")
        assert "Rien là-dessus pour l’instant." in empty.text

    def test_one_that_is_not_known_is_said_so_beside_all_the_news(self, client, housing):
        response = client.get("/actualites/?categorie=plongee")
        assert "On ne connaît pas" in response.text
        assert len(response.context["news"]) == 2

    def test_a_page_leads_to_the_rest_of_its_category(self, client, housing):
        text = client.get("/actualites/un-toit/").text
        assert 'href="/actualites/?categorie=logement"' in text

    def test_the_api_narrows_and_tells_them_as_the_list_does(self, client, housing):
        query = {"type": "cms.NewsPage", "fields": "categories,structures"}
        items = client.get("/api/v1/pages/", {**query, "categorie": "logement"}).json()["items"]
        assert [(item["title"], item["categories"]) for item in items] == [
            ("Un toit", ["logement"])
        ]
        assert client.get("/api/v1/pages/", {**query, "categorie": "x"}).status_code == 400
        assert client.get("/api/v1/pages/?categorie=logement").status_code == 400


class TestAbout:
    """What news are about shows on both sides, and only what is public of it."""

    @pytest.fixture
    def structure(self):
        return StructureFactory(name="Mission Locale des Deux Rives")

    @pytest.fixture
    def page(self, news, structure):
        page = NewsPage(title="Portes ouvertes", date=date(2026, 1, 1))
        page.structures = [
            NewsStructure(structure=structure),
            NewsStructure(structure=StructureFactory(name="Encore en brouillon", live=False)),
        ]
        page.schemes = [NewsScheme(scheme=SchemeFactory(name="Tremplin", code="tremplin"))]
        return news.add_child(instance=page)

    def test_the_page_leads_to_them(self, client, page, structure):
        text = client.get(page.get_absolute_url()).text
        assert structure.get_absolute_url() in text
        assert "Tremplin" in text
        assert "Encore en brouillon" not in text

    def test_their_pages_lead_to_it(self, client, page, structure):
        for path in (structure.get_absolute_url(), page.public_schemes[0].get_absolute_url()):
            assert page.get_absolute_url() in client.get(path).text
        page.unpublish()
        assert page.get_absolute_url() not in client.get(structure.get_absolute_url()).text

    def test_list_feed_and_api_narrow_to_one(self, client, news, page, structure):
        add(news, "Autre chose", date(2026, 1, 2))
        query = {"structure": structure.imilo_code, "dispositif": "tremplin"}
        assert [item.title for item in client.get("/actualites/", query).context["news"]] == [
            "Portes ouvertes"
        ]
        assert "Autre chose" not in client.get("/actualites/flux.atom", query).text
        api = client.get("/api/v1/pages/", {"type": "cms.NewsPage", "fields": "*", **query}).json()
        assert api["items"][0]["structures"] == [structure.imilo_code]
        assert api["items"][0]["schemes"] == ["tremplin"]


def test_where_it_comes_from_is_credited_with_a_link(client, news):
    page = add(
        news,
        "Repris",
        date(2026, 1, 1),
        source_label="Une association",
        source_url="https://exemple.test/article",
    )
    html = BeautifulSoup(client.get(page.get_absolute_url()).content, "html.parser")
    link = html.select_one("cite a")
    assert (link.text, link["href"]) == ("Une association", "https://exemple.test/article")


def test_a_link_without_a_name_is_no_credit(news):
    page = NewsPage(title="Repris", slug="repris", source_url="https://exemple.test/")
    with pytest.raises(ValidationError, match="Dites qui publie"):
        page.clean()


class TestFeed:
    FEED = "/actualites/flux.atom"

    def test_tells_the_latest_first_whatever_is_featured(self, client, news):
        add(news, "Ancienne", date(2026, 1, 1), is_featured=True)
        add(news, "Récente", date(2026, 3, 1), summary="En deux mots.")
        response = client.get(self.FEED)
        assert response["Content-Type"].startswith("application/atom+xml")
        entries = ET.fromstring(response.content).findall(f"{ATOM}entry")
        assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Récente", "Ancienne"]
        assert entries[0].findtext(f"{ATOM}summary") == "En deux mots."
        assert entries[0].find(f"{ATOM}link").get("href").endswith("/actualites/recente/")

    def test_says_nothing_of_drafts_nor_of_restricted_pages(self, client, news):
        add(news, "Brouillon", date(2026, 1, 1), live=False)
        restricted = add(news, "Réservée", date(2026, 1, 1))
        PageViewRestriction.objects.create(page=restricted.page_ptr, password="x")
        assert "<entry>" not in client.get(self.FEED).text

    def test_is_named_by_the_list_with_its_filter(self, client, news):
        category = NewsCategoryFactory(name="Santé", slug="sante")
        add(news, "À lire", date(2026, 1, 1), categories=[category])
        page = BeautifulSoup(client.get("/actualites/?categorie=sante").content, "html.parser")
        address = page.select_one("link[type='application/atom+xml']")["href"]
        assert address == f"{self.FEED}?categorie=sante"
        assert "À lire" in client.get(address).text

    def test_of_an_unknown_category_says_so(self, client, news):
        assert client.get(f"{self.FEED}?categorie=x").status_code == 400

    def test_goes_with_the_list(self, client, news):
        news.unpublish()
        assert client.get(self.FEED).status_code == 404


def test_many_news_cost_no_more_queries_than_one(client, news, django_assert_max_num_queries):
    category, structure = NewsCategoryFactory(), StructureFactory()
    for day in range(1, 13):
        page = NewsPage(title=f"Nouvelle {day}", date=date(2026, 1, day), categories=[category])
        page.structures = [NewsStructure(structure=structure)]
        page.schemes = [NewsScheme(scheme=SchemeFactory())]
        news.add_child(instance=page)
    for path in ("/actualites/", "/actualites/nouvelle-1/", "/actualites/flux.atom"):
        client.get(path)
        with django_assert_max_num_queries(12):
            client.get(path)


@pytest.mark.parametrize("action", ["", "new/"])
def test_communication_staff_sort_the_categories(action, client):
    membership = MembershipFactory(
        role=Role.COMMUNICATION, structure=None, network=NetworkFactory()
    )
    client.force_login(membership.user)
    category = NewsCategoryFactory(name="Logement")
    response = client.get(f"/{settings.ADMIN_PATH}categories-d-actualites/{action}")
    assert response.status_code == 200
    assert action or category.name in response.text
