import pytest

from catalogue.models import Offer, ReceptionSite, Theme
from catalogue.search.synonyms import meanings
from cms.hosts import hosts
from tests.factories import (
    CommuneFactory,
    CoverageFactory,
    NetworkFactory,
    OfferFactory,
    OfferSessionFactory,
    PartnerFactory,
    ReceptionSiteFactory,
    SchemeFactory,
    StructureFactory,
    ThemeFactory,
)


@pytest.fixture
def cachan(db):
    return CommuneFactory(
        insee_code="94016", name="Cachan", postal_codes=["94230"], latitude=48.79, longitude=2.33
    )


@pytest.fixture
def vitry(db):
    return CommuneFactory(
        insee_code="94081",
        name="Vitry-sur-Seine",
        postal_codes=["94400"],
        latitude=48.79,
        longitude=2.39,
    )


class TestStructures:
    @pytest.fixture(autouse=True)
    def structures(self, cachan, vitry):
        innovam = StructureFactory(imilo_code="94016S00", seat_commune=cachan)
        CoverageFactory(structure=innovam, commune=cachan)
        ivry_vitry = StructureFactory(imilo_code="94081S00", seat_commune=vitry)
        CoverageFactory(structure=ivry_vitry, commune=vitry)

    @pytest.mark.parametrize("lieu", ["94016", "cachan", "CACHAN", "94230", "94230 Cachan"])
    def test_a_town_leads_to_its_mission_locale(self, api, lieu):
        (found,) = api("structures", lieu=lieu)["results"]
        assert found["imilo_code"] == "94016S00"
        assert found["confirmed"] is True
        assert found["distance"] == 0

    def test_an_uncovered_town_gets_the_nearest_ones_to_confirm(self, api):
        CommuneFactory(insee_code="94076", name="Villejuif", latitude=48.79, longitude=2.36)
        found = api("structures", lieu="villejuif")["results"]
        assert len(found) == 2
        assert not any(structure["confirmed"] for structure in found)
        assert [row["distance"] for row in found] == sorted(row["distance"] for row in found)

    def test_a_point_leads_to_what_surrounds_it_to_confirm(self, api):
        (found,) = api("structures", lat=48.791, lon=2.331)["results"]
        assert (found["imilo_code"], found["confirmed"]) == ("94016S00", False)

    def test_a_place_takes_no_query_more_than_the_budget(
        self, api, vitry, django_assert_max_num_queries
    ):
        for _ in range(2):
            structure = StructureFactory(network=NetworkFactory())
            CoverageFactory(structure=structure, commune=vitry)
        with django_assert_max_num_queries(6):
            assert api("structures", lieu="vitry-sur-seine")["count"] == 3

    def test_by_department(self, codes):
        CommuneFactory(insee_code="77468", department_code="77")
        StructureFactory(imilo_code="77468S00", seat_commune_id="77468")
        assert codes("structures", "imilo_code", departement="77") == ["77468S00"]

    def test_without_a_place_nothing_is_confirmed(self, api):
        assert {row["confirmed"] for row in api("structures")["results"]} == {None}


class TestSites:
    @pytest.fixture(autouse=True)
    def sites(self, cachan, vitry):
        ReceptionSiteFactory(code="cachan", commune=cachan)
        ReceptionSiteFactory(code="vitry", commune=vitry, wheelchair=ReceptionSite.Wheelchair.YES)
        ReceptionSiteFactory(code="nulle-part", latitude=None, longitude=None)

    def test_the_nearest_comes_first(self, api):
        rows = api("sites", lieu="vitry-sur-seine")["results"]
        assert [row["code"] for row in rows] == ["vitry", "cachan", "nulle-part"]
        assert [row["distance"] for row in rows] == [0, pytest.approx(4.4, abs=0.1), None]

    def test_within_a_distance(self, codes):
        ReceptionSiteFactory(code="lyon", latitude=45.76, longitude=4.83)
        assert codes("sites", lat=48.79, lon=2.39, km=5) == ["vitry", "cachan"]

    def test_by_wheelchair_access(self, codes):
        assert codes("sites", fauteuil="yes") == ["vitry"]

    def test_a_town_whose_centre_is_unknown_has_its_own_sites(self, codes):
        CommuneFactory(insee_code="98712", name="Bora-Bora", latitude=None, longitude=None)
        ReceptionSiteFactory(code="bora-bora", commune_id="98712")
        assert codes("sites", lieu="98712") == ["bora-bora"]

    def test_a_place_takes_no_query_more_than_the_budget(self, api, django_assert_max_num_queries):
        with django_assert_max_num_queries(6):
            api("sites", lieu="cachan", km=30)


class TestSchemes:
    def test_by_theme(self, codes):
        health = ThemeFactory(code="sante", line=Theme.Line.SANTE)
        SchemeFactory(code="a")
        SchemeFactory(code="b", themes=[health])
        assert codes("schemes", theme="sante") == ["b"]

    @pytest.mark.parametrize(
        ("age", "found"), [(15, []), (16, ["cej"]), (25, ["cej"]), (29, ["cej"]), (30, [])]
    )
    def test_by_age_with_its_extension_for_disability(self, codes, age, found):
        SchemeFactory(code="cej", age_min=16, age_max=25, age_max_disability=29)
        assert codes("schemes", age=age) == found

    def test_in_force_or_archived(self, codes):
        SchemeFactory(code="cej", name="A")
        SchemeFactory(code="garantie-jeunes", name="B", ends_on="2022-02-28")
        assert codes("schemes") == ["cej", "garantie-jeunes"]
        assert codes("schemes", en_vigueur="true") == ["cej"]
        assert codes("schemes", en_vigueur="false") == ["garantie-jeunes"]


class TestOffers:
    def test_the_filters_are_those_of_the_page(self, codes):
        free = OfferFactory(kind=Offer.Kind.WORKSHOP)
        OfferFactory(kind=Offer.Kind.WORKSHOP, fee=Offer.Fee.CHARGED)
        OfferFactory(kind=Offer.Kind.TRAINING)
        assert codes("offers", "id", type="workshop", prix="free") == [free.pk]

    def test_the_nearest_comes_first_with_its_distance(self, api, cachan, vitry):
        far, near = OfferFactory(commune=vitry), OfferFactory(commune=cachan)
        rows = api("offers", lieu="cachan")["results"]
        assert [row["id"] for row in rows] == [near.pk, far.pk]
        assert rows[0]["distance"] == 0
        assert rows[1]["distance"] == pytest.approx(4.4, abs=0.1)

    def test_sessions_of_the_offers_that_match(self, codes):
        session = OfferSessionFactory(offer__kind=Offer.Kind.INFORMATION)
        OfferSessionFactory(offer__kind=Offer.Kind.WORKSHOP)
        assert codes("sessions", "id", type="information") == [session.pk]

    @pytest.mark.parametrize("path", ["offers", "sessions"])
    def test_filters_together_stay_within_the_budget(
        self, api, cachan, path, django_assert_max_num_queries
    ):
        offer = OfferFactory(commune=cachan)
        OfferSessionFactory(offer=offer)
        asked = {
            "lieu": "cachan",
            "km": 30,
            "q": "CV",
            "age": 20,
            "structure": offer.structure.slug,
        }
        meanings(), hosts()  # remembered for a minute
        with django_assert_max_num_queries(6):
            assert api(path, **asked)["count"] == 1


def test_partners_by_kind(codes):
    PartnerFactory(code="smv", kind="state")
    PartnerFactory(code="emmaus")
    assert codes("partners", type="state") == ["smv"]


def test_coverage_by_structure_and_by_commune(api, cachan, vitry):
    structure = StructureFactory(imilo_code="94016S00")
    CoverageFactory(structure=structure, commune=cachan)
    CoverageFactory(commune=vitry)
    (by_structure,) = api("coverage", structure="94016S00")["results"]
    (by_commune,) = api("coverage", commune="94016")["results"]
    assert by_structure == by_commune
    assert by_commune["commune"]["name"] == "Cachan"
