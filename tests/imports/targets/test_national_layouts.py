"""The national list and the national coverage, as they are distributed."""

from pathlib import Path

import pytest

from catalogue.models import Coverage
from tests.factories import CommuneFactory, NetworkFactory, StructureFactory

FIXTURES = Path(__file__).parents[1] / "fixtures" / "targets"


@pytest.fixture
def national_list(national_feed, read):
    feed = national_feed("structures")
    for region in ("11", "28", "84", "93", "06"):
        NetworkFactory(region_code=region, parent=feed.network)
    for code, name in (
        ("13201", "Marseille 1er Arrondissement"),
        ("77390", "Roissy-en-Brie"),
        ("94016", "Cachan"),
        ("38169", "Fontaine"),
        ("01004", "Ambérieu-en-Bugey"),
    ):
        CommuneFactory(insee_code=code, name=name)
    return read(feed, FIXTURES / "liste_nationale.csv")


def test_the_columns_of_the_national_list_match_by_themselves(national_list):
    assert national_list.match.is_complete
    assert national_list.match.mapping["nom_officiel"] == "official_name"
    assert national_list.match.mapping["code_insee_siege"] == "seat_commune"
    assert national_list.match.mapping["commune"] == "seat_name"
    assert national_list.match.mapping["timezone"] == ""


def test_the_rows_that_are_no_structure_are_refused(national_list):
    assert national_list.errors == [
        (2, "imilo_code", "not-a-structure"),
        (4, "imilo_code", "not-a-structure"),
        (7, "imilo_code", "not-a-structure"),
    ]


def test_the_rows_without_a_commune_say_so_and_come_in(national_list):
    assert [line for line, code in national_list.warnings if code == "no-seat"] == [5, 10]


def test_the_labels_of_the_register_become_names(national_list):
    names = {row["imilo_code"]: row["name"] for row in national_list.cleaned}
    assert names["94016S00"] == "Mission Locale Innovam"
    assert names["77390S00"] == "Mission Locale du Plateau de Brie"


def test_the_network_is_that_of_the_region(national_list, django_assert_num_queries):
    networks = {row["imilo_code"]: row["network"] for row in national_list.cleaned}
    assert networks["94016S00"] != networks["38169S00"]
    assert None not in [networks["94016S00"], networks["38169S00"], networks["97600S00"]]


def test_the_national_coverage_names_structures_by_five_characters(national_feed, read):
    feed = national_feed("coverage")
    structure = StructureFactory(imilo_code="75119S00", network=feed.network)
    for district in range(1, 6):
        CommuneFactory(insee_code=f"7510{district}")
    found = read(feed, FIXTURES / "couverture_nationale.csv")
    assert found.match.is_complete
    assert found.errors == []
    assert found.cleaned[0] == {"structure": structure.pk, "commune": "75101"}


def test_a_structure_of_another_network_is_out_of_reach(national_feed, read_rows):
    feed = national_feed("coverage")
    StructureFactory(imilo_code="75119S00", network=NetworkFactory())
    CommuneFactory(insee_code="75101")
    found = read_rows(feed, {"Code INSEE": "75101", "Code ML": "75119"})
    assert found.errors == [(2, "structure", "out-of-reach")]
    assert not Coverage.objects.exists()
