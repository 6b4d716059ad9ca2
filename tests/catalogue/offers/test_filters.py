"""Which offers, and which sessions, match what is asked."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.http import QueryDict

from catalogue.filters import OfferFilterSet, OfferSessionFilterSet
from catalogue.models import Offer, OfferSession, ReceptionSite
from tests.factories import (
    CommuneFactory,
    CoverageFactory,
    OfferFactory,
    OfferSessionFactory,
    PartnerFactory,
    ReceptionSiteFactory,
    SchemeFactory,
    StructureFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("catalogue.filters")]

PARIS = ZoneInfo("Europe/Paris")
#: Degrees of latitude for a kilometre.
KM = 1 / 111.2


@pytest.fixture(autouse=True)
def on_a_winter_day():
    with time_machine.travel(datetime(2026, 1, 12, 10, tzinfo=PARIS), tick=False):
        yield


@pytest.fixture
def cachan():
    return CommuneFactory(insee_code="94016", name="Cachan", latitude=48.79, longitude=2.33)


def offers(query="", queryset=None):
    filterset = OfferFilterSet(QueryDict(query), queryset=queryset or Offer.objects.public())
    assert filterset.is_valid(), filterset.errors
    return [offer.title for offer in filterset.qs]


def sessions(query=""):
    filterset = OfferSessionFilterSet(QueryDict(query), queryset=OfferSession.objects.upcoming())
    assert filterset.is_valid(), filterset.errors
    return [session.offer.title for session in filterset.qs]


def errors(query):
    return OfferFilterSet(QueryDict(query), queryset=Offer.objects.public()).errors


def at(km, **fields):
    """An offer so many kilometres north of Cachan."""
    return OfferFactory(
        title=f"à {km} km",
        latitude=48.79 + km * KM,
        longitude=2.33,
        **{"commune": None, **fields},
    )


class TestChoices:
    def test_without_a_question_every_public_offer_is_there(self):
        OfferFactory(title="Visible")
        OfferFactory(title="Brouillon", live=False)
        assert offers() == ["Visible"]

    def test_several_themes_add_up_and_an_offer_with_both_comes_once(self):
        emploi, sante = ThemeFactory(code="emploi"), ThemeFactory(code="sante")
        OfferFactory(title="Les deux", themes=[emploi, sante])
        OfferFactory(title="Santé", themes=[sante])
        OfferFactory(title="Logement", themes=[ThemeFactory(code="logement")])
        assert offers("theme=emploi&theme=sante") == ["Santé", "Les deux"]
        assert offers("theme=emploi") == ["Les deux"]

    def test_several_kinds_add_up(self):
        for kind in (Offer.Kind.JOB, Offer.Kind.HEALTH, Offer.Kind.HOUSING):
            OfferFactory(title=kind, kind=kind)
        assert sorted(offers("type=job&type=health")) == ["health", "job"]

    def test_different_filters_narrow_one_another(self):
        OfferFactory(title="Gratuit", kind=Offer.Kind.JOB)
        OfferFactory(title="Payant", kind=Offer.Kind.JOB, fee=Offer.Fee.CHARGED)
        assert offers("type=job&prix=charged") == ["Payant"]

    def test_a_modality_is_chosen(self):
        OfferFactory(title="Sur place")
        OfferFactory(title="À distance", modality=Offer.Modality.REMOTE)
        assert offers("modalite=remote") == ["À distance"]

    @pytest.mark.parametrize(
        ("low", "high", "age", "fits"),
        [
            (16, 25, 16, True),
            (16, 25, 25, True),
            (16, 25, 15, False),
            (16, 25, 26, False),
            (18, None, 60, True),
            (None, 17, 18, False),
            (None, None, 40, True),
            (None, None, 16, True),
            (None, None, 12, False),
            (12, None, 12, True),
        ],
    )
    def test_an_age_fits_within_the_bounds_included(self, low, high, age, fits):
        OfferFactory(age_min=low, age_max=high)
        assert bool(offers(f"age={age}")) is fits

    def test_a_wheelchair_gets_in_where_the_offer_or_else_its_site_says_so(self):
        accessible = ReceptionSiteFactory(wheelchair=ReceptionSite.Wheelchair.YES)
        OfferFactory(title="Dit oui", wheelchair=True)
        OfferFactory(title="Ne dit rien")
        OfferFactory(title="Dans un lieu accessible", site=accessible)
        OfferFactory(title="Dit non", wheelchair=False, site=accessible)
        assert offers("fauteuil=true") == ["Dans un lieu accessible", "Dit oui"]
        assert len(offers("fauteuil=false")) == 4

    def test_words_narrow_along_with_the_rest(self):
        OfferFactory(title="Boulangerie", kind=Offer.Kind.JOB)
        OfferFactory(title="Visite d’une boulangerie", kind=Offer.Kind.WORKSHOP)
        assert offers("q=boulangeries&type=job") == ["Boulangerie"]

    def test_a_structure_answers_to_its_address_and_to_its_code(self):
        structure = StructureFactory()
        OfferFactory(title="Ici", structure=structure)
        OfferFactory(title="Ailleurs")
        assert offers(f"structure={structure.slug}") == ["Ici"]
        assert offers(f"structure={structure.imilo_code}") == ["Ici"]

    def test_a_scheme_and_a_partner_have_their_offers(self):
        scheme, partner = SchemeFactory(), PartnerFactory()
        OfferFactory(title="Du dispositif", scheme=scheme)
        OfferFactory(title="Du partenaire", partner=partner)
        assert offers(f"dispositif={scheme.slug}") == ["Du dispositif"]
        assert offers(f"dispositif={scheme.code}") == ["Du dispositif"]
        assert offers(f"partenaire={partner.code}") == ["Du partenaire"]


class TestPlace:
    def test_the_nearest_come_first_and_the_far_ones_stay(self, cachan):
        at(40), at(2), at(10)
        assert offers("lieu=cachan") == ["à 2 km", "à 10 km", "à 40 km"]

    def test_a_radius_leaves_out_what_is_beyond(self, cachan):
        at(4.9), at(5.1), at(14)
        assert offers("lieu=cachan&km=5") == ["à 4.9 km"]
        assert offers("lieu=cachan&km=15") == ["à 4.9 km", "à 5.1 km", "à 14 km"]
        assert len(offers("lieu=cachan&km=0")) == 3

    def test_a_corner_of_the_square_around_the_circle_is_out_of_it(self, cachan):
        OfferFactory(latitude=48.79 + 4.5 * KM, longitude=2.33 + 4.5 * KM / 0.66)
        assert offers("lieu=cachan&km=5") == []

    def test_what_has_no_place_to_go_to_comes_last_for_those_it_is_meant_for(self, cachan):
        here, elsewhere = StructureFactory(), StructureFactory()
        CoverageFactory(structure=here, commune=cachan)
        remote = {"modality": Offer.Modality.REMOTE, "latitude": 43.3, "longitude": 5.4}
        OfferFactory(title="À distance, d’ici", structure=here, **remote)
        OfferFactory(title="À distance, d’ailleurs", structure=elsewhere, **remote)
        OfferFactory(title="À distance, pour tous", structure=None, **remote)
        OfferFactory(title="Sans lieu, pour tous", structure=None, latitude=None, longitude=None)
        at(3)
        assert offers("lieu=cachan&km=5") == [
            "à 3 km",
            "Sans lieu, pour tous",
            "À distance, pour tous",
            "À distance, d’ici",
        ]

    def test_a_point_is_a_place(self):
        at(1), at(20)
        assert offers("lat=48.79&lon=2.33&km=5") == ["à 1 km"]

    def test_a_commune_whose_centre_is_unknown_stands_for_itself(self):
        far = CommuneFactory(insee_code="98735", name="Uturoa", latitude=None, longitude=None)
        OfferFactory(title="Là-bas", commune=far, latitude=None, longitude=None)
        OfferFactory(title="Ici")
        assert offers("lieu=98735&km=5") == ["Là-bas"]
        assert len(offers("lieu=98735")) == 2

    def test_a_radius_without_a_place_means_nothing(self):
        at(500)
        assert offers("km=5") == ["à 500 km"]


class TestDates:
    @pytest.mark.parametrize(
        ("period", "running"),
        [
            ("du=2026-02-01", True),
            ("du=2026-03-02", False),
            ("au=2026-01-31", True),
            ("au=2026-01-14", False),
            ("du=2026-01-20&au=2026-01-21", True),
            ("du=2026-03-01&au=2026-03-31", True),
        ],
    )
    def test_an_offer_is_shown_when_it_runs_on_some_day_of_the_period(self, period, running):
        OfferFactory(starts_on=date(2026, 1, 15), ends_on=date(2026, 3, 1))
        assert bool(offers(period)) is running

    def test_an_offer_without_dates_runs_all_the_time(self):
        OfferFactory(title="Toute l’année")
        assert offers("du=2030-01-01&au=2030-01-02") == ["Toute l’année"]

    def test_an_offer_with_sessions_runs_on_their_days(self):
        offer = OfferFactory()
        OfferSessionFactory(offer=offer, starts_at=datetime(2026, 1, 20, 14, tzinfo=PARIS))
        assert offers("du=2026-01-20&au=2026-01-20")
        assert not offers("du=2026-01-21")

    def test_a_cancelled_session_is_no_reason_to_come(self):
        offer = OfferFactory()
        OfferSessionFactory(
            offer=offer, starts_at=datetime(2026, 1, 20, 14, tzinfo=PARIS), status="cancelled"
        )
        assert not offers("du=2026-01-20")


class TestSorting:
    def test_the_newest_come_first_where_no_place_is_known(self):
        for title in ("Ancienne", "Récente"):
            OfferFactory(title=title)
        assert offers() == offers("tri=fraicheur") == ["Récente", "Ancienne"]

    def test_the_next_deadline_comes_first_and_no_deadline_last(self):
        OfferFactory(title="Sans date")
        OfferFactory(title="Plus tard", expires_on=date(2026, 3, 1))
        OfferFactory(title="Bientôt", expires_on=date(2026, 1, 13))
        assert offers("tri=date") == ["Bientôt", "Plus tard", "Sans date"]

    def test_a_distance_from_nowhere_is_no_order(self):
        for title in ("Ancienne", "Récente"):
            OfferFactory(title=title)
        assert offers("tri=distance") == ["Récente", "Ancienne"]

    def test_another_order_may_be_asked_near_a_place(self, cachan):
        at(1, expires_on=date(2026, 3, 1)), at(9, expires_on=date(2026, 2, 1))
        assert offers("lieu=cachan&tri=date") == ["à 9 km", "à 1 km"]

    def test_equals_keep_one_order_so_that_pages_never_overlap(self, cachan):
        for _number in range(5):
            OfferFactory(expires_on=date(2026, 2, 1))
        Offer.objects.update(created_at=datetime(2026, 1, 1, tzinfo=PARIS))
        for order in ("distance", "date", "fraicheur"):
            filterset = OfferFilterSet(
                QueryDict(f"lieu=cachan&tri={order}"), queryset=Offer.objects.public()
            )
            keys = [offer.pk for offer in filterset.qs]
            assert keys == sorted(keys, reverse=True)


class TestMistakes:
    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("theme=jardin", "theme"),
            ("type=", None),
            ("type=job&type=boat", "type"),
            ("km=12", "km"),
            ("age=vieux", "age"),
            ("age=-1", "age"),
            ("age=100", "age"),
            ("age=16.5", "age"),
            ("du=demain", "du"),
            ("du=0001-01-01", "du"),
            ("au=9999-12-31", "au"),
            ("structure=nulle-part", "structure"),
            ("dispositif=%00", "dispositif"),
            ("partenaire=" + "x" * 10_000, "partenaire"),
            ("q=" + "x" * 10_000, "q"),
            ("lieu=" + "x" * 10_000, "lieu"),
            ("lat=91&lon=2", "lat"),
            ("lat=48", "__all__"),
            ("tri=prix", "tri"),
            ("inconnu=1", None),
        ],
    )
    def test_what_makes_no_sense_is_said(self, query, field):
        assert (field in errors(query)) if field else not errors(query)

    def test_what_makes_sense_beside_a_mistake_still_counts(self):
        OfferFactory(title="Emploi", kind=Offer.Kind.JOB)
        OfferFactory(title="Atelier")
        filterset = OfferFilterSet(QueryDict("type=job&age=vieux"), queryset=Offer.objects.public())
        assert [offer.title for offer in filterset.qs] == ["Emploi"]

    def test_an_unpublished_structure_is_unknown(self):
        structure = StructureFactory(live=False)
        assert "structure" in errors(f"structure={structure.slug}")


class TestSessions:
    def test_a_session_is_found_by_what_its_offer_is(self, cachan):
        near = OfferFactory(title="Près", kind=Offer.Kind.WORKSHOP, latitude=48.8, longitude=2.33)
        far = OfferFactory(title="Loin", kind=Offer.Kind.WORKSHOP, latitude=43.3, longitude=5.4)
        for offer in (near, far):
            OfferSessionFactory(offer=offer)
        assert sessions("lieu=cachan&km=5&type=workshop") == ["Près"]

    def test_days_are_those_of_the_sessions_here_whatever_the_offer_says(self):
        offer = OfferFactory(ends_on=date(2026, 6, 30))
        late_evening = datetime(2026, 1, 20, 23, 30, tzinfo=PARIS)
        OfferSessionFactory(offer=offer, starts_at=late_evening)
        OfferSessionFactory(offer=offer, starts_at=late_evening + timedelta(hours=1))
        assert len(sessions("du=2026-01-20&au=2026-01-20")) == 1
        assert len(sessions("du=2026-01-21&au=2026-01-21")) == 1
        assert len(sessions("du=2026-01-20")) == 2

    def test_a_session_of_an_offer_that_is_over_is_not_shown(self):
        OfferSessionFactory(offer=OfferFactory(expires_on=date(2026, 1, 11)))
        assert sessions() == []
