"""Where a visitor is: a text, or a point."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalogue.geography.forms import PlaceForm
from tests.factories import CommuneFactory


@pytest.fixture
def villejuif(db):
    return CommuneFactory(
        name="Villejuif", postal_codes=["94800"], latitude=48.7924, longitude=2.3629
    )


def test_a_town_is_a_place(villejuif):
    place = PlaceForm({"lieu": "VILLEJUIF"}).place
    assert place.label == "Villejuif (94)"
    assert (place.latitude, place.longitude) == (48.7924, 2.3629)
    assert place.commune == villejuif
    assert not place.approximate


def test_what_links_carry_is_shown_as_the_town_s_name(villejuif):
    form = PlaceForm(QueryDict(f"lieu={villejuif.slug}"))
    assert form.is_valid()
    assert form["lieu"].value() == "Villejuif (94)"


def test_the_shown_name_is_understood_in_turn(villejuif):
    assert PlaceForm({"lieu": str(villejuif)}).place.commune == villejuif


def test_a_position_is_a_place_near_the_nearest_town(villejuif):
    place = PlaceForm({"lat": "48.80", "lon": "2.36"}).place
    assert place.label == "près de Villejuif (94)"
    assert (place.latitude, place.longitude) == (48.8, 2.36)
    assert place.approximate


def test_a_position_abroad_is_near_no_town(villejuif):
    place = PlaceForm({"lat": "52.5", "lon": "13.4"}).place
    assert place.label == "ta position"
    assert place.commune is None


def test_a_position_in_a_city_is_near_an_arrondissement(db):
    city = CommuneFactory(name="Lyon", latitude=45.75, longitude=4.85)
    third = CommuneFactory(
        name="Lyon 3e Arrondissement", parent=city, latitude=45.76, longitude=4.87
    )
    assert PlaceForm({"lat": "45.75", "lon": "4.85"}).place.commune == third


def test_what_was_typed_beats_the_position(villejuif):
    CommuneFactory(name="Thiais", latitude=48.76, longitude=2.39)
    place = PlaceForm({"lieu": "villejuif", "lat": "48.76", "lon": "2.39"}).place
    assert place.commune == villejuif


def test_a_town_without_a_point_is_a_place_all_the_same(db):
    CommuneFactory(name="Rapa", latitude=None, longitude=None)
    place = PlaceForm({"lieu": "rapa"}).place
    assert place.label == "Rapa (94)"
    assert not place.has_point


def test_homonyms_are_no_place_yet_but_a_choice(db):
    CommuneFactory.create_batch(2, name="Saint-Denis")
    form = PlaceForm({"lieu": "saint denis"})
    assert form.is_valid()
    assert form.place is None
    assert len(form.resolution.communes) == 2


def test_an_unknown_town_says_so_and_suggests_the_nearest(villejuif):
    form = PlaceForm({"lieu": "vilejuif"})
    assert form.errors == {"lieu": ["On ne trouve pas cette ville. Essaie avec ton code postal."]}
    assert form.place is None
    assert form.resolution.suggestions == (villejuif,)


@pytest.mark.django_db
@pytest.mark.parametrize("data", [{}, {"lieu": ""}, {"lieu": "  "}, {"lat": "", "lon": ""}])
def test_nothing_asked_is_no_place_and_no_error(data):
    form = PlaceForm(data)
    assert form.is_valid()
    assert form.place is None


@pytest.mark.parametrize(
    "data",
    [
        {"lieu": "x" * 10_000},
        {"lieu": "Ville\x00juif"},
        {"lat": "48.8"},
        {"lon": "2.3"},
        {"lat": "91", "lon": "2"},
        {"lat": "48", "lon": "-181"},
        {"lat": "nan", "lon": "inf"},
        {"lat": "là", "lon": "ici"},
        {"lat": "1e999", "lon": "2"},
    ],
)
def test_a_faulty_value_is_explained(data):
    form = PlaceForm(data)
    assert form.place is None
    assert form.errors


class AnyInput(TestCase):
    values = st.text() | st.floats().map(str) | st.integers().map(str)

    @given(st.dictionaries(st.sampled_from(["lieu", "lat", "lon"]), values))
    def test_any_input_is_answered(self, data):
        form = PlaceForm(data)
        assert form.place is None or form.is_valid()
