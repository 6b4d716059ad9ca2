"""Which Mission Locale is mine?"""

import pytest

from catalogue.finder import MAX_ANSWERS, find, structures_for
from catalogue.geography.forms import Place
from tests.factories import (
    CommuneFactory,
    CoverageFactory,
    ReceptionSiteFactory,
    SiteClosureFactory,
    StructureFactory,
)

pytestmark = pytest.mark.django_db

# A degree of latitude is 111 km.
HERE = {"latitude": 48.80, "longitude": 2.36}
NEAR = {"latitude": 48.85, "longitude": 2.36}
FAR = {"latitude": 49.80, "longitude": 2.36}
NOWHERE = {"latitude": None, "longitude": None}


@pytest.fixture
def commune():
    return CommuneFactory(**HERE)


def seated(name="Voisine", **place):
    return StructureFactory(name=name, seat_commune=CommuneFactory(**place))


def names(finding):
    return [structure.name for structure in finding.structures]


class TestWhereCoverageIsKnown:
    def test_the_covering_structure_is_the_answer_however_far(self, commune):
        seated("Voisine", **NEAR)
        CoverageFactory(commune=commune, structure=seated("La tienne", **FAR))
        finding = structures_for(commune)
        assert names(finding) == ["La tienne"]
        assert finding.confirmed

    def test_several_may_cover_it_the_nearest_first(self, commune):
        CoverageFactory(commune=commune, structure=seated("Loin", **FAR))
        CoverageFactory(commune=commune, structure=seated("Près", **NEAR))
        assert names(structures_for(commune)) == ["Près", "Loin"]

    def test_an_arrondissement_is_covered_with_its_city(self):
        city = CommuneFactory(name="Lyon")
        third = CommuneFactory(name="Lyon 3e Arrondissement", parent=city, kind="arrondissement")
        CoverageFactory(commune=city, structure=seated("Lyon"))
        assert names(structures_for(third)) == ["Lyon"]

    def test_a_city_is_covered_with_its_arrondissements(self):
        city = CommuneFactory(name="Lyon")
        third = CommuneFactory(name="Lyon 3e Arrondissement", parent=city, kind="arrondissement")
        CoverageFactory(commune=third, structure=seated("Lyon"))
        assert structures_for(city).confirmed

    def test_a_structure_that_is_not_published_answers_nothing(self, commune):
        CoverageFactory(commune=commune, structure=StructureFactory(live=False))
        assert structures_for(commune).structures == []

    def test_a_position_leaves_a_doubt(self, commune):
        CoverageFactory(commune=commune, structure=seated("La tienne", **NEAR))
        finding = find(Place("ici", 48.801, 2.361, commune, approximate=True))
        assert names(finding) == ["La tienne"]
        assert not finding.confirmed


class TestWhereItIsNot:
    def test_the_nearest_structures_are_to_be_confirmed(self, commune):
        seated("Loin", **FAR)
        seated("Près", **NEAR)
        finding = structures_for(commune)
        assert names(finding) == ["Près", "Loin"]
        assert not finding.confirmed

    def test_only_a_few_are_offered(self, commune):
        for number in range(MAX_ANSWERS + 1):
            seated(f"Mission Locale {number}", **NEAR)
        assert len(structures_for(commune).structures) == MAX_ANSWERS

    def test_a_door_nearby_counts_more_than_a_far_seat(self, commune):
        branch = ReceptionSiteFactory(structure=seated("Antenne ici", **FAR), **HERE)
        seated("Près", **NEAR)
        finding = structures_for(commune)
        assert names(finding) == ["Antenne ici", "Près"]
        assert finding.structures[0].distance == pytest.approx(0, abs=0.01)
        assert finding.structures[1].distance == pytest.approx(5.56, abs=0.01)
        assert list(finding.structures[0].sites.all()) == [branch]

    def test_a_door_that_is_not_published_does_not_count(self, commune):
        ReceptionSiteFactory(structure=seated("Antenne cachée", **FAR), live=False, **HERE)
        seated("Près", **NEAR)
        finding = structures_for(commune)
        assert names(finding) == ["Près", "Antenne cachée"]
        assert list(finding.structures[1].sites.all()) == []

    def test_the_doors_of_a_structure_are_listed_the_nearest_first(self, commune):
        structure = seated(**FAR)
        far = ReceptionSiteFactory(structure=structure, **FAR)
        near = ReceptionSiteFactory(structure=structure, **NEAR)
        nowhere = ReceptionSiteFactory(structure=structure, **NOWHERE)
        (found,) = structures_for(commune).structures
        assert list(found.sites.all()) == [near, far, nowhere]

    def test_an_island_without_a_point_is_offered_its_department_then_its_region(self):
        island = CommuneFactory(department_code="987", region_code="987", **NOWHERE)
        seated("Ailleurs", **NEAR)
        seated("Région", department_code="988", region_code="987")
        seated("Département", department_code="987", region_code="987")
        finding = structures_for(island)
        assert names(finding) == ["Département", "Région"]
        assert finding.structures[0].distance is None

    def test_a_point_far_from_every_commune_is_offered_the_nearest_all_the_same(self):
        seated("La plus proche", **NEAR)
        finding = find(Place("ta position", 52.5, 13.4, None, approximate=True))
        assert names(finding) == ["La plus proche"]


@pytest.mark.parametrize("number", [1, 6])
@pytest.mark.parametrize("covered", [True, False])
def test_the_number_of_queries_does_not_depend_on_the_network(
    number, covered, commune, django_assert_num_queries
):
    for _ in range(number):
        site = ReceptionSiteFactory(commune=commune)
        SiteClosureFactory(site=site)
        if covered:
            CoverageFactory(commune=commune, structure=site.structure)
    with django_assert_num_queries(3):
        for structure in structures_for(commune).structures:
            assert structure.seat_commune.name
            for site in structure.sites.all():
                assert site.commune.name
                assert len(site.closures.all()) == 1
