"""The list of the Missions Locales, and the page of each."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from catalogue.models import StructureLink
from tests.factories import (
    CommuneFactory,
    CoverageFactory,
    OfferFactory,
    OfferSessionFactory,
    ReceptionSiteFactory,
    SiteClosureFactory,
    StructureFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Paris"))


def names(response):
    return [structure.name for structure in response.context["structures"]]


class TestList:
    @pytest.fixture
    def cachan(self):
        return CommuneFactory(insee_code="94016", name="Cachan", latitude=48.79, longitude=2.33)

    def test_near_a_town_those_that_cover_it_come_first(self, client, cachan):
        StructureFactory(name="La plus proche", seat_commune=cachan)
        far = CommuneFactory(latitude=48.85, longitude=2.33)
        covering = StructureFactory(name="La sienne", seat_commune=far)
        CoverageFactory(commune=cachan, structure=covering)
        response = client.get("/missions-locales/?lieu=cachan")
        assert names(response) == ["La sienne", "La plus proche"]
        assert [step.structure for step in response.context["confirmed"]] == [covering]

    def test_where_coverage_is_not_known_it_says_so(self, client, cachan):
        StructureFactory(seat_commune=cachan)
        text = client.get("/missions-locales/?lieu=cachan").text
        assert "À confirmer" in text
        assert "c’est ici qu’on t’attend" not in text

    def test_a_position_is_never_a_confirmation(self, client, cachan):
        CoverageFactory(commune=cachan, structure=StructureFactory(seat_commune=cachan))
        response = client.get("/missions-locales/?lat=48.79&lon=2.33")
        assert not response.context["confirmed"]

    def test_a_shut_door_says_why(self, client, cachan):
        today = timezone.localdate()
        site = ReceptionSiteFactory(structure__seat_commune=cachan, commune=cachan)
        SiteClosureFactory(site=site, starts_on=today, ends_on=today, message="Inventaire.")
        assert client.get("/missions-locales/?lieu=cachan").text.count("Inventaire.") == 1

    def test_each_shows_its_nearest_door_and_how_far_it_is(self, client, cachan):
        structure = StructureFactory(seat_commune=None)
        for name, latitude in [("Loin", 48.99), ("Près", 48.80)]:
            commune = CommuneFactory(latitude=latitude, longitude=2.33)
            ReceptionSiteFactory(structure=structure, name=name, commune=commune)
        [doorstep] = client.get("/missions-locales/?lieu=cachan").context["others"]
        assert doorstep.site.name == "Près"
        assert doorstep.distance == pytest.approx(1.1, abs=0.05)

    def test_by_region_then_by_department(self, client):
        for code, department, region in [("94", "Val-de-Marne", "11"), ("35", "Bretilie", "53")]:
            commune = CommuneFactory(
                department_code=code, department=department, region_code=region, region=department
            )
            StructureFactory(name=f"ML {department}", seat_commune=commune)
        response = client.get("/missions-locales/")
        assert [area.name for area in response.context["regions"].all] == [
            "Bretilie",
            "Val-de-Marne",
        ]
        assert names(client.get("/missions-locales/?region=53")) == ["ML Bretilie"]
        assert names(client.get("/missions-locales/?departement=94")) == ["ML Val-de-Marne"]

    def test_regions_are_sorted_as_people_read(self, client):
        for region in ["Occitanie", "Île-de-France", "Grand Est"]:
            StructureFactory(seat_commune=CommuneFactory(region=region, region_code=region[:2]))
        regions = client.get("/missions-locales/").context["regions"].all
        assert [area.name for area in regions] == ["Grand Est", "Île-de-France", "Occitanie"]

    def test_twelve_fit_on_a_page(self, client):
        StructureFactory.create_batch(13)
        assert len(names(client.get("/missions-locales/"))) == 12
        assert len(names(client.get("/missions-locales/?page=2"))) == 1

    def test_a_draft_is_not_listed(self, client):
        StructureFactory(live=False)
        assert not names(client.get("/missions-locales/"))

    @pytest.mark.parametrize(
        "query",
        [
            {"lieu": "x" * 10_000},
            {"lieu": "\0"},
            {"lat": "abc", "lon": "def"},
            {"region": "zz"},
            {"region": "x" * 10_000},
            {"departement": "\0"},
            {"page": "9" * 400},
            {"type": "nothing"},
        ],
    )
    def test_nonsense_is_answered(self, query, client):
        StructureFactory()
        assert client.get("/missions-locales/", query).status_code == 200

    def test_the_map_bears_the_numbers_of_the_list(self, client, cachan):
        StructureFactory(seat_commune=cachan)
        response = client.get("/missions-locales/?lieu=cachan")
        [door] = response.context["map"].doors
        [doorstep] = response.context["others"]
        assert door.number == doorstep.number == 1


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("Mission Locale Innovam", ("Mission Locale", "Innovam")),
        ("Mission Locale de Cachan", ("Mission Locale", "de Cachan")),
        ("We Ker – Mission Locale de Rennes", ("Mission Locale de Rennes", "We Ker")),
        ("Espace jeunes", ("", "Espace jeunes")),
    ],
)
def test_the_sign_over_the_door_says_what_it_is_then_which_one(name, sign):
    assert StructureFactory.build(name=name, seat_commune=None).sign == sign


class TestPage:
    def get(self, client, structure):
        return client.get(structure.get_absolute_url())

    def test_a_draft_has_none(self, client):
        assert self.get(client, StructureFactory(live=False)).status_code == 404

    def test_it_says_where_to_go_and_when(self, client, time_machine):
        time_machine.move_to(NOON, tick=False)
        site = ReceptionSiteFactory(name="Antenne du Lac", address="3 rue du Lac")
        text = self.get(client, site.structure).text
        assert "<strong>Ouvert</strong>, ferme à 12\u00a0h\u00a030" in text
        assert "3 rue du Lac" in text
        assert "Une porte" in text

    def test_a_closure_is_announced_and_a_past_one_is_not(self, client, time_machine):
        time_machine.move_to(NOON, tick=False)
        site = ReceptionSiteFactory()
        SiteClosureFactory(site=site, message="L’équipe déménage.")
        past = timezone.localdate() - timedelta(days=10)
        SiteClosureFactory(site=site, starts_on=past, ends_on=past, message="C’était avant.")
        text = self.get(client, site.structure).text
        assert "L’équipe déménage." in text
        assert "C’était avant." not in text

    def test_the_communes_it_covers_are_on_the_map_and_in_the_list(self, client):
        structure = StructureFactory()
        for name, latitude in [("Cachan", 48.79), ("Arcueil", 48.80)]:
            commune = CommuneFactory(name=name, latitude=latitude)
            CoverageFactory(structure=structure, commune=commune)
        CommuneFactory(name="Bagneux", latitude=48.795, longitude=2.37)
        response = self.get(client, structure)
        assert [commune.name for commune in response.context["communes"]] == ["Arcueil", "Cachan"]
        circles = {circle.name: circle.lit for circle in response.context["map"].circles}
        assert circles["Cachan"]
        assert circles["Arcueil"]
        assert not circles["Bagneux"]
        assert "Deux communes" in response.text

    def test_with_nothing_but_a_seat_it_is_honest(self, client):
        structure = StructureFactory(
            name="Mission Locale du Pays Bleu", seat_commune=CommuneFactory(name="Bleuville")
        )
        text = self.get(client, structure).text
        assert "Bleuville" in text
        assert "Horaires à confirmer" in text
        assert "On ne sait pas encore quelles communes" in text

    def test_without_even_a_seat_it_is_still_a_page(self, client):
        assert self.get(client, StructureFactory(seat_commune=None)).status_code == 200

    def test_it_counts_its_current_offers_by_need(self, client):
        structure, theme = StructureFactory(), ThemeFactory(code="logement")
        OfferFactory(structure=structure, themes=[theme])
        OfferFactory(structure=structure, themes=[theme], live=False)
        OfferFactory(themes=[theme])
        [found] = self.get(client, structure).context["themes"]
        assert (found, found.count) == (theme, 1)

    def test_it_shows_its_next_sessions_and_no_other(self, client):
        structure = StructureFactory()
        session = OfferSessionFactory(offer=OfferFactory(structure=structure))
        OfferSessionFactory()
        OfferSessionFactory(offer=session.offer, starts_at=timezone.now() - timedelta(hours=1))
        assert list(self.get(client, structure).context["sessions"]) == [session]

    def test_it_says_since_when_it_is_true(self, client):
        structure = StructureFactory(checked_on=datetime(2026, 2, 1).date())  # noqa: DTZ001
        assert "vérifiées le 1er\u00a0février 2026" in self.get(client, structure).text
        structure = StructureFactory(checked_on=None, is_demonstration=True)
        text = self.get(client, structure).text
        assert "pas encore vérifiées" in text
        assert "démonstration" in text

    def test_its_social_networks_are_links_and_nothing_more(self, client):
        structure = StructureFactory()
        StructureLink.objects.create(
            structure=structure, kind="facebook", url="https://facebook.example/ml"
        )
        assert 'href="https://facebook.example/ml"' in self.get(client, structure).text

    def test_its_number_is_called_at_a_tap(self, client):
        structure = StructureFactory(phone="+33199000002")
        assert 'href="tel:+33-1-99-00-00-02"' in self.get(client, structure).text
