"""`GET /api/v1/communes/?q=`: what the field proposes while one types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.geography import resolve, search

pytestmark = pytest.mark.dialect

URL = "/api/v1/communes/"


@pytest.fixture
def names(communes, client):
    def ask(text):
        response = client.get(URL, {"q": text})
        assert response.status_code == 200
        return [commune["name"] for commune in response.json()]

    return ask


def test_a_beginning_proposes_the_most_populous_first(names):
    assert names("vi")[:3] == ["Vitry-sur-Seine", "Villeneuve-d'Ascq", "Villejuif"]


def test_eight_are_enough(names):
    assert len(names("vi")) == 8


def test_the_very_name_comes_before_those_it_begins(names):
    assert names("orly") == ["Orly", "Orly-sur-Morin"]


def test_each_is_proposed_once(communes):
    found = search("saint-denis")
    assert len(found) == len(set(found)) == 8


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("l'hay", "L'Haÿ-les-Roses"),
        ("hay les", "L'Haÿ-les-Roses"),
        ("KREML", "Le Kremlin-Bicêtre"),
        ("948", "Villejuif"),
        ("9480", "Villejuif"),
        ("94800 vill", "Villejuif"),
        ("94400 v", "Vitry-sur-Seine"),
        ("vitry 94", "Vitry-sur-Seine"),
        ("villejuif (94", "Villejuif"),
        ("2a00", None),
        ("2a004", "Ajaccio"),
        ("st denis reunion", "Saint-Denis"),
        ("94807 villejuif cedex", "Villejuif"),
        ("paris", "Paris 1er Arrondissement"),
        ("paris 19", "Paris 19e Arrondissement"),
        ("pari", "Paris"),
        ("y", "Y"),
    ],
)
def test_what_the_resolver_understands_is_understood_while_typing(text, first, names):
    assert next(iter(names(text)), None) == first


def test_a_number_that_is_two_codes_proposes_both(names):
    assert names("59350") == ["Saint-André-lez-Lille", "Lille"]


def test_an_answer_has_what_tells_homonyms_apart(communes, client):
    (commune,) = client.get(URL, {"q": "villejuif"}).json()
    assert commune == {
        "insee_code": "94076",
        "name": "Villejuif",
        "department": "Val-de-Marne",
        "postal_codes": ["94800"],
        "latitude": 48.7924,
        "longitude": 2.3598,
    }


def test_what_the_field_writes_is_understood(communes):
    """The script writes the name, and the department in brackets."""
    for commune in search("saint-denis"):
        assert resolve(f"{commune.name} ({commune.department})").commune == commune


def test_it_takes_one_query(communes, client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(URL, {"q": "94800 vill"})


def test_any_cache_may_keep_it(communes, client):
    response = client.get(URL, {"q": "villejuif"})
    assert "public" in response["Cache-Control"]
    assert "max-age=86400" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "x" * 10_000}, {"q": "Ville\x00juif"}])
def test_a_faulty_question_is_explained(query, client, communes):
    response = client.get(URL, query)
    assert response.status_code == 400
    assert response.json()["q"]
    assert "max-age" not in response.get("Cache-Control", "")


@given(st.text(min_size=1, max_size=60))
def test_any_text_is_answered(communes, text):
    assert len(search(text)) <= 8
    resolve(text)
