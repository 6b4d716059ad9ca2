"""How far the year's targets are, on the dashboard."""

import pytest
from django.urls import reverse

from catalogue.models import Role
from tests import factories
from tests.catalogue.admin.tools import text_of

from .test_dashboard import DASHBOARD, PAGES, WORKSHOPS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def coordinator(client, member):
    client.force_login(member(Role.NETWORK_ADMIN, at="region"))


@pytest.fixture
def aim(here, workshops):
    """`aim(100)`: a hundred workshops in 2024, here."""

    def aim(value, *, rank=0, indicator=workshops, year=2024):
        factories.TargetFactory(
            structure=here.structures[rank], indicator=indicator, value=value, year=year
        )

    return aim


@pytest.mark.parametrize("path", PAGES)
def test_targets_are_followed_whatever_the_period_of_the_year(read, record, aim, path):
    record(10)
    record(20, "2024-02-05")
    aim(100)
    page = read(path)
    assert "Objectifs 2024" in page
    assert "30 sur 100 (30\xa0%)" in page
    assert "1 structure sur 2 a un objectif" in page


def test_the_year_of_the_targets_is_the_one_that_the_period_ends_in(client, record, aim):
    record(10)
    for period, year in (("2020-W53", 2020), ("2021-W01", 2021), ("2025-12", 2025)):
        page = client.get(DASHBOARD, {"periode": period})
        assert page.context["dashboard"].year.year == year


def test_of_one_structure_a_target_of_persons_is_told(read, record, aim, here, young_people):
    record(30, indicator=young_people)
    record(50, indicator=young_people, rank=1)
    aim(40, indicator=young_people)
    aim(40, indicator=young_people, rank=1)
    assert "30 sur 40 (75\xa0%)" in read(DASHBOARD, structure=here.structure.imilo_code)
    page = read(DASHBOARD)
    assert "sur 40" not in page
    assert "les structures ne s’additionnent pas" in page


def test_a_target_is_not_compared_with_a_part_of_what_is_done(read, record, aim):
    record(10, modality="remote")
    aim(100)
    page = read(modalite="remote")
    assert "sur 100" not in page
    assert "Un objectif porte sur tout ce qui est fait" in page


def test_without_targets_the_page_leads_to_where_they_are_set(client, record, here):
    record(10)
    page = client.get(WORKSHOPS, {"periode": "2024-W15", "reseau": here.network.code})
    assert "Aucun objectif n’est fixé" in text_of(page)
    address = f"{reverse('activity:targets')}?periode=2024&amp;reseau={here.network.code}"
    assert address in page.text


def test_the_file_of_the_targets_is_that_of_the_page(client, record, aim):
    record(10)
    aim(20)
    asked = {"periode": "2024-W15", "par": "objectif", "format": "json"}
    (row,) = client.get(DASHBOARD, asked).json()["results"]
    assert (row["period"], row["value"], row["target"], row["pace"]) == ("2024", 10, 20, "on-track")
    assert (row["structures"], row["reporting"], row["reached"], row["behind"]) == (1, 1, 0, 0)
