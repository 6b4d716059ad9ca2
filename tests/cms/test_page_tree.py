"""The tree that a new site starts with, and what routes and frames it."""

import json
from importlib import import_module
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from wagtail.models import Collection, Page, PageViewRestriction, Site

from catalogue import paths
from cms.models import HomePage, NewsPage, OfferIndexPage, StandardPage
from tests.factories import CommuneFactory, StructureFactory

pytestmark = pytest.mark.django_db

migration = import_module("cms.migrations.0002_initial_pages")


@pytest.fixture
def home():
    return HomePage.objects.get()


@pytest.fixture(scope="module")
def apps():
    """The models as migrations know them, with the columns of today."""
    return MigrationLoader(None).project_state().apps


class TestInitialPages:
    def test_the_tree_is_sound_and_is_the_default_site(self, home):
        assert not any(Page.find_problems())
        assert Site.objects.get(is_default_site=True).root_page_id == home.pk
        assert [page.slug for page in home.get_children()] == [
            "missions-locales",
            "offres",
            "agenda",
            "dispositifs",
            "actualites",
            "accessibilite",
            "donnees-personnelles",
            "mentions-legales",
        ]

    def test_each_page_passes_the_checks_of_the_editing_form(self):
        for page in Page.objects.filter(depth__gt=1).specific():
            page.full_clean()

    def test_another_run_changes_nothing(self, apps):
        before = list(Page.objects.order_by("path").values())
        migration.create_pages(apps, None)
        assert list(Page.objects.order_by("path").values()) == before

    def test_going_back_restores_the_welcome_page_and_forth_again_the_tree(self, apps, home):
        editor = SimpleNamespace(connection=connection)
        migration.restore_welcome_page(apps, editor)
        welcome = Page.objects.get(depth=2)
        assert welcome.specific_class is Page
        assert welcome.pk == home.pk
        assert not any(Page.find_problems())
        migration.create_pages(apps, editor)
        assert HomePage.objects.get().get_children().count() == 8

    def test_what_an_editor_wrote_is_left_alone(self, apps, home):
        home.title = "Notre accueil"
        home.save()
        migration.create_pages(apps, None)
        assert HomePage.objects.get().title == "Notre accueil"


class TestListingPages:
    def test_their_address_cannot_be_changed(self, home):
        page = OfferIndexPage.objects.get()
        page.slug = "annonces"
        page.save()
        page.refresh_from_db()
        assert page.slug == paths.OFFERS

    def test_there_is_one_of_each(self, home):
        assert not OfferIndexPage.can_create_at(home)

    def test_an_unpublished_one_answers_404(self, client):
        OfferIndexPage.objects.get().unpublish()
        assert client.get("/offres/").status_code == 404

    def test_they_are_only_read(self, client):
        for path in ["/", "/missions-locales/", "/mentions-legales/"]:
            assert client.post(path).status_code == 405


class TestNavigation:
    def menu(self, response):
        return [entry["title"] for entry in response.context["shell"].menu]

    def test_the_menu_holds_the_pages_that_editors_put_there(self, client, home):
        titles = ["Missions Locales", "Offres", "Agenda", "Dispositifs", "Actualités"]
        assert self.menu(client.get("/"))[:5] == titles
        Page.objects.filter(slug="offres").update(show_in_menus=False)
        response = client.get("/")
        assert "Offres" not in self.menu(response)
        assert "Offres" in [entry["title"] for entry in response.context["shell"].footer]

    def test_the_page_being_read_is_marked(self, client):
        shell = client.get("/actualites/").context["shell"]
        assert [entry["title"] for entry in shell.menu if entry["current"]] == ["Actualités"]

    def test_a_draft_is_in_no_menu(self, client):
        OfferIndexPage.objects.get().unpublish()
        assert "Offres" not in self.menu(client.get("/"))

    def test_a_restricted_page_is_in_no_menu(self, client):
        page = OfferIndexPage.objects.get()
        PageViewRestriction.objects.create(
            page=page.page_ptr, restriction_type=PageViewRestriction.LOGIN
        )
        assert "Offres" not in self.menu(client.get("/"))
        assert client.get("/offres/").status_code == 302

    def test_the_admin_asks_nothing_of_it(self, django_assert_num_queries, rf):
        from cms.context_processors import shell

        with django_assert_num_queries(0):
            shell(rf.get("/gestion/"))

    def test_the_town_stays_in_every_link(self, client):
        response = client.get("/mentions-legales/?lieu=villejuif-94076")
        assert 'href="/offres/?lieu=villejuif-94076"' in response.text

    @pytest.mark.parametrize("text", ["villejuif", '"><script>', "x" * 10_000, "a\0b-94076"])
    def test_a_text_that_is_no_town_is_carried_nowhere(self, text, client):
        response = client.get("/mentions-legales/", {"lieu": text})
        assert response.status_code == 200
        assert "lieu=" not in response.text


class TestRestrictions:
    """`BasePage.get_view_restrictions` answers as Wagtail's own does, in one query."""

    @pytest.mark.parametrize("slug", ["home", "actualites", "a-lire"])
    def test_of_the_page_and_of_those_above(self, slug, home, django_assert_num_queries):
        news = home.get_children().get(slug="actualites")
        page = news.add_child(instance=NewsPage(title="À lire", slug="a-lire"))
        restricted = Page.objects.get(slug=slug)
        restriction = PageViewRestriction.objects.create(
            page=restricted, restriction_type=PageViewRestriction.LOGIN
        )
        with django_assert_num_queries(1):
            assert list(page.get_view_restrictions()) == [restriction]
        assert list(Page.get_view_restrictions(page)) == [restriction]

    def test_of_the_source_of_an_alias(self, home):
        source = StandardPage.objects.get(slug="mentions-legales")
        alias = source.create_alias(parent=home, update_slug="copie")
        restriction = PageViewRestriction.objects.create(
            page=source.page_ptr, restriction_type=PageViewRestriction.LOGIN
        )
        assert list(alias.get_view_restrictions()) == [restriction]


class TestPagesOfText:
    def test_say_what_was_written(self, client):
        page = StandardPage.objects.get(slug="mentions-legales")
        page.body = json.dumps(
            [
                {"type": "heading", "value": "Qui ?"},
                {"type": "paragraph", "value": "<p>Une <b>équipe</b>.</p>"},
            ]
        )
        page.save()
        response = client.get("/mentions-legales/")
        assert "<h2>Qui ?</h2>" in response.text
        assert "<p>Une <b>équipe</b>.</p>" in response.text

    def test_the_privacy_page_keeps_its_word(self, client):
        """« Si tu ne demandes rien, aucun cookie n’est posé. »"""
        for path in ["/", "/?lieu=villejuif", "/donnees-personnelles/", "/plan-du-site/"]:
            assert not client.get(path).cookies

    def test_every_page_says_its_address_to_search_engines(self, client):
        response = client.get("/accessibilite/?lieu=villejuif-94076")
        assert '<link rel="canonical" href="http://testserver/accessibilite/">' in response.text


class TestPreview:
    @pytest.mark.parametrize("slug", ["home", "actualites", "missions-locales", "accessibilite"])
    def test_each_kind_of_page_shows_its_draft(self, slug):
        page = Page.objects.get(slug=slug).specific
        page.heading = "Un titre en cours d’écriture"
        response = page.make_preview_request(preview_mode=page.default_preview_mode)
        if not getattr(response, "is_rendered", True):
            response.render()
        assert "Un titre en cours d’écriture" in response.text


def test_the_site_map_lists_what_anybody_may_read(client, home):
    news = home.get_children().get(slug="actualites")
    for title, live in [("Lisible", True), ("Brouillon", False)]:
        news.add_child(instance=NewsPage(title=title, live=live))
    text = client.get("/plan-du-site/").text
    assert "Lisible" in text
    assert "Mentions légales" in text
    assert "Brouillon" not in text


def test_the_site_map_puts_each_structure_in_its_region_and_department(
    client, home, django_assert_max_num_queries
):
    cachan = CommuneFactory(region="Île-de-France", region_code="11", department="Val-de-Marne")
    evry = CommuneFactory(region="Île-de-France", region_code="11", department="Essonne")
    calvi = CommuneFactory(region="Corse", region_code="94", department="Haute-Corse")
    for name, seat in [("B", cachan), ("A", cachan), ("C", evry), ("D", calvi), ("E", None)]:
        StructureFactory(name=name, seat_commune=seat)
    StructureFactory(name="Brouillon", seat_commune=evry, live=False)
    with django_assert_max_num_queries(12):
        page = BeautifulSoup(client.get("/plan-du-site/").content, "html.parser")
    regions = {
        region.h3.text: [
            (part.text, [link.text.strip() for link in part.find_next("ul").select("a")])
            for part in region.select("h4")
        ]
        for region in page.select("details")
    }
    assert list(regions) == ["Corse", "Île-de-France"]
    assert regions == {
        "Corse": [("Haute-Corse", ["D"])],
        "Île-de-France": [("Essonne", ["C"]), ("Val-de-Marne", ["A", "B"])],
    }
    assert page.select("details ~ ul a")[-1].text.strip() == "E"


class TestReading:
    """What the menu already told isn't asked again; what it didn't tell is."""

    @pytest.mark.parametrize("slug", ["home", "offres", "mentions-legales"])
    def test_a_restriction_set_since_holds_at_once(self, slug, client):
        assert client.get("/mentions-legales/").status_code == 200
        PageViewRestriction.objects.create(
            page=Page.objects.get(slug=slug), restriction_type=PageViewRestriction.LOGIN
        )
        path = "/" if slug == "home" else f"/{slug}/"
        assert client.get(path).status_code == 302

    def test_a_page_below_a_section_has_its_own(self, client, home):
        news = home.get_children().get(slug="actualites")
        page = news.add_child(instance=NewsPage(title="À lire", slug="a-lire"))
        PageViewRestriction.objects.create(
            page=page.page_ptr, restriction_type=PageViewRestriction.LOGIN
        )
        assert client.get("/actualites/a-lire/").status_code == 302
        assert client.get("/actualites/").status_code == 200

    def test_an_alias_is_closed_like_its_source(self, client, home):
        source = StandardPage.objects.get(slug="mentions-legales")
        source.create_alias(parent=home, update_slug="copie")
        PageViewRestriction.objects.create(
            page=source.page_ptr, restriction_type=PageViewRestriction.LOGIN
        )
        assert client.get("/copie/").status_code == 302


def test_what_holds_all_pages_and_all_files_has_a_french_name():
    assert Page.get_first_root_node().title == "Racine"
    assert Collection.get_first_root_node().name == "Racine"
