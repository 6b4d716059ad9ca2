"""The whole official list: every commune is found by what people call it."""

import pytest
from anyascii import anyascii

from catalogue.geography import CommuneIndex, resolve, search
from catalogue.geography.loading import load
from catalogue.models import Commune, Spelling

pytestmark = [pytest.mark.usefixtures("every_commune"), pytest.mark.xdist_group("communes")]


@pytest.fixture(scope="module")
def index(every_commune):
    return CommuneIndex()


@pytest.fixture(scope="module")
def towns(every_commune):
    """All but the three cities that stand for their arrondissements."""
    cities = {commune.parent_id for commune in every_commune}
    return [commune for commune in every_commune if commune.pk not in cities]


def lost(communes, write, index):
    """Those that aren't found by what `write` makes of them."""
    return [
        f"{text!r} isn't {commune}"
        for commune in communes
        if (text := write(commune)) and resolve(text, index).commune != commune
    ]


def plainly(commune):
    return anyascii(commune.name).upper().replace("-", " ").replace("'", " ")


def test_all_are_loaded():
    assert Commune.objects.count() == 35_014
    assert Commune.objects.filter(kind=Commune.Kind.ARRONDISSEMENT).count() == 45
    assert Commune.objects.filter(latitude=None).count() == 67


def test_each_is_found_by_what_links_carry(every_commune, index):
    assert lost(every_commune, lambda commune: commune.slug, index) == []


def test_each_is_found_by_its_postcode_and_its_name_in_capitals_without_accents(towns, index):
    def write(commune):
        return commune.postal_codes and f"{commune.postal_codes[0]} {plainly(commune)}"

    assert lost(towns, write, index) == []


@pytest.mark.parametrize("field", ["insee_code", "department", "department_code"])
def test_each_is_found_by_its_name_and_what_tells_it_apart(field, towns, index):
    def write(commune):
        return f"{commune.name} ({getattr(commune, field)})"

    assert lost(towns[::7], write, index) == []


def test_a_bare_code_is_its_commune_s_unless_it_is_a_postcode(every_commune, index):
    postcodes = set(
        Spelling.objects.filter(kind=Spelling.Kind.POSTCODE).values_list("key", flat=True)
    )
    communes = [commune for commune in every_commune if commune.insee_code not in postcodes]
    assert len(communes) > 30_000
    assert lost(communes, lambda commune: commune.insee_code, index) == []


def test_a_letter_left_out_suggests_the_town(towns, index):
    large = [town for town in towns if (town.population or 0) > 60_000 and len(town.name) > 5]
    for commune in large:
        faulty = f"{commune.name[:4]}{commune.name[5:]} {commune.department_code}"
        found = resolve(faulty, index)
        assert commune in found.communes + found.suggestions, faulty


@pytest.mark.parametrize("text", ["v", "sa", "saint", "villen", "paris", "94800 v", "97", "l h"])
def test_typing_takes_one_query(text, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(search(text)) > 0


def test_what_is_typed_comes_first_then_the_most_populous():
    assert [str(commune) for commune in search("vitry")][:2] == [
        "Vitry-sur-Seine (94)",
        "Vitry-le-François (51)",
    ]
    assert str(search("orly")[0]) == "Orly (94)"
    assert str(search("y")[0]) == "Y (80)"


def test_loading_again_writes_nothing(every_commune, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        counts = load(every_commune)
    assert (counts.written, counts.removed, counts.kept) == (0, 0, 0)
