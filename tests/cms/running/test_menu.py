"""The menu, the footer and the social networks are the editors' business."""

import json

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Site

from cms.models import HomePage, NewsPage
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return HomePage.objects.get()


def page_link(page, label=""):
    return {"type": "page", "value": {"page": page.pk, "label": label}}


def web_link(label, url="https://exemple.test/"):
    return {"type": "web", "value": {"label": label, "url": url}}


def choose(home, **links):
    for name, values in links.items():
        setattr(home, name, json.dumps(values))
    home.save()


def links(client, label, path="/mentions-legales/"):
    page = BeautifulSoup(client.get(path).content, "html.parser")
    found = page.select_one(f'nav[aria-label="{label}"]')
    return [(link.get_text(strip=True), link["href"]) for link in found("a")] if found else []


MENU, FOOTER, NETWORKS = "Navigation principale", "Pied de page", "Réseaux sociaux"


def test_editors_choose_the_menu_its_order_and_its_words(client, home):
    news, offers = Page.objects.get(slug="actualites"), Page.objects.get(slug="offres")
    choose(home, menu=[page_link(news, "Quoi de neuf"), web_link("Le réseau"), page_link(offers)])
    assert links(client, MENU) == [
        ("Quoi de neuf", "/actualites/"),
        ("Le réseau", "https://exemple.test/"),
        ("Offres", "/offres/"),
        ("Rechercher", "/recherche/"),
    ]


def test_editors_choose_the_footer_whose_two_doors_stay(client, home):
    choose(home, footer=[page_link(Page.objects.get(slug="mentions-legales"))])
    assert [title for title, _url in links(client, FOOTER)] == [
        "Mentions légales",
        "Plan du site",
        "Espace équipes",
    ]


def test_a_page_far_below_may_be_in_the_menu(client, home):
    news = Page.objects.get(slug="actualites")
    page = news.add_child(instance=NewsPage(title="Le grand jour", slug="le-grand-jour"))
    choose(home, menu=[page_link(page)])
    assert ("Le grand jour", "/actualites/le-grand-jour/") in links(client, MENU)
    # It has not become a section for all that.
    assert "Le grand jour" not in [title for title, _url in links(client, FOOTER)]
    assert client.get("/le-grand-jour/").status_code == 404


@pytest.mark.parametrize("ending", ["unpublish", "restrict", "delete"])
def test_a_link_that_leads_nowhere_is_not_shown(ending, client, home):
    page = Page.objects.get(slug="agenda")
    choose(home, menu=[page_link(page), web_link("Le réseau")])
    if ending == "unpublish":
        page.specific.unpublish()
    elif ending == "restrict":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    else:
        page.delete()
    assert [title for title, _url in links(client, MENU)] == ["Le réseau", "Rechercher"]


def test_a_menu_of_dead_links_gives_way_to_the_sections(client, home):
    page = Page.objects.get(slug="agenda")
    choose(home, menu=[page_link(page)])
    page.specific.unpublish()
    assert "Offres" in [title for title, _url in links(client, MENU)]


def test_the_town_stays_in_chosen_links_and_goes_nowhere_else(client, home):
    choose(home, menu=[page_link(Page.objects.get(slug="offres")), web_link("Le réseau")])
    urls = [url for _title, url in links(client, MENU, "/agenda/?lieu=villejuif-94076")]
    assert "/offres/?lieu=villejuif-94076" in urls
    assert "https://exemple.test/" in urls


def test_the_home_page_in_the_menu_is_current_on_itself_only(client, home):
    choose(home, menu=[page_link(home, "Accueil")])

    def current(path):
        shell = client.get(path).context["shell"]
        return [entry["title"] for entry in shell.menu if entry["current"]]

    assert current("/") == ["Accueil"]
    assert current("/offres/") == []


def test_social_networks_are_named_in_the_footer(client, home):
    assert links(client, NETWORKS) == []
    account = {"kind": "instagram", "url": "https://www.instagram.com/exemple"}
    choose(home, accounts=[{"type": "account", "value": account}])
    assert links(client, NETWORKS) == [("Instagram", "https://www.instagram.com/exemple")]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://exemple.test/", "/gestion/", "x"])
def test_an_address_elsewhere_is_one_of_the_web(url, home):
    home.menu = json.dumps([web_link("Là-bas", url)])
    with pytest.raises(ValidationError):
        home.menu.stream_block.clean(home.menu)


def test_a_draft_of_the_menu_is_seen_in_the_preview_and_nowhere_else(client, home):
    home.menu = json.dumps([web_link("Bientôt")])
    home.save_revision()
    response = home.make_preview_request(preview_mode=home.default_preview_mode)
    assert "Bientôt" in response.text
    assert "Bientôt" not in client.get("/").text
    home.get_latest_revision().publish()
    assert "Bientôt" in client.get("/offres/").text


def test_the_editing_form_shows_what_was_chosen(client, home):
    choose(home, menu=[web_link("Le réseau")])
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    response = client.get(reverse("wagtailadmin_pages:edit", args=[home.pk]))
    assert "Autour de toutes les pages" in response.text
    assert "https://exemple.test/" in response.text


def test_each_site_has_its_own(client, home):
    other = home.get_parent().add_child(instance=HomePage(title="Ailleurs", slug="ailleurs"))
    other.menu = json.dumps([web_link("Le réseau d’ailleurs")])
    other.save()
    Site.objects.create(hostname="ailleurs.test", root_page=other)
    assert "Le réseau d’ailleurs" not in client.get("/").text
    assert "Le réseau d’ailleurs" in client.get("/", headers={"host": "ailleurs.test"}).text


@pytest.mark.parametrize("path", ["/", "/offres/", "/mentions-legales/"])
def test_many_links_cost_no_query_more(path, client, home, django_assert_num_queries):
    news = Page.objects.get(slug="actualites")
    pages = [
        news.add_child(instance=NewsPage(title=f"N{number}", slug=f"n{number}"))
        for number in range(7)
    ]
    client.get(path)  # the site and the content types are remembered from one request to the next
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    before = len(captured)  # the next request empties it
    choose(
        home,
        menu=[page_link(page) for page in pages],
        footer=[page_link(page) for page in pages],
        accounts=[{"type": "account", "value": {"kind": "tiktok", "url": "https://exemple.test/"}}],
    )
    client.get(path)
    with django_assert_num_queries(before):
        response = client.get(path)
    assert "N6" in response.text
