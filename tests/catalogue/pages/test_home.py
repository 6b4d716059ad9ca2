"""« Tu habites où ? » answers in one step."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from catalogue.place import COOKIE
from cms.models import FeaturedScheme, HomePage
from tests.factories import (
    CommuneFactory,
    CoverageFactory,
    OfferFactory,
    OfferSessionFactory,
    ReceptionSiteFactory,
    SchemeFactFactory,
    SchemeFactory,
    StructureFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

MONDAY_MORNING = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def villejuif():
    return CommuneFactory(insee_code="94076", name="Villejuif", postal_codes=["94800"])


@pytest.fixture
def innovam(villejuif):
    structure = StructureFactory(name="Mission Locale Innovam", seat_commune=villejuif)
    CoverageFactory(commune=villejuif, structure=structure)
    return structure


class TestTheAnswer:
    @pytest.mark.parametrize(
        "text", ["Villejuif", "VILLEJUIF", " ville juif ", "94800", "94800 Villejuif"]
    )
    def test_any_way_to_write_a_town_leads_to_its_mission_locale(self, text, client, innovam):
        response = client.get("/", {"lieu": text})
        assert response.context["finding"].structures == [innovam]
        assert 'href="/missions-locales/mission-locale-innovam/' in response.text

    def test_it_says_whether_somebody_receives_now(self, client, innovam, time_machine):
        time_machine.move_to(MONDAY_MORNING, tick=False)
        ReceptionSiteFactory(
            structure=innovam,
            commune=innovam.seat_commune,
            name="Antenne Sud",
            phone="+33199000001",
            opening_hours="Mo-Fr 09:00-12:30",
        )
        response = client.get("/?lieu=villejuif")
        assert "<strong>Ouvert</strong>, ferme à 12\u00a0h\u00a030" in response.text
        assert 'href="tel:+33-1-99-00-00-01"' in response.text
        assert "https://www.openstreetmap.org/directions?to=48.79%2C2.36" in response.text

    def test_an_open_door_comes_before_a_nearer_one_that_is_shut(
        self, client, innovam, time_machine
    ):
        time_machine.move_to(MONDAY_MORNING, tick=False)
        ReceptionSiteFactory(
            structure=innovam,
            name="À côté, fermée",
            commune=innovam.seat_commune,
            opening_hours="Sa 09:00-12:00",
        )
        far = CommuneFactory(latitude=48.83)
        ReceptionSiteFactory(structure=innovam, name="Plus loin, ouverte", commune=far)
        doors = client.get("/?lieu=villejuif").context["doors"]
        assert [site.name for site in doors] == ["Plus loin, ouverte", "À côté, fermée"]

    def test_without_a_known_door_it_says_so(self, client, innovam):
        text = client.get("/?lieu=villejuif").text
        assert "Horaires à confirmer" in text
        assert "numéro à confirmer" in text

    def test_several_homonyms_are_offered(self, client):
        for code, department in [("93066", "Seine-Saint-Denis"), ("97411", "La Réunion")]:
            CommuneFactory(
                insee_code=code,
                name="Saint-Denis",
                department_code=code[:2],
                department=department,
                postal_codes=[],
            )
        text = client.get("/?lieu=saint denis").text
        assert 'href="/?lieu=saint-denis-93066">Saint-Denis, Seine-Saint-Denis<' in text
        assert 'href="/?lieu=saint-denis-97411">Saint-Denis, La Réunion<' in text

    def test_a_misspelling_is_answered_by_the_nearest_names(self, client, villejuif):
        text = client.get("/?lieu=vilejuiff").text
        assert 'href="/?lieu=villejuif-94076">Villejuif, Val-de-Marne<' in text

    def test_a_town_that_nobody_is_known_to_cover_is_to_be_confirmed(self, client, villejuif):
        near = StructureFactory(seat_commune=villejuif)
        response = client.get("/?lieu=villejuif")
        assert "à confirmer" in response.text
        assert [step.structure for step in response.context["nearest"]] == [near]

    def test_a_draft_is_never_the_answer(self, client, innovam):
        innovam.unpublish()
        assert client.get("/?lieu=villejuif").context["finding"].structures == []

    def test_a_position_leads_to_the_nearest_ones(self, client, innovam):
        response = client.get("/?lat=48.79&lon=2.36")
        assert response.context["finding"].structures == [innovam]
        assert "Près de Villejuif" in response.text

    @pytest.mark.parametrize(
        "query",
        [
            {"lieu": "x" * 10_000},
            {"lieu": "\0\x1b"},
            {"lat": "abc", "lon": "2"},
            {"lat": "48"},
            {"lat": "1e400", "lon": "nan"},
        ],
    )
    def test_nonsense_is_answered_by_the_question(self, query, client):
        response = client.get("/", query)
        assert response.status_code == 200
        assert 'name="lieu"' in response.text


class TestTheTown:
    def test_stays_in_the_links(self, client, innovam):
        ThemeFactory(code="emploi")
        text = client.get("/?lieu=94800").text
        assert 'href="/offres/?theme=emploi&amp;lieu=villejuif-94076"' in text

    def test_is_kept_only_on_demand(self, client, innovam):
        assert not client.get("/?lieu=villejuif").cookies
        response = client.post(
            "/ma-ville/", {"lieu": "villejuif-94076"}, headers={"Origin": "http://testserver"}
        )
        assert response.headers["Location"] == "/?lieu=villejuif-94076"
        cookie = response.cookies[COOKIE]
        assert cookie.value == "villejuif-94076"
        assert cookie["max-age"] == timedelta(days=182).total_seconds()
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        response = client.get("/")
        assert response.context["finding"].structures == [innovam]
        assert "Oublier ma ville" in response.text

    def test_is_forgotten_on_demand(self, client, innovam):
        client.cookies[COOKIE] = "villejuif-94076"
        response = client.post("/ma-ville/", headers={"Origin": "http://testserver"})
        assert response.headers["Location"] == "/"
        assert "finding" not in client.get("/").context

    def test_another_one_in_the_url_wins(self, client, innovam):
        client.cookies[COOKIE] = "villejuif-94076"
        CommuneFactory(insee_code="94016", name="Cachan")
        response = client.get("/?lieu=cachan")
        assert response.context["place"].commune.name == "Cachan"
        assert "Oublier ma ville" not in response.text

    @pytest.mark.parametrize("origin", [None, "https://ailleurs.example", "null", "http://["])
    def test_no_other_site_may_set_it(self, origin, client):
        headers = {"Origin": origin} if origin else {}
        response = client.post("/ma-ville/", {"lieu": "villejuif-94076"}, headers=headers)
        assert response.status_code == 403
        assert COOKIE not in response.cookies

    @pytest.mark.parametrize("value", ["\0", "<script>", "x" * 5_000, "paris"])
    def test_a_cookie_that_we_did_not_write_is_ignored(self, value, client):
        client.cookies[COOKIE] = value
        assert "finding" not in client.get("/").context


class TestBelow:
    def test_the_next_sessions_are_those_around_the_town(self, client, innovam):
        here = OfferSessionFactory(offer=OfferFactory(commune=innovam.seat_commune))
        there = CommuneFactory(latitude=45.0, longitude=5.0)
        far = OfferSessionFactory(
            offer=OfferFactory(commune=there), starts_at=timezone.now() + timedelta(hours=1)
        )
        assert client.get("/").context["sessions"] == [far, here]
        assert client.get("/?lieu=villejuif").context["sessions"] == [here]

    def test_a_session_that_comes_back_is_shown_once(self, client):
        sessions = [OfferSessionFactory(offer=OfferFactory(title="Faire son CV")) for _ in "abc"]
        assert client.get("/").context["sessions"] == sessions[:1]

    def test_the_schemes_are_those_that_editors_chose(self, client):
        for name in ["Alpha", "Bêta", "Gamma"]:
            scheme = SchemeFactory(name=name)
        SchemeFactFactory(scheme=scheme, value="12 mois")
        FeaturedScheme.objects.create(page=HomePage.objects.get(), scheme=scheme, sort_order=0)
        response = client.get("/")
        assert [scheme.name for scheme in response.context["schemes"]] == ["Gamma", "Alpha"]
        assert "12 mois" in response.text

    def test_a_scheme_that_is_over_is_not_put_forward(self, client):
        scheme = SchemeFactory(ends_on=timezone.localdate() - timedelta(days=1))
        FeaturedScheme.objects.create(page=HomePage.objects.get(), scheme=scheme)
        assert not client.get("/").context["schemes"]
