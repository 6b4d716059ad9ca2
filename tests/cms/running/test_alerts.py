"""What is announced above the pages: when, where, and in which order."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from wagtail.models import Page

from cms.alerts import alerts_for
from cms.models import Alert, NewsPage
from tests.factories import (
    AlertFactory,
    CommuneFactory,
    CoverageFactory,
    OfferFactory,
    ReceptionSiteFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]

NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Europe/Paris"))


def announced(client, path):
    page = BeautifulSoup(client.get(path).content, "html.parser")
    return [plate.span.get_text(" ", strip=True) for plate in page.select("aside .annonce")]


class TestWhen:
    @pytest.mark.parametrize(
        ("now", "shown"),
        [
            (NOON - timedelta(seconds=1), False),
            (NOON, True),
            (NOON + timedelta(hours=2, seconds=-1), True),
            (NOON + timedelta(hours=2), False),
        ],
    )
    def test_it_shows_from_one_moment_to_the_other_without_any_job(self, now, shown, client):
        AlertFactory(message="Fermé.", starts_at=NOON, ends_at=NOON + timedelta(hours=2))
        with time_machine.travel(now, tick=False):
            assert announced(client, "/") == (["Fermé."] if shown else [])

    def test_it_cannot_end_before_it_starts(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            AlertFactory(starts_at=NOON, ends_at=NOON)

    def test_a_page_without_alert_has_no_empty_frame(self, client):
        assert "annonces" not in client.get("/").text


class TestWhere:
    @pytest.mark.parametrize(
        "path", ["/", "/offres/", "/recherche/", "/plan-du-site/", "/nulle-part/"]
    )
    def test_for_everybody_it_is_on_every_page(self, path, client):
        AlertFactory(message="Fermé.")
        assert announced(client, path) == ["Fermé."]

    def test_for_a_section_it_is_on_its_pages_and_those_below(self, client):
        news = Page.objects.get(slug="actualites")
        news.add_child(instance=NewsPage(title="Portes", slug="portes"))
        AlertFactory(message="Relis-nous demain.", scope=Alert.Scope.SECTION, section=news)
        assert announced(client, "/actualites/") == ["Relis-nous demain."]
        assert announced(client, "/actualites/portes/") == ["Relis-nous demain."]
        assert announced(client, "/") == announced(client, "/offres/") == []

    def test_for_a_listing_it_is_on_its_objects_too(self, client):
        section = Page.objects.get(slug="offres")
        AlertFactory(message="Moins d’offres.", scope=Alert.Scope.SECTION, section=section)
        assert announced(client, OfferFactory().get_absolute_url()) == ["Moins d’offres."]

    def test_about_structures_it_is_on_their_pages_only(self, client, here, there):
        AlertFactory(message="Sur rendez-vous.", structures=[here.structure])
        assert announced(client, here.structure.get_absolute_url()) == ["Sur rendez-vous."]
        assert announced(client, there.structure.get_absolute_url()) == []
        assert announced(client, "/") == []

    def test_about_a_structure_it_reaches_who_lives_there(self, client, here, there):
        town, elsewhere = CommuneFactory(name="Gentilly"), CommuneFactory(name="Nogent")
        CoverageFactory(commune=town, structure=here.structure)
        CoverageFactory(commune=elsewhere, structure=there.structure)
        AlertFactory(message="Sur rendez-vous.", structures=[here.structure])
        assert announced(client, f"/?lieu={town.slug}") == ["Sur rendez-vous."]
        assert announced(client, f"/?lieu={elsewhere.slug}") == []

    def test_about_a_structure_it_is_on_what_it_offers_or_hosts(self, client, here, there):
        site = ReceptionSiteFactory(structure=here.structure)
        AlertFactory(message="Sur rendez-vous.", structures=[here.structure])
        its_own = OfferFactory(structure=here.structure)
        at_its_door = OfferFactory(structure=there.structure, site=site)
        another = OfferFactory(structure=there.structure)
        assert announced(client, its_own.get_absolute_url()) == ["Sur rendez-vous."]
        assert announced(client, at_its_door.get_absolute_url()) == ["Sur rendez-vous."]
        assert announced(client, another.get_absolute_url()) == []

    def test_for_a_region_it_is_on_the_page_of_each_of_its_structures(self, client, here, there):
        AlertFactory(message="Grève.", scope=Alert.Scope.NETWORK, network=here.network)
        assert announced(client, here.structure.get_absolute_url()) == ["Grève."]
        assert announced(client, there.structure.get_absolute_url()) == []

    def test_for_the_union_it_is_on_the_page_of_every_structure(self, client, union, here, there):
        AlertFactory(message="Grève.", scope=Alert.Scope.NETWORK, network=union)
        for region in (here, there):
            assert announced(client, region.structure.get_absolute_url()) == ["Grève."]

    def test_when_its_last_structure_goes_it_does_not_become_everybodys(self, client, here):
        AlertFactory(structures=[here.structure])
        here.structure.delete()
        assert announced(client, "/") == []

    @pytest.mark.parametrize(
        "fields", [{"scope": "section"}, {"scope": "network"}, {"scope": "everywhere"}]
    )
    def test_a_scope_without_its_place_or_with_another_is_refused(self, fields, here):
        network = here.network if fields["scope"] == "everywhere" else None
        with pytest.raises(IntegrityError), transaction.atomic():
            AlertFactory(network=network, **fields)


class TestHow:
    def test_the_gravest_comes_first_then_the_latest(self, client):
        for level, message, age in [
            ("information", "Info.", 1),
            ("urgent", "Urgence.", 3),
            ("attention", "Attention, hier.", 2),
            ("attention", "Attention, tout à l’heure.", 1),
        ]:
            AlertFactory(
                level=level, message=message, starts_at=datetime.now(NOON.tzinfo) - timedelta(age)
            )
        assert announced(client, "/") == [
            "Urgence.",
            "Attention, tout à l’heure.",
            "Attention, hier.",
            "Info.",
        ]

    def test_four_are_enough(self, client):
        AlertFactory.create_batch(6)
        assert len(announced(client, "/")) == 4

    @pytest.mark.parametrize(
        ("level", "word"),
        [("urgent", "Urgence"), ("attention", "Attention"), ("information", "Information")],
    )
    def test_its_level_is_said_in_words_inside_one_landmark(self, level, word, client):
        AlertFactory.create_batch(2, level=level)
        page = BeautifulSoup(client.get("/").content, "html.parser")
        [landmark] = page.select("aside.annonces")
        assert landmark["aria-label"] == "À savoir"
        assert [plate.strong.get_text() for plate in landmark.select("div")] == [word] * 2

    def test_it_leads_to_a_page(self, client):
        AlertFactory(link_text="Les offres", link_page=Page.objects.get(slug="offres"))
        assert '<a href="/offres/">Les offres</a>' in client.get("/").text

    def test_it_leads_nowhere_once_the_page_is_not_published(self, client):
        page = Page.objects.get(slug="accessibilite")
        AlertFactory(message="Lis.", link_text="Ceci", link_page=page)
        page.specific.unpublish()
        assert announced(client, "/") == ["Lis."]

    @pytest.mark.parametrize("number", [1, 30])
    def test_it_costs_one_query_however_many_there_are(
        self, number, client, here, django_assert_num_queries
    ):
        for _index in range(number):
            AlertFactory(link_text="Là", link_page=Page.objects.get(slug="offres"))
            AlertFactory(structures=[here.structure])
            AlertFactory(scope="section", section=Page.objects.get(slug="agenda"))
        request = client.get(here.structure.get_absolute_url()).wsgi_request
        request.structures = [here.structure]
        with django_assert_num_queries(1):
            assert [alert.url for alert in alerts_for(request)]
