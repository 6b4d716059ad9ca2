"""News: the latest first, on the list and on the home page."""

from datetime import date

import pytest

from cms.models import NewsIndexPage, NewsPage

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
