"""What staff said that people mean: found too, on both databases."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models import Scheme
from catalogue.search import matching, ranked, typed
from catalogue.search.french import key_of, variants, words
from catalogue.search.synonyms import MOST, also
from tests.factories import SchemeFactory
from tests.search_factories import SynonymFactory

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("catalogue.search")]

MEANING = "contrat d’engagement jeune"


@pytest.fixture
def scheme():
    return SchemeFactory(name="Contrat d’engagement jeune", summary="À Créteil.")


def found(text, search=matching):
    return list(search(Scheme.objects.public(), text))


@pytest.mark.parametrize("search", [matching, ranked, typed])
def test_who_types_the_one_finds_the_other(search, scheme):
    assert found("RSA jeunes", search) == []
    SynonymFactory(text="RSA jeunes", meaning=MEANING)
    assert found("RSA jeunes", search) == [scheme]


@pytest.mark.parametrize("text", ["rsa jeune", "RSA  JEUNES", "le RSA des jeunes", "rsà-jeunes"])
def test_spelling_makes_no_difference(text, scheme):
    SynonymFactory(text="RSA jeunes", meaning=MEANING)
    assert found(text) == [scheme]


def test_the_other_words_are_still_asked_for(scheme):
    SynonymFactory(text="RSA jeunes", meaning=MEANING)
    assert found("RSA jeunes Créteil") == [scheme]
    assert found("RSA jeunes Marseille") == []


def test_it_does_not_go_the_other_way_round():
    rsa = SchemeFactory(name="Le RSA jeunes")
    SynonymFactory(text="RSA jeunes", meaning=MEANING)
    assert found("contrat engagement") == []
    assert found("RSA jeunes") == [rsa]


def test_a_part_of_a_known_text_is_not_that_text(scheme):
    SynonymFactory(text="RSA jeunes", meaning=MEANING)
    assert found("RSA") == []


def test_what_bears_the_words_in_its_name_comes_first(scheme):
    SynonymFactory(text="RSA jeunes", meaning=MEANING)
    SchemeFactory(name="Autre", summary="Mieux que le contrat d’engagement jeune")
    assert found("RSA jeunes", ranked)[0] == scheme


def test_a_text_has_few_other_readings_the_longest_part_first():
    for number in range(MOST):
        SynonymFactory(text="job", meaning=f"emploi {number}")
    SynonymFactory(text="job d’été", meaning="emploi saisonnier")
    assert also("Job d’été") == ["emploi saisonnier", "emploi 0 été", "emploi 1 été"]


def test_a_meaning_that_says_the_same_is_no_other_reading():
    SynonymFactory(text="emplois", meaning="L’emploi")
    assert also("emploi") == []


def test_a_synonym_of_words_that_the_search_ignores_does_nothing():
    SynonymFactory(text="le", meaning="la")
    assert also("le") == also("") == []


def test_a_changed_synonym_is_known_at_once(scheme):
    synonym = SynonymFactory(text="RSA jeunes", meaning="autre chose")
    assert also("rsa jeunes") == ["autre chose"]
    synonym.meaning = MEANING
    synonym.save()
    assert also("rsa jeunes") == [MEANING]
    synonym.delete()
    assert also("rsa jeunes") == []


def test_they_are_read_once_for_many_searches(scheme):
    SynonymFactory(text="RSA jeunes", meaning=MEANING)
    with CaptureQueriesContext(connection) as captured:
        for _time in range(3):
            found("RSA jeunes")
    assert len([query for query in captured if "catalogue_synonym" in query["sql"]]) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Les travaux", "travail"),
        ("bureaux", "bureau"),
        ("vélos", "velo"),
        ("cœur", "coeur"),
        ("jeux", "jeu"),
        ("tuyaux", "tuyau"),
    ],
)
def test_one_key_for_all_spellings(one, other):
    assert key_of(words(one)) == key_of(words(other))


def test_different_words_have_different_keys():
    assert len({key_of(words(text)) for text in ["permis", "permanence", "cap", "cape"]}) == 4


@given(st.text(alphabet="aeilnorstuxz", min_size=3, max_size=8))
def test_a_word_and_its_plural_have_one_key(word):
    assert key_of([word]) in {key_of([form]) for form in variants(word)}


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_synonym_breaks_the_search(text, meaning):
    SynonymFactory(text=text.replace("\0", ""), meaning=meaning.replace("\0", ""))
    assert isinstance(found(text), list)
