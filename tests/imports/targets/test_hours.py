"""Opening hours in the shapes that partners have."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.opening.validators import validate_opening_hours
from imports.targets import Fault, hours
from tests.factories import CommuneFactory, FeedFactory


@pytest.fixture
def read_site(read_rows, db):
    """The hours that the columns of a site's row give, and the faults."""
    commune, feed = CommuneFactory(), FeedFactory(target="sites")

    def run(**cells):
        row = {
            "Structure": feed.structure.imilo_code,
            "Code": "lieu",
            "Nom": "Antenne",
            "Commune": commune.pk,
        }
        found = read_rows(feed, row | cells)
        assert found.match.is_complete
        return found.cleaned[0]["opening_hours"], [code for _l, _field, code in found.errors]

    return run


def test_hours_as_openstreetmap_writes_them_are_kept(read_site):
    text = "Mo-Fr 09:00-12:30,13:30-17:30; PH off"
    assert read_site(Horaires=text) == (text, [])


def test_hours_typed_the_french_way_are_refused_with_what_they_may_mean(read_site):
    text, faults = read_site(Horaires="du lundi au vendredi de 9h à 12h")
    assert (text, faults) == (None, ["correctable"])


def test_a_column_for_each_weekday_makes_one_text(read_site):
    day = "9h-12h30 et 13h30-17h30"
    cells = {"Lundi": day, "Mardi": day, "MERCREDI ": "fermé", "Jeudi": "14:00 - 17:00"}
    cells |= {"Vendredi": "14h à 17h", "Samedi": ""}
    assert read_site(**cells) == (
        "Mo-Tu 09:00-12:30,13:30-17:30; Th-Fr 14:00-17:00",
        [],
    )


def test_a_day_that_is_not_understood_is_named(read_site):
    assert read_site(Lundi="9h-12h", Mardi="demander à Martine") == (None, ["opening-hours"])
    fault = hours.from_weekdays({"tuesday": "demander à Martine"})
    assert "Mardi" in fault.message


def test_the_directory_of_the_administration_is_understood(read_site):
    periods = [
        {
            "nom_jour_debut": "Lundi",
            "nom_jour_fin": "Mercredi",
            "valeur_heure_debut_1": "09:00:00",
            "valeur_heure_fin_1": "12:00:00",
            "valeur_heure_debut_2": "13:30:00",
            "valeur_heure_fin_2": "17:00:00",
            "commentaire": "",
        },
        {
            "nom_jour_debut": "Jeudi",
            "nom_jour_fin": "Jeudi",
            "valeur_heure_debut_1": "13:30:00",
            "valeur_heure_fin_1": "17:00:00",
            "valeur_heure_debut_2": "",
            "valeur_heure_fin_2": "",
        },
    ]
    assert read_site(plage_ouverture=json.dumps(periods)) == (
        "Mo-We 09:00-12:00,13:30-17:00; Th 13:30-17:00",
        [],
    )


@pytest.mark.parametrize("text", ["[", "3", '["lundi"]', '[{"nom_jour_debut": "Ventôse"}]'])
def test_a_broken_directory_is_explained(text, read_site):
    assert read_site(plage_ouverture=text) == (None, ["opening-hours"])


@given(
    st.dictionaries(st.sampled_from(list(hours.WEEKDAYS)), st.text() | st.floats() | st.booleans())
)
def test_any_cells_give_a_text_or_a_fault(cells):
    found = hours.from_weekdays(cells)
    if not isinstance(found, Fault):
        validate_opening_hours(found)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    ).map(json.dumps)
    | st.text()
)
def test_any_directory_gives_a_text_or_a_fault(text):
    assert isinstance(hours.from_directory(text), (str, Fault))
