"""/api/v1/pages/: Wagtail's headless API, for what anybody may read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from cms.models import StandardPage
from tests.factories import UserFactory

PAGES = "/api/v1/pages/"
PARAMETERS = [
    "type", "fields", "limit", "offset", "order", "search", "search_operator", "id", "slug",
    "child_of", "descendant_of", "ancestor_of", "translation_of", "locale", "site", "html_path",
    "first_published_at", "show_in_menus", "rich_text_format", "title",
]  # fmt: skip
VALUES = (
    st.text(max_size=20)
    | st.integers().map(str)
    | st.sampled_from(
        ["", "\x00", "9" * 30, "-1", "*", "_", "-title", "random", "cms.StandardPage", "auth.User"]
    )
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return Page.objects.get(depth=2)


@pytest.fixture
def open_page(home):
    return home.add_child(instance=StandardPage(title="Ouverte", slug="ouverte", summary="Bonjour"))


@pytest.fixture
def restricted(home):
    page = home.add_child(instance=StandardPage(title="Réservée", slug="reservee"))
    page.add_child(instance=StandardPage(title="Dessous", slug="dessous"))
    PageViewRestriction.objects.create(page=page, password="secret")
    return page


def titles(client, **parameters):
    response = client.get(PAGES, {"limit": 100, **parameters})
    assert response.status_code == 200, response.content
    return {item["title"] for item in response.json()["items"]}


def test_pages_are_listed(client, open_page):
    assert "Ouverte" in titles(client)


def test_a_page_gives_its_content(client, open_page):
    page = client.get(f"{PAGES}{open_page.pk}/").json()
    assert (page["heading"], page["summary"], page["body"]) == ("", "Bonjour", [])


def test_drafts_and_restricted_pages_are_not_listed(client, home, restricted):
    home.add_child(instance=StandardPage(title="Brouillon", slug="brouillon", live=False))
    assert not {"Brouillon", "Réservée", "Dessous"} & titles(client)
    assert client.get(f"{PAGES}{restricted.pk}/").status_code == 404


def test_no_session_opens_a_restricted_page(client, restricted):
    client.force_login(UserFactory(is_superuser=True))
    session = client.session
    session["passed_page_view_restrictions"] = [restricted.view_restrictions.get().pk]
    session.save()
    assert not {"Réservée", "Dessous"} & titles(client)


def test_nothing_can_be_written(client):
    assert client.post(PAGES).status_code == 405


def test_images_and_documents_have_no_endpoint(client):
    assert client.get("/api/v1/images/").status_code == 404
    assert client.get("/api/v1/documents/").status_code == 404


def test_a_list_takes_few_queries_however_long(client, home, django_assert_max_num_queries):
    for number in range(5):
        home.add_child(instance=StandardPage(title=f"Page {number}", slug=f"page-{number}"))
    client.get(PAGES)  # Wagtail remembers where its sites begin
    with django_assert_max_num_queries(6):
        client.get(PAGES, {"limit": 100})


@pytest.mark.parametrize("offset", [2**63, 10**20])
def test_a_number_that_no_database_holds_is_refused(offset, client, open_page):
    assert client.get(PAGES, {"offset": offset}).status_code == 400


def test_any_parameters_are_answered(client, open_page):
    @given(
        st.sampled_from([PAGES, f"{PAGES}find/", f"{PAGES}{open_page.pk}/"]),
        st.dictionaries(st.sampled_from(PARAMETERS), VALUES, max_size=3),
    )
    def check(path, parameters):
        assert client.get(path, parameters).status_code in {200, 302, 400, 404}

    check()
