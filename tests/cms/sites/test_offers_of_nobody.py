"""An offer that no structure holds is shown by the sites of the territories where it can be taken
up: from afar, at a door of theirs, or in a town that one of their published structures covers."""

import pytest

from tests import factories

from .conftest import HOSTS, NATIONAL, REGION, STRUCTURE, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("offers of nobody")]

TITLE = "Chantier ouvert"


@pytest.fixture
def town(sites):
    """In none of the regions that the sites show: a border crosses what structures cover."""
    return factories.CommuneFactory(name="Frontière", region_code="75", department_code="86")


@pytest.fixture
def offer(town):
    """`offer(commune=…)`, of no structure."""

    def offer(**values):
        return factories.OfferFactory(
            **{"title": TITLE, "structure": None, "commune": town} | values
        )

    return offer


def covering(structure, town):
    return factories.CoverageFactory(structure=structure, commune=town)


def showing():
    """The hosts on whose list, and in whose API, the offer is."""
    listed = {host for host in HOSTS if TITLE in visitor(host).get("/offres/").text}
    told = {host for host in HOSTS if TITLE in visitor(host).get("/api/v1/offers/").text}
    assert listed == told
    return listed


def test_it_is_where_a_structure_covers_its_town(offer, here, town):
    offer()
    covering(here.structure, town)
    assert showing() == set(HOSTS)


def test_it_is_not_where_nobody_of_the_territory_covers_its_town(offer, there, town):
    offer()
    covering(there.structure, town)
    assert showing() == {NATIONAL}


def test_it_is_on_the_site_of_a_region_for_each_of_its_structures(offer, here, town):
    offer()
    covering(factories.StructureFactory(network=here.network), town)
    assert showing() == {NATIONAL, REGION}


def test_a_structure_that_is_not_published_covers_nothing(offer, here, town):
    offer()
    covering(factories.StructureFactory(network=here.network, live=False), town)
    assert showing() == {NATIONAL}


def test_it_leaves_with_the_structure_that_covers_its_town(offer, here, town):
    offer()
    covering(here.structure, town)
    here.structure.unpublish()
    assert showing() == {NATIONAL}


def test_a_published_structure_is_enough(offer, here, town):
    offer()
    covering(factories.StructureFactory(network=here.network, live=False), town)
    covering(here.structure, town)
    assert showing() == set(HOSTS)


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("covered", ["city", "district"])
def test_a_city_and_its_districts_answer_for_each_other(offer, here, town, covered, live):
    district = factories.CommuneFactory(
        name="Frontière 1er", parent=town, region_code="75", department_code="86"
    )
    offer(commune=district if covered == "city" else town)
    here.structure.live = live
    here.structure.save()
    covering(here.structure, town if covered == "city" else district)
    assert showing() == (set(HOSTS) if live else {NATIONAL})


def test_two_districts_do_not_answer_for_each_other(offer, here, town):
    first, second = (
        factories.CommuneFactory(parent=town, region_code="75", department_code="86")
        for _district in range(2)
    )
    offer(commune=first)
    covering(here.structure, second)
    assert showing() == {NATIONAL}


def test_from_afar_it_is_everywhere_whatever_town_it_names(offer):
    offer(modality="remote")
    assert showing() == set(HOSTS)


def test_with_a_point_on_the_map_and_no_town_it_is_nowhere_in_particular(offer):
    offer(commune=None, latitude=46.5, longitude=0.3)
    assert showing() == {NATIONAL}


def test_in_a_town_of_the_region_it_is_on_the_site_of_the_region(offer):
    offer(commune=factories.CommuneFactory(region_code="11"))
    assert showing() == {NATIONAL, REGION}


def test_at_a_door_it_is_where_the_door_is(offer, here, there, town):
    covering(there.structure, town)
    offer(site=here.site)
    assert showing() == set(HOSTS)


def test_at_a_door_of_elsewhere_its_town_does_not_matter(offer, here, there, town):
    covering(here.structure, town)
    offer(site=there.site)
    assert showing() == {NATIONAL}


def test_one_of_a_structure_is_where_its_structure_is(offer, here, there, town):
    """Wherever it takes place, and even from afar."""
    covering(here.structure, town)
    offer(structure=there.structure)
    assert showing() == {NATIONAL}
    offer(structure=there.structure, slug="de-loin", modality="remote")
    assert showing() == {NATIONAL}
    offer(structure=here.structure, slug="d-ici")
    assert showing() == {NATIONAL, REGION, STRUCTURE}
